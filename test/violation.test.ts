import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalog, toErrorResponse, type CatalogRow, type Violation } from '../src/index.ts';
import { keyOf } from '../src/catalog.ts';
import { PERIODS } from '../src/time/period.ts';
import { ReadRedemption } from '../src/redemption.ts';
import { prepareViolation, Told, type Expected, type PreparedViolation } from '../src/violation.ts';
import { campaign, decide, shopper, withRules } from './support/campaigns.ts';
import { plain } from './support/plain.ts';

const place = { campaign: 'spring', rule: '/rules/0' };

function rowOf(key: string): CatalogRow {
  const row = catalog.find((candidate) => keyOf(candidate) === key);
  if (!row) throw new Error(`no row ${key}`);
  return row;
}

function tell(key: string, rule = '/rules/0', expected?: Expected): PreparedViolation {
  const row = catalog.find((candidate) => keyOf(candidate) === key) ?? ownRow(key);
  return prepareViolation(row, { ...place, rule }, expected ? { expected } : {});
}

function ownRow(key: string): CatalogRow {
  const [attribute = '', ...code] = key.split('.');
  return { attribute, error_code: code.join('.'), message: 'Ours' };
}

/** Of none of these a limit was told, so nothing of a redemption is looked at. */
const anyone = new ReadRedemption();

function inOrder(violations: readonly PreparedViolation[], told = new Told()): Violation[] {
  told.count = 0;
  for (const violation of violations) told.add(violation);
  return told.inOrder(anyone);
}

function placed(violations: readonly PreparedViolation[]): string[] {
  return inOrder(violations).map((violation) => `${keyOf(violation)} ${violation.rule ?? ''}`);
}

describe('a violation', () => {
  it('is a row in its place', () => {
    expect(prepareViolation(rowOf('campaign.not_active'), { campaign: 'a', rule: null }).violation).toEqual({
      attribute: 'campaign',
      error_code: 'not_active',
      message: 'Campaign is not accepting redemptions because it is not active',
      campaign: 'a',
      rule: null,
    });
  });

  it('has its keys in the order of the wire', () => {
    const decision = decide(
      withRules(
        { type: 'transaction_cost', minimum: '70.00' },
        { type: 'budget', period: 'daily', limit: 0 },
      ),
    );
    expect(plain(decision.violations).map((violation) => Object.keys(violation))).toEqual([
      ['attribute', 'error_code', 'message', 'campaign', 'rule', 'details'],
      ['attribute', 'error_code', 'message', 'expected', 'campaign', 'rule'],
    ]);
  });

  it('fills the message with the bound, as it is, once', () => {
    const row = rowOf('total_transaction_cost.below_campaign_minimum');
    const { message } = prepareViolation(row, place, { count: "$&$1$'%{count}" }).violation;
    expect(message).toBe(
      "Total transaction cost must be greater than or equal to the campaign minimum of $&$1$'%{count}",
    );
    expect(prepareViolation(row, place).violation.message).toBe(row.message);
  });

  it('keeps members of what is expected as JSON would, whatever their names: no symbols', () => {
    const expected = JSON.parse('{"__proto__":{"a":[1]},"constructor":2}') as Record<
      string | symbol,
      unknown
    >;
    expected[Symbol('s')] = { secret: 1 };
    (expected['__proto__'] as Record<symbol, unknown>)[Symbol('t')] = 2;
    const { violation } = prepareViolation(rowOf('location.outside_of_permitted_areas'), place, { expected });
    const copy = violation.expected as Record<string, object>;
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Reflect.ownKeys(copy)).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(copy)).toEqual([
      ['__proto__', { a: [1] }],
      ['constructor', 2],
    ]);
    expect(Reflect.ownKeys(copy['__proto__'] as object)).toEqual(['a']);
  });

  it('keeps a frozen copy of what is expected', () => {
    const expected = { areas: ['Centre'], deep: { list: [{ a: 1 }], nothing: null } };
    const { violation } = prepareViolation(rowOf('location.outside_of_permitted_areas'), place, { expected });
    expected.areas.push('Zuid');
    expect(violation.expected).toEqual({
      areas: ['Centre'],
      deep: { list: [{ a: 1 }], nothing: null },
    });
    expect(() => {
      (violation.expected?.['areas'] as string[]).push('Zuid');
    }).toThrow(TypeError);
    expect(Object.isFrozen(violation)).toBe(true);
    expect(Object.isFrozen(expected)).toBe(false);
  });
});

