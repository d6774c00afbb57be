import { access, constants, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidContextError, type Campaign } from '../index.ts';
import { Comparison, plausibleOrders, Replay, type Order } from '../simulate/index.ts';
import type { PlausibleRequest, SimulateRequest } from './requests.ts';
import { inputNamed, type Input } from './input.ts';
import { issueLine } from './issue-line.ts';
import type { Terminal } from './output.ts';
import { printable, printableJson } from './printable.ts';
import { Progress } from './progress.ts';
import { readCampaign } from './read-decider.ts';
import { readOrders, type PlacedOrder } from './read-orders.ts';
import { reportPage } from './report-page.ts';
import { CommandError, UsageError, type ExitStatus } from './status.ts';
import { describeSimulation } from './simulate-text.ts';
import { paintFor } from './text.ts';

/** Lines on standard error for orders that cannot be used. */
const MOST_PROBLEMS = 100;

/** Replays a file of past orders; or makes plausible ones. */
export async function simulateOrders(request: SimulateRequest, terminal: Terminal): Promise<ExitStatus> {
  const { streams, out } = terminal;
  const { period, html, format } = request;
  const campaign = await readCampaign(request.campaign, streams.stdin);
  if (request.generate !== undefined) return generate(campaign, request.generate, terminal);
  const against =
    request.against === undefined ? undefined : await readCampaign(request.against, streams.stdin);
  if (html !== undefined) await checkPlace(html, request);
  const replay = against ? new Comparison(campaign, against, { period }) : new Replay(campaign, { period });
  const isWhole = await replayAll(replay, inputNamed(request.orders as string, streams.stdin), terminal);
  const result = replay.result();
  if (format === 'json') await out.write(`${printableJson(result, 2)}\n`);
  else if (format === 'ndjson') await out.write(`${printableJson(result)}\n`);
  else await out.write(describeSimulation(result, campaign, paintFor(streams.stdout)));
  if (html !== undefined) {
    // What was found is told whatever becomes of the page.
    await out.flush();
    await writePage(html, reportPage(result, campaign, period));
  }
  return isWhole ? 0 : 2;
}

/** False where some orders could not be used. */
async function replayAll(
  replay: Replay | Comparison,
  input: Input,
  { streams, err }: Terminal,
): Promise<boolean> {
  const progress = new Progress(streams, 'orders', true);
  let count = 0;
  let unusable = 0;
  try {
    for await (const orders of readOrders(input)) {
      for (const placed of orders) {
        const problems = problemsOf(replay, placed);
        if (problems.length === 0 || ++unusable > MOST_PROBLEMS) continue;
        progress.clear();
        for (const problem of problems) await err.write(`${printable(problem)}\n`);
        await err.flush();
      }
      progress.show((count += orders.length));
    }
  } finally {
    progress.clear();
  }
  if (unusable > MOST_PROBLEMS)
    await err.write(`and ${unusable - MOST_PROBLEMS} more orders that cannot be used\n`);
  return unusable === 0;
}

function problemsOf(replay: Replay | Comparison, placed: PlacedOrder): readonly string[] {
  const { where } = placed;
  if ('problem' in placed) {
    replay.skip();
    return [`${where}: ${placed.problem}`];
  }
  try {
    // The engine checks the order itself.
    replay.add(placed.context as Order);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    return error.issues.map((issue) => issueLine(where, { ...issue, path: placed.pointer + issue.path }));
  }
}

/** Before a long replay: the page has a folder, and is not about to be written over what is read. */
async function checkPlace(file: string, { campaign, orders, against }: SimulateRequest): Promise<void> {
  for (const input of [campaign, orders, against]) {
    if (input !== undefined && (await isSameFile(input, file)))
      throw new CommandError(`${file}: found what is read, expected another file for the page`);
  }
  await orCannotWrite(file, access(dirname(file), constants.W_OK));
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

async function writePage(file: string, page: string): Promise<void> {
  await orCannotWrite(file, writeFile(file, page));
}

async function orCannotWrite(file: string, doing: Promise<void>): Promise<void> {
  try {
    await doing;
  } catch (error) {
    throw new CommandError(`${file}: cannot be written: ${(error as Error).message}`);
  }
}

async function generate(
  campaign: Campaign,
  request: PlausibleRequest,
  { streams, out }: Terminal,
): Promise<ExitStatus> {
  const progress = new Progress(streams, 'orders');
  let made = 0;
  for (const order of ordersFor(campaign, request)) {
    await out.write(`${JSON.stringify(order)}\n`);
    progress.show(++made);
  }
  progress.clear();
  return 0;
}

function* ordersFor(campaign: Campaign, request: PlausibleRequest): Generator<Order> {
  try {
    yield* plausibleOrders(campaign, request);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(`simulate --generate: ${error.message}`);
  }
}
