// The whole round: plan the counters, load them, evaluate, claim. The store is a Map; all claims are applied or none.
//   npx tsx examples/03-plan-load-evaluate-claim.ts

import { compile, type Claim } from 'redemption-rules';

const rules = [{ type: 'per_customer', max_redemptions: 2 }];
const campaign = compile({ id: 'flash', status: 'active', max_total_budget: '25.00', rules });

const store = new Map<string, bigint>(); // in hundredths: money has two decimals here, and never becomes a float
const stored = (key: string): bigint => store.get(key) ?? 0n;
const written = (n: bigint): string => `${n / 100n}${n % 100n ? `.${`${n % 100n}`.padStart(2, '0')}` : ''}`;
const hundredths = (amount: number | string): bigint => {
  const [whole = '', decimals = ''] = `${amount}`.split('.');
  return BigInt(whole + decimals.padEnd(2, '0'));
};

function decide(transaction_id: string, customer_identifier: string, granted_discount: string) {
  const redemption = { transaction_id, customer_identifier, total_transaction_cost: '50.00' };
  const context = { at: '2026-11-21T18:30:00Z', voucher: { code: 'FLASH' }, redemption };
  const { counters } = campaign.plan(context);
  const usage = Object.fromEntries(counters.map(({ name, key }) => [name, written(stored(key))]));
  return campaign.evaluate({ ...context, granted_discount, usage });
}
// In a database this is one transaction: what a limit allowed when it was read may be gone when it is written.
function claimAll(claims: readonly Claim[]): string {
  const sums = claims.map(({ key, add, limit }) => ({ key, limit, value: stored(key) + hundredths(add) }));
  if (!sums.every(({ value, limit }) => limit === null || value <= hundredths(limit))) return 'lost a race';
  for (const { key, value } of sums) store.set(key, value);
  return 'counted';
}

const [first, second] = [decide('order-1', 'cus_1', '20.00'), decide('order-2', 'cus_2', '5.01')];
console.log(`both read a budget of 0 spent: ${first.status}, ${second.status}`);
console.log(`order-1: ${claimAll(first.claims)}, order-2: ${claimAll(second.claims)}`); // together over 25.00
console.log(`order-2, loaded and evaluated again: ${decide('order-2', 'cus_2', '5.01').status}`);
console.log(`order-3, for a cent less: ${claimAll(decide('order-3', 'cus_3', '5.00').claims)}`);
for (const [key, value] of store) console.log(`  ${key} holds ${written(value)}`);
