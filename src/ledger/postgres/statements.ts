import { TRANSACTION } from '../ledger.ts';
import { digestOf } from './stored-text.ts';
import type { Statement } from './connections.ts';

/** The statements of a ledger whose tables stand in `schema`. Plain SQL: no functions, no advisory locks, no isolation level. */
export interface Statements {
  readonly read: Statement;
  readonly apply: Statement;
  readonly hasSlots: Statement;
  readonly addSlots: Statement;
  readonly lockSlots: Statement;
  readonly addLocked: Statement;
  readonly record: Statement;
  readonly confirm: Statement;
  readonly cancel: Statement;
  readonly expireOne: Statement;
  readonly due: Statement;
  readonly giveBack: Statement;
  readonly noteSweep: Statement;
  readonly sweep: Statement;
  readonly differences: Statement;
}

/** A record as every statement gives it: texts, so that no type parser of the host's changes them. */
const RECORD = `r.status, r.operation, r.campaign, r.request, r.claims::text AS claims,
  (extract(epoch FROM r.at) * 1000)::bigint::text AS at,
  (extract(epoch FROM r.expires_at) * 1000)::bigint::text AS expires_at`;

/** A redemption whose transaction is known is not replaced: −1 is refused by a constraint, and the whole statement with it. */
const REPLACES = `ON CONFLICT (transaction_id) DO UPDATE SET
  status = excluded.status, operation = excluded.operation, request = excluded.request, campaign = excluded.campaign,
  at = excluded.at, expires_at = excluded.expires_at, claims = excluded.claims, claimed = excluded.claimed,
  counted = CASE WHEN r.status IN ('cancelled', 'expired') THEN excluded.counted ELSE -1 END`;

