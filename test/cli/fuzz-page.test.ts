// The README and docs/fuzz.md show what the command says.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from './support/command.ts';

it('the report that the README and docs/fuzz.md show is the command’s', async () => {
  const { stdout } = await run(['fuzz', 'examples/campaigns/new-season.json']);
  for (const page of ['README.md', 'docs/fuzz.md']) {
    const [, shown = ''] =
      /\$ redemption-rules fuzz .*\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
    const parts = shown.split('…\n').filter((part) => part !== '');
    expect(parts.length, page).toBeGreaterThan(3);
    expect(stdout.startsWith(parts[0]!), page).toBe(true);
    for (const part of parts) expect(stdout, page).toContain(part);
  }
});
