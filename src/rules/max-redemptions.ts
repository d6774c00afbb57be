import { count, described, optional } from '../config-schema.ts';
import { countLimit } from '../limit.ts';
import { defineEngineRule } from '../rule.ts';

/**
 * Caps the redemptions of a campaign and its descendants, for ever: counter `redemptions` ≥ `max_redemptions` →
 * `campaign.maximum_redemptions_exceeded`. 0 refuses everything.
 */
export const maxRedemptions = defineEngineRule(
  {
    type: 'max_redemptions',
    rows: ['campaign.maximum_redemptions_exceeded'],
    config: optional(
      described(count(), 'Redemptions of this campaign and its descendants, at most. 0 refuses all.'),
    ),
    retestOnConfirm: true,
    compile(most, env) {
      if (most === undefined) return {};
      const exceeded = env.violation('campaign.maximum_redemptions_exceeded');
      return { limits: [countLimit(env.counters.redemptions(), most, { exceeded })] };
    },
  },
  { place: 'campaign field' },
);
