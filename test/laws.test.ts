import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalog,
  compile,
  InvalidContextError,
  toErrorResponse,
  type Campaign,
  type Decision,
  type Violation,
} from '../src/index.ts';
import { keyOf } from '../src/catalog.ts';
import { ruleConfig } from '../src/config-schema.ts';
import type { Area } from '../src/area/area.ts';
import { checkOf } from '../src/checks.ts';
import type { Limit } from '../src/limit.ts';
import { isBelow, parseAmount } from '../src/money.ts';
import { needsIn } from '../src/needs.ts';
import { hostileRedemptions } from '../src/fuzz/index.ts';
import { defineRule, type Judge, type JudgingRule, type Redemption, type Rule } from '../src/rule.ts';
import { registry } from '../src/rules/index.ts';
import { area } from '../src/rules/area.ts';
import { budget } from '../src/rules/budget.ts';
import { category } from '../src/rules/category.ts';
import { perCustomer } from '../src/rules/per-customer.ts';
import { timeFrame } from '../src/rules/time-frame.ts';
import { timeOfOrder } from '../src/rules/time-of-order.ts';
import type { PreparedViolation, Report } from '../src/violation.ts';
import {
  arbitraryOf,
  campaigns,
  cases,
  contextsFor,
  isGroup,
  levelsOf,
  redeemCases,
  rules,
  withRules,
  type CampaignJson,
  type Case,
  type Context,
  type RuleJson,
} from './support/arbitraries.ts';
import {
  deepFreeze,
  inHostZone,
  kinds,
  law,
  ruleLaws,
  sumOf,
  unitsOf,
  withMoreUsed,
  type Kind,
  type RuleLawName,
} from './support/rule-laws.ts';
import { plain, spelledOut } from './support/plain.ts';

/** Runs of a law for whole campaigns, and of a law for one kind of rule. */
const CAMPAIGN_RUNS = Number(process.env['LAW_RUNS'] ?? 400);
const RULE_RUNS = Math.ceil(CAMPAIGN_RUNS / 5);
/** Runs in which a planted bug must be found. */
const PLANTED_RUNS = 3_000;

interface Engine {
  compile(config: unknown): Pick<Campaign, 'plan' | 'evaluate'>;
  toErrorResponse(decision: Decision): unknown;
}

const engine: Engine = { compile, toErrorResponse };

// ---------------------------------------------------------------------------------------------------------------
// Inputs
// ---------------------------------------------------------------------------------------------------------------

/** Two campaigns, one made from the other, and a context aimed at both. */
interface Pair extends Case {
  readonly other: CampaignJson;
}

function pairs(
  make: (campaign: CampaignJson, rule: RuleJson, pick: number) => CampaignJson,
): fc.Arbitrary<Pair> {
  return fc
    .record({ campaign: campaigns, rule: rules, pick: fc.nat(10_000) })
    .chain(({ campaign, rule, pick }) => {
      const other = make(campaign, rule, pick);
      return contextsFor(campaign, undefined, other).map((context) => ({ campaign, other, context }));
    });
}

const withCases = () => cases;
const withRedeemCases = () => redeemCases;

/** With a rule more, in the campaign or an ancestor. */
function withRuleAdded(campaign: CampaignJson, rule: RuleJson, pick: number): CampaignJson {
  if (campaign.parent && pick % 3 === 0)
    return { ...campaign, parent: withRuleAdded(campaign.parent, rule, pick / 3) };
  return { ...campaign, rules: campaign.rules.toSpliced(pick % (campaign.rules.length + 1), 0, rule) };
}

function withAncestor(campaign: CampaignJson, rule: RuleJson): CampaignJson {
  const root = {
    id: 'root',
    status: 'active',
    time_zone: 'America/Havana',
    max_redemptions: 3,
    rules: [rule],
  };
  return { ...campaign, parent: campaign.parent ? withAncestor(campaign.parent, rule) : root };
}

function enlarged(campaign: CampaignJson, pick: number): CampaignJson {
  return withRules(campaign, (rules) =>
    rules.map((rule) => {
      const larger = arbitraryOf(rule.type).larger(rule);
      return larger[pick % larger.length] ?? rule;
    }),
  );
}

