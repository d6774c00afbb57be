import { described, ruleList, ruleConfig } from '../config-schema.ts';
import { defineEngineRule, type BoundRule } from '../rule.ts';

/**
 * Holds when one of its rules has no violation; else all violations of all of them are told. Of an accepted redemption
 * only the first rule that holds limits the claims.
 *
 * In a what-if, with an undetermined rule and none that holds, nothing is told.
 */
export const anyOf = defineEngineRule(
  {
    type: 'any_of',
    rows: [],
    config: ruleConfig('any_of', { rules: described(ruleList(1), 'Any one of these rules is enough.') }),
    // Its rules are asked where they are to be asked.
    retestOnConfirm: 'even_if_held',
    isGroup: true,
    compile(_, env) {
      const branches = env.children;
      return {
        requires: 'one',
        check(redemption, report) {
          let undetermined: BoundRule[] | undefined;
          for (const branch of branches) {
            const answer = branch.answer(redemption);
            if (answer === 'holds') return;
            if (answer === 'undetermined') (undetermined ??= []).push(branch);
          }
          // What is undetermined tells nothing; it is run for what it lacks.
          for (const branch of undetermined ?? branches) branch.run(redemption, report);
        },
        ...(branches.some(({ hasLimits }) => hasLimits) && {
          limitsAskedOf: (redemption) => {
            const first = branches.find((branch) => branch.answer(redemption) === 'holds');
            return first?.limitsAskedOf(redemption) ?? [];
          },
        }),
      };
    },
  },
  { isThreeValued: true },
);
