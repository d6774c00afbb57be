import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, TOO_LONG } from '../../src/cli/lines.ts';

async function linesIn(chunks: readonly string[], longest?: number): Promise<string[]> {
  const lines: string[] = [];
  const source = (async function* () {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
  })();
  for await (const batch of linesOf(source, longest)) lines.push(...batch.map(String));
  return lines;
}

describe('lines', () => {
  it('are the same however their bytes are cut into chunks', async () => {
    const chunks = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r', 'é') }), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(chunks, async (cut) => {
        const whole = cut.join('');
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(await linesIn(cut)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('that are too long are told, and cost nothing', async () => {
    const chunks = ['a\nbb', 'b', 'b\n', 'ccc\n', 'dddd', 'd'];
    expect(await linesIn(chunks, 3)).toEqual(['a', TOO_LONG, 'ccc', TOO_LONG]);
  });
});
