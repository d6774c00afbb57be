import { fc, listOf, object, objectWith } from '../fast-check.ts';

type Place = readonly [longitude: number, latitude: number];
type Ring = readonly Place[];

const CENTRE: Place = [4.875, 52.375];

const rings = fc
  .record({
    east: fc.constantFrom(0, 0, 0.125, 2),
    north: fc.constantFrom(0, 0, -0.125, 1),
    radius: fc.constantFrom(0.25, 0.25, 0.125, 1),
    corners: fc.integer({ min: 3, max: 9 }),
    turn: fc.constantFrom(0, 0.5),
  })
  .map(({ east, north, radius, corners, turn }) =>
    ringAround([CENTRE[0] + east, CENTRE[1] + north], radius, corners, turn),
  );

/** On a grid whose differences are exact, so that borders are too. */
function ringAround([x, y]: Place, radius: number, corners: number, turn: number): Ring {
  const grid = (value: number): number => Math.round(value * 1_024) / 1_024;
  const ring = Array.from({ length: corners }, (_, corner): Place => {
    const angle = ((corner + turn) / corners) * 2 * Math.PI;
    return [grid(x + radius * Math.cos(angle)), grid(y + radius * Math.sin(angle))];
  });
  return [...ring, ring[0] as Place];
}

/** A shell and, now and then, holes wherever they fall. */
const polygons = fc
  .tuple(rings, fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(rings, { maxLength: 2 })))
  .map(([shell, holes]) => [shell, ...holes]);

const names = objectWith({}, { name: fc.constantFrom('Centre', 'North', '') });

const features = fc.oneof(
  object({
    type: fc.constant('Feature' as const),
    properties: fc.option(names, { freq: 9 }),
    geometry: fc.oneof(
      {
        weight: 3,
        arbitrary: object({ type: fc.constant('Polygon' as const), coordinates: polygons }),
      },
      {
        weight: 1,
        arbitrary: object({ type: fc.constant('MultiPolygon' as const), coordinates: listOf(polygons, 3) }),
      },
    ),
  }),
  object({
    type: fc.constant('Feature' as const),
    properties: fc
      .tuple(names, fc.constantFrom(1, 250.5, 25_000))
      .map(([name, radius]) => ({ ...name, radius_m: radius })),
    geometry: fc.constant({ type: 'Point' as const, coordinates: CENTRE }),
  }),
);

export const areas = object({
  type: fc.constant('area' as const),
  areas: object({ type: fc.constant('FeatureCollection' as const), features: listOf(features, 3) }),
});
