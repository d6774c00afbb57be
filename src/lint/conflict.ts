import { inOrder, isWithin, type LintRule } from './rule-tree.ts';

/** One branch that is tried of several: what follows from it does not follow without it. */
export interface Trial {
  readonly branch: number;
}

/** What something rests on: rules that ask for it, and branches that are tried. */
export type Because = ReadonlySet<LintRule | Trial>;

/** Facts that no redemption has together. */
export interface Conflict {
  /** What there is none of: `no cost is within /rules/0 and /rules/1`. */
  readonly says: (from: { readonly campaign: string }) => string;
  readonly because: Because;
  /** The group of which no branch is possible, where it comes from one. */
  readonly group?: LintRule | undefined;
}

/** The rules that a conflict rests on. */
export function rulesOf(because: Because): LintRule[] {
  return [...because].filter((one): one is LintRule => 'compiled' in one);
}

/** The same in the order of the chain, without those that stand in another of them. */
export function outermost(because: Because): LintRule[] {
  const outer: LintRule[] = [];
  for (const rule of inOrder(rulesOf(because))) {
    const last = outer.at(-1);
    if (!last || !isWithin(rule, last)) outer.push(rule);
  }
  return outer;
}

/** What several conflicts say, each once. */
export function together(conflicts: readonly Conflict[], from: { readonly campaign: string }): string {
  const reasons = new Set(conflicts.map(({ says }) => says(from)));
  reasons.delete('');
  return [...reasons].join('; ');
}

export function union(...sets: readonly Because[]): Because {
  const [first, ...others] = sets;
  if (first && others.every((set) => isSubset(set, first))) return first;
  return new Set(sets.flatMap((set) => [...set]));
}

function isSubset(a: Because, b: Because): boolean {
  if (a.size > b.size) return false;
  for (const one of a) if (!b.has(one)) return false;
  return true;
}
