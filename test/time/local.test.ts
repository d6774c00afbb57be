import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import {
  addDuration,
  boundsOf,
  firstInstantOf,
  instantOf,
  isoInstant,
  minuteOfWeek,
  parseClock,
  parseDateTime,
  parseInstant,
  readInstant,
  type Duration,
} from '../../src/time/local.ts';
import { zoneOf } from '../../src/time/zone.ts';
import { dateTimeByPattern, mutatedDateTimes } from '../support/date-times.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** A wall time is written as if in UTC. */
const wall = (text: string) => Date.parse(`${text}Z`);
const at = (text: string) => Date.parse(text);

describe('a written date-time', () => {
  it('is local without an offset, seconds and fraction optional', () => {
    expect(parseDateTime('2026-03-01T00:00')).toEqual({ wall: wall('2026-03-01T00:00'), offset: undefined });
    expect(parseDateTime('2026-03-01T23:59:59')?.wall).toBe(wall('2026-03-01T23:59:59'));
    expect(parseDateTime('2026-03-01T23:59:59.9')?.wall).toBe(wall('2026-03-01T23:59:59.900'));
    expect(parseDateTime('2026-03-01T23:59:59.98')?.wall).toBe(wall('2026-03-01T23:59:59.980'));
    expect(parseDateTime('2026-03-01T23:59:59.987-12:34')?.wall).toBe(wall('2026-03-01T23:59:59.987'));
    expect(parseDateTime('2026-03-01T23:59:59.069')?.wall).toBe(wall('2026-03-01T23:59:59.069'));
  });

  it('is exact to the millisecond', () => {
    for (let ms = 0; ms < 1_000; ms += 1) {
      const fraction = String(ms).padStart(3, '0');
      expect(parseDateTime(`2026-03-01T00:00:00.${fraction}`)?.wall).toBe(wall('2026-03-01T00:00') + ms);
    }
  });

  it.each([
    ['Z', 0],
    ['+00', 0],
    ['-00', 0],
    ['-00:00', 0],
    ['+01', HOUR],
    ['+0130', 90 * MINUTE],
    ['+01:30', 90 * MINUTE],
    ['-01:30', -90 * MINUTE],
    ['+23:59', DAY - MINUTE],
    ['-2359', MINUTE - DAY],
  ])('has an offset: %s', (offset, milliseconds) => {
    const read = parseDateTime(`2026-11-21T18:30${offset}`);
    expect(read?.wall).toBe(wall('2026-11-21T18:30'));
    expect(Object.is(read?.offset, milliseconds)).toBe(true);
  });

  it.each([
    '2024-02-29',
    '2000-02-29',
    '2026-01-31',
    '2026-04-30',
    '2026-12-31',
    '0000-02-29',
    '0001-01-01',
    '0099-12-31',
  ])('may be on %s', (date) => {
    expect(parseDateTime(`${date}T00:00`)?.wall).toBe(wall(`${date}T00:00`));
  });

  it.each([
    ...[
      '2026-02-30',
      '2026-02-29',
      '1900-02-29',
      '2026-04-31',
      '2026-00-01',
      '2026-13-01',
      '2026-01-00',
      '2026-01-32',
    ],
  ])('cannot be on %s, which does not exist', (date) => {
    expect(parseDateTime(`${date}T12:00`)).toBeUndefined();
    expect(parseDateTime(`${date}T12:00Z`)).toBeUndefined();
  });

  it.each(['25:00', '24:00', '24:00:00', '23:60', '23:59:60', '99:99'])(
    'cannot be at %s, which no clock shows',
    (clock) => {
      expect(parseDateTime(`2026-03-01T${clock}`)).toBeUndefined();
      expect(parseDateTime(`2026-03-01T${clock}Z`)).toBeUndefined();
    },
  );

  it.each([
    '+24:00',
    '-24',
    '+01:60',
    '+0160',
    '+1',
    '+010',
    '+01:',
    '+01:00:00',
    '+01:0',
    'z',
    ' Z',
    'ZZ',
    'Z+01',
    '[UTC]',
  ])('cannot have the offset %s', (offset) => {
    expect(parseDateTime(`2026-03-01T00:00${offset}`)).toBeUndefined();
  });

  it.each([
    ...[
      '',
      '2026-03-01',
      '2026-03-01T',
      '2026-03-01T00',
      '2026-03-01 00:00',
      '2026-03-01t00:00',
      '20260301T0000',
    ],
    ...['2026-3-1T00:00', '26-03-01T00:00', '+002026-03-01T00:00', '-2026-03-01T00:00', ' 2026-03-01T00:00'],
    ...[
      '2026-03-01T00:00\n',
      '2026-03-01T00:00:00.',
      '2026-03-01T00:00:00.1234',
      '2026-03-01T00:00:00,5',
      '２026-03-01T00:00',
    ],
    ...['2026-03-01T00:00.5', '2026-03-01T00:00:0', '1772323200000', '2026-03-01T00:00:00.000+01:000'],
  ])('is written in no other form: %j', (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });

  it('is refused at a glance when it is absurdly long', () => {
    const text = `2026-03-01T00:00:00.${'0'.repeat(10_000_000)}`;
    const start = performance.now();
    for (let times = 0; times < 1_000; times += 1) expect(parseDateTime(text)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('reads every date there is as the calendar has it, and none besides', () => {
    for (const year of [0, 1, 4, 99, 100, 400, 1900, 1999, 2000, 2023, 2024, 2100, 9999]) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = [
            String(year).padStart(4, '0'),
            ...[month, day].map((part) => String(part).padStart(2, '0')),
          ];
          let expected: number | undefined;
          try {
            const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
            expected = date.toZonedDateTime('UTC').epochMilliseconds;
          } catch {
            expected = undefined;
          }
          expect(parseDateTime(`${text.join('-')}T00:00`)?.wall).toBe(expected);
        }
      }
    }
  });
});

