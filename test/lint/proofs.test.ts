// What is proved of areas, against the engine: no place that it puts into both of two areas that have nothing in
// common, none of an area outside of one
// that covers it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAreas } from '../../src/geo.ts';
import type { Area } from '../../src/area/area.ts';
import { Effort } from '../../src/lint/effort.ts';
import { CirclePart, PolygonPart, type Part } from '../../src/lint/place/part.ts';
import { Edges } from '../../src/lint/place/edges.ts';
import { Region } from '../../src/lint/place/region.ts';
import { isFlat, selfContact } from '../../src/lint/place/ring-contact.ts';
import { Places, Proofs } from '../../src/lint/topics/places.ts';
import { haveNothingTogether } from '../../src/lint/place/cells.ts';
import { covers, haveNothingInCommon, isWithoutPlace } from '../../src/lint/place/proofs.ts';
import { circle, collection, polygon } from '../support/campaigns.ts';

const RUNS = Number(process.env['LINT_RUNS'] ?? 300);

type Point = [number, number];

const plenty = () => new Effort(1e9);

/** On a grid, so that borders meet; now and then off it. */
const coordinate = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -8, max: 8 }) },
  { weight: 1, arbitrary: fc.double({ min: -8, max: 8, noNaN: true }) },
);
const point = fc.tuple(coordinate, coordinate);
const ring = fc
  .array(point, { minLength: 3, maxLength: 6 })
  .map((points): Point[] => [...points, points[0]!]);
const shifted =
  (by: number) =>
  (points: Point[]): Point[] =>
    points.map(([x, y]) => [x + by, y]);
const shape = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        ring,
        fc.array(ring, { maxLength: 1 }),
        fc.constantFrom(0, 0, 6, 12, 170),
        fc.constantFrom(1, 0.2, 3),
      )
      .map(([shell, holes, by, scale]) => {
        const scaled = [shell, ...holes].map((points) =>
          points.map(([x, y]): Point => [x * scale, y * scale]),
        );
        return {
          rings: scaled
            .map(shifted(by))
            .map((points) => points.map(([x, y]): Point => [Math.min(x, 180), y])),
        };
      }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ centre: point, radius: fc.constantFrom(1_000, 100_000, 400_000, 1_500_000) }),
  },
);
/** Around most others. */
const wide = fc.record({ centre: point, radius: fc.constant(4_000_000) });
type Shape = { rings: Point[][] } | { centre: Point; radius: number };

function partOf(of: Shape): Part {
  return 'rings' in of ? new PolygonPart('', 0, of.rings) : new CirclePart('', 0, of.centre, of.radius);
}

function areaOf(of: Shape): Area {
  const feature = 'rings' in of ? polygon(of.rings) : circle(of.centre, of.radius);
  const [area] = readAreas(collection(feature), (path, expected) => expect.fail(`${path}: ${expected}`));
  return area!;
}

/** Places at which one would find that a proof is wrong: vertices, middles of edges, crossings, and beside them. */
function placesOf(a: Shape, b: Shape): Point[] {
  const edges = [a, b].flatMap((of) =>
    'rings' in of
      ? of.rings.flatMap((points) => points.slice(1).map((end, i) => [points[i]!, end] as const))
      : [],
  );
  const places: Point[] = edges.flatMap(([p, q]) => [p, [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2]]);
  for (const [[ax, ay], [bx, by]] of edges) {
    for (const [[cx, cy], [dx, dy]] of edges) {
      const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
      if (share >= 0 && share <= 1) places.push([ax + share * (bx - ax), ay + share * (by - ay)]);
    }
  }
  for (const of of [a, b]) {
    if ('rings' in of) continue;
    const degrees = of.radius / 111_195;
    for (let i = 0; i < 16; i++) {
      const angle = (i * Math.PI) / 8;
      for (const share of [0, 0.5, 0.999])
        places.push([
          of.centre[0] + (share * degrees * Math.cos(angle)) / Math.cos((of.centre[1] * Math.PI) / 180),
          of.centre[1] + share * degrees * Math.sin(angle),
        ]);
    }
  }
  const beside: Point[] = places.flatMap(([x, y]) => [
    [x, y],
    [x + 1e-6, y],
    [x - 1e-6, y],
    [x, y + 1e-6],
    [x, y - 1e-6],
    [x + 0.3, y + 0.2],
  ]);
  return beside.filter(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90);
}

