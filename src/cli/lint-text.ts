import type { Finding, LintReport, Severity, Witness } from '../lint/index.ts';
import { printable, shown } from './printable.ts';
import type { Paint } from './text.ts';

const STYLES = { error: 'red', warning: 'yellow', info: 'cyan' } as const satisfies Record<Severity, string>;

/** What was found, by campaign, and how much of it; of `size` campaigns. */
export function describeFindings({ findings }: LintReport, size: number, paint: Paint): string {
  const told = findings.map((finding, i) => {
    const isSame = findings[i - 1]?.campaign === finding.campaign;
    const heading = `${i === 0 ? '' : '\n'}${paint('bold', shown(finding.campaign))}\n`;
    return (isSame ? '' : heading) + describeFinding(finding, paint);
  });
  return `${told.join('')}${told.length > 0 ? '\n' : ''}${summary(findings, size, paint)}`;
}

function describeFinding({ kind, severity, path, message, witness }: Finding, paint: Paint): string {
  const place = path === '' ? 'the campaign' : shown(path);
  const lines = [
    `${paint(STYLES[severity], severity.padEnd('warning'.length))}  ${paint('bold', place)}  ${paint('dim', kind)}`,
    `         ${printable(message)}`,
    ...(witness?.at || witness?.location ? [`         ${paint('dim', `see ${witnessText(witness)}`)}`] : []),
  ];
  return lines.map((line) => `  ${line}\n`).join('');
}

/** Rules are in the message. */
function witnessText({ at, location }: Witness): string {
  return shown(at ?? location);
}

function summary(findings: readonly Finding[], size: number, paint: Paint): string {
  const campaigns = `${size} ${size === 1 ? 'campaign' : 'campaigns'}`;
  if (findings.length === 0) return `${campaigns}, ${paint('green', 'clean')}\n`;
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count > 0 ? [paint(STYLES[severity], `${count} ${severity}${count > 1 ? 's' : ''}`)] : [];
  });
  return `${[campaigns, ...counts].join(', ')}\n`;
}
