import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as engine from '../src/index.ts';
import type { ChangedWhatIf, PublicView } from '../src/index.ts';
import * as loyalty from '../src/loyalty/index.ts';
import { ruleSets } from '../src/loyalty/registry.ts';
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

  test('shows a what-if that is answered as its comments say', () => {
    const [first = '', second = ''] = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)]
      .map(([, program = '']) => program)
      .filter((program) => program.includes("voucher: { code: 'SPRING-1' }"))
      .map((program) =>
        program.replace(/^import \{(.*)\} from 'redemption-rules';$/m, 'const {$1} = engine;'),
      );
    const [campaign = ''] = /const campaign = [\s\S]*?\n\}\);\n/.exec(first) ?? [];
    const body = `const { compile } = engine;\n${campaign}\n${second}\nreturn { answer, view: publicView(answer) };`;
    // eslint-disable-next-line @typescript-eslint/no-implied-eval
    const ask = new Function('engine', body) as (exports: typeof engine) => {
      answer: ChangedWhatIf;
      view: PublicView;
    };
    const { answer, view } = ask(engine);
    expect(answer.status).toBe('refused');
    expect(answer.violations).toHaveLength(2);
    const path = 'redemption.total_transaction_cost';
    expect(answer.violations[1]?.fix).toEqual({ changes: [{ path, value: '20.00' }], by: '3.50' });
    expect(answer.missing).toEqual([
      { attribute: 'transaction_id', rules: [{ campaign: 'spring-sale', rule: null }] },
    ]);
    expect(answer.tightest).toMatchObject({ name: 'budget.daily', used: '310.00', remaining: '177.01' });
    expect(answer.changed.next_valid_at).toBe('2026-11-27T16:00:00.000Z');
    expect(answer.changed.upcoming).toHaveLength(5);
    expect(answer.difference.lifted.map(({ error_code }) => error_code)).toEqual(['below_campaign_minimum']);
    expect(view).not.toHaveProperty('headroom');
    const comments = [...second.matchAll(/^answer.*; \/\/ .*$/gm)];
    expect(comments, 'one more? assert it here').toHaveLength(7);
  });

  test('has a line for every rule', () => {
    for (const { type, place } of registry) {
      if (place !== 'every redemption') expect(readme, type).toContain(`\`${type}\``);
    }
  });

  test('shows a gift card that is answered as its comment says', () => {
    const [, program = ''] = /```ts\n(import \{ compileLoyalty[\s\S]*?)```/.exec(readme) ?? [];
    const body = program
      .replace(/^import \{(.*)\} from 'redemption-rules\/loyalty';$/m, 'const {$1} = loyalty;')
      .replace(/^toEnvelope/m, 'return toEnvelope');
    const said = program.slice(program.indexOf('// {')).replace(/^\/\/ ?/gm, '');
    // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call
    expect(new Function('loyalty', body)(loyalty)).toEqual(new Function(`return ${said}`)());
  });

  test('has a line for every kind of loyalty config, with each of its codes', () => {
    for (const { type, codes } of ruleSets) {
      const line = readme.split('\n').find((one) => one.startsWith(`| \`${type}\` |`)) ?? '';
      const told = [...(line.split('|')[4] ?? '').matchAll(/\b\d{4,5}\b/g)].map(([code]) => Number(code));
      expect(told.sort(), type).toEqual([...codes].sort());
    }
  });

  test('links to files that are there', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(existsSync(link), link).toBe(true);
  });
});

describe('the law', () => {
  test('says of every loyalty code that the engine raises when it does', () => {
    const law = readFileSync('docs/semantics.md', 'utf8');
    const section = law.slice(law.indexOf('## 12.'));
    for (const { codes } of ruleSets)
      for (const code of codes) expect(section).toMatch(new RegExp(`\\b${code}\\b`));
  });
});
