import { amount, described, optional, ruleConfig } from '../config-schema.ts';
import type { WrittenAmount } from '../limit.ts';
import { isAtMost, ordinaryUnits, type Amount } from '../money.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';

/**
 * Bounds the transaction's cost, before the discount; both bounds are inclusive.
 * Below `minimum` → `total_transaction_cost.below_campaign_minimum`; above `maximum` → `….above_campaign_maximum`. A
 * cost that is not an amount is told by the cost format and not looked at here.
 */
export const transactionCost = defineEngineRule({
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
      judgement: {
        judge: ofCost,
        violations: [below, above],
        numbers: () => [[unitsOf(minimum, -Infinity), unitsOf(maximum, Infinity)]],
        thing: () => ({ least: minimum?.value, most: maximum?.value }) satisfies Bounds,
      },
    };
  },
});

const BELOW = 1;
const ABOVE = 2;

interface Bounds {
  readonly least: Amount | undefined;
  readonly most: Amount | undefined;
}

/** The numbers are the bounds, in units; a bound or a cost that is not ordinary is `NaN`. The thing has them as they are. */
const ofCost: Judge = (redemption, numbers, from, _to, bounds) => {
  const { costUnits } = redemption;
  const least = numbers[from] as number;
  const most = numbers[from + 1] as number;
  if (least <= costUnits && costUnits <= most) return HOLDS;
  if (costUnits < least) return BELOW;
  if (costUnits > most) return ABOVE;
  const { cost } = redemption;
  return cost === undefined ? HOLDS : exactly(cost, bounds as Bounds);
};

function exactly(cost: Amount, { least, most }: Bounds): number {
  if (least !== undefined && !isAtMost(least, cost)) return BELOW;
  return most !== undefined && !isAtMost(cost, most) ? ABOVE : HOLDS;
}

function unitsOf(bound: WrittenAmount | undefined, none: number): number {
  return bound ? ordinaryUnits(bound.value) : none;
}
