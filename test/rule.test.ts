import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  compile,
  countLimit,
  defineRule,
  InvalidContextError,
  isAtMost,
  moneyLimit,
  onceLimit,
  parseAmount,
  safeCompile,
  toErrorResponse,
  type Amount,
  type ConfigSchema,
  type Counters,
  type Limit,
  type LimitTerms,
  type Rule,
  type RuleEnv,
} from '../src/index.ts';
import type { OwnSubject } from '../src/counters.ts';
import { defineEngineRule } from '../src/rule.ts';
import {
  campaign,
  claimed,
  context,
  decide,
  decideFor,
  issuesOf,
  planned,
  shopper,
  told,
  withRules,
  type Fields,
} from './support/campaigns.ts';
import { plain, spelledOut } from './support/plain.ts';

/** A host's rule: only through some channels. */
const channel = defineRule({
  type: 'acme_channel',
  rows: [{ attribute: 'channel', error_code: 'acme.wrong_channel', message: 'Only in %{count}' }],
  config: v.strictObject({ type: v.literal('acme_channel'), channels: v.array(v.string()) }),
  retestOnConfirm: false,
  compile({ channels }, env) {
    const wrong = env.violation('channel.acme.wrong_channel', {
      expected: { channels },
      count: channels.join(' or '),
    });
    return {
      check(redemption, report) {
        if (!channels.some((name) => name === redemption.field('channel'))) report(wrong);
      },
    };
  },
});

/** A host's rule with a counter of its own: so many redemptions of a terminal. */
const perTerminal = defineRule({
  type: 'acme_per_terminal',
  rows: [
    { attribute: 'terminal', error_code: 'acme.worn_out', message: 'This terminal has redeemed enough' },
    'transaction_id.required',
  ],
  config: v.strictObject({ type: v.literal('acme_per_terminal'), most: v.number() }),
  retestOnConfirm: true,
  compile({ most }, env) {
    const terminal = env.counters.own('acme.terminal', ({ transactionId }) => transactionId?.split('-')[0]);
    return { limits: [countLimit(terminal, most, { exceeded: env.violation('terminal.acme.worn_out') })] };
  },
});

const anything: ConfigSchema = {
  '~standard': { version: 1, vendor: 'acme', validate: (value) => ({ value }) },
};

function closed(retestOnConfirm: Rule['retestOnConfirm']) {
  return defineRule({
    type: 'acme_closed',
    rows: [{ attribute: 'shop', error_code: 'acme.closed', message: 'Closed' }],
    config: anything,
    retestOnConfirm,
    compile(_, env) {
      const violation = env.violation('shop.acme.closed');
      return { check: (_redemption, report) => report(violation) };
    },
  });
}

const rules = [channel, perTerminal];

function compiledWith(own: readonly Rule[], ...listed: readonly unknown[]) {
  return compile(withRules(...listed), { rules: own });
}

