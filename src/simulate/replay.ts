import { chainOf, type Campaign } from '../campaign.ts';
import { InvalidContextError, type ContextIssue, type RedemptionContext } from '../context.ts';
import type { Decision } from '../evaluate.ts';
import { sumOf, textOf, ZERO, type Amount } from '../money.ts';
import { describe, isJsonObject } from '../snapshot.ts';
import { isoInstant, parseInstant } from '../time/local.ts';
import type { Period } from '../time/period.ts';
import { isZone } from '../time/zone.ts';
import { amountOf } from './counted.ts';
import type { LimitReached } from './followed-limit.ts';
import { Host, isOperation, namesIn, type Names } from './host.ts';
import { LimitsReached } from './limits-reached.ts';
import { RowTallies, type RowTally } from './row-tallies.ts';
import { Timeline, type Tally } from './timeline.ts';

/**
 * A past order: a context without what counters held. One that names the operation `confirm` or `cancel` speaks of an order before it,
 * by its transaction id.
 */
export type Order = Omit<RedemptionContext, 'usage' | 'existing'>;

export interface ReplayOptions {
  /**
   * How orders are gathered over time.
   * @defaultValue `'daily'`
   */
  readonly period?: Exclude<Period, 'total'> | undefined;
  /**
   * The IANA zone in which these periods are cut.
   * @defaultValue that of the campaign
   */
  readonly timeZone?: string | undefined;
}

/** What became of confirmations and cancellations. */
export interface Operations {
  readonly confirmed: number;
  readonly cancelled: number;
  /** Of orders that were confirmed before. */
  readonly refused: number;
  /** Of orders that the replay has not accepted, or knows no longer: they change nothing. */
  readonly moot: number;
  /** Discount that cancellations gave back, exactly; in its shortest form. */
  readonly given_back: string;
}

/** What became of the orders. */
export interface Replayed {
  readonly campaign: string;
  /** Accepted, refused and unusable; confirmations and cancellations are not among them. */
  readonly orders: number;
  readonly accepted: number;
  readonly refused: number;
  /** Orders that could not be used: their facts are wrong, or they go back in time. */
  readonly unusable: number;
  /** The first and the last instant; `null` without orders. */
  readonly from: string | null;
  readonly to: string | null;
  /** Discount granted to accepted orders, exactly; in its shortest form. */
  readonly granted: string;
  /** Periods with orders, in time order. */
  readonly timeline: readonly Tally[];
  /** The most frequent first; of equals, by name. */
  readonly refusals: readonly RowTally[];
  /** The voucher's campaign first, then its ancestors; in rule order. */
  readonly limits: readonly LimitReached[];
  readonly customers: {
    readonly seen: number;
    /** Refused at least once by a limit. */
    readonly hit_by_limits: number;
  };
  readonly operations: Operations;
}

/**
 * Replays past orders through a campaign, one after the other, with counters in memory: what is accepted is counted. Orders come in
 * time order.
 *
 * Memory is bounded by customers, voucher codes, windows and, where there is a subscription, first redemptions. Of transactions the last
 * million accepted ones, at least, are known.
 *
 * A renewal without an `origin` is given that of the replay: the order it names, if that was accepted for the same code. An accepted
 * order is pending until it is confirmed, and gives back what it claimed when it is cancelled before.
 */
export class Replay {
  private readonly campaign: Campaign;
  private readonly host: Host;
  private readonly limits: LimitsReached;
  private readonly timeline: Timeline;
  private readonly rows = new RowTallies();
  /** A number for each. */
  private readonly customers = new Map<string, number>();
  private readonly hit = new Set<number>();
  private readonly tally = { accepted: 0, refused: 0, unusable: 0 };
  private readonly operations = { confirmed: 0, cancelled: 0, refused: 0, moot: 0 };
  private granted: Amount = ZERO;
  private givenBack: Amount = ZERO;
  private first: number | undefined = undefined;
  private last = -Infinity;

  /** Throws a `RangeError` for a zone that the runtime does not know. */
  constructor(campaign: Campaign, { period = 'daily', timeZone = zoneNameOf(campaign) }: ReplayOptions = {}) {
    if (typeof (timeZone as unknown) !== 'string' || !isZone(timeZone)) {
      const found = describe(timeZone);
      throw new RangeError(`timeZone: expected an IANA time zone that this runtime knows, found ${found}`);
    }
    this.campaign = campaign;
    this.host = new Host(campaign);
    this.limits = new LimitsReached(chainOf(campaign).rules);
    this.timeline = new Timeline(timeZone, period);
  }

