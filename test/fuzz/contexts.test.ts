import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  campaignConfigs,
  contexts,
  contextsFor,
  hostileRedemptions,
  type WireContext,
} from '../../src/fuzz/index.ts';
import { ContextSpace } from '../../src/fuzz/context-space.ts';
import { compile, defineRule } from '../../src/index.ts';
import { ruleConfig, text } from '../../src/config-schema.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { plain } from '../support/plain.ts';

const shop = compile(
  campaign({
    time_zone: 'Europe/Amsterdam',
    rules: [
      { type: 'time_of_order', windows: [{ days: ['friday', 'saturday'], start: '17:00', end: '02:00' }] },
      { type: 'transaction_cost', minimum: '20.00' },
      { type: 'budget', period: 'daily', limit: '500.00' },
      { type: 'subscription', time_limit: { months: 6 }, max_redemptions: 6 },
    ],
  }),
);

function sample(arbitrary: fc.Arbitrary<WireContext>, numRuns = 1_000): WireContext[] {
  return fc.sample(arbitrary, { numRuns, seed: 11 });
}

describe('contexts for a campaign', () => {
  it('have no renewals of what is no origin, whatever the redemption is', () => {
    const space = new ContextSpace([], () => ['origin.redemptions']);
    const usage = { 'origin.redemptions': 2 };
    const usageFor = (redemption: unknown) =>
      space.withPlannedUsage({ at: '2026-11-21T12:00Z', voucher: { code: 'CODE-1' }, redemption, usage })
        .usage;
    expect(usageFor({ origin_redemption: 'order-0' })).toEqual(usage);
    for (const redemption of [{ origin_redemption: 5 }, {}, 5, null, undefined]) {
      expect(usageFor(redemption)).toEqual({ 'origin.redemptions': 0 });
    }
  });

  it('have right facts, hold what is planned and no more, and are JSON, whatever the campaign', () => {
    const cases = campaignConfigs().chain((config) => {
      const compiled = compile(config);
      return contextsFor(compiled).map((context) => ({ compiled, context }));
    });
    fc.assert(
      fc.property(cases, ({ compiled, context }) => {
        expect(plain(context)).toEqual(context);
        const planned = compiled.plan(context).counters.map(({ name }) => name);
        expect(Object.keys(context.usage)).toEqual(planned);
        compiled.evaluate(context);
      }),
      { numRuns: 300 },
    );
  });

  it('are accepted often, and refused often', () => {
    const accepted = sample(contextsFor(shop)).filter(
      (context) => shop.evaluate(context).status === 'accepted',
    );
    expect(accepted.length).toBeGreaterThan(300);
    expect(accepted.length).toBeLessThan(700);
    expect(accepted.filter(({ origin }) => origin).length).toBeGreaterThan(50);
  });

  it('are the same for the same seed', () => {
    expect(sample(contextsFor(shop))).toEqual(sample(contextsFor(compile(shop.config))));
  });

  it('lie where the clocks change, and on both sides', () => {
    const instants = new Set(sample(contextsFor(shop), 4_000).map(({ at }) => Date.parse(at)));
    const change = Date.parse('2026-03-29T01:00Z');
    for (const step of [-1, 0, 1]) expect(instants, String(step)).toContain(change + step);
  });

  it('ask for the operations that are named, all unless some are', () => {
    const asked = (contexts: WireContext[]) => new Set(contexts.map(({ operation = 'redeem' }) => operation));
    expect(asked(sample(contextsFor(shop)))).toEqual(new Set(['redeem', 'confirm', 'cancel']));
    expect(asked(sample(contextsFor(shop, { operations: ['redeem'] })))).toEqual(new Set(['redeem']));
    expect(asked(sample(contextsFor(shop, { operations: ['redeem', 'cancel'] })))).toEqual(
      new Set(['redeem', 'cancel']),
    );
  });

  it('are aimed at other campaigns, too, and hold what they plan', () => {
    const other = compile(campaign({ id: 'other', max_redemptions: 7, max_total_budget: '99' }));
    for (const context of sample(contextsFor(shop, { also: [other] }))) {
      shop.evaluate(context);
      other.evaluate(context);
    }
    const refused = sample(contextsFor(shop, { also: [other] })).flatMap(
      (context) => other.evaluate(context).violations,
    );
    expect(new Set(refused.map(({ error_code }) => error_code))).toContain('maximum_redemptions_exceeded');
  });

  it('never hold a renewal of what is redeemed for the first time', () => {
    for (const { usage, redemption } of sample(contextsFor(shop))) {
      const isFirst =
        (redemption as { origin_redemption?: unknown } | null | undefined)?.origin_redemption === undefined;
      if (isFirst) expect(usage['origin.redemptions'] ?? 0).toBe(0);
    }
  });

  it('are found for campaigns that open in another age, or never', () => {
    for (const windows of [[{ end: '0001-01-20T00:00Z' }], [{ start: '9999-12-31T23:00Z' }]]) {
      const far = compile(
        withRules({ type: 'time_frame', windows }, { type: 'budget', period: 'yearly', limit: '5' }),
      );
      const statuses = sample(contextsFor(far)).map((context) => far.evaluate(context).status);
      expect(statuses).toContain('accepted');
    }
    const before = compile(withRules({ type: 'time_frame', windows: [{ end: '0000-06-01T00:00Z' }] }));
    expect(sample(contextsFor(before), 1)).toHaveLength(1);
    const never = compile(
      withRules(
        { type: 'time_frame', windows: [{ end: '2026-01-01T00:00' }] },
        { type: 'time_frame', windows: [{ start: '2027-01-01T00:00' }] },
      ),
    );
    const told = sample(contextsFor(never, { operations: ['redeem'] })).map(
      (context) => never.evaluate(context).status,
    );
    expect(told).not.toContain('accepted');
  });

  it('are found for subscriptions that last longer than anybody has counted', () => {
    for (const time_limit of [{ years: 1_990 }, { years: 9_000 }, { years: 1_000_000 }, { hours: 1e15 }]) {
      const long = compile(withRules({ type: 'subscription', time_limit }));
      const codes = sample(contextsFor(long)).map(
        (context) => long.evaluate(context).violations[0]?.error_code,
      );
      expect(codes.includes('time_limit_expired'), JSON.stringify(time_limit)).toBe(
        time_limit.years === 1_990,
      );
    }
  });

  it('are found at the poles and across the antimeridian', () => {
    const around = (longitude: number, latitude: number) => ({
      type: 'Feature',
      properties: { radius_m: 50_000 },
      geometry: { type: 'Point', coordinates: [longitude, latitude] },
    });
    for (const feature of [around(180, 0), around(-179.9, 65), around(0, 90), around(10, -89.9)]) {
      const far = compile(
        withRules({ type: 'area', areas: { type: 'FeatureCollection', features: [feature] } }),
      );
      const codes = sample(contextsFor(far)).flatMap((context) => far.evaluate(context).violations);
      expect(codes.some(({ error_code }) => error_code === 'outside_of_permitted_areas')).toBe(true);
      expect(sample(contextsFor(far)).some((context) => far.evaluate(context).status === 'accepted')).toBe(
        true,
      );
    }
  });
});

