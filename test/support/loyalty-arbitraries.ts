// Configs and contexts of the loyalty door, close to their bounds: most numbers are small, so that many lie on one.

import * as fc from 'fast-check';

export interface Attempt {
  readonly config: Record<string, unknown>;
  readonly context: Record<string, unknown>;
}

const small = fc.nat(12);
const count = fc.oneof(
  { weight: 20, arbitrary: small },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 53 - 1, 2 ** 53 - 2, 2 ** 52) },
);
const counted = fc.oneof(
  count,
  count.map(String),
  count.map((value) => `00${value}`),
);
const name = fc.constantFrom('a', 'b', 'a/b', 'x%2F', 'π', ' sp ');
const flag = fc.boolean();
const mostly = fc.oneof(
  { weight: 6, arbitrary: fc.constant(true) },
  { weight: 1, arbitrary: fc.constant(false) },
);
const absent = fc.constantFrom(undefined, null);
/** Around noon of a Saturday: dates before, on and after one another. */
const NOON = Date.UTC(2026, 10, 21, 12);
const near = fc.integer({ min: -2, max: 2 }).map((step) => NOON + step);
const instant = fc.oneof(
  near,
  near.map((at) => new Date(at).toISOString()),
  near.map((at) => new Date(at)),
);
const date = fc.oneof({ weight: 2, arbitrary: absent }, { weight: 3, arbitrary: instant });
const anyTime = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2028, 0, 1) })
  .map((at) => new Date(at).toISOString());

/** What a shopper's client sends where it should send a number. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    '5',
    -0,
    0.5,
    NaN,
    Infinity,
    -Infinity,
    2 ** 53,
    -(2 ** 53),
    true,
    5n,
    Symbol('5'),
  ),
  fc.anything({ maxDepth: 2 }),
);

function sent(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 8, arbitrary: right }, { weight: 1, arbitrary: junk });
}

function orNull<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 10, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}

/** Fields that are there or not. */
function some(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  return fc.record(fields, { requiredKeys: [] });
}

/** An object without what is `undefined`, as JSON would have it. */
function merged(...parts: readonly object[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(Object.assign({}, ...parts) as object));
}

const signed = fc.tuple(count, flag).map(([value, isNegative]) => (isNegative ? 0 - value : value));

const giftCards = fc.record({
  config: fc
    .tuple(fc.record({ id: name, program_active: mostly }), some({ max_amount_in_cents: count }))
    .map((parts) => merged({ type: 'gift_card' }, ...parts)),
  context: fc
    .record({
      at: instant,
      operation: fc.constantFrom('spend', 'load', 'reverse'),
      card: orNull(
        fc
          .tuple(
            fc.record({ hash: name, active: mostly, can_load: mostly }),
            some({ expiration_date: date, linked: mostly }),
          )
          .map((parts) => merged(...parts)),
      ),
      amount_in_cents: sent(count),
      transaction: orNull(
        fc.record({ amount_in_cents: signed.map((amount) => amount || 1), newest: mostly }),
      ),
      usage: fc.record({ 'card.balance': counted }),
    })
    .map((context) => merged(context)),
});

const rewards = fc.record({
  config: fc
    .tuple(
      fc.record({ id: name, required_credits: count, is_active: mostly }),
      some({
        stock: count,
        time_zone: fc.constantFrom('UTC', 'Europe/Amsterdam', 'America/Havana'),
        program_active: mostly,
      }),
      fc.option(
        fc.tuple(
          fc.record({ claim_limit: count }),
          some({
            claim_period: fc.constantFrom('total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily'),
          }),
        ),
        { nil: [] },
      ),
    )
    .map(([base, more, limit]) => merged({ type: 'reward' }, base, more, ...limit)),
  context: fc
    .tuple(
      fc.record({
        at: anyTime,
        operation: fc.constant('claim'),
        contact: orNull(fc.record({ uuid: name })),
        usage: fc.record({ 'contact.credits': counted, 'reward.claims': counted, 'contact.claims': counted }),
      }),
      some({ reward: orNull(fc.constant({})), shop: orNull(fc.constant('shop')) }),
    )
    .map((parts) => merged(...parts)),
});

const creditPrograms = fc.record({
  config: fc
    .tuple(
      fc.record({ id: name }),
      some({ max_amount: count, cap: fc.constantFrom('per_reception', 'balance'), program_active: mostly }),
    )
    .map((parts) => merged({ type: 'credit_program' }, ...parts)),
  context: fc
    .tuple(
      fc.record({
        at: instant,
        operation: fc.constant('receive'),
        contact: orNull(fc.record({ uuid: name })),
        credits: sent(signed),
        usage: fc.record({ 'contact.credits': counted }),
      }),
      some({
        contact_identifier: orNull(
          fc.tuple(fc.record({ active: mostly }), some({ linked: mostly })).map((parts) => merged(...parts)),
        ),
        pos_transaction: orNull(fc.record({ linked: mostly.map((value) => !value) })),
        unit: orNull(fc.constant('points')),
        shop: orNull(fc.constant({})),
      }),
    )
    .map((parts) => merged(...parts)),
});

const vouchers = fc.record({
  config: fc
    .record({ id: name, promotion_active: mostly, redemptions_per_voucher: count })
    .map((parts) => merged({ type: 'loyalty_voucher' }, parts)),
  context: fc
    .tuple(
      fc.record({
        at: instant,
        operation: fc.constantFrom('lock', 'redeem', 'redeem'),
        voucher: orNull(
          fc
            .tuple(
              fc.record({
                code: name,
                status: fc.constantFrom(
                  'ACTIVE',
                  'active',
                  'ACTIVE',
                  'ACTIVE',
                  'REDEEMED',
                  'EXPIRED',
                  'DEACTIVATED',
                  'INACTIVE',
                  'LOCKED',
                  'Locked',
                ),
              }),
              some({
                activation_date: date,
                expiration_date: date,
                release_key: fc.constantFrom('k', 'other', null),
              }),
            )
            .map((parts) => merged(...parts)),
        ),
        usage: fc.record({ 'voucher.redemptions': counted }),
      }),
      some({
        times: sent(fc.oneof(small, fc.constantFrom(49, 50, 51))),
        release_key: sent(fc.constantFrom('k', 'k', 'other', '', ' ')),
      }),
    )
    .map((parts) => merged(...parts)),
});

/** A config that compiles, and a context whose facts are right; what the shopper sent may be anything. */
export const attempts: Readonly<Record<string, fc.Arbitrary<Attempt>>> = {
  gift_card: giftCards,
  reward: rewards,
  credit_program: creditPrograms,
  loyalty_voucher: vouchers,
};
