import type { Claim, PlannedCounter } from '../../index.ts';
import { parseInstant } from '../../time/local.ts';
import { SweptWindowError } from '../failures.ts';
import {
  TRANSACTION,
  isFree,
  type Applied,
  type Entry,
  type GiveBackPolicy,
  type Known,
  type Ledger,
  type LedgerClaim,
  type Question,
  type Reading,
  type RecordedRedemption,
  type RecordStatus,
  type Settled,
} from '../ledger.ts';
import { Connections, type PostgresPool, type Session, type Statement } from './connections.ts';
import { isRefusedByConstraint, RolledBack } from './failures.ts';
import { migrate } from './migrations.ts';
import { statementsOf, type Statements } from './statements.ts';
import { digestOf, escapedText, sentText, storedText } from './stored-text.ts';

/** How a PostgreSQL ledger is set up. */
export interface PostgresLedgerOptions {
  /**
   * A `Pool` of `pg`. Its settings are yours: `max`, `connectionTimeoutMillis`, `statement_timeout`, `lock_timeout`; and
   * so is its `error` event.
   */
  readonly pool: PostgresPool;
  /**
   * The schema of the ledger's tables.
   *
   * @defaultValue `'redemption_rules'`
   */
  readonly schema?: string | undefined;
  /**
   * Into how many slots a counter is shared out, from 1 to 1,000: more let more redemptions be counted in it at the same time.
   * Worth it for a counter of a whole campaign that many redeem; a slot holds its part of the limit, so the limit is kept
   * whatever the number, also while processes disagree about it.
   *
   * @defaultValue 1 for every counter
   */
  readonly slots?: ((claim: Claim) => number) | undefined;
  /**
   * `one statement`: a redemption is counted by a single statement, the shortest time that a hot row is locked. `step by step`:
   * by plain statements between BEGIN and COMMIT, each on one table and key, for engines that cannot do the former.
   *
   * @defaultValue `'one statement'`
   */
  readonly apply?: 'one statement' | 'step by step' | undefined;
  /**
   * Whether statements are prepared once for each connection. Say `false` behind a proxy that hands a connection from one
   * transaction to the next without knowing prepared statements.
   *
   * @defaultValue true
   */
  readonly prepared?: boolean | undefined;
  /**
   * Waits before a transaction runs again that the server could not put in order with others (`retry` counts from 0).
   *
   * @defaultValue does not wait
   */
  readonly pause?: ((retry: number) => Promise<void>) | undefined;
}

/** A counter that is not the sum of its redemptions: somebody else wrote to the ledger's tables. */
export interface Difference {
  /** As the tables write it. */
  readonly key: string;
  /** What the counter holds. */
  readonly counted: string;
  /** What the redemptions that count add up to. */
  readonly recorded: string;
}

/** A ledger in PostgreSQL, or an engine that speaks its language. */
export interface PostgresLedger extends Ledger {
  /**
   * Makes the schema and its tables, or brings them up to date. Run it before anything else; it may run in many processes at
   * the same time. Throws an `Error` where the tables are of a later release.
   */
  migrate(): Promise<void>;
  /** Compares every counter with its redemptions, in one look while redemptions go on. Reads all rows. */
  differences(): Promise<readonly Difference[]>;
}

/**
 * A ledger in PostgreSQL: one round trip to read, one transaction to count, at the default isolation level.
 *
 * Throws a `LedgerUnavailableError`, retryable, for timeouts, an exhausted pool, lost connections and the like; other errors
 * of the server are thrown as they are. Throws a `TypeError` without a pool, a `RangeError` for `slots` that are not from 1
 * to 1,000.
 *
 * @example
 * const ledger = postgresLedger({ pool: new Pool({ connectionString, max: 20, statement_timeout: 2_000 }) });
 * await ledger.migrate();
 * const outcome = await redeem(campaign, ledger, context);
 */
export function postgresLedger(options: PostgresLedgerOptions): PostgresLedger {
  return new PostgresCounters(options);
}

const NOT_SETTLED: Settled = Object.freeze({ outcome: 'not_settled' });
const LOST_RACE: Applied = Object.freeze({ outcome: 'lost_race' });
const MOST_SLOTS = 1_000;
/** How many due reservations are looked up at a time. */
const DUE = 500;

interface Row {
  readonly status: RecordStatus | null;
  readonly operation: 'redeem' | 'reserve';
  readonly campaign: string;
  readonly request: string;
  readonly claims: string;
  readonly at: string;
  readonly expires_at: string | null;
}

interface ReadRow extends Row {
  readonly held: readonly string[];
  readonly swept_before: string | null;
}

/** A claim as the tables have it; `sent` where a key was too long to be its own index entry. */
interface StoredClaim extends Claim {
  readonly sent?: string;
  readonly window_end?: string;
}

/** What one redemption changes. */
interface Change {
  readonly entry: Entry;
  readonly operation: 'redeem' | 'reserve';
  readonly status: 'confirmed' | 'pending';
  readonly expiresAt: number | undefined;
  /** The claims with a row of their own: the record itself is the transaction's. */
  readonly counted: readonly CountedClaim[];
}

