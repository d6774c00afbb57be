import { catalog } from '../index.ts';
import type { PrintRequest } from './arguments.ts';
import type { Terminal } from './output.ts';
import { printableJson } from './printable.ts';
import { paintFor, table } from './text.ts';

/** Prints every row of the redemption catalog, in published order. */
export async function printCatalog({ format }: PrintRequest, { streams, out }: Terminal): Promise<void> {
  switch (format) {
    case 'json':
      return out.write(`${printableJson(catalog, 2)}\n`);
    case 'ndjson':
      return out.write(catalog.map((row) => `${printableJson(row)}\n`).join(''));
    default: {
      const rows = catalog.map(({ attribute, error_code, message }) => [attribute, error_code, message]);
      const lines = table([['attribute', 'error code', 'message'], ...rows], paintFor(streams.stdout));
      return out.write(lines.map((line) => `${line}\n`).join(''));
    }
  }
}
