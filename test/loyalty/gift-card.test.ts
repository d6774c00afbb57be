import { describe, expect, it } from 'vitest';
import { compileLoyalty } from '../../src/loyalty/index.ts';
import { card, codes, contextOf, decide, giftCard, NOON } from '../support/loyalty.ts';

const holding = (balance: number | string) => ({ usage: { 'card.balance': balance } });
const load = { operation: 'load' };
const reverse = (amount_in_cents: number, newest = true) => ({
  operation: 'reverse',
  transaction: { amount_in_cents, newest },
});

describe('spending from a gift card', () => {
  it.each([
    ['a cent less than it holds', 499, []],
    ['all that it holds', 500, []],
    ['a cent more than it holds', 501, [5003]],
  ])('takes %s', (_, amount_in_cents, told) => {
    expect(codes(giftCard(), { amount_in_cents, ...holding(500) })).toEqual(told);
  });

  it('takes nothing from an empty card', () => {
    expect(codes(giftCard(), { amount_in_cents: 1, ...holding(0) })).toEqual([5003]);
    expect(decide(giftCard(), { amount_in_cents: 1, ...holding(-0) }).violations[0]?.details?.used).toBe(0);
  });

  it('claims a change that keeps the balance at or above zero', () => {
    expect(decide(giftCard(), { amount_in_cents: 200 })).toEqual({
      status: 'accepted',
      violations: [],
      claims: [{ name: 'card.balance', key: 'card/c-1/balance', add: -200, limit: null, minimum: 0 }],
    });
  });

  it('is not asked the maximum, even of a card that holds more', () => {
    expect(codes(giftCard({ max_amount_in_cents: 100 }), holding(900))).toEqual([]);
  });

  it('does not ask whether the card can be loaded', () => {
    expect(codes(giftCard(), { card: { ...card, can_load: false } })).toEqual([]);
  });

  it('tells the operator what was there and what was asked', () => {
    expect(decide(giftCard(), { amount_in_cents: 701, ...holding(500) }).violations).toEqual([
      {
        attribute: 'amount_in_cents',
        error_code: 'insufficient_amount',
        code: 5003,
        message: 'Het bedrag op de kaart is niet toereikend. | Insufficient amount on giftcard.',
        campaign: 'winter',
        rule: null,
        details: { limit: 0, used: 500, requested: 701, remaining: 500 },
      },
    ]);
  });
});