describe('a host’s own rule', () => {
  const online = compiledWith(rules, { type: 'acme_channel', channels: ['web', 'app'] });

  it('holds, or tells its own row after the published ones', () => {
    expect(told(decideFor(online, { channel: 'app' }))).toEqual([]);
    expect(decideFor(online, { channel: 'shop', transaction_id: '' }).violations).toEqual([
      expect.objectContaining({ attribute: 'transaction_id', error_code: 'required' }),
      {
        attribute: 'channel',
        error_code: 'acme.wrong_channel',
        message: 'Only in web or app',
        expected: { channels: ['web', 'app'] },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
    expect(toErrorResponse(decideFor(online, { channel: 'shop' })).errors).toEqual([
      {
        attribute: 'channel',
        error_code: 'acme.wrong_channel',
        message: 'Only in web or app',
        expected: { channels: ['web', 'app'] },
      },
    ]);
  });

  it('is checked without a `this`', () => {
    let seen: unknown = 'nothing';
    const curious = defineRule({
      type: 'acme_this',
      rows: [],
      config: anything,
      retestOnConfirm: true,
      compile: () => ({
        check: function (this: unknown) {
          seen = typeof this;
        },
      }),
    });
    decide(compile(withRules({ type: 'acme_this' }), { rules: [curious] }));
    expect(seen).toBe('undefined');
  });

  it('reads what the shopper sent as safely as the engine', () => {
    const thrower = () => {
      throw new Error('never read me');
    };
    for (const redemption of [
      undefined,
      'shop',
      Object.create({ channel: 'web' }),
      Object.defineProperty({}, 'channel', { get: thrower }),
      new Proxy({}, { get: thrower, getOwnPropertyDescriptor: thrower }),
    ]) {
      expect(told(decide(online, { redemption }))).toContain('channel.acme.wrong_channel');
    }
  });

  it('is not asked again on confirmation unless it says so', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    expect(told(decideFor(online, { channel: 'shop' }, confirm))).toEqual([]);
    const held = { status: 'pending', claims: [{ name: 'a', key: 'a', add: 1, limit: null }] };
    const asked = (retestOnConfirm: Rule['retestOnConfirm'], existing: Fields) =>
      told(
        decide(compiledWith([closed(retestOnConfirm)], { type: 'acme_closed' }), { ...confirm, existing }),
      );
    expect(asked(false, confirm.existing)).toEqual([]);
    expect(asked(true, confirm.existing)).toEqual(['shop.acme.closed']);
    expect(asked(true, held)).toEqual([]);
    expect(asked('even_if_held', held)).toEqual(['shop.acme.closed']);
  });

  it('has its config checked by its own schema, at its own paths', () => {
    const wrong = { type: 'acme_channel', channels: ['web', 5], more: 1 };
    expect(issuesOf(withRules({ type: 'new_customer' }, wrong), { rules })).toEqual([
      {
        path: '/rules/1/channels/1',
        message: 'Invalid type: Expected string but received 5, found 5',
        found: '5',
        expected: 'Invalid type: Expected string but received 5',
      },
      expect.objectContaining({ path: '/rules/1/more' }),
    ]);
  });

  it('is unknown where it was not passed', () => {
    const listed = withRules({ type: 'acme_channel', channels: [] });
    expect(issuesOf(listed)).toMatchObject([{ path: '/rules/0/type' }]);
    expect(issuesOf(withRules({ type: 'acme_chanel' }), { rules })[0]?.expected).toMatch(
      /, any_of, all_of, acme_channel, acme_per_terminal \(did you mean "acme_channel"\?\)$/,
    );
    expect(safeCompile(listed, { rules: [] }).success).toBe(false);
    expect(safeCompile(listed, {}).success).toBe(false);
  });

  it('may stand in a group, where its limits are claimed as the group’s', () => {
    const grouped = compiledWith(rules, {
      type: 'any_of',
      rules: [
        { type: 'acme_channel', channels: ['web'] },
        { type: 'acme_per_terminal', most: 3 },
      ],
    });
    expect(claimed(decideFor(grouped, { channel: 'web' }))).toMatchObject({ 'acme.terminal': null });
    expect(claimed(decideFor(grouped, { channel: 'shop' }))).toMatchObject({ 'acme.terminal': 3 });
    expect(
      decideFor(grouped, { channel: 'shop' }, { usage: { 'acme.terminal': 3 } }).violations.map(
        ({ error_code, rule }) => [error_code, rule],
      ),
    ).toEqual([
      ['acme.wrong_channel', '/rules/0/rules/0'],
      ['acme.worn_out', '/rules/0/rules/1'],
    ]);
  });
});

describe('a host’s own counter', () => {
  const worn = compiledWith(rules, { type: 'acme_per_terminal', most: 2 });
  const redemption = shopper({ transaction_id: 'till/7-1001' });

  it('is planned, read and claimed', () => {
    const key = 'campaign/spring/acme.terminal/till%2F7';
    expect(planned(worn, { redemption }).get('acme.terminal')).toEqual({ name: 'acme.terminal', key });
    expect(decide(worn, { redemption, usage: { 'acme.terminal': 1 } }).claims).toContainEqual({
      name: 'acme.terminal',
      key,
      add: 1,
      limit: 2,
    });
    expect(plain(decide(worn, { redemption, usage: { 'acme.terminal': '2' } }).violations)).toEqual([
      {
        attribute: 'terminal',
        error_code: 'acme.worn_out',
        message: 'This terminal has redeemed enough',
        campaign: 'spring',
        rule: '/rules/0',
        details: { limit: 2, used: 2, requested: 1, remaining: 0 },
      },
    ]);
  });

  it('is a fact that must be there', () => {
    expect(() => worn.evaluate(context({ redemption, usage: { 'transaction.redemptions': 0 } }))).toThrow(
      '/usage/acme.terminal: expected a count: an integer of 0 or more, found nothing',
    );
  });

  it('that has no subject is not planned, and refuses', () => {
    const absent = { transaction_id: undefined };
    expect(planned(worn, { redemption: shopper(absent) }).has('acme.terminal')).toBe(false);
    const decision = decideFor(worn, absent);
    expect(told(decision)).toEqual(['transaction_id.required', 'terminal.acme.worn_out']);
    expect(plain(decision)).toStrictEqual(spelledOut(decision));
  });

  it('of an ancestor has its own name and key', () => {
    const parent = { id: 'year', status: 'active', rules: [{ type: 'acme_per_terminal', most: 5 }] };
    const heir = compile(campaign({ parent }), { rules });
    expect(planned(heir, { redemption }).get('parent.acme.terminal')?.key).toBe(
      'campaign/year/acme.terminal/till%2F7',
    );
  });

  /** Counts whom it is told. */
  const countingOf = (type: string, name: string, subject: OwnSubject) =>
    defineRule({
      type,
      rows: [{ attribute: 'visit', error_code: 'acme.often', message: 'Too often' }],
      config: anything,
      retestOnConfirm: true,
      compile(_, env) {
        const often = env.violation('visit.acme.often');
        return { limits: [countLimit(env.counters.own(name, subject), 5, { exceeded: often })] };
      },
    });

  it('may have any name: no other campaign is taken for one that counts the same', () => {
    const first = countingOf('acme_first', 'acme.a\nbudget.daily', () => 'x');
    const second = countingOf('acme_second', 'acme.a', () => 'x');
    const odd = compile(withRules({ type: 'acme_first' }), { rules: [first] });
    expect(decide(odd, { usage: { 'acme.a\nbudget.daily': 0 } }).status).toBe('accepted');
    const budget = { type: 'budget', period: 'daily', limit: '1.00' };
    const plainOne = compile(withRules({ type: 'acme_second' }, budget), { rules: [second] });
    const spending = { granted_discount: '1000.00', usage: { 'acme.a': 0 } };
    expect(told(decide(plainOne, spending))).toEqual(['campaign.daily_budget_exceeded']);
  });

  it('is not asked for its subject while facts are wrong, nor told of another’s', () => {
    const asked: unknown[] = [];
    const dated = countingOf('acme_dated', 'acme.day', ({ at, voucherCode }) => {
      asked.push(voucherCode);
      return new Date(at).toISOString();
    });
    const compiled = compile(withRules({ type: 'acme_dated' }), { rules: [dated] });
    decide(compiled, { voucher: { code: 'SECRET-1' }, usage: { 'acme.day': 0 } });
    expect(new Set(asked)).toEqual(new Set(['SECRET-1']));
    asked.length = 0;
    for (const wrong of [{ at: Number.NaN }, { voucher: 5 }, { granted_discount: -1 }]) {
      expect(() => compiled.evaluate(context({ ...wrong, usage: {} }))).toThrow(InvalidContextError);
      expect(() => compiled.evaluate(context({ ...wrong, usage: {} }))).not.toThrow('/usage/acme.day');
    }
    expect(asked).toEqual([]);
  });

  it('of a name that is the engine’s is the host’s mistake', () => {
    const own = (name: string) =>
      defineRule({
        type: 'acme_counting',
        rows: [],
        config: anything,
        retestOnConfirm: true,
        compile(_, { counters }) {
          counters.own(name, () => 'x');
          return { check: () => undefined };
        },
      });
    const listed = withRules({ type: 'acme_counting' });
    expect(() => safeCompile(listed, { rules: [own('budget.daily')] })).toThrow(TypeError);
    expect(safeCompile(listed, { rules: [own('acme.daily')] }).success).toBe(true);
  });
});

describe('the engine’s limits in a host’s rule', () => {
  it('share their counters with the engine’s rules', () => {
    const popular = defineRule({
      type: 'acme_popular',
      rows: ['campaign.maximum_redemptions_exceeded'],
      config: anything,
      retestOnConfirm: true,
      compile(_, env) {
        const exceeded = env.violation('campaign.maximum_redemptions_exceeded');
        return { limits: [countLimit(env.counters.redemptions(), 5, { exceeded })] };
      },
    });
    const both = (max_redemptions: number) =>
      compile(campaign({ max_redemptions, rules: [{ type: 'acme_popular' }] }), { rules: [popular] });
    expect(claimed(decide(both(9)))).toMatchObject({ redemptions: 5 });
    expect(claimed(decide(both(3)))).toMatchObject({ redemptions: 3 });
    expect(decide(both(9), { usage: { redemptions: 5 } }).violations).toMatchObject([
      { rule: '/rules/0', details: { limit: 5, used: 5, requested: 1, remaining: 0 } },
    ]);
  });

  it('may be asked of first redemptions, of renewals, or of all', () => {
    const limited = (askedOf: 'every redemption' | 'first redemptions' | 'renewals') =>
      defineRule({
        type: 'acme_limited',
        rows: ['campaign.maximum_redemptions_exceeded'],
        config: anything,
        retestOnConfirm: true,
        compile(_, env) {
          const exceeded = env.violation('campaign.maximum_redemptions_exceeded');
          return { limits: [countLimit(env.counters.redemptions(), 3, { exceeded, askedOf })] };
        },
      });
    const origin = { redeemed_at: '2026-11-01T00:00Z', original: true, customer_identifier: 'cus_42' };
    const renewal = { redemption: shopper({ origin_redemption: 'order-0' }), origin };
    const refusals = (askedOf: Parameters<typeof limited>[0]) => {
      const asked = compiledWith(
        [limited(askedOf)],
        { type: 'acme_limited' },
        { type: 'subscription', max_redemptions: 9 },
      );
      const usage = { redemptions: 3 };
      expect(claimed(decide(asked, { usage: { redemptions: 2 } }))).toMatchObject({
        redemptions: 3,
      });
      return [decide(asked, { usage }).status, decide(asked, { ...renewal, usage }).status];
    };
    expect(refusals('every redemption')).toEqual(['refused', 'refused']);
    expect(refusals('first redemptions')).toEqual(['refused', 'accepted']);
    expect(refusals('renewals')).toEqual(['accepted', 'refused']);
  });
});

/** A host's rule with these limits; they tell `campaign.maximum_redemptions_exceeded`, or `customer.required`. */
function limiting(
  limits: (counters: Counters, terms: Required<Omit<LimitTerms, 'askedOf'>>) => readonly Limit[],
  retestOnConfirm: Rule['retestOnConfirm'] = true,
) {
  const rule = defineRule({
    type: 'acme_limiting',
    rows: ['campaign.maximum_redemptions_exceeded', 'customer.required'],
    config: anything,
    retestOnConfirm,
    compile(_, env) {
      const exceeded = env.violation('campaign.maximum_redemptions_exceeded');
      return { limits: limits(env.counters, { exceeded, unknown: env.violation('customer.required') }) };
    },
  });
  return compiledWith([rule], { type: 'acme_limiting' });
}

const EXCEEDED = ['campaign.maximum_redemptions_exceeded'];

describe('a limit that a host’s rule declares', () => {
  it.each([
    [1, []],
    [2, EXCEEDED],
    [3, EXCEEDED],
  ])('of a count refuses %j of 2: %j', (used, rows) => {
    const twice = limiting((counters, terms) => [countLimit(counters.anywhere(), 2, terms)]);
    const decision = decide(twice, { usage: { 'customer.redemptions_anywhere': used } });
    expect(told(decision)).toEqual(rows);
    expect(decision.violations.map(({ details }) => details)).toEqual(
      rows.map(() => ({ limit: 2, used, requested: 1, remaining: 0 })),
    );
  });

  it.each([
    ['7.49', '2.5', []],
    ['7.5', '2.5', []],
    ['7.51', '2.5', EXCEEDED],
    ['10', '0', EXCEEDED],
    ['9.99', '0', []],
  ])('of an amount refuses %j and %j of 10.00: %j', (used, granted_discount, rows) => {
    const limit = { value: parseAmount('10.00') as Amount, written: '10.00' };
    const ten = limiting((counters, terms) => [moneyLimit(counters.budget('daily'), limit, terms)]);
    const decision = decide(ten, { granted_discount, usage: { 'budget.daily': used } });
    expect(told(decision)).toEqual(rows);
    expect(decision.violations.map(({ details }) => details)).toMatchObject(
      rows.map(() => ({ limit: '10.00', used, requested: granted_discount, window: {} })),
    );
  });

  it('tells what the shopper may know of it', () => {
    const limited = defineRule({
      type: 'acme_limited',
      rows: ['campaign.maximum_redemptions_exceeded'],
      config: anything,
      retestOnConfirm: true,
      compile(_, env) {
        const exceeded = env.violation('campaign.maximum_redemptions_exceeded', { expected: { most: 5 } });
        return { limits: [countLimit(env.counters.redemptions(), 5, { exceeded })] };
      },
    });
    const decision = decide(compiledWith([limited], { type: 'acme_limited' }), { usage: { redemptions: 6 } });
    expect(plain(decision.violations)).toMatchObject([{ expected: { most: 5 }, details: { used: 6 } }]);
    expect(plain(decision)).toStrictEqual(spelledOut(decision));
    expect(toErrorResponse(decision).errors).toMatchObject([{ expected: { most: 5 } }]);
  });

  it('once tells no details', () => {
    const once = limiting((counters, terms) => [onceLimit(counters.voucher(), terms)]);
    expect(told(decide(once))).toEqual([]);
    const { violations } = decide(once, { usage: { 'voucher.redemptions': 1 } });
    expect(told(decide(once, { usage: { 'voucher.redemptions': 1 } }))).toEqual(EXCEEDED);
    expect(violations[0]?.details).toBeUndefined();
  });

  it('tells one thing of too many and another of nobody', () => {
    const known = limiting((counters, terms) => [countLimit(counters.customer('total'), 2, terms)]);
    const unnamed = limiting((counters, { exceeded }) => [
      countLimit(counters.customer('total'), 2, { exceeded }),
    ]);
    const nobody = { customer_identifier: undefined };
    expect(told(decideFor(known, nobody))).toEqual(['customer.required']);
    expect(told(decideFor(unnamed, nobody))).toEqual(EXCEEDED);
    expect(decideFor(unnamed, nobody).violations[0]?.details).toBeUndefined();
  });

  it('may be several of one counter: the smallest is what the claim must stay within', () => {
    const thrice = limiting((counters, terms) => {
      return [9, 4, 6, 4].map((most) => countLimit(counters.redemptions(), most, terms));
    });
    expect(claimed(decide(thrice))).toMatchObject({ redemptions: 4 });
    expect(decide(thrice, { usage: { redemptions: 7 } }).violations).toMatchObject([
      { details: { limit: 4 } },
    ]);
  });

  it('that a held reservation is asked again tells that nobody read what is used', () => {
    const claims = [{ name: 'a', key: 'a', add: 1 }];
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims } };
    const limit = { value: parseAmount('10') as Amount, written: '10' };
    for (const asked of [
      limiting((counters, terms) => [moneyLimit(counters.budget('daily'), limit, terms)], 'even_if_held'),
      limiting((counters, terms) => [countLimit(counters.redemptions(), 5, terms)], 'even_if_held'),
    ]) {
      const decision = decide(asked, confirm);
      expect(told(decision)).toEqual(EXCEEDED);
      expect(plain(decision)).toStrictEqual(spelledOut(decision));
      expect(decision.violations[0]?.details).toBeUndefined();
    }
  });
});

