// The same cases in processes of their own, each in another zone or another locale of the host: what has been read once
// in a process, a formatter or a table of a zone, is read anew there. The outputs must be the same, byte for byte.

import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { cases, type CampaignJson } from './support/arbitraries.ts';

const SEED = 20_261_122;
const HOUR = 3_600_000;

/** Reads cases, prints a plan and a decision for each, and tells on standard error where and how the host lives. */
const PROGRAM = `
  import { compile, defineRule } from './src/index.ts';
  const rules = [/* planted */];
  let text = '';
  for await (const chunk of process.stdin) text += chunk;
  for (const { campaign, contexts } of JSON.parse(text)) {
    const compiled = compile(campaign, { rules });
    const answers = contexts.map((context) => [compiled.plan(context), compiled.evaluate(context)]);
    process.stdout.write(answers.map((answer) => JSON.stringify(answer) + '\\n').join(''));
  }
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions();
  process.stderr.write(JSON.stringify({ timeZone, locale, hour: new Date(0).getHours() }));
`;

/** Rules of a host's own that tell what they should not know, by what it is. */
const PLANTED = {
  acme_hour: 'new Date(at).getHours()',
  acme_weekday: 'new Date(at).getDay()',
  acme_date_without_zone: "Date.parse('2026-11-21T18:30')",
  acme_number: '(1234.5).toLocaleString()',
  acme_date: "new Intl.DateTimeFormat(undefined, { timeZone: 'UTC' }).format(at)",
};

const planted = Object.entries(PLANTED).map(
  ([type, told]) => `
    defineRule({
      type: '${type}',
      rows: [{ attribute: 'voucher', error_code: 'acme.told', message: 'As it is here: %{count}' }],
      config: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
      retestOnConfirm: true,
      compile: (_, env) => ({
        check: ({ at }, report) => report(env.violation('voucher.acme.told', { count: String(${told}) })),
      }),
    })`,
);

interface Host {
  readonly TZ: string;
  readonly LANG?: string;
  readonly LC_ALL?: string;
}

interface Answer {
  readonly decisions: string;
  readonly host: { readonly timeZone: string; readonly locale: string; readonly hour: number };
}

interface Batch {
  readonly campaign: CampaignJson;
  readonly contexts: readonly unknown[];
}

function run(host: Host, input: string, rules: readonly string[] = []): Answer {
  const program = PROGRAM.replace('/* planted */', () => rules.join());
  const { LANG: _, LC_ALL: __, LC_MESSAGES: ___, ...elsewhere } = process.env;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--no-warnings', '--import', 'tsx', '--input-type=module', '--eval', program],
    { input, encoding: 'utf8', env: { ...elsewhere, ...host }, maxBuffer: 2 ** 28 },
  );
  if (status !== 0) throw new Error(stderr);
  return { decisions: stdout, host: JSON.parse(stderr) as Answer['host'] };
}

const PERIODS = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'];
const ZONES = [
  'UTC',
  'Europe/Amsterdam',
  'America/Havana',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Asia/Amman',
];

/** Clock changes of these zones, the starts of a year and of a quarter, and an ordinary evening. */
const INSTANTS = [
  '2011-12-30T10:00:00Z',
  '2026-03-08T05:00:00Z',
  '2026-03-08T05:30:00Z',
  '2026-03-29T01:00:00Z',
  '2026-04-04T15:00:00Z',
  '2026-10-03T15:30:00Z',
  '2026-10-25T01:00:00Z',
  '2026-11-01T05:00:00Z',
  '2026-12-31T23:59:59Z',
  '2026-04-01T00:00:00Z',
  '2026-11-21T18:30:00Z',
].map((text) => Date.parse(text));

/** A campaign of every period and every time rule, with local bounds that clocks skip and repeat. */
function everyPeriod(zone: string): CampaignJson {
  return {
    id: `every/${zone}`,
    status: 'active',
    time_zone: zone,
    max_total_budget: '1000',
    rules: [
      ...PERIODS.map((period) => ({ type: 'budget', period, limit: '100.00' })),
      { type: 'budget', period: 'weekly', week_starts_on: 'sunday', limit: '100.00' },
      ...PERIODS.map((period) => ({ type: 'per_customer', period, max_redemptions: 2 })),
      {
        type: 'time_frame',
        windows: [
          { start: '2026-03-29T02:30', end: '2026-10-25T02:30' },
          { start: '2026-03-08T00:30', end: '2026-11-01T00:30' },
          { end: '2011-12-30T12:00' },
        ],
      },
      { type: 'time_of_order', windows: [{ days: ['saturday', 'sunday'], start: '22:30', end: '02:30' }] },
      { type: 'subscription', time_limit: { months: 1, days: 1, hours: 1 } },
    ],
  };
}

