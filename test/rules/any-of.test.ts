import { describe, expect, it } from 'vitest';
import { allOf as allOfRule } from '../../src/rules/all-of.ts';
import { anyOf as anyOfRule } from '../../src/rules/any-of.ts';
import {
  box,
  campaign,
  claimed,
  collection,
  decide,
  decideFor,
  issuesOf,
  pathsOf,
  planned,
  polygon,
  told,
  withRules,
} from '../support/campaigns.ts';

const never = { type: 'time_frame', windows: [{ end: '2026-01-01T00:00' }] };
const always = { type: 'time_of_order', windows: [{}] };
const dear = { type: 'transaction_cost', minimum: '1000.00' };
const newcomer = { type: 'new_customer' };
const near = { type: 'area', areas: collection(polygon([box(4, 52, 5, 53)])) };

function anyOf(...rules: readonly object[]) {
  return { type: 'any_of', rules };
}

describe('any of several rules', () => {
  it.each([
    ['the first holds', [always, never]],
    ['the last holds', [never, dear, always]],
    ['all hold', [always, always]],
    ['the only one holds', [always]],
  ])('is enough: %s', (_, rules) => {
    expect(told(decide(withRules(anyOf(...rules))))).toEqual([]);
  });

  it('tells all violations of all branches where none holds, in the catalog’s order', () => {
    const decision = decide(withRules(always, anyOf(dear, { type: 'all_of', rules: [never, near] })));
    expect(
      decision.violations.map(({ attribute, error_code, rule }) => [attribute, error_code, rule]),
    ).toEqual([
      ['location', 'required', '/rules/1/rules/1/rules/1'],
      ['voucher', 'not_valid_at_this_time', '/rules/1/rules/1/rules/0'],
      ['total_transaction_cost', 'below_campaign_minimum', '/rules/1/rules/0'],
    ]);
  });

  it('tells what stands in the way of a limit', () => {
    const config = withRules(anyOf(never, { type: 'per_customer', max_redemptions: 1 }));
    expect(decide(config, { usage: { 'customer.redemptions': 1 } }).violations).toMatchObject([
      { error_code: 'not_valid_at_this_time' },
      { error_code: 'per_customer_limit_exceeded', details: { limit: 1, used: 1 } },
    ]);
  });

  it('does not make up for a rule beside it', () => {
    expect(told(decide(withRules(anyOf(always), dear)))).toEqual([
      'total_transaction_cost.below_campaign_minimum',
    ]);
  });

  it('may be nested', () => {
    expect(told(decide(withRules(anyOf(never, anyOf(dear, always)))))).toEqual([]);
    expect(told(decide(withRules(anyOf(never, anyOf(dear, never)))))).toEqual([
      'voucher.not_valid_at_this_time',
      'total_transaction_cost.below_campaign_minimum',
    ]);
  });

  it('holds by an area whose location is invalid, which is told anyway', () => {
    expect(told(decideFor(withRules(anyOf(near, never)), { location: 'here' }))).toEqual([
      'location.invalid',
    ]);
  });

  it('holds by a bound on a cost that is not a number, which is told anyway', () => {
    expect(told(decideFor(withRules(anyOf(dear, never)), { total_transaction_cost: 'much' }))).toEqual([
      'total_transaction_cost.not_a_number',
    ]);
  });

  it('holds by a rule that is not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    const config = withRules(anyOf({ type: 'per_customer', max_redemptions: 1 }, never));
    const spent = decide(config, { ...confirm, usage: { 'customer.redemptions': 1 } });
    expect(told(spent)).toEqual([]);
    expect(claimed(spent)).toMatchObject({ 'customer.redemptions': null });
    const both = withRules(anyOf({ type: 'per_customer', max_redemptions: 1 }, newcomer));
    const usage = { 'customer.redemptions': 1, 'customer.redemptions_anywhere': 1 };
    expect(told(decide(both, { ...confirm, usage }))).toEqual([
      'customer.new_customer_required',
      'customer.per_customer_limit_exceeded',
    ]);
  });
});

