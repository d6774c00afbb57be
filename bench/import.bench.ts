// npx tsx bench/import.bench.ts [--quick]: how long the doors take to load, each time in a process of its own, in turns. Of the build
// that is there: npm run build makes it.

import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { table } from './written.ts';

const { values: options } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const ROUNDS = options.quick ? 3 : 15;
const DOORS = ['', '/loyalty', '/ledger', '/ledger/postgres', '/lint', '/simulate'];

const ways = DOORS.flatMap((door) => {
  const name = `redemption-rules${door}`;
  return [
    { name, type: 'module', load: `await import('${name}')`, times: [] as number[] },
    { name, type: 'commonjs', load: `require('${name}')`, times: [] as number[] },
  ];
});

for (let round = 0; round < ROUNDS; round++) {
  for (const { type, load, times } of ways) {
    const program = `const start = performance.now(); ${load}; process.stdout.write(String(performance.now() - start));`;
    const told = execFileSync(process.execPath, [`--input-type=${type}`, '--eval', program], {
      encoding: 'utf8',
    });
    times.push(Number(told));
  }
}

const milliseconds = (time: number | undefined) => `${(time ?? Number.NaN).toFixed(1)} ms`;
const rows = ways.map(({ name, type, times }) => {
  const sorted = times.toSorted((a, b) => a - b);
  return [name, type, milliseconds(sorted[0]), milliseconds(sorted[ROUNDS >> 1])];
});
process.stdout.write(`${table(['door', 'as', 'least', 'median'], rows, [0, 1])}\n`);
