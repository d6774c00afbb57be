import { describe, expect, it } from 'vitest';
import { campaign, claimed, decide, issuesOf, planned, told, withRules } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const PERIODS = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'] as const;

describe.each(PERIODS)('a %s budget', (period) => {
  const config = withRules({ type: 'budget', period, limit: '500.00' });
  const counter = `budget.${period}`;
  const EXCEEDED = [`campaign.${period}_budget_exceeded`];

  it.each([
    ['499.99', '0.00', []],
    ['499.99', '0.01', []],
    ['499.99', '0.02', EXCEEDED],
    ['500.00', '0.00', EXCEEDED],
    ['500.01', '0.00', EXCEEDED],
    ['0', '500.00', []],
    ['0', '500.01', EXCEEDED],
  ])('of 500.00 of which %j is spent, for %j more tells %j', (used, granted_discount, rows) => {
    expect(told(decide(config, { granted_discount, usage: { [counter]: used } }))).toEqual(rows);
  });

  it('is claimed in its own window, within its limit', () => {
    const decision = decide(config, { granted_discount: '12.50', usage: { [counter]: '10' } });
    const { name, key } = planned(config).get(counter) ?? {};
    expect(decision.claims).toContainEqual({ name, key, add: '12.50', limit: '500.00' });
  });
});

