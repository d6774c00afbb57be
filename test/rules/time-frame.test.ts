import { describe, expect, it } from 'vitest';
import { campaign, decide, issuesOf, pathsOf, told, withRules, type Fields } from '../support/campaigns.ts';

const NOT_VALID = ['voucher.not_valid_at_this_time'];

function tellsAt(at: string, windows: readonly Fields[], zones: { campaign?: string; rule?: string } = {}) {
  const rule = { type: 'time_frame', windows, time_zone: zones.rule };
  return told(decide({ ...campaign({ time_zone: zones.campaign }), rules: [rule] }, { at }));
}

describe('a time frame', () => {
  const march = [{ start: '2026-03-01T00:00', end: '2026-04-01T00:00' }];

  it.each([
    ['2026-02-28T23:59:59.999Z', NOT_VALID],
    ['2026-03-01T00:00:00.000Z', []],
    ['2026-03-01T00:00:00.001Z', []],
    ['2026-03-31T23:59:59.999Z', []],
    ['2026-04-01T00:00:00.000Z', NOT_VALID],
    ['2026-04-01T00:00:00.001Z', NOT_VALID],
  ])('is half-open: at %s tells %j', (at, rows) => {
    expect(tellsAt(at, march)).toEqual(rows);
  });

  it('that is over is told', () => {
    const rule = { type: 'time_frame', windows: march };
    expect(decide(withRules({ type: 'new_customer' }, rule)).violations).toEqual([
      {
        attribute: 'voucher',
        error_code: 'not_valid_at_this_time',
        message: 'Voucher is not valid at this time',
        campaign: 'spring',
        rule: '/rules/1',
      },
    ]);
  });

  it.each([
    ['0001-01-01T00:00:00.000Z', []],
    ['2026-03-31T23:59:59.999Z', []],
    ['2026-04-01T00:00:00.000Z', NOT_VALID],
  ])('without a start is open to the past: at %s tells %j', (at, rows) => {
    expect(tellsAt(at, [{ end: '2026-04-01T00:00' }])).toEqual(rows);
  });

  it.each([
    ['2026-02-28T23:59:59.999Z', NOT_VALID],
    ['2026-03-01T00:00:00.000Z', []],
    ['9999-12-31T23:59:59.999Z', []],
  ])('without an end is open to the future: at %s tells %j', (at, rows) => {
    expect(tellsAt(at, [{ start: '2026-03-01T00:00' }])).toEqual(rows);
  });

  it.each([
    ['2026-01-10T00:00Z', []],
    ['2026-01-11T00:00Z', NOT_VALID],
    ['2026-01-19T23:59:59.999Z', NOT_VALID],
    ['2026-01-20T00:00Z', []],
  ])('may have several windows, and gaps between them: at %s tells %j', (at, rows) => {
    const windows = [
      { start: '2026-01-20T00:00', end: '2026-01-21T00:00' },
      { start: '2026-01-10T00:00', end: '2026-01-11T00:00' },
    ];
    expect(tellsAt(at, windows)).toEqual(rows);
  });

  it('may last a millisecond', () => {
    const instant = [{ start: '2026-01-01T00:00:00.000', end: '2026-01-01T00:00:00.001' }];
    expect(tellsAt('2026-01-01T00:00:00.000Z', instant)).toEqual([]);
    expect(tellsAt('2026-01-01T00:00:00.001Z', instant)).toEqual(NOT_VALID);
  });

  it('reads local times in UTC, in the campaign’s zone, or in its own', () => {
    const windows = [{ start: '2026-07-01T00:00' }];
    const startIn = (zones: { campaign?: string; rule?: string }, before: string, at: string) => {
      expect(tellsAt(before, windows, zones)).toEqual(NOT_VALID);
      expect(tellsAt(at, windows, zones)).toEqual([]);
    };
    startIn({}, '2026-06-30T23:59:59.999Z', '2026-07-01T00:00Z');
    startIn({ campaign: 'Europe/Amsterdam' }, '2026-06-30T21:59:59.999Z', '2026-06-30T22:00Z');
    const own = { campaign: 'Europe/Amsterdam', rule: 'America/New_York' };
    startIn(own, '2026-07-01T03:59:59.999Z', '2026-07-01T04:00Z');
  });

  it('takes exact times as they are, whatever the zone', () => {
    const windows = [{ start: '2026-07-01T00:00+02:00', end: '2026-07-01T00:00Z' }];
    const zones = { campaign: 'Asia/Tokyo' };
    expect(tellsAt('2026-06-30T21:59:59.999Z', windows, zones)).toEqual(NOT_VALID);
    expect(tellsAt('2026-06-30T22:00:00.000Z', windows, zones)).toEqual([]);
    expect(tellsAt('2026-06-30T23:59:59.999Z', windows, zones)).toEqual([]);
    expect(tellsAt('2026-07-01T00:00:00.000Z', windows, zones)).toEqual(NOT_VALID);
  });

  it('starts as much later as the clocks skip', () => {
    const windows = [{ start: '2026-03-29T02:30' }];
    const zones = { campaign: 'Europe/Amsterdam' };
    expect(tellsAt('2026-03-29T01:29:59.999Z', windows, zones)).toEqual(NOT_VALID);
    expect(tellsAt('2026-03-29T01:30:00.000Z', windows, zones)).toEqual([]);
  });

  it('ends at the first of two times', () => {
    const windows = [{ end: '2026-10-25T02:30' }];
    const zones = { campaign: 'Europe/Amsterdam' };
    expect(tellsAt('2026-10-25T00:29:59.999Z', windows, zones)).toEqual([]);
    expect(tellsAt('2026-10-25T00:30:00.000Z', windows, zones)).toEqual(NOT_VALID);
    expect(tellsAt('2026-10-25T01:15:00.000Z', windows, zones)).toEqual(NOT_VALID);
  });

  it('that a clock change empties is legal, and never holds', () => {
    const windows = [{ start: '2026-03-29T02:30', end: '2026-03-29T03:15' }];
    const zones = { campaign: 'Europe/Amsterdam' };
    for (const at of ['2026-03-29T01:00Z', '2026-03-29T01:15Z', '2026-03-29T01:20Z', '2026-03-29T01:30Z']) {
      expect(tellsAt(at, windows, zones)).toEqual(NOT_VALID);
    }
  });

  it('is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decide(withRules({ type: 'time_frame', windows: march }), confirm))).toEqual([]);
  });
});

