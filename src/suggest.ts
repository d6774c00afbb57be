import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a misspelt word most likely meant: at most two edits (one for short words) away. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0 || word.length > 60) return undefined;
  const nearest = closest(word.toLowerCase(), candidates);
  const edits = distance(word.toLowerCase(), nearest);
  return edits <= (word.length > 4 ? 2 : 1) ? nearest : undefined;
}

/** ` (did you mean "limit"?)`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = suggest(word, candidates);
  return meant === undefined ? '' : ` (did you mean ${JSON.stringify(meant)}?)`;
}
