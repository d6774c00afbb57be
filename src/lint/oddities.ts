import { nearestNumber, type Amount } from '../money.ts';
import type { Json, JsonObject } from '../snapshot.ts';
import { findingAt, rulesAsWitness, type Finding } from './finding.ts';
import type { Linted } from './linted.ts';
import { featuresOf } from './place/region.ts';
import { everyRuleOf, placeIn, type LintRule } from './rule-tree.ts';

/** What is possible, and hardly meant. */
export interface Oddities {
  readonly findings: readonly Finding[];
  /** Rules, or their limits, that are told to be of no use. */
  readonly useless: ReadonlySet<LintRule>;
}

interface Oddity {
  readonly finding: Finding;
  readonly rule: LintRule;
}

export function findOddities(linted: Linted): Oddities {
  const useless = [...repeats(linted), ...newCustomersWhoComeAgain(linted)];
  const others = [...subscriptionsWithoutRenewal(linted), ...smallBudgets(linted)];
  return {
    findings: [...useless, ...others].map(({ finding }) => finding),
    useless: new Set(useless.map(({ rule }) => rule)),
  };
}

/** Rules that say the same, beside one another. */
function repeats({ levels }: Linted): Oddity[] {
  const lists = [
    ...levels.map(({ rules }) => rules.filter(({ compiled }) => compiled.kind.place === 'rules')),
    ...[...everyRuleOf(levels)].map(({ children }) => children),
  ];
  return lists.flatMap((rules) => {
    const first = new Map<string, LintRule>();
    return rules.flatMap((rule) => {
      if (!rules.some((other) => other !== rule && mayBeSame(rule, other))) return [];
      const key = JSON.stringify(comparable(rule.config as Json));
      const known = first.get(key);
      if (!known) first.set(key, rule);
      return known ? [odd(rule, '', `This rule repeats ${known.path}.`, [known])] : [];
    });
  });
}

/** Most rules are told apart without looking at all that is in them: areas may have very many positions. */
function mayBeSame(a: LintRule, b: LintRule): boolean {
  if (a.type !== b.type) return false;
  return a.type !== 'area' || featuresOf(a).length === featuresOf(b).length;
}

/** With its keys in order, and without what is only for people. */
function comparable(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([key]) => key !== 'description');
  return members.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, comparable(member)]);
}

/** A new customer has redeemed nothing anywhere: a second redemption is refused, whatever a limit allows. */
function newCustomersWhoComeAgain({ levels, rules }: Linted): Oddity[] {
  const lists = [
    ...levels.map((_, level) => rules.filter((rule) => rule.level >= level)),
    ...[...everyRuleOf(levels)].filter(({ type }) => type === 'all_of').map(({ children }) => children),
  ];
  const told = new Set<LintRule>();
  return lists.flatMap((together) => {
    const newcomer = together.find(({ type }) => type === 'new_customer');
    const level = together[0]?.level;
    if (!newcomer) return [];
    return together.flatMap((rule) => {
      if (rule.type !== 'per_customer' || rule.level !== level || told.has(rule)) return [];
      const { max_redemptions: most } = rule.config as { readonly max_redemptions: number };
      if (most < 2) return [];
      told.add(rule);
      const message = `Only new customers redeem (${placeIn(newcomer, rule)}), and they have redeemed nothing: this limit of ${most} never binds.`;
      return [odd(rule, '/max_redemptions', message, [newcomer])];
    });
  });
}

/** The origin of a renewal was counted: in its campaign, and in all ancestors. */
function subscriptionsWithoutRenewal({ rules }: Linted): Oddity[] {
  const only = rules.find(({ type, config }) => type === 'max_redemptions' && config === 1);
  return rules.flatMap((rule) => {
    if (rule.type !== 'subscription') return [];
    if ((rule.config as JsonObject)['max_redemptions'] === 1) {
      const message = 'The first redemption counts: with at most 1 there is no renewal.';
      return [odd(rule, '/max_redemptions', message, [])];
    }
    if (!only) return [];
    const message = `There is no renewal: ${placeIn(only, rule)} leaves one redemption, the first.`;
    return [odd(rule, '', message, [only])];
  });
}

/**
 * Budgets that hardly any discount fits into: less than a unit of the currency, or than a hundredth of what every
 * order costs.
 */
function smallBudgets({ levels, rules }: Linted): Oddity[] {
  const minimums = rules.flatMap(({ compiled }) => compiled.needs?.cost?.least ?? []).map(nearestNumber);
  const least = Math.max(1, ...minimums.map((minimum) => minimum / 100));
  return [...everyRuleOf(levels)].flatMap((rule) => {
    return rule.compiled.limits.flatMap(({ counter, value, limit }) => {
      const amount = counter.measures === 'amount' ? nearestNumber(value as Amount) : least;
      // A budget of 0 is told as what it is: it lets nothing pass.
      if (amount === 0 || amount >= least) return [];
      const message = `A budget of ${limit} is smaller than most discounts, and no discount is trimmed.`;
      return [odd(rule, rule.type === 'budget' ? '/limit' : '', message, [])];
    });
  });
}

function odd(rule: LintRule, part: string, message: string, others: readonly LintRule[]): Oddity {
  const more = others.length > 0 ? { witness: rulesAsWitness(others) } : {};
  return { finding: findingAt(rule, part, 'suspicious', message, more), rule };
}
