import type { Box } from '../../area/box-index.ts';
import type { Effort } from '../effort.ts';
import { PolygonPart, type Part } from './part.ts';
import { haveNothingInCommon } from './proofs.ts';

/** A cell is halved, both ways, so often. */
const MOST_HALVINGS = 8;
/** Steps for each look at a cell. */
const STEPS = 10;

/**
 * That no place is in all of several parts, though any two of them have places in common: what holds one of them is cut
 * into cells until each is proved to have nothing in common with one or another. `false` is no answer.
 */
export function haveNothingTogether(parts: readonly Part[], effort: Effort): boolean {
  const [first] = parts;
  return first !== undefined && first.boxes.every((box) => isRuledOut(box, parts, MOST_HALVINGS, effort));
}

function isRuledOut(box: Box, parts: readonly Part[], halvings: number, effort: Effort): boolean {
  if (!effort.spend(STEPS)) return false;
  const { west, south, east, north } = box;
  const cell = new PolygonPart('', 0, [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ]);
  if (parts.some((part) => haveNothingInCommon(part, cell, effort))) return true;
  const [x, y] = [(west + east) / 2, (south + north) / 2];
  // Where the middle is in all of them there is a place; and nothing is cut for ever.
  if (halvings === 0 || parts.every((part) => part.certainty(x, y) === 'inside')) return false;
  return [
    { west, south, east: x, north: y },
    { west: x, south, east, north: y },
    { west, south: y, east: x, north },
    { west: x, south: y, east, north },
  ].every((quarter) => isRuledOut(quarter, parts, halvings - 1, effort));
}
