import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError } from '../../src/index.ts';
import { Counted } from '../../src/simulate/counted.ts';
import { Comparison, plausibleOrders, Replay, simulate, type Order } from '../../src/simulate/index.ts';
import city from '../../examples/what-if/campaign.json' with { type: 'json' };
import { campaign, collection, polygon, box, withRules } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';
import { plainSum } from '../support/plain-sum.ts';

const SPAN = { from: '2026-10-20T00:00:00Z', to: '2026-11-05T00:00:00Z' };

function order(id: string, fields: object = {}, redemption: object = {}): Order {
  return {
    at: '2026-11-21T12:00:00Z',
    voucher: { code: 'SPRING' },
    redemption: {
      transaction_id: id,
      customer_identifier: 'ann',
      total_transaction_cost: '50.00',
      ...redemption,
    },
    granted_discount: '5.00',
    ...fields,
  };
}

function replayed(config: object, orders: readonly unknown[], options = {}) {
  const replay = new Replay(compile(config), options);
  const issues: string[] = [];
  const statuses = orders.map((one) => {
    try {
      return replay.add(one as Order).status;
    } catch (error) {
      if (!(error instanceof InvalidContextError)) throw error;
      issues.push(...error.issues.map(({ path, found, expected }) => `${path}: ${found}, not ${expected}`));
      return 'unusable';
    }
  });
  return { statuses, issues, result: replay.result() };
}

const parent = campaign({
  id: 'brand',
  time_zone: 'America/New_York',
  max_redemptions: 900,
  rules: [{ type: 'budget', period: 'weekly', limit: '700.00', week_starts_on: 'sunday' }],
});
const rich = {
  ...city,
  voucher_type: 'unique',
  parent,
  rules: [
    { type: 'budget', period: 'daily', limit: '120.00' },
    { type: 'budget', period: 'hourly', limit: '40.00' },
    { type: 'budget', period: 'monthly', limit: '1500.005' },
    { type: 'per_customer', max_redemptions: 1, period: 'weekly' },
    { type: 'transaction_cost', minimum: '20.00', maximum: '90.00' },
    { type: 'category', category: 'dept', any_of: ['shoes', 'hats'], none_of: ['outlet'] },
    {
      type: 'any_of',
      rules: [{ type: 'time_of_order', windows: [{ days: ['friday'] }] }, { type: 'new_customer' }],
    },
    city.rules[2],
  ],
};

