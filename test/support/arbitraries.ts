// Cases for properties of rules and whole campaigns. Configs and contexts are those of the door `fuzz`; contexts come in more forms
// here than JSON has, and hold what is counted for whatever the shopper may send.

import fc from 'fast-check';
import {
  campaignConfigs,
  contextsFor as aimedAt,
  ruleConfigs,
  type WireContext,
} from '../../src/fuzz/index.ts';
import { configsOf, type RuleType } from '../../src/fuzz/configs/rules.ts';
import { compile, type Campaign, type RedemptionContext } from '../../src/index.ts';
import { registry } from '../../src/rules/index.ts';

export type AmountJson = string | number;

export interface RuleJson {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface CampaignJson {
  readonly id: string;
  readonly time_zone: string;
  readonly rules: readonly RuleJson[];
  readonly parent?: CampaignJson;
  readonly [field: string]: unknown;
}

/** A context that lacks nothing: usage for whatever may be planned, and a discount. */
export interface Context extends RedemptionContext {
  readonly redemption: unknown;
  readonly granted_discount: AmountJson;
  readonly usage: Readonly<Record<string, AmountJson>>;
}

export interface Case {
  readonly campaign: CampaignJson;
  readonly context: Context;
}

// ---------------------------------------------------------------------------------------------------------------
// Rules
// ---------------------------------------------------------------------------------------------------------------

/** How configs of one kind of rule are made, and what is known of them. */
export interface RuleArbitrary {
  /** Configs without an issue; for a campaign field its value. `rules` are the rules of a group. */
  configs(rules: fc.Arbitrary<RuleJson>): fc.Arbitrary<unknown>;
  /** Configs that hold wherever and whenever this one holds: more places, more instants. */
  larger(config: unknown): readonly RuleJson[];
}

interface Timed extends RuleJson {
  readonly windows: readonly {
    readonly days?: readonly string[];
    readonly start?: string;
    readonly end?: string;
  }[];
}

function largerFrames(rule: Timed): readonly RuleJson[] {
  return [
    { ...rule, windows: [...rule.windows, { start: '2026-01-01T00:00Z' }] },
    { ...rule, windows: [...rule.windows, { start: '2026-10-25T01:00', end: '2026-10-25T04:00' }] },
    { ...rule, windows: rule.windows.map(({ start, end }) => (start === undefined ? { end } : { start })) },
    { ...rule, windows: rule.windows.map(({ start, end }) => (end === undefined ? { start } : { end })) },
  ];
}

function largerHours(rule: Timed): readonly RuleJson[] {
  return [
    { ...rule, windows: [...rule.windows, { start: '22:00', end: '04:00' }] },
    { ...rule, windows: rule.windows.map(({ days: _, ...clock }) => clock) },
    {
      ...rule,
      windows: rule.windows.map(({ start = '00:00', end = '24:00', ...days }) =>
        start < end ? days : { ...days, start, end: start },
      ),
    },
  ];
}

interface Feature {
  readonly properties: { readonly radius_m?: number } | null;
  readonly geometry: { readonly type: string; readonly coordinates: readonly unknown[] };
}

interface AreaRule extends RuleJson {
  readonly areas: { readonly features: readonly Feature[] };
}

function largerAreas(rule: AreaRule): readonly RuleJson[] {
  const { features } = rule.areas;
  const having = (more: readonly unknown[]) => ({ ...rule, areas: { ...rule.areas, features: more } });
  return [
    having([...features, EVERYWHERE]),
    having([EVERYWHERE, ...features]),
    having(features.map(withoutHoles)),
  ];
}

const EVERYWHERE = {
  type: 'Feature',
  properties: { name: 'Everywhere' },
  geometry: {
    type: 'MultiPolygon',
    coordinates: [0, 180].map((east) => [
      [
        [east - 180, -90],
        [east, -90],
        [east, 90],
        [east - 180, 90],
        [east - 180, -90],
      ],
    ]),
  },
};

function withoutHoles(feature: Feature): Feature {
  const { geometry, properties } = feature;
  const { type, coordinates } = geometry;
  if (type === 'Polygon')
    return { ...feature, geometry: { ...geometry, coordinates: coordinates.slice(0, 1) } };
  if (type === 'MultiPolygon') {
    const shells = (coordinates as readonly (readonly unknown[])[]).map((polygon) => polygon.slice(0, 1));
    return { ...feature, geometry: { ...geometry, coordinates: shells } };
  }
  return { ...feature, properties: { ...properties, radius_m: (properties?.radius_m ?? 1) * 3 } };
}

const larger: Readonly<Record<string, (config: never) => readonly RuleJson[]>> = {
  time_frame: largerFrames,
  time_of_order: largerHours,
  area: largerAreas,
};

/** The arbitrary of a kind of rule. Throws for a kind that has none. */
export function arbitraryOf(type: string): RuleArbitrary {
  if (!registry.some((rule) => rule.type === type)) throw new Error(`the rule ${type} has no arbitrary`);
  return {
    configs: (rules) => configsOf(type as RuleType, rules),
    larger: (config) => larger[type]?.(config as never) ?? [],
  };
}

/** Rules of a campaign's `rules`, groups of them included, but those that allow renewals. */
export const rules: fc.Arbitrary<RuleJson> = ruleConfigs();

// ---------------------------------------------------------------------------------------------------------------
// Campaigns
// ---------------------------------------------------------------------------------------------------------------

/** Campaigns without an issue, up to two ancestors high. */
export const campaigns: fc.Arbitrary<CampaignJson> = campaignConfigs();

/** Every level, the campaign's own first. */
export function levelsOf(campaign: CampaignJson): CampaignJson[] {
  return [campaign, ...(campaign.parent ? levelsOf(campaign.parent) : [])];
}

/** The campaign with every rule replaced, from the innermost outwards; ancestors' too. */
export function withRules(
  campaign: CampaignJson,
  replace: (rules: readonly RuleJson[]) => readonly RuleJson[],
): CampaignJson {
  const inside = (rules: readonly RuleJson[]): readonly RuleJson[] =>
    replace(rules.map((rule) => (isGroup(rule) ? { ...rule, rules: inside(rule.rules) } : rule)));
  const parent = campaign.parent && { parent: withRules(campaign.parent, replace) };
  return { ...campaign, rules: inside(campaign.rules), ...parent };
}

interface GroupRule extends RuleJson {
  readonly rules: readonly RuleJson[];
}

export function isGroup(rule: RuleJson): rule is GroupRule {
  return registry.some(({ type, isGroup }) => isGroup && type === rule.type);
}

// ---------------------------------------------------------------------------------------------------------------
// Contexts
// ---------------------------------------------------------------------------------------------------------------

/** A campaign and a context aimed at it. */
export const cases: fc.Arbitrary<Case> = campaigns.chain((campaign) =>
  contextsFor(campaign).map((context) => ({ campaign, context })),
);

/** The same, always to decide and count at once. */
export const redeemCases: fc.Arbitrary<Case> = campaigns.chain((campaign) =>
  contextsFor(campaign, ['redeem']).map((context) => ({ campaign, context })),
);

type Operation = 'redeem' | 'confirm' | 'cancel';

/** Contexts aimed at a campaign, or at each of several at once; usage is there for whatever they may plan. */
export function contextsFor(
  campaign: CampaignJson,
  operations?: readonly Operation[],
  ...more: readonly CampaignJson[]
): fc.Arbitrary<Context> {
  const also = more.map((other) => compile(other));
  return contextsOf(compile(campaign), operations, also);
}

/** The same, of campaigns that are compiled. */
export function contextsOf(
  campaign: Campaign,
  operations?: readonly Operation[],
  also: readonly Campaign[] = [],
): fc.Arbitrary<Context> {
  const unused = [campaign, ...also].flatMap(countersOf);
  return fc
    .tuple(aimedAt(campaign, { operations, also }), forms)
    .map(([context, form]) => inForm(context, unused, form));
}

/** All that a campaign plans for a shopper who says everything, unused. */
function countersOf(campaign: Campaign): [string, AmountJson][] {
  const { counters } = campaign.plan({
    at: 0,
    voucher: { code: 'x' },
    redemption: { transaction_id: 't', customer_identifier: 'c', origin_redemption: 'o' },
  });
  return counters.map(({ name }) => [name, 0]);
}

const HOUR = 3_600_000;

const forms = fc.record({
  at: fc.constantFrom('UTC', 'UTC', 'offset', 'number', 'Date'),
  areCountsText: fc.boolean(),
});

function inForm(
  { at, usage, granted_discount: discount = '0', redemption, ...context }: WireContext,
  unused: readonly (readonly [string, AmountJson])[],
  form: { readonly at: string; readonly areCountsText: boolean },
): Context {
  const used = Object.entries({ ...Object.fromEntries(unused), ...usage });
  const written = used.map(([name, value]) => [name, form.areCountsText ? String(value) : value]);
  return {
    ...context,
    at: writtenInstant(Date.parse(at), form.at),
    redemption,
    granted_discount: discount,
    usage: Object.fromEntries(written) as Context['usage'],
  };
}

function writtenInstant(instant: number, how: string): string | number | Date {
  if (how === 'number') return instant;
  if (how === 'Date') return new Date(instant);
  if (how === 'UTC') return new Date(instant).toISOString();
  return new Date(instant + 5.5 * HOUR).toISOString().replace('Z', '+05:30');
}
