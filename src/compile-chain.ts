import { CounterRegistry, countersOf, inKeyOrder, inNameOrder, type Counters } from './counters.ts';
import { prepareAlreadyConfirmed, type CompiledChain } from './evaluate.ts';
import type { Limit } from './limit.ts';
import { metersOf, usageTable } from './meter.ts';
import type { Needs } from './needs.ts';
import type { ConfigIssues, Level, ReadRule } from './read-campaign.ts';
import type { BoundRule, CompiledRule, Redemption, Rule, Stage } from './rule.ts';
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
    return level.rules
      .map((rule) => bind(rule, { ...level, timeZone }, counters, issues))
      .filter(({ canRefuse }) => canRefuse);
  });
  const id = levels[0]?.id ?? '';
  const counters = inKeyOrder(registry.all());
  const limits = fixedLimits(rules);
  return Object.freeze({
    id,
    rules,
    checks: rules.flatMap(({ check }) => check ?? []),
    counters,
    planned: inNameOrder(counters),
    readsAmounts: counters.some(({ measures }) => measures === 'amount'),
    allowsRenewals: levels.some((level) => level.rules.some(({ rule }) => rule.allowsRenewals)),
    usage: usageTable(registry.all(), limits?.first ?? [], limits?.renewal ?? []),
    meters: limits && {
      first: metersOf(counters, limits.first),
      renewal: metersOf(counters, limits.renewal),
    },
    alreadyConfirmed: prepareAlreadyConfirmed(id),
  });
}

function bind(
  read: ReadRule,
  level: Level & { timeZone: string },
  counters: Counters,
  issues: ConfigIssues,
): ChainRule {
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
  return new ChainRule(rule, compiled);
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

/** A compiled rule in its place: it is run only where its law is asked. */
class ChainRule implements BoundRule {
  readonly check: CompiledRule['check'];
  readonly limits: readonly Limit[];
  readonly needs: Needs | undefined;
  private readonly ofGroup: CompiledRule['limitsAskedOf'];
  private readonly retestOnConfirm: Rule['retestOnConfirm'];

  constructor({ retestOnConfirm }: Rule, { check, limits = [], limitsAskedOf, needs }: CompiledRule) {
    this.check = check;
    this.limits = limits;
    this.needs = needs;
    this.ofGroup = limitsAskedOf;
    this.retestOnConfirm = retestOnConfirm;
    Object.freeze(this);
  }

  get hasFixedLimits(): boolean {
    return this.ofGroup === undefined;
  }

  get hasLimits(): boolean {
    return this.limits.length > 0 || !this.hasFixedLimits;
  }

  /** False for a rule that always holds, and bounds no claim. */
  get canRefuse(): boolean {
    return this.check !== undefined || this.hasLimits;
  }

  run(redemption: Redemption, report: Report): void {
    if (redemption.stage !== 'redeem' && !this.isRetested(redemption.stage)) return;
    const { check } = this;
    check?.(redemption, report);
    for (const limit of this.limits) limit.check(redemption, report);
  }

  limitsAskedOf(redemption: Redemption): readonly Limit[] {
    const { ofGroup } = this;
    if (ofGroup) return ofGroup(redemption);
    return this.limits.filter((limit) => limit.boundsClaimOf(redemption.renewedOrigin !== undefined));
  }

  private isRetested(stage: Stage): boolean {
    const { retestOnConfirm } = this;
    return stage === 'confirm' ? retestOnConfirm !== false : retestOnConfirm === 'even_if_held';
  }
}
