// How every rule went, and what it read.

import { describe, expect, it } from 'vitest';
import { compile, explain, type Explanation, type RuleExplanation } from '../src/index.ts';
import { box, campaign, collection, polygon, withRules, type Fields } from './support/campaigns.ts';
import { plain } from './support/plain.ts';
import { codes, contextOf } from './support/what-if.ts';

const NONE_USED = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };

function explained(config: Fields, redemption: Fields = {}, fields: Fields = {}): Explanation {
  return explain(compile(config), contextOf(redemption, { usage: NONE_USED, ...fields }));
}

function ruleIn({ rules }: Explanation, type: string): RuleExplanation | undefined {
  return rules.find((rule) => rule.type === type);
}

const minimum = { type: 'transaction_cost', minimum: '20.00' };
const weekend = { type: 'time_of_order', windows: [{ days: ['saturday', 'sunday'] }] };
const centre = { type: 'area', areas: collection(polygon([box(4, 52, 5, 53)], 'Centre')) };
const shoes = { type: 'category', category: 'dept', any_of: ['shoes', 'hats'], none_of: ['outlet'] };

const area = {
  type: 'area',
  areas: {
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', properties: { radius_m: 5 }, geometry: { type: 'Point', coordinates: [4, 52] } },
    ],
  },
};

describe('an explanation', () => {
  const config = {
    ...withRules(minimum, { type: 'any_of', rules: [centre, shoes] }, weekend, {
      type: 'budget',
      period: 'daily',
      limit: '5.00',
    }),
    time_zone: 'Europe/Amsterdam',
    parent: campaign({ id: 'brand', status: 'draft' }),
  };
  const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0, 'budget.daily': '0' };

  it('tells every rule in order: how it went, and what it read', () => {
    const { rules, ...told } = plain(
      explain(compile(config), contextOf({ total_transaction_cost: undefined }, { usage })),
    );
    expect(told).toEqual({
      status: 'refused',
      at: '2026-11-21T12:00:00.000Z',
      time_zone_data: process.versions['tz'],
      violations: [expect.objectContaining({ error_code: 'not_active', campaign: 'brand' })],
      missing: expect.any(Array) as unknown,
    });
    expect(rules.map(({ campaign: id, rule, type, answer }) => [id, rule, type, answer])).toEqual([
      ['spring', null, 'transaction_id', 'pass'],
      ['spring', null, 'cost_format', 'undetermined'],
      ['spring', null, 'location_format', 'pass'],
      ['spring', null, 'assigned_customer', 'pass'],
      ['spring', '/status', 'status', 'pass'],
      ['spring', '/voucher_type', 'voucher_type', 'pass'],
      ['spring', '/rules/0', 'transaction_cost', 'undetermined'],
      ['spring', '/rules/1', 'any_of', 'pass'],
      ['spring', '/rules/2', 'time_of_order', 'pass'],
      ['spring', '/rules/3', 'budget', 'pass'],
      ['brand', '/status', 'status', 'fail'],
      ['brand', '/voucher_type', 'voucher_type', 'pass'],
    ]);
    expect(rules[6]?.facts).toEqual([{ fact: 'total_transaction_cost', unknown: true }]);
    expect(rules[8]?.facts).toEqual([{ fact: 'at', value: '2026-11-21T12:00:00.000Z' }]);
    expect(rules[9]?.facts).toEqual([
      { fact: 'usage.budget.daily', value: '0' },
      { fact: 'granted_discount', value: '5.00' },
    ]);
    expect(rules[7]?.rules?.map(({ type, answer }) => [type, answer])).toEqual([
      ['area', 'pass'],
      ['category', 'skipped'],
    ]);
    expect(rules[10]?.violations).toMatchObject([{ error_code: 'not_active' }]);
  });

  it('skips what is not asked, groups with what is in them', () => {
    const held = {
      operation: 'confirm',
      existing: { status: 'pending', claims: [{ name: 'x', key: 'x', add: 1 }] },
    };
    const { rules } = explain(compile(config), contextOf({}, held));
    expect(rules.filter(({ answer }) => answer !== 'skipped').map(({ type }) => type)).toEqual([
      'status',
      'any_of',
      'status',
    ]);
    const nested = withRules({ type: 'any_of', rules: [minimum, { type: 'all_of', rules: [centre] }] });
    const group = explain(compile(nested), contextOf({}, { usage })).rules.find(
      ({ type }) => type === 'any_of',
    );
    expect(group?.rules?.[1]).toEqual({
      campaign: 'spring',
      rule: '/rules/0/rules/1',
      type: 'all_of',
      answer: 'skipped',
      facts: [],
      violations: [],
      rules: [expect.objectContaining({ type: 'area', answer: 'skipped' })],
    });
  });

  it('does without a version where the runtime does not tell it, and explains changes', () => {
    const { process: here } = globalThis;
    try {
      Reflect.deleteProperty(globalThis, 'process');
      expect(explain(compile(campaign()), contextOf({}, { usage })).time_zone_data).toBeNull();
    } finally {
      globalThis.process = here;
    }
    const changes = [{ path: 'redemption.total_transaction_cost', value: '1' }];
    expect(explain(compile(config), contextOf({}, { usage }), { changes }).rules[6]).toMatchObject({
      answer: 'fail',
    });
  });
});

