// npm run bench [-- --quick] [--no-peers] [--seed N]: the engine beside functions written by hand and beside its peers.
// See README.md beside this file.

import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { agree } from './agreement.ts';
import { allocationOf, bytesOfKnownArray } from './allocation.ts';
import type { BarKind } from './chart.ts';
import type { Contender, Floor } from './contender.ts';
import { installPeers, loadPeers, NO_PEERS } from './contenders/peers.ts';
import { curveOfCampaigns } from './curves/campaigns.ts';
import type { Curve, CurveOf } from './curves/curve.ts';
import { curveOfRules } from './curves/rules.ts';
import { curveOfVertices } from './curves/vertices.ts';
import { factsOf } from './facts.ts';
import { thisMachine } from './machine.ts';
import { ratiosOf } from './ratios.ts';
import {
  contendersTable,
  curveTable,
  ratiosTable,
  reportFiles,
  type Entrant,
  type Findings,
} from './report.ts';
import { NAMES, OWN, ownRunners } from './subjects.ts';
import { runnerOf, runnerOfFloor, runnerOfStep, timeInTurns, type Timings } from './timing.ts';
import { MINIMUM, SEED, workload, type Attempt } from './workload.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: true },
    seed: { type: 'string', default: String(SEED) },
  },
  allowNegative: true,
});
const { quick } = options;
const seed = Number(options.seed);
if (!Number.isSafeInteger(seed)) fail(`--seed: expected an integer, found ${options.seed}`);

const pace = quick ? { rounds: 5, turn: 25 } : { rounds: 15, turn: 60 };
const curvePace = quick ? { rounds: 5, turn: 15 } : { rounds: 11, turn: 40 };
/** Decisions whose allocations are counted; of a slow one, less. */
const CALLS = quick ? 10_000 : 30_000;
const SLOW = 10_000;
const SLOW_CALLS = 1_000;

const RESULTS = new URL('results/', import.meta.url);
const FACTS = 'making facts';
const CURVES: readonly CurveOf[] = [curveOfRules, curveOfVertices, curveOfCampaigns];

const problem = options.peers ? installPeers(say) : undefined;
if (problem !== undefined) fail(problem);
const peers = options.peers ? await loadPeers() : NO_PEERS;
const attempts = workload(undefined, seed);

say(`Comparing verdicts on ${attempts.length} contexts of seed ${seed}`);
const agreement = await agree(attempts, peers);

say('Timing, in turns');
const deciding = peers.deciding.map((contenderOf) => contenderOf(MINIMUM));
const contexts = attempts.map(({ context }) => context);
const timings = await timeInTurns(
  [
    ...ownRunners(attempts, seed),
    ...deciding.map((contender) => runnerOf(contender, attempts)),
    ...peers.floors.map((floor) => runnerOfFloor(floor, attempts)),
    runnerOfStep(FACTS, contexts, (context) => factsOf(context).at > 0),
  ],
  pace,
);

say('Counting bytes');
const entrants: Entrant[] = [];
for (const contender of [...OWN, ...deciding, ...peers.floors]) {
  entrants.push(await entrantOf(contender, timings, attempts));
}

say('Timing how it grows');
const curves: Curve[] = [];
for (const curveOf of CURVES) curves.push(await curveOf(attempts, curvePace));

const findings: Findings = {
  machine: thisMachine(),
  settings: `seed ${seed}, ${pace.rounds} rounds${quick ? ', quick' : ''}`,
  agreement,
  entrants,
  ratios: ratiosOf(timings),
  curves,
  knownArray: await bytesOfKnownArray(),
};

mkdirSync(RESULTS, { recursive: true });
for (const [name, text] of reportFiles(findings)) writeFileSync(new URL(name, RESULTS), text);
summarize(findings);

async function entrantOf(
  contender: Contender | Floor,
  measured: Timings,
  some: readonly Attempt[],
): Promise<Entrant> {
  const { name, remark, reads } = contender;
  const time = measured.of(name);
  return {
    name,
    remark,
    kind: kindOf(contender),
    time,
    ratio: measured.ratio(name, NAMES.engine),
    withFacts: reads === 'facts' ? measured.ratio([name, FACTS], NAMES.engine) : undefined,
    allocation: await allocationOf(contender, some, time.median > SLOW ? SLOW_CALLS : CALLS),
  };
}

function kindOf(contender: Contender | Floor): BarKind {
  if ('isValid' in contender) return 'floor';
  if (contender.reads === 'facts') return 'peer';
  return contender.name.startsWith(NAMES.engine) ? 'ours' : 'reference';
}

function summarize(found: Findings): void {
  const { machine, settings, curves } = found;
  const parts = [
    `${machine.processor}; Node ${machine.node}; ${machine.date}; commit ${machine.commit}; ${settings}`,
    ...found.agreement,
    '',
    contendersTable(found),
    '',
    ratiosTable(found),
    ...curves.flatMap((curve) => ['', curveTable(curve)]),
    '',
    'Written to bench/results/',
  ];
  console.log(parts.join('\n'));
}

/** On standard error, with the seconds since the start. */
function say(line: string): void {
  console.error(`${process.uptime().toFixed(0).padStart(4)} s  ${line}`);
}

function fail(reason: string): never {
  console.error(reason);
  process.exit(2);
}
