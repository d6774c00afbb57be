import { describe, expect, it } from 'vitest';
import { decideFor, issuesOf, pathsOf, told, withRules, type Fields } from '../support/campaigns.ts';

const BELOW = ['total_transaction_cost.below_campaign_minimum'];
const ABOVE = ['total_transaction_cost.above_campaign_maximum'];

function decideCost(total_transaction_cost: unknown, bounds: Fields) {
  return decideFor(withRules({ type: 'transaction_cost', ...bounds }), { total_transaction_cost });
}

describe('a transaction’s cost', () => {
  it.each([
    ['19.99', BELOW],
    ['19.999999999999999999', BELOW],
    ['20', []],
    ['20.00', []],
    ['20.000000000000000001', []],
    ['499.99', []],
    ['500.00', []],
    ['500.000000000000000001', ABOVE],
    ['500.01', ABOVE],
    [20, []],
    [19.99, BELOW],
    [500.01, ABOVE],
    ['-20.00', BELOW],
    ['0', BELOW],
  ])('of %j, bounded by 20.00 and 500.00, both inclusive, tells %j', (cost, rows) => {
    expect(told(decideCost(cost, { minimum: '20.00', maximum: '500.00' }))).toEqual(rows);
  });

  it('below the minimum is told with it, as the config wrote it', () => {
    expect(decideCost('5', { minimum: '020.50' }).violations).toEqual([
      {
        attribute: 'total_transaction_cost',
        error_code: 'below_campaign_minimum',
        message: 'Total transaction cost must be greater than or equal to the campaign minimum of 020.50',
        expected: { minimum: '020.50' },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it('above the maximum is told with it, a number in its shortest form', () => {
    expect(decideCost('1000', { maximum: 20.5 }).violations).toEqual([
      {
        attribute: 'total_transaction_cost',
        error_code: 'above_campaign_maximum',
        message: 'Total transaction cost must be less than or equal to the campaign maximum of 20.5',
        expected: { maximum: '20.5' },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it.each([
    ['-0.01', BELOW],
    ['-0', []],
    ['0', []],
    [-0, []],
  ])('of %j with a minimum of 0 tells %j', (cost, rows) => {
    expect(told(decideCost(cost, { minimum: 0 }))).toEqual(rows);
  });

  it.each([
    ['0', []],
    ['-5', []],
    ['0.01', ABOVE],
  ])('of %j with a maximum of 0 tells %j', (cost, rows) => {
    expect(told(decideCost(cost, { maximum: 0 }))).toEqual(rows);
  });

  it('may have one price: the minimum is the maximum', () => {
    const exactly = { minimum: '9.90', maximum: '9.9' };
    expect(told(decideCost('9.89', exactly))).toEqual(BELOW);
    expect(told(decideCost('9.900', exactly))).toEqual([]);
    expect(told(decideCost('9.91', exactly))).toEqual(ABOVE);
  });

  it('can be told of two rules that differ, and once of two that are alike', () => {
    const config = withRules(
      { type: 'transaction_cost', minimum: '20.00' },
      { type: 'transaction_cost', minimum: '30.00' },
      { type: 'transaction_cost', minimum: '20.00', maximum: '25.00' },
      { type: 'transaction_cost', minimum: '20.0' },
    );
    const decision = decideFor(config, { total_transaction_cost: '1' });
    expect(decision.violations.map(({ rule, expected }) => [rule, expected])).toEqual([
      ['/rules/0', { minimum: '20.00' }],
      ['/rules/1', { minimum: '30.00' }],
      ['/rules/3', { minimum: '20.0' }],
    ]);
  });

  it('that is not an amount is not looked at, and told anyway', () => {
    for (const cost of [undefined, 'much', Number.NaN]) {
      expect(told(decideCost(cost, { minimum: '20', maximum: '30' }))).toEqual([
        'total_transaction_cost.not_a_number',
      ]);
    }
  });

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    const config = withRules({ type: 'transaction_cost', minimum: '1000' });
    expect(told(decideFor(config, {}, confirm))).toEqual([]);
  });
});

describe('the config of a transaction cost', () => {
  const issuesIn = (bounds: Fields) => issuesOf(withRules({ type: 'transaction_cost', ...bounds }));

  it('needs a bound', () => {
    expect(issuesIn({})).toMatchObject([
      { path: '/rules/0', expected: 'a minimum, a maximum, or both', found: 'an object' },
    ]);
    expect(issuesIn({ minimum: undefined })).toMatchObject([{ path: '/rules/0' }]);
  });

  it.each([
    [{ minimum: '20.01', maximum: '20.00' }, ['/rules/0/maximum']],
    [{ minimum: 1e20, maximum: '99999999999999999999' }, ['/rules/0/maximum']],
    [{ minimum: '0.000000000000000001', maximum: 0 }, ['/rules/0/maximum']],
    [{ minimum: '20.00', maximum: '20' }, []],
    [{ minimum: '20.00', maximum: '20.000000000000000001' }, []],
    [{ minimum: '-1' }, ['/rules/0/minimum']],
    [{ maximum: '-0.01' }, ['/rules/0/maximum']],
    [{ minimum: '-0' }, []],
    [{ minimum: null, maximum: '5' }, ['/rules/0/minimum']],
    [{ minimum: '1e3', maximum: '5,00' }, ['/rules/0/minimum', '/rules/0/maximum']],
    [{ minimum: '10', maximum: '5', currency: 'EUR' }, ['/rules/0/currency', '/rules/0/maximum']],
  ])('%j has issues at %j', (bounds, paths) => {
    expect(
      issuesIn(bounds)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([...paths].sort());
  });

  it('says what a maximum below the minimum is', () => {
    expect(issuesIn({ minimum: '20', maximum: '5' })).toEqual([
      {
        path: '/rules/0/maximum',
        message: 'expected a maximum that is not below the minimum, found "5"',
        found: '"5"',
        expected: 'a maximum that is not below the minimum',
      },
    ]);
  });

  it('guesses what a misspelt key means', () => {
    expect(pathsOf(withRules({ type: 'transaction_cost', minimun: '5', maximum: '9' }))).toEqual([
      '/rules/0/minimun',
    ]);
    expect(issuesIn({ minimun: '5', maximum: '9' })[0]?.expected).toBe(
      'only the keys type, description, minimum, maximum (did you mean "minimum"?)',
    );
  });
});
