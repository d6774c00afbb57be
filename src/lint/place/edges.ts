import { BoxIndex, type Box } from '../../area/box-index.ts';
import type { Position } from '../../area/ring.ts';
import type { Effort } from '../effort.ts';

/**
 * Degrees. Within 1e-10° of a border the engine's arithmetic may decide either way (section 6 of the law), so that
 * places of two areas which are no farther apart than this are not claimed to be apart.
 */
export const HAIR = 1e-9;

/** The edges of some rings, those that have a length. */
export class Edges {
  /** Four numbers each: x and y of the start, x and y of the end. */
  readonly ends: Float64Array;
  private boxes: BoxIndex | undefined = undefined;

  constructor(rings: readonly (readonly Position[])[]) {
    const ends: number[] = [];
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const [[ax, ay], [bx, by]] = [ring[i - 1] as Position, ring[i] as Position];
        if (ax !== bx || ay !== by) ends.push(ax, ay, bx, by);
      }
    }
    this.ends = Float64Array.from(ends);
  }

  get count(): number {
    return this.ends.length / 4;
  }

  /** Whether `test` holds for one of the edges, by number, whose box comes near a box. */
  someNear(box: Box, hair: number, test: (edge: number) => boolean): boolean {
    if (this.count === 0) return false;
    return this.index.someNear(box, hair, test);
  }

  boxOf(edge: number): Box {
    const [ax, ay, bx, by] = this.ends.subarray(4 * edge, 4 * edge + 4) as unknown as Ends;
    return {
      west: Math.min(ax, bx),
      south: Math.min(ay, by),
      east: Math.max(ax, bx),
      north: Math.max(ay, by),
    };
  }

  private get index(): BoxIndex {
    return (this.boxes ??= new BoxIndex(Array.from({ length: this.count }, (_, edge) => this.boxOf(edge))));
  }
}

type Ends = readonly [number, number, number, number];

/** Whether no edge of the one comes near any of the other; false as well where that is too much work to find out. */
export function areApart(a: Edges, b: Edges, effort: Effort): boolean {
  const [few, many] = a.count <= b.count ? [a, b] : [b, a];
  if (!effort.spend(few.count + many.count)) return false;
  for (let i = 0; i < few.count; i++) {
    const isNear = many.someNear(few.boxOf(i), HAIR, (j) => {
      return !effort.spend(1) || !areSegmentsApart(few.ends, 4 * i, many.ends, 4 * j);
    });
    if (isNear) return false;
  }
  return true;
}

/** Whether two segments are farther apart than a hair. */
function areSegmentsApart(p: Float64Array, i: number, q: Float64Array, j: number): boolean {
  const [ax, ay, bx, by] = [p[i], p[i + 1], p[i + 2], p[i + 3]] as [number, number, number, number];
  const [cx, cy, dx, dy] = [q[j], q[j + 1], q[j + 2], q[j + 3]] as [number, number, number, number];
  // Where rounding hides that they cross, an end of one lies within a hair of the other.
  const doCross =
    sideOf(ax, ay, bx, by, cx, cy) * sideOf(ax, ay, bx, by, dx, dy) < 0 &&
    sideOf(cx, cy, dx, dy, ax, ay) * sideOf(cx, cy, dx, dy, bx, by) < 0;
  return (
    !doCross &&
    squaredDistance(ax, ay, cx, cy, dx, dy) > HAIR * HAIR &&
    squaredDistance(bx, by, cx, cy, dx, dy) > HAIR * HAIR &&
    squaredDistance(cx, cy, ax, ay, bx, by) > HAIR * HAIR &&
    squaredDistance(dx, dy, ax, ay, bx, by) > HAIR * HAIR
  );
}

function sideOf(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  return Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
}

/** Of a point from a segment that has a length. */
function squaredDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const share = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  const [east, north] = [ax + share * dx - x, ay + share * dy - y];
  return east * east + north * north;
}
