// Contexts aimed at a campaign lie on its bounds: an engine that is wrong by the least there is, in either direction, is found out
// within a thousand of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextsFor, type WireContext } from '../../src/fuzz/index.ts';
import { compile, type Decision } from '../../src/index.ts';
import { box, circle, collection, polygon, withRules, campaign } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

type Decide = (context: WireContext) => Decision;

const CONTEXTS = 1_000;
const SEEDS = [1, 2, 3];
const LEAST = '000000000000000001';

function decidedBy(config: unknown): Decide {
  const compiled = compile(config);
  return (context) => compiled.evaluate(context);
}

/** Whether contexts that are aimed at a config tell two engines apart, that claim what they find. */
function areToldApart(config: unknown, other: Decide, seed: number, numRuns = CONTEXTS): boolean {
  const right = decidedBy(config);
  const contexts = fc.sample(contextsFor(compile(config), { operations: ['redeem'] }), {
    numRuns,
    seed,
  });
  return contexts.some((context) => {
    const [a, b] = [right(context), other(context)].map((decision) =>
      plain([decision.status, decision.claims.length]),
    );
    return JSON.stringify(a) !== JSON.stringify(b);
  });
}

const cost = (bounds: object) => withRules({ type: 'transaction_cost', ...bounds });
const budget = (period: string, limit: string) => withRules({ type: 'budget', period, limit });
const perCustomer = (most: number) =>
  withRules({ type: 'per_customer', max_redemptions: most, period: 'monthly' });
const subscription = (terms: object) => withRules({ type: 'subscription', ...terms });
const area = (...features: unknown[]) => withRules({ type: 'area', areas: collection(...features) });
const inGroup = (minimum: string) => {
  const rules = [{ type: 'new_customer' }, { type: 'transaction_cost', minimum }];
  return campaign({ parent: { id: 'brand', status: 'active', rules: [{ type: 'any_of', rules }] } });
};
const square = (by: number) => box(4 - by, 51 - by, 5 + by, 52 + by);
/** Degrees, the smallest step of coordinates of this size. */
const HAIR = 2 ** -46;

describe('a bound that is wrong by the least there is', () => {
  it.each([
    ['the minimum of a cost, too high', cost({ minimum: '20.00' }), cost({ minimum: `20.${LEAST}` })],
    [
      'the minimum of a cost, too low',
      cost({ minimum: '20.00' }),
      cost({ minimum: '19.999999999999999999' }),
    ],
    ['the maximum of a cost, too high', cost({ maximum: '500' }), cost({ maximum: `500.${LEAST}` })],
    ['the maximum of a cost, too low', cost({ maximum: '500' }), cost({ maximum: '499.999999999999999999' })],
    ['a budget, too high', budget('daily', '750.00'), budget('daily', `750.${LEAST}`)],
    ['a budget, too low', budget('hourly', '750.00'), budget('hourly', '749.999999999999999999')],
    ['a total budget', campaign({ max_total_budget: '0.30' }), campaign({ max_total_budget: '0.31' })],
    [
      'the redemptions of a campaign',
      campaign({ max_redemptions: 5_000 }),
      campaign({ max_redemptions: 5_001 }),
    ],
    ['the redemptions of a customer', perCustomer(3), perCustomer(2)],
    [
      'the renewals of a subscription',
      subscription({ max_redemptions: 6 }),
      subscription({ max_redemptions: 7 }),
    ],
    ['a border', area(polygon([square(0)])), area(polygon([square(-HAIR)]))],
    ['the border of a hole', area(polygon([square(2), square(0)])), area(polygon([square(2), square(HAIR)]))],
    ['a circle', area(circle([4.9, 52.37], 2_500)), area(circle([4.9, 52.37], 2_500.000_01))],
    [
      'one of several areas',
      area(circle([4.9, 52.37], 2_500), {
        ...polygon([square(0)]),
        geometry: { type: 'MultiPolygon', coordinates: [[square(0)], [box(8, 8, 9, 9)]] },
      }),
      area(circle([4.9, 52.37], 2_500), {
        ...polygon([square(0)]),
        geometry: { type: 'MultiPolygon', coordinates: [[square(0)], [box(8, 8, 9, 9 - 2 ** -44)]] },
      }),
    ],
    [
      'a tag that is wanted',
      withRules({ type: 'category', category: 'department', any_of: ['shoes', 'bags'] }),
      withRules({ type: 'category', category: 'department', any_of: ['shoes'] }),
    ],
    [
      'a tag that is forbidden',
      withRules({ type: 'category', category: 'department', none_of: ['outlet', 'sale'] }),
      withRules({ type: 'category', category: 'department', none_of: ['outlet'] }),
    ],
  ])('%s', (_, config, wrong) => {
    const found = SEEDS.map((seed) => areToldApart(config, decidedBy(wrong), seed));
    expect(found).toEqual(SEEDS.map(() => true));
    expect(areToldApart(config, decidedBy(config), 1), 'the same config').toBe(false);
  });
});

it('so is a bound that counts only where something else does not hold, within some more', () => {
  const wrong = decidedBy(inGroup('80.01'));
  const found = SEEDS.map((seed) => areToldApart(inGroup('80.00'), wrong, seed, 4 * CONTEXTS));
  expect(found).toEqual(SEEDS.map(() => true));
});

const zone = 'Europe/Amsterdam';

describe('a clock that is a millisecond late is found out by', () => {
  it.each([
    [
      'the start of a time frame',
      withRules({ type: 'time_frame', windows: [{ start: '2026-11-27T00:00' }] }),
    ],
    ['the end of a time frame', withRules({ type: 'time_frame', windows: [{ end: '2026-12-01T00:00' }] })],
    [
      'hours of a week',
      withRules({ type: 'time_of_order', windows: [{ days: ['friday'], start: '17:00', end: '02:00' }] }),
    ],
    ['the end of a subscription', subscription({ time_limit: { months: 6 } })],
    ['the end of one counted in hours', subscription({ time_limit: { hours: 36 } })],
    [
      'hours on the day of a clock change alone',
      withRules(
        { type: 'time_frame', windows: [{ start: '2026-03-29T00:00', end: '2026-03-30T00:00' }] },
        { type: 'time_of_order', windows: [{ start: '02:30', end: '03:30' }] },
      ),
    ],
  ])('%s', (_, config) => {
    const zoned = { ...config, time_zone: zone };
    const right = decidedBy(zoned);
    const late: Decide = (context) =>
      right({ ...context, at: new Date(Date.parse(context.at) - 1).toISOString() });
    expect(SEEDS.map((seed) => areToldApart(zoned, late, seed))).toEqual(SEEDS.map(() => true));
  });

  it.each(['yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'])(
    'windows of a %s budget',
    (period) => {
      const compiled = compile({ ...budget(period, '5'), time_zone: zone });
      const contexts = fc.sample(contextsFor(compiled, { operations: ['redeem'] }), {
        numRuns: CONTEXTS,
        seed: 1,
      });
      const keysAt = (context: WireContext, step: number) => {
        const at = new Date(Date.parse(context.at) + step).toISOString();
        return compiled
          .plan({ ...context, at })
          .counters.map(({ key }) => key)
          .join();
      };
      expect(contexts.some((context) => keysAt(context, 0) !== keysAt(context, -1))).toBe(true);
      expect(contexts.some((context) => keysAt(context, 0) !== keysAt(context, 1))).toBe(true);
    },
  );
});