describe('the counters of any_of', () => {
  const config = withRules(
    anyOf({ type: 'per_customer', max_redemptions: 1 }, { type: 'budget', period: 'daily', limit: '10' }),
  );

  it('are all planned and claimed, limited only by the first branch that holds', () => {
    expect([...planned(config).keys()]).toEqual([
      'budget.daily',
      'customer.redemptions',
      'customer.redemptions_anywhere',
      'transaction.redemptions',
    ]);
    expect(claimed(decide(config))).toMatchObject({ 'customer.redemptions': 1, 'budget.daily': null });
    expect(claimed(decide(config, { usage: { 'customer.redemptions': 1 } }))).toMatchObject({
      'customer.redemptions': null,
      'budget.daily': '10',
    });
  });

  it('are limited by a rule beside it as well', () => {
    const beside = { type: 'per_customer', max_redemptions: 5 };
    const both = withRules(anyOf({ type: 'per_customer', max_redemptions: 1 }, always), beside);
    expect(claimed(decide(both))).toMatchObject({ 'customer.redemptions': 1 });
    expect(claimed(decide(both, { usage: { 'customer.redemptions': 1 } }))).toMatchObject({
      'customer.redemptions': 5,
    });
  });

  it('of a new customer’s branch are limited where that branch is the first that holds', () => {
    const anywhere = 'customer.redemptions_anywhere';
    expect(claimed(decide(withRules(anyOf(newcomer, always))))).toMatchObject({ [anywhere]: 1 });
    expect(claimed(decide(withRules(anyOf(always, newcomer))))).toMatchObject({ [anywhere]: null });
    expect(claimed(decide(withRules(anyOf(newcomer, always)), { usage: { [anywhere]: 4 } }))).toMatchObject({
      [anywhere]: null,
    });
  });

  it('of nested groups are limited by the first branch that holds in each', () => {
    const nested = withRules(
      anyOf(
        { type: 'all_of', rules: [dear, { type: 'per_customer', max_redemptions: 1 }] },
        anyOf(never, {
          type: 'all_of',
          rules: [
            { type: 'per_customer', max_redemptions: 2, period: 'daily' },
            { type: 'budget', period: 'total', limit: 7 },
          ],
        }),
      ),
    );
    expect(claimed(decide(nested))).toMatchObject({
      'customer.redemptions': null,
      'customer.redemptions.daily': 2,
      'budget.total': '7',
    });
    expect(claimed(decideFor(nested, { total_transaction_cost: 1000 }))).toMatchObject({
      'customer.redemptions': 1,
      'customer.redemptions.daily': null,
      'budget.total': null,
    });
  });
});

describe('the config of any_of', () => {
  it.each([
    [{ type: 'any_of' }, '/rules/0/rules'],
    [{ type: 'any_of', rules: [] }, '/rules/0/rules'],
    [{ type: 'any_of', rules: null }, '/rules/0/rules'],
    [{ type: 'any_of', rules: { 0: always } }, '/rules/0/rules'],
    [{ type: 'any_of', rules: [null] }, '/rules/0/rules/0'],
    [{ type: 'any_of', rules: [{ type: 'any' }] }, '/rules/0/rules/0/type'],
    [{ type: 'any_of', rules: [{ ...dear, minimum: -1 }] }, '/rules/0/rules/0/minimum'],
    [{ type: 'any_of', rules: [always], windows: [] }, '/rules/0/windows'],
    [{ type: 'any_of', rules: [always], description: null }, '/rules/0/description'],
    [{ type: 'any_of', rules: [{ type: 'any_of', rules: [] }] }, '/rules/0/rules/0/rules'],
  ])('%j is an issue at %s', (rule, path) => {
    expect(pathsOf(withRules(rule))).toEqual([path]);
  });

  const nested = (groups: number): object => (groups === 0 ? always : anyOf(nested(groups - 1)));

  it.each([
    [7, []],
    [8, []],
    [9, [`/rules/0${'/rules/0'.repeat(8)}`]],
    [40, [`/rules/0${'/rules/0'.repeat(8)}`]],
  ])('%i nested groups have issues at %j', (groups, paths) => {
    expect(pathsOf(withRules(nested(groups)))).toEqual(paths);
  });

  it('says that groups are nested too deeply', () => {
    expect(issuesOf(withRules(nested(9)))).toMatchObject([
      { expected: 'at most 8 nested groups', found: 'another group' },
    ]);
  });

  it('eight groups deep still decides, and says where', () => {
    const config = campaign({ rules: [always, nested(7), anyOf(nested(7))] });
    expect(told(decide(config))).toEqual([]);
    const closed = (groups: number): object => (groups === 0 ? never : anyOf(closed(groups - 1)));
    expect(decide(campaign({ rules: [closed(8)] })).violations).toMatchObject([
      { rule: `/rules/0${'/rules/0'.repeat(8)}` },
    ]);
  });

  it.each([anyOfRule, allOfRule])(
    'keeps nothing of the rules as they were written: %#',
    ({ type, config }) => {
      const read = config['~standard'].validate({ type, rules: [near] });
      expect(read).toMatchObject({ value: { type, rules: [] } });
    },
  );
});
