// The ledger's proofs at full size, against a real PostgreSQL.
//   npm run ledger:proof -- [load|faults|simulate|throughput] [--attempts N] [--faults N] [--seeds N] [--seed S] [--steps N] …
// Without a name: all four. DATABASE_URL takes a server of yours for load and throughput; faults always starts its own.

import { parseArgs } from 'node:util';
import { runFaults } from '../test/support/ledger-proof/faults.ts';
import { load } from '../test/support/ledger-proof/load.ts';
import { newTally, simulate } from '../test/support/ledger-proof/simulate.ts';
import { measureThroughput } from '../test/support/ledger-proof/throughput.ts';
import { startPostgres, type PostgresServer } from '../test/support/postgres.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    attempts: { type: 'string', default: '1000000' },
    processes: { type: 'string', default: '4' },
    connections: { type: 'string', default: '32' },
    slots: { type: 'string', default: '1' },
    faults: { type: 'string', default: '300' },
    seeds: { type: 'string', default: '10000' },
    seed: { type: 'string' },
    steps: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
    duration: { type: 'string', default: '4000' },
  },
});
const number = (name: Exclude<keyof typeof values, 'seed'>) => Number(values[name]);

const proofs: Readonly<Record<string, () => Promise<boolean>>> = {
  async load() {
    const processes = number('processes');
    const connections = number('connections');
    return withServer(process.env['DATABASE_URL'], async ({ url }) => {
      const sound = await load({
        ...place(url, 'load'),
        store: 'postgres',
        attempts: number('attempts'),
        processes,
        connections,
        slots: number('slots'),
      });
      report('the PostgreSQL ledger', sound);
      const naive = await load({
        ...place(url, 'naive'),
        store: 'naive',
        attempts: Math.min(20_000, number('attempts')),
        processes,
        connections,
      });
      report('read, check, write: the naive store', naive);
      const { over, differences, tally, redemptions } = sound;
      const isSound = [
        over.cap,
        Number(over.dailyBudget),
        over.perCustomer,
        differences,
        tally.errors.length,
      ].every((each) => each === 0);
      const isCaught = naive.over.cap + Number(naive.over.dailyBudget) + naive.over.perCustomer > 0;
      return (
        isSound && isCaught && tally.accepted === redemptions && Object.values(sound.reached).every(Boolean)
      );
    });
  },

  async faults() {
    return withServer(undefined, async (server) => {
      const done = await runFaults({
        server,
        schema: 'proof_faults',
        faults: number('faults'),
        processes: 2,
        connections: 8,
        seed: Number(values.seed ?? 1),
        pause: 300,
        progress: 20,
        onFault: (count, fault, acknowledged) => {
          if (count % 20 === 0) console.log(`  ${count} faults, ${acknowledged} acknowledged (${fault})`);
        },
      });
      report('faults', done);
      return done.breaches.length === 0;
    });
  },

  async simulate() {
    const steps = number('steps');
    const first = Number(values.seed ?? 0);
    const seeds = values.seed === undefined ? number('seeds') : 1;
    const tally = newTally();
    const since = performance.now();
    for (let seed = first; seed < first + seeds; seed++) {
      await simulate({ seed, steps }, tally);
      if ((seed + 1) % 1_000 === 0) console.log(`  ${seed + 1} seeds`);
    }
    const years = Math.round(tally.milliseconds / (365.25 * 86_400_000));
    const seconds = Math.round((performance.now() - since) / 1_000);
    report('simulation', { seeds, steps, seconds, virtualYears: years, ...tally });
    return true;
  },

  async throughput() {
    return withServer(process.env['DATABASE_URL'], async ({ url }) => {
      const measured = await measureThroughput({
        ...place(url, 'throughput'),
        connections: number('connections'),
        rounds: number('rounds'),
        duration: number('duration'),
      });
      console.table(measured);
      return measured.length > 1;
    });
  },
};

/** A schema of this run's own: a server of yours may have those of earlier runs. */
function place(url: string, name: string) {
  return { url, schema: `proof_${name}_${process.pid}` };
}

async function withServer<Result>(
  url: string | undefined,
  run: (server: PostgresServer) => Promise<Result>,
): Promise<Result> {
  const server = url === undefined ? await startPostgres(['max_connections=200']) : undefined;
  try {
    return await run(server ?? ({ url } as PostgresServer));
  } finally {
    await server?.remove();
  }
}

function report(name: string, found: object): void {
  console.log(`${name}: ${JSON.stringify(found, null, 2)}`);
}

const asked = positionals.length > 0 ? positionals : Object.keys(proofs);
for (const name of asked) {
  const prove = proofs[name];
  if (!prove) throw new Error(`no such proof: ${name}; there are ${Object.keys(proofs).join(', ')}`);
  console.log(`\n=== ${name}`);
  const holds = await prove();
  console.log(`${name}: ${holds ? 'holds' : 'DOES NOT HOLD'}`);
  if (!holds) process.exitCode = 1;
}
