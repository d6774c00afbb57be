import type { Readable } from 'node:stream';
import { safeCompilePortfolio, type Portfolio } from '../index.ts';
import { isJsonObject } from '../snapshot.ts';
import { inputNamed } from './input.ts';
import { issueLine, notJsonInLine } from './issue-line.ts';
import { readContexts, type PlacedContext } from './read-contexts.ts';
import { CommandError } from './status.ts';

/**
 * The campaigns of files, each of which has one, a list of them, or one a line. Throws a {@link CommandError} with a line for
 * everything that is wrong in them.
 */
export async function readPortfolio(files: readonly string[], stdin: Readable): Promise<Portfolio> {
  const placed = await readConfigs(files, stdin);
  const others = placed.flatMap(loyaltyLines);
  if (others.length > 0) throw new CommandError(...others);
  const result = safeCompilePortfolio(placed.map(({ config }) => config));
  if (result.success) return result.portfolio;
  const lines = result.issues.map((issue) => {
    const [, place = '', below = ''] = /^\/(\d+)(.*)$/s.exec(issue.path) ?? [];
    const { where, pointer } = placed[Number(place)] as PlacedConfig;
    return issueLine(where, { ...issue, path: pointer + below });
  });
  throw new CommandError(...lines, ...(result.omitted > 0 ? [`and ${result.omitted} more`] : []));
}

/** A line for what is no campaign, but a loyalty config. */
export function loyaltyLines({ where, pointer, config }: PlacedConfig): string[] {
  const isLoyalty = isJsonObject(config) && Object.hasOwn(config, 'type');
  return isLoyalty
    ? [`${where}: ${pointer ? `${pointer}: ` : ''}found a loyalty config, expected a campaign`]
    : [];
}

/** JSON that is to be a campaign, and where it stands. */
export interface PlacedConfig {
  /** The file; its line, where each line is a campaign. */
  readonly where: string;
  /** JSON pointer of the campaign in its file or line. */
  readonly pointer: string;
  readonly config: unknown;
}

/** The same, not yet compiled. Throws a {@link CommandError} for what is not JSON. */
export async function readConfigs(files: readonly string[], stdin: Readable): Promise<PlacedConfig[]> {
  const placed: PlacedContext[] = [];
  for (const file of files) {
    const { batches } = await readContexts(inputNamed(file, stdin));
    for await (const batch of batches) placed.push(...batch);
  }
  const faults = placed.flatMap((one) =>
    'fault' in one ? [`${one.where}: ${notJsonInLine(one.fault)}`] : [],
  );
  if (faults.length > 0) throw new CommandError(...faults);
  return placed.flatMap((one) =>
    'context' in one ? [{ where: one.where, pointer: one.pointer, config: one.context }] : [],
  );
}