describe('the reader by character', () => {
  it('agrees with a pattern on a hundred thousand texts, most of them nearly right', {
    timeout: 60_000,
  }, () => {
    let dates = 0;
    let offsets = 0;
    fc.assert(
      fc.property(mutatedDateTimes, (text) => {
        const expected = dateTimeByPattern(text);
        expect(parseDateTime(text)).toEqual(expected);
        const instant = expected?.offset === undefined ? undefined : expected.wall - expected.offset;
        const isInRange = instant !== undefined && instant >= FIRST && instant <= LAST;
        expect(parseInstant(text)).toBe(isInRange ? instant : undefined);
        if (expected) dates++;
        if (isInRange) offsets++;
      }),
      { numRuns: 100_000, seed: 42 },
    );
    expect(dates).toBeGreaterThan(15_000);
    expect(offsets).toBeGreaterThan(8_000);
  });

  it('reads into a cell, and says so', () => {
    const cell = new Float64Array(1);
    expect(readInstant('2026-11-21T18:30Z', cell)).toBe(true);
    expect(cell[0]).toBe(at('2026-11-21T18:30Z'));
    expect(readInstant(-0, cell)).toBe(true);
    expect(Object.is(cell[0], 0)).toBe(true);
    for (const none of ['2026-11-21T18:30', 'x', 0.5, Infinity, Number.NaN, null, undefined, {}, 5n]) {
      expect(readInstant(none, cell)).toBe(false);
    }
  });

  const FIRST = at('0001-01-01T00:00:00Z');
  const LAST = at('9999-12-31T23:59:59.999Z');
});

