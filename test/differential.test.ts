// The engine against the reference reading of the law, on seeded cases aimed at edges. A failing case is printed with
// its seed: DIFFERENTIAL_SEED=<seed> DIFFERENTIAL_CASES=1 runs it alone.

import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError } from '../src/index.ts';
import { campaignOfSeed, type Context, CONTEXTS_PER_CAMPAIGN, randomCase } from './support/generate.ts';
import { plain, spelledOut } from './support/plain.ts';
import {
  amountOf,
  type CampaignJson,
  leavesOf,
  levelsOf,
  type ReferenceClaim,
  REFERENCE_ROWS,
  referenceContextIssues,
  type ReferenceDecision,
  referenceEvaluate,
  type ReferencePlan,
  readInstant,
  referencePlan,
} from './support/reference.ts';

const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 100_000);
const STOP_AFTER = Number(process.env['DIFFERENTIAL_STOP_AFTER'] ?? 5);
const BASE_SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_261_122);

interface Subject {
  plan(context: unknown): unknown;
  evaluate(context: unknown): unknown;
}
type MakeSubject = (campaign: CampaignJson) => Subject;

interface Mismatch {
  seed: number;
  question: 'plan' | 'evaluate' | 'round trip';
  expected: unknown;
  actual: unknown;
}

interface Tally {
  cases: number;
  accepted: number;
  refused: number;
  wrongFacts: number;
  rows: Map<string, number>;
  rules: Map<string, number>;
  operations: Map<string, number>;
  mismatches: Mismatch[];
}

