import { chainOf } from '../../campaign.ts';
import type { Claim } from '../../counters.ts';
import { isAtMost, isZeroAsWritten, parseAmount, sumOf, textOf, type Amount } from '../../money.ts';
import { pointerStep } from '../../snapshot.ts';
import { isAmountCounter, type WireUsage } from '../wire-context.ts';
import {
  insist,
  insistIs,
  insistKeepsRows,
  insistSame,
  isToRedeem,
  issuesOf,
  rowsOf,
  withUsage,
  type Law,
} from './law.ts';

/** No amount is greater, but for the last digits. */
const GREATEST = '999999999999999999999999999999.5';

/** Laws of what is planned, read and claimed. */
export const countingLaws: readonly Law[] = [
  {
    law: 'a plan is in the order of names, claims are in that of keys',
    cost: 1,
    holds({ campaign }, { context, decision }) {
      insistSorted(
        campaign.plan(context).counters.map(({ name }) => name),
        'planned',
      );
      insistSorted(
        decision.claims.map(({ key }) => key),
        'claimed',
      );
    },
  },
  {
    law: 'every planned counter is needed, and no other is read',
    cost: 40,
    holds({ campaign }, { context, answer }) {
      const others = { 'budget.decadely': 'a lot', 'acme.unheard_of': -1 };
      const more = withUsage(context, { ...others, ...context.usage });
      insistIs(campaign.evaluate(more), answer, 'with counters that nobody planned');
      for (const { name } of campaign.plan(context).counters) {
        const { [name]: _, ...usage } = context.usage;
        const paths = issuesOf(campaign, withUsage(context, usage)).map(({ path }) => path);
        insistSame(paths, [`/usage${pointerStep(name)}`], `wrong without ${name}`);
      }
    },
  },
  {
    law: 'what is planned is claimed, and nothing else, but for additions of zero',
    cost: 1,
    holds({ campaign }, { context, decision }) {
      if (decision.status === 'refused' || decision.releases) return;
      const granted = context.granted_discount ?? '0';
      const due = campaign
        .plan(context)
        .counters.map(({ name, key }) => ({ name, key, add: isAmountCounter(name) ? granted : 1 }))
        .filter(({ add }) => add === 1 || !isZeroAsWritten(granted));
      // A reservation that is held has been counted.
      const expected = context.existing && context.existing.claims.length > 0 ? [] : due;
      const claimed = decision.claims.map(({ name, key, add }) => ({ name, key, add }));
      insistSame(inNameOrder(claimed), inNameOrder(expected), 'claimed');
    },
  },
  {
    law: 'claims that are applied keep every counter within its limits',
    cost: 2,
    holds({ compiled }, { context, decision }) {
      if (decision.status === 'refused' || !isToRedeem(context)) return;
      const held = new Map(Object.entries(applied(context.usage, decision.claims)));
      for (const { name, limit } of decision.claims) insistWithin(held, name, limit);
      const isRenewal = context.origin !== undefined && context.origin !== null;
      // Which branch of an `any_of` holds, only the engine knows: its claims say it.
      for (const { limits, hasFixedLimits } of chainOf(compiled).rules)
        for (const limit of hasFixedLimits ? limits : [])
          if (limit.boundsClaimOf(isRenewal)) insistWithin(held, limit.counter.name, limit.limit);
    },
  },
  {
    law: 'more usage takes no violation back',
    cost: 2,
    holds({ campaign }, { context, decision, run }) {
      const by = 1 + (run % 7);
      const more = Object.entries(context.usage).map(([name, used]) => [name, plus(used, by)]);
      const after = campaign.evaluate(withUsage(context, Object.fromEntries(more) as WireUsage));
      insistKeepsRows(decision, after, `${by} more in every counter`);
    },
  },
  {
    law: 'a greater discount takes no violation back',
    cost: 1,
    holds({ campaign }, { context, decision }) {
      const after = campaign.evaluate({ ...context, granted_discount: GREATEST });
      insistKeepsRows(decision, after, `a discount of ${GREATEST}`);
    },
  },
  {
    law: 'a transaction that was counted is not accepted again',
    cost: 2,
    holds({ campaign }, { context, decision }) {
      if (decision.status === 'refused' || !isToRedeem(context)) return;
      const again = campaign.evaluate(withUsage(context, applied(context.usage, decision.claims)));
      insist(rowsOf(again).has('transaction_id.must_be_unique'), () => `then it is ${again.status}`);
    },
  },
];

function insistSorted(names: readonly string[], what: string): void {
  insistSame(names.toSorted(), names, what);
  insist(new Set(names).size === names.length, () => `${what}: one comes twice`);
}

function inNameOrder<Named extends { readonly name: string }>(list: readonly Named[]): Named[] {
  return list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** What counters hold after all claims have been added. */
function applied(usage: WireUsage, claims: readonly Claim[]): WireUsage {
  const added = claims.map(({ name, add }) => [name, plus(usage[name] ?? 0, add)]);
  return { ...usage, ...(Object.fromEntries(added) as WireUsage) };
}

/** A text for an amount, a number for a count; what nobody could write stays as it is. */
function plus(used: number | string, add: number | string): number | string {
  if (typeof used === 'number' && typeof add === 'number') return used + add;
  const sum = textOf(sumOf(amountIn(used), amountIn(add)));
  return parseAmount(sum) === undefined ? used : sum;
}

function insistWithin(held: ReadonlyMap<string, number | string>, name: string, limit: Claim['limit']): void {
  const used = held.get(name);
  if (limit === null || used === undefined) return;
  insist(isAtMost(amountIn(used), amountIn(limit)), () => `${name} comes to ${used}, past ${limit}`);
}

function amountIn(written: number | string): Amount {
  return parseAmount(written) as Amount;
}
