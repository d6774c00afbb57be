import { describe, expect, it } from 'vitest';
import { campaign, decideFor, told, withRules } from '../support/campaigns.ts';

const bounded = withRules({ type: 'transaction_cost', minimum: '1000.00', maximum: '2000.00' });

describe('a cost', () => {
  it.each([
    ['zero', '0'],
    ['with leading zeros', '007.50'],
    ['negative', '-5'],
    ['minus zero', '-0.00'],
    ['with one decimal', '5.0'],
    ['of 30 digits', '9'.repeat(30)],
    ['of 30 digits and 18 decimals', `${'9'.repeat(30)}.${'9'.repeat(18)}`],
    ['a number', 129.9],
    ['a number whose shortest form is a decimal', 0.1],
    ['a number of 21 digits', 1e20],
    ['a number with 6 decimals', 0.000001],
    ['the number minus zero', -0],
  ])('%s is a decimal number', (_, total_transaction_cost) => {
    expect(told(decideFor(campaign(), { total_transaction_cost }))).toEqual([]);
  });

  it.each([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['blank', ' '],
    ['of 31 digits', '9'.repeat(31)],
    ['of 19 decimals', `0.${'1'.repeat(19)}`],
    ['with an exponent', '1e5'],
    ['hexadecimal', '0x10'],
    ['with a space before', ' 5'],
    ['with a space after', '5 '],
    ['with a newline after', '5\n'],
    ['with separators', '1_000'],
    ['with a comma', '5,00'],
    ['that ends in a point', '5.'],
    ['that starts with a point', '.5'],
    ['with a plus', '+5'],
    ['with two minuses', '--5'],
    ['that is a minus', '-'],
    ['that is a point', '.'],
    ['with two points', '1.2.3'],
    ['in other digits', '٥'],
    ['in full-width digits', '５'],
    ['that says NaN', 'NaN'],
    ['that says Infinity', 'Infinity'],
    ['that is NaN', Number.NaN],
    ['that is infinite', Number.POSITIVE_INFINITY],
    ['whose shortest form has an exponent above', 1e21],
    ['whose shortest form has an exponent below', 1e-7],
    ['that is true', true],
    ['that is a list', ['5']],
    ['that is an object', { amount: 5 }],
    ['that is a bigint', 5n],
    ['that turns into a number when asked', { valueOf: () => 5, toString: () => '5' }],
    ['that is a huge exponent', '1e1000000000'],
    ['that is ten million digits', '9'.repeat(10_000_000)],
  ])(
    '%s is not a number, with or without bounds, which are then not looked at',
    (_, total_transaction_cost) => {
      const message = 'Total transaction cost must be a decimal number';
      for (const asked of [campaign(), bounded]) {
        expect(decideFor(asked, { total_transaction_cost }).violations).toEqual([
          {
            attribute: 'total_transaction_cost',
            error_code: 'not_a_number',
            message,
            campaign: 'spring',
            rule: null,
          },
        ]);
      }
    },
  );

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(decideFor(campaign(), { total_transaction_cost: 'free' }, confirm).status).toBe('accepted');
  });
});