/** The same for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What was answered, or the paths of the host facts that were found wrong. */
function answer(ask: () => unknown): unknown {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InvalidContextError) {
      return { invalidContext: error.issues.map((issue) => issue.path).sort() };
    }
    return { thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** A plan comes before the counters and the discount are known; it needs no more than the keys do. */
function planIssues(issues: string[]): string[] {
  return issues.filter((path) => /^$|^\/(at|voucher|operation|existing|origin)/.test(path));
}

/** Which of the other facts are read hangs on the operation; while it is wrong, nobody can say. */
function readRegardless(paths: string[], issues: string[]): string[] {
  const unknown = issues.some((path) => path.startsWith('/operation') || path.startsWith('/existing'));
  return unknown ? paths.filter((path) => !/^\/(usage|granted_discount|origin)/.test(path)) : paths;
}

function regardless(answered: unknown, issues: string[]): unknown {
  const { invalidContext } = answered as { invalidContext?: string[] };
  return invalidContext === undefined ? answered : { invalidContext: readRegardless(invalidContext, issues) };
}

function count(tally: Map<string, number>, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

function run(firstSeed: number, cases: number, makeSubject: MakeSubject, stopAfter: number): Tally {
  const tally: Tally = {
    cases: 0,
    accepted: 0,
    refused: 0,
    wrongFacts: 0,
    rows: new Map(),
    rules: new Map(),
    operations: new Map(),
    mismatches: [],
  };
  let last: { campaign: CampaignJson; subject: Subject } | undefined;

  for (let seed = firstSeed; seed < firstSeed + cases && tally.mismatches.length < stopAfter; seed += 1) {
    const { campaign, context } = randomCase(seed);
    if (last?.campaign !== campaign) last = { campaign, subject: makeSubject(campaign) };
    const { subject } = last;
    const compare = (question: Mismatch['question'], expected: unknown, actual: unknown): void => {
      if (canonical(expected) !== canonical(actual))
        tally.mismatches.push({ seed, question, expected, actual });
    };
    tally.cases += 1;

    const issues = referenceContextIssues(campaign, context);
    const forPlan = planIssues(issues);
    const plan = answer(() => subject.plan(context));
    if (forPlan.length > 0)
      compare('plan', { invalidContext: readRegardless(forPlan, issues) }, regardless(plan, issues));
    else compare('plan', referencePlan(campaign, context), plan);

    const decision = answer(() => subject.evaluate(context));
    if (issues.length > 0) {
      tally.wrongFacts += 1;
      compare('evaluate', { invalidContext: readRegardless(issues, issues) }, regardless(decision, issues));
      continue;
    }
    const expected = referenceEvaluate(campaign, context);
    compare('evaluate', expected, decision);
    const read = plain(decision);
    if (!isDeepStrictEqual(read, spelledOut(decision))) {
      tally.mismatches.push({ seed, question: 'round trip', expected: spelledOut(decision), actual: read });
    }

    tally[expected.status] += 1;
    count(tally.operations, `${(context['operation'] ?? 'redeem') as string} ${expected.status}`);
    for (const violation of expected.violations)
      count(tally.rows, `${violation.attribute}.${violation.error_code}`);
    for (const { campaign: level } of levelsOf(campaign)) {
      for (const rule of level.rules ?? []) count(tally.rules, rule.type);
      for (const rule of leavesOf(level.rules))
        if (!level.rules?.includes(rule)) count(tally.rules, `nested ${rule.type}`);
    }
  }
  return tally;
}

/** A case as one can paste it; what JSON cannot say is described. */
function printed(seed: number): string {
  const { campaign, context } = randomCase(seed);
  const show = (value: unknown): string =>
    JSON.stringify(
      value,
      (_key, inner: unknown) =>
        ['bigint', 'symbol', 'function'].includes(typeof inner) ||
        (typeof inner === 'number' && !Number.isFinite(inner))
          ? `(${typeof inner} ${String(inner)})`
          : inner,
      1,
    );
  return `seed ${seed}\ncampaign ${show(campaign)}\ncontext ${show(context)}`;
}

function report({ seed, question, expected, actual }: Mismatch): string {
  return [
    printed(seed),
    `${question}: the reference says ${JSON.stringify(expected, null, 1)}`,
    `the engine says ${typeof actual === 'object' && actual !== null && 'thrown' in actual ? String(actual.thrown) : JSON.stringify(actual, null, 1)}`,
  ].join('\n');
}

const engine: MakeSubject = (campaign) => compile(campaign);

describe('the engine and the reference reading of the law', () => {
  it(
    'give the same plan and the same decision in every generated case',
    () => {
      console.log(`differential: ${CASES} cases from seed ${BASE_SEED}`);
      const started = performance.now();
      const tally = run(BASE_SEED, CASES, engine, STOP_AFTER);
      const seconds = (performance.now() - started) / 1000;
      console.log(
        `differential: ${tally.cases} cases in ${seconds.toFixed(1)} s, ` +
          `${tally.accepted} accepted, ${tally.refused} refused, ${tally.wrongFacts} with wrong host facts`,
      );
      for (const mismatch of tally.mismatches) console.log(report(mismatch));
      expect(tally.mismatches.map(({ seed, question }) => `${question} of seed ${seed}`)).toEqual([]);

      // A run that is too short to say anything about the generator.
      if (CASES < 20_000) return;
      expect(REFERENCE_ROWS.filter((row) => !tally.rows.has(row))).toEqual([]);
      expect(tally.accepted / tally.cases).toBeGreaterThan(0.25);
      expect(tally.refused / tally.cases).toBeGreaterThan(0.25);
      expect(tally.wrongFacts / tally.cases).toBeGreaterThan(0.01);
      const kinds = [
        'time_frame',
        'time_of_order',
        'area',
        'budget',
        'transaction_cost',
        'per_customer',
        'new_customer',
        'category',
      ];
      const wanted = [...kinds, ...kinds.map((kind) => `nested ${kind}`), 'subscription', 'any_of', 'all_of'];
      expect(wanted.filter((kind) => !tally.rules.has(kind))).toEqual([]);
      const lives = ['redeem', 'confirm', 'cancel'].flatMap((life) => [
        `${life} accepted`,
        `${life} refused`,
      ]);
      expect(lives.filter((life) => !tally.operations.has(life))).toEqual([]);
    },
    Math.max(30_000, CASES * 5),
  );

  it('generates the same case from the same seed', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const first = printed(seed);
      campaignOfSeed(seed + 10 * CONTEXTS_PER_CAMPAIGN);
      expect(printed(seed)).toBe(first);
    }
  });
});

// ---------------------------------------------------------------------------------------------------------------
// A harness that cannot fail proves nothing: each of these engines has one planted bug, and each must be found.
// ---------------------------------------------------------------------------------------------------------------

function withDecision(
  change: (decision: ReferenceDecision, context: Context, campaign: CampaignJson) => ReferenceDecision,
): MakeSubject {
  return (campaign) => {
    const sound = engine(campaign);
    return {
      plan: (context) => sound.plan(context),
      evaluate: (context) =>
        change(plain(sound.evaluate(context)) as ReferenceDecision, context as Context, campaign),
    };
  };
}

function inUtc(campaign: CampaignJson): CampaignJson {
  return {
    ...campaign,
    time_zone: 'UTC',
    ...(campaign.parent === undefined || campaign.parent === null ? {} : { parent: inUtc(campaign.parent) }),
  };
}

const without = (decision: ReferenceDecision, drop: (index: number) => boolean): ReferenceDecision => {
  const violations = decision.violations.filter((_, index) => !drop(index));
  return { ...decision, violations, status: violations.length === 0 ? 'accepted' : 'refused' };
};

const landsExactly = ({ add, limit }: ReferenceClaim, used: unknown): boolean =>
  limit !== null &&
  typeof add === 'string' &&
  amountOf(used).units + amountOf(add).units === amountOf(limit).units;

