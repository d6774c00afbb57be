import { campaignSchema, type CampaignFields } from './campaign-schema.ts';
import type { ConfigSchema, Rule, RulePlace, SchemaIssue } from './rule.ts';
import { describe, isJsonObject, pointerStep, type Json, type JsonObject } from './snapshot.ts';
import { didYouMean } from './suggest.ts';
import { isZone } from './time/zone.ts';

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

/** The kinds of rules that a campaign may use, by where they stand. */
export interface RuleKit {
  readonly byType: ReadonlyMap<string, Rule>;
  readonly fields: readonly FieldRule[];
  /** Without a config they are the same in every campaign. */
  readonly always: readonly ReadRule[];
  readonly schema: ConfigSchema<CampaignFields>;
}

/** A rule that is a campaign field, with the JSON pointer of the field. */
interface FieldRule {
  readonly rule: Rule;
  readonly pointer: string;
}

/** Throws a `TypeError` where two kinds of rules share a type. */
export function kitOf(rules: readonly Rule[]): RuleKit {
  if (new Set(rules.map(({ type }) => type)).size < rules.length)
    throw new TypeError('two kinds of rules share a type');
  const at = (place: RulePlace) => rules.filter((rule) => rule.place === place);
  const fields = at('campaign field');
  return {
    byType: new Map(at('rules').map((rule) => [rule.type, rule])),
    fields: fields.map((rule) => ({ rule, pointer: `/${rule.type}` })),
    always: at('every redemption').map((rule) => ({
      rule,
      config: undefined,
      path: `/${rule.type}`,
      children: NO_CHILDREN,
    })),
    schema: campaignSchema(fields),
  };
}

/** A rule's config that its schema has read, with the children of a group. */
export interface ReadRule {
  readonly rule: Rule;
  readonly config: unknown;
  readonly path: string;
  readonly children: readonly ReadRule[];
}

/** One campaign of a chain, read. */
export interface Level {
  /** `''` where it is wrong. */
  readonly id: string;
  /** `undefined` where it is wrong. */
  readonly timeZone: string | undefined;
  /** Of its path in the whole config; rules' pointers start below it. */
  readonly path: string;
  readonly rules: readonly ReadRule[];
}

/** Gathers what is wrong in a config: the first hundred, and a count of the others. */
export class ConfigIssues {
  readonly first: ConfigIssue[] = [];
  omitted = 0;
  private readonly most: number;
  private refused: Set<string> | undefined = undefined;

  constructor(most = MOST_ISSUES) {
    this.most = most;
  }

  add(path: string, expected: string, found: string): void {
    this.push({ path, message: `expected ${expected}, found ${found}`, found, expected });
  }

  /** What the snapshot leaves out: told once, and not again by a schema that misses it. */
  refuse(path: string, expected: string, found: string): void {
    (this.refused ??= new Set()).add(path);
    this.add(path, expected, found);
  }

  hasRefused(path: string): boolean {
    return this.refused?.has(path) ?? false;
  }

  /** What a schema found in `config`, which stands at `path`; nothing where the snapshot has told it already. */
  addFromSchema(issue: SchemaIssue, config: Json, path: string): void {
    const keys = (issue.path ?? []).map((step) => (typeof step === 'object' ? step.key : step));
    const at = path + keys.map((key) => pointerStep(String(key))).join('');
    if (this.hasRefused(at)) return;
    // Our own schemas say "expected …", with ", found …" where the value would not show it; a host's what they like.
    const [, said = issue.message, saidFound] = /^(.*?), found (.*)$/s.exec(issue.message) ?? [];
    const found = saidFound ?? describe(valueAt(config, keys));
    const expected = said.replace(/^expected /, '');
    this.push({ path: at, message: `${said}, found ${found}`, found, expected });
  }

  push(issue: ConfigIssue): void {
    if (this.first.length < this.most) this.first.push(issue);
    else this.omitted++;
  }

  /** Adds what is wrong in a part of the config. */
  pushBelow(path: string, { issues, omitted }: { issues: readonly ConfigIssue[]; omitted: number }): void {
    for (const issue of issues) this.push({ ...issue, path: path + issue.path });
    this.omitted += omitted;
  }

  get isEmpty(): boolean {
    return this.first.length === 0;
  }
}

/** Reads a chain of campaigns through the schemas of its rules; everything that is wrong is told at once. */
export class CampaignReader {
  private readonly kit: RuleKit;
  private readonly issues: ConfigIssues;
  private rulesInLevel = 0;
  private renewalRulesInLevel = 0;

  constructor(kit: RuleKit, issues: ConfigIssues) {
    this.kit = kit;
    this.issues = issues;
  }

  /** The voucher's campaign first. Worth something only when there were no issues. */
  readChain(config: Json): Level[] {
    const levels: Level[] = [];
    const ids = new Set<string>();
    let path = '';
    for (let next: Json | undefined = config; next !== null && next !== undefined; path += '/parent') {
      if (levels.length === MOST_LEVELS) {
        this.issues.add(path, `at most ${MOST_LEVELS} campaigns in a chain of parents`, 'another parent');
        break;
      }
      const level = this.readLevel(next, path, levels.length === 0 ? this.kit.always : []);
      if (level.id !== '' && ids.has(level.id)) {
        this.issues.add(`${path}/id`, 'an id of its own in the chain of parents', describe(level.id));
      }
      ids.add(level.id);
      levels.push(level);
      next = isJsonObject(next) ? next['parent'] : undefined;
    }
    // The root is read even where it is null: `compile(null)` is an issue, `"parent": null` is none.
    if (levels.length === 0) this.readLevel(config, '', []);
    return levels;
  }

