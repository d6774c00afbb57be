// The orchestration, on ledgers that answer late, wrongly, twice or not at all. What it counts is in the contract and the
// simulation.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError } from '../../src/index.ts';
import {
  cancel,
  confirm,
  expire,
  giveBack,
  inMemoryLedger,
  LedgerUnavailableError,
  redeem,
  reserve,
  SweptWindowError,
  type Applied,
  type Ledger,
  type LedgerContext,
  type Settled,
} from '../../src/ledger/index.ts';
import { requestOf, transactionIdOf } from '../../src/ledger/request.ts';
import { plain } from '../support/plain.ts';

const NOON = '2026-11-21T12:00:00Z';
const HOUR = 3_600_000;
const campaign = compile({
  id: 'spring',
  status: 'active',
  time_zone: 'Europe/Amsterdam',
  max_redemptions: 2,
  rules: [{ type: 'budget', period: 'daily', limit: '20.00' }],
});

function context(id: unknown, changes: Partial<LedgerContext> = {}): LedgerContext {
  const redemption = { transaction_id: id, customer_identifier: 'cus_1', total_transaction_cost: '50.00' };
  return { at: NOON, voucher: { code: 'SPRING' }, redemption, granted_discount: '7.00', ...changes };
}

/** A ledger some of whose methods are not its own. */
function but(ledger: Ledger, changes: Partial<Ledger>): Ledger {
  return {
    read: (question) => ledger.read(question),
    commit: (entry) => ledger.commit(entry),
    reserve: (entry, expiresAt) => ledger.reserve(entry, expiresAt),
    confirm: (id, now) => ledger.confirm(id, now),
    cancel: (id, now) => ledger.cancel(id, now),
    giveBack: (id, policy) => ledger.giveBack(id, policy),
    expire: (now, id) => ledger.expire(now, id),
    sweep: (before) => ledger.sweep(before),
    ...changes,
  };
}

const unknown = () => new LedgerUnavailableError('connection_lost', 'unknown');
const lostRace: Applied = { outcome: 'lost_race' };
const notSettled: Settled = { outcome: 'not_settled' };

async function held(ledger: Ledger, key = 'campaign/spring/redemptions'): Promise<string> {
  const { usage } = await ledger.read({
    transactionId: undefined,
    request: '',
    counters: [{ name: key, key }],
  });
  return String(usage[key]);
}

