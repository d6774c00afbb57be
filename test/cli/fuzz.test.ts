import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { fuzzCampaign } from '../../src/fuzz/index.ts';
import { compile } from '../../src/index.ts';
import newSeason from '../../examples/campaigns/new-season.json' with { type: 'json' };
import { lines, run, spawned, start, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const RUNS = ['--runs', '600'];
/** How often a row is reached changes with every part that contexts may have. */
function withoutCounts(text: string): string {
  return text.replace(/\b\d+ runs/g, 'so many runs');
}

const season = folder.file('new-season.json', newSeason);

describe('fuzz', () => {
  it('prints exactly the report in json, on one line in ndjson, and the same for the same seed', async () => {
    const report = fuzzCampaign(newSeason, { runs: 600, seed: 7 });
    const json = await run(['fuzz', season, ...RUNS, '--seed', '7', '--format', 'json']);
    expect(json).toEqual({ status: 0, stdout: `${JSON.stringify(report, null, 2)}\n`, stderr: '' });
    const ndjson = await run(
      ['fuzz', '-', ...RUNS, '--seed=7', '--format=ndjson'],
      JSON.stringify(newSeason),
    );
    expect(ndjson).toEqual({ status: 0, stdout: `${JSON.stringify(report)}\n`, stderr: '' });
  });

  it('has the times of decisions in json where they are asked for', async () => {
    const { stdout } = await run(['fuzz', season, ...RUNS, '--timing', '--format', 'json']);
    const { times, ...report } = JSON.parse(stdout) as ReturnType<typeof fuzzCampaign>;
    expect(report).toEqual(fuzzCampaign(newSeason, { runs: 600 }));
    expect(times?.decisions).toBe(600);
    expect(times?.worst_ms).toBeGreaterThan(0);
    expect(times && compile(newSeason).evaluate(times.context).status).toMatch(/accepted|refused/);
  });

  it('is a screen for people, unasked: what differs from what is accepted, as what-if takes it', async () => {
    const { status, stdout, stderr } = await run(['fuzz', season, ...RUNS]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^slowest of 600 decisions: \d+\.\d{3} ms\n$/);
    const [headline, , accepted, context, title, ...told] = stdout
      .split('\n')
      .filter((line, i) => line !== '' || i === 1);
    expect(headline).toBe('new-season  600 runs, seed 1');
    expect(accepted).toMatch(/^Accepted in \d+ runs; the smallest context$/);
    expect(title).toBe('Violations, each with the smallest context, as it differs from the accepted one');
    const smallest = JSON.parse(context ?? '') as object;
    expect(compile(newSeason).evaluate(smallest as never).status).toBe('accepted');
    const row = told.findIndex((line) => line.includes('total_transaction_cost.above_campaign_maximum'));
    expect(told[row]).toMatch(/^ {2}alone {8}total_transaction_cost\.above_campaign_maximum, \d+ runs$/);
    expect(told[row + 1]).toBe('               redemption.total_transaction_cost=1201');
    expect(stdout).toContain('\n               without redemption.transaction_id\n');
    expect(stdout).toContain('\n               usage.budget.total=40000\n');
    expect(stdout).toContain('\nTogether most often\n  rows');
    expect(stdout).toContain('\nLaws\n  16 laws asked, none broken\n');
    const again = await run(['fuzz', season, ...RUNS]);
    expect(again.stdout).toBe(stdout);
  });

  it('tells what was not reached, and what is never alone', async () => {
    const always = { type: 'time_of_order', windows: [{}] };
    const rules = [
      { type: 'any_of', rules: [always, { type: 'new_customer' }] },
      { type: 'transaction_cost', minimum: '5', maximum: '5' },
    ];
    const { stdout } = await run([
      'fuzz',
      folder.file('any.json', { id: 'any', status: 'active', rules }),
      ...RUNS,
    ]);
    expect(lines(stdout)).toContain('  not reached  customer.new_customer_required');
    const never = { id: 'never', max_redemptions: 0, rules: [{ type: 'transaction_cost', minimum: '5' }] };
    const { status, stdout: told } = await run(['fuzz', folder.file('never.json', never), ...RUNS]);
    expect(status).toBe(1);
    expect(told).toContain('\nnot active, asked as if it were: never\n');
    expect(told).toContain('\nAccepted\n  no context was accepted\n');
    expect(told).toMatch(
      /\n {2}together {5}total_transaction_cost\.below_campaign_minimum with campaign\.maximum_redemptions_exceeded, \d+ runs\n {15}\{"at":/,
    );
  });

  it('colours on a terminal, and obeys nothing that a merchant wrote', async () => {
    const evil = '\u001b[2J\u202e';
    const rules = [{ type: 'category', category: evil, any_of: [evil] }];
    const { stdout } = await run(
      ['fuzz', folder.file('evil.json', { id: evil, status: 'active', rules }), ...RUNS],
      '',
      true,
    );
    expect(stdout).toContain('\u001b[32malone');

    expect(stdout.replace(/\u001b\[\d+m/g, '')).not.toMatch(/[\u001b\u202e]/);
    expect(stdout).toContain('\\u001b[2J\\u202e');
  });

  it('runs as it is shipped, 20,000 times unless told otherwise, and prints what the pages show', async () => {
    const { status, stdout } = await spawned(['fuzz', 'examples/campaigns/new-season.json']);
    expect(status).toBe(0);
    expect(stdout.match(/^ {2}alone /gm)).toHaveLength(13);
    for (const page of ['README.md', 'docs/fuzz.md']) {
      const [, screen = ''] =
        /\$ redemption-rules fuzz .*\n([\s\S]*?)```/.exec(readFileSync(page, 'utf8')) ?? [];
      const shown = lines(screen).map((line) => line.replace(/…$/, ''));
      expect(shown.length).toBeGreaterThan(7);
      for (const line of shown) expect(withoutCounts(stdout), page).toContain(withoutCounts(line));
    }
  });
});

describe('fuzz ends with status 2', () => {
  it.each([
    [[], 'fuzz: missing <campaign>'],
    [['a', 'b'], 'fuzz takes <campaign>: found "b" as well'],
    [['a', '--runs', '0'], '--runs: found "0", expected an integer of 1 or more'],
    [['a', '--runs', 'many'], '--runs: found "many", expected an integer of 1 or more'],
    [['a', '--seed', '1.5'], '--seed: found "1.5", expected an integer of 0 or more'],
    [['a', '--seeds', '1'], 'fuzz: unknown option "--seeds" (did you mean "--seed"?)'],
    [['no-such-file.json'], 'no-such-file.json: '],
  ])('%j', async (args, said) => {
    const { status, stdout, stderr } = await run(['fuzz', ...args]);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(said);
  });

  it('for a config that is wrong, and a line for each issue', async () => {
    const wrong = folder.file('wrong.json', { id: 'x', status: 'live', rules: [{ type: 'budget' }] });
    const { status, stderr } = await run(['fuzz', wrong]);
    expect(status).toBe(2);
    expect(lines(stderr)).toHaveLength(3);
    const card = { type: 'gift_card', id: 'x', program_active: true };
    const loyalty = await run(['fuzz', folder.file('card.json', card)]);
    expect(loyalty.stderr).toContain('found a loyalty config, expected a campaign');
  });

  it('without fast-check, and says what to install', async () => {
    const hook = `export const resolve = (name, context, next) => {
      if (name === 'fast-check') throw Object.assign(new Error("Cannot find package 'fast-check'"), { code: 'ERR_MODULE_NOT_FOUND' });
      return next(name, context);
    };`;
    const url = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;
    const register = `import { register } from 'node:module'; register(${JSON.stringify(url(hook))});`;
    const child = start(['fuzz', season], { node: ['--import', url(register)] });
    child.stdin.end();
    const status = new Promise((resolve) => child.on('close', resolve));
    expect(await textOf(child.stderr)).toBe(
      'fuzz: the package fast-check is missing, version 3.13 or later: npm install --save-dev fast-check\n',
    );
    expect(await status).toBe(2);
  });
});
