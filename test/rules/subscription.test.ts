import { describe, expect, it } from 'vitest';
import { addDuration, boundsOf } from '../../src/time/local.ts';
import { zoneOf } from '../../src/time/zone.ts';
import {
  campaign,
  claimed,
  decide,
  decideFor,
  issuesOf,
  pathsOf,
  planned,
  shopper,
  told,
  withRules,
  type Fields,
} from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const NOT_ORIGINAL = ['origin_redemption.not_original'];
const EXPIRED = ['customer.time_limit_expired'];
const EXCEEDED = ['customer.redemptions_limit_exceeded'];

const three = withRules({ type: 'subscription', max_redemptions: 3 });
const origin = { redeemed_at: '2026-11-01T00:00:00Z', original: true, customer_identifier: 'cus_42' };
const renewal = { redemption: shopper({ origin_redemption: 'order-0' }), origin };

function decideRenewal(config: Fields, fields: Fields = {}) {
  return decide(config, { ...renewal, ...fields });
}

describe('a first redemption of a subscription', () => {
  it.each([[undefined], [null], [''], [' '], [7], [{}]])('names no origin: %j', (origin_redemption) => {
    const decision = decideFor(three, { origin_redemption }, { usage: { 'origin.redemptions': 99 } });
    expect(told(decision)).toEqual([]);
    expect(decision.claims).toContainEqual({
      name: 'origin.redemptions',
      key: 'campaign/spring/origin/order-1/redemptions',
      add: 1,
      limit: 3,
    });
  });

  it.each([[undefined], [null], ['']])('needs an identifier, not %j, and then tells that alone', (sent) => {
    for (const origin_redemption of [undefined, 'order-0']) {
      const decision = decideFor(three, { customer_identifier: sent, origin_redemption }, { origin });
      expect(decision.violations).toEqual([
        {
          attribute: 'customer',
          error_code: 'required',
          message: 'Customer identifier is required to redeem this voucher',
          campaign: 'spring',
          rule: '/rules/0',
        },
      ]);
    }
  });

  it('counts nothing where neither an origin nor a transaction is named', () => {
    const redemption = shopper({ transaction_id: undefined });
    expect(planned(three, { redemption }).has('origin.redemptions')).toBe(false);
    expect(told(decide(three, { redemption }))).toEqual(['transaction_id.required']);
  });
});

