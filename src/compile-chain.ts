import {
  CounterRegistry,
  countersOf,
  inKeyOrder,
  inNameOrder,
  type Counter,
  type Counters,
} from './counters.ts';
import { prepareAlreadyConfirmed, type CompiledChain } from './evaluate.ts';
import { checksOf } from './checks.ts';
import { ChainRule } from './chain-rule.ts';
import type { Limit } from './limit.ts';
import { metersOf, mostBySlot, usageTable } from './meter.ts';
import type { ConfigIssues, Level, ReadRule } from './read-campaign.ts';
import { zoneOf } from './time/zone.ts';
import { prepareViolation } from './violation.ts';

/**
 * Compiles what could be read of a chain, the voucher's campaign first. Tells `issues` what only a campaign's zone
 * shows; worth something only when there were none.
 */
export function compileChain(levels: readonly Level[], issues: ConfigIssues): CompiledChain {
  const registry = new CounterRegistry();
  // Of violations: rules are bound in the order in which they are told.
  const order = { next: 0 };
  const everyRule = levels.flatMap((level, depth) => {
    const { timeZone } = level;
    if (timeZone === undefined) return [];
    const counters = countersOf(registry, level.id, zoneOf(timeZone), depth);
    // Counted of every redemption, whether or not a rule here asks: other campaigns' rules may.
    counters.anywhere();
    return level.rules
      .filter(({ rule, config }) => rule.place !== 'campaign field' || config !== undefined)
      .map((rule) => bind(rule, { ...level, timeZone }, counters, issues, order));
  });
  const rules = everyRule.filter(({ canRefuse }) => canRefuse);
  const id = levels[0]?.id ?? '';
  const counters = inKeyOrder(registry.all());
  const limits = fixedLimits(rules);
  const slots = registry.all();
  const most = [...mostBySlot(slots, limits?.first ?? []), ...mostBySlot(slots, limits?.renewal ?? [])];
  const checks = checksOf(rules, most);
  return Object.freeze({
    id,
    rules,
    everyRule,
    checks,
    counters,
    planned: inNameOrder(counters),
    readsAmounts: counters.some(({ measures }) => measures === 'amount'),
    allowsRenewals: levels.some((level) => level.rules.some(({ rule }) => rule.allowsRenewals)),
    usage: usageTable(slots, checks.numbers),
    limitsBySlot: limits && limitsBySlot(slots, rules),
    meters: limits && {
      first: metersOf(counters, limits.first),
      renewal: metersOf(counters, limits.renewal),
    },
    alreadyConfirmed: prepareAlreadyConfirmed(id),
  });
}

/** In the order of slots, all limits on a counter. */
function limitsBySlot(
  counters: readonly Counter[],
  rules: readonly ChainRule[],
): readonly (readonly Limit[])[] {
  const bySlot = counters.map((): Limit[] => []);
  for (const { limits } of rules) for (const limit of limits) bySlot[limit.counter.slot]?.push(limit);
  return bySlot;
}

function bind(
  read: ReadRule,
  level: Level & { timeZone: string },
  counters: Counters,
  issues: ConfigIssues,
  order: { next: number },
): ChainRule {
  const { rule, config, path } = read;
  const pointer = rule.place === 'every redemption' ? null : path.slice(level.path.length);
  const children =
    read.children.length === 0
      ? NO_CHILDREN
      : read.children.map((child) => bind(child, level, counters, issues, order));
  const compiled = rule.compile(config, {
    campaign: level.id,
    timeZone: level.timeZone,
    counters,
    children,
    violation(key, parts) {
      const row = rule.rows.get(key);
      if (!row) throw new TypeError(`rule ${rule.type} does not own the row ${key}`);
      return prepareViolation(row, { campaign: level.id, rule: pointer }, parts, order.next++);
    },
    issue(below, expected, found) {
      issues.add(path + below, expected, found);
    },
  });
  return new ChainRule(rule, { campaign: level.id, pointer, children }, compiled);
}

/** What claims must stay within, of first redemptions and of renewals; `undefined` where a group asks of each anew. */
function fixedLimits(rules: readonly ChainRule[]) {
  if (!rules.every(({ hasFixedLimits }) => hasFixedLimits)) return undefined;
  const limits = rules.flatMap((rule) => rule.limits);
  return {
    first: limits.filter((limit) => limit.boundsClaimOf(false)),
    renewal: limits.filter((limit) => limit.boundsClaimOf(true)),
  };
}

const NO_CHILDREN: readonly ChainRule[] = Object.freeze([]);
