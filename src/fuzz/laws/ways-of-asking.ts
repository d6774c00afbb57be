import { compilePortfolio } from '../../portfolio.ts';
import { isJsonObject } from '../../snapshot.ts';
import { whatIf } from '../../what-if.ts';
import type { WireContext } from '../wire-context.ts';
import { insistSame, isToRedeem, toldBy, type Law } from './law.ts';

/** Laws of other ways to ask the same. */
export const askingLaws: readonly Law[] = [
  {
    law: 'asked with many campaigns, it gives the same answer',
    cost: 40,
    holds({ compiled, campaign }, { context, decision }) {
      if (!isToRedeem(context)) return;
      const portfolio = compilePortfolio([compiled]);
      const { operation: _, usage, ...asked } = context;
      const byKey = campaign.plan(context).counters.map(({ name, key }) => [key, usage[name]]);
      const question = { ...asked, usage: Object.fromEntries(byKey) as WireContext['usage'] };
      const { qualified, refused = [] } = portfolio.qualify(question, { explain: true });
      insistSame(
        [...qualified, ...refused].map((one) => one.decision),
        [decision],
        'asked with many campaigns',
      );
      const { qualified: found } = portfolio.qualify(question);
      insistSame(found.length, decision.status === 'accepted' ? 1 : 0, 'campaigns found by what they need');
    },
  },
  {
    law: 'a what-if on all that there is to know gives the same answer',
    cost: 400,
    holds({ compiled, campaign }, { context }) {
      if (!isToRedeem(context)) return;
      const known = { ...context, redemption: completed(context.redemption) };
      const decision = campaign.evaluate(known);
      const { operation: _, ...question } = known;
      const answer = whatIf(compiled, question, { upcoming: 0 });
      insistSame(answer.status, decision.status, 'what if');
      insistSame(toldBy({ ...decision, violations: answer.violations }), toldBy(decision), 'what if');
    },
  },
];

/** What is `null` is known to be absent. */
function completed(redemption: unknown): object {
  return {
    transaction_id: null,
    customer_identifier: null,
    total_transaction_cost: null,
    location: null,
    categories: null,
    ...(isJsonObject(redemption) && redemption),
  };
}
