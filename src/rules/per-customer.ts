import {
  count,
  described,
  optional,
  period,
  ruleConfig,
  WEEK_START_OF_WEEKS,
  weekStart,
} from '../config-schema.ts';
import { countLimit } from '../limit.ts';
import { defineRule } from '../rule.ts';

/**
 * Caps how often one customer redeems in a campaign: identifier absent → `customer.required`; counter ≥
 * `max_redemptions`, and not a renewal → `customer.per_customer_limit_exceeded`. 0 refuses everyone.
 */
export const perCustomer = defineRule({
  type: 'per_customer',
  rows: ['customer.required', 'customer.per_customer_limit_exceeded'],
  config: ruleConfig(
    'per_customer',
    {
      max_redemptions: described(count(), 'Redemptions of one customer, at most.'),
      period: optional(described(period(), "The calendar period, in the campaign's zone. Default: total.")),
      week_starts_on: optional(described(weekStart(), 'Only with period weekly. Default: monday.')),
    },
    WEEK_START_OF_WEEKS,
  ),
  retestOnConfirm: true,
  compile({ max_redemptions, period = 'total', week_starts_on }, env) {
    const exceeded = env.violation('customer.per_customer_limit_exceeded');
    const unknown = env.violation('customer.required');
    const counter = env.counters.customer(period, week_starts_on);
    return {
      limits: [countLimit(counter, max_redemptions, { exceeded, unknown, askedOf: 'first redemptions' })],
    };
  },
});
