import { describe, expect, it } from 'vitest';
import { accepted, broken, campaign, refused } from './support/campaign.ts';
import { run, spawned, start, temporaryFolder, values } from './support/command.ts';

const folder = temporaryFolder();
const campaignFile = folder.file('campaign.json', campaign);
const [a, r, b] = [accepted, refused, broken].map((context) => JSON.stringify(context)) as [
  string,
  string,
  string,
];

async function statuses(args: readonly string[], input?: string | Buffer): Promise<unknown[]> {
  const { stdout } = await run(['evaluate', ...args], input);
  return values(stdout).map((value) => (value as { status: string }).status);
}

describe('standard input', () => {
  it('can be the campaign or the contexts', async () => {
    const one = folder.file('one.json', accepted);
    expect((await spawned(['evaluate', '-', one], JSON.stringify(campaign))).status).toBe(0);
    expect((await spawned(['evaluate', campaignFile, '-'], a)).status).toBe(0);
  });

  it('cannot be both', async () => {
    const { status, stdout, stderr } = await run(['evaluate', '-', '-'], a);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('only one of <campaign> and <contexts> can be read from standard input');
  });

  it.each([
    ['a whole object and another line: ndjson', `${a}\n${r}`, ['accepted', 'refused']],
    ['blank lines do not count', `\n  \n${a}\r\n\n${r}\n`, ['accepted', 'refused']],
    ['a whole object and a line that is not JSON: ndjson', `${a}\n{`, ['accepted', 'error']],
  ])('is told apart by its first two lines: %s', async (_, input, expected) => {
    expect(await statuses([campaignFile, '-'], input)).toEqual(expected);
  });

  it.each([
    ['one line', `\n${a}\n\n`],
    ['an object over many lines', JSON.stringify(accepted, null, 2)],
  ])('is told apart by its first two lines: %s is one context', async (_, input) => {
    const { stdout } = await run(['evaluate', campaignFile, '-', '--format', 'json'], input);
    expect(JSON.parse(stdout)).toMatchObject({ status: 'accepted' });
  });

  it.each([
    ['a list on a line', `[${a},${r}]`],
    ['a list over many lines', JSON.stringify([accepted, refused], null, 2)],
    ['a list with an object a line', `[\n${a},\n${r}\n]\n`],
  ])('is told apart by its first two lines: %s is a list', async (_, input) => {
    const { stdout } = await run(['evaluate', campaignFile, '-', '--format', 'json'], input);
    expect(JSON.parse(stdout)).toMatchObject([{ status: 'accepted' }, { status: 'refused' }]);
  });

  it('says the line of an issue', async () => {
    const { stderr } = await run(['evaluate', campaignFile, '-'], `\n${a}\n\n${b}\n`);
    expect(stderr).toMatch(
      /^standard input:4: \/at: found .*\nstandard input:4: \/usage\/budget\.daily: found nothing/u,
    );
  });

  it('decides a line as soon as it has come', async () => {
    const child = start(['evaluate', campaignFile, '-']);
    child.stdin.write(`${a}\n${r}\n`);
    const decided = await new Promise<string>((resolve) => {
      child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    });
    expect(values(decided)).toHaveLength(2);
    child.stdin.end();
    await new Promise((resolve) => child.on('close', resolve));
  });
});

