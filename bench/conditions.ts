// The campaign of the benchmark over the facts of the peers: each row, and the comparisons that tell it. Every peer says
// the same in its own language.

import type { Facts } from './facts.ts';
import { inCents } from './limit/cents.ts';
import {
  BUDGETS,
  FORBIDDEN_TAGS,
  MAXIMUM,
  MOST_PER_CUSTOMER,
  MOST_REDEMPTIONS,
  MOST_RENEWALS,
  TAGS,
  type BudgetPeriod,
} from './workload.ts';

type Fact = keyof Facts;
export type Operator = 'is' | 'is not' | 'below' | 'from' | 'above' | 'is not fact';

/** A fact against a constant, or against another fact, which `operand` names. */
export interface Comparison {
  readonly fact: Fact;
  readonly operator: Operator;
  readonly operand: string | number | boolean;
}

/** True where the tags hold one of these. */
export interface TagTest {
  readonly anyOf: readonly string[];
  readonly holds: boolean;
}

export interface Condition {
  /** `attribute.error_code`. */
  readonly row: string;
  readonly when: 'all' | 'any';
  readonly of: readonly (Comparison | TagTest)[];
}

export function isTagTest(test: Comparison | TagTest): test is TagTest {
  return 'anyOf' in test;
}

const is = (fact: Fact, operand: Comparison['operand']): Comparison => ({ fact, operator: 'is', operand });
const isNot = (fact: Fact, operand: Comparison['operand']): Comparison => ({
  fact,
  operator: 'is not',
  operand,
});
const below = (fact: Fact, operand: number): Comparison => ({ fact, operator: 'below', operand });
const from = (fact: Fact, operand: number): Comparison => ({ fact, operator: 'from', operand });
const above = (fact: Fact, operand: number): Comparison => ({ fact, operator: 'above', operand });
const all = (row: string, ...of: Condition['of']): Condition => ({ row, when: 'all', of });
const any = (row: string, ...of: Condition['of']): Condition => ({ row, when: 'any', of });

const isThere = isNot('customer', '');
const isFirst = is('is_renewal', false);
const isRenewal = is('is_renewal', true);
const hasDepartment = is('has_department', true);
const isAmount = is('cost_is_amount', true);

export function conditionsOf(minimum: string): Condition[] {
  return [
    all('categories.missing_required_category', is('has_department', false)),
    all('categories.missing_required_tags', hasDepartment, { anyOf: TAGS, holds: false }),
    all('categories.includes_forbidden_tags', hasDepartment, { anyOf: FORBIDDEN_TAGS, holds: true }),
    all('location.required', is('place', 'absent')),
    all('location.invalid', is('place', 'invalid')),
    all('location.outside_of_permitted_areas', is('place', 'outside')),
    any(
      'voucher.not_valid_at_this_time',
      is('is_within_dates', false),
      is('weekday', 7),
      below('minute', 480),
      from('minute', 1_320),
    ),
    all('campaign.maximum_redemptions_exceeded', from('redemptions', MOST_REDEMPTIONS)),
    ...(Object.keys(BUDGETS) as BudgetPeriod[]).map((period) =>
      any(
        `campaign.${period}_budget_exceeded`,
        from(`used_${period}`, inCents(BUDGETS[period])),
        above(`sum_${period}`, inCents(BUDGETS[period])),
      ),
    ),
    all('customer.required', is('customer', '')),
    all('customer.does_not_match_assigned_customer', isThere, isNot('assigned', ''), {
      fact: 'customer',
      operator: 'is not fact',
      operand: 'assigned',
    }),
    all('customer.new_customer_required', isThere, isFirst, from('anywhere', 1)),
    all('customer.per_customer_limit_exceeded', isThere, isFirst, from('of_customer', MOST_PER_CUSTOMER)),
    all('customer.time_limit_expired', isThere, is('is_expired', true)),
    all('customer.redemptions_limit_exceeded', isThere, isRenewal, from('of_origin', MOST_RENEWALS)),
    all('origin_redemption.not_original', isThere, isFirst, isNot('origin_redemption', '')),
    all('total_transaction_cost.not_a_number', is('cost_is_amount', false)),
    all('total_transaction_cost.below_campaign_minimum', isAmount, below('cost', inCents(minimum))),
    all('total_transaction_cost.above_campaign_maximum', isAmount, above('cost', inCents(MAXIMUM))),
    all('transaction_id.required', is('transaction_id', '')),
    all('transaction_id.must_be_unique', isNot('transaction_id', ''), from('known', 1)),
  ];
}
