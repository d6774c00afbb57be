export { postgresLedger } from './ledger.ts';
export type { Difference, PostgresLedger, PostgresLedgerOptions } from './ledger.ts';
export type { PostgresClient, PostgresPool, PostgresResult } from './connections.ts';