describe('what a rule of the host wants of the shopper', () => {
  const channel = defineRule({
    type: 'acme_channel',
    rows: [{ attribute: 'channel', error_code: 'acme.wrong', message: 'For another channel' }],
    config: ruleConfig('acme_channel', { channel: text() }),
    retestOnConfirm: false,
    compile({ channel }, env) {
      const wrong = env.violation('channel.acme.wrong');
      return {
        check(redemption, report) {
          if (redemption.field('channel') !== channel) report(wrong);
        },
      };
    },
  });
  const hosted = compile(withRules({ type: 'acme_channel', channel: 'app', description: 'x' }), {
    rules: [channel],
  });
  const sent = (options = {}) =>
    sample(contextsFor(hosted, options)).map(
      ({ redemption }) => (redemption as { channel?: unknown } | null | undefined)?.channel,
    );

  it('is guessed from its config', () => {
    const statuses = sample(contextsFor(hosted)).map((context) => hosted.evaluate(context).status);
    expect(statuses).toContain('accepted');
    expect(sent()).toContain(undefined);
    expect(sent()).toContain(7);
  });

  it('can be told', () => {
    expect(new Set(sent({ fields: { channel: [undefined, 'app', 'web'] } }))).toEqual(
      new Set([undefined, 'app', 'web']),
    );
    expect(new Set(sent({ fields: { channel: ['app'] } }))).toEqual(new Set(['app', undefined]));
  });

  it('does not matter where the rule throws', () => {
    const throwing = {
      ...channel,
      compile: () => ({
        check: () => {
          throw new TypeError('always');
        },
      }),
    };
    const broken = compile(withRules({ type: 'acme_channel', channel: 'app' }), { rules: [throwing] });
    expect(sample(contextsFor(broken), 10)).toHaveLength(10);
  });

  it('may be counted, by a counter that throws as well', () => {
    const visits = defineRule({
      type: 'acme_visits',
      rows: [{ attribute: 'customer', error_code: 'acme.often', message: 'Too often' }],
      config: ruleConfig('acme_visits', {}),
      retestOnConfirm: false,
      compile(_, env) {
        const counter = env.counters.own('acme.visits', ({ customerIdentifier }) => {
          if (customerIdentifier === undefined) throw new TypeError('nobody');
          return customerIdentifier;
        });
        const often = env.violation('customer.acme.often');
        return { check: (redemption, report) => (redemption.count(counter) < 5 ? undefined : report(often)) };
      },
    });
    const counted = compile(withRules({ type: 'acme_visits' }), { rules: [visits] });
    const held = sample(contextsFor(counted)).map(({ usage }) => usage['acme.visits']);
    expect(held).toContain(undefined);
    expect(held.some((count) => Number(count) >= 5)).toBe(true);
  });
});

