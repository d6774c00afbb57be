import type { Box } from '../area/box-index.ts';
import type { Location } from '../rule.ts';
import { SlotSet } from './slot-set.ts';

/** Cells of the finest grid are 360° / 2^16 wide: some 600 m. */
const FINEST = 16;

/**
 * Which campaigns' areas may hold a place. Each box lies in a grid whose cells are no smaller than it, so in four of them at
 * most; a place is looked up in one cell of every grid.
 */
export class PlaceIndex {
  private readonly anywhere = new SlotSet();
  private readonly near = new SlotSet();
  /** By grid, coarsest first: the cells in which something lies. */
  private readonly grids: Map<number, Cell>[] = Array.from(
    { length: FINEST + 1 },
    () => new Map<number, Cell>(),
  );

  grow(capacity: number): void {
    this.anywhere.grow(capacity);
    this.near.grow(capacity);
  }

  add(slot: number, boxes: readonly Box[] | undefined): void {
    if (boxes === undefined) this.anywhere.put(slot, true);
    else for (const box of boxes) this.eachCell(box, (cell) => cell.add(slot, box));
  }

  delete(slot: number, boxes: readonly Box[] | undefined): void {
    this.anywhere.put(slot, false);
    for (const box of boxes ?? []) {
      this.eachCell(box, (cell, grid, key) => {
        cell.delete(slot);
        if (cell.isEmpty) grid.delete(key);
      });
    }
  }

  /** Valid until the next question. One that is absent or invalid is nowhere: the format's own violation refuses it. */
  holding(location: Location | 'absent' | 'invalid'): SlotSet {
    if (typeof location === 'string') return this.anywhere;
    const { near, grids } = this;
    const { longitude, latitude } = location;
    near.copyFrom(this.anywhere);
    for (let level = 0; level < grids.length; level++) {
      const grid = grids[level] as Map<number, Cell>;
      if (grid.size === 0) continue;
      const cells = 2 ** level / 360;
      grid.get(keyOf(column(longitude, cells), row(latitude, cells)))?.addHolding(longitude, latitude, near);
    }
    return near;
  }

  private eachCell(box: Box, visit: (cell: Cell, grid: Map<number, Cell>, key: number) => void): void {
    const { west, south, east, north } = box;
    const size = Math.max(east - west, north - south);
    const level = Math.max(0, Math.min(FINEST, Math.floor(Math.log2(360 / size))));
    const grid = this.grids[level] as Map<number, Cell>;
    const cells = 2 ** level / 360;
    for (let x = column(west, cells); x <= column(east, cells); x++) {
      for (let y = row(south, cells); y <= row(north, cells); y++) {
        const key = keyOf(x, y);
        let cell = grid.get(key);
        if (cell === undefined) grid.set(key, (cell = new Cell()));
        visit(cell, grid, key);
      }
    }
  }
}

/** The same for a place in a box as for the box's sides, or between: every step keeps the order. */
function column(longitude: number, cells: number): number {
  return Math.floor((longitude + 180) * cells);
}

function row(latitude: number, cells: number): number {
  return Math.floor((latitude + 90) * cells);
}

/** Two rows may share a key at the poles; boxes tell them apart. */
function keyOf(x: number, y: number): number {
  return x * 2 ** (FINEST - 1) + y;
}

const NUMBERS_A_BOX = 5;

/** Boxes beside one another in memory: west, south, east, north, slot. */
class Cell {
  private boxes = new Float64Array(2 * NUMBERS_A_BOX);
  private length = 0;

  get isEmpty(): boolean {
    return this.length === 0;
  }

  add(slot: number, { west, south, east, north }: Box): void {
    if (this.length === this.boxes.length) {
      const { boxes } = this;
      this.boxes = new Float64Array(boxes.length * 2);
      this.boxes.set(boxes);
    }
    this.boxes.set([west, south, east, north, slot], this.length);
    this.length += NUMBERS_A_BOX;
  }

  /** All that are the slot's; another takes the place of each. */
  delete(slot: number): void {
    for (let i = this.length - NUMBERS_A_BOX; i >= 0; i -= NUMBERS_A_BOX) {
      if (this.boxes[i + 4] !== slot) continue;
      this.length -= NUMBERS_A_BOX;
      this.boxes.copyWithin(i, this.length, this.length + NUMBERS_A_BOX);
    }
  }

  addHolding(longitude: number, latitude: number, slots: SlotSet): void {
    const { boxes, length } = this;
    for (let i = 0; i < length; i += NUMBERS_A_BOX) {
      if (
        longitude >= (boxes[i] as number) &&
        latitude >= (boxes[i + 1] as number) &&
        longitude <= (boxes[i + 2] as number) &&
        latitude <= (boxes[i + 3] as number)
      )
        slots.put(boxes[i + 4] as number, true);
    }
  }
}
