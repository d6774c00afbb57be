import { catalog, keyOf, type CatalogRow } from '../catalog.ts';
import type { ChainRule } from '../chain-rule.ts';
import { checkOf } from '../checks.ts';
import { compileChain } from '../compile-chain.ts';
import type { CompiledChain } from '../compiled-chain.ts';
import { evaluate } from '../evaluate.ts';
import { CampaignReader, ConfigIssues, kitOf } from '../read-campaign.ts';
import type { Check, JudgingRule, Rule, RuleEnv } from '../rule.ts';
import { registry } from '../rules/index.ts';
import type { JsonObject } from '../snapshot.ts';
import type { PreparedViolation, Report, Violation } from '../violation.ts';

/** A campaign whose rules are followed while they compile and check: which rows they own, make and tell. */
export class WatchedCampaign {
  /** The rows that it may tell: those of the catalog in its order, then those of a host's own. */
  readonly rows: readonly CatalogRow[];
  private readonly made = new Set<PreparedViolation>();
  private readonly chain: CompiledChain;
  /** The rows that may be told at a place, by campaign and pointer. */
  private readonly owned = new Map<string, ReadonlySet<string>>();
  private strangers: string[] = [];

  /** Of a config that compiles. */
  constructor(config: JsonObject, rules: readonly Rule[]) {
    const rows = new Map<string, CatalogRow>([[keyOf(catalog[0]), catalog[0]]]);
    const kit = kitOf([...registry, ...rules].map((rule) => this.watched(rule, rows)));
    const issues = new ConfigIssues();
    this.chain = compileChain(new CampaignReader(kit, issues).readChain(config), issues);
    const known: readonly CatalogRow[] = catalog;
    const own = [...rows.values()].filter((row) => !known.includes(row));
    this.rows = [...known.filter((row) => rows.has(keyOf(row))), ...own];
    this.keepOwned(this.chain.everyRule);
    this.own(this.chain.id, null, [keyOf(catalog[0])]);
  }

  /** Asks about a context, and tells in words what rules tell that is not theirs to tell. */
  strangersIn(context: unknown): readonly string[] {
    this.strangers = [];
    const { violations } = evaluate(this.chain, context);
    return [...this.strangers, ...violations.flatMap((violation) => this.strangerOf(violation))];
  }

  /** A row that the rule to which the violation points does not own. */
  private strangerOf(violation: Violation): string[] {
    const { campaign, rule } = violation;
    if (this.owned.get(placeOf(campaign, rule))?.has(keyOf(violation))) return [];
    return [`${keyOf(violation)} is no row of ${String(rule)} of ${campaign}`];
  }

  private keepOwned(rules: readonly ChainRule[]): void {
    for (const { campaign, pointer, kind, children } of rules) {
      this.own(campaign, pointer, [...kind.rows.keys()]);
      this.keepOwned(children);
    }
  }

  private own(campaign: string, pointer: string | null, rows: readonly string[]): void {
    const place = placeOf(campaign, pointer);
    this.owned.set(place, new Set([...(this.owned.get(place) ?? []), ...rows]));
  }

  private watched(rule: Rule, rows: Map<string, CatalogRow>): Rule {
    return {
      ...rule,
      compile: (config, env) => {
        const made = new Set<PreparedViolation>();
        const violation: RuleEnv['violation'] = (key, parts) => {
          const prepared = env.violation(key, parts);
          const row = rule.rows.get(key) as CatalogRow;
          rows.set(key, row);
          made.add(prepared);
          this.made.add(prepared);
          return prepared;
        };
        const compiled = rule.compile(config, { ...env, violation });
        for (const told of compiled.limits?.flatMap(({ tells }) => tells) ?? []) this.made.add(told);
        return this.watchedCheck(rule, compiled, made);
      },
    };
  }

  private watchedCheck(rule: Rule, compiled: JudgingRule, made: ReadonlySet<PreparedViolation>): JudgingRule {
    const check = checkOf(compiled);
    if (!check) return compiled;
    // A group passes on what its rules tell.
    const mayTell = rule.isGroup ? this.made : made;
    const watched: Check = (redemption, report) => {
      const watching: Report = (violation) => {
        if (!mayTell.has(violation))
          this.strangers.push(`${rule.type} tells ${keyOf(violation.violation)}, which it has not made`);
        report(violation);
      };
      check(redemption, watching);
    };
    return Object.create(compiled, {
      check: { value: watched },
      judgement: { value: undefined },
    }) as JudgingRule;
  }
}

function placeOf(campaign: string, pointer: string | null): string {
  return JSON.stringify([campaign, pointer]);
}
