// Place: boxes, then a ray cast over numbers, in two ways. Borders belong to the area.

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { CITY, type Ring } from '../workload.ts';

interface Edges {
  /** From the southernmost position round to it again. */
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** The latitudes at which a ray may touch the ring without crossing it: of peaks, and of level edges. */
  readonly levels: Float64Array;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const CITY_POLYGON = { type: 'Polygon' as const, coordinates: CITY };
const SHELL = edgesOf(CITY[0] ?? []);
const HOLE = edgesOf(CITY[1] ?? []);

function edgesOf(ring: Ring): Edges {
  const positions = ring.slice(1);
  const south = Math.min(...positions.map(([, y]) => y));
  const first = positions.findIndex(([, y]) => y === south);
  const turned = [...positions.slice(first), ...positions.slice(0, first + 1)];
  const xs = Float64Array.from(turned, ([x]) => x);
  const ys = Float64Array.from(turned, ([, y]) => y);
  const levels = ys.filter((y, i) => {
    const before = ys.at(i - 1) ?? y;
    const after = ys.at((i + 1) % ys.length) ?? y;
    return y === before || y === after || (y > before && y > after);
  });
  return { xs, ys, levels, west: Math.min(...xs), east: Math.max(...xs), south, north: Math.max(...ys) };
}

/** The ray meets every edge, as it is mostly written. */
export function isInCity(x: number, y: number): boolean {
  return isInside(x, y, sideByEdges);
}

/** The ray skips what lies wholly above or below it: half the time. */
export function isInCityByRuns(x: number, y: number): boolean {
  return isInside(x, y, sideByRuns);
}

function isInside(x: number, y: number, sideOf: (edges: Edges, x: number, y: number) => number): boolean {
  if (isOutsideBox(SHELL, x, y)) return false;
  const inShell = sideOf(SHELL, x, y);
  if (inShell === UNSURE) return isInCityExactly(x, y);
  if (inShell === OUT) return false;
  if (isOutsideBox(HOLE, x, y)) return true;
  const inHole = sideOf(HOLE, x, y);
  return inHole === UNSURE ? isInCityExactly(x, y) : inHole === OUT;
}

function isInCityExactly(x: number, y: number): boolean {
  return booleanPointInPolygon([x, y], CITY_POLYGON);
}

function isOutsideBox({ west, east, south, north }: Edges, x: number, y: number): boolean {
  return x < west || x > east || y < south || y > north;
}

const OUT = 0;
const IN = 1;
const UNSURE = 2;
/** Somewhat more than the rounding errors of the products below can amount to. */
const ROUNDING = 4e-16;

/** Of a point in the ring's box. On a level, or so near an edge that rounding decides: unsure. */
function sideByEdges({ xs, ys, levels }: Edges, x: number, y: number): number {
  for (let i = 0; i < levels.length; i++) if (levels[i] === y) return UNSURE;
  let side = OUT;
  for (let i = 1; i < ys.length; i++) {
    const isUp = (ys[i] as number) > y;
    if (isUp === (ys[i - 1] as number) > y) continue;
    const turn = turnOf(xs, ys, i, x, y);
    if (turn === 0) return UNSURE;
    if (turn > 0 === isUp) side ^= IN;
  }
  return side;
}

function sideByRuns({ xs, ys, levels }: Edges, x: number, y: number): number {
  // By index: an iterator would be allocated.
  for (let i = 0; i < levels.length; i++) if (levels[i] === y) return UNSURE;
  let side = OUT;
  // The first position is not above the point, nor is the last.
  for (let i = 1; ; ) {
    while (i < ys.length && (ys[i] as number) <= y) i++;
    if (i === ys.length) return side;
    const up = turnOf(xs, ys, i, x, y);
    if (up === 0) return UNSURE;
    if (up > 0) side ^= IN;
    while ((ys[i] as number) > y) i++;
    const down = turnOf(xs, ys, i, x, y);
    if (down === 0) return UNSURE;
    if (down < 0) side ^= IN;
  }
}

/** 1 where the point lies to the left of the edge that ends at `i`, −1 to its right, 0 where rounding decides. */
function turnOf(xs: Float64Array, ys: Float64Array, i: number, x: number, y: number): number {
  const left = ((xs[i - 1] as number) - x) * ((ys[i] as number) - y);
  const right = ((xs[i] as number) - x) * ((ys[i - 1] as number) - y);
  const turn = left - right;
  if (Math.abs(turn) <= ROUNDING * (Math.abs(left) + Math.abs(right))) return 0;
  return turn > 0 ? 1 : -1;
}
