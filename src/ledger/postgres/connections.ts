import { LedgerUnavailableError } from '../failures.ts';
import { isSerializationFailure, ledgerFailure, type Stage } from './failures.ts';

/** What the ledger needs of a pool of `pg` (or of one like it). */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
}

/** What the ledger needs of a connection. */
export interface PostgresClient {
  query(query: { name?: string; text: string; values?: unknown[] }): Promise<PostgresResult>;
  /** With `true` the connection is closed instead of being used again. */
  release(destroy?: boolean): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

export interface PostgresResult {
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
}

/** A statement, prepared once for each connection where it has a name. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
}

/** A connection while it is used. */
export interface Session {
  run(statement: Statement, values?: unknown[]): Promise<PostgresResult>;
  /** From here on a lost connection leaves unknown whether the change was made. */
  aboutToChange(): void;
}

/** How often a transaction is run again that the server could not put in order with others. */
const RETRIES = 20;

/** Runs work on connections of a pool, and tells its failures as the ledger's. */
export class Connections {
  private readonly pool: PostgresPool;
  private readonly pause: (retry: number) => Promise<void>;

  constructor(pool: PostgresPool, pause: (retry: number) => Promise<void>) {
    this.pool = pool;
    this.pause = pause;
  }

  /** Runs what changes nothing. */
  read(statement: Statement, values: unknown[]): Promise<PostgresResult> {
    return this.use((session) => session.run(statement, values));
  }

  /** Runs one statement that is a transaction of its own. */
  change(statement: Statement, values: unknown[]): Promise<PostgresResult> {
    return this.use((session) => {
      session.aboutToChange();
      return session.run(statement, values);
    });
  }

  /** Runs a transaction; it is rolled back where the work throws. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.use(async (session) => {
      await session.run({ text: 'BEGIN' });
      const result = await work(session).catch(async (error: unknown) => {
        // Where the connection is gone, so is the transaction.
        await session.run({ text: 'ROLLBACK' }).catch(ignore);
        throw error;
      });
      session.aboutToChange();
      await session.run({ text: 'COMMIT' });
      return result;
    });
  }

  private async use<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    for (let retry = 0; ; retry++) {
      try {
        return await this.once(work);
      } catch (error) {
        if (!isSerializationFailure(error)) throw error;
        if (retry === RETRIES) throw ledgerFailure(error, 'nothing sent');
        await this.pause(retry);
      }
    }
  }

  private async once<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    let stage: Stage = 'connecting';
    let client: PostgresClient | undefined;
    let isBroken = false;
    try {
      const connected = await this.pool.connect();
      client = connected;
      stage = 'nothing sent';
      // A connection that ends tells its query, and this event, which nobody else hears.
      connected.on('error', ignore);
      return await work({
        run: ({ name, text }, values) =>
          connected.query({ ...(name !== undefined && { name }), text, ...(values && { values }) }),
        aboutToChange() {
          stage = 'change sent';
        },
      });
    } catch (error) {
      if (isSerializationFailure(error)) throw error;
      const failure = ledgerFailure(error, stage);
      isBroken = failure instanceof LedgerUnavailableError && failure.reason === 'connection_lost';
      throw failure;
    } finally {
      client?.off('error', ignore);
      client?.release(isBroken);
    }
  }
}

function ignore(): void {
  // The query that was running has failed with the same error, and tells it.
}
