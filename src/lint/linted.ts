import { Assumptions } from './assumptions.ts';
import { together, union, type Conflict } from './conflict.ts';
import type { Effort } from './effort.ts';
import type { Formula } from './formula.ts';
import { lifeOf, type Life } from './reading.ts';
import { refute } from './refutation.ts';
import { everyRuleOf, type LintLevel, type LintRule } from './rule-tree.ts';
import { Scopes } from './topics/scopes.ts';

/** A chain of campaigns while it is linted. */
export class Linted {
  /** The voucher's campaign first. */
  readonly levels: readonly LintLevel[];
  /** In milliseconds; `undefined` where nobody said. */
  readonly at: number | undefined;
  /** Those of all levels, but not what is in groups. */
  readonly rules: readonly LintRule[];
  readonly lives: readonly Life[];
  private readonly nothing: Assumptions;
  private readonly groups = new Map<LintRule, LintRule>();

  constructor(levels: readonly LintLevel[], allowsRenewals: boolean, at: number | undefined) {
    this.levels = levels;
    this.at = at;
    this.rules = levels.flatMap(({ rules }) => rules);
    this.lives = allowsRenewals ? ['first', 'renewal'] : ['first'];
    this.nothing = Assumptions.none(new Scopes(levels));
    for (const group of everyRuleOf(levels))
      for (const child of group.children) this.groups.set(child, group);
  }

  /** The rule, and the groups that it stands in, from the inside out. */
  *aroundAndItself(rule: LintRule): Generator<LintRule> {
    for (let one: LintRule | undefined = rule; one; one = this.groups.get(one)) yield one;
  }

  /** Proves that no redemption, be it a first one or a renewal, is like that; `undefined` where it is not proved. */
  refute(formulasOf: (life: Life) => readonly Formula[], effort: Effort): Conflict | undefined {
    const conflicts: Conflict[] = [];
    for (const life of this.lives) {
      const conflict = this.refuteIn(life, formulasOf(life), effort);
      if (!conflict) return undefined;
      conflicts.push(conflict);
    }
    const because = union(...conflicts.map((conflict) => conflict.because));
    const group = conflicts[0]?.group;
    return { because, group, says: (from) => together(conflicts, from) };
  }

  refuteIn(life: Life, formulas: readonly Formula[], effort: Effort): Conflict | undefined {
    return refute([lifeOf(life), ...formulas], this.nothing, effort);
  }
}