  /**
   * Decides an order and, if it is accepted, counts it. `undefined` for a confirmation or cancellation of an order that the replay has
   * not accepted, or knows no longer. Throws an `InvalidContextError` with all that is wrong in one that cannot be used, and goes on
   * with the next.
   */
  add(order: Order): Decision | undefined {
    try {
      return this.decide(order);
    } catch (error) {
      if (!(error instanceof InvalidContextError)) throw error;
      this.skip();
      // Deciding stops at the first step that finds something wrong.
      const others = isJsonObject(order) ? this.host.issuesIn(order) : [];
      throw new InvalidContextError(firstByPath([...error.issues, ...others]));
    }
  }

  /** Counts an order that could not even be read. */
  skip(): void {
    this.tally.unusable++;
  }

  /** What became of the orders so far. */
  result(): Replayed {
    const { accepted, refused, unusable } = this.tally;
    return {
      campaign: this.campaign.id,
      orders: accepted + refused + unusable,
      accepted,
      refused,
      unusable,
      from: this.first === undefined ? null : isoInstant(this.first),
      to: this.first === undefined ? null : isoInstant(this.last),
      granted: textOf(this.granted),
      timeline: this.timeline.result(),
      refusals: this.rows.result(),
      limits: this.limits.result(),
      customers: { seen: this.customers.size, hit_by_limits: this.hit.size },
      operations: { ...this.operations, given_back: textOf(this.givenBack) },
    };
  }

  private decide(order: Order): Decision | undefined {
    if (!isJsonObject(order)) throw wrong('', 'an order: an object', describe(order));
    const at = this.instantOf(order.at);
    const names = namesIn(order);
    return isOperation(order) ? this.settle(order, names, at) : this.redeem(order, names, at);
  }

  private instantOf(written: unknown): number {
    const at = parseInstant(written);
    // What is no instant, evaluating tells, with all else that is wrong.
    if (at === undefined || at >= this.last) return at ?? this.last;
    const expected = `an instant not before that of the order before, ${isoInstant(this.last)}`;
    throw wrong('/at', expected, isoInstant(at));
  }

  private redeem(order: Order, names: Names, at: number): Decision {
    const { decision, counters, usage } = this.host.redeem(order, names, at);
    this.goTo(at);
    const customer = this.numberOf(names.customer);
    const discount = amountOf(order.granted_discount ?? 0);
    if (decision.status === 'accepted') {
      this.accept(at, discount);
      this.limits.accepted(at, this.timeline.periodAt(at), counters, this.host.counted);
    } else {
      const { violations } = decision;
      this.tally.refused++;
      this.timeline.refused(at);
      this.rows.add(violations);
      if (!violations.some((violation) => 'details' in violation)) return decision;
      this.limits.refused({ at, violations, usage, discount, customer });
      if (customer !== undefined) this.hit.add(customer);
    }
    return decision;
  }

  private accept(at: number, granted: Amount): void {
    this.tally.accepted++;
    this.granted = sumOf(this.granted, granted);
    this.timeline.accepted(at, granted);
  }

  private settle(operation: Order, names: Names, at: number): Decision | undefined {
    const settled = this.host.settle(operation, names);
    this.goTo(at);
    if (!settled) {
      this.operations.moot++;
      return undefined;
    }
    const { decision, order } = settled;
    if (decision.status === 'refused') this.operations.refused++;
    else if (decision.releases) {
      this.operations.cancelled++;
      this.givenBack = sumOf(this.givenBack, order.granted);
      this.limits.givenBack(order.at, at, this.timeline.periodAt(at), decision.releases);
    } else this.operations.confirmed++;
    return decision;
  }

  private goTo(at: number): void {
    this.first ??= at;
    this.last = at;
  }

  private numberOf(customer: string | undefined): number | undefined {
    if (customer === undefined) return undefined;
    let number = this.customers.get(customer);
    if (number === undefined) this.customers.set(customer, (number = this.customers.size));
    return number;
  }
}

/** The zone of a campaign. */
export function zoneNameOf({ config }: Campaign): string {
  const zone = config['time_zone'];
  return typeof zone === 'string' ? zone : 'UTC';
}

/** What is told more than once of a fact is told once. */
export function firstByPath(issues: readonly ContextIssue[]): readonly ContextIssue[] {
  return issues.filter(({ path }, i) => issues.findIndex((issue) => issue.path === path) === i);
}

function wrong(path: string, expected: string, found: string): InvalidContextError {
  return new InvalidContextError([
    { path, message: `expected ${expected}, found ${found}`, found, expected },
  ]);
}
