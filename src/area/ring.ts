import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Box } from './box-index.ts';
import { certaintyByGrid, EdgeGrid, LEAST_CELL } from './edge-grid.ts';
import { isDust, sideOfLine } from './orientation.ts';
import {
  CELLS,
  COLUMNS,
  DUSTY,
  EAST,
  IS_HOLE,
  LISTED,
  NORTH,
  numberAt,
  SIZE,
  SOUTH,
  VERTICES,
  WEST,
  type Certainty,
  type Place,
} from './ring-numbers.ts';

/** Degrees, longitude first; nothing after the two is read. */
export type Position = readonly [longitude: number, latitude: number, ...unread: unknown[]];

/** A ring of no more edges has no grid: each would cost about as much to make as `JSON.parse` of the ring does. */
const MOST_WITHOUT_GRID = 32;

/**
 * A closed ring, asked by the even-odd rule. Its answers are turf's at every point, most of them without turf: where
 * floating-point arithmetic is certain, turf's robust predicate can say nothing else; where it is not, turf is asked.
 */
export class Ring {
  readonly box: Box;
  private readonly role: 'shell' | 'hole';
  /** x, y, x, y, …: the least that it can be made of, since most rings of many campaigns are never asked. */
  private readonly vertices: readonly number[];
  /** Made when it is first asked itself. */
  private made: Float64Array | undefined = undefined;
  /** For turf; made when that is first asked. */
  private positions: [number, number][] | undefined = undefined;

  /** Of two or more positions, all finite, the last as the first. */
  constructor(positions: readonly Position[], role: 'shell' | 'hole' = 'shell') {
    this.vertices = verticesOf(positions);
    this.box = boxOf(this.vertices);
    this.role = role;
  }

  /** Whether it holds a point. A point on its border is held if `border` is. */
  holds(longitude: number, latitude: number, border: boolean): boolean {
    const certainty = this.certainty(longitude, latitude);
    return certainty === 'uncertain' ? this.askTurf(longitude, latitude, border) : certainty === 'inside';
  }

  /** What is known without turf. A point on the border is `uncertain`. */
  certainty(longitude: number, latitude: number): Certainty {
    this.made ??= this.numbers;
    return certaintyIn(this.made, 0, { longitude, latitude });
  }

  /** Box, vertices and grid: see `ring-numbers.ts`. */
  get numbers(): Float64Array {
    return this.made ?? numbersOf(this.vertices, this.box, this.role === 'hole');
  }

  private askTurf(longitude: number, latitude: number, border: boolean): boolean {
    this.positions ??= positionsIn(this.vertices);
    return booleanPointInPolygon(
      [longitude, latitude],
      { type: 'Polygon', coordinates: [this.positions] },
      { ignoreBoundary: !border },
    );
  }
}

/** What is known without turf of the ring whose numbers start at `ring`. */
export function certaintyIn(numbers: Float64Array, ring: number, place: Place): Certainty {
  const { longitude: x, latitude: y } = place;
  // Our own box: turf trusts a `bbox` that it is given, however stale.
  const isInBox =
    x >= numberAt(numbers, ring + WEST) &&
    x <= numberAt(numbers, ring + EAST) &&
    y >= numberAt(numbers, ring + SOUTH) &&
    y <= numberAt(numbers, ring + NORTH);
  if (!isInBox) return 'outside';
  const columns = numberAt(numbers, ring + COLUMNS);
  if (columns === DUSTY || isDust(x) || isDust(y)) return 'uncertain';
  return columns > 0 ? certaintyByGrid(numbers, ring, place) : certaintyByEdges(numbers, ring, place);
}

/** Follows a line west from the point, and counts the edges that it crosses. */
function certaintyByEdges(numbers: Float64Array, ring: number, place: Place): Certainty {
  const { longitude: x, latitude: y } = place;
  const first = ring + VERTICES;
  const end = ring + numberAt(numbers, ring + CELLS);
  let isInside = false;
  let bx = numberAt(numbers, first) - x;
  let by = numberAt(numbers, first + 1) - y;
  for (let at = first + 2; at < end; at += 2) {
    const ax = bx;
    const ay = by;
    bx = numberAt(numbers, at) - x;
    by = numberAt(numbers, at + 1) - y;
    const isBeside = (ay > 0 && by > 0) || (ay < 0 && by < 0) || (ax > 0 && bx > 0);
    if (isBeside) continue;
    const isAcross = ay > 0 !== by > 0;
    if (ax < 0 && bx < 0) {
      if (isAcross) isInside = !isInside;
      continue;
    }
    const side = sideOfLine(ax, ay, bx, by, 0, 0);
    if (side === 0) return 'uncertain';
    if (isAcross && side > 0 === ay > 0) isInside = !isInside;
  }
  return isInside ? 'inside' : 'outside';
}

function verticesOf(positions: readonly Position[]): readonly number[] {
  const vertices = new Array<number>(2 * positions.length);
  let at = 0;
  for (const position of positions) {
    vertices[at++] = position[0];
    vertices[at++] = position[1];
  }
  return vertices;
}

function positionsIn(vertices: readonly number[]): [number, number][] {
  const positions: [number, number][] = [];
  for (let at = 0; at < vertices.length; at += 2)
    positions.push([vertices[at] as number, vertices[at + 1] as number]);
  return positions;
}

function boxOf(vertices: readonly number[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < vertices.length; at += 2) {
    const x = vertices[at] as number;
    const y = vertices[at + 1] as number;
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return { west, south, east, north };
}

function numbersOf(vertices: readonly number[], box: Box, isHole: boolean): Float64Array {
  const { west, south, east, north } = box;
  const end = VERTICES + vertices.length;
  const numbers = new Float64Array(end);
  const isDusty = vertices.some(isDust);
  numbers.set(vertices, VERTICES);
  numbers.set([west, south, east, north], WEST);
  numbers[IS_HOLE] = isHole ? 1 : 0;
  numbers[SIZE] = numbers[CELLS] = numbers[LISTED] = end;
  if (isDusty) numbers[COLUMNS] = DUSTY;
  const isLong = vertices.length / 2 - 1 > MOST_WITHOUT_GRID;
  const isWide = east - west >= LEAST_CELL && north - south >= LEAST_CELL;
  return isLong && isWide && !isDusty ? withGrid(numbers, box) : numbers;
}

function withGrid(numbers: Float64Array, box: Box): Float64Array {
  const grid = new EdgeGrid(numbers.subarray(VERTICES), box);
  const end = numbers.length;
  const all = new Float64Array(end + grid.cells + grid.listed);
  all.set(numbers);
  grid.writeTo(all, end);
  const { columns, rows, cellWidth, cellHeight } = grid;
  all.set([columns, rows, cellWidth, cellHeight], COLUMNS);
  all[LISTED] = end + grid.cells;
  all[SIZE] = all.length;
  return all;
}
