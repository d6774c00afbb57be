import { amount, described, optional, ruleConfig } from '../config-schema.ts';
import type { WrittenAmount } from '../limit.ts';
import { isAtMost, ordinaryUnits } from '../money.ts';
import { defineRule, type Holds } from '../rule.ts';

/**
 * Bounds the transaction's cost, before the discount; both bounds are inclusive.
 * Below `minimum` → `total_transaction_cost.below_campaign_minimum`; above `maximum` → `….above_campaign_maximum`. A
 * cost that is not an amount is told by the cost format and not looked at here.
 */
export const transactionCost = defineRule({
  type: 'transaction_cost',
  rows: ['total_transaction_cost.below_campaign_minimum', 'total_transaction_cost.above_campaign_maximum'],
  config: ruleConfig(
    'transaction_cost',
    {
      minimum: optional(described(amount(), 'The least that the transaction may cost.')),
      maximum: optional(described(amount(), 'The most that the transaction may cost.')),
    },
    {
      keys: ['minimum', 'maximum'],
      expected: 'a minimum, a maximum, or both',
      holds: ({ minimum, maximum }) => minimum !== undefined || maximum !== undefined,
    },
    {
      keys: ['minimum', 'maximum'],
      expected: 'a maximum that is not below the minimum',
      holds: ({ minimum, maximum }) => !minimum || !maximum || isAtMost(minimum.value, maximum.value),
    },
  ),
  retestOnConfirm: false,
  compile({ minimum, maximum }, env) {
    const below =
      minimum &&
      env.violation('total_transaction_cost.below_campaign_minimum', {
        expected: { minimum: minimum.written },
        count: minimum.written,
      });
    const above =
      maximum &&
      env.violation('total_transaction_cost.above_campaign_maximum', {
        expected: { maximum: maximum.written },
        count: maximum.written,
      });
    return {
      needs: () => ({ cost: { least: minimum?.value, most: maximum?.value } }),
      shortcut: { holds: isBetween, numbers: [unitsOf(minimum, -Infinity), unitsOf(maximum, Infinity)] },
      check({ cost }, report) {
        if (cost === undefined) return;
        if (below && !isAtMost(minimum.value, cost)) report(below);
        if (above && !isAtMost(cost, maximum.value)) report(above);
      },
    };
  },
});

/** The numbers are the bounds, in units; a bound or a cost that is not ordinary is `NaN`, and nothing is certain. */
const isBetween: Holds = ({ costUnits }, numbers, from) => {
  return (numbers[from] as number) <= costUnits && costUnits <= (numbers[from + 1] as number);
};

function unitsOf(bound: WrittenAmount | undefined, none: number): number {
  return bound ? ordinaryUnits(bound.value) : none;
}
