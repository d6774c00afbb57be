import type { SchemaRequest } from './requests.ts';
import type { Terminal } from './output.ts';
import { printableJson } from './printable.ts';
import { shippedFile } from './shipped.ts';

/** Prints the JSON Schema of a campaign, as it is shipped. */
export async function printSchema({ format }: SchemaRequest, { out }: Terminal): Promise<void> {
  const schema = shippedFile('campaign.schema.json');
  await out.write(format === 'ndjson' ? `${printableJson(JSON.parse(schema))}\n` : schema);
}
