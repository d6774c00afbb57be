import type { Box } from '../../area/box-index.ts';
import type { Position } from '../../area/ring.ts';
import type { Effort } from '../effort.ts';
import { areApart, HAIR } from './edges.ts';
import { PolygonPart, type CirclePart, type Part } from './part.ts';

/**
 * What can be proved of two parts. A ring is one curve: where it comes near no border of the other part, all of it is
 * inside or all of it is outside, and one of its places tells which. `false` is no answer: it may only be that
 * nothing was proved.
 */

/** That no place is in both. */
export function haveNothingInCommon(a: Part, b: Part, effort: Effort): boolean {
  if (!a.boxes.some((box) => b.boxes.some((other) => isNear(box, other)))) return true;
  if (a.shape === 'circle') {
    return b.shape === 'circle' ? a.isApartFrom(b) : isDiscBeside(a, b, 'outside', effort);
  }
  if (b.shape === 'circle') return isDiscBeside(b, a, 'outside', effort);
  return areApart(a.edges, b.edges, effort) && areAll(a.rings, 'outside', b) && areAll(b.rings, 'outside', a);
}

/** That every place of `small` is in `large`. */
export function covers(large: Part, small: Part, effort: Effort): boolean {
  if (large.shape === 'circle') return small.shape === 'circle' && large.covers(small);
  if (small.shape === 'circle') return isDiscBeside(small, large, 'inside', effort);
  return (
    areApart(large.edges, small.edges, effort) &&
    areAll(small.rings, 'inside', large) &&
    areAll(large.rings, 'outside', small)
  );
}

/** That a polygon has no place at all: a hole of it holds its shell, border and all. */
export function isWithoutPlace({ path, feature, rings }: PolygonPart, effort: Effort): boolean {
  const [shell, ...holes] = rings;
  if (!shell || holes.length === 0) return false;
  const whole = new PolygonPart(path, feature, [shell]);
  return holes.some((hole) => covers(new PolygonPart(path, feature, [hole]), whole, effort));
}

/** That a disc crosses no border of a polygon, and its centre is on the given side. */
function isDiscBeside(disc: CirclePart, polygon: PolygonPart, side: Side, effort: Effort): boolean {
  const { longitude, latitude, isOneDisc } = disc;
  if (!isOneDisc || polygon.certainty(longitude, latitude) !== side) return false;
  const { ends } = polygon.edges;
  for (let i = 0; i < ends.length; i += 4) {
    const [ax, ay, bx, by] = ends.subarray(i, i + 4) as unknown as [number, number, number, number];
    if (!effort.spend(1) || !disc.isBeside(ax, ay, bx, by)) return false;
  }
  return true;
}

type Side = 'inside' | 'outside';

function areAll(rings: readonly (readonly Position[])[], side: Side, part: PolygonPart): boolean {
  return rings.every((ring) => {
    const [longitude, latitude] = ring[0] as Position;
    return part.certainty(longitude, latitude) === side;
  });
}

function isNear(a: Box, b: Box): boolean {
  return (
    a.west <= b.east + HAIR &&
    b.west <= a.east + HAIR &&
    a.south <= b.north + HAIR &&
    b.south <= a.north + HAIR
  );
}
