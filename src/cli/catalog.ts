import { catalog } from '../index.ts';
import { loyaltyCatalog } from '../loyalty/index.ts';
import type { CatalogRequest } from './requests.ts';
import type { Terminal } from './output.ts';
import { printableJson } from './printable.ts';
import { paintFor, table } from './text.ts';

/** Prints every row of a catalog, in published order. */
export async function printCatalog(request: CatalogRequest, { streams, out }: Terminal): Promise<void> {
  const rows = request.catalog === 'loyalty' ? loyaltyCatalog : catalog;
  switch (request.format) {
    case 'json':
      return out.write(`${printableJson(rows, 2)}\n`);
    case 'ndjson':
      return out.write(rows.map((row) => `${printableJson(row)}\n`).join(''));
    default: {
      const cells = request.catalog === 'loyalty' ? loyaltyCells() : redemptionCells();
      const lines = table(cells, paintFor(streams.stdout));
      return out.write(lines.map((line) => `${line}\n`).join(''));
    }
  }
}

function redemptionCells() {
  const rows = catalog.map(({ attribute, error_code, message }) => [attribute, error_code, message]);
  return [['attribute', 'error code', 'message'], ...rows];
}

function loyaltyCells() {
  const rows = loyaltyCatalog.map((row) => [row.code, row.class, row.trigger, row.message]);
  return [['code', 'class', 'trigger', 'message'], ...rows];
}