describe('a replay', () => {
  it.each([
    ['examples/what-if', city, 4_000],
    ['every period, ancestors, groups', rich, 4_000],
    [
      'a subscription',
      withRules({ type: 'subscription', time_limit: { days: 3 }, max_redemptions: 3 }),
      1_500,
    ],
  ])('comes to what a plain sum by another program does: %s', (_, config, count) => {
    const orders = [...plausibleOrders(compile(config), { seed: 11, count, ...SPAN })];
    const replay = new Replay(compile(config));
    for (const one of orders) replay.add(one);
    const { accepted, refused, unusable, granted, refusals, limits } = replay.result();
    // The reference is told what a renewal renews: the replay knows it of itself.
    const sum = plainSum(config, withOrigins(config, orders));
    const rows = Object.fromEntries(
      refusals.map((row) => [`${row.attribute}.${row.error_code}`, row.orders]),
    );
    expect({ accepted, refused, unusable, granted, rows }).toEqual({
      accepted: sum.accepted,
      refused: sum.refused,
      unusable: sum.unusable,
      granted: sum.granted,
      rows: sum.rows,
    });
    expect(accepted).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
    for (const { windows } of limits) {
      for (const { used } of windows) expect(Object.values(sum.held)).toContain(String(used));
    }
  });

  it('counts what it accepts, and tells when a limit was reached', () => {
    const config = campaign({
      max_redemptions: 2,
      rules: [{ type: 'budget', period: 'daily', limit: '11.00' }],
    });
    const { statuses, result } = replayed(config, [
      order('1'),
      order('2', { at: '2026-11-21T13:00:00Z' }),
      order('3', { at: '2026-11-21T14:00:00Z' }),
    ]);
    expect(statuses).toEqual(['accepted', 'accepted', 'refused']);
    expect(result).toEqual({
      campaign: 'spring',
      orders: 3,
      accepted: 2,
      refused: 1,
      unusable: 0,
      from: '2026-11-21T12:00:00.000Z',
      to: '2026-11-21T14:00:00.000Z',
      granted: '10',
      timeline: [{ start: '2026-11-21T00:00:00.000Z', accepted: 2, refused: 1, granted: '10' }],
      refusals: [
        { attribute: 'campaign', error_code: 'daily_budget_exceeded', orders: 1 },
        { attribute: 'campaign', error_code: 'maximum_redemptions_exceeded', orders: 1 },
      ],
      limits: [
        {
          name: 'redemptions',
          campaign: 'spring',
          rule: '/max_redemptions',
          limit: 2,
          refused: 1,
          first_reached: '2026-11-21T13:00:00.000Z',
          windows: [{ start: null, end: null, used: 2 }],
        },
        {
          name: 'budget.daily',
          campaign: 'spring',
          rule: '/rules/0',
          limit: '11.00',
          refused: 1,
          first_reached: '2026-11-21T14:00:00.000Z',
          windows: [{ start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z', used: '10' }],
        },
      ],
      customers: { seen: 1, hit_by_limits: 1 },
    });
    expect(plain(result)).toEqual(result);
  });

  it('tells a limit that is used up to the last cent, before it refuses', () => {
    const config = withRules({ type: 'budget', period: 'total', limit: '10.00' });
    const reached = (...discounts: (string | undefined)[]) => {
      const orders = discounts.map((granted_discount, i) => order(`${i}`, { granted_discount }));
      return replayed(config, orders).result.limits[0]?.first_reached;
    };
    expect(reached('5.00', '4.99')).toBeNull();
    expect(reached('5.00', '5.00')).toBe('2026-11-21T12:00:00.000Z');
    expect(reached('0', '0.00')).toBeNull();
    expect(replayed(campaign(), [order('1', { granted_discount: undefined })]).result).toMatchObject({
      accepted: 1,
      granted: '0',
    });
  });

  it('starts every period anew, at its first millisecond', () => {
    const config = withRules({ type: 'budget', period: 'daily', limit: '5.00' });
    const times = ['2026-11-21T00:00:00Z', '2026-11-21T23:59:59.999Z', '2026-11-22T00:00:00Z'];
    const { statuses, result } = replayed(
      config,
      times.map((at, i) => order(String(i), { at })),
    );
    expect(statuses).toEqual(['accepted', 'refused', 'accepted']);
    expect(result.limits[0]?.windows.map(({ used }) => used)).toEqual(['5', '5']);
  });

  it('knows a transaction again, and each customer apart', () => {
    const config = withRules({ type: 'per_customer', max_redemptions: 1 });
    const orders = [
      order('1'),
      order('1', {}, { customer_identifier: 'bob' }),
      order('2'),
      order('3', {}, { customer_identifier: 'bob' }),
    ];
    const { statuses, result } = replayed(config, orders);
    expect(statuses).toEqual(['accepted', 'refused', 'refused', 'accepted']);
    expect(result.customers).toEqual({ seen: 2, hit_by_limits: 1 });
    expect(result.limits[0]).toMatchObject({
      refused: 1,
      windows: [],
      first_reached: '2026-11-21T12:00:00.000Z',
    });
  });

  it('says what cannot be used, counts it, and goes on', () => {
    const config = withRules({ type: 'budget', period: 'total', limit: '50.00' });
    const { statuses, issues, result } = replayed(config, [
      order('1'),
      null,
      order('2', { at: 'tomorrow' }),
      order('3', { at: '2026-11-21T11:59:59.999Z' }),
      order('4', { granted_discount: undefined }),
      order('5', { granted_discount: '-1' }),
      order('6', {}, { total_transaction_cost: [] }),
    ]);
    expect(statuses).toEqual([
      'accepted',
      'unusable',
      'unusable',
      'unusable',
      'unusable',
      'unusable',
      'refused',
    ]);
    expect(issues).toEqual([
      ': null, not an order: an object',
      expect.stringContaining('/at: "tomorrow", not an instant'),
      '/at: 2026-11-21T11:59:59.999Z, not an instant not before that of the order before, 2026-11-21T12:00:00.000Z',
      expect.stringContaining('/granted_discount: nothing'),
      expect.stringContaining('/granted_discount: "-1"'),
    ]);
    expect(result).toMatchObject({ orders: 7, accepted: 1, refused: 1, unusable: 5 });
  });

  it('is empty without orders', () => {
    expect(replayed(campaign({ rules: undefined }), []).result).toMatchObject({
      orders: 0,
      from: null,
      to: null,
      granted: '0',
      timeline: [],
    });
  });

  it('decides redemptions, whatever operation an order names', () => {
    const fields = { operation: 'cancel', existing: { status: 'confirmed' } };
    expect(replayed(campaign(), [order('1', fields), order('1', fields)]).statuses).toEqual([
      'accepted',
      'refused',
    ]);
  });

  it('gathers orders in periods of the campaign’s zone', () => {
    const config = campaign({ time_zone: 'Asia/Tokyo' });
    const orders = ['2026-11-21T14:59:59Z', '2026-11-21T15:00:00Z', '2026-11-30T15:00:00Z'].map((at, i) =>
      order(`${i}`, { at }),
    );
    const starts = (period?: string) =>
      replayed(config, orders, { period }).result.timeline.map(({ start }) => start);
    expect(starts()).toEqual([
      '2026-11-20T15:00:00.000Z',
      '2026-11-21T15:00:00.000Z',
      '2026-11-30T15:00:00.000Z',
    ]);
    expect(starts('monthly')).toEqual(['2026-10-31T15:00:00.000Z', '2026-11-30T15:00:00.000Z']);
  });
});

describe('renewals in a replay', () => {
  const config = withRules({ type: 'subscription', time_limit: { days: 2 }, max_redemptions: 2 });
  const renewal = { origin_redemption: '1' };

  it('renew what the replay accepted for the same code and customer', () => {
    const { result, statuses } = replayed(config, [
      order('1'),
      order('2', {}, renewal),
      order('3', {}, renewal),
      order('4', {}, { origin_redemption: '2' }),
      order('5', { voucher: { code: 'ANOTHER' } }, renewal),
      order('6', {}, { ...renewal, customer_identifier: 'bob' }),
      order('7', { at: '2026-11-23T12:00:00Z' }, { ...renewal, customer_identifier: 'ann' }),
      order('8', { at: '2026-11-23T12:00:00Z' }, { origin_redemption: 'never' }),
    ]);
    expect(statuses).toEqual(['accepted', 'accepted', ...Array<string>(6).fill('refused')]);
    expect(result.refusals).toEqual([
      { attribute: 'origin_redemption', error_code: 'not_original', orders: 4 },
      { attribute: 'customer', error_code: 'redemptions_limit_exceeded', orders: 2 },
      { attribute: 'customer', error_code: 'time_limit_expired', orders: 1 },
    ]);
  });

  it('are told what they renew by the order, where it says so', () => {
    const origin = { redeemed_at: '2026-11-20T00:00:00Z', original: true, customer_identifier: 'ann' };
    expect(replayed(config, [order('9', { origin }, { origin_redemption: 'before' })]).statuses).toEqual([
      'accepted',
    ]);
    const nobodys = order('1', {}, { customer_identifier: null });
    expect(
      replayed(config, [nobodys, order('2', { origin: null }, renewal), order('3', { redemption: 7 })])
        .statuses,
    ).toEqual(['refused', 'refused', 'refused']);
  });
});

describe('what a replay remembers', () => {
  const transaction = (id: number) => ({
    name: 'transaction.redemptions',
    key: `transaction/${id}`,
    add: 1,
    limit: 1,
  });

  it('is the last half million transactions at least, and a million at most', () => {
    const counted = new Counted();
    for (let id = 0; id < 1_000_001; id++) counted.apply([transaction(id)], []);
    const known = (id: number) => counted.usageOf([transaction(id)])['transaction.redemptions'];
    expect([known(1_000_000), known(500_000), known(499_999), known(0), known(2_000_000)]).toEqual([
      1, 1, 0, 0, 0,
    ]);
  });

  it('is no window that is over', () => {
    const counted = new Counted();
    const window = { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' };
    const claims = [
      { name: 'budget.daily', key: 'b', add: '5.00', limit: null },
      { name: 'customer.redemptions.daily', key: 'c', add: 1, limit: null },
    ];
    counted.apply(claims, [
      { name: 'budget.daily', key: 'b', window },
      { name: 'customer.redemptions.daily', key: 'c', window },
    ]);
    counted.moveTo(Date.parse(window.end) - 1);
    expect([counted.held('b'), counted.held('c')]).toEqual(['5', 1]);
    counted.moveTo(Date.parse(window.end));
    expect([counted.held('b'), counted.held('c')]).toEqual([0, 0]);
  });
});

describe('simulate', () => {
  it('takes orders however they come, and tells which cannot be used', async () => {
    async function* late() {
      await Promise.resolve();
      yield order('1');
      yield null as unknown as Order;
      yield order('1');
    }
    const told: [number, string][] = [];
    const onUnusable = (place: number, issues: readonly { path: string }[]) =>
      told.push([place, issues[0]?.path ?? '']);
    const compiled = compile(campaign());
    expect(await simulate(compiled, late(), { onUnusable })).toMatchObject({
      accepted: 1,
      refused: 1,
      unusable: 1,
    });
    expect(told).toEqual([[2, '']]);
    expect(await simulate(compiled, [order('1'), null as unknown as Order])).toMatchObject({
      orders: 2,
      unusable: 1,
    });
  });

  it('lets a host’s own mistakes through', async () => {
    function* broken(): Generator<Order> {
      yield order('1');
      throw new RangeError('no more');
    }
    await expect(simulate(compile(campaign()), broken())).rejects.toThrow(new RangeError('no more'));
    const trap = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new RangeError('trap');
        },
      },
    );
    const compiled = compile(campaign());
    await expect(simulate(compiled, [trap as Order])).rejects.toThrow('trap');
    await expect(simulate(compiled, [trap as Order], { against: compiled })).rejects.toThrow('trap');
  });
});

