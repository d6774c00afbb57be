import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
  compile,
  countLimit,
  defineRule,
  InvalidContextError,
  whatIf,
  type Change,
  type Fix,
  type WhatIf,
  type WhatIfViolation,
} from '../src/index.ts';
import {
  box,
  campaign,
  circle,
  collection,
  feature,
  polygon,
  withRules,
  type Fields,
} from './support/campaigns.ts';
import { isAtMost, ZERO } from '../src/money.ts';
import { plain } from './support/plain.ts';
import { ask, codes, COMPLETE, contextOf, SATURDAY } from './support/what-if.ts';

const minimum = { type: 'transaction_cost', minimum: '20.00' };
const weekend = { type: 'time_of_order', windows: [{ days: ['saturday', 'sunday'] }] };
const centre = { type: 'area', areas: collection(polygon([box(4, 52, 5, 53)], 'Centre')) };
const shoes = { type: 'category', category: 'dept', any_of: ['shoes', 'hats'], none_of: ['outlet'] };

function lacks(answer: WhatIf): Record<string, (string | null)[]> {
  return Object.fromEntries(
    answer.missing.map(({ attribute, rules }) => [attribute, rules.map(({ rule }) => rule)]),
  );
}

describe('what is missing', () => {
  const everything = withRules(
    minimum,
    centre,
    shoes,
    { type: 'per_customer', max_redemptions: 1 },
    { type: 'budget', period: 'daily', limit: '5.00' },
  );

  it('is told of each rule that needs it, and only while nothing is wrong is the answer undetermined', () => {
    expect(ask(everything)).toMatchObject({ status: 'accepted', violations: [], claims: [], missing: [] });
    const nothing = whatIf(compile(everything), {
      at: SATURDAY,
      voucher: { code: 'S' },
      usage: { 'budget.daily': 0 },
    });
    expect(nothing.status).toBe('undetermined');
    expect(lacks(nothing)).toEqual({
      transaction_id: [null],
      customer_identifier: ['/rules/3'],
      total_transaction_cost: [null, '/rules/0'],
      location: ['/rules/1'],
      categories: ['/rules/2'],
      granted_discount: ['/rules/4'],
    });
    expect(ask(everything, { location: undefined, total_transaction_cost: '1' })).toMatchObject({
      status: 'refused',
    });
  });

  it('is not what is known to be absent, nor a place that no rule needs', () => {
    expect(codes(ask(everything, { location: null, customer_identifier: null }).violations)).toEqual([
      'required',
      'required',
    ]);
    expect(
      ask(withRules(minimum), { location: undefined, categories: undefined, customer_identifier: undefined })
        .status,
    ).toBe('accepted');
    expect(codes(ask(campaign(), { location: 'here' }).violations)).toEqual(['invalid']);
  });

  it('is the customer of an assigned voucher, and of nobody’s none', () => {
    const voucher = { code: 'S', customer_identifier: 'ann' };
    expect(lacks(ask(campaign(), { customer_identifier: undefined }, { voucher }))).toEqual({
      customer_identifier: [null],
    });
    expect(ask(campaign(), { customer_identifier: undefined }).status).toBe('accepted');
  });

  it('is never a host’s fact: those throw', () => {
    const compiled = compile(everything);
    expect(() => whatIf(compiled, contextOf({}, {}))).toThrow(InvalidContextError);
    expect(() => whatIf(compiled, contextOf({}, { granted_discount: null, usage: {} }))).toThrow(
      /granted_discount/,
    );
    expect(() => whatIf(compiled, contextOf({}, { usage: 5 }))).toThrow(/\/usage/);
    expect(() => whatIf({} as never, contextOf({}, {}))).toThrow(TypeError);
  });
});

