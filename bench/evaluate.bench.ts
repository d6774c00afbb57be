// npm run bench [-- --quick]: the engine against the same campaign written by hand. See README.md beside this file.

import type { HeapProfiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { do_not_optimize, measure } from 'mitata';
import { compile, type Decision, type RedemptionContext } from '../src/index.ts';
import { claimsByHand, refusalsByHand } from './by-hand.ts';
import { limitClaims, limitRefusals } from './limit.ts';
import { CAMPAIGN, SEED, shuffled, SIZE, workload, type Attempt } from './workload.ts';

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, seed: { type: 'string', default: String(SEED) } },
});
const quick = options.quick;
const seed = Number(options.seed);
const rounds = quick ? 3 : 15;

/** Decides one context, and says whether it is accepted. */
type Contender = (context: RedemptionContext) => boolean;

const campaign = compile(CAMPAIGN);
const byHand = refusalsByHand();
const limit = limitRefusals();
const contenders = {
  engine: (context) => campaign.evaluate(context).status === 'accepted',
  'by hand': (context) => byHand(context).length === 0 && claimsByHand(context).length > 0,
  'by hand, verdict only': (context) => byHand(context).length === 0,
  limit: (context) => limit(context).length === 0,
  'limit with claims': (context) => limit(context).length === 0 && limitClaims(context).length > 0,
} satisfies Record<string, Contender>;
type Name = keyof typeof contenders;
const names = Object.keys(contenders) as Name[];

// ---------------------------------------------------------------------------------------------------------------
// Agreement: a fast wrong answer is worth nothing
// ---------------------------------------------------------------------------------------------------------------

/** Fails on the first context on which the three opinions differ. Returns a checksum of all verdicts. */
function checkAgreement(attempts: readonly Attempt[]): { checksum: string; rows: Map<string, number> } {
  const rows = new Map<string, number>();
  let hash = 0x811c9dc5;
  attempts.forEach((attempt, index) => {
    const decision = campaign.evaluate(attempt.context);
    const difference = differenceOf(attempt, decision);
    if (difference) throw new Error(`context ${index} of seed ${seed}: ${difference}`);
    for (const row of attempt.rows) rows.set(row, (rows.get(row) ?? 0) + 1);
    for (const character of `${decision.status} ${attempt.rows.join()}\n`) {
      hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
    }
  });
  return { checksum: hash.toString(16).padStart(8, '0'), rows };
}

/** In how many contexts a campaign that is wrong by a cent is found out. */
function foundOut(attempts: readonly Attempt[]): number {
  const wrong = compile(JSON.parse(JSON.stringify(CAMPAIGN).replace('"20.00"', '"20.01"')));
  return attempts.filter(({ context, rows }) => {
    return rowsOf(wrong.evaluate(context).violations) !== rows.join();
  }).length;
}

function differenceOf({ context, rows }: Attempt, { violations, claims }: Decision): string | undefined {
  const refusals = byHand(context);
  const claimed = refusals.length === 0 ? claimsByHand(context) : [];
  return (
    difference('rows, by construction', rowsOf(violations), rows.join()) ??
    difference('violations, by hand', shown(violations), shown(refusals)) ??
    difference('claims, by hand', JSON.stringify(claims), JSON.stringify(claimed)) ??
    difference('violations, limit', shown(violations), shown(limit(context))) ??
    difference(
      'claims, limit',
      JSON.stringify(claims),
      JSON.stringify(refusals.length === 0 ? limitClaims(context) : []),
    )
  );
}

function difference(what: string, engine: string, other: string): string | undefined {
  return engine === other ? undefined : `different ${what}\nengine: ${engine}\nother:  ${other}`;
}

function rowsOf(violations: Decision['violations']): string {
  return violations
    .map((one) => `${one.attribute}.${one.error_code}`)
    .toSorted()
    .join();
}

/** What a shopper sees of violations, in no order. */
function shown(
  violations: readonly { attribute: string; error_code: string; message: string; expected?: unknown }[],
) {
  return violations
    .map(({ attribute, error_code, message, expected }) =>
      JSON.stringify([attribute, error_code, message, expected]),
    )
    .toSorted()
    .join('\n');
}

// ---------------------------------------------------------------------------------------------------------------
// Time: the contenders take turns, so that what slows the machine down slows all of them
// ---------------------------------------------------------------------------------------------------------------

interface Timing {
  readonly name: Name;
  /** Nanoseconds per evaluation, a number a round. */
  readonly times: readonly number[];
}

function timeInTurns(attempts: readonly Attempt[]): Timing[] {
  const contexts = attempts.map(({ context }) => context);
  const accepted = attempts.filter(({ rows }) => rows.length === 0).length;
  const timings = names.map((name) => ({ name, times: [] as number[] }));
  // The first round warms up and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (let turn = 0; turn < timings.length; turn++) {
      const timing = timings[(turn + round) % timings.length] as (typeof timings)[number];
      const nanoseconds = timeOnce(contenders[timing.name], contexts, accepted);
      if (round > 0) timing.times.push(nanoseconds);
    }
  }
  return timings;
}

