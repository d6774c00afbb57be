import { describe, expect, it } from 'vitest';
import { compilePortfolio, type PortfolioContext } from '../../src/index.ts';
import { accepted, campaign } from './support/campaign.ts';
import { lines, run, spawned, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const winter = { ...campaign, id: 'winter-sale', status: 'inactive' };
const rich = { ...campaign, id: 'rich', rules: [{ type: 'transaction_cost', minimum: '500.00' }] };
const spring = folder.file('spring.json', campaign);
const list = folder.file('list.json', [winter, rich]);
const ndjson = folder.file('many.ndjson', [winter, rich].map((one) => JSON.stringify(one)).join('\n'));

const { usage: _, ...cart } = accepted;
const usage = {
  'transaction/order-1': 0,
  'customer/ann/redemptions': 3,
  'campaign/spring-sale/redemptions': 412,
  'campaign/spring-sale/budget/daily/2026-11-21': '310.00',
  'campaign/spring-sale/customer/ann/redemptions': 0,
};
const loaded: PortfolioContext = { ...cart, usage };
const context = folder.file('context.json', loaded);
const unloaded = folder.file('unloaded.json', cart);

const portfolio = compilePortfolio([campaign, winter, rich]);

describe('qualify', () => {
  it('prints exactly the answer in json, whatever files the campaigns stand in', async () => {
    const expected = {
      status: 0,
      stdout: `${JSON.stringify(portfolio.qualify(loaded), null, 2)}\n`,
      stderr: '',
    };
    for (const files of [
      [spring, list],
      [spring, ndjson],
    ]) {
      expect(await run(['qualify', ...files, '--context', context, '--format', 'json'])).toEqual(expected);
    }
    expect(
      await spawned(
        ['qualify', spring, '-', '--context', context, '--format=json'],
        JSON.stringify([winter, rich]),
      ),
    ).toEqual(expected);
  });

  it('prints it on one line in ndjson', async () => {
    const { stdout } = await run(['qualify', spring, '--context', context, '--format', 'ndjson']);
    expect(stdout).toBe(`${JSON.stringify(compilePortfolio([campaign]).qualify(loaded))}\n`);
  });

  it('prints text for people, unasked', async () => {
    expect(await run(['qualify', list, spring, '--context', context])).toEqual({
      status: 0,
      stdout: `spring-sale  accepted
    counter                        key                                            add    limit
    budget.daily                   campaign/spring-sale/budget/daily/2026-11-21   12.99  500.00
    customer.redemptions           campaign/spring-sale/customer/ann/redemptions  1      2
    redemptions                    campaign/spring-sale/redemptions               1      10000
    customer.redemptions_anywhere  customer/ann/redemptions                       1      none
    transaction.redemptions        transaction/order-1                            1      1

1 qualified, 2 refused
`,
      stderr: '',
    });
  });

  it('tells why not the others with --explain', async () => {
    const { status, stdout } = await run([
      'qualify',
      list,
      '--context',
      unloaded,
      '--explain',
      '--assume-unused',
    ]);
    expect(status).toBe(1);
    expect(stdout).toContain(`winter-sale  refused
    campaign.not_active  Campaign is not accepting redemptions because it is not active
      rule      winter-sale /status

rich  refused
    total_transaction_cost.below_campaign_minimum`);
    expect(stdout).toMatch(/\n\n0 qualified, 2 refused\n$/u);
    const { stdout: json } = await run([
      'qualify',
      list,
      '--context',
      unloaded,
      '--explain',
      '--assume-unused',
      '--format=json',
    ]);
    expect(JSON.parse(json)).toMatchObject({
      qualified: [],
      refused: [{ campaign: 'winter-sale' }, { campaign: 'rich' }],
    });
  });

  it('colours on a terminal, and lets nothing through that a terminal would obey', async () => {
    const evil = folder.file('evil.json', { ...campaign, id: 'evil\u001b[2J' });
    const { stdout } = await run(['qualify', evil, '--context', unloaded, '--assume-unused'], '', true);
    expect(stdout).toContain('\u001b[32maccepted\u001b[39m');
    expect(stdout).toContain('evil\\u001b[2J');
  });

  it('ends with status 0 where a campaign qualifies, 1 where none does, 2 where input is of no use', async () => {
    const status = async (...args: string[]) => (await run(['qualify', ...args])).status;
    expect(await status(spring, list, '--context', context)).toBe(0);
    expect(await status(list, '--context', context)).toBe(1);
    expect(await status(folder.file('none.json', []), '--context', context)).toBe(1);
    expect(await status(spring, '--context', unloaded)).toBe(2);
  });
});

describe('a counter that is missing', () => {
  it('is a missing fact, by its key', async () => {
    const file = folder.file('missing.json', {
      ...loaded,
      usage: { ...usage, 'transaction/order-1': undefined },
    });
    expect(await run(['qualify', spring, '--context', file])).toEqual({
      status: 2,
      stdout: '',
      stderr: `${file}: /usage/transaction~1order-1: found nothing, expected a count: an integer of 0 or more\n`,
    });
  });

  it('is read as zero with --assume-unused; one that is wrong stays wrong', async () => {
    expect((await run(['qualify', spring, '--context', unloaded, '--assume-unused'])).status).toBe(0);
    const spent = folder.file('spent.json', {
      ...cart,
      usage: { 'campaign/spring-sale/redemptions': 10_000 },
    });
    expect((await run(['qualify', spring, '--context', spent, '--assume-unused'])).status).toBe(1);
    const wrong = folder.file('wrong.json', { ...cart, usage: { 'transaction/order-1': null } });
    expect(await run(['qualify', spring, '--context', wrong, '--assume-unused'])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^\S+ \/usage\/transaction~1order-1: found null, .*\n$/u) as string,
    });
  });
});

