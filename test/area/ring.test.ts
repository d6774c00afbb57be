import { describe, expect, it } from 'vitest';
import { EdgeGrid } from '../../src/area/edge-grid.ts';
import { Ring } from '../../src/area/ring.ts';
import { CELL_HEIGHT, CELL_WIDTH, CELLS, COLUMNS, LISTED, WEST } from '../../src/area/ring-numbers.ts';
import { ringByTurf, type Point } from '../support/areas-by-turf.ts';
import { closed, points, rings, seeded, star } from '../support/rings.ts';

const SEED = 20_261_122;

interface Asked {
  holds(longitude: number, latitude: number, border: boolean): boolean;
}

interface Comparison {
  asked: number;
  /** The first few answers that are not turf's. */
  readonly different: string[];
}

/** Asks rings of every kind about points of every kind, each with and without the border. */
function compare(
  prepare: (ring: readonly Point[]) => Asked,
  sizes: readonly number[],
  times: number,
): Comparison {
  const random = seeded(SEED);
  const comparison: Comparison = { asked: 0, different: [] };
  for (const { name, ring } of rings(random, sizes)) {
    const prepared = prepare(ring);
    const byTurf = ringByTurf(ring);
    for (const point of points(random, ring, times)) {
      for (const border of [true, false]) {
        comparison.asked++;
        if (prepared.holds(...point, border) === byTurf(point, border)) continue;
        if (comparison.different.length < 5)
          comparison.different.push(`${name}: ${point.join()}, border ${border}`);
      }
    }
  }
  return comparison;
}

/** What a ring that is asked knows of its edges, if it has a grid of them. */
function numbersOfGrid(ring: Ring): Float64Array | undefined {
  // From then on it keeps its numbers.
  ring.certainty(0, 0);
  const { numbers } = ring;
  return numbers[COLUMNS]! > 0 ? numbers : undefined;
}

const SHORT = [3, 4, 10, 31, 32];
const LONG = [33, 50, 150, 600];

describe('a ring', () => {
  it.each([
    ['short', SHORT, 10],
    ['long', LONG, 16],
  ] as const)('that is %s says what turf says, on borders and wherever it is hard', (_, sizes, times) => {
    const { asked, different } = compare((ring) => new Ring(ring), sizes, times);
    expect(different).toEqual([]);
    expect(asked).toBeGreaterThan(250_000);
  });

  it('says what turf says where the cells of its grid meet, and at their landmarks', () => {
    const random = seeded(SEED);
    let asked = 0;
    for (const { name, ring } of rings(random, [40, 100, 300])) {
      const prepared = new Ring(ring);
      if (!numbersOfGrid(prepared)) continue;
      const grid = new EdgeGrid(Float64Array.from(ring.flat()), prepared.box);
      const byTurf = ringByTurf(ring);
      const { columns, rows, cellWidth, cellHeight, west, south } = grid;
      for (let i = 0; i < 80; i++) {
        const [column, row] = [Math.floor(random() * (columns + 1)), Math.floor(random() * (rows + 1))];
        const corner: Point = [west + column * cellWidth, south + row * cellHeight];
        const landmark: Point = [grid.landmarkX(column), grid.landmarkY(row)];
        for (const point of [
          corner,
          landmark,
          [corner[0], landmark[1]],
          [landmark[0], corner[1]],
        ] as Point[]) {
          asked++;
          const border = i % 2 === 0;
          expect([name, point, prepared.holds(...point, border)]).toEqual([
            name,
            point,
            byTurf(point, border),
          ]);
        }
      }
    }
    expect(asked).toBeGreaterThan(100_000);
  });

  it('is right by integer arithmetic, where it is long and crosses itself', () => {
    const random = seeded(SEED);
    const whole = (most: number) => Math.floor((most + 1) * random());
    for (let run = 0; run < 60; run++) {
      const ring = closed(Array.from({ length: 33 + whole(60) }, (): Point => [2 * whole(6), 2 * whole(6)]));
      const prepared = new Ring(ring);
      for (let x = -1; x <= 13; x++) {
        for (let y = -1; y <= 13; y++) {
          const [isOn, isIn] = byIntegers(ring, [x, y]);
          expect([x, y, prepared.holds(x, y, true)]).toEqual([x, y, isOn || isIn]);
          expect([x, y, prepared.holds(x, y, false)]).toEqual([x, y, !isOn && isIn]);
        }
      }
    }
  });

  it.each([10, 32, 33, 100, 1_000, 10_000])(
    'of %d vertices is certain of every ordinary point',
    (vertices) => {
      const random = seeded(SEED);
      for (const spikes of [0, 0.2, 0.8]) {
        const ring = star(random, vertices, spikes);
        const prepared = new Ring(ring);
        const told = { inside: 0, outside: 0, uncertain: 0 };
        for (let i = 0; i < 10_000; i++) {
          const [x, y] = [4.72 + 0.36 * random(), 52.25 + 0.24 * random()];
          told[prepared.certainty(x, y)]++;
        }
        expect(told.uncertain).toBe(0);
        expect(told.inside).toBeGreaterThan(1_000);
        expect(told.outside).toBeGreaterThan(1_000);
      }
    },
  );

  it('needs turf for fewer than one in five hundred ordinary points beside rings of every kind', () => {
    const random = seeded(SEED);
    let [asked, uncertain] = [0, 0];
    for (const { name, ring } of rings(random, [20, 60, 400])) {
      // On a line all is border, dust is left to turf, and within a few ulps every point is near an edge.
      if (/line|a point|level|upright|slanting|dust|ulps/u.test(name)) continue;
      const prepared = new Ring(ring);
      const { west, south, east, north } = prepared.box;
      for (let i = 0; i < 500; i++) {
        asked++;
        const [x, y] = [west + (east - west) * random(), south + (north - south) * random()];
        if (prepared.certainty(x, y) === 'uncertain') uncertain++;
      }
    }
    expect(asked).toBeGreaterThan(100_000);
    expect(uncertain / asked).toBeLessThan(1 / 500);
  });

  it.each([10, 100])(
    'of %d vertices is uncertain of every vertex, and certain a nanodegree beside',
    (vertices) => {
      const ring = star(seeded(SEED), vertices, 0.3);
      const prepared = new Ring(ring);
      for (const [x, y] of ring) {
        expect(prepared.certainty(x, y)).toBe('uncertain');
        const outward: Point = [x + 1e-9 * (x - 4.9), y + 1e-9 * (y - 52.37)];
        expect(prepared.certainty(...outward)).toBe('outside');
      }
    },
  );

  it('that goes back and forth everywhere costs no more memory than others', () => {
    const random = seeded(SEED);
    const scribble = closed(Array.from({ length: 20_000 }, (): Point => [random(), random()]));
    const ring = new Ring(scribble);
    expect(numbersOfGrid(ring)).toBeDefined();
    expect(ring.numbers.length).toBeLessThan(24 * scribble.length);
  });
});

