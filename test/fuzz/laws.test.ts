// Each law is shown to find what breaks it: an engine with a bug planted in it, or a rule of a host's own.

import { describe, expect, it } from 'vitest';
import { fuzz, fuzzCampaign } from '../../src/fuzz/fuzz-campaign.ts';
import type { BrokenLaw, FuzzOptions, WireContext } from '../../src/fuzz/index.ts';
import { laws } from '../../src/fuzz/laws/index.ts';
import type { Deciding } from '../../src/fuzz/laws/subject.ts';
import {
  compile,
  defineRule,
  type Campaign,
  type Decision,
  type Redemption,
  type Rule,
  type CompiledRule,
} from '../../src/index.ts';
import { ruleConfig, text } from '../../src/config-schema.ts';
import type { PreparedViolation } from '../../src/violation.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const config = campaign({
  time_zone: 'Europe/Amsterdam',
  max_redemptions: 10,
  rules: [
    { type: 'time_of_order', windows: [{ days: ['friday'], start: '17:00', end: '02:00' }] },
    { type: 'transaction_cost', minimum: '20.00' },
    { type: 'transaction_cost', maximum: '60.00' },
    { type: 'budget', period: 'daily', limit: '500.00' },
    { type: 'category', category: 'department', any_of: ['shoes'], none_of: ['outlet'] },
    { type: 'per_customer', max_redemptions: 2 },
  ],
});

const RUNS = 900;

/** An engine that decides otherwise than ours. */
function deciding(
  otherwise: (decision: Decision, context: WireContext, engine: Campaign) => Decision,
): (config: unknown) => Deciding {
  return (config) => {
    const engine = compile(config);
    return {
      plan: (context) => engine.plan(context),
      evaluate: (context) => otherwise(plain(engine.evaluate(context)), context as WireContext, engine),
    };
  };
}

/** An engine that reads other campaigns than it is given. */
function reading(
  otherwise: (config: { rules: { type: string }[] }) => unknown,
): (config: unknown) => Deciding {
  return (config) => compile(otherwise(config as { rules: { type: string }[] }));
}

const ACCEPTED: Decision = { status: 'accepted', violations: [], claims: [] };
let asked = 0;

/** For laws that an engine can break by itself. */
const brokenEngines: Readonly<Record<string, (config: unknown) => Deciding>> = {
  'nothing that a shopper sends makes it throw': deciding((decision, { redemption }) => {
    const cost = (redemption as { total_transaction_cost?: unknown } | null | undefined)
      ?.total_transaction_cost;
    return typeof cost === 'string' && BigInt(cost.replace(/\.(\d+)$/, '$1')) < 0n ? ACCEPTED : decision;
  }),
  'the same input gives the same answer, whatever was asked before': deciding((decision) =>
    // It counts.
    ++asked % 500 === 0 ? ACCEPTED : decision,
  ),
  'the context is left as it was': deciding((decision, context) => {
    const sent = context.redemption as { categories?: unknown } | null | undefined;
    if (Array.isArray(sent?.categories)) sent.categories.pop();
    return decision;
  }),
  'a decision survives JSON': deciding((decision) => ({
    ...decision,
    violations: decision.violations.map((one) =>
      one.expected ? { ...one, expected: { until: new Date(0) } } : one,
    ),
  })),
  'a decision is accepted or has violations, in the order of the catalog, none twice': deciding(
    (decision) => ({
      ...decision,
      violations: decision.violations.toReversed(),
    }),
  ),
  'the order of rules changes no violation': reading(({ rules, ...others }) => ({
    // It takes the last rule of a type for the only one.
    ...others,
    rules: rules.filter(({ type }, i) => i === rules.findLastIndex((one) => one.type === type)),
  })),
  'a plan is in the order of names, claims are in that of keys': deciding((decision) => ({
    ...decision,
    claims: decision.claims.toReversed(),
  })),
  'every planned counter is needed, and no other is read': (config) => {
    const engine = compile(config);
    return {
      plan: (context) => engine.plan(context),
      // What is missing counts as zero.
      evaluate(context) {
        const { counters } = engine.plan(context);
        const zeros = Object.fromEntries(counters.map(({ name }) => [name, 0]));
        return engine.evaluate({ ...context, usage: { ...zeros, ...context.usage } });
      },
    };
  },
  'what is planned is claimed, and nothing else, but for additions of zero': deciding((decision) => ({
    ...decision,
    claims: decision.claims.filter(({ limit }) => limit !== null),
  })),
  'claims that are applied keep every counter within its limits': deciding((decision, context, engine) => {
    if (context.granted_discount === undefined) return decision;
    // It asks whether the budget is spent, not whether the discount still fits.
    const { claims, ...verdict } = engine.evaluate({ ...context, granted_discount: '0.000000000000000001' });
    const add = context.granted_discount;
    return { ...verdict, claims: claims.map((claim) => (claim.add === 1 ? claim : { ...claim, add })) };
  }),
  'more usage takes no violation back': deciding((_, context, engine) => {
    // Three bits are enough for everyone.
    const used = Object.entries(context.usage).map(([name, value]) => {
      return [name, name.endsWith('redemptions') ? Number(value) & 7 : value];
    });
    return engine.evaluate({ ...context, usage: Object.fromEntries(used) as WireContext['usage'] });
  }),
  'a greater discount takes no violation back': deciding((decision, { granted_discount }) =>
    Number(granted_discount) > 1e9 ? ACCEPTED : decision,
  ),
  'a transaction that was counted is not accepted again': deciding((decision) =>
    decision.violations.every(({ error_code }) => error_code === 'must_be_unique') ? ACCEPTED : decision,
  ),
  'asked with many campaigns, it gives the same answer': deciding((decision) => ({
    ...decision,
    violations: decision.violations.slice(0, 1),
  })),
  'a what-if on all that there is to know gives the same answer': deciding((decision) => ({
    ...decision,
    violations: decision.violations.slice(-1),
  })),
};

