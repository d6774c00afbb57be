import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { plausibleOrders } from '../../src/simulate/index.ts';
import { box, campaign, collection, polygon, withRules } from '../support/campaigns.ts';
import { replayed, rich, SPAN } from '../support/orders.ts';

describe('plausible orders', () => {
  const compiled = compile(rich);

  it('are the same for the same seed, and others for another', () => {
    const made = (seed: number) => [...plausibleOrders(compiled, { seed, count: 300, ...SPAN })];
    expect(made(7)).toEqual(made(7));
    expect(made(7)).not.toEqual(made(8));
  });

  it('are as many as asked, in time order, in the stretch asked for, and usable', () => {
    const orders = [...plausibleOrders(compiled, { seed: 3, count: 2_000, ...SPAN })];
    expect(orders).toHaveLength(2_000);
    const times = orders.map(({ at }) => Date.parse(at as string));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(Date.parse(SPAN.from));
    expect(times.at(-1)).toBeLessThan(Date.parse(SPAN.to));
    const { result } = replayed(rich, orders);
    expect(result.unusable).toBe(0);
    expect(result.refusals.length).toBeGreaterThan(6);
  });

  it('come for every kind of campaign, however short the time', () => {
    const places = collection(polygon([box(-180, 89, -179, 90)]));
    const configs = [
      campaign(),
      withRules(
        { type: 'transaction_cost', maximum: '9.00' },
        { type: 'area', areas: places },
        { type: 'category', category: 'x', none_of: ['y'] },
      ),
      withRules({ type: 'subscription', max_redemptions: 4 }, { type: 'category', category: 'x' }),
      withRules(
        { type: 'transaction_cost', minimum: '9'.repeat(30) },
        { type: 'budget', period: 'daily', limit: 9 },
      ),
    ];
    for (const config of configs) {
      const orders = [...plausibleOrders(compile(config), { seed: 1, count: 900, from: 0, to: 1 })];
      expect(orders.every(({ at }) => at === '1970-01-01T00:00:00.000Z')).toBe(true);
      expect(replayed(config, orders).result.unusable).toBe(0);
    }
    expect([...plausibleOrders(compiled, { seed: 1, count: 0, ...SPAN })]).toEqual([]);
  });

  it('lie in ninety days of the campaign’s time frame, or of 2026, unless it is said when', () => {
    const spanOf = (rules: readonly object[], options: { from?: string; to?: string } = {}) => {
      const config = compile(campaign({ rules }));
      const times = [...plausibleOrders(config, { seed: 1, count: 5_000, ...options })].map(({ at }) => at);
      return [times[0], times.at(-1)].map((at) => (at as string).slice(0, 10));
    };
    const frame = (...windows: readonly object[]) => ({ type: 'time_frame', windows });
    expect(spanOf([])).toEqual(['2026-01-01', '2026-03-31']);
    expect(spanOf([frame({ start: '2027-05-01T00:00' })])).toEqual(['2027-05-01', '2027-07-29']);
    expect(spanOf([frame({ start: '2027-05-01T00:00', end: '2027-05-03T00:00' })])).toEqual([
      '2027-05-01',
      '2027-05-02',
    ]);
    expect(spanOf([frame({ end: '2027-05-01T00:00' })])).toEqual(['2027-01-31', '2027-04-30']);
    expect(spanOf([frame({ end: '2027-05-01T00:00' }, { start: '2027-04-01T00:00' })])).toEqual([
      '2026-01-01',
      '2026-03-31',
    ]);
    expect(
      spanOf([
        frame({ end: '2027-05-01T00:00' }),
        frame({ start: '2027-04-01T00:00', end: '2028-01-01T00:00' }),
      ]),
    ).toEqual(['2027-04-01', '2027-04-30']);
    expect(spanOf([], { from: '2020-01-01T00:00Z' })).toEqual(['2020-01-01', '2020-03-30']);
    expect(spanOf([], { to: '2020-01-01T00:00Z' })).toEqual(['2019-10-03', '2019-12-31']);
  });

  it('tell seeds of more than 32 bits apart', () => {
    const made = (seed: number) =>
      JSON.stringify([...plausibleOrders(compiled, { seed, count: 20, ...SPAN })]);
    expect(new Set([0, 1, 2 ** 32, 2 ** 32 + 1, 2 ** 33].map(made)).size).toBe(5);
  });

  it('are busy in the evening and at the weekend, by the campaign’s clocks', () => {
    const config = compile(campaign({ time_zone: 'Asia/Tokyo' }));
    const orders = [...plausibleOrders(config, { seed: 1, count: 20_000, from: 0, to: 28 * 86_400_000 })];
    const byHour = Array<number>(24).fill(0);
    for (const { at } of orders) byHour[(new Date(at).getUTCHours() + 9) % 24]!++;
    expect(byHour.indexOf(Math.max(...byHour))).toBe(19);
    expect(Math.max(...byHour.slice(1, 5))).toBeLessThan(byHour[19]! / 10);
  });

  it('want a stretch of time, and a count', () => {
    for (const [from, to] of [
      ['x', 0],
      [0, 'x'],
      [5, 5],
      [0, 36_525 * 86_400_000 + 1],
    ] as const)
      expect(() => [...plausibleOrders(compiled, { seed: 1, count: 1, from, to })]).toThrow(RangeError);
    for (const count of [-1, 0.5, Number.NaN])
      expect(() => [...plausibleOrders(compiled, { seed: 1, count, ...SPAN })]).toThrow(RangeError);
  });
});
