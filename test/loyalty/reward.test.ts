import { describe, expect, it } from 'vitest';
import { compileLoyalty } from '../../src/loyalty/index.ts';
import { codes, contextOf, decide, NOON, reward } from '../support/loyalty.ts';

const having = (credits: number, claims = 0, own = 0) => ({
  usage: { 'contact.credits': credits, 'reward.claims': claims, 'contact.claims': own },
});

describe('claiming a reward', () => {
  it.each([
    ['one credit too few', 99, [1017]],
    ['just enough credits', 100, []],
    ['a credit too many', 101, []],
  ])('with %s', (_, credits, told) => {
    expect(codes(reward(), having(credits))).toEqual(told);
  });

  it('that costs nothing needs no credits, and takes none', () => {
    const { status, claims } = decide(reward({ required_credits: 0 }), having(0));
    expect({ status, claims }).toEqual({ status: 'accepted', claims: [] });
  });

  it.each([
    ['one left', 2, []],
    ['none left', 3, [1018]],
    ['fewer than none left', 4, [1018]],
  ])('with %s of a stock of three', (_, claims, told) => {
    expect(codes(reward({ stock: 3 }), having(100, claims))).toEqual(told);
  });

  it('with a stock of 0 is never possible, and without a stock always', () => {
    expect(codes(reward({ stock: 0 }), having(100, 0))).toEqual([1018]);
    expect(codes(reward(), having(100, 1_000_000))).toEqual([]);
  });

  it.each([
    ['one claim below the limit', 1, []],
    ['as many claims as the limit', 2, [1019]],
    ['more claims than the limit', 3, [1019]],
  ])('by a contact with %s', (_, own, told) => {
    expect(codes(reward({ claim_limit: 2 }), having(100, 0, own))).toEqual(told);
  });

  it('by a contact is never possible with a claim limit of 0', () => {
    expect(codes(reward({ claim_limit: 0 }), having(100, 0, 0))).toEqual([1019]);
  });

  it('needs a contact, the reward and the shop where they were looked up, an active reward, an active program', () => {
    expect(codes(reward(), { contact: null })).toEqual([55031]);
    expect(codes(reward(), { reward: null })).toEqual([6003]);
    expect(codes(reward(), { reward: { uuid: 'r' }, shop: { uuid: 's' } })).toEqual([]);
    expect(codes(reward(), { shop: null })).toEqual([1008]);
    expect(codes(reward({ is_active: false }))).toEqual([1052]);
    expect(codes(reward({ program_active: false }))).toEqual([55018]);
    expect(codes(reward({ program_active: true }))).toEqual([]);
  });

  it('tells everything at once, the codes outside the page last', () => {
    const config = reward({ is_active: false, program_active: false, stock: 0, claim_limit: 0 });
    expect(codes(config, { ...having(0), reward: null, shop: null })).toEqual([
      55018, 6003, 1017, 1019, 1018, 1008, 1052,
    ]);
    expect(codes(config, { ...having(0), contact: null })).toEqual([55018, 55031, 1018, 1052]);
  });

  it('tells the shopper what it costs, and the operator what there is', () => {
    const { violations } = decide(
      reward({ stock: 3, claim_limit: 2, claim_period: 'daily' }),
      having(40, 5, 2),
    );
    expect(violations).toEqual([
      {
        attribute: 'credits',
        error_code: 'insufficient_credits',
        code: 1017,
        message: 'Onvoldoende punten | Insufficient credits.',
        expected: { minimum: 100 },
        campaign: 'mug',
        rule: '/required_credits',
        details: { limit: 0, used: 40, requested: 100, remaining: 40 },
      },
      {
        attribute: 'contact',
        error_code: 'claim_limit_reached',
        code: 1019,
        message: 'You have reached your claim limit on this reward.',
        campaign: 'mug',
        rule: '/claim_limit',
        details: {
          limit: 2,
          used: 2,
          requested: 1,
          remaining: 0,
          window: { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
        },
      },
      {
        attribute: 'reward',
        error_code: 'stock_empty',
        code: 1018,
        message: 'The stock on this reward is empty.',
        campaign: 'mug',
        rule: '/stock',
        details: { limit: 3, used: 5, requested: 1, remaining: 0 },
      },
    ]);
  });

  it('claims credits, stock and a claim of the contact, in the order of their keys', () => {
    expect(decide(reward({ stock: 3, claim_limit: 2 }), having(100)).claims).toEqual([
      { name: 'contact.credits', key: 'contact/ann/credits', add: -100, limit: null, minimum: 0 },
      { name: 'reward.claims', key: 'reward/mug/claims', add: 1, limit: 3 },
      { name: 'contact.claims', key: 'reward/mug/contact/ann/claims', add: 1, limit: 2 },
    ]);
  });
});

describe('the counters of a claim', () => {
  const planOf = (config: Parameters<typeof contextOf>[0], fields = {}) =>
    compileLoyalty(config).plan(contextOf(config, { usage: undefined, ...fields }) as never).counters;

  it('are those that are limited, and the credits', () => {
    expect(planOf(reward()).map(({ name }) => name)).toEqual(['contact.credits']);
    expect(planOf(reward({ stock: 3, claim_limit: 2 }))).toEqual([
      { name: 'contact.claims', key: 'reward/mug/contact/ann/claims' },
      { name: 'contact.credits', key: 'contact/ann/credits' },
      { name: 'reward.claims', key: 'reward/mug/claims' },
    ]);
  });

  it('are only the stock where there is no contact', () => {
    const config = reward({ stock: 3, claim_limit: 2 });
    expect(planOf(config, { contact: null })).toEqual([{ name: 'reward.claims', key: 'reward/mug/claims' }]);
  });

  it('cannot name those of another', () => {
    const config = reward({ id: 'a/b', claim_limit: 1 });
    expect(planOf(config, { contact: { uuid: 'x/y%' } }).map(({ key }) => key)).toEqual([
      'reward/a%2Fb/contact/x%2Fy%25/claims',
      'contact/x%2Fy%25/credits',
    ]);
  });

  it.each([
    ['total', undefined, 'reward/mug/contact/ann/claims', undefined],
    ['daily', undefined, 'reward/mug/contact/ann/claims/daily/2026-11-21', '2026-11-21T00:00:00.000Z'],
    ['monthly', undefined, 'reward/mug/contact/ann/claims/monthly/2026-11', '2026-11-01T00:00:00.000Z'],
    ['weekly', undefined, 'reward/mug/contact/ann/claims/weekly/2026-11-16', '2026-11-16T00:00:00.000Z'],
    [
      'daily',
      'Pacific/Auckland',
      'reward/mug/contact/ann/claims/daily/2026-11-22',
      '2026-11-21T11:00:00.000Z',
    ],
  ])('of a limit for the period %s in the zone %s', (claim_period, time_zone, key, start) => {
    const config = reward({ claim_limit: 2, claim_period, ...(time_zone ? { time_zone } : {}) });
    const [counter] = planOf(config, { at: NOON });
    expect(counter).toMatchObject({ name: 'contact.claims', key });
    expect(counter?.window?.start).toBe(start);
    expect(decide(config).claims.at(-1)).toMatchObject({ key, add: 1, limit: 2 });
  });
});
