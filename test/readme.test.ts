import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as engine from '../src/index.ts';
import { registry } from '../src/rules/index.ts';

const readme = readFileSync('README.md', 'utf8');

describe('the README', () => {
  test('shows a program that prints what its comments say', () => {
    const [, program = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const printed: unknown[] = [];
    const body = program.replace(/^import \{(.*)\} from 'redemption-rules';$/m, 'const {$1} = engine;');
    // The program is plain JavaScript: nothing but its import has to be replaced.
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    new Function('engine', 'console', body)(engine, { log: (value: unknown) => printed.push(value) });

    const said = program.slice(program.indexOf('// [')).replace(/^\/\/ ?/gm, '');
    expect(printed[0]).toBe('refused');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    expect(printed[1]).toEqual(new Function(`return ${said}`)());
  });

  test('has a line for every rule', () => {
    for (const { type, place } of registry) {
      if (place !== 'every redemption') expect(readme, type).toContain(`\`${type}\``);
    }
  });

  test('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(existsSync(link), link).toBe(true);
  });
});
