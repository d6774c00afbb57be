import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compile, defineRule } from '../../src/index.ts';
import { plausibleOrders, Replay, type Order } from '../../src/simulate/index.ts';
import city from '../../examples/what-if/campaign.json' with { type: 'json' };
import { campaign, withRules } from '../support/campaigns.ts';
import { campaignOfSeed, CONTEXTS_PER_CAMPAIGN } from '../support/generate.ts';
import { order, replayed, rich, SPAN } from '../support/orders.ts';
import { plain } from '../support/plain.ts';
import { plainSum } from '../support/plain-sum.ts';

/** What a plain sum comes to, and the replay, too. */
function sumOf(config: object, orders: readonly Order[]) {
  const { result } = replayed(config, orders);
  const { accepted, refused, unusable, granted, operations } = result;
  const rows = Object.fromEntries(
    result.refusals.map((row) => [`${row.attribute}.${row.error_code}`, row.orders]),
  );
  const windows = Object.fromEntries(
    result.limits
      .map(({ name, windows: all }) => [name, all.filter(({ used }) => Number(used) > 0)] as const)
      .filter(([, all]) => all.length > 0)
      .map(([name, all]) => [name, all.map(({ start, used }) => ({ start, used: String(used) }))]),
  );
  const told = { accepted, refused, unusable, granted, rows, windows, operations };
  expect(told).toEqual(plainSum(config, orders as unknown as Record<string, unknown>[]));
  return told;
}

/** After every fifth order, one before it is confirmed or cancelled. */
function withOperations(orders: readonly Order[]): Order[] {
  return orders.flatMap((one, i): Order[] => {
    if (i % 5 !== 4) return [one];
    const { voucher, redemption } = orders[i - (i % 4)] as Order;
    return [one, { at: one.at, voucher, redemption, operation: i % 3 === 0 ? 'confirm' : 'cancel' }];
  });
}