  private readLevel(config: Json, path: string, always: readonly ReadRule[]): Level {
    const fields = this.readWith(this.kit.schema, config, path)?.value as CampaignFields | undefined;
    const listed = isJsonObject(config) ? config['rules'] : undefined;
    this.rulesInLevel = 0;
    this.renewalRulesInLevel = 0;
    const rules = Array.isArray(listed) ? this.readRules(listed, `${path}/rules`, 0) : [];
    if (this.rulesInLevel > MOST_RULES) {
      this.issues.add(
        `${path}/rules`,
        `at most ${MOST_RULES} rules in a campaign`,
        String(this.rulesInLevel),
      );
    }
    return {
      id: isJsonObject(config) && typeof config['id'] === 'string' ? config['id'] : '',
      timeZone: timeZoneOf(config),
      path,
      // Not by spreading: a list that grows keeps room for many more, and of many campaigns only this is kept.
      rules: fields ? always.concat(this.readFields(fields, path), rules) : rules,
    };
  }

  /** The fields that are there. */
  private readFields(fields: CampaignFields, path: string): ReadRule[] {
    const rules: ReadRule[] = [];
    for (const { rule, pointer } of this.kit.fields) {
      const config = fields[rule.type];
      if (config !== undefined) rules.push({ rule, config, path: path + pointer, children: NO_CHILDREN });
    }
    return rules;
  }

  private readRules(configs: readonly Json[], path: string, groups: number): ReadRule[] {
    this.rulesInLevel += configs.length;
    if (this.rulesInLevel > MOST_RULES) return [];
    const rules: ReadRule[] = [];
    for (const [i, config] of configs.entries()) this.readRule(config, `${path}/${i}`, groups, rules);
    return rules;
  }

  private readRule(config: Json, path: string, groups: number, rules: ReadRule[]): void {
    const type = isJsonObject(config) ? config['type'] : undefined;
    const rule = typeof type === 'string' ? this.kit.byType.get(type) : undefined;
    if (!rule || !isJsonObject(config)) {
      this.tellUnknownRule(config, type, path);
      return;
    }
    const children = rule.isGroup ? this.readGroup(config, path, groups + 1) : NO_CHILDREN;
    if (rule.allowsRenewals) this.checkRenewalRule(rule, path, groups);
    const read = this.readWith(rule.config, this.withoutDescription(config, path), path);
    // A rule that is wrong has been told; the others, its children too, are still compiled, for what only that shows.
    if (read) rules.push({ rule, config: read.value, path, children });
    else rules.push(...children);
  }

  /** Every rule may carry a free text, whatever a host's schema says: it need not know. */
  private withoutDescription(config: JsonObject, path: string): JsonObject {
    const { description } = config;
    if (description === undefined) return config;
    const at = `${path}/description`;
    if (typeof description !== 'string' && !this.issues.hasRefused(at)) {
      this.issues.add(at, 'a string', describe(description));
    }
    const { description: _, ...others } = config;
    return { __proto__: null, ...others };
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
    if (this.issues.hasRefused(path) || this.issues.hasRefused(`${path}/type`)) return;
    if (!isJsonObject(config)) this.issues.add(path, 'a rule: an object with a "type"', describe(config));
    else {
      const meant = typeof type === 'string' ? didYouMean(type, types) : '';
      this.issues.add(`${path}/type`, `a type of rule: ${types.join(', ')}${meant}`, describe(type));
    }
  }

  private checkRenewalRule({ type }: Rule, path: string, groups: number): void {
    if (groups > 0) {
      this.issues.add(path, `${type} directly in the rules of the campaign`, 'it in a group of rules');
    } else if (this.renewalRulesInLevel++ > 0) {
      this.issues.add(path, `at most one ${type} in a campaign`, 'another one');
    }
  }

  /** `undefined` where the schema finds an issue. */
  private readWith(
    schema: Rule['config'],
    config: Json,
    path: string,
  ): { readonly value: unknown } | undefined {
    const result = schema['~standard'].validate(config);
    if (result instanceof Promise) throw new TypeError('the schema of a rule must validate synchronously');
    if (!result.issues) return { value: result.value };
    for (const issue of result.issues) this.issues.addFromSchema(issue, config, path);
    return undefined;
  }
}

const NO_CHILDREN: readonly ReadRule[] = Object.freeze([]);

function timeZoneOf(config: Json): string | undefined {
  const zone = isJsonObject(config) ? config['time_zone'] : undefined;
  if (zone === undefined) return 'UTC';
  return typeof zone === 'string' && isZone(zone) ? zone : undefined;
}

function valueAt(value: Json, keys: readonly PropertyKey[]): Json | undefined {
  let current: Json | undefined = value;
  for (const key of keys) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as JsonObject)[String(key)];
  }
  return current;
}
