// Shortcuts: what they say is what the rules say without them, on random cases, and they are really taken.

import { describe, expect, it } from 'vitest';
import { compileChain } from '../src/compile-chain.ts';
import type { CompiledChain } from '../src/compiled-chain.ts';
import { evaluate, plan } from '../src/evaluate.ts';
import { compile, InvalidContextError } from '../src/index.ts';
import { CampaignReader, ConfigIssues, kitOf, type RuleKit } from '../src/read-campaign.ts';
import type { Holds, Rule } from '../src/rule.ts';
import { registry } from '../src/rules/index.ts';
import { snapshotJson } from '../src/snapshot.ts';
import { campaign, context, decide, withRules } from './support/campaigns.ts';
import { randomCase } from './support/generate.ts';

const CASES = 5_000;

function chainOf(config: unknown, kit: RuleKit): CompiledChain {
  const issues = new ConfigIssues();
  const snapshot = snapshotJson(config, () => undefined);
  return compileChain(new CampaignReader(kit, issues).readChain(snapshot), issues);
}

/** A question to a chain, with usage of nothing. */
function unused(chain: CompiledChain, asked: object): [CompiledChain, object] {
  const usage = Object.fromEntries(plan(chain, asked).counters.map(({ name }) => [name, 0]));
  return [chain, { ...asked, usage }];
}

const engine = kitOf(registry);

const slow = kitOf(
  registry.map(
    (rule): Rule => ({
      ...rule,
      compile: (config, env) => ({ ...rule.compile(config, env), shortcut: undefined }),
    }),
  ),
);

/** The engine's rules, with what their shortcuts say counted. */
function counting() {
  const counts = new Map<string, { asked: number; held: number }>();
  const rules = registry.map((rule): Rule => {
    const count = { asked: 0, held: 0 };
    return {
      ...rule,
      compile(config, env) {
        const compiled = rule.compile(config, env);
        const { shortcut } = compiled;
        if (!shortcut) return compiled;
        counts.set(rule.type, count);
        const holds: Holds = (...given) => {
          count.asked++;
          const isSure = shortcut.holds(...given);
          if (isSure) count.held++;
          return isSure;
        };
        return { ...compiled, shortcut: { ...shortcut, holds } };
      },
    };
  });
  return { rules: kitOf(rules), counts };
}

function answerOf(chain: CompiledChain, asked: unknown): string {
  try {
    return JSON.stringify(evaluate(chain, asked));
  } catch (error) {
    if (error instanceof InvalidContextError) return JSON.stringify(error.issues);
    throw error;
  }
}