function shuffled(campaign: CampaignJson, pick: number): CampaignJson {
  return withRules(campaign, (rules) =>
    rules
      .map((rule, i) => ({ rule, place: ((i + 1) * (pick + 1) * 7_919) % 104_729 }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ rule }) => rule),
  );
}

// ---------------------------------------------------------------------------------------------------------------
// What is asked of decisions
// ---------------------------------------------------------------------------------------------------------------

function decide(engine: Engine, { campaign, context }: Case): Decision {
  return engine.compile(campaign).evaluate(context);
}

function rowsOf(decision: Decision): Set<string> {
  return new Set(decision.violations.map(keyOf));
}

function assertHoldsAll(larger: Set<string>, smaller: Set<string>): void {
  for (const row of smaller) assert(larger.has(row), `${row} is gone`);
}

/** What makes a violation what it is to a shopper. */
function told({ attribute, error_code, message, expected }: Violation): string {
  return JSON.stringify([attribute, error_code, message, expected]);
}

const ALWAYS = registry
  .filter((rule) => rule.place === 'every redemption')
  .flatMap((rule) => [...rule.rows.keys()]);

/** The rows of the rule that a violation points to. */
function rowsAt(campaign: CampaignJson, { campaign: id, rule: pointer }: Violation): string[] {
  if (pointer === null) return [...ALWAYS, keyOf(catalog[0])];
  const level = levelsOf(campaign).find((one) => one.id === id);
  const steps = pointer.split('/').slice(1);
  let found: unknown = level;
  for (const step of steps) found = (found as Record<string, unknown> | undefined)?.[step];
  const type = steps.length === 1 ? steps[0] : (found as RuleJson | undefined)?.type;
  const rule = registry.find((one) => one.type === type);
  assert(rule, `${pointer} of ${id} is no rule`);
  return [...rule.rows.keys()];
}

/** The limits that an accepted redemption must keep, alternatives left out, by the counter's name. */
function limitsOf(campaign: CampaignJson, redemption: unknown): [counter: string, limit: unknown][] {
  const isFirst = (redemption as Record<string, unknown>)['origin_redemption'] === undefined;
  return levelsOf(campaign).flatMap((level, depth) => {
    const limits: [string, unknown][] = [
      ['redemptions', level['max_redemptions']],
      ['budget.total', level['max_total_budget']],
    ];
    for (const rule of certainRules(level.rules)) {
      const period = (rule['period'] ?? 'total') as string;
      const word = rule['week_starts_on'] === 'sunday' ? 'weekly-sunday' : period;
      if (rule.type === 'budget') limits.push([`budget.${word}`, rule['limit']]);
      if (rule.type === 'per_customer' && isFirst) {
        const suffix = word === 'total' ? '' : `.${word}`;
        limits.push([`customer.redemptions${suffix}`, rule['max_redemptions']]);
      }
    }
    return limits.map(([name, limit]): [string, unknown] => ['parent.'.repeat(depth) + name, limit]);
  });
}

function certainRules(rules: readonly RuleJson[]): RuleJson[] {
  return rules.flatMap((rule) =>
    rule.type === 'all_of' && isGroup(rule) ? certainRules(rule.rules) : [rule],
  );
}

/** Changes whatever can be changed in it. */
function scribble(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) scribble(inner);
  Reflect.set(value, Array.isArray(value) ? value.length : 'message', 'scribbled');
}

function issuesOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidContextError) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
}

// ---------------------------------------------------------------------------------------------------------------
// The laws
// ---------------------------------------------------------------------------------------------------------------

