// What rules say they need is necessary: a rule that reports nothing lacks nothing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kitFor, compilationOf } from '../src/campaign.ts';
import type { CompiledChain } from '../src/compiled-chain.ts';
import { needsOf, type Needs } from '../src/needs.ts';
import { readForEvaluate } from '../src/read-context.ts';
import { borrowRedemption, giveBack } from '../src/redemption.ts';
import { redeemCases, type CampaignJson, type Case } from './support/arbitraries.ts';
import { lacking } from './support/needs.ts';

/** The respects in which a rule that reports nothing lacks something, with `mistaken` needs in place of its own. */
function contradictions({ campaign, context }: Case, mistaken = (needs: Needs) => needs): string[] {
  const chain = chainOf(campaign);
  const redemption = borrowRedemption();
  try {
    readForEvaluate(chain, context, redemption);
    return chain.rules.flatMap((rule) => {
      let told = 0;
      rule.run(redemption, () => told++);
      const needs = needsOf(rule);
      return told > 0 || !needs ? [] : lacking(mistaken(needs), redemption);
    });
  } finally {
    giveBack(redemption);
  }
}

function chainOf(campaign: CampaignJson): CompiledChain {
  const result = compilationOf(campaign, kitFor());
  if (!result.success) throw new Error(JSON.stringify(result.issues));
  return result.chain;
}

describe('what rules need', () => {
  it('is had by every redemption that they let pass', () => {
    fc.assert(
      fc.property(redeemCases, (one) => {
        expect(contradictions(one)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each<[string, (needs: Needs) => Needs]>([
    [
      'instants',
      ({ instants }) => ({ instants: instants?.map(({ start, end }) => ({ start: start + 1, end })) }),
    ],
    [
      'week',
      ({ week }) => ({
        week: week && { ...week, minutes: week.minutes.map(({ start, end }) => ({ start, end: end - 1 })) },
      }),
    ],
    [
      'boxes',
      ({ boxes }) => ({
        boxes: boxes?.map(({ west, south, east, north }) => ({ west: west + 1e-9, south, east, north })),
      }),
    ],
    ['cost', ({ cost }) => ({ cost: cost?.most && { most: cost.least } })],
    ['tags', ({ tags }) => ({ tags: tags?.slice(1) })],
  ])('would be found out if it were more than it is: %s', (_, mistaken) => {
    const found = fc.check(
      fc.property(redeemCases, (one) => contradictions(one, mistaken).length === 0),
      { numRuns: 20_000, seed: 42, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});
