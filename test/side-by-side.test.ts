import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sideBySide } from '../src/side-by-side.ts';

describe('lists of numbers side by side', () => {
  it('hold their runs, and go on holding them while others are made, however long', () => {
    const lengths = fc.oneof(
      { weight: 9, arbitrary: fc.nat({ max: 300 }) },
      fc.integer({ min: 8_100, max: 8_300 }),
      fc.constant(20_000),
    );
    let next = 0;
    const run = lengths.map((length) => Float64Array.from({ length }, () => ++next));
    fc.assert(
      fc.property(fc.array(fc.array(run, { maxLength: 4 }), { maxLength: 20 }), (lists) => {
        const expected = lists.map((runs) => runs.flatMap((numbers) => Array.from(numbers)));
        const made = lists.map((runs, i) => sideBySide(runs, (expected[i] as number[]).length));
        expect(made.map((list) => Array.from(list))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('share memory, unless they are long', () => {
    const [first, second] = [sideBySide([[1, 2], [3]], 3), sideBySide([[4]], 1)];
    const long = sideBySide([new Float64Array(10_000)], 10_000);
    expect(second.buffer.byteLength).toBe(first.buffer.byteLength);
    expect(second.buffer === first.buffer || second.byteOffset === 0).toBe(true);
    expect(long.buffer.byteLength).toBe(80_000);
  });
});