describe('a file', () => {
  it.each(['.ndjson', '.jsonl', '.NDJSON'])(
    'named %s holds a context a line, also when it is one line',
    async (extension) => {
      expect(await statuses([campaignFile, folder.file(`one${extension}`, a)])).toEqual(['accepted']);
    },
  );

  it.each([
    ['lines', `${a}\n${r}\n`, ['accepted', 'refused']],
    ['a list', `[${a},${r}]`, ['accepted', 'refused']],
  ])('of another name is told apart as standard input is: %s', async (name, content, expected) => {
    expect(await statuses([campaignFile, folder.file(name, content), '--format', 'ndjson'])).toEqual(
      expected,
    );
  });

  it('of lines may have blank ones, CRLF, a byte order mark and no end of the last line', async () => {
    const path = folder.file('windows.ndjson', `\ufeff${a}\r\n\r\n \t\r\n${r}\r\n${a}`);
    expect(await run(['evaluate', campaignFile, path])).toMatchObject({ status: 1, stderr: '' });
    expect(await statuses([campaignFile, path])).toEqual(['accepted', 'refused', 'accepted']);
  });

  it('of JSON may have a byte order mark and CRLF, a campaign too', async () => {
    const withMark = (value: unknown) => `\ufeff${JSON.stringify(value, null, 2).replaceAll('\n', '\r\n')}`;
    const marked = folder.file('marked-campaign.json', withMark(campaign));
    expect(await run(['evaluate', marked, folder.file('marked.json', withMark(accepted))])).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  it('may have a line of many megabytes', async () => {
    const long = { ...accepted, redemption: { ...accepted.redemption, basket: 'x'.repeat(20_000_000) } };
    const path = folder.file('long.ndjson', `${JSON.stringify(long)}\n${r}\n`);
    expect(await statuses([campaignFile, path])).toEqual(['accepted', 'refused']);
  });
});

describe('a line that cannot be used', () => {
  it.each([
    [
      'not JSON',
      '{"at": nope}',
      { path: '', message: 'not JSON at column 8: found "nope", expected a value' },
    ],
    ['a list', '[]', { path: '', message: 'expected an object, found an empty list' }],
    [
      'not UTF-8',
      Buffer.from([0x22, 0xff, 0x22]),
      { path: '', message: expect.stringContaining('UTF-8') as string },
    ],
  ])('gives an error in its place, and the rest goes on: %s', async (name, line, issue) => {
    const content = Buffer.concat([Buffer.from(`${a}\n`), Buffer.from(line), Buffer.from(`\n${r}\n`)]);
    const { status, stdout, stderr } = await run([
      'evaluate',
      campaignFile,
      folder.file(`${name}.ndjson`, content),
    ]);
    expect(status).toBe(2);
    expect(values(stdout)).toMatchObject([
      { status: 'accepted' },
      { status: 'error', issues: [issue] },
      { status: 'refused' },
    ]);
    expect(stderr).toContain(`${name}.ndjson:2: `);
  });

  it('is told on standard error, an issue a line: file, line, path, found, expected', async () => {
    const path = folder.file('broken.ndjson', `${a}\n\n${b}\n`);
    const { stdout, stderr } = await run(['evaluate', campaignFile, path]);
    expect(values(stdout)).toHaveLength(2);
    expect(stderr).toBe(
      `${path}:3: /at: found "2026-02-30T00:00Z", expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date\n` +
        `${path}:3: /usage/budget.daily: found nothing, expected an amount of 0 or more\n`,
    );
  });

  it('is told with its place in the file where contexts are a list', async () => {
    const path = folder.file('broken.json', [accepted, broken, 7]);
    const { stderr } = await run(['plan', campaignFile, path]);
    expect(stderr).toMatch(
      /broken\.json: \/1\/at: found "2026-02-30T00:00Z".*\n.*broken\.json: \/2: found 7, expected an object\n$/u,
    );
  });

  it('may be deeper than the stack, also where it would be given back', async () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000);
    const claim = `{"name":"a","key":"b","add":1,"limit":${deep}}`;
    const cancel = `{"at":0,"voucher":{"code":"A"},"operation":"cancel","existing":{"status":"pending","claims":[${claim}]}}`;
    const path = folder.file('deep.ndjson', [deep, cancel, '['.repeat(200_000), a].join('\n'));
    for (const format of ['ndjson', 'json']) {
      const { status, stderr } = await run(['evaluate', campaignFile, path, '--format', format]);
      expect(status).toBe(2);
      expect(stderr).toMatch(
        /:1: found a list.*\n.*:2: found one too deep to write.*\n.*:3: not JSON at column 200001/u,
      );
    }
    // Text shows nothing of what is so deep.
    const { stdout } = await run(['evaluate', campaignFile, path, '--format', 'text']);
    expect(stdout).toMatch(/2 accepted, 0 refused, 2 errors\n$/u);
  });
});
