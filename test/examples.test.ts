// The examples do what they say: programs print it, contexts get the decisions that were worked out by hand.

import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compile, type RedemptionContext } from '../src/index.ts';
import { compileLoyalty, type LoyaltyContext } from '../src/loyalty/index.ts';

const examples = new URL('../examples/', import.meta.url);

/** What a reader is meant to see, line by line, in this order; other lines may stand between. */
const lines: Readonly<Record<string, readonly string[]>> = {
  '01-hello.ts': [
    'accepted',
    'count: add 1 to campaign/hello/redemptions, which must stay within 100',
    'count: add 1 to transaction/order-1, which must stay within 1',
  ],
  '02-all-violations.ts': [
    'refused, for 6 reasons:',
    '  categories.missing_required_tags (/rules/3) ',
    '  categories.includes_forbidden_tags (/rules/3) ',
    '  voucher.not_valid_at_this_time (/rules/0) ',
    '  campaign.maximum_redemptions_exceeded (/max_redemptions) {"limit":500,"used":500,"requested":1,"remaining":0}',
    '  customer.required (/rules/2) ',
    '  total_transaction_cost.below_campaign_minimum (/rules/1) ',
    '      "message": "Total transaction cost must be greater than or equal to the campaign minimum of 20.00",',
  ],
  '03-plan-load-evaluate-claim.ts': [
    'both read a budget of 0 spent: accepted, accepted',
    'order-1: counted, order-2: lost a race',
    'order-2, loaded and evaluated again: refused',
    'order-3, for a cent less: counted',
    '  campaign/flash/budget/total holds 25',
    '  transaction/order-1 holds 1',
    '  transaction/order-3 holds 1',
  ],
  '04-custom-rule.ts': [
    'app: accepted',
    'web: refused Voucher is for another channel',
    'undefined: refused Voucher is for another channel',
    '/rules/0/channels/0: ',
  ],
  '05-area-with-a-hole.ts': [
    'Spui, in the canal belt: accepted',
    'Dam Square, in the hole: refused Location is outside of permitted areas. {"areas":["Canal belt"]}',
    'the border of the hole: accepted',
    'a park out of town: refused Location is outside of permitted areas.',
    'latitude and longitude exchanged: refused Location is outside of permitted areas.',
    'coordinates as text: refused Location coordinates are not valid.',
    'no place at all: refused Location is required to redeem this voucher.',
  ],
  '06-parent-budget.ts': [
    '  budget.daily from campaign/fjord-hotels-autumn/budget/daily/2026-10-31 (2026-10-31T00:00:00.000Z to 2026-11-01T00:00:00.000Z)',
    '  parent.budget.monthly from campaign/nordlys-partners/budget/monthly/2026-11 (2026-10-31T23:00:00.000Z to 2026-11-30T23:00:00.000Z)',
    'refused: the hotels have money left, the brand has not',
    '  monthly_budget_exceeded at nordlys-partners/rules/0: 20.00 left, 30.00 asked',
    '  per_customer_limit_exceeded at nordlys-partners/rules/1: 0 left, 1 asked',
  ],
  '07-ledger.ts': [
    'at once: accepted',
    'at once: accepted',
    'at once: refused maximum_redemptions_exceeded',
    'order-1, sent again: accepted (the first answer)',
    'order-1, for more: refused maximum_redemptions_exceeded must_be_unique',
    'order-1, refunded: given_back; its place is free, its money stays spent',
    'order-4, a cent too much: refused budget_exceeded',
    'order-4, reserved: accepted',
    'order-5 meanwhile: refused maximum_redemptions_exceeded budget_exceeded',
    'order-4, confirmed: accepted',
    'order-4, cancelled: refused can_not_delete_already_confirmed',
  ],
  '08-what-if.ts': [
    '4 counters to load',
    'refused',
    '  not_valid_at_this_time: 2026-11-27T16:00:00.000Z',
    '  below_campaign_minimum: 3.50 more',
    'missing: transaction_id, location',
    'tightest: customer.redemptions, 1 left after this',
    'for 20.00, in the centre: not before 2026-11-27T16:00:00.000Z, then until 2026-11-28T01:00:00.000Z',
    'transaction_id undetermined, cost_format pass, location_format pass',
  ],
  '09-which-campaigns.ts': [
    '9 counters to load, none of them for student-week',
    'city-centre-lunch would accept, and count 5 things',
    'new-season would accept, and count 3 things',
    'black-friday: hourly_budget_exceeded',
    'student-week: missing_required_category',
    'after the changes: 0 of 3',
  ],
  '10-loyalty-envelope.ts': [
    'load: [{"name":"card.balance","key":"card/GC-1/balance"}]',
    'refused: 5003 amount_in_cents.insufficient_amount',
    'refused: 5002 card.giftcard_expired',
    '{"message":"This giftcard has expired.","code":5002,"status_code":400} and 5003 left out',
    'balance first: 5003',
    'with the host’s own: 7015',
    'claim: {"name":"card.balance","key":"card/GC-1/balance","add":-2500,"limit":null,"minimum":0}',
    'unique_code_already_used: 80005 (exact)',
    'not_active: 80020 (near)',
    'new_customer_required: null (unmapped)',
  ],
  '11-lint.ts': [
    'error never_accepts at /rules/3: No redemption can be accepted: every branch of /rules/3 contradicts the rest: ',
    'warning never_matters at /rules/4: This limit never binds: 500.00 of budget.daily is not exceeded while 400.00 of ',
    'warning clock_change at /rules/1/windows/0: On 2027-03-28 the clocks of Europe/Amsterdam skip this window',
    '  look at 2027-03-28T01:00:00.000Z',
    'warning clock_change at /rules/1/windows/0: On 2027-10-31 the clocks of Europe/Amsterdam show 02:00 to 03:00 twice',
    '  look at 2027-10-31T01:00:00.000Z',
    'warning geometry at /rules/8/areas/features/0: Latitude and longitude may be exchanged',
    'warning suspicious at /rules/7/max_redemptions: Only new customers redeem (/rules/6)',
    'alone: 0 errors',
    'in 2028: This time frame is over since 2027-11-30T23:00:00.000Z.',
  ],
  '12-fuzz.ts': [
    'accepted: {"transaction_id":"order-1","total_transaction_cost":"80","categories":[{"name":"department","tags":["shoes"]}]}',
    'missing_required_tags, alone: {"transaction_id":"order-1","total_transaction_cost":"80","categories":[{"name":"department","tags":[]}]}',
    'above_campaign_maximum, alone: {"transaction_id":"order-1","total_transaction_cost":"1201",',
    'Categories include forbidden tags',
    'broken: nothing that a shopper sends makes it throw (TypeError: Cannot read properties of undefined',
  ],
  '13-replay.ts': [
    '3000 orders: ',
    '  not_valid_at_this_time: ',
    '  redemptions of 10000: reached never',
    'with a minimum of 10.00: ',
  ],
};

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the programs', () => {
  it('are all listed here', () => {
    expect(files('', '.ts')).toStrictEqual(Object.keys(lines));
  });

  it.each(Object.entries(lines))('%s prints what a reader learns from', async (file, told) => {
    const printed: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((...parts: unknown[]) => {
      printed.push(parts.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
    });
    await import(new URL(file, examples).pathname);
    const output = printed.flatMap((text) => text.split('\n'));
    expect(output.filter((line) => told.some((start) => line.startsWith(start)))).toHaveLength(told.length);
    let from = 0;
    for (const start of told) {
      const found = output.findIndex((line, i) => i >= from && line.startsWith(start));
      expect(found, `${start}\nin\n${output.join('\n')}`).toBeGreaterThanOrEqual(from);
      from = found + 1;
    }
  });

  it.each(Object.keys(lines))('%s fits on a page, and says how to run it', (file) => {
    const source = text(file);
    expect(source.trimEnd().split('\n').length).toBeLessThan(40);
    expect(source).toContain(`npx tsx examples/${file}`);
    expect(source).toContain("from 'redemption-rules'");
    expect(source).not.toMatch(/^export /m);
  });
});