describe('loading a gift card', () => {
  it.each([
    ['a cent below the maximum', 499, []],
    ['exactly the maximum', 500, []],
    ['a cent above the maximum', 501, [5008]],
  ])('may lead to %s', (_, amount_in_cents, told) => {
    const program = giftCard({ max_amount_in_cents: 1000 });
    expect(codes(program, { ...load, amount_in_cents, ...holding(500) })).toEqual(told);
  });

  it('has no maximum where the program has none', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(codes(giftCard(), { ...load, amount_in_cents: most, ...holding(most) })).toEqual([]);
  });

  it.each([
    [2 ** 53 - 1, 1, 2 ** 53 - 2, []],
    [2 ** 53 - 1, 1, 2 ** 53 - 1, [5008]],
    [2 ** 53 - 1, 2 ** 53 - 1, 1, [5008]],
    [2 ** 53 - 1, 2 ** 53 - 1, 0, []],
  ])(
    'is exact at the largest integers: a maximum of %d, a load of %d, a balance of %d',
    (most, sent, held, told) => {
      const program = giftCard({ max_amount_in_cents: most });
      expect(codes(program, { ...load, amount_in_cents: sent, ...holding(held) })).toEqual(told);
    },
  );

  it('and spending from it is exact past the largest integers, too', () => {
    const past = '9007199254740993';
    const program = giftCard({ max_amount_in_cents: 2 ** 53 - 1 });
    expect(codes(program, { ...load, amount_in_cents: 1, ...holding(past) })).toEqual([5008]);
    expect(codes(giftCard(), { ...load, amount_in_cents: 1, ...holding(past) })).toEqual([]);
    expect(codes(giftCard(), { amount_in_cents: 2 ** 53 - 1, ...holding(past) })).toEqual([]);
  });

  it('takes nothing where the maximum is 0', () => {
    expect(
      codes(giftCard({ max_amount_in_cents: 0 }), { ...load, amount_in_cents: 1, ...holding(0) }),
    ).toEqual([5008]);
  });

  it('needs a card that can be loaded', () => {
    expect(codes(giftCard(), { ...load, card: { ...card, can_load: false } })).toEqual([5006]);
    expect(codes(giftCard(), { ...load, card: { ...card, can_load: true } })).toEqual([]);
  });

  it('claims a change that keeps the balance within the maximum', () => {
    const { claims } = decide(giftCard({ max_amount_in_cents: 1000 }), { ...load, amount_in_cents: 200 });
    expect(claims).toEqual([{ name: 'card.balance', key: 'card/c-1/balance', add: 200, limit: 1000 }]);
    expect(decide(giftCard(), { ...load, amount_in_cents: 200 }).claims).toMatchObject([
      { add: 200, limit: null },
    ]);
  });

  it('tells the shopper the maximum, and the operator what is left of it', () => {
    const program = giftCard({ max_amount_in_cents: 1000 });
    expect(decide(program, { ...load, amount_in_cents: 600, ...holding('700') }).violations).toMatchObject([
      {
        attribute: 'amount_in_cents',
        code: 5008,
        expected: { maximum: 1000 },
        rule: '/max_amount_in_cents',
        details: { limit: 1000, used: 700, requested: 600, remaining: 300 },
      },
    ]);
  });

  it('has nothing left where the card holds more than the maximum', () => {
    const program = giftCard({ max_amount_in_cents: 1000 });
    expect(decide(program, { ...load, amount_in_cents: 1, ...holding(1500) }).violations).toMatchObject([
      { code: 5008, details: { used: 1500, remaining: 0 } },
    ]);
  });
});

describe('reversing a transaction', () => {
  it('gives back what was spent', () => {
    const { claims } = decide(giftCard({ max_amount_in_cents: 1000 }), { ...reverse(-200), ...holding(300) });
    expect(claims).toEqual([{ name: 'card.balance', key: 'card/c-1/balance', add: 200, limit: 1000 }]);
  });

  it('takes back what was loaded', () => {
    const { claims } = decide(giftCard({ max_amount_in_cents: 1000 }), { ...reverse(200), ...holding(300) });
    expect(claims).toEqual([
      { name: 'card.balance', key: 'card/c-1/balance', add: -200, limit: null, minimum: 0 },
    ]);
  });

  it('takes the newest transaction alone', () => {
    expect(codes(giftCard(), reverse(-200, true))).toEqual([]);
    expect(codes(giftCard(), reverse(-200, false))).toEqual([55025]);
    expect(codes(giftCard(), reverse(200, false))).toEqual([55025]);
  });

  it.each([
    ['a cent less than the balance', 499, []],
    ['the whole balance', 500, []],
    ['a cent more than the balance', 501, [5003]],
  ])('of a load may take back %s', (_, loaded, told) => {
    expect(codes(giftCard(), { ...reverse(loaded), ...holding(500) })).toEqual(told);
  });

  it.each([
    ['a cent below the maximum', -499, []],
    ['exactly the maximum', -500, []],
    ['a cent above the maximum', -501, [5008]],
  ])('of a spending may lead to %s', (_, spent, told) => {
    const program = giftCard({ max_amount_in_cents: 1000 });
    expect(codes(program, { ...reverse(spent), ...holding(500) })).toEqual(told);
  });

  it('of a spending is a load, and asks whether the card can be loaded; of a load it is none', () => {
    const locked = { card: { ...card, can_load: false } };
    expect(codes(giftCard(), { ...reverse(-200), ...locked })).toEqual([5006]);
    expect(codes(giftCard(), { ...reverse(200), ...locked })).toEqual([]);
  });

  it('needs a transaction', () => {
    expect(codes(giftCard(), { operation: 'reverse', transaction: null })).toEqual([5010]);
  });

  it('reads no amount of the shopper', () => {
    expect(codes(giftCard(), { ...reverse(-200), amount_in_cents: 'all' })).toEqual([]);
  });
});

