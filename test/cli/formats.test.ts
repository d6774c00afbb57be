import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog, compile } from '../../src/index.ts';
import { loyaltyCatalog } from '../../src/loyalty/index.ts';
import { plain } from '../support/plain.ts';
import { accepted, broken, campaign, refused } from './support/campaign.ts';
import { lines, run, spawned, temporaryFolder, values } from './support/command.ts';

const folder = temporaryFolder();
const campaignFile = folder.file('campaign.json', campaign);
const one = folder.file('one.json', accepted);
const list = folder.file('list.json', [accepted, refused, broken]);
const ndjson = folder.file(
  'contexts.ndjson',
  [accepted, refused].map((context) => JSON.stringify(context)).join('\n'),
);

const compiled = compile(campaign);
const decisions = plain([accepted, refused].map((context) => compiled.evaluate(context)));
const plans = [accepted, refused].map((context) => compiled.plan(context));
const error = {
  status: 'error',
  issues: [
    { path: '/at', message: expect.stringContaining('found "2026-02-30T00:00Z"') as string },
    { path: '/usage/budget.daily', message: 'expected an amount of 0 or more, found nothing' },
  ],
};

describe('evaluate prints', () => {
  it('one decision for one context in json', async () => {
    const { status, stdout, stderr } = await run(['evaluate', campaignFile, one, '--format', 'json']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`${JSON.stringify(decisions[0], null, 2)}\n`);
  });

  it('a list for a list in json, with error objects in place of broken contexts', async () => {
    const { status, stdout } = await run(['evaluate', campaignFile, list, '--format', 'json']);
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toEqual([...decisions, error]);
    expect(stdout).toBe(`${JSON.stringify(JSON.parse(stdout), null, 2)}\n`);
  });

  it('a list for ndjson in json, and an empty one for none', async () => {
    const { stdout } = await run(['evaluate', campaignFile, ndjson, '--format', 'json']);
    expect(stdout).toBe(`${JSON.stringify(decisions, null, 2)}\n`);
    const none = await run(['evaluate', campaignFile, folder.file('none.ndjson', '\n'), '--format=json']);
    expect(none).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });

  it('a line for each context in ndjson, unasked for ndjson', async () => {
    const expected = decisions.map((decision) => `${JSON.stringify(decision)}\n`).join('');
    expect(await run(['evaluate', campaignFile, ndjson])).toEqual({
      status: 1,
      stdout: expected,
      stderr: '',
    });
    const { stdout } = await run(['evaluate', campaignFile, list, '--format', 'ndjson']);
    expect(values(stdout)).toEqual([...decisions, error]);
  });

  it('text for people, unasked for json', async () => {
    const { stdout } = await run(['evaluate', campaignFile, list]);
    expect(stdout).toBe(`#1  accepted  order-1
    counter                        key                                            add    limit
    budget.daily                   campaign/spring-sale/budget/daily/2026-11-21   12.99  500.00
    customer.redemptions           campaign/spring-sale/customer/ann/redemptions  1      2
    redemptions                    campaign/spring-sale/redemptions               1      10000
    customer.redemptions_anywhere  customer/ann/redemptions                       1      none
    transaction.redemptions        transaction/order-1                            1      1

#2  refused  order-2  too cheap
    location.outside_of_permitted_areas  Location is outside of permitted areas
      expected  areas Centre | Harbour
      rule      spring-sale /rules/3
    campaign.daily_budget_exceeded  Campaign daily budget has already been reached
      rule      spring-sale /rules/0
      details   limit 500.00, used 495.00, requested 12.99, remaining 5.00, window 2026-11-20T23:00:00.000Z to 2026-11-21T23:00:00.000Z
    total_transaction_cost.below_campaign_minimum  Total transaction cost must be greater than or equal to the campaign minimum of 20.00
      expected  minimum 20.00
      rule      spring-sale /rules/1

#3  error  order-3
    /at: expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date, found "2026-02-30T00:00Z"
    /usage/budget.daily: expected an amount of 0 or more, found nothing

1 accepted, 1 refused, 1 error
`);
  });

  it('text for ndjson where it is asked for', async () => {
    const { stdout } = await run(['evaluate', campaignFile, ndjson, '--format', 'text']);
    expect(lines(stdout).at(-1)).toBe('1 accepted, 1 refused, 0 errors');
  });

  it('in text what every redemption is checked for, what a cancellation gives back, and where nothing is counted', async () => {
    const claim = { name: 'redemptions', key: 'campaign/spring-sale/redemptions', add: 1, limit: 10_000 };
    const life = {
      at: accepted.at,
      voucher: accepted.voucher,
      existing: { status: 'pending', claims: [claim] },
    };
    const contexts = folder.file('life.json', [
      { ...life, operation: 'cancel' },
      { ...life, operation: 'confirm' },
      { ...life, operation: 'cancel', existing: { status: 'pending', claims: [] } },
      { ...life, operation: 'cancel', existing: { status: 'confirmed', claims: [] } },
    ]);
    const { stdout } = await run(['evaluate', campaignFile, contexts]);
    expect(stdout).toBe(`#1  accepted
    counter      key                               subtract
    redemptions  campaign/spring-sale/redemptions  1

#2  accepted
    nothing to count

#3  accepted
    nothing to give back

#4  refused
    base.can_not_delete_already_confirmed  Redemption was already previously confirmed and can not be updated or deleted
      rule      spring-sale (of every redemption)

3 accepted, 1 refused, 0 errors
`);
  });
});

