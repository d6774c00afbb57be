import { describe, expect, it } from 'vitest';
import { isDust, sideOfLine } from '../../src/area/orientation.ts';
import { beside, seeded } from '../support/rings.ts';

/** A double as a whole number of 2^−1074, the smallest. */
function units(value: number): bigint {
  const [view] = [new DataView(new ArrayBuffer(8))];
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
  return bits >> 63n ? -size : size;
}

/** The sign of the determinant, by whole numbers. */
function exactly(...points: Parameters<typeof sideOfLine>): number {
  const [ax, ay, bx, by, cx, cy] = points.map(units) as [bigint, bigint, bigint, bigint, bigint, bigint];
  const determinant = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx);
  return determinant > 0n ? 1 : determinant < 0n ? -1 : 0;
}

/** The same without a bound of its error. */
function naively(...[ax, ay, bx, by, cx, cy]: Parameters<typeof sideOfLine>): number {
  return Math.sign((ax - cx) * (by - cy) - (ay - cy) * (bx - cx));
}

describe('the side of a line', () => {
  it('is above 0 on the left, below 0 on the right and 0 on the line', () => {
    expect(sideOfLine(0, 0, 1, 0, 0.5, 1)).toBeGreaterThan(0);
    expect(sideOfLine(0, 0, 1, 0, 0.5, -1)).toBeLessThan(0);
    expect(sideOfLine(0, 0, 1, 0, 0.5, 0)).toBe(0);
    expect(sideOfLine(0, 0, 1, 0, 5, 0)).toBe(0);
  });

  it('is right wherever it is certain, where arithmetic without a bound is not', () => {
    const random = seeded(42);
    const near = (value: number) => {
      let result = value;
      for (let steps = Math.floor(6 * random()); steps > 0; steps--) {
        result = beside(result, random() < 0.5 ? 1 : -1);
      }
      return result;
    };
    const told = { certain: 0, uncertain: 0, naivelyWrong: 0 };
    for (let i = 0; i < 100_000; i++) {
      const [ax, ay, bx, by] = [random(), random(), 90 * random(), 90 * random()];
      const part = 2 * random() - 0.5;
      const line = [ax, ay, bx, by, near(ax + (bx - ax) * part), near(ay + (by - ay) * part)] as const;
      const [side, exact] = [sideOfLine(...line), exactly(...line)];
      if (naively(...line) !== exact) told.naivelyWrong++;
      if (side === 0) told.uncertain++;
      else {
        told.certain++;
        expect([line, Math.sign(side)]).toEqual([line, exact]);
      }
    }
    expect(told.certain).toBeGreaterThan(5_000);
    expect(told.uncertain).toBeGreaterThan(5_000);
    expect(told.naivelyWrong).toBeGreaterThan(1_000);
  });

  it('is not asked of coordinates so small that products underflow', () => {
    expect(isDust(0)).toBe(false);
    expect(isDust(-0)).toBe(false);
    expect(isDust(2 ** -400)).toBe(false);
    expect(isDust(-(2 ** -400))).toBe(false);
    expect(isDust(beside(2 ** -400, -1))).toBe(true);
    expect(isDust(-beside(2 ** -400, -1))).toBe(true);
    expect(isDust(Number.MIN_VALUE)).toBe(true);
    // To the left, by 2^−1200, which no double can tell from 0.
    expect(sideOfLine(0, 0, 2 ** -600, 0, 0, 2 ** -600)).toBe(0);
  });
});