describe('where a ring meets itself', () => {
  const small = fc.integer({ min: 0, max: 4 });
  const onGrid = fc
    .array(fc.tuple(small, small), { minLength: 3, maxLength: 7 })
    .map((points): Point[] => [...points, points[0]!]);

  /** By whole numbers: two edges have a place in common, other than neighbours their common end. */
  function doesMeetItself(points: readonly Point[]): boolean {
    const edges = points.slice(1).flatMap((end, i) => {
      const start = points[i]!;
      return start[0] === end[0] && start[1] === end[1] ? [] : [[start, end] as const];
    });
    const side = ([a, b]: readonly [Point, Point], c: Point) =>
      Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
    const isOn = ([a, b]: readonly [Point, Point], c: Point) =>
      side([a, b], c) === 0 && [0, 1].every((axis) => (c[axis]! - a[axis]!) * (c[axis]! - b[axis]!) <= 0);
    return edges.some((p, i) =>
      edges.some((q, j) => {
        if (j <= i) return false;
        const ends = [p[0], p[1]]
          .filter((end) => isOn(q, end))
          .concat([q[0], q[1]].filter((end) => isOn(p, end)));
        const doCross = side(p, q[0]) * side(p, q[1]) < 0 && side(q, p[0]) * side(q, p[1]) < 0;
        const common = j === i + 1 ? p[1] : i === 0 && j === edges.length - 1 ? p[0] : undefined;
        return doCross || ends.some((end) => !common || end[0] !== common[0] || end[1] !== common[1]);
      }),
    );
  }

  it('is found exactly, and is on the ring', () => {
    fc.assert(
      fc.property(onGrid, (points) => {
        const edges = new Edges([points]);
        fc.pre(!isFlat(edges));
        const contact = selfContact(edges, plenty());
        expect(contact !== undefined).toBe(doesMeetItself(points));
        if (!contact) return;
        const { longitude: x, latitude: y } = contact;
        const meeting = points.slice(1).filter(([bx, by], i) => {
          const [ax, ay] = points[i]!;
          const [dx, dy] = [bx - ax, by - ay];
          const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
          return Math.hypot(ax + share * dx - x, ay + share * dy - y) < 1e-9;
        });
        expect(meeting.length, JSON.stringify(contact)).toBeGreaterThan(1);
      }),
      { numRuns: 2 * RUNS },
    );
  });

  it.each([
    ['above the edge', 1],
    ['below it', -1],
  ])(
    'is found wherever the ring starts and whichever way it goes: a corner on an edge, from %s',
    (_, side) => {
      const teeth = Array.from(
        { length: 30 },
        (__, i): Point => [i + 1, i === 14 ? 0 : side * (2 + (i % 2))],
      );
      const corners: Point[] = [[0, 0], [0, side], ...teeth, [31, side], [31, 0]];
      for (const around of [corners, corners.toReversed()]) {
        for (const i of around.keys()) {
          const turned = [...around.slice(i), ...around.slice(0, i + 1)];
          expect(selfContact(new Edges([turned]), plenty())).toEqual({ longitude: 15, latitude: 0 });
        }
      }
    },
  );

  it('is not looked for without end', () => {
    const bow = new Edges([
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ]);
    expect(selfContact(bow, plenty())).toBeDefined();
    for (const steps of [0, 1, 2]) expect(selfContact(bow, new Effort(steps))).toBeUndefined();
  });
});

describe('what is proved of several areas', () => {
  it('is the same with whatever work there is left, or nothing', () => {
    const corner = (i: number): Point => [Math.cos((i * Math.PI) / 3), Math.sin((i * Math.PI) / 3)];
    const slice = (i: number) => {
      const [[ax, ay], [bx, by]] = [corner(i), corner(i + 1)];
      return new PolygonPart('', 0, [
        [corner(i), corner(i + 1), [(ax + bx) * 0.45, (ay + by) * 0.45], corner(i)],
      ]);
    };
    const asked = [0, 1, 2].map((i) => ({
      fact: { topic: 'place', inside: new Region([slice(i), slice(i + 3)]) } as const,
      because: new Set<never>(),
    }));
    const conflictWithin = (steps: number) =>
      (new Places(new Proofs()).with(asked) as Places).conflict(new Effort(steps));
    expect(conflictWithin(1e6)).toBeDefined();
    const answers = Array.from({ length: 400 }, (_, steps) => conflictWithin(steps) !== undefined);
    expect(answers).toEqual(answers.toSorted());
    expect(new Set(answers).size).toBe(2);
  });
});

