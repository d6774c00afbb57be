import { describe, expect, it } from 'vitest';
import { box, circle, polygon, type Fields } from '../support/campaigns.ts';
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
  isImpossible,
  isImpossibleCampaign,
  NEW_CUSTOMER,
  pathsOf,
  perCustomer,
  tagged,
} from './support/lint.ts';

const parent = (...rules: readonly unknown[]) => ({ parent: { id: 'brand', rules } });

describe('limits of 0', () => {
  it.each([
    ['of redemptions', { max_redemptions: 0 }, { max_redemptions: 1 }],
    ['of the total budget', { max_total_budget: '0.00' }, { max_total_budget: '0.01' }],
    ['of a budget', { rules: [budget('daily', '0')] }, { rules: [budget('daily', '0.000000000000000001')] }],
    ['of a budget written -0', { rules: [budget('daily', '-0')] }, { rules: [budget('daily', '1')] }],
    ['of redemptions by a customer', { rules: [perCustomer(0)] }, { rules: [perCustomer(1)] }],
    [
      'of an ancestor',
      { parent: { id: 'brand', max_redemptions: 0 } },
      { parent: { id: 'brand', max_redemptions: 1 } },
    ],
  ])('%s let nothing pass', (_, zero, one) => {
    expect(isImpossibleCampaign(zero)).toBe(true);
    expect(isImpossibleCampaign(one)).toBe(false);
  });

  it('by a customer still let renewals pass, those of redemptions do not', () => {
    const subscription = { type: 'subscription', max_redemptions: 3 };
    expect(isImpossible(perCustomer(0), subscription)).toBe(false);
    expect(
      isImpossibleCampaign({ rules: [perCustomer(0)], parent: { id: 'brand', rules: [subscription] } }),
    ).toBe(false);
    expect(isImpossibleCampaign({ max_redemptions: 0, rules: [subscription] })).toBe(true);
  });

  it('are told each, at their place', () => {
    const fields = {
      max_redemptions: 0,
      rules: [cost('1'), budget('weekly', '0')],
      ...parent(perCustomer(0)),
    };
    expect(pathsOf('never_accepts', fields)).toEqual(['/max_redemptions', '/rules/1', 'brand/rules/0']);
    expect(findingOf('never_accepts', { max_redemptions: 0 })).toEqual({
      kind: 'never_accepts',
      severity: 'error',
      campaign: 'spring',
      path: '/max_redemptions',
      message: 'No redemption can be accepted: a limit of 0 lets nothing pass (/max_redemptions).',
      witness: { rules: [{ campaign: 'spring', path: '/max_redemptions' }] },
    });
  });

  it('stand aside from the status', () => {
    expect(isImpossibleCampaign({ status: 'inactive' })).toBe(false);
    expect(isImpossibleCampaign({ status: 'draft', ...{ parent: { id: 'brand', status: 'draft' } } })).toBe(
      false,
    );
  });
});

describe('costs', () => {
  it('below a maximum, on it and above it', () => {
    expect(isImpossible(cost('49.99'), cost(undefined, '50.00'))).toBe(false);
    expect(isImpossible(cost('50'), cost(undefined, '50.00'))).toBe(false);
    expect(isImpossible(cost('50.000000000000000001'), cost(undefined, '50.00'))).toBe(true);
  });

  it('across levels', () => {
    expect(isImpossibleCampaign({ rules: [cost('20')], ...parent(cost(undefined, '10')) })).toBe(true);
    expect(findings({ rules: [cost('20')], ...parent(cost(undefined, '10')) })[0]?.message).toBe(
      'No redemption can be accepted: no cost is at least 20 and at most 10 (/rules/0 and /rules/0 of brand).',
    );
  });

  it('of 0 are costs', () => {
    expect(isImpossible(cost(undefined, '0'))).toBe(false);
    expect(isImpossible(cost('0'), cost(undefined, '0'))).toBe(false);
  });
});

