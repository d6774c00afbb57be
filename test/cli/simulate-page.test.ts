// What docs/simulate.md and the README print runs as it is printed, and says what they say that it says.

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { lines, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();

it('the commands of docs/simulate.md run as they are printed, and the README shows what they say', () => {
  const [, script = ''] = /```sh\n([\s\S]*?)```/.exec(readFileSync('docs/simulate.md', 'utf8')) ?? [];
  expect(lines(script).filter((line) => line.startsWith('redemption-rules simulate'))).toHaveLength(4);
  const command = folder.file(
    'redemption-rules',
    `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/cli/index.js')}' "$@"\n`,
  );
  chmodSync(command, 0o755);
  const said = execFileSync('sh', ['-ec', script], {
    cwd: folder.path('.'),
    env: { ...process.env, PATH: `${folder.path('.')}${delimiter}${process.env['PATH'] ?? ''}` },
    encoding: 'utf8',
  });
  expect(said).toContain('Newly accepted\n');
  expect(existsSync(folder.path('report.html'))).toBe(true);
  const readme = readFileSync('README.md', 'utf8');
  const [, shown = ''] = /\$ redemption-rules simulate .*\n([\s\S]*?)```/.exec(readme) ?? [];
  const [first, ...others] = shown.split('…\n');
  expect(said.startsWith(first!)).toBe(true);
  expect(others).toHaveLength(2);
  for (const part of others) expect(said).toContain(part);
});
