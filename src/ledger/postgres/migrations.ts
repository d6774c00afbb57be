import { isRefusedByConstraint, sqlStateOf, RolledBack } from './failures.ts';
import type { Connections } from './connections.ts';

/** Each is applied once, in order, and never changed after a release. `%` stands for the schema. */
const MIGRATIONS: readonly (readonly string[])[] = [
  [
    // One row a counter; several where it is shared out into slots. `ceiling`: what the row must stay at or below since its
    // last addition. `shared_limit`: the limit whose parts the ceilings of all slots are.
    `CREATE TABLE %.counters (
      key text NOT NULL,
      slot smallint NOT NULL,
      value numeric NOT NULL,
      ceiling numeric,
      shared_limit numeric,
      window_end timestamptz,
      PRIMARY KEY (key, slot),
      CONSTRAINT counters_value_not_negative CHECK (value >= 0),
      CONSTRAINT counters_value_within_ceiling CHECK (value <= ceiling)
    ) WITH (fillfactor = 50)`,
    `CREATE INDEX counters_window_end ON %.counters (window_end) WHERE window_end IS NOT NULL`,
    `CREATE TABLE %.redemptions (
      transaction_id text NOT NULL PRIMARY KEY,
      status text NOT NULL,
      operation text NOT NULL,
      request text NOT NULL,
      campaign text NOT NULL,
      at timestamptz NOT NULL,
      expires_at timestamptz,
      claims jsonb NOT NULL,
      claimed integer NOT NULL,
      counted integer NOT NULL,
      returned integer[] NOT NULL DEFAULT '{}',
      CONSTRAINT redemptions_status CHECK (status IN ('pending', 'confirmed', 'cancelled', 'expired', 'given_back')),
      CONSTRAINT redemptions_operation CHECK (operation IN ('redeem', 'reserve')),
      CONSTRAINT redemptions_expire_if_reserved CHECK ((operation = 'reserve') = (expires_at IS NOT NULL)),
      CONSTRAINT redemptions_count_every_claim CHECK (counted = claimed)
    )`,
    `CREATE INDEX redemptions_pending ON %.redemptions (expires_at) WHERE status = 'pending'`,
    `CREATE TABLE %.sweeps (swept_before timestamptz NOT NULL PRIMARY KEY)`,
  ],
];

/** What a server answers to somebody who makes at the same time what another has just made. */
const MADE_BY_ANOTHER = new Set<string | undefined>(['42P06', '42P07', '42710', '23505']);

/**
 * Makes the ledger's schema and brings its tables up to date. May run at the same time in many processes, and again: what is
 * there is left alone.
 */
export async function migrate(connections: Connections, schema: string): Promise<void> {
  const home = `"${schema.replaceAll('"', '""')}"`;
  await unlessMade(`CREATE SCHEMA IF NOT EXISTS ${home}`);
  await unlessMade(
    `CREATE TABLE IF NOT EXISTS ${home}.migrations (version integer NOT NULL PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const text = `SELECT coalesce(max(version), 0)::text AS version FROM ${home}.migrations`;
  const [row] = (await connections.read({ text }, [])).rows as readonly { readonly version: string }[];
  const version = Number(row?.version);
  if (version > MIGRATIONS.length) {
    throw new Error(
      `the ledger's tables in schema ${schema} are of version ${version}; this release knows ${MIGRATIONS.length}`,
    );
  }
  for (const [i, statements] of MIGRATIONS.entries()) {
    if (i >= version) await apply(i + 1, statements);
  }

  async function apply(next: number, statements: readonly string[]): Promise<void> {
    await connections
      .transaction(async (session) => {
        // Whoever writes the version first makes the tables; the others wait here, and find it done.
        await session
          .run({ text: `INSERT INTO ${home}.migrations (version) VALUES (${next})` })
          .catch((error: unknown) => {
            throw isRefusedByConstraint(error)
              ? new RolledBack('applied by another', { cause: error })
              : error;
          });
        for (const statement of statements)
          await session.run({ text: statement.replaceAll('%', () => home) });
      })
      .catch((error: unknown) => {
        if (!(error instanceof RolledBack)) throw error;
      });
  }

  async function unlessMade(statement: string): Promise<void> {
    try {
      await connections.change({ text: statement }, []);
    } catch (error) {
      if (!MADE_BY_ANOTHER.has(sqlStateOf(error))) throw error;
    }
  }
}
