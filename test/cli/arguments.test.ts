import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { run, spawned } from './support/command.ts';

describe('arguments that say nothing we know end with one line and status 2', () => {
  it.each([
    [
      [],
      'no command: expected one of evaluate, plan, what-if, qualify, lint, fuzz, simulate, catalog, schema',
    ],
    [['evalute', 'a', 'b'], 'unknown command "evalute" (did you mean "evaluate"?)'],
    [['Plan', 'a', 'b'], 'unknown command "Plan" (did you mean "plan"?)'],
    [
      ['frobnicate', '--deep'],
      'unknown command "frobnicate": expected one of evaluate, plan, what-if, qualify, lint, fuzz, simulate, catalog, schema',
    ],
    [['help', 'catalogue'], 'unknown command "catalogue" (did you mean "catalog"?)'],
    [
      ['evaluate', 'a', 'b', '--fromat', 'json'],
      'evaluate: unknown option "--fromat" (did you mean "--format"?)',
    ],
    [
      ['evaluate', 'a', 'b', '--asume-unused'],
      'unknown option "--asume-unused" (did you mean "--assume-unused"?)',
    ],
    [['plan', 'a', 'b', '--assume-unused'], 'plan: unknown option "--assume-unused"'],
    [
      ['--fromat', 'json', 'evaluate'],
      'redemption-rules: unknown option "--fromat" (did you mean "--format"?)',
    ],
    [['--versoin'], 'unknown option "--versoin" (did you mean "--version"?)'],
    [['catalog', '-x'], 'catalog: unknown option "-x"'],
    [['catalog', '--constructor'], 'catalog: unknown option "--constructor"'],
    [
      ['evaluate', 'a', 'b', '--format', 'jsonn'],
      'unknown format "jsonn" (did you mean "json"?): expected text, json or ndjson',
    ],
    [['evaluate', 'a', 'b', '--format'], "'--format <value>' argument missing"],
    [['evaluate', 'a', 'b', '--assume-unused=yes'], "'--assume-unused' does not take an argument"],
    [['evaluate'], 'evaluate: missing <campaign> and <contexts>'],
    [['plan', 'a'], 'plan: missing <contexts>'],
    [['plan', 'a', 'b', 'c', 'd'], 'plan takes <campaign> <contexts>: found "c", "d" as well'],
    [['schema', 'campaign'], 'schema takes no arguments: found "campaign" as well'],
    [
      ['catalog', 'redemtion'],
      'unknown catalog "redemtion" (did you mean "redemption"?): expected redemption or loyalty',
    ],
    [['catalog', 'a', 'b'], 'catalog takes redemption|loyalty: found "b" as well'],
    [['qualify', '--context', 'a'], 'qualify: missing <campaign>…'],
    [['qualify', 'a', 'b'], 'qualify: missing --context <context>'],
    [['qualify', 'a', '--context'], "'--context <value>' argument missing"],
    [['qualify', '-', '--context', '-'], 'only one of the campaigns and the context can be read from'],
    [['qualify', '-', '-', '--context', 'a'], 'only one of the campaigns and the context can be read from'],
    [['qualify', 'a', '--contxt', 'b'], 'qualify: unknown option "--contxt" (did you mean "--context"?)'],
    [['evaluate', 'a', 'b', '--explain'], 'evaluate: unknown option "--explain"'],
    [['lint'], 'lint: missing <campaign>…'],
    [['lint', '-', '-'], 'only one of the campaigns can be read from standard input'],
    [['lint', 'a', '--at', 'now'], '--at: found "now", expected an instant, such as 2027-01-01T00:00:00Z'],
    [['\u001b[31m'], 'unknown command "\\u001b[31m"'],
    [['evaluate', 'a', 'b', '\u009b31m'], 'found "\\u009b31m" as well'],
  ])('%j', async (args, said) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/^[^\n]+\nTry: redemption-rules --help\n$/u);
  });

  it('in a process of its own, too', async () => {
    const { status, stdout, stderr } = await spawned(['evalute']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('did you mean "evaluate"?');
  });
});

describe('--help', () => {
  it.each([[['--help']], [['-h']], [['help']]])('%j lists the commands', async (args) => {
    const { status, stdout, stderr } = await run(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const command of ['evaluate', 'plan', 'what-if', 'qualify', 'lint', 'catalog', 'schema']) {
      expect(stdout).toContain(`\n  redemption-rules ${command}`);
    }
  });

  it.each(['evaluate', 'plan', 'what-if', 'qualify', 'lint', 'catalog', 'schema'])(
    'of %s stands wherever it is asked for',
    async (command) => {
      const { status, stdout } = await run([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toMatch(new RegExp(`^redemption-rules ${command}\\b`, 'u'));
      expect((await run(['-h', command])).stdout).toBe(stdout);
      expect((await run(['help', command])).stdout).toBe(stdout);
    },
  );

  it('fits a terminal', async () => {
    for (const command of ['', 'evaluate', 'plan', 'qualify', 'lint', 'catalog', 'schema']) {
      const { stdout } = await run(['help', command].filter(Boolean));
      expect(stdout.split('\n').filter((line) => line.length > 120)).toEqual([]);
    }
  });
});

describe('--version', () => {
  it('is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await spawned(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect((await run(['evaluate', '--version'])).stdout).toBe(`${version}\n`);
  });
});
