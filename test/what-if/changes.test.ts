// Changes of a context: where they lead, and which counters they move.

import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError, whatIf, type Change, type WhatIf } from '../../src/index.ts';
import { withRules } from '../support/campaigns.ts';
import { ask, codes, contextOf } from '../support/what-if.ts';

const daily = withRules({ type: 'budget', period: 'daily', limit: '50.00' });
const tomorrow = { path: 'at', value: '2026-11-22T00:00:00Z' };

function changed(...changes: Change[]): WhatIf {
  return (ask(daily, {}, {}, changes) as WhatIf & { changed: WhatIf }).changed;
}

describe('a counter whose key moves', () => {
  it('is known where the whole usage is said', () => {
    const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };
    const whole = { path: 'usage', value: { ...usage, 'budget.daily': '48.00' } };
    expect(codes(changed(tomorrow, whole).violations)).toEqual(['daily_budget_exceeded']);
    const others = changed(tomorrow, { path: 'usage', value: usage });
    expect(others.missing.map(({ attribute }) => attribute)).toEqual(['usage.budget.daily']);
  });

  it('is as unknown as before where what it held is taken away', () => {
    const { status, missing } = changed(tomorrow, { path: 'usage.budget.daily' });
    expect(status).toBe('undetermined');
    expect(missing.map(({ attribute }) => attribute)).toEqual(['usage.budget.daily']);
    const nowhere = ask(daily, { total_transaction_cost: undefined }, {}, [tomorrow]) as WhatIf & {
      changed: WhatIf;
    };
    expect(
      nowhere.changed.missing.map(({ attribute }) => attribute),
      'the shopper’s first',
    ).toEqual(['total_transaction_cost', 'usage.budget.daily']);
    expect(() => changed({ path: 'usage.budget.daily' }), 'of a day that stays').toThrow(/budget\.daily/);
  });

  it('is unknown where nobody had one before, whatever usage says', () => {
    const once = withRules({ type: 'per_customer', max_redemptions: 1 });
    const usage = {
      'transaction.redemptions': 0,
      'customer.redemptions': 1,
      'customer.redemptions_anywhere': 1,
    };
    const named = { path: 'redemption.customer_identifier', value: 'bob' };
    const answer = ask(once, { customer_identifier: undefined }, { usage }, [named]) as WhatIf & {
      changed: WhatIf;
    };
    expect(answer.changed.status).toBe('undetermined');
    expect(answer.changed.missing.map(({ attribute }) => attribute)).toEqual(['usage.customer.redemptions']);
  });

  it('is a mistake where usage is none', () => {
    expect(() => changed({ path: 'usage', value: 5 })).toThrow('/usage');
  });

  it('holds what the last change says', () => {
    const spent = { path: 'usage.budget.daily', value: '50.00' };
    expect(changed(tomorrow, spent, { path: 'usage.budget.daily' }).status).toBe('undetermined');
    expect(changed(tomorrow, { path: 'usage.budget.daily' }, spent).status).toBe('refused');
  });
});

describe('a path', () => {
  const shoes = withRules({ type: 'category', category: 'dept', any_of: ['shoes'] });
  const after = (redemption: Record<string, unknown>, path: string, value: unknown) => {
    const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };
    return whatIf(compile(shoes), contextOf(redemption, { usage }), { changes: [{ path, value }] }).changed;
  };

  it('makes the lists and objects that it leads through, unless there is nothing to take away', () => {
    const entry = { name: 'dept', tags: ['shoes'] };
    for (const categories of [undefined, null])
      expect(after({ categories }, 'redemption.categories.0', entry).status).toBe('accepted');
    expect(after({ categories: [{ name: 'dept' }] }, 'redemption.categories.0.tags.0', 'shoes').status).toBe(
      'accepted',
    );
    for (const path of [
      'redemption.categories.0',
      'redemption.location.latitude',
      'redemption.note.text.size',
    ])
      expect(
        after({ categories: undefined, location: undefined, note: 5 }, path, undefined),
        path,
      ).toMatchObject({
        status: 'undetermined',
        violations: [],
        missing: [{ attribute: 'categories' }],
      });
    expect(after({ location: null }, 'redemption.location.latitude', 95).status, 'half a place').toBe(
      'refused',
    );
  });
});

describe('options of no use', () => {
  const compiled = compile(daily);
  const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0, 'budget.daily': 0 };
  const asking = (options: unknown) => () => whatIf(compiled, contextOf({}, { usage }), options as never);

  it.each([
    [{ path: 'at', value: 1 }, '/changes: expected a list of changes, found an object'],
    [[null], '/changes/0: expected a change: an object with "path" and "value", found null'],
    [[{ path: 'at', value: 0 }, { value: 1 }], '/changes/1/path: expected a path that starts with'],
  ])('are changes such as %j', (changes, said) => {
    expect(asking({ changes })).toThrow(InvalidContextError);
    expect(asking({ changes })).toThrow(said);
  });

  it.each([-1, 1.5, Number.NaN, Infinity, '5', null])('are %j next windows', (upcoming) => {
    expect(asking({ upcoming })).toThrow(TypeError);
    expect(asking({ upcoming })).toThrow('expected an integer of 0 or more');
  });
});
