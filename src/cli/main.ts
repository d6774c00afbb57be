import { readArguments, type Request } from './arguments.ts';
import { printCatalog } from './catalog.ts';
import { evaluateContexts } from './evaluate.ts';
import { helpOf } from './help.ts';
import { Output, ReaderGone, type Streams, type Terminal } from './output.ts';
import { planContexts } from './plan.ts';
import { printable } from './printable.ts';
import { packageVersion, schemaText } from './schema.ts';
import { CommandError, UsageError, type ExitStatus } from './status.ts';

/** Runs the command, and returns the exit status. Throws only for a bug of ours. */
export async function main(args: readonly string[], streams: Streams): Promise<ExitStatus> {
  const terminal = {
    streams,
    out: new Output(streams.stdout, 'standard output'),
    err: new Output(streams.stderr, 'standard error'),
  };
  try {
    const status = await run(args, terminal);
    await terminal.out.flush();
    return status;
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    if (!(error instanceof CommandError)) throw error;
    await tellOnStandardError(terminal, error);
    return 2;
  }
}

async function run(args: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  if (args.length === 0) {
    await terminal.err.write(helpOf(undefined));
    await terminal.err.flush();
    return 2;
  }
  return answer(readArguments(args), terminal);
}

async function answer(request: Request, terminal: Terminal): Promise<ExitStatus> {
  switch (request.command) {
    case 'evaluate':
      return evaluateContexts(request, terminal);
    case 'plan':
      return planContexts(request, terminal);
    case 'catalog':
      await printCatalog(request, terminal);
      return 0;
    case 'schema':
      await terminal.out.write(schemaText());
      return 0;
    case 'help':
      await terminal.out.write(helpOf(request.of));
      return 0;
    case 'version':
      await terminal.out.write(`${packageVersion()}\n`);
      return 0;
  }
}

async function tellOnStandardError({ err }: Terminal, error: CommandError): Promise<void> {
  try {
    for (const line of error.lines) await err.write(`${printable(line)}\n`);
    if (error instanceof UsageError) await err.write('Try: redemption-rules --help\n');
    await err.flush();
  } catch (failure) {
    // Nobody reads standard error: the exit status still tells.
    if (!(failure instanceof ReaderGone)) throw failure;
  }
}
