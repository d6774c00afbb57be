// The PostgreSQL ledger against a real server, which the suite starts itself.

import { Pool, type PoolConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/index.ts';
import {
  cancel,
  expire,
  giveBack,
  LedgerUnavailableError,
  redeem,
  reserve,
  runLedgerContract,
  type Entry,
  type Ledger,
  type LedgerClaim,
} from '../../src/ledger/index.ts';
import {
  postgresLedger,
  type PostgresLedger,
  type PostgresLedgerOptions,
} from '../../src/ledger/postgres/index.ts';
import { startPostgres, type PostgresServer } from '../support/postgres.ts';
import { plain } from '../support/plain.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const HOUR = 3_600_000;

let server: PostgresServer;
let pool: Pool;
let schemas = 0;
const pools: Pool[] = [];

beforeAll(async () => {
  // Nothing here pulls the plug of the machine, so nothing needs the disk's word.
  server = await startPostgres(['fsync=off', 'max_connections=100']);
  pool = poolWith({ max: 20 });
}, 60_000);

afterAll(async () => {
  await Promise.all(pools.map((each) => each.end()));
  await server.remove();
}, 60_000);

function poolWith(config: PoolConfig): Pool {
  const made = new Pool({ connectionString: server.url, ...config });
  made.on('error', () => undefined);
  pools.push(made);
  return made;
}

async function fresh(
  options: Partial<PostgresLedgerOptions> = {},
): Promise<PostgresLedger & { schema: string }> {
  schemas++;
  const schema = `test_${schemas}`;
  const ledger = postgresLedger({ pool, schema, ...options });
  await ledger.migrate();
  return Object.assign(ledger, { schema });
}

function claim(key: string, add: number | string, limit: number | string | null = null): LedgerClaim {
  return { name: key, key, add, limit };
}

function entry(transactionId: string, claims: readonly LedgerClaim[]): Entry {
  return { transactionId, campaign: 'c', request: transactionId, at: NOW, claims };
}

async function held(ledger: Ledger, key: string): Promise<string> {
  const { usage } = await ledger.read({
    transactionId: undefined,
    request: '',
    counters: [{ name: key, key }],
  });
  return String(usage[key]);
}

async function outcomes(count: number, run: (i: number) => Promise<{ outcome: string }>): Promise<string[]> {
  const all = await Promise.all(Array.from({ length: count }, (_, i) => run(i)));
  return all.map(({ outcome }) => outcome);
}

describe('the contract is kept', () => {
  const serializable = { options: '-c default_transaction_isolation=serializable', max: 20 };
  it.each<[string, Partial<PostgresLedgerOptions>, PoolConfig?]>([
    ['as it is', {}],
    ['without prepared statements', { prepared: false }],
    ['step by step', { apply: 'step by step' }],
    ['with counters in slots', { slots: () => 4 }],
    [
      'with counters in slots, step by step',
      { slots: ({ key }) => (key.length % 3) + 1, apply: 'step by step' },
    ],
    ['where every transaction is serializable', { pause: jitter }, serializable],
    ['where every transaction is serializable, in slots', { slots: () => 4, pause: jitter }, serializable],
    ['on one connection', {}, { max: 1 }],
  ])('%s, and counters are their rows', async (_, options, config) => {
    const made: PostgresLedger[] = [];
    const own = config ? poolWith(config) : pool;
    const { kept } = await runLedgerContract(async () => {
      const ledger = await fresh({ ...options, pool: own });
      made.push(ledger);
      return ledger;
    });
    expect(kept.length).toBe(made.length);
    for (const ledger of made) expect(await ledger.differences()).toStrictEqual([]);
  });
});

/** As a host would on an engine that cannot order what runs together. */
async function jitter(retry: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * (retry + 1)));
}

