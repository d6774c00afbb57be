import { describe, expect, it } from 'vitest';
import { CircleArea, PolygonArea, UnionArea, type Area } from '../../src/area/area.ts';
import { AreaSet } from '../../src/area/area-set.ts';
import type { Box } from '../../src/area/box-index.ts';
import type { Ring } from '../../src/area/ring.ts';
import { readAreas } from '../../src/geo.ts';
import { isInCircle, polygonByTurf, type Point } from '../support/areas-by-turf.ts';
import { box, circle, collection, feature, polygon } from '../support/campaigns.ts';
import { points, seeded, star, type Random } from '../support/rings.ts';

const SEED = 20_261_122;
const DEGREE = (Math.PI / 180) * 6_371_008.8;

function areasOf(...features: readonly unknown[]): readonly Area[] {
  return readAreas(collection(...features), (pointer, expected, found) => {
    throw new Error(`${pointer}: expected ${expected}, found ${found}`);
  });
}

function isInBox({ west, south, east, north }: Box, [x, y]: Point): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

/** The place that lies a part of the way round the Earth from a centre, at a bearing. */
function away([longitude, latitude]: Point, distance: number, bearing: number): Point {
  const [y, far] = [(latitude * Math.PI) / 180, distance / 6_371_008.8];
  const north = Math.asin(
    Math.min(1, Math.max(-1, Math.sin(y) * Math.cos(far) + Math.cos(y) * Math.sin(far) * Math.cos(bearing))),
  );
  const east = Math.atan2(
    Math.sin(bearing) * Math.sin(far) * Math.cos(y),
    Math.cos(far) - Math.sin(y) * Math.sin(north),
  );
  const x = longitude + (east * 180) / Math.PI;
  return [x > 180 ? x - 360 : x < -180 ? x + 360 : x, (north * 180) / Math.PI];
}

function circlesOf(random: Random): { center: Point; radius: number }[] {
  const any = (...values: readonly number[]) => values[Math.floor(random() * values.length)]!;
  return Array.from({ length: 2_000 }, () => ({
    center: [
      any(360 * random() - 180, 180, -180, 179.99, -179.99, 0),
      any(180 * random() - 90, 90, -90, 89.99999, -89.9, 60, 0),
    ],
    radius: any(
      1e-3,
      50,
      5_000 * random(),
      1e6 * random(),
      2e7 * random(),
      45 * DEGREE,
      90 * DEGREE,
      180 * DEGREE,
    ),
  }));
}

describe('the boxes of an area', () => {
  const boxesOf = (one: unknown) =>
    areasOf(one)[0]!.boxes.map(({ west, south, east, north }) => [west, south, east, north]); // prettier-ignore

  it('are that of a polygon’s shell', () => {
    expect(boxesOf(polygon([box(1, 2, 3, 4), box(2, 3, 2.5, 3.5)]))).toEqual([[1, 2, 3, 4]]);
  });

  it('are one for each polygon of several', () => {
    const coordinates = [[box(1, 2, 3, 4)], [box(-9, -8, -7, -6)]];
    expect(boxesOf(feature({ type: 'MultiPolygon', coordinates }))).toEqual([
      [1, 2, 3, 4],
      [-9, -8, -7, -6],
    ]);
  });

  it('are none where the area holds nothing', () => {
    expect(new UnionArea('nowhere', []).boxes).toEqual([]);
  });

  it('hold a circle, narrowly', () => {
    const [[west, south, east, north]] = boxesOf(circle([10, 60], DEGREE)) as [
      [number, number, number, number],
    ];
    expect(south).toBeCloseTo(59, 3);
    expect(north).toBeCloseTo(61, 3);
    // Where meridians touch the circle, it is a little wider than at its centre's latitude.
    expect(east - 10).toBeCloseTo((Math.asin(Math.sin(Math.PI / 180) / 0.5) * 180) / Math.PI, 3);
    expect(10 - west).toBeCloseTo(east - 10, 9);
  });

  it('are two of a circle across the antimeridian, from either side', () => {
    for (const longitude of [179.9, -179.9]) {
      const boxes = boxesOf(circle([longitude, 0], DEGREE));
      expect(boxes).toHaveLength(2);
      for (const [west, , east] of boxes) expect(west === -180 || east === 180).toBe(true);
    }
    expect(boxesOf(circle([178.9, 0], DEGREE))).toHaveLength(1);
    expect(boxesOf(circle([-178.9, 0], DEGREE))).toHaveLength(1);
  });

  it('go all round where a circle holds a pole', () => {
    expect(boxesOf(circle([20, 89.5], DEGREE))).toEqual([[-180, expect.closeTo(88.5, 3), 180, 90]]);
    expect(boxesOf(circle([20, -89.5], DEGREE))).toEqual([[-180, -90, 180, expect.closeTo(-88.5, 3)]]);
    expect(boxesOf(circle([20, 10], 1e12))).toEqual([[-180, -90, 180, 90]]);
  });

  it('hold every place of a circle, and the circle holds what it did without them', () => {
    const random = seeded(SEED);
    let held = 0;
    for (const { center, radius } of circlesOf(random)) {
      const area = new CircleArea(undefined, ...center, radius);
      const { boxes } = area;
      for (let i = 0; i < 100; i++) {
        const part = [1, 1 - 1e-9, 1 + 1e-9, 1 - 1e-15, random(), 2 * random()][i % 6]!;
        const bearing = [random() * 2 * Math.PI, Math.PI / 2, -Math.PI / 2, 0, Math.PI][i % 5]!;
        const point =
          i % 10 === 0
            ? ([360 * random() - 180, 180 * random() - 90] as const)
            : away(center, radius * part, bearing); // prettier-ignore
        const isIn = isInCircle(center, radius, point);
        if (area.contains(...point) !== isIn) expect([center, radius, point]).toBe(`in it: ${isIn}`);
        if (isIn) held++;
        if (isIn && !boxes.some((one) => isInBox(one, point)))
          expect([center, radius, point]).toBe('in a box');
      }
    }
    expect(held).toBeGreaterThan(50_000);
  });
});

