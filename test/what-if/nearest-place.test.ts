// The nearest permitted place, against all places on a border: areas of every size anywhere on the globe, on seeded cases.

import { describe, expect, it } from 'vitest';
import { compile, whatIf } from '../../src/index.ts';
import { circle, collection, feature, withRules } from '../support/campaigns.ts';
import { randomFrom } from '../support/timed-cases.ts';
import { contextOf } from '../support/what-if.ts';

type Position = readonly [longitude: number, latitude: number];
type Ring = readonly Position[];

const CASES = 160;
const EARTH_RADIUS = 6_371_008.8;
const RADIAN = Math.PI / 180;
const USAGE = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };

/** By vectors: the engine's own way is the haversine. */
function metresBetween(a: Position, b: Position): number {
  const [u, v] = [vectorTo(a), vectorTo(b)];
  const across = Math.hypot(u[0] - v[0], u[1] - v[1], u[2] - v[2]);
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, across / 2));
}

function vectorTo([longitude, latitude]: Position): readonly [number, number, number] {
  const [l, p] = [longitude * RADIAN, latitude * RADIAN];
  return [Math.cos(p) * Math.cos(l), Math.cos(p) * Math.sin(l), Math.sin(p)];
}

class Maker {
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  pick<Item>(choices: readonly Item[]): Item {
    return choices[Math.floor(this.next() * choices.length)] as Item;
  }

  near([longitude, latitude]: Position, size: number): Position {
    return [
      clamped(longitude + (this.next() - 0.5) * size, 180),
      clamped(latitude + (this.next() - 0.5) * size, 90),
    ];
  }

  /** A star around a centre: a smaller one lies within. */
  star([longitude, latitude]: Position, least: number, most: number): Ring {
    const corners = 4 + Math.floor(this.next() * 8);
    const ring = Array.from({ length: corners }, (_, i): Position => {
      const angle = ((i + this.next() * 0.8) / corners) * 2 * Math.PI;
      const reach = least + this.next() * (most - least);
      return [
        clamped(longitude + reach * Math.cos(angle), 180),
        clamped(latitude + reach * Math.sin(angle), 90),
      ];
    });
    return [...ring, ring[0] as Position];
  }

  polygon(centre: Position, size: number): readonly Ring[] {
    const hole = this.next() < 0.5 ? [this.star(centre, size * 0.05, size * 0.12)] : [];
    return [this.star(centre, size * 0.3, size), ...hole];
  }
}

function clamped(value: number, bound: number): number {
  return Math.max(-bound, Math.min(bound, value));
}

function alongRing(ring: Ring): Position[] {
  const shares = Array.from({ length: 401 }, (_, i) => i / 400);
  return ring.slice(1).flatMap((b, i) => {
    const a = ring[i] as Position;
    return shares.map((share): Position => [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]);
  });
}

interface Shape {
  readonly feature: unknown;
  metresFrom(from: Position): number;
}

function polygons(rings: readonly (readonly Ring[])[]): Shape {
  const border = rings.flat().flatMap(alongRing);
  return {
    feature: feature({ type: 'MultiPolygon', coordinates: rings }),
    metresFrom: (from) =>
      border.reduce((least, place) => Math.min(least, metresBetween(from, place)), Infinity),
  };
}

function round(centre: Position, radius: number): Shape {
  return { feature: circle([...centre], radius), metresFrom: (from) => metresBetween(from, centre) - radius };
}

function shapesOf(make: Maker, centre: Position, size: number): Shape[] {
  switch (make.pick(['one', 'some', 'circles', 'many'])) {
    case 'one':
      return [polygons([make.polygon(centre, size)])];
    case 'some':
      return [
        polygons([make.polygon(centre, size), make.polygon(make.near(centre, size * 6), size / 2)]),
        round(make.near(centre, size * 3), 1 + make.next() * size * 50_000),
      ];
    case 'circles':
      return [round(centre, make.pick([1, 50, 25_000, 3e6, 9e6]))];
    default:
      return Array.from({ length: 60 }, () =>
        round(make.near(centre, size * 4), 1 + make.next() ** 3 * size * 60_000),
      );
  }
}

describe('the nearest permitted place', () => {
  it.each<[Position, Position]>([
    [
      [0, 0],
      [180, 0],
    ],
    [
      [10, 20],
      [-170, -20],
    ],
    [
      [45, 45],
      [-135, -45],
    ],
    [
      [0, 90],
      [77, -90],
    ],
    [
      [30, -90],
      [-5, 90],
    ],
  ])('of a circle around %j is on its edge, seen from the opposite %j too', (centre, from) => {
    const campaign = compile(withRules({ type: 'area', areas: collection(circle([...centre], 1_000_000)) }));
    const location = { latitude: from[1], longitude: from[0] };
    const [violation] = whatIf(campaign, contextOf({ location }, { usage: USAGE })).violations;
    expect(violation?.fix?.distance_m).toBeCloseTo(Math.PI * EARTH_RADIUS - 1_000_000, -1);
    const { latitude, longitude } = violation?.fix?.changes[0]?.value as {
      latitude: number;
      longitude: number;
    };
    expect(metresBetween(centre, [longitude, latitude])).toBeCloseTo(1_000_000, 0);
  });

  it('is no farther than any on a border, and permitted', () => {
    let found = 0;
    for (let seed = 1; seed <= CASES; seed++) {
      const make = new Maker(seed);
      const centre = make.pick<Position>([
        [4, 52],
        [0, 0],
        [178, -17],
        [-179, 65],
        [25, 89],
        [179.9, 0],
        [0, 90],
        [10, -89.5],
      ]);
      const size = make.pick([0.01, 0.5, 5, 40, 100]);
      const shapes = shapesOf(make, centre, size);
      const campaign = compile(
        withRules({ type: 'area', areas: collection(...shapes.map((shape) => shape.feature)) }),
      );
      const from = make.pick<Position>([
        make.near(centre, size * 3),
        make.near([0, 0], 180),
        [-centre[0], centre[1]],
        [180, 80],
        [0, -90],
      ]);
      const asked = (longitude: number, latitude: number) =>
        contextOf({ location: { latitude, longitude } }, { usage: USAGE });
      const [violation] = whatIf(campaign, asked(...from), { upcoming: 0 }).violations;
      if (!violation) continue;
      found++;
      const { latitude, longitude } = violation.fix?.changes[0]?.value as {
        latitude: number;
        longitude: number;
      };
      const least = Math.min(...shapes.map((shape) => shape.metresFrom(from)));
      const metres = metresBetween(from, [longitude, latitude]);
      expect(campaign.evaluate(asked(longitude, latitude)).status, `seed ${seed}`).toBe('accepted');
      expect(metres, `seed ${seed}`).toBeLessThan(least + 1);
      expect(Math.abs(metres - (violation.fix?.distance_m ?? Infinity)), `seed ${seed}`).toBeLessThan(1);
    }
    expect(found).toBeGreaterThan(CASES / 2);
  });
});
