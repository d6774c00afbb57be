// The laws that every kind of rule obeys, the engine's and a host's own alike, as properties over its configs and
// contexts aimed at them.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { keyOf } from '../../src/catalog.ts';
import { ChainRule } from '../../src/chain-rule.ts';
import { compile, type Campaign } from '../../src/campaign.ts';
import { checkOf } from '../../src/checks.ts';
import { hostileRedemptions } from '../../src/fuzz/index.ts';
import { CounterRegistry, countersOf, type Counter } from '../../src/counters.ts';
import type { Limit } from '../../src/limit.ts';
import { cellsOf, mostByCell } from '../../src/meter.ts';
import type { Amount } from '../../src/money.ts';
import { readForEvaluate } from '../../src/read-context.ts';
import { ReadRedemption } from '../../src/redemption.ts';
import type { BoundRule, CompiledRule, Judgement, JudgingRule, Redemption, Rule } from '../../src/rule.ts';
import { registry } from '../../src/rules/index.ts';
import { snapshotJson } from '../../src/snapshot.ts';
import { zoneOf } from '../../src/time/zone.ts';
import {
  prepareViolation,
  Told,
  type PreparedViolation,
  type Report,
  type Violation,
} from '../../src/violation.ts';
import {
  arbitraryOf,
  contextsOf,
  isGroup,
  rules,
  type AmountJson,
  type Context,
  type RuleArbitrary,
  type RuleJson,
} from './arbitraries.ts';
import { needsIn } from '../../src/needs.ts';
import { lacking } from './needs.ts';
import { plain, spelledOut } from './plain.ts';
import { amountOf, writeAmount } from './reference.ts';

/** A law over random input, to be asked of one subject or another. */
export interface Law<Subject> {
  /** Throws, with the seed and the smallest counterexample, where the subject breaks the law. */
  readonly assert: (subject: Subject, runs: number) => void;
  /** Whether so many runs from a fixed seed find the subject out. */
  readonly findsOut: (subject: Subject, runs: number) => boolean;
}

/** A law from an arbitrary of input and what must hold of it: `holds` throws where it does not. */
export function law<Subject, Input>(
  inputs: (subject: Subject) => fc.Arbitrary<Input>,
  holds: (subject: Subject, input: Input) => void,
): Law<Subject> {
  const property = (subject: Subject) =>
    fc.property(inputs(subject), (input) => {
      holds(subject, input);
    });
  return {
    assert: (subject, runs) => fc.assert(property(subject), { numRuns: runs }),
    findsOut: (subject, runs) =>
      fc.check(property(subject), { numRuns: runs, seed: 42, endOnFailure: true }).failed,
  };
}

/** A kind of rule, and how its configs are made. */
export interface Kind {
  readonly rule: Rule;
  readonly arbitrary: RuleArbitrary;
}

/** Every kind of rule in the registry. */
export const kinds: readonly Kind[] = registry.map((rule) => ({ rule, arbitrary: arbitraryOf(rule.type) }));

interface Trial {
  readonly config: unknown;
  readonly zone: string;
  readonly context: Context;
  /** Asked in between: must not matter. */
  readonly other: Context;
  readonly pick: number;
}

/** A rule compiled by itself, as the compiler would in a campaign of its own. */
interface Mounted {
  readonly compiled: JudgingRule;
  readonly counters: readonly Counter[];
  /** The violations that the rule, or the rules it groups, made while they compiled. */
  readonly made: ReadonlyMap<PreparedViolation, Rule>;
  /** The limits that they set. */
  readonly limits: readonly Limit[];
}

const ZONES = ['UTC', 'Europe/Amsterdam', 'America/Havana', 'Australia/Lord_Howe'];

function trials({ rule, arbitrary }: Kind): fc.Arbitrary<Trial> {
  return fc.tuple(arbitrary.configs(rules), fc.constantFrom(...ZONES)).chain(([config, zone]) => {
    const aimed = contextsOf(campaignOf(rule, config, zone), ['redeem']);
    return fc.record({
      config: fc.constant(config),
      zone: fc.constant(zone),
      context: aimed,
      other: aimed,
      pick: fc.nat(1_000),
    });
  });
}