describe('redeem', () => {
  it.each([0, -1, 1.5, Number.NaN])('is not tried %j times: a mistake of the program', async (attempts) => {
    const ledger = inMemoryLedger();
    const wrong = new RangeError(`attempts: expected an integer of 1 or more, found ${attempts}`);
    await expect(redeem(campaign, ledger, context('order-1'), { attempts })).rejects.toThrow(wrong);
    await expect(reserve(campaign, ledger, context('order-1'), { attempts, ttl: 1 })).rejects.toThrow(wrong);
    await expect(confirm(campaign, ledger, context('order-1'), { attempts })).rejects.toThrow(wrong);
    await expect(cancel(campaign, ledger, context('order-1'), { attempts })).rejects.toThrow(wrong);
    await expect(giveBack(ledger, 'order-1', () => 'return', { attempts })).rejects.toThrow(wrong);
  });

  it('counts what it accepts, and says so', async () => {
    const ledger = inMemoryLedger();
    const outcome = await redeem(campaign, ledger, context('order-1'));
    expect(outcome).toMatchObject({
      status: 'accepted',
      repeated: false,
      redemption: { status: 'confirmed' },
    });
    expect(outcome.decision.claims.map(({ key, add, limit }) => [key, add, limit])).toStrictEqual([
      ['campaign/spring/budget/daily/2026-11-21', '7.00', '20.00'],
      ['campaign/spring/redemptions', 1, 2],
      ['customer/cus_1/redemptions', 1, null],
      ['transaction/order-1', 1, 1],
    ]);
    expect(await held(ledger, 'campaign/spring/budget/daily/2026-11-21')).toBe('7');
  });

  it.each([undefined, null, '', '  ', 7, {}, ['order-1']])(
    'tells that the transaction id %j is none',
    async (id) => {
      const outcome = await redeem(campaign, inMemoryLedger(), context(id));
      expect(outcome.status).toBe('refused');
      expect(
        outcome.decision.violations.map(({ attribute, error_code }) => [attribute, error_code]),
      ).toStrictEqual([['transaction_id', 'required']]);
    },
  );

  it('tells wrong facts of the host, and changes nothing', async () => {
    const ledger = inMemoryLedger();
    const wrong = { ...context('order-1'), at: 'noon' };
    await expect(redeem(campaign, ledger, wrong)).rejects.toThrow(InvalidContextError);
    await expect(redeem(campaign, ledger, { ...context('order-1'), granted_discount: '-1' })).rejects.toThrow(
      '/granted_discount',
    );
    await expect(confirm(campaign, ledger, wrong)).rejects.toThrow(InvalidContextError);
    expect(await held(ledger)).toBe('0');
  });

  it('is not led astray by usage, operation and reservations that the caller passes', async () => {
    const odd = {
      ...context('order-1'),
      usage: { redemptions: 99 },
      operation: 'cancel',
      existing: { status: 'confirmed' },
    };
    expect(await redeem(campaign, inMemoryLedger(), odd)).toMatchObject({ status: 'accepted' });
  });

  it('does not remember a refusal: the same transaction may come again', async () => {
    const ledger = inMemoryLedger();
    const poor = context('order-1', { redemption: { transaction_id: 'order-1' } });
    expect((await redeem(campaign, ledger, poor)).status).toBe('refused');
    expect(await redeem(campaign, ledger, context('order-1'))).toMatchObject({
      status: 'accepted',
      repeated: false,
    });
  });

  it('gives the first answer again even when the campaign has ended since', async () => {
    const ledger = inMemoryLedger();
    const first = await redeem(campaign, ledger, context('order-1'));
    const ended = compile({ ...campaign.config, status: 'inactive' });
    const again = await redeem(ended, ledger, context('order-1'));
    expect(plain(again)).toStrictEqual({ ...plain(first), repeated: true });
    expect(JSON.stringify(again.decision)).toBe(JSON.stringify(first.decision));
  });

  it('takes a reservation and a redemption of one transaction for two requests', async () => {
    const ledger = inMemoryLedger();
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    const outcome = await redeem(campaign, ledger, context('order-1'));
    expect(outcome.decision.violations).toMatchObject([{ error_code: 'must_be_unique' }]);
  });

  it('reads and decides again after a lost race, and tells the exact violation', async () => {
    const inner = inMemoryLedger();
    let races = 0;
    const ledger = but(inner, {
      async commit(entry) {
        // Others are faster, until nothing is left.
        races++;
        await redeem(campaign, inner, context(`other-${races}`));
        return inner.commit(entry);
      },
    });
    const outcomes = [
      await redeem(campaign, ledger, context('order-1')),
      await redeem(campaign, ledger, context('order-2')),
    ];
    expect(outcomes.map(({ status }) => status)).toStrictEqual(['accepted', 'refused']);
    expect(outcomes[1]!.decision.violations[0]!.error_code).toBe('maximum_redemptions_exceeded');
    expect(await held(inner)).toBe('2');
  });

  it.each([1, 3])('gives up after %i attempts, and says that nothing was changed', async (attempts) => {
    let calls = 0;
    const ledger = but(inMemoryLedger(), {
      commit() {
        calls++;
        return Promise.resolve(lostRace);
      },
    });
    const failure: unknown = await redeem(campaign, ledger, context('order-1'), { attempts }).catch(
      (e: unknown) => e,
    );
    expect(failure).toMatchObject({
      name: 'LedgerUnavailableError',
      reason: 'contention',
      applied: 'no',
      retryable: true,
    });
    expect(calls).toBe(attempts);
  });

  it('finds by the transaction id what a lost connection left unknown, and counts it once', async () => {
    for (const isMade of [true, false]) {
      const inner = inMemoryLedger();
      let calls = 0;
      const ledger = but(inner, {
        async commit(entry) {
          calls++;
          if (calls > 1) return inner.commit(entry);
          if (isMade) await inner.commit(entry);
          throw unknown();
        },
      });
      const outcome = await redeem(campaign, ledger, context('order-1'));
      expect(outcome).toMatchObject({ status: 'accepted', repeated: isMade });
      expect(await held(inner)).toBe('1');
    }
  });

  it('hands an unknown result to the caller when it may not try again, and other failures at once', async () => {
    const lost = but(inMemoryLedger(), { commit: () => Promise.reject(unknown()) });
    const failing = redeem(campaign, lost, context('order-1'), { attempts: 2 });
    await expect(failing).rejects.toMatchObject({ applied: 'unknown' });
    for (const error of [new LedgerUnavailableError('statement_timeout', 'no'), new Error('a bug')]) {
      const broken = but(inMemoryLedger(), { commit: () => Promise.reject(error) });
      await expect(redeem(campaign, broken, context('order-1'))).rejects.toBe(error);
    }
  });

  it('tells a redemption in a window that was swept', async () => {
    const ledger = inMemoryLedger();
    await ledger.sweep(Date.parse('2026-11-22T00:00:00Z'));
    const failure: unknown = await redeem(campaign, ledger, context('order-1')).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(SweptWindowError);
    expect(failure).toMatchObject({ key: 'campaign/spring/budget/daily/2026-11-21' });
    expect(await redeem(campaign, ledger, context('order-2', { at: '2026-11-22T12:00:00Z' }))).toMatchObject({
      status: 'accepted',
    });
  });
});