const laws = {
  'the same input gives the same answer, whatever was asked before': law(
    () => fc.tuple(cases, cases),
    (engine: Engine, [{ campaign, context }, other]) => {
      const compiled = engine.compile(campaign);
      const first = spelledOut([compiled.plan(context), compiled.evaluate(context)]);
      decide(engine, other);
      compiled.evaluate({ ...context, redemption: other.context.redemption });
      assert.deepEqual(spelledOut([compiled.plan(context), compiled.evaluate(context)]), first);
      const again = engine.compile(structuredClone(campaign));
      const answers = [again.plan(context), again.evaluate(structuredClone(context))];
      assert.deepEqual(spelledOut(answers), first);
    },
  ),

  'campaign and context are left as they were': law(withCases, (engine: Engine, { campaign, context }) => {
    const before = JSON.stringify([campaign, context]);
    const compiled = engine.compile(deepFreeze(campaign));
    compiled.plan(deepFreeze(context));
    compiled.evaluate(context);
    assert.equal(JSON.stringify([campaign, context]), before);
  }),

  'a decision comes back, whatever the shopper sent': law(
    () => fc.tuple(cases, hostileRedemptions()),
    (engine: Engine, [{ campaign, context }, sent]) => {
      const compiled = engine.compile(campaign);
      compiled.plan({ ...context, redemption: sent.redemption() });
      const decision = compiled.evaluate({ ...context, redemption: sent.redemption() });
      assert.deepEqual(plain(decision), spelledOut(decision));
    },
  ),

  "a decision is its reader's alone": law(withCases, (engine: Engine, { campaign, context }) => {
    const compiled = engine.compile(campaign);
    const first = JSON.stringify(compiled.evaluate(context));
    const { violations, claims } = compiled.evaluate(context);
    scribble([violations, claims]);
    scribble(compiled.plan(context));
    assert.equal(JSON.stringify(compiled.evaluate(context)), first);
  }),

  'a violation is a row of the rule it points to': law(withCases, (engine: Engine, one) => {
    for (const violation of decide(engine, one).violations) {
      const key = keyOf(violation);
      assert(rowsAt(one.campaign, violation).includes(key), `${key} is no row of ${String(violation.rule)}`);
      const [before = '', after = ''] =
        catalog.find((row) => keyOf(row) === key)?.message.split('%{count}') ?? [];
      assert(violation.message.startsWith(before) && violation.message.endsWith(after), violation.message);
      assert(!violation.message.includes('%{'), violation.message);
    }
  }),

  'violations come in the order of the catalog, then of the levels, and none twice': law(
    withCases,
    (engine: Engine, one) => {
      const { status, violations } = decide(engine, one);
      assert.equal(status, violations.length === 0 ? 'accepted' : 'refused');
      assert.equal(new Set(violations.map(told)).size, violations.length);
      const ids = levelsOf(one.campaign).map(({ id }) => id);
      const places = violations.map((violation) => {
        const row = catalog.findIndex((other) => keyOf(other) === keyOf(violation));
        return row * ids.length + ids.indexOf(violation.campaign);
      });
      assert.deepEqual(
        places,
        places.toSorted((a, b) => a - b),
      );
    },
  ),

  'the order of rules changes no violation': law(
    () => pairs((campaign, _, pick) => shuffled(campaign, pick)),
    (engine: Engine, { campaign, other, context }) => {
      const [before, after] = [campaign, other].map((config) => engine.compile(config));
      const told1 = before?.evaluate(context).violations.map(told).toSorted();
      assert.deepEqual(after?.evaluate(context).violations.map(told).toSorted(), told1);
      assert.deepEqual(after?.plan(context), before?.plan(context));
    },
  ),

  'a rule more takes no violation back': law(
    () => pairs(withRuleAdded),
    (engine: Engine, { campaign, other, context }) => {
      assertHoldsAll(
        rowsOf(decide(engine, { campaign: other, context })),
        rowsOf(decide(engine, { campaign, context })),
      );
    },
  ),

  'an ancestor more takes no violation back': law(
    () => pairs(withAncestor),
    (engine: Engine, { campaign, other, context }) => {
      assertHoldsAll(
        rowsOf(decide(engine, { campaign: other, context })),
        rowsOf(decide(engine, { campaign, context })),
      );
    },
  ),

  'more places and more instants add no violation': law(
    () => pairs((campaign, _, pick) => enlarged(campaign, pick)),
    (engine: Engine, { campaign, other, context }) => {
      assertHoldsAll(
        rowsOf(decide(engine, { campaign, context })),
        rowsOf(decide(engine, { campaign: other, context })),
      );
    },
  ),

  'more usage takes no violation back': law(
    () => fc.tuple(cases, fc.nat(65_535)),
    (engine: Engine, [{ campaign, context }, by]) => {
      const compiled = engine.compile(campaign);
      assertHoldsAll(
        rowsOf(compiled.evaluate(withMoreUsed(context, by))),
        rowsOf(compiled.evaluate(context)),
      );
    },
  ),

  'a greater discount takes no violation back': law(withCases, (engine: Engine, { campaign, context }) => {
    const compiled = engine.compile(campaign);
    const greater = { ...context, granted_discount: '999999999999999999999999999999.5' };
    assertHoldsAll(rowsOf(compiled.evaluate(greater)), rowsOf(compiled.evaluate(context)));
  }),

  'a plan is sorted by name, claims by key': law(withCases, (engine: Engine, { campaign, context }) => {
    const compiled = engine.compile(campaign);
    const names = compiled.plan(context).counters.map(({ name }) => name);
    const keys = compiled.evaluate(context).claims.map(({ key }) => key);
    for (const sorted of [names, keys]) {
      assert.deepEqual(sorted, sorted.toSorted());
      assert.equal(new Set(sorted).size, sorted.length);
    }
  }),

  'only planned counters are read': law(withCases, (engine: Engine, { campaign, context }) => {
    const compiled = engine.compile(campaign);
    const planned = new Set(compiled.plan(context).counters.map(({ name }) => name));
    const usage: Record<string, string | number> = {};
    for (const [name, used] of Object.entries({ ...context.usage, 'budget.decadely': 0, 'acme.visits': 0 })) {
      const get = () => assert.fail(`${name} is read but not planned`);
      Object.defineProperty(usage, name, {
        enumerable: true,
        ...(planned.has(name) ? { value: used } : { get }),
      });
    }
    assert.deepEqual(plain(compiled.evaluate({ ...context, usage })), plain(compiled.evaluate(context)));
  }),

  'each planned counter is required': law(withCases, (engine: Engine, { campaign, context }) => {
    const compiled = engine.compile(campaign);
    const planned = compiled.plan(context).counters.map(({ name }) => name);
    for (const name of planned) {
      const { [name]: _, ...usage } = context.usage;
      assert.deepEqual(
        issuesOf(() => compiled.evaluate({ ...context, usage })),
        [`/usage/${name}`],
      );
    }
    assert.deepEqual(
      issuesOf(() => compiled.evaluate({ ...context, usage: undefined })).toSorted(),
      planned.map((name) => `/usage/${name}`).toSorted(),
    );
  }),

  'what is planned is claimed, and nothing else, but for additions of zero': law(
    withCases,
    (engine: Engine, { campaign, context }) => {
      const compiled = engine.compile(campaign);
      const { status, claims } = compiled.evaluate(context);
      if (status === 'refused') {
        assert.deepEqual(claims, []);
        return;
      }
      const isZero = unitsOf(context.granted_discount) === 0n;
      const expected = compiled
        .plan(context)
        .counters.filter(({ name }) => !(isZero && name.includes('budget.')))
        .map(({ name, key }) => ({
          name,
          key,
          add: name.includes('budget.') ? String(context.granted_discount) : 1,
        }));
      const claimed = claims
        .map(({ limit: _, ...claim }) => claim)
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      assert.deepEqual(claimed, expected);
    },
  ),

  'applied claims keep every counter within its limit': law(
    withRedeemCases,
    (engine: Engine, { campaign, context }) => {
      const { status, claims } = decide(engine, { campaign, context });
      if (status === 'refused') return;
      const sums = new Map<string, bigint>();
      for (const { name, add, limit } of claims) {
        const sum = sumOf(context.usage[name], add);
        sums.set(name, sum);
        assert(limit === null || sum <= unitsOf(limit), `${name} goes past ${String(limit)}`);
      }
      for (const [name, limit] of limitsOf(campaign, context.redemption)) {
        const sum = sums.get(name) ?? unitsOf(context.usage[name] ?? 0);
        assert(
          limit === undefined || sum <= unitsOf(limit),
          `${name} goes past ${String(limit)} of the config`,
        );
      }
    },
  ),

  'a transaction that was counted is not accepted again': law(
    withRedeemCases,
    (engine: Engine, { campaign, context }) => {
      const compiled = engine.compile(campaign);
      const { status, claims } = compiled.evaluate(context);
      if (status === 'refused') return;
      const applied = claims.map(({ name, add }) => [
        name,
        add === 1 ? Number(context.usage[name]) + 1 : add,
      ]);
      const usage = { ...context.usage, ...Object.fromEntries(applied) } as Context['usage'];
      assert(rowsOf(compiled.evaluate({ ...context, usage })).has('transaction_id.must_be_unique'));
    },
  ),

  'a decision survives JSON': law(withCases, (engine: Engine, { campaign, context }) => {
    const compiled = engine.compile(campaign);
    const answers = [compiled.plan(context), compiled.evaluate(context)];
    assert.deepEqual(plain(answers), spelledOut(answers));
  }),

  'a context means the same after JSON': law(withCases, (engine: Engine, { campaign, context }) => {
    const parsed = JSON.parse(JSON.stringify({ campaign, context })) as Case;
    assert.deepEqual(plain(decide(engine, parsed)), plain(decide(engine, { campaign, context })));
  }),

  'what nobody asked for is ignored': law(withCases, (engine: Engine, { campaign, context }) => {
    const inherited = { operation: 'cancel', existing: { status: 'confirmed' }, origin: 5 };
    const redemption = Object.assign(
      Object.create({ transaction_id: 'x', location: 5 }),
      context.redemption,
    ) as object;
    const more = Object.assign(Object.create(inherited) as object, {
      ...context,
      redemption: Object.assign(redemption, { total: 5, now: 'x' }),
      usage: { ...context.usage, 'budget.decadely': 'x' },
      clock: 5,
    });
    const asked = plain(decide(engine, { campaign, context: more }));
    assert.deepEqual(asked, plain(decide(engine, { campaign, context })));
  }),

  "the host's zone makes no difference": law(withCases, (engine: Engine, one) => {
    const here = inHostZone('UTC', () => plain(decide(engine, one)));
    for (const host of ['Pacific/Apia', 'America/Havana']) {
      assert.deepEqual(
        inHostZone(host, () => plain(decide(engine, one))),
        here,
      );
    }
  }),

  'the published response is a projection': law(withCases, (engine: Engine, one) => {
    const decision = decide(engine, one);
    const errors = plain(decision.violations).map(
      ({ campaign: _, rule: __, details: ___, ...shown }) => shown,
    );
    assert.deepEqual(engine.toErrorResponse(decision), {
      error_code: 'invalid',
      message: 'Redemption is invalid',
      errors,
    });
  }),
};