describe('a time frame’s config', () => {
  const issuesIn = (rule: Fields, fields: Fields = {}) =>
    issuesOf(campaign({ ...fields, rules: [{ type: 'time_frame', ...rule }] }));

  it.each([
    [{}, '/rules/0/windows'],
    [{ windows: [] }, '/rules/0/windows'],
    [{ windows: {} }, '/rules/0/windows'],
    [{ windows: [{}] }, '/rules/0/windows/0'],
    [{ windows: [{ start: undefined }] }, '/rules/0/windows/0'],
    [{ windows: [null] }, '/rules/0/windows/0'],
    [{ windows: [[]] }, '/rules/0/windows/0'],
    [{ windows: ['2026-01-01T00:00'] }, '/rules/0/windows/0'],
    [{ windows: [{ start: null }] }, '/rules/0/windows/0/start'],
    [{ windows: [{ start: 1_700_000_000_000 }] }, '/rules/0/windows/0/start'],
    [{ windows: [{ start: '2026-02-30T00:00' }] }, '/rules/0/windows/0/start'],
    [{ windows: [{ end: '2025-02-29T00:00' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-13-01T00:00' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-01-01T24:00' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-01-01T25:00' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-01-01T00:60' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-01-01' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-01-01 00:00' }] }, '/rules/0/windows/0/end'],
    [{ windows: [{ end: '2026-01-01T00:00' }, { from: '2026-01-01T00:00' }] }, '/rules/0/windows/1/from'],
    [{ windows: [{ end: '2026-01-01T00:00' }], time_zone: 'Mars/Base' }, '/rules/0/time_zone'],
    [{ windows: [{ end: '2026-01-01T00:00' }], time_zone: '+01:00' }, '/rules/0/time_zone'],
    [{ windows: [{ end: '2026-01-01T00:00' }], time_zone: null }, '/rules/0/time_zone'],
    [{ windows: [{ end: '2026-01-01T00:00' }], days: ['monday'] }, '/rules/0/days'],
  ])('%j is an issue at %s', (rule, path) => {
    expect(issuesIn(rule).map((issue) => issue.path)).toContain(path);
  });

  it.each([
    [{ start: '2026-01-01T00:00', end: '2025-12-31T23:59' }],
    [{ start: '2026-01-01T00:00', end: '2026-01-01T00:00' }],
    [{ start: '2026-01-01T00:00Z', end: '2026-01-01T00:00Z' }],
    [{ start: '2026-01-01T00:00Z', end: '2026-01-01T00:59+01:00' }],
    [{ start: '2026-01-01T00:00-05:00', end: '2026-01-01T04:59Z' }],
  ])('%j does not start before its end', (window) => {
    const { end } = window;
    expect(issuesIn({ windows: [window] })).toEqual([
      {
        path: '/rules/0/windows/0/end',
        message: `expected a start before the end, found ${JSON.stringify(end)}`,
        found: JSON.stringify(end),
        expected: 'a start before the end',
      },
    ]);
  });

  it.each([
    [{ start: '2026-01-01T00:00', end: '2026-01-01T00:00:00.001' }],
    [{ start: '2026-01-01T00:00Z', end: '2026-01-01T01:01+01:00' }],
    [{ start: '2026-01-01T05:00+05:00', end: '2026-01-01T00:01Z' }],
  ])('%j starts before its end', (window) => {
    expect(issuesIn({ windows: [window] })).toEqual([]);
  });

  it.each([
    ['2026-01-31T22:59Z', ['/rules/0/windows/0/end']],
    ['2026-01-31T23:00Z', ['/rules/0/windows/0/end']],
    ['2026-01-31T23:01Z', []],
  ])('compares a local start with the exact end %s as instants', (end, paths) => {
    const windows = [{ start: '2026-02-01T00:00', end }];
    const issues = issuesIn({ windows }, { time_zone: 'Europe/Amsterdam' });
    expect(issues.map(({ path }) => path)).toEqual(paths);
    const own = issuesIn({ windows, time_zone: 'Europe/Amsterdam' });
    expect(own.map(({ path }) => path)).toEqual(paths);
  });

  it('tells of a local start after an exact end beside all other issues', () => {
    const windows = [{ start: '2026-02-01T00:00', end: '2026-01-01T00:00Z' }];
    expect(pathsOf(campaign({ color: 'red', rules: [{ type: 'time_frame', windows }] })).sort()).toEqual([
      '/color',
      '/rules/0/windows/0/end',
    ]);
  });
});
