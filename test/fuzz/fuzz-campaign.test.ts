import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fuzzCampaign, type FuzzReport } from '../../src/fuzz/index.ts';
import { CampaignConfigError, compile, defineRule } from '../../src/index.ts';
import { keyOf } from '../../src/catalog.ts';
import { ruleConfig } from '../../src/config-schema.ts';
import { box, campaign, collection, polygon, withRules } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const folder = new URL('../../examples/campaigns/', import.meta.url);
const examples = readdirSync(folder).map(
  (file) => [file, JSON.parse(readFileSync(new URL(file, folder), 'utf8'))] as const,
);

function reachedIn({ rows }: FuzzReport): Record<string, string> {
  return Object.fromEntries(rows.map((row) => [keyOf({ ...row, message: '' }), row.reached]));
}

/** The rows of an `any_of` are told with those of its other branches. */
const NEVER_ALONE: Readonly<Record<string, readonly string[]>> = {
  'gold-or-happy-hour.json': [
    'categories.missing_required_tags',
    'categories.missing_required_category',
    'voucher.not_valid_at_this_time',
    'customer.per_customer_limit_exceeded',
    'total_transaction_cost.below_campaign_minimum',
  ],
};

describe('an example', () => {
  it.each(examples)(
    '%s: every row is reached, alone where that can be, and the contexts say so',
    (file, config) => {
      // Of an `any_of`, a row alone takes more to find.
      const report = fuzzCampaign(config, { runs: file in NEVER_ALONE ? 3_000 : 1_500 });
      const compiled = compile(config);
      expect(report.broken_laws).toEqual([]);
      expect(report.accepted && compiled.evaluate(report.accepted.context).status).toBe('accepted');
      for (const row of report.rows) {
        const key = keyOf({ ...row, message: '' });
        expect(row.reached, key).toBe(NEVER_ALONE[file]?.includes(key) ? 'together' : 'alone');
        const told = compiled.evaluate(row.context!).violations;
        expect(plain(told)).toEqual(row.violations);
        expect(new Set(told.map(keyOf))).toEqual(new Set([key, ...row.with]));
      }
    },
  );

  it('has as its smallest contexts what a reader would write', () => {
    const { accepted, rows } = fuzzCampaign(Object.fromEntries(examples)['new-season.json'], {
      runs: 2_000,
      seed: 3,
    });
    const redemption = {
      transaction_id: 'order-1',
      total_transaction_cost: '80',
      categories: [{ name: 'department', tags: ['shoes'] }],
    };
    const smallest = {
      at: '2026-01-01T00:00Z',
      voucher: { code: 'CODE-1' },
      redemption,
      granted_discount: '0',
      usage: { 'budget.total': '0', 'transaction.redemptions': 0 },
    };
    expect(accepted?.context).toEqual(smallest);
    expect(accepted?.claims.map(({ name }) => name)).toEqual(['transaction.redemptions']);
    const contextOf = (code: string) => rows.find(({ error_code }) => error_code === code)?.context;
    expect(contextOf('includes_forbidden_tags')).toEqual({
      ...smallest,
      redemption: { ...redemption, categories: [{ name: 'department', tags: ['shoes', 'outlet'] }] },
    });
    expect(contextOf('above_campaign_maximum')).toEqual({
      ...smallest,
      redemption: { ...redemption, total_transaction_cost: '1201' },
    });
    expect(contextOf('budget_exceeded')).toEqual({
      ...smallest,
      usage: { ...smallest.usage, 'budget.total': '40000' },
    });
  });
});