describe('an instant', () => {
  it('is read from a string with an offset', () => {
    expect(parseInstant('2026-11-21T18:30:00Z')).toBe(at('2026-11-21T18:30:00Z'));
    expect(parseInstant('2026-11-21T18:30+05:45')).toBe(at('2026-11-21T12:45:00Z'));
    expect(parseInstant('2026-11-21T00:15:00.5-0330')).toBe(at('2026-11-21T03:45:00.500Z'));
  });

  it('is not read from a local date-time: whose clock would that be?', () => {
    expect(parseInstant('2026-11-21T18:30:00')).toBeUndefined();
  });

  it('is read from whole epoch milliseconds', () => {
    expect(parseInstant(1_795_285_800_000)).toBe(1_795_285_800_000);
    expect(parseInstant(-1)).toBe(-1);
    expect(Object.is(parseInstant(-0), 0)).toBe(true);
  });

  it.each([1.5, NaN, Infinity, -Infinity, 2 ** 53, 8.64e15])('is not read from the number %d', (value) => {
    expect(parseInstant(value)).toBeUndefined();
  });

  it('is read from a Date, also one of another realm or in disguise', () => {
    const instant = at('2026-11-21T18:30:00.123Z');
    class Liar extends Date {
      override getTime() {
        return 0;
      }
    }
    expect(parseInstant(new Date(instant))).toBe(instant);
    expect(parseInstant(runInNewContext(`new Date(${instant})`))).toBe(instant);
    expect(parseInstant(new Liar(instant))).toBe(instant);
    expect(parseInstant(new Date(NaN))).toBeUndefined();
  });

  it.each([
    ...[undefined, null, true, {}, [], 10n, Symbol('at'), '', '2026', '1795285800000', () => 0],
    ...[
      { getTime: () => 0 },
      Object.create(Date.prototype) as unknown,
      new Proxy(new Date(), {}),
      new String('2026-11-21T18:30Z'),
    ],
  ])('is not read from anything else (%#)', (value) => {
    expect(parseInstant(value)).toBeUndefined();
  });

  it('lies in the years 0001 to 9999 of UTC', () => {
    expect(parseInstant('0001-01-01T00:00:00Z')).toBe(-62_135_596_800_000);
    expect(parseInstant('0000-12-31T23:59:59.999Z')).toBeUndefined();
    expect(parseInstant('0000-12-31T23:30-00:30')).toBe(-62_135_596_800_000);
    expect(parseInstant('0001-01-01T00:00+00:01')).toBeUndefined();
    expect(parseInstant('9999-12-31T23:59:59.999Z')).toBe(253_402_300_799_999);
    expect(parseInstant('9999-12-31T23:59:59.999-00:01')).toBeUndefined();
    expect(parseInstant(-62_135_596_800_001)).toBeUndefined();
    expect(parseInstant(-62_135_596_800_000)).toBe(-62_135_596_800_000);
    expect(parseInstant(253_402_300_799_999)).toBe(253_402_300_799_999);
    expect(parseInstant(253_402_300_800_000)).toBeUndefined();
    expect(parseInstant(new Date(253_402_300_800_000))).toBeUndefined();
  });

  it('is written in UTC with milliseconds', () => {
    expect(isoInstant(at('2026-11-21T18:30:00+01:00'))).toBe('2026-11-21T17:30:00.000Z');
    expect(isoInstant(-62_135_596_800_000)).toBe('0001-01-01T00:00:00.000Z');
    expect(isoInstant(-62_135_596_800_001)).toBe('0000-12-31T23:59:59.999Z');
    expect(isoInstant(253_402_300_800_000)).toBe('+010000-01-01T00:00:00.000Z');
  });
});

