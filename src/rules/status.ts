import { described, oneOf, withDefault } from '../config-schema.ts';
import { NEVER } from '../needs.ts';
import { defineEngineRule } from '../rule.ts';

/**
 * Only an `active` campaign accepts redemptions: any other status → `campaign.not_active`. Asked again of every
 * confirmation, also of one whose claims are held.
 */
export const status = defineEngineRule(
  {
    type: 'status',
    rows: ['campaign.not_active'],
    config: described(
      withDefault(oneOf(['draft', 'active', 'inactive']), 'draft'),
      'Only an active campaign accepts redemptions. Default: draft.',
    ),
    retestOnConfirm: 'even_if_held',
    compile(value, env) {
      if (value === 'active') return {};
      const notActive = env.violation('campaign.not_active');
      return { needs: NEVER, check: (_, report) => report(notActive) };
    },
  },
  { place: 'campaign field' },
);
