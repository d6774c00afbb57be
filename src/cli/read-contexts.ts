import { isJsonObject } from '../snapshot.ts';
import { tooLong, wholeOf, type Input } from './input.ts';
import { notJsonLine } from './issue-line.ts';
import { THE_END, type JsonFault } from './json-fault.ts';
import { isBlank, readJson, type ReadJson } from './json.ts';
import { linesOf, TOO_LONG, type Line, type LineBatches } from './lines.ts';
import { CommandError } from './status.ts';

/** A context and where it stands, or why there is none. */
export type PlacedContext = Place & ({ readonly context: unknown } | { readonly fault: JsonFault });

interface Place {
  /** The file; its line, where each line is a context. */
  readonly where: string;
  /** JSON pointer of the context in its file or line. */
  readonly pointer: string;
}

export interface Contexts {
  readonly shape: 'one' | 'list' | 'lines';
  /** In order; those that came together. */
  readonly batches: Iterable<readonly PlacedContext[]> | AsyncIterable<readonly PlacedContext[]>;
}

const NAMED_LINES = /\.(?:ndjson|jsonl)$/iu;
const NAMED_JSON = /\.json$/iu;
const LINE_FEED = Buffer.from('\n');
const LINE_TOO_LONG = {
  line: 1,
  column: 1,
  found: 'a line that no string can hold',
  expected: 'a shorter one',
};

/** The contexts of a file: by its name, and where that says nothing, by its first two lines. */
export async function readContexts(input: Input): Promise<Contexts> {
  if (NAMED_LINES.test(input.name)) {
    return { shape: 'lines', batches: contextsOfLines(input.name, linesOf(input.chunks())) };
  }
  if (NAMED_JSON.test(input.name))
    return contextsOfJson(input.name, await wholeOf(input.name, input.chunks()));
  return contextsOfUnnamed(input);
}

function contextsOfJson(name: string, bytes: Buffer): Contexts {
  const read = readJson(bytes);
  if ('fault' in read) {
    const isLines = NAMED_JSON.test(name) && read.fault.expected === THE_END && read.fault.line > 1;
    const hint = isLines ? ' (one a line? name it .ndjson)' : '';
    throw new CommandError(notJsonLine(name, read.fault) + hint);
  }
  if (!Array.isArray(read.value)) {
    return { shape: 'one', batches: [[{ where: name, pointer: '', context: read.value }]] };
  }
  const contexts = read.value.map((context: unknown, i) => ({ where: name, pointer: `/${i}`, context }));
  return { shape: 'list', batches: [contexts] };
}

/**
 * ndjson where the first line is a whole object and another line follows; or where it looks like one and the next line starts another,
 * which one JSON text cannot. Blank ones do not count.
 */
async function contextsOfUnnamed(input: Input): Promise<Contexts> {
  const batches = linesOf(input.chunks());
  let seen: readonly Line[] = [];
  for (;;) {
    const { value, done } = await batches.next();
    if (value) seen = [...seen, ...value];
    const [first, second] = seen.filter((line) => line === TOO_LONG || !isBlank(line));
    if (done || (first !== undefined && !looksWhole(first))) break;
    if (first === undefined || second === undefined) continue;
    if (!isWholeObject(first) && !startsObject(second)) break;
    return { shape: 'lines', batches: contextsOfLines(input.name, resumed(seen, batches)) };
  }
  return contextsOfJson(input.name, await wholeOf(input.name, bytesOf(input.name, resumed(seen, batches))));
}

function isWholeObject(line: Line): boolean {
  const read: ReadJson | undefined = line === TOO_LONG ? undefined : readJson(line);
  return read !== undefined && 'value' in read && isJsonObject(read.value);
}

function looksWhole(line: Line): boolean {
  return line !== TOO_LONG && /^\ufeff?\s*\{[^]*\}\s*$/u.test(line.toString('utf8'));
}

function startsObject(line: Line): boolean {
  return line !== TOO_LONG && /^\s*\{/u.test(line.subarray(0, 1_000).toString('utf8'));
}

async function* resumed(seen: readonly Line[], rest: LineBatches): LineBatches {
  yield seen;
  yield* rest;
}

async function* bytesOf(name: string, batches: AsyncIterable<readonly Line[]>): AsyncGenerator<Buffer> {
  for await (const lines of batches) {
    for (const line of lines) {
      if (line === TOO_LONG) throw tooLong(name);
      yield line;
      yield LINE_FEED;
    }
  }
}

async function* contextsOfLines(
  name: string,
  batches: AsyncIterable<readonly Line[]>,
): AsyncGenerator<readonly PlacedContext[]> {
  let number = 0;
  for await (const lines of batches) {
    const contexts: PlacedContext[] = [];
    for (const line of lines) {
      number++;
      if (line !== TOO_LONG && isBlank(line)) continue;
      const read = line === TOO_LONG ? { fault: LINE_TOO_LONG } : readJson(line);
      const place = { where: `${name}:${number}`, pointer: '' };
      contexts.push('fault' in read ? { ...place, fault: read.fault } : { ...place, context: read.value });
    }
    yield contexts;
  }
}
