import { orient2d } from 'robust-predicates';
import type { Location } from '../../rule.ts';
import type { Effort } from '../effort.ts';
import type { Edges } from './edges.ts';

/** A point, as the place of its coordinates in a list of numbers. */
type Place = number;

/**
 * Where a ring, given by its edges, meets itself: two of its edges cross, touch or lie on one another, other than
 * neighbours at their common end. Exact: the predicate is the robust one that turf uses, too. `undefined` where it
 * does not, or where that is too much work to find out.
 */
export function selfContact(edges: Edges, effort: Effort): Location | undefined {
  const { ends, count } = edges;
  let first = 0;
  let contact: Location | undefined;
  const isContact = (second: number): boolean => {
    if (second <= first) return false;
    if (!effort.spend(1)) return true;
    if (second === first + 1) contact = foldOf(ends, 4 * first, 4 * second);
    else if (first === 0 && second === count - 1) contact = foldOf(ends, 4 * second, 4 * first);
    else contact = meetingOf(ends, 4 * first, 4 * second);
    return contact !== undefined;
  };
  for (; first < count && effort.spend(1); first++) {
    if (edges.someNear(edges.boxOf(first), 0, isContact)) break;
  }
  return contact;
}

/** Whether all of a ring lies on one line. */
export function isFlat({ ends, count }: Edges): boolean {
  for (let i = 1; i < count; i++) if (sideOf(ends, 0, 2, 4 * i + 2) !== 0) return false;
  return true;
}

/** Where of two edges, one after the other, the second goes back over the first. */
function foldOf(ends: Float64Array, first: Place, second: Place): Location | undefined {
  const common = second;
  const to = second + 2;
  const isFold =
    sideOf(ends, first, common, to) === 0 &&
    directionOf(ends, common, first) === directionOf(ends, common, to) &&
    directionOf(ends, common + 1, first + 1) === directionOf(ends, common + 1, to + 1);
  return isFold ? locationAt(ends, common) : undefined;
}

/** Of edges whose boxes meet: on one line, they meet themselves. */
function meetingOf(ends: Float64Array, p: Place, q: Place): Location | undefined {
  const ofC = sideOf(ends, p, p + 2, q);
  const ofD = sideOf(ends, p, p + 2, q + 2);
  if (ofC * ofD > 0) return undefined;
  const ofA = sideOf(ends, q, q + 2, p);
  const ofB = sideOf(ends, q, q + 2, p + 2);
  if (ofA * ofB > 0) return undefined;
  if (ofC * ofD < 0 && ofA * ofB < 0) return crossingOf(ends, p, q);
  // Else an end of one of them lies on the other.
  if (ofC === 0 && isBetween(ends, p, p + 2, q)) return locationAt(ends, q);
  if (ofD === 0 && isBetween(ends, p, p + 2, q + 2)) return locationAt(ends, q + 2);
  return locationAt(ends, ofA === 0 && isBetween(ends, q, q + 2, p) ? p : p + 2);
}

/** Of two segments that cross, to the rounding of coordinates. */
function crossingOf(ends: Float64Array, p: Place, q: Place): Location {
  const [ax, ay, bx, by] = ends.subarray(p, p + 4) as unknown as Four;
  const [cx, cy, dx, dy] = ends.subarray(q, q + 4) as unknown as Four;
  const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  const share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
  return { latitude: ay + share * (by - ay), longitude: ax + share * (bx - ax) };
}

type Four = readonly [number, number, number, number];

/** On which side of the line from a to b the point c lies; 0 on it. */
function sideOf(ends: Float64Array, a: Place, b: Place, c: Place): number {
  const side = orient2d(
    ends[a] as number,
    ends[a + 1] as number,
    ends[b] as number,
    ends[b + 1] as number,
    ends[c] as number,
    ends[c + 1] as number,
  );
  return Math.sign(side);
}

/** In which direction the one number lies from the other. */
function directionOf(ends: Float64Array, from: Place, to: Place): number {
  return Math.sign((ends[to] as number) - (ends[from] as number));
}

/** Whether a point on the line through a and b is in the box of both. */
function isBetween(ends: Float64Array, a: Place, b: Place, c: Place): boolean {
  const isBeside = (axis: number) =>
    directionOf(ends, c + axis, a + axis) * directionOf(ends, c + axis, b + axis) > 0;
  return !isBeside(0) && !isBeside(1);
}

function locationAt(ends: Float64Array, place: Place): Location {
  return { latitude: ends[place + 1] as number, longitude: ends[place] as number };
}
