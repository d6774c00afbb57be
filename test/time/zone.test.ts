import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, vi } from 'vitest';
import { CHUNK, isZone, zoneOf } from '../../src/time/zone.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const offsetOf = (name: string, text: string) => zoneOf(name).offsetAt(at(text)) / HOUR;

describe('a zone name', () => {
  it.each([
    ...[
      'Europe/Amsterdam',
      'Asia/Kathmandu',
      'America/Argentina/ComodRivadavia',
      'Europe/Kyiv',
      'Asia/Calcutta',
    ],
    ...['UTC', 'GMT', 'CET', 'EST', 'EST5EDT', 'Etc/GMT+5', 'NZ-CHAT', 'W-SU', 'europe/berlin', 'utc'],
  ])('is IANA’s, an alias or another case included: %s', (name) => {
    expect(isZone(name)).toBe(true);
  });

  it.each([
    '+01:00',
    '-05',
    '+0100',
    'UTC+1',
    'GMT+01:00',
    '',
    ' ',
    'Europe/Amsterdam ',
    'Mars/Olympus',
    'local',
    'Z',
  ])('is not a fixed offset, nor anything unknown: %j', (name) => {
    expect(isZone(name)).toBe(false);
  });

  it.each(['BST', 'CST', 'IST', 'PST', 'ECT', 'bst', 'SystemV/EST5EDT'])(
    'is not an abbreviation that runtimes read in a way of their own: %s',
    (name) => {
      expect(isZone(name)).toBe(false);
    },
  );

  it('is not asked of the runtime when it is absurdly long', () => {
    const runtime = vi.spyOn(Intl, 'DateTimeFormat');
    expect(isZone('A'.repeat(10_000_000))).toBe(false);
    expect(runtime).not.toHaveBeenCalled();
    runtime.mockRestore();
  });

  it('that is not known makes no zone', () => {
    expect(() => zoneOf('Mars/Olympus')).toThrow(
      new RangeError('Not an IANA time zone that this runtime knows'),
    );
    expect(() => zoneOf('+01:00')).toThrow(RangeError);
  });
});

