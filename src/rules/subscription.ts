import { count, described, object, optional, ruleConfig } from '../config-schema.ts';
import { countLimit } from '../limit.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';
import { addDuration, boundsOf, type Duration } from '../time/local.ts';
import { zoneOf, type Zone } from '../time/zone.ts';

const DURATION_KEYS = ['years', 'months', 'weeks', 'days', 'hours'] as const;

const duration = object(
  {
    years: optional(described(count(), 'Whole years.')),
    months: optional(described(count(), 'Whole months.')),
    weeks: optional(described(count(), 'Whole weeks.')),
    days: optional(described(count(), 'Whole days.')),
    hours: optional(described(count(), 'Whole hours.')),
  },
  {
    keys: DURATION_KEYS,
    expected: 'a duration above 0',
    holds: (parts) => DURATION_KEYS.some((key) => (parts[key] ?? 0) > 0),
  },
);

/**
 * Bounds the renewals of a first redemption, in time, in number, or both. Without the customer's identifier →
 * `customer.required` alone.
 *
 * A redemption without `origin_redemption` is the first; nothing more is asked of it. With one that is not an original
 * redemption of the same customer → `origin_redemption.not_original`. Of a renewal: `at` ≥ the origin's time +
 * `time_limit` (in the campaign's zone) → `customer.time_limit_expired`; counter `origin.redemptions` ≥
 * `max_redemptions` → `customer.redemptions_limit_exceeded`.
 */
export const subscription = defineEngineRule(
  {
    type: 'subscription',
    rows: [
      'customer.required',
      'origin_redemption.not_original',
      'customer.time_limit_expired',
      'customer.redemptions_limit_exceeded',
    ],
    config: ruleConfig(
      'subscription',
      {
        time_limit: optional(described(duration, 'How long after the first redemption it may be renewed.')),
        max_redemptions: optional(
          described(count(1), 'Redemptions at most, the first and its renewals together.'),
        ),
      },
      {
        keys: ['time_limit', 'max_redemptions'],
        expected: 'a time_limit, max_redemptions, or both',
        holds: ({ time_limit, max_redemptions }) => time_limit !== undefined || max_redemptions !== undefined,
      },
    ),
    retestOnConfirm: true,
    compile({ time_limit, max_redemptions }, env) {
      const zone = zoneOf(env.timeZone);
      const required = env.violation('customer.required');
      const notOriginal = env.violation('origin_redemption.not_original');
      // What can never be told is not made.
      const expired = time_limit && env.violation('customer.time_limit_expired');
      const bounds = time_limit && boundsOf(time_limit);
      return {
        limits:
          max_redemptions === undefined
            ? []
            : [
                countLimit(env.counters.origin(), max_redemptions, {
                  exceeded: env.violation('customer.redemptions_limit_exceeded'),
                  askedOf: 'renewals',
                }),
              ],
        judgement: {
          judge: ofRenewal,
          violations: [required, notOriginal, expired],
          numbers: () => [[bounds?.least ?? Infinity, bounds?.most ?? Infinity]],
          thing: () => time_limit && ({ limit: time_limit, zone } satisfies TimeLimit),
        },
        nextChange({ at, renewedOrigin }) {
          if (!time_limit || !renewedOrigin) return Infinity;
          const expiry = addDuration(renewedOrigin.redeemedAt, time_limit, zone);
          return expiry > at ? expiry : Infinity;
        },
      };
    },
  },
  { allowsRenewals: true },
);

const REQUIRED = 1;
const NOT_ORIGINAL = 2;
const EXPIRED = 4;

interface TimeLimit {
  readonly limit: Duration;
  readonly zone: Zone;
}

/** The numbers are how long the time limit lasts at least and at most; the thing is the limit itself. */
const ofRenewal: Judge = (redemption, numbers, from, _to, timeLimit) => {
  const { customerIdentifier, originRedemption } = redemption;
  if (customerIdentifier === undefined) return REQUIRED;
  if (originRedemption === undefined) return HOLDS;
  const { renewedOrigin } = redemption;
  if (renewedOrigin === undefined) return NOT_ORIGINAL;
  const least = numbers[from] as number;
  if (least === Infinity) return HOLDS;
  const { at } = redemption;
  const { redeemedAt } = renewedOrigin;
  const elapsed = at - redeemedAt;
  if (elapsed < least) return HOLDS;
  if (elapsed >= (numbers[from + 1] as number)) return EXPIRED;
  // The calendar is asked only where its bounds do not settle it.
  const { limit, zone } = timeLimit as TimeLimit;
  return at < addDuration(redeemedAt, limit, zone) ? HOLDS : EXPIRED;
};
