import { isAtMost, parseAmount, type Amount } from '../index.ts';
import type { LimitReached } from '../simulate/index.ts';

/** Counters of each customer, and of each origin, for itself. */
const OF_EACH = /(?:^|\.)(?:customer|origin)\.redemptions/;

/** What the fullest window of a limit came to hold; `undefined` for a limit on each customer or origin. */
export function fullestOf({ name, windows }: LimitReached): number | string | undefined {
  if (OF_EACH.test(name)) return undefined;
  return windows
    .map(({ used }) => used)
    .reduce((most, used) => (isAtMost(amountOf(used), amountOf(most)) ? most : used), 0);
}

function amountOf(used: number | string): Amount {
  return parseAmount(used) as Amount;
}