describe('what is wrong is told on standard error, and nothing on standard output', () => {
  const wrongList = folder.file('wrong-list.json', [campaign, { ...campaign, id: 'b', status: 'actve' }]);
  const wrongLines = folder.file(
    'wrong.ndjson',
    `${JSON.stringify({ ...campaign, id: 'c' })}\n\n${JSON.stringify(campaign)}\n`,
  );
  const card = folder.file('card.json', { type: 'gift_card', id: 'card', program_active: true });
  const notJson = folder.file('not-json.ndjson', `${JSON.stringify(campaign)}\n{"id":\n`);

  it.each<[string, readonly string[], readonly string[]]>([
    [
      'campaigns, all of them, where they stand',
      [wrongList, wrongLines, '--context', context],
      [
        `${wrongList}: /1/status: found "actve", expected one of "draft", "active", "inactive" (did you mean "active"?)`,
        `${wrongLines}:3: /id: found "spring-sale", expected an id of its own in the portfolio`,
      ],
    ],
    [
      'the same campaign twice',
      [spring, spring, '--context', context],
      [`${spring}: /id: found "spring-sale", expected an id of its own in the portfolio`],
    ],
    [
      'a loyalty config',
      [card, spring, '--context', context],
      [`${card}: found a loyalty config, expected a campaign`],
    ],
    [
      'a line that is not JSON',
      [notJson, '--context', context],
      [`${notJson}:2: not JSON at column 7: found the end, expected a value`],
    ],
    [
      'a missing file',
      [folder.path('no.json'), '--context', context],
      [`${folder.path('no.json')}: no such file`],
    ],
    [
      'a missing context',
      [spring, '--context', folder.path('no.json')],
      [`${folder.path('no.json')}: no such file`],
    ],
    [
      'a context that is not JSON',
      [spring, '--context', notJson],
      [`${notJson}: not JSON at line 2, column 1: found "{", expected the end`],
    ],
    ['a list of contexts', [spring, '--context', list], [`${list}: found a list, expected an object`]],
  ])('%s', async (_, args, said) => {
    const { status, stdout, stderr } = await run(['qualify', ...args]);
    expect({ status, stdout, stderr: lines(stderr) }).toEqual({ status: 2, stdout: '', stderr: said });
  });

  it('up to the thousandth issue, and how many there are more', async () => {
    const rules = Array.from({ length: 130 }, () => ({ type: 'x' }));
    const many = folder.file(
      'many-wrong.json',
      Array.from({ length: 12 }, (_, i) => ({ id: String(i), rules })),
    );
    const { stderr } = await run(['qualify', many, '--context', context]);
    expect(lines(stderr)).toHaveLength(1_001);
    expect(stderr).toMatch(/\nand 560 more\n$/u);
  });
});
