import type { ChainRule } from '../chain-rule.ts';
import type { CompiledChain } from '../compiled-chain.ts';
import type { Json, JsonObject } from '../snapshot.ts';
import { isZone, zoneOf, type Zone } from '../time/zone.ts';

/** A rule of a chain: as it was written, and as it was compiled. */
export interface LintRule {
  readonly type: string;
  /** 0 for the voucher's campaign, 1 for its parent, and so on. */
  readonly level: number;
  readonly campaign: string;
  /** JSON pointer in the config of its campaign; `''` for what is checked of every redemption. */
  readonly path: string;
  /** An object for a rule of `rules`; the value of a campaign field, `undefined` where it is not written. */
  readonly config: Json | undefined;
  readonly compiled: ChainRule;
  readonly children: readonly LintRule[];
  /** Of local times and clocks: its own, else its campaign's. */
  readonly zone: Zone;
}

/** One campaign of a chain. */
export interface LintLevel {
  readonly id: string;
  readonly config: JsonObject;
  readonly zone: Zone;
  /** What is checked of every redemption, the campaign's fields, then its rules; the status is not asked about. */
  readonly rules: readonly LintRule[];
}

/** The voucher's campaign first. */
export function levelsOf(chain: CompiledChain, config: JsonObject): readonly LintLevel[] {
  const levels: LintLevel[] = [];
  for (
    let level: JsonObject | undefined = config;
    level;
    level = (level['parent'] ?? undefined) as JsonObject | undefined
  ) {
    const id = level['id'] as string;
    const place = { id, config: level, depth: levels.length, zone: zoneWritten(level) ?? zoneOf('UTC') };
    const rules = chain.everyRule
      .filter(({ campaign, kind }) => campaign === id && kind.type !== 'status')
      .map((rule) => lintRule(rule, place));
    levels.push({ id, config: level, zone: place.zone, rules });
  }
  return levels;
}

interface Place {
  readonly id: string;
  readonly config: JsonObject;
  readonly depth: number;
  readonly zone: Zone;
}

function lintRule(compiled: ChainRule, place: Place): LintRule {
  const { pointer, kind, children } = compiled;
  const config = pointer === null ? undefined : valueAt(place.config, pointer);
  return Object.freeze({
    type: kind.type,
    level: place.depth,
    campaign: place.id,
    path: pointer ?? '',
    config,
    compiled,
    children: children.map((child) => lintRule(child, place)),
    zone: (kind.place === 'rules' && zoneWritten(config as JsonObject)) || place.zone,
  });
}

function zoneWritten(config: JsonObject): Zone | undefined {
  const zone = config['time_zone'];
  // A rule of the host's own may mean something else by it.
  return typeof zone === 'string' && isZone(zone) ? zoneOf(zone) : undefined;
}

function valueAt(config: JsonObject, pointer: string): Json | undefined {
  const steps = pointer.split('/').slice(1);
  return steps.reduce<Json | undefined>((at, step) => (at as JsonObject)[step], config);
}

/** The rule and all that are nested in it. */
function* withNested(rule: LintRule): Generator<LintRule> {
  yield rule;
  for (const child of rule.children) yield* withNested(child);
}

/** All rules of a chain, nested ones too, each before those in it. */
export function* everyRuleOf(levels: readonly LintLevel[]): Generator<LintRule> {
  for (const { rules } of levels) for (const rule of rules) yield* withNested(rule);
}

/** Whether a rule is another, or nested in it. */
export function isWithin(rule: LintRule, group: LintRule): boolean {
  return rule.level === group.level && `${rule.path}/`.startsWith(`${group.path}/`);
}

/** Where a rule stands, as people read it who look at another. */
export function placeIn({ campaign, path }: LintRule, from: { readonly campaign: string }): string {
  return campaign === from.campaign ? path : `${path} of ${campaign}`;
}

/** In the order of the chain. */
export function inOrder(rules: Iterable<LintRule>): LintRule[] {
  return [...rules].toSorted((a, b) => a.level - b.level || compareSteps(a.path, b.path));
}

/** A group before what is in it, the second of a list before the tenth. */
function compareSteps(a: string, b: string): number {
  const [x, y] = [a.split('/'), b.split('/')];
  const at = x.findIndex((step, i) => step !== y[i]);
  const [left, right] = [x[at] as string, y[at]];
  if (right === undefined) return x.length - y.length;
  return Number(left) - Number(right) || (left < right ? -1 : 1);
}