describe('time frames', () => {
  it('that overlap by a millisecond, meet, and lie apart', () => {
    const until = frame(undefined, '2026-01-01T00:00:00.000Z');
    expect(isImpossible(until, frame('2025-12-31T23:59:59.999Z'))).toBe(false);
    expect(isImpossible(until, frame('2026-01-01T00:00:00.000Z'))).toBe(true);
    expect(isImpossible(until, frame('2026-01-01T00:00:00.001Z'))).toBe(true);
  });

  it('are read each in its own zone', () => {
    const fields = (start: string) => ({
      time_zone: 'Europe/Amsterdam',
      rules: [frame(undefined, '2026-01-01T00:00')],
      parent: { id: 'brand', rules: [frame(start)] },
    });
    expect(isImpossibleCampaign(fields('2025-12-31T22:59'))).toBe(false);
    expect(isImpossibleCampaign(fields('2025-12-31T23:00'))).toBe(true);
  });

  it('of several windows, of which one is enough', () => {
    const frames = {
      type: 'time_frame',
      windows: [{ end: '2025-01-01T00:00' }, { start: '2027-01-01T00:00' }],
    };
    expect(isImpossible(frames, frame('2025-06-01T00:00', '2026-06-01T00:00'))).toBe(true);
    expect(isImpossible(frames, frame('2025-06-01T00:00', '2027-06-01T00:00'))).toBe(false);
  });

  it('that a clock change empties', () => {
    const zone = { time_zone: 'Europe/Amsterdam' };
    const emptied: Fields = { ...frame('2026-03-29T02:30', '2026-03-29T03:00'), ...zone };
    expect(isImpossible(emptied)).toBe(true);
    expect(isImpossible({ ...frame('2026-03-29T02:30', '2026-03-29T03:31'), ...zone })).toBe(false);
    expect(
      isImpossible({ ...emptied, windows: [...(emptied['windows'] as []), { end: '2026-01-01T00:00' }] }),
    ).toBe(false);
  });

  it('of three that have nothing in common, the two that say so', () => {
    const rules = [
      frame('2025-01-01T00:00'),
      frame(undefined, '2026-01-01T00:00'),
      frame('2026-06-01T00:00'),
      cost('1'),
    ];
    expect(findingOf('never_accepts', { rules }).witness?.rules?.map(({ path }) => path)).toEqual([
      '/rules/1',
      '/rules/2',
    ]);
  });
});

describe('hours', () => {
  it('of one zone that overlap by a minute, meet, and lie apart', () => {
    expect(isImpossible(hours('09:00', '12:01'), hours('12:00', '18:00'))).toBe(false);
    expect(isImpossible(hours('09:00', '12:00'), hours('12:00', '18:00'))).toBe(true);
    expect(isImpossible(hours('09:00', '11:59'), hours('12:00', '18:00'))).toBe(true);
  });

  it('past midnight, and on days that lie apart', () => {
    const saturday = (start: string, end: string) => hours(start, end, { days: ['saturday'] });
    const sunday = (start: string, end: string) => hours(start, end, { days: ['sunday'] });
    expect(isImpossible(saturday('20:00', '02:00'), sunday('01:59', '10:00'))).toBe(false);
    expect(isImpossible(saturday('20:00', '02:00'), sunday('02:00', '10:00'))).toBe(true);
    expect(isImpossible(sunday('20:00', '02:00'), hours('00:00', '02:00', { days: ['monday'] }))).toBe(false);
  });

  it('of two zones, through every clock change: they are five hours apart for some weeks, else six', () => {
    const amsterdam = { time_zone: 'Europe/Amsterdam' };
    const newYork = { time_zone: 'America/New_York' };
    const late = (end: string) => hours('09:00', end, amsterdam);
    expect(isImpossible(late('14:01'), hours('09:00', '14:00', newYork))).toBe(false);
    expect(isImpossible(late('14:00'), hours('09:00', '14:00', newYork))).toBe(true);
    // In November they are six hours apart.
    const november = frame('2026-11-02T00:00', '2026-12-01T00:00');
    expect(isImpossible(late('15:00'), hours('09:00', '14:00', newYork), november)).toBe(true);
    expect(isImpossible(late('15:01'), hours('09:00', '14:00', newYork), november)).toBe(false);
  });

  it('that never come within a time frame', () => {
    const monday = hours('09:00', '10:00', { days: ['monday'] });
    expect(isImpossible(monday, frame('2026-12-01T00:00', '2026-12-07T09:00'))).toBe(true);
    expect(isImpossible(monday, frame('2026-12-01T00:00', '2026-12-07T09:00:00.001'))).toBe(false);
  });

  it('that the clocks skip on the only day', () => {
    const rules = (date: string, start: string, end: string) => [
      frame(`${date}T00:00`, `${date}T23:00`),
      hours(start, end),
    ];
    const impossible = (...all: readonly unknown[]) =>
      isImpossibleCampaign({ time_zone: 'Europe/Amsterdam', rules: all });
    expect(impossible(...rules('2027-03-28', '02:00', '03:00'))).toBe(true);
    expect(impossible(...rules('2027-03-28', '02:00', '03:01'))).toBe(false);
    expect(impossible(...rules('2027-03-29', '02:00', '03:00'))).toBe(false);
  });

  it('in years far ahead', () => {
    const zones = [
      hours('15:00', '15:30', { time_zone: 'Europe/Amsterdam' }),
      hours('10:00', '10:30', { time_zone: 'America/New_York' }),
    ];
    expect(isImpossible(...zones, frame('9000-01-01T00:00', '9000-03-01T00:00'))).toBe(true);
    expect(isImpossible(...zones, frame('9000-03-01T00:00', '9000-04-01T00:00'))).toBe(false);
    expect(isImpossible(...zones, frame('3000-01-01T00:00'))).toBe(false);
    expect(
      isImpossible(
        hours('15:00', '15:30', { time_zone: 'Europe/Amsterdam' }),
        hours('11:00', '11:30', { time_zone: 'America/New_York' }),
        frame('3000-01-01T00:00'),
      ),
    ).toBe(true);
  });
});

