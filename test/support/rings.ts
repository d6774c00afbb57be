// Rings of every kind, and points where they are hard to ask, from a seed.

import type { Point } from './areas-by-turf.ts';

export type Random = () => number;

/** mulberry32 */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function closed(points: readonly Point[]): Point[] {
  return [...points, points[0]!];
}

function list(length: number, point: (i: number) => Point): Point[] {
  return Array.from({ length }, (_, i) => point(i));
}

/** Round a centre; `spikes` is the part of the radius that is random at each vertex. */
export function star(
  random: Random,
  vertices: number,
  spikes: number,
  [x, y]: Point = [4.9, 52.37],
  radius = 0.1,
): Point[] {
  const points = list(vertices, (i) => {
    const angle = (2 * Math.PI * i) / vertices;
    const far = radius * (1 - spikes * random());
    return [x + 1.6 * far * Math.cos(angle), y + far * Math.sin(angle)];
  });
  return closed(points);
}

/** Each in a unit square, or nearly. */
const SHAPES: Readonly<Record<string, (random: Random, size: number) => Point[]>> = {
  smooth: (random, size) => star(random, size, 0, [0.5, 0.5], 0.3),
  spiky: (random, size) => star(random, size, 0.8, [0.5, 0.5], 0.3),
  comb: (random, size) => list(size, (i) => [i / size, i % 2 === 0 ? 0 : 0.5 + random() / 2]),
  'comb on its side': (random, size) => list(size, (i) => [i % 2 === 0 ? 0 : 0.5 + random() / 2, i / size]),
  zigzag: (_, size) => list(size, (i) => [(i % 2) + i / size / 10, 1 - (i % 2) + i / size / 10]),
  spiral: (_, size) =>
    list(size, (i) => [0.5 + (i / size / 2) * Math.cos(i / 4), 0.5 + (i / size / 2) * Math.sin(i / 4)]),
  scribble: (random, size) => list(size, () => [random(), random()]),
  'scribble on a grid': (random, size) =>
    list(size, () => [Math.floor(9 * random()) / 8, Math.floor(9 * random()) / 8]),
  stairs: (_, size) =>
    list(size, (i) => [Math.ceil(i / 2) / size, Math.floor(i / 2) / size]).concat([[0, 0.75]]),
  box: (_, size) => {
    const side = Math.ceil(size / 4);
    const corners: Point[] = [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ]; // prettier-ignore
    return list(4 * side, (i) => {
      const [[ax, ay], [bx, by]] = [corners[Math.floor(i / side)]!, corners[(Math.floor(i / side) + 1) % 4]!];
      const part = (i % side) / side;
      return [ax + (bx - ax) * part, ay + (by - ay) * part];
    });
  },
  'nearly level': (random, size) => list(size, (i) => [random(), 0.5 + (i % 3) * 2 ** -52]),
  'nearly upright': (random, size) => list(size, (i) => [0.5 + (i % 3) * 2 ** -52, random()]),
  'nearly level across it all': (random, size) =>
    list(size, (i) => [
      i % 2,
      Math.ceil(i / 2) / Math.ceil(size / 2 - 1) + Math.floor(5 * random() - 2) * 2 ** -52,
    ]),
  'nearly level on few heights': (random, size) =>
    list(size, (i) => [random(), Math.floor(7 * (i / size)) / 7 + Math.floor(5 * random() - 2) * 2 ** -53]),
  slanting: (random, size) =>
    list(size, () => {
      const part = random();
      return [part, part * (1 + (random() < 0.5 ? 0 : 2 ** -52))];
    }),
  'a point': (_, size) => list(size, () => [0.25, 0.25]),
  'a level line': (random, size) => list(size, () => [random(), 0.5]),
  'an upright line': (random, size) => list(size, () => [0.5, random()]),
  'many repeated': (random, size) => {
    const few = star(random, 7, 0.5, [0.5, 0.5], 0.3);
    return list(size, (i) => few[Math.floor((7 * i) / size)]!);
  },
  'twice round': (random, size) => {
    const once = star(random, Math.ceil(size / 2), 0.3, [0.5, 0.5], 0.3);
    return [...once, ...once];
  },
};

