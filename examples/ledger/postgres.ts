// The ledger on the PostgreSQL you run: DATABASE_URL says where. It makes the schema redemption_rules there.
//   DATABASE_URL=postgres://… npx tsx examples/ledger/postgres.ts

import { Pool } from 'pg';
import { compile } from 'redemption-rules';
import { LedgerUnavailableError, redeem } from 'redemption-rules/ledger';
import { postgresLedger } from 'redemption-rules/ledger/postgres';

const campaign = compile({ id: 'flash', status: 'active', max_redemptions: 10_000 });

const pool = new Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 20,
  // Waiting longer helps nobody in a checkout: the ledger tells the caller to try again.
  connectionTimeoutMillis: 2_000,
  statement_timeout: 2_000,
});
pool.on('error', (error) => {
  console.error(`a connection that nobody used has ended: ${error.message}`);
});

// The campaign's own counter is in one row that all shoppers want: eight slots let eight of them count at a time.
const ledger = postgresLedger({ pool, slots: ({ name }) => (name === 'redemptions' ? 8 : 1) });
await ledger.migrate();

const at = new Date(); // the only clock here: yours
const order = `order-${at.getTime()}`;
const context = {
  at,
  voucher: { code: 'FLASH' },
  redemption: { transaction_id: order, total_transaction_cost: '50.00' },
};

for (let tries = 3; tries > 0; tries--) {
  try {
    const outcome = await redeem(campaign, ledger, context);
    console.log(`${outcome.status}, counted once however often it is sent`);
    break;
  } catch (error) {
    // Nothing was lost and nothing will be counted twice: the same transaction again.
    if (!(error instanceof LedgerUnavailableError) || tries === 1) throw error;
  }
}
console.log(`counters that are not the sum of their redemptions: ${(await ledger.differences()).length}`);
await pool.end();
