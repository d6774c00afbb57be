import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount, type Amount } from '../src/money.ts';
import { needsOfAll, needsOfAny, NEVER, type Needs } from '../src/needs.ts';
import { lacking } from './support/needs.ts';
import { askedAbout, needs } from './support/needs-arbitraries.ts';

const RUNS = 3_000;

const cases = fc
  .array(fc.option(needs, { nil: undefined, freq: 9 }), { maxLength: 4 })
  .chain((some) => fc.tuple(fc.constant(some), askedAbout(some.filter((one) => one !== undefined))));

const amount = (text: string) => parseAmount(text) as Amount;
const box = (west: number, south: number, east: number, north: number) => ({ west, south, east, north });

describe('what all of several rules need', () => {
  it('is lacking where one lacks something, but for what an index is not told', () => {
    fc.assert(
      fc.property(cases, ([some, asked]) => {
        const lackingOfOne = new Set(some.flatMap((one) => lacking(one ?? {}, asked)));
        const lackingOfAll = lacking(needsOfAll(some), asked);
        for (const respect of lackingOfAll) expect(lackingOfOne).toContain(respect);
        // A second zone, and a second list of tags, are left to the rules.
        const exact = (['instants', 'boxes', 'cost'] as const).filter((respect) => lackingOfOne.has(respect));
        expect(lackingOfAll).toEqual(expect.arrayContaining(exact));
      }),
      { numRuns: RUNS },
    );
  });

  it('is nothing of no rules', () => {
    expect(needsOfAll([])).toEqual({});
    expect(needsOfAll([undefined])).toEqual({});
  });

  it.each<[string, Needs, Needs, Needs]>([
    [
      'the instants of both',
      {
        instants: [
          { start: 0, end: 5 },
          { start: 3, end: 9 },
        ],
      },
      {
        instants: [
          { start: 20, end: 30 },
          { start: -Infinity, end: 2 },
          { start: 8, end: 12 },
        ],
      },
      {
        instants: [
          { start: 0, end: 2 },
          { start: 8, end: 9 },
        ],
      },
    ],
    [
      'no instant where they only touch',
      { instants: [{ start: 0, end: 5 }] },
      { instants: [{ start: 5, end: 6 }] },
      NEVER,
    ],
    [
      'the minutes of both in one zone',
      { week: { zone: 'UTC', minutes: [{ start: 0, end: 90 }] } },
      { week: { zone: 'UTC', minutes: [{ start: 60, end: 120 }] } },
      { week: { zone: 'UTC', minutes: [{ start: 60, end: 90 }] } },
    ],
    [
      'the first of two zones',
      { week: { zone: 'UTC', minutes: [{ start: 0, end: 90 }] } },
      { week: { zone: 'Europe/Amsterdam', minutes: [{ start: 60, end: 120 }] } },
      { week: { zone: 'UTC', minutes: [{ start: 0, end: 90 }] } },
    ],
    [
      'where boxes overlap, borders too',
      { boxes: [box(0, 0, 2, 2)] },
      { boxes: [box(2, 1, 3, 3), box(5, 5, 6, 6)] },
      { boxes: [box(2, 1, 2, 2)] },
    ],
    [
      'the narrower bounds of a cost',
      { cost: { least: amount('5'), most: amount('50') } },
      { cost: { least: amount('10'), most: amount('40') } },
      { cost: { least: amount('10'), most: amount('40') } },
    ],
    [
      'the shorter list of tags',
      {
        tags: [
          { category: 'a', tag: 'x' },
          { category: 'a', tag: 'y' },
        ],
      },
      { tags: [{ category: 'b' }] },
      { tags: [{ category: 'b' }] },
    ],
  ])('%s', (_, a, b, all) => {
    expect(needsOfAll([a, b])).toEqual(all);
    expect(needsOfAll([b, a])).toEqual(
      all.week?.minutes.length === 1 && a.week?.zone !== b.week?.zone ? b : all,
    );
  });

  it('is one of the lists where many boxes meet many', () => {
    const many = Array.from({ length: 20 }, (_, i) => box(i, 0, i, 1));
    const more = [...many, box(50, 0, 51, 1)];
    expect(needsOfAll([{ boxes: many }, { boxes: more }])).toEqual({ boxes: many });
    expect(needsOfAll([{ boxes: more }, { boxes: many }])).toEqual({ boxes: many });
  });
});

describe('what one of several rules needs', () => {
  it('is there where one of them lacks nothing', () => {
    fc.assert(
      fc.property(cases, ([some, asked]) => {
        if (some.some((one) => lacking(one ?? {}, asked).length === 0)) {
          expect(lacking(needsOfAny(some), asked)).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('is the sum of what each needs in some respect', () => {
    const either = needsOfAny([
      {
        instants: [{ start: 0, end: 1 }],
        week: { zone: 'UTC', minutes: [{ start: 0, end: 60 }] },
        boxes: [box(0, 0, 1, 1)],
        cost: { least: amount('5'), most: amount('10') },
        tags: [{ category: 'a' }],
      },
      {
        instants: [{ start: 5, end: 6 }],
        week: { zone: 'UTC', minutes: [{ start: 90, end: 95 }] },
        boxes: [box(3, 3, 4, 4)],
        cost: { least: amount('2'), most: amount('7') },
        tags: [{ category: 'b', tag: 'x' }],
      },
      NEVER,
    ]);
    expect(either).toEqual({
      instants: [
        { start: 0, end: 1 },
        { start: 5, end: 6 },
      ],
      week: {
        zone: 'UTC',
        minutes: [
          { start: 0, end: 60 },
          { start: 90, end: 95 },
        ],
      },
      boxes: [box(0, 0, 1, 1), box(3, 3, 4, 4)],
      cost: { least: amount('2'), most: amount('10') },
      tags: [{ category: 'a' }, { category: 'b', tag: 'x' }],
    });
  });

  it.each<[string, (Needs | undefined)[], Needs]>([
    ['nothing where one needs nothing', [{ instants: [{ start: 0, end: 1 }] }, undefined], {}],
    ['nothing in a respect that one leaves out', [{ boxes: [] }, { instants: [{ start: 0, end: 1 }] }], {}],
    [
      'nothing of the week in two zones',
      [{ week: { zone: 'UTC', minutes: [] } }, { week: { zone: 'Europe/Oslo', minutes: [] } }],
      {},
    ],
    [
      'an open bound of a cost',
      [{ cost: { least: amount('5') } }, { cost: { most: amount('3') } }],
      { cost: {} },
    ],
    ['never, where none lets anything pass', [NEVER, NEVER], NEVER],
  ])('%s', (_, some, either) => {
    expect(needsOfAny(some)).toEqual(either);
  });
});
