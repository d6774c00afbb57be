import { describe, expect, it } from 'vitest';
import { compile, toErrorResponse, type Claim } from '../src/index.ts';
import {
  box,
  campaign,
  claimed,
  collection,
  context,
  decide,
  decideFor,
  factsWrongIn,
  planned,
  polygon,
  shopper,
  told,
  withRules,
} from './support/campaigns.ts';
import { plain, spelledOut } from './support/plain.ts';

/** Everything that can be wrong at once is. */
const strict = campaign({
  status: 'inactive',
  voucher_type: 'unique',
  max_redemptions: 0,
  max_total_budget: 0,
  rules: [
    { type: 'time_frame', windows: [{ end: '2020-01-01T00:00' }] },
    { type: 'time_of_order', windows: [{ days: ['monday'] }] },
    { type: 'area', areas: collection(polygon([box(0, 0, 1, 1)], 'Gulf')) },
    ...['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'].map((period) => {
      return { type: 'budget', period, limit: 0 };
    }),
    { type: 'transaction_cost', minimum: '70', maximum: '80' },
    { type: 'per_customer', max_redemptions: 0 },
    { type: 'new_customer' },
    { type: 'subscription', time_limit: { hours: 1 }, max_redemptions: 1 },
    { type: 'category', category: 'department', any_of: ['shoes'], none_of: ['outlet'] },
    { type: 'category', category: 'brand' },
  ],
});

const usedUp = {
  'transaction.redemptions': 1,
  'voucher.redemptions': 1,
  'customer.redemptions_anywhere': 1,
};

describe('a decision', () => {
  it('tells every reason at once, in the catalog’s order', () => {
    const decision = decideFor(
      strict,
      {
        location: { latitude: 50, longitude: 50 },
        categories: [{ name: 'department', tags: ['outlet'] }],
        origin_redemption: 'order-0',
      },
      { voucher: { code: 'SPRING-1', customer_identifier: 'cus_1' }, usage: usedUp },
    );
    expect(told(decision)).toEqual([
      'categories.missing_required_tags',
      'categories.includes_forbidden_tags',
      'categories.missing_required_category',
      'location.outside_of_permitted_areas',
      'voucher.not_valid_at_this_time',
      'voucher.unique_code_already_used',
      'campaign.not_active',
      'campaign.maximum_redemptions_exceeded',
      'campaign.budget_exceeded',
      'campaign.total_budget_exceeded',
      'campaign.yearly_budget_exceeded',
      'campaign.quarterly_budget_exceeded',
      'campaign.monthly_budget_exceeded',
      'campaign.weekly_budget_exceeded',
      'campaign.daily_budget_exceeded',
      'campaign.hourly_budget_exceeded',
      'customer.new_customer_required',
      'customer.per_customer_limit_exceeded',
      'customer.does_not_match_assigned_customer',
      'origin_redemption.not_original',
      'total_transaction_cost.below_campaign_minimum',
      'transaction_id.must_be_unique',
    ]);
    expect(decision.claims).toEqual([]);
  });

  it('tells one row of a missing customer, of the first that asks', () => {
    const decision = decideFor(
      strict,
      {
        customer_identifier: null,
        total_transaction_cost: 'x',
        location: 5,
        transaction_id: 5,
        categories: 5,
      },
      { voucher: { code: 'SPRING-1', customer_identifier: 'cus_1' } },
    );
    expect(
      decision.violations
        .filter(({ attribute }) => attribute !== 'campaign' && attribute !== 'voucher')
        .map(({ attribute, error_code, rule }) => [attribute, error_code, rule]),
    ).toEqual([
      ['categories', 'missing_required_category', '/rules/14'],
      ['categories', 'missing_required_category', '/rules/15'],
      ['location', 'invalid', null],
      ['customer', 'required', null],
      ['total_transaction_cost', 'not_a_number', null],
      ['transaction_id', 'required', null],
    ]);
  });

  it('survives the wire', () => {
    for (const decision of [
      decide(strict, { usage: usedUp }),
      decide(strict, { usage: { redemptions: -0 }, granted_discount: -0 }),
      decide(campaign({ max_redemptions: 5, max_total_budget: 5 })),
    ]) {
      expect(plain(decision)).toStrictEqual(spelledOut(decision));
      expect(plain(toErrorResponse(decision))).toStrictEqual(toErrorResponse(decision));
    }
  });

  it('is the same for the same input, and changes none of it', () => {
    const config = compile(strict);
    const question = context({
      granted_discount: '1',
      usage: Object.fromEntries([...planned(strict).keys()].map((name) => [name, 1])),
    });
    const before = structuredClone(question);
    const first = JSON.stringify(config.evaluate(question));
    expect(JSON.stringify(config.evaluate(question))).toBe(first);
    expect(question).toEqual(before);
  });

  it('of one redemption leaves nothing behind for the next', () => {
    const config = compile(withRules({ type: 'per_customer', max_redemptions: 1 }));
    const usage = {
      'transaction.redemptions': 0,
      'customer.redemptions_anywhere': 0,
      'customer.redemptions': 0,
    };
    const accepted = { ...context(), usage };
    const refused = { ...context(), usage: { ...usage, 'customer.redemptions': 1 } };
    expect([accepted, refused, accepted].map((each) => config.evaluate(each).status)).toEqual([
      'accepted',
      'refused',
      'accepted',
    ]);
    // A counter of the redemption before is not read for one that plans none.
    const anonymous = { ...context(), redemption: shopper({ customer_identifier: undefined }), usage };
    expect(told(config.evaluate(anonymous))).toEqual(['customer.required']);
  });
});