/** Where the unit square goes. */
const PLACES: Readonly<Record<string, (point: Point) => Point>> = {
  city: ([x, y]) => [4.8 + x / 5, 52.3 + y / 8],
  'city, as maps have it': ([x, y]) => [round(4.8 + x / 5, 1e6), round(52.3 + y / 8, 1e6)],
  exact: ([x, y]) => [round(4 * x, 1024), round(4 * y, 1024)],
  'round the origin': ([x, y]) => [x - 0.5, y - 0.5],
  world: ([x, y]) => [160 * x - 80, 160 * y - 80],
  far: ([x, y]) => [179 + x / 2, 89 + y / 2],
  'a few ulps': ([x, y]) => [120 + round(x, 64) * 2 ** -40, 45 + round(y, 64) * 2 ** -41],
  'eight ulps': ([x, y]) => [120 + round(x, 8) * 2 ** -43, 45 + round(y, 8) * 2 ** -44],
  'eight ulps wide': ([x, y]) => [120 + round(x, 8) * 2 ** -43, 45 + y],
  flat: ([x, y]) => [100 + x * 2 ** -35, 50 * y],
  small: ([x, y]) => [x * 1e-9, y * 1e-9],
  dust: ([x, y]) => [x * 1e-170, y * 1e-170],
  'the smallest dust': ([x, y]) => [x * 1e-320, y * 1e-320],
  'a heap of dust': ([x, y]) => [x < 0.5 ? x * 1e-200 : x, y < 0.5 ? y * 1e-200 : y],
};

function round(value: number, parts: number): number {
  return Math.round(value * parts) / parts;
}

export interface NamedRing {
  readonly name: string;
  readonly ring: Point[];
}

export function* rings(random: Random, sizes: readonly number[]): Generator<NamedRing> {
  for (const [shape, make] of Object.entries(SHAPES)) {
    for (const [place, put] of Object.entries(PLACES)) {
      for (const size of sizes) {
        yield { name: `${shape}, ${place}, ${size}`, ring: closed(make(random, size).map(put)) };
      }
    }
  }
}

const bits = new BigInt64Array(1);
const value = new Float64Array(bits.buffer);

/** The next number, up or down. */
export function beside(number: number, step: 1 | -1): number {
  if (number === 0) return step * Number.MIN_VALUE;
  value[0] = number;
  bits[0] = bits[0]! + BigInt(number > 0 ? step : -step);
  return value[0];
}

/** Points of which turf and a careless engine may say different things, and ordinary ones. */
export function* points(random: Random, ring: readonly Point[], times: number): Generator<Point> {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const [south, north] = [Math.min(...ys), Math.max(...ys)];
  const any = (values: readonly number[]) => values[Math.floor(random() * values.length)]!;
  const inside = (least: number, most: number) => least + (most - least) * (1.1 * random() - 0.05);
  for (let i = 0; i < times; i++) {
    const [x, y] = [inside(west, east), inside(south, north)];
    const at = Math.floor(random() * (ring.length - 1));
    const [[ax, ay], [bx, by]] = [ring[at]!, ring[at + 1]!];
    const part = random() < 0.3 ? 0.5 : random();
    const onEdge: Point = [ax + (bx - ax) * part, ay + (by - ay) * part];
    const parts = 1 + Math.floor(40 * random());
    const onLine: Point = [
      west + ((east - west) * Math.floor(random() * (parts + 1))) / parts,
      south + ((north - south) * Math.floor(random() * (parts + 1))) / parts,
    ];
    yield [x, y];
    yield [ax, ay];
    yield onEdge;
    yield onLine;
    yield [onLine[0], y];
    yield [x, onLine[1]];
    yield [any(xs), any(ys)];
    yield [x, any(ys)];
    yield [any(xs), y];
    yield [beside(ax, 1), ay];
    yield [ax, beside(ay, -1)];
    yield [beside(onEdge[0], -1), onEdge[1]];
    yield [onEdge[0], beside(onEdge[1], 1)];
    yield [beside(onLine[0], random() < 0.5 ? 1 : -1), onLine[1]];
    yield [random() < 0.5 ? 0 : Number.MIN_VALUE, y];
  }
}