describe('a redemption that names an origin', () => {
  it('is a renewal where the origin is an original of the same customer', () => {
    expect(told(decideRenewal(three))).toEqual([]);
  });

  it.each([
    ['unknown', null],
    ['not given', undefined],
    ['itself a renewal', { ...origin, original: false }],
    ['of another customer', { ...origin, customer_identifier: 'cus_43' }],
    ['of a customer who differs in case', { ...origin, customer_identifier: 'CUS_42' }],
    ['of nobody', { ...origin, customer_identifier: null }],
    ['of nobody, left out', { redeemed_at: origin.redeemed_at, original: true }],
  ])('that is %s is not original', (_, facts) => {
    expect(decideRenewal(three, { origin: facts, usage: { 'origin.redemptions': 99 } }).violations).toEqual([
      {
        attribute: 'origin_redemption',
        error_code: 'not_original',
        message: 'Origin redemption can not be a re-redemption',
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it.each([
    [0, []],
    [1, []],
    [2, []],
    [3, EXCEEDED],
    [4, EXCEEDED],
  ])('with at most three: after %i tells %j', (count, rows) => {
    expect(told(decideRenewal(three, { usage: { 'origin.redemptions': count } }))).toEqual(rows);
  });

  it('past the number is told with what stood in the way', () => {
    expect(plain(decideRenewal(three, { usage: { 'origin.redemptions': 3 } }).violations)).toEqual([
      {
        attribute: 'customer',
        error_code: 'redemptions_limit_exceeded',
        message: 'Customer has already reached maximum number of redemptions',
        campaign: 'spring',
        rule: '/rules/0',
        details: { limit: 3, used: 3, requested: 1, remaining: 0 },
      },
    ]);
  });

  it('is counted and claimed under the origin', () => {
    const redemption = shopper({ origin_redemption: 'order/0%' });
    const key = 'campaign/spring/origin/order%2F0%25/redemptions';
    expect(planned(three, { redemption }).get('origin.redemptions')).toEqual({
      name: 'origin.redemptions',
      key,
    });
    expect(decideRenewal(three, { redemption }).claims).toContainEqual({
      name: 'origin.redemptions',
      key,
      add: 1,
      limit: 3,
    });
  });

  it('is not counted where only time is limited', () => {
    const timed = withRules({ type: 'subscription', time_limit: { years: 1 } });
    expect(planned(timed, { redemption: renewal.redemption }).has('origin.redemptions')).toBe(false);
    expect(claimed(decideRenewal(timed))).not.toHaveProperty('origin.redemptions');
  });
});

describe('the time limit of a subscription', () => {
  const tells = (time_limit: Fields, redeemed_at: unknown, at: string, time_zone?: string) =>
    told(
      decideRenewal(campaign({ time_zone, rules: [{ type: 'subscription', time_limit }] }), {
        at,
        origin: { ...origin, redeemed_at },
      }),
    );

  it.each([
    [{ hours: 36 }, '2026-11-01T00:00Z', '2026-11-02T12:00:00.000Z', undefined],
    [{ days: 30 }, '2026-11-01T10:00Z', '2026-12-01T10:00:00.000Z', undefined],
    [{ weeks: 2 }, '2026-11-01T10:00Z', '2026-11-15T10:00:00.000Z', undefined],
    [{ months: 1 }, '2026-01-31T10:00Z', '2026-02-28T10:00:00.000Z', undefined],
    [{ months: 1 }, '2028-01-31T10:00Z', '2028-02-29T10:00:00.000Z', undefined],
    [{ years: 1 }, '2028-02-29T10:00Z', '2029-02-28T10:00:00.000Z', undefined],
    [
      { years: 1, months: 1, weeks: 1, days: 1, hours: 1 },
      '2026-01-31T10:00Z',
      '2027-03-08T11:00:00.000Z',
      undefined,
    ],
    [{ days: 1 }, '2026-03-28T11:00Z', '2026-03-29T10:00:00.000Z', 'Europe/Amsterdam'],
    [{ hours: 24 }, '2026-03-28T11:00Z', '2026-03-29T11:00:00.000Z', 'Europe/Amsterdam'],
    [{ days: 1 }, '2026-03-28T01:30Z', '2026-03-29T01:30:00.000Z', 'Europe/Amsterdam'],
    [{ days: 1 }, '2026-10-24T00:30Z', '2026-10-25T00:30:00.000Z', 'Europe/Amsterdam'],
    [{ days: 1, hours: 1 }, '2026-10-24T00:30Z', '2026-10-25T01:30:00.000Z', 'Europe/Amsterdam'],
  ])('%j after %s ends at %s (%s), excluded', (limit, redeemedAt, end, zone) => {
    const instant = Date.parse(end);
    expect(tells(limit, redeemedAt, new Date(instant - 1).toISOString(), zone)).toEqual([]);
    expect(tells(limit, redeemedAt, end, zone)).toEqual(EXPIRED);
    expect(tells(limit, redeemedAt, new Date(instant + 1).toISOString(), zone)).toEqual(EXPIRED);
  });

  it.each([
    [{ months: 1 }, '2026-01-31T10:00Z', 'Europe/Amsterdam'],
    [{ months: 1 }, '2027-02-28T10:00Z', 'UTC'],
    [{ years: 1, days: 3 }, '2026-07-01T23:30Z', 'America/Havana'],
    [{ days: 1 }, '2011-12-29T11:00Z', 'Pacific/Apia'],
    [{ hours: 72 }, '2026-10-24T00:30Z', 'Europe/Amsterdam'],
    [{ hours: 1 }, '2026-10-24T00:30Z', 'UTC'],
    [{ weeks: 2 }, '2026-11-01T10:00Z', 'Australia/Lord_Howe'],
  ])('%j after %s in %s is the calendar’s wherever bounds would do', (limit, redeemedAt, zone) => {
    const redeemed = Date.parse(redeemedAt);
    const end = addDuration(redeemed, limit, zoneOf(zone));
    const { least, most } = boundsOf(limit);
    for (const edge of [redeemed + least, redeemed + most, end]) {
      for (const at of [edge - 1, edge, edge + 1]) {
        const expected = at < end ? [] : EXPIRED;
        expect(tells(limit, redeemedAt, new Date(at).toISOString(), zone)).toEqual(expected);
      }
    }
  });

  it('that has passed is told', () => {
    const config = withRules({ type: 'subscription', time_limit: { hours: 1 } });
    expect(decideRenewal(config).violations).toEqual([
      {
        attribute: 'customer',
        error_code: 'time_limit_expired',
        message: 'Customer can no longer reedem this discount',
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it('of more years than there are never passes', () => {
    const limit = { years: Number.MAX_SAFE_INTEGER, months: Number.MAX_SAFE_INTEGER };
    expect(tells(limit, '0001-01-01T00:00Z', '9999-12-31T23:59Z')).toEqual([]);
    expect(tells({ hours: Number.MAX_SAFE_INTEGER }, '0001-01-01T00:00Z', '9999-12-31T23:59Z')).toEqual([]);
  });

  it('holds of an origin that is yet to come', () => {
    expect(tells({ hours: 1 }, '2027-01-01T00:00Z', '2026-01-01T00:00Z')).toEqual([]);
  });

  it('takes the origin’s time as epoch milliseconds or as a Date as well', () => {
    for (const redeemedAt of [1_793_491_200_000, new Date('2026-11-01T00:00Z'), '2026-11-01T01:00+01:00']) {
      expect(tells({ hours: 1 }, redeemedAt, '2026-11-01T00:59:59.999Z')).toEqual([]);
      expect(tells({ hours: 1 }, redeemedAt, '2026-11-01T01:00:00.000Z')).toEqual(EXPIRED);
    }
  });

  it('is told beside the limit of redemptions', () => {
    const config = withRules({ type: 'subscription', time_limit: { hours: 1 }, max_redemptions: 3 });
    expect(told(decideRenewal(config, { usage: { 'origin.redemptions': 3 } }))).toEqual([
      ...EXPIRED,
      ...EXCEEDED,
    ]);
  });
});

describe('a renewal', () => {
  const entry = {
    voucher_type: 'unique',
    rules: [{ type: 'new_customer' }, { type: 'per_customer', max_redemptions: 1 }],
  };
  const redeemed = {
    'voucher.redemptions': 1,
    'customer.redemptions_anywhere': 1,
    'customer.redemptions': 1,
    'parent.customer.redemptions': 1,
  };

  it('continues its origin: entry conditions are not asked again, at any level', () => {
    const subscription = { type: 'subscription', max_redemptions: 3 };
    const own = campaign({
      ...entry,
      rules: [...entry.rules, subscription],
      parent: { id: 'year', status: 'active', ...entry },
    });
    const above = campaign({
      ...entry,
      parent: { id: 'year', status: 'active', ...entry, rules: [...entry.rules, subscription] },
    });
    for (const config of [own, above]) {
      const decision = decideRenewal(config, { usage: redeemed });
      expect(told(decision)).toEqual([]);
      expect(claimed(decision)).toMatchObject({
        'voucher.redemptions': null,
        'customer.redemptions_anywhere': null,
        'customer.redemptions': null,
        'parent.customer.redemptions': null,
      });
      const first = decide(config, { usage: redeemed });
      expect(told(first)).toEqual([
        'voucher.unique_code_already_used',
        'customer.new_customer_required',
        'customer.per_customer_limit_exceeded',
      ]);
    }
    expect(claimed(decideRenewal(above, { usage: redeemed }))).toMatchObject({
      'parent.origin.redemptions': 3,
    });
  });

  it('is not one without a customer, though the origin has none either', () => {
    const config = campaign({
      voucher_type: 'unique',
      rules: [{ type: 'subscription', max_redemptions: 3 }],
    });
    const redemption = shopper({ origin_redemption: 'order-0', customer_identifier: undefined });
    for (const customer_identifier of [undefined, null]) {
      const nobody = { redemption, origin: { ...origin, customer_identifier } };
      expect(told(decide(config, { ...nobody, usage: { 'voucher.redemptions': 1 } }))).toEqual([
        'voucher.unique_code_already_used',
        'customer.required',
      ]);
    }
  });

  it('is nothing special where no campaign of the chain has a subscription', () => {
    expect(told(decideRenewal(campaign(entry), { usage: redeemed }))).toEqual([
      'voucher.unique_code_already_used',
      'customer.new_customer_required',
      'customer.per_customer_limit_exceeded',
    ]);
    expect(told(decideRenewal(campaign(), { origin: 'anything' }))).toEqual([]);
  });

  it('is still asked what is no entry condition', () => {
    const config = campaign({
      max_redemptions: 1,
      rules: [
        { type: 'subscription', max_redemptions: 3 },
        { type: 'budget', period: 'daily', limit: 1 },
      ],
    });
    const usage = { redemptions: 1, 'budget.daily': 1, 'transaction.redemptions': 1 };
    expect(told(decideRenewal(config, { usage }))).toEqual([
      'campaign.maximum_redemptions_exceeded',
      'campaign.daily_budget_exceeded',
      'transaction_id.must_be_unique',
    ]);
  });

  it('of the chain may be limited at two levels, each in its own counter', () => {
    const config = campaign({
      rules: [{ type: 'subscription', max_redemptions: 3 }],
      parent: { id: 'year', status: 'active', rules: [{ type: 'subscription', max_redemptions: 5 }] },
    });
    const decision = decideRenewal(config);
    expect(claimed(decision)).toMatchObject({ 'origin.redemptions': 3, 'parent.origin.redemptions': 5 });
    expect(decideRenewal(config, { usage: { 'parent.origin.redemptions': 5 } }).violations).toMatchObject([
      { campaign: 'year', rule: '/rules/0', details: { limit: 5 } },
    ]);
  });

  it('is asked again when a reservation is confirmed that holds no claims', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decideRenewal(three, { ...confirm, origin: null }))).toEqual(NOT_ORIGINAL);
    const usage = { 'origin.redemptions': 3 };
    expect(told(decideRenewal(three, { ...confirm, usage }))).toEqual(EXCEEDED);
  });
});

describe('the config of a subscription', () => {
  const issuesIn = (rule: Fields) => issuesOf(withRules({ type: 'subscription', ...rule }));

  it.each([
    [{}, '/rules/0', 'a time_limit, max_redemptions, or both'],
    [{ max_redemptions: 0 }, '/rules/0/max_redemptions', 'an integer of 1 or more'],
    [{ max_redemptions: 1.5 }, '/rules/0/max_redemptions', 'an integer of 1 or more'],
    [{ max_redemptions: null }, '/rules/0/max_redemptions', 'an integer of 1 or more'],
    [{ time_limit: {} }, '/rules/0/time_limit', 'a duration above 0'],
    [{ time_limit: [] }, '/rules/0/time_limit', 'an object'],
    [{ time_limit: 'P1Y' }, '/rules/0/time_limit', 'an object'],
    [{ time_limit: { days: -1 } }, '/rules/0/time_limit/days', 'an integer of 0 or more'],
    [{ time_limit: { days: 0.5 } }, '/rules/0/time_limit/days', 'an integer of 0 or more'],
    [{ time_limit: { days: 2 ** 53 } }, '/rules/0/time_limit/days', 'an integer of 0 or more'],
    [
      { time_limit: { days: 1, minutes: 5 } },
      '/rules/0/time_limit/minutes',
      'only the keys years, months, weeks, days, hours',
    ],
    [
      { max_redemptions: 3, period: 'daily' },
      '/rules/0/period',
      'only the keys type, description, time_limit, max_redemptions',
    ],
  ])('%j is an issue at %s', (rule, path, expected) => {
    expect(issuesIn(rule)).toMatchObject([{ path, expected }]);
  });

  it('needs a time limit above zero', () => {
    const zero = { years: 0, months: 0, weeks: 0, days: 0, hours: 0 };
    expect(issuesIn({ time_limit: zero })).toMatchObject([{ expected: 'a duration above 0' }]);
    expect(issuesIn({ time_limit: { ...zero, hours: 1 } })).toEqual([]);
    expect(issuesIn({ time_limit: { years: 1 } })).toEqual([]);
  });

  it('stands at most once in a campaign', () => {
    const subscription = { type: 'subscription', max_redemptions: 3 };
    expect(issuesOf(withRules(subscription, { type: 'new_customer' }, subscription, subscription))).toEqual([
      {
        path: '/rules/2',
        message: 'expected at most one subscription in a campaign, found another one',
        found: 'another one',
        expected: 'at most one subscription in a campaign',
      },
      expect.objectContaining({ path: '/rules/3' }),
    ]);
    expect(
      pathsOf(campaign({ rules: [subscription], parent: { id: 'year', rules: [subscription] } })),
    ).toEqual([]);
  });

  it('stands directly in the rules, not in a group', () => {
    const subscription = { type: 'subscription', max_redemptions: 3 };
    expect(
      pathsOf(
        withRules(
          { type: 'any_of', rules: [subscription] },
          { type: 'any_of', rules: [{ type: 'all_of', rules: [{ type: 'new_customer' }, subscription] }] },
        ),
      ),
    ).toEqual(['/rules/0/rules/0', '/rules/1/rules/0/rules/1']);
  });
});
