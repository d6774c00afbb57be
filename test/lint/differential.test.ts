// Lint against the engine, over small worlds that are looked at whole: what it says to be impossible accepts nothing,
// what it finds nothing
// impossible in accepts something, what it says to refuse nothing refuses nothing, and what it says not to matter can
// be left out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, type Campaign } from '../../src/index.ts';
import { lint, type Finding } from '../../src/lint/index.ts';
import { history, usageAfter } from './support/histories.ts';
import {
  everyContext,
  smallCampaigns,
  unused,
  type CampaignJson,
  type LeafType,
  type RuleJson,
  type SmallContext,
} from './support/small-campaigns.ts';
import { without } from './support/without.ts';

const RUNS = Number(process.env['LINT_RUNS'] ?? 80);
const SEED = Number(process.env['LINT_SEED'] ?? 20_261_129);

type Linter = (config: CampaignJson) => readonly Finding[];

const ours: Linter = (config) => lint(config).findings;

function isImpossible(findings: readonly Finding[]): boolean {
  return findings.some(({ kind }) => kind === 'never_accepts');
}

function isAccepted(campaign: Campaign, context: SmallContext): boolean {
  return campaign.evaluate({ ...context, usage: unused(campaign, context) }).status === 'accepted';
}

/** Which campaigns of the small world accept nothing, by the linter and by the engine. */
function compareImpossible(linter: Linter, runs: number, types?: readonly LeafType[]) {
  const seen = { impossible: 0, possible: 0 };
  fc.assert(
    fc.property(smallCampaigns(types), (config) => {
      const contexts = everyContext(config);
      fc.pre(contexts !== undefined);
      const campaign = compile(config);
      const accepted = contexts.find((context) => isAccepted(campaign, context));
      seen[accepted ? 'possible' : 'impossible']++;
      expect(isImpossible(linter(config)), JSON.stringify(accepted)).toBe(accepted === undefined);
    }),
    { numRuns: runs, seed: SEED, endOnFailure: types !== undefined },
  );
  return seen;
}

/** What is told to be idle is left out, all of it at once; the verdicts are to stay. */
function compareIdle(linter: Linter, runs: number, types?: readonly LeafType[]) {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(
      smallCampaigns(types),
      fc.array(history, { minLength: 3, maxLength: 3 }),
      (config, histories) => {
        const contexts = everyContext(config, 2_500);
        const findings = linter(config);
        fc.pre(contexts !== undefined && !isImpossible(findings));
        const idle = findings.filter(({ kind }) => kind === 'never_refuses' || kind === 'never_matters');
        for (const { kind } of idle) seen[kind] = (seen[kind] ?? 0) + 1;
        if (idle.length === 0) return;
        const campaigns = [compile(config), compile(without(config, idle))];
        for (const past of histories) {
          for (const context of contexts) {
            const [before, after] = campaigns.map((asked) => {
              const usage = usageAfter(past, config, asked, context);
              return asked.evaluate({ ...context, granted_discount: past.discount, usage }).status;
            });
            if (before !== after)
              expect.fail(JSON.stringify({ idle, context, past, before, after }, null, 1));
          }
        }
      },
    ),
    { numRuns: runs, seed: SEED, endOnFailure: types !== undefined },
  );
  return seen;
}

describe('lint and the engine agree', () => {
  it('on which campaigns of the small world accept nothing', () => {
    const seen = compareImpossible(ours, RUNS);
    console.log('small campaigns:', seen);
    expect(Math.min(seen.impossible, seen.possible)).toBeGreaterThan(RUNS / 10);
  });

  it('on what refuses nothing, and on what does not matter', () => {
    const seen = compareIdle(ours, RUNS);
    console.log('told of small campaigns:', seen);
    expect(seen['never_refuses']).toBeGreaterThan(RUNS / 20);
    expect(seen['never_matters']).toBeGreaterThan(RUNS / 2);
  });
});

