// Campaigns and contexts for properties. Contexts are aimed: at the limits, edges and bounds of their campaign, where
// decisions turn.

import fc from 'fast-check';
import { compile, type RedemptionContext } from '../../src/index.ts';
import { registry } from '../../src/rules/index.ts';
import { addDuration, type Duration, instantOf, parseClock, parseDateTime } from '../../src/time/local.ts';
import { zoneOf } from '../../src/time/zone.ts';
import { amountOf, writeAmount } from './reference.ts';

export type AmountJson = string | number;
export type Position = readonly [longitude: number, latitude: number];

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

/** What contexts are aimed at: where the decisions of a rule, or of a campaign, turn. */
export interface Aims {
  readonly instants: readonly number[];
  readonly costs: readonly AmountJson[];
  readonly counts: readonly number[];
  readonly budgets: readonly AmountJson[];
  readonly places: readonly Position[];
  readonly categories: readonly { readonly name: string; readonly tags: readonly string[] }[];
  readonly durations: readonly Duration[];
}

/** How configs of one kind of rule are made, and what is known of them. */
export interface RuleArbitrary {
  /** Configs without an issue; for a campaign field its value. `rules` are the rules of a group. */
  configs(rules: fc.Arbitrary<RuleJson>): fc.Arbitrary<unknown>;
  aims(config: unknown, zone: string): Partial<Aims>;
  /** Configs that hold wherever and whenever this one holds: more places, more instants. */
  larger(config: unknown): readonly RuleJson[];
}

export interface CounterKind {
  readonly name: string;
  readonly measures: 'count' | 'amount';
}

// ---------------------------------------------------------------------------------------------------------------
// Values
// ---------------------------------------------------------------------------------------------------------------

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ZONES = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Cairo',
] as const;

/** Clock changes of these zones, a whole date that Apia skipped among them. */
const CLOCK_CHANGES = [
  '2011-12-30T10:00:00Z',
  '2026-03-08T05:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-03-29T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-04-23T22:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-10-25T01:00:00Z',
  '2026-10-29T21:00:00Z',
  '2026-11-01T05:00:00Z',
  '2026-11-01T06:00:00Z',
].map((text) => Date.parse(text));

/** Firsts of a year, a quarter, a month, a Monday, a Sunday, an ordinary date. */
const PERIOD_STARTS = [
  '2026-01-01T00:00',
  '2026-04-01T00:00',
  '2026-11-01T00:00',
  '2026-11-16T00:00',
  '2026-11-22T00:00',
  '2026-10-25T03:00',
];

/** The dates on which the clock times of a rule are tried: a Saturday, and two on which clocks change. */
const ORDER_DATES = ['2026-11-21', '2026-03-29', '2026-10-25'];

const CENTRE: Position = [4.875, 52.375];

const CATEGORIES = ['department', 'brand', '__proto__'];
const TAGS = ['shoes', 'outlet', 'bags', 'constructor'];

const zones = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('UTC', 'Europe/Amsterdam') },
  { weight: 2, arbitrary: fc.constantFrom(...ZONES) },
);

const amounts: fc.Arbitrary<AmountJson> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 900 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<AmountJson>(
      0.1,
      '0.30',
      '007.5',
      '0.000000000000000001',
      '9007199254740993',
      '99999999999.9999',
      '999999999999999999999999999999.999999999999999999',
    ),
  },
);

const counts = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1, 2, 3, 10, 10_000) },
  { weight: 1, arbitrary: fc.constantFrom(0, Number.MAX_SAFE_INTEGER) },
);

const periods = fc.oneof(
  fc.record({
    period: fc.constantFrom('total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'),
  }),
  fc.record({ period: fc.constant('weekly'), week_starts_on: fc.constantFrom('monday', 'sunday') }),
);

const durations: fc.Arbitrary<Duration> = fc.oneof(
  fc.record({ hours: fc.integer({ min: 1, max: 72 }) }),
  fc.record({ days: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ months: fc.integer({ min: 1, max: 14 }), days: fc.constantFrom(0, 1) }),
  fc.record({ years: fc.constant(1), weeks: fc.constant(1), hours: fc.constant(1) }),
);

function listOf<Item>(items: fc.Arbitrary<Item>, maxLength: number): fc.Arbitrary<Item[]> {
  return fc.array(items, { minLength: 1, maxLength });
}

// ---------------------------------------------------------------------------------------------------------------
// Rules
// ---------------------------------------------------------------------------------------------------------------

/** The kinds of rules of the engine. One without an arbitrary below does not compile. */
export type RuleType = (typeof registry)[number]['type'];