interface CountedClaim {
  readonly key: string;
  readonly add: string;
  readonly limit: string | null;
  readonly end: string | null;
  readonly slots: number;
  /** The slot that this transaction tries first. */
  readonly slot: number;
}

class PostgresCounters implements PostgresLedger {
  private readonly connections: Connections;
  private readonly statements: Statements;
  private readonly schema: string;
  private readonly slotsOf: (claim: Claim) => number;
  private readonly stepByStep: boolean;

  constructor(options: PostgresLedgerOptions) {
    const { pool, schema = 'redemption_rules', slots = () => 1, prepared = true } = options;
    const { apply = 'one statement', pause = () => Promise.resolve() } = options;
    if (!isPool(pool)) throw new TypeError('pool: expected a Pool of pg, with connect()');
    this.connections = new Connections(pool, pause);
    this.statements = statementsOf(schema, prepared);
    this.schema = schema;
    this.slotsOf = slots;
    this.stepByStep = apply === 'step by step';
  }

  migrate(): Promise<void> {
    return migrate(this.connections, this.schema);
  }

  async differences(): Promise<readonly Difference[]> {
    const { rows } = await this.connections.read(this.statements.differences, []);
    return rows as readonly Difference[];
  }

  async read({ transactionId, request, counters }: Question): Promise<Reading> {
    const id = transactionId === undefined ? null : storedText(transactionId);
    const { rows } = await this.connections.read(this.statements.read, [
      id,
      counters.map(({ key }) => storedText(key)),
    ]);
    const row = rows[0] as ReadRow;
    const known = knownOf(row, transactionId, request);
    const isTaken = known !== undefined && !isFree(known.redemption);
    const usage = counters.map((counter, i) => {
      refuseSwept(counter, row.swept_before);
      return [
        counter.name,
        counter.name === TRANSACTION ? Number(isTaken) : (row.held[i] as string),
      ] as const;
    });
    return { usage: Object.fromEntries(usage), known };
  }

  commit(entry: Entry): Promise<Applied> {
    return this.apply(entry, 'redeem', 'confirmed', undefined);
  }

  reserve(entry: Entry, expiresAt: number): Promise<Applied> {
    return this.apply(entry, 'reserve', 'pending', expiresAt);
  }

  confirm(transactionId: string, now: number): Promise<Settled> {
    return this.settle(this.statements.confirm, transactionId, instant(now));
  }

  cancel(transactionId: string, now: number): Promise<Settled> {
    return this.settle(this.statements.cancel, transactionId, instant(now));
  }

  async giveBack(transactionId: string, policy: GiveBackPolicy): Promise<Settled> {
    const { known } = await this.read({ transactionId, request: '', counters: [] });
    if (known?.redemption.status !== 'confirmed') return NOT_SETTLED;
    const places = known.redemption.claims.flatMap((claim, i) =>
      claim.name !== TRANSACTION && policy(claim) === 'return' ? [i + 1] : [],
    );
    return this.settle(this.statements.giveBack, transactionId, places);
  }

  async expire(now: number, transactionId?: string): Promise<number> {
    if (transactionId !== undefined) return this.expireAll([storedText(transactionId)], now);
    let expired = 0;
    for (;;) {
      const { rows } = await this.connections.read(this.statements.due, [instant(now)]);
      const due = rows as readonly { readonly transaction_id: string }[];
      expired += await this.expireAll(
        due.map(({ transaction_id }) => transaction_id),
        now,
      );
      if (due.length < DUE) return expired;
    }
  }

  async sweep(before: number): Promise<number> {
    const { rows } = await this.connections.transaction(async (session) => {
      await session.run(this.statements.noteSweep, [instant(before)]);
      return session.run(this.statements.sweep, [instant(before)]);
    });
    return Number((rows[0] as { readonly swept: string }).swept);
  }

  private async expireAll(storedIds: readonly string[], now: number): Promise<number> {
    let expired = 0;
    for (const id of storedIds) {
      const { rows } = await this.connections.change(this.statements.expireOne, [id, instant(now)]);
      expired += rows.length;
    }
    return expired;
  }

  private async settle(statement: Statement, transactionId: string, parameter: unknown): Promise<Settled> {
    const { rows } = await this.connections.change(statement, [storedText(transactionId), parameter]);
    const redemption = recordOf(rows[0] as Row | undefined, transactionId);
    return redemption ? { outcome: 'settled', redemption } : NOT_SETTLED;
  }

  private async apply(
    entry: Entry,
    operation: Change['operation'],
    status: Change['status'],
    expiresAt: number | undefined,
  ): Promise<Applied> {
    const home = homeOf(entry.transactionId);
    const counted = entry.claims
      .filter(({ name }) => name !== TRANSACTION)
      .map((claim) => this.countedClaim(claim, home));
    const change: Change = { entry, operation, status, expiresAt, counted };
    const isApplied = this.stepByStep ? await this.applyStepByStep(change) : await this.applyAtOnce(change);
    if (!isApplied) return LOST_RACE;
    const { transactionId, campaign, at } = entry;
    const claims = entry.claims.map(({ name, key, add, limit }) => ({ name, key, add, limit }));
    return {
      outcome: 'applied',
      redemption: { transactionId, campaign, status, operation, at, expiresAt, claims },
    };
  }

