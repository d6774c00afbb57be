import { nothing } from '../config-schema.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';

/**
 * The cost is an amount, with or without a cost rule: absent or anything else → `total_transaction_cost.not_a_number`.
 */
export const costFormat = defineEngineRule(
  {
    type: 'cost_format',
    rows: ['total_transaction_cost.not_a_number'],
    config: nothing(),
    retestOnConfirm: false,
    compile(_, env) {
      const notANumber = env.violation('total_transaction_cost.not_a_number');
      return { judgement: { judge: ofForm, violations: [notANumber], onlyOdd: true } };
    },
  },
  { place: 'every redemption' },
);

const NOT_A_NUMBER = 1;

const ofForm: Judge = ({ isCostKnown }) => (isCostKnown ? HOLDS : NOT_A_NUMBER);