const NO_AIMS: Aims = {
  instants: [],
  costs: [],
  counts: [],
  budgets: [],
  places: [],
  categories: [],
  durations: [],
};

/** Gives a kind's own type to its configs, which the map of all kinds does not know. */
export function ruleArbitrary<Config>(kind: {
  readonly configs: (rules: fc.Arbitrary<RuleJson>) => fc.Arbitrary<Config>;
  readonly aims?: (config: Config, zone: string) => Partial<Aims>;
  readonly larger?: (config: Config) => readonly RuleJson[];
}): RuleArbitrary {
  return {
    configs: kind.configs,
    aims: (config, zone) => kind.aims?.(config as Config, zone) ?? {},
    larger: (config) => kind.larger?.(config as Config) ?? [],
  };
}

/** For checks without a config. */
const unconfigured = ruleArbitrary({ configs: () => fc.constant(undefined) });

interface Timed extends RuleJson {
  readonly time_zone?: string;
  readonly windows: readonly {
    readonly days?: readonly string[];
    readonly start?: string;
    readonly end?: string;
  }[];
}

function timed(type: string, windows: fc.Arbitrary<Timed['windows'][number]>): fc.Arbitrary<Timed> {
  return fc.record(
    { type: fc.constant(type), time_zone: zones, windows: listOf(windows, 3) },
    { requiredKeys: ['type', 'windows'] },
  );
}

/** Windows of a time frame. Two days and more where only one bound is exact, so that it stays before the other. */
const frames = fc
  .record({
    from: fc.oneof(
      fc.integer({ min: -400, max: 400 }).map((days) => Date.UTC(2026, 5, 1) + days * DAY),
      fc.constantFrom(...CLOCK_CHANGES),
    ),
    length: fc.constantFrom(900, 900, 90, 2, 1 / 24, 1 / 48).map((days) => days * DAY),
    written: fc.constantFrom('local', 'local', 'exact', 'local start', 'local end'),
    open: fc.constantFrom('neither', 'neither', 'start', 'end'),
  })
  .map(({ from, length, written, open }) => {
    const mixed = written === 'local start' || written === 'local end';
    const text = (instant: number, exact: boolean): string =>
      new Date(instant).toISOString().slice(0, 19) + (exact ? 'Z' : '');
    const start = text(from, written === 'exact' || written === 'local end');
    const end = text(
      from + (mixed ? Math.max(length, 2 * DAY) : length),
      written === 'exact' || written === 'local start',
    );
    return { ...(open !== 'start' && { start }), ...(open !== 'end' && { end }) };
  });

const clocks = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 0, 30, 59))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

const orderWindows = fc.record(
  {
    days: fc.uniqueArray(
      fc.constantFrom('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'),
      { minLength: 1, maxLength: 7 },
    ),
    start: clocks,
    end: fc.oneof(clocks, fc.constant('24:00')),
  },
  { requiredKeys: [] },
);

type Ring = readonly Position[];
type Geometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }
  | { readonly type: 'Point'; readonly coordinates: Position };

interface Feature {
  readonly type: 'Feature';
  readonly properties: { readonly name?: string; readonly radius_m?: number } | null;
  readonly geometry: Geometry;
}

interface AreaRule extends RuleJson {
  readonly areas: { readonly type: 'FeatureCollection'; readonly features: readonly Feature[] };
}

/** On a grid whose differences are exact, so that borders are too. */
function ringAround([x, y]: Position, radius: number, corners: number, turn: number): Ring {
  const grid = (value: number): number => Math.round(value * 1_024) / 1_024;
  const ring = Array.from({ length: corners }, (_, corner): Position => {
    const angle = ((corner + turn) / corners) * 2 * Math.PI;
    return [grid(x + radius * Math.cos(angle)), grid(y + radius * Math.sin(angle))];
  });
  return [...ring, ring[0] as Position];
}

const rings = fc
  .record({
    east: fc.constantFrom(0, 0, 0.125, 2),
    north: fc.constantFrom(0, 0, -0.125, 1),
    radius: fc.constantFrom(0.25, 0.25, 0.125, 1),
    corners: fc.integer({ min: 3, max: 9 }),
    turn: fc.constantFrom(0, 0.5),
  })
  .map(({ east, north, radius, corners, turn }) =>
    ringAround([CENTRE[0] + east, CENTRE[1] + north], radius, corners, turn),
  );

/** A shell and, now and then, holes wherever they fall. */
const polygons = fc
  .tuple(rings, fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(rings, { maxLength: 2 })))
  .map(([shell, holes]) => [shell, ...holes]);

const names = fc.record({ name: fc.constantFrom('Centre', 'North', '') }, { requiredKeys: [] });

