// The index against what it stands for: nothing that has all it needs is missed, and little else is found.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestNumber, parseAmount, type Amount } from '../../src/money.ts';
import type { Needs, Span } from '../../src/needs.ts';
import { NeedsIndex, type Question } from '../../src/portfolio/needs-index.ts';
import { lacking, type Asked } from '../support/needs.ts';
import { askedAbout, needs } from '../support/needs-arbitraries.ts';

const RUNS = 500;
const PLANTED_RUNS = 3_000;
const HOUR = 3_600_000;

type Step =
  | { readonly do: 'add'; readonly needs: Needs }
  | { readonly do: 'replace'; readonly which: number; readonly needs: Needs }
  | { readonly do: 'delete'; readonly which: number }
  | { readonly do: 'ask'; readonly asked: Asked };

const steps: fc.Arbitrary<Step[]> = fc.array(needs, { minLength: 1, maxLength: 40 }).chain((some) =>
  fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant('add' as const), needs: fc.constantFrom(...some) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          do: fc.constant('replace' as const),
          which: fc.nat(999),
          needs: fc.constantFrom(...some),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), which: fc.nat(999) }) },
      { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), asked: askedAbout(some) }) },
    ),
    { maxLength: 120, size: 'max' },
  ),
);

type Index = Pick<NeedsIndex, 'add' | 'replace' | 'delete' | 'slotsFor'>;

/** What was missed, or found without being nearly right. */
function faults(index: Index, some: readonly Step[]): string[] {
  const held = new Map<number, Needs>();
  const found: string[] = [];
  for (const step of some) {
    const slots = [...held.keys()];
    const slot = step.do === 'ask' || step.do === 'add' ? undefined : slots[step.which % slots.length];
    if (step.do === 'add') held.set(index.add(step.needs), step.needs);
    else if (step.do === 'ask') found.push(...faultsOf(index.slotsFor(step.asked), held, step.asked));
    else if (slot !== undefined && step.do === 'delete') {
      index.delete(slot);
      held.delete(slot);
    } else if (slot !== undefined && step.do === 'replace') {
      index.replace(slot, step.needs);
      held.set(slot, step.needs);
    }
  }
  return found;
}

function faultsOf(slots: Uint32Array, held: ReadonlyMap<number, Needs>, asked: Asked): string[] {
  const faults: string[] = [];
  if (slots.some((slot, i) => i > 0 && slot <= (slots[i - 1] as number))) faults.push('not in order');
  for (const [slot, needed] of held) {
    const isFound = slots.includes(slot);
    // Formats refuse whatever the campaign: such a redemption lacks what is asked of it.
    const isUnreadable =
      asked.cost === undefined || (asked.location === 'invalid' && needed.boxes !== undefined);
    if (!isUnreadable && !isFound && lacking(needed, asked).length === 0) faults.push(`missed ${slot}`);
    if (isFound && (isUnreadable || lacking(widened(needed, asked), asked).length > 0))
      faults.push(`found ${slot}`);
  }
  for (const slot of slots) if (!held.has(slot)) faults.push(`found ${slot}, which is free`);
  return faults;
}

/** In whole hours, and costs as doubles; a tag or two may share a bit. */
function widened({ tags: _, ...needed }: Needs, { cost }: Asked): Needs {
  const { instants, week, cost: bounds } = needed;
  const unlessAlike = (bound: Amount | undefined) =>
    bound && cost && nearestNumber(bound) === nearestNumber(cost) ? undefined : bound;
  const wide = ({ start, end }: Span, unit: number) => ({
    start: Math.floor(start / unit) * unit,
    end: Math.ceil(end / unit) * unit,
  });
  return {
    ...needed,
    cost: { least: unlessAlike(bounds?.least), most: unlessAlike(bounds?.most) },
    instants: instants?.map((span) => wide(span, HOUR)),
    week: week && { zone: week.zone, minutes: week.minutes.map((span) => wide(span, 60)) },
  };
}

/** An index that is told, or asked, something else. */
function mistaken(other: {
  needs?: (needs: Needs) => Needs;
  question?: (question: Question) => Question;
}): Index {
  const index = new NeedsIndex();
  const told = (needs: Needs) => other.needs?.(needs) ?? needs;
  const question = (asked: Question) => other.question?.(asked) ?? asked;
  return {
    add: (needed) => index.add(told(needed)),
    replace: (slot, needed) => index.replace(slot, told(needed)),
    delete: (slot) => index.delete(slot),
    slotsFor: (asked) => index.slotsFor(question(asked)),
  };
}

/** An index that forgets to do something. */
function forgetting(method: 'delete' | 'replace'): Index {
  const index = new NeedsIndex();
  return {
    add: (needed) => index.add(needed),
    replace: (slot, needed) => (method === 'replace' ? undefined : index.replace(slot, needed)),
    delete: (slot) => (method === 'delete' ? undefined : index.delete(slot)),
    slotsFor: (asked) => index.slotsFor(asked),
  };
}

const changed =
  <Key extends keyof Needs>(key: Key, change: (part: NonNullable<Needs[Key]>) => Needs[Key]) =>
  (needed: Needs): Needs => {
    const part = needed[key];
    return part === undefined ? needed : { ...needed, [key]: change(part) };
  };