/** A campaign with this rule and no other. One that breaks a law stands in for a rule of the engine. */
function campaignOf(rule: Rule, config: unknown, zone: string): Campaign {
  const { type, place } = rule;
  const written = {
    id: 'spring',
    status: 'active',
    time_zone: zone,
    ...(place === 'rules' && { rules: [config] }),
    ...(place === 'campaign field' && { [type]: config }),
  };
  const isOfEngine = registry.some((known) => known.type === type);
  return compile(written, { rules: isOfEngine ? [] : [rule] });
}

function mount(rule: Rule, config: unknown, zone: string): Mounted {
  const counters = new CounterRegistry();
  const ofCampaign = countersOf(counters, 'spring', zoneOf(zone), 0);
  const made = new Map<PreparedViolation, Rule>();
  const limits: Limit[] = [];

  function compileOne(one: Rule, written: unknown): JudgingRule {
    const read = one.config['~standard'].validate(written);
    assert(!(read instanceof Promise), `the schema of ${one.type} is not synchronous`);
    assert(!read.issues, `the arbitrary of ${one.type} made a wrong config: ${JSON.stringify(read.issues)}`);
    const compiled = one.compile(read.value, {
      campaign: 'spring',
      timeZone: zone,
      counters: ofCampaign,
      children: childrenOf(written).map(compileChild),
      violation: (key, parts) => {
        const row = one.rows.get(key);
        assert(row, `the rule ${one.type} does not own the row ${key}`);
        const prepared = prepareViolation(row, { campaign: 'spring', rule: '/rules/0' }, parts);
        made.set(prepared, one);
        return prepared;
      },
      issue: (pointer, expected, found) =>
        assert.fail(
          `the arbitrary of ${one.type} made a wrong config: ${pointer}: ${expected}, not ${found}`,
        ),
    });
    for (const limit of compiled.limits ?? []) {
      limits.push(limit);
      for (const told of limit.tells) made.set(told, one);
    }
    return compiled;
  }

  function compileChild(child: RuleJson): BoundRule {
    const one = registry.find(({ type }) => type === child.type);
    assert(one, `no rule ${child.type}`);
    const compiled = compileOne(one, child);
    return new ChainRule(one, { campaign: 'spring', pointer: '/rules/0', children: [] }, compiled);
  }

  const written =
    config === undefined ? undefined : snapshotJson(config, (path) => assert.fail(`${path} is not JSON`));
  return { compiled: compileOne(rule, written), counters: counters.all(), made, limits };
}

function childrenOf(config: unknown): readonly RuleJson[] {
  const written = config as RuleJson | undefined;
  return typeof written === 'object' && isGroup(written) ? written.rules : [];
}

function run(compiled: JudgingRule, redemption: Redemption, report: Report): void {
  const { limits = [] } = compiled;
  checkOf(compiled)?.(redemption, report);
  for (const limit of limits) limit.check(redemption, report);
}

function limitsAskedOf(
  { limits = [], limitsAskedOf }: CompiledRule,
  redemption: Redemption,
): readonly Limit[] {
  const isRenewal = redemption.renewedOrigin !== undefined;
  return limitsAskedOf?.(redemption) ?? limits.filter((limit) => limit.boundsClaimOf(isRenewal));
}

function read({ counters }: Mounted, context: Context): ReadRedemption {
  const redemption = new ReadRedemption();
  const tables = { ...cellsOf(counters), counters, numbers: unlimited(counters) };
  readForEvaluate({ counters, tables, readsAmounts: true, allowsRenewals: true }, context, redemption);
  return redemption;
}

function unlimited(counters: readonly Counter[]): Float64Array {
  return Float64Array.from(mostByCell(counters, []));
}

function prepared({ compiled }: Mounted, redemption: Redemption): PreparedViolation[] {
  const violations: PreparedViolation[] = [];
  run(compiled, redemption, (violation) => violations.push(violation));
  return violations;
}

function told({ compiled }: Mounted, redemption: Redemption): readonly Violation[] {
  const told = new Told();
  run(compiled, redemption, (violation) => told.add(violation));
  return told.inOrder(redemption);
}

function answer(mounted: Mounted, context: Context): unknown {
  return spelledOut(told(mounted, read(mounted, context)));
}

function rowsTold(mounted: Mounted, context: Context): Set<string> {
  return new Set(told(mounted, read(mounted, context)).map(keyOf));
}

