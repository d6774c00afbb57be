import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { Input } from './input.ts';
import { readJson } from './json.ts';
import type { PlacedContext } from './read-contexts.ts';
import { CommandError } from './status.ts';

/** Where numbers are meant as numbers. */
const NUMBERS = /^redemption\.location\.(?:latitude|longitude)$/;
const DIGITS = /^\d{1,15}$/;
const FACTS = ['at', 'voucher', 'redemption', 'granted_discount', 'origin'];
/** Keys that no object of ours may have. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

interface Row {
  readonly info: { readonly lines: number };
  readonly record: readonly string[];
}

/**
 * The orders of a CSV file (comma, quotes as RFC 4180 has them): its first line names columns by dotted paths into a context
 * (`redemption.total_transaction_cost`). An empty cell is absent; latitude and longitude are numbers; a cell with a list, an object, `true`, `false` or
 * `null` is JSON; whole numbers for `at` are epoch milliseconds; all else is text, as amounts and identifiers are.
 */
export async function* ordersOfCsv(input: Input): AsyncGenerator<PlacedContext> {
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true });
  const source = Readable.from(input.chunks());
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: readonly (readonly string[])[] | undefined;
  try {
    for await (const { info, record } of parser as AsyncIterable<Row>) {
      const where = `${input.name}:${info.lines}`;
      if (columns === undefined) columns = columnsOf(input.name, record);
      else yield { where, pointer: '', context: orderOf(columns, record) };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CommandError(`${input.name}: not CSV: ${error.message}`);
  }
  if (columns === undefined)
    throw new CommandError(`${input.name}: found no columns, expected a line that names them`);
}

function columnsOf(name: string, header: readonly string[]): readonly (readonly string[])[] {
  const faults = header.flatMap((column, i) => {
    const steps = column.split('.');
    const isPath =
      FACTS.includes(steps[0] as string) && !steps.some((step) => step === '' || FORBIDDEN.has(step));
    const again = header.indexOf(column) < i;
    if (isPath && !again) return [];
    const expected = again ? 'each column once' : `a path that starts with ${FACTS.join(', ')}`;
    return [`${name}: column ${i + 1}: found ${JSON.stringify(column)}, expected ${expected}`];
  });
  if (faults.length > 0) throw new CommandError(...faults);
  return header.map((column) => column.split('.'));
}

function orderOf(columns: readonly (readonly string[])[], cells: readonly string[]): Record<string, unknown> {
  const order: Record<string, unknown> = {};
  for (const [i, path] of columns.entries()) {
    const cell = cells[i];
    if (cell !== undefined && cell !== '') put(order, path, valueOf(path.join('.'), cell));
  }
  return order;
}

function put(
  holder: Record<string, unknown>,
  [step = '', ...further]: readonly string[],
  value: unknown,
): void {
  if (further.length === 0) holder[step] = value;
  else {
    const member = holder[step];
    const inner = typeof member === 'object' && member !== null ? member : {};
    holder[step] = inner;
    put(inner as Record<string, unknown>, further, value);
  }
}

function valueOf(path: string, cell: string): unknown {
  if (NUMBERS.test(path)) return Number.isFinite(Number(cell)) ? Number(cell) : cell;
  if (path === 'at' && DIGITS.test(cell)) return Number(cell);
  if (!/^(?:[[{]|(?:true|false|null)$)/.test(cell)) return cell;
  const read = readJson(Buffer.from(cell));
  return 'fault' in read ? cell : read.value;
}