type LawName = keyof typeof laws;

// ---------------------------------------------------------------------------------------------------------------
// Planted bugs
// ---------------------------------------------------------------------------------------------------------------

/** An engine that decides otherwise than ours. */
function deciding(otherwise: (decision: Decision, context: Context, campaign: Campaign) => Decision): Engine {
  return {
    ...engine,
    compile(config) {
      const campaign = compile(config);
      return {
        plan: (context) => campaign.plan(context),
        evaluate: (context) => otherwise(plain(campaign.evaluate(context)), context as Context, campaign),
      };
    },
  };
}

/** An engine that reads other campaigns than it is given. */
function reading(otherwise: (campaign: CampaignJson) => CampaignJson): Engine {
  return { ...engine, compile: (config) => compile(otherwise(config as CampaignJson)) };
}

const notActive = catalog.find((row) => keyOf(row) === 'campaign.not_active');
assert(notActive);
const ACCEPTED: Decision = { status: 'accepted', violations: [], claims: [] };
const REFUSED: Decision = {
  status: 'refused',
  violations: [{ ...notActive, campaign: 'spring0', rule: '/status' }],
  claims: [],
};

let asked = 0;

/** For each law an engine that breaks it. */
const brokenEngines: { readonly [Name in LawName]: Engine } = {
  'the same input gives the same answer, whatever was asked before': deciding((decision) =>
    // It counts.
    ++asked % 50 === 0 ? REFUSED : decision,
  ),
  'campaign and context are left as they were': deciding((decision, context) => {
    (context.usage as Record<string, unknown>)['transaction.redemptions'] = 1;
    return decision;
  }),
  'a decision comes back, whatever the shopper sent': deciding((decision, context) => {
    const cost = (context.redemption as { total_transaction_cost?: unknown } | null)?.total_transaction_cost;
    return typeof cost === 'string' && BigInt(cost) < 0n ? REFUSED : decision;
  }),
  "a decision is its reader's alone": (() => {
    const decisions = new WeakMap<object, Decision>();
    return deciding((decision, context) => {
      // It keeps what it has answered.
      const kept = decisions.get(context) ?? decision;
      decisions.set(context, kept);
      return kept;
    });
  })(),
  'a violation is a row of the rule it points to': deciding((decision) => ({
    ...decision,
    violations: decision.violations.map((one) =>
      one.rule === '/rules/0' ? { ...one, error_code: 'required' } : one,
    ),
  })),
  'violations come in the order of the catalog, then of the levels, and none twice': deciding((decision) => ({
    ...decision,
    violations: decision.violations.toReversed(),
  })),
  'the order of rules changes no violation': reading((campaign) => ({
    // It takes the last rule of a type for the only one.
    ...campaign,
    rules: campaign.rules.filter(({ type }, i, all) => i === all.findLastIndex((one) => one.type === type)),
  })),
  'a rule more takes no violation back': deciding((decision) => ({
    ...decision,
    violations: decision.violations.slice(0, 1),
  })),
  'an ancestor more takes no violation back': reading((campaign) => {
    // It inherits what it should add.
    const status = campaign.parent ? { status: campaign.parent['status'] } : {};
    return { ...campaign, ...status };
  }),
  'more places and more instants add no violation': reading((campaign) =>
    withRules(campaign, (rules) =>
      rules.map((rule) =>
        rule.type === 'time_of_order' ? { ...rule, windows: (rule['windows'] as unknown[]).slice(-1) } : rule,
      ),
    ),
  ),
  'more usage takes no violation back': deciding((_, context, campaign) => {
    // Three bits are enough for everyone.
    const used = Object.entries(context.usage).map(([name, value]) => [
      name,
      name.endsWith('redemptions') ? Number(value) & 7 : value,
    ]);
    return campaign.evaluate({ ...context, usage: Object.fromEntries(used) as Context['usage'] });
  }),
  'a greater discount takes no violation back': deciding((decision, context) =>
    Number(context.granted_discount) > 1e9 ? ACCEPTED : decision,
  ),
  'a plan is sorted by name, claims by key': deciding((decision) => ({
    ...decision,
    claims: decision.claims.toReversed(),
  })),
  'only planned counters are read': deciding((decision, context) =>
    Object.values(context.usage).some((used) => used === 'a lot') ? REFUSED : decision,
  ),
  'each planned counter is required': {
    ...engine,
    compile(config) {
      const campaign = compile(config);
      // What is missing counts as zero.
      const zeros = (context: object) =>
        Object.fromEntries(campaign.plan(context as Context).counters.map(({ name }) => [name, 0]));
      return {
        plan: (context) => campaign.plan(context),
        evaluate: (context) =>
          campaign.evaluate({ ...context, usage: { ...zeros(context), ...context.usage } }),
      };
    },
  },
  'what is planned is claimed, and nothing else, but for additions of zero': deciding((decision) => ({
    ...decision,
    claims: decision.claims.filter(({ limit }) => limit !== null),
  })),
  'applied claims keep every counter within its limit': deciding((decision, context, campaign) => {
    // It asks whether the budgets are spent, not whether the discount still fits.
    const { claims, ...verdict } = campaign.evaluate({
      ...context,
      granted_discount: '0.000000000000000001',
    });
    const add = context.granted_discount;
    return decision.status === 'accepted'
      ? decision
      : { ...verdict, claims: claims.map((claim) => (claim.add === 1 ? claim : { ...claim, add })) };
  }),
  'a transaction that was counted is not accepted again': deciding((decision) =>
    decision.violations.every((one) => keyOf(one) === 'transaction_id.must_be_unique') ? ACCEPTED : decision,
  ),
  'a decision survives JSON': deciding((decision) => ({
    ...decision,
    violations: decision.violations.map((one) => ({ details: undefined, ...one }) as unknown as Violation),
  })),
  'a context means the same after JSON': deciding((decision, context) =>
    context.at instanceof Date ? REFUSED : decision,
  ),
  'what nobody asked for is ignored': deciding((decision, context) =>
    (context.redemption as { total?: unknown }).total === undefined ? decision : REFUSED,
  ),
  "the host's zone makes no difference": deciding((decision, context) =>
    new Date(context.at).getHours() < 6 ? REFUSED : decision,
  ),
  'the published response is a projection': {
    ...engine,
    toErrorResponse: (decision) => ({ ...toErrorResponse(decision), errors: decision.violations }),
  },
};

