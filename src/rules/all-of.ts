import { described, ruleList, ruleConfig } from '../config-schema.ts';
import { needsOfAll } from '../needs.ts';
import { defineRule } from '../rule.ts';

/** Groups rules inside `any_of`: all of them must hold, and every violation of theirs is told. */
export const allOf = defineRule({
  type: 'all_of',
  rows: [],
  config: ruleConfig('all_of', { rules: described(ruleList(1), 'All of these rules must hold.') }),
  // Its rules are asked where they are to be asked.
  retestOnConfirm: 'even_if_held',
  isGroup: true,
  compile(_, env) {
    const { children } = env;
    return {
      needs: needsOfAll(children.map(({ needs }) => needs)),
      check(redemption, report) {
        for (const child of children) child.run(redemption, report);
      },
      ...(children.some(({ hasLimits }) => hasLimits) && {
        limitsAskedOf: (redemption) => children.flatMap((child) => child.limitsAskedOf(redemption)),
      }),
    };
  },
});