describe('the tables', () => {
  it('are made once, whoever comes first, and left alone after that', async () => {
    const ledgers = Array.from({ length: 8 }, () => postgresLedger({ pool, schema: 'made "together"' }));
    await Promise.all(ledgers.map((ledger) => ledger.migrate()));
    await ledgers[0]!.commit(entry('order-1', [claim('a', 1)]));
    await ledgers[1]!.migrate();
    expect(await held(ledgers[2]!, 'a')).toBe('1');
  });

  it('of a later release are refused', async () => {
    const ledger = await fresh();
    await pool.query(`INSERT INTO ${ledger.schema}.migrations (version) VALUES (99)`);
    await expect(ledger.migrate()).rejects.toThrow(`of version 99; this release knows 1`);
  });

  it('that cannot be made are told as the server tells it', async () => {
    await pool.query(`CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    const guest = postgresLedger({
      pool: poolWith({ user: 'guest', password: 'guest', connectionString: guestUrl() }),
    });
    await expect(guest.migrate()).rejects.toMatchObject({ code: '42501' });
    const ledger = await fresh();
    await pool.query(
      `GRANT USAGE ON SCHEMA ${ledger.schema} TO guest; GRANT SELECT, DELETE ON ${ledger.schema}.migrations TO guest`,
    );
    await pool.query(`DELETE FROM ${ledger.schema}.migrations`);
    const there = postgresLedger({ pool: poolWith({ connectionString: guestUrl() }), schema: ledger.schema });
    await expect(there.migrate()).rejects.toMatchObject({ code: '42501' });
  });

  it('refuse a counter past its ceiling or below zero, and a redemption whose claims were not all counted', async () => {
    const { schema, ...ledger } = await freshParts();
    await ledger.commit(entry('order-1', [claim('a', '9.50', '10.00')]));
    const break_ = (sql: string) => pool.query(sql.replaceAll('%', schema));
    await expect(break_(`UPDATE %.counters SET value = 10.01 WHERE key = 'a'`)).rejects.toThrow(
      'counters_value_within_ceiling',
    );
    await expect(break_(`UPDATE %.counters SET value = -1 WHERE key = 'a'`)).rejects.toThrow(
      'counters_value_not_negative',
    );
    await expect(break_(`UPDATE %.redemptions SET counted = 0`)).rejects.toThrow(
      'redemptions_count_every_claim',
    );
    await expect(break_(`UPDATE %.redemptions SET status = 'gone'`)).rejects.toThrow('redemptions_status');
    await expect(break_(`UPDATE %.redemptions SET expires_at = now()`)).rejects.toThrow(
      'redemptions_expire_if_reserved',
    );
  });

  it('that somebody else has written to are found out', async () => {
    const { schema, ...ledger } = await freshParts();
    await ledger.commit(entry('order-1', [claim('a', '9.50'), claim('b', 1)]));
    await ledger.commit(entry('order-2', [claim('c', 1)]));
    await ledger.giveBack('order-2', () => 'return');
    expect(await ledger.differences()).toStrictEqual([]);
    await pool.query(`UPDATE ${schema}.counters SET value = 8 WHERE key = 'a'`);
    await pool.query(`DELETE FROM ${schema}.counters WHERE key = 'b'`);
    await pool.query(`UPDATE ${schema}.counters SET value = 3 WHERE key = 'c'`);
    expect(await ledger.differences()).toStrictEqual([
      { key: 'a', counted: '8', recorded: '9.50' },
      { key: 'b', counted: '0', recorded: '1' },
      { key: 'c', counted: '3', recorded: '0' },
    ]);
  });

  it('stand in the schema redemption_rules unless told otherwise', async () => {
    const ledger = postgresLedger({ pool });
    await ledger.migrate();
    await ledger.commit(entry('order-1', [claim('a', 1)]));
    const { rows } = await pool.query(`SELECT value::text FROM redemption_rules.counters`);
    expect(rows).toStrictEqual([{ value: '1' }]);
  });

  function guestUrl(): string {
    const url = new URL(server.url);
    url.username = 'guest';
    url.password = 'guest';
    return url.href;
  }

  async function freshParts() {
    const ledger = await fresh();
    return {
      schema: ledger.schema,
      commit: (each: Entry) => ledger.commit(each),
      giveBack: (...of: Parameters<Ledger['giveBack']>) => ledger.giveBack(...of),
      differences: () => ledger.differences(),
    };
  }
});

describe('slots', () => {
  it.each([1, 2, 7, 16])('keep the limit to the cent with %i, and use it up', async (slots) => {
    const ledger = await fresh({ slots: () => slots });
    const done = await outcomes(120, (i) =>
      ledger.commit(entry(`order-${i}`, [claim('a', '1.50', '100.00')])),
    );
    expect(done.filter((outcome) => outcome === 'applied')).toHaveLength(66);
    expect(await held(ledger, 'a')).toBe('99.00');
    // What is left fits in no slot of an equal share, but in the whole.
    expect(
      await outcomes(3, (i) => ledger.commit(entry(`last-${i}`, [claim('a', '1.00', '100.00')]))),
    ).toContain('applied');
    expect(await held(ledger, 'a')).toBe('100.00');
    expect(await ledger.differences()).toStrictEqual([]);
  });

  it('keep the limit while processes disagree about their number and about the limit', async () => {
    const { schema } = await fresh();
    const ledgers = [1, 3, 8].map((slots) => postgresLedger({ pool, schema, slots: () => slots }));
    const limits = [40, 50, 60];
    const done = await outcomes(150, (i) =>
      ledgers[i % 3]!.commit(entry(`order-${i}`, [claim('a', 1, limits[Math.floor(i / 3) % 3])])),
    );
    const applied = done.filter((outcome) => outcome === 'applied').length;
    expect(await held(ledgers[0]!, 'a')).toBe(String(applied));
    expect(applied).toBeLessThanOrEqual(60);
    // Nobody is kept out for ever: whoever asks now gets what is left.
    for (let i = 0; applied + i < 60; i++) {
      expect(await ledgers[i % 3]!.commit(entry(`more-${i}`, [claim('a', 1, 60)]))).toMatchObject({
        outcome: 'applied',
      });
    }
    for (const [i, ledger] of ledgers.entries()) {
      expect(await ledger.commit(entry(`past-${i}`, [claim('a', 1, 60)]))).toStrictEqual({
        outcome: 'lost_race',
      });
    }
    expect(await held(ledgers[0]!, 'a')).toBe('60');
  });

  it('know that their ceilings were cut from another limit', async () => {
    const ledger = await fresh({ slots: () => 4 });
    await outcomes(30, (i) => ledger.commit(entry(`order-${i}`, [claim('a', 1, 60)])));
    const lowered = await outcomes(40, (i) => ledger.commit(entry(`low-${i}`, [claim('a', 1, 35)])));
    expect(lowered.filter((outcome) => outcome === 'applied')).toHaveLength(5);
    const raised = await outcomes(40, (i) => ledger.commit(entry(`high-${i}`, [claim('a', 1, 60)])));
    expect(raised.filter((outcome) => outcome === 'applied')).toHaveLength(25);
    expect(await held(ledger, 'a')).toBe('60');
  });

  it('never have ceilings that add up to more than the limit', async () => {
    const { schema, ...ledger } = await fresh({ slots: () => 7 }).then((made) => ({
      schema: made.schema,
      commit: (each: Entry) => made.commit(each),
    }));
    for (let i = 0; i < 40; i++) {
      await ledger.commit(entry(`order-${i}`, [claim('a', (0.5 + i / 10).toFixed(2), '100.10')]));
      const { rows } = await pool.query(`SELECT sum(ceiling)::text AS ceilings FROM ${schema}.counters`);
      expect(rows).toStrictEqual([{ ceilings: '100.10' }]);
    }
  });

  it('take additions without a limit, and know them when a limit is asked again', async () => {
    const ledger = await fresh({ slots: () => 4 });
    await outcomes(8, (i) => ledger.commit(entry(`order-${i}`, [claim('a', 1, i % 2 === 0 ? null : 10)])));
    expect(await ledger.commit(entry('big', [claim('a', 5, null)]))).toMatchObject({ outcome: 'applied' });
    expect(await held(ledger, 'a')).toBe('13');
    expect(await ledger.commit(entry('late', [claim('a', 1, 10)]))).toStrictEqual({ outcome: 'lost_race' });
    expect(await ledger.commit(entry('wide', [claim('a', 1, 14)]))).toMatchObject({ outcome: 'applied' });
  });

  it('give back what was spread over them', async () => {
    const ledger = await fresh({ slots: () => 4 });
    await outcomes(9, (i) => ledger.reserve(entry(`order-${i}`, [claim('a', '10', '100')]), NOW + HOUR));
    await outcomes(9, (i) => (i < 8 ? ledger.cancel(`order-${i}`, NOW) : ledger.confirm(`order-${i}`, NOW)));
    expect(await held(ledger, 'a')).toBe('10');
    expect(
      await outcomes(10, (i) => ledger.commit(entry(`next-${i}`, [claim('a', '9', '100')]))),
    ).toStrictEqual(Array.from({ length: 10 }, () => 'applied'));
    expect(await ledger.differences()).toStrictEqual([]);
  });

  it.each([0, 1.5, -1, 1_001, Number.NaN])('of %d are refused', async (slots) => {
    const ledger = await fresh({ slots: () => slots });
    await expect(ledger.commit(entry('order-1', [claim('a', 1)]))).rejects.toThrow(RangeError);
  });
});

describe('what goes wrong', () => {
  const campaign = compile({ id: 'spring', status: 'active', max_redemptions: 5 });
  const context = (id: string) => ({
    at: NOW,
    voucher: { code: 'SPRING' },
    redemption: { transaction_id: id, customer_identifier: 'cus_1', total_transaction_cost: '50.00' },
  });
  const failureOf = async (failing: Promise<unknown>) => {
    const failure: unknown = await failing.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(LedgerUnavailableError);
    return failure as LedgerUnavailableError;
  };

  async function whileLocked<Result>(schema: string, run: () => Promise<Result>): Promise<Result> {
    const other = await pool.connect();
    try {
      await other.query('BEGIN');
      await other.query(`UPDATE ${schema}.counters SET value = value`);
      return await run();
    } finally {
      await other.query('ROLLBACK');
      other.release();
    }
  }

  it.each([
    [{ statement_timeout: 100 }, 'statement_timeout', 'no'],
    [{ lock_timeout: 100 }, 'lock_timeout', 'no'],
    [{ query_timeout: 100 }, 'connection_lost', 'unknown'],
  ] as const)('a change that waits past %j is told, and counts nothing', async (config, reason, applied) => {
    const { schema } = await fresh();
    const ledger = postgresLedger({ pool: poolWith(config), schema });
    await redeem(campaign, ledger, context('order-1'));
    await whileLocked(schema, async () => {
      const failing = redeem(campaign, ledger, context('order-2'), { attempts: 1 });
      expect(await failureOf(failing)).toMatchObject({ reason, applied, retryable: true });
    });
    expect(await redeem(campaign, ledger, context('order-2'))).toMatchObject({ status: 'accepted' });
    expect(await held(ledger, 'campaign/spring/redemptions')).toBe('2');
  });

  it('an exhausted pool is told', async () => {
    const { schema } = await fresh();
    const small = poolWith({ max: 1 });
    const ledger = postgresLedger({ pool: small, schema });
    const only = await small.connect();
    // Not before: it bounds the time that the only connection takes to be made, too.
    small.options.connectionTimeoutMillis = 50;
    const failure = await failureOf(redeem(campaign, ledger, context('order-1')));
    expect(failure).toMatchObject({ reason: 'pool_exhausted', applied: 'no' });
    expect(failure.cause).toBeInstanceOf(Error);
    only.release();
    expect(await redeem(campaign, ledger, context('order-1'))).toMatchObject({ status: 'accepted' });
  });

  it('a server that is not there is told', async () => {
    const ledger = postgresLedger({
      pool: poolWith({ connectionString: 'postgres://postgres@127.0.0.1:1/postgres' }),
    });
    expect(await failureOf(ledger.expire(NOW))).toMatchObject({ reason: 'connection_lost', applied: 'no' });
  });

  it('a wrong password, a missing table and a value that is no number are told as they are', async () => {
    const stranger = postgresLedger({
      pool: poolWith({ connectionString: server.url.replace(':postgres@', ':wrong@') }),
    });
    await expect(stranger.expire(NOW)).rejects.toMatchObject({ code: '28P01' });
    const nowhere = postgresLedger({ pool, schema: 'nowhere' });
    await expect(nowhere.expire(NOW)).rejects.toMatchObject({ code: '42P01' });
    const ledger = await fresh();
    await expect(ledger.commit(entry('order-1', [claim('a', 'much')]))).rejects.toMatchObject({
      code: '22P02',
    });
    const steps = await fresh({ apply: 'step by step' });
    await expect(steps.commit(entry('order-1', [claim('a', 'much')]))).rejects.toMatchObject({
      code: '22P02',
    });
    // The connections are as good as before.
    await steps.commit(entry('order-1', [claim('a', 1)]));
    expect(await held(steps, 'a')).toBe('1');
  });

  it('a server that takes no writes is told', async () => {
    const { schema } = await fresh();
    const ledger = postgresLedger({
      pool: poolWith({ options: '-c default_transaction_read_only=on' }),
      schema,
    });
    const failing = redeem(campaign, ledger, context('order-1'));
    expect(await failureOf(failing)).toMatchObject({ reason: 'read_only', applied: 'no' });
  });

  it('a session that is ended while it counts is told, and redeem finds out by itself', async () => {
    const { schema } = await fresh();
    const own = poolWith({ max: 1, application_name: 'victim' });
    const ledger = postgresLedger({ pool: own, schema });
    await ledger.commit(entry('order-0', [claim('campaign/spring/redemptions', 1)]));
    const end = () =>
      untilTrue(async () => {
        const { rowCount } = await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim' AND wait_event_type = 'Lock'`,
        );
        return rowCount === 1;
      });
    await whileLocked(schema, async () => {
      const failing = failureOf(ledger.commit(entry('order-1', [claim('campaign/spring/redemptions', 1)])));
      await end();
      expect(await failing).toMatchObject({ reason: 'connection_lost', applied: 'unknown' });
    });
    const redeeming = await whileLocked(schema, async () => {
      const outcome = redeem(campaign, ledger, context('order-2'));
      await end();
      return { outcome };
    });
    expect(await redeeming.outcome).toMatchObject({ status: 'accepted' });
    expect(await held(ledger, 'campaign/spring/redemptions')).toBe('2');
  });

  it('a session that is ended between two steps has changed nothing', async () => {
    const { schema } = await fresh();
    const own = poolWith({ max: 1, application_name: 'stepping victim' });
    const ledger = postgresLedger({ pool: own, schema, apply: 'step by step' });
    await ledger.commit(entry('order-0', [claim('a', 1, 9)]));
    await whileLocked(schema, async () => {
      const failing = failureOf(ledger.commit(entry('order-1', [claim('a', 1, 9)])));
      await untilTrue(async () => {
        const { rowCount } = await pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'stepping victim' AND wait_event_type = 'Lock'`,
        );
        return rowCount === 1;
      });
      expect(await failing).toMatchObject({ reason: 'connection_lost', applied: 'no' });
    });
    expect(await held(ledger, 'a')).toBe('1');
  });

  async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 500; tries++) {
      if (await ask()) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error('it never came to that');
  }
});

describe('the example', () => {
  it('redeems on the server of DATABASE_URL', async () => {
    process.env['DATABASE_URL'] = server.url;
    const printed: string[] = [];
    const print = vi.spyOn(console, 'log').mockImplementation((line: string) => printed.push(line));
    await import('../../examples/ledger/postgres.ts');
    print.mockRestore();
    expect(printed).toStrictEqual([
      'accepted, counted once however often it is sent',
      'counters that are not the sum of their redemptions: 0',
    ]);
  });
});

describe('a whole life', () => {
  it('of reservations by the hundred: what is due is released in batches, once, by however many sweepers', async () => {
    const ledger = await fresh();
    const campaign = compile({ id: 'spring', status: 'active', max_redemptions: 5_000 });
    const context = (i: number) => ({
      at: NOW + i,
      voucher: { code: 'SPRING' },
      redemption: { transaction_id: `order-${i}`, total_transaction_cost: '50.00' },
    });
    await Promise.all(
      Array.from({ length: 1_100 }, (_, i) => reserve(campaign, ledger, context(i), { ttl: HOUR })),
    );
    await cancel(campaign, ledger, context(0));
    expect(await held(ledger, 'campaign/spring/redemptions')).toBe('1099');
    const sweepers = await Promise.all([1, 2, 3].map(() => expire(ledger, NOW + HOUR + 1_049)));
    expect(sweepers.reduce((sum, each) => sum + each, 0)).toBe(1_049);
    expect(await held(ledger, 'campaign/spring/redemptions')).toBe('50');
    expect(await ledger.differences()).toStrictEqual([]);
  });

  it('keeps what a record says to the letter', async () => {
    const ledger = await fresh();
    const campaign = compile({ id: 'a/b %\u0000\ud800', status: 'active', max_total_budget: '25.00' });
    const context = {
      at: '2026-11-21T12:00:00.123Z',
      voucher: { code: 'SPRING' },
      redemption: { transaction_id: 'order \u0000 \udfff', total_transaction_cost: '50.00' },
      granted_discount: '12.50',
    };
    const first = await redeem(campaign, ledger, context);
    expect(first).toMatchObject({ status: 'accepted', redemption: { at: Date.parse(context.at) } });
    const again = await redeem(campaign, ledger, context);
    expect(plain(again)).toStrictEqual({ ...plain(first), repeated: true });
    expect(await giveBack(ledger, 'order \u0000 \udfff', () => 'return')).toMatchObject({
      status: 'given_back',
    });
    expect(await ledger.differences()).toStrictEqual([]);
  });
});
