import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { compile } from '../../src/index.ts';
import { Comparison, plausibleOrders, Replay, type Order } from '../../src/simulate/index.ts';
import campaign from '../../examples/what-if/campaign.json' with { type: 'json' };
import { Readable, Writable } from 'node:stream';
import { main } from '../../src/cli/main.ts';
import { csvLine } from './support/csv.ts';
import { lines, run, temporaryFolder } from './support/command.ts';

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
    expect((await run(['simulate', spring, '-'], '\n\n')).stdout).toBe(stdout);
  });

  it('gathers orders by the period that is asked for', async () => {
    const starts = async (...args: string[]) => {
      const { stdout } = await run(['simulate', spring, ndjson, '--format=json', ...args]);
      return (JSON.parse(stdout) as { timeline: { start: string }[] }).timeline.map(({ start }) => start);
    };
    expect(await starts()).toHaveLength(14);
    expect(await starts('--period', 'monthly')).toEqual(['2026-10-31T23:00:00.000Z']);
    const { stdout } = await run([
      'simulate',
      spring,
      ndjson,
      '--against',
      spring,
      '--period=monthly',
      '--format=json',
    ]);
    const { after } = JSON.parse(stdout) as { after: { timeline: unknown[] } };
    expect(after.timeline).toHaveLength(1);
  });

  it('makes the same orders for the same seed, whenever it is asked', async () => {
    const made = async (...args: string[]) =>
      (await run(['simulate', spring, '--generate', '50', ...args])).stdout;
    const orders = await made();
    vi.useFakeTimers({ now: Date.UTC(2031, 5), toFake: ['Date'] });
    expect(await made()).toBe(orders);
    vi.useRealTimers();
    expect(await made('--seed', '1')).toBe(orders);
    expect(await made('--seed', '2')).not.toBe(orders);
    expect(orders.slice(0, 15)).toBe('{"at":"2026-03-');
  });

  it('shows its progress where nothing else is shown meanwhile', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 700));
    const told: string[] = [];
    const stream = (name: string) =>
      Object.assign(
        new Writable({
          decodeStrings: false,
          write(text: string, _, done) {
            told.push(`${name} ${text}`);
            done();
          },
        }),
        { isTTY: true, getColorDepth: () => 1 },
      );
    const streams = { stdin: Readable.from([]), stdout: stream('out'), stderr: stream('err') };
    expect(await main(['simulate', spring, ndjson], streams)).toBe(0);
    vi.restoreAllMocks();
    expect(told[0]).toMatch(/^err \r\u001b\[K\d+ orders …$/u);
    const cleared = told.lastIndexOf('err \r\u001b[K');
    expect(told[cleared + 1]).toMatch(/^out [^]*spring-sale/u);
    expect(told).toHaveLength(cleared + 2);
  });
});