/** All that a rule can see of a redemption, copied. */
function seen(redemption: Redemption, counters: readonly Counter[]): unknown {
  const { stage, at, voucherCode, assignedCustomer, transactionId, customerIdentifier } = redemption;
  const { originRedemption, renewedOrigin, cost, location, categories, grantedDiscount } = redemption;
  return plain([
    [stage, at, voucherCode, assignedCustomer, transactionId, customerIdentifier],
    [originRedemption, renewedOrigin, cost, location, categories, grantedDiscount],
    counters.map((counter) => [redemption.count(counter), redemption.written(counter)]),
  ]);
}

/** A redemption that watches which counters are read of it. */
function watched(redemption: ReadRedemption, seen: (counter: Counter) => void): Redemption {
  const watch =
    <Value>(read: (counter: Counter) => Value) =>
    (counter: Counter): Value => {
      seen(counter);
      return read(counter);
    };
  return Object.create(redemption, {
    count: { value: watch((counter) => redemption.count(counter)) },
    hasRoomFor: {
      value: (counter: Counter, limit: Amount) => watch(() => redemption.hasRoomFor(counter, limit))(counter),
    },
    written: { value: watch((counter) => redemption.written(counter)) },
  }) as Redemption;
}

/** Freezes whatever can be frozen, all the way down. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Reflect.ownKeys(value)) deepFreeze((value as Record<PropertyKey, unknown>)[key]);
  }
  return value;
}

/** The same context after more has been spent and counted. */
export function withMoreUsed(context: Context, by: number): Context {
  const more = Object.entries(context.usage).map(([name, used], i): [string, AmountJson] => {
    // The bits of `by` choose which counters grow, and by how much.
    const step = (by >> (i % 8)) & 3;
    return [name, addedTo(used, isAmount(name) ? step / 2 : step)];
  });
  return { ...context, usage: Object.fromEntries(more) };
}

function isAmount(counter: string): boolean {
  return /(^|\.)budget\./.test(counter);
}

function addedTo(used: AmountJson, step: number): AmountJson {
  if (step === 0) return used;
  const sum = amountOf(used).units + amountOf(step).units;
  const text = writeAmount(sum, 18).replace(/\.?0+$/, '');
  return text.replace(/\..*/, '').length > 30 ? used : text;
}

/** Exactly `used + add`, in units of 10⁻¹⁸. */
export function sumOf(used: unknown, add: unknown): bigint {
  return amountOf(used).units + amountOf(add).units;
}

export function unitsOf(amount: unknown): bigint {
  return amountOf(amount).units;
}

/** Runs in another zone of the host; the zone before is back afterwards. */
export function inHostZone<Value>(zone: string, run: () => Value): Value {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  try {
    return run();
  } finally {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  }
}

/** Asks a judge, its numbers behind others and before others, as in a campaign. */
function verdictOf({ judge, numbers, thing }: Judgement, redemption: ReadRedemption, others: number): number {
  const own = (numbers?.() ?? []).flatMap((run) => Array.from(run));
  const before = new Array<number>(others).fill(Number.NaN);
  // Of another rule that would hold.
  const after = Array.from({ length: 2 * others }, (_, i) => (i % 2 === 0 ? -Infinity : Infinity));
  const all = Float64Array.from([...before, ...own, ...after]);
  return judge(redemption, all, others, others + own.length, thing?.());
}

