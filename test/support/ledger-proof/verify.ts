// Looks at the tables with SQL of its own, in one snapshot, while redemptions go on.

import type { Pool } from 'pg';
import type { PostgresLedger } from '../../../src/ledger/postgres/index.ts';
import type { Limits } from './job.ts';

/** What the recorded redemptions add up to, by limit: the most of any counter, and what is past its limit. */
export interface Verified {
  readonly rows: number;
  readonly redemptions: number;
  readonly over: { readonly cap: number; readonly dailyBudget: string; readonly perCustomer: number };
  /** Counters at their limit: a limit that nobody reached proves nothing. */
  readonly reached: { readonly cap: boolean; readonly days: number; readonly customers: number };
  readonly differences: number;
}

export async function verify(
  pool: Pool,
  ledger: PostgresLedger,
  schema: string,
  limits: Limits,
): Promise<Verified> {
  const { rows } = await pool.query<Record<string, string>>(
    `WITH counted AS (
       SELECT claims, transaction_id FROM ${schema}.redemptions WHERE status IN ('pending', 'confirmed')
     ),
     claim AS (
       SELECT h.claim->>'name' AS name, h.claim->>'key' AS key, sum((h.claim->>'add')::numeric) AS value
       FROM counted, jsonb_array_elements(counted.claims) AS h (claim) GROUP BY 1, 2
     )
     SELECT (SELECT count(*) FROM ${schema}.redemptions) AS rows, (SELECT count(*) FROM counted) AS redemptions,
       greatest((SELECT count(*) FROM counted) - $1::numeric, 0) AS cap_over,
       (SELECT coalesce(sum(value - $2) FILTER (WHERE value > $2), 0) FROM claim WHERE name = 'budget.daily') AS budget_over,
       (SELECT coalesce(sum(greatest(value - $3, 0)), 0) FROM claim WHERE name = 'customer.redemptions') AS customer_over,
       (SELECT count(*) FROM counted) = $1 AS cap_reached,
       (SELECT count(*) FROM claim WHERE name = 'budget.daily' AND value > $2 - 8) AS days_reached,
       (SELECT count(*) FROM claim WHERE name = 'customer.redemptions' AND value = $3) AS customers_reached`,
    [limits.cap, limits.dailyBudget, limits.perCustomer],
  );
  const row = rows[0] as Record<string, string>;
  return {
    rows: Number(row['rows']),
    redemptions: Number(row['redemptions']),
    over: {
      cap: Number(row['cap_over']),
      dailyBudget: row['budget_over'] as string,
      perCustomer: Number(row['customer_over']),
    },
    reached: {
      cap: String(row['cap_reached']) === 'true',
      days: Number(row['days_reached']),
      customers: Number(row['customers_reached']),
    },
    differences: (await ledger.differences()).length,
  };
}

/** Of the ids that somebody was told for good: those that the tables do not have so. */
export async function lost(
  pool: Pool,
  schema: string,
  acknowledged: ReadonlyMap<string, 'confirmed' | 'cancelled'>,
): Promise<number> {
  const ids = [...acknowledged.keys()];
  const { rows } = await pool.query<{ lost: string }>(
    `SELECT count(*) AS lost FROM unnest($1::text[], $2::text[]) AS told (id, status)
     LEFT JOIN ${schema}.redemptions r ON r.transaction_id = told.id AND r.status = told.status
     WHERE r.transaction_id IS NULL`,
    [ids, ids.map((id) => acknowledged.get(id))],
  );
  return Number(rows[0]?.lost);
}
