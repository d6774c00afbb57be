import { LedgerUnavailableError, type UnavailableReason } from '../failures.ts';

/** How far a change had come when it failed. Only what was sent may have been made although nobody heard of it. */
export type Stage = 'connecting' | 'nothing sent' | 'change sent';

/** SQLSTATEs after which trying again can help. Nothing was changed: the server answered that it had failed. */
const REASONS: Readonly<Record<string, UnavailableReason>> = {
  '57014': 'statement_timeout',
  '55P03': 'lock_timeout',
  '40001': 'contention',
  '40P01': 'contention',
  '25006': 'read_only',
  '53000': 'resources',
  '53100': 'resources',
  '53200': 'resources',
  '53300': 'pool_exhausted',
  '57P03': 'resources',
  '25P03': 'connection_lost',
  '25P04': 'statement_timeout',
};

/** The server ends the connection, or does not know: then a change that was sent may have been made. */
const CONNECTION_ENDS = /^(?:08...|57P0[1245]|40003)$/;

/** What pg's pool says when nobody gave a connection back in time. */
const POOL_TIMEOUT = /timeout exceeded when trying to connect/i;

/** The ledger's own reason to roll a transaction back: nothing has failed. */
export class RolledBack extends Error {}

/** A failure of pg as the ledger tells it; one that trying again does not help is told as it is. */
export function ledgerFailure(error: unknown, stage: Stage): unknown {
  if (!(error instanceof Error) || error instanceof TypeError || error instanceof RolledBack) return error;
  const applied = stage === 'change sent' ? 'unknown' : 'no';
  const state = sqlStateOf(error);
  if (state === undefined) {
    if (stage === 'connecting' && POOL_TIMEOUT.test(error.message)) {
      return new LedgerUnavailableError('pool_exhausted', 'no', error);
    }
    return new LedgerUnavailableError('connection_lost', applied, error);
  }
  if (CONNECTION_ENDS.test(state)) return new LedgerUnavailableError('connection_lost', applied, error);
  const reason = REASONS[state];
  return reason === undefined ? error : new LedgerUnavailableError(reason, 'no', error);
}

/** The five characters of the server's answer; `undefined` for an error that the server did not send. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return undefined;
  return String(error.code);
}

/** True where the server asks to run the transaction again. */
export function isSerializationFailure(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '40001' || state === '40P01';
}

/** True where a constraint of the ledger's own tables refused a change, or somebody else's row stood there first. */
export function isRefusedByConstraint(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '23514' || state === '23505';
}
