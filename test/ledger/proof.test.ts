// The proofs at a small size, against a real server: `npm run ledger:proof` runs them at full size.

import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresLedger } from '../../src/ledger/postgres/index.ts';
import { FAULTS, runFaults } from '../support/ledger-proof/faults.ts';
import { load } from '../support/ledger-proof/load.ts';
import { measureThroughput } from '../support/ledger-proof/throughput.ts';
import { lost, verify } from '../support/ledger-proof/verify.ts';
import { startPostgres, type PostgresServer } from '../support/postgres.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres(['max_connections=100']);
}, 60_000);

afterAll(() => server.remove(), 60_000);

describe('two processes of eight connections, against three limits at once', () => {
  const run = (store: 'postgres' | 'naive') =>
    load({
      url: server.url,
      schema: `load_${store}`,
      store,
      attempts: 1_200,
      processes: 2,
      connections: 8,
      slots: 4,
    });

  it('never pass a limit, use all of them up, and count what they record', { timeout: 180_000 }, async () => {
    const { over, reached, differences, tally, redemptions } = await run('postgres');
    expect(over).toStrictEqual({ cap: 0, dailyBudget: '0', perCustomer: 0 });
    expect(differences).toBe(0);
    expect(tally.errors).toStrictEqual([]);
    expect(tally.accepted).toBe(redemptions);
    expect(tally.accepted + tally.repeated + tally.refused).toBe(1_200);
    for (const [limit, wasReached] of Object.entries(reached)) expect(Boolean(wasReached), limit).toBe(true);
  });

  it('pass all of them where a store reads, checks and writes: the harness sees it', {
    timeout: 180_000,
  }, async () => {
    const { over, differences } = await run('naive');
    expect(over.cap + Number(over.dailyBudget)).toBeGreaterThan(0);
    expect(differences).toBeGreaterThan(0);
  });
});

describe('servers, clients and connections that die', () => {
  const schema = 'faults';

  it('lose nothing that was acknowledged, and count nothing twice', { timeout: 180_000 }, async () => {
    const seen: string[] = [];
    const report = await runFaults({
      server,
      schema,
      faults: FAULTS.length,
      processes: 2,
      connections: 4,
      seed: 1,
      pause: 100,
      progress: 10,
      onFault: (_, fault) => seen.push(fault),
    });
    expect(report.breaches).toStrictEqual([]);
    expect(seen).toStrictEqual([...FAULTS]);
    expect(report.acknowledged).toBeGreaterThanOrEqual(10 * FAULTS.length);
    expect(report.rows).toBeGreaterThanOrEqual(report.acknowledged);
  });

  it('would be seen to lose, to count twice and to pass a limit', async () => {
    const pool = new Pool({ connectionString: server.url });
    pool.on('error', () => undefined);
    const ledger = postgresLedger({ pool, schema });
    const limits = { cap: 1_000_000, dailyBudget: 1_000_000, perCustomer: 1_000_000, customers: 1, days: 1 };
    expect(await verify(pool, ledger, schema, limits)).toMatchObject({
      differences: 0,
      over: { cap: 0, perCustomer: 0 },
    });
    const { rows } = await pool.query<{ id: string }>(
      `SELECT transaction_id AS id FROM ${schema}.redemptions WHERE status = 'confirmed' LIMIT 2`,
    );
    const told = new Map(rows.map(({ id }) => [id, 'confirmed'] as const));
    expect(await lost(pool, schema, told)).toBe(0);
    await pool.query(`DELETE FROM ${schema}.redemptions WHERE transaction_id = $1`, [rows[0]!.id]);
    expect(await lost(pool, schema, told)).toBe(1);
    const tight = await verify(pool, ledger, schema, { ...limits, cap: 1, dailyBudget: 1, perCustomer: 0 });
    expect(tight.differences).toBeGreaterThan(0);
    for (const over of Object.values(tight.over)) expect(Number(over)).toBeGreaterThan(0);
    await pool.end();
  });
});

it('throughput is measured beside a bare guarded UPDATE', async () => {
  const measured = await measureThroughput({
    url: server.url,
    schema: 'speed',
    connections: 8,
    rounds: 1,
    duration: 150,
  });
  expect(measured[0]).toMatchObject({ ratio: 1 });
  for (const { name, perSecond } of measured) expect(perSecond, name).toBeGreaterThan(0);
});
