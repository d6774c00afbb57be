import { count, described, object, optional, ruleConfig } from '../config-schema.ts';
import { countLimit } from '../limit.ts';
import { defineEngineRule, type Holds } from '../rule.ts';
import { addDuration, boundsOf } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';

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
  { allowsRenewals: true },
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
        shortcut: { holds: isSettled, numbers: [bounds?.least ?? Infinity] },
        check(redemption, report) {
          const { at, customerIdentifier, originRedemption, renewedOrigin } = redemption;
          if (customerIdentifier === undefined) report(required);
          else if (originRedemption === undefined) return;
          else if (renewedOrigin === undefined) report(notOriginal);
          else if (time_limit && bounds && expired) {
            const elapsed = at - renewedOrigin.redeemedAt;
            if (elapsed < bounds.least) return;
            // The calendar is asked only where its bounds do not settle it.
            if (elapsed < bounds.most && at < addDuration(renewedOrigin.redeemedAt, time_limit, zone)) return;
            report(expired);
          }
        },
        nextChange({ at, renewedOrigin }) {
          if (!time_limit || !renewedOrigin) return Infinity;
          const expiry = addDuration(renewedOrigin.redeemedAt, time_limit, zone);
          return expiry > at ? expiry : Infinity;
        },
      };
    },
  },
);

/** The number is how long the time limit lasts at least. */
const isSettled: Holds = ({ at, customerIdentifier, originRedemption, renewedOrigin }, numbers, from) => {
  if (customerIdentifier === undefined) return false;
  if (originRedemption === undefined) return true;
  return renewedOrigin !== undefined && at - renewedOrigin.redeemedAt < (numbers[from] as number);
};