describe('reserve', () => {
  it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a time to live of %d', async (ttl) => {
    await expect(reserve(campaign, inMemoryLedger(), context('order-1'), { ttl })).rejects.toThrow(
      RangeError,
    );
  });

  it('holds for [at, at + ttl)', async () => {
    const ledger = inMemoryLedger();
    const outcome = await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    const expiresAt = Date.parse(NOON) + HOUR;
    expect(outcome).toMatchObject({ redemption: { status: 'pending', expiresAt } });
    expect(await expire(ledger, expiresAt - 1)).toBe(0);
    expect(await expire(ledger, new Date(expiresAt))).toBe(1);
    expect(() => expire(ledger, 'noon')).toThrow(TypeError);
  });

  it('starts anew where the same request comes when the hold is over', async () => {
    const ledger = inMemoryLedger();
    await reserve(campaign, ledger, context('order-1'), { ttl: 1 });
    const later = context('order-1', { at: Date.parse(NOON) + 1 });
    expect(await reserve(campaign, ledger, later, { ttl: 1 })).toMatchObject({ repeated: false });
    expect(await held(ledger)).toBe('1');
  });

  it('looks for holds that are over only where a limit refuses', async () => {
    let asked = 0;
    const ledger = but(inMemoryLedger(), {
      expire() {
        asked++;
        return Promise.resolve(0);
      },
    });
    await redeem(campaign, ledger, context('order-1', { redemption: { transaction_id: 'order-1' } }));
    expect(asked).toBe(0);
    await redeem(campaign, ledger, context('order-1', { granted_discount: '20.01' }));
    expect(asked).toBe(1);
  });
});

