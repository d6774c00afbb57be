import type { Plan } from '../evaluate.ts';
import { ConfigIssues, type ConfigIssue } from '../read-campaign.ts';
import { describe, frozen, isJsonObject, snapshotJson, type Json, type JsonObject } from '../snapshot.ts';
import { didYouMean } from '../suggest.ts';
import type { LoyaltyContext, LoyaltyPlanContext } from './contexts.ts';
import type { LoyaltyDecision } from './evaluate.ts';
import { ruleSets } from './registry.ts';
import type { RuleSet } from './rule-set.ts';
import type { SchemaResult } from '../rule.ts';

/** A config of this door is wrong. `issues` holds the first hundred, `omitted` counts the others. */
export class LoyaltyConfigError extends Error {
  override readonly name = 'LoyaltyConfigError';
  readonly issues: readonly ConfigIssue[];
  readonly omitted: number;

  constructor(issues: readonly ConfigIssue[], omitted: number) {
    const more = omitted > 0 ? [`and ${omitted} more`] : [];
    const lines = issues.map((issue) => `${issue.path || 'the config'}: ${issue.message}`);
    super(['invalid loyalty config', ...lines, ...more].join('\n  '));
    this.issues = issues;
    this.omitted = omitted;
  }
}

/** A config ready to decide: immutable, without state between calls, safe to share. */
export interface LoyaltyRules {
  readonly id: string;
  readonly type: string;
  /** The config it was compiled from: a frozen copy. */
  readonly config: JsonObject;
  /** The counters to load before {@link LoyaltyRules.evaluate}: name, key and, for a period, its window. */
  plan(context: LoyaltyPlanContext): Plan;
  /** Every violation, or what must change. Throws an `InvalidContextError` for wrong host facts, and nothing else. */
  evaluate(context: LoyaltyContext): LoyaltyDecision;
}

/** The rules of a config, or what is wrong in it: the first hundred issues, and how many more were found. */
export type LoyaltyCompileResult =
  | { readonly success: true; readonly rules: LoyaltyRules }
  | { readonly success: false; readonly issues: readonly ConfigIssue[]; readonly omitted: number };

/**
 * Compiles a config whose `type` is `gift_card`, `reward`, `credit_program` or `loyalty_voucher`. Throws a
 * {@link LoyaltyConfigError} that lists everything that is wrong in it.
 */
export function compileLoyalty(config: unknown): LoyaltyRules {
  const result = safeCompileLoyalty(config);
  if (!result.success) throw new LoyaltyConfigError(result.issues, result.omitted);
  return result.rules;
}

/** Compiles a config, and returns what is wrong in it instead of throwing. */
export function safeCompileLoyalty(config: unknown): LoyaltyCompileResult {
  const issues = new ConfigIssues();
  const snapshot = snapshotJson(config, (path, expected, found) => {
    issues.refuse(path, expected, found);
  });
  const rules = rulesOf(snapshot, issues);
  if (rules && issues.isEmpty) return { success: true, rules };
  return { success: false, issues: issues.first, omitted: issues.omitted };
}

/** `undefined` where there are issues. */
function rulesOf(config: Json, issues: ConfigIssues): LoyaltyRules | undefined {
  const ruleSet = ruleSetOf(config, issues);
  if (!ruleSet || !isJsonObject(config)) return undefined;
  const result = ruleSet.config['~standard'].validate(config) as SchemaResult<unknown>;
  for (const issue of result.issues ?? []) issues.addFromSchema(issue, config, '');
  if (result.issues) return undefined;
  const compiled = ruleSet.compile(result.value);
  return Object.freeze({
    id: compiled.id,
    type: ruleSet.type,
    config: frozen(config),
    plan: (context: LoyaltyPlanContext) => compiled.plan(context),
    evaluate: (context: LoyaltyContext) => compiled.evaluate(context),
  });
}

function ruleSetOf(config: Json, issues: ConfigIssues): RuleSet | undefined {
  if (!isJsonObject(config)) {
    if (!issues.hasRefused('')) issues.add('', 'an object with a "type"', describe(config));
    return undefined;
  }
  const { type } = config;
  const known = ruleSets.find((ruleSet) => ruleSet.type === type);
  if (known || issues.hasRefused('/type')) return known;
  const types = ruleSets.map((ruleSet) => ruleSet.type);
  const meant = typeof type === 'string' ? didYouMean(type, types) : '';
  issues.add('/type', `one of ${types.join(', ')}${meant}`, describe(type));
  return undefined;
}