// ---------------------------------------------------------------------------------------------------------------
// A harness that cannot fail proves nothing: each of these linters has one planted mistake, and each must be found.
// ---------------------------------------------------------------------------------------------------------------

/** A linter that takes each rule for another. */
function mistaking(change: (rule: RuleJson) => RuleJson): Linter {
  const deeply = (rule: RuleJson): RuleJson =>
    change(rule.rules ? { ...rule, rules: rule.rules.map(deeply) } : rule);
  const everywhere = (config: CampaignJson): CampaignJson => ({
    ...config,
    rules: config.rules.map(deeply),
    ...(config.parent && { parent: everywhere(config.parent) }),
  });
  return (config) => ours(everywhere(config));
}

const withType = (type: string, change: (rule: RuleJson) => Partial<RuleJson>) =>
  mistaking((rule) => (rule.type === type ? { ...rule, ...change(rule) } : rule));

type Windows = readonly { start?: string; end?: string }[];
interface FeatureJson {
  readonly geometry: { readonly coordinates: readonly (readonly (readonly [number, number])[])[] };
}

/** A little smaller than it is. */
function shrunk(feature: FeatureJson): unknown {
  const [shell = [], ...holes] = feature.geometry.coordinates;
  const [west, south] = shell[0] ?? [0, 0];
  const moved = shell.map(([x, y]) => [x === west ? x + 1e-3 : x - 1e-3, y === south ? y + 1e-3 : y - 1e-3]);
  return { ...feature, geometry: { type: 'Polygon', coordinates: [moved, ...holes] } };
}

const MISTAKEN: Readonly<Record<string, readonly [Linter, readonly LeafType[]]>> = {
  'takes any_of for all_of': [withType('any_of', () => ({ type: 'all_of' })), ['transaction_cost']],
  'does not let renewals past a limit of 0': [
    (config) => ours({ ...config, rules: config.rules.filter(({ type }) => type !== 'subscription') }),
    ['per_customer'],
  ],
  'does not know that a border is a way in': [
    withType('area', ({ areas }) => ({
      areas: { ...(areas as object), features: (areas as { features: FeatureJson[] }).features.map(shrunk) },
    })),
    ['area'],
  ],
  'reads every clock in UTC': [
    mistaking((rule) => {
      const { time_zone: _, ...others } = rule;
      return others;
    }),
    ['time_of_order'],
  ],
  'does not see that a window runs past midnight': [
    withType('time_of_order', ({ windows }) => ({
      windows: (windows as Windows).map(({ start = '00:00', end = '24:00', ...window }) => {
        return { ...window, start, end: start < end ? end : '24:00' };
      }),
    })),
    ['time_of_order'],
  ],
  'takes a maximum for one that is not included': [
    withType('transaction_cost', ({ minimum, maximum }) =>
      maximum !== undefined && minimum !== maximum ? { maximum: Math.max(0, Number(maximum) - 0.01) } : {},
    ),
    ['transaction_cost'],
  ],
  'does not look at ancestors': [({ parent: _, ...config }) => ours(config), ['category']],
};

describe('a linter is found out that', () => {
  it.each(Object.entries(MISTAKEN))('%s', (_, [linter, types]) => {
    expect(() => compareImpossible(linter, 1_000, types)).toThrow(/Property failed/);
  });

  it('takes weeks to lie in months', () => {
    const linter = withType('budget', ({ period }) => (period === 'monthly' ? { period: 'total' } : {}));
    expect(() => compareIdle(linter, 1_000, ['budget'])).toThrow(/Property failed/);
  });

  it('takes a rule that may refuse for one that does not matter', () => {
    const linter: Linter = ({ rules }) =>
      rules.length < 3
        ? []
        : [{ kind: 'never_matters', severity: 'warning', campaign: 'home', path: '/rules/0', message: '' }];
    expect(() => compareIdle(linter, 1_000, ['transaction_cost'])).toThrow(/Property failed/);
  });
});
