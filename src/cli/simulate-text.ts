import type { Campaign } from '../index.ts';
import type { Compared, Flips, LimitReached, Replayed, RowTally, Tally } from '../simulate/index.ts';
import { courseOf } from './course.ts';
import { parseInstant, isoInstant } from '../time/local.ts';
import { fullestOf } from './fullest.ts';
import { shown } from './printable.ts';
import { table, type Paint } from './text.ts';

/** What a terminal of 80 columns shows in a line, after the indent. */
const WIDTH = 78;
/** Columns of a course of time. */
const COLUMNS = 60;
/** Periods without orders between two with some; a longer pause looks no longer. */
const LONGEST_PAUSE = 10_000;
/** Of each row. */
const MOST_EXAMPLES = 3;
/** A longer transaction id is whole in the json. */
const LONGEST_ID = 32;

/** What became of the orders, on a screen. */
export function describeSimulation(result: Replayed | Compared, campaign: Campaign, paint: Paint): string {
  if (!('before' in result)) return describeReplay(result, campaign.id, paint);
  const { before, after, newly_refused, newly_accepted } = result;
  return [
    describeReplay(before, before.campaign, paint),
    `\n${paint('bold', 'Against')}\n\n`,
    describeReplay(after, after.campaign, paint),
    describeFlips('Newly refused', newly_refused, before.orders, paint),
    describeFlips('Newly accepted', newly_accepted, before.orders, paint),
  ].join('');
}

function describeReplay(result: Replayed, campaign: string, paint: Paint): string {
  const { orders, accepted, refused, unusable, granted, from, to, customers, limits } = result;
  const span = from === null || to === null ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  const rows = [
    ['accepted', accepted, share(accepted, orders), `${granted} granted`],
    ['refused', refused, share(refused, orders), ''],
    ...(unusable > 0 ? [['unusable', unusable, share(unusable, orders), '']] : []),
  ];
  return [
    `${paint('bold', shown(result.campaign))}  ${counted(orders)}${span}\n\n`,
    indented(table([['', 'orders', 'share', ''], ...rows], paint)),
    section('Confirmed and cancelled', operationLines(result), paint),
    section(
      'Refused by (an order may be refused by several)',
      rowLines(result.refusals, orders, paint),
      paint,
    ),
    section('Limits', limitLines(limits, campaign, paint), paint),
    section('Customers', [`${customers.seen} seen, ${customers.hit_by_limits} met a limit`], paint),
    section('Over time', courseLines(result.timeline), paint),
    section('What limits left over time', burnDownLines(limits), paint),
  ].join('');
}

function operationLines({ operations }: Replayed): string[] {
  const { confirmed, cancelled, refused, moot, given_back } = operations;
  if (confirmed + cancelled + refused + moot === 0) return [];
  return [
    `${counted(confirmed)} confirmed`,
    `${cancelled} cancelled, ${given_back} given back`,
    ...(refused > 0 ? [`${refused} too late: confirmed before`] : []),
    ...(moot > 0 ? [`${moot} of orders that were not accepted here`] : []),
  ];
}

function describeFlips(title: string, { orders, rows }: Flips, of: number, paint: Paint): string {
  if (orders === 0) return section(title, ['no order'], paint);
  const [head = '', ...lines] = rowLines(rows, of, paint);
  const told = lines.flatMap((line, i) => [line, ...exampleLines(rows[i]?.examples ?? [], paint)]);
  return section(title, [`${counted(orders)}, ${share(orders, of)}`, head, ...told], paint);
}

function exampleLines(examples: Flips['rows'][number]['examples'], paint: Paint): string[] {
  return examples.slice(0, MOST_EXAMPLES).map(({ order, transaction_id, at }) => {
    const id =
      transaction_id.length > LONGEST_ID ? `${transaction_id.slice(0, LONGEST_ID)}…` : transaction_id;
    return paint('dim', `  order ${order}: ${shown(id)}, ${minuteOf(at)}`);
  });
}