describe('two campaigns side by side', () => {
  it('tell whose verdicts flip, why, and which first', async () => {
    const before = compile(
      withRules(
        { type: 'transaction_cost', minimum: '20.00' },
        { type: 'budget', period: 'total', limit: '10.00' },
      ),
    );
    const after = compile(
      withRules(
        { type: 'transaction_cost', minimum: '40.00' },
        { type: 'budget', period: 'total', limit: '15.00' },
      ),
    );
    const orders = [
      order('1', { at: 1_795_262_400_000 }, { total_transaction_cost: '30.00' }),
      order('2', { at: new Date('2026-11-21T12:00:01Z') }),
      null as unknown as Order,
      order('3', { at: '2026-11-21T12:00:02Z' }),
      order('4', { at: '2026-11-21T12:00:03Z', redemption: { total_transaction_cost: '30' } }),
    ];
    const {
      before: one,
      after: other,
      newly_refused,
      newly_accepted,
    } = await simulate(before, orders, { against: after });
    expect([one.accepted, one.granted, other.accepted, other.granted, one.unusable]).toEqual([
      2,
      '10',
      2,
      '10',
      1,
    ]);
    expect(newly_refused).toEqual({
      orders: 1,
      rows: [{ attribute: 'total_transaction_cost', error_code: 'below_campaign_minimum', orders: 1 }],
      examples: [
        {
          order: 1,
          transaction_id: '1',
          at: 1_795_262_400_000,
          rows: ['total_transaction_cost.below_campaign_minimum'],
        },
      ],
    });
    expect(newly_accepted).toEqual({
      orders: 1,
      rows: [{ attribute: 'campaign', error_code: 'total_budget_exceeded', orders: 1 }],
      examples: [
        {
          order: 4,
          transaction_id: '3',
          at: '2026-11-21T12:00:02Z',
          rows: ['campaign.total_budget_exceeded'],
        },
      ],
    });
  });

  it('count what could not even be read, on both sides', () => {
    const compared = new Comparison(compile(campaign()), compile(campaign()));
    compared.skip();
    expect(() => compared.add(order('1', { at: 'x' }))).toThrow(InvalidContextError);
    compared.add(order('2'));
    const { before, after } = compared.result();
    expect([before.orders, before.unusable, after.orders, after.unusable]).toEqual([3, 2, 3, 2]);
  });

  it('give ten examples at most', async () => {
    const orders = Array.from({ length: 12 }, (_, i) =>
      order(String(i), {
        redemption: i === 0 ? 5 : order(String(i)).redemption,
        at: new Date(1_795_262_400_000 + i),
      }),
    );
    const all = { against: compile(withRules({ type: 'transaction_cost', minimum: '1000' })) };
    const { newly_refused } = await simulate(compile(campaign()), orders, all);
    expect(newly_refused.orders).toBe(11);
    expect(newly_refused.examples).toHaveLength(10);
    expect(newly_refused.examples[0]).toMatchObject({ order: 2, at: '2026-11-21T12:00:00.001Z' });
    const none = await simulate(compile(campaign({ status: 'draft' })), [order('x', { redemption: null })], {
      against: compile(campaign()),
    });
    expect(none.newly_accepted.orders).toBe(0);
  });
});