describe('areas', () => {
  it('of which any two overlap may have no place that is in three', () => {
    const strip = boxed(0, 0, 10, 2);
    const leaning = (...points: [number, number][]) => areas(polygon([[...points, points[0]!]]));
    const right = leaning([0, 0], [1, 0], [6, 9], [5, 9]);
    const left = leaning([10, 0], [9, 0], [4, 9], [5, 9]);
    expect(isImpossible(strip, right, left)).toBe(true);
    expect(isImpossible(boxed(0, 0, 10, 7.3), right, left)).toBe(false);
    expect(isImpossible(strip, right)).toBe(false);
    const discs = (
      [
        [0, 0],
        [0.017, 0],
        [0.0085, 0.0148],
      ] as const
    ).map((at) => areas(circle([...at], 1_000)));
    expect(isImpossible(...discs)).toBe(true);
    const wider = (
      [
        [0, 0],
        [0.017, 0],
        [0.0085, 0.0148],
      ] as const
    ).map((at) => areas(circle([...at], 1_100)));
    expect(isImpossible(...wider)).toBe(false);
    expect(isImpossible(anyOf(strip, cost('2')), right, left, cost(undefined, '1'))).toBe(true);
  });

  it('that overlap, share a border, share a corner, and lie apart', () => {
    expect(isImpossible(boxed(0, 0, 2, 2), boxed(1, 1, 3, 3))).toBe(false);
    expect(isImpossible(boxed(0, 0, 1, 1), boxed(1, 0, 2, 1))).toBe(false);
    expect(isImpossible(boxed(0, 0, 1, 1), boxed(1, 1, 2, 2))).toBe(false);
    expect(isImpossible(boxed(0, 0, 1, 1), boxed(1.000001, 0, 2, 1))).toBe(true);
  });

  it('within a hole, on its border, and over it', () => {
    const holed = areas(polygon([box(0, 0, 9, 9), box(3, 3, 6, 6)]));
    expect(isImpossible(holed, boxed(4, 4, 5, 5))).toBe(true);
    expect(isImpossible(holed, boxed(3, 4, 5, 5))).toBe(false);
    expect(isImpossible(holed, boxed(4, 4, 7, 5))).toBe(false);
    expect(isImpossible(holed, areas(circle([4.5, 4.5], 100_000)))).toBe(true);
    expect(isImpossible(holed, areas(circle([4.5, 4.5], 200_000)))).toBe(false);
  });

  it('of which one holds the other', () => {
    expect(isImpossible(boxed(0, 0, 9, 9), boxed(4, 4, 5, 5))).toBe(false);
    expect(isImpossible(boxed(4, 4, 5, 5), boxed(0, 0, 9, 9))).toBe(false);
    expect(isImpossible(boxed(0, 0, 9, 9), areas(circle([4, 4], 1000)))).toBe(false);
    expect(isImpossible(areas(circle([4, 4], 9_000_000)), boxed(4, 4, 5, 5))).toBe(false);
  });

  it('that are circles, by the way along the sphere', () => {
    // A degree of longitude at 60° north is 55.6 km.
    const at = (longitude: number, radius: number) => areas(circle([longitude, 60], radius));
    expect(isImpossible(at(0, 27_700), at(1, 27_700))).toBe(true);
    expect(isImpossible(at(0, 27_900), at(1, 27_900))).toBe(false);
    expect(isImpossible(at(179.5, 27_700), at(-179.5, 27_700))).toBe(true);
    expect(isImpossible(at(179.5, 27_900), at(-179.5, 27_900))).toBe(false);
  });

  it('that are a circle and a polygon', () => {
    const strip = boxed(1, -1, 2, 1);
    expect(isImpossible(areas(circle([0, 0], 111_000)), strip)).toBe(true);
    expect(isImpossible(areas(circle([0, 0], 111_400)), strip)).toBe(false);
    expect(isImpossible(strip, areas(circle([0, 0], 111_000)))).toBe(true);
    // Where the circle reaches the antimeridian nothing is claimed unless boxes show it.
    expect(isImpossible(boxed(-179.9, -1, -179, 1), areas(circle([179.9, 0], 30_000)))).toBe(false);
    expect(isImpossible(boxed(100, -1, 110, 1), areas(circle([179.9, 0], 30_000)))).toBe(true);
  });

  it('of several features, of which any two rules share one, and all three none', () => {
    const [a, b, c] = [0, 10, 20].map((x) => polygon([box(x, 0, x + 1, 1)]));
    expect(isImpossible(areas(a, b), areas(b, c), areas(a, c))).toBe(true);
    expect(isImpossible(areas(a, b), areas(b, c), areas(a, c, b))).toBe(false);
    expect(isImpossible(areas(a, b), areas(b, c), areas(c))).toBe(true);
  });

  it('that meet two by two all around, and nowhere all three', () => {
    // Six slices along the sides of a hexagon: each meets its neighbours at a corner.
    const corner = (i: number) => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)];
    const slice = (i: number) => {
      const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [corner(i), corner(i + 1)];
      return polygon([[corner(i), corner(i + 1), [(ax + bx) * 0.45, (ay + by) * 0.45], corner(i)]]);
    };
    const pair = (i: number) => areas(slice(i), slice(i + 3));
    expect(isImpossible(pair(0), pair(1), pair(2))).toBe(true);
    expect(isImpossible(pair(0), pair(1))).toBe(false);
    expect(isImpossible(pair(0), pair(1), areas(slice(2), slice(5), slice(0)))).toBe(false);
  });

  it('that have no place at all: a hole takes all of it, border included', () => {
    expect(isImpossible(areas(polygon([box(1, 1, 2, 2), box(0, 0, 3, 3)])))).toBe(true);
    // Borders belong to an area, a hole's too.
    expect(isImpossible(areas(polygon([box(1, 1, 2, 2), box(1, 1, 2, 2)])))).toBe(false);
    expect(isImpossible(areas(polygon([box(1, 1, 2, 2), box(0, 0, 3, 3)]), polygon([box(0, 0, 1, 1)])))).toBe(
      false,
    );
  });

  it('nearer to one another than arithmetic tells', () => {
    expect(isImpossible(boxed(0, 0, 0.1, 1), boxed(0.1 + 1e-12, 0, 1, 1))).toBe(false);
    expect(isImpossible(boxed(0, 0, 0.1, 1), boxed(0.1 + 1e-8, 0, 1, 1))).toBe(true);
  });
});

