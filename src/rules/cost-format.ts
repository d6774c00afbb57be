import { nothing } from '../config-schema.ts';
import { defineRule } from '../rule.ts';

/**
 * The cost is an amount, with or without a cost rule: absent or anything else → `total_transaction_cost.not_a_number`.
 */
export const costFormat = defineRule({
  type: 'cost_format',
  place: 'every redemption',
  rows: ['total_transaction_cost.not_a_number'],
  config: nothing(),
  retestOnConfirm: false,
  compile(_, env) {
    const notANumber = env.violation('total_transaction_cost.not_a_number');
    return {
      check(redemption, report) {
        if (redemption.cost === undefined) report(notANumber);
      },
    };
  },
});
