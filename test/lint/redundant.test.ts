import { describe, expect, it } from 'vitest';
import { box, circle, polygon } from '../support/campaigns.ts';
import {
  allOf,
  anyOf,
  areas,
  boxed,
  budget,
  cost,
  findingOf,
  findings,
  frame,
  hours,
  NEW_CUSTOMER,
  pathsOf,
  perCustomer,
  tagged,
} from './support/lint.ts';

const refusing = (...rules: readonly unknown[]) => pathsOf('never_refuses', { rules });
const idle = (...rules: readonly unknown[]) => pathsOf('never_matters', { rules });
const idleIn = (fields: Readonly<Record<string, unknown>>) => pathsOf('never_matters', fields);

describe('what refuses nothing', () => {
  it('a minimum of 0: no shop has costs below it', () => {
    expect(refusing(cost('0'))).toEqual(['/rules/0']);
    expect(refusing(cost('0.00', '5'))).toEqual(['/rules/0/minimum']);
    expect(refusing(cost('0.000000000000000001'))).toEqual([]);
    expect(findingOf('never_refuses', { rules: [cost('0')] })).toEqual({
      kind: 'never_refuses',
      severity: 'warning',
      campaign: 'spring',
      path: '/rules/0',
      message: 'No cost is below a minimum of 0.',
    });
  });

  it('hours that are open all week', () => {
    const windows = (...list: readonly unknown[]) => ({ type: 'time_of_order', windows: list });
    expect(refusing(windows({}))).toEqual(['/rules/0']);
    expect(refusing(windows({ start: '09:00', end: '09:00' }))).toEqual(['/rules/0']);
    expect(refusing(windows({ start: '09:00', end: '08:59' }))).toEqual([]);
    expect(refusing(windows({ start: '06:00' }, { start: '22:00', end: '06:00' }))).toEqual(['/rules/0']);
    expect(
      refusing(
        windows({ days: ['sunday'] }, { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] }),
      ),
    ).toEqual([]);
  });

  it('time frames that hold every instant', () => {
    const frames = (end: string, start: string) => ({ type: 'time_frame', windows: [{ end }, { start }] });
    expect(refusing(frames('2026-01-01T00:00', '2026-01-01T00:00'))).toEqual(['/rules/0']);
    expect(refusing(frames('2026-01-01T00:00', '2026-01-01T00:00:00.001'))).toEqual([]);
    expect(
      findingOf('never_refuses', { rules: [frames('2026-01-01T00:00', '2025-01-01T00:00')] }).message,
    ).toBe('Its windows are always open.');
  });

  it('areas around the whole world: they only ask for a location', () => {
    const half = (west: number) => polygon([box(west, -90, west + 180, 90)]);
    expect(refusing(areas(half(-180), half(0)))).toEqual(['/rules/0/areas']);
    expect(refusing(areas(half(-180), polygon([box(0, -90, 179.9, 90)])))).toEqual([]);
    expect(refusing(areas(circle([0, 0], 20_015_115)))).toEqual(['/rules/0/areas']);
    expect(refusing(areas(circle([0, 0], 20_015_000)))).toEqual([]);
    // There and back along the border there is nothing inside.
    const back = [
      [-180, -90],
      [0, -90],
      [0, 90],
      [0, -90],
      [-180, -90],
    ];
    expect(refusing(areas(polygon([back]), half(0)))).toEqual([]);
    const triangle = [
      [-180, -90],
      [0, -90],
      [-180, 90],
      [-180, -90],
    ];
    expect(refusing(areas(polygon([triangle]), half(0)))).toEqual([]);
    const holed = polygon([box(-180, -90, 0, 90), box(-100, 0, -90, 10)]);
    expect(refusing(areas(holed, half(0)))).toEqual([]);
    expect(
      refusing(
        areas(...Array.from({ length: 36 }, (_, i) => polygon([box(i * 10 - 180, -90, i * 10 - 170, 90)]))),
      ),
    ).toEqual([]);
  });

  it('any_of with a branch that always holds, or with branches that hold in turn', () => {
    expect(refusing(anyOf(cost('0'), cost('30')))).toEqual(['/rules/0']);
    expect(refusing(anyOf(cost(undefined, '20'), cost('20')))).toEqual(['/rules/0']);
    expect(refusing(anyOf(cost(undefined, '20'), cost('20.01')))).toEqual([]);
    expect(findingOf('never_refuses', { rules: [anyOf(cost('0'), cost('30'))] }).message).toBe(
      'It refuses nothing: /rules/0/rules/0 always holds.',
    );
    expect(findingOf('never_refuses', { rules: [anyOf(cost(undefined, '20'), cost('15'))] }).message).toBe(
      'It refuses nothing: one of /rules/0/rules/0 and /rules/0/rules/1 always holds.',
    );
  });

  it('never a rule that asks for something', () => {
    const rules = [
      tagged('x', { none_of: ['a'] }),
      perCustomer(Number.MAX_SAFE_INTEGER),
      NEW_CUSTOMER,
      boxed(0, 0, 1, 1),
      budget('total', '9'),
      { type: 'subscription', max_redemptions: 5 },
    ];
    for (const rule of rules) expect(refusing(rule)).toEqual([]);
  });
});

