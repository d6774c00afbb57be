import { ordersOfCsv } from './csv.ts';
import type { Input } from './input.ts';
import { notJsonInLine } from './issue-line.ts';
import { readContexts } from './read-contexts.ts';

/** An order and where it stands, or why there is none. */
export type PlacedOrder =
  | { readonly where: string; readonly pointer: string; readonly context: unknown }
  | { readonly where: string; readonly problem: string };

/** Orders that came together. */
export type OrderBatches = AsyncGenerator<readonly PlacedOrder[]>;

const NAMED_CSV = /\.csv$/iu;
const NAMED_JSON = /\.(?:json|ndjson|jsonl)$/iu;
/** What a text starts with, after a byte order mark and white space. */
const START = /^\ufeff?\s*(\S)/u;

/** The orders of a file: by its name, and where that says nothing, by how it starts. Nothing at all are no orders. */
export async function* readOrders(input: Input): OrderBatches {
  if (NAMED_CSV.test(input.name)) yield* ordersOfCsv(input);
  else if (NAMED_JSON.test(input.name)) yield* ordersOfJson(input);
  else yield* ordersOfUnnamed(input);
}

async function* ordersOfJson(input: Input): OrderBatches {
  const { batches } = await readContexts(input);
  for await (const batch of batches) {
    yield batch.map((placed) => {
      return 'fault' in placed ? { where: placed.where, problem: notJsonInLine(placed.fault) } : placed;
    });
  }
}

async function* ordersOfUnnamed(input: Input): OrderBatches {
  const read = input.chunks();
  let seen: readonly Buffer[] = [];
  let start: string | undefined;
  while (start === undefined) {
    const next = await read.next();
    if (next.done) return;
    seen = [...seen, next.value];
    start = START.exec(Buffer.concat(seen).toString('utf8'))?.[1];
  }
  const whole = { name: input.name, chunks: () => resumed(seen, read) };
  yield* start === '{' || start === '[' ? ordersOfJson(whole) : ordersOfCsv(whole);
}

async function* resumed(seen: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* seen;
  yield* rest;
}
