// A portfolio answers as each of its campaigns by itself does; and what a host is told of wrong campaigns and facts.

import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  CampaignConfigError,
  compile,
  compilePortfolio,
  countLimit,
  defineRule,
  InvalidContextError,
  isAtMost,
  parseAmount,
  safeCompilePortfolio,
  type Amount,
  type Portfolio,
  type PortfolioContext,
} from '../src/index.ts';
import type { Needs } from '../src/needs.ts';
import { portfolioOver } from '../src/portfolio.ts';
import type { Index } from '../src/portfolio/indexed-portfolio.ts';
import { NeedsIndex, type Question } from '../src/portfolio/needs-index.ts';
import type { CampaignJson } from './support/arbitraries.ts';
import { box, campaign, collection, context, factsWrongIn, polygon, shopper } from './support/campaigns.ts';
import {
  askedOf,
  members,
  named,
  options,
  qualifyEach,
  withUsage,
  type Asked,
} from './support/portfolios.ts';

const RUNS = Number(process.env['PORTFOLIO_RUNS'] ?? 60);
const PLANTED_RUNS = 3_000;
const HOUR = 3_600_000;

// ---------------------------------------------------------------------------------------------------------------
// The same answers as each campaign
// ---------------------------------------------------------------------------------------------------------------

type Step =
  | { readonly do: 'add' | 'replace'; readonly which: number; readonly by: number }
  | { readonly do: 'remove'; readonly which: number }
  | { readonly do: 'ask'; readonly asked: Asked };

interface History {
  readonly first: readonly CampaignJson[];
  readonly more: readonly CampaignJson[];
  readonly steps: readonly Step[];
}

const histories: fc.Arbitrary<History> = fc
  .tuple(
    fc.array(members, { minLength: 1, maxLength: 12 }),
    fc.array(members, { minLength: 1, maxLength: 6 }),
  )
  .map(([first, more]) => ({
    first: first.map((one, i) => named(one, `first ${i}`)),
    more: more.map((one, i) => named(one, `more ${i}`)),
  }))
  .chain(({ first, more }) => {
    const all = [...first, ...more];
    const which = fc.nat(all.length - 1);
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), asked: askedOf(all) }) },
      {
        weight: 2,
        arbitrary: fc.record({ do: fc.constantFrom('add' as const, 'replace' as const), which, by: which }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), which }) },
    );
    return fc.record({
      first: fc.constant(first),
      more: fc.constant(more),
      steps: fc.array(step, { minLength: 1, maxLength: 16, size: 'max' }),
    });
  });

/** Goes through a history with a portfolio and, beside it, a plain list. Answers are compared where they are given. */
function live(
  { first, more, steps }: History,
  makeIndex: () => Index,
  compare: (portfolio: Portfolio, list: readonly CampaignJson[], asked: Asked) => void,
): void {
  const result = portfolioOver(makeIndex(), first, options);
  if (!result.success) throw new Error(JSON.stringify(result.issues));
  const { portfolio } = result;
  const all = [...first, ...more];
  let list = [...first];
  for (const step of steps) {
    if (step.do === 'ask') compare(portfolio, list, step.asked);
    else {
      const one = all[step.which]!;
      const isThere = list.some(({ id }) => id === one.id);
      expect(portfolio.has(one.id)).toBe(isThere);
      if (step.do === 'remove') {
        expect(portfolio.remove(one.id)).toBe(isThere);
        list = list.filter(({ id }) => id !== one.id);
      } else if (step.do === 'add' && !isThere) {
        const added = named(all[step.by]!, one.id);
        portfolio.add(added);
        list.push(added);
      } else if (step.do === 'replace' && isThere) {
        const other = named(all[step.by]!, one.id);
        portfolio.replace(compile(other, options));
        list = list.map((before) => (before.id === one.id ? other : before));
      }
    }
    expect(portfolio.size).toBe(list.length);
  }
}

function sameAnswers(portfolio: Portfolio, list: readonly CampaignJson[], asked: Asked): void {
  const context = withUsage(list, asked);
  const answer = portfolio.qualify(context, asked);
  expect(JSON.parse(JSON.stringify(answer))).toEqual(qualifyEach(list, context, asked.explain));
}

/** No campaign is lost by an index that finds too few. */
function noneLost(portfolio: Portfolio, list: readonly CampaignJson[], asked: Asked): void {
  const context = withUsage(list, asked);
  const found = portfolio.qualify(context).qualified.map(({ campaign }) => campaign);
  expect(found).toEqual(qualifyEach(list, context).qualified.map(({ campaign }) => campaign));
}

