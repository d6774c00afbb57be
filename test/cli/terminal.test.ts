import { describe, expect, it } from 'vitest';
import { printable, printableJson, shown } from '../../src/cli/printable.ts';
import { accepted, broken, campaign, refused } from './support/campaign.ts';
import { run, spawned, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const campaignFile = folder.file('campaign.json', campaign);
const list = folder.file('list.json', [accepted, refused, broken]);

/** Moves the cursor, sets the title, types a line, turns the text around, breaks a surrogate pair. */
const HOSTILE = '\u001b[2J\u001b]0;mine\u0007\r\n\u009b31m\u202e\u2028\u007f\ud800';
const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\ud800-\udfff]/;

describe('colours', () => {
  it('are there on a terminal', async () => {
    const { stdout } = await run(['evaluate', campaignFile, list], '', true);
    expect(stdout).toContain('\u001b[32maccepted\u001b[39m');
    expect(stdout).toContain('\u001b[31mrefused\u001b[39m');
    expect(stdout).toContain('\u001b[35merror\u001b[39m');
  });

  it('are not there elsewhere', async () => {
    const { stdout } = await spawned(['evaluate', campaignFile, list]);
    expect(stdout).toContain('accepted');
    expect(stdout).not.toContain('\u001b');
  });

  it('can be forced, and refused', async () => {
    const forced = await spawned(['catalog'], '', { FORCE_COLOR: '1' });
    expect(forced.stdout).toContain('\u001b[2mattribute');
    const { stdout } = await spawned(['catalog'], '', { NO_COLOR: '1' });
    expect(stdout).not.toContain('\u001b');
  });

  it('never are in json', async () => {
    for (const format of ['json', 'ndjson']) {
      const { stdout } = await run(['evaluate', campaignFile, list, '--format', format], '', true);
      expect(stdout).not.toContain('\u001b');
    }
  });
});

describe('issues', () => {
  it('stand in the text where standard error may be elsewhere, and once where both are a terminal', async () => {
    const elsewhere = await run(['evaluate', campaignFile, list]);
    const terminal = await run(['evaluate', campaignFile, list], '', true);
    expect([elsewhere, terminal].map(({ stdout }) => stdout.includes('/usage/budget.daily'))).toEqual([
      true,
      false,
    ]);
    expect([elsewhere, terminal].map(({ stderr }) => stderr.includes('/usage/budget.daily'))).toEqual([
      true,
      true,
    ]);
  });
});

describe('what shoppers and merchants write', () => {
  const hostileCampaign = {
    ...campaign,
    id: `sale${HOSTILE}`,
    rules: [
      ...campaign.rules,
      { type: 'category', category: HOSTILE, any_of: [HOSTILE] },
      { type: 'per_customer', max_redemptions: 0 },
    ],
  };
  const hostile = {
    ...refused,
    note: HOSTILE,
    redemption: {
      ...refused.redemption,
      transaction_id: `order${HOSTILE}`,
      customer_identifier: `ann${HOSTILE}`,
      categories: [{ name: HOSTILE, tags: [] }],
    },
  };
  const permissive = { ...hostileCampaign, rules: [campaign.rules[0]] };
  const usage = { ...refused.usage, 'budget.daily': '0' };
  const existing = {
    status: 'pending',
    claims: [{ name: HOSTILE, key: HOSTILE, add: 1, limit: { [HOSTILE]: 1 } }],
  };
  const contexts = [
    hostile,
    { ...hostile, usage },
    { ...hostile, at: HOSTILE, voucher: { code: 1, customer_identifier: { [HOSTILE]: 1 } } },
    { ...hostile, operation: HOSTILE },
    { ...hostile, operation: 'cancel', existing },
  ];

  it.each([
    ['evaluate', hostileCampaign],
    ['evaluate', permissive],
    ['plan', hostileCampaign],
  ])('cannot command the terminal of %s', async (command, config) => {
    const files = [folder.file('hostile-campaign.json', config), folder.file('hostile.json', contexts)];
    for (const format of ['text', 'json', 'ndjson']) {
      const { stdout, stderr } = await run([command, ...files, '--format', format]);
      expect(stdout).toContain('\\u001b[2J');
      expect(stdout).not.toMatch(OBEYED);
      expect(stderr).toContain('/at: found');
      expect(stderr).not.toMatch(OBEYED);
    }
  });

  it('is unchanged in json', async () => {
    const files = [
      folder.file('hostile-campaign.json', hostileCampaign),
      folder.file('hostile.json', contexts),
    ];
    const { stdout } = await run(['evaluate', ...files, '--format', 'json']);
    expect(
      (JSON.parse(stdout) as { violations?: { campaign: string }[] }[])[0]?.violations?.[0]?.campaign,
    ).toBe(hostileCampaign.id);
  });

  it('is clipped in text where it is endless', async () => {
    const redemption = { ...accepted.redemption, transaction_id: 'x'.repeat(100_000) };
    const { stdout } = await run([
      'evaluate',
      campaignFile,
      folder.file('endless.json', { ...accepted, redemption }),
    ]);
    expect(stdout.length).toBeLessThan(10_000);
  });
});

describe('printable text', () => {
  it('escapes what a terminal obeys or hides, and nothing else', () => {
    expect(printable(HOSTILE)).toBe(
      '\\u001b[2J\\u001b]0;mine\\u0007\\u000d\\u000a\\u009b31m\\u202e\\u2028\\u007f\\ud800',
    );
    expect(printable('Café “Zoë” 日本 👩‍🚀 می‌خواهم')).toBe('Café “Zoë” 日本 👩‍🚀 می‌خواهم');
  });

  it('shows any value', () => {
    const values = [undefined, null, 1, 'a', ['a'], { toString: 1 }];
    expect(values.map(shown)).toEqual(['nothing', 'null', '1', 'a', '["a"]', '{"toString":1}']);
  });

  it('is the same value in JSON', () => {
    expect(JSON.parse(printableJson({ [HOSTILE]: HOSTILE }))).toEqual({ [HOSTILE]: HOSTILE });
    expect(printableJson({ [HOSTILE]: HOSTILE })).not.toMatch(OBEYED);
  });
});