describe('a report', () => {
  const config = withRules(
    { type: 'transaction_cost', minimum: '20.00' },
    { type: 'per_customer', max_redemptions: 2 },
  );

  it('is the same for the same seed, plain JSON, and begins like a longer one', () => {
    const report = fuzzCampaign(config, { runs: 700, seed: 6 });
    expect(JSON.stringify(fuzzCampaign(config, { runs: 700, seed: 6 }))).toBe(JSON.stringify(report));
    expect(plain(report)).toEqual(report);
    expect(JSON.stringify(fuzzCampaign(config, { runs: 700, seed: 7 }))).not.toBe(JSON.stringify(report));
    const longer = fuzzCampaign(config, { runs: 800, seed: 6 });
    for (const [i, { runs }] of longer.rows.entries())
      expect(runs).toBeGreaterThanOrEqual(report.rows[i]!.runs);
  });

  it('says which rows came together, and how often', () => {
    const { together, rows } = fuzzCampaign(config, { runs: 700 });
    const keys = rows.map((row) => keyOf({ ...row, message: '' }));
    for (const { rows: pair, runs } of together) {
      const [a, b] = pair.map((key) => keys.indexOf(key)) as [number, number];
      expect(a).toBeLessThan(b);
      expect(runs).toBeGreaterThan(0);
      expect(runs).toBeLessThanOrEqual(Math.min(rows[a]!.runs, rows[b]!.runs));
    }
    expect(together.map(({ rows: pair }) => pair.join())).toContain(
      'customer.required,transaction_id.required',
    );
  });

  it('has times where a clock is passed, and nothing else of it', () => {
    let now = 0;
    const { times, ...report } = fuzzCampaign(config, { runs: 300, now: () => (now += 0.5) });
    expect(times).toMatchObject({ decisions: 300, worst_ms: 0.5 });
    compile(config).evaluate(times!.context);
    expect(report).toEqual(fuzzCampaign(config, { runs: 300 }));
  });

  it('tells how it gets on', () => {
    const seen: number[] = [];
    fuzzCampaign(config, { runs: 250, onProgress: (runs) => seen.push(runs) });
    expect(seen).toEqual([100, 200, 250]);
  });

  it.each([
    [{ runs: 0 }, 'runs: expected an integer of 1 or more, found 0'],
    [{ runs: 1.5 }, 'runs: expected an integer of 1 or more, found 1.5'],
    [{ seed: 0.5 }, 'seed: expected an integer, found 0.5'],
  ])('is not made of %j', (options, message) => {
    expect(() => fuzzCampaign(config, options)).toThrow(new RangeError(message));
  });

  it('is not made of a config that is wrong', () => {
    expect(() => fuzzCampaign({ id: '' })).toThrow(CampaignConfigError);
  });
});

