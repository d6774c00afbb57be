import type { Because } from './conflict.ts';
import type { Limit } from '../limit.ts';
import type { Amount } from '../money.ts';
import type { Region } from './place/region.ts';
import type { LintRule } from './rule-tree.ts';
import type { Spans } from './time/spans.ts';

/**
 * What a fact is about. Facts of different topics are free of one another: what is asked of one says nothing of the
 * others.
 */
export type Topic = 'time' | 'cost' | 'place' | 'categories' | 'customer' | 'counters';

/** One thing that a redemption is to be like. */
export type Fact =
  | { readonly topic: 'time'; readonly instants: Spans }
  | { readonly topic: 'time'; readonly zone: string; readonly minutes: Spans }
  | { readonly topic: 'cost'; readonly atLeast: Bound }
  | { readonly topic: 'cost'; readonly atMost: Bound }
  | { readonly topic: 'place'; readonly inside: Region }
  | { readonly topic: 'place'; readonly outside: Region }
  | { readonly topic: 'place'; readonly isAbsent: true }
  | { readonly topic: 'categories'; readonly category: string; readonly tags: Tagged }
  | { readonly topic: 'categories'; readonly areReadable: boolean }
  | { readonly topic: 'customer'; readonly isKnown: boolean }
  | { readonly topic: 'counters'; readonly limit: Limit; readonly isExceeded: boolean };

/** A bound of a cost; without `isIncluded` the cost is beyond it. */
export interface Bound {
  readonly value: Amount;
  readonly isIncluded: boolean;
}

/** What is said of the entries of a category. */
export type Tagged =
  | { readonly some: readonly string[] }
  | { readonly none: readonly string[] }
  | { readonly isThere: boolean };

/** A fact of a topic, and what it rests on. */
export interface AskedOf<T extends Topic> {
  readonly fact: Extract<Fact, { readonly topic: T }>;
  readonly because: Because;
}

/** A fact, and the rule that asks for it. */
export interface Atom {
  readonly fact: Fact;
  readonly rule: LintRule | undefined;
}

/** What a redemption is to be like. */
export type Formula =
  | Atom
  | { readonly all: readonly Formula[] }
  | { readonly any: readonly Formula[]; readonly rule: LintRule };

/** Asks nothing. */
export const TRUE: Formula = { all: [] };

/** The topics that a formula speaks of. */
export function topicsOf(formula: Formula, found = new Set<Topic>()): ReadonlySet<Topic> {
  if ('fact' in formula) found.add(formula.fact.topic);
  else for (const part of 'all' in formula ? formula.all : formula.any) topicsOf(part, found);
  return found;
}
