import { compile, type Campaign, type PlannedCounter, type WireWindow } from '../index.ts';
import { SweptWindowError } from './failures.ts';
import {
  TRANSACTION,
  type Applied,
  type Entry,
  type GiveBackPolicy,
  type Ledger,
  type LedgerClaim,
} from './ledger.ts';
import { cancel, confirm, giveBack, redeem, reserve, type LedgerContext, type Redeemed } from './redeem.ts';

/** Makes a ledger that has counted nothing: for each clause a new one, or one that was emptied. */
export type MakeLedger = () => Ledger | Promise<Ledger>;

/** A clause of the contract that a ledger broke. */
export interface LedgerContractFailure {
  readonly clause: string;
  readonly reason: string;
}

/** The clauses that were kept: all of them. */
export interface LedgerContractReport {
  readonly kept: readonly string[];
}

/** A ledger broke its contract; `failures` says where. */
export class LedgerContractError extends Error {
  override readonly name = 'LedgerContractError';
  readonly failures: readonly LedgerContractFailure[];

  constructor(failures: readonly LedgerContractFailure[]) {
    super(
      ['the ledger breaks its contract', ...failures.map((f) => `${f.clause}: ${f.reason}`)].join('\n  '),
    );
    this.failures = failures;
  }
}

/**
 * Runs every clause of the ledger's contract against ledgers that `makeLedger` makes: exact sums, limits, all or none,
 * races, repeats, windows, reservations, expiry, giving back, sweeping. Throws a {@link LedgerContractError} that lists what
 * is broken. Needs no test framework; a run takes some hundred calls and waits for no clock.
 */
export async function runLedgerContract(makeLedger: MakeLedger): Promise<LedgerContractReport> {
  const kept: string[] = [];
  const failures: LedgerContractFailure[] = [];
  for (const [clause, keeps] of Object.entries(CLAUSES)) {
    try {
      await keeps(await makeLedger());
      kept.push(clause);
    } catch (error) {
      failures.push({ clause, reason: String(error) });
    }
  }
  if (failures.length > 0) throw new LedgerContractError(failures);
  return { kept };
}

const NOW = Date.UTC(2026, 10, 21, 18, 30);
const SECOND = 1_000;
const HOUR = 3_600_000;
const RACERS = 40;
const EVERYTHING: GiveBackPolicy = () => 'return';