function rowLines(rows: readonly RowTally[], orders: number, paint: Paint): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ attribute, error_code, orders: count }) => {
    return [`${attribute}.${error_code}`, count, share(count, orders)];
  });
  return table([['row', 'orders', 'share'], ...lines], paint);
}

/** A table, each limit's place below its counter; where that is too wide, a few words on each. */
function limitLines(limits: readonly LimitReached[], campaign: string, paint: Paint): string[] {
  if (limits.length === 0) return [];
  const rows = limits.map((limit) => {
    const { name, refused, customers, first_reached } = limit;
    const first = first_reached === null ? 'never' : minuteOf(first_reached);
    return [name, limit.limit, fullestOf(limit) ?? '', refused, customers, first];
  });
  const heads = ['counter', 'limit', 'fullest', 'refused', 'customers', 'first reached'];
  const [head = '', ...lines] = table([heads, ...rows], paint);
  if (lines.some((line) => line.length > WIDTH)) return limits.flatMap((limit) => wordsOf(limit, campaign));
  return [head, ...lines.flatMap((line, i) => [line, paint('dim', `  ${placeOf(limits[i], campaign)}`)])];
}

function wordsOf(limit: LimitReached, campaign: string): string[] {
  const { name, refused, customers, first_reached } = limit;
  const fullest = fullestOf(limit);
  const reached = first_reached === null ? 'never reached' : `first reached ${minuteOf(first_reached)}`;
  return [
    `${name}, ${placeOf(limit, campaign)}`,
    `  ${limit.limit}${fullest === undefined ? '' : `, at most ${fullest} used`}; ${reached}`,
    `  refused ${counted(refused)}, ${customers} customers`,
  ];
}

function placeOf(limit: LimitReached | undefined, campaign: string): string {
  const rule = limit?.rule ?? '';
  return shown(limit?.campaign === campaign ? rule : `${limit?.campaign} ${rule}`);
}

function courseLines(timeline: readonly Tally[]): string[] {
  if (timeline.length < 2) return [];
  const periods = withPauses(timeline);
  const line = (name: string, numberOf: (tally: Tally) => number) =>
    `${name}  ${courseOf(
      periods.map((tally) => (tally ? numberOf(tally) : 0)),
      COLUMNS,
    )}`;
  return [
    line('accepted', ({ accepted }) => accepted),
    line('refused ', ({ refused }) => refused),
    line('granted ', ({ granted }) => Number(granted)),
  ];
}

/** With a place for each period in which there were no orders. */
function withPauses(timeline: readonly Tally[]): (Tally | undefined)[] {
  return timeline.flatMap((tally, i) => {
    const before = timeline[i - 1];
    if (!before) return [tally];
    const [start, end] = [Date.parse(before.start), Date.parse(before.end)];
    const pause = Math.round((Date.parse(tally.start) - end) / (end - start));
    return [...Array<undefined>(Math.min(pause, LONGEST_PAUSE)).fill(undefined), tally];
  });
}

function burnDownLines(limits: readonly LimitReached[]): string[] {
  const told = limits.filter(({ burn_down }) => burn_down.length > 1);
  const width = Math.max(...told.map(({ name }) => name.length));
  return told.map(({ name, limit, burn_down }) => {
    const left = burn_down.map(({ remaining }) => Number(remaining));
    return `${name.padEnd(width)}  ${courseOf(left, Math.min(COLUMNS, WIDTH - width - 2), Number(limit))}`;
  });
}

/** To the minute, in UTC. */
function minuteOf(at: string | number): string {
  // Of an order that was decided.
  const instant = isoInstant(parseInstant(at) as number);
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)}`;
}

function counted(orders: number): string {
  return orders === 1 ? '1 order' : `${orders} orders`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function section(title: string, lines: readonly string[], paint: Paint): string {
  return lines.length === 0 ? '' : `\n${paint('bold', title)}\n${indented(lines)}`;
}

function indented(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}\n`).join('');
}