describe('confirm and cancel', () => {
  it('find nothing where nothing is, also under another campaign', async () => {
    const ledger = inMemoryLedger();
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    const other = compile({ id: 'other', status: 'active' });
    for (const settle of [confirm, cancel]) {
      expect(await settle(campaign, ledger, context('order-2'))).toStrictEqual({ status: 'not_found' });
      expect(await settle(campaign, ledger, context(undefined))).toStrictEqual({ status: 'not_found' });
      expect(await settle(other, ledger, context('order-1'))).toStrictEqual({ status: 'not_found' });
    }
    expect(await held(ledger)).toBe('1');
  });

  it('confirms only while the campaign is active, and leaves the hold where it is not', async () => {
    const ledger = inMemoryLedger();
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    const ended = compile({ ...campaign.config, status: 'inactive' });
    const outcome = await confirm(ended, ledger, context('order-1'));
    expect(outcome).toMatchObject({
      status: 'refused',
      decision: { violations: [{ error_code: 'not_active' }] },
    });
    expect(await cancel(ended, ledger, context('order-1'))).toMatchObject({ status: 'accepted' });
    expect(await held(ledger)).toBe('0');
  });

  it('cancel returns what was held, and answers the same when asked again', async () => {
    const ledger = inMemoryLedger();
    const { decision } = await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    const first = await cancel(campaign, ledger, context('order-1'));
    expect(first).toMatchObject({
      status: 'accepted',
      repeated: false,
      decision: { releases: decision.claims },
    });
    expect(await cancel(campaign, ledger, context('order-1'))).toStrictEqual({ ...first, repeated: true });
    expect(await confirm(campaign, ledger, context('order-1'))).toMatchObject({ status: 'not_settled' });
  });

  it('refuse to touch what was redeemed at once', async () => {
    const ledger = inMemoryLedger();
    await redeem(campaign, ledger, context('order-1'));
    for (const settle of [confirm, cancel]) {
      const outcome = await settle(campaign, ledger, context('order-1'));
      const error_code = 'can_not_delete_already_confirmed';
      expect(outcome).toMatchObject({ status: 'refused', decision: { violations: [{ error_code }] } });
    }
  });

  it('find by the transaction id what a lost connection left unknown', async () => {
    for (const [settle, method, status] of [
      [confirm, 'confirm', 'confirmed'],
      [cancel, 'cancel', 'cancelled'],
    ] as const) {
      for (const isMade of [true, false]) {
        const inner = inMemoryLedger();
        let calls = 0;
        const ledger = but(inner, {
          async [method](id: string, now: number) {
            calls++;
            if (calls > 1) return inner[method](id, now);
            if (isMade) await inner[method](id, now);
            throw unknown();
          },
        });
        await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
        const outcome = await settle(campaign, ledger, context('order-1'));
        expect(outcome).toMatchObject({ status: 'accepted', repeated: isMade, redemption: { status } });
      }
    }
  });

  it('give up where others are always faster', async () => {
    const ledger = but(inMemoryLedger(), {
      confirm: () => Promise.resolve(notSettled),
      cancel: () => Promise.resolve(notSettled),
    });
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    for (const settle of [confirm, cancel]) {
      const failing = settle(campaign, ledger, context('order-1'), { attempts: 2 });
      await expect(failing).rejects.toMatchObject({ reason: 'contention', applied: 'no' });
    }
  });
});

describe('giveBack', () => {
  it('returns what the policy says, and nothing of what is not confirmed', async () => {
    const ledger = inMemoryLedger();
    const back = (id: string) =>
      giveBack(ledger, id, ({ name }) => (name === 'redemptions' ? 'return' : 'keep'));
    expect(await back('order-1')).toStrictEqual({ status: 'not_found' });
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    expect(await back('order-1')).toMatchObject({ status: 'not_settled', redemption: { status: 'pending' } });
    await confirm(campaign, ledger, context('order-1'));
    expect(await back('order-1')).toMatchObject({ status: 'given_back', repeated: false });
    expect(await back('order-1')).toMatchObject({ status: 'given_back', repeated: true });
    expect(await held(ledger)).toBe('0');
    expect(await held(ledger, 'campaign/spring/budget/daily/2026-11-21')).toBe('7');
    expect(await confirm(campaign, ledger, context('order-1'))).toMatchObject({ status: 'refused' });
  });

  it('finds what a lost connection left unknown, and gives up where others are always faster', async () => {
    const inner = inMemoryLedger();
    let calls = 0;
    const lossy = but(inner, {
      async giveBack(id, policy) {
        calls++;
        const settled = await inner.giveBack(id, policy);
        if (calls === 1) throw unknown();
        return settled;
      },
    });
    await redeem(campaign, inner, context('order-1'));
    expect(await giveBack(lossy, 'order-1', () => 'return')).toMatchObject({
      status: 'given_back',
      repeated: true,
    });
    await redeem(campaign, inner, context('order-2'));
    const slow = but(inner, { giveBack: () => Promise.resolve(notSettled) });
    await expect(giveBack(slow, 'order-2', () => 'return', { attempts: 2 })).rejects.toMatchObject({
      reason: 'contention',
    });
  });
});

