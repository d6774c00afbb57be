// The ledger counts: each transaction once, never past a limit. On PostgreSQL the calls are the same (ledger/postgres.ts).
//   npx tsx examples/07-ledger.ts

import { compile } from 'redemption-rules';
import { cancel, confirm, giveBack, inMemoryLedger, redeem, reserve } from 'redemption-rules/ledger';

const campaign = compile({ id: 'flash', status: 'active', max_redemptions: 2, max_total_budget: '25.00' });
const ledger = inMemoryLedger();

const checkout = (transaction_id: string, granted_discount: string) => ({
  at: '2026-11-21T18:30:00Z', // the only clock: yours
  voucher: { code: 'FLASH' },
  redemption: { transaction_id, total_transaction_cost: '50.00' },
  granted_discount,
});
const told = ({ status, ...rest }: Awaited<ReturnType<typeof confirm>>) => {
  const codes = 'decision' in rest ? rest.decision.violations.map(({ error_code }) => error_code) : [];
  return [status, ...codes, ...('repeated' in rest && rest.repeated ? ['(the first answer)'] : [])].join(' ');
};

// Three checkouts at once for two redemptions.
const racing = ['order-1', 'order-2', 'order-3'].map((id) => redeem(campaign, ledger, checkout(id, '5.00')));
for (const outcome of await Promise.all(racing)) console.log(`at once: ${told(outcome)}`);

const first = checkout('order-1', '5.00');
console.log(`order-1, sent again: ${told(await redeem(campaign, ledger, first))}`);
console.log(`order-1, for more: ${told(await redeem(campaign, ledger, checkout('order-1', '9.00')))}`);

const back = await giveBack(ledger, 'order-1', ({ name }) => (name === 'redemptions' ? 'return' : 'keep'));
console.log(`order-1, refunded: ${back.status}; its place is free, its money stays spent`);

const [held, fits] = [checkout('order-4', '15.01'), checkout('order-4', '15.00')];
console.log(`order-4, a cent too much: ${told(await reserve(campaign, ledger, held, { ttl: 900_000 }))}`);
console.log(`order-4, reserved: ${told(await reserve(campaign, ledger, fits, { ttl: 900_000 }))}`);
console.log(`order-5 meanwhile: ${told(await redeem(campaign, ledger, checkout('order-5', '0.00')))}`);
console.log(`order-4, confirmed: ${told(await confirm(campaign, ledger, fits))}`);
console.log(`order-4, cancelled: ${told(await cancel(campaign, ledger, fits))}`);
