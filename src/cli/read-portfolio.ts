import type { Readable } from 'node:stream';
import { safeCompilePortfolio, type Portfolio } from '../index.ts';
import { inputNamed } from './input.ts';
import { issueLine, notJsonInLine } from './issue-line.ts';
import { readContexts, type PlacedContext } from './read-contexts.ts';
import { CommandError } from './status.ts';

/**
 * The campaigns of files, each of which has one, a list of them, or one a line. Throws a {@link CommandError} with a line for
 * everything that is wrong in them.
 */
export async function readPortfolio(files: readonly string[], stdin: Readable): Promise<Portfolio> {
  const placed: PlacedContext[] = [];
  for (const file of files) {
    const { batches } = await readContexts(inputNamed(file, stdin));
    for await (const batch of batches) placed.push(...batch);
  }
  const faults = placed.flatMap((one) =>
    'fault' in one ? [`${one.where}: ${notJsonInLine(one.fault)}`] : [],
  );
  if (faults.length > 0) throw new CommandError(...faults);
  const result = safeCompilePortfolio(placed.map((one) => ('context' in one ? one.context : undefined)));
  if (result.success) return result.portfolio;
  const lines = result.issues.map((issue) => {
    const [, place = '', below = ''] = /^\/(\d+)(.*)$/s.exec(issue.path) ?? [];
    const { where, pointer } = placed[Number(place)] as PlacedContext;
    return issueLine(where, { ...issue, path: pointer + below });
  });
  throw new CommandError(...lines, ...(result.omitted > 0 ? [`and ${result.omitted} more`] : []));
}
