import { describe, expect, it } from 'vitest';
import {
  claimed,
  decide,
  decideFor,
  issuesOf,
  planned,
  shopper,
  told,
  withRules,
} from '../support/campaigns.ts';

const config = withRules({ type: 'new_customer' });
const REQUIRED = ['customer.new_customer_required'];

describe('a new customer', () => {
  it.each([
    [0, []],
    [1, REQUIRED],
    [2, REQUIRED],
    ['0', []],
    ['1', REQUIRED],
  ])('who has redeemed %j times anywhere is told %j', (count, rows) => {
    expect(told(decide(config, { usage: { 'customer.redemptions_anywhere': count } }))).toEqual(rows);
  });

  it('is told without details: how often is nobody’s business', () => {
    expect(decide(config, { usage: { 'customer.redemptions_anywhere': 3 } }).violations).toEqual([
      {
        attribute: 'customer',
        error_code: 'new_customer_required',
        message: 'Customer needs to be a new customer',
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it.each([[undefined], [null], [''], [7]])('has an identifier, not %j', (customer_identifier) => {
    expect(told(decideFor(config, { customer_identifier }))).toEqual(['customer.required']);
  });

  it('is counted everywhere, whether or not a rule asks, but limited only where one does', () => {
    const key = 'customer/cus_42/redemptions';
    const name = 'customer.redemptions_anywhere';
    expect(planned(withRules()).get(name)).toEqual({ name, key });
    expect(claimed(decide(withRules(), { usage: { [name]: 9 } }))).toMatchObject({ [name]: null });
    expect(claimed(decide(config))).toMatchObject({ [name]: 1 });
  });

  it('was new when a renewal’s origin was redeemed', () => {
    const both = withRules({ type: 'new_customer' }, { type: 'subscription', max_redemptions: 12 });
    const origin = { redeemed_at: '2026-11-01T00:00Z', original: true, customer_identifier: 'cus_42' };
    const renewal = { redemption: shopper({ origin_redemption: 'order-0' }), origin };
    const decision = decide(both, { ...renewal, usage: { 'customer.redemptions_anywhere': 7 } });
    expect(decision.status).toBe('accepted');
    expect(claimed(decision)).toMatchObject({ 'customer.redemptions_anywhere': null });
    const notHis = { ...origin, customer_identifier: 'cus_1' };
    const usage = { 'customer.redemptions_anywhere': 7 };
    expect(told(decide(both, { ...renewal, origin: notHis, usage }))).toEqual([
      'customer.new_customer_required',
      'origin_redemption.not_original',
    ]);
  });

  it('is asked again when a reservation is confirmed that holds no claims', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    const usage = { 'customer.redemptions_anywhere': 1 };
    expect(told(decide(config, { ...confirm, usage }))).toEqual(REQUIRED);
  });

  it('has a config of no keys of its own', () => {
    expect(issuesOf(withRules({ type: 'new_customer', description: 'Welcome!' }))).toEqual([]);
    expect(issuesOf(withRules({ type: 'new_customer', days: 30 }))).toMatchObject([
      { path: '/rules/0/days', expected: 'only the keys type, description', found: 'the key "days"' },
    ]);
  });
});
