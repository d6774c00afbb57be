/**
 * `connection_lost`, `pool_exhausted`, `statement_timeout`, `lock_timeout`: as they say. `contention`: others were faster
 * as often as was tried. `read_only`: the server takes no writes now (a failover). `resources`: it is full or shutting down.
 */
export type UnavailableReason =
  | 'connection_lost'
  | 'pool_exhausted'
  | 'statement_timeout'
  | 'lock_timeout'
  | 'contention'
  | 'read_only'
  | 'resources';

/**
 * The ledger could not answer now. Always safe to try again **with the same transaction id**, also where `applied` is
 * `unknown`: what was counted is found by that id and not counted twice.
 */
export class LedgerUnavailableError extends Error {
  override readonly name = 'LedgerUnavailableError';
  readonly reason: UnavailableReason;
  /** `no`: nothing was changed. `unknown`: the connection was lost after the change was sent. */
  readonly applied: 'no' | 'unknown';
  readonly retryable = true;

  constructor(reason: UnavailableReason, applied: 'no' | 'unknown', cause?: unknown) {
    const outcome = applied === 'no' ? 'nothing was changed' : 'whether the change was made is unknown';
    super(`the ledger is unavailable (${reason}): ${outcome}`, { cause });
    this.reason = reason;
    this.applied = applied;
  }
}

/**
 * A redemption's `at` lies in a window whose counters were swept, so nobody knows what they held. The host's mistake: it
 * swept too early, or redeems too late. Trying again does not help.
 */
export class SweptWindowError extends Error {
  override readonly name = 'SweptWindowError';
  readonly key: string;

  constructor(key: string) {
    super(`the window of counter ${JSON.stringify(key)} was swept: what it held is not known any more`);
    this.key = key;
  }
}
