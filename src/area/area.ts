import type { Box } from './box-index.ts';
import type { Ring } from './ring.ts';

/** A permitted place, ready to be asked. Borders belong to it. */
export interface Area {
  readonly name: string | undefined;
  /** Boxes that hold all of it; they may hold more. */
  readonly boxes: readonly Box[];
  /** Of polygons, each shell before its holes; `undefined` where not all of it are polygons. */
  readonly rings: readonly Ring[] | undefined;
  contains(longitude: number, latitude: number): boolean;
}

/** In or on a shell, and not strictly inside any of the holes. */
export class PolygonArea implements Area {
  readonly name: string | undefined;
  private readonly shell: Ring;
  private readonly holes: readonly Ring[];

  constructor(name: string | undefined, shell: Ring, holes: readonly Ring[]) {
    this.name = name;
    this.shell = shell;
    this.holes = holes;
  }

  get boxes(): readonly Box[] {
    return [this.shell.box];
  }

  get rings(): readonly Ring[] {
    return [this.shell, ...this.holes];
  }

  contains(longitude: number, latitude: number): boolean {
    if (!this.shell.holds(longitude, latitude, true)) return false;
    for (const hole of this.holes) if (hole.holds(longitude, latitude, false)) return false;
    return true;
  }
}

/** All places of other areas. */
export class UnionArea implements Area {
  readonly name: string | undefined;
  private readonly areas: readonly Area[];

  constructor(name: string | undefined, areas: readonly Area[]) {
    this.name = name;
    this.areas = areas;
  }

  get boxes(): readonly Box[] {
    return this.areas.flatMap((area) => area.boxes);
  }

  get rings(): readonly Ring[] | undefined {
    return ringsOf(this.areas);
  }

  contains(longitude: number, latitude: number): boolean {
    for (const area of this.areas) if (area.contains(longitude, latitude)) return true;
    return false;
  }
}

/** The rings of areas all of which are polygons. */
export function ringsOf(areas: readonly Area[]): readonly Ring[] | undefined {
  const rings: Ring[] = [];
  for (const area of areas) {
    if (area.rings === undefined) return undefined;
    rings.push(...area.rings);
  }
  return rings;
}

/** Metres; the mean radius of the Earth. */
export const EARTH_RADIUS = 6_371_008.8;

/** A degree in radians, halved. */
const HALF_DEGREE = Math.PI / 360;

/** Degrees, about a metre: above the rounding of every distance, that of nearly opposite places (centimetres) too. */
const SLACK = 1e-5;

/** The places up to a great-circle distance (haversine) from a centre. */
export class CircleArea implements Area {
  readonly name: string | undefined;
  private readonly longitude: number;
  private readonly latitude: number;
  private readonly radius: number;
  private readonly cosine: number;
  /** Degrees by which a place in it may lie east or west of the centre, and north or south. */
  private readonly eastward: number;
  private readonly northward: number;
  readonly rings = undefined;

  constructor(name: string | undefined, longitude: number, latitude: number, radius: number) {
    this.name = name;
    this.longitude = longitude;
    this.latitude = latitude;
    this.radius = radius;
    this.cosine = Math.cos(latitude * 2 * HALF_DEGREE);
    this.northward = radius / EARTH_RADIUS / (2 * HALF_DEGREE) + SLACK;
    this.eastward = this.reach();
  }

  /** One, or two where it lies across the antimeridian. */
  get boxes(): readonly Box[] {
    const south = Math.max(this.latitude - this.northward, -90);
    const north = Math.min(this.latitude + this.northward, 90);
    const box = (west: number, east: number): Box => ({ west, south, east, north });
    if (this.eastward >= 180) return [box(-180, 180)];
    const west = this.longitude - this.eastward;
    const east = this.longitude + this.eastward;
    if (west < -180) return [box(-180, east), box(west + 360, 180)];
    if (east > 180) return [box(west, 180), box(-180, east - 360)];
    return [box(west, east)];
  }

  contains(longitude: number, latitude: number): boolean {
    if (!(Math.abs(latitude - this.latitude) <= this.northward)) return false;
    const apart = Math.abs(longitude - this.longitude);
    if (Math.min(apart, 360 - apart) > this.eastward) return false;
    return this.distance(longitude, latitude) <= this.radius;
  }

  /** Metres from the centre. */
  distance(longitude: number, latitude: number): number {
    const north = Math.sin((latitude - this.latitude) * HALF_DEGREE);
    const east = Math.sin((longitude - this.longitude) * HALF_DEGREE);
    const across = this.cosine * Math.cos(latitude * 2 * HALF_DEGREE);
    const chord = north * north + across * east * east;
    return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
  }

  /** Up to where the meridians touch the circle; with a pole in it, all of them pass. */
  private reach(): number {
    if (Math.abs(this.latitude) + this.northward >= 90) return 180;
    const sine = Math.sin(this.northward * 2 * HALF_DEGREE) / this.cosine;
    return Math.asin(Math.min(1, sine)) / (2 * HALF_DEGREE);
  }
}
