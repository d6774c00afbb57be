import { wireWindow, type Counter } from './counters.ts';
import { remainingOf, writtenAmount, type Amount } from './money.ts';
import type { Redemption } from './rule.ts';
import type { Details, PreparedViolation, Report, Violation } from './violation.ts';

/**
 * Which redemptions a limit is asked of. An entry condition was met by the origin, so a renewal is not asked again.
 */
export type AskedOf = 'every redemption' | 'first redemptions' | 'renewals';

/** What a limit tells, and when. */
export interface LimitTerms {
  /** Told when the limit is exceeded. */
  readonly exceeded: PreparedViolation;
  /**
   * Told when the shopper did not say who is to be counted, so that nobody knows what the counter holds.
   * @defaultValue the same as `exceeded`
   */
  readonly unknown?: PreparedViolation;
  /** @defaultValue `'every redemption'` */
  readonly askedOf?: AskedOf;
}

/** An amount of a config: its exact value, and as it was written. */
export interface WrittenAmount {
  readonly value: Amount;
  readonly written: string;
}

/** The count law: refused when `count ≥ limit`. */
export function countLimit(counter: Counter, limit: number, terms: LimitTerms): Limit {
  return new Limit(counter, limit, limit, terms, true);
}

/** The count law for what may happen once: refused when the count is not 0. There are no details to tell. */
export function onceLimit(counter: Counter, terms: LimitTerms): Limit {
  return new Limit(counter, 1, 1, terms, false);
}

/**
 * The money law: refused when `used ≥ limit` or `used + granted discount > limit`. Landing exactly on the limit is
 * accepted; a discount is never trimmed.
 */
export function moneyLimit(counter: Counter, { written, value }: WrittenAmount, terms: LimitTerms): Limit {
  return new Limit(counter, written, value, terms, true);
}

/** A counter and the most it may hold. Made by {@link countLimit}, {@link onceLimit} and {@link moneyLimit} alone. */
export class Limit {
  readonly counter: Counter;
  /** As the config wrote it. */
  readonly limit: number | string;
  /** The limit as an exact value: to find the smallest. */
  readonly value: number | Amount;
  private readonly source: PreparedViolation;
  private readonly unknown: PreparedViolation | undefined;
  readonly askedOf: AskedOf;
  /** What may happen once has none to tell. */
  readonly hasDetails: boolean;
  /** Most limits are never exceeded. */
  private made: PreparedViolation | undefined = undefined;

  constructor(
    counter: Counter,
    limit: number | string,
    value: number | Amount,
    { exceeded, unknown, askedOf = 'every redemption' }: LimitTerms,
    hasDetails: boolean,
  ) {
    this.counter = counter;
    this.limit = limit;
    this.value = value;
    this.source = exceeded;
    this.unknown = unknown;
    this.askedOf = askedOf;
    this.hasDetails = hasDetails;
  }

  /**
   * Whether a claim must stay within it. What is asked of renewals alone counts the origin too: its claim leaves room for
   * none that there is not.
   */
  boundsClaimOf(isRenewal: boolean): boolean {
    return !(isRenewal && this.askedOf === 'first redemptions');
  }

  /** Refuses what is not known to be within the limit; asked or not. */
  holds(redemption: Redemption): boolean {
    const { counter, value } = this;
    return counter.measures === 'amount'
      ? redemption.hasRoomFor(counter, value as Amount)
      : redemption.isBelow(counter, value as number);
  }

  check(redemption: Redemption, report: Report): void {
    if (!this.isAskedOf(redemption) || this.holds(redemption)) return;
    const isKnown = this.counter.subjectOf(redemption) !== undefined;
    report(isKnown ? this.exceeded : (this.unknown ?? this.exceeded));
  }

  /** What it may tell. */
  get tells(): readonly PreparedViolation[] {
    return [this.exceeded, this.unknown ?? this.exceeded];
  }

  private get exceeded(): PreparedViolation {
    return this.made ?? this.make();
  }

  private make(): PreparedViolation {
    this.made = this.source.ofLimit(this);
    return this.made;
  }

  /** What it tells when it is exceeded: with the campaign and the rule that set it. */
  get place(): Violation {
    return this.source.violation;
  }

  private isAskedOf(redemption: Redemption): boolean {
    if (this.askedOf === 'every redemption') return true;
    return (this.askedOf === 'renewals') === (redemption.renewedOrigin !== undefined);
  }

  /** What the counter holds, as details show it; `undefined` where there are none. */
  usedBy(redemption: Redemption): number | string | undefined {
    if (!this.hasDetails) return undefined;
    const { counter } = this;
    if (counter.measures === 'amount') {
      const written = redemption.written(counter);
      return written === undefined ? undefined : writtenAmount(written);
    }
    const count = redemption.count(counter);
    return Number.isNaN(count) ? undefined : count;
  }

  /** How the limit was exceeded at an instant, given what {@link usedBy} said. */
  details(used: number | string, discount: number | string, at: number): Details {
    const { limit, counter } = this;
    const window = counter.calendar && { window: wireWindow(counter.calendar.windowAt(at)) };
    if (typeof limit === 'number') {
      return { limit, used, requested: 1, remaining: Math.max(0, limit - Number(used)), ...window };
    }
    const remaining = remainingOf(limit, String(used));
    return { limit, used, requested: writtenAmount(discount), remaining, ...window };
  }
}
