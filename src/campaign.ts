import type { RedemptionContext } from './context.ts';
import { CounterRegistry, countersOf } from './counters.ts';
import { evaluate, plan, type CompiledChain, type Decision, type Plan } from './evaluate.ts';
import type { Limit } from './limit.ts';
import type {
  BoundRule,
  CompiledRule,
  ConfigSchema,
  Redemption,
  Rule,
  RuleEnv,
  RulePlace,
  SchemaIssue,
} from './rule.ts';
import { registry } from './rules/index.ts';
import { campaignSchema, type CampaignFields } from './campaign-schema.ts';
import { describe, isJsonObject, pointerStep, snapshotJson, type Json, type JsonObject } from './snapshot.ts';
import { didYouMean } from './suggest.ts';
import { zoneOf } from './time/zone.ts';
import { prepareViolation, type Report } from './violation.ts';

/** Campaigns in a chain of parents, the voucher's included. */
const MOST_LEVELS = 8;
/** Rules in one campaign, nested ones counted. */
const MOST_RULES = 1_000;
/** Groups nested in one another. */
const MOST_NESTED_GROUPS = 8;
/** Config issues told one by one. */
const MOST_ISSUES = 100;

/** One thing that is wrong in a campaign. */
export interface ConfigIssue {
  /** JSON pointer; `''` is the campaign itself. */
  readonly path: string;
  readonly message: string;
  readonly found: string;
  readonly expected: string;
}

/** A campaign's config is wrong. `issues` holds the first hundred, `omitted` counts the others. */
export class CampaignConfigError extends Error {
  override readonly name = 'CampaignConfigError';
  readonly issues: readonly ConfigIssue[];
  readonly omitted: number;

  constructor(issues: readonly ConfigIssue[], omitted: number) {
    const more = omitted > 0 ? [`and ${omitted} more`] : [];
    const lines = issues.map((issue) => `${issue.path || 'the campaign'}: ${issue.message}`);
    super(['invalid campaign', ...lines, ...more].join('\n  '));
    this.issues = issues;
    this.omitted = omitted;
  }
}

export interface CompileOptions {
  /** Kinds of rules of the host's own, beside the engine's; see {@link defineRule}. */
  readonly rules?: readonly Rule[];
}

/** A campaign ready to decide: immutable, without state between calls, safe to share. */
export interface Campaign {
  readonly id: string;
  /** The config it was compiled from: a frozen copy. */
  readonly config: JsonObject;
  /** The counters to load before {@link Campaign.evaluate}: name, key and, for a period, its window. */
  plan(context: PlanContext): Plan;
  /** Every violation, or what to count. Throws an `InvalidContextError` for wrong host facts, nothing else. */
  evaluate(context: RedemptionContext): Decision;
}

/** What a plan needs of a context: not what the plan is made to load. */
export type PlanContext = Omit<RedemptionContext, 'usage' | 'granted_discount'>;

export type CompileResult =
  | { readonly success: true; readonly campaign: Campaign }
  | { readonly success: false; readonly issues: readonly ConfigIssue[]; readonly omitted: number };

/** Compiles a campaign's config. Throws a {@link CampaignConfigError} that lists everything that is wrong in it. */
export function compile(config: unknown, options?: CompileOptions): Campaign {
  const result = safeCompile(config, options);
  if (!result.success) throw new CampaignConfigError(result.issues, result.omitted);
  return result.campaign;
}

/**
 * Compiles a campaign's config, and returns what is wrong in it instead of throwing. Throws only for the host's
 * mistake: a `TypeError` where two kinds of rules share a type.
 */
export function safeCompile(config: unknown, options: CompileOptions = {}): CompileResult {
  return new Compiler(options.rules ? kitOf([...registry, ...options.rules]) : ENGINE).compile(config);
}

/** The kinds of rules that a campaign may use, by where they stand. */
interface RuleKit {
  readonly byType: ReadonlyMap<string, Rule>;
  readonly fields: readonly Rule[];
  readonly always: readonly Rule[];
  readonly schema: ConfigSchema<CampaignFields>;
}

function kitOf(rules: readonly Rule[]): RuleKit {
  if (new Set(rules.map(({ type }) => type)).size < rules.length) throw new TypeError('two kinds of rules share a type');
  const at = (place: RulePlace) => rules.filter((rule) => rule.place === place);
  const fields = at('campaign field');
  return {
    byType: new Map(at('rules').map((rule) => [rule.type, rule])),
    fields,
    always: at('every redemption'),
    schema: campaignSchema(fields),
  };
}