describe('bounds of a cost', () => {
  it('below, at and above another', () => {
    expect(idle(cost('10'), cost('9.99'))).toEqual(['/rules/1']);
    expect(idle(cost('10'), cost('10.01'))).toEqual(['/rules/0']);
    // Of two that say the same, the later one.
    expect(idle(cost('10'), cost('10.00'))).toEqual(['/rules/1']);
    expect(idle(cost('10'), cost('9', '50'))).toEqual(['/rules/1/minimum']);
    expect(idle(cost(undefined, '10'), cost('5', '20'))).toEqual(['/rules/1/maximum']);
  });

  it('of an ancestor are measured by its own ancestors alone', () => {
    const parent = (rule: unknown) => ({ parent: { id: 'brand', rules: [rule] } });
    expect(idleIn({ rules: [cost('10')], ...parent(cost('20')) })).toEqual(['/rules/0']);
    expect(idleIn({ rules: [cost('20')], ...parent(cost('10')) })).toEqual([]);
    expect(idleIn({ rules: [], parent: { id: 'brand', rules: [cost('20'), cost('10')] } })).toEqual([
      'brand/rules/1',
    ]);
  });
});

describe('limits that never bind', () => {
  it('of budgets, by what lies within what: a day in a week and in a month, a week in no month', () => {
    expect(idle(budget('daily', '500'), budget('weekly', '400'))).toEqual(['/rules/0']);
    expect(idle(budget('daily', '400'), budget('weekly', '400.00'))).toEqual(['/rules/0']);
    expect(idle(budget('daily', '399.99'), budget('weekly', '400'))).toEqual([]);
    expect(idle(budget('daily', '500'), { ...budget('weekly', '400'), week_starts_on: 'sunday' })).toEqual([
      '/rules/0',
    ]);
    expect(idle(budget('weekly', '500'), budget('monthly', '400'))).toEqual([]);
    expect(idle(budget('weekly', '500'), budget('total', '400'))).toEqual(['/rules/0']);
    expect(idle(budget('weekly', '500'), { ...budget('weekly', '400'), week_starts_on: 'sunday' })).toEqual(
      [],
    );
    const periods = ['hourly', 'daily', 'monthly', 'quarterly', 'yearly', 'total'];
    for (const [i, period] of periods.entries()) {
      for (const longer of periods.slice(i + 1)) {
        expect(idle(budget(longer, '5'), budget(period, '6')), `${period} ${longer}`).toEqual(['/rules/1']);
        expect(idle(budget(longer, '6'), budget(period, '5')), `${period} ${longer}`).toEqual([]);
      }
    }
  });

  it('of the whole, by field and by rule', () => {
    expect(idleIn({ max_total_budget: '100', rules: [budget('total', '100')] })).toEqual(['/rules/0']);
    expect(idleIn({ max_total_budget: '101', rules: [budget('total', '100')] })).toEqual([
      '/max_total_budget',
    ]);
  });

  it('of a customer, by those of everybody and by longer periods', () => {
    expect(idleIn({ max_redemptions: 5, rules: [perCustomer(5)] })).toEqual(['/rules/0/max_redemptions']);
    expect(idleIn({ max_redemptions: 5, rules: [perCustomer(4)] })).toEqual([]);
    expect(idleIn({ max_redemptions: 3, rules: [perCustomer(3, { period: 'daily' })] })).toEqual([
      '/rules/0/max_redemptions',
    ]);
    expect(idle(perCustomer(2), perCustomer(2, { period: 'daily' }))).toEqual(['/rules/1']);
    expect(idle(perCustomer(2), perCustomer(1, { period: 'daily' }))).toEqual([]);
    expect(idle(perCustomer(3), perCustomer(2))).toEqual(['/rules/0']);
    expect(findings({ max_redemptions: 5, rules: [perCustomer(7)] })[0]?.message).toBe(
      'This limit never binds: 7 of customer.redemptions is not exceeded while 5 of redemptions is kept (/max_redemptions and /rules/0).',
    );
  });

  it('where renewals are not asked, are measured of first redemptions', () => {
    const subscription = { type: 'subscription', max_redemptions: 9 };
    expect(idleIn({ max_redemptions: 8, rules: [perCustomer(8), subscription] })).toEqual([
      '/rules/0/max_redemptions',
      '/rules/1/max_redemptions',
    ]);
    expect(
      idleIn({ max_redemptions: 10, rules: [perCustomer(11, { period: 'daily' }), subscription] }),
    ).toEqual(['/rules/0']);
    // The limit of a customer is not asked of renewals.
    expect(idle(perCustomer(8), subscription)).toEqual([]);
    expect(idle({ type: 'subscription', time_limit: { days: 1 } })).toEqual([]);
  });

  it('of a new customer', () => {
    expect(idle(NEW_CUSTOMER, perCustomer(1))).toEqual(['/rules/1']);
    expect(idle(perCustomer(1, { period: 'hourly' }), NEW_CUSTOMER)).toEqual(['/rules/0']);
  });

  it('by an ancestor, whose counters sum over all descendants; not the reverse', () => {
    const chain = (own: unknown, parent: unknown) =>
      idleIn({ ...(own as object), parent: { id: 'brand', ...(parent as object) } });
    expect(chain({ max_redemptions: 50 }, { max_redemptions: 50 })).toEqual(['/max_redemptions']);
    expect(chain({ max_redemptions: 49 }, { max_redemptions: 50 })).toEqual([]);
    expect(chain({ rules: [budget('daily', '9')] }, { rules: [budget('monthly', '8')] })).toEqual([
      '/rules/0',
    ]);
    expect(chain({ rules: [perCustomer(2)] }, { rules: [perCustomer(2)] })).toEqual(['/rules/0']);
    expect(chain({ rules: [perCustomer(2)] }, { max_redemptions: 2 })).toEqual(['/rules/0/max_redemptions']);
  });

  it('by an ancestor with other clocks only where no window is cut', () => {
    const chain = (period: string) =>
      idleIn({
        time_zone: 'Europe/Amsterdam',
        rules: [budget('daily', '9')],
        parent: { id: 'brand', rules: [budget(period, '8')] },
      });
    expect(chain('monthly')).toEqual([]);
    expect(chain('total')).toEqual(['/rules/0']);
  });

  it('not of what is counted otherwise', () => {
    expect(idleIn({ voucher_type: 'unique', max_redemptions: 2, rules: [budget('total', '1')] })).toEqual([]);
  });
});

