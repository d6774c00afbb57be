import { chainOf, type Campaign } from '../campaign.ts';
import {
  InvalidContextError,
  type ContextIssue,
  type HeldClaim,
  type OriginFacts,
  type RedemptionContext,
} from '../context.ts';
import type { PlannedCounter } from '../counters.ts';
import type { Decision } from '../evaluate.ts';
import { isBelow, textOf, ZERO } from '../money.ts';
import { isIdentifier } from '../shopper.ts';
import { isJsonObject, own } from '../snapshot.ts';
import { AcceptedOrders, type AcceptedOrder } from './accepted-orders.ts';
import { amountOf, Counted, type Held } from './counted.ts';
import { Origins } from './origins.ts';
import type { Order } from './replay.ts';

/** An order that was decided, and what was looked up for it. */
export interface Decided {
  readonly decision: Decision;
  readonly counters: readonly PlannedCounter[];
  readonly usage: Readonly<Record<string, Held>>;
}

/** A confirmation or cancellation that was decided, and the order that it speaks of. */
export interface Settled {
  readonly decision: Decision;
  readonly order: AcceptedOrder;
}

/** Who the shopper said that an order is of. */
export interface Names {
  readonly transaction: string | undefined;
  readonly customer: string | undefined;
  readonly origin: string | undefined;
}

/** A host as the law has it, with its books in memory: it plans, looks up, evaluates, and counts. */
export class Host {
  readonly counted = new Counted();
  private readonly campaign: Campaign;
  private readonly accepted = new AcceptedOrders();
  private readonly origins: Origins | undefined;
  /** The names of counters that sum amounts. */
  private readonly sums: ReadonlySet<string>;

  constructor(campaign: Campaign) {
    const { allowsRenewals, counters } = chainOf(campaign);
    this.campaign = campaign;
    this.origins = allowsRenewals ? new Origins() : undefined;
    this.sums = new Set(counters.filter(({ measures }) => measures === 'amount').map(({ name }) => name));
  }

  /** Decides an order and, if it is accepted, counts it. */
  redeem(order: Order, names: Names, at: number): Decided {
    const { campaign, counted, accepted } = this;
    const { transaction } = names;
    const asked = this.withOrigin(order, names);
    const { counters } = campaign.plan(asked);
    const isKnown = transaction !== undefined && accepted.find(transaction) !== undefined;
    const usage = counted.usageOf(counters, isKnown);
    const decision = campaign.evaluate({ ...asked, usage });
    if (decision.status === 'accepted') {
      counted.add(decision.claims, counters);
      this.remember(order, names, at);
    }
    return { decision, counters, usage };
  }

  /** Decides a confirmation or a cancellation of an order that was accepted; `undefined` where there is none. */
  settle(order: Order, { transaction }: Names): Settled | undefined {
    const { campaign, counted, accepted } = this;
    const known = transaction === undefined ? undefined : accepted.find(transaction);
    if (transaction === undefined || known === undefined) {
      // What is wrong in it is told all the same.
      campaign.evaluate(cancellationIn(order));
      return undefined;
    }
    const { counters, claims } = this.claimsOf(transaction, known);
    const status = known.isConfirmed ? 'confirmed' : 'pending';
    const decision = campaign.evaluate({ ...order, usage: undefined, existing: { status, claims } });
    if (decision.releases) {
      counted.giveBack(decision.releases, counters);
      accepted.forget(transaction);
      this.origins?.forget(transaction);
    } else known.isConfirmed = true;
    return { decision, order: known };
  }

  /** What is wrong in an order beside its place in time, whatever step would find it. */
  issuesIn(order: Order): readonly ContextIssue[] {
    try {
      this.campaign.evaluate(isOperation(order) ? cancellationIn(order) : { ...order, usage: undefined });
    } catch (error) {
      // Of what counters hold no order speaks. A rule of the host's own that throws is not what is wrong in the order.
      if (error instanceof InvalidContextError)
        return error.issues.filter(({ path }) => !path.startsWith('/usage'));
    }
    return [];
  }

  /** An order says best what it renews; where it does not, the books are asked. */
  private withOrigin(order: Order, { origin }: Names): Order {
    if (!this.origins || origin === undefined || own(order, 'origin') !== undefined) return order;
    const named: OriginFacts | null = this.origins.of(origin, codeOf(order));
    return { ...order, origin: named };
  }

  private remember(order: Order, { transaction, customer, origin }: Names, at: number): void {
    const granted = amountOf(order.granted_discount ?? 0);
    // What is accepted has both.
    const [id, code] = [transaction as string, codeOf(order) as string];
    const accepted = { at, code, customer, origin, granted, isConfirmed: false };
    this.accepted.remember(id, accepted);
    this.origins?.remember(id, accepted);
  }

  /** What an accepted order claimed. */
  private claimsOf(id: string, { at, code, customer, origin, granted }: AcceptedOrder) {
    const redemption = { transaction_id: id, customer_identifier: customer, origin_redemption: origin };
    const { counters } = this.campaign.plan({ at, voucher: { code }, redemption });
    const claims = counters.flatMap(({ name, key }): HeldClaim[] => {
      if (!this.sums.has(name)) return [{ name, key, add: 1 }];
      return isBelow(ZERO, granted) ? [{ name, key, add: textOf(granted) }] : [];
    });
    return { counters, claims };
  }
}

/** True for what confirms or cancels an order. */
export function isOperation(order: Order): boolean {
  const operation = own(order, 'operation');
  return operation === 'confirm' || operation === 'cancel';
}

/** A confirmation or cancellation as that of an order that claimed nothing, which asks for no counters. */
function cancellationIn(order: Order): RedemptionContext {
  return { ...order, operation: 'cancel', usage: undefined, existing: { status: 'pending', claims: [] } };
}

/** The names in an order, as the law reads them. */
export function namesIn({ redemption }: Order): Names {
  return {
    transaction: identifierIn(redemption, 'transaction_id'),
    customer: identifierIn(redemption, 'customer_identifier'),
    origin: identifierIn(redemption, 'origin_redemption'),
  };
}

function identifierIn(sent: unknown, key: string): string | undefined {
  const value = isJsonObject(sent) ? own(sent, key) : undefined;
  return isIdentifier(value) ? value : undefined;
}

function codeOf({ voucher }: Order): unknown {
  return isJsonObject(voucher) ? own(voucher, 'code') : undefined;
}
