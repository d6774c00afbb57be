import { writeFile } from 'node:fs/promises';
import { InvalidContextError, type Campaign } from '../index.ts';
import {
  Comparison,
  plausibleOrders,
  Replay,
  type Compared,
  type Order,
  type Replayed,
} from '../simulate/index.ts';
import type { PlausibleRequest, SimulateRequest } from './arguments.ts';
import { ordersOfCsv } from './csv.ts';
import { inputNamed, type Input } from './input.ts';
import { issueLine, notJsonInLine } from './issue-line.ts';
import type { Terminal } from './output.ts';
import { printable, printableJson } from './printable.ts';
import { Progress } from './progress.ts';
import { readCampaign } from './read-decider.ts';
import { readContexts, type PlacedContext } from './read-contexts.ts';
import { reportPage } from './report-page.ts';
import { CommandError, type ExitStatus } from './status.ts';
import { describeSimulation } from './simulate-text.ts';
import { paintFor } from './text.ts';

/** Lines on standard error for orders that cannot be used. */
const MOST_PROBLEMS = 100;
/** Orders that are made for a demo lie in the last so many, unless it is said when. */
const A_QUARTER = 90 * 86_400_000;

/** Replays a file of past orders; or makes plausible ones. */
export async function simulateOrders(request: SimulateRequest, terminal: Terminal): Promise<ExitStatus> {
  const { streams, out } = terminal;
  const campaign = await readCampaign(request.campaign, streams.stdin);
  if (request.generate !== undefined) return generate(campaign, request.generate, terminal);
  const against =
    request.against === undefined ? undefined : await readCampaign(request.against, streams.stdin);
  const replay = against ? new Comparison(campaign, against) : new Replay(campaign);
  const isWhole = await replayAll(replay, inputNamed(request.orders as string, streams.stdin), terminal);
  const result = replay.result();
  if (request.html !== undefined) await writePage(request.html, result, campaign);
  if (request.format === 'json') await out.write(`${printableJson(result, 2)}\n`);
  else if (request.format === 'ndjson') await out.write(`${printableJson(result)}\n`);
  else await out.write(describeSimulation(result, campaign, paintFor(streams.stdout)));
  return isWhole ? 0 : 2;
}

/** False where some orders could not be used. */
async function replayAll(
  replay: Replay | Comparison,
  input: Input,
  { streams, err }: Terminal,
): Promise<boolean> {
  const progress = new Progress(streams, 'orders');
  let count = 0;
  let unusable = 0;
  try {
    for await (const placed of placedOrders(input)) {
      progress.show(++count);
      const problems = problemsOf(replay, placed);
      if (problems.length === 0) continue;
      unusable++;
      if (unusable > MOST_PROBLEMS) continue;
      progress.clear();
      for (const problem of problems) await err.write(`${printable(problem)}\n`);
    }
  } finally {
    progress.clear();
  }
  if (unusable > MOST_PROBLEMS)
    await err.write(`and ${unusable - MOST_PROBLEMS} more orders that cannot be used\n`);
  return unusable === 0;
}

async function* placedOrders(input: Input): AsyncGenerator<PlacedContext> {
  if (/\.csv$/iu.test(input.name)) yield* ordersOfCsv(input);
  else {
    const { batches } = await readContexts(input);
    for await (const batch of batches) yield* batch;
  }
}

function problemsOf(replay: Replay | Comparison, placed: PlacedContext): readonly string[] {
  if ('fault' in placed) {
    replay.skip();
    return [`${placed.where}: ${notJsonInLine(placed.fault)}`];
  }
  try {
    // The engine checks the order itself.
    replay.add(placed.context as Order);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    const { where, pointer } = placed;
    return error.issues.map((issue) => issueLine(where, { ...issue, path: pointer + issue.path }));
  }
}

async function writePage(file: string, result: Replayed | Compared, campaign: Campaign): Promise<void> {
  try {
    await writeFile(file, reportPage(result, campaign));
  } catch (error) {
    throw new CommandError(`${file}: cannot be written: ${(error as Error).message}`);
  }
}

async function generate(
  campaign: Campaign,
  { count, seed, from, to }: PlausibleRequest,
  { streams, out }: Terminal,
): Promise<ExitStatus> {
  const progress = new Progress(streams, 'orders');
  const now = Date.now();
  const when = { from: from ?? now - A_QUARTER, to: to ?? now };
  let made = 0;
  for (const order of plausibleOrders(campaign, { seed, count, ...when })) {
    await out.write(`${JSON.stringify(order)}\n`);
    progress.show(++made);
  }
  progress.clear();
  return 0;
}