describe('times', () => {
  it('hours that a time frame lies within', () => {
    const weekend = hours('00:00', '24:00', { days: ['saturday', 'sunday'] });
    expect(idle(weekend, frame('2026-11-28T00:00', '2026-11-30T00:00'))).toEqual(['/rules/0']);
    expect(idle(weekend, frame('2026-11-28T00:00', '2026-11-30T00:01'))).toEqual([]);
  });

  it('frames and hours that others hold', () => {
    expect(idle(frame('2026-01-01T00:00'), frame('2026-02-01T00:00'))).toEqual(['/rules/0']);
    expect(idle(hours('09:00', '17:00'), hours('09:00', '17:01'))).toEqual(['/rules/1']);
    // In January, 15:00 in Amsterdam is 09:00 in New York.
    const newYork = { time_zone: 'America/New_York' };
    expect(
      idle(
        hours('14:00', '15:00'),
        hours('09:00', '10:00', newYork),
        frame('2027-01-01T00:00', '2027-02-01T00:00'),
      ),
    ).toEqual(['/rules/1']);
    expect(
      idle(
        hours('14:00', '15:00'),
        hours('09:00', '10:00', newYork),
        frame('2027-01-01T00:00', '2027-04-01T00:00'),
      ),
    ).toEqual([]);
  });

  it('single windows that others hold, or that lie outside of what must hold', () => {
    const windows = (...list: readonly unknown[]) => ({ type: 'time_of_order', windows: list });
    expect(idle(windows({ days: ['saturday', 'sunday'] }, { days: ['sunday'], start: '10:00' }))).toEqual([
      '/rules/0/windows/1',
    ]);
    expect(idle(windows({ start: '09:00', end: '12:00' }, { start: '09:00', end: '12:00' }))).toEqual([
      '/rules/0/windows/1',
    ]);
    const frames = {
      type: 'time_frame',
      windows: [{ end: '2026-01-01T00:00' }, { start: '2026-06-01T00:00' }],
    };
    expect(idle(frames, frame('2026-03-01T00:00'))).toEqual(['/rules/0/windows/0']);
    expect(idle(frames, frame('2025-12-31T23:59'))).toEqual([]);
    expect(
      idle(windows({ days: ['friday'], start: '22:00', end: '03:00' }, { days: ['saturday'], end: '02:00' })),
    ).toEqual(['/rules/0/windows/1']);
  });

  it('of more windows than are compared, only the whole', () => {
    const list = Array.from({ length: 201 }, () => ({ start: '09:00', end: '10:00' }));
    expect(idle({ type: 'time_of_order', windows: list })).toEqual([]);
    expect(idle({ type: 'time_of_order', windows: list.slice(1) })).toHaveLength(199);
  });
});