describe('the contexts', () => {
  const names = [...files('contexts/', '.json'), ...files('contexts/', '.ndjson')];

  it('are there for each campaign, and have their decisions', () => {
    expect(files('contexts/', '.json')).toStrictEqual(files('campaigns/', '.json'));
    expect([...files('expected/', '.json'), ...files('expected/', '.ndjson')]).toStrictEqual(names);
  });

  describe.each(names)('%s', (file) => {
    const name = basename(file).replace(/\.(nd)?json$/, '');
    const campaign = compile(JSON.parse(text(`campaigns/${name}.json`)));
    const contexts = many(`contexts/${file}`) as (RedemptionContext & { readonly note: string })[];
    const decisions = many(`expected/${file}`);

    it('has a decision for each context', () => {
      expect(decisions).toHaveLength(contexts.length);
    });

    for (const [i, context] of contexts.entries()) {
      it(context.note, () => {
        expect(JSON.parse(JSON.stringify(campaign.evaluate(context)))).toStrictEqual(decisions[i]);
      });

      it(`${context.note}: holds the counters of its plan, and no other`, () => {
        const planned = campaign.plan(context).counters.map((counter) => counter.name);
        expect(Object.keys(context.usage ?? {}).sort()).toStrictEqual(planned.sort());
      });
    }
  });
});

describe('the loyalty contexts', () => {
  const names = files('loyalty/contexts/', '.json');

  it('are there for each config, and have their decisions', () => {
    expect(names).toStrictEqual(files('loyalty/configs/', '.json'));
    expect(files('loyalty/expected/', '.json')).toStrictEqual(names);
  });

  describe.each(names)('%s', (file) => {
    const rules = compileLoyalty(JSON.parse(text(`loyalty/configs/${file}`)));
    const contexts = many(`loyalty/contexts/${file}`) as (LoyaltyContext & { readonly note: string })[];
    const decisions = many(`loyalty/expected/${file}`);

    it('has a decision for each context', () => {
      expect(decisions).toHaveLength(contexts.length);
    });

    for (const [i, context] of contexts.entries()) {
      it(context.note, () => {
        expect(JSON.parse(JSON.stringify(rules.evaluate(context)))).toStrictEqual(decisions[i]);
        const planned = rules.plan(context).counters.map((counter) => counter.name);
        expect(Object.keys(context.usage ?? {}).sort()).toStrictEqual(planned.sort());
      });
    }
  });
});

function files(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, examples))
    .filter((file) => file.endsWith(ending))
    .sort();
}

function text(file: string): string {
  return readFileSync(new URL(file, examples), 'utf8');
}

function many(file: string): unknown[] {
  const source = text(file);
  if (!file.endsWith('.ndjson')) return JSON.parse(source) as unknown[];
  const split = source.trimEnd().split('\n');
  return split.map((line) => JSON.parse(line) as unknown);
}
