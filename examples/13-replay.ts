// What would last month have cost, and what would a cheaper minimum have changed? Past orders through two campaigns.
//   npx tsx examples/13-replay.ts

import { compile } from 'redemption-rules';
import { plausibleOrders, simulate } from 'redemption-rules/simulate';
import config from './what-if/campaign.json' with { type: 'json' };

const campaign = compile(config);
const cheaper = compile({
  ...config,
  rules: config.rules.map((rule) =>
    rule.type === 'transaction_cost' ? { ...rule, minimum: '10.00' } : rule,
  ),
});

// Yours come from a file or a table, one by one; these are made up, and the same each time.
const orders = plausibleOrders(campaign, {
  seed: 7,
  count: 3_000,
  from: '2026-11-01T00:00:00Z',
  to: '2026-12-01T00:00:00Z',
});

const { before, after, newly_accepted, newly_refused } = await simulate(campaign, orders, {
  against: cheaper,
});
console.log(`${before.orders} orders: ${before.accepted} accepted, ${before.granted} granted`);
for (const { error_code, orders: refused } of before.refusals.slice(0, 3))
  console.log(`  ${error_code}: ${refused}`);
for (const { name, limit, first_reached } of before.limits)
  console.log(`  ${name} of ${limit}: reached ${first_reached ?? 'never'}`);
console.log(`with a minimum of 10.00: ${after.accepted} accepted, ${after.granted} granted`);
console.log(
  `${newly_accepted.orders} more orders, ${newly_refused.orders} fewer; the first more is ${newly_accepted.rows[0]?.examples[0]?.transaction_id}`,
);
