// Lint against the engine, over small worlds that are looked at whole: what it says to be impossible accepts nothing, what it finds nothing
// impossible in accepts something, what it says to refuse nothing refuses nothing, and what it says not to matter can be left out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { lint } from '../../src/lint/index.ts';
import { history, usageAfter } from './support/histories.ts';
import { everyContext, smallCampaign, unused, type SmallContext } from './support/small-campaigns.ts';
import { without } from './support/without.ts';

const RUNS = Number(process.env['LINT_RUNS'] ?? 250);
const SEED = Number(process.env['LINT_SEED'] ?? 20_261_129);

function isAccepted(campaign: ReturnType<typeof compile>, context: SmallContext): boolean {
  return campaign.evaluate({ ...context, usage: unused(campaign, context) }).status === 'accepted';
}

describe('lint and the engine', () => {
  it('agree on which campaigns of the small world accept nothing', () => {
    const seen = { impossible: 0, possible: 0 };
    fc.assert(
      fc.property(smallCampaign, (config) => {
        const contexts = everyContext(config);
        fc.pre(contexts !== undefined);
        const campaign = compile(config);
        const findings = lint(campaign).findings.filter(({ kind }) => kind === 'never_accepts');
        const accepted = contexts.find((context) => isAccepted(campaign, context));
        seen[accepted ? 'possible' : 'impossible']++;
        if (accepted) expect(findings).toEqual([]);
        else expect(findings.length).toBeGreaterThan(0);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    console.log(seen);
    expect(Math.min(seen.impossible, seen.possible)).toBeGreaterThan(RUNS / 10);
  });

  it('agree on what refuses nothing, and on what does not matter', () => {
    const seen: Record<string, number> = {};
    fc.assert(
      fc.property(smallCampaign, fc.array(history, { minLength: 3, maxLength: 3 }), (config, histories) => {
        const contexts = everyContext(config, 2_500);
        fc.pre(contexts !== undefined);
        const { findings } = lint(config);
        fc.pre(!findings.some(({ kind }) => kind === 'never_accepts'));
        const idle = findings.filter(({ kind }) => kind === 'never_refuses' || kind === 'never_matters');
        for (const { kind } of idle) seen[kind] = (seen[kind] ?? 0) + 1;
        if (idle.length === 0) return;
        const campaign = compile(config);
        const others = compile(without(config, idle));
        for (const past of histories) {
          for (const context of contexts) {
            const granted = { ...context, granted_discount: past.discount };
            const verdict = (asked: ReturnType<typeof compile>) =>
              asked.evaluate({ ...granted, usage: usageAfter(past, config, asked, context) }).status;
            const [before, after] = [verdict(campaign), verdict(others)];
            if (before !== after)
              expect.fail(JSON.stringify({ idle, context, past, before, after }, null, 1));
          }
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
    console.log(seen);
  });
});
