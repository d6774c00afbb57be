import { describe, expect, it } from 'vitest';
import { lintTogether } from '../../src/lint/index.ts';
import { campaign } from './support/campaign.ts';
import { lines, run, spawned, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();

const clean = { id: 'clean', rules: [{ type: 'transaction_cost', minimum: '20.00' }] };
const guarded = { id: 'guarded', rules: [{ type: 'per_customer', max_redemptions: 2 }] };
const broken = {
  id: 'broken',
  time_zone: 'Europe/Amsterdam',
  rules: [
    { type: 'transaction_cost', minimum: '20.00' },
    { type: 'transaction_cost', maximum: '10.00' },
    { type: 'time_of_order', windows: [{ start: '02:00', end: '03:00' }] },
    { type: 'time_frame', windows: [{ start: '2027-01-01T00:00', end: '2027-06-01T00:00' }] },
    { type: 'new_customer' },
  ],
};
const files = {
  clean: folder.file('clean.json', clean),
  guarded: folder.file('guarded.json', guarded),
  broken: folder.file('broken.json', broken),
  list: folder.file('list.json', [clean, broken]),
  lines: folder.file('many.ndjson', [clean, broken].map((one) => JSON.stringify(one)).join('\n')),
};

describe('lint', () => {
  it('prints exactly the findings in json, whatever files the campaigns stand in', async () => {
    const expected = {
      status: 1,
      stdout: `${JSON.stringify(lintTogether([clean, broken]), null, 2)}\n`,
      stderr: '',
    };
    expect(Object.keys(JSON.parse(expected.stdout) as object)).toEqual(['findings']);
    for (const given of [[files.clean, files.broken], [files.list], [files.lines]]) {
      expect(await run(['lint', ...given, '--format', 'json'])).toEqual(expected);
    }
    expect(await spawned(['lint', files.clean, '-', '--format=json'], JSON.stringify(broken))).toEqual(
      expected,
    );
  });

  it('prints them on one line in ndjson', async () => {
    const { stdout } = await run(['lint', files.broken, '--format', 'ndjson']);
    expect(stdout).toBe(`${JSON.stringify(lintTogether([broken]))}\n`);
  });

  it('prints text for people, unasked', async () => {
    expect(await run(['lint', files.clean, files.broken, files.guarded])).toEqual({
      status: 1,
      stdout: `broken
  error    /rules/0  never_accepts
           No redemption can be accepted: no cost is at least 20 and at most 10 (/rules/0 and /rules/1).
  warning  /rules/2/windows/0  clock_change
           On 2027-03-28 the clocks of Europe/Amsterdam skip this window, with 02:00 to 03:00.
           see 2027-03-28T01:00:00.000Z

guarded
  info     /rules/0  suspicious
           Guests are always refused: the customer must be known (/rules/0).

3 campaigns, 1 error, 1 warning, 1 info
`,
      stderr: '',
    });
  });

  it('says so where there is nothing to say', async () => {
    expect(await run(['lint', files.clean])).toEqual({
      status: 0,
      stdout: '1 campaign, clean\n',
      stderr: '',
    });
    expect(await run(['lint', files.clean, '--format', 'json'])).toEqual({
      status: 0,
      stdout: '{\n  "findings": []\n}\n',
      stderr: '',
    });
  });

  it('shows a place that is to be looked at', async () => {
    const bow = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ];
    const geometry = { type: 'Polygon', coordinates: [bow] };
    const areas = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] };
    const file = folder.file('bow.json', { id: 'bow', rules: [{ type: 'area', areas }] });
    expect((await run(['lint', file])).stdout).toContain('see {"latitude":0.5,"longitude":0.5}');
  });

  it('knows what is over at an instant', async () => {
    expect((await run(['lint', files.guarded, '--at', '2030-01-01T00:00Z'])).status).toBe(0);
    const past = folder.file('past.json', {
      id: 'past',
      rules: [{ type: 'time_frame', windows: [{ end: '2026-01-01T00:00' }] }],
    });
    expect((await run(['lint', past])).status).toBe(0);
    const { status, stdout } = await run(['lint', past, '--at', '2026-01-01T01:00:00+01:00']);
    expect(status).toBe(1);
    expect(stdout).toContain(
      'already_over\n           This time frame is over since 2026-01-01T00:00:00.000Z.',
    );
  });

  it('colours on a terminal, and lets nothing through that a terminal would obey', async () => {
    const evil = folder.file('evil.json', { ...broken, id: 'evil\u001b[2J' });
    const { stdout } = await run(['lint', evil], '', true);
    expect(stdout).toContain('\u001b[31merror  \u001b[39m');
    expect(stdout).toContain('evil\\u001b[2J');
    expect(stdout).not.toContain('\u001b[2J');
  });

  it('tells two campaigns that have one id', async () => {
    const { status, stdout } = await run(['lint', files.clean, files.clean]);
    expect(status).toBe(1);
    expect(stdout).toContain('warning  /id  suspicious');
  });
});

describe('the exit status', () => {
  it('is 0 for what is clean or has infos alone, 1 for what was found, 2 for input of no use', async () => {
    const status = async (...args: string[]) => (await run(['lint', ...args])).status;
    expect(await status(files.clean)).toBe(0);
    expect(await status(files.guarded)).toBe(0);
    expect(await status(files.broken)).toBe(1);
    expect(await status(files.clean, files.broken)).toBe(1);
    expect(await status(folder.file('none.json', []))).toBe(0);
    expect(await status(folder.path('missing.json'))).toBe(2);
    expect(await status(folder.file('odd.json', { id: 'x', rulez: [] }), files.broken)).toBe(2);
  });

  it('is 2 with a line for each issue, and nothing is linted', async () => {
    const wrong = folder.file('wrong.json', [clean, { ...campaign, max_redemptions: -1 }, { id: '' }]);
    const loyalty = folder.file('card.json', { type: 'gift_card', id: 'x', program_active: true });
    const listed = folder.file('cards.json', [{ type: 'gift_card', id: 'x', program_active: true }]);
    const many = folder.file('many-issues.json', { id: 'x', rules: Array.from({ length: 150 }, () => 5) });
    const { stdout, stderr, status } = await run(['lint', wrong, loyalty, listed, many, files.broken]);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    const told = lines(stderr);
    expect(told).toHaveLength(2 + 2 + 100 + 1);
    expect(told[0]).toBe(`${wrong}: /1/max_redemptions: found -1, expected an integer of 0 or more`);
    expect(told[1]).toBe(`${wrong}: /2/id: found "", expected a string of 1 to 200 characters`);
    expect(told[2]).toBe(`${loyalty}: found a loyalty config, expected a campaign`);
    expect(told[3]).toBe(`${listed}: /0: found a loyalty config, expected a campaign`);
    expect(told.at(-1)).toBe(`${many}: and 50 more`);
    const { stderr: notJson } = await run(['lint', folder.file('text.json', '{"id":'), files.broken]);
    expect(notJson).toMatch(/text\.json: not JSON at line 1/);
    const { stderr: notLines } = await run(['lint', folder.file('text.ndjson', '{"id":"x"}\n{"id":\n')]);
    expect(notLines).toMatch(/text\.ndjson:2: not JSON at column/);
  });
});
