import { describe, expect, it } from 'vitest';
import {
  campaign,
  claimed,
  context,
  decide,
  decideFor,
  planned,
  shopper,
  told,
} from '../support/campaigns.ts';

describe('a transaction id', () => {
  it.each([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' \t\n '],
    ['blank to trim, but not to ASCII', '\u00a0\u3000\ufeff'],
    ['a number', 1001],
    ['a list', ['order-1']],
    ['an object', { id: 'order-1' }],
    ['a boolean', true],
  ])('that is %s is required', (_, transaction_id) => {
    expect(decideFor(campaign(), { transaction_id }).violations).toEqual([
      {
        attribute: 'transaction_id',
        error_code: 'required',
        message: 'Transaction ID is required',
        campaign: 'spring',
        rule: null,
      },
    ]);
  });

  it('that is known must be unique', () => {
    const decision = decide(campaign(), { usage: { 'transaction.redemptions': 1 } });
    expect(decision).toEqual({
      status: 'refused',
      violations: [
        {
          attribute: 'transaction_id',
          error_code: 'must_be_unique',
          message: 'Transaction ID must be unique',
          campaign: 'spring',
          rule: null,
        },
      ],
      claims: [],
    });
  });

  it.each([
    [0, []],
    [1, ['transaction_id.must_be_unique']],
    [2, ['transaction_id.must_be_unique']],
    ['0', []],
    ['1', ['transaction_id.must_be_unique']],
  ])('that redeemed %j times tells %j', (count, rows) => {
    expect(told(decide(campaign(), { usage: { 'transaction.redemptions': count } }))).toEqual(rows);
  });

  it('is not counted where there is none', () => {
    const redemption = shopper({ transaction_id: ' ' });
    expect(planned(campaign(), { redemption }).has('transaction.redemptions')).toBe(false);
    expect(told(decide(campaign(), { redemption, usage: { 'transaction.redemptions': 1 } }))).toEqual([
      'transaction_id.required',
    ]);
  });

  it('is kept as it is, with its spaces, in a key where it cannot name another', () => {
    const redemption = shopper({ transaction_id: ' 100%/a ' });
    expect(planned(campaign(), { redemption }).get('transaction.redemptions')).toEqual({
      name: 'transaction.redemptions',
      key: 'transaction/ 100%25%2Fa ',
    });
  });

  it('is claimed once', () => {
    expect(claimed(decide(campaign()))['transaction.redemptions']).toBe(1);
  });

  it('is not asked again when a reservation is confirmed, but is claimed', () => {
    const existing = { status: 'pending', claims: [] };
    const known = decide(campaign(), {
      operation: 'confirm',
      existing,
      usage: { 'transaction.redemptions': 1 },
    });
    expect(known.status).toBe('accepted');
    expect(known.claims).toContainEqual({
      name: 'transaction.redemptions',
      key: 'transaction/order-1',
      add: 1,
      limit: 1,
    });
    const absent = { ...context({ operation: 'confirm', existing }), redemption: {} };
    expect(decide(campaign(), { ...absent }).status).toBe('accepted');
  });
});
