import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { describe, isJsonObject, pointerStep } from './snapshot.ts';

/** A permitted place, ready to be asked. Borders belong to it. */
export interface Area {
  readonly name: string | undefined;
  contains(longitude: number, latitude: number): boolean;
}

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

/** Metres; the mean radius of the Earth. */
const EARTH_RADIUS = 6_371_008.8;

type Ring = readonly (readonly [number, number])[];
type Shape = (longitude: number, latitude: number) => boolean;

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
    const shape = this.isEnough() ? nowhere : this.featureShape(value, path);
    const properties = isJsonObject(value) ? value['properties'] : undefined;
    const name = isJsonObject(properties) ? properties['name'] : undefined;
    if (name !== undefined && name !== null && typeof name !== 'string') {
      this.report(`${path}/properties/name`, 'a string', describe(name));
    }
    return Object.freeze({ name: typeof name === 'string' ? name : undefined, contains: shape });
  }

  private featureShape(value: unknown, path: string): Shape {
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
        return this.polygon(coordinates, `${at}/coordinates`);
      case 'MultiPolygon':
        return this.multiPolygon(coordinates, `${at}/coordinates`);
      case 'Point':
        return this.circle(coordinates, value['properties'], path);
      default:
        return this.refuse(`${at}/type`, '"Polygon", "MultiPolygon" or "Point"', describe(geometry['type']));
    }
  }

  private multiPolygon(value: unknown, path: string): Shape {
    if (!Array.isArray(value) || value.length === 0) {
      return this.refuse(path, 'a list of at least one polygon', describe(value));
    }
    const polygons = value.map((polygon, i) => this.polygon(polygon, `${path}/${i}`));
    return (longitude, latitude) => polygons.some((contains) => contains(longitude, latitude));
  }

  private polygon(value: unknown, path: string): Shape {
    if (this.isEnough()) return nowhere;
    if (!Array.isArray(value) || value.length === 0) {
      return this.refuse(path, 'a list of at least one ring', describe(value));
    }
    const rings = value.map((ring, i) => preparedRing(this.ring(ring, `${path}/${i}`)));
    const shell = rings[0] as PreparedRing;
    const holes = rings.slice(1);
    return (longitude, latitude) =>
      shell.holds(longitude, latitude, true) && !holes.some((hole) => hole.holds(longitude, latitude, false));
  }

  private ring(value: unknown, path: string): Ring {
    if (this.isEnough()) return [];
    if (!Array.isArray(value)) {
      this.report(path, 'a ring: a list of at least four positions', describe(value));
      return [];
    }
    this.positions += value.length;
    if (this.positions > MOST_POSITIONS) return [];
    if (value.length < 4) {
      this.report(path, 'a ring of at least four positions', `${value.length}`);
      return [];
    }
    const ring: [number, number][] = [];
    for (let i = 0; i < value.length && !this.isEnough(); i++) {
      const position = this.position(value[i], path + pointerStep(i));
      if (position) ring.push(position);
    }
    if (ring.length === value.length) this.checkEdges(ring, path);
    return ring;
  }

  private checkEdges(ring: Ring, path: string): void {
    const first = ring[0] as readonly [number, number];
    const last = ring.at(-1) as readonly [number, number];
    if (first[0] !== last[0] || first[1] !== last[1]) {
      this.report(
        path,
        `a closed ring: its last position as its first, [${first.join(', ')}]`,
        `[${last.join(', ')}]`,
      );
    }
    ring.forEach((position, i) => {
      const next = ring[i + 1];
      if (next && Math.abs(next[0] - position[0]) > 180) {
        const expected = 'an edge of at most 180° of longitude; split the area at the antimeridian';
        this.report(path + pointerStep(i + 1), expected, `${position[0]} to ${next[0]}`);
      }
    });
  }

  private position(value: unknown, path: string): [number, number] | undefined {
    if (!Array.isArray(value) || value.length < 2) {
      this.report(path, 'a position: [longitude, latitude]', describe(value));
      return undefined;
    }
    const [longitude, latitude] = value as readonly unknown[];
    if (!isLongitude(longitude)) this.report(`${path}/0`, 'a longitude in [-180, 180]', describe(longitude));
    if (!isLatitude(latitude)) this.report(`${path}/1`, 'a latitude in [-90, 90]', describe(latitude));
    return isLongitude(longitude) && isLatitude(latitude) ? [longitude, latitude] : undefined;
  }

  private circle(coordinates: unknown, properties: unknown, path: string): Shape {
    this.positions++;
    const center = this.position(coordinates, `${path}/geometry/coordinates`);
    const radius = isJsonObject(properties) ? properties['radius_m'] : undefined;
    if (typeof radius !== 'number' || !(radius > 0 && radius < Infinity)) {
      return this.refuse(`${path}/properties/radius_m`, 'a radius in metres above 0', describe(radius));
    }
    if (!center) return nowhere;
    return (longitude, latitude) => distance(center[0], center[1], longitude, latitude) <= radius;
  }

  /** Nobody reads on: what follows is not looked at. */
  private isEnough(): boolean {
    return this.positions > MOST_POSITIONS || this.broken >= MOST_BROKEN;
  }

  private report(path: string, expected: string, found: string): void {
    this.broken++;
    this.tell(path, expected, found);
  }

  private refuse(path: string, expected: string, found: string): Shape {
    this.report(path, expected, found);
    return nowhere;
  }
}

const nowhere: Shape = () => false;

interface PreparedRing {
  /** By the even-odd rule; a point on the border counts as `border` says. */
  holds(longitude: number, latitude: number, border: boolean): boolean;
}

function preparedRing(ring: Ring): PreparedRing {
  // Our own box: turf trusts a `bbox` that it is given, however stale.
  const [west, south, east, north] = boxOf(ring);
  const polygon: Polygon = { type: 'Polygon', coordinates: [ring as [number, number][]] };
  return {
    holds: (longitude, latitude, border) =>
      longitude >= west &&
      longitude <= east &&
      latitude >= south &&
      latitude <= north &&
      booleanPointInPolygon([longitude, latitude], polygon, { ignoreBoundary: !border }),
  };
}

function boxOf(ring: Ring): [west: number, south: number, east: number, north: number] {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [longitude, latitude] of ring) {
    west = Math.min(west, longitude);
    east = Math.max(east, longitude);
    south = Math.min(south, latitude);
    north = Math.max(north, latitude);
  }
  return [west, south, east, north];
}

/** Great-circle distance in metres (haversine). */
function distance(longitude1: number, latitude1: number, longitude2: number, latitude2: number): number {
  const half = Math.PI / 360;
  const northward = Math.sin((latitude2 - latitude1) * half);
  const eastward = Math.sin((longitude2 - longitude1) * half);
  const across = Math.cos(latitude1 * 2 * half) * Math.cos(latitude2 * 2 * half);
  const chord = northward * northward + across * eastward * eastward;
  return 2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(chord)));
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