describe('a rule that can never refuse', () => {
  it('compiles to nothing', () => {
    const idle = defineRule({
      type: 'acme_idle',
      rows: [],
      config: anything,
      retestOnConfirm: true,
      compile: () => ({}),
    });
    expect(told(decide(compiledWith([idle], { type: 'acme_idle' })))).toEqual([]);
    expect(told(decide(compiledWith([idle], { type: 'any_of', rules: [{ type: 'acme_idle' }] })))).toEqual(
      [],
    );
  });
});

describe('a rule that asks a limit of claims alone', () => {
  it('bounds the claim, and refuses nothing', () => {
    const capped = defineRule({
      type: 'acme_capped',
      rows: ['campaign.maximum_redemptions_exceeded'],
      config: anything,
      retestOnConfirm: true,
      compile(_, env) {
        const exceeded = env.violation('campaign.maximum_redemptions_exceeded');
        const limit = countLimit(env.counters.redemptions(), 3, { exceeded });
        return { limitsAskedOf: () => [limit] };
      },
    });
    const campaign = compiledWith([capped], { type: 'acme_capped' });
    expect(claimed(decide(campaign, { usage: { redemptions: 9 } }))).toMatchObject({ redemptions: 3 });
  });
});

describe('a rule of the engine’s in another place', () => {
  const region = defineEngineRule(
    {
      type: 'acme_region',
      rows: [{ attribute: 'region', error_code: 'acme.elsewhere', message: 'Elsewhere' }],
      config: v.optional(v.picklist(['eu', 'us'])),
      retestOnConfirm: false,
      compile(config, env) {
        const elsewhere = env.violation('region.acme.elsewhere');
        return {
          check(redemption, report) {
            if (config !== undefined && redemption.field('region') !== config) report(elsewhere);
          },
        };
      },
    },
    { place: 'campaign field' },
  );

  const consent = defineEngineRule(
    {
      type: 'acme_consent',
      rows: [{ attribute: 'consent', error_code: 'acme.required', message: 'Consent is required' }],
      config: anything,
      retestOnConfirm: false,
      compile(_, env) {
        const required = env.violation('consent.acme.required');
        return {
          check(redemption, report) {
            if (redemption.field('consent') !== true) report(required);
          },
        };
      },
    },
    { place: 'every redemption' },
  );

  it('is a field of the campaign', () => {
    const european = compile(campaign({ acme_region: 'eu' }), { rules: [region] });
    expect(told(decideFor(european, { region: 'eu' }))).toEqual([]);
    expect(decideFor(european, {}).violations).toMatchObject([
      { error_code: 'acme.elsewhere', rule: '/acme_region' },
    ]);
    expect(told(decide(compile(campaign(), { rules: [region] })))).toEqual([]);
    expect(issuesOf(campaign({ acme_region: 'asia' }), { rules: [region] })).toMatchObject([
      { path: '/acme_region', found: '"asia"' },
    ]);
    expect(issuesOf(campaign({ acme_regio: 'eu' }), { rules: [region] })[0]?.expected).toContain(
      '(did you mean "acme_region"?)',
    );
    expect(issuesOf(campaign({ acme_region: 'eu' }))).toMatchObject([{ path: '/acme_region' }]);
  });

  it('is asked of every redemption, once, for the voucher’s campaign', () => {
    const parent = { id: 'year', status: 'active' };
    const asking = compile(campaign({ parent }), { rules: [consent] });
    expect(told(decideFor(asking, { consent: true }))).toEqual([]);
    expect(decide(asking).violations).toEqual([
      {
        attribute: 'consent',
        error_code: 'acme.required',
        message: 'Consent is required',
        campaign: 'spring',
        rule: null,
      },
    ]);
  });
});

