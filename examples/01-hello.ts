// A campaign in, a redemption in; accepted, with what to count, out.
//   npx tsx examples/01-hello.ts

import { compile } from 'redemption-rules';

const campaign = compile({
  id: 'hello',
  status: 'active',
  max_redemptions: 100,
  rules: [{ type: 'transaction_cost', minimum: '20.00' }],
});

const decision = campaign.evaluate({
  at: '2026-11-21T18:30:00Z', // the engine reads no clock: the host says what time it is
  voucher: { code: 'HELLO' },
  redemption: { transaction_id: 'order-1', total_transaction_cost: '20.00' }, // as the shopper's client sent it
  usage: { 'transaction.redemptions': 0, redemptions: 41 }, // what the host has counted so far
});

console.log(decision.status);
for (const { key, add, limit } of decision.claims) {
  console.log(`count: add ${add} to ${key}, which must stay within ${limit}`);
}