describe('a violation is told only if it stands in every completion', () => {
  const either = (...rules: unknown[]) => withRules({ type: 'any_of', rules });

  it('of an any_of: not with an undetermined rule and none that holds', () => {
    const rules = [minimum, centre];
    expect(ask(either(...rules), { total_transaction_cost: '1', location: undefined })).toMatchObject({
      status: 'undetermined',
      violations: [],
    });
    expect(lacks(ask(either(...rules), { total_transaction_cost: '1', location: undefined }))).toEqual({
      location: ['/rules/0/rules/1'],
    });
    expect(ask(either(...rules), { location: undefined }).status).toBe('accepted');
    expect(codes(ask(either(...rules), { total_transaction_cost: '1', location: null }).violations)).toEqual([
      'required',
      'below_campaign_minimum',
    ]);
  });

  it('of an all_of in it: one that fails is enough, whatever the others lack', () => {
    const both = { type: 'all_of', rules: [minimum, centre] };
    const answer = ask(either(both, shoes), {
      total_transaction_cost: '1',
      location: undefined,
      categories: null,
    });
    expect(codes(answer.violations)).toEqual(['missing_required_category', 'below_campaign_minimum']);
    expect(ask(either(both), { location: undefined })).toMatchObject({ status: 'undetermined' });
  });

  it('of a budget with an unknown discount: only when it is spent', () => {
    const budget = withRules({ type: 'budget', period: 'total', limit: '10.00' });
    const used = (amount: string) =>
      ask(budget, {}, { granted_discount: undefined, usage: { 'budget.total': amount } });
    expect(used('9.99')).toMatchObject({
      status: 'undetermined',
      headroom: [{ used: '9.99', remaining: null }],
      tightest: null,
    });
    expect(used('10.00')).toMatchObject({
      status: 'refused',
      violations: [{ error_code: 'total_budget_exceeded' }],
    });
  });

  it('of an entry condition: not while nobody knows whether this is a renewal', () => {
    const config = {
      ...withRules({ type: 'subscription', max_redemptions: 3 }, { type: 'new_customer' }),
      voucher_type: 'unique',
    };
    const origin = { redeemed_at: '2026-11-20T00:00:00Z', original: true, customer_identifier: 'ann' };
    const renewal = { customer_identifier: undefined, origin_redemption: 'order-0' };
    const used = { usage: { 'voucher.redemptions': 1 } };
    expect(ask(config, renewal, { origin, ...used })).toMatchObject({
      status: 'undetermined',
      violations: [],
    });
    expect(lacks(ask(config, renewal, { origin, ...used }))['customer_identifier']).toContain(
      '/voucher_type',
    );
    expect(lacks(ask(config, renewal, { origin }))['customer_identifier']).not.toContain('/voucher_type');
    for (const known of [null, { ...origin, original: false }])
      expect(codes(ask(config, renewal, { origin: known, ...used }).violations)).toContain(
        'unique_code_already_used',
      );
    const spent = { usage: { ...used.usage, 'origin.redemptions': 3 } };
    expect(ask(config, renewal, { origin, ...spent }).status).toBe('undetermined');
    expect(
      codes(ask(config, { ...renewal, customer_identifier: 'ann' }, { origin, ...spent }).violations),
    ).toEqual(['redemptions_limit_exceeded']);
  });

  it('of a limit of 0: of a counter that nobody has read, too', () => {
    const none = withRules(
      { type: 'per_customer', max_redemptions: 0 },
      { type: 'budget', period: 'total', limit: '4.00' },
    );
    const changes = [{ path: 'redemption.customer_identifier', value: 'bob' }];
    expect(ask(none, {}, { usage: { 'budget.total': 0 } }, changes)).toMatchObject({
      changed: {
        violations: [{ error_code: 'total_budget_exceeded' }, { error_code: 'per_customer_limit_exceeded' }],
      },
    });
  });
});

describe('the life of a redemption', () => {
  const config = withRules(minimum, { type: 'budget', period: 'daily', limit: '5.00' });

  it('asks no more than a decision does', () => {
    const existing = { status: 'pending', claims: [] };
    const confirm = ask(config, { total_transaction_cost: undefined }, { operation: 'confirm', existing });
    expect(confirm).toMatchObject({ status: 'accepted', missing: [] });
    const held = { status: 'pending', claims: [{ name: 'budget.daily', key: 'x', add: '1' }] };
    expect(ask(config, {}, { operation: 'confirm', existing: held })).toMatchObject({
      status: 'accepted',
      headroom: [],
    });
    expect(ask(config, {}, { operation: 'cancel', existing })).toMatchObject({
      status: 'accepted',
      upcoming: [],
    });
    expect(ask(config, {}, { operation: 'cancel', existing })).not.toHaveProperty('releases');
  });

  it('waits in vain for what is confirmed', () => {
    const answer = ask(config, {}, { operation: 'cancel', existing: { status: 'confirmed' } });
    expect(answer).toMatchObject({
      status: 'refused',
      violations: [{ error_code: 'can_not_delete_already_confirmed', sole_blocker: true }],
      next_valid_at: null,
      next_valid_reason: [{ error_code: 'can_not_delete_already_confirmed' }],
      upcoming: [],
    });
    expect(answer.violations[0]).not.toHaveProperty('fix');
  });
});