interface Planted {
  readonly rule: Rule;
  readonly law: string;
}

function hostRule(
  law: string,
  check:
    | ((given: {
        sent: unknown;
        redemption: Redemption;
        tell: () => void;
        report: (violation: PreparedViolation) => void;
        wrong: PreparedViolation;
      }) => void)
    | undefined,
  more: (wrong: PreparedViolation) => CompiledRule = () => ({}),
): Planted {
  const rule = defineRule({
    type: 'acme_channel',
    rows: [{ attribute: 'channel', error_code: 'acme.wrong_channel', message: 'For another channel' }],
    config: ruleConfig('acme_channel', { channel: text() }),
    retestOnConfirm: false,
    compile({ channel }, env) {
      const wrong = env.violation('channel.acme.wrong_channel', { expected: { channel } });
      if (!check) return more(wrong);
      return {
        ...more(wrong),
        check(redemption, report) {
          const sent = redemption.field('channel');
          check({
            sent,
            redemption,
            report,
            wrong,
            tell: () => {
              if (sent !== channel) report(wrong);
            },
          });
        },
      };
    },
  });
  return { rule, law };
}

/** What rules keep that should keep nothing. */
let before: PreparedViolation | undefined;
let checks = 0;
let isTurn = false;

/** Rules of a host's own, each with the law that it breaks. */
const brokenRules: readonly Planted[] = [
  hostRule('nothing that a shopper sends makes it throw', ({ sent, tell }) => {
    if ((sent as string).startsWith('a')) tell();
  }),
  hostRule('the same input gives the same answer, whatever was asked before', ({ tell }) => {
    if (++checks % 41 !== 0) tell();
  }),
  hostRule('the context is left as it was', ({ sent, tell }) => {
    if (Array.isArray(sent)) sent.sort().push('seen');
    tell();
  }),
  hostRule('a rule tells only rows of its own', ({ tell, report }) => {
    // Tells what another campaign's rule has made.
    if (before) report(before);
    tell();
  }),
  hostRule('the order of rules changes no violation', ({ tell }) => {
    // Of two rules the first is asked, the second not.
    isTurn = !isTurn;
    if (isTurn) tell();
  }),
  hostRule(
    'asked with many campaigns, it gives the same answer',
    ({ tell }) => tell(),
    // It passes on Sundays as well.
    () => ({ needs: { week: { zone: 'UTC', minutes: [{ start: 0, end: 6 * 1_440 }] } } }),
  ),
  hostRule('a what-if on all that there is to know gives the same answer', ({ redemption, tell }) => {
    if (redemption.watch === undefined) tell();
  }),
];

function brokenBy(found: readonly BrokenLaw[], law: string): BrokenLaw {
  const one = found.find((broken) => broken.law === law);
  if (!one) throw new Error(`not found; but ${found.map((broken) => broken.law).join(', ') || 'nothing'}`);
  return one;
}

/** An engine that tells this as expected. */
const expecting = (until: unknown) =>
  deciding((decision) => ({
    ...decision,
    violations: decision.violations.map((one) => ({ ...one, expected: { until } })),
  }));

/** Other ways to break them. */
const moreBroken: readonly (readonly [string, string, (config: unknown) => Deciding])[] = [
  ['a decision survives JSON', 'what is not there', expecting(undefined)],
  ['a decision survives JSON', 'a number that is none', expecting(Number.NaN)],
  ['a decision survives JSON', 'a function', expecting(() => 0)],
  ['a decision survives JSON', 'a date among others', expecting([5, null, true, new Date(0)])],
  [
    'a decision is accepted or has violations, in the order of the catalog, none twice',
    'a refusal without reason',
    deciding((decision) => ({ ...decision, status: 'refused' })),
  ],
  [
    'a decision is accepted or has violations, in the order of the catalog, none twice',
    'a refusal that claims',
    deciding((decision) => ({ ...decision, claims: [{ name: 'x', key: 'x', add: 1, limit: null }] })),
  ],
  [
    'a decision is accepted or has violations, in the order of the catalog, none twice',
    'a violation that is told twice',
    deciding((decision) => ({ ...decision, violations: decision.violations.flatMap((one) => [one, one]) })),
  ],
  [
    'a plan is in the order of names, claims are in that of keys',
    'a claim that is made twice',
    deciding((decision) => ({ ...decision, claims: decision.claims.flatMap((one) => [one, one]) })),
  ],
  [
    'claims that are applied keep every counter within its limits',
    'a claim on a counter that nobody planned',
    deciding((decision) => ({
      ...decision,
      claims: decision.claims.map((one) => ({ ...one, name: `acme.${one.name}`, limit: 0 })),
    })),
  ],
  [
    'every planned counter is needed, and no other is read',
    'a missing counter that is told by another error',
    (config) => {
      const engine = compile(config);
      return {
        plan: (context) => engine.plan(context),
        evaluate(context) {
          const isMissing = engine
            .plan(context)
            .counters.some(({ name }) => context.usage?.[name] === undefined);
          if (isMissing) throw new TypeError('NaN is no count');
          return engine.evaluate(context);
        },
      };
    },
  ],
];