describe('contexts for no campaign in particular', () => {
  it('are right for every campaign without parents', () => {
    const configs = campaignConfigs().filter(({ parent }) => parent === undefined);
    fc.assert(
      fc.property(configs, contexts(), (config, context) => {
        compile(config).evaluate(context);
        expect(plain(context)).toEqual(context);
      }),
      { numRuns: 300 },
    );
  });

  it('hold the counters, ask for the operations and send the fields that are named', () => {
    const some = sample(
      contexts({
        counters: ['parent.budget.daily', 'redemptions'],
        operations: ['redeem'],
        fields: { channel: ['app'] },
      }),
    );
    for (const { usage, operation } of some) {
      expect(Object.keys(usage)).toEqual(['parent.budget.daily', 'redemptions']);
      expect(operation).toBeUndefined();
    }
    expect(
      some.some(
        ({ redemption }) => (redemption as { channel?: string } | null | undefined)?.channel === 'app',
      ),
    ).toBe(true);
  });
});

describe('hostile redemptions', () => {
  it('make nothing throw, and are told by name', () => {
    const property = fc.property(
      contextsFor(shop, { operations: ['redeem'] }),
      hostileRedemptions(),
      (context, sent) => {
        const asked = { ...context, redemption: sent.redemption() };
        const { counters } = shop.plan(asked);
        const usage = Object.fromEntries(counters.map(({ name }) => [name, 0]));
        shop.evaluate({ ...asked, redemption: sent.redemption(), usage });
        return !fc.stringify(sent).includes('a cycle');
      },
    );
    const { counterexample } = fc.check(property, { numRuns: 2_000, seed: 4 });
    expect(fc.stringify(counterexample?.[1])).toBe('a cycle');
  });
});

describe('shrinking', () => {
  function smallest(holds: (context: WireContext) => boolean, seed = 1): WireContext | undefined {
    const property = fc.property(contextsFor(shop), (context) => !holds(context));
    return fc.check(property, { seed, numRuns: 5_000 }).counterexample?.[0];
  }
  const tells = (code: string) => (context: WireContext) => {
    const { violations } = shop.evaluate(context);
    return violations.length === 1 && violations[0]?.error_code === code;
  };
  const usage = {
    'budget.daily': '0',
    'customer.redemptions_anywhere': 0,
    'origin.redemptions': 0,
    'transaction.redemptions': 0,
  };
  const accepted = {
    at: '2026-01-02T16:00Z',
    voucher: { code: 'CODE-1' },
    redemption: { transaction_id: 'order-1', customer_identifier: 'ann', total_transaction_cost: '20' },
    granted_discount: '0',
    usage,
  };

  it.each([1, 2, 3])('goes to the smallest context, seed %i', (seed) => {
    const isAccepted = (context: WireContext) =>
      context.operation === undefined && shop.evaluate(context).status === 'accepted';
    expect(smallest(isAccepted, seed)).toEqual(accepted);
    expect(smallest(tells('below_campaign_minimum'), seed)).toEqual({
      ...accepted,
      redemption: { ...accepted.redemption, total_transaction_cost: '0' },
    });
    expect(smallest(tells('not_valid_at_this_time'), seed)).toEqual({ ...accepted, at: '2026-01-02T15:59Z' });
    expect(smallest(tells('daily_budget_exceeded'), seed)).toEqual({
      ...accepted,
      usage: { ...usage, 'budget.daily': '500' },
    });
    // Six months earlier to the minute, summer time in between.
    expect(smallest(tells('time_limit_expired'), seed)).toEqual({
      ...accepted,
      redemption: { ...accepted.redemption, origin_redemption: 'order-0' },
      origin: { redeemed_at: '2025-07-02T15:00Z', original: true, customer_identifier: 'ann' },
    });
  });

  it('works on contexts from elsewhere', () => {
    const examples: [WireContext][] = [
      [{ ...accepted, at: '2026-01-09T17:31:05.250Z', granted_discount: '12.99' }],
    ];
    const property = fc.property(contextsFor(shop), (context) => shop.evaluate(context).status === 'refused');
    expect(fc.check(property, { examples, numRuns: 1 }).counterexample?.[0]).toEqual(accepted);
    const arbitrary = contextsFor(shop);
    for (const value of [
      null,
      {},
      { ...accepted, at: 5.5 },
      { ...accepted, usage: 5 },
      { ...accepted, voucher: [] },
    ])
      expect(arbitrary.canShrinkWithoutContext(value)).toBe(false);
  });
});
