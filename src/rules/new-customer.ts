import { ruleConfig } from '../config-schema.ts';
import { countLimit } from '../limit.ts';
import { defineRule } from '../rule.ts';

/**
 * Only customers who have redeemed nothing yet, of any campaign: identifier absent → `customer.required`; counter
 * `customer.redemptions_anywhere` ≥ 1, and not a renewal → `customer.new_customer_required`.
 */
export const newCustomer = defineRule({
  type: 'new_customer',
  rows: ['customer.required', 'customer.new_customer_required'],
  config: ruleConfig('new_customer', {}),
  retestOnConfirm: true,
  compile(_, env) {
    const required = env.violation('customer.required');
    const newRequired = env.violation('customer.new_customer_required');
    const first = countLimit(env.counters.anywhere(), 1, 'first redemptions');
    return {
      limits: [first],
      check(redemption, report) {
        if (redemption.customerIdentifier === undefined) report(required);
        else if (first.isExceededBy(redemption)) report(newRequired);
      },
    };
  },
});
