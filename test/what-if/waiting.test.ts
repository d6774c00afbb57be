// What waiting lifts, and what it never does.

import { describe, expect, it } from 'vitest';
import type { Violation } from '../../src/index.ts';
import { campaign, withRules, type Fields } from '../support/campaigns.ts';
import { ask, codes, SATURDAY } from '../support/what-if.ts';

const minimum = { type: 'transaction_cost', minimum: '20.00' };
const daily = { type: 'budget', period: 'daily', limit: '5.00' };
const monthly = { type: 'budget', period: 'monthly', limit: '5.00' };
const spent = { usage: { 'budget.daily': '5.00', 'budget.monthly': '5.00' } };
const cheap = { total_transaction_cost: '1' };
const group = (type: string, ...rules: readonly unknown[]) => ({ type, rules });
const frame = (...windows: readonly Fields[]) => ({ type: 'time_frame', windows });

function reasonOf(config: Fields, redemption: Fields = {}, fields: Fields = {}): string | string[] {
  const { next_valid_at, next_valid_reason } = ask(config, redemption, fields);
  expect(next_valid_at).toBeNull();
  return next_valid_reason === 'horizon'
    ? next_valid_reason
    : codes(next_valid_reason as readonly Violation[]);
}

describe('the reason why there is no next time', () => {
  it('is what waiting never lifts, and nothing that it does', () => {
    expect(reasonOf(withRules(daily, minimum), cheap, spent)).toEqual(['below_campaign_minimum']);
    const both = group('any_of', group('all_of', daily, minimum));
    expect(reasonOf(withRules(both), cheap, spent), 'in a group').toEqual(['below_campaign_minimum']);
    const either = group(
      'any_of',
      group('all_of', daily, minimum),
      group('all_of', monthly, frame({ end: SATURDAY })),
    );
    expect(reasonOf(withRules(either), cheap, spent), 'in each branch').toEqual([
      'not_valid_at_this_time',
      'below_campaign_minimum',
    ]);
  });

  it('is all of it, however soon another window of the period begins', () => {
    const tooMuch = { ...spent, granted_discount: '5.01' };
    expect(reasonOf(withRules(minimum, daily), cheap, tooMuch), 'more than a whole day may cost').toEqual([
      'daily_budget_exceeded',
      'below_campaign_minimum',
    ]);
    expect(
      reasonOf(withRules({ ...daily, limit: '0' }), {}, { granted_discount: '0' }),
      'nothing, on any day',
    ).toEqual(['daily_budget_exceeded']);
    const none = { type: 'per_customer', period: 'daily', max_redemptions: 0 };
    expect(reasonOf(withRules(minimum, none), cheap), 'nobody, on any day').toEqual([
      'per_customer_limit_exceeded',
      'below_campaign_minimum',
    ]);
    const once = { type: 'per_customer', period: 'daily', max_redemptions: 1 };
    expect(
      reasonOf(withRules(minimum, once), { ...cheap, customer_identifier: null }),
      'whoever it is',
    ).toEqual(['required', 'below_campaign_minimum']);
  });

  it('is told in the order of the catalog, once', () => {
    const config = campaign({ rules: [minimum, frame({ end: SATURDAY })], status: 'inactive' });
    const parent = campaign({ id: 'brand', rules: [frame({ end: '2026-01-01T00:00' })] });
    expect(reasonOf({ ...config, parent }, cheap)).toEqual([
      'not_valid_at_this_time',
      'not_active',
      'below_campaign_minimum',
    ]);
  });

  it('is a violation that one rule hands over to another', () => {
    const rules = [
      frame({ end: '2026-12-01T00:00' }),
      frame({ start: '2026-11-30T00:00' }, { end: '2026-01-01T00:00' }),
    ];
    const meanwhile = frame({ start: '2026-11-28T00:00', end: '2026-11-29T00:00' });
    expect(reasonOf(withRules(...rules, meanwhile, minimum), cheap)).toEqual([
      'not_valid_at_this_time',
      'below_campaign_minimum',
    ]);
  });

  it('is what comes too early, where each violation of now would go away', () => {
    expect(reasonOf(withRules(daily, frame({ end: '2026-11-21T18:00' })), {}, spent)).toEqual([
      'not_valid_at_this_time',
    ]);
    const origin = { redeemed_at: '2026-11-20T12:00:00Z', original: true, customer_identifier: 'ann' };
    const config = withRules(daily, { type: 'subscription', time_limit: { hours: 30 } });
    expect(reasonOf(config, { origin_redemption: 'order-0' }, { ...spent, origin })).toEqual([
      'time_limit_expired',
    ]);
  });

  it('is what has come too early by then, beside what will pass', () => {
    const origin = { redeemed_at: '2026-11-20T12:00:00Z', original: true, customer_identifier: 'ann' };
    const rules = [
      daily,
      { type: 'time_of_order', windows: [{ days: ['saturday'] }] },
      { type: 'subscription', time_limit: { hours: 30 } },
    ];
    expect(reasonOf(withRules(...rules), { origin_redemption: 'order-0' }, { ...spent, origin })).toEqual([
      'time_limit_expired',
    ]);
  });

  it('is the horizon where nothing else is certain', () => {
    const contradiction = [
      { type: 'time_of_order', windows: [{ days: ['monday'] }] },
      { type: 'time_of_order', windows: [{ days: ['tuesday'] }] },
    ];
    expect(reasonOf(withRules(...contradiction))).toBe('horizon');
    expect(reasonOf(withRules(...contradiction, minimum), cheap), 'but not beside what is').toEqual([
      'below_campaign_minimum',
    ]);
    expect(
      reasonOf(withRules(group('any_of', group('all_of', ...contradiction, minimum))), cheap),
      'in a group',
    ).toEqual(['below_campaign_minimum']);
    expect(reasonOf(withRules(frame({ start: '2040-01-01T00:00' }), minimum), cheap)).toEqual([
      'below_campaign_minimum',
    ]);
  });
});

