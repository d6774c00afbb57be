/** A campaign with something of everything that is told: amounts, counts, windows, areas. */
export const campaign = {
  id: 'spring-sale',
  status: 'active',
  time_zone: 'Europe/Amsterdam',
  max_redemptions: 10_000,
  rules: [
    { type: 'budget', period: 'daily', limit: '500.00' },
    { type: 'transaction_cost', minimum: '20.00' },
    { type: 'per_customer', max_redemptions: 2 },
    {
      type: 'area',
      areas: {
        type: 'FeatureCollection',
        features: ['Centre', 'Harbour'].map((name) => ({
          type: 'Feature',
          properties: { name, radius_m: 1_000 },
          geometry: { type: 'Point', coordinates: [4.9, 52.37] },
        })),
      },
    },
  ],
};

export const accepted = {
  at: '2026-11-21T18:30:00Z',
  voucher: { code: 'SPRING-1' },
  redemption: {
    transaction_id: 'order-1',
    customer_identifier: 'ann',
    total_transaction_cost: '20.00',
    location: { latitude: 52.37, longitude: 4.9 },
  },
  granted_discount: '12.99',
  usage: {
    'transaction.redemptions': 0,
    'customer.redemptions_anywhere': 3,
    redemptions: 412,
    'budget.daily': '310.00',
    'customer.redemptions': 0,
  },
};

/** Too cheap, too far, and the day's budget is spent. */
export const refused = {
  ...accepted,
  note: 'too cheap',
  redemption: {
    ...accepted.redemption,
    transaction_id: 'order-2',
    total_transaction_cost: '19.99',
    location: { latitude: 0, longitude: 0 },
  },
  usage: { ...accepted.usage, 'budget.daily': '495.00' },
};

const { 'budget.daily': _, ...incomplete } = accepted.usage;

/** A wrong instant, and a counter is missing. */
export const broken = {
  ...accepted,
  at: '2026-02-30T00:00Z',
  redemption: { ...accepted.redemption, transaction_id: 'order-3' },
  usage: incomplete,
};

export const missingCounter = { ...accepted, usage: incomplete };
