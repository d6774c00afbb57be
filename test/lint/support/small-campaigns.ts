// Campaigns over a small world, in which contradictions and idle rules are frequent: few amounts, a grid of places,
// two categories, a fortnight in
// which the clocks of Amsterdam and of New York change. And that world whole: contexts of which every other one is
// like one.

import fc from 'fast-check';
import { compile, type RedemptionContext } from '../../../src/index.ts';
import { box, collection, polygon } from '../../support/campaigns.ts';

export interface RuleJson {
  readonly type: string;
  readonly rules?: readonly RuleJson[];
  readonly [key: string]: unknown;
}

export interface CampaignJson {
  readonly id: string;
  readonly rules: readonly RuleJson[];
  readonly parent?: CampaignJson;
  readonly [field: string]: unknown;
}

const HOUR = 3_600_000;
/**
 * A frame that every campaign of the small world has: a fortnight in which clocks change, in Amsterdam a week before
 * New York.
 */
const START = Date.parse('2026-10-20T00:00:00Z');
const END = Date.parse('2026-11-04T00:00:00Z');

const ZONES = ['UTC', 'Europe/Amsterdam', 'America/New_York'];
const zone = fc.option(fc.constantFrom(...ZONES), { nil: undefined });

const frame = fc
  .tuple(fc.nat(30), fc.integer({ min: 1, max: 12 }), fc.constantFrom('both', 'start', 'end'))
  .map(([from, length, bounds]) => {
    const text = (at: number) => new Date(at).toISOString().slice(0, 16);
    const start = START + from * 11 * HOUR;
    return {
      ...(bounds !== 'end' && { start: text(start) }),
      ...(bounds !== 'start' && { end: text(start + length * 11 * HOUR) }),
    };
  });
const clock = fc.constantFrom('00:00', '01:00', '02:30', '03:00', '09:00', '14:00', '15:00', '20:00');
const day = fc.constantFrom('monday', 'thursday', 'saturday', 'sunday');
const weekly = fc.record(
  { days: fc.uniqueArray(day, { minLength: 1, maxLength: 3 }), start: clock, end: clock },
  { requiredKeys: [] },
);
const windows = <Window>(window: fc.Arbitrary<Window>) => fc.array(window, { minLength: 1, maxLength: 3 });
const bound = fc.constantFrom('0', '10', '20', '30');
const square = fc
  .tuple(fc.nat(3), fc.nat(3), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }))
  .map(([x, y, width, height]) => polygon([box(x, y, x + width, y + height)]));
const holed = fc.constant(polygon([box(0, 0, 4, 4), box(1, 1, 3, 3)]));
const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 });

const leaves = {
  time_frame: fc.record({ type: fc.constant('time_frame'), windows: windows(frame) }),
  time_of_order: fc
    .record({ type: fc.constant('time_of_order'), windows: windows(weekly), time_zone: zone })
    .map(({ time_zone, ...rule }) => ({ ...rule, ...(time_zone && { time_zone }) })),
  transaction_cost: fc
    .tuple(bound, bound, fc.constantFrom('both', 'minimum', 'maximum'))
    .map(([a, b, which]) => ({
      type: 'transaction_cost',
      ...(which !== 'maximum' && { minimum: Number(a) < Number(b) ? a : b }),
      ...(which !== 'minimum' && { maximum: Number(a) < Number(b) ? b : a }),
    })),
  area: fc
    .array(fc.oneof({ arbitrary: square, weight: 5 }, { arbitrary: holed, weight: 1 }), {
      minLength: 1,
      maxLength: 2,
    })
    .map((features) => ({ type: 'area', areas: collection(...features) })),
  category: fc
    .tuple(fc.constantFrom('x', 'y'), fc.option(tags), fc.option(tags))
    .map(([category, any_of, none_of]) => ({
      type: 'category',
      category,
      ...(any_of && { any_of }),
      ...(none_of && { none_of }),
    })),
  new_customer: fc.constant({ type: 'new_customer' }),
  per_customer: fc
    .tuple(fc.constantFrom(0, 1, 2, 3), fc.constantFrom(undefined, 'daily', 'weekly'))
    .map(([max_redemptions, period]) => ({
      type: 'per_customer',
      max_redemptions,
      ...(period && { period }),
    })),
  budget: fc
    .tuple(
      fc.constantFrom('total', 'monthly', 'weekly', 'daily', 'hourly'),
      fc.constantFrom('0', '5', '10', '10', '20'),
    )
    .map(([period, limit]) => ({ type: 'budget', period, limit })),
} satisfies Record<string, fc.Arbitrary<RuleJson>>;

export type LeafType = keyof typeof leaves;
const EVERY_TYPE = Object.keys(leaves) as LeafType[];

function rulesOf(types: readonly LeafType[]): fc.Arbitrary<RuleJson> {
  const leaf: fc.Arbitrary<RuleJson> = fc.oneof(...types.map((type): fc.Arbitrary<RuleJson> => leaves[type]));
  return fc.letrec<{ rule: RuleJson }>((tie) => ({
    rule: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: leaf, weight: 4 },
      {
        arbitrary: fc
          .tuple(
            fc.constantFrom('any_of', 'any_of', 'all_of'),
            fc.array(tie('rule'), { minLength: 1, maxLength: 3 }),
          )
          .map(([type, rules]) => ({ type, rules })),
        weight: 1,
      },
    ),
  })).rule;
}

const always: RuleJson = {
  type: 'time_frame',
  windows: [{ start: new Date(START).toISOString(), end: new Date(END).toISOString() }],
};

