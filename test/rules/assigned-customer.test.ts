import { describe, expect, it } from 'vitest';
import { campaign, decideFor, told } from '../support/campaigns.ts';

const assigned = { voucher: { code: 'SPRING-1', customer_identifier: 'cus_42' } };

describe('a voucher that is assigned to a customer', () => {
  it('is redeemed by that customer', () => {
    expect(told(decideFor(campaign(), { customer_identifier: 'cus_42' }, assigned))).toEqual([]);
  });

  it.each([[undefined], [null], [''], ['  '], [42], [['cus_42']]])('needs an identifier, not %j', (sent) => {
    expect(decideFor(campaign(), { customer_identifier: sent }, assigned).violations).toEqual([
      {
        attribute: 'customer',
        error_code: 'required',
        message: 'Customer identifier is required to redeem this voucher',
        campaign: 'spring',
        rule: null,
      },
    ]);
  });

  it.each([['cus_43'], ['CUS_42'], [' cus_42'], ['cus_42 '], ['cus_42\0']])(
    'is not redeemed by %j: identifiers are compared exactly',
    (sent) => {
      expect(decideFor(campaign(), { customer_identifier: sent }, assigned).violations).toEqual([
        {
          attribute: 'customer',
          error_code: 'does_not_match_assigned_customer',
          message: 'Customer does not match customer identifier associated with the voucher',
          campaign: 'spring',
          rule: null,
        },
      ]);
    },
  );

  it('does not tell what the customer is', () => {
    const decision = decideFor(campaign(), { customer_identifier: 'cus_43' }, assigned);
    expect(JSON.stringify(decision)).not.toContain('cus_42');
  });

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { ...assigned, operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decideFor(campaign(), { customer_identifier: 'cus_43' }, confirm))).toEqual([]);
  });
});

describe('a voucher that is assigned to nobody', () => {
  it.each([[undefined], [null]])('(%j) is redeemed by anybody, named or not', (customer_identifier) => {
    const voucher = { voucher: { code: 'SPRING-1', customer_identifier } };
    expect(told(decideFor(campaign(), { customer_identifier: 'cus_1' }, voucher))).toEqual([]);
    expect(told(decideFor(campaign(), { customer_identifier: undefined }, voucher))).toEqual([]);
  });
});
