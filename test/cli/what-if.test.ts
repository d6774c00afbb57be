import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compile, explain, whatIf, type Change, type WhatIfContext } from '../../src/index.ts';
import { plain } from '../support/plain.ts';
import { accepted, campaign, missingCounter } from './support/campaign.ts';
import { lines, run, spawned, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const weekend = {
  ...campaign,
  rules: [
    ...campaign.rules,
    { type: 'time_of_order', windows: [{ days: ['friday', 'saturday'], start: '17:00', end: '02:00' }] },
  ],
};
const spring = folder.file('spring.json', weekend);
const monday: WhatIfContext = { ...accepted, at: '2026-11-23T18:30:00Z' };
const saturday = folder.file('saturday.json', accepted);
const { location: _, ...redemption } = accepted.redemption;
const nowhere = folder.file('nowhere.json', { ...accepted, redemption });
const cart = folder.file('cart.json', {
  ...monday,
  redemption: { ...redemption, total_transaction_cost: '16.50' },
});

const compiled = compile(weekend);

describe('what-if', () => {
  it('prints exactly the answer in json, on one line in ndjson', async () => {
    const context = folder.file('monday.json', monday);
    const answer = whatIf(compiled, monday);
    expect(await run(['what-if', spring, context, '--format', 'json'])).toEqual({
      status: 1,
      stdout: `${JSON.stringify(answer, null, 2)}\n`,
      stderr: '',
    });
    const { stdout } = await run(['what-if', spring, '-', '--format=ndjson'], JSON.stringify(monday));
    expect(stdout).toBe(`${JSON.stringify(answer)}\n`);
  });

  it('is a screen for people, unasked', async () => {
    expect(await run(['what-if', spring, cart])).toEqual({
      status: 1,
      stdout: `spring-sale  refused

Why
  voucher.not_valid_at_this_time  Voucher is not valid at this time
    would help  from Fri, 27 Nov 2026, 17:00 (2026-11-27T16:00:00.000Z)
  total_transaction_cost.below_campaign_minimum  Total transaction cost must be greater than or equal to the campaign minimum of 20.00
    would help  3.50 more: 20.00

Missing
  location  needed by /rules/3

When
  waiting does not help, because of
    total_transaction_cost.below_campaign_minimum  Total transaction cost must be greater than or equal to the campaign minimum of 20.00

Left after this redemption
  counter                                     left    limit      used before
  redemptions           █░░░░░░░░░░░░░░░░░░░  9587    of 10000   412
  budget.daily          █████████████░░░░░░░  177.01  of 500.00  310.00
  customer.redemptions  ██████████░░░░░░░░░░  1       of 2       0            tightest
`,
      stderr: '',
    });
  });

  it('tells when, on the clocks of the campaign', async () => {
    const { stdout } = await run([
      'what-if',
      spring,
      cart,
      '--set',
      'redemption.total_transaction_cost=20.00',
    ]);
    expect(stdout).toContain(`When
  not before Fri, 27 Nov 2026, 17:00 (2026-11-27T16:00:00.000Z)
  without a violation (clocks of Europe/Amsterdam)
    Fri, 27 Nov 2026, 17:00 +01:00 to Sat, 28 Nov 2026, 02:00 +01:00
`);
  });

  it('ends with status 0 where accepted, 1 where refused or undetermined; with changes, by the changed one', async () => {
    const status = async (...args: string[]) => (await run(['what-if', spring, ...args])).status;
    expect(await status(saturday)).toBe(0);
    expect(await status(nowhere)).toBe(1);
    expect(await status(nowhere, '--set', 'redemption.location={"latitude":52.37,"longitude":4.9}')).toBe(0);
    expect(await status(saturday, '--unset', 'redemption.location')).toBe(1);
  });

  it('explains rule by rule with --explain, also of what changes make of it', async () => {
    const changes: Change[] = [{ path: 'redemption.location', value: { latitude: 0, longitude: 0 } }];
    const args = ['--explain', '--set', 'redemption.location={"latitude":0,"longitude":0}'];
    const { stdout } = await run(['what-if', spring, saturday, ...args, '--format=json']);
    const explanation = explain(compiled, accepted, { changes });
    expect(JSON.parse(stdout)).toEqual(plain({ ...whatIf(compiled, accepted, { changes }), explanation }));
    const { stdout: text } = await run(['what-if', spring, saturday, ...args]);
    expect(text).toContain(`Rule by rule (time-zone data ${process.versions['tz']})\n`);
    expect(lines(text)).toEqual(
      expect.arrayContaining([
        '  fail          area  spring-sale /rules/3',
        '    read location {"latitude":0,"longitude":0}',
      ]),
    );
  });
});

describe('changes', () => {
  it('are told first, with what they lift and what they bring', async () => {
    const { stdout } = await run([
      'what-if',
      spring,
      cart,
      ...['--set', 'at=2026-11-27T18:00:00Z', '--set', 'redemption.total_transaction_cost=20.00'],
      ...['--set', 'redemption.location={"latitude":52.37,"longitude":4.8}'],
    ]);
    expect(stdout).toMatch(/^refused as it is, refused with the changes\n/u);
    expect(lines(stdout).slice(1, 4)).toEqual([
      '  − voucher.not_valid_at_this_time  Voucher is not valid at this time',
      expect.stringContaining('  − total_transaction_cost.below_campaign_minimum'),
      '  + location.outside_of_permitted_areas  Location is outside of permitted areas',
    ]);
    // Another day: what the daily budget holds then, nobody has said.
    expect(stdout).toContain('usage.budget.daily  needed by /rules/0');
    expect(stdout).toMatch(/would help {2}5\.8 km away, in Centre: 52\.37\d{3}, 4\.88\d{3}/u);
  });

  it.each([
    ['redemption.transaction_id=1001', '1001'],
    ['redemption.transaction_id="1001"', '1001'],
    ['redemption.total_transaction_cost=20.00', '20.00'],
    ['redemption.customer_identifier=null', null],
    ['redemption.customer_identifier=bob smith', 'bob smith'],
    ['redemption.location.latitude=52.4', 52.4],
    ['at=1795458600000', 1_795_458_600_000],
    ['redemption.note=a=b', 'a=b'],
  ])('reads %s as it is meant', async (written, value) => {
    const path = written.slice(0, written.indexOf('='));
    const { stdout } = await run(['what-if', spring, saturday, '--set', written, '--format', 'json']);
    expect(JSON.parse(stdout)).toEqual(plain(whatIf(compiled, accepted, { changes: [{ path, value }] })));
  });
});

describe('a change that nobody looks at', () => {
  it.each([
    ['redemption.totl_transaction_cost=25', '(did you mean "redemption.total_transaction_cost"?)'],
    ['usage.budget.dayly=0', '(did you mean "usage.budget.daily"?)'],
    ['voucher.customer=cus_42', 'nobody looks at it, but at voucher.code, voucher.customer_identifier'],
    ['origin.redeemed=1', 'note: origin.redeemed changes nothing'],
    ['existing.state=pending', 'note: existing.state changes nothing'],
  ])('is noted, as the slip of the pen that it may be: %s', async (written, said) => {
    const { status, stderr } = await run(['what-if', spring, saturday, '--set', written]);
    expect(status).toBe(0);
    expect(stderr).toContain(said);
  });

  it('is none that somebody looks at', async () => {
    const changes = ['redemption.location.latitude=52.4', 'usage.budget.daily=5', 'granted_discount=1'];
    for (const written of changes)
      expect((await run(['what-if', spring, saturday, '--assume-unused', '--set', written])).stderr).toBe('');
  });
});

describe('a terminal of so many columns', () => {
  const visible = (text: string) => lines(stripVTControlCharacters(text));
  const args = ['what-if', spring, cart, '--set', 'redemption.total_transaction_cost=10.00', '--explain'];

  it.each([80, 60])('of %i: nothing is longer, and bars give way', async (columns) => {
    const { stdout } = await run(args, '', true, columns);
    expect(visible(stdout).filter((line) => Array.from(line).length > columns)).toEqual([]);
    const whole = stripVTControlCharacters(stdout).replaceAll(/\s+/gu, ' ');
    expect(whole).toContain(
      'Total transaction cost must be greater than or equal to the campaign minimum of 20.00',
    );
    expect(whole).toMatch(/customer\.redemptions [█░]{5,19} 1 of 2 0 tightest/u);
  });

  it('that is wide enough, or too narrow for anything, breaks no line; nor does a file', async () => {
    const broken = async (isTerminal: boolean, columns?: number) =>
      visible((await run(args, '', isTerminal, columns)).stdout);
    const unbroken = await broken(false);
    expect(await broken(true, 200)).toEqual(unbroken);
    expect(await broken(true, 20)).toEqual(unbroken);
    expect(await broken(false, 80)).toEqual(unbroken);
  });

  it('goes on below, further in', async () => {
    const { stdout } = await run(args, '', true, 80);
    const whole = visible(stdout);
    const at = whole.findIndex((line) => line.startsWith('  total_transaction_cost.below_campaign_minimum'));
    expect(whole[at + 1]).toBe('      greater than or equal to the campaign minimum of 20.00');
  });
});

describe('a window', () => {
  it('has its times to the millisecond, with their offsets, since clocks show some twice', async () => {
    const night = folder.file('night.json', {
      ...campaign,
      rules: [
        { type: 'time_of_order', windows: [{ days: ['sunday'], start: '02:30', end: '03:00' }] },
        {
          type: 'time_frame',
          windows: [{ end: '2026-10-25T00:59:59.999Z' }, { start: '2026-10-25T01:30:30Z' }],
        },
      ],
    });
    const context = folder.file('night-context.json', { ...accepted, at: '2026-10-24T12:00:00Z' });
    const { stdout } = await run(['what-if', night, context, '--assume-unused']);
    expect(lines(stdout)).toEqual(
      expect.arrayContaining([
        '    Sun, 25 Oct 2026, 02:30 +02:00 to Sun, 25 Oct 2026, 02:59:59.999 +02:00',
        '    Sun, 25 Oct 2026, 02:30:30 +01:00 to Sun, 25 Oct 2026, 03:00 +01:00',
      ]),
    );
  });
});

describe('input of no use', () => {
  it.each([
    [['--set', 'cost'], '--set: found "cost", expected path=value'],
    [['--set', 'redemption.location={latitude:52}'], '--set redemption.location: not JSON at column 2: '],
    [['--set', 'redemption.categories=["a"'], '--set redemption.categories: not JSON at column 5: '],
    [['--set', '=5'], '--set: found "=5", expected path=value'],
    [
      ['--set', 'redemtion.total=5'],
      'the changes: /changes/0/path: found "redemtion.total", expected a path that starts with at, voucher, redemption, granted_discount, origin, existing, operation, usage (did you mean "redemption"?)',
    ],
    [['--unset', 'redemption.__proto__'], 'expected a path without forbidden keys'],
    [
      ['--set', 'granted_discount='],
      `${saturday} with the changes: /granted_discount: found "", expected an amount`,
    ],
    [['--set', 'at=tomorrow'], `${saturday} with the changes: /at: found "tomorrow", expected an instant`],
    [
      ['--set', 'at.time=tomorrow'],
      `${saturday} with the changes: /at: found an object, expected an instant`,
    ],
    [['--unset', 'usage.budget.daily'], `${saturday} with the changes: /usage/budget.daily: found nothing`],
  ])('%j: %s', async (args, said) => {
    const { status, stderr } = await run(['what-if', spring, saturday, ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
  });

  it('is a missing counter, unless it is assumed to be unused', async () => {
    const file = folder.file('missing.json', missingCounter);
    expect(await run(['what-if', spring, file])).toEqual({
      status: 2,
      stdout: '',
      stderr: `${file}: /usage/budget.daily: found nothing, expected an amount of 0 or more\n`,
    });
    expect((await run(['what-if', spring, file, '--assume-unused'])).status).toBe(0);
    // A week later the day's counter is another.
    const later = ['--set', 'at=2026-11-28T18:30:00Z'];
    const { stdout } = await run(['what-if', spring, saturday, ...later]);
    expect(stdout).toContain('usage.budget.daily');
    const assumed = await run(['what-if', spring, file, '--assume-unused', ...later]);
    expect(assumed.stdout).toMatch(/^accepted as it is, accepted with the changes/);
    expect(assumed.status).toBe(0);
  });

  it('is a loyalty config, a list of contexts, and what is not JSON', async () => {
    const card = folder.file('card.json', { type: 'gift_card', id: 'card', program_active: true });
    const list = folder.file('list.json', [accepted]);
    const broken = folder.file('broken.json', '{');
    expect((await run(['what-if', card, saturday])).stderr).toBe(
      `${card}: found a loyalty config, expected a campaign\n`,
    );
    expect((await run(['what-if', spring, list])).stderr).toBe(`${list}: found a list, expected an object\n`);
    expect((await run(['what-if', spring, broken])).stderr).toContain(`${broken}: not JSON at line 1`);
  });

  it('lets nothing through that a terminal would obey', async () => {
    const evil = folder.file('evil.json', { ...weekend, id: 'evil\u001b[2J' });
    const { stdout } = await run(['what-if', evil, saturday, '--explain'], '', true);
    expect(stdout).toContain('\u001b[32maccepted\u001b[39m');
    expect(stdout).toContain('evil\\u001b[2J');
    expect(stdout).not.toContain('\u001b[2J');
  });

  it('is read from standard input by one of the two alone', async () => {
    expect((await spawned(['what-if', '-', '-'], '')).stderr).toContain(
      'only one of <campaign> and <context> can be read from standard input',
    );
  });
});