describe('a chain of campaigns', () => {
  it('must hold at all levels, the voucher’s campaign told first within a row', () => {
    const config = campaign({
      rules: [{ type: 'transaction_cost', minimum: '60' }],
      parent: {
        id: 'year',
        status: 'active',
        rules: [
          { type: 'category', category: 'a' },
          { type: 'transaction_cost', minimum: '70' },
        ],
        parent: { id: 'all', rules: [{ type: 'transaction_cost', minimum: '60' }] },
      },
    });
    expect(
      decide(config).violations.map(({ error_code, campaign: id, rule }) => [error_code, id, rule]),
    ).toEqual([
      ['missing_required_category', 'year', '/rules/0'],
      ['not_active', 'all', '/status'],
      ['below_campaign_minimum', 'spring', '/rules/0'],
      ['below_campaign_minimum', 'year', '/rules/1'],
    ]);
  });

  it('checks transaction, cost, location and assignment once, for the voucher’s campaign', () => {
    const config = campaign({ parent: { id: 'year', status: 'active' } });
    expect(
      decideFor(config, { transaction_id: 1, total_transaction_cost: [], location: 1 }).violations,
    ).toMatchObject([
      { attribute: 'location', campaign: 'spring', rule: null },
      { attribute: 'total_transaction_cost', campaign: 'spring', rule: null },
      { attribute: 'transaction_id', campaign: 'spring', rule: null },
    ]);
  });

  it('cuts periods and reads clocks in each campaign’s own zone', () => {
    const lunch = { type: 'time_of_order', windows: [{ start: '12:00', end: '13:00' }] };
    const config = campaign({
      time_zone: 'Europe/Amsterdam',
      rules: [lunch],
      parent: { id: 'year', status: 'active', time_zone: 'America/New_York', rules: [lunch] },
    });
    expect(decide(config, { at: '2026-11-21T11:30Z' }).violations).toMatchObject([{ campaign: 'year' }]);
    expect(decide(config, { at: '2026-11-21T17:30Z' }).violations).toMatchObject([{ campaign: 'spring' }]);
  });
});