describe('areas', () => {
  it('that another lies within', () => {
    expect(idle(boxed(0, 0, 9, 9), boxed(1, 1, 2, 2))).toEqual(['/rules/0']);
    expect(idle(boxed(0, 0, 9, 9), areas(circle([4, 4], 100_000)))).toEqual(['/rules/0']);
    expect(idle(areas(circle([4, 4], 200_000)), areas(circle([4, 4.1], 100_000)))).toEqual(['/rules/0']);
    expect(idle(areas(polygon([box(0, 0, 9, 9), box(3, 3, 4, 4)])), boxed(1, 1, 2, 2))).toEqual(['/rules/0']);
    expect(idle(areas(polygon([box(0, 0, 9, 9), box(3, 3, 4, 4)])), boxed(1, 1, 5, 5))).toEqual([]);
    // Arithmetic may put a place on a shared border outside.
    expect(idle(boxed(0, 0, 9, 9), boxed(0, 1, 2, 2))).toEqual([]);
  });

  it('that nobody can use', () => {
    const [near, far] = [polygon([box(0, 0, 1, 1)]), polygon([box(5, 5, 6, 6)])];
    expect(idle(areas(near, far), boxed(-1, -1, 3, 3))).toEqual(['/rules/0/areas/features/1']);
    expect(idle(areas(near, far), boxed(-1, -1, 5, 5))).toEqual([]);
    expect(idle(areas(near, far), cost('5'))).toEqual([]);
    expect(findingOf('never_matters', { rules: [areas(far, near), boxed(-1, -1, 3, 3)] }).message).toBe(
      'Nobody can use this area: it has no place in common with /rules/1.',
    );
  });
});

