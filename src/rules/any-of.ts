import { described, ruleList, ruleConfig } from '../config-schema.ts';
import { defineRule, type BoundRule, type Redemption } from '../rule.ts';
import type { Report } from '../violation.ts';

/**
 * Holds when one of its rules has no violation; else all violations of all of them are told. Of an accepted redemption
 * only the first rule that holds limits the claims.
 */
export const anyOf = defineRule({
  type: 'any_of',
  rows: [],
  config: ruleConfig('any_of', { rules: described(ruleList(1), 'Any one of these rules is enough.') }),
  retestOnConfirm: true,
  isGroup: true,
  compile(_, env) {
    const branches = env.children;
    return {
      limits: branches.flatMap(({ limits }) => limits),
      check(redemption, report) {
        const told: Parameters<Report>[] = [];
        for (const branch of branches) {
          const before = told.length;
          branch.run(redemption, (...violation) => told.push(violation));
          if (told.length === before) return;
        }
        for (const violation of told) report(...violation);
      },
      limitsAskedOf: (redemption) => firstThatHolds(branches, redemption)?.limitsAskedOf(redemption) ?? [],
    };
  },
});

function firstThatHolds(branches: readonly BoundRule[], redemption: Redemption): BoundRule | undefined {
  return branches.find((branch) => {
    let holds = true;
    branch.run(redemption, () => {
      holds = false;
    });
    return holds;
  });
}
