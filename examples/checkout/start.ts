// Starts the checkout on 127.0.0.1:3000 (PORT), with a PostgreSQL of its own or the one of DATABASE_URL.
//   npx tsx examples/checkout/start.ts
//   curl -s localhost:3000/redemptions -H 'content-type: application/json' \
//     -d '{"voucher_code":"FLASH","redemption":{"transaction_id":"order-1","total_transaction_cost":"50.00"}}'

import { Pool } from 'pg';
import { expire } from 'redemption-rules/ledger';
import { postgresLedger } from 'redemption-rules/ledger/postgres';
import { startPostgres } from '../../test/support/postgres.ts';
import { buildCheckout } from './app.ts';
import { vouchers } from './vouchers.ts';

const given = process.env['DATABASE_URL'];
const server = given === undefined ? await startPostgres() : undefined;
const pool = new Pool({
  connectionString: given ?? server?.url,
  max: 20,
  connectionTimeoutMillis: 2_000,
  statement_timeout: 2_000,
});
pool.on('error', (error) => app.log.warn(error, 'an idle connection has ended'));
const ledger = postgresLedger({ pool, slots: ({ name }) => (name === 'redemptions' ? 8 : 1) });
await ledger.migrate();

const app = await buildCheckout({
  vouchers,
  ledger,
  now: () => new Date(),
  logger: { level: process.env['LOG_LEVEL'] ?? 'info' },
});
const sweeper = setInterval(() => {
  expire(ledger, new Date()).catch((error: unknown) =>
    app.log.warn(error, 'overdue reservations were not released'),
  );
}, 10_000);
await app.listen({ port: Number(process.env['PORT'] ?? 3_000), host: '127.0.0.1' });

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    clearInterval(sweeper);
    void app
      .close()
      .then(() => pool.end())
      .then(() => server?.remove())
      .then(() => process.exit());
  });
}