describe('a host’s own group', () => {
  it('has children, and is counted and nested as the engine’s', () => {
    const noneOf = defineRule({
      type: 'acme_none_of',
      rows: [{ attribute: 'rules', error_code: 'acme.one_holds', message: 'One holds' }],
      config: v.strictObject({ type: v.literal('acme_none_of'), rules: v.array(v.unknown()) }),
      retestOnConfirm: true,
      isGroup: true,
      compile(_, env) {
        const oneHolds = env.violation('rules.acme.one_holds');
        return {
          limitsAskedOf: (redemption) => env.children.flatMap((child) => child.limitsAskedOf(redemption)),
          check(redemption, report) {
            for (const child of env.children) {
              let violations = 0;
              child.run(redemption, () => violations++);
              if (violations === 0) report(oneHolds);
            }
          },
        };
      },
    });
    const own = { rules: [noneOf] };
    const dear = { type: 'transaction_cost', minimum: '100' };
    const not = (...nested: unknown[]) => ({ type: 'acme_none_of', rules: nested });
    expect(told(decide(compile(withRules(not(dear)), own)))).toEqual([]);
    expect(told(decideFor(compile(withRules(not(dear)), own), { total_transaction_cost: 100 }))).toEqual([
      'rules.acme.one_holds',
    ]);
    expect(told(decide(compile(withRules(not(not(dear))), own)))).toEqual(['rules.acme.one_holds']);
    expect(issuesOf(withRules(not({ type: 'x' })), own)).toMatchObject([{ path: '/rules/0/rules/0/type' }]);
    const spent = { type: 'any_of', rules: [dear, { type: 'per_customer', max_redemptions: 0 }] };
    expect(claimed(decide(compile(withRules(not(spent)), own)))).toMatchObject({
      'customer.redemptions': null,
    });
    const crowd = new Array<unknown>(1_000).fill(dear);
    expect(issuesOf(withRules(not(...crowd)), own)).toMatchObject([{ path: '/rules' }]);
  });
});

