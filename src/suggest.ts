import leven from 'leven';

const LONGEST = 60;

/** The candidate that a misspelt word most likely meant: at most two edits (one for short words) away. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST) return undefined;
  let fewest = word.length > 4 ? 3 : 2;
  let nearest: string | undefined;
  for (const candidate of candidates) {
    const edits = leven(word.toLowerCase(), candidate, { maxDistance: fewest });
    if (edits < fewest) [fewest, nearest] = [edits, candidate];
  }
  return nearest;
}

/** ` (did you mean "limit"?)`, or nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const meant = suggest(word, candidates);
  return meant === undefined ? '' : ` (did you mean ${JSON.stringify(meant)}?)`;
}