describe('a portfolio', () => {
  it('answers as each of its campaigns, whatever was added, replaced and removed, and wherever time goes', () => {
    fc.assert(
      fc.property(histories, (history) => live(history, () => new NeedsIndex(), sameAnswers)),
      { numRuns: RUNS },
    );
  });

  it('needs the counters of its plan, each of them, and no other', () => {
    fc.assert(
      fc.property(histories, fc.nat(1_000), (history, pick) =>
        live(
          history,
          () => new NeedsIndex(),
          (portfolio, list, { explain, ...asked }) => {
            const context = withUsage(list, { explain, ...asked });
            const { usage, ...planContext } = context;
            const keys = portfolio.plan(planContext, { explain }).counters.map(({ key }) => key);
            expect(new Set(keys).size).toBe(keys.length);
            const answer = portfolio.qualify(context, { explain });
            const only = Object.fromEntries(keys.map((key) => [key, usage[key] as string]));
            expect(portfolio.qualify({ ...context, usage: only }, { explain })).toEqual(answer);
            const wrongWith = (some: Readonly<Record<string, string>> | undefined) =>
              factsWrongIn(() => portfolio.qualify({ ...context, usage: some }, { explain })).map(
                ({ path }) => path,
              );
            expect(wrongWith(undefined).toSorted()).toEqual(keys.map(pathOf).toSorted());
            const missing = keys[pick % keys.length];
            if (missing === undefined) return;
            const { [missing]: __, ...others } = only;
            expect(wrongWith(others)).toEqual([pathOf(missing)]);
          },
        ),
      ),
      { numRuns: RUNS },
    );
  });

  it('is asked with cases that decide something', () => {
    let [accepted, asked, pruned] = [0, 0, 0];
    const counting = (): Index => {
      const index = new NeedsIndex();
      return {
        add: (needs) => index.add(needs),
        replace: (slot, needs) => index.replace(slot, needs),
        delete: (slot) => index.delete(slot),
        slotsFor(question) {
          const slots = index.slotsFor(question);
          pruned -= slots.length;
          return slots;
        },
      };
    };
    for (const history of fc.sample(histories, { numRuns: 60, seed: 42 })) {
      live(history, counting, (portfolio, list, one) => {
        accepted += portfolio.qualify(withUsage(list, one)).qualified.length;
        asked += list.length;
        pruned += list.length;
      });
    }
    expect(accepted).toBeGreaterThan(asked / 100);
    expect(pruned).toBeGreaterThan(asked / 5);
  });
});