describe('when a rule may answer otherwise', () => {
  it('is known to a group of a decision, too: for limits, when their period ends', () => {
    let seen: readonly string[] = [];
    const curious = defineRule({
      type: 'acme_when',
      rows: [],
      config: v.strictObject({ type: v.literal('acme_when'), rules: v.array(v.unknown()) }),
      retestOnConfirm: true,
      isGroup: true,
      compile: (_, { children }) => ({
        check(redemption) {
          const changes = children.map((child) => child.nextChange(redemption));
          seen = changes.map((at) => (at === Infinity ? 'never' : new Date(at).toISOString()));
        },
      }),
    });
    const rules = [
      { type: 'budget', period: 'daily', limit: '500.00' },
      { type: 'budget', period: 'total', limit: '500.00' },
      { type: 'transaction_cost', minimum: '100' },
    ];
    decide(compile(withRules({ type: 'acme_when', rules }), { rules: [curious] }));
    expect(seen).toEqual(['2026-11-22T00:00:00.000Z', 'never', 'never']);
  });
});

describe('a schema of a host’s own', () => {
  const withSchema = (validate: ConfigSchema['~standard']['validate']) =>
    defineRule({
      type: 'acme_schema',
      rows: [],
      config: { '~standard': { version: 1, vendor: 'acme', validate } },
      retestOnConfirm: true,
      compile: () => ({ check: () => undefined }),
    });
  const listed = withRules({ type: 'acme_schema', a: { b: [1] } });

  it.each([
    [[{ message: 'is wrong' }], '/rules/0', 'is wrong, found an object'],
    [[{ message: 'is wrong', path: undefined }], '/rules/0', 'is wrong, found an object'],
    [[{ message: 'is wrong', path: [] }], '/rules/0', 'is wrong, found an object'],
    [[{ message: 'is wrong', path: ['a', 'b'] }], '/rules/0/a/b', 'is wrong, found a list'],
    [[{ message: 'is wrong', path: ['a', { key: 'b' }, 0] }], '/rules/0/a/b/0', 'is wrong, found 1'],
    [[{ message: 'is missing', path: ['x', 'y', 'z'] }], '/rules/0/x/y/z', 'is missing, found nothing'],
    [
      [{ message: 'expected tea, found coffee', path: ['a/~'] }],
      '/rules/0/a~1~0',
      'expected tea, found coffee',
    ],
    [[{ message: 'two\nlines, found\nhere' }], '/rules/0', 'two\nlines, found\nhere, found an object'],
  ])('says %j', (issues, path, message) => {
    expect(issuesOf(listed, { rules: [withSchema(() => ({ issues }))] })).toMatchObject([{ path, message }]);
  });

  it('may use symbols in its paths', () => {
    const rule = withSchema(() => ({ issues: [{ message: 'is wrong', path: [Symbol('s')] }] }));
    expect(issuesOf(listed, { rules: [rule] })).toMatchObject([{ path: '/rules/0/Symbol(s)' }]);
  });

  it('that is right passes on what it makes of the config', () => {
    let seen: unknown;
    const rule = defineRule({
      type: 'acme_schema',
      rows: [],
      config: { '~standard': { version: 1, vendor: 'acme', validate: () => ({ value: 'made' }) } },
      retestOnConfirm: true,
      compile(config) {
        seen = config;
        return { check: () => undefined };
      },
    });
    expect(issuesOf(listed, { rules: [rule] })).toEqual([]);
    expect(seen).toBe('made');
  });

  it('that answers later is the host’s mistake', () => {
    const rule = withSchema(() => Promise.resolve({ value: 1 }));
    expect(() => safeCompile(listed, { rules: [rule] })).toThrow(
      new TypeError('the schema of a rule must validate synchronously'),
    );
  });

  it('is shown a frozen copy of the config', () => {
    let isFrozen = false;
    const rule = withSchema((value) => {
      isFrozen = Object.isFrozen(value) && Object.isFrozen((value as { a: unknown }).a);
      return { value };
    });
    issuesOf(listed, { rules: [rule] });
    expect(isFrozen).toBe(true);
  });
});

