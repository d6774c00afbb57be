import { traps } from '../hostile-redemptions.ts';
import { insist, insistIs, insistSame, type Law } from './law.ts';

const TRAPS = Object.entries(traps);

/** Laws of every answer, whatever it says. */
export const answerLaws: readonly Law[] = [
  {
    law: 'nothing that a shopper sends makes it throw',
    cost: 20,
    holds({ campaign }, { context, run }) {
      campaign.plan(context);
      campaign.evaluate(context);
      const [trap, make] = TRAPS[run % TRAPS.length] as (typeof TRAPS)[number];
      try {
        campaign.evaluate({ ...context, redemption: make() });
      } catch (error) {
        insist(false, () => `with ${trap} in the place of the redemption: ${String(error)}`);
      }
    },
  },
  {
    law: 'the same input gives the same answer, whatever was asked before',
    cost: 6,
    holds({ campaign, again, other }, { context, answer }) {
      campaign.evaluate(other);
      insistIs(campaign.evaluate(context), answer, 'asked again');
      insistIs(again.evaluate(context), answer, 'asked of the same config, compiled anew');
      insistSame(again.plan(context), campaign.plan(context), 'planned again');
    },
  },
  {
    law: 'the context is left as it was',
    cost: 1,
    holds({ campaign }, { context, text }) {
      campaign.plan(context);
      campaign.evaluate(context);
      const after = JSON.stringify(context);
      insist(after === text, () => `it is now ${after}`);
    },
  },
  {
    law: 'a decision survives JSON',
    cost: 2,
    holds(_, { decision, answer }) {
      for (const violation of decision.violations) {
        const lost = notJsonIn(violation.expected, '/expected');
        insist(lost === undefined, () => `${violation.error_code}: ${String(lost)} is no JSON`);
      }
      insistIs(JSON.parse(answer), answer, 'read again');
    },
  },
];

/** The path of something that JSON would lose or change, if there is any. */
function notJsonIn(value: unknown, path: string): string | undefined {
  if (value === undefined) return path === '/expected' ? undefined : path;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (typeof value !== 'object') return path;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return path;
  for (const [key, member] of Object.entries(value)) {
    const lost = notJsonIn(member, `${path}/${key}`);
    if (lost !== undefined) return lost;
  }
  return undefined;
}
