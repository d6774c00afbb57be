import type { Counter } from './counters.ts';
import type { Limit } from './limit.ts';
import { isBelow, type Amount } from './money.ts';

/** A counter, with the smallest limit that is set on it: what is within that is within all. */
export class Meter {
  readonly counter: Counter;
  readonly limit: Limit | undefined;

  constructor(counter: Counter, limit: Limit | undefined) {
    this.counter = counter;
    this.limit = limit;
    Object.freeze(this);
  }
}

/** A meter for each counter, in the order of the counters. Of equal limits the first. */
export function metersOf(counters: readonly Counter[], limits: readonly Limit[]): readonly Meter[] {
  const smallest: (Limit | undefined)[] = [];
  for (const limit of limits) {
    const known = smallest[limit.counter.slot];
    if (!known || isSmaller(limit.value, known.value)) smallest[limit.counter.slot] = limit;
  }
  return counters.map((counter) => new Meter(counter, smallest[counter.slot]));
}

function isSmaller(a: number | Amount, b: number | Amount): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : isBelow(a as Amount, b as Amount);
}
