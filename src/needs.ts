import type { Box } from './area/box-index.ts';
import { isAtMost, type Amount } from './money.ts';

/** A half-open run of numbers, `[start, end)`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The runs that numbers are: start, end, start, end, … */
export function spansIn(bounds: readonly number[]): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i < bounds.length; i += 2)
    spans.push({ start: bounds[i] as number, end: bounds[i + 1] as number });
  return spans;
}

/** Whether one of the runs holds a number. */
export function isInSpan(number: number, bounds: ArrayLike<number>, from: number, to: number): boolean {
  for (let i = from; i < to; i += 2)
    if (number < (bounds[i + 1] as number) && (bounds[i] as number) <= number) return true;
  return false;
}

/** A tag of a category; without a tag, the category itself. */
export interface NeededTag {
  readonly category: string;
  readonly tag?: string | undefined;
}

/**
 * What every redemption that a rule lets pass is like, in terms that an index can look up. All of them are necessary, none is
 * enough: where one does not hold, the rule reports a violation. What is absent rules nothing out.
 */
export interface Needs {
  /** One of them holds `at`, in epoch milliseconds. An empty list: no redemption passes. */
  readonly instants?: readonly Span[] | undefined;
  /** One of them holds the wall clock of `at` in an IANA zone, in minutes since Monday 00:00. */
  readonly week?: { readonly zone: string; readonly minutes: readonly Span[] } | undefined;
  /** One of them holds the location, if the shopper sent one that is not invalid. */
  readonly boxes?: readonly Box[] | undefined;
  /** The cost, if it is an amount, is within them, bounds included. */
  readonly cost?: { readonly least?: Amount | undefined; readonly most?: Amount | undefined } | undefined;
  /** One of them is among the shopper's categories. */
  readonly tags?: readonly NeededTag[] | undefined;
}

/** What a rule says that it needs, or would say if it were asked. */
export function needsIn(needs: Needs | (() => Needs) | undefined): Needs | undefined {
  return typeof needs === 'function' ? needs() : needs;
}

/** Where no redemption passes. */
export const NEVER: Needs = Object.freeze({ instants: [] });

/** More pairs of boxes are not looked at; one of the lists is necessary, too. */
const MOST_PAIRS = 256;

/** A rule, as to its needs. */
interface Needing {
  readonly needs: Needs | undefined;
  readonly requires: 'all' | 'one' | undefined;
  readonly children: readonly Needing[];
}

/** What rules need of which all must hold, groups among them. */
export function needsOfRules(rules: readonly Needing[]): Needs {
  return needsOfAll(rules.map(needsOf));
}

/** What one rule needs. */
export function needsOf({ needs, requires, children }: Needing): Needs | undefined {
  if (requires === undefined) return needs;
  return needsOfAll([needs, requires === 'all' ? needsOfRules(children) : needsOfAny(children.map(needsOf))]);
}

/** What is needed of which all must hold. */
export function needsOfAll(rules: Iterable<Needs | undefined>): Needs {
  let all: Needs = {};
  for (const needs of rules) {
    if (needs === undefined) continue;
    all = {
      instants: both(all.instants, needs.instants, commonSpans),
      week: both(all.week, needs.week, commonWeek),
      boxes: both(all.boxes, needs.boxes, commonBoxes),
      cost: both(all.cost, needs.cost, commonCost),
      tags: both(all.tags, needs.tags, (a, b) => (a.length <= b.length ? a : b)),
    };
  }
  return all;
}

/** What is needed of which one is enough: only what each of them needs in some way. */
export function needsOfAny(rules: readonly (Needs | undefined)[]): Needs {
  // A rule that lets nothing pass adds nothing to the others.
  const some = rules.filter((needs) => needs?.instants?.length !== 0);
  if (some.length === 0) return NEVER;
  const zones = new Set(some.map((needs) => needs?.week?.zone));
  const weeks = zones.size === 1 ? ofEach(some, (needs) => needs.week) : undefined;
  const costs = ofEach(some, (needs) => needs.cost);
  return {
    instants: ofEach(some, (needs) => needs.instants)?.flat(),
    week: weeks?.[0] && { zone: weeks[0].zone, minutes: weeks.flatMap(({ minutes }) => minutes) },
    boxes: ofEach(some, (needs) => needs.boxes)?.flat(),
    cost: costs && {
      least: ofEach(costs, ({ least }) => least)?.reduce((a, b) => (isAtMost(a, b) ? a : b)),
      most: ofEach(costs, ({ most }) => most)?.reduce((a, b) => (isAtMost(a, b) ? b : a)),
    },
    tags: ofEach(some, (needs) => needs.tags)?.flat(),
  };
}

/** What is needed in one respect by each; `undefined` where one needs nothing. */
function ofEach<Item, Part>(
  items: readonly (Item | undefined)[],
  part: (item: Item) => Part | undefined,
): Part[] | undefined {
  const parts: Part[] = [];
  for (const item of items) {
    const needed = item === undefined ? undefined : part(item);
    if (needed === undefined) return undefined;
    parts.push(needed);
  }
  return parts;
}

function both<Part>(a: Part | undefined, b: Part | undefined, common: (a: Part, b: Part) => Part) {
  if (a === undefined) return b;
  return b === undefined ? a : common(a, b);
}

function commonSpans(a: readonly Span[], b: readonly Span[]): Span[] {
  const [left, right] = [disjoint(a), disjoint(b)];
  const common: Span[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [x, y] = [left[i] as Span, right[j] as Span];
    const span = { start: Math.max(x.start, y.start), end: Math.min(x.end, y.end) };
    if (span.start < span.end) common.push(span);
    if (x.end < y.end) i++;
    else j++;
  }
  return common;
}

/** The same numbers in order, each once. */
export function disjoint(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of spans.toSorted((a, b) => (a.start < b.start ? -1 : 1))) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** Of two zones one is necessary as well. */
function commonWeek(a: NonNullable<Needs['week']>, b: NonNullable<Needs['week']>) {
  return a.zone === b.zone ? { zone: a.zone, minutes: commonSpans(a.minutes, b.minutes) } : a;
}

function commonBoxes(a: readonly Box[], b: readonly Box[]): readonly Box[] {
  if (a.length * b.length > MOST_PAIRS) return a.length <= b.length ? a : b;
  return a.flatMap((x) =>
    b.flatMap((y) => {
      const box = {
        west: Math.max(x.west, y.west),
        south: Math.max(x.south, y.south),
        east: Math.min(x.east, y.east),
        north: Math.min(x.north, y.north),
      };
      return box.west <= box.east && box.south <= box.north ? [box] : [];
    }),
  );
}

function commonCost(a: NonNullable<Needs['cost']>, b: NonNullable<Needs['cost']>) {
  return {
    least: both(a.least, b.least, (x, y) => (isAtMost(x, y) ? y : x)),
    most: both(a.most, b.most, (x, y) => (isAtMost(x, y) ? x : y)),
  };
}