/** A rule of the engine that compiles to something else. */
function changed(
  rule: Rule & { readonly type: string },
  change: (compiled: JudgingRule) => JudgingRule,
): Kind {
  const compile: Rule['compile'] = (config, env) => change(rule.compile(config, env));
  return { arbitrary: arbitraryOf(rule.type), rule: { ...rule, compile } };
}

/** A rule of the engine that checks, and asks its limits, otherwise. */
function checking(
  rule: Rule & { readonly type: string },
  otherwise: (check: Check, redemption: Redemption, report: Report) => void,
): Kind {
  return changed(rule, (compiled) => {
    const { limits } = compiled;
    const check = checkOf(compiled);
    return {
      ...(check && { check: (redemption, report) => otherwise(check, redemption, report) }),
      ...(limits && { limits: limits.map((limit) => limitChecking(limit, otherwise)) }),
    };
  });
}

type Check = (redemption: Redemption, report: Report) => void;

/** A rule of the engine that judges otherwise. */
function judging(rule: Rule & { readonly type: string }, otherwise: (judge: Judge) => Judge): Kind {
  return changed(rule, ({ judgement, ...compiled }) => ({
    ...compiled,
    judgement: judgement && { ...judgement, judge: otherwise(judgement.judge) },
  }));
}

function limitChecking(limit: Limit, otherwise: (check: Check, ...given: Parameters<Check>) => void): Limit {
  const check: Check = (...given) => limit.check(...given);
  return Object.create(limit, {
    check: { value: (...given: Parameters<Check>) => otherwise(check, ...given) },
  }) as Limit;
}

