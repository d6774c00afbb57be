import { assert, constantFrom, property, record, string, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CounterRegistry, countersOf, wireWindow } from '../src/counters.ts';
import { zoneOf } from '../src/time/zone.ts';
import { campaign, context, decide, decideFor, planned, shopper } from './support/campaigns.ts';

const UTC = zoneOf('UTC');

const everything = [
  { type: 'budget', period: 'total', limit: 9 },
  { type: 'budget', period: 'daily', limit: 9 },
  { type: 'per_customer', max_redemptions: 9 },
  { type: 'per_customer', max_redemptions: 9, period: 'hourly' },
  { type: 'new_customer' },
  { type: 'subscription', max_redemptions: 9 },
];

const chain = campaign({
  id: 'child/1%',
  voucher_type: 'unique',
  max_redemptions: 9,
  rules: everything,
  parent: {
    id: 'parent',
    status: 'active',
    voucher_type: 'unique',
    max_redemptions: 9,
    rules: everything,
    parent: { id: 'grand', status: 'active', max_total_budget: 9 },
  },
});

describe('the counters of a plan', () => {
  it('are named by level, keyed by campaign and sorted by name', () => {
    const counters = planned(chain, { redemption: shopper({ origin_redemption: 'order-0' }) });
    expect([...counters.values()].map(({ name, key }) => [name, key])).toEqual([
      ['budget.daily', 'campaign/child%2F1%25/budget/daily/2026-11-21'],
      ['budget.total', 'campaign/child%2F1%25/budget/total'],
      ['customer.redemptions', 'campaign/child%2F1%25/customer/cus_42/redemptions'],
      [
        'customer.redemptions.hourly',
        'campaign/child%2F1%25/customer/cus_42/redemptions/hourly/2026-11-21T12+00:00',
      ],
      ['customer.redemptions_anywhere', 'customer/cus_42/redemptions'],
      ['origin.redemptions', 'campaign/child%2F1%25/origin/order-0/redemptions'],
      ['parent.budget.daily', 'campaign/parent/budget/daily/2026-11-21'],
      ['parent.budget.total', 'campaign/parent/budget/total'],
      ['parent.customer.redemptions', 'campaign/parent/customer/cus_42/redemptions'],
      [
        'parent.customer.redemptions.hourly',
        'campaign/parent/customer/cus_42/redemptions/hourly/2026-11-21T12+00:00',
      ],
      ['parent.origin.redemptions', 'campaign/parent/origin/order-0/redemptions'],
      ['parent.parent.budget.total', 'campaign/grand/budget/total'],
      ['parent.redemptions', 'campaign/parent/redemptions'],
      ['redemptions', 'campaign/child%2F1%25/redemptions'],
      ['transaction.redemptions', 'transaction/order-1'],
      ['voucher.redemptions', 'voucher/SPRING-1/redemptions'],
    ]);
  });

  it('have windows where they count in a period', () => {
    const windows = [...planned(chain).values()].filter(({ window }) => window);
    expect(windows.map(({ name, window }) => [name, window])).toEqual([
      ['budget.daily', { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' }],
      ['customer.redemptions.hourly', { start: '2026-11-21T12:00:00.000Z', end: '2026-11-21T13:00:00.000Z' }],
      ['parent.budget.daily', { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' }],
      [
        'parent.customer.redemptions.hourly',
        { start: '2026-11-21T12:00:00.000Z', end: '2026-11-21T13:00:00.000Z' },
      ],
    ]);
  });

  it('leave out what the shopper did not say', () => {
    const names = (sent: object) => [...planned(chain, { redemption: sent }).keys()];
    expect(names({})).toEqual([
      'budget.daily',
      'budget.total',
      'parent.budget.daily',
      'parent.budget.total',
      'parent.parent.budget.total',
      'parent.redemptions',
      'redemptions',
      'voucher.redemptions',
    ]);
    expect(names({ transaction_id: 'order-1' })).toContain('origin.redemptions');
    expect(names({ customer_identifier: 'cus_42' })).not.toContain('origin.redemptions');
    expect(names({ origin_redemption: 'order-0' })).toContain('parent.origin.redemptions');
  });

  it('are the transaction and the customer where nothing is limited', () => {
    expect([...planned(campaign()).values()]).toEqual([
      { name: 'customer.redemptions_anywhere', key: 'customer/cus_42/redemptions' },
      { name: 'transaction.redemptions', key: 'transaction/order-1' },
    ]);
  });

  it('do not depend on the order of rules', () => {
    const reversed = { ...chain, rules: [...everything].reverse() };
    expect(planned(reversed)).toEqual(planned(chain));
  });

  it.each([
    ['a/b', 'a%2Fb', 'a%2Fb', 'a%252Fb'],
    ['%', '%25', '%25', '%2525'],
  ])('of %j and %j never share a key', (one, oneKey, other, otherKey) => {
    const keyOf = (customer_identifier: string) =>
      planned(campaign(), { redemption: shopper({ customer_identifier }) }).get(
        'customer.redemptions_anywhere',
      )?.key;
    expect(keyOf(one)).toBe(`customer/${oneKey}/redemptions`);
    expect(keyOf(other)).toBe(`customer/${otherKey}/redemptions`);
  });
});

describe('the claims of a decision', () => {
  it('are every planned counter, by key', () => {
    const decision = decide(chain, { granted_discount: '2.50' });
    expect(decision.claims.map(({ key, add, limit }) => [key, add, limit])).toEqual([
      ['campaign/child%2F1%25/budget/daily/2026-11-21', '2.50', '9'],
      ['campaign/child%2F1%25/budget/total', '2.50', '9'],
      ['campaign/child%2F1%25/customer/cus_42/redemptions', 1, 9],
      ['campaign/child%2F1%25/customer/cus_42/redemptions/hourly/2026-11-21T12+00:00', 1, 9],
      ['campaign/child%2F1%25/origin/order-1/redemptions', 1, 9],
      ['campaign/child%2F1%25/redemptions', 1, 9],
      ['campaign/grand/budget/total', '2.50', '9'],
      ['campaign/parent/budget/daily/2026-11-21', '2.50', '9'],
      ['campaign/parent/budget/total', '2.50', '9'],
      ['campaign/parent/customer/cus_42/redemptions', 1, 9],
      ['campaign/parent/customer/cus_42/redemptions/hourly/2026-11-21T12+00:00', 1, 9],
      ['campaign/parent/origin/order-1/redemptions', 1, 9],
      ['campaign/parent/redemptions', 1, 9],
      ['customer/cus_42/redemptions', 1, 1],
      ['transaction/order-1', 1, 1],
      ['voucher/SPRING-1/redemptions', 1, 1],
    ]);
    const names = new Set(decision.claims.map(({ name }) => name));
    expect(names).toEqual(new Set(planned(chain).keys()));
  });

  it('leave out what the shopper did not say', () => {
    expect(decideFor(campaign(), { customer_identifier: undefined }).claims).toEqual([
      { name: 'transaction.redemptions', key: 'transaction/order-1', add: 1, limit: 1 },
    ]);
  });

  it('of no discount are the counts alone', () => {
    const decision = decide(chain, { granted_discount: '0.00' });
    expect(decision.claims.every(({ add }) => add === 1)).toBe(true);
    expect(decision.claims).toHaveLength(11);
  });

  it('are none where the redemption is refused', () => {
    expect(decide(chain, { usage: { redemptions: 9 } }).claims).toEqual([]);
    expect(decideFor(chain, { transaction_id: '' }).claims).toEqual([]);
  });

  it('are in the order of keys, and no key is that of another, whatever the names', () => {
    // Characters on both sides of those that keys are made of.
    const name = string({
      unit: constantFrom('a', 'b', '/', '%', '2', 'F', '!', '-', '.', '~', '5', '\u00ff', '\ud83d'),
    });
    const identifier = name.map((text) => `${text}x`);
    const names = record({
      ids: uniqueArray(identifier, { minLength: 3, maxLength: 3 }),
      transaction_id: identifier,
      customer_identifier: identifier,
      origin_redemption: identifier,
      code: identifier,
    });
    assert(
      property(names, ({ ids, code, ...sent }) => {
        const [id, parent, grand] = ids;
        const config = {
          ...chain,
          id,
          parent: {
            ...(chain['parent'] as object),
            id: parent,
            parent: { ...chain, id: grand, parent: null },
          },
        };
        const origin = { redeemed_at: 0, original: true, customer_identifier: sent.customer_identifier };
        const decision = decideFor(config, sent, { voucher: { code }, origin });
        const keys = decision.claims.map(({ key }) => key);
        expect(decision.status).toBe('accepted');
        expect(keys).toHaveLength(21);
        expect(new Set(keys).size).toBe(21);
        expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the counters that rules ask for', () => {
  it('are one for all who ask for the same', () => {
    const registry = new CounterRegistry();
    const counters = countersOf(registry, 'spring', UTC, 0);
    const above = countersOf(registry, 'year', UTC, 1);
    expect(counters.budget('daily')).toBe(counters.budget('daily'));
    expect(counters.budget('weekly')).toBe(counters.budget('weekly', 'monday'));
    expect(counters.budget('daily', 'sunday')).toBe(counters.budget('daily'));
    expect(counters.budget('weekly', 'sunday')).not.toBe(counters.budget('weekly'));
    expect(counters.customer('weekly', 'sunday').name).toBe('customer.redemptions.weekly-sunday');
    expect(counters.anywhere()).toBe(above.anywhere());
    expect(counters.transaction()).toBe(above.transaction());
    expect(counters.voucher()).toBe(above.voucher());
    expect(counters.redemptions()).not.toBe(above.redemptions());
    expect(registry.all().map(({ slot }) => slot)).toEqual(registry.all().map((_, i) => i));
  });

  it('are the host’s own under a namespace of its own', () => {
    const registry = new CounterRegistry();
    const visits = countersOf(registry, 'a/b', UTC, 2).own(
      'acme.visits/day',
      ({ transactionId }) => transactionId,
    );
    const subjects = {
      at: 0,
      transactionId: 'x/y',
      customerIdentifier: undefined,
      originRedemption: undefined,
      voucherCode: 'c',
    };
    expect(visits).toMatchObject({ name: 'parent.parent.acme.visits/day', measures: 'count' });
    expect(visits.plannedFor(subjects)).toEqual({
      name: 'parent.parent.acme.visits/day',
      key: 'campaign/a%2Fb/acme.visits%2Fday/x%2Fy',
    });
    expect(visits.plannedFor({ ...subjects, transactionId: undefined })).toBeUndefined();
  });

  it.each([
    ['visits'],
    ['acme.'],
    ['.visits'],
    [''],
    ['budget.mine'],
    ['customer.visits'],
    ['origin.visits'],
    ['parent.visits'],
    ['redemptions.visits'],
    ['transaction.visits'],
    ['voucher.visits'],
  ])('are not the host’s own under the name %j', (name) => {
    const counters = countersOf(new CounterRegistry(), 'spring', UTC, 0);
    expect(() => counters.own(name, () => 'x')).toThrow(
      new TypeError(`a counter of your own needs a namespace, as in acme.${name}`),
    );
  });

  it.each([['acme.visits'], ['budgets.mine'], ['customers.visits'], ['a.b.c']])(
    'are the host’s own under the name %j',
    (name) => {
      const counters = countersOf(new CounterRegistry(), 'spring', UTC, 0);
      expect(counters.own(name, () => 'x').name).toBe(name);
    },
  );
});

it('a window goes over the wire as two instants', () => {
  expect(wireWindow({ start: 0, end: 3_600_000, id: 'x' })).toEqual({
    start: '1970-01-01T00:00:00.000Z',
    end: '1970-01-01T01:00:00.000Z',
  });
});

it('a context needs no usage to be planned', () => {
  expect(context()).not.toHaveProperty('usage');
  expect(planned(chain).size).toBe(16);
});