const level = (id: string, types: readonly LeafType[]) =>
  fc
    .record({
      time_zone: zone,
      rules: fc.array(rulesOf(types), { maxLength: 4 }),
      max_redemptions: fc.constantFrom(undefined, undefined, undefined, 0, 1, 2, 3),
      max_total_budget: fc.constantFrom(undefined, undefined, undefined, '10', '20'),
      subscription: fc.constantFrom(undefined, undefined, undefined, 1, 2, 4),
    })
    .map(
      ({ time_zone, rules, max_redemptions, max_total_budget, subscription }): CampaignJson => ({
        id,
        status: 'active',
        ...(time_zone && { time_zone }),
        ...(max_redemptions !== undefined && { max_redemptions }),
        ...(max_total_budget && { max_total_budget }),
        rules: subscription ? [...rules, { type: 'subscription', max_redemptions: subscription }] : rules,
      }),
    );

/** Campaigns of some kinds of rules, and groups of them. Every one has the frame of the small world. */
export function smallCampaigns(types: readonly LeafType[] = EVERY_TYPE): fc.Arbitrary<CampaignJson> {
  return fc
    .tuple(level('home', types), fc.option(level('brand', types), { nil: undefined }))
    .map(([home, parent]) => ({ ...home, rules: [...home.rules, always], ...(parent && { parent }) }));
}

// ---------------------------------------------------------------------------------------------------------------
// The contexts of the small world
// ---------------------------------------------------------------------------------------------------------------

/** One fact of a context. */
type Part = Readonly<Record<string, unknown>>;

const costs = ['0', '5', '10', '15', '20', '25', '30', '35'].map((cost) => ({
  total_transaction_cost: cost,
}));
const places: Part[] = [{}];
for (let x = -0.5; x <= 5.5; x += 0.5)
  for (let y = -0.5; y <= 5.5; y += 0.5) places.push({ location: { longitude: x, latitude: y } });
const tagLists = [undefined, [], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']];
const categories: Part[] = [
  { categories: 'unreadable' },
  ...tagLists.flatMap((x) =>
    tagLists.map((y) => ({
      categories: [...(x ? [{ name: 'x', tags: x }] : []), ...(y ? [{ name: 'y', tags: y }] : [])],
    })),
  ),
];
const customers = [
  {},
  { customer_identifier: 'ann' },
  { customer_identifier: 'ann', origin_redemption: 'first' },
];

/** Every half hour: windows of the small world open and close on them, in each of its zones. */
const instants: number[] = [];
for (let at = START; at < END; at += HOUR / 2) instants.push(at);

/** A context without usage. */
export type SmallContext = Omit<RedemptionContext, 'usage'> & { readonly at: number };

function contextOf(at: number, redemption: Part): SmallContext {
  return {
    at,
    voucher: { code: 'CODE' },
    redemption: { transaction_id: 'order', ...redemption },
    granted_discount: '0',
    origin: { redeemed_at: at - 1, original: true, customer_identifier: 'ann' },
  };
}

/** Of the facts of one topic, one of each sort that the leaves of the campaign tell apart. */
function sortsOf<Fact>(
  facts: readonly Fact[],
  leaves: readonly ReturnType<typeof compile>[],
  context: (fact: Fact) => SmallContext,
): Fact[] {
  const bySort = new Map<string, Fact>();
  for (const fact of facts) {
    const asked = context(fact);
    const sort = leaves
      .map((one) => (one.evaluate({ ...asked, usage: NOTHING_USED }).status === 'accepted' ? 1 : 0))
      .join('');
    if (!bySort.has(sort)) bySort.set(sort, fact);
  }
  return [...bySort.values()];
}

/** Of a campaign without limits. */
const NOTHING_USED = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };

export function unused(campaign: ReturnType<typeof compile>, context: SmallContext): Record<string, number> {
  return Object.fromEntries(campaign.plan(context).counters.map(({ name }) => [name, 0]));
}

export function levelsOf(campaign: CampaignJson): CampaignJson[] {
  return campaign.parent ? [campaign, ...levelsOf(campaign.parent)] : [campaign];
}

function leavesOf(rules: readonly RuleJson[]): RuleJson[] {
  return rules.flatMap((one) => (one.rules ? leavesOf(one.rules) : [one]));
}

const TOPICS: Readonly<Record<string, readonly string[]>> = {
  time: ['time_frame', 'time_of_order'],
  cost: ['transaction_cost'],
  place: ['area'],
  categories: ['category'],
};

/**
 * Contexts of the small world: one of every sort that the campaign can tell apart, but for usage. `undefined` where
 * they are more than can be looked at.
 */
export function everyContext(campaign: CampaignJson, most = 6_000): SmallContext[] | undefined {
  const leaves = levelsOf(campaign).flatMap(({ rules, time_zone = 'UTC' }) =>
    leavesOf(rules).map((one) => ({ one, time_zone })),
  );
  const ofTopic = (topic: string) =>
    leaves
      .filter(({ one }) => TOPICS[topic]?.includes(one.type))
      .map(({ one, time_zone }) => compile({ id: 'leaf', status: 'active', time_zone, rules: [one] }));
  const plain = { total_transaction_cost: '1' };
  const times = sortsOf(instants, ofTopic('time'), (at) => contextOf(at, plain));
  const facts = [
    sortsOf(costs, ofTopic('cost'), (part) => contextOf(START, part)),
    sortsOf(places, ofTopic('place'), (part) => contextOf(START, { ...plain, ...part })),
    sortsOf(categories, ofTopic('categories'), (part) => contextOf(START, { ...plain, ...part })),
    customers,
  ];
  if (facts.reduce((product, sort) => product * sort.length, times.length) > most) return undefined;
  const redemptions = facts.reduce<Part[]>(
    (all, sort) => all.flatMap((one) => sort.map((part) => ({ ...one, ...part }))),
    [{}],
  );
  return times.flatMap((at) => redemptions.map((redemption) => contextOf(at, redemption)));
}