describe('the violations of a decision', () => {
  it('are in the catalog’s order', () => {
    const keys = catalog.map(keyOf);
    const shuffled = keys.toSorted((a, b) => ((a.length * 7) % 11) - ((b.length * 7) % 11));
    expect(shuffled).not.toEqual(keys);
    expect(inOrder(shuffled.map((key) => tell(key))).map(keyOf)).toEqual(keys);
  });

  it('are within a row in the order they were told', () => {
    const told = [
      tell('categories.missing_required_category', '/rules/3', { category: 'a' }),
      tell('categories.missing_required_tags', '/rules/4', { category: 'a' }),
      tell('categories.missing_required_category', '/rules/1', { category: 'b' }),
      tell('categories.missing_required_tags', '/rules/0', { category: 'b' }),
    ];
    expect(placed(told)).toEqual([
      'categories.missing_required_tags /rules/4',
      'categories.missing_required_tags /rules/0',
      'categories.missing_required_category /rules/3',
      'categories.missing_required_category /rules/1',
    ]);
  });

  it('put the host’s own rows after the published ones', () => {
    const told = [
      tell('channel.acme.wrong', '/rules/0'),
      tell('transaction_id.must_be_unique', '/rules/1'),
      tell('a.acme.first', '/rules/2'),
    ];
    expect(placed(told)).toEqual([
      'transaction_id.must_be_unique /rules/1',
      'channel.acme.wrong /rules/0',
      'a.acme.first /rules/2',
    ]);
  });

  it('do not repeat what a shopper could not tell apart: the first stays, with its details', () => {
    const told = [
      tell('customer.required', '/rules/5'),
      tell('customer.required', '/rules/1'),
      tell('location.outside_of_permitted_areas', '/rules/2', { areas: ['a'] }),
      tell('location.outside_of_permitted_areas', '/rules/3', { areas: ['b'] }),
      tell('location.outside_of_permitted_areas', '/rules/4', { areas: ['a'] }),
    ];
    expect(placed(told)).toEqual([
      'location.outside_of_permitted_areas /rules/2',
      'location.outside_of_permitted_areas /rules/3',
      'customer.required /rules/5',
    ]);
  });

  it('tell apart two rows with one message, and two with one code', () => {
    const told = [
      tell('customer.redemptions_limit_exceeded'),
      tell('customer.per_customer_limit_exceeded'),
      tell('campaign.total_budget_exceeded'),
      tell('campaign.budget_exceeded'),
      tell('transaction_id.required'),
      tell('location.required'),
    ];
    expect(inOrder(told)).toHaveLength(6);
  });

  it('of one limit told twice keep the details of the first', () => {
    const config = campaign({
      max_redemptions: 5,
      parent: { id: 'year', status: 'active', max_redemptions: 7 },
    });
    const decision = decide(config, { usage: { redemptions: 5, 'parent.redemptions': 8 } });
    expect(decision.violations.map(({ details }) => details)).toEqual([
      { limit: 5, used: 5, requested: 1, remaining: 0 },
    ]);
  });

  it('are the same, in place or made anew: few are moved, many are sorted', () => {
    const keys = [...catalog.slice(0, 6).map(keyOf), 'shop.acme.a', 'shop.acme.b'];
    const tellings = fc.array(
      fc.record({
        key: fc.constantFrom(...keys),
        rule: fc.integer({ min: 0, max: 5 }),
        expected: fc.constantFrom(undefined, { a: 1 }, { a: 2 }),
      }),
      { minLength: 0, maxLength: 80, size: 'max' },
    );
    const told = new Told();
    const lengths: number[] = [];
    fc.assert(
      fc.property(tellings, (list) => {
        const violations = list.map(({ key, rule, expected }) => tell(key, `/rules/${rule}`, expected));
        lengths.push(violations.length);
        const seen = new Set<string>();
        const first = violations
          .toSorted((a, b) => a.row - b.row)
          .filter(({ identity }) => !seen.has(identity) && seen.add(identity));
        expect(inOrder(violations, told)).toEqual(first.map(({ violation }) => violation));
      }),
      { numRuns: 1_000 },
    );
    for (const length of [0, 1, 31, 32, 33, 34]) expect(lengths).toContain(length);
  });

  it.each([[2], [31], [32], [33], [200]])('keep each its limit when %j are told', (size) => {
    const decision = decide(
      withRules(
        ...Array.from({ length: size }, (_, i) => ({ type: 'per_customer', max_redemptions: i })),
        ...Array.from({ length: size }, (_, i) => ({ type: 'budget', period: PERIODS[i % 7], limit: i })),
        ...Array.from({ length: size }, (_, i) => ({ type: 'transaction_cost', minimum: 1_000 + i })),
      ),
      {
        usage: {
          'customer.redemptions': 999,
          ...Object.fromEntries(PERIODS.map((period) => [`budget.${period}`, '999'])),
        },
      },
    );
    const limits = new Map<string, unknown>(
      decision.violations.map((one) => [keyOf(one), one.details?.limit]),
    );
    expect(limits.get('customer.per_customer_limit_exceeded')).toBe(0);
    for (const [i, period] of PERIODS.slice(0, size).entries()) {
      expect(limits.get(`campaign.${period}_budget_exceeded`)).toBe(String(i));
    }
    expect(decision.violations).toHaveLength(1 + Math.min(size, 7) + size);
  });

  it('cannot be changed for the next decision', () => {
    const config = withRules({ type: 'category', category: 'a', any_of: ['b'] });
    const first = decide(config, { redemption: shopper({ categories: [{ name: 'a', tags: [] }] }) });
    const lists = first.violations.map(({ expected }) => expected?.['any_of'] as string[]);
    expect(() => lists[0]?.push('c')).toThrow(TypeError);
  });
});

describe('the published response', () => {
  it('says what the shopper may see, and nothing else', () => {
    const decision = decide(
      withRules(
        { type: 'budget', period: 'daily', limit: 0 },
        { type: 'transaction_cost', minimum: '70.00' },
        { type: 'category', category: 'department', any_of: ['shoes'] },
      ),
    );
    expect(toErrorResponse(decision)).toEqual({
      error_code: 'invalid',
      message: 'Redemption is invalid',
      errors: [
        {
          attribute: 'categories',
          error_code: 'missing_required_category',
          message: 'Categories are missing a required category',
          expected: { category: 'department' },
        },
        {
          attribute: 'campaign',
          error_code: 'daily_budget_exceeded',
          message: 'Campaign daily budget has already been reached',
        },
        {
          attribute: 'total_transaction_cost',
          error_code: 'below_campaign_minimum',
          message: 'Total transaction cost must be greater than or equal to the campaign minimum of 70.00',
          expected: { minimum: '70.00' },
        },
      ],
    });
    expect(Object.keys(toErrorResponse(decision).errors[0] ?? {})).toEqual([
      'attribute',
      'error_code',
      'message',
      'expected',
    ]);
  });

  it('of an accepted redemption has no errors', () => {
    expect(toErrorResponse(decide(campaign())).errors).toEqual([]);
  });
});
