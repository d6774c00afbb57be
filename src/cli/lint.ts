import { safeCompile, type Campaign } from '../index.ts';
import { lintTogether } from '../lint/index.ts';
import { parseInstant } from '../time/local.ts';
import type { LintRequest } from './requests.ts';
import { issueLine } from './issue-line.ts';
import { describeFindings } from './lint-text.ts';
import type { Terminal } from './output.ts';
import { printableJson } from './printable.ts';
import { loyaltyLines, readConfigs, type PlacedConfig } from './read-portfolio.ts';
import { CommandError, UsageError, type ExitStatus } from './status.ts';
import { paintFor } from './text.ts';

/** Tells what is wrong with campaigns, or odd. */
export async function lintCampaigns(
  { campaigns, at, format }: LintRequest,
  { streams, out }: Terminal,
): Promise<ExitStatus> {
  if (at !== undefined && parseInstant(at) === undefined)
    throw new UsageError(
      `--at: found ${JSON.stringify(at)}, expected an instant, such as 2027-01-01T00:00:00Z`,
    );
  const compiled = compiledAll(await readConfigs(campaigns, streams.stdin));
  const report = lintTogether(compiled, { at });
  if (format === 'json') await out.write(`${printableJson(report, 2)}\n`);
  else if (format === 'ndjson') await out.write(`${printableJson(report)}\n`);
  else await out.write(describeFindings(report, compiled.length, paintFor(streams.stdout)));
  // Infos are for whoever reads them: a pipeline need not stop for one.
  return report.findings.some(({ severity }) => severity !== 'info') ? 1 : 0;
}

/** Throws a {@link CommandError} with a line for everything that is wrong in them. */
function compiledAll(placed: readonly PlacedConfig[]): Campaign[] {
  const lines: string[] = [];
  const campaigns = placed.flatMap((one) => {
    const { where, pointer, config } = one;
    const others = loyaltyLines(one);
    if (others.length > 0) {
      lines.push(...others);
      return [];
    }
    const result = safeCompile(config);
    if (result.success) return [result.campaign];
    for (const issue of result.issues) lines.push(issueLine(where, { ...issue, path: pointer + issue.path }));
    if (result.omitted > 0) lines.push(`${where}: and ${result.omitted} more`);
    return [];
  });
  if (lines.length > 0) throw new CommandError(...lines);
  return campaigns;
}