describe('the facts that a rule read', () => {
  it('are as the shopper sent them', () => {
    const config = withRules(area, { type: 'category', category: 'dept' }, { type: 'new_customer' });
    const told = explained(config, { location: 'here', categories: { dept: 1 }, customer_identifier: '  ' });
    expect(ruleIn(told, 'area')?.facts).toEqual([{ fact: 'location', value: 'here' }]);
    expect(ruleIn(told, 'location_format')?.facts).toEqual([{ fact: 'location', value: 'here' }]);
    expect(ruleIn(told, 'category')?.facts).toEqual([{ fact: 'categories', value: { dept: 1 } }]);
    expect(ruleIn(told, 'new_customer')?.facts).toContainEqual({ fact: 'customer_identifier', value: '  ' });
    const known = explained(config, { location: null });
    expect(ruleIn(known, 'area')?.facts).toEqual([{ fact: 'location', value: null }]);
  });

  it('are unknown where the shopper has not said, also to a rule that does without', () => {
    const told = explained(withRules(area), { location: undefined });
    expect(ruleIn(told, 'area')).toMatchObject({
      answer: 'undetermined',
      facts: [{ fact: 'location', unknown: true }],
    });
    expect(ruleIn(told, 'location_format')).toMatchObject({
      answer: 'pass',
      facts: [{ fact: 'location', unknown: true }],
    });
  });

  it('are copies, and what JSON cannot say is left out', () => {
    const categories = [{ name: 'dept', tags: ['shoes'], note: () => 1, total: 10n }];
    const told = explained(withRules({ type: 'category', category: 'dept' }), { categories });
    const [read] = ruleIn(told, 'category')?.facts ?? [];
    expect(plain(read)).toMatchObject({ fact: 'categories', value: [{ name: 'dept', tags: ['shoes'] }] });
    categories[0]?.tags.push('hats');
    expect(read).toMatchObject({ value: [{ tags: ['shoes'] }] });
  });

  it('are of a renewal when its origin was redeemed', () => {
    const config = withRules({ type: 'subscription', time_limit: { days: 2 } });
    const origin = { redeemed_at: '2026-11-20T13:00:00+01:00', original: true, customer_identifier: 'ann' };
    const told = explained(config, { origin_redemption: 'order-0' }, { origin });
    expect(ruleIn(told, 'subscription')?.facts).toEqual([
      { fact: 'customer_identifier', value: 'ann' },
      { fact: 'origin_redemption', value: 'order-0' },
      { fact: 'is_renewal', value: true },
      { fact: 'at', value: '2026-11-21T12:00:00.000Z' },
      { fact: 'origin.redeemed_at', value: '2026-11-20T12:00:00.000Z' },
    ]);
  });

  it('are of a first redemption nothing that matters to renewals alone', () => {
    const told = explained(withRules({ type: 'subscription', time_limit: { days: 2 } }));
    expect(ruleIn(told, 'subscription')?.facts).toEqual([
      { fact: 'customer_identifier', value: 'ann' },
      { fact: 'origin_redemption', value: null },
    ]);
  });
});

describe('what is not asked', () => {
  it.each([
    [
      'a confirmed redemption',
      { operation: 'confirm', existing: { status: 'confirmed' } },
      ['can_not_delete_already_confirmed'],
    ],
    ['a cancellation', { operation: 'cancel', existing: { status: 'pending', claims: [] } }, []],
  ])('is skipped: every rule of %s', (_, life, told) => {
    const config = withRules(area, { type: 'any_of', rules: [area] });
    const { rules, violations, status } = explained(
      { ...config, parent: campaign({ id: 'brand' }) },
      {},
      life,
    );
    expect(rules.map(({ type, answer }) => [type, answer])).toEqual([
      ...[
        'transaction_id',
        'cost_format',
        'location_format',
        'assigned_customer',
        'status',
        'voucher_type',
      ].map(skip),
      ...['area', 'any_of', 'status', 'voucher_type'].map(skip),
    ]);
    expect(rules[7]?.rules).toMatchObject([{ type: 'area', answer: 'skipped', facts: [] }]);
    expect(codes(violations)).toEqual(told);
    expect(status).toBe(told.length > 0 ? 'refused' : 'accepted');
  });

  function skip(type: string) {
    return [type, 'skipped'];
  }
});

describe('violations', () => {
  it('are those of the whole, in the order of the catalog', () => {
    const rules = [
      { type: 'transaction_cost', minimum: '60' },
      { type: 'time_frame', windows: [{ end: '2026-01-01T00:00' }] },
    ];
    expect(codes(explained(withRules(...rules)).violations)).toEqual([
      'not_valid_at_this_time',
      'below_campaign_minimum',
    ]);
  });
});