describe('what a rule may know of its campaign', () => {
  it('is its id, its zone, its counters and its children', () => {
    const seen: RuleEnv[] = [];
    const curious = defineRule({
      type: 'acme_curious',
      rows: [],
      config: anything,
      retestOnConfirm: true,
      compile(_, env) {
        seen.push(env);
        return { check: () => undefined };
      },
    });
    const parent = { id: 'year', time_zone: 'Asia/Tokyo', rules: [{ type: 'acme_curious' }] };
    compile(campaign({ rules: [{ type: 'acme_curious' }], parent }), { rules: [curious] });
    expect(seen.map(({ campaign: id, timeZone, children }) => [id, timeZone, children])).toEqual([
      ['spring', 'UTC', []],
      ['year', 'Asia/Tokyo', []],
    ]);
  });

  it('may show an issue that only the campaign can show, below its own place', () => {
    const local = defineRule({
      type: 'acme_local',
      rows: [],
      config: anything,
      retestOnConfirm: true,
      compile(_, env) {
        if (env.timeZone !== 'Europe/Oslo')
          env.issue('/city', 'a city of the zone', `one of ${env.timeZone}`);
        return { check: () => undefined };
      },
    });
    const listed = { rules: [{ type: 'all_of', rules: [{ type: 'acme_local', city: 'Oslo' }] }] };
    expect(issuesOf(campaign(listed), { rules: [local] })).toEqual([
      {
        path: '/rules/0/rules/0/city',
        message: 'expected a city of the zone, found one of UTC',
        found: 'one of UTC',
        expected: 'a city of the zone',
      },
    ]);
    expect(issuesOf(campaign({ ...listed, time_zone: 'Europe/Oslo' }), { rules: [local] })).toEqual([]);
  });
});

