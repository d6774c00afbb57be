import { readArguments } from './arguments.ts';
import type { Request } from './requests.ts';
import { printCatalog } from './catalog.ts';
import { evaluateContexts } from './evaluate.ts';
import { fuzzOneCampaign } from './fuzz.ts';
import { helpOf } from './help.ts';
import { lintCampaigns } from './lint.ts';
import { ErrorOutput, Output, ReaderGone, type Streams, type Terminal } from './output.ts';
import { planContexts } from './plan.ts';
import { printable } from './printable.ts';
import { qualifyCampaigns } from './qualify.ts';
import { printSchema } from './schema.ts';
import { packageVersion } from './shipped.ts';
import { simulateOrders } from './simulate.ts';
import { CommandError, UsageError, type ExitStatus } from './status.ts';
import { askWhatIf } from './what-if.ts';

/** Runs the command, and returns the exit status. Throws only for a mistake of ours. */
export async function main(args: readonly string[], streams: Streams): Promise<ExitStatus> {
  const { stdout, stderr } = streams;
  const terminal = {
    streams,
    out: new Output(stdout, 'standard output'),
    err: new ErrorOutput(stderr, 'standard error'),
  };
  try {
    const status = await run(readArguments(args), terminal);
    await terminal.out.flush();
    return status;
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    if (!(error instanceof CommandError)) throw error;
    for (const line of error.lines) await terminal.err.write(`${printable(line)}\n`);
    if (error instanceof UsageError) await terminal.err.write('Try: redemption-rules --help\n');
    return 2;
  } finally {
    await terminal.err.flush();
  }
}

async function run(request: Request, terminal: Terminal): Promise<ExitStatus> {
  switch (request.command) {
    case 'evaluate':
      return evaluateContexts(request, terminal);
    case 'plan':
      return planContexts(request, terminal);
    case 'what-if':
      return askWhatIf(request, terminal);
    case 'qualify':
      return qualifyCampaigns(request, terminal);
    case 'lint':
      return lintCampaigns(request, terminal);
    case 'fuzz':
      return fuzzOneCampaign(request, terminal);
    case 'simulate':
      return simulateOrders(request, terminal);
    case 'catalog':
      await printCatalog(request, terminal);
      return 0;
    case 'schema':
      await printSchema(request, terminal);
      return 0;
    case 'help':
      await terminal.out.write(helpOf(request.of));
      return 0;
    case 'version':
      await terminal.out.write(`${packageVersion()}\n`);
      return 0;
  }
}
