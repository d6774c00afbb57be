import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { json } from '../../src/cli/html.ts';
import { burnDownChart, timeCharts } from '../../src/cli/report-charts.ts';
import { plausibleOrders, type LimitReached, type Replayed, type Tally } from '../../src/simulate/index.ts';
import campaign from '../../examples/what-if/campaign.json' with { type: 'json' };
import { run, temporaryFolder } from './support/command.ts';

const folder = temporaryFolder();
const SPAN = { from: '2026-11-01T00:00:00Z', to: '2026-11-15T00:00:00Z' };
const orders = [...plausibleOrders(compile(campaign), { seed: 5, count: 600, ...SPAN })];
const ndjson = folder.file('orders.ndjson', orders.map((order) => JSON.stringify(order)).join('\n'));
const spring = folder.file('spring.json', campaign);

/** Tries to get out of whatever it is put into. */
const evil = '</script><script>document.title="owned"</script><img src=x onerror="document.title=1"><!--';
const hostile = { ...campaign, id: evil, rules: campaign.rules.filter(({ type }) => type !== 'area') };
const hostileFile = folder.file('hostile.json', hostile);
const stricter = folder.file('stricter.json', {
  ...hostile,
  id: `${evil}${'x'.repeat(100)}`,
  rules: [...hostile.rules, { type: 'transaction_cost', minimum: '45' }],
  parent: { ...hostile, id: `</style>${'y'.repeat(190)}` },
});
const hostileOrders = folder.file(
  'hostile.ndjson',
  orders
    .map(({ redemption, ...order }, i) => {
      const sent = {
        ...(redemption as object),
        transaction_id: `${evil}${i}`,
        customer_identifier: `${evil}${i % 50}`,
      };
      return JSON.stringify({ ...order, redemption: sent });
    })
    .join('\n'),
);

const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const hasBrowser = existsSync(BROWSER);
if (!hasBrowser) console.warn(`no browser at ${BROWSER}: the page of simulate --html is not looked at`);

describe.skipIf(!hasBrowser)('the page of --html, in a browser', () => {
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

  /** Opens the page of a replay; it must ask for nothing, complain of nothing, and fit its width. */
  async function opened(args: readonly string[], width: number, colorScheme: 'light' | 'dark' = 'light') {
    const file = folder.path('page.html');
    expect((await run(['simulate', ...args, '--html', file])).status).toBe(0);
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const problems: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`file://${file}`);
    expect(requests).toEqual([`file://${file}`]);
    expect(problems).toEqual([]);
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    return page;
  }

  // What runs in the page has what Node's types do not know.
  function overflowOf(page: Page): Promise<number> {
    return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  }

  /** Pixels of each chart that are not empty. */
  function drawnOn(page: Page): Promise<number[]> {
    return page.evaluate<number[]>(`[...document.querySelectorAll('canvas')].map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return data.filter((value, i) => i % 4 === 3 && value > 0).length;
    })`);
  }

  it.each([
    ['a desktop', 1_200, 'light', []],
    ['a phone', 375, 'dark', []],
    ['a phone, with another campaign', 375, 'light', ['--against', stricter]],
    ['a small phone, by hours', 320, 'dark', ['--against', stricter, '--period', 'hourly']],
  ] as const)('draws its charts on %s, and obeys no name', async (_, width, colorScheme, more) => {
    const page = await opened([hostileFile, hostileOrders, ...more], width, colorScheme);
    expect(await page.title()).toBe(`${evil}: replay of 600 orders`);
    expect(await page.locator('h1').textContent()).toBe(evil);
    expect(await page.locator('img').count()).toBe(0);
    const drawn = await drawnOn(page);
    expect(drawn.length).toBeGreaterThanOrEqual(more.length > 0 ? 8 : 4);
    for (const pixels of drawn) expect(pixels).toBeGreaterThan(500);
    if (more.length > 0) {
      await page.locator('summary').first().click();
      expect(await page.locator('details[open] td').nth(1).textContent()).toContain(evil);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    }
    await page.close();
  });

  it.each([
    ['no order', 0, '0 past orders, replayed. Charts by the clocks of Europe/Amsterdam.', 0],
    [
      'one order',
      1,
      '1 past order, 2026-11-01 to 2026-11-01, replayed. Charts by the clocks of Europe/Amsterdam.',
      2,
    ],
    [
      'fourteen days',
      600,
      '600 past orders, 2026-11-01 to 2026-11-14, replayed. Charts by the clocks of Europe/Amsterdam.',
      4,
    ],
  ])('is whole with %s', async (_, count, header, charts) => {
    const some = folder.file(
      'some.ndjson',
      orders
        .slice(0, count)
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    const page = await opened([spring, some], 375);
    expect(await page.locator('header p').textContent()).toBe(header);
    expect(await drawnOn(page)).toHaveLength(charts);
    await page.close();
  });

  it('has room for numbers of thirty digits', async () => {
    const digits = '9'.repeat(30);
    const big = folder.file('big.json', {
      id: 'big',
      status: 'active',
      rules: ['total', 'daily'].map((period) => ({ type: 'budget', period, limit: `${digits}.99` })),
    });
    const rich = [0, 1].map((day) => ({
      at: Date.UTC(2026, 10, 1 + day),
      voucher: { code: 'B' },
      redemption: { transaction_id: `${day}`, total_transaction_cost: '1' },
      granted_discount: '400000000000000000000000000000.01',
    }));
    const page = await opened([big, folder.file('rich.json', rich)], 375);
    expect(await page.locator('dl').textContent()).toContain(
      '800 000 000 000 000 000 000 000 000 000.02'.replaceAll(' ', '\u202f'),
    );
    expect(await drawnOn(page)).toHaveLength(4);
    await page.close();
  });

  it('draws again where the width changes', async () => {
    const page = await opened([spring, ndjson], 1_000);
    await page.setViewportSize({ width: 400, height: 800 });
    const width = () => page.evaluate<number>('document.querySelector(".uplot").clientWidth');
    await expect.poll(width).toBeLessThan(400);
    await page.close();
  });
});