const CLAUSES: Readonly<Record<string, (ledger: Ledger) => Promise<void>>> = {
  async 'what was never counted holds 0, and nobody knows its transaction'(ledger) {
    const { usage, known } = await ledger.read(question('order-1', ['a', 'b']));
    equal('usage', Object.values(usage).map(Number), [0, 0]);
    equal('known', known, undefined);
    equal('known without an id', (await ledger.read(question(undefined, []))).known, undefined);
  },

  async 'sums are exact'(ledger) {
    const adds = ['0.1', '0.2', '9007199254740993', '0.000000000000000001', 1, '123456789012345678901234.5'];
    for (const [i, add] of adds.entries())
      await applied(ledger.commit(entry(`order-${i}`, [claim('sum', add)])));
    await holds(ledger, 'sum', '123456798019544933642228.800000000000000001');
  },

  async 'a claim may land on its limit and not pass it'(ledger) {
    await applied(ledger.commit(entry('order-1', [claim('a', '9.99', '10.00')])));
    await lost(ledger.commit(entry('order-2', [claim('a', '0.02', '10.00')])));
    await applied(ledger.commit(entry('order-3', [claim('a', '0.01', '10.00')])));
    await lost(ledger.commit(entry('order-4', [claim('a', '0.01', '10.00')])));
    await lost(ledger.commit(entry('order-5', [claim('new', 1, 0)])));
    await holds(ledger, 'a', '10');
    await holds(ledger, 'new', '0');
  },

  async 'without a limit a claim always counts; a limit that was lowered refuses, and one that was raised admits'(
    ledger,
  ) {
    await applied(ledger.commit(entry('order-1', [claim('a', 5, 5)])));
    await applied(ledger.commit(entry('order-2', [claim('a', 2, null)])));
    await lost(ledger.commit(entry('order-3', [claim('a', 1, 5)])));
    await lost(ledger.commit(entry('order-4', [claim('a', 1, 3)])));
    await applied(ledger.commit(entry('order-5', [claim('a', 1, 8)])));
    await holds(ledger, 'a', '8');
  },

  async 'all claims are counted or none'(ledger) {
    await applied(ledger.commit(entry('order-1', [claim('b', 1, 1)])));
    await lost(ledger.commit(entry('order-2', [claim('a', 1, 9), claim('b', 1, 1), claim('c', 1, 9)])));
    await lost(ledger.reserve(entry('order-2', [claim('b', 1, 1), claim('c', 1, 9)]), NOW + HOUR));
    for (const [key, value] of [
      ['a', '0'],
      ['b', '1'],
      ['c', '0'],
    ] as const)
      await holds(ledger, key, value);
    equal('known', (await ledger.read(question('order-2', []))).known, undefined);
  },

  async 'one more than the limit at the same time: the limit is kept, and no more lose than must'(ledger) {
    const limit = RACERS / 4;
    const outcomes = await together(RACERS, (i) =>
      ledger.commit(entry(`order-${i}`, [claim('a', 1, limit)])),
    );
    equal('applied', outcomes.filter((outcome) => outcome === 'applied').length, limit);
    await holds(ledger, 'a', String(limit));
  },

  async 'two limits raced for crosswise: both are kept, and the counters are what the winners added'(ledger) {
    const claims = (i: number) => [
      claim('a', '0.5', '6'),
      claim(i % 2 === 0 ? 'b' : 'c', 1, 7),
      claim('d', '1.5', null),
    ];
    const outcomes = await together(RACERS, (i) => ledger.commit(entry(`order-${i}`, claims(i))));
    const winners = outcomes.flatMap((outcome, i) => (outcome === 'applied' ? [i] : []));
    equal('winners', winners.length, 12);
    await holds(ledger, 'a', '6');
    await holds(ledger, 'b', String(winners.filter((i) => i % 2 === 0).length));
    await holds(ledger, 'c', String(winners.filter((i) => i % 2 === 1).length));
    await holds(ledger, 'd', '18');
  },

  async 'a transaction counts once, and remembers what was asked first'(ledger) {
    const first = await applied(ledger.commit(entry('order-1', [claim('a', '2.50', '9')])));
    await lost(ledger.commit(entry('order-1', [claim('a', '2.50', '9')])));
    await lost(ledger.reserve(entry('order-1', [claim('b', 1, null)]), NOW + HOUR));
    await holds(ledger, 'a', '2.5');
    await holds(ledger, 'b', '0');
    const { usage, known } = await ledger.read({
      ...question('order-1', []),
      counters: [transaction('order-1')],
    });
    equal('its counter', Number(usage[TRANSACTION]), 1);
    equal('what is known', known, { redemption: first, sameRequest: true });
    const own = { ...transaction('order-1'), add: 1, limit: 1 };
    equal('the record', first, {
      transactionId: 'order-1',
      campaign: 'c',
      status: 'confirmed',
      operation: 'redeem',
      at: NOW,
      claims: [own, { name: 'a', key: 'a', add: '2.50', limit: '9' }],
    });
    const other = await ledger.read({ ...question('order-1', []), request: 'another' });
    equal('another request', other.known?.sameRequest, false);
  },

  async 'of one transaction at the same time, one counts'(ledger) {
    const outcomes = await together(RACERS, (i) =>
      i % 2 === 0
        ? ledger.commit(entry('order-1', [claim('a', 1, 9)]))
        : ledger.reserve(entry('order-1', [claim('a', 1, 9)]), NOW + HOUR),
    );
    equal('applied', outcomes.filter((outcome) => outcome === 'applied').length, 1);
    await holds(ledger, 'a', '1');
  },

  async 'keys and transaction ids are compared exactly, whatever is in them'(ledger) {
    const names = [...STRANGE, ...STRANGE.map((name) => `${name}${name}`)];
    for (const [i, name] of names.entries()) {
      await applied(ledger.commit(entry(name, [claim(`key/${name}`, i + 1, null)])));
    }
    for (const [i, name] of names.entries()) {
      const { usage, known } = await ledger.read(question(name, [`key/${name}`]));
      equal(`what ${JSON.stringify(name.slice(0, 20))} holds`, Number(usage[`key/${name}`]), i + 1);
      equal('its id', known?.redemption.transactionId, name);
      equal(
        'its keys',
        known?.redemption.claims.map(({ key }) => key),
        [`transaction/${name}`, `key/${name}`],
      );
    }
    for (const name of names) {
      await settles(ledger.giveBack(name, EVERYTHING));
      await holds(ledger, `key/${name}`, '0');
    }
  },

  async 'a window is what its key says, not the day of some clock'(ledger) {
    // Days in Kiritimati and in Pago Pago, 25 hours apart: on every host some of these share a local date, some do not.
    const starts = [10, 11, 12, 34, 35, 36].map((hour) => Date.UTC(2026, 10, 20, hour));
    for (const [i, start] of starts.entries()) {
      const windows = [claim('w', 1, 1, windowFrom(start)), claim('w', 1, 1, windowFrom(start + 24 * HOUR))];
      const keyed = windows.map((each, day) => ({ ...each, name: `w${day}`, key: `zone-${i}/day-${day}` }));
      await applied(
        ledger.commit(entry(`order-${i}-before`, [keyed[0] as LedgerClaim], start + 24 * HOUR - SECOND)),
      );
      await lost(ledger.commit(entry(`order-${i}-still`, [keyed[0] as LedgerClaim], start + SECOND)));
      await applied(ledger.commit(entry(`order-${i}-after`, [keyed[1] as LedgerClaim], start + 24 * HOUR)));
      const counters = keyed.map(({ name, key, window }) => ({ name, key, window: window as WireWindow }));
      const { usage } = await ledger.read({ ...question(undefined, []), counters });
      equal('each day holds', Object.values(usage).map(Number), [1, 1]);
    }
  },

  async 'a reservation holds its claims, and confirming keeps them, once'(ledger) {
    await applied(ledger.reserve(entry('order-1', [claim('a', '4', '5')]), NOW + HOUR));
    await holds(ledger, 'a', '4');
    await lost(ledger.commit(entry('order-2', [claim('a', '2', '5')])));
    const { known } = await ledger.read(question('order-1', []));
    equal('status', known?.redemption.status, 'pending');
    equal('expiry', known?.redemption.expiresAt, NOW + HOUR);
    await settles(ledger.confirm('order-1', NOW + HOUR - 1));
    await settlesNot(ledger.confirm('order-1', NOW + SECOND));
    await settlesNot(ledger.cancel('order-1', NOW + SECOND));
    equal('expired', await ledger.expire(NOW + 2 * HOUR), 0);
    await holds(ledger, 'a', '4');
    await isNow(ledger, 'order-1', 'confirmed');
  },

  async 'a cancelled reservation returns what it held, once, and frees its transaction'(ledger) {
    await applied(ledger.commit(entry('order-0', [claim('a', '1.25', '9'), claim('b', 1, 9)])));
    await applied(ledger.reserve(entry('order-1', [claim('a', '2.75', '9'), claim('b', 1, 9)]), NOW + HOUR));
    await settles(ledger.cancel('order-1', NOW));
    await settlesNot(ledger.cancel('order-1', NOW));
    await settlesNot(ledger.confirm('order-1', NOW));
    await settlesNot(ledger.cancel('order-unknown', NOW));
    await holds(ledger, 'a', '1.25');
    await holds(ledger, 'b', '1');
    await isNow(ledger, 'order-1', 'cancelled');
    const { usage } = await ledger.read({ ...question('order-1', []), counters: [transaction('order-1')] });
    equal('its counter', Number(usage[TRANSACTION]), 0);
    await applied(ledger.commit(entry('order-1', [claim('a', 1, 9)])));
    await holds(ledger, 'a', '2.25');
    await isNow(ledger, 'order-1', 'confirmed');
  },

  async 'a reservation is over at its expiry, to the millisecond, and is released once'(ledger) {
    await applied(ledger.reserve(entry('order-1', [claim('a', 1, 9)]), NOW + HOUR));
    await applied(ledger.reserve(entry('order-2', [claim('a', 1, 9)]), NOW + HOUR + 1));
    await applied(ledger.reserve(entry('order-3', [claim('a', 1, 9)]), NOW + HOUR + 1));
    await settlesNot(ledger.confirm('order-1', NOW + HOUR));
    await settlesNot(ledger.cancel('order-1', NOW + HOUR));
    equal('expired early', await ledger.expire(NOW + HOUR - 1), 0);
    equal('expired at its time', await ledger.expire(NOW + HOUR), 1);
    equal('expired again', await ledger.expire(NOW + HOUR), 0);
    await holds(ledger, 'a', '2');
    await isNow(ledger, 'order-1', 'expired');
    equal('one by its id', await ledger.expire(NOW + 2 * HOUR, 'order-3'), 1);
    await isNow(ledger, 'order-2', 'pending');
    equal('an unknown one', await ledger.expire(NOW + 2 * HOUR, 'order-unknown'), 0);
    await applied(ledger.reserve(entry('order-1', [claim('a', 1, 9)]), NOW + 3 * HOUR));
    await holds(ledger, 'a', '2');
  },

  async 'confirming, cancelling and expiring at the same time: one of them'(ledger) {
    for (let round = 0; round < 5; round++) {
      const id = `order-${round}`;
      await applied(ledger.reserve(entry(id, [claim(`a${round}`, 1, 9)]), NOW + HOUR));
      const settled = await Promise.all(
        Array.from({ length: RACERS / 4 }, async (_, i) => {
          if (i % 3 === 2) return ledger.expire(NOW + HOUR, id);
          const { outcome } = await (i % 3 === 0 ? ledger.confirm(id, NOW) : ledger.cancel(id, NOW));
          return outcome === 'settled' ? 1 : 0;
        }),
      );
      equal(
        'settled',
        settled.reduce((sum, each) => sum + each, 0),
        1,
      );
      const status = (await ledger.read(question(id, []))).known?.redemption.status;
      await holds(ledger, `a${round}`, status === 'confirmed' ? '1' : '0');
    }
  },

  async 'what was confirmed is given back as the policy says, once, and stays known'(ledger) {
    await applied(ledger.commit(entry('order-1', [claim('a', '3.10', '9'), claim('b', 1, 9)])));
    await applied(ledger.reserve(entry('order-2', [claim('a', '1', '9')]), NOW + HOUR));
    await settlesNot(ledger.giveBack('order-2', EVERYTHING));
    await settlesNot(ledger.giveBack('order-unknown', EVERYTHING));
    await settles(ledger.giveBack('order-1', ({ key }) => (key === 'a' ? 'return' : 'keep')));
    await settlesNot(ledger.giveBack('order-1', EVERYTHING));
    await holds(ledger, 'a', '1');
    await holds(ledger, 'b', '1');
    await isNow(ledger, 'order-1', 'given_back');
    await lost(ledger.commit(entry('order-1', [claim('a', 1, 9)])));
    const { usage } = await ledger.read({ ...question('order-1', []), counters: [transaction('order-1')] });
    equal('its counter', Number(usage[TRANSACTION]), 1);
  },

  async 'windows that are over are swept, and nothing is counted in them any more'(ledger) {
    const today = windowFrom(NOW);
    const tomorrow = windowFrom(NOW + 24 * HOUR);
    const claims = [claim('a', 1, null), claim('b', 1, 9, today), claim('c', 1, 9, tomorrow)];
    await applied(ledger.reserve(entry('order-1', claims), NOW + HOUR));
    equal('swept early', await ledger.sweep(NOW + 24 * HOUR - 1), 0);
    equal('swept', await ledger.sweep(NOW + 24 * HOUR), 1);
    await holds(ledger, 'a', '1');
    await lost(ledger.commit(entry('order-2', [claim('b', 1, 9, today)])));
    await applied(ledger.commit(entry('order-3', [claim('c', 1, 9, tomorrow)])));
    await settles(ledger.cancel('order-1', NOW));
    await holds(ledger, 'a', '0');
    equal('tomorrow', await heldIn(ledger, 'c', tomorrow), 1);
    const failure = await heldIn(ledger, 'b', today).catch((error: unknown) => error);
    equal('a swept window is told', failure instanceof SweptWindowError, true);
  },

  async 'the same request again gets the first answer, also past the limit; another is refused'(ledger) {
    const campaign = spring({ max_redemptions: 1 });
    const first = await redeem(campaign, ledger, context('order-1'));
    equal('first', first.status, 'accepted');
    const again = await redeem(campaign, ledger, context('order-1', { at: NOW + 5 * HOUR }));
    equal('again', again, { ...first, repeated: true });
    equal('another', await codesOf(redeem(campaign, ledger, context('order-1', { customer: 'cus_2' }))), [
      'maximum_redemptions_exceeded',
      'must_be_unique',
    ]);
    equal('past it', await codesOf(redeem(campaign, ledger, context('order-2'))), [
      'maximum_redemptions_exceeded',
    ]);
    await holds(ledger, 'campaign/spring/redemptions', '1');
  },

  async 'of the same request many times at once, all get one answer and it counts once'(ledger) {
    const campaign = spring({ max_redemptions: 1 });
    const outcomes = await Promise.all(
      Array.from({ length: RACERS / 4 }, () => redeem(campaign, ledger, context('order-1'))),
    );
    const answers = outcomes.map(({ decision }) => JSON.stringify(decision));
    equal('answers', [...new Set(answers)].length, 1);
    equal('accepted', outcomes.filter(({ status }) => status === 'accepted').length, outcomes.length);
    equal('counted', outcomes.filter((each) => each.status === 'accepted' && !each.repeated).length, 1);
    await holds(ledger, 'campaign/spring/redemptions', '1');
  },

  async 'who loses a race gets the exact violation'(ledger) {
    const campaign = spring({ max_redemptions: 3, max_total_budget: '100.00' });
    const outcomes = await Promise.all(
      Array.from({ length: RACERS / 4 }, (_, i) => codesOf(redeem(campaign, ledger, context(`order-${i}`)))),
    );
    equal('accepted', outcomes.filter((codes) => codes.length === 0).length, 3);
    const refused = outcomes.filter((codes) => codes.length > 0);
    equal('refused', [...new Set(refused.flat())], ['maximum_redemptions_exceeded']);
    await holds(ledger, 'campaign/spring/redemptions', '3');
    await holds(ledger, 'campaign/spring/budget/total', '15.75');
  },

  async 'a reservation goes its way: held, confirmed or cancelled, given back'(ledger) {
    const campaign = spring({ max_redemptions: 1 });
    const held = await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    equal('held again', await reserve(campaign, ledger, context('order-1'), { ttl: HOUR }), {
      ...held,
      repeated: true,
    });
    equal('the next', await codesOf(redeem(campaign, ledger, context('order-2'))), [
      'maximum_redemptions_exceeded',
    ]);
    const done = await confirm(campaign, ledger, context('order-1'));
    equal('confirmed', done.status, 'accepted');
    equal('confirmed again', await confirm(campaign, ledger, context('order-1')), {
      ...done,
      repeated: true,
    });
    equal('too late to cancel', (await cancel(campaign, ledger, context('order-1'))).status, 'refused');
    const back = await giveBack(ledger, 'order-1', EVERYTHING);
    equal('given back', back.status, 'given_back');
    equal('given back again', await giveBack(ledger, 'order-1', EVERYTHING), { ...back, repeated: true });
    equal('the next', await codesOf(redeem(campaign, ledger, context('order-2'))), []);
    await holds(ledger, 'campaign/spring/redemptions', '1');
  },

  async 'a hold whose time is over refuses nobody, swept or not'(ledger) {
    const campaign = spring({ max_redemptions: 1 });
    await reserve(campaign, ledger, context('order-1'), { ttl: HOUR });
    const before = context('order-2', { at: NOW + HOUR - 1 });
    equal('before', await codesOf(redeem(campaign, ledger, before)), ['maximum_redemptions_exceeded']);
    equal('after', await codesOf(redeem(campaign, ledger, context('order-2', { at: NOW + HOUR }))), []);
    const late = await confirm(campaign, ledger, context('order-1', { at: NOW + HOUR }));
    equal('late', late.status, 'not_settled');
  },
};