describe('a wall time', () => {
  const both = (name: string, text: string) => [
    isoInstant(instantOf(wall(text), zoneOf(name))),
    isoInstant(firstInstantOf(wall(text), zoneOf(name))),
  ];

  it.each([
    [
      'is plain on an ordinary day',
      'Europe/Amsterdam',
      '2026-11-21T18:30',
      '2026-11-21T17:30',
      '2026-11-21T17:30',
    ],
    [
      'just before the hour Amsterdam skips',
      'Europe/Amsterdam',
      '2026-03-29T01:59',
      '2026-03-29T00:59',
      '2026-03-29T00:59',
    ],
    [
      'that Amsterdam skips is an hour later',
      'Europe/Amsterdam',
      '2026-03-29T02:00',
      '2026-03-29T01:00',
      '2026-03-29T01:00',
    ],
    [
      'in the skip is reached at its end',
      'Europe/Amsterdam',
      '2026-03-29T02:30',
      '2026-03-29T01:30',
      '2026-03-29T01:00',
    ],
    ['just after the skip', 'Europe/Amsterdam', '2026-03-29T03:00', '2026-03-29T01:00', '2026-03-29T01:00'],
    [
      'that comes twice in Amsterdam is the first',
      'Europe/Amsterdam',
      '2026-10-25T02:30',
      '2026-10-25T00:30',
      '2026-10-25T00:30',
    ],
    [
      'after the repeated hour',
      'Europe/Amsterdam',
      '2026-10-25T03:00',
      '2026-10-25T02:00',
      '2026-10-25T02:00',
    ],
    [
      'of midnight skipped in Havana',
      'America/Havana',
      '2026-03-08T00:00',
      '2026-03-08T05:00',
      '2026-03-08T05:00',
    ],
    [
      'just past midnight skipped in Havana',
      'America/Havana',
      '2026-03-08T00:30',
      '2026-03-08T05:30',
      '2026-03-08T05:00',
    ],
    [
      'of midnight that comes twice in Havana',
      'America/Havana',
      '2026-11-01T00:00',
      '2026-11-01T04:00',
      '2026-11-01T04:00',
    ],
    [
      'of midnight that came twice in Amman',
      'Asia/Amman',
      '2021-10-29T00:00',
      '2021-10-28T21:00',
      '2021-10-28T21:00',
    ],
    [
      'in Lord Howe’s skipped half hour',
      'Australia/Lord_Howe',
      '2026-10-04T02:10',
      '2026-10-03T15:40',
      '2026-10-03T15:30',
    ],
    [
      'in Lord Howe’s repeated half hour',
      'Australia/Lord_Howe',
      '2026-04-05T01:45',
      '2026-04-04T14:45',
      '2026-04-04T14:45',
    ],
    ['on the day Apia skipped', 'Pacific/Apia', '2011-12-30T12:00', '2011-12-30T22:00', '2011-12-30T10:00'],
    [
      'at the start of the day Apia skipped',
      'Pacific/Apia',
      '2011-12-30T00:00',
      '2011-12-30T10:00',
      '2011-12-30T10:00',
    ],
    [
      'when Casey went back across midnight',
      'Antarctica/Casey',
      '2010-03-04T23:30',
      '2010-03-04T12:30',
      '2010-03-04T12:30',
    ],
    ['in Kathmandu', 'Asia/Kathmandu', '2026-11-21T00:00', '2026-11-20T18:15', '2026-11-20T18:15'],
  ])('%s', (_, name, text, instant, first) => {
    expect(both(name, text)).toEqual([`${instant}:00.000Z`, `${first}:00.000Z`]);
  });

  it('is resolved like Temporal does, in any zone and year', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'America/Havana',
          'Africa/Monrovia',
          'Asia/Amman',
          'Pacific/Apia',
          'Europe/Dublin',
          'America/Juneau',
        ),
        fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
        (name, local) => {
          const plain = Temporal.Instant.fromEpochMilliseconds(local)
            .toZonedDateTimeISO('UTC')
            .toPlainDateTime();
          expect(instantOf(local, zoneOf(name))).toBe(plain.toZonedDateTime(name).epochMilliseconds);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a duration', () => {
  const plus = (text: string, duration: Duration, name: string) =>
    isoInstant(addDuration(at(text), duration, zoneOf(name)));

  it('of months is clamped to the month’s last day', () => {
    expect(plus('2026-01-31T12:00:00Z', { months: 1 }, 'UTC')).toBe('2026-02-28T12:00:00.000Z');
    expect(plus('2028-02-29T12:00:00Z', { years: 1 }, 'UTC')).toBe('2029-02-28T12:00:00.000Z');
    expect(plus('2028-02-29T12:00:00Z', { years: 4 }, 'UTC')).toBe('2032-02-29T12:00:00.000Z');
  });

  it('adds years and months at once, then weeks and days', () => {
    expect(plus('2027-01-31T00:00:00Z', { years: 1, months: 1, days: 1 }, 'UTC')).toBe(
      '2028-03-01T00:00:00.000Z',
    );
    expect(plus('2026-01-31T00:00:00Z', { months: 1, weeks: 1, days: 2 }, 'UTC')).toBe(
      '2026-03-09T00:00:00.000Z',
    );
  });

  it('of days keeps the wall time, and of hours does not', () => {
    expect(plus('2026-03-28T11:00:00Z', { days: 1 }, 'Europe/Amsterdam')).toBe('2026-03-29T10:00:00.000Z');
    expect(plus('2026-03-28T11:00:00Z', { hours: 24 }, 'Europe/Amsterdam')).toBe('2026-03-29T11:00:00.000Z');
  });

  it('that ends on a skipped time ends as much later; on a repeated one, at the first', () => {
    expect(plus('2026-03-28T01:30:00Z', { days: 1 }, 'Europe/Amsterdam')).toBe('2026-03-29T01:30:00.000Z');
    expect(plus('2026-10-24T00:30:00Z', { days: 1 }, 'Europe/Amsterdam')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('of hours alone stays in the second of two equal hours', () => {
    expect(plus('2026-10-25T01:30:00Z', { hours: 1 }, 'Europe/Amsterdam')).toBe('2026-10-25T02:30:00.000Z');
    expect(plus('2026-10-25T01:30:00Z', { days: 0, hours: 0 }, 'Europe/Amsterdam')).toBe(
      '2026-10-25T01:30:00.000Z',
    );
    expect(plus('2026-10-25T01:30:00Z', {}, 'Europe/Amsterdam')).toBe('2026-10-25T01:30:00.000Z');
  });

  const amounts = fc.record({
    years: fc.option(fc.nat(300), { nil: undefined }),
    months: fc.option(fc.nat(40), { nil: undefined }),
    weeks: fc.option(fc.nat(60), { nil: undefined }),
    days: fc.option(fc.nat(800), { nil: undefined }),
    hours: fc.option(fc.nat(20_000), { nil: undefined }),
  });

  it('is added as Temporal adds it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'America/Havana',
          'Africa/Monrovia',
          'Asia/Gaza',
          'Pacific/Apia',
          'Europe/Dublin',
          'Africa/Cairo',
        ),
        fc.integer({ min: at('1900-01-01T00:00Z'), max: at('2100-01-01T00:00Z') }),
        amounts,
        (name, instant, duration) => {
          const { years = 0, months = 0, weeks = 0, days = 0, hours = 0 } = duration;
          const from = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
          const expected = from.add({ years, months, weeks, days, hours }).epochMilliseconds;
          expect(addDuration(instant, duration, zoneOf(name))).toBe(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it.each(['years', 'months', 'weeks', 'days', 'hours'] as const)(
    'of any number of %s does not throw',
    (unit) => {
      const now = at('2026-11-21T18:30:00Z');
      const zone = zoneOf('Europe/Amsterdam');
      for (const amount of [Number.MAX_SAFE_INTEGER, 1e15, 1e12]) {
        expect(addDuration(now, { [unit]: amount }, zone)).toBe(Infinity);
      }
      const most = {
        years: 2 ** 53 - 1,
        months: 2 ** 53 - 1,
        weeks: 2 ** 53 - 1,
        days: 2 ** 53 - 1,
        hours: 2 ** 53 - 1,
      };
      expect(addDuration(now, most, zone)).toBe(Infinity);
    },
  );

  it('reaches the last instant there is, and past it Infinity', () => {
    const utc = zoneOf('UTC');
    const days = 8.64e15 / DAY;
    expect(addDuration(0, { days }, utc)).toBe(8.64e15);
    expect(addDuration(1, { days }, utc)).toBe(Infinity);
    expect(addDuration(0, { days, hours: 1 }, utc)).toBe(Infinity);
    expect(addDuration(0, { hours: days * 24 }, utc)).toBe(8.64e15);
    expect(addDuration(1, { hours: days * 24 }, utc)).toBe(Infinity);
    // Havana's clocks are four hours behind in summer, when it ends, and five in winter, when 1970 began.
    const havana = zoneOf('America/Havana');
    expect(addDuration(5 * HOUR, { days: days - 1 }, havana)).toBe(8.64e15 - DAY + 4 * HOUR);
    expect(addDuration(0, { days }, havana)).toBe(8.64e15 - HOUR);
    expect(addDuration(2 * HOUR, { days }, havana)).toBe(Infinity);
  });
});

describe('the bounds of a duration', () => {
  const amount = (most: number) => fc.oneof(fc.constant(undefined), fc.constant(0), fc.nat(most));

  it('hold of every instant in every zone', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: at('1900-01-01T00:00Z'), max: at('2100-01-01T00:00Z') }),
          fc.constantFrom(
            at('2011-12-30T09:59:59.999Z'), // Apia skips a day
            at('2011-12-29T10:00Z'),
            at('1993-08-20T12:00Z'), // Kwajalein skips a day
            at('1994-12-31T00:00Z'), // Kiritimati skips a day
            at('2026-03-29T00:59Z'),
            at('2026-10-25T00:30Z'),
            at('2024-01-31T12:00Z'),
          ),
        ),
        fc.constantFrom(
          ...['UTC', 'Pacific/Apia', 'Pacific/Kwajalein', 'Pacific/Kiritimati', 'Asia/Manila'].concat(
            'America/Juneau',
            'Europe/Amsterdam',
            'Australia/Lord_Howe',
            'America/Havana',
          ),
        ),
        fc.record({
          years: amount(50),
          months: amount(700),
          weeks: amount(500),
          days: amount(3_000),
          hours: amount(100_000),
        }),
        (instant, zone, duration) => {
          const { least, most } = boundsOf(duration);
          const sum = addDuration(instant, duration, zoneOf(zone));
          expect(sum - instant).toBeGreaterThanOrEqual(least);
          expect(sum - instant).toBeLessThanOrEqual(most);
        },
      ),
      { numRuns: 20_000, seed: 42 },
    );
  });

  it('past every instant are past every instant there is to compare', () => {
    const { most } = boundsOf({ years: Number.MAX_SAFE_INTEGER });
    expect(most).toBeGreaterThan(at('9999-12-31T23:59Z') - at('0001-01-01T00:00Z'));
  });
});