describe('every operation on a gift card', () => {
  const operations = [{ operation: 'spend' }, load, reverse(-200), reverse(200)];

  it.each([
    ['the last millisecond before', '2026-11-21T12:00:00.001Z', []],
    ['exactly at', '2026-11-21T12:00:00.000Z', [5002]],
    ['a millisecond after', '2026-11-21T11:59:59.999Z', [5002]],
  ])('is refused from the expiration date on: %s', (_, expiration_date, told) => {
    for (const operation of operations) {
      expect(codes(giftCard(), { ...operation, at: NOON, card: { ...card, expiration_date } })).toEqual(told);
    }
  });

  it.each([[null], [undefined]])(
    'of a card without expiration date (%s) is never too late',
    (expiration_date) => {
      expect(codes(giftCard(), { at: '9999-12-31T23:59:59Z', card: { ...card, expiration_date } })).toEqual(
        [],
      );
    },
  );

  it('needs a card, an active one, linked to a program, and an active program', () => {
    for (const operation of operations) {
      expect(codes(giftCard(), { ...operation, card: null })).toEqual([5001]);
      expect(codes(giftCard(), { ...operation, card: { ...card, active: false } })).toEqual([1010]);
      expect(codes(giftCard(), { ...operation, card: { ...card, linked: false } })).toEqual([5007]);
      expect(codes(giftCard(), { ...operation, card: { ...card, linked: true } })).toEqual([]);
      expect(codes(giftCard({ program_active: false }), operation)).toEqual([55018]);
    }
  });

  it('tells everything at once, in the order of the catalog', () => {
    const program = giftCard({ program_active: false, max_amount_in_cents: 100 });
    const expired = { ...card, active: false, linked: false, can_load: false, expiration_date: NOON };
    expect(codes(program, { ...reverse(-200, false), card: expired })).toEqual([
      55018, 5007, 5006, 5008, 5002, 1010, 55025,
    ]);
    expect(codes(program, { ...reverse(900, false), card: expired })).toEqual([
      55018, 5003, 5007, 5002, 1010, 55025,
    ]);
  });

  it('reads no balance of a card that is not there', () => {
    const rules = compileLoyalty(giftCard());
    const context = contextOf(giftCard(), { card: null, usage: undefined }) as never;
    expect(rules.plan(context)).toEqual({ counters: [] });
    expect(rules.evaluate(context).violations).toHaveLength(1);
  });
});

describe('an amount that cannot be read', () => {
  const malformed = [
    undefined,
    null,
    0,
    -1,
    -0,
    0.5,
    100.5,
    '100',
    '',
    NaN,
    Infinity,
    -Infinity,
    2 ** 53,
    true,
    [],
    [5],
    {},
    () => 5,
    5n,
    Symbol('5'),
  ];

  it.each(malformed.map((amount_in_cents) => ({ amount_in_cents })))(
    '$amount_in_cents is malformed input',
    (sent) => {
      for (const operation of ['spend', 'load']) {
        expect(decide(giftCard(), { ...sent, operation })).toEqual({
          status: 'refused',
          violations: [
            {
              attribute: 'amount_in_cents',
              error_code: 'invalid_input',
              code: 1003,
              message: 'Invalid input.',
              expected: { minimum: 1 },
              campaign: 'winter',
              rule: null,
            },
          ],
          claims: [],
        });
      }
    },
  );

  it('leaves the other reasons standing, but those of the balance', () => {
    const expired = { ...card, expiration_date: NOON, can_load: false };
    const program = giftCard({ max_amount_in_cents: 0 });
    expect(codes(program, { ...load, amount_in_cents: null, card: expired })).toEqual([1003, 5006, 5002]);
  });

  it.each([[1], [2 ** 53 - 1]])('but %d can', (amount_in_cents) => {
    expect(codes(giftCard(), { amount_in_cents, ...holding(2 ** 53 - 1) })).toEqual([]);
  });
});