describe('headroom', () => {
  it('is what every limit leaves after this redemption, and the tightest is the one that fewest more fit under', () => {
    const config = {
      ...withRules(
        { type: 'budget', period: 'daily', limit: '500.00' },
        { type: 'any_of', rules: [{ type: 'per_customer', max_redemptions: 2 }] },
        { type: 'new_customer' },
      ),
      voucher_type: 'unique',
      max_redemptions: 100,
      parent: campaign({ id: 'brand', max_total_budget: '1000' }),
    };
    const usage = {
      redemptions: 90,
      'budget.daily': '470.00',
      'customer.redemptions': 2,
      'parent.budget.total': '992.5',
    };
    const { headroom, tightest } = ask(config, {}, { usage, granted_discount: '12.99' });
    expect(headroom).toEqual([
      {
        name: 'redemptions',
        campaign: 'spring',
        rule: '/max_redemptions',
        limit: 100,
        used: 90,
        remaining: 9,
      },
      {
        name: 'budget.daily',
        campaign: 'spring',
        rule: '/rules/0',
        limit: '500.00',
        used: '470.00',
        remaining: '17.01',
        window: { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
      },
      {
        name: 'customer.redemptions',
        campaign: 'spring',
        rule: '/rules/1/rules/0',
        limit: 2,
        used: 2,
        remaining: 0,
      },
      {
        name: 'parent.budget.total',
        campaign: 'brand',
        rule: '/max_total_budget',
        limit: '1000',
        used: '992.5',
        remaining: '0.00',
      },
    ]);
    expect(tightest).toEqual(headroom[2]);
    const loose = ask(
      config,
      {},
      { usage: { redemptions: 10, 'budget.daily': '400.00' }, granted_discount: '12.99' },
    );
    expect(loose.tightest?.name, '1 more of the customer, 6 more of the day').toBe('customer.redemptions');
    expect(
      ask(withRules({ type: 'budget', period: 'total', limit: '0' }), {}, { granted_discount: '0' }).tightest,
    ).toMatchObject({ remaining: '0' });
  });

  it('has, of limits that as many more fit under, the one with the smaller share left', () => {
    const config = {
      ...withRules({ type: 'budget', period: 'daily', limit: '10.00' }),
      max_redemptions: 100,
    };
    const used = (redemptions: number, daily: string) =>
      ask(config, {}, { granted_discount: '1.00', usage: { redemptions, 'budget.daily': daily } }).tightest
        ?.name;
    expect(used(94, '4.00'), '5 of 100, 5 of 10').toBe('redemptions');
    expect(used(93, '4.00'), '6 of 100, 5 of 10').toBe('budget.daily');
    expect(used(94, '3.50'), '5 of 100, 5 of 10 and a half').toBe('redemptions');
    const large = {
      ...withRules({ type: 'budget', period: 'daily', limit: '200.00' }),
      max_redemptions: 100,
    };
    const usage = { redemptions: 79, 'budget.daily': '90.00' };
    expect(
      ask(large, {}, { granted_discount: '10.00', usage }).tightest?.name,
      '20 more, or 100.00: 10 more',
    ).toBe('budget.daily');
  });

  it('is unknown where the counter is, or nobody is named', () => {
    const config = withRules({ type: 'per_customer', max_redemptions: 2 });
    for (const customer_identifier of [null, undefined])
      expect(ask(config, { customer_identifier })).toMatchObject({
        headroom: [{ used: null, remaining: null }],
        tightest: null,
      });
  });
});

describe('when', () => {
  it('windows open, at the millisecond, on the clocks of the rule, through a change of the clocks', () => {
    const sunday = {
      type: 'time_of_order',
      time_zone: 'Europe/Amsterdam',
      windows: [{ days: ['sunday'], start: '02:30', end: '03:30' }],
    };
    const asked = ask(withRules(sunday), {}, { at: '2026-10-24T12:00:00Z' });
    expect(asked.next_valid_at).toBe('2026-10-25T00:30:00.000Z');
    expect(asked.upcoming.slice(0, 3)).toEqual([
      { start: '2026-10-25T00:30:00.000Z', end: '2026-10-25T01:00:00.000Z' },
      { start: '2026-10-25T01:30:00.000Z', end: '2026-10-25T02:30:00.000Z' },
      { start: '2026-11-01T01:30:00.000Z', end: '2026-11-01T02:30:00.000Z' },
    ]);
  });

  it('a period is over; another is unspent; of the next, only the limit is asked', () => {
    const daily = withRules(
      { type: 'budget', period: 'daily', limit: '5.00' },
      { type: 'per_customer', max_redemptions: 1, period: 'weekly' },
    );
    const usage = { 'budget.daily': '5.00', 'customer.redemptions.weekly': 1 };
    expect(ask(daily, {}, { usage }).next_valid_at).toBe('2026-11-23T00:00:00.000Z');
    expect(ask(daily, {}, { usage, granted_discount: '5.01' })).toMatchObject({
      next_valid_at: null,
      next_valid_reason: [{ error_code: 'daily_budget_exceeded' }],
    });
  });

  it('nothing ends validity: an open window', () => {
    expect(ask(campaign()).upcoming).toEqual([{ start: '2026-11-21T12:00:00.000Z', end: null }]);
    const renewal = { origin_redemption: 'order-0' };
    const origin = { redeemed_at: '2026-11-20T12:00:00Z', original: true, customer_identifier: 'ann' };
    const limited = withRules({ type: 'subscription', time_limit: { days: 2 } });
    expect(ask(limited, renewal, { origin }).upcoming).toEqual([
      { start: '2026-11-21T12:00:00.000Z', end: '2026-11-22T12:00:00.000Z' },
    ]);
    expect(ask(limited, renewal, { origin, at: '2026-11-22T12:00:00Z' })).toMatchObject({
      next_valid_at: null,
      next_valid_reason: [{ error_code: 'time_limit_expired' }],
    });
  });

  it('waiting never helps, or not within five years', () => {
    const never = ask(withRules({ type: 'time_frame', windows: [{ end: '2026-11-21T12:00' }] }, minimum), {
      total_transaction_cost: '1',
    });
    expect(codes(never.next_valid_reason as WhatIfViolation[])).toEqual([
      'not_valid_at_this_time',
      'below_campaign_minimum',
    ]);
    const late = (start: string) =>
      ask(withRules({ type: 'time_frame', windows: [{ start }] })).next_valid_at;
    expect(late('2031-11-21T12:00')).toBe('2031-11-21T12:00:00.000Z');
    expect(
      ask(withRules({ type: 'time_frame', windows: [{ start: '2031-11-21T12:00:00.001Z' }] })),
    ).toMatchObject({ next_valid_at: null, next_valid_reason: 'horizon', upcoming: [] });
    const mondays = { type: 'time_of_order', windows: [{ days: ['monday'] }] };
    expect(ask(withRules(weekend, mondays)).next_valid_reason).toBe('horizon');
    const twice = ask(withRules(minimum, { ...minimum, description: 'again' }), {
      total_transaction_cost: '1',
    });
    expect(twice.next_valid_reason).toHaveLength(1);
  });

  it('an alternative opens; all of a group must', () => {
    const frame = (start: string, end?: string) => ({
      type: 'time_frame',
      windows: [{ start, ...(end && { end }) }],
    });
    const both = {
      type: 'all_of',
      rules: [frame('2026-12-01T00:00'), frame('2026-11-25T00:00', '2027-01-01T00:00')],
    };
    const config = withRules({
      type: 'any_of',
      rules: [both, { type: 'all_of', rules: [frame('2026-11-22T00:00'), minimum] }],
    });
    expect(ask(config, { total_transaction_cost: '1' }).next_valid_at).toBe('2026-12-01T00:00:00.000Z');
    expect(ask(config).next_valid_at).toBe('2026-11-22T00:00:00.000Z');
    expect(ask(withRules({ type: 'any_of', rules: [both] })).upcoming).toEqual([
      { start: '2026-12-01T00:00:00.000Z', end: '2027-01-01T00:00:00.000Z' },
    ]);
  });

  it('is asked for as many windows as are wanted', () => {
    const compiled = compile(withRules(weekend));
    const many = (upcoming: number) =>
      whatIf(
        compiled,
        contextOf({}, { usage: { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 } }),
        { upcoming },
      ).upcoming;
    expect([many(0).length, many(1).length, many(7).length]).toEqual([0, 1, 7]);
  });
});

describe('what would help', () => {
  it('may be nothing where what was sent changes while it is looked at', () => {
    for (const tag of ['boots', 'outlet']) {
      for (let looks = 0; looks < 8; looks++) {
        let left = looks;
        const get = () => {
          if (left-- > 0) return tag;
          throw new Error('seen too often');
        };
        const tags = Object.defineProperty(['shoes'], 0, { get });
        expect(() => ask(withRules(shoes), { categories: [{ name: 'dept', tags }] })).not.toThrow();
      }
    }
  });

  const fixOf = (config: Fields, redemption: Fields, code: string, fields: Fields = {}): Fix | undefined =>
    ask(config, redemption, fields).violations.find(({ error_code }) => error_code === code)?.fix;

  it('is a cost at the bound, and by how much', () => {
    const config = withRules({ type: 'transaction_cost', minimum: '20.00', maximum: '90.5' });
    const path = 'redemption.total_transaction_cost';
    expect(fixOf(config, { total_transaction_cost: '16.5' }, 'below_campaign_minimum')).toEqual({
      changes: [{ path, value: '20.00' }],
      by: '3.50',
    });
    expect(fixOf(config, { total_transaction_cost: 100 }, 'above_campaign_maximum')).toEqual({
      changes: [{ path, value: '90.5' }],
      by: '9.5',
    });
    expect(fixOf(config, { total_transaction_cost: 'x' }, 'not_a_number')).toBeUndefined();
  });

  it('is nothing that brings another violation', () => {
    const config = withRules(minimum, {
      type: 'any_of',
      rules: [{ type: 'transaction_cost', maximum: '10.00' }],
    });
    expect(fixOf(config, { total_transaction_cost: '5.00' }, 'below_campaign_minimum')).toBeUndefined();
  });

  it('is a category, a tag, or less of them', () => {
    const path = 'redemption.categories';
    const changesTo = (value: unknown) => ({ changes: [{ path, value }] });
    const config = withRules(shoes);
    const other = { name: 'kind', tags: ['x'] };
    const entry = (...tags: string[]) => ({ name: 'dept', tags });
    expect(fixOf(config, { categories: [other] }, 'missing_required_category')).toEqual(
      changesTo([other, entry('shoes')]),
    );
    expect(fixOf(config, { categories: 'shoes' }, 'missing_required_category')).toEqual(
      changesTo([entry('shoes')]),
    );
    expect(
      fixOf(
        withRules({ type: 'category', category: 'dept' }),
        { categories: null },
        'missing_required_category',
      ),
    ).toEqual(changesTo([entry()]));
    expect(fixOf(config, { categories: [other, entry('socks')] }, 'missing_required_tags')).toEqual(
      changesTo([other, entry('socks', 'shoes')]),
    );
    expect(
      fixOf(config, { categories: [entry('outlet', 'hats'), other] }, 'includes_forbidden_tags'),
    ).toEqual(changesTo([entry('hats'), other]));
    const picky = withRules({ type: 'category', category: 'dept', any_of: ['a', 'b'], none_of: ['a'] });
    expect(fixOf(picky, { categories: [entry('c')] }, 'missing_required_tags')).toEqual(
      changesTo([entry('c', 'b')]),
    );
    const impossible = withRules({ type: 'category', category: 'dept', any_of: ['a'], none_of: ['a'] });
    expect(fixOf(impossible, { categories: [entry('c')] }, 'missing_required_tags')).toBeUndefined();
    const tags = Array.from({ length: 400 }, (_, i) => `t${i}`);
    const many = withRules({ type: 'category', category: 'dept', any_of: tags, none_of: tags.slice(0, 300) });
    expect(
      fixOf(many, { categories: [] }, 'missing_required_category'),
      'three hundred are tried',
    ).toBeUndefined();
  });

  it('is to come again, where waiting lifts it', () => {
    const config = withRules(minimum, { type: 'budget', period: 'daily', limit: '4.00' });
    expect(
      fixOf(config, { total_transaction_cost: '1' }, 'daily_budget_exceeded', { granted_discount: '5' }),
    ).toBeUndefined();
    expect(
      fixOf(config, { total_transaction_cost: '1' }, 'daily_budget_exceeded', {
        granted_discount: '1',
        usage: { 'budget.daily': '4' },
      }),
    ).toEqual({
      changes: [{ path: 'at', value: '2026-11-22T00:00:00.000Z' }],
    });
  });

  it.each<
    [
      string,
      unknown,
      { latitude: number; longitude: number },
      { latitude: number; longitude: number },
      number,
    ]
  >([
    [
      'a side',
      polygon([box(4, 52, 5, 53)], 'Here'),
      { latitude: 52.5, longitude: 3.9 },
      { latitude: 52.5005, longitude: 4 },
      6_769,
    ],
    [
      'a corner',
      polygon([box(4, 52, 5, 53)], 'Here'),
      { latitude: 51, longitude: 3 },
      { latitude: 52, longitude: 4 },
      130_900,
    ],
    [
      'a hole',
      polygon([box(0, 0, 10, 10), box(4, 4, 6, 6)], 'Here'),
      { latitude: 5, longitude: 4.2 },
      { latitude: 5, longitude: 4 },
      22_155,
    ],
    [
      'a circle',
      circle([4, 52], 1_000, 'Here'),
      { latitude: 53, longitude: 4 },
      { latitude: 52.009, longitude: 4 },
      110_195,
    ],
    [
      'beyond the antimeridian',
      circle([179.99, 10], 1_000, 'Here'),
      { latitude: 10, longitude: -179.9 },
      { latitude: 10, longitude: 179.9991 },
      11_046,
    ],
    [
      'beyond the antimeridian, eastward',
      circle([-179.99, 10], 1_000, 'Here'),
      { latitude: 10, longitude: 179.9 },
      { latitude: 10, longitude: -179.9991 },
      11_046,
    ],
    [
      'across it',
      circle([179.999, 10], 5_000, 'Here'),
      { latitude: 10, longitude: -179.5 },
      { latitude: 10, longitude: -179.955 },
      49_900,
    ],
    [
      'across it, westward',
      circle([-179.999, 10], 5_000, 'Here'),
      { latitude: 10, longitude: 179.5 },
      { latitude: 10, longitude: 179.955 },
      49_900,
    ],
    [
      'a border over there',
      polygon([box(179, 9, 180, 11)], 'Here'),
      { latitude: 10, longitude: -179.9 },
      { latitude: 10, longitude: 180 },
      10_950,
    ],
    [
      'a border over there, eastward',
      polygon([box(-180, 9, -179, 11)], 'Here'),
      { latitude: 10, longitude: 179.9 },
      { latitude: 10, longitude: -180 },
      10_950,
    ],
    [
      'the nearer of many',
      feature(
        { type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], [box(8, 8, 9, 9)], [box(2, 2, 2, 2)]] },
        { name: 'Here' },
      ),
      { latitude: 7, longitude: 7 },
      { latitude: 8, longitude: 8 },
      156_400,
    ],
  ])('is the nearest permitted place: %s', (_, area, from, to, metres) => {
    const config = withRules({ type: 'area', areas: collection(area) });
    const fix = fixOf(config, { location: from }, 'outside_of_permitted_areas');
    expect(fix).toMatchObject({ area: 'Here', changes: [{ path: 'redemption.location' }] });
    const found = fix?.changes[0]?.value as typeof to;
    expect(Math.abs(found.latitude - to.latitude)).toBeLessThan(0.002);
    expect(Math.abs(found.longitude - to.longitude)).toBeLessThan(0.002);
    expect(Math.abs((fix?.distance_m ?? 0) / metres - 1)).toBeLessThan(0.01);
  });

  it('is a place beside the border where rounding leaves it outside; of an area without a name, no name', () => {
    const oblique = collection(
      polygon([
        [
          [0, 0],
          [7, 3],
          [3, 7],
          [0, 0],
        ],
      ]),
    );
    let beside = 0;
    for (let i = 0; i < 60; i++) {
      const location = { latitude: 1 + i / 97, longitude: 6 };
      const fix = fixOf(
        withRules({ type: 'area', areas: oblique }),
        { location },
        'outside_of_permitted_areas',
      );
      expect(fix).not.toHaveProperty('area');
      if (fix) beside++;
    }
    expect(beside).toBe(60);
    const parent = campaign({ id: 'brand', rules: [{ type: 'any_of', rules: [centre] }] });
    expect(
      fixOf(
        campaign({ parent }),
        { location: { latitude: 52.5, longitude: 3.99 } },
        'outside_of_permitted_areas',
      )?.area,
    ).toBe('Centre');
  });

  it('says what alone is in the way', () => {
    const blockers = (config: Fields, redemption: Fields) =>
      ask(config, redemption).violations.map(({ sole_blocker }) => sole_blocker);
    expect(blockers(withRules(minimum), { total_transaction_cost: '1' })).toEqual([true]);
    expect(blockers(withRules(minimum, centre), { total_transaction_cost: '1', location: null })).toEqual([
      false,
      false,
    ]);
    expect(
      blockers(withRules({ type: 'any_of', rules: [minimum, centre] }), {
        total_transaction_cost: '1',
        location: null,
      }),
      'either is enough',
    ).toEqual([true, true]);
    expect(
      blockers(withRules(minimum, centre), { total_transaction_cost: '1', location: undefined }),
      'so far',
    ).toEqual([true]);
    const voucher = { code: 'S', customer_identifier: 'ann' };
    const twice = ask(withRules({ type: 'new_customer' }), { customer_identifier: null }, { voucher });
    expect(
      twice.violations.map(({ error_code, sole_blocker }) => [error_code, sole_blocker]),
      'told by two rules',
    ).toEqual([['required', true]]);
  });
});