describe('categories', () => {
  it('whose wanted tags are all forbidden, by one rule or by several', () => {
    const wanted = tagged('dept', { any_of: ['shoes', 'hats'] });
    expect(isImpossible(wanted, tagged('dept', { none_of: ['shoes'] }))).toBe(false);
    expect(isImpossible(wanted, tagged('dept', { none_of: ['shoes', 'hats'] }))).toBe(true);
    expect(isImpossible(tagged('dept', { any_of: ['shoes'], none_of: ['shoes'] }))).toBe(true);
    const fields = {
      rules: [wanted, tagged('dept', { none_of: ['hats'] })],
      ...parent(tagged('dept', { none_of: ['shoes'] })),
    };
    expect(findingOf('never_accepts', fields).message).toBe(
      'No redemption can be accepted: every wanted tag of category "dept" is forbidden (/rules/0, /rules/1 and /rules/0 of brand).',
    );
  });

  it('are told of with the first eight of many rules', () => {
    const tags = Array.from({ length: 12 }, (_, i) => `t${i}`);
    const rules = [tagged('x', { any_of: tags }), ...tags.map((tag) => tagged('x', { none_of: [tag] }))];
    expect(findingOf('never_accepts', { rules }).message).toMatch(
      /\(\/rules\/0, .*, \/rules\/7 and 5 more\)/,
    );
  });

  it('of another name, or of another spelling, are others', () => {
    expect(isImpossible(tagged('dept', { any_of: ['shoes'] }), tagged('Dept', { none_of: ['shoes'] }))).toBe(
      false,
    );
    expect(isImpossible(tagged('dept', { any_of: ['shoes'] }), tagged('dept', { none_of: ['Shoes'] }))).toBe(
      false,
    );
  });

  it('may have one tag for each rule', () => {
    expect(
      isImpossible(tagged('dept', { any_of: ['a'] }), tagged('dept', { any_of: ['b'] }), tagged('dept')),
    ).toBe(false);
  });
});

