// Time: contenders take turns in every round, so that what slows the machine down slows all of them. Absolute times drift
// by half between two runs; the ratio of two contenders in one round does not. It is the time of the processors that
// counts, of all threads of the process: other processes that want them, too, do not count.

import { inputOf, type Contender, type Floor } from './contender.ts';
import type { Attempt } from './workload.ts';

/** Something to be timed: it works through items, and says how many of them came out well. */
export interface Runner {
  readonly name: string;
  readonly size: number;
  run(from: number, to: number): number | Promise<number>;
  /** How many of `[from, to)` must come out well. */
  expected(from: number, to: number): number;
}

export interface Pace {
  readonly rounds: number;
  /** How long one turn lasts, about, in milliseconds. */
  readonly turn: number;
}

/** The middle of the rounds, the least and the greatest. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
}

/** Nanoseconds per item, a number a round. */
export class Timings {
  private readonly rounds: ReadonlyMap<string, readonly number[]>;

  constructor(rounds: ReadonlyMap<string, readonly number[]>) {
    this.rounds = rounds;
  }

  of(name: string): Spread {
    return spreadOf(this.roundsOf(name));
  }

  has(name: string): boolean {
    return this.rounds.has(name);
  }

  /** What `name` takes, of what `other` takes in the same round; `name` may be several, one after another. */
  ratio(name: string | readonly string[], other: string): Spread {
    const parts = [name].flat().map((part) => this.roundsOf(part));
    const ratios = this.roundsOf(other).map((time, round) => {
      return parts.reduce((sum, part) => sum + (part[round] ?? Number.NaN), 0) / time;
    });
    return spreadOf(ratios);
  }

  private roundsOf(name: string): readonly number[] {
    const times = this.rounds.get(name);
    if (!times) throw new Error(`nothing is called ${name}`);
    return times;
  }
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? at(middle) : (at(middle - 1) + at(middle)) / 2;
  return { median, least: at(0), greatest: at(sorted.length - 1) };
}

export async function timeInTurns(runners: readonly Runner[], { rounds, turn }: Pace): Promise<Timings> {
  const times = new Map(runners.map(({ name }) => [name, [] as number[]]));
  const costs = new Map<string, number>();
  // Compilers need a while; these rounds are not counted, but tell how much fits into a turn.
  for (let round = -WARM_UP; round < rounds; round++) {
    for (let place = 0; place < runners.length; place++) {
      const runner = runners[(place + WARM_UP + round) % runners.length] as Runner;
      const cost = await timeTurn(runner, round + WARM_UP, turn, costs.get(runner.name));
      costs.set(runner.name, cost);
      if (round >= 0) times.get(runner.name)?.push(cost);
    }
  }
  return new Timings(times);
}

const WARM_UP = 4;
/** Items of the first turn of all, when nobody knows yet what one costs. */
const FIRST_ITEMS = 200;

async function timeTurn(
  runner: Runner,
  round: number,
  turn: number,
  cost: number | undefined,
): Promise<number> {
  const items = cost === undefined ? FIRST_ITEMS : (turn * 1e6) / cost;
  const passes = Math.max(1, Math.round(items / runner.size));
  const length = Math.min(runner.size, Math.max(1, Math.ceil(items)));
  // What is too slow for a whole pass takes the next part of it in every round.
  const from = length === runner.size ? 0 : (round * length) % (runner.size - length);
  const expected = runner.expected(from, from + length) * passes;
  let well = 0;
  const before = process.cpuUsage();
  for (let pass = 0; pass < passes; pass++) well += await runner.run(from, from + length);
  const { user, system } = process.cpuUsage(before);
  const nanoseconds = (user + system) * 1_000;
  if (well !== expected) throw new Error(`${runner.name}: ${well} came out well, not ${expected}`);
  // A coarse clock may show nothing for the first items.
  return Math.max(1, nanoseconds / (passes * length));
}

/** A contender at work on attempts. */
export function runnerOf(contender: Contender, attempts: readonly Attempt[]): Runner {
  const inputs = attempts.map((attempt) => inputOf(attempt, contender.reads));
  const decide = (input: unknown) => contender.isAccepted(input);
  const isAsynchronous = typeof decide(inputs[0]) !== 'boolean';
  const run = isAsynchronous
    ? awaitEach(inputs, decide)
    : callEach(inputs, decide as (input: unknown) => boolean);
  return { name: contender.name, size: inputs.length, run, expected: acceptedOf(attempts) };
}

/** A floor takes every context. */
export function runnerOfFloor(floor: Floor, attempts: readonly Attempt[]): Runner {
  const inputs = attempts.map((attempt) => inputOf(attempt, floor.reads));
  const run = callEach(inputs, (input) => floor.isValid(input));
  return { name: floor.name, size: inputs.length, run, expected: (from, to) => to - from };
}

/** Any step on items; all of them come out well. */
export function runnerOfStep<Item>(
  name: string,
  items: readonly Item[],
  step: (item: Item) => boolean,
): Runner {
  return { name, size: items.length, run: callEach(items, step), expected: (from, to) => to - from };
}

export function callEach<Item>(
  items: readonly Item[],
  decide: (item: Item, index: number) => boolean,
): (from: number, to: number) => number {
  return (from, to) => {
    let well = 0;
    for (let i = from; i < to; i++) if (decide(items[i] as Item, i)) well++;
    return well;
  };
}

function awaitEach(
  items: readonly unknown[],
  decide: (item: unknown) => boolean | Promise<boolean>,
): (from: number, to: number) => Promise<number> {
  return async (from, to) => {
    let well = 0;
    for (let i = from; i < to; i++) if (await decide(items[i])) well++;
    return well;
  };
}

export function acceptedOf(attempts: readonly Attempt[]): Runner['expected'] {
  const before = [0];
  for (const { rows } of attempts) before.push((before.at(-1) as number) + (rows.length === 0 ? 1 : 0));
  return (from, to) => (before[to] as number) - (before[from] as number);
}
