// What must hold of our campaigns, whoever edits them: properties over contexts that are aimed at each of them.
//   npx vitest run examples/property-tests

import fc from 'fast-check';
import { compile, parseAmount, isAtMost, safeCompile, type Amount } from 'redemption-rules';
import { contextsFor, fuzzCampaign, hostileRedemptions, invalidConfigs } from 'redemption-rules/fuzz';
import { describe, expect, it } from 'vitest';
import lunch from '../campaigns/city-centre-lunch.json' with { type: 'json' };
import season from '../campaigns/new-season.json' with { type: 'json' };

const campaigns = [lunch, season].map((config) => compile(config));
const [city, newSeason] = campaigns as [(typeof campaigns)[0], (typeof campaigns)[0]];
const orders = { operations: ['redeem'] } as const;

/** What our client sends, as far as these properties look at it. */
interface Sent {
  readonly customer_identifier?: string;
  readonly total_transaction_cost?: string;
}

describe('lunch', () => {
  it('is for customers who are known, and for one a day', () => {
    const property = fc.property(contextsFor(city, orders), (context) => {
      if (city.evaluate(context).status === 'refused') return;
      expect((context.redemption as Sent).customer_identifier).toMatch(/\S/);
      expect(context.usage['customer.redemptions.daily']).toBe(0);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is refused to nobody who comes at noon on a weekday, to the canals, with enough in the basket', () => {
    const noon = { at: '2026-11-25T12:00:00+01:00', granted_discount: '5.00' };
    const place = { location: { latitude: 52.37, longitude: 4.885 }, total_transaction_cost: '12.50' };
    fc.assert(
      fc.property(fc.stringMatching(/^\w{1,20}$/), fc.stringMatching(/^\w{1,20}$/), (order, customer) => {
        const redemption = { ...place, transaction_id: order, customer_identifier: customer };
        const context = { ...noon, voucher: { code: 'LUNCH' }, redemption };
        const usage = Object.fromEntries(city.plan(context).counters.map(({ name }) => [name, 0]));
        expect(city.evaluate({ ...context, usage }).violations).toEqual([]);
      }),
    );
  });
});

it('the new season never takes off more than the basket costs', () => {
  const property = fc.property(contextsFor(newSeason, orders), (context) => {
    const { status, claims } = newSeason.evaluate(context);
    if (status === 'refused') return;
    const cost = parseAmount((context.redemption as Sent).total_transaction_cost) as Amount;
    // Our pricing: twenty percent, at most fifty.
    const discount = Math.min(50, Number((context.redemption as Sent).total_transaction_cost) / 5).toFixed(2);
    expect(isAtMost(parseAmount(discount) as Amount, cost)).toBe(true);
    expect(claims.map(({ name }) => name)).toContain('transaction.redemptions');
  });
  fc.assert(property, { numRuns: 500 });
});

it('no campaign throws, whatever a client sends', () => {
  for (const campaign of campaigns) {
    const property = fc.property(
      contextsFor(campaign, orders),
      hostileRedemptions(),
      ({ usage: _, ...context }, sent) => {
        const asked = { ...context, granted_discount: '1.00', redemption: sent.redemption() };
        const usage = Object.fromEntries(campaign.plan(asked).counters.map(({ name }) => [name, 0]));
        campaign.evaluate({ ...asked, redemption: sent.redemption(), usage });
      },
    );
    fc.assert(property, { numRuns: 300 });
  }
});

it('every campaign can be redeemed, and breaks no law', () => {
  for (const { config } of campaigns) {
    const { accepted, broken_laws, rows } = fuzzCampaign(config, { runs: 2_000 });
    expect(accepted).not.toBeNull();
    expect(broken_laws).toEqual([]);
    expect(rows.filter(({ reached }) => reached === 'not_reached')).toEqual([]);
  }
});

it('our form shows an issue at its field for every config that is wrong', () => {
  const property = fc.property(invalidConfigs(), ({ config, path }) => {
    const result = safeCompile(config);
    expect(result.success ? [] : result.issues.map((issue) => issue.path)).toContain(path);
  });
  fc.assert(property, { numRuns: 200 });
});