describe('a definition', () => {
  const parts = {
    type: 'acme_x',
    config: anything,
    retestOnConfirm: false,
    compile: () => ({ check: () => undefined }),
  } as const;

  it('is frozen, with its defaults', () => {
    const rule = defineRule({ ...parts, rows: ['customer.required'] });
    expect(rule).toMatchObject({
      type: 'acme_x',
      place: 'rules',
      retestOnConfirm: false,
      isGroup: false,
      allowsRenewals: false,
    });
    expect([...rule.rows.keys()]).toEqual(['customer.required']);
    expect(Object.isFrozen(rule)).toBe(true);
  });

  it('of a row that was never published is wrong', () => {
    expect(() => defineRule({ ...parts, rows: ['customer.requird' as 'customer.required'] })).toThrow(
      new TypeError('rule acme_x: the catalog has no row customer.requird'),
    );
  });

  it.each([['closed'], ['acme.'], ['.closed'], ['']])(
    'of a row of its own with the code %j, without a namespace, is wrong',
    (error_code) => {
      const row = { attribute: 'shop', error_code, message: 'Closed' };
      expect(() => defineRule({ ...parts, rows: [row] })).toThrow(
        new TypeError(
          `rule acme_x: the error code ${error_code} needs a namespace, as in acme.${error_code}`,
        ),
      );
    },
  );

  it('keeps a copy of its rows', () => {
    const row = { attribute: 'shop', error_code: 'acme.closed', message: 'Closed' };
    const rule = defineRule({ ...parts, rows: [row] });
    row.message = 'Open';
    expect(rule.rows.get('shop.acme.closed')?.message).toBe('Closed');
  });

  it('that prepares a row it does not own is wrong when a campaign is compiled', () => {
    const rule = defineRule({
      ...parts,
      rows: ['customer.required'],
      compile(_, env) {
        (env as unknown as RuleEnv).violation('location.required');
        return { check: () => undefined };
      },
    });
    expect(() => safeCompile(withRules({ type: 'acme_x' }), { rules: [rule] })).toThrow(
      new TypeError('rule acme_x does not own the row location.required'),
    );
  });

  it('of a type that is taken is wrong', () => {
    const again = defineRule({ ...parts, rows: [] });
    const budget = defineRule({ ...parts, type: 'budget', rows: [] });
    for (const own of [[again, again], [budget]]) {
      expect(() => safeCompile(campaign(), { rules: own })).toThrow(
        new TypeError('two kinds of rules share a type'),
      );
      expect(() => compile(campaign(), { rules: own })).toThrow(TypeError);
    }
  });
});

