import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError } from '../../src/index.ts';
import { Comparison, simulate, type Order } from '../../src/simulate/index.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { order } from '../support/orders.ts';

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
      rows: [
        {
          attribute: 'total_transaction_cost',
          error_code: 'below_campaign_minimum',
          orders: 1,
          examples: [
            {
              order: 1,
              transaction_id: '1',
              at: 1_795_262_400_000,
              rows: ['total_transaction_cost.below_campaign_minimum'],
            },
          ],
        },
      ],
    });
    expect(newly_accepted).toEqual({
      orders: 1,
      rows: [
        {
          attribute: 'campaign',
          error_code: 'total_budget_exceeded',
          orders: 1,
          examples: [
            {
              order: 4,
              transaction_id: '3',
              at: '2026-11-21T12:00:02Z',
              rows: ['campaign.total_budget_exceeded'],
            },
          ],
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

  it('give the first five orders of each row, with all rows that refuse them', async () => {
    const orders = Array.from({ length: 12 }, (_, i) =>
      order(
        String(i),
        { at: new Date(1_795_262_400_000 + i) },
        { total_transaction_cost: i < 8 ? '5' : '2000', ...(i === 0 && { transaction_id: null }) },
      ),
    );
    const stricter = withRules(
      { type: 'transaction_cost', minimum: '10', maximum: '1000' },
      { type: 'transaction_cost', minimum: '11' },
      { type: 'category', category: 'x' },
    );
    const { newly_refused, newly_accepted } = await simulate(compile(campaign()), orders, {
      against: compile(stricter),
    });
    expect(newly_refused.orders).toBe(11);
    const rows = newly_refused.rows.map(({ error_code, orders: count, examples }) => [
      error_code,
      count,
      examples.map(({ order: place }) => place),
    ]);
    expect(rows).toEqual([
      ['missing_required_category', 11, [2, 3, 4, 5, 6]],
      ['below_campaign_minimum', 7, [2, 3, 4, 5, 6]],
      ['above_campaign_maximum', 4, [9, 10, 11, 12]],
    ]);
    expect(newly_refused.rows[2]?.examples[0]).toEqual({
      order: 9,
      transaction_id: '8',
      at: '2026-11-21T12:00:00.008Z',
      rows: ['categories.missing_required_category', 'total_transaction_cost.above_campaign_maximum'],
    });
    expect(newly_accepted).toEqual({ orders: 0, rows: [] });
  });

  it('have the same periods, in the zone of the first, or in one that is asked for', () => {
    const [tokyo, utc] = [compile(campaign({ time_zone: 'Asia/Tokyo' })), compile(campaign())];
    const starts = (options?: { timeZone?: string; period?: 'yearly' }) => {
      const compared = new Comparison(tokyo, utc, options);
      compared.add(order('1'));
      const { before, after } = compared.result();
      return [before, after].map(({ timeline }) => timeline[0]?.start.slice(0, 16));
    };
    expect(starts()).toEqual(['2026-11-20T15:00', '2026-11-20T15:00']);
    expect(starts({ timeZone: 'UTC' })).toEqual(['2026-11-21T00:00', '2026-11-21T00:00']);
    expect(starts({ period: 'yearly' })).toEqual(['2025-12-31T15:00', '2025-12-31T15:00']);
    expect(() => starts({ timeZone: 'Nowhere' })).toThrow(RangeError);
  });

  it('flip no order by a confirmation or a cancellation', () => {
    const compared = new Comparison(compile(campaign()), compile(campaign({ status: 'draft' })));
    const both = [order('1'), order('1', { operation: 'confirm' }), order('1', { operation: 'cancel' })].map(
      (one) => {
        const { before, after } = compared.add(one);
        return [before?.status, after?.status];
      },
    );
    expect(both).toEqual([
      ['accepted', 'refused'],
      ['accepted', undefined],
      ['refused', undefined],
    ]);
    const { newly_refused, newly_accepted, after } = compared.result();
    expect([newly_refused.orders, newly_accepted.orders, after.operations.moot]).toEqual([1, 0, 2]);
  });

  it('do not flip where only one of them has confirmed, nor lose count of what could not be read', () => {
    const compared = new Comparison(
      compile(campaign()),
      compile(withRules({ type: 'transaction_cost', minimum: '60' })),
    );
    compared.skip();
    const again = order('1', {}, { total_transaction_cost: '70' });
    const both = [
      order('1'),
      order('1', { operation: 'confirm' }),
      again,
      order('1', { operation: 'cancel' }),
    ].map((one) => {
      const { before, after } = compared.add(one);
      return [before?.status, after?.status];
    });
    expect(both).toEqual([
      ['accepted', 'refused'],
      ['accepted', undefined],
      ['refused', 'accepted'],
      ['refused', 'accepted'],
    ]);
    const { newly_refused, newly_accepted } = compared.result();
    expect(
      [newly_refused, newly_accepted].map(({ orders, rows }) => [orders, rows[0]?.examples[0]?.order]),
    ).toEqual([
      [1, 2],
      [1, 4],
    ]);
  });

  it('tell what only one of them lacks, which the other has decided', () => {
    const compared = new Comparison(
      compile(campaign()),
      compile(withRules({ type: 'budget', period: 'total', limit: '9' })),
    );
    expect(() => compared.add(order('1', { granted_discount: undefined }))).toThrow(InvalidContextError);
    const { before, after } = compared.result();
    expect([before.accepted, before.unusable, after.accepted, after.unusable]).toEqual([1, 0, 0, 1]);
  });
});
