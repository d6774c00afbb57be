import { describe, expect, it } from 'vitest';
import {
  campaign,
  claimed,
  decide,
  decideFor,
  issuesOf,
  planned,
  shopper,
  told,
  withRules,
} from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const EXCEEDED = ['customer.per_customer_limit_exceeded'];
const twice = withRules({ type: 'per_customer', max_redemptions: 2 });

describe('a limit per customer', () => {
  it.each([
    [0, []],
    [1, []],
    [2, EXCEEDED],
    [3, EXCEEDED],
    ['1', []],
    ['2', EXCEEDED],
  ])('of two: after %j redemptions tells %j', (count, rows) => {
    expect(told(decide(twice, { usage: { 'customer.redemptions': count } }))).toEqual(rows);
  });

  it('that is reached is told with what stood in the way', () => {
    expect(plain(decide(twice, { usage: { 'customer.redemptions': 3 } }).violations)).toEqual([
      {
        attribute: 'customer',
        error_code: 'per_customer_limit_exceeded',
        message: 'Customer has already reached maximum number of redemptions',
        campaign: 'spring',
        rule: '/rules/0',
        details: { limit: 2, used: 3, requested: 1, remaining: 0 },
      },
    ]);
  });

  it('of zero refuses everyone', () => {
    expect(told(decide(withRules({ type: 'per_customer', max_redemptions: 0 })))).toEqual(EXCEEDED);
  });

  it.each([[undefined], [null], [''], [' '], [42]])('needs an identifier, not %j', (customer_identifier) => {
    expect(decideFor(twice, { customer_identifier }).violations).toEqual([
      {
        attribute: 'customer',
        error_code: 'required',
        message: 'Customer identifier is required to redeem this voucher',
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
    expect(planned(twice, { redemption: shopper({ customer_identifier }) }).size).toBe(1);
  });

  it('is counted per campaign, customer and period', () => {
    const redemption = shopper({ customer_identifier: 'a/b%' });
    const keyOf = (rule: object) => {
      const counters = planned(withRules({ type: 'per_customer', max_redemptions: 2, ...rule }), {
        redemption,
      });
      counters.delete('transaction.redemptions');
      counters.delete('customer.redemptions_anywhere');
      return [...counters.values()];
    };
    const home = 'campaign/spring/customer/a%2Fb%25/redemptions';
    expect(keyOf({})).toEqual([{ name: 'customer.redemptions', key: home }]);
    expect(keyOf({ period: 'total' })).toEqual([{ name: 'customer.redemptions', key: home }]);
    expect(keyOf({ period: 'weekly', week_starts_on: 'sunday' })).toEqual([
      {
        name: 'customer.redemptions.weekly-sunday',
        key: `${home}/weekly-sunday/2026-11-15`,
        window: { start: '2026-11-15T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
      },
    ]);
    expect(keyOf({ period: 'monthly' })).toMatchObject([
      { name: 'customer.redemptions.monthly', key: `${home}/monthly/2026-11` },
    ]);
  });

  it.each(['yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'])(
    'in a %s period tells its window',
    (period) => {
      const config = withRules({ type: 'per_customer', max_redemptions: 1, period });
      const name = `customer.redemptions.${period}`;
      expect(told(decide(config))).toEqual([]);
      const { details } = decide(config, { usage: { [name]: 1 } }).violations[0] ?? {};
      expect(details).toEqual({
        limit: 1,
        used: 1,
        requested: 1,
        remaining: 0,
        window: planned(config).get(name)?.window,
      });
    },
  );

  it('is claimed: the smallest of those on one counter', () => {
    const config = withRules(
      { type: 'per_customer', max_redemptions: 5 },
      { type: 'per_customer', max_redemptions: 3 },
      { type: 'per_customer', max_redemptions: 1, period: 'daily' },
    );
    expect(claimed(decide(config))).toMatchObject({
      'customer.redemptions': 3,
      'customer.redemptions.daily': 1,
    });
  });

  it('is not asked of a renewal, which adds to its count without a limit', () => {
    const config = withRules(
      { type: 'per_customer', max_redemptions: 1 },
      { type: 'subscription', max_redemptions: 12 },
    );
    const origin = { redeemed_at: '2026-11-01T00:00Z', original: true, customer_identifier: 'cus_42' };
    const renewal = { redemption: shopper({ origin_redemption: 'order-0' }), origin };
    const decision = decide(config, { ...renewal, usage: { 'customer.redemptions': 7 } });
    expect(decision.status).toBe('accepted');
    expect(claimed(decision)).toMatchObject({ 'customer.redemptions': null });
    expect(told(decide(config, { usage: { 'customer.redemptions': 7 } }))).toEqual(EXCEEDED);
  });

  it('is asked again when a reservation is confirmed that holds no claims', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decide(twice, { ...confirm, usage: { 'customer.redemptions': 2 } }))).toEqual(EXCEEDED);
    expect(told(decideFor(twice, { customer_identifier: null }, confirm))).toEqual(['customer.required']);
  });

  it('of an ancestor is counted in the ancestor', () => {
    const config = campaign({
      parent: {
        id: 'year',
        status: 'active',
        rules: [{ type: 'per_customer', max_redemptions: 1, period: 'daily' }],
      },
    });
    const name = 'parent.customer.redemptions.daily';
    expect(planned(config).get(name)?.key).toBe('campaign/year/customer/cus_42/redemptions/daily/2026-11-21');
    expect(decide(config, { usage: { [name]: 1 } }).violations).toMatchObject([
      { campaign: 'year', rule: '/rules/0' },
    ]);
  });

  it.each([
    [{}, '/rules/0/max_redemptions'],
    [{ max_redemptions: -1 }, '/rules/0/max_redemptions'],
    [{ max_redemptions: '2' }, '/rules/0/max_redemptions'],
    [{ max_redemptions: 1, period: 'day' }, '/rules/0/period'],
    [{ max_redemptions: 1, week_starts_on: 'sunday' }, '/rules/0/week_starts_on'],
    [{ max_redemptions: 1, period: 'total', week_starts_on: 'sunday' }, '/rules/0/week_starts_on'],
    [{ max_redemptions: 1, period: 'weekly', week_starts_on: 'friday' }, '/rules/0/week_starts_on'],
    [{ max_redemptions: 1, limit: 2 }, '/rules/0/limit'],
  ])('%j is an issue at %s', (rule, path) => {
    expect(issuesOf(withRules({ type: 'per_customer', ...rule }))).toMatchObject([{ path }]);
  });
});
