import { describe, expect, it } from 'vitest';
import { campaign, claimed, decide, issuesOf, planned, told } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const hundred = campaign({ max_total_budget: '100.00' });
const EXCEEDED = ['campaign.budget_exceeded'];

function spend(used: unknown, granted_discount: unknown, limit: unknown = '100.00') {
  return decide(campaign({ max_total_budget: limit }), { granted_discount, usage: { 'budget.total': used } });
}

describe('the budget of a campaign', () => {
  it.each([
    ['0', '99.99', []],
    ['0', '100', []],
    ['0', '100.01', EXCEEDED],
    ['99.98', '0.01', []],
    ['99.99', '0.01', []],
    ['99.99', '0.02', EXCEEDED],
    ['99.99', '0', []],
    ['100.00', '0', EXCEEDED],
    ['100.01', '0', EXCEEDED],
    ['100.000000000000000001', '0', EXCEEDED],
    ['99.999999999999999999', '0.000000000000000001', []],
    ['99.999999999999999999', '0.000000000000000002', EXCEEDED],
    [99.99, 0.01, []],
    [99.99, 0.02, EXCEEDED],
  ])('of 100.00 of which %j is spent, for %j more tells %j', (used, discount, rows) => {
    expect(told(spend(used, discount))).toEqual(rows);
  });

  it.each([
    ['0.1', '0.2', '0.3', []],
    ['0.1', '0.2', '0.29', EXCEEDED],
    [0.1, 0.2, 0.3, []],
    ['999999999999999999999999999998', '1', '999999999999999999999999999999', []],
    ['999999999999999999999999999998', '2', '999999999999999999999999999999', EXCEEDED],
    ['9007199254740992', '1', '9007199254740993', []],
    ['9007199254740992', '1.0001', '9007199254740993', EXCEEDED],
    ['0', '0', '0', EXCEEDED],
    ['0', '0', '-0', EXCEEDED],
    ['0', '0', 0.000001, []],
  ])('is exact: %j and %j of %j tells %j', (used, discount, limit, rows) => {
    expect(told(spend(used, discount, limit))).toEqual(rows);
  });

  it('that is spent is told with what stood in the way', () => {
    expect(plain(spend('95.5', '5').violations)).toEqual([
      {
        attribute: 'campaign',
        error_code: 'budget_exceeded',
        message: 'Campaign maximum budget has already been reached',
        campaign: 'spring',
        rule: '/max_total_budget',
        details: { limit: '100.00', used: '95.5', requested: '5', remaining: '4.50' },
      },
    ]);
  });

  it.each([
    ['100.00', '95.5', '5', { limit: '100.00', used: '95.5', requested: '5', remaining: '4.50' }],
    ['100', '95.125', '5', { limit: '100', used: '95.125', requested: '5', remaining: '4.875' }],
    ['100', '120', '5', { limit: '100', used: '120', requested: '5', remaining: '0' }],
    ['100.0', '120.00', '5', { limit: '100.0', used: '120.00', requested: '5', remaining: '0.00' }],
    [100, 95.1, 5.5, { limit: '100', used: '95.1', requested: '5.5', remaining: '4.9' }],
    [0.1, 0, 1e20, { limit: '0.1', used: '0', requested: '100000000000000000000', remaining: '0.1' }],
    ['007', '006', '2', { limit: '007', used: '006', requested: '2', remaining: '1' }],
  ])('of %j with %j spent, asked for %j: details %j', (limit, used, discount, details) => {
    expect(spend(used, discount, limit).violations[0]?.details).toEqual(details);
  });

  it('is claimed by the discount as the host wrote it, within the limit as the config wrote it', () => {
    const claim = { name: 'budget.total', key: 'campaign/spring/budget/total' };
    expect(spend('5', '5.50', '0100.0').claims).toContainEqual({ ...claim, add: '5.50', limit: '0100.0' });
    expect(spend('5', 5.5, 100).claims).toContainEqual({ ...claim, add: '5.5', limit: '100' });
  });

  it.each([['0'], ['0.00'], [0], ['-0'], [-0], ['0.000000000000000000']])(
    'is not claimed for a discount of %j',
    (granted_discount) => {
      const decision = spend('5', granted_discount);
      expect(decision.status).toBe('accepted');
      expect(claimed(decision)).not.toHaveProperty('budget.total');
    },
  );

  it('shares its counter with a rule for the total budget: the smaller limit binds the claim', () => {
    const both = (most: unknown, limit: unknown) =>
      decide(campaign({ max_total_budget: most, rules: [{ type: 'budget', period: 'total', limit }] }));
    expect(claimed(both('20.00', '10'))).toMatchObject({ 'budget.total': '10' });
    expect(claimed(both('10', '20.00'))).toMatchObject({ 'budget.total': '10' });
    expect(claimed(both('10.0', '10.00'))).toMatchObject({ 'budget.total': '10.0' });
    expect(claimed(both('10.00', 10))).toMatchObject({ 'budget.total': '10.00' });
    expect(claimed(both('99999999999999999999.01', '99999999999999999999'))).toMatchObject({
      'budget.total': '99999999999999999999',
    });
    expect(claimed(both('9', '99999999999999999999'))).toMatchObject({ 'budget.total': '9' });
    const spent = decide(
      campaign({ max_total_budget: 5, rules: [{ type: 'budget', period: 'total', limit: 5 }] }),
      { usage: { 'budget.total': 5 } },
    );
    expect(told(spent)).toEqual(['campaign.budget_exceeded', 'campaign.total_budget_exceeded']);
  });

  it('is planned without a window', () => {
    expect(planned(hundred).get('budget.total')).toEqual({
      name: 'budget.total',
      key: 'campaign/spring/budget/total',
    });
    expect(planned(campaign()).has('budget.total')).toBe(false);
  });

  it('is asked again when a reservation is confirmed that holds no claims', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decide(hundred, { ...confirm, usage: { 'budget.total': 100 } }))).toEqual(EXCEEDED);
  });

  it.each([['-0.01'], [-1], ['1e5'], [''], [null], [Number.NaN], [1e21], ['1'.repeat(31)], [[]], [true]])(
    'of %j is an issue',
    (max_total_budget) => {
      expect(issuesOf(campaign({ max_total_budget }))).toMatchObject([
        {
          path: '/max_total_budget',
          expected:
            'an amount: a number, or a string such as "25.00" (1 to 30 digits, up to 18 decimals), of 0 or more',
        },
      ]);
    },
  );
});
