import type { Readable } from 'node:stream';
import { safeCompile, type Campaign } from '../index.ts';
import { safeCompileLoyalty, type LoyaltyRules } from '../loyalty/index.ts';
import { isJsonObject } from '../snapshot.ts';
import { inputNamed, wholeOf, type Input } from './input.ts';
import { issueLine, notJsonLine } from './issue-line.ts';
import { readJson } from './json.ts';
import { CommandError } from './status.ts';

/** What decides contexts. */
export type Decider = Campaign | LoyaltyRules;

/** The campaign that an input is. Throws a {@link CommandError} for anything else. */
export async function readCampaign(name: string, stdin: Readable): Promise<Campaign> {
  const decider = await readDecider(inputNamed(name, stdin));
  if ('type' in decider) throw new CommandError(`${name}: found a loyalty config, expected a campaign`);
  return decider;
}

/**
 * The campaign that an input is, or the loyalty rules: those have a `type`, which no campaign has. Throws a
 * {@link CommandError} with a line for everything that is wrong in it.
 */
export async function readDecider(input: Input): Promise<Decider> {
  const read = readJson(await wholeOf(input.name, input.chunks()));
  if ('fault' in read) throw new CommandError(notJsonLine(input.name, read.fault));
  const isLoyalty = isJsonObject(read.value) && Object.hasOwn(read.value, 'type');
  const result = isLoyalty ? safeCompileLoyalty(read.value) : safeCompile(read.value);
  if (result.success) return 'rules' in result ? result.rules : result.campaign;
  const lines = result.issues.map((issue) => issueLine(input.name, issue));
  const more = result.omitted > 0 ? [`${input.name}: and ${result.omitted} more`] : [];
  throw new CommandError(...lines, ...more);
}