describe('an index of needs', () => {
  it('misses nothing, and finds little else, whatever is added, replaced and removed, and wherever time goes', () => {
    fc.assert(
      fc.property(steps, (some) => {
        expect(faults(new NeedsIndex(), some)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });

  it.each<[string, () => Index]>([
    [
      'drops an end',
      () =>
        mistaken({
          needs: changed('instants', (spans) => spans.map(({ start }) => ({ start, end: Infinity }))),
        }),
    ],
    [
      'drops a start',
      () =>
        mistaken({
          needs: changed('instants', (spans) => spans.map(({ end }) => ({ start: -Infinity, end }))),
        }),
    ],
    [
      'knows only the first window',
      () => mistaken({ needs: changed('instants', (spans) => spans.slice(0, 1)) }),
    ],
    [
      'ends an hour early',
      () =>
        mistaken({
          needs: changed('instants', (spans) => spans.map(({ start, end }) => ({ start, end: end - HOUR }))),
        }),
    ],
    [
      'takes every clock for one in UTC',
      () => mistaken({ needs: changed('week', ({ minutes }) => ({ zone: 'UTC', minutes })) }),
    ],
    [
      'does not see clocks change',
      () =>
        mistaken({
          question: (asked) =>
            Math.floor(asked.at / HOUR) === Date.parse('2026-10-25T01:00Z') / HOUR
              ? { ...asked, at: asked.at - HOUR }
              : asked,
        }),
    ],
    [
      'has its boxes too small by a hair',
      () =>
        mistaken({
          needs: changed('boxes', (boxes) => boxes.map((box) => ({ ...box, north: box.north - 1e-9 }))),
        }),
    ],
    [
      'has its boxes too large by a tenth of a degree',
      () =>
        mistaken({
          needs: changed('boxes', (boxes) => boxes.map((box) => ({ ...box, east: box.east + 0.1 }))),
        }),
    ],
    ['misses a tag', () => mistaken({ needs: changed('tags', (tags) => tags.slice(0, -1)) })],
    [
      'takes a tag of one category for that of another',
      () =>
        mistaken({ needs: changed('tags', (tags) => tags.map((tag) => ({ ...tag, category: 'brand' }))) }),
    ],
    [
      'takes the least cost for more than it is',
      () =>
        mistaken({
          needs: changed('cost', ({ least, most }) => ({ least: least && parseAmount('10'), most })),
        }),
    ],
    ['forgets to remove', () => forgetting('delete')],
    ['forgets to replace', () => forgetting('replace')],
  ])('that %s is found out', (_, make) => {
    const findsOut = fc.check(
      fc.property(steps, (some) => faults(make(), some).length === 0),
      { numRuns: PLANTED_RUNS, seed: 42, endOnFailure: true },
    );
    expect(findsOut.failed).toBe(true);
  });
});

describe('what an index finds', () => {
  const at = Date.parse('2026-11-21T12:00Z');
  const question: Question = {
    at,
    location: { latitude: 52.37, longitude: 4.89 },
    cost: parseAmount('50'),
    categories: [{ name: 'department', tags: ['shoes'] }],
  };
  const found = (needed: Needs, asked: Partial<Question> = {}) => {
    const index = new NeedsIndex();
    index.add(needed);
    return index.slotsFor({ ...question, ...asked }).length === 1;
  };

  it.each<[string, Needs, boolean]>([
    ['what needs nothing', {}, true],
    ['a tag that is sent', { tags: [{ category: 'department', tag: 'shoes' }] }, true],
    ['a category that is sent', { tags: [{ category: 'department' }] }, true],
    ['not a tag that is not sent', { tags: [{ category: 'department', tag: 'bags' }] }, false],
    ['not a tag of another category', { tags: [{ category: 'brand', tag: 'shoes' }] }, false],
    ['not a category that is not sent', { tags: [{ category: 'brand' }] }, false],
    ['not a tag for a category of its name', { tags: [{ category: 'shoes' }] }, false],
    ['nothing where no tag will do', { tags: [] }, false],
    ['nothing where no place will do', { boxes: [] }, false],
    ['nothing at no instant', { instants: [] }, false],
    ['nothing in no hour', { week: { zone: 'UTC', minutes: [] } }, false],
  ])('%s', (_, needed, isFound) => {
    expect(found(needed)).toBe(isFound);
  });

  it('tells a thousand tags apart as a rule, though not always', () => {
    const index = new NeedsIndex();
    for (let i = 0; i < 1_000; i++) index.add({ tags: [{ category: 'department', tag: `tag ${i}` }] });
    const slots = index.slotsFor({ ...question, categories: [{ name: 'department', tags: ['tag 7'] }] });
    expect(slots).toContain(7);
    expect(slots.length).toBeLessThan(50);
  });

  it('gives a free slot to the next', () => {
    const index = new NeedsIndex();
    const slots = Array.from({ length: 100 }, () => index.add({}));
    index.delete(slots[41] as number);
    expect(index.add({})).toBe(slots[41]);
    expect(index.add({})).toBe(100);
    expect(index.slotsFor(question)).toHaveLength(101);
  });
});