describe('a host’s rule in a group', () => {
  const always = defineRule({
    type: 'acme_open',
    rows: [{ attribute: 'shop', error_code: 'acme.closed', message: 'Closed' }],
    config: v.strictObject({ type: v.literal('acme_open') }),
    retestOnConfirm: 'even_if_held',
    compile(_, env) {
      const closed = env.violation('shop.acme.closed');
      return {
        check(redemption, report) {
          if (redemption.field('open') !== true) report(closed);
        },
      };
    },
  });

  it.each(['any_of', 'all_of'])('is asked of a confirmation whose claims are held, in %s too', (group) => {
    const config = withRules({ type: group, rules: [{ type: 'acme_open' }] });
    const held = [{ name: 'redemptions', key: 'campaign/spring/redemptions', add: 1, limit: 5 }];
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: held } };
    expect(told(decide(compile(config, { rules: [always] }), confirm))).toEqual(['shop.acme.closed']);
  });

  it('may carry a description that its own schema does not know', () => {
    const described = { type: 'acme_open', description: 'Only while the shop is open.' };
    expect(safeCompile(withRules(described), { rules: [always] }).success).toBe(true);
    expect(issuesOf(withRules({ ...described, description: 5 }), { rules: [always] })).toMatchObject([
      { path: '/rules/0/description', found: '5', expected: 'a string' },
    ]);
    expect(issuesOf(withRules({ ...described, description: () => 1 }), { rules: [always] })).toMatchObject([
      { path: '/rules/0/description', found: 'a function' },
    ]);
  });

  it('can bound the cost with the amounts of the engine', () => {
    const cheap = defineRule({
      type: 'acme_cheap',
      rows: [{ attribute: 'cost', error_code: 'acme.dear', message: 'Too dear' }],
      config: v.object({ below: v.string() }),
      retestOnConfirm: false,
      compile({ below }, env) {
        const dear = env.violation('cost.acme.dear');
        const most = parseAmount(below) as Amount;
        return {
          check({ cost }, report) {
            if (cost !== undefined && !isAtMost(cost, most)) report(dear);
          },
        };
      },
    });
    const most = compile(withRules({ type: 'acme_cheap', below: '20.00' }), { rules: [cheap] });
    expect(told(decideFor(most, { total_transaction_cost: '20.00' }))).toEqual([]);
    expect(told(decideFor(most, { total_transaction_cost: '20.01' }))).toEqual(['cost.acme.dear']);
  });
});