describe('plausible orders', () => {
  const compiled = compile(rich);

  it('are the same for the same seed, and others for another', () => {
    const made = (seed: number) => [...plausibleOrders(compiled, { seed, count: 300, ...SPAN })];
    expect(made(7)).toEqual(made(7));
    expect(made(7)).not.toEqual(made(8));
  });

  it('are as many as asked, in time order, in the stretch asked for, and usable', () => {
    const orders = [...plausibleOrders(compiled, { seed: 3, count: 2_000, ...SPAN })];
    expect(orders).toHaveLength(2_000);
    const times = orders.map(({ at }) => Date.parse(at as string));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse(SPAN.from));
    expect(times.at(-1)).toBeLessThan(Date.parse(SPAN.to));
    const { result } = replayed(rich, orders);
    expect(result.unusable).toBe(0);
    expect(result.refusals.length).toBeGreaterThan(6);
  });

  it('come for every kind of campaign, however short the time', () => {
    const places = collection(polygon([box(-180, 89, -179, 90)]));
    const configs = [
      campaign(),
      withRules(
        { type: 'transaction_cost', maximum: '9.00' },
        { type: 'area', areas: places },
        { type: 'category', category: 'x', none_of: ['y'] },
      ),
      withRules({ type: 'subscription', max_redemptions: 4 }, { type: 'category', category: 'x' }),
    ];
    for (const config of configs) {
      const orders = [...plausibleOrders(compile(config), { seed: 1, count: 900, from: 0, to: 1 })];
      expect(orders.every(({ at }) => at === '1970-01-01T00:00:00.000Z')).toBe(true);
      expect(replayed(config, orders).result.unusable).toBe(0);
    }
    expect([...plausibleOrders(compiled, { seed: 1, count: 0, ...SPAN })]).toEqual([]);
  });

  it('want a stretch of time, and a count', () => {
    for (const [from, to] of [
      ['x', 0],
      [0, 'x'],
      [5, 5],
    ] as const)
      expect(() => [...plausibleOrders(compiled, { seed: 1, count: 1, from, to })]).toThrow(RangeError);
    for (const count of [-1, 0.5, Number.NaN])
      expect(() => [...plausibleOrders(compiled, { seed: 1, count, ...SPAN })]).toThrow(RangeError);
  });
});

/** What each order renews, as a shop's own books would say: an accepted order for the same code. */
function withOrigins(config: object, orders: readonly Order[]): Record<string, unknown>[] {
  const told: Record<string, unknown>[] = [];
  const books = new Map<string, { code: string; origin: object }>();
  const replay = new Replay(compile(config));
  for (const one of orders) {
    const sent = one.redemption as Record<string, string | undefined>;
    const found = books.get(sent['origin_redemption'] ?? '');
    const origin = found?.code === one.voucher.code ? found.origin : null;
    told.push({ ...one, origin });
    if (replay.add({ ...one, origin: origin as null }).status === 'accepted') {
      const original = sent['origin_redemption'] === undefined;
      const customer_identifier = sent['customer_identifier'] ?? null;
      books.set(sent['transaction_id'] as string, {
        code: one.voucher.code,
        origin: { redeemed_at: one.at, original, customer_identifier },
      });
    }
  }
  return told;
}