describe('any_of', () => {
  const minimum = cost('20');

  it('of which every branch contradicts the rest, and of which one does not', () => {
    expect(isImpossible(minimum, anyOf(cost(undefined, '10'), cost(undefined, '19.99')))).toBe(true);
    expect(isImpossible(minimum, anyOf(cost(undefined, '10'), cost(undefined, '20.00')))).toBe(false);
  });

  it('of groups in groups', () => {
    const never = allOf(NEW_CUSTOMER, anyOf(cost(undefined, '5'), allOf(cost(undefined, '6'))));
    expect(isImpossible(minimum, anyOf(never, perCustomer(0)))).toBe(true);
    expect(isImpossible(minimum, anyOf(never, perCustomer(1)))).toBe(false);
    expect(isImpossible(anyOf(allOf(cost(undefined, '1'), cost('2'))))).toBe(true);
  });

  it('with another: only the pairs of their branches contradict one another', () => {
    const cheapOrTagged = anyOf(cost(undefined, '10'), tagged('dept', { any_of: ['shoes'] }));
    const dearOrUntagged = anyOf(
      allOf(cost('11'), tagged('dept', { none_of: ['shoes'] })),
      allOf(cost('12'), tagged('dept', { none_of: ['shoes'] })),
    );
    expect(isImpossible(cheapOrTagged, dearOrUntagged)).toBe(true);
    expect(isImpossible(cheapOrTagged, anyOf(cost('11'), cost('12')))).toBe(false);
    const three = [
      anyOf(tagged('a', { any_of: ['x'] }), tagged('b', { any_of: ['x'] })),
      anyOf(tagged('b', { none_of: ['x'] }), tagged('c', { any_of: ['x'] })),
      anyOf(tagged('a', { none_of: ['x'] }), tagged('c', { none_of: ['x'] })),
    ];
    expect(isImpossible(...three)).toBe(false);
    expect(
      isImpossible(
        ...three,
        anyOf(tagged('a', { none_of: ['x'] }), cost(undefined, '1')),
        anyOf(tagged('c', { none_of: ['x'] }), cost(undefined, '2')),
        cost('3'),
      ),
    ).toBe(true);
  });

  it('says why of each branch, and names what it rests on', () => {
    const rules = [
      minimum,
      anyOf(cost(undefined, '10'), frame(undefined, '2020-01-01T00:00')),
      frame('2021-01-01T00:00'),
    ];
    const { path, message, witness } = findingOf('never_accepts', { rules });
    expect(path).toBe('/rules/1');
    expect(message).toBe(
      'No redemption can be accepted: every branch of /rules/1 contradicts the rest: ' +
        'no cost is at least 20 and at most 10 (/rules/0 and /rules/1/rules/0); at no time do all hold (/rules/1/rules/1 and /rules/2).',
    );
    expect(witness?.rules?.map((rule) => rule.path)).toEqual(['/rules/0', '/rules/1', '/rules/2']);
  });

  it('leaves out of the message what a contradiction does not rest on', () => {
    const rules = [
      cost(undefined, '5'),
      tagged('dept'),
      minimum,
      anyOf(NEW_CUSTOMER, cost('1')),
      hours('09:00', '10:00'),
    ];
    expect(findingOf('never_accepts', { rules }).witness?.rules?.map(({ path }) => path)).toEqual([
      '/rules/0',
      '/rules/2',
    ]);
  });
});

