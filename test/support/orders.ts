import { compile, InvalidContextError } from '../../src/index.ts';
import { Replay, type Order, type ReplayOptions, type Replayed } from '../../src/simulate/index.ts';
import city from '../../examples/what-if/campaign.json' with { type: 'json' };
import { campaign } from './campaigns.ts';

/** When plausible orders lie. */
export const SPAN = { from: '2026-10-20T00:00:00Z', to: '2026-11-05T00:00:00Z' };

/** An order that a campaign without rules accepts. */
export function order(id: string, fields: object = {}, redemption: object = {}): Order {
  return {
    at: '2026-11-21T12:00:00Z',
    voucher: { code: 'SPRING' },
    redemption: {
      transaction_id: id,
      customer_identifier: 'ann',
      total_transaction_cost: '50.00',
      ...redemption,
    },
    granted_discount: '5.00',
    ...fields,
  };
}

/** What became of each order, what was wrong with those that could not be used, and the whole. */
export function replayed(config: object, orders: readonly unknown[], options: ReplayOptions = {}) {
  const replay = new Replay(compile(config), options);
  const issues: string[] = [];
  const statuses = orders.map((one) => {
    try {
      return replay.add(one as Order)?.status ?? 'moot';
    } catch (error) {
      if (!(error instanceof InvalidContextError)) throw error;
      issues.push(...error.issues.map(({ path, found, expected }) => `${path}: ${found}, not ${expected}`));
      return 'unusable';
    }
  });
  const result: Replayed = replay.result();
  return { statuses, issues, result };
}

const parent = campaign({
  id: 'brand',
  time_zone: 'America/New_York',
  max_redemptions: 900,
  rules: [{ type: 'budget', period: 'weekly', limit: '700.00', week_starts_on: 'sunday' }],
});

/** A campaign with limits of every kind. */
export const rich = {
  ...city,
  voucher_type: 'unique',
  parent,
  rules: [
    { type: 'budget', period: 'daily', limit: '120.00' },
    { type: 'budget', period: 'hourly', limit: '40.00' },
    { type: 'budget', period: 'monthly', limit: '1500.005' },
    { type: 'per_customer', max_redemptions: 1, period: 'weekly' },
    { type: 'transaction_cost', minimum: '20.00', maximum: '90.00' },
    { type: 'category', category: 'dept', any_of: ['shoes', 'hats'], none_of: ['outlet'] },
    {
      type: 'any_of',
      rules: [{ type: 'time_of_order', windows: [{ days: ['friday'] }] }, { type: 'new_customer' }],
    },
    city.rules[2],
  ],
};
