// What holds of every loyalty config and every context, as properties; each is shown to catch a planted bug.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidContextError } from '../../src/index.ts';
import {
  compileLoyalty,
  loyaltyCatalog,
  perCallCodes,
  toEnvelope,
  type LoyaltyClaim,
  type LoyaltyDecision,
} from '../../src/loyalty/index.ts';
import { ruleSets } from '../../src/loyalty/registry.ts';
import { attempts, junk, type Attempt } from '../support/loyalty-arbitraries.ts';
import { card, contextOf, giftCard, NOON } from '../support/loyalty.ts';

const RUNS = 1_500;
const run = { numRuns: RUNS, seed: 6 };

type Decide = (attempt: Attempt) => LoyaltyDecision;

const engine: Decide = ({ config, context }) => compileLoyalty(config).evaluate(context as never);
const planOf = ({ config, context }: Attempt) => compileLoyalty(config).plan(context as never).counters;
const any = fc.oneof(...Object.values(attempts));

function usageOf({ context }: Attempt): Record<string, number | string> {
  return context['usage'] as Record<string, number | string>;
}

function withUsage(attempt: Attempt, usage: Record<string, number | string>): Attempt {
  return { ...attempt, context: { ...attempt.context, usage } };
}

/** What the host does: every change, if all keep to their bounds; else none. */
function applied(
  store: ReadonlyMap<string, bigint>,
  claims: readonly LoyaltyClaim[],
): Map<string, bigint> | 'lost a race' {
  const after = new Map(store);
  for (const { key, add, limit, minimum } of claims) {
    const sum = (after.get(key) ?? 0n) + BigInt(add);
    if ((limit !== null && sum > limit) || (minimum !== undefined && sum < minimum)) return 'lost a race';
    after.set(key, sum);
  }
  return after;
}

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    for (const key of Reflect.ownKeys(value)) deepFrozen((value as Record<PropertyKey, unknown>)[key]);
    Object.freeze(value);
  }
  return value;
}

/** Which upper bound a counter has in this config; `undefined` for none. */
function maximumOf({ config }: Attempt, name: string): unknown {
  switch (name) {
    case 'card.balance':
      return config['max_amount_in_cents'];
    case 'reward.claims':
      return config['stock'];
    case 'contact.claims':
      return config['claim_limit'];
    case 'voucher.redemptions':
      return config['redemptions_per_voucher'];
    default:
      return config['type'] === 'credit_program' && config['cap'] !== 'per_reception'
        ? config['max_amount']
        : undefined;
  }
}

describe('of every decision', () => {
  it('the same input gives the same answer, and is not changed', () => {
    fc.assert(
      fc.property(any, (attempt) => {
        const frozen = deepFrozen(attempt);
        expect(engine(frozen)).toEqual(engine(frozen));
      }),
      run,
    );
  });

  it('the codes are those of its kind of config, in the order of the catalog', () => {
    const order: number[] = [...loyaltyCatalog, ...perCallCodes].map(({ code }) => code);
    fc.assert(
      fc.property(any, (attempt) => {
        const told = engine(attempt).violations.map(({ code }) => code);
        const own = ruleSets.find(({ type }) => type === attempt.config['type'])!.codes;
        expect(told.filter((code) => !own.has(code))).toEqual([]);
        expect(told).toEqual(told.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
      }),
      run,
    );
  });

  it('only planned counters are read, and only they are claimed, in the order of their keys', () => {
    fc.assert(
      fc.property(any, (attempt) => {
        const planned = planOf(attempt);
        const usage = usageOf(attempt);
        const loaded = Object.fromEntries(planned.map(({ name }) => [name, usage[name]!]));
        const decision = engine(attempt);
        expect(engine(withUsage(attempt, loaded))).toEqual(decision);
        for (const { name } of planned) {
          const { [name]: _, ...missing } = loaded;
          expect(() => engine(withUsage(attempt, missing))).toThrow(InvalidContextError);
        }
        const keys = decision.claims.map(({ key }) => key);
        expect(keys).toEqual([...new Set(keys)].sort());
        const known = planned.map(({ name, key }) => `${name} ${key}`);
        expect(decision.claims.filter(({ name, key }) => !known.includes(`${name} ${key}`))).toEqual([]);
      }),
      run,
    );
  });

  it('it survives a JSON round trip, and a refused one claims nothing', () => {
    fc.assert(
      fc.property(any, (attempt) => {
        const decision = engine(attempt);
        expect(JSON.parse(JSON.stringify(decision))).toEqual(decision);
        expect(decision.status).toBe(decision.violations.length === 0 ? 'accepted' : 'refused');
        if (decision.status === 'refused') expect(decision.claims).toEqual([]);
      }),
      run,
    );
  });

  it('the envelope has one of its codes, and leaves all others out', () => {
    fc.assert(
      fc.property(any, fc.constantFrom('nl', 'en', undefined), (attempt, locale) => {
        const { violations } = engine(attempt);
        const { envelope, left_out } = toEnvelope({ violations }, { locale });
        const answered = violations.filter((violation) => !left_out.includes(violation));
        expect(answered.map(({ code }) => code)).toEqual(envelope ? [envelope.code] : []);
        expect(answered.length + left_out.length).toBe(violations.length);
        expect(envelope === null).toBe(violations.length === 0);
      }),
      run,
    );
  });
});

describe('whatever is put into a context', () => {
  it('by the shopper is never an exception, and never accepted as a number that it is not', () => {
    fc.assert(
      fc.property(
        any,
        fc.constantFrom('amount_in_cents', 'credits', 'times', 'release_key'),
        junk,
        (attempt, key, value) => {
          const { status } = engine({ ...attempt, context: { ...attempt.context, [key]: value } });
          const isInput =
            ['spend', 'load', 'receive'].includes(String(attempt.context['operation'])) &&
            ['amount_in_cents', 'credits'].includes(key);
          const isRead = key === (attempt.config['type'] === 'gift_card' ? 'amount_in_cents' : 'credits');
          if (isInput && isRead && !Number.isSafeInteger(value)) expect(status).toBe('refused');
        },
      ),
      run,
    );
  });

  it('by the host is an answer or an InvalidContextError', () => {
    const keys = [
      'at',
      'operation',
      'card',
      'contact',
      'contact_identifier',
      'pos_transaction',
      'transaction',
      'voucher',
      'usage',
    ];
    fc.assert(
      fc.property(
        any,
        fc.constantFrom(...keys),
        fc.anything({ withNullPrototype: true, withDate: true }),
        (attempt, key, value) => {
          try {
            engine({ ...attempt, context: { ...attempt.context, [key]: value } });
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidContextError);
          }
        },
      ),
      run,
    );
  });
});