const ENGINE = kitOf(registry);

/** A rule's config that its schema has read, with the children of a group. */
interface ReadRule {
  readonly rule: Rule;
  readonly config: unknown;
  readonly path: string;
  readonly children: readonly ReadRule[];
}

interface Level {
  readonly id: string;
  readonly timeZone: string;
  /** Of its path in the whole config; rules' pointers start below it. */
  readonly path: string;
  readonly rules: readonly ReadRule[];
}

class Issues {
  readonly first: ConfigIssue[] = [];
  omitted = 0;
  /** What the snapshot has refused is told once, not again by a schema that misses it. */
  readonly refused = new Set<string>();

  add(path: string, expected: string, found: string): void {
    this.push({ path, message: `expected ${expected}, found ${found}`, found, expected });
  }

  push(issue: ConfigIssue): void {
    if (this.first.length < MOST_ISSUES) this.first.push(issue);
    else this.omitted++;
  }

  get isEmpty(): boolean {
    return this.first.length === 0;
  }
}

class Compiler {
  private readonly issues = new Issues();
  private readonly kit: RuleKit;
  private rulesInLevel = 0;

  constructor(kit: RuleKit) {
    this.kit = kit;
  }

  compile(config: unknown): CompileResult {
    const snapshot = snapshotJson(config, (path, expected, found) => {
      this.issues.refused.add(path);
      this.issues.add(path, expected, found);
    });
    const levels = this.readChain(snapshot);
    const chain = this.issues.isEmpty ? this.compileChain(levels) : undefined;
    if (!chain || !this.issues.isEmpty) {
      return { success: false, issues: this.issues.first, omitted: this.issues.omitted };
    }
    // Without issues the snapshot is a campaign, hence an object.
    const campaign = Object.freeze({
      id: chain.id,
      config: snapshot as JsonObject,
      plan: (context: PlanContext) => plan(chain, context),
      evaluate: (context: RedemptionContext) => evaluate(chain, context),
    });
    return { success: true, campaign };
  }

  // Reading: everything that is wrong is told, nothing is compiled yet.

  private readChain(config: Json): Level[] {
    const levels: Level[] = [];
    const ids = new Set<string>();
    let path = '';
    for (let next: Json | undefined = config; next !== null && next !== undefined; path += '/parent') {
      if (levels.length === MOST_LEVELS) {
        this.issues.add(path, `at most ${MOST_LEVELS} campaigns in a chain of parents`, 'another parent');
        break;
      }
      const level = this.readLevel(next, path);
      if (level.id !== '' && ids.has(level.id)) {
        this.issues.add(`${path}/id`, 'an id of its own in the chain of parents', describe(level.id));
      }
      ids.add(level.id);
      levels.push(level);
      next = isJsonObject(next) ? next['parent'] : undefined;
    }
    // The root is read even where it is null: `compile(null)` is an issue, `"parent": null` is none.
    if (levels.length === 0) this.readLevel(config, '');
    return levels;
  }

  private readLevel(config: Json, path: string): Level {
    const fields = this.readWith<CampaignFields>(this.kit.schema, config, path);
    const listed = isJsonObject(config) ? config['rules'] : undefined;
    this.rulesInLevel = 0;
    const rules = Array.isArray(listed) ? this.readRules(listed, `${path}/rules`, 0) : [];
    if (this.rulesInLevel > MOST_RULES) {
      this.issues.add(`${path}/rules`, `at most ${MOST_RULES} rules in a campaign`, String(this.rulesInLevel));
    }
    this.checkRenewalRules(rules);
    const checks = this.kit.fields.map((rule) => {
      return { rule, config: fields?.[rule.type], path: `${path}/${rule.type}`, children: [] };
    });
    return { id: fields?.id ?? '', timeZone: fields?.time_zone ?? 'UTC', path, rules: [...checks, ...rules] };
  }

  private readRules(configs: readonly Json[], path: string, groups: number): ReadRule[] {
    this.rulesInLevel += configs.length;
    if (this.rulesInLevel > MOST_RULES) return [];
    return configs.flatMap((config, i) => this.readRule(config, `${path}/${i}`, groups) ?? []);
  }

  private readRule(config: Json, path: string, groups: number): ReadRule | undefined {
    const type = isJsonObject(config) ? config['type'] : undefined;
    const rule = typeof type === 'string' ? this.kit.byType.get(type) : undefined;
    if (!rule) {
      this.tellUnknownRule(config, type, path);
      return undefined;
    }
    const children = rule.isGroup ? this.readGroup(config as JsonObject, path, groups + 1) : [];
    if (rule.allowsRenewals && groups > 0) {
      this.issues.add(path, `${rule.type} directly in the rules of the campaign`, 'it in a group of rules');
    }
    return { rule, config: this.readWith(rule.config, config, path), path, children };
  }