/** Whether an integer point is on a ring, and whether a line from it to the east meets the ring an odd number of times. */
function byIntegers(ring: readonly Point[], [x, y]: Point): [isOn: boolean, isIn: boolean] {
  let [isOn, isIn] = [false, false];
  for (let i = 1; i < ring.length; i++) {
    const [[x1, y1], [x2, y2]] = [ring[i - 1]!, ring[i]!];
    const cross = (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1);
    if (cross === 0 && (x - x1) * (x - x2) <= 0 && (y - y1) * (y - y2) <= 0) isOn = true;
    if (y1 > y !== y2 > y && !(y2 > y1 === cross < 0) && cross !== 0) isIn = !isIn;
  }
  return [isOn, isIn];
}

describe('a planted bug is found out', () => {
  const differences = (prepare: (ring: readonly Point[]) => Asked) => compare(prepare, [10, 60], 8).different;

  /** A ring whose grid has been tampered with. */
  const tampered = (tamper: (numbers: Float64Array) => void) =>
    differences((ring) => {
      const prepared = new Ring(ring);
      const numbers = numbersOfGrid(prepared);
      if (numbers) tamper(numbers);
      return prepared;
    });

  it('and nothing where there is none', () => {
    expect(differences((ring) => new Ring(ring))).toEqual([]);
  });

  it('a border that is half open', () => {
    const found = differences((ring) => ({
      holds: (x, y, border) => {
        const [isOn, isIn] = byIntegers(ring, [x, y]);
        return isOn && border ? isIn : new Ring(ring).holds(x, y, border);
      },
    }));
    expect(found).not.toEqual([]);
  });

  it('a border that never counts, and one that always does', () => {
    const wrongly = (border: boolean) =>
      differences((ring) => {
        const prepared = new Ring(ring);
        return { holds: (x, y) => prepared.holds(x, y, border) };
      });
    expect(wrongly(false)).not.toEqual([]);
    expect(wrongly(true)).not.toEqual([]);
  });

  it('uncertainty that is taken for outside', () => {
    const found = differences((ring) => {
      const prepared = new Ring(ring);
      return { holds: (x, y) => prepared.certainty(x, y) === 'inside' };
    });
    expect(found).not.toEqual([]);
  });

  it('a box that ends before its border', () => {
    const found = differences((ring) => {
      const prepared = new Ring(ring);
      return { holds: (x, y, border) => y < prepared.box.north && prepared.holds(x, y, border) };
    });
    expect(found).not.toEqual([]);
  });

  it('a grid that lies a cell too far east', () => {
    expect(tampered((numbers) => (numbers[WEST]! += numbers[CELL_WIDTH]!))).not.toEqual([]);
  });

  it('rows that are a thousandth too high', () => {
    expect(tampered((numbers) => (numbers[CELL_HEIGHT]! *= 1.001))).not.toEqual([]);
  });

  it('one landmark on the wrong side', () => {
    expect(tampered((numbers) => (numbers[(numbers[CELLS]! + numbers[LISTED]!) >> 1]! ^= 1))).not.toEqual([]);
  });

  it('one edge that no cell lists', () => {
    const found = tampered((numbers) => {
      const listed = numbers.subarray(numbers[LISTED]);
      const at = listed[listed.length >> 1]! & ~1;
      // In its place, one of no length: it never changes a side.
      listed.forEach((entry, i) => {
        if ((entry & ~1) === at) listed[i] = entry === listed[i - 1] ? entry : (listed[0] ?? 0);
      });
    });
    expect(found).not.toEqual([]);
  });
});
