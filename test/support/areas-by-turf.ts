// Areas as the law says them, by turf and the haversine formula alone: no grid, no index. What the engine's are compared with.

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';

export type Point = readonly [longitude: number, latitude: number];

/** Whether a ring holds a point, or has it on its border where that counts. */
export function ringByTurf(ring: readonly Point[]): (point: Point, border: boolean) => boolean {
  const xs = ring.map(([longitude]) => longitude);
  const ys = ring.map(([, latitude]) => latitude);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  const polygon = { type: 'Polygon' as const, coordinates: [ring as [number, number][]] };
  return ([x, y], border) =>
    x >= west &&
    x <= east &&
    y >= south &&
    y <= north &&
    booleanPointInPolygon([x, y], polygon, { ignoreBoundary: !border });
}

export function polygonByTurf(rings: readonly (readonly Point[])[]): (point: Point) => boolean {
  const [shell, ...holes] = rings.map(ringByTurf);
  return (point) => shell!(point, true) && !holes.some((hole) => hole(point, false));
}

export function isInCircle([x1, y1]: Point, radius: number, [x2, y2]: Point): boolean {
  const half = Math.PI / 360;
  const northward = Math.sin((y2 - y1) * half);
  const eastward = Math.sin((x2 - x1) * half);
  const across = Math.cos(y1 * 2 * half) * Math.cos(y2 * 2 * half);
  const chord = northward * northward + across * eastward * eastward;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(chord))) <= radius;
}
