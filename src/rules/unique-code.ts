import { described, oneOf, withDefault } from '../config-schema.ts';
import { onceLimit } from '../limit.ts';
import { defineEngineRule } from '../rule.ts';

/**
 * With `voucher_type: unique` each code redeems once: counter `voucher.redemptions` ≥ 1, and not a renewal →
 * `voucher.unique_code_already_used`.
 */
export const uniqueCode = defineEngineRule(
  {
    type: 'voucher_type',
    rows: ['voucher.unique_code_already_used'],
    config: described(
      withDefault(oneOf(['unique', 'generic']), 'generic'),
      'unique: each code redeems once. generic: as often as the other rules allow. Default: generic.',
    ),
    retestOnConfirm: true,
    compile(voucherType, env) {
      if (voucherType !== 'unique') return {};
      const exceeded = env.violation('voucher.unique_code_already_used');
      return { limits: [onceLimit(env.counters.voucher(), { exceeded, askedOf: 'first redemptions' })] };
    },
  },
  { place: 'campaign field' },
);