const visits = {
  arbitrary: { configs: () => fc.constant({ type: 'acme_visits' }), larger: () => [] },
  rule: defineRule({
    type: 'acme_visits',
    rows: ['customer.per_customer_limit_exceeded'],
    config: ruleConfig('acme_visits', {}),
    retestOnConfirm: true,
    compile(_, env) {
      const exceeded = env.violation('customer.per_customer_limit_exceeded');
      // Read, and within no limit when it is claimed.
      const visits = env.counters.own('acme.visits', (subjects) => subjects.customerIdentifier);
      return {
        check: (redemption, report) => (redemption.count(visits) < 3 ? undefined : report(exceeded)),
      };
    },
  }),
};

let last: PreparedViolation | undefined;
let checks = 0;

/** For each law a rule that breaks it. */
const brokenRules: { readonly [Name in RuleLawName]: Kind } = {
  'gives the same redemption the same answer, whatever was asked before': checking(
    area,
    (check, ...given) => {
      // A result kept for the next customer.
      if (++checks % 20 !== 0) check(...given);
    },
  ),
  'changes nothing that it is given': checking(category, (check, redemption, report) => {
    const categories = redemption.field('categories');
    if (Array.isArray(categories)) categories.sort();
    check(redemption, report);
  }),
  'throws nothing, whatever the shopper sent': checking(category, (check, redemption, report) => {
    const tags = redemption.field('categories') as { tags: string[] }[] | undefined;
    if (tags?.every((entry) => entry.tags.length > 0)) check(redemption, report);
  }),
  'tells only rows of its own': checking(budget, (check, redemption, report) => {
    // Tells what another campaign's rule made.
    check(redemption, (prepared) => {
      report(last ?? prepared);
      last = prepared;
    });
  }),
  'reads only counters that it limits': visits,
  'accepts only what keeps its counters within its limits': checking(budget, (check, redemption, report) => {
    // It asks whether the budget is spent, not whether the discount still fits.
    const hasRoomFor: Redemption['hasRoomFor'] = (counter, limit) => {
      const used = parseAmount(redemption.written(counter));
      return used !== undefined && isBelow(used, limit);
    };
    check(Object.create(redemption, { hasRoomFor: { value: hasRoomFor } }) as Redemption, report);
  }),
  'takes no violation back because more is used': checking(perCustomer, (check, redemption, report) => {
    const isBelow: Redemption['isBelow'] = (counter, limit) => redemption.count(counter) % 4 < limit;
    check(Object.create(redemption, { isBelow: { value: isBelow } }) as Redemption, report);
  }),
  'adds no violation because it allows more places or instants': {
    arbitrary: arbitraryOf('area'),
    rule: {
      ...area,
      // The even-odd rule across areas, where it holds for rings.
      compile(config, env) {
        const { areas } = config as { areas: readonly Area[] };
        const contains: Area['contains'] = (...place) =>
          areas.filter((one) => one.contains(...place)).length % 2 === 1;
        return area.compile({ areas: [{ name: undefined, contains }] }, env);
      },
    },
  },
  'lets nothing pass that lacks what it needs': {
    arbitrary: arbitraryOf('time_of_order'),
    rule: {
      ...timeOfOrder,
      compile(config, env) {
        const compiled = timeOfOrder.compile(config, env);
        const { week } = needsIn(compiled.needs) ?? {};
        // The last minute before the end is thought to be past it.
        const minutes = week?.minutes.map(({ start, end }) => ({ start, end: end - 1 }));
        return { ...compiled, needs: { week: week && minutes && { ...week, minutes } } };
      },
    },
  },
  'judges the same wherever its numbers lie': judging(timeFrame, (judge) => {
    // Numbers up to the end, not up to its end.
    return (redemption, numbers, from, _to, thing) => judge(redemption, numbers, from, numbers.length, thing);
  }),
  'judges by what it has to tell': judging(category, (judge) => {
    // Whatever is wrong, a wanted tag is missing; but of some none is wanted.
    return (...given) => (judge(...given) === 0 ? 0 : 2);
  }),
  "does not depend on the host's zone": checking(area, (check, redemption, report) => {
    if (new Date(redemption.at).getDay() !== 0) check(redemption, report);
  }),
  'tells nothing that JSON would lose': checking(budget, (check, redemption, report) => {
    check(redemption, (prepared) => {
      report(prepared.ofLimit({ usedBy: () => Number.NaN } as Partial<Limit> as Limit));
    });
  }),
};