describe('the page of --html', () => {
  const pageOf = async (args: readonly string[]) => {
    const file = folder.path('alone.html');
    await run(['simulate', ...args, '--html', file]);
    return readFileSync(file, 'utf8');
  };

  it('stands alone', async () => {
    const page = await pageOf([spring, ndjson]);
    expect(page).not.toMatch(/(?:src|href|url)[=(]["']?http/u);
    expect(page).toContain('uPlot');
    expect(page).toContain("default-src 'none'");
  });

  it('tells in words and figures what the result does', async () => {
    const page = await pageOf([spring, ndjson]);
    const { stdout } = await run(['simulate', spring, ndjson, '--format=json']);
    const { accepted, refused, granted, limits } = JSON.parse(stdout) as Record<string, string> & {
      limits: { first_reached: string | null }[];
    };
    for (const told of [`<dd>${accepted}</dd>`, `<dd>${refused}</dd>`, `<dd>${granted}</dd>`])
      expect(page).toContain(told);
    for (const { first_reached } of limits)
      expect(page).toContain(`>${first_reached?.slice(0, 16).replace('T', ' ') ?? 'never'}`);
  });

  it('tells when a limit was used up, though it refused nobody, and what its fullest window held', async () => {
    const file = folder.file('daily.json', {
      id: 'daily',
      status: 'active',
      rules: [{ type: 'budget', period: 'daily', limit: '5.00' }],
    });
    const log = ['1.10', '5.00', '2.20'].map((granted_discount, day) => ({
      at: Date.UTC(2026, 10, 1 + day, 12),
      voucher: { code: 'S' },
      redemption: { transaction_id: `${day}`, total_transaction_cost: '9' },
      granted_discount,
    }));
    const logFile = folder.file('log.json', log);
    const page = await pageOf([file, logFile]);
    expect(page).toContain('>2026-11-02 12:00');
    expect(page).toContain('data-column="fullest window">5<');
    const { stdout } = await run(['simulate', file, logFile]);
    expect(stdout).toMatch(/budget\.daily {2}5\.00 +5 +0 +0 +2026-11-02 12:00\n/u);
  });

  it('holds JSON that cannot end its element', () => {
    expect(json({ '</script>': '<!--' })).toBe('{"\\u003c/script>":"\\u003c!--"}');
    expect(JSON.parse(json('</script>'))).toBe('</script>');
  });

  it('tells of confirmations and cancellations where there are some', async () => {
    const [order] = orders;
    const log = [
      {
        ...order,
        redemption: { ...(order!.redemption as object), location: { latitude: 52.37, longitude: 4.9 } },
      },
      { ...order, operation: 'cancel' },
    ];
    const free = folder.file('free.json', { ...campaign, rules: [] });
    const page = await pageOf([free, folder.file('log.json', log)]);
    expect(page).toContain(`${order!.granted_discount} given back`);
    expect(page).toContain('1 cancelled');
    expect(await pageOf([spring, ndjson])).not.toContain('cancelled');
  });
});

describe('the charts of a page', () => {
  const budget = (fields: Partial<LimitReached>): LimitReached => ({
    name: 'budget.weekly',
    campaign: 'c',
    rule: '/rules/0',
    limit: '10',
    refused: 0,
    customers: 0,
    first_reached: null,
    windows: [],
    burn_down: [],
    ...fields,
  });
  const day = (of: number) => `2026-11-${String(of).padStart(2, '0')}T00:00:00.000Z`;
  const seconds = (of: number) => Date.parse(day(of)) / 1_000;
  const used = { used: '0', refused: 0, reached: null };
  const replay = { from: '2026-11-02T12:00:00.000Z' } as Replayed;
  const drawn = (limit: LimitReached) => {
    const chart = burnDownChart(limit, { replay, suffix: ' before' });
    return chart && { ...chart, points: chart.times.map((time, i) => [time, chart.series[0]?.values[i]]) };
  };

  it('show how a window burns down: level where nothing is counted, whole where the next one starts', () => {
    const left = (start: number, remaining: string) => ({
      start: day(start),
      end: day(start + 1),
      remaining,
    });
    const chart = drawn(
      budget({
        windows: [
          { start: day(2), end: day(9), remaining: '1', ...used },
          { start: day(16), end: day(23), remaining: '4', ...used },
        ],
        burn_down: [left(3, '7'), left(6, '1'), left(16, '5'), left(22, '4')],
      }),
    );
    expect(chart).toMatchObject({ title: 'budget.weekly before: left over time', top: 10, isStepped: false });
    expect(chart?.points).toEqual([
      [seconds(2), 10],
      [seconds(3), 10],
      [seconds(4) - 1, 7],
      [seconds(6), 7],
      [seconds(7) - 1, 1],
      [seconds(9) - 1, 1],
      [seconds(9), 10],
      [seconds(16), 10],
      [seconds(17) - 1, 5],
      [seconds(22), 5],
      [seconds(23) - 1, 4],
      [seconds(23), 10],
    ]);
  });

  it('show what short windows left, and all of it between them', () => {
    const window = (start: number, remaining: string) => ({
      start: day(start),
      end: day(start + 1),
      remaining,
      ...used,
    });
    const chart = drawn(budget({ windows: [window(2, '3'), window(3, '0'), window(7, '9')] }));
    expect(chart).toMatchObject({
      title: 'budget.weekly before: left at the end of each window',
      isStepped: true,
    });
    expect(chart?.points).toEqual([
      [seconds(2), 3],
      [seconds(3), 0],
      [seconds(4), 10],
      [seconds(7), 9],
      [seconds(8), 10],
    ]);
  });

  it('start what counts for ever with the first order, and draw nothing of one point', () => {
    const window = { start: null, end: null, remaining: '2', ...used };
    const part = (start: number, remaining: string) => ({
      start: day(start),
      end: day(start + 1),
      remaining,
    });
    const chart = drawn(budget({ windows: [window], burn_down: [part(2, '6'), part(4, '2')] }));
    expect(chart?.points).toEqual([
      [Date.parse(replay.from!) / 1_000, 10],
      [seconds(3) - 1, 6],
      [seconds(4), 6],
      [seconds(5) - 1, 2],
    ]);
    expect(drawn(budget({ windows: [window], burn_down: [part(2, '6')] }))?.points).toHaveLength(2);
    expect(drawn(budget({ windows: [window] }))).toBeUndefined();
    // Orders that were refused come before the first that was counted.
    expect(drawn(budget({ windows: [window], burn_down: [part(4, '2')] }))?.points).toEqual([
      [Date.parse(replay.from!) / 1_000, 10],
      [seconds(4), 10],
      [seconds(5) - 1, 2],
    ]);
    expect(drawn(budget({}))).toBeUndefined();
  });

  it('show no orders where there were none, and both sides at all times', () => {
    const tally = (start: number, accepted: number) => {
      return { start: day(start), end: day(start + 1), accepted, refused: 1, granted: '0.5' };
    };
    const side = (suffix: string, ...timeline: Tally[]) => ({
      suffix,
      replay: { timeline } as unknown as Replayed,
    });
    const [orders, granted] = timeCharts([side('', tally(2, 5), tally(3, 6), tally(8, 7))], 'day');
    expect(orders).toMatchObject({ title: 'Orders, each day', isStepped: true });
    expect(orders?.times).toEqual([2, 3, 4, 8, 9].map(seconds));
    expect(orders?.series.map(({ label, values }) => [label, values])).toEqual([
      ['accepted', [5, 6, 0, 7, 0]],
      ['refused', [1, 1, 0, 1, 0]],
    ]);
    expect(granted?.series).toMatchObject([{ values: [0.5, 0.5, 0, 0.5, 0] }]);
    const [both] = timeCharts([side(' before', tally(2, 5)), side(' after', tally(3, 6))], 'hour');
    expect(both?.title).toBe('Accepted orders, each hour');
    expect(both?.series.map(({ label, values }) => [label, values])).toEqual([
      ['accepted before', [5, 0, 0]],
      ['accepted after', [0, 6, 0]],
    ]);
  });
});
