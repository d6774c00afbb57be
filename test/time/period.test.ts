import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoInstant } from '../../src/time/local.ts';
import { calendarOf, PERIODS, type Period, type WeekStart, type Window } from '../../src/time/period.ts';
import { CHUNK, zoneOf } from '../../src/time/zone.ts';

const HOUR = 3_600_000;

type CalendarPeriod = Exclude<Period, 'total'>;
const periods = PERIODS.filter((period) => period !== 'total');

function windowAt(
  period: CalendarPeriod,
  name: string,
  text: string,
  weekStart: WeekStart = 'monday',
): Window {
  return calendarOf(period, weekStart, zoneOf(name)).windowAt(Date.parse(text));
}

/** The window as `id start/end` in UTC, seconds left out where they are zero. */
function told(window: Window): string {
  const iso = (instant: number) => isoInstant(instant).replace(/(?::00)?\.000Z$/, 'Z');
  return `${window.id} ${iso(window.start)}/${iso(window.end)}`;
}

describe('a window', () => {
  it.each<[CalendarPeriod, WeekStart, string]>([
    ['yearly', 'monday', '2026 2025-12-31T23:00Z/2026-12-31T23:00Z'],
    ['quarterly', 'monday', '2026-Q4 2026-09-30T22:00Z/2026-12-31T23:00Z'],
    ['monthly', 'monday', '2026-11 2026-10-31T23:00Z/2026-11-30T23:00Z'],
    ['weekly', 'monday', '2026-11-16 2026-11-15T23:00Z/2026-11-22T23:00Z'],
    ['weekly', 'sunday', '2026-11-15 2026-11-14T23:00Z/2026-11-21T23:00Z'],
    ['daily', 'monday', '2026-11-21 2026-11-20T23:00Z/2026-11-21T23:00Z'],
    ['hourly', 'monday', '2026-11-21T18+01:00 2026-11-21T17:00Z/2026-11-21T18:00Z'],
  ])('is cut in the zone: %s, weeks from %s', (period, weekStart, expected) => {
    expect(told(windowAt(period, 'Europe/Amsterdam', '2026-11-21T17:30:00Z', weekStart))).toBe(expected);
  });

  it('holds its first instant and not its end', () => {
    expect(windowAt('daily', 'Europe/Amsterdam', '2026-11-20T22:59:59.999Z').id).toBe('2026-11-20');
    expect(windowAt('daily', 'Europe/Amsterdam', '2026-11-20T23:00:00.000Z').id).toBe('2026-11-21');
    expect(windowAt('daily', 'Europe/Amsterdam', '2026-11-21T22:59:59.999Z').id).toBe('2026-11-21');
    expect(windowAt('daily', 'Europe/Amsterdam', '2026-11-21T23:00:00.000Z').id).toBe('2026-11-22');
  });

  it('of a quarter starts in January, April, July or October', () => {
    const ids = Array.from({ length: 12 }, (_, month) =>
      windowAt('quarterly', 'UTC', new Date(Date.UTC(2026, month, 15)).toISOString()),
    ).map((window) => window.id);
    expect(ids).toEqual(
      ['1', '1', '1', '2', '2', '2', '3', '3', '3', '4', '4', '4'].map((q) => `2026-Q${q}`),
    );
  });

  it('of a week starts on Monday or on Sunday, across the year’s end', () => {
    expect(windowAt('weekly', 'UTC', '2026-11-22T12:00Z').id).toBe('2026-11-16');
    expect(windowAt('weekly', 'UTC', '2026-11-23T00:00Z').id).toBe('2026-11-23');
    expect(windowAt('weekly', 'UTC', '2026-11-22T12:00Z', 'sunday').id).toBe('2026-11-22');
    expect(told(windowAt('weekly', 'UTC', '2027-01-01T00:00Z'))).toBe(
      '2026-12-28 2026-12-28T00:00Z/2027-01-04T00:00Z',
    );
  });

  it('is the same object as long as the instant stays inside', () => {
    for (const period of periods) {
      const calendar = calendarOf(period, 'monday', zoneOf('Asia/Kathmandu'));
      const window = calendar.windowAt(Date.parse('2026-11-21T18:30:00Z'));
      expect(calendar.windowAt(window.start)).toBe(window);
      expect(calendar.windowAt(window.end - 1)).toBe(window);
      expect(calendar.windowAt(window.end)).not.toBe(window);
      expect(calendar.windowAt(Date.parse('2026-11-21T18:30:00Z'))).toBe(window);
      expect(Object.isFrozen(window)).toBe(true);
    }
  });

  it('is found again after more windows than are kept', () => {
    const calendar = calendarOf('daily', 'monday', zoneOf('Europe/Lisbon'));
    const first = calendar.windowAt(Date.parse('2026-01-01T12:00Z'));
    for (let day = 0; day < 1_000; day += 1)
      calendar.windowAt(Date.parse('2026-01-01T12:00Z') + day * 24 * HOUR);
    expect(calendar.windowAt(first.start)).not.toBe(first);
    expect(calendar.windowAt(first.start)).toEqual(first);
  });
});

