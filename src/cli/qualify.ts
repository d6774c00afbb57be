import { InvalidContextError, type PortfolioContext, type Qualification } from '../index.ts';
import type { QualifyRequest } from './requests.ts';
import { assumingUnused } from './assume-unused.ts';
import { inputNamed, wholeOf } from './input.ts';
import { issueLine, notJsonLine } from './issue-line.ts';
import { readJson } from './json.ts';
import type { Terminal } from './output.ts';
import { printableJson } from './printable.ts';
import { readPortfolio } from './read-portfolio.ts';
import { CommandError, type ExitStatus } from './status.ts';
import { describeQualification, paintFor } from './text.ts';

/** Tells which of many campaigns would accept one context. */
export async function qualifyCampaigns(
  request: QualifyRequest,
  { streams, out }: Terminal,
): Promise<ExitStatus> {
  const portfolio = await readPortfolio(request.campaigns, streams.stdin);
  const input = inputNamed(request.context, streams.stdin);
  const read = readJson(await wholeOf(input.name, input.chunks()));
  if ('fault' in read) throw new CommandError(notJsonLine(input.name, read.fault));
  // The engine checks the context itself.
  const ask = (context: unknown) => portfolio.qualify(context as PortfolioContext, request);
  const qualification = answerTo(request.assumeUnused ? assumingUnused(ask) : ask, read.value, input.name);
  if (request.format === 'json') await out.write(`${printableJson(qualification, 2)}\n`);
  else if (request.format === 'ndjson') await out.write(`${printableJson(qualification)}\n`);
  else await out.write(describeQualification(qualification, portfolio.size, paintFor(streams.stdout)));
  return qualification.qualified.length > 0 ? 0 : 1;
}

function answerTo(ask: (context: unknown) => Qualification, context: unknown, name: string): Qualification {
  try {
    return ask(context);
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    throw new CommandError(...error.issues.map((issue) => issueLine(name, issue)));
  }
}
