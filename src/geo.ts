import { CircleArea, PolygonArea, UnionArea, type Area } from './area/area.ts';
import { Ring, type Position } from './area/ring.ts';
import { describe, isJsonObject, pointerStep } from './snapshot.ts';

/** A GeoJSON polygon feature, as `areas` takes it. */
export interface PolygonFeature {
  readonly type: 'Feature';
  readonly properties: { readonly name?: string };
  readonly geometry: Polygon;
}

interface Polygon {
  readonly type: 'Polygon';
  readonly coordinates: [number, number][][];
}

/** Told of each thing that is wrong in a collection: JSON pointer below it, what is expected, what was found. */
export type ReportGeometry = (pointer: string, expected: string, found: string) => void;

/** Positions of all areas of one rule. */
export const MOST_POSITIONS = 100_000;

/** Broken things of one rule that are told. */
const MOST_BROKEN = 10_000;

/** A latitude in degrees: finite and in [−90, 90]. */
export function isLatitude(value: unknown): value is number {
  return typeof value === 'number' && value >= -90 && value <= 90;
}

/** A longitude in degrees: finite and in [−180, 180]. */
export function isLongitude(value: unknown): value is number {
  return typeof value === 'number' && value >= -180 && value <= 180;
}

/**
 * Reads a GeoJSON FeatureCollection (RFC 7946, WGS 84, `[longitude, latitude]`) of `Polygon`, `MultiPolygon` and, with
 * `properties.radius_m` > 0, `Point` features. Other properties, foreign members, `bbox` and third coordinates are
 * ignored. Everything wrong is reported; the areas are worth something only when nothing was.
 */
export function readAreas(collection: unknown, report: ReportGeometry): readonly Area[] {
  return new AreaReader(report).collection(collection);
}

/**
 * A polygon feature from an encoded polyline (the widespread five-decimal format, latitude first). The ring is
 * closed if it is not. Throws a `RangeError` for a text that is not one, or that has under three points.
 */