describe('categories', () => {
  it('that others ask for already', () => {
    expect(idle(tagged('x', { any_of: ['a'] }), tagged('x', { any_of: ['a', 'b'] }))).toEqual(['/rules/1']);
    expect(idle(tagged('x', { any_of: ['a'] }), tagged('x'))).toEqual(['/rules/1']);
    expect(idle(tagged('x', { none_of: ['a', 'b'] }), tagged('x', { none_of: ['b'] }))).toEqual(['/rules/1']);
    expect(idle(tagged('x', { none_of: ['a'] }), tagged('y', { none_of: ['a'] }))).toEqual([]);
    // Alone, it still asks for categories that can be read.
    expect(idle(tagged('x', { none_of: ['a'] }))).toEqual([]);
  });

  it('single tags that are of no use', () => {
    expect(idle(tagged('x', { any_of: ['a', 'b'], none_of: ['b'] }))).toEqual(['/rules/0/any_of/1']);
    expect(idle(tagged('x', { any_of: ['a', 'b'] }), tagged('x', { none_of: ['b', 'c'] }))).toEqual([
      '/rules/0/any_of/1',
    ]);
    expect(idle(tagged('x', { none_of: ['b', 'c'] }), tagged('x', { none_of: ['c', 'd'] }))).toEqual([
      '/rules/1/none_of/0',
    ]);
  });
});

describe('branches', () => {
  it('that never hold beside the rest', () => {
    const rules = [cost('20'), anyOf(cost(undefined, '10'), NEW_CUSTOMER)];
    expect(findingOf('never_matters', { rules })).toEqual({
      kind: 'never_matters',
      severity: 'warning',
      campaign: 'spring',
      path: '/rules/1/rules/0',
      message:
        'This branch never holds: no cost is at least 20 and at most 10 (/rules/0 and /rules/1/rules/0).',
      witness: { rules: [{ campaign: 'spring', path: '/rules/0' }] },
    });
    expect(idle(cost('20'), anyOf(cost(undefined, '20'), NEW_CUSTOMER))).toEqual([]);
  });

  it('that hold only where another does', () => {
    expect(idle(anyOf(cost('20'), cost('30'), NEW_CUSTOMER))).toEqual(['/rules/0/rules/1']);
    expect(idle(anyOf(cost('20'), allOf(cost('30'), NEW_CUSTOMER)))).toEqual(['/rules/0/rules/1']);
    expect(idle(anyOf(cost('20'), cost('30')), anyOf(cost('30'), cost('20')))).toEqual([
      '/rules/0/rules/1',
      '/rules/1',
    ]);
    expect(findings({ rules: [anyOf(cost('20'), cost('30'))] })[0]?.message).toBe(
      'Whenever this branch holds, so does /rules/0/rules/0.',
    );
  });

  it('within which a rule does not matter', () => {
    expect(idle(anyOf(allOf(cost('30'), NEW_CUSTOMER, cost('20')), tagged('x')))).toEqual([
      '/rules/0/rules/0/rules/2',
    ]);
    // Where the other branch does not hold, the cost is above 50.
    expect(idle(anyOf(cost(undefined, '50'), cost('40', '90')))).toEqual(['/rules/0/rules/1/minimum']);
    expect(idle(cost('30'), anyOf(allOf(cost('20'), tagged('y')), tagged('x')))).toEqual([
      '/rules/1/rules/0/rules/0',
    ]);
  });

  it('of which one always holds, make the whole idle', () => {
    expect(idle(cost('40'), anyOf(NEW_CUSTOMER, cost('30')))).toEqual(['/rules/1']);
    expect(findingOf('never_matters', { rules: [cost('40'), anyOf(NEW_CUSTOMER, cost('30'))] }).message).toBe(
      'Whatever this refuses is refused anyway, by /rules/0.',
    );
  });

  it('are no help to a rule that was found not to matter because of it', () => {
    const inner = (tag: string) => allOf(cost('10'), tagged(tag));
    // Either the outer minimum is idle, or the inner ones are, and not both.
    expect(idle(cost('10'), anyOf(inner('a'), inner('b')))).toEqual([
      '/rules/1/rules/0/rules/0',
      '/rules/1/rules/1/rules/0',
    ]);
  });
});

describe('all_of at the top', () => {
  it('is looked into', () => {
    expect(idle(allOf(cost('10'), cost('20')))).toEqual(['/rules/0/rules/0']);
    expect(refusing(allOf(cost('0'), hours('00:00', '24:00')))).toEqual(['/rules/0']);
    expect(refusing(allOf(cost('0'), NEW_CUSTOMER))).toEqual(['/rules/0/rules/0']);
  });
});