describe('a zone', () => {
  it('is shared by name, and keeps the name it was asked for by', () => {
    expect(zoneOf('Europe/Kyiv')).toBe(zoneOf('Europe/Kyiv'));
    expect(isZone('Europe/Kyiv')).toBe(true);
    expect(zoneOf('Europe/Kyiv').name).toBe('Europe/Kyiv');
  });

  it('is forgotten, not kept for ever, when too many spellings are asked for', () => {
    const first = zoneOf('Europe/Paris');
    const letters = 'antarctica/casey'.split('');
    for (let spelling = 0; spelling < 1_000; spelling += 1) {
      zoneOf(letters.map((letter, at) => ((spelling >> at) & 1 ? letter.toUpperCase() : letter)).join(''));
    }
    expect(zoneOf('Europe/Paris')).not.toBe(first);
    expect(first.offsetAt(0)).toBe(HOUR);
  });

  it('is ahead in Amsterdam by one hour in winter and two in summer', () => {
    expect(offsetOf('Europe/Amsterdam', '2026-03-29T00:59:59.999Z')).toBe(1);
    expect(offsetOf('Europe/Amsterdam', '2026-03-29T01:00:00.000Z')).toBe(2);
    expect(offsetOf('Europe/Amsterdam', '2026-10-25T00:59:59.999Z')).toBe(2);
    expect(offsetOf('Europe/Amsterdam', '2026-10-25T01:00:00.000Z')).toBe(1);
  });

  it('may be off by quarters and halves of an hour', () => {
    expect(offsetOf('Asia/Kathmandu', '2026-11-21T00:00Z')).toBe(5.75);
    expect(offsetOf('Asia/Kathmandu', '1985-12-31T18:29:59Z')).toBe(5.5);
    expect(offsetOf('Australia/Lord_Howe', '2026-10-03T15:29:59Z')).toBe(10.5);
    expect(offsetOf('Australia/Lord_Howe', '2026-10-03T15:30:00Z')).toBe(11);
  });

  it('is exactly zero, without a sign, in UTC and in a London winter', () => {
    expect(Object.is(zoneOf('UTC').offsetAt(at('2026-11-21T00:00Z')), 0)).toBe(true);
    expect(Object.is(zoneOf('Europe/London').offsetAt(at('2026-11-21T00:00Z')), 0)).toBe(true);
  });

  it('has the right sign under an hour, and seconds', () => {
    // Where @date-fns/tz alone answers plus 44.5 minutes.
    expect(offsetOf('Africa/Monrovia', '1971-12-31T00:00Z')).toBe(-(44.5 / 60));
    expect(offsetOf('Africa/Monrovia', '1972-01-07T00:44:29.999Z')).toBe(-(44.5 / 60));
    expect(offsetOf('Africa/Monrovia', '1972-01-07T00:44:30Z')).toBe(0);
    expect(offsetOf('Africa/Lagos', '1900-01-01T00:00Z')).toBeCloseTo((13 * 60 + 35) / 3_600, 12);
    expect(offsetOf('America/New_York', '1880-01-01T00:00Z')).toBeCloseTo(
      -(4 * 3_600 + 56 * 60 + 2) / 3_600,
      12,
    );
  });

  it('has whole milliseconds of offset in every zone, also before there were standard times', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const offset = zoneOf(name).offsetAt(at('1850-01-01T00:00Z'));
      expect(offset % 1_000).toBeCloseTo(0, 12);
      const expected =
        Temporal.Instant.from('1850-01-01T00:00Z').toZonedDateTimeISO(name).offsetNanoseconds / 1e6;
      expect(offset).toBe(expected);
    }
  });

  it('lost a Friday in Apia', () => {
    expect(offsetOf('Pacific/Apia', '2011-12-30T09:59:59.999Z')).toBe(-10);
    expect(offsetOf('Pacific/Apia', '2011-12-30T10:00:00Z')).toBe(14);
  });

  it('has changes that last a week: summer in Recife in 2000, and in Gaza in 2040', () => {
    for (const [name, start, end] of [
      ['America/Recife', '2000-10-08T03:00Z', '2000-10-15T02:00Z'],
      ['Asia/Gaza', '2040-10-20T00:00Z', '2040-10-26T23:00Z'],
    ] as const) {
      const zone = zoneOf(name);
      const [winter, summer] = [zone.offsetAt(at(start) - 1), zone.offsetAt(at(start))];
      expect(summer - winter).toBe(HOUR);
      expect(zone.offsetAt(at(end) - 1)).toBe(summer);
      expect(zone.offsetAt(at(end))).toBe(winter);
    }
  });

  it('answers the same whatever it was asked before', () => {
    const zone = zoneOf('America/Havana');
    for (let step = 0; step < 2_500; step += 1) {
      // Back and forth over 70 years, more chunks than the table keeps.
      const instant = at('1970-01-01T00:00Z') + ((step * 7_919) % 2_500) * 10.5 * 86_400_000;
      const expected = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('America/Havana');
      expect(zone.offsetAt(instant)).toBe(expected.offsetNanoseconds / 1e6);
    }
  });

  it('holds over all a Date can hold, and past it refuses what is no instant', () => {
    const zone = zoneOf('Europe/Amsterdam');
    expect(zone.offsetAt(8.64e15)).toBeGreaterThan(0);
    expect(zone.offsetAt(-8.64e15)).toBeGreaterThan(0);
    expect(() => zone.offsetAt(NaN)).toThrow(new RangeError('Europe/Amsterdam has no offset at NaN'));
  });
});

describe('stretches', () => {
  it.each(['Europe/Amsterdam', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'])(
    'follow each other without gap or overlap: %s',
    (name) => {
      const zone = zoneOf(name);
      let instant = at('2025-12-25T00:00Z');
      let changes = 0;
      while (instant < at('2028-01-01T00:00Z')) {
        const stretch = zone.stretchAt(instant);
        expect(stretch.start).toBeLessThanOrEqual(instant);
        expect(stretch.end).toBeGreaterThan(instant);
        expect(zone.stretchAt(stretch.end - 1)).toBe(stretch);
        const next = zone.stretchAt(stretch.end);
        expect(next.start).toBe(stretch.end);
        if (next.offset !== stretch.offset) changes += 1;
        instant = stretch.end;
      }
      expect(changes).toBe(name === 'UTC' ? 0 : 4);
    },
  );

  it('are forgotten, not kept for ever, when instants lie far apart', () => {
    const zone = zoneOf('Asia/Tokyo');
    const first = zone.stretchAt(0);
    zone.stretchAt(CHUNK);
    expect(zone.stretchAt(0)).toBe(first);
    for (let chunk = 1; chunk <= 1_000; chunk += 1) zone.stretchAt(chunk * CHUNK);
    expect(zone.stretchAt(0)).not.toBe(first);
    expect(zone.stretchAt(0)).toEqual(first);
  });

  it('end at the edges of the table’s chunks even where no clock changes', () => {
    expect(zoneOf('UTC').stretchAt(3_300 * CHUNK)).toEqual({
      start: 3_300 * CHUNK,
      end: 3_301 * CHUNK,
      offset: 0,
    });
  });
});