describe('the areas of a rule', () => {
  /** With what holds a point by turf and haversine alone. */
  interface Place {
    readonly feature: unknown;
    readonly holds: (point: Point) => boolean;
    readonly near: (random: Random) => Point;
  }

  function placesOf(random: Random, many: number): Place[] {
    return Array.from({ length: many }, (_, i): Place => {
      const center: Point = [4 + 2 * random(), 51 + 2 * random()];
      const shell = star(random, 5 + Math.floor(60 * random()), 0.5, center, 0.2);
      const hole = star(random, 40, 0.5, center, 0.1);
      const near = (ring: readonly Point[]) => (random: Random) => {
        const some = [...points(random, ring, 1)];
        return some[Math.floor(random() * some.length)]!;
      };
      if (i % 5 === 0) {
        const middle: Point = [[179.99, -179.99, 5][i % 3]!, [0, 89.9, -89.9, 52][i % 4]!];
        const radius = 50_000 * random();
        return {
          feature: circle(middle, radius),
          holds: (point) => isInCircle(middle, radius, point),
          near: (random) => away(middle, 1.2 * radius * random(), 7 * random()),
        };
      }
      if (i % 5 === 1) {
        const other = star(random, 40, 0.3, [center[0] + 0.1, center[1]], 0.1);
        const polygons = [[shell, hole], [other]];
        const byTurf = polygons.map(polygonByTurf);
        return {
          feature: feature({ type: 'MultiPolygon', coordinates: polygons }),
          holds: (point) => byTurf.some((holds) => holds(point)),
          near: near(random() < 0.5 ? hole : other),
        };
      }
      const rings = i % 5 === 2 ? [shell] : [shell, hole];
      return { feature: polygon(rings), holds: polygonByTurf(rings), near: near(i % 5 === 3 ? hole : shell) };
    });
  }

  interface Asked {
    contains(longitude: number, latitude: number): boolean;
  }

  /** The first points that are in the areas by one opinion only. */
  function differences(prepare: (areas: readonly Area[]) => Asked, many: readonly number[]): Point[] {
    const random = seeded(SEED);
    const different: Point[] = [];
    for (const number of many) {
      const places = placesOf(random, number);
      const asked = prepare(areasOf(...places.map((place) => place.feature)));
      for (let i = 0; i < 3_000; i++) {
        const point = places[Math.floor(random() * number)]!.near(random);
        const isIn = places.some((place) => place.holds(point));
        if (asked.contains(...point) !== isIn) different.push(point);
      }
    }
    return different.slice(0, 5);
  }

  const NUMBERS = [1, 2, 7, 8, 9, 16, 17, 100, 300];

  it('hold what one of them holds by turf and haversine, be they few or many', () => {
    expect(differences((areas) => new AreaSet(areas), NUMBERS)).toEqual([]);
  });

  it('hold nothing where none of many holds anything', () => {
    const none = Array.from({ length: 20 }, () => new UnionArea(undefined, []));
    expect(new AreaSet(none).contains(0, 0)).toBe(false);
  });

  it.each([
    [
      'a hole whose border does not belong to the area',
      polygons(
        ([shell, ...holes], x, y) =>
          shell!.holds(x, y, true) && !holes.some((hole) => hole.holds(x, y, true)),
      ),
    ],
    [
      'a shell whose border does not belong to the area',
      polygons(
        ([shell, ...holes], x, y) =>
          shell!.holds(x, y, false) && !holes.some((hole) => hole.holds(x, y, false)),
      ),
    ],
    ['a hole that is forgotten', polygons(([shell], x, y) => shell!.holds(x, y, true))],
    ['only the first box of each area', (area: Area) => replaced(area, { boxes: area.boxes.slice(0, 1) })],
    [
      'boxes that are too small',
      (area: Area) =>
        replaced(area, {
          boxes: area.boxes.map(({ west, south, east, north }) => ({
            west,
            south,
            east: east - (east - west) / 1e3,
            north,
          })),
        }),
    ],
    [
      'circles that are flat',
      (area: Area) => replaced(area, { contains: (x, y) => area.contains(x < -179 ? 180 : x, y) }),
    ],
  ] as const)('a planted bug is found out: %s', (_, plant) => {
    const planted = (areas: readonly Area[]) => new AreaSet(areas.map(plant));
    expect(differences(planted, [9, 200])).not.toEqual([]);
  });
});

function replaced(area: Area, changed: Partial<Area>): Area {
  return {
    name: area.name,
    boxes: area.boxes,
    rings: undefined,
    contains: area.contains.bind(area),
    ...changed,
  };
}

/** Polygons asked in another way, those of unions too; circles as they are. */
function polygons(holds: (rings: readonly Ring[], x: number, y: number) => boolean) {
  return function planted(area: Area): Area {
    if (area instanceof UnionArea) return new UnionArea(area.name, area['areas'].map(planted));
    if (!(area instanceof PolygonArea)) return area;
    const rings = [area['shell'], ...area['holes']];
    return replaced(area, { contains: (x, y) => holds(rings, x, y) });
  };
}