describe('several contradictions', () => {
  it('that have no rule in common are told each', () => {
    const rules = [
      cost('20'),
      cost(undefined, '10'),
      boxed(0, 0, 1, 1),
      boxed(5, 5, 6, 6),
      tagged('x', { any_of: ['a'], none_of: ['a'] }),
    ];
    expect(pathsOf('never_accepts', { rules })).toEqual(['/rules/4', '/rules/0', '/rules/2']);
  });

  it('leave nothing to tell of rules that do not matter beside them', () => {
    const kinds = findings({ rules: [cost('20'), cost('20', '30'), cost(undefined, '10')] }).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(['never_accepts']);
  });
});

describe('over', () => {
  const at = '2026-11-29T12:00:00Z';

  it('is a time frame whose last window ends at the instant, or before it', () => {
    const over = (end: string) =>
      pathsOf('already_over', { rules: [frame('2020-01-01T00:00', end)] }, { at });
    expect(over('2026-11-29T12:00:00.001Z')).toEqual([]);
    expect(over('2026-11-29T12:00:00Z')).toEqual(['/rules/0']);
    expect(over('2026-11-29T11:59')).toEqual(['/rules/0']);
    expect(pathsOf('already_over', { rules: [frame('2020-01-01T00:00', '2021-01-01T00:00')] })).toEqual([]);
    const emptied = { ...frame('2026-03-29T02:30', '2026-03-29T03:00'), time_zone: 'Europe/Amsterdam' };
    expect(pathsOf('already_over', { rules: [anyOf(emptied, cost('5'))] }, { at })).toEqual([]);
  });

  it('is told with the instant, and as an error where the rule must hold', () => {
    const past = frame(undefined, '2026-01-01T00:00');
    expect(findingOf('already_over', { rules: [past] }, { at })).toMatchObject({
      severity: 'error',
      message: 'This time frame is over since 2026-01-01T00:00:00.000Z.',
      witness: { at: '2026-01-01T00:00:00.000Z' },
    });
    expect(findingOf('already_over', { rules: [anyOf(past, NEW_CUSTOMER)] }, { at }).severity).toBe(
      'warning',
    );
  });

  it('is what only rules together leave no time for', () => {
    const rules = [hours('09:00', '10:00', { days: ['monday'] }), frame(undefined, '2026-11-30T09:00')];
    expect(pathsOf('already_over', { rules }, { at })).toEqual(['/rules/0']);
    expect(
      pathsOf('already_over', { rules: [rules[0], frame(undefined, '2026-11-30T09:01')] }, { at }),
    ).toEqual([]);
    expect(findings({ rules }, { at })[0]?.message).toBe(
      'From 2026-11-29T12:00:00.000Z on no redemption can be accepted: at no time do all hold (/rules/0 and /rules/1).',
    );
  });
});

describe('guests', () => {
  const guests = (...rules: readonly unknown[]) =>
    findings({ rules }).filter(({ message }) => message.startsWith('Guests are always refused'));

  it.each([
    ['a limit by customer', perCustomer(2)],
    ['new customers', NEW_CUSTOMER],
    ['a subscription', { type: 'subscription', max_redemptions: 2 }],
    ['every branch', anyOf(perCustomer(2), allOf(cost('5'), NEW_CUSTOMER))],
  ])('are always refused by %s', (_, rule) => {
    expect(guests(cost('1'), rule)).toEqual([
      expect.objectContaining({ kind: 'suspicious', severity: 'info', path: '/rules/1' }),
    ]);
  });

  it('pass where one branch lets them, and it can hold', () => {
    expect(guests(anyOf(perCustomer(2), cost('5')))).toEqual([]);
    expect(guests(cost(undefined, '4'), anyOf(perCustomer(2), cost('5')))).toHaveLength(1);
  });

  it('are not told of where nobody passes', () => {
    expect(guests(perCustomer(0))).toEqual([]);
  });
});
