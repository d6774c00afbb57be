// Place: boxes, then a ray cast over numbers. Borders belong to the area.

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { CITY } from '../workload.ts';

const CITY_POLYGON = { type: 'Polygon' as const, coordinates: CITY };
const SHELL = Float64Array.from(CITY[0]?.flat() ?? []);
const HOLE = Float64Array.from(CITY[1]?.flat() ?? []);
const [SHELL_WEST, SHELL_EAST, SHELL_SOUTH, SHELL_NORTH] = boxOf(CITY[0] ?? []);
const [HOLE_WEST, HOLE_EAST, HOLE_SOUTH, HOLE_NORTH] = boxOf(CITY[1] ?? []);

function boxOf(ring: readonly (readonly [number, number])[]): [number, number, number, number] {
  const longitudes = ring.map(([longitude]) => longitude);
  const latitudes = ring.map(([, latitude]) => latitude);
  return [Math.min(...longitudes), Math.max(...longitudes), Math.min(...latitudes), Math.max(...latitudes)];
}

export function isInCity(x: number, y: number): boolean {
  if (x < SHELL_WEST || x > SHELL_EAST || y < SHELL_SOUTH || y > SHELL_NORTH) return false;
  const inShell = sideOf(SHELL, x, y);
  if (inShell === UNSURE) return isInCityExactly(x, y);
  if (inShell === OUT) return false;
  if (x < HOLE_WEST || x > HOLE_EAST || y < HOLE_SOUTH || y > HOLE_NORTH) return true;
  const inHole = sideOf(HOLE, x, y);
  return inHole === UNSURE ? isInCityExactly(x, y) : inHole === OUT;
}

function isInCityExactly(x: number, y: number): boolean {
  return booleanPointInPolygon([x, y], CITY_POLYGON);
}

const OUT = 0;
const IN = 1;
const UNSURE = 2;
/** Somewhat more than the rounding errors of the products below can amount to. */
const ROUNDING = 4e-16;

/** On the latitude of a vertex, or so near an edge that rounding decides: unsure. */
function sideOf(ring: Float64Array, x: number, y: number): number {
  let side = OUT;
  let wasAbove = (ring[1] as number) > y;
  for (let i = 3; i < ring.length; i += 2) {
    const y2 = ring[i] as number;
    if (y2 === y) return UNSURE;
    const isAbove = y2 > y;
    if (isAbove === wasAbove) continue;
    wasAbove = isAbove;
    const left = ((ring[i - 3] as number) - x) * (y2 - y);
    const right = ((ring[i - 1] as number) - x) * ((ring[i - 2] as number) - y);
    const turn = left - right;
    if (Math.abs(turn) <= ROUNDING * (Math.abs(left) + Math.abs(right))) return UNSURE;
    if (turn > 0 === isAbove) side ^= IN;
  }
  return side;
}