describe('changes', () => {
  const config = withRules(minimum, { type: 'budget', period: 'daily', limit: '50.00' });

  it('give the same question again, and what differs', () => {
    const answer = ask(config, { total_transaction_cost: '1' }, {}, [
      { path: 'redemption.total_transaction_cost', value: '30.00' },
      { path: 'granted_discount', value: '60.00' },
    ]);
    expect(answer).toMatchObject({
      status: 'refused',
      changed: { status: 'refused', missing: [] },
      difference: {
        lifted: [{ error_code: 'below_campaign_minimum' }],
        added: [{ error_code: 'daily_budget_exceeded' }],
      },
    });
  });

  it('make a counter unknown whose key they move, unless they say what it holds', () => {
    const changed = (...changes: Change[]) =>
      (ask(config, {}, {}, changes) as unknown as { changed: WhatIf }).changed;
    const tomorrow = { path: 'at', value: '2026-11-22T00:00:00Z' };
    expect(lacks(changed(tomorrow))).toEqual({ 'usage.budget.daily': ['/rules/1'] });
    expect(changed(tomorrow, { path: 'usage.budget.daily', value: '10.00' })).toMatchObject({
      status: 'accepted',
      headroom: [{ used: '10.00' }],
    });
    expect(changed({ path: 'at', value: '2026-11-21T23:59:59.999Z' }).status, 'the same day').toBe(
      'accepted',
    );
    expect(lacks(changed({ path: 'redemption.transaction_id', value: 'x' }))).toEqual({
      'usage.transaction.redemptions': [null],
    });
    expect(changed({ path: 'redemption.transaction_id' })).toMatchObject({
      status: 'undetermined',
      missing: [{ attribute: 'transaction_id' }],
    });
  });

  it('lead anywhere in a context, and leave it as it was', () => {
    const compiled = compile(withRules(shoes));
    const context = contextOf(
      { categories: [{ name: 'dept', tags: ['socks'] }], location: 5 },
      { usage: Object.freeze({ 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 }) },
    );
    const before = plain(context);
    const changed = (path: string, ...value: unknown[]) =>
      whatIf(compiled, context, { changes: [value.length > 0 ? { path, value: value[0] } : { path }] })
        .changed;
    expect(
      changed('redemption.categories.0.tags.1', 'hats').violations.map(({ error_code }) => error_code),
    ).toEqual(['invalid']);
    expect(changed('redemption.categories.7', { name: 'x', tags: [] }).violations).toHaveLength(2);
    expect(codes(changed('redemption.categories.0').violations)).toEqual([
      'missing_required_category',
      'invalid',
    ]);
    expect(codes(changed('redemption.location.latitude', 52).violations), 'half a place').toContain(
      'invalid',
    );
    expect(codes(changed('redemption.location').violations)).toEqual(['missing_required_tags']);
    expect(changed('voucher.customer_identifier', 'bob').violations).toHaveLength(3);
    expect(plain(context)).toEqual(before);
    const trap = {
      ...COMPLETE,
      get note() {
        throw new Error('trap');
      },
    };
    expect(
      whatIf(compiled, { ...context, redemption: trap }, { changes: [{ path: 'redemption.note', value: 1 }] })
        .changed.status,
    ).toBe('accepted');
  });

  it.each([
    [
      'cost',
      'a path that starts with at, voucher, redemption, granted_discount, origin, existing, operation, usage',
    ],
    ['usag.x', '(did you mean "usage"?)'],
    ['redemption..x', 'a path without empty steps'],
    ['redemption.__proto__.x', 'a path without forbidden keys'],
    [7 as unknown as string, 'a path that starts with'],
  ])('of the path %j are the host’s mistake', (path, expected) => {
    try {
      ask(config, {}, {}, [
        { path: 'at', value: SATURDAY },
        { path, value: 1 },
      ]);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidContextError);
      expect((error as InvalidContextError).issues[0]?.path).toBe('/changes/1/path');
      expect((error as InvalidContextError).issues[0]?.expected).toContain(expected);
    }
  });
});

