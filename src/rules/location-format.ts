import { nothing } from '../config-schema.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';

/**
 * A location that is there is one, with or without an area rule: an object whose `latitude` is in [−90, 90] and
 * `longitude` in [−180, 180]; anything else but `null` → `location.invalid`.
 */
export const locationFormat = defineEngineRule(
  {
    type: 'location_format',
    rows: ['location.invalid'],
    config: nothing(),
    retestOnConfirm: false,
    compile(_, env) {
      const invalid = env.violation('location.invalid');
      return { judgement: { judge: ofForm, violations: [invalid], onlyOdd: true } };
    },
  },
  { place: 'every redemption' },
);

const INVALID = 1;

const ofForm: Judge = ({ isLocationInvalid }) => (isLocationInvalid ? INVALID : HOLDS);
