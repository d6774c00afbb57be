import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault, THE_END } from '../../src/cli/json-fault.ts';
import { readJson } from '../../src/cli/json.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The offset of a fault; the text has no line feed but as white space. */
function offsetIn(text: string): number {
  const { line, column } = findJsonFault(text);
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"a"',
  '"',
  '\\',
  '\\n',
  '\\u00e9',
  '\\u00g',
  '-',
  '0',
  '1',
  '.5',
  'e+1',
  'true',
  'null',
  'nul',
  ' ',
  '\n',
  '\t',
  '\u0001',
  'é',
  '\u2028',
];

describe('the fault of a text that is not JSON', () => {
  it.each([
    ['', 1, 1, 'nothing', 'a value'],
    [' \n ', 2, 2, 'nothing', 'a value'],
    ['{"a":1,}', 1, 8, '"}"', 'a property name in double quotes'],
    ['{"a":1 "b":2}', 1, 8, '"\\""', '"," or "}"'],
    ['{"a" 1}', 1, 6, '"1"', '":"'],
    ['{a: 1}', 1, 2, '"a"', 'a property name in double quotes, or "}"'],
    ['[1 2]', 1, 4, '"2"', '"," or "]"'],
    ['[1,]', 1, 4, '"]"', 'a value'],
    ['[', 1, 2, 'the end', 'a value'],
    ['{\n\n  "a": undefined\n}', 3, 8, '"undefined"', 'a value'],
    ['01', 1, 2, '"1"', THE_END],
    ['-', 1, 1, '"-"', 'a value'],
    ['1.', 1, 2, '"."', THE_END],
    ['"a\tb"', 1, 3, '"\\t"', 'the double quote that ends a string'],
    ['"\\x"', 1, 2, '"\\\\"', 'an escape that JSON knows, such as \\n or \\u00e9'],
    ['{"😀" 1}', 1, 7, '"1"', '":"'],
    ['[😀]', 1, 2, '"😀"', 'a value'],
    ['{}]', 1, 3, '"]"', THE_END],
  ])('%j stands at line %i, column %i', (text, line, column, found, expected) => {
    expect(findJsonFault(text)).toEqual({ line, column, found, expected });
  });

  it('is there for every text that is not JSON, and for no other', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const { expected } = findJsonFault(text);
        expect(isJson(text)).toBe(expected === THE_END && offsetIn(text) === text.length);
      }),
      { numRuns: 20_000 },
    );
  });

  it('stands where the damage was done, or later', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(...PIECES), (json, place, piece) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + piece + json.slice(at);
        // A number, a word or an escape that has begun is read from its first character.
        if (!isJson(text)) expect(offsetIn(text)).toBeGreaterThanOrEqual(at - 24);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is found at any depth and length', () => {
    const deep = '[{"a":'.repeat(300_000);
    expect(findJsonFault(`${deep}!`)).toEqual({
      line: 1,
      column: deep.length + 1,
      found: '"!"',
      expected: 'a value',
    });
    const long = `"${'a\\n'.repeat(2_000_000)}`;
    expect(findJsonFault(long).column).toBe(long.length + 1);
  });
});

describe('JSON in bytes', () => {
  it('is read with and without a byte order mark', () => {
    expect(readJson(Buffer.from('\ufeff{"a":1}'))).toEqual({ value: { a: 1 } });
    expect(readJson(Buffer.from(' {"a":1}\r'))).toEqual({ value: { a: 1 } });
  });

  it('must be UTF-8: nothing is read as another character', () => {
    const bytes = Buffer.concat([Buffer.from('{\n"id":"'), Buffer.from([0xe9]), Buffer.from('"}')]);
    const fault = { line: 2, column: 7, found: 'bytes that are not UTF-8', expected: 'text in UTF-8' };
    expect(readJson(bytes)).toEqual({ fault });
  });
});