describe('what the host applies', () => {
  /** From the usage that was decided on. */
  function afterwards(attempt: Attempt, decide: Decide) {
    const usage = usageOf(attempt);
    const store = new Map(planOf(attempt).map(({ name, key }) => [key, BigInt(usage[name]!)]));
    const decision = decide(attempt);
    return { decision, before: store, after: applied(store, decision.claims) };
  }

  function neverLeavesTheBounds(decide: Decide): void {
    fc.assert(
      fc.property(any, (attempt) => {
        const { decision, before, after } = afterwards(attempt, decide);
        if (decision.status === 'refused') return;
        if (after === 'lost a race') throw new Error('an accepted attempt cannot be applied');
        for (const { name, key } of planOf(attempt)) {
          const [held, holds] = [before.get(key)!, after.get(key)!];
          const maximum = maximumOf(attempt, name);
          expect(holds).toBeGreaterThanOrEqual(0n);
          if (typeof maximum === 'number' && holds > held) expect(holds).toBeLessThanOrEqual(maximum);
        }
      }),
      run,
    );
  }

  it('can be applied, and leaves no balance below zero or above its maximum', () => {
    neverLeavesTheBounds(engine);
  });

  it.each([
    ['takes a cent more', (add: number) => add - 1],
    ['gives a cent more', (add: number) => add + 1],
    ['takes what it should give', (add: number) => -add],
  ])('is caught where an engine %s', (_, change) => {
    expect(() =>
      neverLeavesTheBounds((attempt) => {
        const decision = engine(attempt);
        const claims = decision.claims.map(({ limit: _limit, minimum: _minimum, ...claim }) => {
          return { ...claim, add: change(claim.add), limit: null };
        });
        return { ...decision, claims };
      }),
    ).toThrow();
  });

  /** Everybody reads the store as it was at the start, and writes one after the other. */
  function keepsItsBoundsInARace(decide: Decide): void {
    const operation = fc.record({
      operation: fc.constantFrom('spend', 'load'),
      amount_in_cents: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(fc.nat(12), fc.array(operation, { minLength: 2, maxLength: 8 }), (balance, operations) => {
        const config = giftCard({ max_amount_in_cents: 12 }) as Record<string, unknown>;
        let store = new Map([['card/c-1/balance', BigInt(balance)]]);
        for (const fields of operations) {
          const context = contextOf(config, { ...fields, usage: { 'card.balance': balance } }) as Record<
            string,
            unknown
          >;
          const after = applied(store, decide({ config, context }).claims);
          if (after !== 'lost a race') store = after;
          expect(store.get('card/c-1/balance')).toBeGreaterThanOrEqual(0);
          expect(store.get('card/c-1/balance')).toBeLessThanOrEqual(12);
        }
      }),
      run,
    );
  }

  it('keeps to the bounds although others write meanwhile', () => {
    keepsItsBoundsInARace(engine);
  });

  it.each([
    ['minimum', ({ minimum: _, ...claim }: LoyaltyClaim): LoyaltyClaim => claim],
    ['limit', (claim: LoyaltyClaim): LoyaltyClaim => ({ ...claim, limit: null })],
  ])('does not where an engine claims without a %s', (_, without) => {
    expect(() =>
      keepsItsBoundsInARace((attempt) => {
        const decision = engine(attempt);
        return { ...decision, claims: decision.claims.map(without) };
      }),
    ).toThrow();
  });

  function isRestoredByAReversal(decide: Decide): void {
    fc.assert(
      fc.property(attempts['gift_card']!, (attempt) => {
        const { decision, before, after } = afterwards(attempt, decide);
        const [claim] = decision.claims;
        if (!claim || after === 'lost a race') return;
        const { config, context } = attempt;
        const held = before.get(claim.key)!;
        // A maximum that was lowered, or a card that takes no load any more, forbids to give back.
        const most = config['max_amount_in_cents'];
        if (typeof most === 'number' && held > most) return;
        const loadable = { ...(context['card'] as object), can_load: true };
        const reversal = decide({
          config,
          context: {
            ...context,
            operation: 'reverse',
            card: loadable,
            transaction: { amount_in_cents: claim.add, newest: true },
            usage: { 'card.balance': String(after.get(claim.key)) },
          },
        });
        expect(reversal.status).toBe('accepted');
        expect(applied(after, reversal.claims)).toEqual(before);
      }),
      run,
    );
  }

  it('is restored by a reversal', () => {
    isRestoredByAReversal(engine);
  });

  it('is not where an engine reverses the wrong way', () => {
    expect(() =>
      isRestoredByAReversal((attempt) => {
        const decision = engine(attempt);
        if (attempt.context['operation'] !== 'reverse') return decision;
        return { ...decision, claims: decision.claims.map((claim) => ({ ...claim, add: -claim.add })) };
      }),
    ).toThrow();
  });
});

describe('more', () => {
  function neverRefuses(kind: string, counter: string, decide: Decide): void {
    fc.assert(
      fc.property(attempts[kind]!, fc.integer({ min: 1, max: 20 }), (attempt, more) => {
        const usage = usageOf(attempt);
        const held = Number(usage[counter]);
        if (held + more > Number.MAX_SAFE_INTEGER || decide(attempt).status === 'refused') return;
        expect(decide(withUsage(attempt, { ...usage, [counter]: held + more })).status).toBe('accepted');
      }),
      run,
    );
  }

  function neverAccepts(kind: string, counter: string, decide: Decide): void {
    fc.assert(
      fc.property(attempts[kind]!, fc.integer({ min: 1, max: 20 }), (attempt, more) => {
        const usage = usageOf(attempt);
        const held = Number(usage[counter]);
        if (held + more > Number.MAX_SAFE_INTEGER || decide(attempt).status === 'accepted') return;
        expect(decide(withUsage(attempt, { ...usage, [counter]: held + more })).status).toBe('refused');
      }),
      run,
    );
  }

  it('credits never turn an accepted claim of a reward into a refused one', () => {
    neverRefuses('reward', 'contact.credits', engine);
  });

  it.each([
    ['reward', 'reward.claims'],
    ['reward', 'contact.claims'],
    ['loyalty_voucher', 'voucher.redemptions'],
  ])('of what is used up never turns a refused %s into an accepted one: %s', (kind, counter) => {
    neverAccepts(kind, counter, engine);
  });

  it('is caught where an engine reads a bound the wrong way round', () => {
    const wrong: Decide = (attempt) => {
      const { 'contact.credits': credits, 'reward.claims': claims, ...rest } = usageOf(attempt);
      if (credits === undefined || claims === undefined) return engine(attempt);
      return engine(withUsage(attempt, { ...rest, 'contact.credits': claims, 'reward.claims': credits }));
    };
    expect(() => neverRefuses('reward', 'contact.credits', wrong)).toThrow();
    expect(() => neverAccepts('reward', 'reward.claims', wrong)).toThrow();
  });
});

describe('time', () => {
  it('of the host has no part in it: an instant means the same however it is written', () => {
    const written = [NOON, '2026-11-21T07:00:00-05:00', Date.parse(NOON), new Date(NOON)];
    const decisions = written.map((at) =>
      engine({
        config: giftCard(),
        context: contextOf(giftCard(), { at, card: { ...card, expiration_date: at } }),
      }),
    );
    for (const decision of decisions) expect(decision.violations.map(({ code }) => code)).toEqual([5002]);
  });
});