const features: fc.Arbitrary<Feature> = fc.oneof(
  fc.record({
    type: fc.constant('Feature' as const),
    properties: fc.option(names, { freq: 9 }),
    geometry: fc.oneof(
      { weight: 3, arbitrary: polygons.map((coordinates) => ({ type: 'Polygon' as const, coordinates })) },
      listOf(polygons, 3).map((coordinates) => ({ type: 'MultiPolygon' as const, coordinates })),
    ),
  }),
  fc.record({
    type: fc.constant('Feature' as const),
    properties: fc
      .tuple(names, fc.constantFrom(1, 250.5, 25_000))
      .map(([name, radius]) => ({ ...name, radius_m: radius })),
    geometry: fc.constant({ type: 'Point' as const, coordinates: CENTRE }),
  }),
);

const EVERYWHERE: Feature = {
  type: 'Feature',
  properties: { name: 'Everywhere' },
  geometry: {
    type: 'MultiPolygon',
    coordinates: [0, 180].map((east): readonly Ring[] => [
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

/** Corners, middles of edges, and something inside. */
function placesOf({ geometry, properties }: Feature): Position[] {
  if (geometry.type === 'Point') {
    const [x, y] = geometry.coordinates;
    const degrees = (((properties?.radius_m ?? 0) / 6_371_008.8) * 180) / Math.PI;
    return [geometry.coordinates, [x, y + degrees * 0.9999], [x, y + degrees * 1.0001]];
  }
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flat().flatMap((ring) => {
    const [a, b, c] = ring as [Position, Position, Position];
    const middle: Position = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    return [a, middle, [(middle[0] + c[0]) / 2, (middle[1] + c[1]) / 2]];
  });
}

function withoutHoles(feature: Feature): Feature {
  const { geometry } = feature;
  if (geometry.type === 'Polygon') {
    return { ...feature, geometry: { ...geometry, coordinates: geometry.coordinates.slice(0, 1) } };
  }
  if (geometry.type === 'MultiPolygon') {
    const shells = geometry.coordinates.map((polygon) => polygon.slice(0, 1));
    return { ...feature, geometry: { ...geometry, coordinates: shells } };
  }
  return {
    ...feature,
    properties: { ...feature.properties, radius_m: (feature.properties?.radius_m ?? 1) * 3 },
  };
}

interface CategoryRule extends RuleJson {
  readonly category: string;
  readonly any_of?: readonly string[];
  readonly none_of?: readonly string[];
}

/** One arbitrary for each kind of rule in the registry, no more and no fewer. */
const ruleArbitraries = {
  transaction_id: unconfigured,
  cost_format: unconfigured,
  location_format: unconfigured,
  assigned_customer: unconfigured,

  status: ruleArbitrary({
    configs: () =>
      fc.oneof(
        { weight: 25, arbitrary: fc.constant('active') },
        { weight: 1, arbitrary: fc.constantFrom('draft', 'inactive', undefined) },
      ),
  }),
  max_redemptions: ruleArbitrary<number | undefined>({
    configs: () => fc.option(counts, { nil: undefined, freq: 2 }),
    aims: (count) => ({ counts: count === undefined ? [] : [count] }),
  }),
  max_total_budget: ruleArbitrary<AmountJson | undefined>({
    configs: () => fc.option(amounts, { nil: undefined, freq: 2 }),
    aims: (amount) => ({ budgets: amount === undefined ? [] : [amount] }),
  }),
  voucher_type: ruleArbitrary({ configs: () => fc.constantFrom('unique', 'generic', undefined) }),

  time_frame: ruleArbitrary<Timed>({
    configs: () => timed('time_frame', frames),
    aims: ({ windows, time_zone }, zone) => ({
      instants: windows.flatMap(({ start, end }) =>
        [start, end].flatMap((text) => (text === undefined ? [] : [instantWritten(text, time_zone ?? zone)])),
      ),
    }),
    larger: (rule) => [
      { ...rule, windows: [...rule.windows, { start: '2026-01-01T00:00Z' }] },
      { ...rule, windows: [...rule.windows, { start: '2026-10-25T01:00', end: '2026-10-25T04:00' }] },
      { ...rule, windows: rule.windows.map(({ start, end }) => (start === undefined ? { end } : { start })) },
      { ...rule, windows: rule.windows.map(({ start, end }) => (end === undefined ? { start } : { end })) },
    ],
  }),
  time_of_order: ruleArbitrary<Timed>({
    configs: () => timed('time_of_order', orderWindows),
    aims: ({ windows, time_zone }, zone) => ({
      instants: windows.flatMap(({ start = '00:00', end = '24:00' }) =>
        ORDER_DATES.flatMap((date) =>
          [start, end].map((clock) =>
            instantOf(
              Date.parse(`${date}T00:00Z`) + (parseClock(clock) ?? 0) * MINUTE,
              zoneOf(time_zone ?? zone),
            ),
          ),
        ),
      ),
    }),
    larger: (rule) => [
      { ...rule, windows: [...rule.windows, { start: '22:00', end: '04:00' }] },
      { ...rule, windows: rule.windows.map(({ days: _, ...clock }) => clock) },
      {
        ...rule,
        windows: rule.windows.map(({ start = '00:00', end = '24:00', ...days }) =>
          start < end ? days : { ...days, start, end: start },
        ),
      },
    ],
  }),
  area: ruleArbitrary<AreaRule>({
    configs: () =>
      fc.record({
        type: fc.constant('area'),
        areas: fc.record({ type: fc.constant('FeatureCollection' as const), features: listOf(features, 3) }),
      }),
    aims: ({ areas }) => ({ places: areas.features.flatMap(placesOf) }),
    larger: (rule) => {
      const { features } = rule.areas;
      const having = (more: readonly Feature[]) => ({ ...rule, areas: { ...rule.areas, features: more } });
      return [
        having([...features, EVERYWHERE]),
        having([EVERYWHERE, ...features]),
        having(features.map(withoutHoles)),
      ];
    },
  }),
  budget: ruleArbitrary({
    configs: () =>
      fc
        .tuple(periods, amounts)
        .map(([period, limit]): RuleJson & { limit: AmountJson } => ({ type: 'budget', ...period, limit })),
    aims: ({ limit }) => ({ budgets: [limit] }),
  }),
  transaction_cost: ruleArbitrary<RuleJson & { minimum?: AmountJson; maximum?: AmountJson }>({
    configs: () =>
      fc
        .tuple(fc.tuple(amounts, amounts), fc.constantFrom('both', 'minimum', 'maximum'))
        .map(([bounds, given]) => {
          const [minimum, maximum] = bounds.toSorted((a, b) =>
            amountOf(a).units < amountOf(b).units ? -1 : 1,
          );
          return {
            type: 'transaction_cost',
            ...(given !== 'maximum' && minimum !== undefined && { minimum }),
            ...(given !== 'minimum' && maximum !== undefined && { maximum }),
          };
        }),
    aims: ({ minimum, maximum }) => ({
      costs: [minimum, maximum].filter((bound): bound is AmountJson => bound !== undefined),
    }),
  }),
  per_customer: ruleArbitrary({
    configs: () =>
      fc
        .tuple(counts, fc.option(periods, { freq: 2 }))
        .map(([most, period]): RuleJson & { max_redemptions: number } => {
          return { type: 'per_customer', max_redemptions: most, ...period };
        }),
    aims: ({ max_redemptions: most }) => ({ counts: [most] }),
  }),
  new_customer: ruleArbitrary({ configs: () => fc.constant({ type: 'new_customer' }) }),
  subscription: ruleArbitrary<RuleJson & { time_limit?: Duration; max_redemptions?: number }>({
    configs: () =>
      fc.oneof(
        fc.record({ type: fc.constant('subscription'), time_limit: durations }),
        fc.record({ type: fc.constant('subscription'), max_redemptions: fc.integer({ min: 1, max: 3 }) }),
        fc.record({
          type: fc.constant('subscription'),
          time_limit: durations,
          max_redemptions: fc.integer({ min: 1, max: 3 }),
        }),
      ),
    aims: ({ time_limit: limit, max_redemptions: most }) => ({
      durations: limit === undefined ? [] : [limit],
      counts: most === undefined ? [] : [most],
    }),
  }),
  category: ruleArbitrary<CategoryRule>({
    configs: () =>
      fc.record(
        {
          type: fc.constant('category'),
          category: fc.constantFrom(...CATEGORIES),
          any_of: listOf(fc.constantFrom(...TAGS), 3),
          none_of: listOf(fc.constantFrom(...TAGS), 2),
        },
        { requiredKeys: ['type', 'category'] },
      ),
    aims: ({ category, any_of: anyOf = TAGS, none_of: noneOf = [] }) => ({
      categories: [{ name: category, tags: anyOf.filter((tag) => !noneOf.includes(tag)).slice(0, 1) }],
    }),
  }),
  any_of: ruleArbitrary({ configs: (rules) => groups('any_of', rules), aims: aimsOfGroup }),
  all_of: ruleArbitrary({ configs: (rules) => groups('all_of', rules), aims: aimsOfGroup }),
} satisfies { readonly [Type in RuleType]: RuleArbitrary };

interface GroupRule extends RuleJson {
  readonly rules: readonly RuleJson[];
}

function groups(type: string, rules: fc.Arbitrary<RuleJson>): fc.Arbitrary<GroupRule> {
  return fc.record({ type: fc.constant(type), rules: listOf(rules, 3) });
}

function aimsOfGroup({ rules }: GroupRule, zone: string): Aims {
  return merged(rules.map((rule) => arbitraryOf(rule.type).aims(rule, zone)));
}

/** The arbitrary of a kind of rule. Throws for a kind that has none. */
export function arbitraryOf(type: string): RuleArbitrary {
  const known = new Map<string, RuleArbitrary>(Object.entries(ruleArbitraries)).get(type);
  if (!known) throw new Error(`the rule ${type} has no arbitrary: add one to ruleArbitraries`);
  return known;
}

/** Rules of a campaign's `rules`, groups of them included, but those that allow renewals. */
export const rules: fc.Arbitrary<RuleJson> = rulesUpTo(2);

function rulesUpTo(groupsAllowed: number): fc.Arbitrary<RuleJson> {
  const kinds = registry.filter((rule) => rule.place === 'rules' && !rule.allowsRenewals);
  const plain = kinds.filter((rule) => !rule.isGroup);
  const inner = groupsAllowed === 0 ? undefined : rulesUpTo(groupsAllowed - 1);
  const arbitraries = (inner ? [...plain, ...plain, ...kinds] : plain).map((rule) =>
    arbitraryOf(rule.type).configs(inner ?? fc.constant({ type: 'new_customer' })),
  );
  return fc.oneof(...arbitraries) as fc.Arbitrary<RuleJson>;
}

// ---------------------------------------------------------------------------------------------------------------
// Campaigns
// ---------------------------------------------------------------------------------------------------------------

const IDS = ['spring', 'a/b', '100%', 'ünï😀'];

/** Campaigns without an issue, up to two ancestors high. */
export const campaigns: fc.Arbitrary<CampaignJson> = fc.oneof(
  { weight: 4, arbitrary: levels(0) },
  {
    weight: 2,
    arbitrary: fc.tuple(levels(0), levels(1)).map(([campaign, parent]) => ({ ...campaign, parent })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(levels(0), levels(1), levels(2))
      .map(([campaign, parent, root]) => ({ ...campaign, parent: { ...parent, parent: root } })),
  },
);

function levels(depth: number): fc.Arbitrary<CampaignJson> {
  const fields = registry.filter((rule) => rule.place === 'campaign field');
  const renewals = registry.filter((rule) => rule.allowsRenewals);
  return fc
    .record({
      id: fc.constantFrom(...IDS).map((id) => id + String(depth)),
      time_zone: zones,
      fields: fc.record(
        Object.fromEntries(fields.map((rule) => [rule.type, arbitraryOf(rule.type).configs(rules)])),
      ),
      rules: fc.array(rules, { maxLength: depth === 0 ? 5 : 2 }),
      renewal: fc.option(
        fc.oneof(...renewals.map((rule) => arbitraryOf(rule.type).configs(rules) as fc.Arbitrary<RuleJson>)),
        { freq: 2 },
      ),
    })
    .map(({ fields, renewal, rules, ...level }) => {
      return { ...level, ...fields, rules: renewal ? [...rules, renewal] : rules };
    });
}

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
const OPERATIONS: readonly Operation[] = ['redeem', 'confirm', 'cancel'];

/** Contexts aimed at a campaign, or at each of several at once; usage is there for whatever they may plan. */
export function contextsFor(
  campaign: CampaignJson,
  operations: readonly Operation[] = OPERATIONS,
  ...more: readonly CampaignJson[]
): fc.Arbitrary<Context> {
  const levels = [campaign, ...more].flatMap(levelsOf);
  const aims = levels.flatMap(({ time_zone: zone, rules, ...fields }) => [
    ...registry
      .filter((rule) => rule.place === 'campaign field')
      .map((rule) => arbitraryOf(rule.type).aims(fields[rule.type], zone)),
    ...rules.map((rule) => arbitraryOf(rule.type).aims(rule, zone)),
    { instants: PERIOD_STARTS.map((text) => instantWritten(text, zone)) },
  ]);
  const counters = new Map([campaign, ...more].flatMap(countersOf).map((counter) => [counter.name, counter]));
  return aimedContexts(merged(aims), [...counters.values()], operations);
}

/** All that a campaign plans for a shopper who says everything. */
function countersOf(campaign: CampaignJson): CounterKind[] {
  const { counters } = compile(campaign).plan({
    at: 0,
    voucher: { code: 'x' },
    redemption: { transaction_id: 't', customer_identifier: 'c', origin_redemption: 'o' },
  });
  return counters.map(({ name }) => ({ name, measures: /(^|\.)budget\./.test(name) ? 'amount' : 'count' }));
}

/** Contexts aimed as told: half of them with hardly anything wrong, half with a good deal. */
export function aimedContexts(
  aims: Partial<Aims>,
  counters: readonly CounterKind[],
  operations: readonly Operation[] = OPERATIONS,
): fc.Arbitrary<Context> {
  const all = merged([aims]);
  return fc.oneof(
    { weight: 3, arbitrary: contexts(all, counters, operations, 60) },
    { weight: 2, arbitrary: contexts(all, counters, operations, 4) },
  );
}

/** In each respect a context is as it should be so many times as often as not. */
function contexts(
  aims: Aims,
  counters: readonly CounterKind[],
  operations: readonly Operation[],
  often: number,
): fc.Arbitrary<Context> {
  function mostly<Value>(good: fc.Arbitrary<Value>, ...others: fc.Arbitrary<Value>[]): fc.Arbitrary<Value> {
    return fc.oneof({ weight: often, arbitrary: good }, { weight: 1, arbitrary: fc.oneof(...others) });
  }
  const oneOf = <Value>(values: readonly Value[], otherwise: Value): fc.Arbitrary<Value> =>
    fc.constantFrom(...(values.length > 0 ? values : [otherwise]));

  return fc
    .record({
      base: fc.oneof(
        fc.integer({ min: 0, max: 700 * 24 * 60 }).map((minutes) => Date.UTC(2026, 0, 1) + minutes * MINUTE),
        oneOf(aims.instants, CLOCK_CHANGES[0] ?? 0),
        fc.constantFrom(...CLOCK_CHANGES),
      ),
      step: fc.constantFrom(0, 0, 0, -1, 1, -MINUTE, MINUTE, 30 * MINUTE, -HOUR, HOUR, -DAY, 12 * HOUR),
      written: fc.constantFrom('UTC', 'UTC', 'offset', 'number', 'Date'),
      code: fc.constantFrom('SPRING-1', 'a/b%'),
      assigned: mostly<string | null | undefined>(
        fc.constantFrom(null, undefined, 'cus_42'),
        fc.constant('cus_7'),
      ),
      transaction: mostly<unknown>(
        fc.constantFrom('order-1', 'a/b%'),
        fc.constantFrom(undefined, ' ', 7, null),
      ),
      customer: mostly<unknown>(fc.constant('cus_42'), fc.constantFrom(undefined, 'cus_7', ' ', 'Cus_42', 7)),
      cost: mostly<unknown>(
        fc.oneof(oneOf<unknown>(aims.costs, '50.00'), amounts),
        fc.constantFrom<unknown>('-3', '', ' 5', '1e5', null, undefined, Number.NaN),
        oneOf(aims.costs.map(near), '0'),
      ),
      location: mostly<unknown>(
        oneOf(aims.places, CENTRE).map(place),
        fc.constantFrom<unknown>(undefined, null, 'here', {}, { latitude: 91, longitude: 0 }),
        fc.constantFrom(CENTRE, [0, 0] as const, [180, -90] as const).map(place),
      ),
      categories: mostly<unknown>(
        fc.constant(aims.categories),
        fc.constantFrom<unknown>(undefined, null, [], 'shoes', [null], [{ name: 'department' }]),
        fc.array(
          fc.record({
            name: fc.constantFrom(...CATEGORIES),
            tags: fc.array(fc.constantFrom(...TAGS), { maxLength: 3 }),
          }),
          { maxLength: 3 },
        ),
      ),
      renews: fc.constantFrom(false, false, true),
      origin: mostly(fc.constant('its own'), fc.constantFrom('none', 'a renewal', "another's")),
      age: fc.tuple(oneOf(aims.durations, { days: 1 }), fc.constantFrom(0, 1, -1, HOUR, -HOUR, DAY, -DAY)),
      discount: fc.oneof(
        {
          weight: 3,
          arbitrary: fc.constantFrom<AmountJson>('0.01', '12.99', 5, '0', '0.000000000000000001'),
        },
        { weight: 2, arbitrary: oneOf(aims.budgets, '5.00') },
        { weight: 1, arbitrary: amounts },
      ),
      usage: fc.record(
        Object.fromEntries(
          counters.map(({ name }) => [
            name,
            fc.record({
              at: mostly<Spent>(
                fc.constantFrom('nothing', 'room left', 'just room'),
                fc.constantFrom('too much', 'all', 'more'),
              ),
              limit: fc.nat(7),
              asText: fc.boolean(),
            }),
          ]),
        ),
      ),
      operation: fc.oneof(
        { weight: 3, arbitrary: fc.constant<Operation>('redeem') },
        fc.constantFrom(...operations),
      ),
      existing: fc.record({
        status: mostly<'pending' | 'confirmed'>(fc.constant('pending'), fc.constant('confirmed')),
        claims: fc.constantFrom(
          [],
          [],
          [{ name: 'redemptions', key: 'campaign/x/redemptions', add: 1, limit: null }],
        ),
      }),
    })
    .map((dials) => {
      const instant = dials.base + dials.step;
      const redemption = {
        ...(dials.transaction !== undefined && { transaction_id: dials.transaction }),
        ...(dials.customer !== undefined && { customer_identifier: dials.customer }),
        ...(dials.cost !== undefined && { total_transaction_cost: dials.cost }),
        ...(dials.location !== undefined && { location: dials.location }),
        ...(dials.categories !== undefined && { categories: dials.categories }),
        ...(dials.renews && { origin_redemption: 'order-0' }),
      };
      const usage = counters.map(({ name, measures }): [string, AmountJson] => {
        const dial = dials.usage[name] ?? { at: 'nothing', limit: 0, asText: false };
        const spent =
          measures === 'amount'
            ? spentAmount(dial, aims.budgets, dials.discount)
            : spentCount(dial, ONCE.has(name) ? [1] : aims.counts);
        return [name, dial.asText ? String(spent) : spent];
      });
      return {
        at: writtenInstant(instant, dials.written),
        voucher: {
          code: dials.code,
          ...(dials.assigned !== undefined && { customer_identifier: dials.assigned }),
        },
        redemption,
        granted_discount: dials.discount,
        ...(dials.renews && { origin: originOf(dials.origin, instant, dials.age) }),
        ...(dials.operation !== 'redeem' && { operation: dials.operation, existing: dials.existing }),
        usage: Object.fromEntries(usage),
      };
    });
}

/** Counters that a rule, if any, lets come to 1. */
const ONCE = new Set(['transaction.redemptions', 'voucher.redemptions', 'customer.redemptions_anywhere']);

type Spent = 'nothing' | 'room left' | 'just room' | 'too much' | 'all' | 'more';

interface SpentDial {
  readonly at: Spent;
  /** Which of the limits. */
  readonly limit: number;
}

function spentCount({ at, limit: which }: SpentDial, limits: readonly number[]): number {
  const limit = limits[which % Math.max(1, limits.length)] ?? 1;
  const steps = { nothing: -Infinity, 'room left': -2, 'just room': -1, 'too much': 0, all: 0, more: 1 };
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(0, limit + steps[at]));
}

function spentAmount(
  { at, limit: which }: SpentDial,
  limits: readonly AmountJson[],
  discount: AmountJson,
): AmountJson {
  const limit = amountOf(limits[which % Math.max(1, limits.length)] ?? '100').units;
  const room = limit - amountOf(discount).units;
  const spent = {
    nothing: 0n,
    'room left': room / 2n,
    'just room': room,
    'too much': room + 1n,
    all: limit,
    more: limit + 1n,
  };
  const units = spent[at] < 0n ? 0n : spent[at];
  const [whole = '', fraction = ''] = writeAmount(units, 18).split('.');
  // No amount has more digits.
  return whole.length > 30 ? '9'.repeat(30) : `${whole}.${fraction}`.replace(/\.?0+$/, '');
}

function originOf(
  kind: string,
  at: number,
  [age, step]: readonly [Duration, number],
): RedemptionContext['origin'] {
  if (kind === 'none') return null;
  // Taking a duration off does not undo adding it; near enough to both sides of the edge.
  const redeemedAt = 2 * at - addDuration(at, age, zoneOf('UTC')) + step;
  return {
    redeemed_at: new Date(redeemedAt).toISOString(),
    original: kind !== 'a renewal',
    customer_identifier: kind === "another's" ? 'cus_7' : 'cus_42',
  };
}

function near(amount: AmountJson): string {
  return writeAmount(amountOf(amount).units + 1n, 18);
}

function place([longitude, latitude]: Position): object {
  return { latitude, longitude };
}

function instantWritten(text: string, zone: string): number {
  const { wall = 0, offset } = parseDateTime(text) ?? {};
  return offset === undefined ? instantOf(wall, zoneOf(zone)) : wall - offset;
}

function writtenInstant(instant: number, how: string): string | number | Date {
  if (how === 'number') return instant;
  if (how === 'Date') return new Date(instant);
  if (how === 'UTC') return new Date(instant).toISOString();
  return new Date(instant + 5.5 * HOUR).toISOString().replace('Z', '+05:30');
}

function merged(aims: readonly Partial<Aims>[]): Aims {
  const all = <Key extends keyof Aims>(key: Key) =>
    aims.flatMap((some) => (some[key] ?? []) as Aims[Key][number][]);
  return {
    ...NO_AIMS,
    instants: all('instants'),
    costs: all('costs'),
    counts: all('counts'),
    budgets: all('budgets'),
    places: all('places'),
    categories: all('categories'),
    durations: all('durations'),
  };
}

// ---------------------------------------------------------------------------------------------------------------
// What shoppers may send
// ---------------------------------------------------------------------------------------------------------------

const FIELDS = [
  'transaction_id',
  'customer_identifier',
  'total_transaction_cost',
  'location',
  'categories',
  'origin_redemption',
];

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

/**
 * A store that has counted under the id of a transaction that is new is inconsistent: the claim of a first redemption
 * on its own origin may then find no room, though the decision accepts (decision 5).
 */
export function isCountedTooEarly(counter: string, redemption: unknown, used: unknown): boolean {
  const named = (redemption as { origin_redemption?: unknown } | null | undefined)?.origin_redemption;
  const isFirst = !(typeof named === 'string' && named.trim() !== '');
  return counter.endsWith('origin.redemptions') && isFirst && Number(used) > 0;
}

/** What a shopper sent: made anew for each use, as a trap springs on whoever looks at it. */
export interface Sent {
  redemption(): unknown;
  /** For a counterexample. */
  [fc.toStringMethod](): string;
}

const fail = (): never => {
  throw new Error('a trap');
};

function trap(): object {
  return new Proxy({}, { get: fail, getOwnPropertyDescriptor: fail, has: fail, ownKeys: fail });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function everywhere(value: unknown): object {
  return Object.fromEntries(FIELDS.map((field) => [field, value]));
}

function cycle(): object {
  const object = {};
  return Object.assign(object, everywhere(object));
}

function withIterator(list: unknown[]): unknown[] {
  return Object.assign(list, { [Symbol.iterator]: fail });
}

/** A tag when it is looked at first, a trap ever after. */
function changing(): unknown[] {
  let looks = 0;
  return Object.defineProperty(['shoes'], 0, { get: () => (looks++ === 0 ? 'shoes' : fail()) });
}

/** What no JSON text gives, but an object in the process can be. */
const traps: Readonly<Record<string, () => unknown>> = {
  'a proxy that throws': trap,
  'a revoked proxy': revoked,
  'getters that throw': () =>
    Object.defineProperties({}, Object.fromEntries(FIELDS.map((field) => [field, { get: fail }]))),
  'proxies that throw': () => everywhere(trap()),
  'proxies that throw in categories': () => ({ categories: [trap()] }),
  'revoked proxies': () => everywhere(revoked()),
  'a revoked proxy in categories': () => ({ categories: [revoked()] }),
  'a revoked proxy for tags': () => ({ categories: [{ name: 'department', tags: revoked() }] }),
  'categories whose iterator throws': () => ({
    categories: withIterator([{ name: 'department', tags: [] }]),
  }),
  'tags whose iterator throws': () => ({
    categories: [{ name: 'department', tags: withIterator(['shoes']) }],
  }),
  'tags that change': () => ({ categories: [{ name: 'department', tags: changing() }] }),
  'sparse tags': () => ({ categories: [{ name: 'department', tags: new Array(4_294_967_295) }] }),
  'a cycle': cycle,
};

/** Whatever may stand in `redemption`. */
export const hostileRedemptions: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 9, arbitrary: untrusted().map((value) => sent(() => value, fc.stringify(value))) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...Object.entries(traps)).map(([name, make]) => sent(make, name)),
  },
);

function sent(redemption: () => unknown, text: string): Sent {
  return { redemption, [fc.toStringMethod]: () => text };
}

function untrusted(): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record(Object.fromEntries(FIELDS.map((field) => [field, anything])), {
        requiredKeys: [],
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record(Object.fromEntries(FIELDS.map((field) => [field, fc.jsonValue()])), {
        requiredKeys: [],
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        location: fc.record({ latitude: fc.double(), longitude: fc.double() }),
        total_transaction_cost: fc.oneof(
          fc.double(),
          fc.string({ unit: fc.constantFrom('1', '0', '.', '-', 'e') }),
        ),
        categories: fc.array(fc.oneof(fc.record({ name: fc.string(), tags: anything }), anything)),
      }),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: anything },
  );
}
