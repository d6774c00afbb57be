import type { Box } from './box-index.ts';
import { sideOfLine } from './orientation.ts';
import {
  CELL_HEIGHT,
  CELL_WIDTH,
  CELLS,
  COLUMNS,
  LISTED,
  numberAt,
  ROWS,
  SOUTH,
  VERTICES,
  WEST,
  type Certainty,
  type Place,
} from './ring-numbers.ts';

/** Columns, or rows, that all edges together may pass, per edge: it bounds the memory of rings that go back and forth. */
const MOST_PASSED = 8;

/**
 * In cells. An edge that passes a cell this near is listed there: far more than the rounding of a place in the grid, and so
 * much that the rounded differences turf works on do not matter for an edge that is not listed.
 */
const MARGIN = 2 ** -20;

/** Degrees, far above the rounding of a coordinate: in a smaller cell, that might put the landmark into another one. */
export const LEAST_CELL = 2 ** -40;

/** Where in its cell the landmark stands: on no line that anybody draws. */
const LANDMARK_X = 0.4472135954999579;
const LANDMARK_Y = 0.5527864045000421;

/** Of a landmark. */
const INSIDE = 1;
const UNCERTAIN = 2;

/** While landmarks are found out: the edges before a cell change it and all east of it. */
const ALL_EAST = 4;

/**
 * The edges of a closed ring, by the cells of a grid that they pass. Of the landmark of each cell it is known whether it
 * is inside, by the even-odd rule; on the straight way from there to a point of the cell only edges of the cell can be
 * crossed. As many cells as edges, so a cell has a few edges or none, however many the ring has.
 */
export class EdgeGrid {
  readonly west: number;
  readonly south: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellWidth: number;
  readonly cellHeight: number;
  private readonly ends: Float64Array;
  /** For each edge and each row that it passes three numbers: its start in `ends`, and the first and last cell there. */
  private readonly passages: Int32Array;
  /** By cell, and one at the end: where its edges will end in the list. */
  private readonly counted: Int32Array;

  /**
   * Of the ring's vertices (x, y, x, y, …; the last as the first) and its box, at least a cell wide and high.
   */
  constructor(ends: Float64Array, { west, south, east, north }: Box) {
    const edges = ends.length / 2 - 1;
    let [eastward, northward] = [0, 0];
    for (let i = 2; i < ends.length; i++) {
      const step = Math.abs((ends[i] as number) - (ends[i - 2] as number));
      if (i % 2 === 0) eastward += step;
      else northward += step;
    }
    const mostColumns = (east - west) * Math.min((MOST_PASSED * edges) / eastward, 1 / LEAST_CELL);
    const mostRows = (north - south) * Math.min((MOST_PASSED * edges) / northward, 1 / LEAST_CELL);
    this.ends = ends;
    this.west = west;
    this.south = south;
    this.columns = Math.floor(Math.min(Math.max(Math.sqrt(edges), edges / mostRows), mostColumns));
    this.rows = Math.floor(Math.min(edges / this.columns, mostRows));
    this.cellWidth = (east - west) / this.columns;
    this.cellHeight = (north - south) / this.rows;
    this.passages = this.pass(new Int32Array(3 * Math.ceil(3 * edges + northward / this.cellHeight)));
    this.counted = this.count(new Int32Array(this.columns * this.rows + 1));
  }

  /** How many cells there are, and one at the end. */
  get cells(): number {
    return this.counted.length;
  }

  /** How many edges the cells list. */
  get listed(): number {
    return this.counted.at(-1) as number;
  }

  landmarkX(column: number): number {
    return this.west + (column + LANDMARK_X) * this.cellWidth;
  }

  landmarkY(row: number): number {
    return this.south + (row + LANDMARK_Y) * this.cellHeight;
  }

  /**
   * Writes, by cell and one at the end, four times the start of its edges in the list, and its landmark; then the list: where the
   * edge starts in the vertices (even), and 1 more where the landmark is on its left.
   */
  writeTo(numbers: Float64Array, start: number): void {
    const { ends, passages, counted, columns, cells } = this;
    const list = start + cells;
    const landmarks = new Int32Array(cells);
    for (let i = 0; i < passages.length; i += 3) {
      const at = passages[i] as number;
      const first = passages[i + 1] as number;
      const last = passages[i + 2] as number;
      const row = Math.floor(first / columns);
      const ax = ends[at] as number;
      const ay = ends[at + 1] as number;
      const bx = ends[at + 2] as number;
      const by = ends[at + 3] as number;
      const y = this.landmarkY(row);
      const isAcross = ay > y !== by > y;
      for (let cell = first; cell <= last; cell++) {
        const side = sideOfLine(ax, ay, bx, by, this.landmarkX(cell - row * columns), y);
        if (side === 0) (landmarks[cell] as number) |= UNCERTAIN;
        if (isAcross && side > 0 === ay > y) (landmarks[cell] as number) ^= INSIDE;
        const place = (counted[cell] as number) - 1;
        counted[cell] = place;
        numbers[list + place] = side > 0 ? at + 1 : at;
      }
      if (isAcross) (landmarks[last + 1] as number) ^= ALL_EAST;
    }
    // A row's height meets a closed ring an even number of times: nothing is carried over into the next row.
    let isInside = 0;
    for (let cell = 0; cell < cells; cell++) {
      const landmark = landmarks[cell] as number;
      if (landmark & ALL_EAST) isInside ^= INSIDE;
      numbers[start + cell] = 4 * (counted[cell] as number) + ((landmark ^ isInside) & (INSIDE | UNCERTAIN));
    }
  }

