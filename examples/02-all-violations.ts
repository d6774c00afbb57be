// A refusal names every reason at once, not only the first, and says what the shopper can do about it.
//   npx tsx examples/02-all-violations.ts

import { compile, toErrorResponse } from 'redemption-rules';

const campaign = compile({
  id: 'spring-sale',
  status: 'active',
  time_zone: 'Europe/Amsterdam',
  max_redemptions: 500,
  rules: [
    { type: 'time_frame', windows: [{ start: '2026-03-01T00:00', end: '2026-06-01T00:00' }] },
    { type: 'transaction_cost', minimum: '20.00' },
    { type: 'per_customer', max_redemptions: 1 },
    { type: 'category', category: 'department', any_of: ['shoes'], none_of: ['outlet'] },
  ],
});

const decision = campaign.evaluate({
  at: '2026-06-01T00:00:00+02:00', // exactly at the end: windows are half-open
  voucher: { code: 'SPRING-1' },
  redemption: {
    transaction_id: 'order-2', // and no customer: a limit for each customer never lets a guest pass
    total_transaction_cost: '19.99',
    categories: [{ name: 'department', tags: ['outlet'] }],
  },
  usage: { 'transaction.redemptions': 0, redemptions: 500 },
});

console.log(`${decision.status}, for ${decision.violations.length} reasons:`);
for (const { attribute, error_code, rule, details } of decision.violations) {
  console.log(`  ${attribute}.${error_code} (${rule})`, details ?? ''); // rule and details are for the operator
}
console.log('What the shopper may see, with status 422:');
console.log(JSON.stringify(toErrorResponse(decision), null, 2));