describe('rules of a host’s own', () => {
  const row = { attribute: 'channel', error_code: 'acme.no', message: 'No' };
  const rich = defineRule({
    type: 'acme_rich',
    rows: [row],
    config: v.strictObject({ type: v.literal('acme_rich') }),
    retestOnConfirm: true,
    compile(_, env) {
      const no = env.violation('channel.acme.no');
      const visits = env.counters.own('acme.visits', ({ customerIdentifier }) => customerIdentifier);
      return {
        limits: [countLimit(visits, 3, { exceeded: no })],
        check(redemption, report) {
          if (redemption.field('vip') === true) return;
          if (redemption.count(visits) > 1) report(no);
          if (
            redemption.field('categories') === null &&
            redemption.categories.length === 0 &&
            redemption.grantedDiscountWritten !== ''
          )
            report(no);
          if (redemption.voucherCode === 'SECRET' && redemption.written(visits) !== 0) report(no);
          if (redemption.field('free') === true && isAtMost(redemption.grantedDiscount, ZERO)) report(no);
        },
      };
    },
  });
  const not = defineRule({
    type: 'acme_not',
    rows: [row],
    config: v.strictObject({ type: v.literal('acme_not'), rules: v.array(v.unknown()) }),
    retestOnConfirm: true,
    isGroup: true,
    compile(_, env) {
      const no = env.violation('channel.acme.no');
      return {
        check(redemption, report) {
          for (const child of env.children) {
            let violations = 0;
            child.run(redemption, () => violations++);
            if (violations === 0 && child.answer(redemption) === 'holds') report(no);
          }
        },
      };
    },
  });
  const twice = defineRule({
    type: 'acme_twice',
    rows: [],
    config: v.strictObject({ type: v.literal('acme_twice'), rules: v.array(v.unknown()) }),
    retestOnConfirm: true,
    isGroup: true,
    compile: (_, { children }) => ({
      check(redemption, report) {
        for (const child of [...children, ...children]) child.run(redemption, report);
      },
    }),
  });
  const own = (
    rules: readonly unknown[],
    redemption: Fields,
    fields: Fields = {},
    changes: readonly Change[] = [],
  ) => {
    const compiled = compile(withRules(...rules), { rules: [rich, not, twice] });
    const context = contextOf(redemption, fields);
    const unused = Object.fromEntries(compiled.plan(context).counters.map(({ name }) => [name, 0]));
    return whatIf(
      compiled,
      { ...context, usage: { ...unused, ...(fields['usage'] as object) } },
      { changes },
    );
  };

  it('are undetermined when they looked at something unknown, and only then', () => {
    const rule = { type: 'acme_rich' };
    expect(own([rule], { customer_identifier: undefined }).missing.map(({ attribute }) => attribute)).toEqual(
      ['customer_identifier'],
    );
    expect(lacks(own([rule], { categories: undefined }))).toEqual({ categories: ['/rules/0'] });
    expect(lacks(own([rule], { categories: null }, { granted_discount: undefined }))).toEqual({
      granted_discount: ['/rules/0'],
    });
    expect(codes(own([rule], {}, { usage: { 'acme.visits': 2 } }).violations)).toEqual(['acme.no']);
    expect(own([rule], {}, { voucher: { code: 'SECRET' } }).status).toBe('accepted');
    expect(codes(own([rule], { free: true }, { granted_discount: '0' }).violations)).toEqual(['acme.no']);
    expect(lacks(own([rule], { free: true }, { granted_discount: undefined }))).toEqual({
      granted_discount: ['/rules/0'],
    });
    const moved = own([rule], {}, { voucher: { code: 'SECRET' } }, [
      { path: 'redemption.customer_identifier', value: 'bob' },
    ]);
    expect(lacks(moved.changed)).toEqual({ 'usage.acme.visits': ['/rules/0'] });
    expect(codes(own([rule], { customer_identifier: null, vip: true }).violations)).toEqual(['acme.no']);
  });

  it('are undetermined while nobody knows whether this is a renewal, where they ask', () => {
    const firstOnly = defineRule({
      type: 'acme_renewals',
      rows: [row],
      config: v.strictObject({ type: v.literal('acme_renewals') }),
      retestOnConfirm: true,
      compile: (_, env) => ({
        check({ renewedOrigin }, report) {
          if (renewedOrigin === undefined) report(env.violation('channel.acme.no'));
        },
      }),
    });
    const config = withRules({ type: 'acme_renewals' }, { type: 'subscription', time_limit: { days: 9 } });
    const compiled = compile(config, { rules: [firstOnly] });
    const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };
    const origin = { redeemed_at: '2026-11-20T00:00:00Z', original: true, customer_identifier: 'ann' };
    const asked = (customer_identifier: unknown, from: unknown) =>
      whatIf(
        compiled,
        contextOf({ customer_identifier, origin_redemption: 'order-0' }, { origin: from, usage }),
      );
    expect(lacks(asked(undefined, origin))['customer_identifier']).toContain('/rules/0');
    expect(codes(asked(undefined, null).violations)).toEqual(['acme.no']);
    expect(codes(asked('bob', origin).violations)).toEqual(['not_original', 'acme.no']);
    expect(asked('ann', origin).status).toBe('accepted');
  });

  it('are as undetermined where they look at counters themselves, of periods too', () => {
    const counting = defineRule({
      type: 'acme_counting',
      rows: [row],
      config: v.strictObject({ type: v.literal('acme_counting') }),
      retestOnConfirm: true,
      compile(_, env) {
        const no = env.violation('channel.acme.no');
        const [spent, visits] = [env.counters.budget('daily'), env.counters.customer('daily')];
        return {
          limits: [countLimit(visits, 9, { exceeded: no })],
          check(redemption, report) {
            if (redemption.field('sum') === true && redemption.written(spent) !== '1') report(no);
            if (redemption.field('often') === true && redemption.count(visits) !== 0) report(no);
          },
          nextChange: ({ at }) => at + 3_600_000,
        };
      },
    });
    const compiled = compile(withRules({ type: 'acme_counting' }), { rules: [counting] });
    const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0, 'budget.daily': '1' };
    const after = (sent: Fields, ...changes: Change[]) =>
      whatIf(compiled, contextOf(sent, { usage: { ...usage, 'customer.redemptions.daily': 1 } }), { changes })
        .changed;
    const tomorrow = { path: 'at', value: '2026-11-22T00:00:00Z' };
    expect(after({ sum: true })).toMatchObject({
      status: 'accepted',
      upcoming: [{ end: '2026-11-22T00:00:00.000Z' }],
    });
    expect(lacks(after({ sum: true }, tomorrow))['usage.budget.daily']).toEqual(['/rules/0']);
    expect(codes(after({ often: true }).violations)).toEqual(['acme.no']);
    expect(after({ often: true }).next_valid_at, 'of another day nothing is counted').toBe(
      '2026-11-22T00:00:00.000Z',
    );
    expect(lacks(after({ often: true }, tomorrow))['usage.customer.redemptions.daily']).toEqual(['/rules/0']);
  });

  it('are as undetermined as a rule in them, where they are groups', () => {
    const group = { type: 'acme_not', rules: [minimum] };
    expect(codes(own([group], {}).violations)).toEqual(['acme.no']);
    expect(own([group], { total_transaction_cost: '1' }).status).toBe('accepted');
    const unknown = own([group], { total_transaction_cost: undefined });
    expect(unknown).toMatchObject({ status: 'undetermined', violations: [] });
    expect(lacks(unknown)['total_transaction_cost']).toContain('/rules/0');
    const twice = own([{ type: 'acme_twice', rules: [minimum] }], { total_transaction_cost: undefined });
    expect(lacks(twice)['total_transaction_cost'], 'told once, though asked twice').toEqual([
      null,
      '/rules/0',
      '/rules/0/rules/0',
    ]);
    const friday = { type: 'acme_not', rules: [weekend] };
    expect(own([friday], {}).next_valid_at, 'its rules tell when it may change').toBe(
      '2026-11-23T00:00:00.000Z',
    );
  });
});