const STRANGE = [
  'order',
  'ORDER',
  'Order ',
  ' order',
  'order/1',
  'order%2F1',
  'order%',
  "order'1",
  'order"1',
  'order\\1',
  'order\\u0000',
  'order\u0000',
  'order\u0001',
  'order\u00010',
  'order\ud800',
  'order\udc00\ud800',
  'order�',
  'caf\u00e9',
  'cafe\u0301',
  'ß',
  'ss',
  '訂單',
  '🎟',
  '__proto__',
  'constructor',
  '{a,b}',
  'NULL',
  '\u0001'.repeat(40),
  'x'.repeat(900),
  'x'.repeat(5_000),
  `${'x'.repeat(5_000)}y`,
  Array.from({ length: 3_000 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7_919) % 20_000))).join(''),
];

function spring(limits: object): Campaign {
  return compile({ id: 'spring', status: 'active', ...limits });
}

function context(
  transactionId: string,
  { at = NOW, customer = 'cus_1' }: { at?: number; customer?: string } = {},
): LedgerContext {
  const redemption = {
    transaction_id: transactionId,
    customer_identifier: customer,
    total_transaction_cost: '50.00',
  };
  return { at, voucher: { code: 'SPRING' }, redemption, granted_discount: '5.25' };
}

function entry(transactionId: string, claims: readonly LedgerClaim[], at = NOW): Entry {
  const own = { ...transaction(transactionId), add: 1, limit: 1 };
  return {
    transactionId,
    campaign: 'c',
    request: `request of ${transactionId}`,
    at,
    claims: [own, ...claims],
  };
}

