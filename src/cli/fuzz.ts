import type * as door from '../fuzz/index.ts';
import type { FuzzRequest } from './requests.ts';
import { describeFuzzReport, describeTimes } from './fuzz-text.ts';
import type { Streams, Terminal } from './output.ts';
import { printableJson } from './printable.ts';
import { Progress } from './progress.ts';
import { readCampaign } from './read-decider.ts';
import { CommandError, type ExitStatus } from './status.ts';
import { paintFor } from './text.ts';

/** Asks a campaign about many contexts, and tells what they show of it. */
export async function fuzzOneCampaign(request: FuzzRequest, terminal: Terminal): Promise<ExitStatus> {
  const { streams, out, err } = terminal;
  const { config } = await readCampaign(request.campaign, streams.stdin);
  const { times, ...report } = await reportOn(config, request, streams);
  const printed = request.timing && times ? { ...report, times } : report;
  if (request.format === 'json') await out.write(`${printableJson(printed, 2)}\n`);
  else if (request.format === 'ndjson') await out.write(`${printableJson(printed)}\n`);
  else {
    await out.write(describeFuzzReport(report, paintFor(streams.stdout)));
    // Not part of the report, which is the same for the same seed.
    if (times) await err.write(describeTimes(times));
  }
  return report.accepted === null || report.broken_laws.length > 0 ? 1 : 0;
}

async function reportOn(
  config: unknown,
  { runs, seed }: FuzzRequest,
  streams: Streams,
): Promise<door.FuzzReport> {
  const { fuzzCampaign } = await fuzzDoor();
  const progress = new Progress(streams, 'runs', true);
  try {
    return fuzzCampaign(config, {
      runs,
      seed,
      now: () => performance.now(),
      onProgress: (done) => {
        progress.show(done);
      },
    });
  } finally {
    progress.clear();
  }
}

/** Loaded where it is needed: most who use the command have no fast-check. */
async function fuzzDoor(): Promise<typeof door> {
  try {
    return await import('../fuzz/index.ts');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new CommandError(
      'fuzz: the package fast-check is missing, version 3.13 or later: npm install --save-dev fast-check',
    );
  }
}

function isMissing(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes("'fast-check'");
}
