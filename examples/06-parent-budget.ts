// A partner's campaign under a brand: all levels must hold, and each counts in the periods of its own zone.
//   npx tsx examples/06-parent-budget.ts

import { compile } from 'redemption-rules';
import hotels from './campaigns/fjord-hotels-autumn.json' with { type: 'json' };

const campaign = compile(hotels);
const stay = {
  at: '2026-10-31T23:30:00Z', // still 31 October in London, where the hotels are; November in Oslo, at the brand
  voucher: { code: 'NORDLYS-FJORD' },
  redemption: {
    transaction_id: 'stay-2',
    customer_identifier: 'cus_quinn',
    total_transaction_cost: '150.00',
  },
};

console.log('To load:');
for (const { name, key, window } of campaign.plan(stay).counters) {
  console.log(`  ${name} from ${key}`, window ? `(${window.start} to ${window.end})` : '');
}

const usage = {
  'transaction.redemptions': 0,
  'customer.redemptions_anywhere': 5,
  'budget.daily': '640.00',
  'parent.budget.monthly': '24980.00',
  'parent.customer.redemptions': 3,
};
const { status, violations } = campaign.evaluate({ ...stay, granted_discount: '30.00', usage });

console.log(`${status}: the hotels have money left, the brand has not`);
for (const { campaign: level, rule, error_code, details } of violations) {
  console.log(
    `  ${error_code} at ${level}${rule ?? ''}: ${details?.remaining} left, ${details?.requested} asked`,
  );
}
