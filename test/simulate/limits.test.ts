import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { compile, countLimit, defineRule, type CompileOptions } from '../../src/index.ts';
import { Replay, type Order } from '../../src/simulate/index.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { order, replayed } from '../support/orders.ts';

const at = (time: string, fields: object = {}) => ({ at: `2026-11-${time}:00Z`, ...fields });

describe('the limits in a replay', () => {
  it('tell when each window was reached, and how many orders it refused', () => {
    const config = withRules({ type: 'budget', period: 'daily', limit: '10.00' });
    const { result } = replayed(config, [
      order('1', at('20T08:00')),
      order('2', at('20T09:00', { granted_discount: '5.01' })),
      order('3', at('20T10:00')),
      order('4', at('20T11:00', { granted_discount: '0' })),
      order('5', at('22T08:00')),
      order('6', at('23T08:00', { granted_discount: '10.01' })),
    ]);
    const [limit] = result.limits;
    expect(limit).toMatchObject({ refused: 3, first_reached: '2026-11-20T09:00:00.000Z', customers: 1 });
    expect(limit?.windows).toEqual([
      {
        start: '2026-11-20T00:00:00.000Z',
        end: '2026-11-21T00:00:00.000Z',
        used: '10',
        remaining: '0.00',
        refused: 2,
        reached: '2026-11-20T09:00:00.000Z',
      },
      {
        start: '2026-11-22T00:00:00.000Z',
        end: '2026-11-23T00:00:00.000Z',
        used: '5',
        remaining: '5.00',
        refused: 0,
        reached: null,
      },
      {
        start: '2026-11-23T00:00:00.000Z',
        end: '2026-11-24T00:00:00.000Z',
        used: '0',
        remaining: '10.00',
        refused: 1,
        reached: '2026-11-23T08:00:00.000Z',
      },
    ]);
    expect(limit?.burn_down.map(({ start, remaining }) => [start.slice(0, 10), remaining])).toEqual([
      ['2026-11-20', '0.00'],
      ['2026-11-22', '5.00'],
    ]);
  });

  it('burn down by the timeline’s periods, and by windows that are shorter', () => {
    const config = campaign({
      time_zone: 'Asia/Tokyo',
      rules: [
        { type: 'budget', period: 'monthly', limit: '100' },
        { type: 'budget', period: 'hourly', limit: '9.5' },
      ],
    });
    const orders = [
      order('1', at('20T08:10')),
      order('2', at('20T08:20', { granted_discount: '1' })),
      order('3', at('20T09:59')),
      order('4', at('20T15:00')),
      order('5', at('30T15:00')),
    ];
    const burnDowns = (period?: 'hourly' | 'yearly') =>
      replayed(config, orders, { period }).result.limits.map(({ burn_down }) =>
        burn_down.map(({ start, end, remaining }) => [start.slice(5, 16), end.slice(5, 16), remaining]),
      );
    const hours = [
      ['11-20T08:00', '11-20T09:00', '3.5'],
      ['11-20T09:00', '11-20T10:00', '4.5'],
      ['11-20T15:00', '11-20T16:00', '4.5'],
      ['11-30T15:00', '11-30T16:00', '4.5'],
    ];
    expect(burnDowns()).toEqual([
      [
        ['11-19T15:00', '11-20T15:00', '89'],
        ['11-20T15:00', '11-21T15:00', '84'],
        ['11-30T15:00', '12-01T15:00', '95'],
      ],
      hours,
    ]);
    expect(burnDowns('hourly')[1]).toEqual(hours);
    expect(burnDowns('hourly')[0]?.map(([, , remaining]) => remaining)).toEqual(['94', '89', '84', '95']);
    expect(burnDowns('yearly')[0]).toEqual([
      ['10-31T15:00', '11-30T15:00', '84'],
      ['11-30T15:00', '12-31T15:00', '95'],
    ]);
  });

  it('refuse an order, too, whose violation is one with another’s', () => {
    const budget = (limit: string) => ({ type: 'budget', period: 'daily', limit });
    const parent = campaign({ id: 'brand', max_redemptions: 1, rules: [budget('9.00')] });
    const config = campaign({ parent, max_redemptions: 2, rules: [budget('8.00'), budget('20.00')] });
    const { result } = replayed(config, [order('1'), order('2')]);
    const told = result.limits.map(({ name, limit, refused, first_reached }) => [
      name,
      limit,
      refused,
      first_reached === null,
    ]);
    expect(told).toEqual([
      ['redemptions', 2, 0, true],
      ['budget.daily', '8.00', 1, false],
      ['budget.daily', '20.00', 0, true],
      ['parent.redemptions', 1, 1, false],
      ['parent.budget.daily', '9.00', 1, false],
    ]);
    expect(result.limits.map(({ windows: [window] }) => window?.used)).toEqual([1, '5', '5', 1, '5']);
  });

  it('refuse no order that another limit of the same row refuses, at the last cent and the last count', () => {
    const parent = campaign({
      id: 'brand',
      max_redemptions: 2,
      rules: [
        { type: 'per_customer', max_redemptions: 2 },
        { type: 'budget', period: 'daily', limit: '10.00' },
      ],
    });
    const config = campaign({
      parent,
      max_redemptions: 1,
      rules: [
        { type: 'per_customer', max_redemptions: 1 },
        { type: 'budget', period: 'daily', limit: '9.99' },
      ],
    });
    const { result } = replayed(config, [order('1'), order('2')]);
    expect(result.limits.map(({ refused }) => refused)).toEqual([1, 1, 1, 0, 0, 0]);
    expect(result.limits.map(({ customers }) => customers)).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('refuse with another of the same row exactly where they are used up, though nothing is granted', () => {
    const level = (id: string) =>
      campaign({ id, max_redemptions: 1, rules: [{ type: 'budget', period: 'daily', limit: '5.00' }] });
    const config = { ...level('spring'), parent: level('brand') };
    const { result } = replayed(config, [order('1'), order('2', { granted_discount: '0' })]);
    expect(result.limits.map(({ name, refused }) => [name, refused])).toEqual([
      ['redemptions', 1],
      ['budget.daily', 1],
      ['parent.redemptions', 1],
      ['parent.budget.daily', 1],
    ]);
  });

  it('of a group refuse where they are told', () => {
    const limit = { type: 'per_customer', max_redemptions: 1 };
    const config = withRules(limit, {
      type: 'any_of',
      rules: [
        { ...limit, period: 'daily' },
        { type: 'transaction_cost', minimum: '60' },
      ],
    });
    const { result } = replayed(config, [order('1'), order('2'), order('3', at('22T08:00'))]);
    expect(result.limits.map(({ name, rule, refused }) => [name, rule, refused])).toEqual([
      ['customer.redemptions', '/rules/0', 2],
      ['customer.redemptions.daily', '/rules/1/rules/0', 0],
    ]);
    const alone = { type: 'any_of', rules: [{ ...limit, period: 'daily' }, { type: 'new_customer' }] };
    expect(replayed(withRules(alone), [order('1'), order('2')]).result.limits[0]?.refused).toBe(1);
  });

  it('do not refuse a customer that nobody named, but ask who it is', () => {
    const config = withRules({ type: 'per_customer', max_redemptions: 1 });
    const nobody = order('1', {}, { customer_identifier: null });
    expect(replayed(config, [nobody]).result).toMatchObject({
      refusals: [{ attribute: 'customer', error_code: 'required', orders: 1 }],
      limits: [{ refused: 0, customers: 0, first_reached: null }],
      customers: { seen: 0, hit_by_limits: 0 },
    });
  });

  it('refuse everybody where they are 0, from the first order on', () => {
    const config = campaign({ max_redemptions: 0, rules: [{ type: 'budget', period: 'total', limit: 0 }] });
    const { result } = replayed(config, [order('1'), order('2', {}, { customer_identifier: null })]);
    for (const limit of result.limits)
      expect(limit).toMatchObject({
        refused: 2,
        customers: 1,
        first_reached: '2026-11-21T12:00:00.000Z',
        windows: [{ start: null, end: null, refused: 2, reached: '2026-11-21T12:00:00.000Z' }],
        burn_down: [],
      });
    expect(result.limits.map(({ windows: [window] }) => [window?.used, window?.remaining])).toEqual([
      [0, 0],
      ['0', '0'],
    ]);
    expect(result.customers).toEqual({ seen: 1, hit_by_limits: 1 });
  });

  it('count exactly, however many digits there are', () => {
    const config = withRules(
      { type: 'budget', period: 'total', limit: '999999999999999999999999999999.999999999999999999' },
      { type: 'budget', period: 'daily', limit: '1.0000000000000000001'.slice(0, 20) },
    );
    const tiny = { granted_discount: '0.000000000000000001' };
    const orders = Array.from({ length: 10 }, (_, i) =>
      order(`${i}`, i % 2 === 0 ? { granted_discount: 0.1 } : tiny),
    );
    const { result } = replayed(config, orders);
    expect(result.granted).toBe('0.500000000000000005');
    expect(result.limits[0]?.windows[0]).toMatchObject({
      used: '0.500000000000000005',
      remaining: '999999999999999999999999999999.499999999999999994',
    });
    const big = { granted_discount: '123456789012.3456' };
    const many = replayed(withRules({ type: 'budget', period: 'total', limit: '1'.repeat(30) }), [
      order('1', big),
      order('2', big),
      order('3', { granted_discount: '0.0004' }),
      order('3', { operation: 'cancel' }),
    ]);
    expect(many.result.limits[0]?.windows[0]?.used).toBe('246913578024.6912');
  });

  it('of a host’s own rules are followed, too', () => {
    const visits = defineRule({
      type: 'acme_visits',
      rows: [{ attribute: 'voucher', error_code: 'acme.too_often', message: 'Too often' }],
      config: v.strictObject({ type: v.literal('acme_visits') }),
      retestOnConfirm: true,
      compile: (_, env) => ({
        limits: [
          countLimit(
            env.counters.own('acme.visits', ({ voucherCode }) => voucherCode),
            1,
            { exceeded: env.violation('voucher.acme.too_often') },
          ),
        ],
      }),
    });
    const options: CompileOptions = { rules: [visits] };
    const replay = new Replay(compile(withRules({ type: 'acme_visits' }), options));
    const statuses = [order('1'), order('2'), order('1', { operation: 'cancel' }), order('3')].map(
      (one: Order) => replay.add(one)?.status,
    );
    expect(statuses).toEqual(['accepted', 'refused', 'accepted', 'accepted']);
    expect(replay.result().limits).toMatchObject([{ name: 'acme.visits', refused: 1, windows: [] }]);
  });
});
