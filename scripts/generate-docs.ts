import { mkdirSync, writeFileSync } from 'node:fs';
import { campaignJsonSchema, loyaltyJsonSchema } from './json-schema.ts';
import { loyaltyCodesPage } from './loyalty-codes-page.ts';
import { violationsPage } from './violations-page.ts';

/** Every generated file of the project, by path. A test fails where one is stale. */
export function generatedFiles(): Record<string, string> {
  return {
    'campaign.schema.json': `${JSON.stringify(campaignJsonSchema(), null, 2)}\n`,
    'loyalty.schema.json': `${JSON.stringify(loyaltyJsonSchema(), null, 2)}\n`,
    'docs/loyalty-codes.md': loyaltyCodesPage(),
    'docs/violations.md': violationsPage(),
  };
}

if (process.argv[1] === import.meta.filename) {
  mkdirSync('docs', { recursive: true });
  for (const [path, text] of Object.entries(generatedFiles())) writeFileSync(path, text);
}