describe('a later time as a fix', () => {
  const fixOf = (config: Fields, code: string, redemption: Fields = {}, fields: Fields = {}) =>
    ask(config, redemption, fields).violations.find(({ error_code }) => error_code === code)?.fix;

  it('is the first at which the violation is gone, also of two in a group', () => {
    const both = withRules(group('any_of', group('all_of', daily, monthly)));
    const at = (value: string) => ({ changes: [{ path: 'at', value }] });
    expect(fixOf(both, 'daily_budget_exceeded', {}, spent)).toEqual(at('2026-11-22T00:00:00.000Z'));
    expect(fixOf(both, 'monthly_budget_exceeded', {}, spent)).toEqual(at('2026-12-01T00:00:00.000Z'));
    const within = withRules(group('any_of', group('all_of', daily, minimum)));
    expect(fixOf(within, 'daily_budget_exceeded', cheap, spent)).toEqual(at('2026-11-22T00:00:00.000Z'));
  });

  it('is when a branch beside it opens, where that is sooner', () => {
    const either = withRules(group('any_of', monthly, frame({ start: '2026-11-25T00:00' })));
    expect(fixOf(either, 'monthly_budget_exceeded', {}, spent)).toEqual({
      changes: [{ path: 'at', value: '2026-11-25T00:00:00.000Z' }],
    });
  });
});

describe('a search', () => {
  it('leaves everything else to the time that is asked about', () => {
    const ending = frame({ end: '2026-11-21T12:00:00.001Z' });
    const { violations } = ask(withRules(ending, daily), {}, spent);
    expect(violations, 'a millisecond later there would be more').toMatchObject([{ sole_blocker: true }]);
  });
});

describe('the end of a window', () => {
  it('is told up to the horizon, and not after', () => {
    const endOf = (end: string) => ask(withRules(frame({ end }))).upcoming[0]?.end;
    expect(endOf('2030-06-01T00:00')).toBe('2030-06-01T00:00:00.000Z');
    expect(endOf('2031-11-21T12:00')).toBe('2031-11-21T12:00:00.000Z');
    expect(endOf('2031-11-21T12:00:00.001Z')).toBeNull();
  });
});
