import { CircleArea, EARTH_RADIUS } from '../area/area.ts';
import type { Position } from '../area/ring.ts';
import type { Location } from '../rule.ts';

/** A place that a shopper could go to, or a hair's breadth beside it. */
export interface PlaceNear extends Location {
  /** Metres to it. */
  readonly distance: number;
  /** The name of the area that it is in. */
  readonly area: string | undefined;
}

/** A feature of a campaign's areas. */
export interface Feature {
  readonly properties?: { readonly name?: string; readonly radius_m?: number } | null;
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] }
    | { readonly type: 'Point'; readonly coordinates: Position };
}

type Ring = readonly Position[];

/** Edges, and circles, that are looked at closely: those whose first guess is nearest. */
const MOST_CLOSE = 16;

/** Degrees: a millimetre, and a tenth of a metre. */
const HAIR_BREADTHS = [1e-8, 1e-6];

/** Degrees. An edge that is longer bends on the globe: it is looked at in parts. */
const SHORT = 1;
const PARTS = 16;

const RADIAN = Math.PI / 180;

/**
 * Places on the borders of areas, from the nearest on; after each, places beside it: where arithmetic rounds, a place on a border
 * may come to lie a little outside. Distances are right to about a metre.
 */
export function* placesNear(from: Location, features: readonly Feature[]): Generator<PlaceNear> {
  const near = new Nearest(from);
  for (const feature of features) near.look(feature);
  for (const place of near.places()) {
    yield place;
    yield* near.beside(place);
  }
}

type Guess = Pick<PlaceNear, 'distance' | 'area'> & { readonly closest: () => Location };

class Nearest {
  private readonly from: Location;
  private readonly sphere: CircleArea;
  /** A degree of longitude is so much shorter here. */
  private readonly cosine: number;
  private readonly guesses: Guess[] = [];

  constructor(from: Location) {
    this.from = from;
    this.sphere = new CircleArea(undefined, from.longitude, from.latitude, 1);
    this.cosine = Math.cos(from.latitude * RADIAN);
  }

  look({ geometry, properties }: Feature): void {
    const area = typeof properties?.name === 'string' ? properties.name : undefined;
    switch (geometry.type) {
      case 'Polygon':
        for (const ring of geometry.coordinates) this.lookAlong(ring, area);
        break;
      case 'MultiPolygon':
        for (const ring of geometry.coordinates.flat()) this.lookAlong(ring, area);
        break;
      case 'Point':
        this.lookAround(geometry.coordinates, properties?.radius_m as number, area);
    }
  }

  *places(): Generator<PlaceNear> {
    const places = this.guesses.map(({ area, closest }) => {
      const place = closest();
      return { ...place, distance: this.distanceTo(place), area };
    });
    yield* places.toSorted((a, b) => a.distance - b.distance);
  }

  /** All around it; the first lies beyond it. */
  *beside(place: PlaceNear): Generator<PlaceNear> {
    const beyond = Math.atan2(
      place.latitude - this.from.latitude,
      this.eastward(place.longitude) * this.cosine,
    );
    for (const size of HAIR_BREADTHS) {
      for (let direction = 0; direction < 8; direction++) {
        const angle = beyond + direction * (Math.PI / 4);
        const longitude = place.longitude + size * Math.cos(angle);
        const latitude = place.latitude + size * Math.sin(angle);
        yield { ...place, longitude, latitude };
      }
    }
  }