function claim(
  key: string,
  add: number | string,
  limit: number | string | null = null,
  window?: WireWindow,
): LedgerClaim {
  return { name: key, key, add, limit, window };
}

function transaction(id: string): PlannedCounter {
  return { name: TRANSACTION, key: `transaction/${id}` };
}

function windowFrom(start: number): WireWindow {
  return { start: new Date(start).toISOString(), end: new Date(start + 24 * HOUR).toISOString() };
}

function question(transactionId: string | undefined, keys: readonly string[]) {
  const counters = keys.map((key): PlannedCounter => ({ name: key, key }));
  return { transactionId, request: `request of ${transactionId ?? 'nobody'}`, counters };
}

async function together(racers: number, run: (i: number) => Promise<Applied>): Promise<Applied['outcome'][]> {
  const results = await Promise.all(Array.from({ length: racers }, (_, i) => run(i)));
  return results.map(({ outcome }) => outcome);
}

async function applied(change: Promise<Applied>) {
  const result = await change;
  if (result.outcome !== 'applied') throw new Error('it was not counted, though it fits');
  return result.redemption;
}

async function lost(change: Promise<Applied>): Promise<void> {
  equal('the outcome', (await change).outcome, 'lost_race');
}

async function settles(change: ReturnType<Ledger['confirm']>): Promise<void> {
  equal('the outcome', (await change).outcome, 'settled');
}

