import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../src/suggest.ts';

const WORDS = ['minimum', 'maximum', 'type', 'time_zone', 'id'];

describe('a misspelt word', () => {
  it.each([
    ['minimum', 'minimum'],
    ['minimun', 'minimum'],
    ['miniimumm', 'minimum'],
    ['mnmum', 'minimum'],
    ['mnmm', undefined],
    ['MINIMUM', 'minimum'],
    ['timezone', 'time_zone'],
    ['timeZone', 'time_zone'],
    ['typ', 'type'],
    ['typo', 'type'],
    ['tyqo', undefined],
    ['tpye', undefined],
    ['tyype', 'type'],
    ['ib', 'id'],
    ['', undefined],
    ['currency', undefined],
  ])('%j means %j', (word, meant) => {
    expect(suggest(word, WORDS)).toBe(meant);
  });

  it('of five letters may be two edits away, of four letters one', () => {
    expect(suggest('abcde', ['abcxy'])).toBe('abcxy');
    expect(suggest('abcde', ['abxyz'])).toBeUndefined();
    expect(suggest('abcd', ['abcx'])).toBe('abcx');
    expect(suggest('abcd', ['abxy'])).toBeUndefined();
  });

  it('means nothing where there is nothing to mean', () => {
    expect(suggest('word', [])).toBeUndefined();
  });

  it('is not compared where it is too long to be misspelt', () => {
    expect(suggest('a'.repeat(60), ['a'.repeat(59)])).toBe('a'.repeat(59));
    expect(suggest('a'.repeat(61), ['a'.repeat(60)])).toBeUndefined();
    expect(suggest('a'.repeat(10_000_000), WORDS)).toBeUndefined();
  });

  it('is asked about', () => {
    expect(didYouMean('minimun', WORDS)).toBe(' (did you mean "minimum"?)');
    expect(didYouMean('currency', WORDS)).toBe('');
  });
});
