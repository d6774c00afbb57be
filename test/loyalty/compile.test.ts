import { describe, expect, it } from 'vitest';
import { compileLoyalty, LoyaltyConfigError, safeCompileLoyalty } from '../../src/loyalty/index.ts';
import { creditProgram, giftCard, issuesOf, loyaltyVoucher, reward } from '../support/loyalty.ts';

describe('a loyalty config', () => {
  it.each([
    ['gift_card', giftCard({ max_amount_in_cents: 0 })],
    ['reward', reward({ stock: 0, claim_limit: 0, claim_period: 'weekly', time_zone: 'Europe/Amsterdam' })],
    ['credit_program', creditProgram({ max_amount: 2 ** 53 - 1, program_active: false })],
    ['loyalty_voucher', loyaltyVoucher({ redemptions_per_voucher: 0 })],
  ])('of the type %s compiles into frozen rules with a copy of it', (type, config) => {
    const written = { $schema: './loyalty.schema.json', name: 'N', description: 'D', ...config };
    const rules = compileLoyalty(written);
    expect(rules).toMatchObject({ id: config['id'], type, config: written });
    expect(Object.isFrozen(rules)).toBe(true);
    expect(Object.isFrozen(rules.config)).toBe(true);
    expect(rules.config).not.toBe(written);
  });

  it.each([
    ['null', null],
    ['a list', []],
    ['a string', 'gift_card'],
    ['nothing', undefined],
    ['a function', () => 'gift_card'],
  ])('is an object: not %s', (_, config) => {
    expect(Object.keys(issuesOf(config))).toEqual(['']);
    expect(safeCompileLoyalty(config)).toMatchObject({ issues: { length: 1 } });
  });

  it('has a type, and a near one is suggested', () => {
    const types = 'one of gift_card, reward, credit_program, loyalty_voucher';
    expect(issuesOf({ id: 'x' })).toEqual({ '/type': types });
    expect(issuesOf({ id: 'x', type: 'gift_crad' })).toEqual({
      '/type': `${types} (did you mean "gift_card"?)`,
    });
    expect(issuesOf({ id: 'x', type: 5 })).toEqual({ '/type': types });
    expect(safeCompileLoyalty({ type: () => 'reward' })).toMatchObject({
      issues: { length: 1, 0: { path: '/type' } },
    });
  });

  it.each([
    ['gift_card', ['/id', '/program_active']],
    ['reward', ['/id', '/required_credits', '/is_active']],
    ['credit_program', ['/id']],
    ['loyalty_voucher', ['/id', '/promotion_active', '/redemptions_per_voucher']],
  ])('of the type %s lacks at most %j', (type, paths) => {
    expect(Object.keys(issuesOf({ type }))).toEqual(paths);
  });

  it('is told everything that is wrong in it at once', () => {
    const config = {
      type: 'reward',
      id: '',
      required_credits: -1,
      is_active: 'yes',
      stock: null,
      claim_limit: 1.5,
      claim_period: 'dayly',
      time_zone: '+01:00',
      program_active: 1,
      stok: 3,
      name: 5,
    };
    expect(issuesOf(config)).toEqual({
      '/id': 'a string of 1 to 200 characters',
      '/required_credits': 'an integer of 0 or more',
      '/is_active': 'true or false',
      '/stock': 'an integer of 0 or more',
      '/claim_limit': 'an integer of 0 or more',
      '/claim_period': expect.stringContaining('(did you mean "daily"?)') as string,
      '/time_zone': expect.stringContaining('an IANA time zone') as string,
      '/program_active': 'true or false',
      '/stok': expect.stringContaining('(did you mean "stock"?)') as string,
      '/name': 'a string',
    });
  });

  it.each([
    [giftCard({ max_amount_in_cents: '1000' }), '/max_amount_in_cents'],
    [giftCard({ max_amount_in_cents: 2 ** 53 }), '/max_amount_in_cents'],
    [giftCard({ rules: [] }), '/rules'],
    [creditProgram({ cap: 'reception' }), '/cap'],
    [creditProgram({ max_amount: -0.5 }), '/max_amount'],
    [loyaltyVoucher({ redemptions_per_voucher: Infinity }), '/redemptions_per_voucher'],
    [reward({ claim_period: 'daily' }), '/claim_period'],
  ])('%j is wrong at %s', (config, path) => {
    expect(Object.keys(issuesOf(config))).toEqual([path]);
  });

  it('says what was found, and where', () => {
    const result = safeCompileLoyalty(giftCard({ program_active: 'yes' }));
    expect(result).toEqual({
      success: false,
      issues: [
        {
          path: '/program_active',
          message: 'expected true or false, found "yes"',
          found: '"yes"',
          expected: 'true or false',
        },
      ],
      omitted: 0,
    });
  });

  it('is thrown with its issues, and read no further than a hundred', () => {
    const unknown = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`key${i}`, i]));
    let thrown: unknown;
    try {
      compileLoyalty(giftCard(unknown));
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(LoyaltyConfigError);
    const { issues, omitted, message, name } = thrown as LoyaltyConfigError;
    expect({ issues: issues.length, omitted, name }).toEqual({
      issues: 100,
      omitted: 50,
      name: 'LoyaltyConfigError',
    });
    expect(message).toMatch(
      /^invalid loyalty config\n {2}\/key0: expected only the keys .*\n {2}and 50 more$/su,
    );
    expect(() => compileLoyalty(5)).toThrow(
      'invalid loyalty config\n  the config: expected an object with a "type", found 5',
    );
  });

  it('is read once, by its own plain properties alone', () => {
    expect(issuesOf(Object.create(giftCard()))).toHaveProperty('/type');
    const withGetter = Object.defineProperty({ ...giftCard() }, 'program_active', {
      enumerable: true,
      get: () => true,
    });
    expect(Object.keys(issuesOf(withGetter))).toEqual(['/program_active']);
    const polluted = JSON.parse('{"type":"credit_program","id":"x","__proto__":{"max_amount":1}}') as unknown;
    expect(Object.keys(issuesOf(polluted))).toEqual(['/__proto__']);
    const config = { ...giftCard() };
    const rules = compileLoyalty(config);
    config['program_active'] = false;
    expect(rules.config['program_active']).toBe(true);
  });
});
