import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { campaignConfigs, invalidConfigs, ruleConfigs } from '../../src/fuzz/index.ts';
import { compile, safeCompile } from '../../src/index.ts';
import { registry } from '../../src/rules/index.ts';
import { PERIODS } from '../../src/time/period.ts';
import { withRules } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const sampled = fc.sample(campaignConfigs(), { numRuns: 1_000, seed: 7 });

/** Every value that stands under a key, anywhere. */
function under(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  const members: [string, unknown][] = Object.entries(value);
  return members.flatMap(([name, member]) => [...(name === key ? [member] : []), ...under(key, member)]);
}

describe('configs of campaigns', () => {
  it('compile, and are plain JSON', () => {
    fc.assert(
      fc.property(campaignConfigs(), (config) => {
        compile(config);
        expect(plain(config)).toEqual(config);
        expect(Object.getPrototypeOf(config)).toBe(Object.prototype);
      }),
      { numRuns: 300 },
    );
  });

  it('are of every kind of rule, period, operation of time, area and parent', () => {
    const types = new Set(sampled.flatMap((config) => under('type', config)));
    for (const { type, place } of registry) if (place === 'rules') expect(types, type).toContain(type);
    for (const type of ['Polygon', 'MultiPolygon', 'Point']) expect(types).toContain(type);
    const periods = new Set(sampled.flatMap((config) => under('period', config)));
    expect([...periods].toSorted()).toEqual(PERIODS.toSorted());
    for (const key of [
      'week_starts_on',
      'time_limit',
      'none_of',
      'radius_m',
      'max_total_budget',
      'voucher_type',
    ])
      expect(
        sampled.some((config) => under(key, config).length > 0),
        key,
      ).toBe(true);
    const zones = new Set(sampled.flatMap((config) => under('time_zone', config)));
    expect(zones.size).toBeGreaterThan(6);
    const holes = sampled
      .flatMap((config) => under('coordinates', config))
      .some((rings) => (rings as unknown[]).length > 1);
    expect(holes).toBe(true);
    const parents = sampled.map((config) => under('parent', config).length);
    expect(new Set(parents)).toEqual(new Set([0, 1, 2]));
    const groupsInGroups = sampled
      .flatMap((config) => under('rules', config))
      .flatMap((rules) => under('rules', rules));
    expect(groupsInGroups.some((rules) => under('rules', rules).length > 0)).toBe(true);
  });

  it('shrink to a campaign of the one rule that matters, without parents', () => {
    const property = fc.property(
      campaignConfigs(),
      (config) => !under('type', config).includes('time_of_order'),
    );
    const { counterexample } = fc.check(property, { seed: 3, numRuns: 1_000 });
    const [config] = counterexample ?? [];
    expect(config?.parent).toBeUndefined();
    expect(config?.rules).toHaveLength(1);
    expect(under('type', config)).toContain('time_of_order');
  });
});

it('configs of rules make campaigns', () => {
  fc.assert(
    fc.property(ruleConfigs(), (rule) => safeCompile(withRules(rule)).success),
    { numRuns: 200 },
  );
});

describe('configs that are wrong', () => {
  it('do not compile, and say where', () => {
    fc.assert(
      fc.property(invalidConfigs(), ({ config, path }) => {
        const result = safeCompile(config);
        expect(result.success ? [] : result.issues.map((issue) => issue.path)).toContain(path);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are wrong in many ways, and now and then have more positions than any area may', () => {
    const wrong = fc.sample(invalidConfigs(), { numRuns: 3_000, seed: 1 });
    const places = new Set(wrong.map(({ path }) => path.replace(/^(\/parent)*/, '').replace(/\/\d+/g, '/0')));
    expect(places.size).toBeGreaterThan(50);
    const huge = wrong.find(
      ({ config, path }) => path.endsWith('/areas') && JSON.stringify(config).length > 400_000,
    );
    const result = safeCompile(huge?.config);
    expect(result.success ? '' : result.issues.map(({ expected }) => expected)).toContain(
      'at most 100000 positions',
    );
  });

  it('shrink to a small campaign with the same thing wrong', () => {
    const property = fc.property(invalidConfigs(), ({ path }) => !path.endsWith('/maximum'));
    const { counterexample } = fc.check(property, { seed: 5, numRuns: 2_000 });
    expect(counterexample).toEqual([
      {
        config: {
          id: 'spring0',
          time_zone: 'UTC',
          status: 'active',
          rules: [{ type: 'transaction_cost', minimum: '10.00', maximum: '9.99' }],
        },
        path: '/rules/0/maximum',
      },
    ]);
  });
});