const PLANTED: Record<string, MakeSubject> = {
  'a customer who stands exactly at the limit may redeem once more': withDecision((decision) =>
    without(decision, (index) => {
      const violation = decision.violations[index];
      return (
        violation?.error_code === 'per_customer_limit_exceeded' &&
        violation.details?.used === violation.details?.limit
      );
    }),
  ),
  'a discount that lands exactly on the budget is refused': withDecision((decision, context) =>
    decision.claims.some((claim) => landsExactly(claim, (context['usage'] as Context)[claim.name]))
      ? { ...decision, status: 'refused', claims: [] }
      : decision,
  ),
  'costs are rounded to cents': (campaign) => {
    const sound = engine(campaign);
    const rounded = (context: Context): Context => {
      const redemption = context['redemption'];
      if (typeof redemption !== 'object' || redemption === null) return context;
      const cost = (redemption as Context)['total_transaction_cost'];
      if (typeof cost !== 'string' || !/^\d+\.\d{18}$/.test(cost)) return context;
      return { ...context, redemption: { ...redemption, total_transaction_cost: Number(cost).toFixed(2) } };
    };
    return {
      plan: (context) => sound.plan(context),
      evaluate: (context) => sound.evaluate(rounded(context as Context)),
    };
  },
  'days and weeks are cut in UTC': (campaign) => {
    const sound = engine(campaign);
    const mutant = engine(inUtc(campaign));
    return {
      plan: (context) => mutant.plan(context),
      evaluate: (context) => sound.evaluate(context),
    };
  },
  'wall clocks are read in UTC': (campaign) => {
    const sound = engine(campaign);
    const mutant = engine(inUtc(campaign));
    return {
      plan: (context) => sound.plan(context),
      evaluate: (context) => mutant.evaluate(context),
    };
  },
  'a window in time holds its end': (campaign) => {
    const sound = engine(campaign);
    return {
      plan: (context) => sound.plan(context),
      evaluate: (context) => {
        const decision = sound.evaluate(context) as ReferenceDecision;
        const at = readInstant((context as Context)['at']);
        if (at === undefined || decision.violations[0]?.error_code !== 'not_valid_at_this_time')
          return decision;
        const earlier = sound.evaluate({ ...(context as Context), at: at - 1 }) as ReferenceDecision;
        return earlier.violations[0]?.error_code === 'not_valid_at_this_time' ? decision : earlier;
      },
    };
  },
  'borders do not belong to an area': (campaign) => {
    const sound = engine(campaign);
    const nudged = (context: Context): Context => {
      const redemption = context['redemption'] as Context | null | undefined;
      const location = redemption?.['location'] as
        | { latitude?: unknown; longitude?: unknown }
        | null
        | undefined;
      if (typeof location?.latitude !== 'number' || typeof location.longitude !== 'number') return context;
      const { latitude, longitude } = location;
      return {
        ...context,
        redemption: { ...redemption, location: { latitude: latitude - 1e-7, longitude } },
      };
    };
    return {
      plan: (context) => sound.plan(context),
      evaluate: (context) => sound.evaluate(nudged(context as Context)),
    };
  },
  'claims come in the order of the rules': withDecision((decision) => ({
    ...decision,
    claims: [...decision.claims].sort((a, b) => (a.name < b.name ? -1 : 1)),
  })),
  'the claim of a renewal keeps the limits of a first redemption': withDecision((decision) => ({
    ...decision,
    claims: decision.claims.map((claim) =>
      claim.name === 'customer.redemptions' ? { ...claim, limit: claim.limit ?? 1 } : claim,
    ),
  })),
  'limits of an ancestor are taken to hold where those of the campaign do': withDecision(
    (decision, _, campaign) =>
      without(decision, (index) => {
        const violation = decision.violations[index];
        return violation?.details !== undefined && violation.campaign !== campaign.id;
      }),
  ),
  'a missing budget counter is read as zero': (campaign) => {
    const sound = engine(campaign);
    return {
      plan: (context) => sound.plan(context),
      evaluate: (context) => {
        const filled: Context = { ...(context as Context) };
        const planned = answer(() => sound.plan(context)) as Partial<ReferencePlan>;
        const zeros = Object.fromEntries((planned.counters ?? []).map(({ name }) => [name, 0]));
        filled['usage'] = { ...zeros, ...(filled['usage'] as Context | undefined) };
        return sound.evaluate(filled);
      },
    };
  },
};

const PLANTED_CASES = 8_000;

describe('the comparison finds a planted bug', () => {
  it.each(Object.keys(PLANTED))('%s', (name) => {
    const tally = run(BASE_SEED, PLANTED_CASES, PLANTED[name] ?? engine, 1);
    expect(tally.mismatches).toHaveLength(1);
  });
});