describe('shortcuts', () => {
  it('change no answer, on random campaigns and contexts', () => {
    let accepted = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const { campaign: config, context: asked } = randomCase(seed);
      const fast = answerOf(chainOf(config, engine), asked);
      expect([seed, fast]).toEqual([seed, answerOf(chainOf(config, slow), asked)]);
      if (fast.startsWith('{"status":"accepted"')) accepted++;
    }
    expect(accepted).toBeGreaterThan(CASES / 20);
  });

  it('that are wrong are found out', () => {
    const wrong = kitOf(
      registry.map((rule): Rule => {
        if (rule.type !== 'transaction_cost') return rule;
        const compile: Rule['compile'] = (config, env) => {
          const { shortcut, ...compiled } = rule.compile(config, env);
          // A maximum that is not looked at.
          const numbers = [shortcut?.numbers?.[0] ?? Number.NaN, Infinity];
          return { ...compiled, shortcut: shortcut && { ...shortcut, numbers } };
        };
        return { ...rule, compile };
      }),
    );
    const differs = Array.from({ length: CASES }, (_, seed) => randomCase(seed)).some(
      (one) =>
        answerOf(chainOf(one.campaign, wrong), one.context) !==
        answerOf(chainOf(one.campaign, slow), one.context),
    );
    expect(differs).toBe(true);
  });

  const ordinary = {
    ...campaign(),
    rules: [
      { type: 'time_frame', windows: [{ start: '2026-01-01T00:00', end: '2027-01-01T00:00' }] },
      { type: 'time_of_order', windows: [{ days: ['saturday'], start: '08:00', end: '20:00' }] },
      { type: 'transaction_cost', minimum: '20.00', maximum: '500.00' },
      { type: 'category', category: 'department', any_of: ['shoes', 'hats'], none_of: ['outlet'] },
      { type: 'subscription', time_limit: { months: 6 } },
      {
        type: 'area',
        areas: {
          type: 'FeatureCollection',
          features: [
            {
              type: 'Feature',
              properties: { name: 'Centre' },
              geometry: {
                type: 'Polygon',
                coordinates: [
                  [
                    [4, 52],
                    [5, 52],
                    [5, 53],
                    [4, 53],
                    [4, 52],
                  ],
                ],
              },
            },
          ],
        },
      },
    ],
  };

  /** Which rules' shortcuts do not hold for an order, where nothing is used. */
  function unsureOf(redemption: object, fields: object = {}): string[] {
    const { rules, counts } = counting();
    const asked = {
      ...context(),
      at: '2026-11-21T12:00:00Z',
      redemption: {
        transaction_id: 'order-1',
        customer_identifier: 'cus_1',
        total_transaction_cost: '129.90',
        location: { latitude: 52.5, longitude: 4.5 },
        categories: [{ name: 'department', tags: ['new', 'hats'] }],
        ...redemption,
      },
      ...fields,
    };
    expect(answerOf(...unused(chainOf(ordinary, rules), asked))).toContain('"status"');
    return [...counts].flatMap(([type, { asked, held }]) => (held === asked ? [] : [type]));
  }

  it('may have more numbers than a function takes arguments', () => {
    const windows = new Array<unknown>(20_000).fill({ start: '00:00', end: '23:00' });
    const open = compile(withRules({ type: 'time_of_order', windows }));
    expect(decide(open).status).toBe('accepted');
    expect(decide(open, { at: '2026-11-21T23:30:00Z' }).status).toBe('refused');
  });

  it('hold for an ordinary order, of every rule that has one', () => {
    const { rules, counts } = counting();
    chainOf(ordinary, rules);
    expect([...counts.keys()].toSorted()).toEqual([
      'area',
      'assigned_customer',
      'category',
      'cost_format',
      'location_format',
      'subscription',
      'time_frame',
      'time_of_order',
      'transaction_cost',
    ]);
    expect(unsureOf({})).toEqual([]);
  });

  it.each([
    ['a cost on its bounds', { total_transaction_cost: '20.00' }, {}, []],
    [
      'a cost of 30 and 18 digits',
      { total_transaction_cost: `${'0'.repeat(27)}129.${'9'.repeat(18)}` },
      {},
      ['transaction_cost'],
    ],
    ['a cost below', { total_transaction_cost: '19.99' }, {}, ['transaction_cost']],
    ['no cost', { total_transaction_cost: 'free' }, {}, ['cost_format', 'transaction_cost']],
    ['a place on the border', { location: { latitude: 52, longitude: 4.5 } }, {}, ['area']],
    ['a place outside', { location: { latitude: 51, longitude: 4.5 } }, {}, ['area']],
    ['no place', { location: 'here' }, {}, ['location_format', 'area']],
    ['the last millisecond of the hours', {}, { at: '2026-11-21T19:59:59.999Z' }, []],
    ['the first after them', {}, { at: '2026-11-21T20:00:00.000Z' }, ['time_of_order']],
    ['another tag', { categories: [{ name: 'department', tags: ['coats'] }] }, {}, ['category']],
    ['a tag of another category', { categories: [{ name: 'colour', tags: ['hats'] }] }, {}, ['category']],
    ['a forbidden tag', { categories: [{ name: 'department', tags: ['hats', 'outlet'] }] }, {}, ['category']],
    ['no tags', { categories: null }, {}, ['category']],
    ['nobody', { customer_identifier: ' ' }, {}, ['subscription']],
    ['no original', { origin_redemption: 'order-0' }, { origin: null }, ['subscription']],
  ] as const)('are sure of nothing else: %s', (_, redemption, fields, unsure) => {
    expect(unsureOf(redemption, fields)).toEqual(unsure);
  });

  it('hold for a renewal within the time that half a year lasts at least', () => {
    const renewal = (redeemed_at: string) =>
      unsureOf(
        { origin_redemption: 'order-0' },
        { origin: { redeemed_at, original: true, customer_identifier: 'cus_1' } },
      );
    expect(renewal('2026-07-01T00:00:00Z')).toEqual([]);
    // Six months less a day: the calendar says.
    expect(renewal('2026-05-22T12:00:00Z')).toEqual(['subscription']);
  });

  it('hold in one of several polygons, outside their holes, but not in circles', () => {
    const square = (west: number, size: number) => [
      [west, 52],
      [west + size, 52],
      [west + size, 52 + size],
      [west, 52 + size],
      [west, 52],
    ];
    const feature = (geometry: object, properties: object = {}) => ({
      type: 'Feature',
      properties,
      geometry,
    });
    const isSure = (features: object[], longitude: number, latitude: number) => {
      const { rules, counts } = counting();
      const areas = { type: 'FeatureCollection', features };
      const asked = { ...context(), redemption: { location: { latitude, longitude } } };
      answerOf(...unused(chainOf(withRules({ type: 'area', areas }), rules), asked));
      return counts.get('area')?.held === 1;
    };
    const polygons = [
      feature({ type: 'Polygon', coordinates: [square(0, 4), square(1, 1)] }),
      feature({ type: 'MultiPolygon', coordinates: [[square(10, 1)], [square(20, 2), square(20.5, 0.5)]] }),
    ];
    expect(isSure(polygons, 0.5, 52.5)).toBe(true);
    expect(isSure(polygons, 1.5, 52.5)).toBe(false);
    expect(isSure(polygons, 10.5, 52.5)).toBe(true);
    expect(isSure(polygons, 20.25, 52.25)).toBe(true);
    expect(isSure(polygons, 20.75, 52.25)).toBe(false);
    expect(
      isSure([...polygons, feature({ type: 'Point', coordinates: [0, 0] }, { radius_m: 10 })], 0.5, 52.5),
    ).toBe(false);
    expect(
      isSure(
        Array.from({ length: 9 }, () => polygons[0] as object),
        0.5,
        52.5,
      ),
    ).toBe(false);
  });
});