  private pass(passages: Int32Array): Int32Array {
    const { ends, columns, rows } = this;
    let size = 0;
    for (let at = 0; at < ends.length - 2; at += 2) {
      // An edge of no length is on no side of anything; those beside it have its point.
      if (ends[at] === ends[at + 2] && ends[at + 1] === ends[at + 3]) continue;
      const ax = ((ends[at] as number) - this.west) / this.cellWidth;
      const ay = ((ends[at + 1] as number) - this.south) / this.cellHeight;
      const bx = ((ends[at + 2] as number) - this.west) / this.cellWidth;
      const by = ((ends[at + 3] as number) - this.south) / this.cellHeight;
      const west = Math.min(ax, bx);
      const east = Math.max(ax, bx);
      const south = Math.min(ay, by);
      const north = Math.max(ay, by);
      const first = Math.max(Math.floor(south - MARGIN), 0);
      const last = Math.min(Math.floor(north + MARGIN), rows - 1);
      for (let row = first; row <= last; row++) {
        let [from, to] = [west, east];
        if (first < last && south < north) {
          // Where it enters and leaves the row, which is widened first: of a nearly level edge the slope is huge.
          const slope = (bx - ax) / (by - ay);
          const low = ax + (Math.max(row - MARGIN, south) - ay) * slope;
          const high = ax + (Math.min(row + 1 + MARGIN, north) - ay) * slope;
          from = Math.max(from, Math.min(low, high));
          to = Math.min(to, Math.max(low, high));
        }
        const start = row * columns;
        const firstCell = start + Math.max(Math.floor(from - MARGIN), 0);
        const lastCell = start + Math.min(Math.floor(to + MARGIN), columns - 1);
        passages[size++] = at;
        passages[size++] = firstCell;
        passages[size++] = lastCell;
      }
    }
    return passages.subarray(0, size);
  }

  private count(cells: Int32Array): Int32Array {
    const { passages } = this;
    for (let i = 0; i < passages.length; i += 3) {
      const last = passages[i + 2] as number;
      for (let cell = passages[i + 1] as number; cell <= last; cell++) (cells[cell] as number)++;
    }
    let end = 0;
    for (let cell = 0; cell < cells.length; cell++) cells[cell] = end += cells[cell] as number;
    return cells;
  }
}

/** Of a point in the box of a ring that has a grid, and whose numbers start at `ring`. */
export function certaintyByGrid(numbers: Float64Array, ring: number, place: Place): Certainty {
  const { longitude: x, latitude: y } = place;
  const columns = numberAt(numbers, ring + COLUMNS);
  const west = numberAt(numbers, ring + WEST);
  const south = numberAt(numbers, ring + SOUTH);
  const cellWidth = numberAt(numbers, ring + CELL_WIDTH);
  const cellHeight = numberAt(numbers, ring + CELL_HEIGHT);
  const column = Math.min(Math.trunc((x - west) / cellWidth), columns - 1);
  const row = Math.min(Math.trunc((y - south) / cellHeight), numberAt(numbers, ring + ROWS) - 1);
  const at = ring + numberAt(numbers, ring + CELLS) + row * columns + column;
  const cell = numberAt(numbers, at) | 0;
  if (cell & UNCERTAIN) return 'uncertain';
  const next = numberAt(numbers, at + 1) >> 2;
  const landmarkX = west + (column + LANDMARK_X) * cellWidth;
  const landmarkY = south + (row + LANDMARK_Y) * cellHeight;
  const listed = ring + numberAt(numbers, ring + LISTED);
  let isInside = (cell & INSIDE) !== 0;
  for (let i = cell >> 2; i < next; i++) {
    const entry = numberAt(numbers, listed + i) | 0;
    const edge = ring + VERTICES + (entry & ~1);
    const ax = numberAt(numbers, edge);
    const ay = numberAt(numbers, edge + 1);
    const bx = numberAt(numbers, edge + 2);
    const by = numberAt(numbers, edge + 3);
    const side = sideOfLine(ax, ay, bx, by, x, y);
    if (side === 0) return 'uncertain';
    if (side > 0 === (entry & 1) > 0) continue;
    const a = sideOfLine(landmarkX, landmarkY, x, y, ax, ay);
    const b = sideOfLine(landmarkX, landmarkY, x, y, bx, by);
    if (a === 0 || b === 0) return 'uncertain';
    if (a > 0 !== b > 0) isInside = !isInside;
  }
  return isInside ? 'inside' : 'outside';
}