describe('a budget’s window', () => {
  it.each([
    ['total', undefined, 'budget/total', undefined],
    ['yearly', undefined, 'budget/yearly/2026', ['2026-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']],
    [
      'quarterly',
      undefined,
      'budget/quarterly/2026-Q4',
      ['2026-10-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
    ],
    [
      'monthly',
      undefined,
      'budget/monthly/2026-11',
      ['2026-11-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'],
    ],
    [
      'weekly',
      undefined,
      'budget/weekly/2026-11-16',
      ['2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ],
    [
      'weekly',
      'monday',
      'budget/weekly/2026-11-16',
      ['2026-11-16T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
    ],
    [
      'weekly',
      'sunday',
      'budget/weekly-sunday/2026-11-15',
      ['2026-11-15T00:00:00.000Z', '2026-11-22T00:00:00.000Z'],
    ],
    ['daily', undefined, 'budget/daily/2026-11-21', ['2026-11-21T00:00:00.000Z', '2026-11-22T00:00:00.000Z']],
    [
      'hourly',
      undefined,
      'budget/hourly/2026-11-21T12+00:00',
      ['2026-11-21T12:00:00.000Z', '2026-11-21T13:00:00.000Z'],
    ],
  ])('%s (weeks start on %s) is keyed %s', (period, week_starts_on, key, window) => {
    const config = withRules({ type: 'budget', period, limit: 1, week_starts_on });
    const name = `budget.${week_starts_on === 'sunday' ? 'weekly-sunday' : period}`;
    expect(planned(config).get(name)).toEqual({
      name,
      key: `campaign/spring/${key}`,
      ...(window && { window: { start: window[0], end: window[1] } }),
    });
  });

  const keyAt = (period: string, time_zone: string, at: string, week_starts_on?: string) => {
    const rule = { type: 'budget', period, limit: 1, week_starts_on };
    const counters = planned(campaign({ time_zone, rules: [rule] }), { at });
    const counter = [...counters.values()].find(({ name }) => name.startsWith('budget.'));
    return counter?.key.split('/').at(-1);
  };

  it.each([
    ['yearly', '2026-12-31T23:59:59.999Z', '2026', '2027'],
    ['quarterly', '2026-03-31T23:59:59.999Z', '2026-Q1', '2026-Q2'],
    ['quarterly', '2026-06-30T23:59:59.999Z', '2026-Q2', '2026-Q3'],
    ['quarterly', '2026-09-30T23:59:59.999Z', '2026-Q3', '2026-Q4'],
    ['quarterly', '2026-12-31T23:59:59.999Z', '2026-Q4', '2027-Q1'],
    ['monthly', '2026-02-28T23:59:59.999Z', '2026-02', '2026-03'],
    ['weekly', '2026-11-22T23:59:59.999Z', '2026-11-16', '2026-11-23'],
    ['daily', '2026-11-21T23:59:59.999Z', '2026-11-21', '2026-11-22'],
    ['hourly', '2026-11-21T18:59:59.999Z', '2026-11-21T18+00:00', '2026-11-21T19+00:00'],
  ])('%s turns a millisecond after %s', (period, last, before, after) => {
    expect(keyAt(period, 'UTC', last)).toBe(before);
    expect(keyAt(period, 'UTC', new Date(Date.parse(last) + 1).toISOString())).toBe(after);
  });

  it.each([
    ['2026-11-21T23:59:59.999Z', '2026-11-15'],
    ['2026-11-22T00:00:00.000Z', '2026-11-22'],
  ])('of a week from Sunday: %s is in the week of %s', (at, week) => {
    expect(keyAt('weekly', 'UTC', at, 'sunday')).toBe(week);
  });

  it.each([
    ['2026-11-21T22:59:59.999Z', '2026-11-21'],
    ['2026-11-21T23:00:00.000Z', '2026-11-22'],
  ])('is cut in the campaign’s zone: %s is on %s in Amsterdam', (at, day) => {
    expect(keyAt('daily', 'Europe/Amsterdam', at)).toBe(day);
  });

  it.each([
    ['daily', '2026-03-29T12:00Z', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['daily', '2026-10-25T12:00Z', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['hourly', '2026-10-25T00:30Z', '2026-10-25T00:00:00.000Z', '2026-10-25T01:00:00.000Z'],
    ['hourly', '2026-10-25T01:30Z', '2026-10-25T01:00:00.000Z', '2026-10-25T02:00:00.000Z'],
  ])('(%s, at %s) is as long as the clocks make it', (period, at, start, end) => {
    const config = campaign({
      time_zone: 'Europe/Amsterdam',
      rules: [{ type: 'budget', period, limit: 1 }],
    });
    expect(planned(config, { at }).get(`budget.${period}`)?.window).toEqual({ start, end });
  });

  it('tells a repeated hour as two', () => {
    expect(keyAt('hourly', 'Europe/Amsterdam', '2026-10-25T00:59:59.999Z')).toBe('2026-10-25T02+02:00');
    expect(keyAt('hourly', 'Europe/Amsterdam', '2026-10-25T01:00:00.000Z')).toBe('2026-10-25T02+01:00');
  });

  it('starts after a midnight that the clocks skip', () => {
    expect(keyAt('daily', 'America/Havana', '2026-03-08T04:59:59.999Z')).toBe('2026-03-07');
    expect(keyAt('daily', 'America/Havana', '2026-03-08T05:00:00.000Z')).toBe('2026-03-08');
  });

  it('stands in the details', () => {
    const config = withRules({ type: 'new_customer' }, { type: 'budget', period: 'daily', limit: '10.00' });
    const decision = decide(config, { granted_discount: 2.5, usage: { 'budget.daily': '8' } });
    expect(plain(decision.violations)).toEqual([
      {
        attribute: 'campaign',
        error_code: 'daily_budget_exceeded',
        message: 'Campaign daily budget has already been reached',
        campaign: 'spring',
        rule: '/rules/1',
        details: {
          limit: '10.00',
          used: '8',
          requested: '2.5',
          remaining: '2.00',
          window: { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
        },
      },
    ]);
  });

  it('stands in the details of all but the total', () => {
    const config = withRules({ type: 'budget', period: 'total', limit: 0 });
    expect(decide(config).violations[0]?.details).not.toHaveProperty('window');
  });
});

it('a budget is asked again when a reservation is confirmed that holds no claims', () => {
  const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
  const config = withRules({ type: 'budget', period: 'daily', limit: '10' });
  expect(told(decide(config, { ...confirm, usage: { 'budget.daily': '10' } }))).toEqual([
    'campaign.daily_budget_exceeded',
  ]);
  expect(told(decide(config, { ...confirm, usage: { 'budget.daily': '9' } }))).toEqual([]);
});

describe('several budgets', () => {
  it('of one period share a counter: the smallest limit binds the claim, all are asked', () => {
    const config = withRules(
      { type: 'budget', period: 'daily', limit: '30' },
      { type: 'budget', period: 'daily', limit: '10.00' },
      { type: 'budget', period: 'daily', limit: '20' },
    );
    expect(claimed(decide(config))).toMatchObject({ 'budget.daily': '10.00' });
    const decision = decide(config, { usage: { 'budget.daily': 25 } });
    expect(decision.violations).toMatchObject([{ rule: '/rules/1', details: { limit: '10.00' } }]);
  });

  it('of Monday weeks and of Sunday weeks are two counters with one row', () => {
    const config = withRules(
      { type: 'budget', period: 'weekly', limit: 1 },
      { type: 'budget', period: 'weekly', limit: 1, week_starts_on: 'sunday' },
    );
    expect(told(decide(config, { usage: { 'budget.weekly-sunday': 1 } }))).toEqual([
      'campaign.weekly_budget_exceeded',
    ]);
    expect(
      decide(config, { usage: { 'budget.weekly-sunday': 1 } }).violations.map(({ rule }) => rule),
    ).toEqual(['/rules/1']);
    expect(claimed(decide(config, { granted_discount: 1 }))).toMatchObject({
      'budget.weekly': '1',
      'budget.weekly-sunday': '1',
    });
  });

  it('of a campaign and its ancestor are cut each in its own zone', () => {
    const config = campaign({
      time_zone: 'Asia/Tokyo',
      rules: [{ type: 'budget', period: 'daily', limit: 1 }],
      parent: {
        id: 'year',
        status: 'active',
        time_zone: 'America/New_York',
        rules: [{ type: 'budget', period: 'daily', limit: 1 }],
      },
    });
    const counters = planned(config, { at: '2026-11-21T16:00Z' });
    expect(counters.get('budget.daily')?.key).toBe('campaign/spring/budget/daily/2026-11-22');
    expect(counters.get('parent.budget.daily')?.key).toBe('campaign/year/budget/daily/2026-11-21');
  });
});

describe('the config of a budget', () => {
  const issuesIn = (rule: object) => issuesOf(withRules({ type: 'budget', ...rule }));

  it.each([
    [{ limit: 5 }, '/rules/0/period'],
    [{ period: 'daily' }, '/rules/0/limit'],
    [{ period: 'daily', limit: -1 }, '/rules/0/limit'],
    [{ period: 'daily', limit: null }, '/rules/0/limit'],
    [{ period: 'day', limit: 5 }, '/rules/0/period'],
    [{ period: null, limit: 5 }, '/rules/0/period'],
    [{ period: 'daily', limit: 5, time_zone: 'UTC' }, '/rules/0/time_zone'],
    [{ period: 'daily', limit: 5, week_starts_on: 'sunday' }, '/rules/0/week_starts_on'],
    [{ period: 'monthly', limit: 5, week_starts_on: 'monday' }, '/rules/0/week_starts_on'],
    [{ period: 'weekly', limit: 5, week_starts_on: 'saturday' }, '/rules/0/week_starts_on'],
    [{ period: 'weekly', limit: 5, description: 5 }, '/rules/0/description'],
  ])('%j is an issue at %s', (rule, path) => {
    expect(issuesIn(rule)).toMatchObject([{ path }]);
  });

  it('says why a week cannot start there', () => {
    expect(issuesIn({ period: 'daily', limit: 5, week_starts_on: 'sunday' })).toEqual([
      {
        path: '/rules/0/week_starts_on',
        message: 'expected no week_starts_on but with the period "weekly", found "sunday"',
        found: '"sunday"',
        expected: 'no week_starts_on but with the period "weekly"',
      },
    ]);
  });

  it('takes a limit of 0, which refuses everything', () => {
    const config = withRules({ type: 'budget', period: 'daily', limit: 0 });
    expect(told(decide(config, { granted_discount: 0 }))).toEqual(['campaign.daily_budget_exceeded']);
  });
});
