// Kills servers, clients and lines while redemptions go on, and looks after each: was anything lost, or counted twice?

import { Pool } from 'pg';
import { postgresLedger } from '../../../src/ledger/postgres/index.ts';
import type { PostgresServer } from '../postgres.ts';
import { startClient, type Client } from './clients.ts';
import type { Acknowledged, Limits } from './job.ts';
import { startProxy, type Proxy } from './proxy.ts';
import { Random } from './random.ts';
import { lost, verify } from './verify.ts';

export const FAULTS = [
  'a backend killed',
  'the server stopped immediately',
  'a client killed',
  'a connection cut after a change was sent',
] as const;

export type Fault = (typeof FAULTS)[number];

export interface FaultRun {
  readonly server: PostgresServer;
  readonly schema: string;
  /** @defaultValue `'postgres'` */
  readonly store?: 'postgres' | 'naive';
  readonly faults: number;
  readonly processes: number;
  readonly connections: number;
  readonly seed: number;
  /** How long clients run before the next fault, in milliseconds, at most; and how much they are told meanwhile, at least. */
  readonly pause: number;
  readonly progress: number;
  /** Told after each fault. */
  readonly onFault?: (number: number, fault: Fault, acknowledged: number) => void;
}

export interface FaultReport {
  readonly faults: Readonly<Record<Fault, number>>;
  readonly acknowledged: number;
  readonly rows: number;
  readonly reached: { readonly cap: boolean; readonly days: number; readonly customers: number };
  /** What must not be, one line each. */
  readonly breaches: readonly string[];
}

/** Days and customers are used up as the run goes on, not before; the cap is far, so that something is always counted. */
function limitsFor(faults: number): Limits {
  return { cap: 100_000_000, dailyBudget: 20, perCustomer: 3, customers: faults * 60, days: faults * 60 };
}

export async function runFaults(run: FaultRun): Promise<FaultReport> {
  const { server, schema, store = 'postgres' } = run;
  const limits = limitsFor(run.faults);
  const pool = new Pool({ connectionString: server.url, max: 2 });
  pool.on('error', () => undefined);
  const ledger = postgresLedger({ pool, schema });
  await ledger.migrate();
  const proxy = await startProxy(server.port);
  const url = new URL(server.url);
  url.port = String(proxy.port);

  const random = new Random(run.seed);
  const acknowledged = new Map<string, Acknowledged['status']>();
  const unchecked = new Map<string, Acknowledged['status']>();
  const breaches: string[] = [];
  const told = ({ id, status }: Acknowledged) => {
    const before = acknowledged.get(id);
    if (before !== undefined && before !== status) breaches.push(`${id} was told ${before}, then ${status}`);
    acknowledged.set(id, status);
    unchecked.set(id, status);
  };
  let started = 0;
  const launch = (): Client => {
    const client = `client-${started}`;
    const { connections } = run;
    started++;
    return startClient(
      {
        url: url.href,
        schema,
        store,
        seed: started,
        client,
        connections,
        limits,
        slots: 4,
        mixed: true,
      },
      told,
    );
  };
  const clients = Array.from({ length: run.processes }, launch);
  const counts = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;

  async function inflict(fault: Fault): Promise<void> {
    switch (fault) {
      case 'a backend killed':
        return killBackend(pool);
      case 'the server stopped immediately':
        await server.stopImmediately();
        return server.start();
      case 'a client killed': {
        const i = random.below(clients.length);
        const [victim] = clients.splice(i, 1, launch());
        victim?.kill();
        await victim?.done;
        return;
      }
      case 'a connection cut after a change was sent':
        return within(10_000, proxy.cutAfterNextChange(), 'no client sent a change');
    }
  }

  /** Clients that are not answered any more are a breach too. */
  async function untilTold(answers: number): Promise<void> {
    for (let tries = 0; acknowledged.size < answers; tries++) {
      if (tries === 3_000) throw new Error('clients were told too little within a minute');
      await sleep(20);
    }
  }

  async function check(after: string): Promise<void> {
    // What was acknowledged up to here must stand from here on.
    const told = new Map(unchecked);
    unchecked.clear();
    const verified = await patiently(() => verify(pool, ledger, schema, limits));
    const gone = await patiently(() => lost(pool, schema, told));
    if (gone > 0) breaches.push(`${after}: ${gone} acknowledged redemptions are lost`);
    if (verified.differences > 0)
      breaches.push(`${after}: ${verified.differences} counters are not their rows`);
    if (Object.values(verified.over).some((over) => Number(over) > 0)) {
      breaches.push(`${after}: over the limit by ${JSON.stringify(verified.over)}`);
    }
  }

  try {
    for (let number = 1; number <= run.faults; number++) {
      await sleep(random.below(run.pause));
      await untilTold(acknowledged.size + run.progress);
      const fault = FAULTS[(number - 1) % FAULTS.length] as Fault;
      await inflict(fault);
      counts[fault]++;
      await check(`fault ${number}, ${fault}`);
      run.onFault?.(number, fault, acknowledged.size);
    }
    await untilTold(acknowledged.size + run.progress);
    for (const client of clients) client.kill();
    await Promise.all(clients.map(({ done }) => done));
    unchecked.clear();
    for (const [id, status] of acknowledged) unchecked.set(id, status);
    await check('the end');
    const { rows, reached } = await patiently(() => verify(pool, ledger, schema, limits));
    return { faults: counts, acknowledged: acknowledged.size, rows, reached, breaches };
  } finally {
    for (const client of clients) client.kill();
    await close(proxy, pool);
  }
}

/** SIGKILL for a server process that serves a client: the server throws everybody out and recovers. */
async function killBackend(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1`,
  );
  if (rows[0]) process.kill(rows[0].pid, 'SIGKILL');
  await sleep(50);
}

/** A server that recovers answers after a while. */
async function patiently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (tries === 300) throw error;
      await sleep(100);
    }
  }
}

async function within(milliseconds: number, event: Promise<void>, otherwise: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(otherwise));
    }, milliseconds);
  });
  await Promise.race([event, late]).finally(() => clearTimeout(timer));
}

async function close(proxy: Proxy, pool: Pool): Promise<void> {
  await pool.end();
  await proxy.close();
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
