import { nothing } from '../config-schema.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';

/**
 * A voucher assigned to a customer is redeemed by that customer: identifier absent → `customer.required`; different →
 * `customer.does_not_match_assigned_customer`. Compared exactly.
 */
export const assignedCustomer = defineEngineRule(
  {
    type: 'assigned_customer',
    rows: ['customer.required', 'customer.does_not_match_assigned_customer'],
    config: nothing(),
    retestOnConfirm: false,
    compile(_, env) {
      const required = env.violation('customer.required');
      const doesNotMatch = env.violation('customer.does_not_match_assigned_customer');
      return { judgement: { judge: ofCustomer, violations: [required, doesNotMatch], onlyOdd: true } };
    },
  },
  { place: 'every redemption' },
);

const REQUIRED = 1;
const DOES_NOT_MATCH = 2;

/** Who redeems is not read where it does not matter. */
const ofCustomer: Judge = (redemption) => {
  const { assignedCustomer } = redemption;
  if (assignedCustomer === undefined || assignedCustomer === redemption.customerIdentifier) return HOLDS;
  return redemption.customerIdentifier === undefined ? REQUIRED : DOES_NOT_MATCH;
};
