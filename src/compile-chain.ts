import { CounterRegistry, countersOf, inKeyOrder, inNameOrder, type Counters } from './counters.ts';
import type { CompiledChain } from './evaluate.ts';
import type { Limit } from './limit.ts';
import type { ConfigIssues, Level, ReadRule } from './read-campaign.ts';
import type { BoundRule, CompiledRule, Redemption, Rule } from './rule.ts';
import { zoneOf } from './time/zone.ts';
import { prepareViolation, type Report } from './violation.ts';

/**
 * Compiles what could be read of a chain, the voucher's campaign first. Tells `issues` what only a campaign's zone
 * shows; worth something only when there were none.
 */
export function compileChain(levels: readonly Level[], issues: ConfigIssues): CompiledChain {
  const registry = new CounterRegistry();
  const rules = levels.flatMap((level, depth) => {
    const { timeZone } = level;
    if (timeZone === undefined) return [];
    const counters = countersOf(registry, level.id, zoneOf(timeZone), depth);
    // Counted of every redemption, whether or not a rule here asks: other campaigns' rules may.
    counters.anywhere();
    return level.rules.map((rule) => bind(rule, { ...level, timeZone }, counters, issues));
  });
  return Object.freeze({
    id: levels[0]?.id ?? '',
    rules,
    counters: inKeyOrder(registry.all()),
    planned: inNameOrder(registry.all()),
    allowsRenewals: levels.some((level) => level.rules.some(({ rule }) => rule.allowsRenewals)),
  });
}

function bind(
  read: ReadRule,
  level: Level & { timeZone: string },
  counters: Counters,
  issues: ConfigIssues,
): BoundRule {
  const { rule, config, path } = read;
  const pointer = rule.place === 'every redemption' ? null : path.slice(level.path.length);
  const compiled = rule.compile(config, {
    campaign: level.id,
    timeZone: level.timeZone,
    counters,
    children: read.children.map((child) => bind(child, level, counters, issues)),
    violation(key, parts) {
      const row = rule.rows.get(key);
      if (!row) throw new TypeError(`rule ${rule.type} does not own the row ${key}`);
      return prepareViolation(row, { campaign: level.id, rule: pointer }, parts);
    },
    issue(below, expected, found) {
      issues.add(path + below, expected, found);
    },
  });
  return boundRule(rule, compiled);
}

function boundRule({ retestOnConfirm }: Rule, compiled: CompiledRule): BoundRule {
  const limits = compiled.limits ?? [];
  return Object.freeze({
    limits,
    run(redemption: Redemption, report: Report) {
      const isAsked =
        redemption.stage === 'redeem' ||
        (redemption.stage === 'confirm' ? retestOnConfirm !== false : retestOnConfirm === 'even_if_held');
      if (isAsked) compiled.check(redemption, report);
    },
    limitsAskedOf: (redemption: Redemption): readonly Limit[] =>
      compiled.limitsAskedOf?.(redemption) ?? limits.filter((limit) => limit.isAskedOf(redemption)),
  });
}
