import type { Counter, Subject } from './counters.ts';
import type { Limit } from './limit.ts';
import { isBelow, ordinaryUnits, type Amount } from './money.ts';

/** A counter, with the smallest limit that is set on it: what is within that is within all. */
export interface Meter {
  readonly counter: Counter;
  readonly limit: Limit | undefined;
}

/** A meter for each counter, in the order of the counters. */
export function metersOf(counters: readonly Counter[], limits: readonly Limit[]): readonly Meter[] {
  const smallest = smallestBySlot(limits);
  return counters.map((counter) => ({ counter, limit: smallest[counter.slot] }));
}

/** What a usage tells of a counter of any campaign. */
export interface UsageEntry {
  readonly name: string;
  readonly measures: Counter['measures'];
  /** `'own'`: of whom, only the counter knows. */
  readonly subject: Subject | 'own';
}

/** The counters of a chain in the order of their slots, and what of each is within all limits. */
export interface UsageTable {
  /** One for all campaigns with the same counters, so that it stays close to the processor. */
  readonly entries: readonly UsageEntry[];
  readonly counters: readonly Counter[];
  readonly mostOfFirst: Float64Array;
  readonly mostOfRenewal: Float64Array;
}

/** The limits are those of first redemptions, and of renewals. */
export function usageTable(
  counters: readonly Counter[],
  limitsOfFirst: readonly Limit[],
  limitsOfRenewal: readonly Limit[],
): UsageTable {
  const mostBySlot = (limits: readonly Limit[]) => {
    const smallest = smallestBySlot(limits);
    return Float64Array.from(counters, ({ slot }) => mostOf(smallest[slot]));
  };
  return {
    entries: sharedEntries(counters),
    counters,
    mostOfFirst: mostBySlot(limitsOfFirst),
    mostOfRenewal: mostBySlot(limitsOfRenewal),
  };
}

/**
 * What a count must stay below, or an amount may reach, in units. `Infinity` where there is no limit; `NaN`, which nothing
 * is within, where an amount is not ordinary: then the limit itself is asked.
 */
function mostOf(limit: Limit | undefined): number {
  if (limit === undefined) return Infinity;
  return limit.counter.measures === 'count' ? (limit.value as number) : ordinaryUnits(limit.value as Amount);
}

/** Of equal limits the first. */
function smallestBySlot(limits: readonly Limit[]): readonly (Limit | undefined)[] {
  const smallest: (Limit | undefined)[] = [];
  for (const limit of limits) {
    const known = smallest[limit.counter.slot];
    if (!known || isSmaller(limit.value, known.value)) smallest[limit.counter.slot] = limit;
  }
  return smallest;
}

function isSmaller(a: number | Amount, b: number | Amount): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : isBelow(a as Amount, b as Amount);
}

/** Campaigns differ in few ways as to what they count. */
const MOST_KEPT = 1_000;
const kept = new Map<string, readonly UsageEntry[]>();

function sharedEntries(counters: readonly Counter[]): readonly UsageEntry[] {
  const entries = counters.map(({ name, measures, subject }): UsageEntry => {
    return { name, measures, subject: typeof subject === 'function' ? 'own' : subject };
  });
  const key = JSON.stringify(entries);
  const known = kept.get(key);
  if (known) return known;
  if (kept.size === MOST_KEPT) kept.clear();
  kept.set(key, entries);
  return entries;
}
