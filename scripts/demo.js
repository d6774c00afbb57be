import { spawnSync } from 'node:child_process';

// "Something was refused" is exit status 1, which is a fine end for a demonstration. So is it for an uncaught
// exception in Node, but that one also writes to standard error.
const { status, stderr } = spawnSync(
  process.execPath,
  [
    'dist/cli/index.js',
    'evaluate',
    'examples/campaigns/lunch-deal.json',
    'examples/contexts/lunch-deal.json',
  ],
  { stdio: ['ignore', 'inherit', 'pipe'], encoding: 'utf8' },
);
process.stderr.write(stderr);
process.exitCode = status === 0 || (status === 1 && stderr === '') ? 0 : (status ?? 1);
