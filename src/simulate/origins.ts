import type { OriginFacts } from '../context.ts';
import type { AcceptedOrder } from './accepted-orders.ts';

/** Accepted first redemptions, which renewals may name. */
export class Origins {
  private readonly known = new Map<string, AcceptedOrder>();

  /** What a renewal is told of the transaction that it names; `null` for none, and for one of another code. */
  of(named: string, code: unknown): OriginFacts | null {
    const order = this.known.get(named);
    if (order === undefined || order.code !== code) return null;
    // A subscription wants to know who the customer is.
    const { at, customer } = order;
    return { redeemed_at: at, original: true, customer_identifier: customer };
  }

  /** A renewal is no origin: to name one is to name none. */
  remember(id: string, order: AcceptedOrder): void {
    if (order.origin === undefined) this.known.set(id, order);
  }

  forget(id: string): void {
    this.known.delete(id);
  }
}