describe('the screen of a simulation', () => {
  const WIDEST = 80;
  const tooWide = (text: string) => lines(text).filter((line) => Array.from(line).length > WIDEST);

  it('fits 80 columns, whatever the limits', async () => {
    const budgets = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'].map(
      (period) => ({
        type: 'budget',
        period,
        limit: '123456789.00',
      }),
    );
    const parent = {
      id: 'brand',
      status: 'active',
      rules: [
        ...budgets,
        { type: 'per_customer', max_redemptions: 1, period: 'weekly', week_starts_on: 'sunday' },
      ],
    };
    const file = folder.file('wide.json', { ...campaign, parent, rules: [...campaign.rules, ...budgets] });
    for (const args of [
      [spring, ndjson],
      [file, ndjson],
      [spring, ndjson, '--against', file],
    ]) {
      const { stdout } = await run(['simulate', ...args]);
      expect(tooWide(stdout)).toEqual([]);
      expect(stdout).toContain('customer.redemptions');
    }
    const { stdout } = await run(['simulate', file, ndjson]);
    expect(stdout).toContain(
      '  parent.customer.redemptions.weekly-sunday, brand /rules/7\n    1; first reached 2026-11-',
    );
  });

  it('tells limits in a table, each rule below its counter', async () => {
    const { stdout } = await run(['simulate', spring, ndjson]);
    const [limit] = replayed(orders).limits.filter(({ name }) => name === 'budget.daily');
    const told = lines(stdout.slice(stdout.indexOf('Limits')));
    expect(told[1]).toBe('  counter               limit   fullest  refused  customers  first reached');
    expect(told[4]).toMatch(
      /^  budget.daily          500.00  \d+(?:\.\d+)? +\d+ +\d+ +(?:never|2026-11-\d\d \d\d:\d\d)$/u,
    );
    expect(told[4]).toContain(`  ${limit?.refused} `);
    expect(told[5]).toBe('    /rules/3');
    expect(told[6]).toMatch(/^  customer.redemptions  2 +\d+/u);
  });

  it('tells flips by row, with the first orders of each', async () => {
    const { stdout } = await run(['simulate', spring, ndjson, '--against', against]);
    const comparison = new Comparison(compile(campaign), compile(cheaper));
    for (const order of orders) comparison.add(order);
    const [row] = comparison.result().newly_accepted.rows;
    const [example] = row!.examples;
    expect(stdout).toMatch(
      new RegExp(
        `${row!.attribute}.${row!.error_code} +${row!.orders} .*\n +order ${example!.order}: ${example!.transaction_id}, 2026-11-`,
      ),
    );
  });

  it('tells confirmations and cancellations where there are some, and one order as one', async () => {
    const free = folder.file('free.json', { id: 'free', status: 'active' });
    const [order] = orders;
    const log = (...operations: string[]) => [
      order,
      ...operations.map((operation) => ({ ...order, operation })),
    ];
    const screen = async (...operations: string[]) =>
      (await run(['simulate', free, folder.file('log.json', log(...operations))])).stdout;
    expect(await screen()).not.toContain('onfirmed');
    const told = await screen('confirm', 'cancel');
    expect(told).toContain('free  1 order, ');
    expect(told).toContain(
      'Confirmed and cancelled\n  1 order confirmed\n  0 cancelled, 0 given back\n  1 too late: confirmed before\n',
    );
    expect(await screen('cancel', 'confirm')).toContain('  1 of orders that were not accepted here\n');
  });

  it('shows pauses as long as they were, and what limits left', async () => {
    const file = folder.file('open.json', { id: 'open', status: 'active', max_redemptions: 4 });
    const day = (of: number, id: string) => ({
      at: Date.UTC(2026, 10, of),
      voucher: { code: 'S' },
      redemption: { transaction_id: id, total_transaction_cost: '1' },
    });
    const { stdout } = await run([
      'simulate',
      file,
      folder.file('pause.json', [day(1, 'a'), day(1, 'b'), day(5, 'c')]),
    ]);
    expect(stdout).toContain('Over time\n  accepted  █▁▁▁▅\n  refused   ▁▁▁▁▁\n  granted   ▁▁▁▁▁\n');
    expect(stdout).toContain('What limits left over time\n  redemptions  ▅▃\n');
  });
});

