import { describe, expect, it } from 'vitest';
import {
  allOf,
  anyOf,
  areas,
  boxed,
  budget,
  cost,
  findingOf,
  findings,
  NEW_CUSTOMER,
  pathsOf,
  perCustomer,
} from './support/lint.ts';
import { box, polygon } from '../support/campaigns.ts';

const subscription = (max_redemptions: number) => ({ type: 'subscription', max_redemptions });

/** But for guests. */
function odd(fields: Readonly<Record<string, unknown>>): string[] {
  return findings(fields)
    .filter(({ kind, severity }) => kind === 'suspicious' && severity === 'warning')
    .map(({ campaign, path }) => (campaign === 'spring' ? path : `${campaign}${path}`));
}

describe('rules that repeat', () => {
  it('whatever the order of their keys, and what is written for people', () => {
    const minimum = { type: 'transaction_cost', minimum: '20', maximum: '30' };
    const again = { description: 'again', maximum: '30', minimum: '20', type: 'transaction_cost' };
    expect(odd({ rules: [minimum, cost('5'), again] })).toEqual(['/rules/2']);
    expect(odd({ rules: [minimum, { ...minimum, minimum: '20.0' }] })).toEqual([]);
    expect(findingOf('suspicious', { rules: [minimum, again] })).toMatchObject({
      message: 'This rule repeats /rules/0.',
      witness: { rules: [{ campaign: 'spring', path: '/rules/0' }] },
    });
  });

  it('are not told a second time, as ones that do not matter', () => {
    expect(pathsOf('never_matters', { rules: [cost('20'), cost('20')] })).toEqual([]);
  });

  it('beside one another, in a group or in the campaign; not elsewhere', () => {
    expect(odd({ rules: [anyOf(cost('5'), cost('5'))] })).toEqual(['/rules/0/rules/1']);
    expect(odd({ rules: [cost('5'), anyOf(cost('5'), NEW_CUSTOMER)] })).toEqual([]);
    expect(odd({ rules: [cost('5')], parent: { id: 'brand', rules: [cost('5')] } })).toEqual([]);
    expect(odd({ rules: [], parent: { id: 'brand', rules: [cost('5'), cost('5')] } })).toEqual([
      'brand/rules/1',
    ]);
  });

  it('with areas', () => {
    expect(odd({ rules: [boxed(0, 0, 1, 1), boxed(0, 0, 1, 1)] })).toEqual(['/rules/1']);
    expect(
      odd({
        rules: [
          boxed(0, 0, 1, 1),
          boxed(0, 0, 1, 2),
          areas(polygon([box(0, 0, 1, 1)]), polygon([box(2, 2, 3, 3)])),
        ],
      }),
    ).toEqual([]);
  });
});

describe('new customers', () => {
  it('with a limit above 1, at 1 and below', () => {
    expect(odd({ rules: [NEW_CUSTOMER, perCustomer(2)] })).toEqual(['/rules/1/max_redemptions']);
    expect(odd({ rules: [perCustomer(5, { period: 'daily' }), NEW_CUSTOMER] })).toEqual([
      '/rules/0/max_redemptions',
    ]);
    expect(odd({ rules: [NEW_CUSTOMER, perCustomer(1)] })).toEqual([]);
    expect(odd({ rules: [NEW_CUSTOMER, perCustomer(0)] })).toEqual([]);
    expect(pathsOf('never_matters', { rules: [NEW_CUSTOMER, perCustomer(2)] })).toEqual([]);
  });

  it('of an ancestor, and in a group of which all must hold', () => {
    expect(odd({ rules: [perCustomer(2)], parent: { id: 'brand', rules: [NEW_CUSTOMER] } })).toEqual([
      '/rules/0/max_redemptions',
    ]);
    expect(odd({ rules: [NEW_CUSTOMER], parent: { id: 'brand', rules: [perCustomer(2)] } })).toEqual([]);
    expect(odd({ rules: [anyOf(allOf(NEW_CUSTOMER, perCustomer(2)), cost('5'))] })).toEqual([
      '/rules/0/rules/0/rules/1/max_redemptions',
    ]);
    expect(odd({ rules: [anyOf(NEW_CUSTOMER, perCustomer(2))] })).toEqual([]);
    // A whole group of the campaign is told once.
    expect(odd({ rules: [], parent: { id: 'brand', rules: [NEW_CUSTOMER, perCustomer(2)] } })).toEqual([
      'brand/rules/1/max_redemptions',
    ]);
  });
});

describe('a subscription without a way to renew', () => {
  it('of one redemption, or two', () => {
    expect(odd({ rules: [subscription(1)] })).toEqual(['/rules/0/max_redemptions']);
    expect(odd({ rules: [subscription(2)] })).toEqual([]);
  });

  it('in a campaign that is redeemed once, or twice', () => {
    expect(odd({ max_redemptions: 1, rules: [subscription(5)] })).toEqual(['/rules/0']);
    expect(odd({ max_redemptions: 2, rules: [subscription(5)] })).toEqual([]);
    expect(odd({ rules: [subscription(5)], parent: { id: 'brand', max_redemptions: 1 } })).toEqual([
      '/rules/0',
    ]);
    expect(odd({ max_redemptions: 1, rules: [], parent: { id: 'brand', rules: [subscription(5)] } })).toEqual(
      ['brand/rules/0'],
    );
    expect(odd({ max_redemptions: 1, rules: [cost('5')] })).toEqual([]);
  });
});

describe('a budget', () => {
  it('below a hundredth of what every order costs', () => {
    expect(odd({ rules: [cost('500'), budget('daily', '4.99')] })).toEqual(['/rules/1/limit']);
    expect(odd({ rules: [cost('500'), budget('daily', '5')] })).toEqual([]);
    expect(odd({ rules: [budget('daily', '4.99')], parent: { id: 'brand', rules: [cost('500')] } })).toEqual([
      '/rules/0/limit',
    ]);
    expect(odd({ rules: [anyOf(cost('500'), NEW_CUSTOMER), budget('daily', '4.99')] })).toEqual([]);
  });

  it('below 1, at it, and of nothing', () => {
    expect(odd({ rules: [budget('daily', '0.99')] })).toEqual(['/rules/0/limit']);
    expect(odd({ rules: [budget('daily', '1.00')] })).toEqual([]);
    expect(odd({ rules: [budget('daily', '0.00')] })).toEqual([]);
    expect(odd({ max_total_budget: 0.5 })).toEqual(['/max_total_budget']);
    expect(odd({ rules: [anyOf(budget('total', '0.000000000000000001'), NEW_CUSTOMER)] })).toEqual([
      '/rules/0/rules/0/limit',
    ]);
  });
});
