// One object is read into for one decision after another, and what a decision says of claims and details is made when it
// is looked at: nothing of one decision may reach the next, or come too late.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { compileChain } from '../src/compile-chain.ts';
import { decide as decideRead, evaluate, plan } from '../src/evaluate.ts';
import type { CompiledChain } from '../src/compiled-chain.ts';
import {
  compile,
  defineRule,
  InvalidContextError,
  parseAmount,
  type Amount,
  type Campaign,
  type ConfigSchema,
  type RedemptionContext,
} from '../src/index.ts';
import { CampaignReader, ConfigIssues, kitOf } from '../src/read-campaign.ts';
import { readForEvaluate } from '../src/read-context.ts';
import { ReadRedemption } from '../src/redemption.ts';
import { registry } from '../src/rules/index.ts';
import { isJsonObject, own, snapshotJson } from '../src/snapshot.ts';
import {
  campaign,
  context,
  decide,
  decideFor,
  planned,
  shopper,
  told,
  withRules,
  type Fields,
} from './support/campaigns.ts';
import { randomCase } from './support/generate.ts';
import { plain, spelledOut } from './support/plain.ts';

const anything: ConfigSchema = {
  '~standard': { version: 1, vendor: 'acme', validate: (value) => ({ value }) },
};

function chainOf(config: unknown): CompiledChain {
  const issues = new ConfigIssues();
  const snapshot = snapshotJson(config, () => undefined);
  const chain = compileChain(new CampaignReader(kitOf(registry), issues).readChain(snapshot), issues);
  expect(issues.first).toEqual([]);
  return chain;
}

/** As the first decision of a process. */
function evaluateAfresh(chain: CompiledChain, asked: unknown) {
  const redemption = new ReadRedemption();
  readForEvaluate(chain, asked, redemption);
  return decideRead(chain, redemption);
}

/** What was answered, to be looked at later. */
function answered(ask: () => unknown): () => string {
  try {
    const answer = ask();
    return () => JSON.stringify(answer);
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    return () => JSON.stringify(error.issues);
  }
}

/** Of every period and of three ancestors: more counters than any one redemption had before. */
function countingAll(depth = 3): Fields {
  const periods = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'];
  return campaign({
    id: `level ${depth}`,
    rules: periods.flatMap((period) => [
      { type: 'budget', period, limit: '100.00' },
      { type: 'per_customer', period, max_redemptions: 9 },
    ]),
    ...(depth > 0 && { parent: countingAll(depth - 1) }),
  });
}

/** Changes all there is to change. */
function overwrite(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    overwrite(inner);
    (value as Record<string, unknown>)[key] = 'changed';
  }
}