  private lookAlong(ring: Ring, area: string | undefined): void {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1] as Position, ring[i] as Position];
      const share = this.nearestShare(a, b, this.sharesToLookAt(a, b));
      const distance = this.distanceTo(placeAlong(a, b, share));
      this.keep({ distance, area, closest: () => this.closestAlong(a, b, share) });
    }
  }

  private lookAround(centre: Position, radius: number, area: string | undefined): void {
    const [longitude, latitude] = centre;
    const circle = new CircleArea(undefined, longitude, latitude, radius);
    const distance = circle.distance(this.from.longitude, this.from.latitude) - radius;
    this.keep({ distance, area, closest: () => edgeOfCircle(centre, radius, this.from) });
  }

  private keep(guess: Guess): void {
    const { guesses } = this;
    if (guesses.length === MOST_CLOSE && guess.distance >= (guesses.at(-1) as Guess).distance) return;
    const at = guesses.findIndex(({ distance }) => distance > guess.distance);
    guesses.splice(at === -1 ? guesses.length : at, 0, guess);
    if (guesses.length > MOST_CLOSE) guesses.pop();
  }

  private sharesToLookAt(a: Position, b: Position): readonly number[] {
    return isShort(a, b) ? [0, this.shareOnFlatMap(a, b)] : SHARES;
  }

  /** How far along an edge the nearest place is, as if the world were flat; 0 to 1. */
  private shareOnFlatMap(a: Position, b: Position): number {
    const ax = this.eastward(a[0]) * this.cosine;
    const ay = a[1] - this.from.latitude;
    const dx = (b[0] - a[0]) * this.cosine;
    const dy = b[1] - a[1];
    const length = dx * dx + dy * dy;
    return length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
  }

  private nearestShare(a: Position, b: Position, shares: readonly number[]): number {
    let [nearest, least] = [0, Infinity];
    for (const share of shares) {
      const distance = this.distanceTo(placeAlong(a, b, share));
      if (distance < least) [nearest, least] = [share, distance];
    }
    return nearest;
  }

  /** Closes in on the least distance, by thirds. */
  private closestAlong(a: Position, b: Position, guess: number): Location {
    const reach = isShort(a, b) ? 1 : 1 / PARTS;
    let [low, high] = [Math.max(0, guess - reach), Math.min(1, guess + reach)];
    for (let i = 0; i < 60; i++) {
      const third = (high - low) / 3;
      if (this.nearestShare(a, b, [low + third, high - third]) === low + third) high -= third;
      else low += third;
    }
    return placeAlong(a, b, this.nearestShare(a, b, [0, 1, guess, (low + high) / 2]));
  }

  private distanceTo({ longitude, latitude }: Location): number {
    return this.sphere.distance(longitude, latitude);
  }

  /** Degrees to the east, the short way round. */
  private eastward(longitude: number): number {
    const apart = longitude - this.from.longitude;
    return apart > 180 ? apart - 360 : apart < -180 ? apart + 360 : apart;
  }
}

const SHARES = Array.from({ length: PARTS + 1 }, (_, i) => i / PARTS);

function isShort(a: Position, b: Position): boolean {
  return Math.abs(a[0] - b[0]) <= SHORT && Math.abs(a[1] - b[1]) <= SHORT;
}

function placeAlong(a: Position, b: Position, share: number): Location {
  // The end itself: what arithmetic makes of it may lie beside.
  if (share === 1) return { longitude: b[0], latitude: b[1] };
  return { longitude: a[0] + share * (b[0] - a[0]), latitude: a[1] + share * (b[1] - a[1]) };
}

/** Where the way from outside to the centre of a circle meets it, a billionth inside. By vectors, which know no poles. */
function edgeOfCircle([longitude, latitude]: Position, radius: number, from: Location): Location {
  const angle = (radius / EARTH_RADIUS) * (1 - 1e-9);
  const centre = vectorTo({ longitude, latitude });
  const [x, y, z] = sum(scaled(centre, Math.cos(angle)), scaled(directionTo(from, centre), Math.sin(angle)));
  return { longitude: Math.atan2(y, x) / RADIAN, latitude: Math.atan2(z, Math.hypot(x, y)) / RADIAN };
}

type Vector = readonly [x: number, y: number, z: number];

function vectorTo({ longitude, latitude }: Location): Vector {
  const [east, north] = [longitude * RADIAN, latitude * RADIAN];
  return [Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)];
}

/** Shorter than that (millimetres on the ground), a difference is rounding. */
const NOISE = 1e-9;

/** At a centre, the direction in which another place lies; east, where it lies opposite. */
function directionTo(place: Location, centre: Vector): Vector {
  const to = vectorTo(place);
  const cosine = to[0] * centre[0] + to[1] * centre[1] + to[2] * centre[2];
  const across = sum(to, scaled(centre, -cosine));
  const length = Math.hypot(...across);
  if (length > NOISE) return scaled(across, 1 / length);
  const flat = Math.hypot(centre[0], centre[1]);
  return [-centre[1] / flat, centre[0] / flat, 0];
}

function scaled([x, y, z]: Vector, by: number): Vector {
  return [x * by, y * by, z * by];
}

function sum(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