describe('the life of a redemption', () => {
  const held: Claim[] = [
    { name: 'redemptions', key: 'campaign/spring/redemptions', add: 1, limit: 3 },
    { name: 'budget.daily', key: 'campaign/spring/budget/daily/2026-11-20', add: '2.50', limit: null },
  ];
  const pending = { status: 'pending', claims: held };
  const bare = { status: 'pending', claims: [] };

  it.each([['confirm'], ['cancel']])('%s of a confirmed one is refused, whatever else holds', (operation) => {
    const fields = { operation, existing: { status: 'confirmed', claims: held }, redemption: null };
    expect(compile(strict).evaluate(context(fields))).toEqual({
      status: 'refused',
      violations: [
        {
          attribute: 'base',
          error_code: 'can_not_delete_already_confirmed',
          message: 'Redemption was already previously confirmed and can not be updated or deleted',
          campaign: 'spring',
          rule: null,
        },
      ],
      claims: [],
    });
    expect(planned(strict, fields).size).toBe(0);
  });

  it('cancel of a pending one is accepted, and gives back what is held', () => {
    const fields = { operation: 'cancel', existing: pending, redemption: 'nothing' };
    expect(compile(strict).evaluate(context(fields))).toEqual({
      status: 'accepted',
      violations: [],
      claims: [],
      releases: held,
    });
    expect(compile(strict).evaluate(context({ ...fields, existing: bare }))).toEqual({
      status: 'accepted',
      violations: [],
      claims: [],
      releases: [],
    });
    expect(planned(strict, fields).size).toBe(0);
  });

  it('confirm of one that holds claims asks for the status alone, and claims nothing more', () => {
    const fields = { operation: 'confirm', existing: pending, redemption: {} };
    expect(told(compile(strict).evaluate(context(fields)))).toEqual(['campaign.not_active']);
    expect(compile({ ...strict, status: 'active' }).evaluate(context(fields))).toEqual({
      status: 'accepted',
      violations: [],
      claims: [],
    });
    expect(planned(strict, fields).size).toBe(0);
    const parent = { id: 'year', status: 'draft' };
    expect(compile(campaign({ parent })).evaluate(context(fields)).violations).toMatchObject([
      { error_code: 'not_active', campaign: 'year' },
    ]);
  });

  it('confirm of one that holds none asks again for what others may have changed', () => {
    const fields = { operation: 'confirm', existing: bare };
    expect(planned(strict, fields)).toEqual(planned(strict));
    const sent = { location: 5, categories: 5, total_transaction_cost: 'x', origin_redemption: 'order-0' };
    const assigned = { code: 'SPRING-1', customer_identifier: 'cus_1' };
    expect(told(decideFor(strict, sent, { ...fields, voucher: assigned, usage: usedUp }))).toEqual([
      'voucher.unique_code_already_used',
      'campaign.not_active',
      'campaign.maximum_redemptions_exceeded',
      'campaign.budget_exceeded',
      'campaign.total_budget_exceeded',
      'campaign.yearly_budget_exceeded',
      'campaign.quarterly_budget_exceeded',
      'campaign.monthly_budget_exceeded',
      'campaign.weekly_budget_exceeded',
      'campaign.daily_budget_exceeded',
      'campaign.hourly_budget_exceeded',
      'customer.new_customer_required',
      'customer.per_customer_limit_exceeded',
      'origin_redemption.not_original',
    ]);
  });

  it('confirm of one that holds none claims as redeem does', () => {
    const config = campaign({
      voucher_type: 'unique',
      max_redemptions: 9,
      rules: [
        { type: 'budget', period: 'daily', limit: 9 },
        { type: 'transaction_cost', minimum: 1 },
      ],
    });
    const confirmed = decide(config, { operation: 'confirm', existing: bare });
    expect(confirmed).toEqual(decide(config));
    expect(claimed(confirmed)).toMatchObject({ 'transaction.redemptions': 1, 'budget.daily': '9' });
  });

  it('confirm of one that holds none needs usage and discount as redeem does', () => {
    const config = compile(withRules({ type: 'budget', period: 'daily', limit: 9 }));
    const paths = factsWrongIn(() => config.evaluate(context({ operation: 'confirm', existing: bare }))).map(
      ({ path }) => path,
    );
    expect(paths.sort()).toEqual([
      '/granted_discount',
      '/usage/budget.daily',
      '/usage/customer.redemptions_anywhere',
      '/usage/transaction.redemptions',
    ]);
  });

  it('redeem does not look at what exists', () => {
    for (const operation of [undefined, 'redeem']) {
      const decision = decide(campaign(), { operation, existing: { status: 'confirmed' } });
      expect(decision.status).toBe('accepted');
      expect(decision).not.toHaveProperty('releases');
    }
  });
});
