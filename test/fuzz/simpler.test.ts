import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aroundAmount, differenceWritten, sumWritten, unitOf } from '../../src/fuzz/amounts.ts';
import { AimedContexts, spaceFor } from '../../src/fuzz/contexts.ts';
import { campaignConfigs } from '../../src/fuzz/index.ts';
import { allBut } from '../../src/fuzz/parts.ts';
import { isSmaller } from '../../src/fuzz/simpler.ts';
import {
  nearerInstants,
  simplerAmounts,
  simplerCategories,
  simplerCounts,
  simplerInstants,
  simplerJson,
  simplerPlaces,
} from '../../src/fuzz/simpler-values.ts';
import { distinct, spread } from '../../src/fuzz/spread.ts';
import { Walk } from '../../src/fuzz/walk.ts';
import { wireInstant } from '../../src/fuzz/wire-context.ts';
import { compile } from '../../src/index.ts';
import { plain } from '../support/plain.ts';

describe('simpler contexts', () => {
  it('are smaller, have right facts, and hold what is planned', () => {
    const cases = campaignConfigs().chain((config) => {
      const campaign = compile(config);
      const contexts = new AimedContexts(spaceFor([campaign], {}), campaign);
      return contexts.map((context) => ({ campaign, contexts, context }));
    });
    fc.assert(
      fc.property(cases, ({ campaign, contexts: { simplifier }, context }) => {
        const size = simplifier.sizeOf(context);
        for (const simpler of simplifier.simpler(context)) {
          expect(isSmaller(simplifier.sizeOf(simpler), size)).toBe(true);
          expect(isSmaller(size, simplifier.sizeOf(simpler))).toBe(false);
          expect(Object.keys(simpler.usage)).toEqual(campaign.plan(simpler).counters.map(({ name }) => name));
          expect(plain(simpler)).toEqual(simpler);
          campaign.evaluate(simpler);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('are none of a context that is as small as itself', () => {
    expect(isSmaller([0, 1, 2, 0, 0, 0, 'a'], [0, 1, 2, 0, 0, 0, 'a'])).toBe(false);
    expect(isSmaller([0, 1, 2, 0, 0, 0, 'a'], [0, 1, 2, 0, 0, 0, 'b'])).toBe(true);
    expect(isSmaller([0, 9, 9, 9, 9, 9, 'b'], [1, 0, 0, 0, 0, 0, 'a'])).toBe(true);
  });
});

describe('simpler values', () => {
  it('of counts go to nothing, then halve the way back', () => {
    expect([...simplerCounts(13)]).toEqual([0, 7, 10, 12]);
    expect([...simplerCounts(0)]).toEqual([]);
  });

  it('of amounts have fewer digits, or are less', () => {
    expect([...simplerAmounts('12.345')]).toEqual([
      '0',
      '1',
      '12',
      '13',
      '12.3',
      '12.4',
      '12.34',
      '12.35',
      '0.345',
      '6.345',
      '9.345',
      '11.345',
    ]);
    expect([...simplerAmounts('-0.01')]).toEqual(['0', '-1', '-0', '-1', '-0.0', '-0.1']);
    expect([...simplerAmounts(10)]).toContain('5');
    expect([...simplerAmounts('ten')]).toEqual(['']);
  });

  it('of instants are plain ones, or have fewer digits', () => {
    expect([...simplerInstants('2026-11-27T17:31:05.250Z', [Date.UTC(2026, 0, 1)])]).toEqual([
      '2026-01-01T00:00Z',
      '2025-12-31T23:59Z',
      '2026-11-27T00:00Z',
      '2026-11-28T00:00Z',
      '2026-11-27T17:00Z',
      '2026-11-27T18:00Z',
      '2026-11-27T17:31Z',
      '2026-11-27T17:32Z',
      '2026-11-27T17:31:05Z',
      '2026-11-27T17:31:06Z',
    ]);
    expect([...nearerInstants('2026-01-01T00:00Z', '2026-01-03T12:00Z')].slice(0, 3)).toEqual([
      '2026-01-03T00:00Z',
      '2026-01-02T00:00Z',
      '2026-01-03T12:00Z',
    ]);
    expect([0, 1, 1_000, 60_000].map(wireInstant)).toEqual([
      '1970-01-01T00:00Z',
      '1970-01-01T00:00:00.001Z',
      '1970-01-01T00:00:01Z',
      '1970-01-01T00:01Z',
    ]);
  });

  it('of places have fewer digits', () => {
    const places = [...simplerPlaces({ latitude: 52.3702, longitude: 4.8952 })];
    expect(places.slice(0, 3)).toEqual([
      { latitude: 52, longitude: 5 },
      { latitude: 52, longitude: 4.8952 },
      { latitude: 52.3702, longitude: 5 },
    ]);
    expect([...simplerPlaces({ latitude: '52' })]).toEqual([{}, {}]);
    expect([...simplerPlaces('here')]).toEqual(['']);
  });

  it('of categories have fewer entries and fewer tags', () => {
    const categories = [{ name: 'a', tags: ['x', 'y'] }, 'b', { name: 'c' }];
    expect([...simplerCategories(categories)]).toEqual([
      [],
      ['b', { name: 'c' }],
      [{ name: 'a', tags: ['x', 'y'] }, { name: 'c' }],
      [{ name: 'a', tags: ['x', 'y'] }, 'b'],
      [{ name: 'a', tags: ['y'] }, 'b', { name: 'c' }],
      [{ name: 'a', tags: ['x'] }, 'b', { name: 'c' }],
    ]);
    expect([...simplerCategories('shoes')]).toEqual(['']);
  });

  it('of other JSON have less in them', () => {
    expect([...simplerJson('x'.repeat(30))]).toEqual(['', 'x'.repeat(15)]);
    expect([...simplerJson(7.5)]).toEqual([0, 7]);
    expect([...simplerJson({ a: 1, b: 2 })]).toEqual([{}, { b: 2 }, { a: 1 }]);
    expect([...simplerJson(null), ...simplerJson(true)]).toEqual([]);
  });
});

describe('amounts around a bound', () => {
  it('are a unit of its last place away, and of the finest place', () => {
    expect(aroundAmount('20')).toEqual([
      '20',
      '19.99',
      '20.01',
      '19.999999999999999999',
      '20.000000000000000001',
    ]);
    expect(aroundAmount('0.125')[1]).toBe('0.124');
    expect(aroundAmount('0')[1]).toBe('-0.01');
  });

  it('are none where an amount would have too many digits', () => {
    const greatest = `${'9'.repeat(30)}.${'9'.repeat(18)}`;
    expect(aroundAmount(greatest)).toHaveLength(3);
    expect(sumWritten(greatest, '0.01')).toBeUndefined();
    expect(differenceWritten(`-${greatest}`, '1')).toBeUndefined();
    expect(unitOf('5')).toBe('0.01');
  });

  it('leave room for what is granted, but never less than none', () => {
    expect(allBut('500.00')('12.99')).toBe('487.01');
    expect(allBut('500.00', '0.01')('12.99')).toBe('487.02');
    expect(allBut('5')('12.99')).toBe('0');
    expect(allBut('9'.repeat(30), '0.1')('0')).toBe('9'.repeat(30) + '.1');
    expect(allBut('9'.repeat(30), '1')('0')).toBe('0');
  });
});

it('a walk, of which nobody keeps anything, does not shrink', () => {
  const campaign = compile({ id: 'x' });
  const { space, models } = new AimedContexts(spaceFor([campaign], {}), campaign);
  const walk = new Walk(space, models);
  const [choice] = walk.next(1, 1);
  expect(choice).toHaveLength(space.parts.length);
  expect(walk.canShrinkWithoutContext(choice)).toBe(true);
  expect([...walk.shrink()]).toEqual([]);
});

describe('some of many', () => {
  it('are spread evenly, from the first to the last', () => {
    const many = Array.from({ length: 101 }, (_, i) => i);
    expect(spread(many, 5)).toEqual([0, 25, 50, 75, 100]);
    expect(spread(many, 1)).toEqual([0]);
    expect(spread([1, 2], 5)).toEqual([1, 2]);
    expect(distinct([3, 1, 3, 2, 1])).toEqual([3, 1, 2]);
  });
});
