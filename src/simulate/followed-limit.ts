import type { Limit } from '../limit.ts';
import { isAtMost, isBelow, isSumAtMost, type Amount } from '../money.ts';
import type { Span } from '../needs.ts';
import { isoInstant } from '../time/local.ts';
import type { Violation } from '../violation.ts';
import { amountOf, type Addition, type Held } from './counted.ts';
import { WindowUses, type Left, type WindowUsed } from './window-uses.ts';

/** A limit of the campaign or an ancestor, and what became of it. */
export interface LimitReached {
  /** Of its counter. */
  readonly name: string;
  readonly campaign: string;
  /** JSON pointer in that campaign's config. */
  readonly rule: string | null;
  readonly limit: number | string;
  /** Orders that it refused. */
  readonly refused: number;
  /** Customers that it refused at least once. */
  readonly customers: number;
  /** The instant of the first order that it refused, or that used it up; `null` if none did. */
  readonly first_reached: string | null;
  /** In time order, those with orders that it counted or refused; empty for what counts each customer or origin for itself. */
  readonly windows: readonly WindowUsed[];
  /**
   * What it left at the end of each period of the timeline in which it counted something, and of each window of its own that is
   * shorter; in time order, and empty as `windows` are.
   */
  readonly burn_down: readonly Left[];
}

/** A refused order, as limits see it. */
export interface RefusedOrder {
  readonly at: number;
  readonly violations: readonly Violation[];
  /** What counters held, by name. */
  readonly usage: Readonly<Record<string, Held>>;
  readonly discount: Amount;
  /** A number for each customer; `undefined` where the shopper did not say. */
  readonly customer: number | undefined;
}

/** Follows one limit through a replay. */
export class FollowedLimit {
  readonly limit: Limit;
  private readonly isInGroup: boolean;
  /** Of what counts everybody. */
  private readonly uses: WindowUses | undefined;
  private orders = 0;
  private first: number | undefined = undefined;
  private readonly customers = new Set<number>();

  constructor(limit: Limit, isInGroup: boolean) {
    this.limit = limit;
    this.isInGroup = isInGroup;
    this.uses = limit.counter.subject === 'everybody' ? new WindowUses(limit) : undefined;
  }

  accepted(at: number, period: Span, held: Held): void {
    const isUsedUp = this.isUsedUpBy(held);
    if (isUsedUp) this.first ??= at;
    this.uses?.accepted(at, period, held, isUsedUp);
  }

  refused(order: RefusedOrder): void {
    if (!this.refuses(order)) return;
    const { at, customer } = order;
    this.orders++;
    this.first ??= at;
    if (customer !== undefined) this.customers.add(customer);
    this.uses?.refused(at);
  }

  givenBack(takenAt: number, at: number, period: Span, addition: Addition): void {
    this.uses?.givenBack(takenAt, at, period, addition);
  }

  result(): LimitReached {
    const { counter, limit, place } = this.limit;
    return {
      name: counter.name,
      campaign: place.campaign,
      rule: place.rule,
      limit,
      refused: this.orders,
      customers: this.customers.size,
      first_reached: this.first === undefined ? null : isoInstant(this.first),
      windows: this.uses?.windows() ?? [],
      burn_down: this.uses?.burnDown() ?? [],
    };
  }

  /**
   * Whether its violation was told, or is one with another's of the same row: of those the decision has the first alone. (In a group it
   * is not known then whether the group was told at all.)
   */
  private refuses({ violations, usage, discount }: RefusedOrder): boolean {
    const { place } = this.limit;
    const told = violations.filter(({ attribute, error_code }) => {
      return error_code === place.error_code && attribute === place.attribute;
    });
    if (told.length === 0) return false;
    if (told.some(({ campaign, rule }) => campaign === place.campaign && rule === place.rule)) return true;
    return !this.isInGroup && !this.hasRoomFor(usage, discount);
  }

  private isUsedUpBy(held: Held): boolean {
    const { counter, value } = this.limit;
    if (counter.measures === 'amount') return isAtMost(value as Amount, amountOf(held));
    return Number(held) >= (value as number);
  }

  private hasRoomFor(usage: RefusedOrder['usage'], discount: Amount): boolean {
    const { counter, value } = this.limit;
    // Of whom nobody has named, nothing is known to be within the limit.
    const used = usage[counter.name] as Held;
    if (counter.measures === 'count') return Number(used) < (value as number);
    const held = amountOf(used);
    return isBelow(held, value as Amount) && isSumAtMost(held, discount, value as Amount);
  }
}