  private countedClaim(claim: LedgerClaim, home: number): CountedClaim {
    const { key, add, limit, window } = claim;
    const slots = this.slotsOf(claim);
    if (!(Number.isInteger(slots) && slots >= 1 && slots <= MOST_SLOTS)) {
      throw new RangeError(`slots of ${key}: expected an integer from 1 to ${MOST_SLOTS}, found ${slots}`);
    }
    return {
      key: storedText(key),
      add: String(add),
      limit: limit === null ? null : String(limit),
      end: window?.end ?? null,
      slots,
      slot: home % slots,
    };
  }

  /** True where all was counted. Where a slot is full the others may have room: that is seen step by step. */
  private async applyAtOnce(change: Change): Promise<boolean> {
    const { counted } = change;
    try {
      await this.connections.change(this.statements.apply, [
        counted.map(({ key }) => key),
        counted.map(({ slot }) => slot),
        counted.map(({ add }) => add),
        counted.map(({ limit }) => limit),
        counted.map(({ slots }) => slots > 1),
        counted.map(({ end }) => end),
        ...recordValues(change),
      ]);
      return true;
    } catch (error) {
      if (!isRefusedByConstraint(error)) throw error;
    }
    const keys = counted.map(({ key }) => key);
    const isShared = async () =>
      (await this.connections.read(this.statements.hasSlots, [keys])).rows.length > 0;
    if (!counted.some(({ slots }) => slots > 1) && !(await isShared())) return false;
    return this.applyStepByStep(change);
  }

  private async applyStepByStep(change: Change): Promise<boolean> {
    try {
      await this.connections.transaction((session) => this.steps(session, change));
      return true;
    } catch (error) {
      if (error instanceof RolledBack || isRefusedByConstraint(error)) return false;
      throw error;
    }
  }

  private async steps(session: Session, change: Change): Promise<void> {
    const { addSlots, lockSlots, addLocked, record } = this.statements;
    for (const { key, add, limit, end, slots, slot } of change.counted) {
      await session.run(addSlots, [key, slots, end]);
      await session.run(lockSlots, [key]);
      const { rowCount } = await session.run(addLocked, [key, slot, add, limit]);
      if (rowCount === 0) throw new RolledBack('over the limit');
    }
    const all = change.counted.length;
    await session.run(record, [...recordValues(change), all, all]);
  }
}

function isPool(pool: unknown): boolean {
  return typeof (pool as Partial<PostgresPool> | null | undefined)?.connect === 'function';
}

/** The values of a record's columns, from `transaction_id` to `claims`. */
function recordValues({ entry, operation, status, expiresAt }: Change): unknown[] {
  const { transactionId, request, campaign, at, claims } = entry;
  return [
    storedText(transactionId),
    status,
    operation,
    digestOf(request),
    storedText(campaign),
    instant(at),
    expiresAt === undefined ? null : instant(expiresAt),
    JSON.stringify(claims.map(storedClaim)),
  ];
}

function storedClaim({ name, key, add, limit, window }: LedgerClaim): StoredClaim {
  const stored = storedText(key);
  const escaped = escapedText(key);
  return {
    name: escapedText(name),
    key: stored,
    add,
    limit,
    ...(stored !== escaped && { sent: escaped }),
    ...(window && { window_end: window.end }),
  };
}

function claimOf({ name, key, add, limit, sent }: StoredClaim): Claim {
  return { name: sentText(name), key: sentText(sent ?? key), add, limit };
}

function knownOf(row: Row, transactionId: string | undefined, request: string): Known | undefined {
  const redemption = transactionId === undefined ? undefined : recordOf(row, transactionId);
  return redemption && { redemption, sameRequest: row.request === digestOf(request) };
}

function recordOf(row: Row | undefined, transactionId: string): RecordedRedemption | undefined {
  if (!row || row.status === null) return undefined;
  const { status, operation, campaign, at, expires_at, claims } = row;
  return {
    transactionId,
    campaign: sentText(campaign),
    status,
    operation,
    at: Number(at),
    expiresAt: expires_at === null ? undefined : Number(expires_at),
    claims: (JSON.parse(claims) as readonly StoredClaim[]).map(claimOf),
  };
}

function refuseSwept({ key, window }: PlannedCounter, sweptBefore: string | null): void {
  if (!window || sweptBefore === null) return;
  if ((parseInstant(window.end) as number) <= Number(sweptBefore)) throw new SweptWindowError(key);
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A number from 0 that tells transactions apart well enough to spread them over slots. */
function homeOf(transactionId: string): number {
  return Number.parseInt(digestOf(transactionId).slice(0, 8), 16);
}
