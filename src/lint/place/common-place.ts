import type { Position } from '../../area/ring.ts';
import type { Location } from '../../rule.ts';
import type { Effort } from '../effort.ts';
import { CirclePart, middleOf, PolygonPart, type Part, type Point } from './part.ts';

/** Vertices of a part from which places are looked for. */
const MOST_VERTICES = 4_000;

/** How far inside of a vertex or beside a crossing places are tried, as shares of the way. */
const SHARES = [0.5, 0.05, 0.001];

/**
 * A place well inside of both parts, on no border of either; `undefined` where none is found, which does not mean
 * that there is none. Tried are the middle of each, places beside the vertices of each, and places beside where
 * borders cross.
 */
export function commonPlace(a: Part, b: Part, effort: Effort): Location | undefined {
  for (const [longitude, latitude] of candidates(a, b, effort)) {
    if (!effort.spend(1)) return undefined;
    const isCommon =
      a.certainty(longitude, latitude) === 'inside' && b.certainty(longitude, latitude) === 'inside';
    if (isCommon) return { latitude, longitude };
  }
  return undefined;
}

function* candidates(a: Part, b: Part, effort: Effort): Generator<Point> {
  yield* middlesOf(a, b);
  yield* besideVertices(a, b);
  yield* besideVertices(b, a);
  if (a.shape === 'polygon' && b.shape === 'polygon') yield* besideCrossings(a, b, effort);
}

/** The middles of both, and places on the way from one to the other. */
function* middlesOf(a: Part, b: Part): Generator<Point> {
  const [from, to] = [middleOf(a), middleOf(b)];
  for (const share of [0, 1, 0.5, ratioOf(a, b)]) yield between(from, to, share);
}

/** Of two circles, where on the way between their centres both reach. */
function ratioOf(a: Part, b: Part): number {
  return a instanceof CirclePart && b instanceof CirclePart ? a.radius / (a.radius + b.radius) : 0.25;
}

/** Of a polygon: places inside it beside its vertices, of those that the other part may hold. */
function* besideVertices(part: Part, other: Part): Generator<Point> {
  if (!(part instanceof PolygonPart)) return;
  let looked = 0;
  for (const ring of part.rings) {
    for (let i = 1; i < ring.length && looked < MOST_VERTICES; i++) {
      const [x, y] = ring[i] as Position;
      if (other.certainty(x, y) !== 'inside') continue;
      looked++;
      const [before, after] = [ring[i - 1] as Position, ring[i === ring.length - 1 ? 1 : i + 1] as Position];
      yield* aside([x, y], [before[0], before[1]], [after[0], after[1]]);
    }
  }
}

function* besideCrossings(a: PolygonPart, b: PolygonPart, effort: Effort): Generator<Point> {
  const [p, q] = [a.edges, b.edges];
  for (let i = 0; i < p.count; i++) {
    const crossing: number[] = [];
    if (!effort.spend(1)) return;
    q.someNear(p.boxOf(i), 0, (j) => !effort.spend(1) || crossing.push(j) > 8);
    for (const j of crossing) {
      const [ax, ay, bx, by] = p.ends.subarray(4 * i, 4 * i + 4) as unknown as Four;
      const [cx, cy, dx, dy] = q.ends.subarray(4 * j, 4 * j + 4) as unknown as Four;
      const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const share = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn;
      if (!(share >= 0 && share <= 1)) continue;
      const at: Point = [ax + share * (bx - ax), ay + share * (by - ay)];
      for (const one of [
        [ax, ay],
        [bx, by],
      ] as Point[])
        for (const other of [
          [cx, cy],
          [dx, dy],
        ] as Point[])
          yield* aside(at, one, other);
    }
  }
}

type Four = readonly [number, number, number, number];

/** Between the ways to two other points, on either side. */
function* aside(at: Point, one: Point, other: Point): Generator<Point> {
  const towards = between(one, other, 0.5);
  for (const share of SHARES) {
    yield between(at, towards, share);
    yield between(at, towards, -share);
  }
}

function between([ax, ay]: Point, [bx, by]: Point, share: number): Point {
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}
