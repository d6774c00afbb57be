import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Effort } from '../../src/lint/effort.ts';
import { common, outside, spansOf } from '../../src/lint/time/spans.ts';
import { When } from '../../src/lint/time/when.ts';
import { LAST_INSTANT, minuteOfWeek } from '../../src/time/local.ts';
import { zoneOf, type Zone } from '../../src/time/zone.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 168 * HOUR;

const plenty = () => new Effort(1e9);

describe('sets of numbers', () => {
  const whole = { start: 0, end: 20 };
  const spans = fc
    .array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 6 })
    .map((pairs) => spansOf(pairs.map(([start, end]) => ({ start, end }))));
  const numbers = (set: readonly { start: number; end: number }[]) =>
    Array.from({ length: 20 }, (_, i) => i).filter((i) =>
      set.some(({ start, end }) => start <= i && i < end),
    );

  it('in both, and outside, number by number', () => {
    fc.assert(
      fc.property(spans, spans, (a, b) => {
        expect(numbers(common(a, b))).toEqual(numbers(a).filter((i) => numbers(b).includes(i)));
        expect(numbers(outside(a, whole))).toEqual(numbers([whole]).filter((i) => !numbers(a).includes(i)));
        for (const set of [common(a, b), outside(a, whole)])
          for (const { start, end } of set) expect(start).toBeLessThan(end);
      }),
    );
  });
});

describe('instants at which clocks show something', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Europe/Amsterdam',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'America/Havana',
  );
  const day = fc.tuple(fc.nat(6), fc.nat(1_410), fc.integer({ min: 1, max: 400 }));
  const minutes = fc.array(day, { minLength: 1, maxLength: 3 }).map((days) =>
    spansOf(
      days.map(([of, start, length]) => ({
        start: of * 1440 + start,
        end: Math.min(of * 1440 + start + length, 10_080),
      })),
    ),
  );
  /** Around changes of clocks in 2026. */
  const from = fc
    .constantFrom(
      '2026-03-06T00:00Z',
      '2026-03-27T00:00Z',
      '2026-04-03T00:00Z',
      '2026-10-02T00:00Z',
      '2026-10-23T00:00Z',
      '2026-10-30T00:00Z',
    )
    .map(Date.parse);

  it('are found where there are some, minute by minute', () => {
    fc.assert(
      fc.property(
        from,
        fc.integer({ min: 1, max: 3 * 24 * 60 }),
        zone,
        minutes,
        zone,
        minutes,
        (start, length, a, ofA, b, ofB) => {
          const span = { start, end: start + length * MINUTE };
          const found = When.always.within([span]).inWeek(a, ofA).inWeek(b, ofB).some(plenty());
          const isOpen = (at: number) =>
            [[a, ofA] as const, [b, ofB] as const].every(([name, open]) => {
              const minute = minuteOfWeek(at, zoneOf(name));
              return open.some((one) => one.start <= minute && minute < one.end);
            });
          let first: number | undefined;
          for (let at = span.start; at < span.end && first === undefined; at += MINUTE)
            if (isOpen(at)) first = at;
          expect(found).toBe(first);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are from 1970 to the last that the engine takes', () => {
    expect(When.always.some(plenty())).toBe(0);
    expect(When.always.within([{ start: -Infinity, end: 0 }]).some(plenty())).toBeUndefined();
    expect(When.always.within([{ start: LAST_INSTANT, end: Infinity }]).some(plenty())).toBe(LAST_INSTANT);
    expect(When.always.within([{ start: LAST_INSTANT + 1, end: Infinity }]).some(plenty())).toBeUndefined();
  });

  it('are found in any year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 9998 }), fc.nat(51), (year, week) => {
        const start = new Date(0).setUTCFullYear(year) + week * WEEK;
        const when = When.always
          .within([{ start, end: start + WEEK }])
          .inWeek('America/New_York', [{ start: 600, end: 601 }]);
        const found = when.some(plenty()) as number;
        expect(minuteOfWeek(found, zoneOf('America/New_York'))).toBe(600);
        expect(found >= start && found < start + WEEK).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('are not known where it would be too much work', () => {
    const never = When.always
      .inWeek('Asia/Tokyo', [{ start: 0, end: 60 }])
      .inWeek('UTC', [{ start: 0, end: 60 }]);
    expect(never.some(plenty())).toBeUndefined();
    for (const steps of [0, 1, 2, 20_000, 20_002, 40_003, 60_000])
      expect(never.some(new Effort(steps)), String(steps)).toBe('unknown');
  });
});

describe('clocks after 2100', () => {
  interface Change {
    readonly at: number;
    readonly by: number;
  }

  function changesOf(zone: Zone, from: number, to: number): Change[] {
    const changes: Change[] = [];
    let { offset, end } = zone.stretchAt(from);
    while (end < to) {
      const next = zone.stretchAt(end);
      if (next.offset !== offset) changes.push({ at: next.start, by: next.offset - offset });
      ({ offset, end } = next);
    }
    return changes;
  }

  const [start, seen, end] = [2101, 2130, 2501].map((year) => Date.UTC(year));
  const zones = ['Europe/Amsterdam', 'America/New_York', 'Asia/Beirut', 'Australia/Lord_Howe'].map(zoneOf);
  const changes = zones.map((zone) => changesOf(zone, start!, end!));

  it('do until 2130 whatever they do later, alone and together', () => {
    for (const [i, ours] of changes.entries()) {
      for (const theirs of changes.slice(i)) {
        const all = [...ours, ...theirs].toSorted((a, b) => a.at - b.at);
        const kinds = (of: readonly Change[]) =>
          new Set(
            of.slice(1).map(({ at, by }, k) => {
              const gap = at - of[k]!.at;
              return [((at % WEEK) + WEEK) % WEEK, by, gap < WEEK ? gap : 'a week or more'].join();
            }),
          );
        const early = kinds(all.filter(({ at }) => at < seen!));
        const late = kinds(all.filter(({ at }) => at >= seen!));
        expect(late.size).toBeGreaterThan(0);
        expect([...late].filter((kind) => !early.has(kind))).toEqual([]);
      }
    }
  });

  it('do the same again after 400 years', () => {
    const cycle = 146_097 * 24 * HOUR;
    for (const [i, zone] of zones.entries()) {
      for (const { at } of changes[i]!.slice(0, 40)) {
        for (const step of [-1, 0]) {
          expect(zone.offsetAt(at + cycle + step)).toBe(zone.offsetAt(at + step));
          expect(zone.offsetAt(at + 15 * cycle + step)).toBe(zone.offsetAt(at + step));
        }
      }
    }
  });
});