function pathOf(key: string): string {
  return `/usage/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

describe('a limit of a host’s own on nobody', () => {
  it('refuses without a counter, whoever else is named', () => {
    const nobodys = defineRule({
      type: 'acme_nobody',
      rows: [{ attribute: 'member', error_code: 'acme.nobody', message: 'Only members' }],
      config: v.strictObject({ type: v.literal('acme_nobody') }),
      retestOnConfirm: true,
      compile(_, env) {
        const nobody = env.violation('member.acme.nobody');
        return {
          limits: [
            countLimit(
              env.counters.own('acme.member', () => undefined),
              5,
              { exceeded: nobody },
            ),
          ],
        };
      },
    });
    const budget = { type: 'budget', period: 'daily', limit: '5.00' };
    const config = { id: 'm', status: 'active', rules: [{ type: 'acme_nobody' }, budget] };
    const portfolio = compilePortfolio([config], { rules: [nobodys] });
    const redemption = { transaction_id: 't', customer_identifier: 'c', total_transaction_cost: 5 };
    const asked = { at: 0, voucher: { code: 'V' }, redemption };
    expect(portfolio.plan(asked)).toEqual({ counters: [] });
    expect(portfolio.qualify(asked).qualified).toEqual([]);
  });
});

describe('a rule of a host’s own', () => {
  it('is compiled once, and asked for what it needs without a `this`', () => {
    const seen: unknown[] = [];
    const mornings = defineRule({
      type: 'acme_mornings',
      rows: [{ attribute: 'voucher', error_code: 'acme.later', message: 'Mornings only' }],
      config: v.strictObject({ type: v.literal('acme_mornings') }),
      retestOnConfirm: false,
      compile(_, env) {
        seen.push('compiled');
        const later = env.violation('voucher.acme.later');
        return {
          needs(this: unknown) {
            seen.push(this);
            return { week: { zone: 'UTC', minutes: [{ start: 0, end: 720 }] } };
          },
          check: ({ at }, report) => {
            seen.push('asked');
            if (at % (24 * HOUR) >= 12 * HOUR) report(later);
          },
        };
      },
    });
    const config = { id: 'm', status: 'active', rules: [{ type: 'acme_mornings' }] };
    const portfolio = compilePortfolio([config], { rules: [mornings] });
    expect(seen).toEqual(['compiled', undefined]);
    const monday = Date.UTC(2026, 10, 30);
    const redemption = { transaction_id: 't', customer_identifier: 'c', total_transaction_cost: 5 };
    const qualified = (at: number) => {
      const asked = { at, voucher: { code: 'V' }, redemption, usage: {} };
      const usage = Object.fromEntries(portfolio.plan(asked).counters.map(({ key }) => [key, 0]));
      return portfolio.qualify({ ...asked, usage }).qualified.length;
    };
    // The index looks at hours: past the last of them the rule is not even asked.
    expect(qualified(monday + 12 * HOUR)).toBe(0);
    expect(seen).toEqual(['compiled', undefined]);
    expect(qualified(monday + 12 * HOUR - 1)).toBe(1);
    expect(new Set(seen)).toEqual(new Set(['compiled', undefined, 'asked']));
    expect(seen.filter((one) => one === 'compiled')).toHaveLength(1);
  });
});

describe('an index is found out by the answers, if it', () => {
  const mistaken = (other: {
    needs?: (needs: Needs) => Needs;
    question?: (question: Question) => Partial<Question>;
  }) => {
    return (): Index => {
      const index = new NeedsIndex();
      const told = (needs: Needs) => other.needs?.(needs) ?? needs;
      return {
        add: (needs) => index.add(told(needs)),
        replace: (slot, needs) => index.replace(slot, told(needs)),
        delete: (slot) => index.delete(slot),
        slotsFor({ at, location, cost, categories }) {
          const question = { at, location, cost, categories };
          return index.slotsFor({ ...question, ...other.question?.(question) });
        },
      };
    };
  };

  it.each<[string, () => Index]>([
    [
      'moves ends an hour ahead',
      mistaken({
        needs: ({ instants, ...needs }) => ({
          ...needs,
          instants: instants?.map(({ start, end }) => ({ start, end: end - HOUR })),
        }),
      }),
    ],
    [
      'knows only the first window',
      mistaken({ needs: ({ instants, ...needs }) => ({ ...needs, instants: instants?.slice(0, 1) }) }),
    ],
    [
      'reads clocks an hour off, for the hours after they change',
      mistaken({
        question: ({ at }) =>
          new Date(at).getUTCMonth() === 9 && new Date(at).getUTCDate() === 25 ? { at: at - HOUR } : {},
      }),
    ],
    [
      'takes the clocks of all zones for those of UTC',
      mistaken({ needs: ({ week, ...needs }) => ({ ...needs, week: week && { ...week, zone: 'UTC' } }) }),
    ],
    [
      'has its boxes too small by a hair',
      mistaken({
        needs: ({ boxes, ...needs }) => ({
          ...needs,
          boxes: boxes?.map(({ west, south, east, north }) => {
            return { west: west + 1e-12, south: south + 1e-12, east: east - 1e-12, north: north - 1e-12 };
          }),
        }),
      }),
    ],
    [
      'knows only the first box',
      mistaken({ needs: ({ boxes, ...needs }) => ({ ...needs, boxes: boxes?.slice(0, 1) }) }),
    ],
    ['misses a tag', mistaken({ needs: ({ tags, ...needs }) => ({ ...needs, tags: tags?.slice(0, -1) }) })],
    [
      'takes the least cost for the most',
      mistaken({ needs: ({ cost, ...needs }) => ({ ...needs, cost: cost && { most: cost.least } }) }),
    ],
  ])('%s', (_, makeIndex) => {
    const found = fc.check(
      fc.property(histories, (history) => live(history, makeIndex, noneLost)),
      { numRuns: PLANTED_RUNS, seed: 42, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });
});

// ---------------------------------------------------------------------------------------------------------------
// What is said in which order
// ---------------------------------------------------------------------------------------------------------------

const many = (...ids: string[]) => ids.map((id) => campaign({ id }));
const asking = (fields: Partial<PortfolioContext> = {}): PortfolioContext => ({
  ...(context() as PortfolioContext),
  usage: { 'transaction/order-1': 0, 'customer/cus_42/redemptions': 0 },
  ...fields,
});
const idsIn = (some: readonly { readonly campaign: string }[] | undefined) =>
  some?.map((one) => one.campaign);

describe('the order of answers', () => {
  it('is that of adding; one that replaces another has its place, one that comes back comes last', () => {
    const portfolio = compilePortfolio(many('b', 'c', 'a'));
    portfolio.add(campaign({ id: 'd' }));
    portfolio.remove('c');
    portfolio.add(campaign({ id: 'e' }));
    portfolio.replace(campaign({ id: 'b', name: 'again' }));
    portfolio.remove('a');
    portfolio.add(campaign({ id: 'a' }));
    expect(idsIn(portfolio.qualify(asking()).qualified)).toEqual(['b', 'd', 'e', 'a']);
    expect(idsIn(portfolio.qualify(asking(), { explain: true }).qualified)).toEqual(['b', 'd', 'e', 'a']);
  });

  it('is kept among those that refuse', () => {
    const portfolio = compilePortfolio([
      campaign({ id: 'b', status: 'draft' }),
      ...many('c'),
      campaign({ id: 'a', status: 'inactive' }),
    ]);
    const { qualified, refused } = portfolio.qualify(asking(), { explain: true });
    expect([idsIn(qualified), idsIn(refused)]).toEqual([['c'], ['b', 'a']]);
    expect(
      refused?.[0]?.decision.violations.map(({ error_code, campaign }) => [error_code, campaign]),
    ).toEqual([['not_active', 'b']]);
    expect(portfolio.qualify(asking())).not.toHaveProperty('refused');
  });
});

describe('the claims of a portfolio', () => {
  it("are those of the campaign's own decision", () => {
    const budget = campaign({
      id: 'b',
      max_total_budget: '10',
      rules: [{ type: 'per_customer', max_redemptions: 2 }],
    });
    const portfolio = compilePortfolio([budget]);
    const usage = {
      'transaction/order-1': 0,
      'customer/cus_42/redemptions': 5,
      'campaign/b/budget/total': '9.00',
      'campaign/b/customer/cus_42/redemptions': 1,
    };
    const [first] = portfolio.qualify(asking({ granted_discount: '1.00', usage })).qualified;
    // The host may go on with its own objects: what was decided stays.
    usage['campaign/b/budget/total'] = '10.00';
    expect(first?.decision.claims).toEqual([
      { name: 'budget.total', key: 'campaign/b/budget/total', add: '1.00', limit: '10' },
      { name: 'customer.redemptions', key: 'campaign/b/customer/cus_42/redemptions', add: 1, limit: 2 },
      { name: 'customer.redemptions_anywhere', key: 'customer/cus_42/redemptions', add: 1, limit: null },
      { name: 'transaction.redemptions', key: 'transaction/order-1', add: 1, limit: 1 },
    ]);
  });
});

describe('an ancestor', () => {
  it('of several campaigns has its counters loaded once', () => {
    const parent = campaign({ id: 'root', max_redemptions: 5 });
    const portfolio = compilePortfolio([
      campaign({ id: 'a', parent }),
      campaign({ id: 'b', parent }),
      parent,
    ]);
    expect(portfolio.plan(asking())).toEqual({
      counters: [
        { key: 'campaign/root/redemptions' },
        { key: 'customer/cus_42/redemptions' },
        { key: 'transaction/order-1' },
      ],
    });
    const usage = { ...asking().usage, 'campaign/root/redemptions': 5 };
    expect(portfolio.qualify(asking({ usage })).qualified).toEqual([]);
    const { refused } = portfolio.qualify(asking({ usage }), { explain: true });
    expect(refused?.map(({ decision }) => decision.violations[0]?.details)).toEqual(
      Array.from({ length: 3 }, () => ({ limit: 5, used: 5, requested: 1, remaining: 0 })),
    );
  });
});

describe('without a voucher', () => {
  it('nobody asks for a code or an assignment, and no counter of a code is planned', () => {
    const portfolio = compilePortfolio([campaign({ id: 'a', voucher_type: 'unique' })]);
    const { voucher: _, ...none } = asking();
    for (const question of [none, { ...none, voucher: null }]) {
      expect(portfolio.plan(question).counters.map(({ key }) => key)).toEqual([
        'customer/cus_42/redemptions',
        'transaction/order-1',
      ]);
      const { qualified } = portfolio.qualify(question, { explain: true });
      expect(qualified[0]?.decision.claims.map(({ key }) => key)).toEqual([
        'customer/cus_42/redemptions',
        'transaction/order-1',
      ]);
    }
    expect(factsWrongIn(() => portfolio.qualify(asking())).map(({ path }) => path)).toEqual([
      '/usage/voucher~1SPRING-1~1redemptions',
    ]);
  });

  it('with one, both are asked for', () => {
    const portfolio = compilePortfolio(many('a'));
    const assigned = { code: 'x', customer_identifier: 'cus_7' };
    expect(portfolio.qualify(asking({ voucher: assigned })).qualified).toEqual([]);
  });
});

// ---------------------------------------------------------------------------------------------------------------
// What counters are needed
// ---------------------------------------------------------------------------------------------------------------

describe('a counter is needed', () => {
  const planned = (rules: readonly unknown[], fields: object = {}, sent: object = {}) =>
    compilePortfolio([campaign({ id: 'a', rules, ...fields })])
      .plan(asking({ redemption: shopper({ ...sent }) }))
      .counters.map(({ key }) => key)
      .filter((key) => key.startsWith('campaign/'));

  const budget = { type: 'budget', period: 'total', limit: '5' };
  const wrongTags = { type: 'category', category: 'department', any_of: ['shoes'] };
  const noTags = { type: 'category', category: 'department', none_of: ['shoes'] };
  const sent = { categories: [{ name: 'department', tags: ['bags'] }] };
  const sentShoes = { categories: [{ name: 'department', tags: ['shoes'] }] };

  it.each<[string, readonly unknown[], object, object, readonly string[]]>([
    ['where only it can refuse', [budget], {}, {}, ['campaign/a/budget/total']],
    ['where it is sure to', [{ ...budget, limit: '0' }], {}, {}, ['campaign/a/budget/total']],
    ['not where another check refuses', [budget, wrongTags], {}, sent, []],
    ['not where one refuses that the index does not know', [budget, noTags], {}, sentShoes, []],
    ['not where the campaign is a draft', [budget], { status: 'draft' }, {}, []],
    [
      'where a branch holds that looks at none',
      [{ type: 'any_of', rules: [noTags, budget] }],
      {},
      sent,
      ['campaign/a/budget/total'],
    ],
    [
      'where it is the other branch',
      [{ type: 'any_of', rules: [wrongTags, budget] }],
      {},
      sent,
      ['campaign/a/budget/total'],
    ],
    [
      'not in a group one of whose rules refuses before',
      [{ type: 'all_of', rules: [noTags, budget] }],
      {},
      sentShoes,
      [],
    ],
    [
      'not where a customer is missing',
      [{ type: 'per_customer', max_redemptions: 3 }],
      { max_redemptions: 3 },
      { customer_identifier: '' },
      [],
    ],
  ])('%s', (_, rules, fields, redemption, keys) => {
    expect(planned(rules, fields, redemption)).toEqual(keys);
  });
});

// ---------------------------------------------------------------------------------------------------------------
// Wrong facts
// ---------------------------------------------------------------------------------------------------------------

describe('wrong facts', () => {
  const portfolio = compilePortfolio([
    campaign({ id: 'a', max_total_budget: '5' }),
    campaign({ id: 'b/c', rules: [{ type: 'subscription', max_redemptions: 3 }] }),
    campaign({ id: 'd', status: 'draft', max_redemptions: 3 }),
    campaign({ id: 'constructor', max_total_budget: '5' }),
  ]);
  const wrong = (fields: object, explain = false) =>
    factsWrongIn(() => portfolio.qualify(asking(fields), { explain })).map(({ path }) => path);
  const right = {
    'transaction/order-1': 0,
    'customer/cus_42/redemptions': 0,
    'campaign/a/budget/total': 0,
    'campaign/b%2Fc/origin/order-1/redemptions': 0,
    'campaign/constructor/budget/total': '1',
  };

  it('are told all at once, each once', () => {
    expect(wrong({ granted_discount: -1, usage: {} })).toEqual([
      '/granted_discount',
      '/usage/campaign~1a~1budget~1total',
      '/usage/customer~1cus_42~1redemptions',
      '/usage/transaction~1order-1',
      '/usage/campaign~1b%2Fc~1origin~1order-1~1redemptions',
      '/usage/campaign~1constructor~1budget~1total',
    ]);
    // Which campaigns come into question nobody can say here.
    expect(
      wrong({ at: 'noon', voucher: { code: '' }, operation: 'confirm', granted_discount: -1, usage: {} }),
    ).toEqual(['/at', '/voucher/code', '/operation', '/granted_discount']);
    const errors = () => portfolio.qualify(asking({ usage: {} }), { explain: true });
    expect(errors).toThrow(InvalidContextError);
    expect(wrong({ usage: {}, granted_discount: 1 }, true)).toContain('/usage/campaign~1d~1redemptions');
  });

  it.each<[string, object, readonly string[]]>([
    ['a context that is none', { usage: right, granted_discount: 1 }, []],
    ['usage that is a list', { usage: [], granted_discount: 1 }, ['/usage']],
    ['no discount', { usage: right }, ['/granted_discount']],
    ['a discount that is null', { usage: right, granted_discount: null }, ['/granted_discount']],
    ['a discount that is negative', { usage: right, granted_discount: '-1' }, ['/granted_discount']],
    [
      'a discount for no campaign',
      { usage: right, granted_discount: {} },
      ['/granted_discount/a', '/granted_discount/constructor'],
    ],
    [
      'a discount for some, and one that nobody needs',
      { usage: right, granted_discount: { a: 1, 'b/c': 'x', z: 'x' } },
      ['/granted_discount/b~1c', '/granted_discount/constructor'],
    ],
    ['a discount that is a list', { usage: right, granted_discount: [1] }, ['/granted_discount']],
    ['an operation that is none', { usage: right, granted_discount: 1, operation: 'refund' }, ['/operation']],
    ['a voucher that is a text', { usage: right, granted_discount: 1, voucher: 'SPRING' }, ['/voucher']],
    [
      'an origin',
      { usage: right, granted_discount: 1, redemption: shopper({ origin_redemption: 'order-0' }), origin: 5 },
      ['/origin'],
    ],
  ])('%s', (_, fields, paths) => {
    expect(wrong(fields)).toEqual(paths);
  });

  it('are those of the context itself, where it is none', () => {
    expect(factsWrongIn(() => portfolio.qualify(5 as never))).toMatchObject([{ path: '', found: '5' }]);
    expect(factsWrongIn(() => portfolio.plan([] as never))).toMatchObject([{ path: '' }]);
  });

  it('of a plan are those that keys need', () => {
    expect(
      factsWrongIn(() =>
        portfolio.plan({ ...asking(), at: 'noon', usage: 5, granted_discount: 'x' } as never),
      ),
    ).toMatchObject([{ path: '/at' }]);
  });

  it('leave nothing behind for the next question', () => {
    wrong({ at: 'noon', usage: { ...right, 'transaction/order-1': 'x' }, granted_discount: 9 });
    expect(wrong({ usage: right })).toEqual(['/granted_discount']);
    expect(wrong({ usage: right, granted_discount: 1 })).toEqual([]);
  });

  it('are not an origin, where nobody asks for one', () => {
    const plain = compilePortfolio(many('a'));
    const renewing = { redemption: shopper({ origin_redemption: 'order-0' }), origin: 5 };
    expect(factsWrongIn(() => plain.qualify(asking(renewing as never)))).toEqual([]);
    plain.add(campaign({ id: 'b', rules: [{ type: 'subscription', max_redemptions: 3 }] }));
    expect(factsWrongIn(() => plain.qualify(asking(renewing as never))).map(({ path }) => path)).toContain(
      '/origin',
    );
    plain.remove('b');
    expect(factsWrongIn(() => plain.qualify(asking(renewing as never)))).toEqual([]);
  });

  it('are missing facts where they are inherited', () => {
    expect(wrong({ usage: Object.create(right) as object, granted_discount: 1 })).toHaveLength(5);
    expect(
      wrong({ usage: Object.assign(Object.create(null) as object, right), granted_discount: 1 }),
    ).toEqual([]);
    const discounts = Object.assign(Object.create({ a: 1 }) as object, { constructor: 1 });
    expect(wrong({ usage: right, granted_discount: discounts })).toEqual(['/granted_discount/a']);
  });

  it('are never those of the shopper', () => {
    for (const redemption of [
      undefined,
      null,
      5,
      [],
      { location: 5, categories: 5, total_transaction_cost: {} },
    ]) {
      expect(compilePortfolio(many('a')).qualify({ at: 0, redemption }).qualified).toEqual([]);
    }
  });
});

// ---------------------------------------------------------------------------------------------------------------
// Campaigns
// ---------------------------------------------------------------------------------------------------------------

describe('campaigns that are wrong', () => {
  const wrong = [
    campaign({ id: 'a' }),
    campaign({ id: 'b', status: 'actve' }),
    compile(campaign({ id: 'c' })),
    campaign({ id: 'a' }),
    { id: '', rules: [{ type: 'budgt' }] },
    5,
    compile(campaign({ id: 'c' })),
  ];
  const paths = ['/1/status', '/3/id', '/4/id', '/4/rules/0/type', '/5', '/6/id'];

  it('are told all at once, each issue below its place in the list', () => {
    const result = safeCompilePortfolio(wrong);
    expect(result).toMatchObject({ success: false, omitted: 0 });
    expect(!result.success && result.issues.map(({ path }) => path)).toEqual(paths);
    expect(!result.success && result.issues[1]).toEqual({
      path: '/3/id',
      expected: 'an id of its own in the portfolio',
      found: '"a"',
      message: 'expected an id of its own in the portfolio, found "a"',
    });
    expect(() => compilePortfolio(wrong)).toThrow(CampaignConfigError);
    expect(() => compilePortfolio(wrong)).toThrow('/4/rules/0/type: expected');
  });

  it('are told up to the thousandth issue, and how many there are more', () => {
    const rules = Array.from({ length: 130 }, () => ({ type: 'x' }));
    const result = safeCompilePortfolio(Array.from({ length: 12 }, (_, i) => ({ id: String(i), rules })));
    expect(result.success || [result.issues.length, result.omitted]).toEqual([1_000, 560]);
  });

  it.each([null, undefined, 5, { id: 'a' }])('are a list, not %j: a mistake of the program', (campaigns) => {
    const wrong = new TypeError('campaigns: expected an iterable of campaigns');
    expect(() => compilePortfolio(campaigns as unknown as [])).toThrow(wrong);
    expect(() => safeCompilePortfolio(campaigns as unknown as [])).toThrow(wrong);
  });

  it('are told when they are added or replace others, and change nothing', () => {
    const portfolio = compilePortfolio(many('a'));
    expect(() => portfolio.add({ id: 'b', status: 5 })).toThrow(CampaignConfigError);
    expect(() => portfolio.replace({ id: 'a', status: 5 })).toThrow(CampaignConfigError);
    expect(() => portfolio.add(campaign({ id: 'a' }))).toThrow(
      new TypeError('there is a campaign "a" already'),
    );
    expect(() => portfolio.replace(campaign({ id: 'b' }))).toThrow(
      new TypeError('there is no campaign "b" to replace'),
    );
    expect(portfolio.remove('b')).toBe(false);
    expect([portfolio.size, portfolio.has('a'), portfolio.has('b')]).toEqual([1, true, false]);
    expect(idsIn(portfolio.qualify(asking()).qualified)).toEqual(['a']);
  });

  it('are none in no campaigns', () => {
    const portfolio = compilePortfolio([]);
    expect([
      portfolio.size,
      portfolio.plan(asking()),
      portfolio.qualify(asking(), { explain: true }),
    ]).toEqual([0, { counters: [] }, { qualified: [], refused: [] }]);
  });
});

const row = { attribute: 'customer', error_code: 'acme.no', message: 'No' };
const typed = <Type extends string>(type: Type) => v.strictObject({ type: v.literal(type) });

/** The more visits, the better. */
const loyal = defineRule({
  type: 'acme_loyal',
  rows: [row],
  config: typed('acme_loyal'),
  retestOnConfirm: true,
  compile(_, env) {
    const no = env.violation('customer.acme.no');
    const visits = env.counters.own('acme.visits', ({ customerIdentifier }) => customerIdentifier);
    return {
      check: (redemption, report) => {
        if (!(redemption.count(visits) >= 3)) report(no);
      },
    };
  },
});

/** What was spent must be written with two decimals. */
const tidy = defineRule({
  type: 'acme_tidy',
  rows: [row],
  config: typed('acme_tidy'),
  retestOnConfirm: false,
  compile(_, env) {
    const no = env.violation('customer.acme.no');
    const budget = env.counters.budget('total');
    return {
      check: (redemption, report) => {
        if (!/\.\d\d$/.test(String(redemption.written(budget)))) report(no);
      },
    };
  },
});

const generous = defineRule({
  type: 'acme_generous',
  rows: [row],
  config: typed('acme_generous'),
  retestOnConfirm: false,
  compile(_, env) {
    const no = env.violation('customer.acme.no');
    return {
      check: ({ grantedDiscount, grantedDiscountWritten }, report) => {
        const isEnough =
          isAtMost(parseAmount('5') as Amount, grantedDiscount) && Number(grantedDiscountWritten) >= 5;
        if (!isEnough) report(no);
      },
    };
  },
});

describe("rules of a host's own", () => {
  it('may ask a portfolio while they are asked', () => {
    const inner = compilePortfolio(many('inner'));
    const asks = {
      ...options.rules![0]!,
      type: 'acme_asks',
      compile: () => ({
        check: () => void inner.qualify(asking()),
      }),
    };
    const outer = compilePortfolio([campaign({ id: 'a', rules: [{ type: 'acme_even' }] }), ...many('b')], {
      rules: [{ ...asks, type: 'acme_even' }],
    });
    expect(idsIn(outer.qualify(asking()).qualified)).toEqual(['a', 'b']);
  });

  it.each([
    ['a counter that they do not limit', 'acme_loyal', { 'campaign/a/acme.visits/cus_42': 3 }, 0, true],
    ['a counter that they do not limit', 'acme_loyal', { 'campaign/a/acme.visits/cus_42': 2 }, 0, false],
    ['what an amount was written as', 'acme_tidy', { 'campaign/a/budget/total': '1.00' }, 0, true],
    ['what an amount was written as', 'acme_tidy', { 'campaign/a/budget/total': '1.0' }, 0, false],
    ['the discount', 'acme_generous', {}, '5.00', true],
    ['the discount', 'acme_generous', {}, '4.99', false],
  ])('may look at %s: %s', (_, type, usage, granted_discount, qualifies) => {
    const portfolio = compilePortfolio([campaign({ id: 'a', rules: [{ type }] })], {
      rules: [loyal, tidy, generous],
    });
    const question = asking({ granted_discount, usage: { ...asking().usage, ...usage } });
    expect(
      portfolio
        .plan(question)
        .counters.map(({ key }) => key)
        .toSorted(),
    ).toEqual(Object.keys(question.usage ?? {}).toSorted());
    expect(portfolio.qualify(question).qualified).toHaveLength(qualifies ? 1 : 0);
    expect(portfolio.qualify(question, { explain: true }).qualified).toHaveLength(qualifies ? 1 : 0);
  });
});

describe('time', () => {
  it('may jump, and hours may be skipped and repeated', () => {
    const night = { type: 'time_of_order', windows: [{ start: '02:00', end: '03:00' }] };
    const portfolio = compilePortfolio([
      campaign({ id: 'a', time_zone: 'Europe/Amsterdam', rules: [night] }),
    ]);
    const qualifiesAt = (at: string) => portfolio.qualify(asking({ at })).qualified.length === 1;
    expect(qualifiesAt('2026-10-25T00:30:00Z')).toBe(true);
    expect(qualifiesAt('2026-10-25T01:30:00Z')).toBe(true);
    expect(qualifiesAt('2026-10-25T02:00:00Z')).toBe(false);
    expect(qualifiesAt('2026-03-29T00:59:59.999Z')).toBe(false);
    expect(qualifiesAt('2026-03-29T01:00:00Z')).toBe(false);
    expect(qualifiesAt('2026-03-28T01:59:59.999Z')).toBe(true);
  });
});

describe('a border', () => {
  it('belongs to the area of a campaign', () => {
    const areas = collection(polygon([box(4, 52, 5, 53)]));
    const portfolio = compilePortfolio([campaign({ id: 'a', rules: [{ type: 'area', areas }] })]);
    const qualifiesAt = (longitude: number, latitude: number) =>
      portfolio.qualify(asking({ redemption: shopper({ location: { longitude, latitude } }) })).qualified
        .length === 1;
    expect([
      qualifiesAt(4, 52),
      qualifiesAt(5, 53),
      qualifiesAt(4.5, 53),
      qualifiesAt(4, 53.0000001),
    ]).toEqual([true, true, true, false]);
  });
});