  private readGroup(config: JsonObject, path: string, groups: number): ReadRule[] {
    if (groups > MOST_NESTED_GROUPS) {
      this.issues.add(path, `at most ${MOST_NESTED_GROUPS} nested groups`, 'another group');
      return [];
    }
    const nested = config['rules'];
    return Array.isArray(nested) ? this.readRules(nested, `${path}/rules`, groups) : [];
  }

  private tellUnknownRule(config: Json, type: Json | undefined, path: string): void {
    const types = [...this.kit.byType.keys()];
    if (this.issues.refused.has(path)) return;
    if (!isJsonObject(config)) this.issues.add(path, 'a rule: an object with a "type"', describe(config));
    else {
      const meant = typeof type === 'string' ? didYouMean(type, types) : '';
      this.issues.add(`${path}/type`, `a type of rule: ${types.join(', ')}${meant}`, describe(type));
    }
  }

  private checkRenewalRules(rules: readonly ReadRule[]): void {
    rules
      .filter(({ rule }) => rule.allowsRenewals)
      .slice(1)
      .forEach(({ rule, path }) => {
        this.issues.add(path, `at most one ${rule.type} in a campaign`, 'another one');
      });
  }

  /** `undefined` where the schema finds an issue. */
  private readWith<Output>(schema: Rule['config'], config: Json, path: string): Output | undefined {
    const result = schema['~standard'].validate(config);
    if (result instanceof Promise) throw new TypeError('the schema of a rule must validate synchronously');
    if (!result.issues) return result.value as Output;
    for (const issue of result.issues) this.tellSchemaIssue(issue, config, path);
    return undefined;
  }

  private tellSchemaIssue(issue: SchemaIssue, config: Json, path: string): void {
    const keys = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
    const at = path + keys.map((key) => pointerStep(String(key))).join('');
    if (this.issues.refused.has(at)) return;
    // Our own schemas say "expected …", with ", found …" where the value would not show it; a host's what they like.
    const [, said = issue.message, saidFound] = /^(.*?), found (.*)$/s.exec(issue.message) ?? [];
    const found = saidFound ?? describe(valueAt(config, keys));
    const expected = said.replace(/^expected /, '');
    this.issues.push({ path: at, message: `${said}, found ${found}`, found, expected });
  }

  // Compiling: the configs are right; only what depends on the campaign's zone may still be wrong.

  private compileChain(levels: readonly Level[]): CompiledChain {
    const counters = new CounterRegistry();
    const rules = levels.flatMap((level, depth) => {
      const levelCounters = countersOf(counters, level.id, zoneOf(level.timeZone), depth);
      const env = { campaign: level.id, timeZone: level.timeZone, counters: levelCounters };
      const always = depth === 0 ? this.kit.always : [];
      // Counted of every redemption, whether or not a rule here asks: other campaigns' rules may.
      levelCounters.anywhere();
      return [
        ...always.map((rule) => this.bind({ rule, config: undefined, path: '', children: [] }, level, env)),
        ...level.rules.map((rule) => this.bind(rule, level, env)),
      ];
    });
    return Object.freeze({
      id: (levels[0] as Level).id,
      rules,
      counters: counters.all(),
      allowsRenewals: levels.some((level) => level.rules.some(({ rule }) => rule.allowsRenewals)),
    });
  }

  private bind(read: ReadRule, level: Level, env: Omit<RuleEnv, 'children' | 'violation' | 'issue'>): BoundRule {
    const { rule, config, path } = read;
    const place = { campaign: level.id, rule: rule.place === 'every redemption' ? null : path.slice(level.path.length) };
    const compiled = rule.compile(config, {
      ...env,
      children: read.children.map((child) => this.bind(child, level, env)),
      violation: (key, parts) => {
        const row = rule.rows.get(key);
        if (!row) throw new TypeError(`rule ${rule.type} does not own the row ${key}`);
        return prepareViolation(row, place, parts);
      },
      issue: (pointer, expected, found) => {
        this.issues.add(path + pointer, expected, found);
      },
    });
    return boundRule(rule, compiled);
  }
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

function valueAt(value: Json, keys: readonly PropertyKey[]): Json | undefined {
  let current: Json | undefined = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as JsonObject)[String(key)];
  }
  return current;
}
