import { describe, expect, it } from 'vitest';
import { findingOf, findings, frame, hours, pathsOf } from './support/lint.ts';

/** In Amsterdam, clocks skip 02:00 to 03:00 on 2027-03-28 and show it twice on 2026-10-25 and 2027-10-31. */
const amsterdam = { time_zone: 'Europe/Amsterdam' };
const year = frame('2026-10-01T00:00', '2027-10-01T00:00');

function told(rule: unknown, within: unknown = year): string[] {
  return findings({ ...amsterdam, rules: [rule, within] })
    .filter(({ kind }) => kind === 'clock_change')
    .map(({ path, message }) => `${path}: ${message}`);
}

describe('weekly windows', () => {
  it('that clocks skip, and show twice, with the dates', () => {
    expect(told(hours('02:00', '03:00'))).toEqual([
      '/rules/0/windows/0: On 2027-03-28 the clocks of Europe/Amsterdam skip this window, with 02:00 to 03:00.',
      '/rules/0/windows/0: On 2026-10-25 the clocks of Europe/Amsterdam show 02:00 to 03:00 twice, and 60 minutes of this window.',
    ]);
    expect(told(hours('02:15', '02:45'))).toEqual([
      '/rules/0/windows/0: On 2027-03-28 the clocks of Europe/Amsterdam skip this window, with 02:00 to 03:00.',
      '/rules/0/windows/0: On 2026-10-25 the clocks of Europe/Amsterdam show 02:00 to 03:00 twice, and 30 minutes of this window.',
    ]);
  });

  it('have the instant of the first change as a witness', () => {
    const fields = {
      ...amsterdam,
      rules: [hours('02:00', '03:00'), frame('2027-01-01T00:00', '2027-10-01T00:00')],
    };
    expect(findingOf('clock_change', fields)).toEqual({
      kind: 'clock_change',
      severity: 'warning',
      campaign: 'spring',
      path: '/rules/0/windows/0',
      message: 'On 2027-03-28 the clocks of Europe/Amsterdam skip this window, with 02:00 to 03:00.',
      witness: { at: '2027-03-28T01:00:00.000Z' },
    });
  });

  it('of which an end, or a start, is in what is skipped or shown twice', () => {
    expect(told(hours('17:00', '02:30'))).toEqual([
      '/rules/0/windows/0: On 2027-03-27 the clocks of Europe/Amsterdam skip 02:00 to 03:00, and 30 minutes of this window.',
      '/rules/0/windows/0: On 2026-10-24 the clocks of Europe/Amsterdam show 02:00 to 03:00 twice, and 30 minutes of this window.',
    ]);
    expect(told(hours('02:30', '09:00'))).toHaveLength(2);
    expect(told(hours('17:00', '02:00'))).toEqual([]);
    expect(told(hours('03:00', '09:00'))).toEqual([]);
    expect(told(hours('17:00', '02:01'))).toHaveLength(2);
    expect(told(hours('02:59', '09:00'))).toHaveLength(2);
  });

  it('that only hold the change: told where it is half of them, else as anybody expects of a clock', () => {
    expect(told(hours('02:00', '04:00'))).toHaveLength(2);
    expect(told(hours('02:00', '04:01'))).toEqual([]);
    expect(told(hours('00:00', '24:00'))).toEqual([]);
    expect(told({ type: 'time_of_order', windows: [{ days: ['sunday'] }] })).toEqual([]);
  });

  it('on other days are not touched; past midnight they belong to the day they start on', () => {
    expect(told(hours('02:00', '03:00', { days: ['saturday', 'monday'] }))).toEqual([]);
    expect(told(hours('02:00', '03:00', { days: ['sunday'] }))).toHaveLength(2);
    expect(told(hours('23:00', '02:30', { days: ['saturday'] }))).toHaveLength(2);
    expect(told(hours('23:00', '02:30', { days: ['sunday'] }))).toEqual([]);
  });

  it('are told of each window, in the zone of the rule', () => {
    const windows = [
      { start: '09:00', end: '10:00' },
      { start: '02:00', end: '02:30' },
    ];
    const rule = { type: 'time_of_order', windows, time_zone: 'America/New_York' };
    expect(told(rule).map((line) => line.slice(0, 40))).toEqual(['/rules/0/windows/1: On 2027-03-14 the cl']);
    expect(told({ ...rule, windows: [{ start: '01:00', end: '01:30' }] })).toEqual([
      '/rules/0/windows/0: On 2026-11-01 the clocks of America/New_York show 01:00 to 02:00 twice, and 30 minutes of this window.',
    ]);
  });

  it('are told wherever they stand', () => {
    const fields = {
      ...amsterdam,
      rules: [year, { type: 'any_of', rules: [hours('02:00', '03:00'), { type: 'new_customer' }] }],
    };
    expect(pathsOf('clock_change', fields)).toEqual([
      '/rules/1/rules/0/windows/0',
      '/rules/1/rules/0/windows/0',
    ]);
  });
});

