import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { lines, run, spawned, temporaryFolder, values } from './support/command.ts';

const folder = temporaryFolder();
const config = { type: 'gift_card', id: 'winter', program_active: true, max_amount_in_cents: 1000 };
const card = { hash: 'c-1', active: true, can_load: false };
const spending = {
  at: '2026-11-21T12:00:00Z',
  operation: 'spend',
  card,
  amount_in_cents: 500,
  usage: { 'card.balance': 500 },
};
const loading = { ...spending, note: 'too late', operation: 'load', amount_in_cents: 501 };
const { usage: _, ...unread } = spending;
const configFile = folder.file('config.json', config);
const contexts = folder.file('contexts.json', [spending, loading, unread]);

describe('a loyalty config', () => {
  it('decides in text', async () => {
    const { status, stdout, stderr } = await run(['evaluate', configFile, contexts]);
    expect(stdout).toBe(`#1  accepted
    counter       key               add   limit  minimum
    card.balance  card/c-1/balance  -500  none   0

#2  refused  too late
    5006 card.giftcard_cannot_be_incremented  Deze giftcard kan niet opgewaardeerd worden. | This giftcard cannot be incremented.
      rule      winter (of every request)
    5008 amount_in_cents.maximum_amount_exceeded  Maximale limiet op kaart bereikt. | Max amount will be exceeded.
      expected  maximum 1000
      rule      winter /max_amount_in_cents
      details   limit 1000, used 500, requested 501, remaining 500

#3  error
    /usage/card.balance: expected an integer of 0 or more, found nothing

1 accepted, 1 refused, 1 error
`);
    expect(status).toBe(2);
    expect(stderr).toBe(
      `${contexts}: /2/usage/card.balance: found nothing, expected an integer of 0 or more\n`,
    );
  });

  it('decides in json what the library decides, in a process of its own', async () => {
    for (const name of ['bookshop-gift-card', 'espresso-cup-reward', 'bakery-points', 'ten-coffees']) {
      const path = (part: string) => `examples/loyalty/${part}/${name}.json`;
      const { status, stdout } = await spawned([
        'evaluate',
        path('configs'),
        path('contexts'),
        '--format',
        'json',
      ]);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(path('expected'), 'utf8')));
    }
  });

  it('reads missing counters as zero where that is asked for', async () => {
    const file = folder.file('unread.ndjson', `${JSON.stringify(unread)}\n`);
    const { status, stdout } = await run(['evaluate', configFile, file, '--assume-unused']);
    expect(status).toBe(1);
    expect(values(stdout)).toMatchObject([{ status: 'refused', violations: [{ code: 5003 }] }]);
  });

  it('is planned', async () => {
    const { status, stdout } = await run(['plan', configFile, contexts, '--format', 'ndjson']);
    expect(status).toBe(0);
    const plan = { counters: [{ name: 'card.balance', key: 'card/c-1/balance' }] };
    expect(values(stdout)).toEqual([plan, plan, plan]);
  });

  it('has a table without minimum where nothing has one', async () => {
    const loadable = { ...loading, note: 'in time', card: { ...card, can_load: true }, amount_in_cents: 500 };
    const { stdout } = await run(['evaluate', configFile, folder.file('load.json', loadable)]);
    expect(lines(stdout).slice(0, 3)).toEqual([
      '#1  accepted  in time',
      '    counter       key               add  limit',
      '    card.balance  card/c-1/balance  500  1000',
    ]);
  });

  it('that is wrong is told whole, an issue a line', async () => {
    const wrong = folder.file('wrong.json', { type: 'gift_card', program_active: 1, max_amount: 5 });
    const { status, stdout, stderr } = await run(['evaluate', wrong, contexts]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(lines(stderr).map((line) => line.split(' found ')[0])).toEqual([
      `${wrong}: /id:`,
      `${wrong}: /program_active:`,
      `${wrong}: /max_amount:`,
    ]);
    const unknown = folder.file('unknown.json', { type: 'giftcard', id: 'x' });
    expect((await run(['plan', unknown, contexts])).stderr).toBe(
      `${unknown}: /type: found "giftcard", expected one of gift_card, reward, credit_program, loyalty_voucher (did you mean "gift_card"?)\n`,
    );
  });
});
