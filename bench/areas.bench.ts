// npx tsx bench/areas.bench.ts [--quick]: what vertices, areas and reading them cost. Compare the ratios: all of a table are
// timed in turns, in one run.

import { parseArgs } from 'node:util';
import Flatbush from 'flatbush';
import { AreaSet } from '../src/area/area-set.ts';
import type { Area } from '../src/area/area.ts';
import { readAreas } from '../src/geo.ts';
import { randomFrom } from './workload.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const ROUNDS = options.quick ? 3 : 15;
const POINTS = 10_000;
const random = randomFrom(20_261_122);

type Point = readonly [longitude: number, latitude: number];

// ---------------------------------------------------------------------------------------------------------------
// One polygon
// ---------------------------------------------------------------------------------------------------------------

/** A closed ring round a centre; `spikes` is the part of the radius that is random at each vertex. */
function ring(vertices: number, spikes: number, [x, y]: Point = [4.9, 52.37], radius = 0.1): Point[] {
  const [bays, turn] = [0.15 * random(), 2 * Math.PI * random()];
  const positions = Array.from({ length: vertices }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / vertices;
    const far = radius * (1 - spikes * random() - bays * Math.sin(5 * angle + turn));
    return [degrees(x + 1.6 * far * Math.cos(angle)), degrees(y + far * Math.sin(angle))];
  });
  return [...positions, positions[0]!];
}

/** 43 % inside, 31 % outside the box, the others between. */
function mixedPoints(area: Area): Point[] {
  const { west, south, east, north } = area.boxes[0]!;
  const near = (): Point => [
    west + (east - west) * (1.4 * random() - 0.2),
    south + (north - south) * (1.4 * random() - 0.2),
  ];
  const kindOf = ([x, y]: Point) =>
    area.contains(x, y) ? 'inside' : x < west || x > east || y < south || y > north ? 'far' : 'between';
  return Array.from({ length: POINTS }, () => {
    const wanted = random();
    const kind = wanted < 0.43 ? 'inside' : wanted < 0.74 ? 'far' : 'between';
    for (;;) {
      const point = near();
      if (kindOf(point) === kind) return point;
    }
  });
}

