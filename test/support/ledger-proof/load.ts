// Many processes and connections against three limits at once.

import { Pool } from 'pg';
import { postgresLedger } from '../../../src/ledger/postgres/index.ts';
import { startClient } from './clients.ts';
import { limitsFor, type Tally } from './job.ts';
import { verify, type Verified } from './verify.ts';

export interface Load {
  readonly url: string;
  readonly schema: string;
  readonly store: 'postgres' | 'naive';
  readonly attempts: number;
  readonly processes: number;
  readonly connections: number;
  readonly slots?: number;
}

export interface Loaded extends Verified {
  readonly tally: Omit<Tally, 'latencies'>;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export async function load({
  url,
  schema,
  store,
  attempts,
  processes,
  connections,
  slots = 1,
}: Load): Promise<Loaded> {
  const pool = new Pool({ connectionString: url, max: 2 });
  // A connection that ends while nobody uses it, as when the server stops.
  pool.on('error', () => undefined);
  try {
    const ledger = postgresLedger({ pool, schema });
    await ledger.migrate();
    const limits = limitsFor(attempts);
    const since = performance.now();
    const clients = Array.from({ length: processes }, (_, i) =>
      startClient({
        url,
        schema,
        store,
        seed: i + 1,
        client: `client-${i}`,
        connections,
        attempts: Math.floor(attempts / processes),
        limits,
        slots,
        mixed: false,
      }),
    );
    const tallies = (await Promise.all(clients.map(({ done }) => done))).filter((each) => each !== undefined);
    const seconds = (performance.now() - since) / 1_000;
    const sum = (of: (tally: Tally) => number) => tallies.reduce((total, each) => total + of(each), 0);
    const latencies = tallies.flatMap((each) => each.latencies).sort((a, b) => a - b);
    return {
      ...(await verify(pool, ledger, schema, limits)),
      tally: {
        accepted: sum(({ accepted }) => accepted),
        repeated: sum(({ repeated }) => repeated),
        refused: sum(({ refused }) => refused),
        retried: sum(({ retried }) => retried),
        errors: tallies.flatMap(({ errors }) => errors),
      },
      perSecond: Math.round(attempts / seconds),
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
    };
  } finally {
    await pool.end();
  }
}

function quantile(sorted: readonly number[], q: number): number {
  return Math.round((sorted[Math.floor(sorted.length * q)] ?? Number.NaN) * 10) / 10;
}
