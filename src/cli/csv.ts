import { csvRecordsOf, type CsvRecord } from './csv-records.ts';
import { CellFault, Columns } from './csv-columns.ts';
import type { Input } from './input.ts';
import type { OrderBatches, PlacedOrder } from './read-orders.ts';
import { CommandError } from './status.ts';

/**
 * The orders of a CSV file: its first line names columns by dotted paths into a context; see {@link Columns}. A line that is no order is
 * told, and the rest goes on.
 */
export async function* ordersOfCsv(input: Input): OrderBatches {
  const { name } = input;
  let columns: Columns | undefined;
  for await (const records of csvRecordsOf(input.chunks())) {
    const orders: PlacedOrder[] = [];
    for (const record of records) {
      if (columns) orders.push(placed(columns, record, `${name}:${record.line}`));
      else columns = columnsOf(name, record);
    }
    yield orders;
  }
  if (!columns) throw new CommandError(`${name}: found no columns, expected a line that names them`);
}

function columnsOf(name: string, record: CsvRecord): Columns {
  if ('problem' in record) throw new CommandError(`${name}:${record.line}: ${record.problem}`);
  try {
    return new Columns(record.cells);
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    throw new CommandError(...error.lines.map((line) => `${name}: ${line}`));
  }
}

function placed(columns: Columns, record: CsvRecord, where: string): PlacedOrder {
  if ('problem' in record) return { where, problem: record.problem };
  const { length } = record.cells;
  if (length !== columns.count) return { where, problem: `found ${length} cells, expected ${columns.count}` };
  try {
    return { where, pointer: '', context: columns.orderOf(record.cells) };
  } catch (error) {
    if (!(error instanceof CellFault)) throw error;
    return { where, problem: error.message };
  }
}
