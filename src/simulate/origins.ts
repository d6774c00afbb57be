import type { OriginFacts } from '../context.ts';
import { isJsonObject, own } from '../snapshot.ts';
import { isoInstant } from '../time/local.ts';
import type { Order } from './replay.ts';

/** Accepted orders that a renewal may name. */
export class Origins {
  private readonly known = new Map<string, OriginFacts & { readonly code: unknown }>();

  /** The origin that an order names, unless it says itself what that was. */
  of(order: Order): { origin?: OriginFacts | null } {
    if (own(order, 'origin') !== undefined) return {};
    const named = memberOf(order.redemption, 'origin_redemption');
    const found = typeof named === 'string' ? this.known.get(named) : undefined;
    if (!found || found.code !== memberOf(order.voucher, 'code')) return { origin: null };
    const { redeemed_at, original, customer_identifier } = found;
    return { origin: { redeemed_at, original, customer_identifier } };
  }

  remember(order: Order, at: number): void {
    const id = memberOf(order.redemption, 'transaction_id') as string;
    // A subscription wants to know who the customer is.
    const customer = memberOf(order.redemption, 'customer_identifier') as string;
    const original = typeof memberOf(order.redemption, 'origin_redemption') !== 'string';
    this.known.set(id, {
      redeemed_at: isoInstant(at),
      original,
      customer_identifier: customer,
      code: memberOf(order.voucher, 'code'),
    });
  }
}

function memberOf(holder: unknown, key: string): unknown {
  return isJsonObject(holder) ? own(holder, key) : undefined;
}
