import { chainOf, type Campaign } from '../campaign.ts';
import { InvalidContextError, type ContextIssue, type RedemptionContext } from '../context.ts';
import type { Decision } from '../evaluate.ts';
import { parseAmount, sumOf, textOf, ZERO, type Amount } from '../money.ts';
import { describe, isJsonObject, own } from '../snapshot.ts';
import { isoInstant, parseInstant } from '../time/local.ts';
import { calendarOf, type Period } from '../time/period.ts';
import { zoneOf } from '../time/zone.ts';
import { Counted } from './counted.ts';
import { LimitsReached, type LimitReached } from './limits-reached.ts';
import { Origins } from './origins.ts';
import { RowTallies, type RowTally } from './row-tallies.ts';

/** A past order: a context of `redeem`, without what counters held. */
export type Order = Omit<RedemptionContext, 'usage' | 'operation' | 'existing'>;

export interface ReplayOptions {
  /**
   * How orders are gathered over time, in the zone of the campaign.
   * @defaultValue `'daily'`
   */
  readonly period?: Exclude<Period, 'total'> | undefined;
}

/** The orders of one period. */
export interface Tally {
  /** First instant of the period, ISO. */
  readonly start: string;
  readonly accepted: number;
  readonly refused: number;
  /** Discount granted. */
  readonly granted: string;
}

/** What became of the orders. */
export interface Replayed {
  readonly campaign: string;
  readonly orders: number;
  readonly accepted: number;
  readonly refused: number;
  /** Orders that could not be used: their facts are wrong, or they go back in time. */
  readonly unusable: number;
  /** The first and the last instant; `null` without orders. */
  readonly from: string | null;
  readonly to: string | null;
  /** Discount granted, exactly; in its shortest form. */
  readonly granted: string;
  /** Periods with orders, in time order. */
  readonly timeline: readonly Tally[];
  /** The most frequent first; of equals, in the catalog's order. */
  readonly refusals: readonly RowTally[];
  readonly limits: readonly LimitReached[];
  readonly customers: {
    readonly seen: number;
    /** Refused at least once by a limit. */
    readonly hit_by_limits: number;
  };
}

/**
 * Replays past orders through a campaign, one after the other, with counters in memory: what is accepted is counted. Orders come in
 * time order.
 *
 * Memory is bounded by customers, voucher codes and windows. A transaction that comes again within half a million accepted ones is known.
 * A renewal without an `origin` is given that of the replay: the order it names, if that was accepted for the same code.
 */
export class Replay {
  private readonly campaign: Campaign;
  private readonly counted = new Counted();
  private readonly limits: LimitsReached;
  private readonly origins: Origins | undefined;
  private readonly timeline: Timeline;
  private readonly rows = new RowTallies();
  private readonly customers = new Set<string>();
  private readonly hit = new Set<string>();
  private readonly tally = { accepted: 0, refused: 0, unusable: 0 };
  private granted: Amount = ZERO;
  private first: number | undefined = undefined;
  private last = -Infinity;

  constructor(campaign: Campaign, { period = 'daily' }: ReplayOptions = {}) {
    const chain = chainOf(campaign);
    const zone = campaign.config['time_zone'];
    this.campaign = campaign;
    this.limits = new LimitsReached(chain.rules);
    this.origins = chain.allowsRenewals ? new Origins() : undefined;
    this.timeline = new Timeline(typeof zone === 'string' ? zone : 'UTC', period);
  }

  /**
   * Decides an order and, if it is accepted, counts it. Throws an `InvalidContextError` for one that cannot be used, and goes on with
   * the next.
   */
  add(order: Order): Decision {
    try {
      return this.decide(order);
    } catch (error) {
      if (error instanceof InvalidContextError) this.skip();
      throw error;
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
    };
  }

  private decide(order: Order): Decision {
    if (!isJsonObject(order))
      throw new InvalidContextError([wrong('', 'an order: an object', describe(order))]);
    const at = this.instantOf(order.at);
    const { campaign, counted } = this;
    const asked = { ...order, operation: undefined, ...this.origins?.of(order) };
    counted.moveTo(at);
    const { counters } = campaign.plan(asked);
    const decision = campaign.evaluate({ ...asked, usage: counted.usageOf(counters) });
    this.first ??= at;
    this.last = at;
    const customer = textAt(order.redemption, 'customer_identifier');
    if (customer !== undefined) this.customers.add(customer);
    if (decision.status === 'accepted') {
      const { claims } = decision;
      counted.apply(claims, counters);
      this.limits.accepted(at, claims, counted);
      this.origins?.remember(order, at);
      this.accept(at, parseAmount(order.granted_discount ?? 0) as Amount);
    } else this.refuse(at, decision, customer);
    return decision;
  }

  private instantOf(written: unknown): number {
    const at = parseInstant(written);
    // What is no instant, evaluating tells, with all else that is wrong.
    if (at === undefined || at >= this.last) return at ?? this.last;
    const expected = `an instant not before that of the order before, ${isoInstant(this.last)}`;
    const found = isoInstant(at);
    throw new InvalidContextError([wrong('/at', expected, found)]);
  }

  private accept(at: number, granted: Amount): void {
    this.tally.accepted++;
    this.granted = sumOf(this.granted, granted);
    this.timeline.accepted(at, granted);
  }

  private refuse(at: number, { violations }: Decision, customer: string | undefined): void {
    this.tally.refused++;
    this.timeline.refused(at);
    this.limits.refused(at, violations);
    this.rows.add(violations);
    if (customer !== undefined && violations.some((violation) => 'details' in violation))
      this.hit.add(customer);
  }
}

/** Orders by period. */
class Timeline {
  private readonly calendar;
  private readonly periods = new Map<number, { accepted: number; refused: number; granted: Amount }>();

  constructor(zone: string, period: Exclude<Period, 'total'>) {
    this.calendar = calendarOf(period, 'monday', zoneOf(zone));
  }

  accepted(at: number, granted: Amount): void {
    const period = this.periodAt(at);
    period.accepted++;
    period.granted = sumOf(period.granted, granted);
  }

  refused(at: number): void {
    this.periodAt(at).refused++;
  }

  result(): Tally[] {
    return Array.from(this.periods, ([start, { accepted, refused, granted }]) => {
      return { start: isoInstant(start), accepted, refused, granted: textOf(granted) };
    });
  }

  private periodAt(at: number) {
    const { start } = this.calendar.windowAt(at);
    let period = this.periods.get(start);
    if (!period) this.periods.set(start, (period = { accepted: 0, refused: 0, granted: ZERO }));
    return period;
  }
}

function wrong(path: string, expected: string, found: string): ContextIssue {
  return { path, message: `expected ${expected}, found ${found}`, found, expected };
}

function textAt(holder: unknown, key: string): string | undefined {
  const value = isJsonObject(holder) ? own(holder, key) : undefined;
  return typeof value === 'string' ? value : undefined;
}
