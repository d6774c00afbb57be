import {
  amount,
  described,
  optional,
  period,
  ruleConfig,
  WEEK_START_OF_WEEKS,
  weekStart,
} from '../config-schema.ts';
import { moneyLimit } from '../limit.ts';
import { defineRule } from '../rule.ts';

/**
 * Caps the discount granted in each calendar period of the campaign's zone: the money law on `budget.<period>` →
 * `campaign.<period>_budget_exceeded`. Landing exactly on the limit is accepted; a discount is never trimmed.
 */
export const budget = defineRule({
  type: 'budget',
  rows: [
    'campaign.total_budget_exceeded',
    'campaign.yearly_budget_exceeded',
    'campaign.quarterly_budget_exceeded',
    'campaign.monthly_budget_exceeded',
    'campaign.weekly_budget_exceeded',
    'campaign.daily_budget_exceeded',
    'campaign.hourly_budget_exceeded',
  ],
  config: ruleConfig(
    'budget',
    {
      period: described(period(), "The calendar period, in the campaign's zone."),
      limit: described(amount(), 'Discount granted in the period, at most.'),
      week_starts_on: optional(described(weekStart(), 'Only with period weekly. Default: monday.')),
    },
    WEEK_START_OF_WEEKS,
  ),
  retestOnConfirm: true,
  compile({ period, limit, week_starts_on }, env) {
    const exceeded = env.violation(`campaign.${period}_budget_exceeded`);
    return { limits: [moneyLimit(env.counters.budget(period, week_starts_on), limit, { exceeded })] };
  },
});
