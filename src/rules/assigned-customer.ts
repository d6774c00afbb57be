import { nothing } from '../config-schema.ts';
import { defineEngineRule, type Redemption } from '../rule.ts';

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
        shortcut: { holds: isTheirs },
        check(redemption, report) {
          if (isTheirs(redemption)) return;
          report(redemption.customerIdentifier === undefined ? required : doesNotMatch);
        },
      };
    },
  },
);

/** Who redeems is not read where it does not matter. */
function isTheirs(redemption: Redemption): boolean {
  const { assignedCustomer } = redemption;
  return assignedCustomer === undefined || assignedCustomer === redemption.customerIdentifier;
}