describe('how far ahead', () => {
  const skipped = (rules: readonly unknown[], at?: string) =>
    findings({ ...amsterdam, rules: [hours('02:00', '03:00'), ...rules] }, { at })
      .filter(({ message }) => message.includes('skip this window'))
      .map(({ message }) => /^On (.*) the clocks/.exec(message)?.[1]);

  it('three years from the given instant', () => {
    expect(skipped([], '2030-06-01T00:00Z')).toEqual(['2031-03-30, 2032-03-28 and 2033-03-27']);
  });

  it('three years from the start of the campaign, or from 2026 on', () => {
    expect(skipped([frame('2040-01-01T00:00')])).toEqual(['2040-03-25, 2041-03-31 and 2042-03-30']);
    expect(skipped([])).toEqual(['2026-03-29, 2027-03-28 and 2028-03-26']);
    expect(skipped([frame(undefined, '2027-01-01T00:00')])).toEqual(['2026-03-29']);
    expect(skipped([frame(undefined, '2020-03-29T03:00')])).toEqual(['2020-03-29']);
    expect(skipped([frame(undefined, '2020-01-01T00:00')])).toEqual([]);
  });

  it('no longer than the campaign is open', () => {
    expect(skipped([frame('2027-03-28T00:00', '2027-03-29T00:00')])).toEqual(['2027-03-28']);
    expect(skipped([frame('2027-03-28T03:00', '2027-03-29T00:00')])).toEqual(['2027-03-28']);
    expect(skipped([frame('2027-03-28T03:01', '2027-03-29T00:00')])).toEqual([]);
    expect(skipped([frame('2026-01-01T00:00', '2026-04-01T00:00')], '2027-01-01T00:00Z')).toEqual([]);
    expect(skipped([frame('2026-01-01T00:00', '2026-02-01T00:00'), frame('2027-01-01T00:00')])).toEqual([]);
  });
});

describe('other changes than by an hour in summer', () => {
  it('a day that is left out', () => {
    // Samoa went over the date line: there was no 30 December 2011.
    const rules = [
      hours('09:00', '17:00', { time_zone: 'Pacific/Apia' }),
      frame('2011-12-29T00:00Z', '2012-01-02T00:00Z'),
    ];
    expect(findingOf('clock_change', { rules }).message).toBe(
      'On 2011-12-30 the clocks of Pacific/Apia skip this window, with 00:00 to 00:00.',
    );
  });

  it('half an hour', () => {
    const rules = [
      hours('02:00', '02:30', { time_zone: 'Australia/Lord_Howe' }),
      frame('2026-10-01T00:00Z', '2026-11-01T00:00Z'),
    ];
    expect(findingOf('clock_change', { rules }).message).toBe(
      'On 2026-10-04 the clocks of Australia/Lord_Howe skip this window, with 02:00 to 02:30.',
    );
  });
});

describe('local bounds of a time frame', () => {
  const bounds = (start: string, end?: string, at?: string) =>
    findings({ ...amsterdam, rules: [frame(start, end)] }, { at })
      .filter(({ kind }) => kind === 'clock_change')
      .map(({ path, message }) => `${path}: ${message}`);

  it('that clocks skip: before, in, and after', () => {
    expect(bounds('2027-03-28T01:59')).toEqual([]);
    expect(bounds('2027-03-28T02:00')).toEqual([
      '/rules/0/windows/0/start: The clocks of Europe/Amsterdam skip this time; it is read as 2027-03-28T03:00 (2027-03-28T01:00:00.000Z).',
    ]);
    expect(bounds('2027-03-28T02:59')).toHaveLength(1);
    expect(bounds('2027-03-28T03:00')).toEqual([]);
  });

  it('that clocks show twice', () => {
    expect(bounds('2026-10-25T01:59')).toEqual([]);
    expect(bounds('2026-01-01T00:00', '2026-10-25T02:00')).toEqual([
      '/rules/0/windows/0/end: The clocks of Europe/Amsterdam show this time twice; it is read as the first (2026-10-25T00:00:00.000Z), not 2026-10-25T01:00:00.000Z.',
    ]);
    expect(bounds('2026-10-25T02:59:59.999')).toHaveLength(1);
    expect(bounds('2026-10-25T03:00')).toEqual([]);
  });

  it('but not exact ones, nor those that are past', () => {
    expect(bounds('2027-03-28T02:30+01:00')).toEqual([]);
    expect(bounds('2027-03-28T02:30', undefined, '2028-01-01T00:00Z')).toEqual([]);
    expect(bounds('2027-03-28T02:30', '2027-06-01T00:00', '2028-01-01T00:00Z')).toEqual([]);
    expect(bounds('2027-03-28T02:30', undefined, '2027-03-28T01:30:00.000Z')).toHaveLength(1);
  });

  it('between which a change leaves nothing', () => {
    expect(bounds('2027-03-28T02:30', '2027-03-28T03:00')).toEqual([
      '/rules/0/windows/0: A clock change leaves nothing of this window: its start is 2027-03-28T01:30:00.000Z, its end 2027-03-28T01:00:00.000Z.',
    ]);
  });
});
