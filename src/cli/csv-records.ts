import { isUtf8 } from 'node:buffer';
import { CsvError, parse } from 'csv-parse/sync';
import { isBlank } from './json.ts';
import { linesOf, TOO_LONG, type Line } from './lines.ts';

/** A cell in quotes may run over so many lines; a quote that is open for longer was never meant to be. */
const MOST_LINES = 1_000;
const QUOTE = 0x22;
const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = Buffer.from('\n');
const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** Cells, and the line on which they start; or why a line is none. */
export type CsvRecord =
  | { readonly line: number; readonly cells: readonly string[] }
  | { readonly line: number; readonly problem: string };

/** Bytes of a record, which may be several lines. */
interface Raw {
  readonly line: number;
  readonly bytes: Buffer;
}

/**
 * The records of a CSV file (commas, quotes as RFC 4180 has them), those that came together. A line that is none is told as such, and
 * the next one is read: an open quote spoils its own line, not those after it. Blank lines do not count.
 */
export async function* csvRecordsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly CsvRecord[]> {
  const reader = new RecordReader();
  for await (const lines of linesOf(chunks)) yield reader.read(lines);
  yield reader.end();
}

class RecordReader {
  private line = 0;
  /** Lines of a record whose last quote is open. */
  private open: Raw[] = [];
  private isQuoting = false;
  /** In order, what was found since the last answer. */
  private found: (Raw | CsvRecord)[] = [];

  read(lines: readonly Line[]): readonly CsvRecord[] {
    for (const bytes of lines) {
      const line = ++this.line;
      if (bytes === TOO_LONG) this.fail(line, 'found a line that no string can hold, expected a shorter one');
      else this.take({ line, bytes: line === 1 ? withoutMark(bytes) : bytes });
    }
    return this.answer();
  }

  end(): readonly CsvRecord[] {
    while (this.open.length > 0) this.giveUp();
    return this.answer();
  }

  private take(raw: Raw): void {
    if (this.open.length === 0 && isBlank(raw.bytes)) return;
    this.open.push(raw);
    if (hasOddQuotes(raw.bytes)) this.isQuoting = !this.isQuoting;
    if (!this.isQuoting) this.close();
    else if (this.open.length > MOST_LINES) this.giveUp();
  }

  /** What is open is whole, if it is a record at all. */
  private close(): void {
    const [first, ...others] = this.open as [Raw, ...Raw[]];
    if (others.length > 0) {
      const [record] = parsed([{ line: first.line, bytes: joined(this.open) }]) ?? [];
      if (record === undefined) {
        this.giveUp();
        return;
      }
      this.found.push(record);
    } else this.found.push(first);
    this.open = [];
  }

  /** The first of the open lines is wrong; what comes after it is read as if it were not there. */
  private giveUp(): void {
    const [first, ...others] = this.open as [Raw, ...Raw[]];
    this.open = [];
    this.isQuoting = false;
    this.fail(first.line, problemOf(first.bytes));
    for (const raw of others) this.take(raw);
  }

  private fail(line: number, problem: string): void {
    this.found.push({ line, problem });
  }

  /** Single lines are parsed together, and one by one only where one of them is wrong. */
  private answer(): readonly CsvRecord[] {
    const { found } = this;
    this.found = [];
    const raws = found.filter((one): one is Raw => 'bytes' in one);
    const records = (parsed(raws) ?? raws.map(recordOf)).values();
    return found.map((one) => ('bytes' in one ? (records.next().value as CsvRecord) : one));
  }
}

function recordOf(raw: Raw): CsvRecord {
  const [record] = parsed([raw]) ?? [];
  return record ?? { line: raw.line, problem: problemOf(raw.bytes) };
}

/** Each as a record of its own; `undefined` where one of them is none. */
function parsed(raws: readonly Raw[]): CsvRecord[] | undefined {
  // A carriage return at the end of a record belongs to the end.
  const bytes = joined(raws.map(({ line, bytes }) => ({ line, bytes: withoutReturn(bytes) })));
  if (!isUtf8(bytes)) return undefined;
  try {
    const records = parse(bytes, { record_delimiter: '\n', relax_column_count: true });
    return records.length === raws.length
      ? raws.map(({ line }, i) => ({ line, cells: records[i] as readonly string[] }))
      : undefined;
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

function problemOf(bytes: Buffer): string {
  if (!isUtf8(bytes)) return 'found bytes that are not UTF-8, expected text in UTF-8';
  const found = hasOddQuotes(bytes) ? 'a quote that does not end' : 'a quote within a cell';
  return `not CSV: found ${found}, expected quotes around whole cells, and doubled inside them`;
}

function joined(raws: readonly Raw[]): Buffer {
  return Buffer.concat(raws.flatMap(({ bytes }) => [bytes, LINE_FEED]).slice(0, -1));
}

function withoutReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === CARRIAGE_RETURN ? bytes.subarray(0, -1) : bytes;
}

function withoutMark(bytes: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return bytes.subarray(0, length).equals(BYTE_ORDER_MARK) ? bytes.subarray(length) : bytes;
}

function hasOddQuotes(bytes: Buffer): boolean {
  let isOdd = false;
  for (let at = bytes.indexOf(QUOTE); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) isOdd = !isOdd;
  return isOdd;
}