async function settlesNot(change: ReturnType<Ledger['confirm']>): Promise<void> {
  equal('the outcome', (await change).outcome, 'not_settled');
}

async function holds(ledger: Ledger, key: string, expected: string): Promise<void> {
  const { usage } = await ledger.read(question(undefined, [key]));
  const held = String(usage[key]);
  // A store may write a sum with more zeros, and with none that count.
  equal(`counter ${key.slice(0, 40)}`, held.includes('.') ? held.replace(/\.?0+$/, '') : held, expected);
}

async function heldIn(ledger: Ledger, key: string, window: WireWindow): Promise<number> {
  const counters = [{ name: key, key, window }];
  const { usage } = await ledger.read({ transactionId: undefined, request: '', counters });
  return Number(usage[key]);
}

async function isNow(ledger: Ledger, transactionId: string, status: string): Promise<void> {
  const { known } = await ledger.read(question(transactionId, []));
  equal(`status of ${transactionId}`, known?.redemption.status, status);
}

async function codesOf(outcome: Promise<Redeemed>): Promise<string[]> {
  return (await outcome).decision.violations.map(({ error_code }) => error_code);
}

function equal(what: string, found: unknown, expected: unknown): void {
  const [a, b] = [sorted(found), sorted(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, found ${a}`);
}

/** Without the order of keys, which says nothing; `undefined` members count as absent. */
function sorted(value: unknown): string {
  const inOrder = (_: string, member: unknown): unknown =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member;
  return JSON.stringify(value, inOrder);
}