describe('what is proved of three parts', () => {
  it('holds of every place that is tried', () => {
    let proved = 0;
    fc.assert(
      fc.property(fc.tuple(shape, shape, shape), (some: Shape[]) => {
        const parts = some.map(partOf);
        const isProved = haveNothingTogether(parts, plenty());
        if (!isProved) return;
        proved++;
        const areas = some.map(areaOf);
        const [a, b, c] = some as [Shape, Shape, Shape];
        for (const [x, y] of [...placesOf(a, b), ...placesOf(b, c), ...placesOf(a, c)])
          expect(areas.every((area) => area.contains(x, y))).toBe(false);
      }),
      { numRuns: RUNS },
    );
    expect(proved).toBeGreaterThan(RUNS / 10);
  });

  it('needs work, and nothing is proved of none', () => {
    const triangle = (i: number) => {
      const corner = (turn: number): Point => {
        const angle = (2 * Math.PI * (i + turn)) / 3;
        return [Math.cos(angle), Math.sin(angle)];
      };
      const [[ax, ay], [bx, by]] = [corner(0), corner(1)];
      return new PolygonPart('', 0, [[corner(0), corner(1), [(ax + bx) * 0.4, (ay + by) * 0.4], corner(0)]]);
    };
    const ring = [0, 1, 2].map(triangle);
    expect(haveNothingTogether(ring, plenty())).toBe(true);
    for (const steps of [0, 9, 40]) expect(haveNothingTogether(ring, new Effort(steps))).toBe(false);
    expect(haveNothingTogether([], plenty())).toBe(false);
    expect(haveNothingTogether([ring[0]!, ring[0]!], plenty())).toBe(false);
  });
});

describe('what is proved of two areas', () => {
  it('holds of every place that is tried', () => {
    const seen = { apart: 0, covered: 0, empty: 0, neither: 0 };
    fc.assert(
      fc.property(shape, fc.oneof({ weight: 5, arbitrary: shape }, wide), (a: Shape, b: Shape) => {
        const [p, q] = [partOf(a), partOf(b)];
        const [areaA, areaB] = [areaOf(a), areaOf(b)];
        const isApart = haveNothingInCommon(p, q, plenty());
        expect(haveNothingInCommon(q, p, plenty())).toBe(isApart);
        const isCovered = covers(q, p, plenty());
        const isEmpty = p.shape === 'polygon' && isWithoutPlace(p, plenty());
        seen[isApart ? 'apart' : isCovered ? 'covered' : isEmpty ? 'empty' : 'neither']++;
        for (const [x, y] of placesOf(a, b)) {
          const [inA, inB] = [areaA.contains(x, y), areaB.contains(x, y)];
          if (isApart) expect(inA && inB).toBe(false);
          if (isCovered && inA) expect(inB).toBe(true);
          if (isEmpty) expect(inA).toBe(false);
        }
      }),
      { numRuns: RUNS },
    );
    expect(seen.apart).toBeGreaterThan(RUNS / 20);
    expect(seen.covered).toBeGreaterThan(0);
    expect(seen.neither).toBeGreaterThan(RUNS / 20);
  });

  it('is nothing where there is not enough work left', () => {
    const near = (x: number): PolygonPart =>
      new PolygonPart('', 0, [
        [
          [x, 0],
          [x + 3, 0],
          [x + 3, 3],
          [x + 1, 1],
          [x, 3],
          [x, 0],
        ],
      ]);
    const notch = new PolygonPart('', 0, [
      [
        [1.2, 1.6],
        [1.5, 1.7],
        [1.2, 3],
        [1.2, 1.6],
      ],
    ]);
    expect(haveNothingInCommon(near(0), notch, plenty())).toBe(true);
    expect(haveNothingInCommon(near(0), notch, new Effort(0))).toBe(false);
    expect(haveNothingInCommon(near(0), notch, new Effort(8))).toBe(false);
    const disc = new CirclePart('', 0, [1, 2.5], 20_000);
    expect(haveNothingInCommon(disc, near(0), plenty())).toBe(true);
    expect(haveNothingInCommon(disc, near(0), new Effort(2))).toBe(false);
  });
});