describe('a CSV file of orders', () => {
  const columns = [
    'at',
    'voucher.code',
    'redemption.transaction_id',
    'redemption.customer_identifier',
    'redemption.total_transaction_cost',
    'redemption.location.latitude',
    'redemption.location.longitude',
    'granted_discount',
  ];
  const csvOf = (many: readonly Order[]) => {
    const rows = many.map((order) =>
      columns.map((column) => {
        const cell = column
          .split('.')
          .reduce<unknown>((value, step) => (value as Record<string, unknown>)[step] ?? '', order);
        return String(cell);
      }),
    );
    return `\ufeff${[columns, ...rows].map(csvLine).join('\r\n')}\r\n`;
  };

  it('has the same orders as ndjson has, from a file or on standard input', async () => {
    const csv = folder.file('orders.csv', csvOf(orders));
    const { status, stdout } = await run(['simulate', spring, csv, '--format=json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual(replayed(orders));
    expect((await run(['simulate', spring, '-', '--format=json'], csvOf(orders))).stdout).toBe(stdout);
  });

  it('tells each line that is no order, and goes on', async () => {
    const tagged = { ...campaign, rules: [{ type: 'category', category: 'a, "b"', any_of: ['x'] }] };
    const file = folder.file('tagged.json', tagged);
    const header =
      'at,voucher.code,redemption.transaction_id,redemption.total_transaction_cost,redemption.location,redemption.location.latitude,redemption.categories';
    const csv = folder.file(
      'tagged.csv',
      [
        header,
        '1793534400000,S,"o,1",20,,,"[{""name"":""a, \\""b\\"""",""tags"":[""x""]}]"',
        '1793534400001,S,o2,20,,,[broken',
        '1793534400002,S,o3,20,,52.x,',
        '1793534400003,S,o4,20',
        '1793534400003,S,o5,20,,,,',
        'soon,S,o6,20,,,',
        '',
        '1793534400003,S,"o""7"x,20,,,',
        '1793534400003,S,o8,20,null,4,',
        '1793534400004,S,o9,20,,,',
      ].join('\n'),
    );
    const { status, stdout, stderr } = await run(['simulate', file, csv, '--format=json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ orders: 9, accepted: 1, refused: 3, unusable: 5 });
    expect(lines(stderr)).toEqual([
      `${csv}:5: found 4 cells, expected 7`,
      `${csv}:6: found 8 cells, expected 7`,
      `${csv}:7: /at: found "soon", expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date`,
      `${csv}:9: not CSV: found a quote within a cell, expected quotes around whole cells, and doubled inside them`,
      `${csv}:10: found both redemption.location and a part of it, expected one of them`,
    ]);
  });

  it('may be a log of operations', async () => {
    const log = [
      'at,voucher.code,operation,redemption.transaction_id,redemption.total_transaction_cost',
      '0,S,,a,5',
      '1,S,cancel,a,',
      '2,S,,a,5',
    ];
    const free = folder.file('free.json', { id: 'free', status: 'active' });
    const { stdout } = await run(['simulate', free, folder.file('log.csv', log.join('\n')), '--format=json']);
    expect(JSON.parse(stdout)).toMatchObject({ accepted: 2, operations: { cancelled: 1 } });
  });

  it.each([
    ['', 'found no columns, expected a line that names them'],
    ['at,cost\n', 'column 2: found "cost", expected a path that starts with at, voucher, redemption'],
    ['at,redemption.__proto__.x\n', 'column 2: found "redemption.__proto__.x"'],
    ['at,at\n', 'column 2: found "at", expected each column once'],
    ['at;voucher.code\n', 'column 1: found "at;voucher.code", expected commas between columns'],
  ])('%j is of no use', async (text, said) => {
    const csv = folder.file('wrong.csv', text);
    const { status, stderr } = await run(['simulate', spring, csv]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${csv}: ${said}`);
  });

  it('is of no use where its first line is no CSV', async () => {
    const csv = folder.file('wrong.csv', 'at,"voucher.code\n1,2\n');
    const { status, stderr } = await run(['simulate', spring, csv]);
    expect(status).toBe(2);
    expect(stderr).toContain(`${csv}:1: not CSV: found a quote that does not end`);
  });
});

describe('orders on standard input', () => {
  const [first, second] = orders.map((order) => JSON.stringify(order));

  it.each([
    ['a list', `\ufeff \n[${first},\n${second}]`, 2],
    ['one order over several lines', JSON.stringify(orders[0], null, 2), 1],
    ['lines', `${first}\n${second}\n`, 2],
  ])('may be %s', async (_, text, count) => {
    const { status, stdout } = await run(['simulate', spring, '-', '--format=json'], text);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ orders: count, unusable: 0 });
  });

  it('may start with a line that is no order', async () => {
    const { status, stdout, stderr } = await run(
      ['simulate', spring, '-', '--format=json'],
      `{"at": oops}\n${first}\n`,
    );
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ orders: 2, unusable: 1 });
    expect(stderr).toContain('standard input:1: not JSON at column 8');
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
    [['c', 'o', '--generate', '5'], 'simulate --generate makes orders and replays none: found <orders>'],
    [['c', 'o', '--seed', '5'], 'simulate: --seed says how to --generate orders'],
    [['c', '--generate', 'many'], '--generate: found "many", expected an integer of 0 or more'],
    [
      ['c', '--generate', '1', '--seed', '-1'],
      '--seed: found no value; one that starts with a dash is written --seed=-…',
    ],
    [
      ['c', '--generate', '1', '--html', 'x'],
      'simulate --generate makes orders and replays none: found --html',
    ],
    [
      ['c', '--generate', '1', '--period', 'daily'],
      'simulate --generate makes orders and replays none: found --period',
    ],
    [['c', 'o', '--html', '-'], '--html: found "-", expected the name of a file'],
    [['c', 'o', '--html='], '--html: found "", expected the name of a file'],
    [
      ['c', '--generate', '-1'],
      '--generate: found no value; one that starts with a dash is written --generate=-…',
    ],
    [
      ['c', '--generate', '1', '--from', 'yesterday'],
      '--from: found "yesterday", expected an instant, such as',
    ],
    [
      ['c', '--generate', '1', '--to', '2026-09-01'],
      '--to: found "2026-09-01", expected an instant, such as',
    ],
    [
      ['c', '--generate', '1', '--from', '2026-09-01T00:00Z', '--to', '2026-09-01T00:00Z'],
      '--to: found "2026-09-01T00:00Z", expected an instant after --from',
    ],
    [['c', 'o', '--to', '2026-09-01T00:00Z'], 'simulate: --to says how to --generate orders'],
    [['c', 'o', '--period', 'total'], '--period: found "total", expected one of yearly, quarterly'],
    [['c', 'o', '--period', 'dayly'], '--period: found "dayly" (did you mean "daily"?), expected one of'],
    [['-', '-'], 'only one of <campaign>, <orders> and --against can be read from standard input'],
  ])('%j', async (args, said) => {
    const { status, stderr } = await run(['simulate', ...args]);
    expect(status).toBe(2);
    expect(stderr).toContain(said);
  });

  it('are not made of more than a hundred years', async () => {
    const span = ['--from', '1900-01-01T00:00Z', '--to', '2000-01-03T00:00Z'];
    const { status, stderr } = await run(['simulate', spring, '--generate', '1', ...span]);
    expect(status).toBe(2);
    expect(stderr).toContain(
      'simulate --generate: expected two instants, from before to, not more than a hundred',
    );
  });

  it('is a page that cannot be written', async () => {
    const { status, stderr } = await run(['simulate', spring, ndjson, '--html', '/no/such/place.html']);
    expect(status).toBe(2);
    expect(stderr).toContain('/no/such/place.html: cannot be written: ENOENT');
    // Before anything is replayed: nobody waits for a page that cannot be.
    expect(
      (await run(['simulate', spring, '/no/orders.ndjson', '--html', '/no/such/place.html'])).stderr,
    ).toBe(stderr);
  });

  it('is a page that cannot be written, though its folder can: the rest is told', async () => {
    const { status, stdout, stderr } = await run(['simulate', spring, ndjson, '--html', folder.path('.')]);
    expect(status).toBe(2);
    expect(stdout).toContain('accepted');
    expect(stderr).toContain('cannot be written: EISDIR');
  });

  it('is a page over what is read', async () => {
    const orders = folder.file('precious.ndjson', readFileSync(ndjson, 'utf8'));
    const other = folder.file('precious.json', readFileSync(spring, 'utf8'));
    for (const file of [orders, other]) {
      const { status, stderr } = await run(['simulate', other, orders, '--html', file]);
      expect(status).toBe(2);
      expect(stderr).toBe(`${file}: found what is read, expected another file for the page\n`);
    }
    expect(readFileSync(orders, 'utf8')).toBe(readFileSync(ndjson, 'utf8'));
  });
});
