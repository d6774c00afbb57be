import { ruleConfig } from '../config-schema.ts';
import { onceLimit } from '../limit.ts';
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
    const exceeded = env.violation('customer.new_customer_required');
    const unknown = env.violation('customer.required');
    return {
      limits: [onceLimit(env.counters.anywhere(), { exceeded, unknown, askedOf: 'first redemptions' })],
    };
  },
});