export const ruleLaws = {
  'gives the same redemption the same answer, whatever was asked before': law(
    trials,
    ({ rule }: Kind, { config, zone, context, other }) => {
      const mounted = mount(rule, config, zone);
      const first = answer(mounted, context);
      answer(mounted, other);
      assert.deepEqual(answer(mounted, context), first);
      assert.deepEqual(answer(mount(rule, config, zone), context), first);
    },
  ),

  'changes nothing that it is given': law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const mounted = mount(rule, deepFreeze(config), zone);
    const redemption = read(mounted, deepFreeze(context));
    const before = seen(redemption, mounted.counters);
    told(mounted, redemption);
    assert.deepEqual(seen(redemption, mounted.counters), before);
  }),

  'throws nothing, whatever the shopper sent': law(
    (kind: Kind) => fc.tuple(trials(kind), hostileRedemptions()),
    ({ rule }, [{ config, zone, context }, sent]) => {
      answer(mount(rule, config, zone), { ...context, redemption: sent.redemption() });
    },
  ),

  'tells only rows of its own': law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const mounted = mount(rule, config, zone);
    for (const violation of prepared(mounted, read(mounted, context))) {
      const key = keyOf(violation.violation);
      const maker = mounted.made.get(violation);
      assert(maker, `${rule.type} told ${key}, which it has not made`);
      assert(maker === rule || rule.isGroup, `${rule.type} told what ${maker.type} made`);
      assert(maker.rows.has(key));
    }
  }),

  'reads only counters that it limits': law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const mounted = mount(rule, config, zone);
    const redemption = read(mounted, context);
    const limited = new Set(mounted.limits.map(({ counter }) => counter));
    told(
      mounted,
      watched(redemption, (counter) => {
        assert(limited.has(counter), `${counter.name} is read but not limited`);
      }),
    );
  }),

  'accepts only what keeps its counters within its limits': law(
    trials,
    ({ rule }: Kind, { config, zone, context }) => {
      const mounted = mount(rule, config, zone);
      const redemption = read(mounted, context);
      if (told(mounted, redemption).length > 0) return;
      for (const { counter, limit } of limitsAskedOf(mounted.compiled, redemption)) {
        const add = counter.measures === 'count' ? 1 : context.granted_discount;
        assert(
          sumOf(context.usage[counter.name], add) <= unitsOf(limit),
          `${counter.name} goes past ${limit}`,
        );
      }
    },
  ),

  'takes no violation back because more is used': law(
    trials,
    ({ rule }: Kind, { config, zone, context, pick }) => {
      const mounted = mount(rule, config, zone);
      const after = rowsTold(mounted, withMoreUsed(context, pick));
      for (const row of rowsTold(mounted, context)) assert(after.has(row), `${row} is gone`);
    },
  ),

  'adds no violation because it allows more places or instants': law(
    trials,
    ({ rule, arbitrary }: Kind, { config, zone, context, pick }) => {
      const larger = arbitrary.larger(config);
      if (larger.length === 0) return;
      const before = rowsTold(mount(rule, config, zone), context);
      const after = rowsTold(mount(rule, larger[pick % larger.length], zone), context);
      for (const row of after) assert(before.has(row), `${row} is new`);
    },
  ),

  'lets nothing pass that lacks what it needs': law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const mounted = mount(rule, config, zone);
    const redemption = read(mounted, context);
    const needs = needsIn(mounted.compiled.needs);
    if (needs === undefined || told(mounted, redemption).length > 0) return;
    assert.deepEqual(lacking(needs, redemption), []);
  }),

  'judges the same wherever its numbers lie': law(
    trials,
    ({ rule }: Kind, { config, zone, context, pick }) => {
      const mounted = mount(rule, config, zone);
      const { judgement } = mounted.compiled;
      if (!judgement) return;
      const redemption = read(mounted, context);
      const alone = verdictOf(judgement, redemption, 0);
      assert.equal(verdictOf(judgement, redemption, 1 + (pick % 7)), alone);
    },
  ),

  'judges by what it has to tell': law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const mounted = mount(rule, config, zone);
    const { judgement } = mounted.compiled;
    if (!judgement) return;
    const verdict = verdictOf(judgement, read(mounted, context), 0);
    const all = judgement.violations.reduce((sum, violation, i) => sum + (violation ? 2 ** i : 0), 0);
    assert.equal(verdict & all, verdict);
  }),

  "does not depend on the host's zone": law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const here = inHostZone('UTC', () => answer(mount(rule, config, zone), context));
    for (const host of ['Pacific/Apia', 'America/Havana']) {
      assert.deepEqual(
        inHostZone(host, () => answer(mount(rule, config, zone), context)),
        here,
      );
    }
  }),

  'tells nothing that JSON would lose': law(trials, ({ rule }: Kind, { config, zone, context }) => {
    const mounted = mount(rule, config, zone);
    const violations = told(mounted, read(mounted, context));
    assert.deepEqual(plain(violations), spelledOut(violations));
  }),
};

export type RuleLawName = keyof typeof ruleLaws;
