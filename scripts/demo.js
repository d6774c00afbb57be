import { spawnSync } from 'node:child_process';

const args = [
  'evaluate',
  'examples/campaigns/city-centre-lunch.json',
  'examples/contexts/city-centre-lunch.json',
];
console.log(`redemption-rules ${args.join(' ')}\n`);
const { status, stderr } = spawnSync(process.execPath, ['dist/cli/index.js', ...args], {
  stdio: ['ignore', 'inherit', 'pipe'],
  encoding: 'utf8',
});
process.stderr.write(stderr);
// "Something was refused" is exit status 1, which is a fine end for a demonstration. So is it for an uncaught
// exception in Node, but that one also writes to standard error.
process.exitCode = status === 0 || (status === 1 && stderr === '') ? 0 : (status ?? 1);
