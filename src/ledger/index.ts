export { runLedgerContract, LedgerContractError } from './contract.ts';
export type { LedgerContractFailure, LedgerContractReport, MakeLedger } from './contract.ts';
export { LedgerUnavailableError, SweptWindowError } from './failures.ts';
export type { UnavailableReason } from './failures.ts';
export type {
  Applied,
  Entry,
  GiveBackPolicy,
  Known,
  Ledger,
  LedgerClaim,
  Question,
  Reading,
  RecordedRedemption,
  RecordStatus,
  Settled,
} from './ledger.ts';
export { inMemoryLedger } from './memory.ts';
export { cancel, confirm, expire, giveBack, redeem, reserve } from './redeem.ts';
export type {
  Accepted,
  Attempts,
  Hold,
  LedgerContext,
  Redeemed,
  Refused,
  Resolved,
  SettleContext,
} from './redeem.ts';
