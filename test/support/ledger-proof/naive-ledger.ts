// What most shops run: read the counters, check, write them back. The harness must see it fail.

import type { Pool } from 'pg';
import type { Applied, Entry, Ledger } from '../../../src/ledger/index.ts';
import { postgresLedger } from '../../../src/ledger/postgres/index.ts';

/** The PostgreSQL ledger, but counting with a value that it read before: nothing is guarded. */
export function naiveLedger(pool: Pool, schema: string): Ledger {
  const sound = postgresLedger({ pool, schema });
  async function commit(entry: Entry): Promise<Applied> {
    const claims = entry.claims.filter(({ name }) => name !== 'transaction.redemptions');
    for (const { key, add, limit } of claims) {
      const { rows } = await pool.query<{ value: string }>(
        `SELECT value FROM ${schema}.counters WHERE key = $1`,
        [key],
      );
      const value = Number(rows[0]?.value ?? 0) + Number(add);
      if (limit !== null && value > Number(limit)) return { outcome: 'lost_race' };
      await pool.query(
        `INSERT INTO ${schema}.counters (key, slot, value) VALUES ($1, 0, $2)
         ON CONFLICT (key, slot) DO UPDATE SET value = excluded.value`,
        [key, value],
      );
    }
    return sound.commit({ ...entry, claims: [] });
  }
  return {
    read: (question) => sound.read(question),
    commit: async (entry) => {
      const applied = await commit(entry);
      // The record says what was claimed: the proof counts the records.
      if (applied.outcome === 'applied') {
        await pool.query(`UPDATE ${schema}.redemptions SET claims = $2::jsonb WHERE transaction_id = $1`, [
          entry.transactionId,
          JSON.stringify(entry.claims),
        ]);
      }
      return applied;
    },
    reserve: (entry, expiresAt) => sound.reserve(entry, expiresAt),
    confirm: (id, now) => sound.confirm(id, now),
    cancel: (id, now) => sound.cancel(id, now),
    giveBack: (id, policy) => sound.giveBack(id, policy),
    expire: (now, id) => sound.expire(now, id),
    sweep: (before) => sound.sweep(before),
  };
}
