// What a server can answer that a real one seldom does: a pool that answers as it is told.

import { describe, expect, it } from 'vitest';
import { LedgerUnavailableError } from '../../src/ledger/index.ts';
import { postgresLedger, type PostgresPool } from '../../src/ledger/postgres/index.ts';
import { ledgerFailure, type Stage } from '../../src/ledger/postgres/failures.ts';

/** As pg makes it of a server's answer. */
function answer(code: string): Error {
  return Object.assign(new Error(`SQLSTATE ${code}`), { code, severity: 'ERROR' });
}

/** `told` hears every text and says what is answered: an error, rows, or nothing. */
function poolOf(told: (text: string) => Error | readonly unknown[] | undefined) {
  const released: boolean[] = [];
  const pool: PostgresPool = {
    connect: () =>
      Promise.resolve({
        query({ text }) {
          const answered = told(text) ?? [];
          return answered instanceof Error
            ? Promise.reject(answered)
            : Promise.resolve({ rows: answered, rowCount: answered.length });
        },
        release: (destroy = false) => released.push(destroy),
        on: () => undefined,
        off: () => undefined,
      }),
  };
  return { pool, released };
}

const entry = { transactionId: 'order-1', campaign: 'c', request: '', at: 0, claims: [] };

describe('a ledger without a pool', () => {
  it.each([undefined, null, {}, 'postgres://here'])('is a mistake of the program: %j', (pool) => {
    expect(() => postgresLedger({ pool: pool as PostgresPool })).toThrow(
      new TypeError('pool: expected a Pool of pg, with connect()'),
    );
  });
});

describe('a server that cannot put transactions in order', () => {
  it.each(['40001', '40P01'])(
    'is asked again after %s, and the caller is told when it was often enough',
    async (code) => {
      let asked = 0;
      const { pool, released } = poolOf(() => {
        asked++;
        return answer(code);
      });
      const failure: unknown = await postgresLedger({ pool })
        .commit(entry)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ reason: 'contention', applied: 'no' });
      expect(asked).toBe(21);
      // There was nothing wrong with the connection.
      expect(released).toStrictEqual(Array.from({ length: 21 }, () => false));
    },
  );

  it('is given the time that the host says', async () => {
    const retries: number[] = [];
    const { pool } = poolOf(() => (retries.length < 3 ? answer('40001') : undefined));
    const pause = (retry: number) => {
      retries.push(retry);
      return Promise.resolve();
    };
    expect(await postgresLedger({ pool, pause }).commit(entry)).toMatchObject({ outcome: 'applied' });
    expect(retries).toStrictEqual([0, 1, 2]);
  });
});

describe('migrating beside others', () => {
  it.each(['42P06', '42P07', '42710', '23505'])(
    'goes on where another has just made the schema: %s',
    async (code) => {
      const { pool } = poolOf((text) => {
        if (text.startsWith('CREATE SCHEMA')) return answer(code);
        return text.startsWith('SELECT') ? [{ version: '1' }] : undefined;
      });
      await expect(postgresLedger({ pool }).migrate()).resolves.toBeUndefined();
    },
  );

  it('goes on where another has just applied the same version', async () => {
    const texts: string[] = [];
    const { pool } = poolOf((text) => {
      texts.push(text.split(' ')[0]!);
      if (text.startsWith('SELECT')) return [{ version: '0' }];
      return text.startsWith('INSERT') ? answer('23505') : undefined;
    });
    await postgresLedger({ pool }).migrate();
    expect(texts).toStrictEqual(['CREATE', 'CREATE', 'SELECT', 'BEGIN', 'INSERT', 'ROLLBACK']);
  });

  it.each(['CREATE SCHEMA', 'INSERT', 'CREATE INDEX'])(
    'tells what else the server answers to %s',
    async (start) => {
      const { pool } = poolOf((text) => {
        if (text.startsWith(start)) return answer('42501');
        return text.startsWith('SELECT') ? [{ version: '0' }] : undefined;
      });
      await expect(postgresLedger({ pool }).migrate()).rejects.toMatchObject({ code: '42501' });
    },
  );
});

describe('a transaction that cannot even be rolled back', () => {
  it('is told by what failed first', async () => {
    const { pool, released } = poolOf((text) => {
      if (text.startsWith('INSERT')) return answer('57P01');
      return text === 'ROLLBACK' ? new Error('Connection terminated') : undefined;
    });
    const failing = postgresLedger({ pool, apply: 'step by step' }).commit(entry);
    await expect(failing).rejects.toMatchObject({
      reason: 'connection_lost',
      applied: 'no',
      cause: { code: '57P01' },
    });
    expect(released).toStrictEqual([true]);
  });

  it('leaves unknown what became of a COMMIT that nobody answered', async () => {
    const { pool } = poolOf((text) =>
      text === 'COMMIT' ? new Error('Connection terminated unexpectedly') : undefined,
    );
    const failing = postgresLedger({ pool, apply: 'step by step' }).commit(entry);
    await expect(failing).rejects.toMatchObject({ reason: 'connection_lost', applied: 'unknown' });
  });
});

describe('what a failure says', () => {
  it.each<[string, Stage, string | undefined, string?]>([
    ['57014', 'change sent', 'statement_timeout', 'no'],
    ['55P03', 'change sent', 'lock_timeout', 'no'],
    ['25006', 'change sent', 'read_only', 'no'],
    ['53300', 'connecting', 'pool_exhausted', 'no'],
    ['53100', 'change sent', 'resources', 'no'],
    ['57P03', 'connecting', 'resources', 'no'],
    ['57P01', 'nothing sent', 'connection_lost', 'no'],
    ['57P01', 'change sent', 'connection_lost', 'unknown'],
    ['57P02', 'change sent', 'connection_lost', 'unknown'],
    ['08006', 'change sent', 'connection_lost', 'unknown'],
    ['40003', 'change sent', 'connection_lost', 'unknown'],
    ['22P02', 'change sent', undefined],
    ['42P01', 'nothing sent', undefined],
  ])('%s, %s: %s', (code, stage, reason, applied) => {
    const error = answer(code);
    const failure = ledgerFailure(error, stage);
    if (reason === undefined) expect(failure).toBe(error);
    else expect(failure).toMatchObject({ name: 'LedgerUnavailableError', reason, applied, cause: error });
  });

  it('of no server: the connection, the pool or a mistake', () => {
    const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(ledgerFailure(reset, 'change sent')).toMatchObject({
      reason: 'connection_lost',
      applied: 'unknown',
    });
    expect(ledgerFailure(reset, 'connecting')).toMatchObject({ reason: 'connection_lost', applied: 'no' });
    const late = new Error('timeout exceeded when trying to connect');
    expect(ledgerFailure(late, 'connecting')).toMatchObject({ reason: 'pool_exhausted' });
    const mistake = new TypeError('not a function');
    expect(ledgerFailure(mistake, 'change sent')).toBe(mistake);
    expect(ledgerFailure('odd', 'change sent')).toBe('odd');
    expect(ledgerFailure(late, 'connecting')).toBeInstanceOf(LedgerUnavailableError);
  });
});
