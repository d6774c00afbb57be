import { describe, expect, it } from 'vitest';
import { claimed, decide, pathsOf, planned, told, withRules } from '../support/campaigns.ts';

const never = { type: 'time_frame', windows: [{ end: '2026-01-01T00:00' }] };
const always = { type: 'time_of_order', windows: [{}] };
const dear = { type: 'transaction_cost', minimum: '1000.00' };

function allOf(...rules: readonly unknown[]) {
  return { type: 'all_of', rules };
}

describe('all of several rules', () => {
  it('must hold', () => {
    expect(told(decide(withRules(allOf(always, always))))).toEqual([]);
    expect(told(decide(withRules(allOf(always, dear))))).toEqual([
      'total_transaction_cost.below_campaign_minimum',
    ]);
  });

  it('tell each what it would tell outside the group', () => {
    const grouped = decide(withRules(allOf(dear, never)));
    const alone = decide(withRules(dear, never));
    expect(told(grouped)).toEqual(told(alone));
    expect(grouped.violations.map(({ rule }) => rule)).toEqual(['/rules/0/rules/1', '/rules/0/rules/0']);
  });

  it('are one branch of any_of', () => {
    const either = (...rules: readonly object[]) => withRules({ type: 'any_of', rules });
    expect(told(decide(either(allOf(always, dear), allOf(always))))).toEqual([]);
    expect(told(decide(either(allOf(always, dear), never)))).toEqual([
      'voucher.not_valid_at_this_time',
      'total_transaction_cost.below_campaign_minimum',
    ]);
  });

  it('are planned and claimed as outside the group', () => {
    const rules = [
      { type: 'per_customer', max_redemptions: 2 },
      { type: 'budget', period: 'daily', limit: 9 },
      { type: 'per_customer', max_redemptions: 1 },
    ];
    const grouped = withRules(allOf(...rules));
    const alone = withRules(...rules);
    expect(planned(grouped)).toEqual(planned(alone));
    expect(decide(grouped)).toEqual(decide(alone));
    expect(claimed(decide(grouped))).toMatchObject({ 'customer.redemptions': 1, 'budget.daily': '9' });
  });

  it('are asked again on confirmation where they are outside the group', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    const usage = { 'customer.redemptions': 1 };
    const config = withRules(allOf(dear, { type: 'per_customer', max_redemptions: 1 }));
    expect(told(decide(config, { ...confirm, usage }))).toEqual(['customer.per_customer_limit_exceeded']);
    expect(told(decide(config, confirm))).toEqual([]);
  });

  it.each([
    [{ type: 'all_of' }, ['/rules/0/rules']],
    [allOf(), ['/rules/0/rules']],
    [allOf({ type: 'x' }, dear, 5), ['/rules/0/rules/0/type', '/rules/0/rules/2']],
    [{ ...allOf(always), any_of: [] }, ['/rules/0/any_of']],
  ])('%j has issues at %j', (rule, paths) => {
    expect(pathsOf(withRules(rule))).toEqual(paths);
  });
});
