import { CircleArea, EARTH_RADIUS } from '../../area/area.ts';
import type { Box } from '../../area/box-index.ts';
import type { Certainty } from '../../area/ring-numbers.ts';
import { Ring, type Position } from '../../area/ring.ts';
import { pointerStep } from '../../snapshot.ts';
import { Edges } from './edges.ts';

type Rings = readonly (readonly Position[])[];

/** A polygon of a rule's areas: all places in or on its shell and not strictly inside a hole. */
export class PolygonPart {
  readonly shape = 'polygon';
  /** JSON pointer below the rule. */
  readonly path: string;
  /** The number of the feature that it belongs to. */
  readonly feature: number;
  readonly rings: Rings;
  private readonly coordinates: string;
  readonly shell: Ring;
  readonly holes: readonly Ring[];
  private found: Edges | undefined = undefined;

  /** The coordinates of a part that is not all of its feature are its path. */
  constructor(path: string, feature: number, rings: Rings, coordinates = path) {
    this.path = path;
    this.feature = feature;
    this.rings = rings;
    this.coordinates = coordinates;
    this.shell = new Ring(rings[0] as readonly Position[]);
    this.holes = rings.slice(1).map((ring) => new Ring(ring));
  }

  get boxes(): readonly Box[] {
    return [this.shell.box];
  }

  /** JSON pointer of a ring, below the rule. */
  pathOf(ring: number): string {
    return this.coordinates + pointerStep(ring);
  }

  get edges(): Edges {
    return (this.found ??= new Edges(this.rings));
  }

  /** Of a place on a border, `uncertain`. */
  certainty(longitude: number, latitude: number): Certainty {
    let answer = this.shell.certainty(longitude, latitude);
    for (const hole of this.holes) {
      const inHole = answer === 'outside' ? 'outside' : hole.certainty(longitude, latitude);
      if (inHole === 'inside') answer = 'outside';
      else if (inHole === 'uncertain') answer = 'uncertain';
    }
    return answer;
  }
}

/** Metres: above the rounding of every distance. */
const SLACK = 1;
const METRES_A_DEGREE = (EARTH_RADIUS * Math.PI) / 180;

/** A circle of a rule's areas. */
export class CirclePart {
  readonly shape = 'circle';
  readonly path: string;
  readonly feature: number;
  readonly longitude: number;
  readonly latitude: number;
  readonly radius: number;
  private readonly area: CircleArea;

  constructor(path: string, feature: number, [longitude, latitude]: Position, radius: number) {
    this.path = path;
    this.feature = feature;
    this.longitude = longitude;
    this.latitude = latitude;
    this.radius = radius;
    this.area = new CircleArea(undefined, longitude, latitude, radius);
  }

  get boxes(): readonly Box[] {
    return this.area.boxes;
  }

  /** On the map one disc: it reaches neither a pole nor the antimeridian. */
  get isOneDisc(): boolean {
    const [box, other] = this.boxes;
    return !other && !!box && box.west > -180 && box.east < 180 && box.south > -90 && box.north < 90;
  }

  /** Of a place near the border, `uncertain`. */
  certainty(longitude: number, latitude: number): Certainty {
    const beyond = this.area.distance(longitude, latitude) - this.radius;
    if (Math.abs(beyond) <= SLACK) return 'uncertain';
    return beyond < 0 ? 'inside' : 'outside';
  }

  isApartFrom({ longitude, latitude, radius }: CirclePart): boolean {
    return this.area.distance(longitude, latitude) > this.radius + radius + SLACK;
  }

  covers({ longitude, latitude, radius }: CirclePart): boolean {
    return this.area.distance(longitude, latitude) + radius + SLACK <= this.radius;
  }

  /** Whether every place of an edge is outside; false as well where halving the edge does not show it. */
  isBeside(ax: number, ay: number, bx: number, by: number, halvings = 40): boolean {
    const [x, y] = [(ax + bx) / 2, (ay + by) / 2];
    const beyond = this.area.distance(x, y) - this.radius - SLACK;
    // No way along the edge is longer than it were at the equator.
    if (beyond > (Math.hypot(bx - ax, by - ay) / 2) * METRES_A_DEGREE) return true;
    if (beyond <= 0 || halvings === 0) return false;
    return this.isBeside(ax, ay, x, y, halvings - 1) && this.isBeside(x, y, bx, by, halvings - 1);
  }
}

/** One of the places of which a rule's areas are made: a polygon, or a circle. */
export type Part = PolygonPart | CirclePart;

export type Point = readonly [longitude: number, latitude: number];

/** Of the part, or of its box. */
export function middleOf(part: Part): Point {
  if (part.shape === 'circle') return [part.longitude, part.latitude];
  const { west, south, east, north } = part.shell.box;
  return [(west + east) / 2, (south + north) / 2];
}
