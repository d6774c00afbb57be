import { describe, expect, it } from 'vitest';
import { campaign, claimed, decide, issuesOf, planned, shopper, told } from '../support/campaigns.ts';

const unique = campaign({ voucher_type: 'unique' });

describe('a unique code', () => {
  it.each([
    [0, []],
    [1, ['voucher.unique_code_already_used']],
    [2, ['voucher.unique_code_already_used']],
  ])('that was redeemed %i times tells %j', (count, rows) => {
    expect(told(decide(unique, { usage: { 'voucher.redemptions': count } }))).toEqual(rows);
  });

  it('that was used is told without details', () => {
    expect(decide(unique, { usage: { 'voucher.redemptions': 1 } }).violations).toEqual([
      {
        attribute: 'voucher',
        error_code: 'unique_code_already_used',
        message: 'Voucher was already used',
        campaign: 'spring',
        rule: '/voucher_type',
      },
    ]);
  });

  it('is counted under its code', () => {
    expect(planned(unique, { voucher: { code: 'A/B%' } }).get('voucher.redemptions')).toEqual({
      name: 'voucher.redemptions',
      key: 'voucher/A%2FB%25/redemptions',
    });
    expect(claimed(decide(unique))).toMatchObject({ 'voucher.redemptions': 1 });
  });

  it('of an ancestor is the same code: one counter, without a prefix', () => {
    const config = campaign({ parent: { id: 'year', status: 'active', voucher_type: 'unique' } });
    expect(planned(config).has('voucher.redemptions')).toBe(true);
    expect(decide(config, { usage: { 'voucher.redemptions': 1 } }).violations).toMatchObject([
      { campaign: 'year', rule: '/voucher_type' },
    ]);
  });

  it('is not asked of a renewal, which adds to its count without a limit', () => {
    const config = campaign({
      voucher_type: 'unique',
      rules: [{ type: 'subscription', max_redemptions: 12 }],
    });
    const decision = decide(config, {
      redemption: shopper({ origin_redemption: 'order-0' }),
      origin: { redeemed_at: '2026-11-01T00:00Z', original: true, customer_identifier: 'cus_42' },
      usage: { 'voucher.redemptions': 5 },
    });
    expect(decision.status).toBe('accepted');
    expect(claimed(decision)).toMatchObject({ 'voucher.redemptions': null });
  });

  it('is asked again when a reservation is confirmed that holds no claims', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decide(unique, { ...confirm, usage: { 'voucher.redemptions': 1 } }))).toEqual([
      'voucher.unique_code_already_used',
    ]);
  });
});

describe('a generic code', () => {
  it.each([['generic'], [undefined]])('(%s) is neither counted nor claimed', (voucher_type) => {
    const config = campaign({ voucher_type });
    expect(planned(config).has('voucher.redemptions')).toBe(false);
    expect(claimed(decide(config))).not.toHaveProperty('voucher.redemptions');
  });
});

it.each([['Unique'], [''], [null], [0]])('the voucher type %j is an issue', (voucher_type) => {
  expect(issuesOf(campaign({ voucher_type }))).toMatchObject([
    { path: '/voucher_type', expected: expect.stringMatching(/^one of "unique", "generic"/) as string },
  ]);
});
