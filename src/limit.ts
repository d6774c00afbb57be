import { wireWindow, type Counter } from './counters.ts';
import { isBelow, isSumAtMost, remainingOf, writtenAmount, type Amount } from './money.ts';
import type { Redemption } from './rule.ts';
import type { Details } from './violation.ts';

/**
 * Which redemptions a limit is asked of. An entry condition was met by the origin, so a renewal is not asked again.
 */
export type AskedOf = 'every redemption' | 'first redemptions';

/** A counter and the most it may hold. */
export interface Limit {
  readonly counter: Counter;
  /** As the config wrote it. */
  readonly limit: number | string;
  /** The limit as an exact value: to find the smallest. */
  readonly value: number | Amount;
  isAskedOf(redemption: Redemption): boolean;
  /** False where the limit is not asked of this redemption. */
  isExceededBy(redemption: Redemption): boolean;
  /** `undefined` where the counter is not planned, so that nobody knows what it holds. */
  detailsOf(redemption: Redemption): Details | undefined;
}

/** An amount of a config: its exact value, and as it was written. */
export interface WrittenAmount {
  readonly value: Amount;
  readonly written: string;
}

/** The count law: refused when `count ≥ limit`. */
export function countLimit(counter: Counter, limit: number, askedOf: AskedOf = 'every redemption'): Limit {
  const isAskedOf = (redemption: Redemption) =>
    askedOf === 'every redemption' || redemption.renewedOrigin === undefined;
  return Object.freeze({
    counter,
    limit,
    value: limit,
    isAskedOf,
    isExceededBy: (redemption: Redemption) => isAskedOf(redemption) && !(redemption.count(counter) < limit),
    detailsOf(redemption: Redemption) {
      const used = redemption.count(counter);
      if (Number.isNaN(used)) return undefined;
      const remaining = Math.max(0, limit - used);
      return { limit, used, requested: 1, remaining, ...windowOf(counter, redemption) };
    },
  });
}

/**
 * The money law: refused when `used ≥ limit` or `used + granted discount > limit`. Landing exactly on the limit is
 * accepted; a discount is never trimmed.
 */
export function moneyLimit(counter: Counter, limit: WrittenAmount): Limit {
  return Object.freeze({
    counter,
    limit: limit.written,
    value: limit.value,
    isAskedOf: () => true,
    isExceededBy(redemption: Redemption) {
      const used = redemption.amount(counter);
      return !(isBelow(used, limit.value) && isSumAtMost(used, redemption.grantedDiscount, limit.value));
    },
    detailsOf(redemption: Redemption) {
      const used = writtenAmount(redemption.written(counter));
      return {
        limit: limit.written,
        used,
        requested: writtenAmount(redemption.grantedDiscountWritten),
        remaining: remainingOf(limit.written, used),
        ...windowOf(counter, redemption),
      };
    },
  });
}

function windowOf(counter: Counter, redemption: Redemption): Pick<Details, 'window'> {
  return counter.calendar ? { window: wireWindow(counter.calendar.windowAt(redemption.at)) } : {};
}