describe('a clock', () => {
  it.each([
    ['00:00', 0],
    ['00:01', 1],
    ['09:30', 570],
    ['23:59', 1_439],
    ['24:00', 1_440],
  ])('shows %s', (text, minutes) => {
    expect(parseClock(text)).toBe(minutes);
  });

  it.each([
    '',
    '24:01',
    '25:00',
    '23:60',
    '9:30',
    '09:3',
    '0930',
    '09:30:00',
    ' 09:30',
    '09:30\n',
    '-1:00',
    '٠٩:٣٠',
    '99:00',
  ])('never shows %j', (text) => {
    expect(parseClock(text)).toBeUndefined();
  });
});

describe('the minute of the week', () => {
  const minuteIn = (name: string, text: string) => minuteOfWeek(at(text), zoneOf(name));

  it('counts from Monday midnight on the zone’s clocks', () => {
    expect(minuteIn('UTC', '2026-11-16T00:00:00Z')).toBe(0);
    expect(minuteIn('UTC', '2026-11-15T23:59:59.999Z')).toBe(10_079);
    expect(minuteIn('UTC', '2026-11-22T23:59:59.999Z')).toBe(10_079);
    expect(minuteIn('Europe/Amsterdam', '2026-11-15T23:00:00Z')).toBe(0);
    expect(minuteIn('Asia/Kathmandu', '2026-11-15T18:15:00Z')).toBe(0);
    expect(minuteIn('America/Havana', '2026-11-16T04:59:00Z')).toBe(10_079);
    expect(minuteIn('UTC', '2026-11-21T18:30:59.999Z')).toBe(5 * 1_440 + 18 * 60 + 30);
  });

  it('counts before 1970, and where offsets have seconds', () => {
    expect(minuteIn('UTC', '1969-12-29T00:00:00Z')).toBe(0);
    expect(minuteIn('UTC', '1969-12-28T23:59:59Z')).toBe(10_079);
    expect(minuteIn('UTC', '0001-01-01T00:00:00Z')).toBe(0);
    expect(minuteOfWeek(at('1971-12-20T00:44:30Z'), zoneOf('Africa/Monrovia'))).toBe(0);
    expect(minuteOfWeek(at('1971-12-20T00:44:30Z') - SECOND, zoneOf('Africa/Monrovia'))).toBe(10_079);
  });

  it('skips and repeats with the clocks', () => {
    const sunday = 6 * 1_440;
    expect(minuteIn('Europe/Amsterdam', '2026-03-29T00:59:00Z')).toBe(sunday + 119);
    expect(minuteIn('Europe/Amsterdam', '2026-03-29T01:00:00Z')).toBe(sunday + 180);
    expect(minuteIn('Europe/Amsterdam', '2026-10-25T00:30:00Z')).toBe(sunday + 150);
    expect(minuteIn('Europe/Amsterdam', '2026-10-25T01:30:00Z')).toBe(sunday + 150);
  });
});