function printVertices(): void {
  const spikes = { smooth: 0, spiky: 0.3, 'very spiky': 0.7 };
  for (const [shape, part] of Object.entries(spikes)) {
    const contenders = [10, 33, 100, 1_000, 10_000].map((vertices) => {
      const [area] = areasOf([ring(vertices, part)]) as [Area];
      const points = mixedPoints(area);
      return [`${vertices} vertices`, () => count(points, ([x, y]) => area.contains(x, y)) > 0] as const;
    });
    printTable(`One polygon, ${shape}: per point, against 10 vertices`, contenders, POINTS);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Many areas
// ---------------------------------------------------------------------------------------------------------------

function printAreas(): void {
  for (const many of [3_000, 10_000]) {
    // About eleven boxes hold a point of the square, and seven or eight areas do.
    const radius = 1.6 / Math.sqrt(many);
    const areas = areasOf(
      Array.from({ length: many }, () => ring(32, 0.2, [4 + 1.6 * random(), 52 + random()], radius)),
    );
    const points = Array.from({ length: POINTS }, (): Point => [4 + 1.6 * random(), 52 + random()]);
    const set = new AreaSet(areas);
    const tree = new Flatbush(many);
    for (const { boxes } of areas) {
      const { west, south, east, north } = boxes[0]!;
      tree.add(west, south, east, north);
    }
    tree.finish();
    const all = ([x, y]: Point) => tree.search(x, y, x, y, (i) => areas[i]!.contains(x, y)).length;
    const boxes = sum(points, ([x, y]) => tree.search(x, y, x, y).length) / POINTS;
    const held = sum(points, all) / POINTS;
    printTable(
      `${many} areas of 32 vertices (${boxes.toFixed(1)} boxes, ${held.toFixed(1)} areas hold a point): per point`,
      [
        ['bare flatbush: boxes', () => sum(points, ([x, y]) => tree.search(x, y, x, y).length) > 0],
        ['the rule: is it in one?', () => count(points, ([x, y]) => set.contains(x, y)) > 0],
        ['in which ones is it?', () => sum(points, all) > 0],
      ],
      POINTS,
    );
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Reading
// ---------------------------------------------------------------------------------------------------------------

function printReading(): void {
  const shapes = [
    ...[10, 33, 100, 1_000, 10_000].map((vertices) => [`${vertices} vertices`, [ring(vertices, 0)]] as const),
    ['10000 vertices, very spiky', [ring(10_000, 0.7)]] as const,
    ['3000 areas of 32', Array.from({ length: 3_000 }, () => ring(32, 0.2))] as const,
  ];
  for (const [shape, rings] of shapes) {
    const text = JSON.stringify(collection(rings));
    const value = JSON.parse(text) as unknown;
    const times = Math.ceil((options.quick ? 5_000 : 50_000) / rings.flat().length);
    printTable(
      `Reading: ${shape}`,
      [
        ['JSON.parse', () => repeat(times, () => JSON.parse(text) as unknown)],
        ['areas', () => repeat(times, () => new AreaSet(read(value)))],
        ['areas, and each asked once', () => repeat(times, () => asked(read(value)))],
      ],
      times,
    );
  }
}

// ---------------------------------------------------------------------------------------------------------------

/** Areas are indexed when they are first asked. */
function asked(areas: readonly Area[]): AreaSet {
  for (const area of areas) {
    const { west, south, east, north } = area.boxes[0]!;
    area.contains((west + east) / 2, (south + north) / 2);
  }
  return new AreaSet(areas);
}

function collection(rings: readonly (readonly Point[])[]) {
  const features = rings.map((coordinates) => ({
    type: 'Feature',
    properties: {},
    geometry: { type: 'Polygon', coordinates: [coordinates] },
  }));
  return { type: 'FeatureCollection', features };
}

function areasOf(rings: readonly (readonly Point[])[]): readonly Area[] {
  // A rule takes 100,000 positions; the index is measured beyond them.
  const some = 1_000;
  return Array.from({ length: Math.ceil(rings.length / some) }, (_, i) =>
    read(collection(rings.slice(i * some, (i + 1) * some))),
  ).flat();
}

function read(value: unknown): readonly Area[] {
  return readAreas(value, (pointer, expected, found) => {
    throw new Error(`${pointer}: expected ${expected}, found ${found}`);
  });
}

type Contender = readonly [name: string, run: () => boolean];

/** The first contender is what the others are compared with. */
function printTable(title: string, contenders: readonly Contender[], runs: number): void {
  const times = contenders.map((): number[] => []);
  // The first two rounds warm up.
  for (let round = -2; round < ROUNDS; round++) {
    contenders.forEach(([name, run], i) => {
      const start = process.hrtime.bigint();
      if (!run()) throw new Error(`${name}: nothing found`);
      const nanoseconds = Number(process.hrtime.bigint() - start) / runs;
      if (round >= 0) times[i]!.push(nanoseconds);
    });
  }
  console.log(`\n${title}`);
  contenders.forEach(([name], i) => {
    const ratios = times[i]!.map((time, round) => time / times[0]![round]!);
    console.log(
      `  ${name.padEnd(26)} ${Math.round(median(times[i]!)).toLocaleString('en').padStart(10)} ns   x ${median(ratios).toFixed(2)}`,
    );
  });
}

function count(points: readonly Point[], holds: (point: Point) => boolean): number {
  let found = 0;
  for (const point of points) if (holds(point)) found++;
  return found;
}

function sum(points: readonly Point[], measure: (point: Point) => number): number {
  let total = 0;
  for (const point of points) total += measure(point);
  return total;
}

function repeat(times: number, make: () => unknown): boolean {
  let made: unknown;
  for (let i = 0; i < times; i++) made = make();
  return made !== undefined;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** To seven decimals, as maps have it. */
function degrees(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

console.log(`Node ${process.versions.node}, median of ${ROUNDS} rounds`);
printVertices();
printAreas();
printReading();
