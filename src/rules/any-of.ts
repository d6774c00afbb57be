import { described, ruleList, ruleConfig } from '../config-schema.ts';
import { defineRule, type BoundRule, type Redemption } from '../rule.ts';
import type { Told } from '../violation.ts';

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
      limits: branches.flatMap(({ limits }) => limits),
      check(redemption, report) {
        const told: Told[] = [];
        for (const branch of branches) {
          const violations = violationsOf(branch, redemption);
          if (violations.length === 0) return;
          told.push(...violations);
        }
        for (const { prepared, details } of told) report(prepared, details);
      },
      limitsAskedOf(redemption) {
        const first = branches.find((branch) => violationsOf(branch, redemption).length === 0);
        return first?.limitsAskedOf(redemption) ?? [];
      },
    };
  },
});

function violationsOf(branch: BoundRule, redemption: Redemption): readonly Told[] {
  const told: Told[] = [];
  branch.run(redemption, (prepared, details) => told.push({ prepared, details }));
  return told;
}