describe('plan prints', () => {
  it('the plans in json and ndjson', async () => {
    const json = await run(['plan', campaignFile, one, '--format', 'json']);
    expect(json).toEqual({ status: 0, stdout: `${JSON.stringify(plans[0], null, 2)}\n`, stderr: '' });
    const stream = await run(['plan', campaignFile, ndjson]);
    expect(stream.status).toBe(0);
    expect(values(stream.stdout)).toEqual(plans);
  });

  it('a table with windows in text', async () => {
    const { stdout } = await run(['plan', campaignFile, one]);
    expect(stdout).toBe(`#1  planned  order-1
    counter                        key                                            window
    budget.daily                   campaign/spring-sale/budget/daily/2026-11-21   2026-11-20T23:00:00.000Z to 2026-11-21T23:00:00.000Z
    customer.redemptions           campaign/spring-sale/customer/ann/redemptions
    customer.redemptions_anywhere  customer/ann/redemptions
    redemptions                    campaign/spring-sale/redemptions
    transaction.redemptions        transaction/order-1

1 planned, 0 errors
`);
  });

  it('that nothing is read where nothing is', async () => {
    const existing = { status: 'pending', claims: [] };
    const cancel = folder.file('cancel.json', { ...accepted, operation: 'cancel', existing });
    const { stdout } = await run(['plan', campaignFile, cancel]);
    expect(lines(stdout)[1]).toBe('    no counters to load');
  });

  it('needs no usage and no discount', async () => {
    const { usage: _, granted_discount: __, ...context } = accepted;
    const { stdout } = await run([
      'plan',
      campaignFile,
      folder.file('bare.json', context),
      '--format',
      'json',
    ]);
    expect(JSON.parse(stdout)).toEqual(plans[0]);
  });
});

describe('catalog prints every row in published order', () => {
  it('in json and ndjson', async () => {
    expect(JSON.parse((await run(['catalog', '--format', 'json'])).stdout)).toEqual(catalog);
    expect(values((await run(['catalog', 'redemption', '--format', 'ndjson'])).stdout)).toEqual(catalog);
  });

  it('in text', async () => {
    const { status, stdout } = await run(['catalog']);
    expect(status).toBe(0);
    expect(lines(stdout)).toHaveLength(1 + catalog.length);
    expect(lines(stdout)[0]).toMatch(/^attribute +error code +message$/u);
    expect(lines(stdout).at(-1)).toMatch(/^transaction_id +must_be_unique +Transaction ID must be unique$/u);
  });
});

describe('catalog loyalty prints every numeric code in published order', () => {
  it('in json and ndjson', async () => {
    expect(JSON.parse((await run(['catalog', 'loyalty', '--format', 'json'])).stdout)).toEqual(
      loyaltyCatalog,
    );
    expect(values((await run(['catalog', 'loyalty', '--format', 'ndjson'])).stdout)).toEqual(loyaltyCatalog);
  });

  it('in text', async () => {
    const { status, stdout } = await run(['catalog', 'loyalty']);
    expect(status).toBe(0);
    expect(lines(stdout)).toHaveLength(61);
    expect(lines(stdout)[0]).toMatch(/^code +class +trigger +message$/u);
    expect(lines(stdout)[1]).toMatch(/^7002 +state_gate +wording +Account inactive\.$/u);
    expect(lines(stdout).at(-1)).toMatch(/^60000 +quota +documented +Usage limit reached\.$/u);
  });
});

describe('schema prints', () => {
  const schema = readFileSync('campaign.schema.json', 'utf8');

  it('the JSON Schema that is shipped, from the sources and from the build', async () => {
    expect(await run(['schema'])).toEqual({ status: 0, stdout: schema, stderr: '' });
    expect(await spawned(['schema'])).toEqual({ status: 0, stdout: schema, stderr: '' });
  });

  it('it on one line in ndjson', async () => {
    const { stdout } = await run(['schema', '--format', 'ndjson']);
    expect(values(stdout)).toEqual([JSON.parse(schema)]);
  });
});