describe('the ledger in memory', () => {
  it('holds nothing for counters that came back to zero', async () => {
    const ledger = inMemoryLedger();
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    await cancel(campaign, ledger, context('order-1'));
    expect(await ledger.sweep(Number.MAX_SAFE_INTEGER)).toBe(0);
  });

  it('refuses a claim that is no amount, and counts nothing of its redemption', async () => {
    const ledger = inMemoryLedger();
    const claims = [
      { name: 'a', key: 'a', add: 1, limit: 9 },
      { name: 'b', key: 'b', add: 'much', limit: 9 },
    ];
    const entry = { transactionId: 'order-1', campaign: 'c', request: '', at: 0, claims };
    await expect(ledger.commit(entry)).rejects.toThrow('expected an amount, found "much"');
    expect(await held(ledger, 'a')).toBe('0');
  });
});

describe('a request', () => {
  const of = (redemption: unknown, changes: Partial<LedgerContext> = {}) =>
    requestOf('redeem', 'spring', context('x', { redemption, ...changes }));

  it('is the same whatever the order of keys, the time and the facts', () => {
    expect(of({ a: 1, b: { c: [1, 2], d: null } })).toBe(of({ b: { d: null, c: [1, 2] }, a: 1 }));
    expect(of({ a: 1 })).toBe(of({ a: 1 }, { at: 0, origin: null, granted_discount: 7 }));
  });

  it.each([
    [{ a: '1' }, { a: 1 }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: null }, { a: undefined }],
    [{}, []],
    [{ a: 'b,"c":1' }, { a: 'b', c: 1 }],
    [{ a: '\ud800' }, { a: '\udfff' }],
  ])('%j is another than %j', (one, other) => {
    expect(of(one)).not.toBe(of(other));
  });

  it('is another with another operation, campaign, code or discount', () => {
    const asked = context('x');
    const all = [
      requestOf('redeem', 'spring', asked),
      requestOf('reserve', 'spring', asked),
      requestOf('redeem', 'other', asked),
      requestOf('redeem', 'spring', { ...asked, voucher: { code: 'OTHER' } }),
      requestOf('redeem', 'spring', { ...asked, granted_discount: '7.01' }),
      requestOf('redeem', 'spring', { ...asked, granted_discount: undefined }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('can be told of anything a shopper sends', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    const throwing = {
      get transaction_id(): string {
        throw new Error('no');
      },
    };
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    for (const hostile of [deep, cycle, throwing, proxy, [proxy], 1n, Symbol('s'), () => 1]) {
      expect(typeof of(hostile)).toBe('string');
      expect(transactionIdOf(hostile)).toBeUndefined();
    }
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true }),
        (sent) => {
          expect(of(sent)).toBe(of(sent));
          transactionIdOf(sent);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
  });

  it('reads the transaction id as the engine does', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom('', ' ', '\u00a0', '\u0000'), fc.anything()),
        (id) => {
          const planned = campaign
            .plan(context(id))
            .counters.some(({ name }) => name === 'transaction.redemptions');
          expect(transactionIdOf({ transaction_id: id }) !== undefined).toBe(planned);
        },
      ),
      { seed: 7, numRuns: 500 },
    );
    expect(transactionIdOf(Object.create({ transaction_id: 'inherited' }))).toBeUndefined();
  });
});
