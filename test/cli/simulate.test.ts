import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { Comparison, plausibleOrders, Replay, type Order } from '../../src/simulate/index.ts';
import campaign from '../../examples/what-if/campaign.json' with { type: 'json' };
import { lines, run, spawned, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const spring = folder.file('spring.json', campaign);
const cheaper = { ...campaign, rules: campaign.rules.filter(({ type }) => type !== 'transaction_cost') };
const against = folder.file('cheaper.json', cheaper);
const SPAN = { from: '2026-11-01T00:00:00Z', to: '2026-11-15T00:00:00Z' };
const orders = [...plausibleOrders(compile(campaign), { seed: 5, count: 600, ...SPAN })];
const ndjson = folder.file('orders.ndjson', orders.map((order) => JSON.stringify(order)).join('\n'));

function replayed(many: readonly Order[]) {
  const replay = new Replay(compile(campaign));
  for (const order of many) replay.add(order);
  return replay.result();
}

describe('simulate', () => {
  it('prints exactly the result in json, on one line in ndjson', async () => {
    const result = replayed(orders);
    const { status, stdout } = await run(['simulate', spring, ndjson, '--format', 'json']);
    expect(status).toBe(0);
    expect(stdout).toBe(`${JSON.stringify(result, null, 2)}\n`);
    const list = folder.file('orders.json', orders);
    expect((await run(['simulate', spring, list, '--format=ndjson'])).stdout).toBe(
      `${JSON.stringify(result)}\n`,
    );
  });

  it('is a screen for people, unasked', async () => {
    const { accepted, refused, granted } = replayed(orders);
    const { stdout } = await run(['simulate', spring, ndjson]);
    expect(lines(stdout).slice(0, 4)).toEqual([
      'spring-sale  600 orders, 2026-11-01 to 2026-11-14',
      '            orders  share',
      expect.stringMatching(new RegExp(`^  accepted  ${accepted} .* ${granted} granted$`)),
      expect.stringMatching(new RegExp(`^  refused   ${refused} `)),
    ]);
    for (const title of ['Refused by', 'Limits', 'Customers', 'Over time'])
      expect(stdout).toContain(`\n${title}`);
  });

  it('compares with another campaign', async () => {
    const comparison = new Comparison(compile(campaign), compile(cheaper));
    for (const order of orders) comparison.add(order);
    const { stdout } = await run(['simulate', spring, ndjson, '--against', against, '--format=json']);
    expect(JSON.parse(stdout)).toEqual(comparison.result());
    const { stdout: text } = await run(['simulate', spring, ndjson, '--against', against]);
    expect(text).toContain(`Newly accepted\n  ${comparison.result().newly_accepted.orders} orders`);
    expect(text).toContain('Newly refused\n  ');
  });

  it('makes plausible orders, which it then replays', async () => {
    const span = ['--from', SPAN.from, '--to', SPAN.to];
    const { stdout } = await run(['simulate', spring, '--generate', '600', '--seed', '5', ...span]);
    expect(stdout).toBe(`${orders.map((order) => JSON.stringify(order)).join('\n')}\n`);
    const again = await run(['simulate', spring, '-', '--format=json'], stdout);
    expect(JSON.parse(again.stdout)).toEqual(replayed(orders));
    expect(lines((await run(['simulate', spring, '--generate', '3'])).stdout)).toHaveLength(3);
  });

  it('is empty where there are no orders', async () => {
    const { status, stdout } = await run(['simulate', spring, folder.file('none.ndjson', '')]);
    expect(status).toBe(0);
    expect(stdout).toContain('spring-sale  0 orders\n');
  });
});

describe('a CSV file of orders', () => {
  const header =
    'at,voucher.code,redemption.transaction_id,redemption.customer_identifier,redemption.total_transaction_cost,redemption.location.latitude,redemption.location.longitude,redemption.categories,granted_discount';

  it('has the same orders as ndjson has', async () => {
    const rows = orders.map(({ at, voucher, redemption, granted_discount }) => {
      const sent = redemption as Record<string, string>;
      const { latitude = '', longitude = '' } = (sent['location'] ?? {}) as unknown as Record<string, string>;
      const { transaction_id, customer_identifier = '', total_transaction_cost } = sent;
      const cells = [
        at,
        voucher.code,
        transaction_id,
        customer_identifier,
        total_transaction_cost,
        latitude,
        longitude,
        '',
        granted_discount,
      ];
      return cells.join(',');
    });
    const csv = folder.file('orders.csv', `\ufeff${[header, ...rows].join('\r\n')}\r\n`);
    const { status, stdout } = await run(['simulate', spring, csv, '--format=json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(replayed(orders));
  });

  it('may have quotes, JSON, epoch milliseconds, and cells that are wrong', async () => {
    const tagged = { ...campaign, rules: [{ type: 'category', category: 'a, "b"', any_of: ['x'] }] };
    const file = folder.file('tagged.json', tagged);
    const csv = folder.file(
      'tagged.csv',
      [
        header,
        '1793534400000,S,"o,1",ann,20,,,"[{""name"":""a, \\""b\\"""",""tags"":[""x""]}]",1',
        '1793534400001,S,o2,ann,20,,,[broken,1',
        '1793534400002,S,o3,ann,20,52.x,4,,1',
        '1793534400003,S,o4,ann,20',
        'soon,S,o5,ann,20,,,,1',
      ].join('\n'),
    );
    const { status, stdout, stderr } = await run(['simulate', file, csv, '--format=json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ orders: 5, accepted: 1, refused: 3, unusable: 1 });
    expect(stderr).toBe(
      `${csv}:6: /at: found "soon", expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date\n`,
    );
  });

  it.each([
    ['', 'found no columns, expected a line that names them'],
    ['at,cost\n', 'column 2: found "cost", expected a path that starts with at, voucher, redemption'],
    ['at,redemption.__proto__.x\n', 'column 2: found "redemption.__proto__.x"'],
    ['at,at\n', 'column 2: found "at", expected each column once'],
    ['at\n"open', 'not CSV: Quote Not Closed'],
  ])('%j is of no use', async (text, said) => {
    const csv = folder.file('wrong.csv', text);
    const { status, stderr } = await run(['simulate', spring, csv]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${csv}: ${said}`);
  });
});

describe('orders that cannot be used', () => {
  it('are told by line, counted, and left out', async () => {
    const [first, second] = orders.map((order) => JSON.stringify(order));
    const file = folder.file('some.ndjson', [first, 'not json', '{"at":1}', second].join('\n'));
    const { status, stdout, stderr } = await run(['simulate', spring, file]);
    expect(status).toBe(2);
    expect(lines(stderr)[0]).toContain(`${file}:2: not JSON at column 1`);
    expect(stderr).toContain(
      `${file}:3: /at: found 1970-01-01T00:00:00.001Z, expected an instant not before`,
    );
    expect(stdout).toMatch(/unusable {2}2 +50.0 %/u);
  });

  it('are told a hundred times', async () => {
    const file = folder.file('bad.ndjson', 'x\n'.repeat(150));
    const { stderr } = await run(['simulate', spring, file]);
    expect(lines(stderr)).toHaveLength(101);
    expect(stderr).toContain('and 50 more orders that cannot be used\n');
  });

  it.each([
    [[], 'simulate: missing <campaign>'],
    [['c'], 'simulate: missing <orders>, or --generate to make some'],
    [['c', 'o', '--generate', '5'], 'simulate --generate makes orders: found some to replay as well'],
    [['c', 'o', '--seed', '5'], 'simulate: --seed says how to --generate orders'],
    [['c', '--generate', 'many'], '--generate: found "many", expected an integer of 0 or more'],
    [['c', '--generate', '1', '--seed', '-1'], "'--seed'"],
    [['-', '-'], 'only one of <campaign>, <orders> and --against can be read from standard input'],
  ])('%j', async (args, said) => {
    const { status, stderr } = await run(['simulate', ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
  });

  it('is a page that cannot be written', async () => {
    const { status, stderr } = await run(['simulate', spring, ndjson, '--html', '/no/such/place.html']);
    expect(status).toBe(2);
    expect(stderr).toContain('/no/such/place.html: cannot be written: ENOENT');
  });
});

const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(BROWSER);
if (!hasBrowser) console.warn(`no browser at ${BROWSER}: the page of simulate --html is not looked at`);

describe.skipIf(!hasBrowser)('the page of --html, in a browser', () => {
  const evil = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1">';
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: BROWSER,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });

  afterAll(() => browser.close());

  it.each([
    ['a desktop', 1_200, 'light', []],
    ['a phone', 375, 'dark', []],
    ['a phone, with another campaign', 375, 'light', ['--against', against]],
  ] as const)(
    'draws its charts on %s, asks for nothing, and stays within its width',
    async (_, width, colorScheme, more) => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
      const problems: string[] = [];
      const requests: string[] = [];
      page.on('console', (message) => problems.push(message.text()));
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('request', (request) => requests.push(request.url()));
      const file = folder.path('page.html');
      const hostile = folder.file('hostile.json', { ...campaign, id: evil });
      expect((await run(['simulate', hostile, ndjson, '--html', file, ...more])).status).toBe(0);
      await page.goto(`file://${file}`);
      expect(requests).toEqual([`file://${file}`]);
      expect(problems).toEqual([]);
      expect(await page.title()).toContain('</script>');
      expect(await page.locator('h1').textContent()).toBe(evil);
      // Runs in the page, which has what Node's types do not know.
      const seen = await page.evaluate<{ overflow: number; drawn: number[] }>(`({
      overflow: document.documentElement.scrollWidth - innerWidth,
      drawn: [...document.querySelectorAll('canvas')].map((canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, i) => i % 4 === 3 && value > 0).length;
      }),
    })`);
      expect(seen.overflow).toBeLessThanOrEqual(0);
      expect(seen.drawn.length).toBeGreaterThanOrEqual(3);
      for (const pixels of seen.drawn) expect(pixels).toBeGreaterThan(500);
      await page.close();
    },
  );

  it('draws again where the width changes', async () => {
    const page = await browser.newPage({ viewport: { width: 1_000, height: 800 } });
    const file = folder.path('page.html');
    await run(['simulate', spring, ndjson, '--html', file]);
    await page.goto(`file://${file}`);
    await page.setViewportSize({ width: 400, height: 800 });
    const width = () => page.evaluate<number>('document.querySelector(".uplot").clientWidth');
    await expect.poll(width).toBeLessThan(400);
    await page.close();
  });
});

it('the page stands alone', async () => {
  const file = folder.path('alone.html');
  await run(['simulate', spring, ndjson, '--html', file]);
  const page = readFileSync(file, 'utf8');
  expect(page).not.toMatch(/(?:src|href)=["']?http/u);
  expect(page).toContain('uPlot');
  expect((await spawned(['simulate', '--help'], '')).stdout).toContain('--html FILE');
});
