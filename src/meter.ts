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

/** A bit for each subject; of `own` ones only the counter knows who they are. */
export const SUBJECTS = {
  everybody: 0,
  transaction: 1,
  customer: 2,
  voucher: 4,
  origin: 8,
  own: 16,
} as const satisfies Record<Subject | 'own', number>;

/** A bit for amounts. */
export const IS_AMOUNT = 32;
/** In a code, the bits before those of a name's number: see {@link knownNumber}. */
export const TRAITS = 6;

/** Numbers of a context have cells: the discount, the cost, then what counters hold, in the order of their slots. */
export const DISCOUNT = 0;
export const COST = 1;
export const FIRST_COUNTER = 2;

/** What a usage is read by, and what of each counter is within all limits. */
export interface UsageTable extends Cells {
  readonly counters: readonly Counter[];
  /** Begin with {@link mostByCell} of all limits, also of those that are asked of some redemptions only. */
  readonly numbers: Float64Array;
}

/** By cell. One for all campaigns with the same counters, so that it stays close to the processor. */
interface Cells {
  /** Of counters. */
  readonly names: readonly string[];
  /** The number of the name, one of {@link SUBJECTS}, and {@link IS_AMOUNT} or not, in one: V8 asks a number faster than an object. */
  readonly codes: readonly number[];
}

/** By cell, what is within all limits; nothing limits the discount by itself, or the cost. */
export function mostByCell(counters: readonly Counter[], limits: readonly Limit[]): number[] {
  const smallest = smallestBySlot(limits);
  return [Infinity, Infinity, ...counters.map(({ slot }) => mostOf(smallest[slot]))];
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
const kept = new Map<string, Cells>();

/** The same for all campaigns that count the same. */
export function cellsOf(counters: readonly Counter[]): Cells {
  // JSON: a host's own names may hold anything.
  const key = JSON.stringify(counters.map(({ name, subject }) => [name, typeof subject === 'function']));
  const known = kept.get(key);
  if (known) return known;
  if (kept.size === MOST_KEPT) kept.clear();
  const names = ['', ''];
  const codes: number[] = [IS_AMOUNT, IS_AMOUNT];
  for (const { name, measures, subject } of counters) {
    names.push(name);
    const bits =
      SUBJECTS[typeof subject === 'function' ? 'own' : subject] | (measures === 'amount' ? IS_AMOUNT : 0);
    codes.push((knownNumber(name) << TRAITS) | bits);
  }
  const cells = { names, codes };
  kept.set(key, cells);
  return cells;
}