function timeOnce(decide: Contender, contexts: readonly RedemptionContext[], expected: number): number {
  let accepted = 0;
  const start = process.hrtime.bigint();
  for (const context of contexts) if (decide(context)) accepted++;
  const nanoseconds = Number(process.hrtime.bigint() - start);
  if (accepted !== expected) throw new Error(`${accepted} accepted, not ${expected}`);
  return nanoseconds / contexts.length;
}

function printTimings(order: string, timings: readonly Timing[]): void {
  const engine = timings[0]?.times ?? [];
  for (const { name, times } of timings) {
    const ratios = times.map((time, round) => (engine[round] ?? Number.NaN) / time);
    print(
      order,
      name,
      `${integer(median(times))} ns`,
      `${integer(1e9 / median(times))} /s`,
      name === 'engine' ? '' : `engine takes ${median(ratios).toFixed(4)} of it (${range(ratios)})`,
    );
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Allocation: by V8's sampling heap profiler, what has been collected meanwhile included
// ---------------------------------------------------------------------------------------------------------------

const SAMPLING_INTERVAL = 4_096;

async function bytesPerCall(call: (index: number) => unknown, calls: number): Promise<number> {
  const session = new Session();
  session.connect();
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_INTERVAL,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  for (let i = 0; i < calls; i++) do_not_optimize(call(i));
  const { profile } = await session.post('HeapProfiler.stopSampling');
  session.disconnect();
  return bytesBelow(profile.head) / calls;
}

function bytesBelow({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + bytesBelow(child), selfSize);
}

async function printAllocation(attempts: readonly Attempt[]): Promise<void> {
  // 8,000 bytes of elements and two headers: this is what the method makes of it.
  const known = await bytesPerCall(() => new Array<undefined>(1_000), 10_000);
  print('a known', 'array of 1,000', `${integer(known)} bytes`);
  const kinds = {
    accepted: attempts.filter(isAccepted),
    refused: attempts.filter((one) => !isAccepted(one)),
  };
  for (const [kind, some] of Object.entries(kinds)) {
    for (const name of names) {
      const decide = contenders[name];
      const bytes = await bytesPerCall((i) => decide((some[i] as Attempt).context), some.length);
      print(kind, name, `${integer(bytes)} bytes`);
    }
    if (kind === 'accepted') {
      const bytes = await bytesPerCall((i) => campaign.plan((some[i] as Attempt).context), some.length);
      print(kind, 'engine, its plan', `${integer(bytes)} bytes`);
    }
  }
}

function isAccepted({ rows }: Attempt): boolean {
  return rows.length === 0;
}

// ---------------------------------------------------------------------------------------------------------------
// Each step by itself, by mitata
// ---------------------------------------------------------------------------------------------------------------

async function printSteps(attempts: readonly Attempt[]): Promise<void> {
  const contexts = attempts.map(({ context }) => context);
  let i = 0;
  const next = () => contexts[i++ % contexts.length] as RedemptionContext;
  const small = { ...CAMPAIGN, rules: CAMPAIGN.rules.filter(({ type }) => type !== 'area') };
  const text = JSON.stringify(contexts[0]);
  const steps: Record<string, () => unknown> = {
    plan: () => campaign.plan(next()),
    evaluate: () => campaign.evaluate(next()),
    compile: () => compile(CAMPAIGN),
    'compile, without the area': () => compile(small),
    'JSON.parse of a context, to compare': () => JSON.parse(text) as unknown,
  };
  for (const [name, step] of Object.entries(steps)) {
    const { avg, p50, p99 } = await measure(() => do_not_optimize(step()), {
      min_cpu_time: (quick ? 0.1 : 1) * 1e9,
    });
    print('step', name, `${integer(p50)} ns`, `mean ${integer(avg)}`, `p99 ${integer(p99)}`);
  }
}

// ---------------------------------------------------------------------------------------------------------------

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)}`;
}

function integer(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function print(...cells: readonly string[]): void {
  const widths = [12, 36, 16, 18];
  console.log(`  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}`.trimEnd());
}

const attempts = workload(quick ? SIZE / 10 : SIZE, seed);
const all = quick ? workload(SIZE, seed) : attempts;
console.log(`seed ${seed}, ${attempts.length} contexts, ${rounds} rounds${quick ? ' (quick)' : ''}`);
console.log(`Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown CPU'} x ${cpus().length}`);

const { checksum, rows } = checkAgreement(all);
const caught = foundOut(all);
if (caught === 0) throw new Error('a minimum of 20.01 goes unnoticed');
const share = (some: number) => `${((100 * some) / all.length).toFixed(1)} %`;
console.log(
  `\nAgreement: engine, by hand and by construction alike on all ${all.length}; checksum ${checksum}`,
);
console.log(
  `  accepted ${share(all.filter(isAccepted).length)}, of all ${share(all.filter((one) => one.isOnLimit).length)} exactly on a limit`,
);
console.log(
  `  ${rows.size} rows told, each ${Math.min(...rows.values())} to ${Math.max(...rows.values())} times`,
);

console.log(`  a minimum that is a cent too high is found out in ${caught} of them`);

console.log('\nTime per evaluation, in turns (median of rounds):');
printTimings('as they come', timeInTurns(attempts));
printTimings('shuffled', timeInTurns(shuffled(attempts, seed)));

console.log('\nAllocated per evaluation:');
await printAllocation(attempts);

console.log('\nSteps by themselves (mitata, median):');
await printSteps(attempts);