describe('a redemption that is read into again', () => {
  it('has room for more counters than all before, and keeps what it has read', () => {
    const all = chainOf(countingAll());
    const usage = Object.fromEntries(all.counters.map(({ name }) => [name, 0]));
    const redemption = new ReadRedemption();
    for (const chain of [chainOf(campaign()), all]) {
      readForEvaluate(chain, context({ granted_discount: '101.00', usage }), redemption);
      expect(redemption.cost).toBe(parseAmount('50.00'));
      expect(redemption.grantedDiscount).toBe(parseAmount('101.00'));
      redemption.forget();
    }
    expect(all.counters.length).toBeGreaterThan(50);
  });

  it('answers as a new one would, whatever was decided, planned, or went wrong in between', {
    timeout: 60_000,
  }, () => {
    const between = [
      () => expect(() => throwing.evaluate(contextFor(throwing))).toThrow('the host’s own error'),
      () => expect(nested.evaluate(contextFor(nested)).status).toBe('refused'),
      () => expect(() => nested.evaluate({} as never)).toThrow(InvalidContextError),
      () =>
        expect(() => nested.evaluate(context({ usage: { redemptions: -1 } }))).toThrow(InvalidContextError),
      () => expect(decide(countingAll(), { granted_discount: '100.01' }).status).toBe('refused'),
    ];
    const waiting: { readonly seed: number; readonly now: () => string; readonly expected: string }[] = [];
    const wrong: unknown[] = [];
    for (let i = 0; i < 3_000; i++) {
      const seed = 1 + ((i * 7_919) % 100_003);
      const one = randomCase(seed);
      const chain = chainOf(one.campaign);
      const expected = answered(() => evaluateAfresh(chain, one.context))();
      const now = answered(() => evaluate(chain, one.context));
      waiting.push({ seed, now, expected });
      answered(() => plan(chain, one.context));
      // What a cancellation releases are the host's own claims, as it passed them.
      const { existing, ...facts } = one.context;
      overwrite(facts);
      if (i % 5 === 0) between[(i / 5) % between.length]?.();
      // Looked at when others have been decided meanwhile.
      if (i % 10 < 9) continue;
      for (const { seed, now, expected } of waiting.splice(0)) {
        if (now() !== expected) wrong.push({ seed, now: now(), expected });
      }
    }
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  it('is not the one that an outer decision reads', () => {
    expect(told(nested.evaluate(contextFor(nested)))).toEqual(['shop.acme.closed']);
    expect(seenAround).toEqual(['order-1', 'order-1']);
  });

  it('holds nothing of a counter that it never had room for', () => {
    const redemption = new ReadRedemption();
    readForEvaluate(
      chainOf(campaign()),
      context({ usage: { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 } }),
      redemption,
    );
    for (const counter of chainOf(countingAll()).counters.filter(({ slot }) => slot > 50)) {
      expect(redemption.hasRoomFor(counter, parseAmount('1') as Amount)).toBe(false);
      expect(redemption.count(counter)).toBeNaN();
    }
  });

  it.each([
    [undefined, []],
    [null, []],
    [[{ name: 'department', tags: ['shoes', 'hats'] }], [{ name: 'department', tags: ['shoes', 'hats'] }]],
    [[Object.create({ name: 'department', tags: [] })], 'unreadable'],
    [[{ name: 'department', tags: ['shoes', 5] }], 'unreadable'],
    [[{ name: 5, tags: [] }], 'unreadable'],
    [[{ name: 'department', tags: 'shoes' }], 'unreadable'],
    [[{ name: 'department', tags: [] }, null], 'unreadable'],
    ['shoes', 'unreadable'],
  ])('shows a rule the categories %j as %j', (categories, shown) => {
    const redemption = new ReadRedemption();
    redemption.readSent(shopper({ categories }));
    expect(redemption.categories).toEqual(shown);
  });

  it('shows a rule no categories that throw', () => {
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const redemption = new ReadRedemption();
    redemption.readSent(shopper({ categories: proxy }));
    expect(redemption.categories).toBe('unreadable');
  });

  it('does not take the stage of another from one that is wrong', () => {
    const spring = compile(campaign({ max_redemptions: 5 }));
    const cancel = { operation: 'cancel', existing: { status: 'pending', claims: [] } };
    expect(decide(spring, cancel)).toHaveProperty('releases');
    expect(decide(spring)).not.toHaveProperty('releases');
    expect(decide(spring).claims).not.toEqual([]);
  });

  const seenAround: (string | undefined)[] = [];
  const inner = compile(withRules({ type: 'per_customer', max_redemptions: 1 }));

  const throwing = compile(withRules({ type: 'acme_throwing' }), {
    rules: [
      defineRule({
        type: 'acme_throwing',
        rows: [],
        config: anything,
        retestOnConfirm: true,
        compile: () => ({
          check() {
            throw new Error('the host’s own error');
          },
        }),
      }),
    ],
  });

  const nested = compile(withRules({ type: 'acme_nested' }, { type: 'transaction_cost', minimum: '50.00' }), {
    rules: [
      defineRule({
        type: 'acme_nested',
        rows: [{ attribute: 'shop', error_code: 'acme.closed', message: 'Closed' }],
        config: anything,
        retestOnConfirm: true,
        compile(_, env) {
          const closed = env.violation('shop.acme.closed');
          return {
            check(redemption, report) {
              seenAround.splice(0);
              seenAround.push(redemption.transactionId);
              const other = shopper({ transaction_id: 'another', total_transaction_cost: '1' });
              const decision = decide(inner, { redemption: other, usage: { 'customer.redemptions': 1 } });
              if (decision.status === 'refused') report(closed);
              seenAround.push(redemption.transactionId);
            },
          };
        },
      }),
    ],
  });

  function contextFor(asked: Campaign) {
    return context({ usage: Object.fromEntries([...planned(asked).keys()].map((name) => [name, 0])) });
  }
});

describe('what a decision makes when it is looked at', () => {
  const config = campaign({
    max_redemptions: 5,
    rules: [
      { type: 'budget', period: 'daily', limit: '10.00' },
      { type: 'per_customer', period: 'weekly', max_redemptions: 3 },
    ],
  });

  it('is the same list of claims each time', () => {
    const { claims } = decide(config);
    const decision = decide(config);
    expect(decision.claims).toBe(decision.claims);
    expect(decision.claims).toEqual(claims);
    expect(claims).toHaveLength(5);
  });

  it('is the same details each time', () => {
    const decision = decide(config, { usage: { 'budget.daily': '9.50', redemptions: 5 } });
    expect(spelledOut(decision)).toEqual(spelledOut(decision));
    expect(decision.violations.map(({ details }) => details?.used)).toEqual([5, '9.50']);
  });

  it('hears nothing of what became of the context', () => {
    for (const usage of [{}, { 'budget.daily': '9.50', redemptions: 5 }]) {
      const unused = Object.fromEntries([...planned(config).keys()].map((name) => [name, 0]));
      const question = () => context({ granted_discount: '1.00', usage: { ...unused, ...usage } });
      const asked = question();
      const decision = compile(config).evaluate(asked);
      overwrite(asked);
      expect(plain(decision)).toEqual(plain(compile(config).evaluate(question())));
    }
  });

  it('goes over the wire, and is lost only to a spread', () => {
    const accepted = decide(config);
    expect(plain(accepted)).toStrictEqual(spelledOut(accepted));
    expect({ ...accepted }).toEqual({ status: 'accepted', violations: [] });
    const [refused] = decide(config, { usage: { redemptions: 5 } }).violations;
    expect(Object.keys({ ...refused })).toEqual(['attribute', 'error_code', 'message', 'campaign', 'rule']);
    expect(plain(refused)).toHaveProperty('details.used', 5);
    expect(plain(refused)).toStrictEqual(spelledOut(refused));
  });
});

describe('a usage', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  /** Tells how the decision that was made last read it; neither where it was not read. */
  function watchWays() {
    const usual = vi.spyOn(ReadRedemption.prototype, 'readUsualNumbers');
    const other = vi.spyOn(ReadRedemption.prototype, 'readUsage');
    return () => {
      const way = other.mock.calls.length > 0 ? 'other' : usual.mock.calls.length > 0 ? 'usual' : 'neither';
      usual.mockClear();
      other.mockClear();
      return way;
    };
  }

  /** The same with its counts as numbers, or as digits. */
  function inWords(usage: Fields, counts: NumberConstructor | StringConstructor): Fields {
    const isCount = (name: string, used: unknown) =>
      !name.startsWith('budget') && /^[0-9]{1,9}$/.test(String(used));
    return Object.fromEntries(
      Object.entries(usage).map(([name, used]) => [name, isCount(name, used) ? counts(used) : used]),
    );
  }

  function namesTransaction(asked: unknown): boolean {
    const redemption = isJsonObject(asked) && asked['redemption'];
    const named = isJsonObject(redemption) && own(redemption, 'transaction_id');
    return typeof named === 'string' && named.trim() !== '';
  }

  it('as most are is read in the usual way, and says the same as in other words, on random cases', () => {
    const wayOfLast = watchWays();
    const ways = { usual: 0, other: 0, neither: 0 };
    for (let seed = 1; seed <= 3_000; seed++) {
      const { campaign: config, context: asked } = randomCase(seed);
      const decided = compile(config);
      const given = (asked as Partial<RedemptionContext> | null)?.usage;
      const usage = isJsonObject(given) ? given : {};
      const answer = (used: Fields) =>
        answered(() => decided.evaluate({ ...asked, usage: used } as unknown as RedemptionContext))();
      const inThese = answer(inWords(usage, Number));
      const way = wayOfLast();
      ways[way]++;
      expect([seed, answer(inWords(usage, String))]).toEqual([seed, inThese]);
      const wayInWords = wayOfLast();
      // Every campaign counts transactions: where one is named, its count is not read in the usual way if it is written as digits.
      if (namesTransaction(asked) && way !== 'neither') expect([seed, wayInWords]).toEqual([seed, 'other']);
    }
    expect(ways.usual).toBeGreaterThan(300);
    expect(ways.other).toBeGreaterThan(300);
  });

  it.each<[string, Fields, boolean]>([
    ['counts as numbers, amounts with cents', { redemptions: 7, 'budget.total': '12.50' }, true],
    ['no cents', { redemptions: 0, 'budget.total': '999999999' }, true],
    ['counts as digits', { redemptions: '7', 'budget.total': '12.50' }, false],
    ['a count past 32 bits', { redemptions: 2 ** 31, 'budget.total': '12.50' }, false],
    ['an amount as a number', { redemptions: 7, 'budget.total': 12.5 }, false],
    ['three decimals', { redemptions: 7, 'budget.total': '12.500' }, false],
  ])('with %s is accepted: %j, in the usual way: %s', (_, used, isUsual) => {
    const wayOfLast = watchWays();
    const config = withRules({ type: 'budget', period: 'total', limit: '2000000000.00' });
    const decision = decide({ ...config, max_redemptions: 2 ** 32 }, { usage: used });
    expect(decision.status).toBe('accepted');
    expect(wayOfLast()).toBe(isUsual ? 'usual' : 'other');
  });

  it.each<[string, Fields, string[]]>([
    ['a cost of three decimals', { total_transaction_cost: '20.000' }, []],
    ['one just below', { total_transaction_cost: '19.999' }, ['below_campaign_minimum']],
    ['one past the largest', { total_transaction_cost: '9'.repeat(30) }, ['above_campaign_maximum']],
    ['a number', { total_transaction_cost: 19.99 }, ['below_campaign_minimum']],
    ['a negative one', { total_transaction_cost: '-20.00' }, ['below_campaign_minimum']],
    ['none', { total_transaction_cost: undefined }, ['not_a_number']],
    ['a word', { total_transaction_cost: '20,00' }, ['not_a_number']],
  ])('of usual numbers stays one with %s: %j', (_, sent, codes) => {
    const wayOfLast = watchWays();
    const ruling = withRules({ type: 'transaction_cost', minimum: '20.00', maximum: '500.00' });
    expect(decideFor(ruling, sent).violations.map(({ error_code }) => error_code)).toEqual(codes);
    expect(wayOfLast()).toBe('usual');
  });

  it.each<[unknown, string[], 'usual' | 'other']>([
    ['12.50', [], 'usual'],
    ['12.51', ['campaign.total_budget_exceeded'], 'usual'],
    [12.5, [], 'usual'],
    [12.51, ['campaign.total_budget_exceeded'], 'usual'],
    [0, [], 'usual'],
    [1e15, ['campaign.total_budget_exceeded'], 'other'],
    ['12.5000', [], 'other'],
    ['12.5001', ['campaign.total_budget_exceeded'], 'other'],
  ])('of usual numbers stays one with a discount of %j', (discount, codes, way) => {
    const wayOfLast = watchWays();
    const ruling = withRules({ type: 'budget', period: 'total', limit: '20.00' });
    const fields = { granted_discount: discount, usage: { 'budget.total': '7.50' } };
    const decision = decide(ruling, fields);
    expect(told(decision)).toEqual(codes);
    expect(wayOfLast()).toBe(way);
    const [claim] = decision.claims;
    if (codes.length === 0 && discount !== 0) expect(claim?.add).toBe(String(discount));
    const free = decide(campaign(), { granted_discount: discount === 0 ? undefined : discount });
    expect([free.status, wayOfLast()]).toEqual(['accepted', way]);
  });

  it('of usual numbers stays one where nobody is named, whatever it tells of nobody', () => {
    const wayOfLast = watchWays();
    const ruling = withRules({ type: 'per_customer', max_redemptions: 1 }, { type: 'new_customer' });
    const nobody = { transaction_id: ' ', customer_identifier: undefined };
    // As many as it takes to refuse somebody: nothing of them is left for the next.
    const spent = { 'customer.redemptions': 1, 'customer.redemptions_anywhere': 1 };
    expect(told(decide(ruling, { usage: spent }))).toHaveLength(2);
    for (const used of [0, 1, 'nobody']) {
      wayOfLast();
      const usage = { 'customer.redemptions': used, 'transaction.redemptions': used };
      expect(told(decideFor(ruling, nobody, { usage }))).toEqual([
        'customer.required',
        'transaction_id.required',
      ]);
      expect(wayOfLast()).toBe('usual');
    }
  });
});
