import { chainOf, type Campaign } from '../campaign.ts';
import type { ChainRule } from '../chain-rule.ts';
import type { Counter } from '../counters.ts';
import { textOf } from '../money.ts';
import { needsOfRules, type Needs, type Span } from '../needs.ts';
import { registry } from '../rules/index.ts';
import { isJsonObject, type Json, type JsonObject } from '../snapshot.ts';
import type { Duration } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';
import type { Box } from '../area/box-index.ts';
import type { Timing } from './instants.ts';
import type { TimeLimit } from './renewals.ts';
import type { CategoryConfig } from './tags.ts';

/** What contexts are aimed at: where the decisions of some campaigns turn. */
export interface Aims {
  readonly timing: Timing;
  /** Bounds of costs, in their shortest form. */
  readonly costs: readonly string[];
  /** GeoJSON collections, and boxes that hold what all rules have in common. */
  readonly areas: readonly JsonObject[];
  readonly boxes: readonly Box[];
  readonly categories: readonly CategoryConfig[];
  readonly timeLimits: readonly TimeLimit[];
  /** Of every counter that may be planned, the limits as they were written. */
  readonly counters: ReadonlyMap<string, readonly (number | string)[]>;
  /** Of rules of a host's own: words, numbers and flags in their configs; absent where there are no such rules. */
  readonly hostValues: readonly Json[] | undefined;
}

/** Reads from campaigns where their decisions turn: from what their rules say of themselves, a host's too, and from configs. */
export function aimsOf(campaigns: readonly Campaign[]): Aims {
  const parts = campaigns.map((campaign) => new CampaignReading(campaign));
  const all = <Item>(read: (one: CampaignReading) => readonly Item[]) => parts.flatMap(read);
  return {
    timing: {
      needs: all(({ needs }) => needs),
      open:
        parts.length === 1 ? parts[0]?.together.instants : all(({ together }) => together.instants ?? [EVER]),
      zones: all(({ zones }) => zones),
      calendars: all(({ counters }) => counters.flatMap(({ calendar }) => calendar ?? [])),
    },
    costs: all(({ needs }) => needs.flatMap(({ cost }) => [cost?.least, cost?.most]))
      .filter((bound) => bound !== undefined)
      .map(textOf),
    areas: all((one) => one.configsOf('area').map(({ areas }) => areas as JsonObject)),
    boxes: all(({ together }) => together.boxes ?? []),
    categories: all((one) => one.configsOf('category') as unknown as readonly CategoryConfig[]),
    timeLimits: all((one) => one.timeLimits),
    counters: limitsOf(parts),
    hostValues: parts.some(({ ownRules }) => ownRules.length > 0)
      ? all(({ hostValues }) => hostValues)
      : undefined,
  };
}

const EVER: Span = { start: -Infinity, end: Infinity };

function limitsOf(parts: readonly CampaignReading[]): Map<string, (number | string)[]> {
  const limits = new Map<string, (number | string)[]>();
  for (const { counters, rules } of parts) {
    for (const { name } of counters) if (!limits.has(name)) limits.set(name, []);
    for (const { counter, limit } of rules.flatMap((rule) => rule.limits))
      limits.get(counter.name)?.push(limit);
  }
  return limits;
}

const ENGINE: ReadonlySet<string> = new Set(registry.map(({ type }) => type));

class CampaignReading {
  /** Every rule, those in groups too. */
  readonly rules: readonly ChainRule[];
  /** What each rule that is no group needs. */
  readonly needs: readonly Needs[];
  /** What they need together. */
  readonly together: Needs;
  readonly counters: readonly Counter[];
  private readonly levels: ReadonlyMap<unknown, JsonObject>;

  constructor(campaign: Campaign) {
    const chain = chainOf(campaign);
    this.rules = [...everyRule(chain.everyRule)];
    this.needs = this.rules.flatMap(({ needs, children }) => (needs && children.length === 0 ? [needs] : []));
    this.together = needsOfRules(chain.rules);
    this.counters = chain.counters;
    this.levels = new Map(levelsOf(campaign.config).map((level) => [level['id'], level]));
  }

  get zones() {
    const ofLevels = [...this.levels.values()].map((level) => level['time_zone']);
    const ofRules = this.needs.map(({ week }) => week?.zone);
    const names = [...ofLevels, ...ofRules].filter((name) => typeof name === 'string');
    return [...new Set(names)].map(zoneOf);
  }

  get timeLimits(): TimeLimit[] {
    return this.rules.flatMap((rule) => {
      const limit = rule.kind.allowsRenewals ? this.configOf(rule)['time_limit'] : undefined;
      if (limit === undefined) return [];
      const zone = this.levels.get(rule.campaign)?.['time_zone'] ?? 'UTC';
      return [{ duration: limit as Duration, zone: zoneOf(zone as string) }];
    });
  }

  get ownRules(): ChainRule[] {
    return this.rules.filter(({ kind }) => !ENGINE.has(kind.type));
  }

  get hostValues(): Json[] {
    return this.ownRules.flatMap((rule) => {
      const { type: _, description: __, ...config } = this.configOf(rule);
      return scalarsIn(config);
    });
  }

  configsOf(type: string): JsonObject[] {
    return this.rules.filter(({ kind }) => kind.type === type).map((rule) => this.configOf(rule));
  }

  /** The config of a rule in `rules`. */
  private configOf({ campaign, pointer }: ChainRule): JsonObject {
    const steps = (pointer as string).split('/').slice(1);
    let found = this.levels.get(campaign) as Json;
    for (const step of steps) found = (found as JsonObject)[step] as Json;
    return found as JsonObject;
  }
}

function* everyRule(rules: readonly ChainRule[]): Generator<ChainRule> {
  for (const rule of rules) {
    yield rule;
    yield* everyRule(rule.children);
  }
}

/** The campaign's own config first, then its ancestors'. */
export function levelsOf(config: JsonObject): JsonObject[] {
  const { parent } = config;
  return [config, ...(isJsonObject(parent) ? levelsOf(parent) : [])];
}

function scalarsIn(value: Json): Json[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value as JsonObject).flatMap(scalarsIn);
}
