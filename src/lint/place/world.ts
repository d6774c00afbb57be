import { EARTH_RADIUS } from '../../area/area.ts';
import type { Box } from '../../area/box-index.ts';
import { Edges } from './edges.ts';
import type { Part, PolygonPart } from './part.ts';
import type { Region } from './region.ts';

/** Metres to the other side of the world. */
const FARTHEST = EARTH_RADIUS * Math.PI;

/** Nobody draws the world in more. */
const MOST_PARTS = 32;

/**
 * Whether there is no place outside: one circle around the world, or polygons that are boxes and leave nothing
 * between them.
 */
export function isWholeWorld({ parts }: Region): boolean {
  if (parts.some((part) => part.shape === 'circle' && part.radius >= FARTHEST)) return true;
  if (parts.length > MOST_PARTS) return false;
  const boxes = parts.filter(isBox).map(({ shell }) => shell.box);
  const columns = edgesOf(
    boxes.flatMap(({ west, east }) => [west, east]),
    180,
  );
  const rows = edgesOf(
    boxes.flatMap(({ south, north }) => [south, north]),
    90,
  );
  return columns.every(([west, east]) =>
    rows.every(([south, north]) => boxes.some((box) => holds(box, { west, south, east, north }))),
  );
}

/** The stretches between some numbers, from −most to most. */
function edgesOf(numbers: readonly number[], most: number): [number, number][] {
  const edges = [...new Set([-most, ...numbers, most])].toSorted((a, b) => a - b);
  return edges.slice(1).map((edge, i) => [edges[i] as number, edge]);
}

function holds(box: Box, { west, south, east, north }: Box): boolean {
  return box.west <= west && box.south <= south && box.east >= east && box.north >= north;
}

/** Whether a polygon without holes goes once around its box, along its edges. */
function isBox(part: Part): part is PolygonPart {
  if (part.shape === 'circle' || part.holes.length > 0) return false;
  const { west, south, east, north } = part.shell.box;
  const { ends } = new Edges(part.rings);
  let [length, twiceTheArea] = [0, 0];
  for (let i = 0; i < ends.length; i += 4) {
    const [ax, ay, bx, by] = ends.subarray(i, i + 4) as unknown as [number, number, number, number];
    const isUpright = ax === bx && (ax === west || ax === east);
    const isLevel = ay === by && (ay === south || ay === north);
    if (!isUpright && !isLevel) return false;
    length += Math.abs(bx - ax) + Math.abs(by - ay);
    twiceTheArea += ax * by - bx * ay;
  }
  // As long as its border, and with all of it inside: there and back again would have nothing inside.
  const [width, height] = [east - west, north - south];
  return length === 2 * (width + height) && Math.abs(twiceTheArea) === 2 * width * height;
}
