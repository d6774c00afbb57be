import { styleText } from 'node:util';
import type {
  CampaignDecision,
  Claim,
  Decision,
  HeldClaim,
  Plan,
  Qualification,
  Violation,
} from '../index.ts';
import type { LoyaltyClaim, LoyaltyViolation } from '../loyalty/index.ts';
import { isJsonObject } from '../snapshot.ts';
import type { TerminalStream } from './output.ts';
import { shown } from './printable.ts';

/** Colours a text where its stream shows colours. */
export type Paint = (style: Style, text: string) => string;
type Style = Exclude<Parameters<typeof styleText>[0], unknown[]>;

const STYLES: Readonly<Record<string, Style>> = {
  accepted: 'green',
  planned: 'green',
  qualified: 'green',
  refused: 'red',
  error: 'magenta',
};

/** Node looks at the stream, NO_COLOR and FORCE_COLOR. */
export function paintFor(stream: TerminalStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true });
}

/** Which context, and what became of it. */
export function headline(index: number, outcome: string, context: unknown, paint: Paint): string {
  const { note, redemption } = fieldsOf(context);
  const named = [fieldsOf(redemption)['transaction_id'], note].filter((text) => typeof text === 'string');
  const status = paint(STYLES[outcome] ?? 'bold', outcome);
  return `${[paint('bold', `#${index + 1}`), status, ...named.map(shown)].join('  ')}\n`;
}

/** How many became what. */
export function summary(tally: ReadonlyMap<string, number>, paint: Paint): string {
  const parts = [...tally].map(([outcome, count]) => {
    const part = `${count} ${outcome === 'error' && count !== 1 ? 'errors' : outcome}`;
    return count > 0 ? paint(STYLES[outcome] ?? 'bold', part) : part;
  });
  return `${parts.join(', ')}\n`;
}

export function describeDecision({ violations, claims, releases }: Decision, paint: Paint): string {
  if (violations.length > 0)
    return violations.map((violation) => describeViolation(violation, paint)).join('');
  return releases ? releaseTable(releases, paint) : claimTable(claims, paint);
}

/** Campaigns of `size`, and below each what to count, or why not; last, how many there are. */
export function describeQualification(
  { qualified, refused }: Qualification,
  size: number,
  paint: Paint,
): string {
  const told = [...qualified, ...(refused ?? [])].map((one) => `${describeCampaign(one, paint)}\n`);
  const tally = new Map([
    ['qualified', qualified.length],
    ['refused', size - qualified.length],
  ]);
  return told.join('') + summary(tally, paint);
}

function describeCampaign({ campaign, decision }: CampaignDecision, paint: Paint): string {
  const { status } = decision;
  const headline = [paint('bold', shown(campaign)), paint(STYLES[status] ?? 'bold', status)].join('  ');
  return `${headline}\n${describeDecision(decision, paint)}`;
}

export function describePlan({ counters }: Plan, paint: Paint): string {
  if (counters.length === 0) return indented(['no counters to load']);
  const rows = counters.map(({ name, key, window }) => [name, key, window ? windowText(window) : '']);
  return indented(table([['counter', 'key', 'window'], ...rows], paint));
}

export function describeIssues(
  issues: readonly { readonly path: string; readonly message: string }[],
): string {
  return indented(
    issues.map(({ path, message }) => (path === '' ? '' : `${shown(path)}: `) + shown(message)),
  );
}

/** Aligned columns below a first row of headings. */
export function table(rows: readonly (readonly unknown[])[], paint: Paint): string[] {
  const cells = rows.map((row) => row.map(shown));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  return cells.map((row, i) => {
    const line = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)));
    return i === 0 ? paint('dim', line.join('  ').trimEnd()) : line.join('  ').trimEnd();
  });
}

/** Only claims of loyalty rules have a minimum. */
function claimTable(claims: readonly (Claim | LoyaltyClaim)[], paint: Paint): string {
  if (claims.length === 0) return indented(['nothing to count']);
  const minimumOf = (claim: Claim | LoyaltyClaim) => ('minimum' in claim ? claim.minimum : undefined);
  const hasMinimum = claims.some((claim) => minimumOf(claim) !== undefined);
  const rows = claims.map((claim) => {
    const { name, key, add, limit } = claim;
    return [name, key, add, limit ?? 'none', ...(hasMinimum ? [minimumOf(claim) ?? 'none'] : [])];
  });
  const heads = ['counter', 'key', 'add', 'limit', ...(hasMinimum ? ['minimum'] : [])];
  return indented(table([heads, ...rows], paint));
}

function releaseTable(releases: readonly HeldClaim[], paint: Paint): string {
  if (releases.length === 0) return indented(['nothing to give back']);
  const rows = releases.map(({ name, key, add }) => [name, key, add]);
  return indented(table([['counter', 'key', 'subtract'], ...rows], paint));
}

function describeViolation(violation: Violation | LoyaltyViolation, paint: Paint): string {
  const { attribute, error_code, message, expected, campaign, rule, details } = violation;
  const [number, attempt] = 'code' in violation ? [`${violation.code} `, 'request'] : ['', 'redemption'];
  const facts: [string, string][] = [
    ...(expected ? [['expected', namedValues(expected)] satisfies [string, string]] : []),
    ['rule', `${shown(campaign)} ${rule === null ? `(of every ${attempt})` : shown(rule)}`],
    ...(details ? [['details', namedValues(details)] satisfies [string, string]] : []),
  ];
  return indented([
    `${paint('yellow', `${number}${shown(attribute)}.${shown(error_code)}`)}  ${shown(message)}`,
    ...facts.map(([name, value]) => `  ${paint('dim', name.padEnd(8))}  ${value}`),
  ]);
}

function namedValues(values: object): string {
  return Object.entries(values)
    .map(([name, value]) => `${shown(name)} ${valueText(value)}`)
    .join(', ');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '(none)' : value.map(shown).join(' | ');
  return isWindow(value) ? windowText(value) : shown(value);
}

interface WindowText {
  readonly start: string;
  readonly end: string;
}

function isWindow(value: unknown): value is WindowText {
  return isJsonObject(value) && typeof value['start'] === 'string' && typeof value['end'] === 'string';
}

function windowText({ start, end }: WindowText): string {
  return `${start} to ${end}`;
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isJsonObject(value) ? value : {};
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}\n`).join('');
}

/** In code points: near enough to columns for what stands in keys. */
export function widthOf(text: string): number {
  return Array.from(text).length;
}
