import { nothing } from '../config-schema.ts';
import { defineEngineRule } from '../rule.ts';

/**
 * A voucher assigned to a customer is redeemed by that customer: identifier absent → `customer.required`; different →
 * `customer.does_not_match_assigned_customer`. Compared exactly.
 */
export const assignedCustomer = defineEngineRule(
  { place: 'every redemption' },
  {
    type: 'assigned_customer',
    rows: ['customer.required', 'customer.does_not_match_assigned_customer'],
    config: nothing(),
    retestOnConfirm: false,
    compile(_, env) {
      const required = env.violation('customer.required');
      const doesNotMatch = env.violation('customer.does_not_match_assigned_customer');
      return {
        check(redemption, report) {
          const { assignedCustomer } = redemption;
          // Who redeems is not read where it does not matter.
          if (assignedCustomer === undefined) return;
          const { customerIdentifier } = redemption;
          if (assignedCustomer === customerIdentifier) return;
          report(customerIdentifier === undefined ? required : doesNotMatch);
        },
      };
    },
  },
);