describe('a replay', () => {
  it.each([
    ['examples/what-if', city, 2_000],
    ['every period, ancestors, groups', rich, 2_000],
    [
      'a subscription',
      withRules({ type: 'subscription', time_limit: { days: 3 }, max_redemptions: 3 }),
      1_000,
    ],
  ])('comes to what a plain sum by another program does: %s', (_, config, count) => {
    const orders = [...plausibleOrders(compile(config), { seed: 11, count, ...SPAN })];
    const { accepted, refused } = sumOf(config, orders);
    expect(accepted).toBeGreaterThan(20);
    expect(refused).toBeGreaterThan(20);
  });

  it('comes to what a plain sum does, whatever the campaign, with confirmations and cancellations', () => {
    let accepted = 0;
    for (let seed = 0; seed < 80; seed++) {
      const config = { ...campaignOfSeed(seed * CONTEXTS_PER_CAMPAIGN), status: 'active' };
      const orders = [...plausibleOrders(compile(config), { seed, count: 40 })];
      accepted += sumOf(config, withOperations(orders)).accepted;
    }
    expect(accepted).toBeGreaterThan(100);
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
    const day = { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' };
    expect(result).toEqual({
      campaign: 'spring',
      orders: 3,
      accepted: 2,
      refused: 1,
      unusable: 0,
      from: '2026-11-21T12:00:00.000Z',
      to: '2026-11-21T14:00:00.000Z',
      granted: '10',
      timeline: [{ ...day, accepted: 2, refused: 1, granted: '10' }],
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
          customers: 1,
          first_reached: '2026-11-21T13:00:00.000Z',
          windows: [
            {
              start: null,
              end: null,
              used: 2,
              remaining: 0,
              refused: 1,
              reached: '2026-11-21T13:00:00.000Z',
            },
          ],
          burn_down: [{ ...day, remaining: 0 }],
        },
        {
          name: 'budget.daily',
          campaign: 'spring',
          rule: '/rules/0',
          limit: '11.00',
          refused: 1,
          customers: 1,
          first_reached: '2026-11-21T14:00:00.000Z',
          windows: [
            { ...day, used: '10', remaining: '1.00', refused: 1, reached: '2026-11-21T14:00:00.000Z' },
          ],
          burn_down: [{ ...day, remaining: '1.00' }],
        },
      ],
      customers: { seen: 1, hit_by_limits: 1 },
      operations: { confirmed: 0, cancelled: 0, refused: 0, moot: 0, given_back: '0' },
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

  it('says all at once what is wrong in an order', () => {
    const config = withRules({ type: 'budget', period: 'total', limit: '50.00' });
    const early = '2026-11-21T11:59:59Z';
    const { issues, result } = replayed(config, [
      order('1'),
      order('2', { at: 'tomorrow', granted_discount: '1,50', voucher: null, operation: 'refund' }),
      order('3', { at: early, granted_discount: undefined, voucher: { code: ' ' } }),
      order('1', { at: early, granted_discount: '-1', operation: 'cancel' }),
      order('9', { granted_discount: '-1', operation: 'confirm' }),
    ]);
    expect(issues.map((issue) => issue.slice(0, issue.indexOf(':')))).toEqual([
      ...['/at', '/voucher', '/operation', '/granted_discount'],
      ...['/at', '/voucher/code', '/granted_discount'],
      ...['/at', '/granted_discount'],
      '/granted_discount',
    ]);
    expect(result).toMatchObject({ accepted: 1, unusable: 4 });
  });

  it('says what is wrong in an order, whatever a rule of the host throws', () => {
    const broken = defineRule({
      type: 'acme_broken',
      rows: ['voucher.not_valid_at_this_time'],
      config: v.strictObject({ type: v.literal('acme_broken') }),
      retestOnConfirm: false,
      compile: () => ({
        check({ transactionId }) {
          if (transactionId === undefined) throw new Error('broken');
        },
      }),
    });
    const replay = new Replay(compile(withRules({ type: 'acme_broken' }), { rules: [broken] }));
    const ofNobody = (at: string) => order('', { at, redemption: {} });
    replay.add(order('1'));
    expect(() => replay.add(ofNobody('2026-11-21T11:00:00Z'))).toThrow(
      /^invalid context: \/at: .*order before/,
    );
    expect(() => replay.add(ofNobody('2026-11-21T13:00:00Z'))).toThrow('broken');
    expect(replay.result()).toMatchObject({ orders: 2, accepted: 1, unusable: 1 });
  });

  it.each([
    ['Europe/Amsterdm', '"Europe/Amsterdm"'],
    ['', '""'],
    [null, 'null'],
    [2, '2'],
    [['UTC'], 'a list'],
  ])('names a zone that is none: %j', (timeZone, found) => {
    expect(() => new Replay(compile(campaign()), { timeZone: timeZone as string })).toThrow(
      new RangeError(`timeZone: expected an IANA time zone that this runtime knows, found ${found}`),
    );
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

  it('takes an order for what it says: an operation that there is none of cannot be used', () => {
    const existing = { status: 'confirmed', claims: [] };
    expect(
      replayed(campaign(), [
        order('1', { operation: 'redeem', existing, usage: 'none' }),
        order('2', { operation: 'refund' }),
        order('3', { operation: 'cancel', existing: 'none', usage: 'none' }),
        order('1', { operation: 'cancel', existing: 'none', usage: 'none' }),
      ]),
    ).toMatchObject({
      statuses: ['accepted', 'unusable', 'moot', 'accepted'],
      issues: ['/operation: "refund", not "redeem", "confirm" or "cancel"'],
    });
  });

  it('lets nothing go for an order that cannot be used', () => {
    const config = withRules({ type: 'budget', period: 'daily', limit: '5.00' });
    const late = order('2', { at: '2026-11-25T12:00:00Z', granted_discount: undefined });
    const cancelled = order('2', { at: '2026-11-25T12:00:00Z', operation: 'cancel', voucher: null });
    const { statuses } = replayed(config, [order('1'), late, cancelled, order('3')]);
    expect(statuses).toEqual(['accepted', 'unusable', 'unusable', 'refused']);
  });

  it('reads names as the law does: a blank one is none', () => {
    const { result } = replayed(campaign(), [
      order('1', {}, { customer_identifier: ' ' }),
      order('2', {}, { customer_identifier: 42 }),
      order('3', {}, { customer_identifier: 'bob ' }),
      order('4', {}, { customer_identifier: 'bob' }),
    ]);
    expect(result).toMatchObject({ accepted: 4, customers: { seen: 2, hit_by_limits: 0 } });
  });

  it('gathers orders in periods of the campaign’s zone', () => {
    const config = campaign({ time_zone: 'Asia/Tokyo' });
    const orders = ['2026-11-21T14:59:59Z', '2026-11-21T15:00:00Z', '2026-11-30T15:00:00Z'].map((at, i) =>
      order(`${i}`, { at }),
    );
    const starts = (period?: 'monthly') =>
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

  it('are of no use without a voucher, as any order', () => {
    const renewals = [null, {}, { code: 5 }].map((voucher, i) => order(`${i + 2}`, { voucher }, renewal));
    expect(replayed(config, [...renewals, order('1'), ...renewals]).issues).toEqual(
      [
        '/voucher: null',
        '/voucher/code: nothing',
        '/voucher/code: 5',
        '/voucher: null',
        '/voucher/code: nothing',
        '/voucher/code: 5',
      ].map((issue) => expect.stringContaining(issue) as unknown),
    );
  });

  it('name something: a blank name is none', () => {
    const { statuses } = replayed(config, [
      order('1', {}, { origin_redemption: ' ' }),
      order('2', {}, renewal),
    ]);
    expect(statuses).toEqual(['accepted', 'accepted']);
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
