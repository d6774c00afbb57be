import { nothing } from '../config-schema.ts';
import { onceLimit } from '../limit.ts';
import { defineEngineRule } from '../rule.ts';

/**
 * Every redemption names its transaction, and a transaction redeems once.
 *
 * Absent → `transaction_id.required`. Counter `transaction.redemptions` ≥ 1 → `transaction_id.must_be_unique`.
 */
export const transactionId = defineEngineRule(
  {
    type: 'transaction_id',
    rows: ['transaction_id.required', 'transaction_id.must_be_unique'],
    config: nothing(),
    retestOnConfirm: false,
    compile(_, env) {
      const exceeded = env.violation('transaction_id.must_be_unique');
      const unknown = env.violation('transaction_id.required');
      return { limits: [onceLimit(env.counters.transaction(), { exceeded, unknown })] };
    },
  },
  { place: 'every redemption' },
);
