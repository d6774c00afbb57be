import { describe, expect, it } from 'vitest';
import { compileLoyalty } from '../../src/loyalty/index.ts';
import { codes, contextOf, decide, loyaltyVoucher, NOON, voucher } from '../support/loyalty.ts';

const used = (redemptions: number) => ({ usage: { 'voucher.redemptions': redemptions } });
const lock = { operation: 'lock' };
const being = (status: string, more = {}) => ({ voucher: { ...voucher, status, ...more } });

describe('redeeming a voucher', () => {
  it.each([
    ['one left', 2, []],
    ['none left', 3, [80019]],
    ['more used than it had', 4, [80019]],
  ])('once, with %s', (_, redemptions, told) => {
    expect(codes(loyaltyVoucher({ redemptions_per_voucher: 3 }), used(redemptions))).toEqual(told);
  });

  it.each([
    ['fewer times than are left', 2, []],
    ['as often as is left', 3, []],
    ['once more than is left', 4, [80019]],
  ])('%s', (_, times, told) => {
    expect(codes(loyaltyVoucher({ redemptions_per_voucher: 5 }), { times, ...used(2) })).toEqual(told);
  });

  it('claims as many redemptions, within those of the voucher', () => {
    const claimed = (fields = {}) => decide(loyaltyVoucher({ redemptions_per_voucher: 5 }), fields).claims;
    const claim = { name: 'voucher.redemptions', key: 'voucher/V-1/redemptions', limit: 5 };
    expect(claimed()).toEqual([{ ...claim, add: 1 }]);
    expect(claimed({ times: null })).toEqual([{ ...claim, add: 1 }]);
    expect(claimed({ times: 5 })).toEqual([{ ...claim, add: 5 }]);
  });

  it('tells the operator how many are left', () => {
    expect(
      decide(loyaltyVoucher({ redemptions_per_voucher: 5 }), { times: 4, ...used(2) }).violations,
    ).toMatchObject([
      {
        attribute: 'times',
        code: 80019,
        rule: '/redemptions_per_voucher',
        details: { limit: 5, used: 2, requested: 4, remaining: 3 },
      },
    ]);
  });

  it.each([
    ['a millisecond before its activation date', '2026-11-21T12:00:00.001Z', [80014]],
    ['exactly at its activation date', '2026-11-21T12:00:00.000Z', []],
    ['a millisecond after its activation date', '2026-11-21T11:59:59.999Z', []],
  ])('%s', (_, activation_date, told) => {
    expect(codes(loyaltyVoucher(), { at: NOON, ...being('ACTIVE', { activation_date }) })).toEqual(told);
  });

  it.each([
    ['a millisecond before its expiration date', '2026-11-21T12:00:00.001Z', []],
    ['exactly at its expiration date', '2026-11-21T12:00:00.000Z', [80006]],
    ['a millisecond after its expiration date', '2026-11-21T11:59:59.999Z', [80006]],
  ])('%s', (_, expiration_date, told) => {
    expect(codes(loyaltyVoucher(), { at: NOON, ...being('ACTIVE', { expiration_date }) })).toEqual(told);
    expect(codes(loyaltyVoucher(), { ...lock, at: NOON, ...being('ACTIVE', { expiration_date }) })).toEqual(
      told,
    );
  });

  it.each([
    ['ACTIVE', []],
    ['REDEEMED', [80005]],
    ['EXPIRED', [80006]],
    ['DEACTIVATED', [80012]],
    ['INACTIVE', [80014]],
    ['LOCKED', [80017]],
  ])('that is %s, in any letter case', (status, told) => {
    expect(codes(loyaltyVoucher(), being(status))).toEqual(told);
    expect(codes(loyaltyVoucher(), being(status.toLowerCase()))).toEqual(told);
  });

  it('needs a voucher, and an active promotion', () => {
    expect(codes(loyaltyVoucher(), { voucher: null })).toEqual([80004]);
    expect(codes(loyaltyVoucher({ promotion_active: false }))).toEqual([80020]);
  });

  it('tells everything at once', () => {
    const config = loyaltyVoucher({ promotion_active: false, redemptions_per_voucher: 0 });
    const late = { activation_date: '2027-01-01T00:00Z', expiration_date: NOON };
    expect(codes(config, { ...being('LOCKED', late), times: 2 })).toEqual([
      80006, 80014, 80017, 80019, 80020,
    ]);
    expect(codes(config, { voucher: null, times: 0, release_key: 7 })).toEqual([1003, 1003, 80004, 80020]);
  });
});

describe('a locked voucher', () => {
  it('is opened by a release key', () => {
    expect(codes(loyaltyVoucher(), { ...being('LOCKED'), release_key: 'k' })).toEqual([]);
    expect(codes(loyaltyVoucher(), { ...being('LOCKED'), release_key: null })).toEqual([80017]);
  });

  it('is opened by its own alone, where the host says which that is', () => {
    const locked = being('LOCKED', { release_key: 'k' });
    expect(codes(loyaltyVoucher(), { ...locked, release_key: 'k' })).toEqual([]);
    expect(codes(loyaltyVoucher(), { ...locked, release_key: 'K' })).toEqual([80017]);
    expect(codes(loyaltyVoucher(), locked)).toEqual([80017]);
  });

  it('cannot be locked again, whatever key is sent', () => {
    expect(codes(loyaltyVoucher(), { ...lock, ...being('LOCKED'), release_key: 'k' })).toEqual([80017]);
  });

  it.each([[''], ['  '], [5], [{}], [['k']], [false]])('takes %j for malformed input', (release_key) => {
    const { violations } = decide(loyaltyVoucher(), { ...being('LOCKED'), release_key });
    expect(violations).toMatchObject([{ code: 1003, attribute: 'release_key' }]);
    expect(codes(loyaltyVoucher(), { release_key })).toEqual([1003]);
  });
});

describe('locking a voucher', () => {
  it.each([
    ['ACTIVE', []],
    ['REDEEMED', [80005]],
    ['EXPIRED', [80006]],
    ['DEACTIVATED', [80012]],
    ['INACTIVE', []],
    ['LOCKED', [80017]],
  ])('that is %s', (status, told) => {
    expect(codes(loyaltyVoucher(), { ...lock, ...being(status) })).toEqual(told);
  });

  it('asks nothing that the platform does not list for it, and counts nothing', () => {
    const config = loyaltyVoucher({ promotion_active: false, redemptions_per_voucher: 0 });
    const context = contextOf(config, { ...lock, times: 'many', release_key: 5, usage: undefined });
    const rules = compileLoyalty(config);
    expect(rules.plan(context as never)).toEqual({ counters: [] });
    expect(rules.evaluate(context as never)).toEqual({ status: 'accepted', violations: [], claims: [] });
  });

  it('needs a voucher', () => {
    expect(codes(loyaltyVoucher(), { ...lock, voucher: null })).toEqual([80004]);
  });
});

describe('a number of times that cannot be read', () => {
  it.each([[0], [-1], [1.5], ['2'], [51], [NaN], [{}], [true]])('%j is malformed input', (times) => {
    expect(decide(loyaltyVoucher({ redemptions_per_voucher: 0 }), { times }).violations).toEqual([
      {
        attribute: 'times',
        error_code: 'invalid_input',
        code: 1003,
        message: 'Invalid input.',
        expected: { minimum: 1, maximum: 50 },
        campaign: 'ten-off',
        rule: null,
      },
    ]);
  });

  it.each([[1], [49], [50]])('but %j can', (times) => {
    expect(codes(loyaltyVoucher({ redemptions_per_voucher: 50 }), { times })).toEqual([]);
  });
});
