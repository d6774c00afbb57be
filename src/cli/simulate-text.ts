import type { Campaign } from '../index.ts';
import type { Compared, Flips, LimitReached, Replayed, RowTally, Tally } from '../simulate/index.ts';
import { shown } from './printable.ts';
import { table, type Paint } from './text.ts';

/** Columns of a course of time. */
const COLUMNS = 60;
const LEVELS = '▁▂▃▄▅▆▇█';

/** What became of the orders, on a screen. */
export function describeSimulation(result: Replayed | Compared, campaign: Campaign, paint: Paint): string {
  if (!('before' in result)) return describeReplay(result, campaign, paint);
  const { before, after, newly_refused, newly_accepted } = result;
  return [
    describeReplay(before, campaign, paint),
    `\n${paint('bold', 'Against')}\n\n`,
    describeReplay(after, campaign, paint),
    describeFlips('Newly refused', newly_refused, before.orders, paint),
    describeFlips('Newly accepted', newly_accepted, before.orders, paint),
  ].join('');
}

function describeReplay(result: Replayed, campaign: Campaign, paint: Paint): string {
  const { orders, accepted, refused, unusable, granted, from, to, customers } = result;
  const span = from === null || to === null ? '' : `, ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  const rows = [
    ['accepted', accepted, share(accepted, orders), `${granted} granted`],
    ['refused', refused, share(refused, orders), ''],
    ...(unusable > 0 ? [['unusable', unusable, share(unusable, orders), '']] : []),
  ];
  return [
    `${paint('bold', shown(result.campaign))}  ${orders} orders${span}\n\n`,
    indented(table([['', 'orders', 'share', ''], ...rows], paint)),
    section(
      'Refused by (an order may be refused by several)',
      rowLines(result.refusals, orders, paint),
      paint,
    ),
    section('Limits', limitLines(result.limits, campaign, paint), paint),
    section('Customers', [`${customers.seen} seen, ${customers.hit_by_limits} met a limit`], paint),
    section('Over time', courseLines(result.timeline), paint),
  ].join('');
}

function describeFlips(title: string, { orders, rows, examples }: Flips, of: number, paint: Paint): string {
  if (orders === 0) return section(title, ['no order'], paint);
  const told = examples.map(({ order, transaction_id, at, rows: codes }) => {
    return `order ${order}, ${shown(transaction_id)} at ${shown(at)}: ${codes.map(shown).join(', ')}`;
  });
  const count = `${orders} orders, ${share(orders, of)}`;
  return section(title, [count, ...rowLines(rows, orders, paint), ...told], paint);
}

function rowLines(rows: readonly RowTally[], orders: number, paint: Paint): string[] {
  if (rows.length === 0) return [];
  const lines = rows.map(({ attribute, error_code, orders: count }) => {
    return [`${attribute}.${error_code}`, count, share(count, orders)];
  });
  return table([['row', 'orders', 'share'], ...lines], paint);
}

function limitLines(limits: readonly LimitReached[], campaign: Campaign, paint: Paint): string[] {
  if (limits.length === 0) return [];
  const rows = limits.map(({ name, campaign: id, rule, limit, refused, first_reached, windows }) => {
    const place = id === campaign.id ? rule : `${id} ${rule ?? ''}`;
    const fullest = windows.reduce<string | number>(
      (most, { used }) => (Number(used) > Number(most) ? used : most),
      '0',
    );
    const used = windows.length === 0 ? '' : `${fullest} of ${limit}`;
    return [name, place, limit, refused, first_reached ?? 'never', used];
  });
  return table([['counter', 'rule', 'limit', 'refused', 'first reached', 'fullest window'], ...rows], paint);
}

function courseLines(timeline: readonly Tally[]): string[] {
  if (timeline.length < 2) return [];
  return [
    `accepted  ${course(timeline.map(({ accepted }) => accepted))}`,
    `refused   ${course(timeline.map(({ refused }) => refused))}`,
    `granted   ${course(timeline.map(({ granted }) => Number(granted)))}`,
  ];
}

/** As high as the most of its columns is. */
function course(values: readonly number[]): string {
  const width = Math.min(COLUMNS, values.length);
  const columns = Array.from({ length: width }, (_, i) => {
    const part = values.slice(
      Math.floor((i * values.length) / width),
      Math.floor(((i + 1) * values.length) / width),
    );
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const most = Math.max(...columns);
  return columns
    .map((value) =>
      most === 0
        ? LEVELS[0]
        : LEVELS[Math.min(LEVELS.length - 1, Math.floor((value / most) * LEVELS.length))],
    )
    .join('');
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
