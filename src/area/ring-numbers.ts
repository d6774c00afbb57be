/**
 * A ring as numbers, one after another: what is needed first stands first, and rings of a rule stand side by side, since
 * memory far apart costs more than arithmetic.
 */

/** Strictly inside, strictly outside, or too near to an edge for floating-point arithmetic to tell. */
export type Certainty = 'inside' | 'outside' | 'uncertain';

/** Where somebody is, in degrees. Handed on whole: V8 allocates a number that it hands to a function. */
export interface Place {
  readonly longitude: number;
  readonly latitude: number;
}

/** The box. */
export const WEST = 0;
export const SOUTH = 1;
export const EAST = 2;
export const NORTH = 3;
/** How many numbers the ring has. */
export const SIZE = 4;
/** 1 for a hole of the shell before it; 0 for a shell. */
export const IS_HOLE = 5;
/** Of the grid; 0 where there is none, {@link DUSTY} where arithmetic is certain of nothing. */
export const COLUMNS = 6;
export const ROWS = 7;
export const CELL_WIDTH = 8;
export const CELL_HEIGHT = 9;
/** Where the cells of the grid start, and the edges that they list. */
export const CELLS = 10;
export const LISTED = 11;
/** The vertices (x, y each), the last as the first, up to {@link CELLS}. */
export const VERTICES = 12;

export const DUSTY = -1;

/** A number that is there. */
export function numberAt(numbers: Float64Array, index: number): number {
  return numbers[index] as number;
}