describe('a campaign', () => {
  it('that is a draft, or whose parent is, is asked as if it were active', () => {
    const { status: _, ...draft } = withRules({ type: 'transaction_cost', minimum: '20.00' }) as {
      status?: string;
    };
    const report = fuzzCampaign({ ...draft, parent: { id: 'brand', status: 'inactive' } }, { runs: 700 });
    expect(report.assumed_active).toEqual(['spring', 'brand']);
    expect(report.accepted).not.toBeNull();
    expect(new Set(Object.values(reachedIn(report)))).toEqual(new Set(['alone']));
    expect(reachedIn(report)).toHaveProperty(['campaign.not_active']);
    const active = fuzzCampaign(withRules(), { runs: 200 });
    expect(active.assumed_active).toEqual([]);
    expect(reachedIn(active)).not.toHaveProperty(['campaign.not_active']);
  });

  it('that nobody can redeem has no accepted context, and says what always stands in the way', () => {
    const config = campaign({ max_redemptions: 0, rules: [{ type: 'transaction_cost', minimum: '20' }] });
    const report = fuzzCampaign(config, { runs: 700 });
    expect(report.accepted).toBeNull();
    const below = report.rows.find(({ error_code }) => error_code === 'below_campaign_minimum');
    expect(below).toMatchObject({ reached: 'together', with: ['campaign.maximum_redemptions_exceeded'] });
  });

  it('has only rows that its rules may tell; those of no context are not reached', () => {
    const rows = reachedIn(
      fuzzCampaign(
        withRules(
          { type: 'subscription', max_redemptions: 2 },
          // Its second branch is never asked.
          {
            type: 'any_of',
            rules: [
              { type: 'time_of_order', windows: [{}] },
              { type: 'area', areas: collection(polygon([box(0, 0, 1, 1)])) },
            ],
          },
        ),
        { runs: 700 },
      ),
    );
    expect(rows).not.toHaveProperty(['customer.time_limit_expired']);
    expect(rows).toMatchObject({
      'customer.redemptions_limit_exceeded': 'alone',
      'location.required': 'not_reached',
      'voucher.not_valid_at_this_time': 'not_reached',
    });
  });

  it('with a rule of the host has its rows after the others', () => {
    const app = defineRule({
      type: 'acme_app',
      rows: [
        'location.required',
        { attribute: 'channel', error_code: 'acme.not_app', message: 'Only in the app' },
      ],
      config: ruleConfig('acme_app', {}),
      retestOnConfirm: false,
      compile(_, env) {
        const notApp = env.violation('channel.acme.not_app');
        return {
          check(redemption, report) {
            if (redemption.field('channel') !== 'app') report(notApp);
          },
        };
      },
    });
    const options = { rules: [app], runs: 700, fields: { channel: ['app', 'web', undefined] } };
    const { rows, accepted } = fuzzCampaign(withRules({ type: 'acme_app' }), options);
    expect(rows.at(-1)).toMatchObject({ attribute: 'channel', error_code: 'acme.not_app', reached: 'alone' });
    expect(rows.map(({ error_code }) => error_code)).not.toContain('outside_of_permitted_areas');
    expect(accepted?.context.redemption).toMatchObject({ channel: 'app' });
  });

  it('with a rule that works for a while has what was found before', () => {
    let checks = 0;
    const rule = defineRule({
      type: 'acme_tired',
      rows: ['customer.required'],
      config: ruleConfig('acme_tired', {}),
      retestOnConfirm: true,
      compile: () => ({
        check: () => {
          if (++checks > 400) throw new Error('no more');
        },
      }),
    });
    const report = fuzzCampaign(withRules({ type: 'acme_tired' }), { rules: [rule], runs: 300 });
    expect(report.broken_laws[0]?.message).toBe('Error: no more');
    expect(report.accepted?.claims).toEqual([]);
    expect(reachedIn(report)).toMatchObject({ 'total_transaction_cost.not_a_number': 'alone' });
  });

  it('with a rule that always throws breaks the first law, and has nothing else to tell', () => {
    const rule = defineRule({
      type: 'acme_broken',
      rows: [],
      config: ruleConfig('acme_broken', {}),
      retestOnConfirm: true,
      compile: () => ({
        check: () => {
          throw new Error('no');
        },
      }),
    });
    const report = fuzzCampaign(withRules({ type: 'acme_broken' }), {
      rules: [rule],
      runs: 100,
      now: () => 0,
    });
    expect(report.broken_laws.map(({ law }) => law)).toEqual(['nothing that a shopper sends makes it throw']);
    expect(report.accepted).toBeNull();
  });
});

describe('a large campaign ends in time', () => {
  it('of a thousand rules', () => {
    const rules = Array.from({ length: 1_000 }, (_, i) => {
      if (i % 4 === 0) return { type: 'transaction_cost', minimum: String(i) };
      if (i % 4 === 1) return { type: 'per_customer', max_redemptions: 1 + i, period: 'monthly' };
      if (i % 4 === 2) return { type: 'budget', period: 'daily', limit: String(1_000 + i) };
      return { type: 'time_of_order', windows: [{ days: ['friday'], start: '10:00', end: '20:00' }] };
    });
    const report = fuzzCampaign(campaign({ rules }), { runs: 200 });
    expect(report.accepted).not.toBeNull();
    expect(report.broken_laws).toEqual([]);
  });

  it('of a hundred thousand positions', () => {
    const ring = Array.from({ length: 99_999 }, (_, i) => {
      const angle = (i / 99_999) * 2 * Math.PI;
      return [4.9 + Math.cos(angle), 52.4 + Math.sin(angle)];
    });
    const areas = collection(polygon([[...ring, ring[0]]]));
    const report = fuzzCampaign(withRules({ type: 'area', areas }), { runs: 200 });
    expect(reachedIn(report)).toMatchObject({ 'location.outside_of_permitted_areas': 'alone' });
  });
});
