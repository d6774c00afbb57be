import type { BrokenLaw, DecisionTimes, FuzzReport, RowReached, WireContext } from '../fuzz/index.ts';
import { isJsonObject } from '../snapshot.ts';
import { printable, printableJson, shown } from './printable.ts';
import { table, type Paint } from './text.ts';

/** More differences from the accepted context would not be read: then the whole context is shown. */
const MOST_CHANGES = 6;
/** Pairs of rows that are told. */
const MOST_PAIRS = 10;

const REACHED = { alone: 'green', together: 'yellow', not_reached: 'red' } as const;

/** What became of the campaign, on a screen. */
export function describeFuzzReport(report: Omit<FuzzReport, 'times'>, paint: Paint): string {
  const { campaign, runs, seed, assumed_active, accepted, rows } = report;
  const assumed =
    assumed_active.length === 0
      ? ''
      : `\nnot active, asked as if it were: ${assumed_active.map(shown).join(', ')}\n`;
  return [
    `${paint('bold', shown(campaign))}  ${runs} runs, seed ${seed}\n${assumed}`,
    accepted
      ? section(`Accepted in ${accepted.runs} runs; the smallest context`, [jsonOf(accepted.context)], paint)
      : section('Accepted', [paint('red', 'no context was accepted')], paint),
    section(
      `Violations, each with the smallest context${accepted ? ', as it differs from the accepted one' : ''}`,
      rows.flatMap((row) => rowLines(row, accepted?.context, paint)),
      paint,
    ),
    section('Together most often', pairLines(report, paint), paint),
    section('Laws', lawLines(report, paint), paint),
  ].join('');
}

export function describeTimes({ decisions, worst_ms }: DecisionTimes): string {
  return `slowest of ${decisions} decisions: ${worst_ms.toFixed(3)} ms\n`;
}

function rowLines(row: RowReached, accepted: WireContext | undefined, paint: Paint): string[] {
  const { reached, runs, context } = row;
  const name = `${shown(row.attribute)}.${shown(row.error_code)}`;
  if (context === null) return [`${paint(REACHED[reached], 'not reached')}  ${name}`];
  const others = row.with.length === 0 ? '' : ` with ${row.with.map(shown).join(', ')}`;
  const word = paint(REACHED[reached], reached.padEnd('not reached'.length));
  const changes = accepted === undefined ? [] : changesBetween(accepted, context, '');
  const isShort = accepted !== undefined && changes.length <= MOST_CHANGES;
  const told = isShort ? changes.join('  ') : jsonOf(context);
  return [`${word}  ${name}${others}, ${runs} runs`, `${' '.repeat('not reached'.length)}  ${told}`];
}

/** As `what-if` takes them: `path=value`, and paths of what is not there. */
function changesBetween(before: unknown, after: unknown, path: string): string[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isJsonObject(before) || !isJsonObject(after)) {
    return [after === undefined ? `without ${printable(path)}` : `${printable(path)}=${valueText(after)}`];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => {
    // What is planned and unused goes without saying.
    if (path === 'usage' && isUnused(after[key]) && isUnused(before[key])) return [];
    return changesBetween(before[key], after[key], path === '' ? key : `${path}.${key}`);
  });
}

function isUnused(used: unknown): boolean {
  return used === undefined || Number(used) === 0;
}

function valueText(value: unknown): string {
  return typeof value === 'string' && /^[\w:.+-]+$/u.test(value) ? value : jsonOf(value);
}

function pairLines({ together }: Pick<FuzzReport, 'together'>, paint: Paint): string[] {
  if (together.length === 0) return [];
  const pairs = together.toSorted((a, b) => b.runs - a.runs).slice(0, MOST_PAIRS);
  return table([['rows', '', 'runs'], ...pairs.map(({ rows, runs }) => [...rows, runs])], paint);
}

function lawLines({ laws, broken_laws }: Pick<FuzzReport, 'laws' | 'broken_laws'>, paint: Paint): string[] {
  if (broken_laws.length === 0) return [`${laws.length} laws asked, none broken`];
  return broken_laws.flatMap((broken) => brokenLines(broken, paint));
}

function brokenLines({ law, message, context, replay }: BrokenLaw, paint: Paint): string[] {
  return [
    `${paint('red', 'broken')}  ${law}`,
    `  ${shown(message)}`,
    `  on ${jsonOf(context)}`,
    `  again with --seed ${replay.seed} --runs ${replay.runs}`,
  ];
}

/** Whole: it is there to be copied. */
function jsonOf(value: unknown): string {
  return printable(printableJson(value));
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  if (lines.length === 0) return '';
  return `\n${paint('bold', title)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}
