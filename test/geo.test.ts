import { array, assert, boolean, integer, property, record, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { polygonFromPolyline } from '../src/index.ts';
import type { Area } from '../src/area/area.ts';
import { isLatitude, isLongitude, MOST_POSITIONS, readAreas } from '../src/geo.ts';
import {
  box,
  circle,
  collection,
  decideFor,
  feature,
  issuesOf,
  polygon,
  told,
  withRules,
} from './support/campaigns.ts';

type Position = readonly [x: number, y: number];

interface Issue {
  path: string;
  expected: string;
  found: string;
}

function read(value: unknown): { areas: readonly Area[]; issues: Issue[] } {
  const issues: Issue[] = [];
  const areas = readAreas(value, (path, expected, found) => issues.push({ path, expected, found }));
  return { areas, issues };
}

/** The one area of a feature in which nothing is wrong. */
function areaOf(one: unknown): Area {
  const { areas, issues } = read(collection(one));
  expect(issues).toEqual([]);
  return areas[0] as Area;
}

const INSIDE = [
  ['the middle', [5, 5]],
  ['the west border', [0, 5]],
  ['the east border', [10, 5]],
  ['the south border', [5, 0]],
  ['the north border', [5, 10]],
  ['a vertex', [0, 0]],
  ['the opposite vertex', [10, 10]],
  ['another vertex', [10, 0]],
  ['the last vertex', [0, 10]],
  ['just inside the west border', [1e-9, 5]],
  ['just inside a vertex', [1e-9, 1e-9]],
] as const;

const OUTSIDE = [
  ['just west', [-1e-9, 5]],
  ['just east', [10.000000001, 5]],
  ['just south', [5, -1e-9]],
  ['just north', [5, 10.000000001]],
  ['just past a vertex', [-1e-9, -1e-9]],
  ['in line with the south border', [-1, 0]],
  ['in line with the north border', [11, 10]],
  ['in line with the west border', [0, 11]],
  ['far away', [-170, -80]],
] as const;

describe('a polygon', () => {
  const square = areaOf(polygon([box(0, 0, 10, 10)]));

  it.each(INSIDE)('holds %s', (_, [x, y]) => {
    expect(square.contains(x, y)).toBe(true);
  });

  it.each(OUTSIDE)('does not hold what is %s', (_, [x, y]) => {
    expect(square.contains(x, y)).toBe(false);
  });

  it('does not care which way its rings turn', () => {
    const turned = areaOf(polygon([box(0, 0, 10, 10).reverse(), box(2, 2, 4, 4)]));
    expect(turned.contains(1, 1)).toBe(true);
    expect(turned.contains(3, 3)).toBe(false);
    expect(turned.contains(11, 1)).toBe(false);
  });

  it.each([
    ['strictly inside the hole', [5, 5], false],
    ['just inside the hole’s border', [4.000000001, 5], false],
    ['on the hole’s border', [4, 5], true],
    ['on the hole’s north border', [5, 6], true],
    ['on a vertex of the hole', [4, 4], true],
    ['just outside the hole', [3.999999999, 5], true],
    ['in line with the hole’s border', [1, 4], true],
    ['on the shell', [0, 4], true],
  ] as const)('with a hole: a point %s', (_, [x, y], isInside) => {
    const holed = areaOf(polygon([box(0, 0, 10, 10), box(4, 4, 6, 6)]));
    expect(holed.contains(x, y)).toBe(isInside);
  });

  it('asks its holes one by one: an overlap of two stays a hole', () => {
    const holed = areaOf(polygon([box(0, 0, 10, 10), box(2, 2, 6, 6), box(4, 4, 8, 8)]));
    expect(holed.contains(5, 5)).toBe(false);
    expect(holed.contains(3, 3)).toBe(false);
    expect(holed.contains(7, 7)).toBe(false);
    expect(holed.contains(2, 2)).toBe(true);
    // On the border of one hole, strictly inside the other.
    expect(holed.contains(4, 5)).toBe(false);
  });

  it('with a hole as large as itself is its border', () => {
    const line = areaOf(polygon([box(0, 0, 10, 10), box(0, 0, 10, 10)]));
    expect(line.contains(0, 5)).toBe(true);
    expect(line.contains(5, 5)).toBe(false);
  });

  it('that crosses itself is inside by the even-odd rule', () => {
    const bowTie = areaOf(
      polygon([
        [
          [0, 0],
          [10, 10],
          [10, 0],
          [0, 10],
          [0, 0],
        ],
      ]),
    );
    expect(bowTie.contains(1, 5)).toBe(true);
    expect(bowTie.contains(9, 5)).toBe(true);
    expect(bowTie.contains(5, 5)).toBe(true);
    expect(bowTie.contains(5, 1)).toBe(false);
    expect(bowTie.contains(5, 9)).toBe(false);
  });

  it('that goes round twice is outside in the middle, by the even-odd rule', () => {
    const once = box(0, 0, 10, 10);
    const twice = areaOf(polygon([[...once, ...once.slice(1)]]));
    expect(twice.contains(5, 5)).toBe(false);
    expect(twice.contains(0, 5)).toBe(true);
  });

  it.each([
    [
      'a point',
      [
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      [1, 1],
      [1, 1.5],
    ],
    [
      'a line',
      [
        [0, 0],
        [5, 5],
        [10, 10],
        [0, 0],
      ],
      [7, 7],
      [7, 8],
    ],
    [
      'a level line',
      [
        [0, 0],
        [10, 0],
        [5, 0],
        [0, 0],
      ],
      [7, 0],
      [11, 0],
    ],
  ] as const)('that is no more than %s holds that', (_, ring, on, off) => {
    const thin = areaOf(polygon([ring]));
    expect(thin.contains(on[0], on[1])).toBe(true);
    expect(thin.contains(off[0], off[1])).toBe(false);
  });

  it('reaches the edges of the map', () => {
    const world = areaOf(polygon([box(-180, -90, 0, 90)]));
    expect(world.contains(-180, -90)).toBe(true);
    expect(world.contains(-180, 90)).toBe(true);
    expect(world.contains(0, 0)).toBe(true);
    expect(world.contains(0.000001, 0)).toBe(false);
    expect(world.contains(180, 0)).toBe(false);
  });

  it('ignores third coordinates, a bbox and foreign members, however wrong', () => {
    const odd = {
      ...polygon([box(0, 0, 10, 10).map(([x, y], i) => [x, y, i === 0 ? 'high' : Number.NaN, 7])]),
      bbox: [50, 50, 60, 60],
      id: null,
      owner: { name: 5 },
    };
    expect(areaOf({ ...odd, properties: { bbox: [0, 0, 1, 1], radius_m: 'wide' } }).contains(5, 5)).toBe(
      true,
    );
    const { issues } = read({ ...collection(odd), bbox: 'none', name: 7, crs: null });
    expect(issues).toEqual([]);
    const config = withRules({ type: 'area', areas: { ...collection(odd), extra: [1] } });
    expect(told(decideFor(config, { location: { longitude: 5, latitude: 5 } }))).toEqual([]);
  });

  it('agrees with plain integer arithmetic on a grid', () => {
    const onRing = (ring: readonly Position[], [x, y]: Position) =>
      ring.slice(1).some(([x2, y2], i) => {
        const [x1, y1] = ring[i] as Position;
        const cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
        const between = (x - x1) * (x - x2) <= 0 && (y - y1) * (y - y2) <= 0;
        return cross === 0 && between;
      });
    const isOdd = (ring: readonly Position[], [x, y]: Position) =>
      ring.slice(1).filter(([x2, y2], i) => {
        const [x1, y1] = ring[i] as Position;
        const side = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1);
        return y1 > y !== y2 > y && y2 > y1 === side > 0;
      }).length %
        2 ===
      1;
    const point = tuple(integer({ min: 0, max: 5 }), integer({ min: 0, max: 5 }));
    const ring = array(point, { minLength: 3, maxLength: 8 }).map((points) => [
      ...points,
      points[0] as [number, number],
    ]);
    assert(
      property(record({ shell: ring, holes: array(ring, { maxLength: 2 }), up: boolean() }), (rings) => {
        const { shell, holes, up } = rings;
        // Scaled by powers of two, the same shape in real degrees stays exact.
        const scale = (up ? 16 : 1) / 64;
        const area = areaOf(
          polygon([shell, ...holes].map((each) => each.map((at) => at.map((c) => c * scale)))),
        );
        for (let x = -1; x <= 6; x++) {
          for (let y = -1; y <= 6; y++) {
            const at: Position = [x, y];
            const isInside =
              (onRing(shell, at) || isOdd(shell, at)) &&
              !holes.some((hole) => isOdd(hole, at) && !onRing(hole, at));
            expect([at, area.contains(x * scale, y * scale)]).toEqual([at, isInside]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a multipolygon', () => {
  const islands = areaOf(
    feature({
      type: 'MultiPolygon',
      coordinates: [[box(0, 0, 2, 2), box(0.5, 0.5, 1.5, 1.5)], [box(3, 0, 5, 2)]],
    }),
  );

  it.each([
    [0.25, 0.25, true],
    [1, 1, false],
    [0.5, 1, true],
    [2.5, 1, false],
    [3, 0, true],
    [5, 2, true],
    [5.000001, 2, false],
  ])('holds what one of its polygons holds: %d, %d is %s', (x, y, isInside) => {
    expect(islands.contains(x, y)).toBe(isInside);
  });
});

describe('a circle', () => {
  /** Metres of a degree of a great circle. */
  const DEGREE = (Math.PI / 180) * 6_371_008.8;

  it.each([
    ['its centre', [4.9, 52.37], 0.001],
    ['a point straight north', [4.9, 53.37], DEGREE],
    ['a point straight south', [4.9, 51.37], DEGREE],
  ] as const)('holds %s up to its radius', (_, [x, y], radius) => {
    expect(areaOf(circle([4.9, 52.37], radius * 1.000001)).contains(x, y)).toBe(true);
  });

  it('does not hold what is past its radius', () => {
    const radius = DEGREE * 0.999999;
    expect(areaOf(circle([4.9, 52.37], radius)).contains(4.9, 53.37)).toBe(false);
    expect(areaOf(circle([4.9, 0], radius)).contains(5.9, 0)).toBe(false);
  });

  it('includes its radius', () => {
    // At the equator's crossing of the prime meridian the distance is exact to the last bit.
    const distance = 2 * 6_371_008.8 * Math.asin(Math.sin(Math.PI / 360));
    expect(areaOf(circle([0, 0], distance)).contains(1, 0)).toBe(true);
    expect(areaOf(circle([0, 0], distance * (1 - 1e-15))).contains(1, 0)).toBe(false);
  });

  it('is narrower in degrees of longitude towards the poles', () => {
    const north = areaOf(circle([0, 60], DEGREE));
    expect(north.contains(1.99, 60)).toBe(true);
    expect(north.contains(2.01, 60)).toBe(false);
  });

  it('reaches across the antimeridian and over the poles', () => {
    const fiji = areaOf(circle([179.9, -17], 50_000));
    expect(fiji.contains(-179.9, -17)).toBe(true);
    expect(fiji.contains(-179, -17)).toBe(false);
    const pole = areaOf(circle([0, 89.9], 0.3 * DEGREE));
    expect(pole.contains(180, 89.9)).toBe(true);
    expect(pole.contains(180, 89.7)).toBe(false);
  });

  it('as large as the Earth holds the other side of every place', () => {
    for (let step = 0; step < 2_000; step++) {
      const [longitude, latitude] = [step * 0.0899 - 90, step * 0.0449 - 45];
      const antipode = areaOf(circle([longitude, latitude], 20_015_200));
      expect([step, antipode.contains(longitude < 0 ? longitude + 180 : longitude - 180, -latitude)]).toEqual(
        [step, true],
      );
    }
  });

  it('may be as large as the Earth', () => {
    const half = Math.PI * 6_371_008.8;
    expect(areaOf(circle([0, 0], half + 1)).contains(180, 0)).toBe(true);
    expect(areaOf(circle([0, 0], half - 1)).contains(180, 0)).toBe(false);
    expect(areaOf(circle([10, 45], 1e12)).contains(-170, -45)).toBe(true);
  });
});

describe('what is wrong in areas', () => {
  it.each([
    [null, '', 'a GeoJSON "FeatureCollection"', 'null'],
    ['all', '', 'a GeoJSON "FeatureCollection"', '"all"'],
    [[], '', 'a GeoJSON "FeatureCollection"', 'an empty list'],
    [{}, '/type', 'a GeoJSON "FeatureCollection"', 'nothing'],
    [polygon([box(0, 0, 1, 1)]), '/type', 'a GeoJSON "FeatureCollection"', '"Feature"'],
    [{ type: 'FeatureCollection' }, '/features', 'a list of at least one GeoJSON feature', 'nothing'],
    [collection(), '/features', 'a list of at least one GeoJSON feature', 'an empty list'],
    [
      { type: 'FeatureCollection', features: {} },
      '/features',
      'a list of at least one GeoJSON feature',
      'an object',
    ],
    [collection(null), '/features/0', 'a GeoJSON "Feature"', 'null'],
    [collection([]), '/features/0', 'a GeoJSON "Feature"', 'an empty list'],
    [
      collection({ type: 'Polygon', coordinates: [box(0, 0, 1, 1)] }),
      '/features/0/type',
      'a GeoJSON "Feature"',
      '"Polygon"',
    ],
    [
      collection({ type: 'Feature', properties: {} }),
      '/features/0/geometry',
      'a Polygon, MultiPolygon or Point geometry',
      'nothing',
    ],
    [collection(feature(null)), '/features/0/geometry', 'a Polygon, MultiPolygon or Point geometry', 'null'],
    [
      collection(feature({ type: 'LineString', coordinates: box(0, 0, 1, 1) })),
      '/features/0/geometry/type',
      '"Polygon", "MultiPolygon" or "Point"',
      '"LineString"',
    ],
    [
      collection(feature({ type: 'GeometryCollection', geometries: [] })),
      '/features/0/geometry/type',
      '"Polygon", "MultiPolygon" or "Point"',
      '"GeometryCollection"',
    ],
    [
      collection(feature({ type: 'polygon', coordinates: [box(0, 0, 1, 1)] })),
      '/features/0/geometry/type',
      '"Polygon", "MultiPolygon" or "Point"',
      '"polygon"',
    ],
    [
      collection(feature({ type: 'Polygon' })),
      '/features/0/geometry/coordinates',
      'a list of at least one ring',
      'nothing',
    ],
    [
      collection(polygon([])),
      '/features/0/geometry/coordinates',
      'a list of at least one ring',
      'an empty list',
    ],
    [
      collection(polygon([null])),
      '/features/0/geometry/coordinates/0',
      'a ring: a list of at least four positions',
      'null',
    ],
    [
      collection(polygon([[]])),
      '/features/0/geometry/coordinates/0',
      'a ring of at least four positions',
      '0',
    ],
    [
      collection(polygon([box(0, 0, 1, 1), box(0, 0, 1, 1).slice(0, 3)])),
      '/features/0/geometry/coordinates/1',
      'a ring of at least four positions',
      '3',
    ],
    [
      collection(polygon([box(0, 0, 1, 1).slice(0, 4)])),
      '/features/0/geometry/coordinates/0',
      'a closed ring: its last position as its first, [0, 0]',
      '[0, 1]',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1).slice(0, 4), [0, 1e-12]]])),
      '/features/0/geometry/coordinates/0',
      'a closed ring: its last position as its first, [0, 0]',
      '[0, 1e-12]',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1).slice(0, 4), [1e-12, 0]]])),
      '/features/0/geometry/coordinates/0',
      'a closed ring: its last position as its first, [0, 0]',
      '[1e-12, 0]',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1), [0]]])),
      '/features/0/geometry/coordinates/0/5',
      'a position: [longitude, latitude]',
      'a list',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1), { lon: 0, lat: 0 }]])),
      '/features/0/geometry/coordinates/0/5',
      'a position: [longitude, latitude]',
      'an object',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1), ['0', 0]]])),
      '/features/0/geometry/coordinates/0/5/0',
      'a longitude in [-180, 180]',
      '"0"',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1), [0, null]]])),
      '/features/0/geometry/coordinates/0/5/1',
      'a latitude in [-90, 90]',
      'null',
    ],
    [
      collection(polygon([[...box(0, 0, 1, 1).slice(0, 4), [0, 91]]])),
      '/features/0/geometry/coordinates/0/4/1',
      'a latitude in [-90, 90]',
      '91',
    ],
    [
      collection(feature({ type: 'MultiPolygon', coordinates: [] })),
      '/features/0/geometry/coordinates',
      'a list of at least one polygon',
      'an empty list',
    ],
    [
      collection(feature({ type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1)], 5] })),
      '/features/0/geometry/coordinates/1',
      'a list of at least one ring',
      '5',
    ],
    [
      collection(feature({ type: 'MultiPolygon', coordinates: 'many' })),
      '/features/0/geometry/coordinates',
      'a list of at least one polygon',
      '"many"',
    ],
    [
      collection(feature({ type: 'Polygon', coordinates: [box(0, 0, 1, 1)] }, { name: 5 })),
      '/features/0/properties/name',
      'a string',
      '5',
    ],
  ])('%j: an issue at %s', (value, path, expected, found) => {
    expect(read(value).issues).toEqual([{ path, expected, found }]);
  });

  it.each([
    [undefined, 'nothing'],
    [0, '0'],
    [-1, '-1'],
    ['500', '"500"'],
    [null, 'null'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('a radius of %j', (radius, found) => {
    expect(read(collection(circle([0, 0], radius))).issues).toEqual([
      { path: '/features/0/properties/radius_m', expected: 'a radius in metres above 0', found },
    ]);
  });

  it('a circle without properties, or without a centre', () => {
    const path = '/features/0/properties/radius_m';
    const point = { type: 'Point', coordinates: [0, 0] };
    expect(read(collection(feature(point, null))).issues).toMatchObject([{ path }]);
    expect(read(collection({ type: 'Feature', geometry: point })).issues).toMatchObject([{ path }]);
    const broken = read(collection(circle([0], 5)));
    expect(broken.issues).toMatchObject([{ path: '/features/0/geometry/coordinates' }]);
    expect(broken.areas[0]?.contains(0, 0)).toBe(false);
    expect(read(collection(circle([181, 91], 0))).issues.map((issue) => issue.path)).toEqual([
      '/features/0/geometry/coordinates/0',
      '/features/0/geometry/coordinates/1',
      path,
    ]);
  });

  it('takes the smallest radius above 0', () => {
    expect(read(collection(circle([0, 0], Number.MIN_VALUE))).issues).toEqual([]);
  });

  it.each([
    [-180, true],
    [180, true],
    [-180.0000001, false],
    [180.0000001, false],
    [Number.NaN, false],
    [Infinity, false],
    ['0', false],
    [null, false],
  ])('%s is a longitude: %s', (value, is) => {
    expect(isLongitude(value)).toBe(is);
  });

  it.each([
    [-90, true],
    [90, true],
    [-90.0000001, false],
    [90.0000001, false],
    [Number.NaN, false],
    [-Infinity, false],
    [[0], false],
  ])('%s is a latitude: %s', (value, is) => {
    expect(isLatitude(value)).toBe(is);
  });

  it.each([
    [-90, 90, []],
    [0, 180, []],
    [-0.0000001, 180, ['/0/1', '/0/3']],
    [-179, 179, ['/0/1', '/0/3']],
  ])('an edge from %d to %d of longitude', (west, east, paths) => {
    const { issues } = read(collection(polygon([box(west, 0, east, 1)])));
    expect(issues.map(({ path }) => path)).toEqual(
      paths.map((path) => `/features/0/geometry/coordinates${path}`),
    );
    for (const { expected } of issues) expect(expected).toContain('split the area at the antimeridian');
  });

  it('is told all at once', () => {
    const issues = issuesOf(
      withRules(
        { type: 'new_customer' },
        {
          type: 'area',
          areas: collection(
            polygon([
              [
                [0, 0],
                [200, 0],
                [0, 100],
                [0, 0],
              ],
            ]),
            5,
            circle([0, 0], -1),
            feature({ type: 'MultiPolygon', coordinates: [[box(0, 0, 1, 1).slice(1)], []] }),
          ),
        },
      ),
    );
    expect(issues.map(({ path }) => path.replace('/rules/1/areas', ''))).toEqual([
      '/features/0/geometry/coordinates/0/1/0',
      '/features/0/geometry/coordinates/0/2/1',
      '/features/1',
      '/features/2/properties/radius_m',
      '/features/3/geometry/coordinates/0/0',
      '/features/3/geometry/coordinates/1',
    ]);
    expect(issues[2]).toEqual({
      path: '/rules/1/areas/features/1',
      message: 'expected a GeoJSON "Feature", found 5',
      found: '5',
      expected: 'a GeoJSON "Feature"',
    });
  });

  it('holds nothing', () => {
    const { areas } = read(collection(polygon([[]]), feature(null), circle([0], 5)));
    expect(areas.map((area) => area.contains(0.5, 0.5))).toEqual([false, false, false]);
  });
});

describe('the positions of an area rule', () => {
  const ring = (positions: number) =>
    Array.from({ length: positions }, (_, i) => [
      i === positions - 1 ? 0 : i / positions,
      i % 2 === 0 ? 0 : 1,
    ])
      .with(0, [0, 0])
      .with(-1, [0, 0]);

  it.each([
    [MOST_POSITIONS - 1, true],
    [MOST_POSITIONS, true],
    [MOST_POSITIONS + 1, false],
  ])('in one ring: %d are allowed: %s', (positions, isAllowed) => {
    const { issues } = read(collection(polygon([ring(positions)])));
    expect(issues).toEqual(
      isAllowed ? [] : [{ path: '', expected: 'at most 100000 positions', found: 'more' }],
    );
  });

  it.each([
    [9_994, true],
    [9_995, true],
    [9_996, false],
  ])(
    'count rings, holes, polygons and circles together: 90,005 and %d are allowed: %s',
    (more, isAllowed) => {
      const areas = collection(
        polygon([ring(30_000), ring(20_000)]),
        circle([0, 0], 5),
        circle([0, 0], 6),
        feature({ type: 'MultiPolygon', coordinates: [[ring(30_003)], [ring(10_000)]] }),
        polygon([ring(more)]),
      );
      const config = withRules({ type: 'area', areas });
      expect(issuesOf(config).map(({ path }) => path)).toEqual(isAllowed ? [] : ['/rules/0/areas']);
    },
  );

  it('are counted rule by rule', () => {
    const areas = collection(polygon([ring(60_000)]));
    expect(issuesOf(withRules({ type: 'area', areas }, { type: 'area', areas }))).toEqual([]);
  });
});

describe('an encoded polyline', () => {
  it('is a closed ring, latitude first', () => {
    // The three points that the format's documentation encodes.
    expect(polygonFromPolyline('_p~iF~ps|U_ulLnnqC_mqNvxq`@', 'West')).toEqual({
      type: 'Feature',
      properties: { name: 'West' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [-120.2, 38.5],
            [-120.95, 40.7],
            [-126.453, 43.252],
            [-120.2, 38.5],
          ],
        ],
      },
    });
  });

  /** The format's encoder, as its documentation describes it. */
  const encode = (points: readonly Position[]) => {
    const last = [0, 0];
    return points
      .flatMap(([longitude, latitude]) =>
        [latitude, longitude].map((degrees, axis) => {
          const value = Math.round(degrees * 1e5) - (last[axis] as number);
          last[axis] = Math.round(degrees * 1e5);
          let bits = value < 0 ? -2 * value - 1 : 2 * value;
          let text = '';
          for (; bits >= 32; bits = Math.floor(bits / 32)) text += String.fromCharCode((bits % 32) + 32 + 63);
          return text + String.fromCharCode(bits + 63);
        }),
      )
      .join('');
  };

  it('is decoded at the edges of the map', () => {
    const corners: Position[] = [
      [-180, -90],
      [0, 90],
      [180, -90],
      [-180, -90],
      [179.99999, 89.99999],
      [-180, -90],
    ];
    expect(polygonFromPolyline(encode(corners)).geometry.coordinates).toEqual([corners]);
  });

  it('is decoded as it was encoded', () => {
    const point = tuple(
      integer({ min: -18_000_000, max: 18_000_000 }).map((e5) => e5 / 1e5 + 0),
      integer({ min: -9_000_000, max: 9_000_000 }).map((e5) => e5 / 1e5 + 0),
    );
    assert(
      property(array(point, { minLength: 3, maxLength: 20 }), (points) => {
        const closed = [...points, points[0] as [number, number]];
        expect(polygonFromPolyline(encode(closed)).geometry.coordinates).toEqual([closed]);
      }),
      { numRuns: 300 },
    );
  });

  it('stays as it is where it is closed', () => {
    const closed = box(4.86, 52.35, 4.94, 52.39);
    expect(polygonFromPolyline(encode(closed)).geometry.coordinates).toEqual([closed]);
    expect(polygonFromPolyline(encode(closed)).properties).toEqual({});
  });

  it.each([
    [
      'same longitude',
      [
        [1, 0],
        [1, 5],
        [2, 5],
        [1, 6],
      ],
    ],
    [
      'same latitude',
      [
        [0, 1],
        [5, 1],
        [5, 2],
        [6, 1],
      ],
    ],
  ] as const)('is closed where its ends share no more than the %s', (_, points) => {
    expect(polygonFromPolyline(encode(points)).geometry.coordinates[0]).toHaveLength(5);
  });

  it.each([
    ['nothing', []],
    ['one point', [[1, 1]]],
    [
      'two points',
      [
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'there and back',
      [
        [1, 1],
        [2, 2],
        [1, 1],
      ],
    ],
  ] as const)('of %s is not an area', (_, points) => {
    expect(() => polygonFromPolyline(encode(points))).toThrow(
      new RangeError('expected an encoded polyline of at least three points'),
    );
  });

  it.each([
    ['_p~iF~ps|', 9],
    ['_p~iF', 5],
    ['_p~iF~ps|U_ulL', 14],
    ['_p~iF ~ps|U', 5],
    ['_p~iF~ps|U\u007f', 10],
    ['_p~iF~ps|U>', 10],
    ['é', 0],
    ['~~~~~~~~', 6],
    ['polyline', 6],
  ])('%j breaks off at character %i', (encoded, index) => {
    expect(() => polygonFromPolyline(encoded)).toThrow(
      new RangeError(`expected an encoded polyline; it breaks off at character ${index}`),
    );
  });

  it('makes an area of a campaign', () => {
    const area = polygonFromPolyline(encode(box(4.86, 52.35, 4.94, 52.39)), 'Centre');
    const config = withRules({ type: 'area', areas: collection(area) });
    expect(told(decideFor(config, { location: { longitude: 4.9, latitude: 52.37 } }))).toEqual([]);
    expect(told(decideFor(config, { location: { longitude: 4.95, latitude: 52.37 } }))).toEqual([
      'location.outside_of_permitted_areas',
    ]);
  });
});
