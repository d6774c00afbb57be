import { outermost, type Because } from '../conflict.ts';
import { enumerated } from '../finding.ts';
import { placeIn } from '../rule-tree.ts';

interface Reader {
  readonly campaign: string;
}

/** What the rules say that something rests on, and which they are, as people read it who look at a campaign. */
export function among(because: Because, from: Reader, ofOne: string, ofSeveral = ofOne): string {
  const rules = outermost(because);
  const places = enumerated(rules.map((rule) => placeIn(rule, from)));
  return `${rules.length < 2 ? ofOne : ofSeveral} (${places})`;
}