describe('whole campaigns', () => {
  it.each(Object.entries(laws))('%s', (_, { assert }) => assert(engine, CAMPAIGN_RUNS));
});

describe.each(kinds.map((kind) => [kind.rule.type, kind] as const))('the rule %s', (_, kind) => {
  it.each(Object.entries(ruleLaws))('%s', (_, { assert }) => assert(kind, RULE_RUNS));
});

describe('a planted bug is found by the law', () => {
  it.each(Object.entries(laws) as [LawName, (typeof laws)[LawName]][])('%s', (name, { findsOut }) => {
    expect(findsOut(brokenEngines[name], PLANTED_RUNS)).toBe(true);
  });

  it.each(Object.entries(ruleLaws) as [RuleLawName, (typeof ruleLaws)[RuleLawName]][])(
    '%s (of a rule)',
    (name, { findsOut }) => {
      expect(findsOut(brokenRules[name], PLANTED_RUNS)).toBe(true);
    },
  );
});

describe('the random cases', () => {
  it('tell every row of the catalog, and accept often enough to be worth it', () => {
    const decisions = fc.sample(cases, { numRuns: 3_000, seed: 42 }).map((one) => decide(engine, one));
    expect([...new Set(decisions.flatMap((decision) => [...rowsOf(decision)]))].toSorted()).toEqual(
      catalog.map(keyOf).toSorted(),
    );
    const accepted = decisions.filter(({ status }) => status === 'accepted');
    expect(accepted.length).toBeGreaterThan(decisions.length / 5);
    const limited = accepted.filter(({ claims }) => claims.filter(({ limit }) => limit !== null).length > 1);
    expect(limited.length).toBeGreaterThan(decisions.length / 20);
  });

  it('cannot be made for a rule that has no arbitrary', () => {
    expect(() => arbitraryOf('acme_visits')).toThrow('acme_visits has no arbitrary');
  });
});
