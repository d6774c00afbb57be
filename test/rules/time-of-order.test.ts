import { describe, expect, it } from 'vitest';
import { campaign, decide, issuesOf, told, type Fields } from '../support/campaigns.ts';

const NOT_VALID = ['voucher.not_valid_at_this_time'];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/** `Mon 00:00:00.000` to an instant of the week of Monday 2026-11-16, in UTC. */
function inTheWeek(time: string): string {
  const [day = '', clock = ''] = time.split(' ');
  const date = 16 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(day);
  return `2026-11-${date}T${clock}Z`;
}

function tells(at: string, windows: readonly Fields[], zones: { campaign?: string; rule?: string } = {}) {
  const rule = { type: 'time_of_order', windows, time_zone: zones.rule };
  return told(decide({ ...campaign({ time_zone: zones.campaign }), rules: [rule] }, { at }));
}

describe('a window of clock times within a day', () => {
  const lunch = [{ start: '11:00', end: '14:00' }];

  it.each([
    ['Wed 10:59:59.999', NOT_VALID],
    ['Wed 11:00', []],
    ['Wed 11:00:00.001', []],
    ['Wed 13:59:59.999', []],
    ['Wed 14:00', NOT_VALID],
    ['Wed 14:00:00.001', NOT_VALID],
    ['Sun 12:00', []],
  ])('is half-open, on every day: at %s tells %j', (time, rows) => {
    expect(tells(inTheWeek(time), lunch)).toEqual(rows);
  });

  it('that is over is told', () => {
    const config = campaign({ rules: [{ type: 'time_of_order', windows: lunch }] });
    expect(decide(config, { at: '2026-11-21T20:00Z' }).violations).toEqual([
      {
        attribute: 'voucher',
        error_code: 'not_valid_at_this_time',
        message: 'Voucher is not valid at this time',
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });

  it.each([
    ['Tue 23:59:59.999', NOT_VALID],
    ['Wed 00:00', []],
    ['Wed 13:59:59.999', []],
    ['Wed 14:00', NOT_VALID],
    ['Thu 12:00', NOT_VALID],
  ])('starts at midnight where no start is given: at %s tells %j', (time, rows) => {
    expect(tells(inTheWeek(time), [{ days: ['wednesday'], end: '14:00' }])).toEqual(rows);
  });

  it.each([
    [undefined, 'Sat 16:59:59.999', NOT_VALID],
    [undefined, 'Sat 17:00', []],
    [undefined, 'Sat 23:59:59.999', []],
    [undefined, 'Sun 00:00', NOT_VALID],
    ['24:00', 'Sat 17:00', []],
    ['24:00', 'Sat 23:59:59.999', []],
    ['24:00', 'Sun 00:00', NOT_VALID],
    ['23:59', 'Sat 23:58:59.999', []],
    ['23:59', 'Sat 23:59', NOT_VALID],
  ])('that ends at %s: at %s tells %j', (end, time, rows) => {
    expect(tells(inTheWeek(time), [{ days: ['saturday'], start: '17:00', end }])).toEqual(rows);
  });

  it('may last a minute', () => {
    const minute = [{ start: '12:00', end: '12:01' }];
    expect(tells(inTheWeek('Mon 11:59:59.999'), minute)).toEqual(NOT_VALID);
    expect(tells(inTheWeek('Mon 12:00'), minute)).toEqual([]);
    expect(tells(inTheWeek('Mon 12:00:59.999'), minute)).toEqual([]);
    expect(tells(inTheWeek('Mon 12:01'), minute)).toEqual(NOT_VALID);
  });
});

describe('a window of days', () => {
  it.each(DAYS.map((day, i) => ({ day, i })))('on $day is the whole day and no other', ({ day, i }) => {
    DAYS.forEach((_, j) => {
      for (const clock of ['00:00', '12:00', '23:59:59.999']) {
        expect(tells(`2026-11-${16 + j}T${clock}Z`, [{ days: [day] }])).toEqual(i === j ? [] : NOT_VALID);
      }
    });
  });

  it('without anything is always', () => {
    for (const time of ['Mon 00:00', 'Thu 12:34:56.789', 'Sun 23:59:59.999']) {
      expect(tells(inTheWeek(time), [{}])).toEqual([]);
    }
  });

  it('may list several days', () => {
    const windows = [{ days: ['sunday', 'tuesday'], start: '10:00', end: '12:00' }];
    expect(tells(inTheWeek('Tue 11:00'), windows)).toEqual([]);
    expect(tells(inTheWeek('Sun 11:00'), windows)).toEqual([]);
    expect(tells(inTheWeek('Mon 11:00'), windows)).toEqual(NOT_VALID);
  });

  it('is one of several: any one is enough', () => {
    const windows = [
      { days: ['monday'], end: '12:00' },
      { days: ['friday'], start: '12:00' },
    ];
    expect(tells(inTheWeek('Mon 11:59'), windows)).toEqual([]);
    expect(tells(inTheWeek('Mon 12:00'), windows)).toEqual(NOT_VALID);
    expect(tells(inTheWeek('Fri 11:59'), windows)).toEqual(NOT_VALID);
    expect(tells(inTheWeek('Fri 12:00'), windows)).toEqual([]);
  });
});

describe('a window past midnight', () => {
  const night = [{ days: ['friday', 'saturday'], start: '17:00', end: '02:00' }];

  it.each([
    ['Fri 00:00', NOT_VALID],
    ['Fri 01:59:59.999', NOT_VALID],
    ['Fri 16:59:59.999', NOT_VALID],
    ['Fri 17:00', []],
    ['Fri 23:59:59.999', []],
    ['Sat 00:00', []],
    ['Sat 01:59:59.999', []],
    ['Sat 02:00', NOT_VALID],
    ['Sat 16:59:59.999', NOT_VALID],
    ['Sat 17:00', []],
    ['Sun 00:00', []],
    ['Sun 01:59:59.999', []],
    ['Sun 02:00', NOT_VALID],
    ['Sun 17:00', NOT_VALID],
    ['Mon 00:00', NOT_VALID],
  ])('belongs to the day it starts on: at %s tells %j', (time, rows) => {
    expect(tells(inTheWeek(time), night)).toEqual(rows);
  });

  it.each([
    ['2026-11-22T21:59:59.999Z', NOT_VALID],
    ['2026-11-22T22:00:00.000Z', []],
    ['2026-11-22T23:59:59.999Z', []],
    ['2026-11-23T00:00:00.000Z', []],
    ['2026-11-23T05:59:59.999Z', []],
    ['2026-11-23T06:00:00.000Z', NOT_VALID],
    ['2026-11-16T05:59:59.999Z', []],
    ['2026-11-16T22:00:00.000Z', NOT_VALID],
    ['2026-11-22T05:59:59.999Z', NOT_VALID],
  ])('runs from Sunday into Monday: at %s tells %j', (at, rows) => {
    expect(tells(at, [{ days: ['sunday'], start: '22:00', end: '06:00' }])).toEqual(rows);
  });

  it.each([
    ['Wed 11:59:59.999', NOT_VALID],
    ['Wed 12:00', []],
    ['Thu 11:59:59.999', []],
    ['Thu 12:00', NOT_VALID],
  ])('whose end is its start lasts a day: at %s tells %j', (time, rows) => {
    expect(tells(inTheWeek(time), [{ days: ['wednesday'], start: '12:00', end: '12:00' }])).toEqual(rows);
  });

  it.each([
    ['Tue 23:59:59.999', NOT_VALID],
    ['Wed 00:00', []],
    ['Wed 23:59:59.999', []],
    ['Thu 00:00', NOT_VALID],
  ])('from 00:00 to 00:00 is the day: at %s tells %j', (time, rows) => {
    expect(tells(inTheWeek(time), [{ days: ['wednesday'], start: '00:00', end: '00:00' }])).toEqual(rows);
    expect(tells(inTheWeek(time), [{ days: ['wednesday'], end: '00:00' }])).toEqual(rows);
  });

  it.each([
    ['Sun 22:59:59.999', NOT_VALID],
    ['Sun 23:00', []],
    ['Sun 23:59:59.999', []],
    ['Mon 00:00', NOT_VALID],
  ])('that ends at 00:00 ends with the day: at %s tells %j', (time, rows) => {
    expect(tells(inTheWeek(time), [{ days: ['sunday'], start: '23:00', end: '00:00' }])).toEqual(rows);
  });

  it('on every day has no seam between Sunday and Monday', () => {
    const windows = [{ start: '22:00', end: '06:00' }];
    for (const time of ['Sun 23:59:59.999', 'Mon 00:00', 'Mon 05:59:59.999', 'Thu 22:00']) {
      expect(tells(inTheWeek(time), windows)).toEqual([]);
    }
    expect(tells(inTheWeek('Mon 06:00'), windows)).toEqual(NOT_VALID);
  });
});

describe('the clock of a time of order', () => {
  const morning = [{ start: '08:00', end: '09:00' }];

  it('is UTC’s, the campaign’s zone’s, or the rule’s own', () => {
    const at = '2026-07-01T06:30:00Z';
    expect(tells(at, morning)).toEqual(NOT_VALID);
    expect(tells(at, morning, { campaign: 'Europe/Amsterdam' })).toEqual([]);
    expect(tells(at, morning, { campaign: 'Europe/Amsterdam', rule: 'UTC' })).toEqual(NOT_VALID);
    expect(tells(at, morning, { rule: 'Europe/Amsterdam' })).toEqual([]);
  });

  it('decides the day as well', () => {
    const monday = [{ days: ['monday'] }];
    const zones = { campaign: 'Pacific/Auckland' };
    expect(tells('2026-11-15T10:59:59.999Z', monday, zones)).toEqual(NOT_VALID);
    expect(tells('2026-11-15T11:00:00.000Z', monday, zones)).toEqual([]);
    expect(tells('2026-11-16T10:59:59.999Z', monday, zones)).toEqual([]);
    expect(tells('2026-11-16T11:00:00.000Z', monday, zones)).toEqual(NOT_VALID);
  });

  it('goes back: an hour that repeats is in the window twice', () => {
    const windows = [{ start: '02:00', end: '03:00' }];
    const zones = { campaign: 'Europe/Amsterdam' };
    expect(tells('2026-10-24T23:59:59.999Z', windows, zones)).toEqual(NOT_VALID);
    expect(tells('2026-10-25T00:00:00.000Z', windows, zones)).toEqual([]);
    expect(tells('2026-10-25T01:59:59.999Z', windows, zones)).toEqual([]);
    expect(tells('2026-10-25T02:00:00.000Z', windows, zones)).toEqual(NOT_VALID);
  });

  it('goes forward: a skipped hour is in no window', () => {
    const windows = [{ days: ['sunday'], start: '02:00', end: '03:00' }];
    const zones = { campaign: 'Europe/Amsterdam' };
    expect(tells('2026-03-29T00:59:59.999Z', windows, zones)).toEqual(NOT_VALID);
    expect(tells('2026-03-29T01:00:00.000Z', windows, zones)).toEqual(NOT_VALID);
  });

  it('is read before 1970 as after', () => {
    expect(tells('1969-12-31T08:00:00.000Z', [{ days: ['wednesday'], ...morning[0] }])).toEqual([]);
    expect(tells('1969-12-31T07:59:59.999Z', [{ days: ['wednesday'], ...morning[0] }])).toEqual(NOT_VALID);
  });

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    const config = campaign({ rules: [{ type: 'time_of_order', windows: morning }] });
    expect(told(decide(config, confirm))).toEqual([]);
  });
});

describe('the config of a time of order', () => {
  const issuesIn = (window: unknown) =>
    issuesOf(campaign({ rules: [{ type: 'time_of_order', windows: [window] }] }));

  it.each([
    ['25:00'],
    ['24:01'],
    ['12:60'],
    ['9:00'],
    ['09:0'],
    ['09:00:00'],
    ['0900'],
    ['9am'],
    [''],
    [' 09:00'],
    [900],
    [null],
  ])('%j is not a clock time', (clock) => {
    expect(issuesIn({ start: clock })).toMatchObject([
      { path: '/rules/0/windows/0/start', expected: 'a clock time from "00:00" to "23:59"' },
    ]);
    expect(issuesIn({ end: clock })).toMatchObject([
      { path: '/rules/0/windows/0/end', expected: 'a clock time from "00:00" to "24:00"' },
    ]);
  });

  it('takes 24:00 as an end only', () => {
    expect(issuesIn({ end: '24:00' })).toEqual([]);
    expect(issuesIn({ start: '24:00' })).toMatchObject([{ path: '/rules/0/windows/0/start' }]);
    expect(issuesIn({ start: '23:59' })).toEqual([]);
  });

  it.each([
    [[], '/days', 'a list of at least one item'],
    ['monday', '/days', 'a list of at least one item'],
    [['monday', 'monday'], '/days/1', 'no item twice'],
    [['monday', 'sunday', 'monday'], '/days/2', 'no item twice'],
    [['mon'], '/days/0', `one of ${DAYS.map((day) => JSON.stringify(day)).join(', ')}`],
    [
      ['Monday'],
      '/days/0',
      `one of ${DAYS.map((day) => JSON.stringify(day)).join(', ')} (did you mean "monday"?)`,
    ],
    [[1], '/days/0', `one of ${DAYS.map((day) => JSON.stringify(day)).join(', ')}`],
  ])('days %j are an issue at %s', (days, path, expected) => {
    expect(issuesIn({ days })).toMatchObject([{ path: `/rules/0/windows/0${path}`, expected }]);
  });

  it.each([[[]], [null], ['always'], [5]])('a window %j is an issue', (window) => {
    expect(issuesIn(window)).toMatchObject([{ path: '/rules/0/windows/0', expected: 'an object' }]);
  });

  it.each([
    [{}, '/rules/0/windows'],
    [{ windows: [] }, '/rules/0/windows'],
    [{ windows: { start: '12:00' } }, '/rules/0/windows'],
    [{ windows: [{}], time_zone: 'Amsterdam' }, '/rules/0/time_zone'],
    [{ windows: [{ day: 'monday' }] }, '/rules/0/windows/0/day'],
  ])('%j is an issue at %s', (rule, path) => {
    expect(issuesOf(campaign({ rules: [{ type: 'time_of_order', ...rule }] }))).toMatchObject([{ path }]);
  });
});
