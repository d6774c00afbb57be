import { amount, described, optional } from '../config-schema.ts';
import { moneyLimit } from '../limit.ts';
import { defineEngineRule } from '../rule.ts';

/**
 * Caps the discount that a campaign and its descendants grant, for ever: the money law on `budget.total` →
 * `campaign.budget_exceeded`. Landing exactly on the limit is accepted.
 */
export const maxTotalBudget = defineEngineRule(
  {
    type: 'max_total_budget',
    rows: ['campaign.budget_exceeded'],
    config: optional(described(amount(), 'Discount granted by this campaign and its descendants, at most.')),
    retestOnConfirm: true,
    compile(most, env) {
      if (most === undefined) return {};
      const exceeded = env.violation('campaign.budget_exceeded');
      return { limits: [moneyLimit(env.counters.budget('total'), most, { exceeded })] };
    },
  },
  { place: 'campaign field' },
);
