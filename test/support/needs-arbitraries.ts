// Needs, and redemptions aimed at where they end.

import fc from 'fast-check';
import { nearestNumber, parseAmount, type Amount } from '../../src/money.ts';
import type { Box } from '../../src/area/box-index.ts';
import type { Needs, Span } from '../../src/needs.ts';
import type { Location } from '../../src/rule.ts';
import type { Asked } from './needs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Ten days about an hour that two zones' clocks repeat, and one of another that skips a day. */
const AUTUMN = Date.parse('2026-10-25T01:00Z');
const SKIPPED_DAY = Date.parse('2011-12-30T10:00Z');

const instants: fc.Arbitrary<number> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -240, max: 240 }).map((hours) => AUTUMN + hours * HOUR) },
  { weight: 3, arbitrary: fc.integer({ min: -90, max: 90 }).map((minutes) => AUTUMN + minutes * MINUTE) },
  { weight: 1, arbitrary: fc.integer({ min: -30, max: 30 }).map((hours) => SKIPPED_DAY + hours * HOUR) },
  { weight: 1, arbitrary: fc.integer({ min: -5, max: 5 }).map((step) => AUTUMN + step) },
  { weight: 1, arbitrary: fc.integer({ min: -3_000, max: 3_000 }).map((days) => AUTUMN + days * DAY) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 253_402_300_799_999, -62_135_596_800_000) },
);

const spans: fc.Arbitrary<Span> = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: instants }, fc.constantFrom(-Infinity)),
    fc.oneof({ weight: 8, arbitrary: instants }, fc.constantFrom(Infinity)),
  )
  .map(([a, b]) => (a < b ? { start: a, end: b } : { start: b, end: a }))
  .filter(({ start, end }) => start < end);

const ZONES = ['Europe/Amsterdam', 'Europe/London', 'UTC', 'Pacific/Apia', 'Australia/Lord_Howe'];

const minutes: fc.Arbitrary<Span> = fc
  .tuple(fc.integer({ min: 0, max: 7 * 24 * 2 - 1 }), fc.constantFrom(1, 30, 31, 60, 600, 1_440))
  .map(([half, length]) => ({ start: half * 30, end: Math.min(7 * 1_440, half * 30 + length) }));

const DEGREES: readonly number[] = [0, 1 / 1_024, 0.01, 0.125, 4.5, 90];

function coordinate(most: number): fc.Arbitrary<number> {
  return fc
    .tuple(fc.constantFrom(-most, 0, 4, most - 4, most), fc.constantFrom(...DEGREES), fc.constantFrom(-1, 1))
    .map(([base, step, sign]) => Math.max(-most, Math.min(most, base + sign * step)));
}

const boxes: fc.Arbitrary<Box> = fc
  .tuple(coordinate(180), coordinate(90), coordinate(180), coordinate(90))
  .map(([a, b, c, d]) => ({
    west: Math.min(a, c),
    south: Math.min(b, d),
    east: Math.max(a, c),
    north: Math.max(b, d),
  }));

const amounts: fc.Arbitrary<Amount> = fc
  .oneof(
    fc.integer({ min: -2, max: 12 }).map((units) => `${units}.10`),
    fc.constantFrom(
      '10',
      '10.000000000000000001',
      '9007199254740993',
      '9007199254740992',
      '9007199254740992.5',
    ),
  )
  .map((text) => parseAmount(text) as Amount);

const CATEGORIES = ['department', 'brand'];
const TAGS = ['shoes', 'bags', 'outlet', ''];

const neededTags = fc.record(
  { category: fc.constantFrom(...CATEGORIES), tag: fc.constantFrom(...TAGS) },
  { requiredKeys: ['category'] },
);

const costs = fc.tuple(amounts, amounts, fc.constantFrom('both', 'least', 'most')).map(([a, b, given]) => {
  const [least, most] = nearestNumber(a) < nearestNumber(b) ? [a, b] : [b, a];
  return { ...(given !== 'most' && { least }), ...(given !== 'least' && { most }) };
});

export const needs: fc.Arbitrary<Needs> = fc.record(
  {
    instants: fc.oneof(
      { weight: 20, arbitrary: fc.array(spans, { minLength: 1, maxLength: 4 }) },
      fc.constant([]),
    ),
    week: fc.record({
      zone: fc.constantFrom(...ZONES),
      minutes: fc.array(minutes, { minLength: 1, maxLength: 8 }),
    }),
    boxes: fc.array(boxes, { minLength: 1, maxLength: 3 }),
    cost: costs,
    tags: fc.array(neededTags, { minLength: 1, maxLength: 3 }),
  },
  { requiredKeys: [] },
);

const entries = fc.record({
  name: fc.constantFrom(...CATEGORIES),
  tags: fc.array(fc.constantFrom(...TAGS), { maxLength: 2 }),
});

/** Redemptions at the edges of these needs, and others. */
export function askedAbout(some: readonly Needs[]): fc.Arbitrary<Asked> {
  const edges = some
    .flatMap((one) => one.instants ?? [])
    .flatMap(({ start, end }) => [start, end - 1, end])
    .filter((instant) => Math.abs(instant) < 2 ** 50);
  const corners = some
    .flatMap((one) => one.boxes ?? [])
    .flatMap(({ west, south, east, north }) => [
      { longitude: west, latitude: south },
      { longitude: east, latitude: north },
      { longitude: (west + east) / 2, latitude: (south + north) / 2 },
    ]);
  const bounds = some.flatMap(({ cost }) => [cost?.least, cost?.most]).filter((bound) => bound !== undefined);
  const either = <Value>(aimed: readonly Value[], others: fc.Arbitrary<Value>) =>
    aimed.length === 0 ? others : fc.oneof(fc.constantFrom(...aimed), others);
  const somewhere = fc.record({ longitude: coordinate(180), latitude: coordinate(90) });
  return fc.record({
    at: either(edges, instants),
    location: fc.oneof(
      { weight: 12, arbitrary: either<Location>(corners, somewhere) },
      fc.constantFrom('absent' as const, 'invalid' as const),
    ),
    cost: fc.option(either(bounds, amounts), { nil: undefined, freq: 12 }),
    categories: fc.oneof(
      { weight: 12, arbitrary: fc.array(entries, { maxLength: 2 }) },
      fc.constant('unreadable' as const),
    ),
  });
}