export function polygonFromPolyline(encoded: string, name?: string): PolygonFeature {
  const ring = decodePolyline(encoded);
  const first = ring[0];
  const last = ring.at(-1);
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) ring.push([first[0], first[1]]);
  if (ring.length < 4) throw new RangeError('expected an encoded polyline of at least three points');
  return {
    type: 'Feature',
    properties: name === undefined ? {} : { name },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

class AreaReader {
  private positions = 0;
  private broken = 0;
  private readonly tell: ReportGeometry;

  constructor(report: ReportGeometry) {
    this.tell = report;
  }

  collection(value: unknown): Area[] {
    if (!isJsonObject(value) || value['type'] !== 'FeatureCollection') {
      const found = isJsonObject(value) ? describe(value['type']) : describe(value);
      this.report(isJsonObject(value) ? '/type' : '', 'a GeoJSON "FeatureCollection"', found);
      return [];
    }
    const features = value['features'];
    if (!Array.isArray(features) || features.length === 0) {
      this.report('/features', 'a list of at least one GeoJSON feature', describe(features));
      return [];
    }
    const areas = features.map((feature, i) => this.feature(feature, `/features/${i}`));
    if (this.positions > MOST_POSITIONS) this.report('', `at most ${MOST_POSITIONS} positions`, 'more');
    return areas;
  }

  private feature(value: unknown, path: string): Area {
    const properties = isJsonObject(value) ? value['properties'] : undefined;
    const written = isJsonObject(properties) ? properties['name'] : undefined;
    const name = typeof written === 'string' ? written : undefined;
    const area = this.isEnough() ? null : this.area(name, value, path);
    if (name === undefined && written !== undefined && written !== null) {
      this.report(`${path}/properties/name`, 'a string', describe(written));
    }
    return area ?? new UnionArea(name, []);
  }

  private area(name: string | undefined, value: unknown, path: string): Area | null {
    if (!isJsonObject(value) || value['type'] !== 'Feature') {
      const found = isJsonObject(value) ? describe(value['type']) : describe(value);
      return this.refuse(isJsonObject(value) ? `${path}/type` : path, 'a GeoJSON "Feature"', found);
    }
    const geometry = value['geometry'];
    const at = `${path}/geometry`;
    if (!isJsonObject(geometry)) {
      return this.refuse(at, 'a Polygon, MultiPolygon or Point geometry', describe(geometry));
    }
    const coordinates = geometry['coordinates'];
    switch (geometry['type']) {
      case 'Polygon':
        return this.polygon(name, coordinates, `${at}/coordinates`);
      case 'MultiPolygon':
        return this.multiPolygon(name, coordinates, `${at}/coordinates`);
      case 'Point':
        return this.circle(name, coordinates, value['properties'], path);
      default:
        return this.refuse(`${at}/type`, '"Polygon", "MultiPolygon" or "Point"', describe(geometry['type']));
    }
  }

  private multiPolygon(name: string | undefined, value: unknown, path: string): Area | null {
    if (!Array.isArray(value) || value.length === 0) {
      return this.refuse(path, 'a list of at least one polygon', describe(value));
    }
    const polygons = allOf(value.map((polygon, i) => this.polygon(undefined, polygon, `${path}/${i}`)));
    return polygons && new UnionArea(name, polygons);
  }

  private polygon(name: string | undefined, value: unknown, path: string): Area | null {
    if (this.isEnough()) return null;
    if (!Array.isArray(value) || value.length === 0) {
      return this.refuse(path, 'a list of at least one ring', describe(value));
    }
    const rings = allOf(value.map((ring, i) => this.ring(ring, i === 0 ? 'shell' : 'hole', `${path}/${i}`)));
    return rings && new PolygonArea(name, rings[0] as Ring, rings.slice(1));
  }

  private ring(value: unknown, role: 'shell' | 'hole', path: string): Ring | null {
    if (this.isEnough()) return null;
    if (!Array.isArray(value)) {
      return this.refuse(path, 'a ring: a list of at least four positions', describe(value));
    }
    this.positions += value.length;
    if (this.positions > MOST_POSITIONS) return null;
    if (value.length < 4) return this.refuse(path, 'a ring of at least four positions', `${value.length}`);
    const brokenBefore = this.broken;
    for (let i = 0; i < value.length && !this.isEnough(); i++) {
      if (!isPosition(value[i])) this.tellPosition(value[i], path + pointerStep(i));
    }
    if (this.broken === brokenBefore) this.checkEdges(value as Position[], path);
    return this.broken === brokenBefore ? new Ring(value as Position[], role) : null;
  }

  private checkEdges(ring: readonly Position[], path: string): void {
    const first = ring[0] as Position;
    const last = ring.at(-1) as Position;
    if (first[0] !== last[0] || first[1] !== last[1]) {
      this.report(
        path,
        `a closed ring: its last position as its first, [${first[0]}, ${first[1]}]`,
        `[${last[0]}, ${last[1]}]`,
      );
    }
    let [longitude] = first;
    for (let i = 1; i < ring.length; i++) {
      const [next] = ring[i] as Position;
      if (Math.abs(next - longitude) > 180) {
        const expected = 'an edge of at most 180° of longitude; split the area at the antimeridian';
        this.report(path + pointerStep(i), expected, `${longitude} to ${next}`);
      }
      longitude = next;
    }
  }

  private tellPosition(value: unknown, path: string): void {
    if (!Array.isArray(value) || value.length < 2) {
      this.report(path, 'a position: [longitude, latitude]', describe(value));
      return;
    }
    const [longitude, latitude] = value as readonly unknown[];
    if (!isLongitude(longitude)) this.report(`${path}/0`, 'a longitude in [-180, 180]', describe(longitude));
    if (!isLatitude(latitude)) this.report(`${path}/1`, 'a latitude in [-90, 90]', describe(latitude));
  }

  private circle(name: string | undefined, center: unknown, properties: unknown, path: string): Area | null {
    this.positions++;
    const isPlaced = isPosition(center);
    if (!isPlaced) this.tellPosition(center, `${path}/geometry/coordinates`);
    const radius = isJsonObject(properties) ? properties['radius_m'] : undefined;
    if (typeof radius !== 'number' || !(radius > 0 && radius < Infinity)) {
      return this.refuse(`${path}/properties/radius_m`, 'a radius in metres above 0', describe(radius));
    }
    return isPlaced ? new CircleArea(name, center[0], center[1], radius) : null;
  }

  /** Nobody reads on: what follows is not looked at. */
  private isEnough(): boolean {
    return this.positions > MOST_POSITIONS || this.broken >= MOST_BROKEN;
  }

  private report(path: string, expected: string, found: string): void {
    this.broken++;
    this.tell(path, expected, found);
  }

  private refuse(path: string, expected: string, found: string): null {
    this.report(path, expected, found);
    return null;
  }
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length >= 2 && isLongitude(value[0]) && isLatitude(value[1]);
}

/** Something is worth nothing unless all of it is. */
function allOf<Item>(items: readonly (Item | null)[]): readonly Item[] | null {
  return items.includes(null) ? null : (items as readonly Item[]);
}

function decodePolyline(encoded: string): [number, number][] {
  const values: number[] = [];
  let [value, shift] = [0, 0];
  for (let i = 0; i < encoded.length; i++) {
    const bits = encoded.charCodeAt(i) - 63;
    if (!(bits >= 0 && bits < 64) || shift > 25) throw notAPolyline(i);
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits < 32) {
      values.push(value & 1 ? ~(value >> 1) : value >> 1);
      [value, shift] = [0, 0];
    }
  }
  if (shift > 0 || values.length % 2 === 1) throw notAPolyline(encoded.length);
  const points: [number, number][] = [];
  let [latitude, longitude] = [0, 0];
  for (let i = 0; i < values.length; i += 2) {
    latitude += values[i] as number;
    longitude += values[i + 1] as number;
    points.push([longitude / 1e5, latitude / 1e5]);
  }
  return points;
}

function notAPolyline(index: number): RangeError {
  return new RangeError(`expected an encoded polyline; it breaks off at character ${index}`);
}
