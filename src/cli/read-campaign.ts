import { safeCompile, type Campaign } from '../index.ts';
import { wholeOf, type Input } from './input.ts';
import { issueLine, notJsonLine } from './issue-line.ts';
import { readJson } from './json.ts';
import { CommandError } from './status.ts';

/** The campaign that an input is. Throws a {@link CommandError} with a line for everything that is wrong in it. */
export async function readCampaign(input: Input): Promise<Campaign> {
  const read = readJson(await wholeOf(input.name, input.chunks()));
  if ('fault' in read) throw new CommandError(notJsonLine(input.name, read.fault));
  const result = safeCompile(read.value);
  if (result.success) return result.campaign;
  const lines = result.issues.map((issue) => issueLine(input.name, issue));
  const more = result.omitted > 0 ? [`${input.name}: and ${result.omitted} more`] : [];
  throw new CommandError(...lines, ...more);
}
