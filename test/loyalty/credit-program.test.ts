import { describe, expect, it } from 'vitest';
import { codes, creditProgram, decide } from '../support/loyalty.ts';

const holding = (credits: number) => ({ usage: { 'contact.credits': credits } });

describe('receiving credits', () => {
  it.each([
    ['below the maximum of a reception', 99, []],
    ['at the maximum of a reception', 100, []],
    ['above the maximum of a reception', 101, [1015]],
  ])('%s', (_, credits, told) => {
    const program = creditProgram({ max_amount: 100, cap: 'per_reception' });
    expect(codes(program, { credits, ...holding(5000) })).toEqual(told);
  });

  it.each([
    ['below the maximum of the balance', 39, []],
    ['at the maximum of the balance', 40, []],
    ['above the maximum of the balance', 41, [1015]],
  ])('%s', (_, credits, told) => {
    const program = creditProgram({ max_amount: 100, cap: 'balance' });
    expect(codes(program, { credits, ...holding(60) })).toEqual(told);
  });

  it('caps the balance where the config does not say what it caps', () => {
    const program = { type: 'credit_program', id: 'points', max_amount: 100 };
    expect(codes(program, { credits: 41, ...holding(60) })).toEqual([1015]);
    expect(codes(program, { credits: 40, ...holding(60) })).toEqual([]);
  });

  it('has no maximum where the program has none', () => {
    for (const cap of ['balance', 'per_reception']) {
      expect(codes(creditProgram({ cap }), { credits: 2 ** 53 - 1, ...holding(2 ** 53 - 1) })).toEqual([]);
    }
  });

  it('with a maximum of 0 takes none', () => {
    for (const cap of ['balance', 'per_reception']) {
      expect(codes(creditProgram({ cap, max_amount: 0 }), { credits: 1, ...holding(0) })).toEqual([1015]);
      expect(codes(creditProgram({ cap, max_amount: 0 }), { credits: 0, ...holding(0) })).toEqual([]);
    }
  });

  it('claims them, within the maximum of the balance', () => {
    const claim = { name: 'contact.credits', key: 'contact/ann/credits', add: 10 };
    const capped = (cap: string) => decide(creditProgram({ max_amount: 100, cap })).claims;
    expect(capped('balance')).toEqual([{ ...claim, limit: 100 }]);
    expect(capped('per_reception')).toEqual([{ ...claim, limit: null }]);
    expect(decide(creditProgram(), { credits: 0 }).claims).toEqual([]);
  });

  it('tells the maximum, and what is left of it', () => {
    const told = (cap: string) =>
      decide(creditProgram({ max_amount: 100, cap }), { credits: 120, ...holding(60) }).violations;
    const violation = {
      attribute: 'credits',
      error_code: 'maximum_credits_reached',
      code: 1015,
      message: 'Maximum amount of credits reached.',
      expected: { maximum: 100 },
      campaign: 'points',
      rule: '/max_amount',
    };
    expect(told('balance')).toEqual([
      { ...violation, details: { limit: 100, used: 60, requested: 120, remaining: 40 } },
    ]);
    expect(told('per_reception')).toEqual([
      { ...violation, details: { limit: 100, used: 0, requested: 120, remaining: 100 } },
    ]);
  });
});

describe('a negative reception, a partial refund', () => {
  it.each([
    ['less than the balance', -59, []],
    ['all of the balance', -60, []],
    ['more than the balance', -61, [1017]],
  ])('takes %s', (_, credits, told) => {
    expect(codes(creditProgram(), { credits, ...holding(60) })).toEqual(told);
  });

  it('is not asked the maximum', () => {
    for (const cap of ['balance', 'per_reception']) {
      expect(codes(creditProgram({ cap, max_amount: 10 }), { credits: -5, ...holding(60) })).toEqual([]);
    }
  });

  it('claims a change that keeps the balance at or above zero', () => {
    expect(decide(creditProgram({ max_amount: 10 }), { credits: -5, ...holding(60) }).claims).toEqual([
      { name: 'contact.credits', key: 'contact/ann/credits', add: -5, limit: null, minimum: 0 },
    ]);
  });
});

describe('who receives credits, and for what', () => {
  it('is a contact', () => {
    expect(codes(creditProgram(), { contact: null })).toEqual([55031]);
    expect(codes(creditProgram({ max_amount: 5, cap: 'per_reception' }), { contact: null })).toEqual([
      55031, 1015,
    ]);
    expect(codes(creditProgram({ max_amount: 5, cap: 'balance' }), { contact: null, usage: {} })).toEqual([
      55031,
    ]);
  });

  it('may be known by an identifier, which must be there, active and linked', () => {
    const by = (contact_identifier: unknown) => codes(creditProgram(), { contact_identifier });
    expect(by(undefined)).toEqual([]);
    expect(by({ active: true })).toEqual([]);
    expect(by({ active: true, linked: true })).toEqual([]);
    expect(by(null)).toEqual([60003]);
    expect(by({ active: false })).toEqual([60004]);
    expect(by({ active: true, linked: false })).toEqual([60011]);
    expect(by({ active: false, linked: false })).toEqual([60004, 60011]);
  });

  it('may be a POS transaction, once', () => {
    const of = (pos_transaction: unknown) => codes(creditProgram(), { pos_transaction });
    expect(of(undefined)).toEqual([]);
    expect(of({ linked: false })).toEqual([]);
    expect(of({ linked: true })).toEqual([6001]);
    expect(of(null)).toEqual([1027]);
  });

  it('is in a shop and a unit, where they were looked up, of an active program', () => {
    expect(codes(creditProgram(), { shop: null })).toEqual([1008]);
    expect(codes(creditProgram(), { unit: null })).toEqual([60007]);
    expect(codes(creditProgram(), { shop: {}, unit: {} })).toEqual([]);
    expect(codes(creditProgram({ program_active: false }))).toEqual([55018]);
  });

  it('is told at once, in the order of the catalog', () => {
    expect(
      codes(creditProgram({ program_active: false, max_amount: 1 }), {
        shop: null,
        unit: null,
        pos_transaction: { linked: true },
        contact_identifier: { active: false, linked: false },
      }),
    ).toEqual([55018, 1015, 60007, 6001, 1008, 60004, 60011]);
  });
});

describe('credits that cannot be read', () => {
  it.each([
    [undefined],
    [null],
    ['10'],
    [1.5],
    [NaN],
    [Infinity],
    [2 ** 53],
    [-(2 ** 53)],
    [{}],
    [[10]],
    [true],
    [10n],
  ])('%s is malformed input', (credits) => {
    const program = creditProgram({ max_amount: 0, cap: 'per_reception' });
    expect(decide(program, { credits })).toMatchObject({
      violations: [{ code: 1003, attribute: 'credits' }],
      claims: [],
    });
    expect(codes(creditProgram({ max_amount: 0 }), { credits })).toEqual([1003]);
  });
});