export function statementsOf(schema: string, prepared: boolean): Statements {
  const home = `"${schema.replaceAll('"', '""')}"`;
  const named = (verb: string, text: string): Statement =>
    prepared ? { name: `redemption_rules_${verb}_${digestOf(text).slice(0, 12)}`, text } : { text };
  const notSwept = (end: string) =>
    `(${end} IS NULL OR NOT EXISTS (SELECT 1 FROM ${home}.sweeps s WHERE s.swept_before >= ${end}))`;

  /** Subtracts what `resolved` (the one redemption) held, row by row in the order of its claims. */
  const releasing = (resolved: string, which = '') => `WITH resolved AS (${resolved}),
held AS (
  SELECT h.place, h.claim->>'key' AS key, (h.claim->>'add')::numeric AS amount
  FROM resolved, jsonb_array_elements(resolved.claims::jsonb) WITH ORDINALITY AS h (claim, place)
  ${which}
),
locked AS (
  SELECT c.key, c.slot, c.value, held.amount FROM held JOIN ${home}.counters c ON c.key = held.key
  ORDER BY held.place, c.slot FOR UPDATE OF c
),
shared AS (
  SELECT key, slot,
    least(value, greatest(amount - (sum(value) OVER (PARTITION BY key ORDER BY slot) - value), 0)) AS amount
  FROM locked
),
released AS (
  UPDATE ${home}.counters c SET value = c.value - shared.amount FROM shared
  WHERE c.key = shared.key AND c.slot = shared.slot RETURNING 1
)
SELECT * FROM resolved`;

  const resolving = (status: string, condition: string) =>
    `UPDATE ${home}.redemptions r SET status = '${status}' WHERE r.transaction_id = $1 AND ${condition} RETURNING ${RECORD}`;

  return {
    read: named(
      'read',
      `SELECT ${RECORD},
  ARRAY(
    SELECT (SELECT coalesce(sum(c.value), 0) FROM ${home}.counters c WHERE c.key = k.key)::text
    FROM unnest((SELECT $2::text[])) WITH ORDINALITY AS k (key, place) ORDER BY k.place
  ) AS held,
  (SELECT (extract(epoch FROM max(s.swept_before)) * 1000)::bigint::text FROM ${home}.sweeps s) AS swept_before
FROM (SELECT 1) AS one LEFT JOIN ${home}.redemptions r ON r.transaction_id = $1`,
    ),
    // A slot of a shared counter keeps to its own ceiling, if that was cut from the same limit; any other row, to the claim's.
    apply: named(
      'apply',
      `WITH claimed AS (
  SELECT * FROM unnest(
    (SELECT $1::text[]), (SELECT $2::smallint[]), (SELECT $3::numeric[]), (SELECT $4::numeric[]),
    (SELECT $5::boolean[]), (SELECT $6::timestamptz[]))
    WITH ORDINALITY AS u (key, slot, amount, ceiling, is_shared, window_end, place)
),
counted AS (
  INSERT INTO ${home}.counters AS c (key, slot, value, ceiling, shared_limit, window_end)
  SELECT u.key, u.slot, u.amount, u.ceiling, CASE WHEN u.is_shared THEN u.ceiling END, u.window_end
  FROM claimed u
  WHERE (u.ceiling IS NULL OR u.amount <= u.ceiling) AND ${notSwept('u.window_end')}
    AND (NOT u.is_shared OR EXISTS (SELECT 1 FROM ${home}.counters x WHERE x.key = u.key AND x.slot = u.slot))
  ORDER BY u.place
  ON CONFLICT (key, slot) DO UPDATE SET
    value = c.value + excluded.value,
    ceiling = CASE WHEN excluded.shared_limit IS NULL THEN excluded.ceiling ELSE c.ceiling END
  WHERE CASE
    WHEN excluded.shared_limit IS NOT NULL
      THEN c.shared_limit = excluded.shared_limit AND c.value + excluded.value <= c.ceiling
    ELSE c.shared_limit IS NULL AND (excluded.ceiling IS NULL OR c.value + excluded.value <= excluded.ceiling)
  END
  RETURNING 1
)
INSERT INTO ${home}.redemptions AS r
  (transaction_id, status, operation, request, campaign, at, expires_at, claims, claimed, counted)
SELECT $7, $8, $9, $10, $11, $12::timestamptz, $13::timestamptz, $14::jsonb, cardinality($1::text[]),
  (SELECT count(*) FROM counted)
${REPLACES}`,
    ),
    hasSlots: named(
      'has_slots',
      `SELECT 1 FROM ${home}.counters WHERE key = ANY ($1::text[]) AND shared_limit IS NOT NULL LIMIT 1`,
    ),
    addSlots: named(
      'add_slots',
      `INSERT INTO ${home}.counters (key, slot, value, ceiling, window_end)
SELECT $1, slot, 0, 0, $3::timestamptz FROM generate_series(0, $2::int - 1) AS slot
WHERE ${notSwept('$3::timestamptz')} ORDER BY slot ON CONFLICT (key, slot) DO NOTHING`,
    ),
    lockSlots: named(
      'lock_slots',
      `SELECT slot FROM ${home}.counters WHERE key = $1 ORDER BY slot FOR UPDATE`,
    ),
    // What is left of the limit is shared out anew; −1 marks shared rows whose last addition had no limit.
    addLocked: named(
      'add_locked',
      `WITH held AS (SELECT sum(value) AS used, count(*) AS slots FROM ${home}.counters WHERE key = $1)
UPDATE ${home}.counters c SET
  value = c.value + CASE WHEN c.slot = $2::int THEN $3::numeric ELSE 0 END,
  ceiling = CASE
    WHEN held.slots = 1 THEN $4::numeric
    WHEN c.slot = $2::int THEN c.value + $3::numeric + ($4::numeric - held.used - $3::numeric)
      - floor(($4::numeric - held.used - $3::numeric) / held.slots) * (held.slots - 1)
    ELSE c.value + floor(($4::numeric - held.used - $3::numeric) / held.slots)
  END,
  shared_limit = CASE WHEN held.slots > 1 THEN coalesce($4::numeric, -1) END
FROM held
WHERE c.key = $1 AND ($4::numeric IS NULL OR held.used + $3::numeric <= $4::numeric) AND ${notSwept('c.window_end')}`,
    ),
    record: named(
      'record',
      `INSERT INTO ${home}.redemptions AS r
  (transaction_id, status, operation, request, campaign, at, expires_at, claims, claimed, counted)
VALUES ($1, $2, $3, $4, $5, $6::timestamptz, $7::timestamptz, $8::jsonb, $9::int, $10::int)
${REPLACES}`,
    ),
    confirm: named(
      'confirm',
      resolving('confirmed', `r.status = 'pending' AND r.expires_at > $2::timestamptz`),
    ),
    cancel: named(
      'cancel',
      releasing(resolving('cancelled', `r.status = 'pending' AND r.expires_at > $2::timestamptz`)),
    ),
    expireOne: named(
      'expire',
      releasing(resolving('expired', `r.status = 'pending' AND r.expires_at <= $2::timestamptz`)),
    ),
    due: named(
      'due',
      `SELECT transaction_id FROM ${home}.redemptions WHERE status = 'pending' AND expires_at <= $1::timestamptz
ORDER BY expires_at LIMIT 500`,
    ),
    giveBack: named(
      'give_back',
      releasing(
        `UPDATE ${home}.redemptions r SET status = 'given_back', returned = $2::int[]
WHERE r.transaction_id = $1 AND r.status = 'confirmed' RETURNING ${RECORD}`,
        'WHERE h.place = ANY ($2::int[])',
      ),
    ),
    noteSweep: named(
      'note_sweep',
      `INSERT INTO ${home}.sweeps (swept_before) VALUES ($1::timestamptz) ON CONFLICT DO NOTHING`,
    ),
    sweep: named(
      'sweep',
      `WITH swept AS (DELETE FROM ${home}.counters WHERE window_end <= $1::timestamptz RETURNING key)
SELECT count(DISTINCT key)::text AS swept FROM swept`,
    ),
    differences: named(
      'differences',
      `WITH recorded AS (
  SELECT h.claim->>'key' AS key, sum((h.claim->>'add')::numeric) AS value
  FROM ${home}.redemptions r, jsonb_array_elements(r.claims) WITH ORDINALITY AS h (claim, place)
  WHERE (r.status IN ('pending', 'confirmed') OR (r.status = 'given_back' AND NOT h.place = ANY (r.returned)))
    AND h.claim->>'name' <> '${TRANSACTION}' AND ${notSwept("(h.claim->>'window_end')::timestamptz")}
  GROUP BY 1
),
counted AS (SELECT key, sum(value) AS value FROM ${home}.counters GROUP BY key)
SELECT key, coalesce(counted.value, 0)::text AS counted, coalesce(recorded.value, 0)::text AS recorded
FROM counted FULL JOIN recorded USING (key) WHERE coalesce(counted.value, 0) <> coalesce(recorded.value, 0) ORDER BY key`,
    ),
  };
}
