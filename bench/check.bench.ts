// npm run bench:check: notices that a fast path is lost. Every bound is a ratio of two things timed in the same rounds, or
// a number of bytes, and leaves so much room that a busy machine does not break it. Needs no peers; takes some seconds.

import { agree } from './agreement.ts';
import { allocationOf } from './allocation.ts';
import { NO_PEERS } from './contenders/peers.ts';
import type { CurveOf } from './curves/curve.ts';
import { curveOfRules } from './curves/rules.ts';
import { curveOfVertices } from './curves/vertices.ts';
import { NAMES, OWN, ownRunners } from './subjects.ts';
import { timeInTurns } from './timing.ts';
import { SEED, workload } from './workload.ts';
import { figures, table } from './written.ts';

interface Bound {
  readonly what: string;
  readonly of: string;
  readonly to: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** About half and twice of what is usual. */
const BOUNDS: readonly Bound[] = [
  { what: 'HAND / engine', of: NAMES.hand, to: NAMES.engine, atLeast: 6 },
  { what: 'HAND with claims / engine, read', of: NAMES.handWithClaims, to: NAMES.read, atLeast: 10 },
  { what: 'engine / LIMIT', of: NAMES.engine, to: NAMES.limit, atMost: 5 },
  { what: 'plan + evaluate + claims / evaluate', of: NAMES.planned, to: NAMES.engine, atMost: 6 },
  { what: 'shuffled / in time order', of: NAMES.engineShuffled, to: NAMES.engine, atMost: 2 },
  { what: '1,000 campaigns / one', of: NAMES.manyCampaigns, to: NAMES.oneCampaign, atMost: 10 },
  { what: 'long amounts / ordinary', of: NAMES.longAmounts, to: NAMES.engine, atLeast: 4 },
  { what: 'compile / JSON.parse', of: NAMES.compile, to: NAMES.parse, atMost: 25 },
];

/** What the longest of a curve takes, of what the shortest does. */
const GROWTH: readonly { readonly curveOf: CurveOf; readonly atMost: number }[] = [
  { curveOf: curveOfRules, atMost: 20 },
  { curveOf: curveOfVertices, atMost: 20 },
];

/** Bytes per decision of the engine, about twice of what is usual. */
const BYTES = { accepted: 320, refused: 1_000 };

const PACE = { rounds: 7, turn: 12 };
const CALLS = 10_000;

const attempts = workload(undefined, SEED);
for (const line of await agree(attempts, NO_PEERS)) console.log(line);

const timings = await timeInTurns(ownRunners(attempts, SEED), PACE);
const measured = BOUNDS.map(({ what, of, to, atMost = Infinity, atLeast = 0 }) => {
  return { what, value: timings.ratio(of, to).median, atMost, atLeast };
});
for (const { curveOf, atMost } of GROWTH) {
  const { title, series } = await curveOf(attempts, PACE);
  measured.push({ what: `${title}, last / first`, value: series[0]?.growth ?? NaN, atMost, atLeast: 0 });
}
const [engine] = OWN as [(typeof OWN)[number]];
const allocation = await allocationOf(engine, attempts, CALLS);
for (const kind of ['accepted', 'refused'] as const) {
  measured.push({ what: `bytes, ${kind}`, value: allocation[kind], atMost: BYTES[kind], atLeast: 0 });
}

const isKept = ({ value, atMost, atLeast }: (typeof measured)[number]) => value >= atLeast && value <= atMost;
const rows = measured.map((one) => [
  one.what,
  figures(one.value),
  one.atLeast > 0 ? `≥ ${figures(one.atLeast)}` : `≤ ${figures(one.atMost)}`,
  isKept(one) ? 'kept' : 'BROKEN',
]);
console.log(`\n${table(['', 'measured', 'bound', ''], rows, [0, 3])}`);
if (!measured.every(isKept)) {
  console.error('\nA bound is broken: npm run bench shows more.');
  process.exitCode = 1;
}