describe('a calendar', () => {
  it('is shared per period, week and zone', () => {
    const zone = zoneOf('Europe/Amsterdam');
    expect(calendarOf('weekly', 'monday', zone)).toBe(calendarOf('weekly', 'monday', zone));
    expect(calendarOf('weekly', 'sunday', zone)).not.toBe(calendarOf('weekly', 'monday', zone));
    expect(calendarOf('daily', 'sunday', zone)).toBe(calendarOf('daily', 'monday', zone));
    expect(calendarOf('daily', 'monday', zoneOf('Europe/Paris'))).not.toBe(
      calendarOf('daily', 'monday', zone),
    );
  });

  it('covers time without gap or overlap, and each window is the one its instants lead to', () => {
    const zones = [
      'America/Havana',
      'Asia/Amman',
      'Pacific/Apia',
      'Australia/Lord_Howe',
      'America/Goose_Bay',
      'Africa/Monrovia',
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom(...periods),
        fc.constantFrom<WeekStart>('monday', 'sunday'),
        fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
        (name, period, weekStart, instant) => {
          const calendar = calendarOf(period, weekStart, zoneOf(name));
          const window = calendar.windowAt(instant);
          expect(window.start).toBeLessThanOrEqual(instant);
          expect(window.end).toBeGreaterThan(instant);
          const next = calendar.windowAt(window.end);
          const previous = calendar.windowAt(window.start - 1);
          expect(next.start).toBe(window.end);
          expect(previous.end).toBe(window.start);
          expect(new Set([previous.id, window.id, next.id]).size).toBe(3);
          expect([previous.id, window.id, next.id].map((id) => id.length)).toContain(window.id.length);
          expect(calendar.windowAt(window.end - 1)).toEqual(window);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it.each(['UTC', 'Pacific/Kiritimati', 'Pacific/Niue', 'Europe/Amsterdam'])(
    'answers at both ends of the calendar in %s',
    (name) => {
      for (const period of periods) {
        const calendar = calendarOf(period, 'monday', zoneOf(name));
        for (const instant of [-62_135_596_800_000, 253_402_300_799_999]) {
          const window = calendar.windowAt(instant);
          expect(window.start <= instant && instant < window.end).toBe(true);
          expect(isoInstant(window.start) < isoInstant(window.end) || window.end > 253_402_300_799_999).toBe(
            true,
          );
        }
      }
    },
  );

  it('pads years to four digits', () => {
    expect(windowAt('yearly', 'UTC', '0001-01-01T00:00Z').id).toBe('0001');
    expect(windowAt('daily', 'Pacific/Niue', '0001-01-01T00:00Z').id).toBe('0000-12-31');
    expect(windowAt('monthly', 'UTC', '0099-03-01T00:00Z').id).toBe('0099-03');
    expect(windowAt('daily', 'Pacific/Kiritimati', '9999-12-31T23:59Z').id).toBe('10000-01-01');
  });
});

describe('a day', () => {
  it.each([
    [
      'of 23 hours in Amsterdam',
      'Europe/Amsterdam',
      '2026-03-29T12:00Z',
      '2026-03-29 2026-03-28T23:00Z/2026-03-29T22:00Z',
    ],
    [
      'of 25 hours in Amsterdam',
      'Europe/Amsterdam',
      '2026-10-25T12:00Z',
      '2026-10-25 2026-10-24T22:00Z/2026-10-25T23:00Z',
    ],
    [
      'that starts at 01:00 in Havana',
      'America/Havana',
      '2026-03-08T12:00Z',
      '2026-03-08 2026-03-08T05:00Z/2026-03-09T04:00Z',
    ],
    [
      'with two midnights in Havana',
      'America/Havana',
      '2026-11-01T05:30Z',
      '2026-11-01 2026-11-01T04:00Z/2026-11-02T05:00Z',
    ],
    [
      'with two midnights in Amman',
      'Asia/Amman',
      '2021-10-28T22:30Z',
      '2021-10-29 2021-10-28T21:00Z/2021-10-29T22:00Z',
    ],
    [
      'of 24.5 hours on Lord Howe',
      'Australia/Lord_Howe',
      '2026-04-05T00:00Z',
      '2026-04-05 2026-04-04T13:00Z/2026-04-05T13:30Z',
    ],
    [
      'of 23.5 hours on Lord Howe',
      'Australia/Lord_Howe',
      '2026-10-04T00:00Z',
      '2026-10-04 2026-10-03T13:30Z/2026-10-04T13:00Z',
    ],
    [
      'before the one Apia skipped',
      'Pacific/Apia',
      '2011-12-30T09:59Z',
      '2011-12-29 2011-12-29T10:00Z/2011-12-30T10:00Z',
    ],
    [
      'after the one Apia skipped',
      'Pacific/Apia',
      '2011-12-30T10:00Z',
      '2011-12-31 2011-12-30T10:00Z/2011-12-31T10:00Z',
    ],
    ['in Kathmandu', 'Asia/Kathmandu', '2026-11-21T18:14Z', '2026-11-21 2026-11-20T18:15Z/2026-11-21T18:15Z'],
  ])('%s', (_, name, text, expected) => {
    expect(told(windowAt('daily', name, text))).toBe(expected);
  });

  it('keeps what comes again of the day before, where clocks go back across midnight', () => {
    // In Goose Bay the clocks went from 00:01 back to 23:01, in Casey from 02:00 to 23:00.
    for (const [name, change, id] of [
      ['America/Goose_Bay', '2010-11-07T03:01:00Z', '2010-11-07'],
      ['Antarctica/Casey', '2010-03-04T15:00:00Z', '2010-03-05'],
    ] as const) {
      const calendar = calendarOf('daily', 'monday', zoneOf(name));
      const window = calendar.windowAt(Date.parse(change));
      expect(window.id).toBe(id);
      expect(calendar.windowAt(Date.parse(change) - 1)).toBe(window);
      expect(calendar.windowAt(Date.parse(change) + 30 * 60_000)).toBe(window);
      expect(calendar.windowAt(window.start - 1).end).toBe(window.start);
      expect(calendar.windowAt(window.end).start).toBe(window.end);
    }
  });

  it('is found whichever instant of it was asked for first, where clocks go back across midnight', () => {
    const calendar = calendarOf('daily', 'monday', zoneOf('America/St_Johns'));
    const change = Date.parse('2010-11-07T02:31:00Z');
    for (const hours of [-1, 0, -12, 0.5, 12, -1, 0.5, -0.01]) {
      const window = calendar.windowAt(change + hours * HOUR);
      expect(window.id).toBe(hours >= 0 || hours === -0.01 ? '2010-11-07' : '2010-11-06');
    }
  });
});

describe('an hour', () => {
  it('that is repeated is two', () => {
    expect(told(windowAt('hourly', 'Europe/Amsterdam', '2026-10-25T00:30Z'))).toBe(
      '2026-10-25T02+02:00 2026-10-25T00:00Z/2026-10-25T01:00Z',
    );
    expect(told(windowAt('hourly', 'Europe/Amsterdam', '2026-10-25T01:30Z'))).toBe(
      '2026-10-25T02+01:00 2026-10-25T01:00Z/2026-10-25T02:00Z',
    );
  });

  it('that is skipped is none', () => {
    expect(windowAt('hourly', 'Europe/Amsterdam', '2026-03-29T00:59Z').id).toBe('2026-03-29T01+01:00');
    expect(windowAt('hourly', 'Europe/Amsterdam', '2026-03-29T01:00Z').id).toBe('2026-03-29T03+02:00');
  });

  it('is cut in two by the half hour that Lord Howe puts its clocks forth and back', () => {
    expect(told(windowAt('hourly', 'Australia/Lord_Howe', '2026-10-03T15:30Z'))).toBe(
      '2026-10-04T02+11:00 2026-10-03T15:30Z/2026-10-03T16:00Z',
    );
    expect(told(windowAt('hourly', 'Australia/Lord_Howe', '2026-04-04T14:59Z'))).toBe(
      '2026-04-05T01+11:00 2026-04-04T14:00Z/2026-04-04T15:00Z',
    );
    expect(told(windowAt('hourly', 'Australia/Lord_Howe', '2026-04-04T15:00Z'))).toBe(
      '2026-04-05T01+10:30 2026-04-04T15:00Z/2026-04-04T15:30Z',
    );
  });

  it('of one minute is all that Goose Bay saw of a midnight before its clocks went back', () => {
    const hour = (text: string) => told(windowAt('hourly', 'America/Goose_Bay', text));
    expect(hour('2010-11-07T02:59Z')).toBe('2010-11-06T23-03:00 2010-11-07T02:00Z/2010-11-07T03:00Z');
    expect(hour('2010-11-07T03:00Z')).toBe('2010-11-07T00-03:00 2010-11-07T03:00Z/2010-11-07T03:01Z');
    expect(hour('2010-11-07T03:01Z')).toBe('2010-11-06T23-04:00 2010-11-07T03:01Z/2010-11-07T04:00Z');
    expect(hour('2010-11-07T04:00Z')).toBe('2010-11-07T00-04:00 2010-11-07T04:00Z/2010-11-07T05:00Z');
  });

  it('starts on the zone’s clocks, and is named with its offset', () => {
    expect(told(windowAt('hourly', 'Asia/Kathmandu', '2026-11-21T18:30Z'))).toBe(
      '2026-11-22T00+05:45 2026-11-21T18:15Z/2026-11-21T19:15Z',
    );
    expect(windowAt('hourly', 'UTC', '2026-11-21T18:30Z').id).toBe('2026-11-21T18+00:00');
    expect(windowAt('hourly', 'America/St_Johns', '2026-11-21T18:30Z').id).toBe('2026-11-21T15-03:30');
  });

  it('is named with the seconds of an offset that has them', () => {
    expect(told(windowAt('hourly', 'Africa/Monrovia', '1971-12-20T00:44:30Z'))).toBe(
      '1971-12-20T00-00:44:30 1971-12-20T00:44:30Z/1971-12-20T01:44:30Z',
    );
  });

  it.each(['UTC', 'Asia/Kathmandu', 'America/Havana'])(
    'is whole where two chunks of the table meet: %s',
    (name) => {
      for (let chunk = 3_340; chunk < 3_350; chunk += 1) {
        const zone = zoneOf(name);
        const calendar = calendarOf('hourly', 'monday', zone);
        for (const instant of [chunk * CHUNK - 1, chunk * CHUNK]) {
          const { start, end } = calendar.windowAt(instant);
          expect(end - start).toBe(HOUR);
          expect((start + zone.offsetAt(start)) % HOUR).toBe(0);
        }
      }
    },
  );
});
