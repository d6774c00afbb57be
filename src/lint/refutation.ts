import type { Assumptions } from './assumptions.ts';
import { together, union, type Because, type Conflict, type Trial } from './conflict.ts';
import type { Effort } from './effort.ts';
import type { AskedOf, Formula, Topic } from './formula.ts';
import { placeIn, type LintRule } from './rule-tree.ts';

/** A formula, and what it rests on beside the rules that its atoms name. */
interface Asked {
  readonly formula: Formula;
  readonly because: Because;
}

/** Of several formulas one. */
interface Choice {
  readonly branches: readonly Formula[];
  readonly rule: LintRule;
  readonly because: Because;
}

interface Given {
  readonly assumed: Assumptions;
  readonly choices: readonly Choice[];
}

const NOTHING: Because = new Set();

/** What it costs to assume something, however little. */
const STEPS_OF_ASSUMING = 20;

/**
 * Proves that no redemption is like all of some formulas; `undefined` where that is not proved, because some may be
 * or because it were too much work.
 *
 * First what is certain is assumed: every atom, and of every choice the one branch that is left when the others
 * contradict it. Then branches are tried one after the other. Every branch that is left out has its reasons, and they
 * are kept, so that a conflict names what it rests on.
 */
export function refute(
  formulas: readonly Formula[],
  assumed: Assumptions,
  effort: Effort,
): Conflict | undefined {
  const asked = formulas.map((formula) => ({ formula, because: NOTHING }));
  return new Refutation(effort).refute(asked, { assumed, choices: [] });
}

class Refutation {
  private readonly effort: Effort;
  private trials = 0;

  constructor(effort: Effort) {
    this.effort = effort;
  }

  refute(asked: readonly Asked[], given: Given): Conflict | undefined {
    if (this.effort.isSpent) return undefined;
    const found = this.assumed(asked, given);
    const certain = 'says' in found ? found : this.certain(found);
    if (certain === undefined || 'says' in certain) return certain;
    const [choice] = certain.choices.toSorted((a, b) => a.branches.length - b.branches.length);
    if (!choice) return undefined;
    const others = certain.choices.filter((one) => one !== choice);
    const conflicts: Conflict[] = [];
    for (const formula of choice.branches) {
      const trial: Trial = { branch: this.trials++ };
      const because = union(choice.because, new Set([trial]));
      const conflict = this.refute([{ formula, because }], { ...certain, choices: others });
      if (conflict === undefined || !conflict.because.has(trial)) return conflict;
      conflicts.push(without(conflict, trial));
    }
    return conflictOf(choice, conflicts);
  }

  /** With formulas more: their atoms are assumed, their choices stay open. */
  private assumed(asked: readonly Asked[], given: Given): Given | Conflict {
    this.effort.spend(STEPS_OF_ASSUMING);
    const choices = [...given.choices];
    const facts: AskedOf<Topic>[] = [];
    const open = [...asked].reverse();
    for (let next = open.pop(); next; next = open.pop()) {
      const { formula, because } = next;
      this.effort.spend(1);
      if ('fact' in formula) {
        const { rule, fact } = formula;
        facts.push({ fact, because: rule ? withRule(because, rule) : because });
      } else if ('all' in formula) {
        for (const part of formula.all.toReversed()) open.push({ formula: part, because });
      } else {
        const { any: branches, rule } = formula;
        choices.push({ branches, rule, because: withRule(because, rule) });
      }
    }
    const assumed = given.assumed.with(facts);
    if ('says' in assumed) return assumed;
    const settled = assumed.settled(this.effort);
    return 'says' in settled ? settled : { assumed: settled, choices };
  }

  /**
   * Leaves out branches that contradict what is assumed, and assumes those that are left alone, until nothing
   * changes.
   */
  private certain(given: Given): Given | Conflict | undefined {
    let { assumed, choices } = given;
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      const open: Choice[] = [];
      const alone: Asked[] = [];
      for (const choice of choices) {
        const left = this.leftOf(choice, assumed);
        if (left === undefined || 'says' in left) return left;
        const [formula, second] = left.branches;
        if (formula && !second) alone.push({ formula, because: left.because });
        else open.push(left);
      }
      if (alone.length > 0) {
        const after = this.assumed(alone, { assumed, choices: open });
        if ('says' in after) return after;
        ({ assumed, choices } = after);
        isChanged = true;
      } else choices = open;
    }
    return { assumed, choices };
  }

  /** A choice without the branches that contradict what is assumed; `undefined` where that is too much work. */
  private leftOf(choice: Choice, assumed: Assumptions): Choice | Conflict | undefined {
    const left: Formula[] = [];
    const conflicts: Conflict[] = [];
    for (const formula of choice.branches) {
      if (this.effort.isSpent) return undefined;
      const trial: Trial = { branch: this.trials++ };
      const found = this.assumed([{ formula, because: new Set([trial]) }], { assumed, choices: [] });
      if (!('says' in found)) left.push(formula);
      else conflicts.push(without(found, trial));
    }
    if (left.length === 0) return conflictOf(choice, conflicts);
    if (conflicts.length === 0) return choice;
    const reasons = conflicts.map(({ because }) => because);
    return { ...choice, branches: left, because: union(choice.because, ...reasons) };
  }
}

function withRule(because: Because, rule: LintRule): Because {
  if (because.size > 0) return because.has(rule) ? because : new Set([...because, rule]);
  let alone = single.get(rule);
  if (!alone) single.set(rule, (alone = new Set([rule])));
  return alone;
}

/** One set for each rule: most facts rest on one alone. */
const single = new WeakMap<LintRule, Because>();

function without(conflict: Conflict, trial: Trial): Conflict {
  return { ...conflict, because: new Set([...conflict.because].filter((one) => one !== trial)) };
}

/** None of the branches is possible. */
function conflictOf({ rule, because }: Choice, conflicts: readonly Conflict[]): Conflict {
  const all = union(because, ...conflicts.map((conflict) => conflict.because));
  return {
    because: all,
    group: rule.type === 'any_of' ? rule : undefined,
    says: (from) => {
      const reasons = together(conflicts, from);
      if (rule.type !== 'any_of') return reasons;
      return `every branch of ${placeIn(rule, from)} contradicts the rest: ${reasons}`;
    },
  };
}
