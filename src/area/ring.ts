import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import type { Box } from './box-index.ts';
import { EdgeGrid, LEAST_CELL, type Certainty } from './edge-grid.ts';
import { isDust, sideOfLine } from './orientation.ts';

/** Degrees, longitude first; nothing after the two is read. */
export type Position = readonly [longitude: number, latitude: number, ...unread: unknown[]];

/** A ring of no more edges has no grid: each would cost about as much to make as `JSON.parse` of the ring does. */
const MOST_WITHOUT_GRID = 32;

/** Places in the numbers of a ring. */
const WEST = 0;
const SOUTH = 1;
const EAST = 2;
const NORTH = 3;
/** The first vertex. */
const FIRST = 4;

/**
 * A closed ring, asked by the even-odd rule. Its answers are turf's at every point, most of them without turf: where
 * floating-point arithmetic is certain, turf's robust predicate can say nothing else; where it is not, turf is asked.
 */
export class Ring implements Box {
  /** The box (west, south, east, north), then the vertices (x, y each), all in one place: far away they cost the most. */
  private readonly numbers: Float64Array;
  private readonly grid: EdgeGrid | undefined;
  private readonly isDusty: boolean;
  private readonly positions: readonly Position[];

  /** Of two or more positions, all finite, the last as the first. They are kept, and must not change. */
  constructor(positions: readonly Position[]) {
    const numbers = new Float64Array(FIRST + 2 * positions.length);
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    let isDusty = false;
    let at = FIRST;
    for (const position of positions) {
      const x = position[0];
      const y = position[1];
      numbers[at++] = x;
      numbers[at++] = y;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
      isDusty ||= isDust(x) || isDust(y);
    }
    numbers[WEST] = west;
    numbers[SOUTH] = south;
    numbers[EAST] = east;
    numbers[NORTH] = north;
    this.numbers = numbers;
    this.isDusty = isDusty;
    this.positions = positions;
    const isLong = positions.length - 1 > MOST_WITHOUT_GRID;
    const isWide = east - west >= LEAST_CELL && north - south >= LEAST_CELL;
    this.grid = isLong && isWide && !isDusty ? new EdgeGrid(numbers.subarray(FIRST), this) : undefined;
  }

  get west(): number {
    return this.numbers[WEST] as number;
  }

  get south(): number {
    return this.numbers[SOUTH] as number;
  }

  get east(): number {
    return this.numbers[EAST] as number;
  }

  get north(): number {
    return this.numbers[NORTH] as number;
  }

  /** Whether it holds a point. A point on its border is held if `border` is. */
  holds(longitude: number, latitude: number, border: boolean): boolean {
    const certainty = this.certainty(longitude, latitude);
    return certainty === 'uncertain' ? this.askTurf(longitude, latitude, border) : certainty === 'inside';
  }

  /** What is known without turf. A point on the border is `uncertain`. */
  certainty(longitude: number, latitude: number): Certainty {
    // Our own box: turf trusts a `bbox` that it is given, however stale.
    const isInBox =
      longitude >= this.west && longitude <= this.east && latitude >= this.south && latitude <= this.north;
    if (!isInBox) return 'outside';
    if (this.isDusty || isDust(longitude) || isDust(latitude)) return 'uncertain';
    return this.grid ? this.grid.certainty(longitude, latitude) : this.certaintyByEdges(longitude, latitude);
  }

  /** Follows a line west from the point, and counts the edges that it crosses. */
  private certaintyByEdges(x: number, y: number): Certainty {
    const { numbers } = this;
    let isInside = false;
    let bx = (numbers[FIRST] as number) - x;
    let by = (numbers[FIRST + 1] as number) - y;
    for (let at = FIRST + 2; at < numbers.length; at += 2) {
      const ax = bx;
      const ay = by;
      bx = (numbers[at] as number) - x;
      by = (numbers[at + 1] as number) - y;
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

  private askTurf(longitude: number, latitude: number, border: boolean): boolean {
    const coordinates = [this.positions as unknown as [number, number][]];
    return booleanPointInPolygon(
      [longitude, latitude],
      { type: 'Polygon', coordinates },
      { ignoreBoundary: !border },
    );
  }
}
