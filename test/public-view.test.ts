// What a shopper may see of an answer.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalog,
  compile,
  notFoundView,
  publicView,
  whatIf,
  type Decision,
  type Violation,
  type WhatIf,
} from '../src/index.ts';
import { redeemCases } from './support/arbitraries.ts';
import { withRules } from './support/campaigns.ts';
import { plain } from './support/plain.ts';
import { contextOf } from './support/what-if.ts';

const minimum = { type: 'transaction_cost', minimum: '20.00' };

describe('what a shopper may see', () => {
  const compiled = compile({
    ...withRules(minimum, { type: 'budget', period: 'daily', limit: '5.00' }),
    voucher_type: 'unique',
  });
  const usage = {
    'transaction.redemptions': 0,
    'customer.redemptions_anywhere': 0,
    'voucher.redemptions': 0,
    'budget.daily': '5.00',
  };
  const cheap = contextOf({ total_transaction_cost: '1' }, { usage });

  it('is the published response, with what would help and when', () => {
    const decision = compiled.evaluate(cheap);
    expect(publicView(decision)).toEqual({
      status: 'refused',
      error_code: 'invalid',
      message: 'Redemption is invalid',
      errors: [
        {
          attribute: 'campaign',
          error_code: 'daily_budget_exceeded',
          message: 'Campaign daily budget has already been reached',
        },
        expect.objectContaining({ error_code: 'below_campaign_minimum', expected: { minimum: '20.00' } }),
      ],
    });
    const view = publicView(whatIf(compiled, cheap));
    expect(view).toMatchObject({
      errors: [
        { fix: { changes: [{ path: 'at', value: '2026-11-22T00:00:00.000Z' }] } },
        { fix: { by: '19.00' } },
      ],
      next_valid_at: null,
      upcoming: [],
    });
    expect(Object.keys(view).sort()).toEqual([
      'error_code',
      'errors',
      'message',
      'next_valid_at',
      'status',
      'upcoming',
    ]);
    expect(JSON.stringify(view)).not.toMatch(/spring|details|headroom|"campaign":|"rule"|"used"|limit/);
  });

  it('is no more than that it is accepted, or what the shopper can give', () => {
    const fine = { ...contextOf({}, { usage: { ...usage, 'budget.daily': 0 } }) };
    expect(publicView(compiled.evaluate(fine))).toEqual({ status: 'accepted' });
    expect(publicView(whatIf(compiled, fine))).toEqual({
      status: 'accepted',
      upcoming: [{ start: '2026-11-21T12:00:00.000Z', end: null }],
    });
    const { granted_discount: _, ...open } = contextOf(
      { total_transaction_cost: undefined },
      { usage: { ...usage, 'budget.daily': 0 } },
    );
    expect(publicView(whatIf(compiled, open))).toMatchObject({
      status: 'undetermined',
      missing: ['total_transaction_cost'],
    });
    const moved = whatIf(compiled, fine, {
      changes: [{ path: 'at', value: '2026-11-22T00:00:00Z' }],
    }).changed;
    expect(publicView(moved)).toMatchObject({ status: 'undetermined', missing: [] });
  });

  it('is the answer for a code that does not exist where the policy conceals a row, whatever else is wrong', () => {
    const taken = { ...cheap, usage: { ...usage, 'voucher.redemptions': 1 } };
    const others = {
      ...contextOf({}, { usage: { ...usage, 'budget.daily': 0 } }),
      voucher: { code: 'S', customer_identifier: 'bob' },
    };
    for (const context of [taken, others]) {
      expect(publicView(compiled.evaluate(context))).toBe(notFoundView);
      expect(publicView(whatIf(compiled, context))).toBe(notFoundView);
    }
    expect(notFoundView).toEqual({
      status: 'refused',
      error_code: 'not_found',
      message: 'Voucher not found',
    });
    expect(publicView(compiled.evaluate(taken), { conceal: [] })).toMatchObject({ error_code: 'invalid' });
    expect(publicView(compiled.evaluate(cheap), { conceal: ['campaign.daily_budget_exceeded'] })).toBe(
      notFoundView,
    );
  });

  it('is the same for decisions that differ in the operator’s facts alone', () => {
    const spent = (amount: string) =>
      publicView(whatIf(compiled, { ...cheap, usage: { ...usage, 'budget.daily': amount } }));
    expect(spent('5.00')).toEqual(spent('7.25'));
    const elsewhere = compile({
      ...withRules({ type: 'budget', period: 'daily', limit: '5.01' }, minimum),
      id: 'other',
      voucher_type: 'unique',
    });
    expect(publicView(whatIf(elsewhere, cheap))).toEqual(spent('5.00'));
  });
});

