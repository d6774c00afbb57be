// Redemptions beside a bare guarded UPDATE of one row, in turns, in one run: what the ledger costs.

import { Pool } from 'pg';
import { compile } from '../../../src/index.ts';
import { redeem, type Ledger } from '../../../src/ledger/index.ts';
import { postgresLedger } from '../../../src/ledger/postgres/index.ts';

export interface Throughput {
  readonly url: string;
  readonly schema: string;
  readonly connections: number;
  readonly rounds: number;
  /** Of one measurement, in milliseconds. */
  readonly duration: number;
}

export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  /** Against the bare UPDATE of the same round; the middle of the rounds. */
  readonly ratio: number;
  readonly p50: number;
  readonly p99: number;
}

interface Round {
  readonly perSecond: number;
  readonly ratio: number;
  readonly latencies: readonly number[];
}

const LIMIT = 1_000_000_000;

export async function measureThroughput(options: Throughput): Promise<readonly Measured[]> {
  const { url, schema, connections, rounds, duration } = options;
  const pool = new Pool({ connectionString: url, max: connections });
  // A connection that ends while nobody uses it, as when the server stops.
  pool.on('error', () => undefined);
  try {
    const contenders = await prepare(pool, schema);
    const measured = new Map<string, Round[]>([...contenders.keys()].map((name) => [name, []]));
    for (let round = 0; round <= rounds; round++) {
      let bare = 0;
      for (const [name, run] of contenders) {
        const { perSecond, latencies } = await measure(run, connections, duration);
        if (bare === 0) bare = perSecond;
        // The first round warms up.
        if (round > 0) measured.get(name)?.push({ perSecond, ratio: perSecond / bare, latencies });
      }
    }
    return [...measured].map(([name, all]) => summary(name, all));
  } finally {
    await pool.end();
  }
}

/** The bare UPDATE first: the others are measured against it. */
async function prepare(pool: Pool, schema: string): Promise<Map<string, () => Promise<unknown>>> {
  const plain = postgresLedger({ pool, schema: `${schema}_plain` });
  const shared = postgresLedger({
    pool,
    schema: `${schema}_shared`,
    slots: ({ name }) => (name === 'redemptions' ? 16 : 1),
  });
  const stepwise = postgresLedger({ pool, schema: `${schema}_steps`, apply: 'step by step' });
  for (const ledger of [plain, shared, stepwise]) await ledger.migrate();
  await pool.query(
    `CREATE TABLE IF NOT EXISTS ${schema}_plain.bare (key text PRIMARY KEY, value numeric NOT NULL)`,
  );
  await pool.query(`INSERT INTO ${schema}_plain.bare VALUES ('hot', 0) ON CONFLICT DO NOTHING`);

  const hot = compile({ id: 'hot', status: 'active', max_redemptions: LIMIT });
  const cold = compile({
    id: 'cold',
    status: 'active',
    rules: [{ type: 'per_customer', max_redemptions: 5 }],
  });
  let next = 0;
  const redeems = (campaign: typeof hot, ledger: Ledger) => () => {
    next++;
    return redeem(campaign, ledger, {
      at: Date.UTC(2026, 10, 21),
      voucher: { code: 'V' },
      redemption: {
        transaction_id: `t-${next}`,
        customer_identifier: `c-${next}`,
        total_transaction_cost: '50.00',
      },
    });
  };
  const bare = {
    name: 'bare_guarded_update',
    text: `UPDATE ${schema}_plain.bare SET value = value + 1 WHERE key = $1 AND value + 1 <= $2`,
    values: ['hot', LIMIT],
  };
  return new Map<string, () => Promise<unknown>>([
    ['a bare guarded UPDATE of one row', () => pool.query(bare)],
    ['redeem, one hot counter in 16 slots', redeems(hot, shared)],
    ['redeem, one hot counter in one row', redeems(hot, plain)],
    ['redeem, no counter shared', redeems(cold, plain)],
    ['redeem, one hot counter, step by step', redeems(hot, stepwise)],
  ]);
}

async function measure(run: () => Promise<unknown>, lanes: number, duration: number) {
  const latencies: number[] = [];
  const since = performance.now();
  const lane = async () => {
    for (let now = performance.now(); now - since < duration; ) {
      await run();
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { perSecond: latencies.length / ((performance.now() - since) / 1_000), latencies };
}

function summary(name: string, rounds: readonly Round[]): Measured {
  const latencies = rounds.flatMap((round) => round.latencies).sort((a, b) => a - b);
  const quantile = (q: number) =>
    Math.round((latencies[Math.floor(latencies.length * q)] ?? Number.NaN) * 10) / 10;
  return {
    name,
    perSecond: Math.round(middle(rounds.map(({ perSecond }) => perSecond))),
    ratio: Math.round(middle(rounds.map(({ ratio }) => ratio)) * 100) / 100,
    p50: quantile(0.5),
    p99: quantile(0.99),
  };
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
