// Judgements: rules say the same side by side as each by itself, on random cases, and what is ordinary is judged by numbers alone.

import { describe, expect, it } from 'vitest';
import { checkOf } from '../src/checks.ts';
import { compileChain } from '../src/compile-chain.ts';
import type { CompiledChain } from '../src/compiled-chain.ts';
import { evaluate, plan } from '../src/evaluate.ts';
import { compile, InvalidContextError } from '../src/index.ts';
import { CampaignReader, ConfigIssues, kitOf, type RuleKit } from '../src/read-campaign.ts';
import type { Judge, Judgement, JudgingRule, Rule } from '../src/rule.ts';
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

/** The engine's rules, whose judgements are changed. */
function judging(change: (judgement: Judgement, rule: Rule) => Partial<JudgingRule>): RuleKit {
  const rules = registry.map(
    (rule): Rule => ({
      ...rule,
      compile(config, env) {
        const compiled = rule.compile(config, env);
        return compiled.judgement ? { ...compiled, ...change(compiled.judgement, rule) } : compiled;
      },
    }),
  );
  return kitOf(rules);
}

/** Each rule judges by itself. */
const alone = judging((judgement) => ({ judgement: undefined, check: checkOf({ judgement }) }));

/** The engine's rules, and those of them that were not content with numbers but looked at the thing. */
function watching() {
  const looked = new Set<string>();
  const rules = judging((judgement, { type }) => {
    const watched = () => {
      const thing = judgement.thing?.() as object | undefined;
      const get: ProxyHandler<object>['get'] = (target, key) => {
        looked.add(type);
        return Reflect.get(target, key) as unknown;
      };
      return thing && new Proxy(thing, { get });
    };
    return { judgement: { ...judgement, thing: watched } };
  });
  return { rules, looked };
}

function answerOf(chain: CompiledChain, asked: unknown): string {
  try {
    return JSON.stringify(evaluate(chain, asked));
  } catch (error) {
    if (error instanceof InvalidContextError) return JSON.stringify(error.issues);
    throw error;
  }
}

describe('judgements', () => {
  it('say the same side by side as each by itself, on random campaigns and contexts', () => {
    let accepted = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const { campaign: config, context: asked } = randomCase(seed);
      const together = answerOf(chainOf(config, engine), asked);
      expect([seed, together]).toEqual([seed, answerOf(chainOf(config, alone), asked)]);
      if (together.startsWith('{"status":"accepted"')) accepted++;
    }
    expect(accepted).toBeGreaterThan(CASES / 20);
  });

  it.each<[string, (judge: Judge) => Judge]>([
    [
      'reads past its numbers',
      (judge) => (redemption, numbers, from, _to, thing) =>
        judge(redemption, numbers, from, numbers.length, thing),
    ],
    [
      'begins a number too early',
      (judge) => (redemption, numbers, from, to, thing) => judge(redemption, numbers, from - 1, to, thing),
    ],
  ])('one that %s is found out', (_, planted) => {
    const wrong = judging((judgement, { type }) =>
      type === 'time_frame' ? { judgement: { ...judgement, judge: planted(judgement.judge) } } : {},
    );
    const differs = Array.from({ length: CASES }, (_, seed) => randomCase(seed)).some(
      (one) =>
        answerOf(chainOf(one.campaign, wrong), one.context) !==
        answerOf(chainOf(one.campaign, alone), one.context),
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

  /** Which rules look at more than numbers, of those that need not, for an order where nothing is used. */
  function lookingAt(redemption: object, fields: object = {}): string[] {
    const { rules, looked } = watching();
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
    return ['area', 'subscription', 'transaction_cost'].filter((type) => looked.has(type));
  }

  it('may have more numbers than a function takes arguments', () => {
    const windows = new Array<unknown>(20_000).fill({ start: '00:00', end: '23:00' });
    const open = compile(withRules({ type: 'time_of_order', windows }));
    expect(decide(open).status).toBe('accepted');
    expect(decide(open, { at: '2026-11-21T23:30:00Z' }).status).toBe('refused');
  });

  it.each([
    ['an ordinary order', {}, {}, []],
    ['a cost on its bounds', { total_transaction_cost: '20.00' }, {}, []],
    ['a cost below', { total_transaction_cost: '19.99' }, {}, []],
    ['a cost above', { total_transaction_cost: '500.01' }, {}, []],
    [
      'a cost of 30 and 18 digits',
      { total_transaction_cost: `${'0'.repeat(27)}129.${'9'.repeat(18)}` },
      {},
      ['transaction_cost'],
    ],
    ['no cost', { total_transaction_cost: 'free' }, {}, []],
    ['a place on the border', { location: { latitude: 52, longitude: 4.5 } }, {}, ['area']],
    ['a place outside', { location: { latitude: 51, longitude: 4.5 } }, {}, []],
    ['no place', { location: 'here' }, {}, []],
    ['nobody', { customer_identifier: ' ' }, {}, []],
    ['no original', { origin_redemption: 'order-0' }, { origin: null }, []],
  ] as const)(
    'judge by numbers alone but where these are not certain: %s',
    (_, redemption, fields, looking) => {
      expect(lookingAt(redemption, fields)).toEqual(looking);
    },
  );

  it.each([
    ['within the time that half a year lasts at least', '2026-07-01T00:00:00Z', []],
    ['six months less a day ago', '2026-05-22T12:00:00Z', ['subscription']],
    ['past the time that half a year lasts at most', '2026-04-01T00:00:00Z', []],
  ] as const)('leave to the calendar what only that knows: a renewal %s', (_, redeemed_at, looking) => {
    const origin = { redeemed_at, original: true, customer_identifier: 'cus_1' };
    expect(lookingAt({ origin_redemption: 'order-0' }, { origin })).toEqual(looking);
  });

  it('know one of several polygons, and their holes, by numbers alone, but not circles, nor one of many', () => {
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
    const verdict = (features: object[], longitude: number, latitude: number) => {
      const { rules, looked } = watching();
      const areas = { type: 'FeatureCollection', features };
      const asked = { ...context(), redemption: { location: { latitude, longitude } } };
      const answer = answerOf(...unused(chainOf(withRules({ type: 'area', areas }), rules), asked));
      const isIn = !answer.includes('outside_of_permitted_areas');
      return `${isIn ? 'in' : 'out'}${looked.has('area') ? ', looked' : ''}`;
    };
    const polygons = [
      feature({ type: 'Polygon', coordinates: [square(0, 4), square(1, 1)] }),
      feature({ type: 'MultiPolygon', coordinates: [[square(10, 1)], [square(20, 2), square(20.5, 0.5)]] }),
    ];
    const circle = feature({ type: 'Point', coordinates: [0, 0] }, { radius_m: 10 });
    expect(verdict(polygons, 0.5, 52.5)).toBe('in');
    expect(verdict(polygons, 1.5, 52.5)).toBe('out');
    expect(verdict(polygons, 1, 52.5)).toBe('in, looked');
    expect(verdict(polygons, 10.5, 52.5)).toBe('in');
    expect(verdict(polygons, 20.25, 52.25)).toBe('in');
    expect(verdict(polygons, 20.75, 52.25)).toBe('out');
    expect(verdict(polygons, 30, 52.25)).toBe('out');
    expect(verdict(polygons, 20, 52.25)).toBe('in, looked');
    expect(verdict([...polygons, circle], 0.5, 52.5)).toBe('in, looked');
    const nine = Array.from({ length: 9 }, () => polygons[0] as object);
    expect(verdict(nine, 0.5, 52.5)).toBe('in, looked');
  });
});