describe('the properties of views', () => {
  const GUESSED_FROM = ['customer.does_not_match_assigned_customer', 'voucher.unique_code_already_used'];
  const keyOf = ({ attribute, error_code }: Violation) => `${attribute}.${error_code}`;
  const isConcealed = ({ violations }: { violations: readonly Violation[] }) =>
    violations.some((violation) => GUESSED_FROM.includes(keyOf(violation)));
  const text = fc.string({ maxLength: 8 });

  /** A decision, and the answer to a what-if of which some is not known: of whatever campaign. */
  const answers = redeemCases.chain(({ campaign, context }) => {
    const compiled = compile(campaign);
    const { redemption } = context;
    const sent = typeof redemption === 'object' && redemption !== null ? Object.entries(redemption) : [];
    const { granted_discount, ...host } = context;
    return fc.record({ known: fc.subarray(sent), isGranted: fc.boolean() }).map(({ known, isGranted }) => ({
      decision: compiled.evaluate(context),
      answer: whatIf(
        compiled,
        { ...host, redemption: Object.fromEntries(known), ...(isGranted && { granted_discount }) },
        { upcoming: 1 },
      ),
    }));
  });

  /** The same answer of another campaign's other rules, with other limits used otherwise. */
  const disguised = <Answer extends Decision | WhatIf>(answer: Answer) =>
    fc
      .record({
        campaign: text,
        rule: fc.option(text),
        used: fc.integer(),
        sole_blocker: fc.boolean(),
        isDetailed: fc.boolean(),
        reason: fc.constantFrom<WhatIf['next_valid_reason'][]>('horizon', []),
      })
      .map(({ campaign, rule, used, sole_blocker, isDetailed, reason }) => {
        const details = { limit: 7, used, requested: 1, remaining: 0 };
        const { violations, ...others } = plain(answer);
        const told = violations.map(({ details: _, ...violation }) => ({
          ...violation,
          campaign,
          rule,
          ...('sole_blocker' in violation && { sole_blocker }),
          ...(isDetailed && { details }),
        }));
        const name = { name: text, campaign, rule, limit: 7, used, remaining: 0 };
        return {
          ...others,
          violations: told,
          claims: [],
          ...('headroom' in others && { headroom: [name], tightest: null }),
          ...('next_valid_reason' in others && { next_valid_reason: reason }),
        } as unknown as Answer;
      });

  it('is the same for answers that differ in what is the operator’s', () => {
    const pairs = answers.chain(({ decision, answer }) =>
      fc.record({
        decision: fc.constant(decision),
        answer: fc.constant(answer),
        decided: disguised(decision),
        asked: disguised(answer),
      }),
    );
    fc.assert(
      fc.property(pairs, ({ decision, answer, decided, asked }) => {
        expect(publicView(decided)).toEqual(publicView(decision));
        expect(publicView(asked)).toEqual(publicView(answer));
      }),
      { numRuns: 80 },
    );
  });

  it('is the same for all answers with a concealed row, whatever else is in them, and tells of none', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...catalog), fc.nat(), ({ decision, answer }, row, at) => {
        for (const one of [decision, answer]) {
          const { violations } = one;
          const violation = { ...row, campaign: 'spring', rule: null, sole_blocker: false };
          const among = {
            ...plain(one),
            status: 'refused',
            violations: violations.toSpliced(at % (violations.length + 1), 0, violation as never),
          };
          const view = publicView(among as typeof one);
          expect(view === notFoundView).toBe(isConcealed(among));
          expect(GUESSED_FROM.some((key) => JSON.stringify(view).includes(key.replace(/.*\./, '')))).toBe(
            false,
          );
        }
      }),
      { numRuns: 80 },
    );
  });

  it('has no member that a shopper may not see', () => {
    const MEMBERS = ['status', 'missing', 'error_code', 'message', 'errors', 'next_valid_at', 'upcoming'];
    const OF_ERRORS = ['attribute', 'error_code', 'message', 'expected', 'fix'];
    fc.assert(
      fc.property(answers, ({ decision, answer }) => {
        for (const one of [decision, answer]) {
          const view = publicView(one);
          expect(MEMBERS).toEqual(expect.arrayContaining(Object.keys(view)));
          if ('errors' in view)
            for (const error of view.errors)
              expect(OF_ERRORS).toEqual(expect.arrayContaining(Object.keys(error)));
          if ('missing' in view)
            expect(
              view.missing.filter((name) => name.startsWith('usage.') || name.startsWith('granted')),
            ).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [
      'an unknown row',
      ['customer.does_not_match'],
      'found "customer.does_not_match", expected a row of the catalog',
    ],
    [
      'a slip of the pen',
      ['voucher.unique_code_alredy_used'],
      '(did you mean "voucher.unique_code_already_used"?)',
    ],
    ['something else', [7], 'found 7'],
    ['one row alone', 'voucher.unique_code_already_used', 'expected a list of rows'],
  ])('throws for a policy that would conceal nothing: %s', (_, conceal, said) => {
    const decision = { status: 'accepted', violations: [], claims: [] } as const;
    expect(() => publicView(decision, { conceal: conceal as never })).toThrow(said);
    expect(publicView(decision, { conceal: ['channel.acme.closed'] })).toEqual({ status: 'accepted' });
  });
});
