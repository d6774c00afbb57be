import { CompiledChain } from './compiled-chain.ts';
import { CounterRegistry, countersOf, type Counters } from './counters.ts';
import { ChainRule } from './chain-rule.ts';
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
  const everyRule: ChainRule[] = [];
  for (const [depth, level] of levels.entries()) {
    const { timeZone } = level;
    if (timeZone === undefined) continue;
    const counters = countersOf(registry, level.id, zoneOf(timeZone), depth);
    // Counted of every redemption, whether or not a rule here asks: other campaigns' rules may.
    counters.anywhere();
    for (const read of level.rules) everyRule.push(bind(read, level, timeZone, counters, issues, order));
  }
  const allowsRenewals = levels.some((level) => level.rules.some(({ rule }) => rule.allowsRenewals));
  return new CompiledChain(levels[0]?.id ?? '', everyRule, registry.all(), allowsRenewals);
}

function bind(
  read: ReadRule,
  level: Level,
  timeZone: string,
  counters: Counters,
  issues: ConfigIssues,
  order: { next: number },
): ChainRule {
  const { rule, config, path } = read;
  const pointer = rule.place === 'every redemption' ? null : path.slice(level.path.length);
  const children =
    read.children.length === 0
      ? NO_CHILDREN
      : read.children.map((child) => bind(child, level, timeZone, counters, issues, order));
  const compiled = rule.compile(config, {
    campaign: level.id,
    timeZone,
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

const NO_CHILDREN: readonly ChainRule[] = Object.freeze([]);
