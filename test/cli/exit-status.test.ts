import { describe, expect, it } from 'vitest';
import { accepted, broken, campaign, missingCounter, refused } from './support/campaign.ts';
import { run, spawned, temporaryFolder, values } from './support/command.ts';

const folder = temporaryFolder();
const campaignFile = folder.file('campaign.json', campaign);
const contexts = (name: string, ...list: unknown[]) =>
  folder.file(`${name}.ndjson`, list.map((context) => JSON.stringify(context)).join('\n'));

describe('the exit status', () => {
  it.each([
    ['0 where all are accepted', 0, [accepted, accepted]],
    ['0 where there are none', 0, []],
    ['1 where one is refused', 1, [accepted, refused, accepted]],
    ['2 where one cannot be used', 2, [accepted, broken, accepted]],
    ['2 where one is refused and another cannot be used', 2, [broken, refused]],
  ])('is %s', async (name, status, list) => {
    expect((await run(['evaluate', campaignFile, contexts(name, ...list)])).status).toBe(status);
    expect((await run(['evaluate', campaignFile, contexts(name, ...list), '--format=text'])).status).toBe(
      status,
    );
  });

  it('of plan is 0 where evaluate refuses, and 2 where a context cannot be used', async () => {
    expect((await run(['plan', campaignFile, contexts('refused', refused)])).status).toBe(0);
    expect((await run(['plan', campaignFile, contexts('broken', broken)])).status).toBe(2);
  });

  it('is that of the process', async () => {
    const statuses = [accepted, refused, broken].map(async (context) => {
      const { status } = await spawned(['evaluate', campaignFile, '-'], JSON.stringify(context));
      return status;
    });
    expect(await Promise.all(statuses)).toEqual([0, 1, 2]);
  });
});

describe('a missing counter', () => {
  const file = folder.file('missing.json', missingCounter);

  it('is a missing fact', async () => {
    const { status, stderr } = await run(['evaluate', campaignFile, file]);
    expect(status).toBe(2);
    expect(stderr).toBe(`${file}: /usage/budget.daily: found nothing, expected an amount of 0 or more\n`);
  });

  it('is read as zero with --assume-unused', async () => {
    const { status, stdout } = await run([
      'evaluate',
      campaignFile,
      file,
      '--assume-unused',
      '--format=json',
    ]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'accepted' });
  });

  it.each([
    ['no usage at all', undefined, 'accepted'],
    ['an empty usage', {}, 'accepted'],
    ['a usage that is there', refused.usage, 'refused'],
  ])('is read as zero with --assume-unused, given %s', async (name, usage, status) => {
    const context = folder.file(`${name}.json`, { ...accepted, usage });
    const { stdout } = await run(['evaluate', campaignFile, context, '--assume-unused', '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ status });
  });

  it('does not excuse other issues: a counter that is wrong, facts that are', async () => {
    const list = [
      { ...missingCounter, usage: { 'budget.daily': 'a lot' } },
      { ...missingCounter, usage: { 'budget.daily': null } },
      { ...missingCounter, usage: null },
      { ...missingCounter, voucher: null, granted_discount: -1 },
      5,
    ];
    const { status, stdout } = await run([
      'evaluate',
      campaignFile,
      contexts('wrong', ...list),
      '--assume-unused',
    ]);
    const paths = values(stdout).map((error) =>
      (error as { issues: { path: string }[] }).issues.map(({ path }) => path),
    );
    expect(status).toBe(2);
    expect(paths).toEqual([
      ['/usage/budget.daily'],
      ['/usage/budget.daily'],
      ['/usage'],
      ['/voucher', '/granted_discount'],
      [''],
    ]);
  });
});
