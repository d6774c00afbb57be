import type { Limit } from '../limit.ts';
import type { Amount } from '../money.ts';
import type { JsonObject } from '../snapshot.ts';
import { TRUE, type Atom, type Fact, type Formula } from './formula.ts';
import { regionOf } from './place/region.ts';
import type { LintRule } from './rule-tree.ts';
import { spansOf } from './time/spans.ts';
import { exceptInstants, exceptMinutes } from './time/when.ts';
import { instantsOf, weekOf } from './windows.ts';

/** Which of its two lives a redemption leads: entry conditions are asked of first ones only. */
export type Life = 'first' | 'renewal';

/**
 * What a redemption is like that a rule lets pass: the law of each kind of rule, as a formula. Of a rule of the
 * host's own it says what its needs and limits say, which is necessary and not enough.
 */
export function holds(rule: LintRule, life: Life): Formula {
  switch (rule.type) {
    case 'any_of':
      return { any: rule.children.map((child) => holds(child, life)), rule };
    case 'all_of':
      return { all: rule.children.map((child) => holds(child, life)) };
    case 'area':
      return atom(rule, { topic: 'place', inside: regionOf(rule) });
    case 'category':
      return all(rule, ...taggedBy(rule), { topic: 'categories', areReadable: true });
    case 'subscription':
      return { all: [atom(rule, KNOWN), within(rule, life)] };
    default:
      return { all: [needsOf(rule), within(rule, life)] };
  }
}

/**
 * What a redemption is like that a rule refuses, at least: whatever it refuses is like that. Nobody but the host
 * knows what a rule of the host's own refuses.
 */
export function fails(rule: LintRule, life: Life): Formula {
  switch (rule.type) {
    case 'any_of':
      return { all: rule.children.map((child) => fails(child, life)) };
    case 'all_of':
      return { any: rule.children.map((child) => fails(child, life)), rule };
    case 'time_frame':
      return atom(rule, { topic: 'time', instants: exceptInstants(instantsOf(rule)) });
    case 'time_of_order': {
      const { zone, minutes } = weekOf(rule);
      return atom(rule, { topic: 'time', zone, minutes: exceptMinutes(minutes) });
    }
    case 'transaction_cost':
      return { any: [...below(rule), ...above(rule)], rule };
    case 'area':
      return {
        any: [
          atom(rule, { topic: 'place', isAbsent: true }),
          atom(rule, { topic: 'place', outside: regionOf(rule) }),
        ],
        rule,
      };
    case 'category':
      return {
        any: [
          ...taggedBy(rule).map((fact) => atom(rule, oppositeOf(fact))),
          atom(rule, { topic: 'categories', areReadable: false }),
        ],
        rule,
      };
    case 'new_customer':
    case 'per_customer':
      return { any: [atom(rule, { ...KNOWN, isKnown: false }), ...exceeded(rule, life)], rule };
    case 'budget':
    case 'max_redemptions':
    case 'max_total_budget':
      return { any: exceeded(rule, life), rule };
    default:
      return TRUE;
  }
}

/** A cost below the minimum of a rule. */
export function below(rule: LintRule): Formula[] {
  const least = rule.compiled.needs?.cost?.least;
  if (least === undefined) return [];
  return [atom(rule, { topic: 'cost', atMost: { value: least, isIncluded: false } })];
}

/** A cost above the maximum of a rule. */
export function above(rule: LintRule): Formula[] {
  const most = rule.compiled.needs?.cost?.most;
  if (most === undefined) return [];
  return [atom(rule, { topic: 'cost', atLeast: { value: most, isIncluded: false } })];
}

/** A limit of the rule that is exceeded, where it is asked at all. */
export function exceeded(rule: LintRule, life: Life): Formula[] {
  return limitsIn(rule, life).map((limit) => {
    const isOver = atom(rule, { topic: 'counters', limit, isExceeded: true });
    return limit.counter.subject === 'customer' ? { all: [isOver, atom(rule, KNOWN)] } : isOver;
  });
}

const KNOWN = { topic: 'customer', isKnown: true } as const;

/** A guest. */
export const GUEST: Atom = { fact: { topic: 'customer', isKnown: false }, rule: undefined };

/** A renewal is of a known customer. */
export function lifeOf(life: Life): Formula {
  return life === 'renewal' ? { fact: KNOWN, rule: undefined } : TRUE;
}

/** From an instant on. */
export function since(instant: number): Atom {
  return { fact: { topic: 'time', instants: [{ start: instant, end: Infinity }] }, rule: undefined };
}

/** What no shop calls a cost is below 0. */
export function costOfShops(zero: Amount): Atom {
  return { fact: { topic: 'cost', atLeast: { value: zero, isIncluded: true } }, rule: undefined };
}

function within(rule: LintRule, life: Life): Formula {
  return {
    all: limitsIn(rule, life).flatMap((limit) => {
      const holds = atom(rule, { topic: 'counters', limit, isExceeded: false });
      return limit.counter.subject === 'customer' ? [holds, atom(rule, KNOWN)] : [holds];
    }),
  };
}

function limitsIn({ compiled }: LintRule, life: Life): readonly Limit[] {
  const isAsked = { first: 'first redemptions', renewal: 'renewals' }[life];
  return compiled.limits.filter(({ askedOf }) => askedOf === 'every redemption' || askedOf === isAsked);
}

function needsOf(rule: LintRule): Formula {
  const { instants, week, cost } = rule.compiled.needs ?? {};
  const facts: Fact[] = [];
  if (instants) facts.push({ topic: 'time', instants: spansOf(instants) });
  if (week) facts.push({ topic: 'time', zone: week.zone, minutes: spansOf(week.minutes) });
  const { least, most } = cost ?? {};
  // 0 is an amount, too.
  if (least !== undefined) facts.push({ topic: 'cost', atLeast: { value: least, isIncluded: true } });
  if (most !== undefined) facts.push({ topic: 'cost', atMost: { value: most, isIncluded: true } });
  return all(rule, ...facts);
}

type TagFact = Extract<Fact, { readonly tags: unknown }>;

function taggedBy({ config }: LintRule): TagFact[] {
  const { category, any_of: some, none_of: none } = config as CategoryConfig & JsonObject;
  const fact = (tags: TagFact['tags']): TagFact => ({ topic: 'categories', category, tags });
  if (!some && !none) return [fact({ isThere: true })];
  return [...(some ? [fact({ some })] : []), ...(none ? [fact({ none })] : [])];
}

interface CategoryConfig {
  readonly category: string;
  readonly any_of?: readonly string[];
  readonly none_of?: readonly string[];
}

function oppositeOf(fact: TagFact): TagFact {
  const { tags } = fact;
  if ('some' in tags) return { ...fact, tags: { none: tags.some } };
  return { ...fact, tags: 'none' in tags ? { some: tags.none } : { isThere: !tags.isThere } };
}

function atom(rule: LintRule, fact: Fact): Atom {
  return { fact, rule };
}

function all(rule: LintRule, ...facts: readonly Fact[]): Formula {
  return { all: facts.map((fact) => atom(rule, fact)) };
}
