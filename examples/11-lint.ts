// What is wrong with a campaign, before anybody redeems: contradictions, idle limits, clock changes, areas that are not where they seem.
//   npx tsx examples/11-lint.ts

import { compile } from 'redemption-rules';
import { lint } from 'redemption-rules/lint';
import config from './lint/campaign.json' with { type: 'json' };

for (const { severity, kind, path, message, witness } of lint(config).findings) {
  console.log(`${severity} ${kind} at ${path}: ${message}`);
  if (witness?.at) console.log(`  look at ${witness.at}`);
}

// Without what makes it impossible, and launched too late.
const { parent: _, ...alone } = config;
const campaign = compile(alone);
console.log(`alone: ${lint(campaign).findings.filter(({ severity }) => severity === 'error').length} errors`);
console.log(`in 2028: ${lint(campaign, { at: '2028-01-01T00:00:00Z' }).findings[0]?.message}`);
