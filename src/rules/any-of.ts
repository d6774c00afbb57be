import { described, ruleList, ruleConfig } from '../config-schema.ts';
import { needsOfAny } from '../needs.ts';
import { defineRule, type BoundRule, type Redemption } from '../rule.ts';

/**
 * Holds when one of its rules has no violation; else all violations of all of them are told. Of an accepted redemption
 * only the first rule that holds limits the claims.
 */
export const anyOf = defineRule({
  type: 'any_of',
  rows: [],
  config: ruleConfig('any_of', { rules: described(ruleList(1), 'Any one of these rules is enough.') }),
  // Its rules are asked where they are to be asked.
  retestOnConfirm: 'even_if_held',
  isGroup: true,
  compile(_, env) {
    const branches = env.children;
    return {
      needs: needsOfAny(branches.map(({ needs }) => needs)),
      check(redemption, report) {
        if (firstThatHolds(branches, redemption)) return;
        for (const branch of branches) branch.run(redemption, report);
      },
      ...(branches.some(({ hasLimits }) => hasLimits) && {
        limitsAskedOf: (redemption) => firstThatHolds(branches, redemption)?.limitsAskedOf(redemption) ?? [],
      }),
    };
  },
});

function firstThatHolds(branches: readonly BoundRule[], redemption: Redemption): BoundRule | undefined {
  return branches.find((branch) => {
    let violations = 0;
    branch.run(redemption, () => violations++);
    return violations === 0;
  });
}