describe('so do', () => {
  it.each(moreBroken)('%s: %s', (law, _, engine) => {
    brokenBy(fuzz(config, engine, { runs: 100, seed: 5 }).broken_laws, law);
  });

  it('claims that are left out where nothing is granted', () => {
    const law = 'what is planned is claimed, and nothing else, but for additions of zero';
    const found = fuzz(withRules(), brokenEngines[law]!, { runs: 100 }).broken_laws;
    expect(brokenBy(found, law).context).not.toHaveProperty('granted_discount');
  });

  it('two bugs at once, each by its own law', () => {
    const engine = deciding((decision, { redemption, usage }) => {
      if (usage['transaction.redemptions'] === 1) throw new TypeError('seen before');
      return redemption === null ? decision : { ...decision, violations: decision.violations.toReversed() };
    });
    const found = fuzz(config, engine, { runs: 300 }).broken_laws;
    expect(brokenBy(found, 'nothing that a shopper sends makes it throw').message).toBe(
      'TypeError: seen before',
    );
    brokenBy(found, 'a decision is accepted or has violations, in the order of the catalog, none twice');
  });
});

describe('a bug that is planted in the engine breaks the law that', () => {
  it.each(Object.entries(brokenEngines))('%s', (law, engine) => {
    const { broken_laws } = fuzz(config, engine, { runs: RUNS, seed: 5 });
    const { replay, message } = brokenBy(broken_laws, law);
    expect(message).not.toBe('');
    expect(replay.seed).toBe(5);
    expect(replay.runs).toBeLessThanOrEqual(RUNS);
  });
});

/** Made by a rule of another campaign. */
const violationElsewhere: PreparedViolation = {
  violation: {
    attribute: 'channel',
    error_code: 'acme.wrong_channel',
    message: 'For another channel',
    campaign: 'summer',
    rule: '/rules/0',
  },
  row: 31,
  order: 0,
  identity: 'elsewhere',
  of() {
    return this.violation;
  },
  ofLimit() {
    return this;
  },
};

const hosted = (...channels: string[]) =>
  withRules(...channels.map((channel) => ({ type: 'acme_channel', channel })));

describe('a bug in a rule of the host breaks the law that', () => {
  it.each(brokenRules.map((planted) => [planted.law, planted] as const))('%s', (law, { rule }) => {
    const ask = (options: FuzzOptions) => {
      before = violationElsewhere;
      checks = 0;
      isTurn = false;
      const channels = law.startsWith('the order') ? ['app', 'shop'] : ['app'];
      return fuzzCampaign(hosted(...channels), { rules: [rule], ...options });
    };
    const { replay } = brokenBy(ask({ runs: RUNS, seed: 9 }).broken_laws, law);
    expect(brokenBy(ask(replay).broken_laws, law).replay).toEqual(replay);
  });
});

it('each law is broken by something here', () => {
  const broken = new Set([...Object.keys(brokenEngines), ...brokenRules.map(({ law }) => law)]);
  expect([...broken].toSorted()).toEqual(laws.map(({ law }) => law).toSorted());
});

it('no law is broken where amounts are as great as can be', () => {
  const greatest = `${'9'.repeat(30)}.${'9'.repeat(18)}`;
  const report = fuzzCampaign(campaign({ max_total_budget: greatest }), { runs: 400 });
  expect(report.broken_laws).toEqual([]);
});

it('a rule that keeps all laws breaks none, and neither does the engine', () => {
  const { rule } = hostRule('', ({ tell }) => tell());
  expect(fuzzCampaign(hosted('app'), { rules: [rule], runs: RUNS }).broken_laws).toEqual([]);
  expect(fuzzCampaign(config, { runs: RUNS }).broken_laws).toEqual([]);
});

it('the context of a broken law is the smallest that breaks it', () => {
  const [throwing] = brokenRules;
  const { broken_laws } = fuzzCampaign(hosted('app'), { rules: [throwing!.rule], runs: 500, seed: 2 });
  expect(broken_laws[0]).toMatchObject({
    message: expect.stringContaining('TypeError') as string,
    context: {
      at: '2026-01-01T00:00Z',
      voucher: { code: 'CODE-1' },
      usage: {},
    },
  });
  expect(JSON.stringify(broken_laws[0]?.context.redemption ?? {})).toBe('{}');
});
