import { described, ruleList, ruleConfig } from '../config-schema.ts';
import { defineEngineRule } from '../rule.ts';

/** Groups rules inside `any_of`: all of them must hold, and every violation of theirs is told. */
export const allOf = defineEngineRule(
  {
    type: 'all_of',
    rows: [],
    config: ruleConfig('all_of', { rules: described(ruleList(1), 'All of these rules must hold.') }),
    // Its rules are asked where they are to be asked.
    retestOnConfirm: 'even_if_held',
    isGroup: true,
    compile(_, env) {
      const { children } = env;
      return {
        requires: 'all',
        check(redemption, report) {
          for (const child of children) child.run(redemption, report);
        },
        nextChange(redemption) {
          const failing = children.filter((child) => child.answer(redemption) === 'fails');
          // It holds again when all of those do; while none fails, no longer than all of them hold.
          if (failing.length > 0) return Math.max(...failing.map((child) => child.nextChange(redemption)));
          return Math.min(...children.map((child) => child.nextChange(redemption)));
        },
        ...(children.some(({ hasLimits }) => hasLimits) && {
          limitsAskedOf: (redemption) => children.flatMap((child) => child.limitsAskedOf(redemption)),
        }),
      };
    },
  },
  { isThreeValued: true },
);
