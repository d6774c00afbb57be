import type { Location } from '../rule.ts';
import { placeIn, type LintRule } from './rule-tree.ts';

export type FindingKind =
  | 'never_accepts'
  | 'never_refuses'
  | 'never_matters'
  | 'clock_change'
  | 'already_over'
  | 'geometry'
  | 'suspicious';

/**
 * `error`: the campaign cannot work. `warning`: probably a mistake. `info`: nothing is wrong, but somebody may not
 * expect it.
 */
export type Severity = 'error' | 'warning' | 'info';

/** Something that whoever wrote a campaign should know before launch. */
export interface Finding {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** The id of the campaign, of the chain, in which it stands. */
  readonly campaign: string;
  /** JSON pointer in that campaign's config; `''` is the campaign itself. */
  readonly path: string;
  readonly message: string;
  readonly witness?: Witness;
}

/** Something concrete that shows it. */
export interface Witness {
  /** An ISO instant. */
  readonly at?: string;
  readonly location?: Location;
  /** The rules that together bring it about, in the order of the chain. */
  readonly rules?: readonly RulePlace[];
}

export interface RulePlace {
  readonly campaign: string;
  /** JSON pointer in that campaign's config. */
  readonly path: string;
}

/** A finding at a rule, or at a part of it. */
export function findingAt(
  { campaign, path }: LintRule,
  part: string,
  kind: FindingKind,
  message: string,
  more: { readonly severity?: Severity; readonly witness?: Witness } = {},
): Finding {
  const { severity = 'warning', witness } = more;
  return { kind, severity, campaign, path: path + part, message, ...(witness && { witness }) };
}

/** Rules as a witness. */
export function rulesAsWitness(rules: readonly LintRule[]): Witness {
  return { rules: rules.map(({ campaign, path }) => ({ campaign, path })) };
}

/** Rules as people read them, seen from one of them: `/rules/0, /rules/2 and /rules/1 of brand`. */
export function listOf(rules: readonly LintRule[], from: LintRule): string {
  return enumerated(rules.map((rule) => placeIn(rule, from)));
}

/** `a`, `a and b`, `a, b and c`; of many the first few. */
export function enumerated(words: readonly string[], most = 8): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  const last = words.slice(-1);
  return words.length < 2 ? last.join('') : `${words.slice(0, -1).join(', ')} and ${last.join('')}`;
}