function contextAt(at: number): unknown {
  return {
    at: new Date(at).toISOString(),
    voucher: { code: 'SPRING-1' },
    redemption: {
      transaction_id: 'order-1',
      customer_identifier: 'cus_42',
      total_transaction_cost: '1234.50',
      origin_redemption: 'order-0',
    },
    origin: {
      redeemed_at: new Date(at - 32 * 24 * HOUR).toISOString(),
      original: true,
      customer_identifier: 'cus_42',
    },
    granted_discount: '12.50',
    usage: Object.fromEntries([
      ['transaction.redemptions', 0],
      ['customer.redemptions_anywhere', 0],
      ['customer.redemptions', 0],
      ...PERIODS.map((period) => [`budget.${period}`, '95.00']),
      ['budget.weekly-sunday', '95.00'],
      ...PERIODS.map((period) => [`customer.redemptions.${period}`, 2]),
    ]) as unknown,
  };
}

function batches(): Batch[] {
  const steps = [-24 * HOUR, -HOUR, -1, 0, 1, HOUR, 12 * HOUR];
  const contexts = INSTANTS.flatMap((instant) => steps.map((step) => contextAt(instant + step)));
  const random = fc.sample(cases, { numRuns: 300, seed: SEED });
  return [
    ...ZONES.map((zone) => ({ campaign: everyPeriod(zone), contexts })),
    ...random.map(({ campaign, context }) => ({ campaign, contexts: [context] })),
  ];
}

describe('the host', () => {
  const given = batches();
  const input = JSON.stringify(given);
  let home: Answer;

  beforeAll(() => {
    home = run({ TZ: 'UTC', LC_ALL: 'C' }, input);
  });

  it(`answers every case of seed ${SEED}`, () => {
    const lines = home.decisions.trimEnd().split('\n');
    expect(lines).toHaveLength(given.reduce((sum, { contexts }) => sum + contexts.length, 0));
    expect(home.host).toMatchObject({ timeZone: 'UTC', hour: 0 });
    for (const status of ['accepted', 'refused']) {
      expect(lines.filter((line) => line.includes(`"status":"${status}"`)).length).toBeGreaterThan(50);
    }
  });

  it.each<Host & { readonly hour: number }>([
    { TZ: 'America/Havana', hour: 19 },
    { TZ: 'Asia/Kolkata', hour: 5 },
    { TZ: 'Pacific/Apia', hour: 13 },
    { TZ: 'America/St_Johns', hour: 20 },
  ])('makes no difference by its zone: $TZ', ({ hour, ...host }) => {
    const answer = run(host, input);
    expect(answer.host.hour).toBe(hour);
    expect(answer.decisions === home.decisions).toBe(true);
  });

  it.each<Host & { readonly locale: string }>([
    { TZ: 'Europe/Berlin', LANG: 'tr_TR.UTF-8', locale: 'tr-TR' },
    { TZ: 'Europe/Berlin', LANG: 'en_US.UTF-8', LC_ALL: 'de_DE.UTF-8', locale: 'de-DE' },
    { TZ: 'Africa/Cairo', LC_ALL: 'ar_EG.UTF-8', locale: 'ar-EG' },
    { TZ: 'Asia/Bangkok', LC_ALL: 'th_TH.UTF-8', locale: 'th-TH' },
  ])('makes no difference by its locale: $locale', ({ locale, ...host }) => {
    const answer = run(host, input);
    expect(answer.host).toMatchObject({ timeZone: host.TZ, locale });
    expect(answer.decisions === home.decisions).toBe(true);
  });

  it('is found out to make one where a rule tells it', () => {
    const campaigns = Object.keys(PLANTED).map((type) => ({ id: type, status: 'active', rules: [{ type }] }));
    const few = JSON.stringify(campaigns.map((campaign) => ({ campaign, contexts: [contextAt(0)] })));
    const [here, there] = [
      { TZ: 'UTC', LC_ALL: 'en_GB.UTF-8' },
      { TZ: 'Pacific/Apia', LC_ALL: 'de_DE.UTF-8' },
    ].map((host) => run(host, few, planted).decisions.trimEnd().split('\n'));
    const foundOut = campaigns.filter((_, i) => here?.[i] !== there?.[i]).map(({ id }) => id);
    expect(foundOut).toEqual(Object.keys(PLANTED));
  });
});
