import { nothing } from '../config-schema.ts';
import { defineRule } from '../rule.ts';

/**
 * A location that is there is one, with or without an area rule: an object whose `latitude` is in [−90, 90] and
 * `longitude` in [−180, 180]; anything else but `null` → `location.invalid`.
 */
export const locationFormat = defineRule({
  type: 'location_format',
  place: 'every redemption',
  rows: ['location.invalid'],
  config: nothing(),
  retestOnConfirm: false,
  compile(_, env) {
    const invalid = env.violation('location.invalid');
    return {
      check(redemption, report) {
        if (redemption.location === 'invalid') report(invalid);
      },
    };
  },
});
