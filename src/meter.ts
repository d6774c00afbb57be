import type { Counter, Subject } from './counters.ts';
import type { Limit } from './limit.ts';
import { knownNumber } from './known-usage.ts';
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
  /** See {@link knownNumber}. */
  readonly known: number;
  /** One of {@link SUBJECTS}, with {@link IS_AMOUNT} or without: V8 asks a number faster than a boolean. */
  readonly traits: number;
}

/** A bit for each subject; of `own` ones only the counter knows who they are. */
export const SUBJECTS = {
  everybody: 0,
  transaction: 1,
  customer: 2,
  voucher: 4,
  origin: 8,
  own: 16,
} as const satisfies Record<Subject | 'own', number>;

/** A bit for counters of amounts. */
export const IS_AMOUNT = 32;

/** The counters of a chain in the order of their slots, and what of each is within all limits. */
export interface UsageTable {
  /** One for all campaigns with the same counters, so that it stays close to the processor. */
  readonly entries: readonly UsageEntry[];
  readonly counters: readonly Counter[];
  /** Begin with {@link mostBySlot} of first redemptions, then of renewals. */
  readonly numbers: Float64Array;
}

/** In the order of the counters' slots, what is within all limits. */
export function mostBySlot(counters: readonly Counter[], limits: readonly Limit[]): number[] {
  const smallest = smallestBySlot(limits);
  return counters.map(({ slot }) => mostOf(smallest[slot]));
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

/** The same for all campaigns that count the same. */
export function entriesOf(counters: readonly Counter[]): readonly UsageEntry[] {
  // JSON: a host's own names may hold anything.
  const key = JSON.stringify(counters.map(({ name, subject }) => [name, typeof subject === 'function']));
  const known = kept.get(key);
  if (known) return known;
  if (kept.size === MOST_KEPT) kept.clear();
  const entries = counters.map(({ name, measures, subject }): UsageEntry => {
    return {
      name,
      known: knownNumber(name),
      traits:
        SUBJECTS[typeof subject === 'function' ? 'own' : subject] | (measures === 'amount' ? IS_AMOUNT : 0),
    };
  });
  kept.set(key, entries);
  return entries;
}
