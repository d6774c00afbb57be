import type { Duration } from '../../time/local.ts';
import { PERIODS } from '../../time/period.ts';
import { fc, mostly, object } from '../fast-check.ts';

/** An amount as a config may write it. */
export type AmountJson = string | number;

/** With clock changes of every kind: at midnight, by half an hour, a whole date skipped. */
const ZONES = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Africa/Cairo',
] as const;

export const zones: fc.Arbitrary<string> = mostly(
  3,
  fc.constantFrom('UTC', 'Europe/Amsterdam'),
  fc.constantFrom(...ZONES),
);

/** Clock changes of these zones, a whole date that Apia skipped among them. */
export const CLOCK_CHANGES = [
  '2026-03-29T01:00:00Z',
  '2026-10-25T01:00:00Z',
  '2026-03-08T05:00:00Z',
  '2026-03-08T07:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-04-23T22:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-10-29T21:00:00Z',
  '2026-11-01T05:00:00Z',
  '2026-11-01T06:00:00Z',
  '2011-12-30T10:00:00Z',
].map((text) => Date.parse(text));

export const amounts: fc.Arbitrary<AmountJson> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 900 }) },
  {
    weight: 1,
    // What a double does not hold, and what is not written in its shortest form.
    arbitrary: fc.constantFrom<AmountJson>(
      0.1,
      '0.30',
      '007.5',
      '0.000000000000000001',
      '9007199254740993',
      '99999999999.9999',
      '999999999999999999999999999999.999999999999999999',
    ),
  },
);

export const counts: fc.Arbitrary<number> = mostly(
  6,
  fc.constantFrom(1, 2, 3, 10, 10_000),
  fc.constantFrom(0, Number.MAX_SAFE_INTEGER),
);

/** A period, and now and then on which day its weeks start. */
export const periods = fc.oneof(
  object({ period: fc.constantFrom(...PERIODS) }),
  object({ period: fc.constant('weekly' as const), week_starts_on: fc.constantFrom('monday', 'sunday') }),
);

export const durations: fc.Arbitrary<Duration> = fc.oneof(
  object({ hours: fc.integer({ min: 1, max: 72 }) }),
  object({ days: fc.integer({ min: 1, max: 40 }) }),
  object({ months: fc.integer({ min: 1, max: 14 }), days: fc.constantFrom(0, 1) }),
  object({ years: fc.constant(1), weeks: fc.constant(1), hours: fc.constant(1) }),
);

export const CATEGORIES = ['department', 'brand', '__proto__'] as const;
export const TAGS = ['shoes', 'outlet', 'bags', 'constructor'] as const;
