import { EARTH_RADIUS } from '../area/area.ts';
import type { Box } from '../area/box-index.ts';
import type { Position } from '../area/ring.ts';
import type { Location } from '../rule.ts';
import type { JsonObject } from '../snapshot.ts';
import { spread } from './spread.ts';

/** Of more features, vertices or places some are aimed at, evenly spread. */
const MOST_FEATURES = 32;
const MOST_VERTICES = 16;
const MOST_PLACES = 400;

/** Degrees, a tenth of a millimetre: just beside a border. */
const BESIDE = 1e-9;
/** The share of a radius by which a place lies just inside a circle, or outside. */
const HAIR = 1e-9;
const RADIAN = Math.PI / 180;

interface Feature {
  readonly properties?: { readonly radius_m?: number } | null;
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }
    | { readonly type: 'Point'; readonly coordinates: Position };
}

type Ring = readonly Position[];

/**
 * Places at which answers turn: vertices and middles of borders, holes' too, those just beside them, what lies inside, and the
 * rims of circles. `boxes` hold what all rules may have in common. The plainest first.
 */
export function placesAimedAt(collections: readonly JsonObject[], boxes: readonly Box[]): Location[] {
  const features = collections.flatMap((one) => one['features'] as unknown as readonly Feature[]);
  const some = spread(features, MOST_FEATURES);
  const rings = some.flatMap(({ geometry }) => ringsOf(geometry));
  const vertices = rings.flatMap((ring) => spread(ring.slice(1), MOST_VERTICES));
  const inside = [
    ...spread(boxes, MOST_FEATURES).map(middleOfBox),
    ...some.flatMap(({ geometry }) => (geometry.type === 'Point' ? [geometry.coordinates] : [])),
    ...rings.map(middleOf),
    ...rings.map(cornerOf),
  ];
  const middles = rings.flatMap(middlesOfEdges);
  const borders = [...vertices, ...middles];
  const places = [
    ...inside,
    ...borders,
    ...some.flatMap(rimOf),
    ...borders.flatMap(([x, y]): Position[] => [
      [x + BESIDE, y],
      [x - BESIDE, y],
      [x, y + BESIDE],
      [x, y - BESIDE],
    ]),
  ];
  // What is plain stands first, and is kept whole.
  const plain = places.slice(0, MOST_PLACES / 4);
  const others = spread(places.slice(plain.length), MOST_PLACES - plain.length);
  return [...plain, ...others].map(locationAt);
}

function ringsOf(geometry: Feature['geometry']): readonly Ring[] {
  if (geometry.type === 'Point') return [];
  return geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
}

function middleOfBox({ west, south, east, north }: Box): Position {
  return [(west + east) / 2, (south + north) / 2];
}

function middleOf(ring: Ring): Position {
  const corners = ring.slice(1);
  const sum = (axis: 0 | 1) => corners.reduce((total, position) => total + position[axis], 0);
  return [sum(0) / corners.length, sum(1) / corners.length];
}

/** Inside the ring's first corner, if that is an ear. */
function cornerOf(ring: Ring): Position {
  const [a, b, c] = ring as readonly [Position, Position, Position];
  return [(a[0] + b[0] + c[0]) / 3, (a[1] + b[1] + c[1]) / 3];
}

function middlesOfEdges(ring: Ring): readonly Position[] {
  const edges = ring.slice(1).map((end, i): Position => {
    const start = ring[i] as Position;
    return [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2];
  });
  return spread(edges, MOST_VERTICES);
}

/** Just inside a circle and just outside, in the four directions. */
function rimOf({ geometry, properties }: Feature): Position[] {
  if (geometry.type !== 'Point') return [];
  const [longitude, latitude] = geometry.coordinates;
  return [1 - HAIR, 1 + HAIR].flatMap((share): Position[] => {
    const angle = ((properties?.radius_m as number) * share) / EARTH_RADIUS / RADIAN;
    const across = Math.min(1, Math.sin((angle * RADIAN) / 2) / Math.cos(latitude * RADIAN));
    const eastward = (2 * Math.asin(across)) / RADIAN;
    return [
      [longitude, latitude + angle],
      [longitude, latitude - angle],
      [longitude + eastward, latitude],
      [longitude - eastward, latitude],
    ];
  });
}

/** What falls off the map comes back on the other side, or stops at the pole. */
function locationAt([x, y]: Position): Location {
  const longitude = x > 180 ? x - 360 : x < -180 ? x + 360 : x;
  return { latitude: Math.max(-90, Math.min(90, y)), longitude: Math.max(-180, Math.min(180, longitude)) };
}
