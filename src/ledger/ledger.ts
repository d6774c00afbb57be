import type { Claim, PlannedCounter, WireWindow } from '../index.ts';

/**
 * A place where claims are counted: all of a redemption's or none, never past a limit, once for each transaction.
 *
 * Every method is one step of its own: whatever else runs at the same time, it happens wholly or not at all. None reads a
 * clock: `now` is epoch milliseconds, passed in. A store that cannot answer throws a `LedgerUnavailableError`.
 * {@link runLedgerContract} says whether a ledger keeps this.
 */
export interface Ledger {
  /** One consistent look: what the counters hold and what is known of the transaction. */
  read(question: Question): Promise<Reading>;
  /** Counts all claims and records the redemption as confirmed. */
  commit(entry: Entry): Promise<Applied>;
  /** Counts all claims and holds them until `expiresAt`, epoch milliseconds. */
  reserve(entry: Entry, expiresAt: number): Promise<Applied>;
  /** Makes a reservation final, if it is pending and `now` is before its expiry. */
  confirm(transactionId: string, now: number): Promise<Settled>;
  /** Subtracts what a reservation holds, if it is pending and `now` is before its expiry. */
  cancel(transactionId: string, now: number): Promise<Settled>;
  /** Subtracts those claims of a confirmed redemption that the policy returns. */
  giveBack(transactionId: string, policy: GiveBackPolicy): Promise<Settled>;
  /**
   * Subtracts what pending reservations hold whose expiry is `now` or earlier: of one transaction, or of all. Returns how
   * many there were.
   */
  expire(now: number, transactionId?: string): Promise<number>;
  /**
   * Forgets the counters of windows that ended at `before` or earlier, and from then on counts nothing in such a window:
   * a later `read` of one throws a `SweptWindowError`. Returns how many counters were forgotten.
   */
  sweep(before: number): Promise<number>;
}

/** What is asked before deciding. */
export interface Question {
  /** `undefined` where the shopper sent none: then no transaction is looked up. */
  readonly transactionId: string | undefined;
  /** What the caller asks now, to compare with what the transaction's first caller asked. */
  readonly request: string;
  readonly counters: readonly PlannedCounter[];
}

/** The answer to a {@link Question}. */
export interface Reading {
  /** What each counter asked for holds, by name: 0 for one never counted; counts without decimals (`"3"`, not `"3.0"`). */
  readonly usage: Readonly<Record<string, string | number>>;
  readonly known: Known | undefined;
}

/** A transaction that the ledger knows. */
export interface Known {
  readonly redemption: RecordedRedemption;
  /** True where the question's request is, to the letter, the one that was recorded. */
  readonly sameRequest: boolean;
}

/**
 * `pending`: holds its claims. `confirmed`: counted. `cancelled`, `expired`: a reservation that was released, whose
 * transaction id may be used again. `given_back`: was confirmed; what the policy returned is no longer counted.
 */
export type RecordStatus = 'pending' | 'confirmed' | 'cancelled' | 'expired' | 'given_back';

/** A redemption as the ledger holds it. */
export interface RecordedRedemption {
  readonly transactionId: string;
  /** The voucher's campaign. */
  readonly campaign: string;
  readonly status: RecordStatus;
  /** Whether it was redeemed at once, or reserved first. */
  readonly operation: 'redeem' | 'reserve';
  /** The `at` of its context, epoch milliseconds. */
  readonly at: number;
  /** When its reservation ends or would have ended, epoch milliseconds; `undefined` where it was redeemed at once. */
  readonly expiresAt: number | undefined;
  /** What was counted, in the order given. */
  readonly claims: readonly Claim[];
}

/** A redemption to count. */
export interface Entry {
  readonly transactionId: string;
  readonly campaign: string;
  /** Compared to the letter when the transaction comes again. */
  readonly request: string;
  readonly at: number;
  readonly claims: readonly LedgerClaim[];
}

/** A claim, with the window it counts in. */
export interface LedgerClaim extends Claim {
  readonly window?: WireWindow | undefined;
}

/**
 * `lost_race`: nothing was counted, because a claim would have passed its limit, its window was swept, or the
 * transaction is pending, confirmed or given back. Read again to learn which.
 */
export type Applied =
  | { readonly outcome: 'applied'; readonly redemption: RecordedRedemption }
  | { readonly outcome: 'lost_race' };

/** `not_settled`: nothing was changed, because the redemption was not in the state that this needs. */
export type Settled =
  | { readonly outcome: 'settled'; readonly redemption: RecordedRedemption }
  | { readonly outcome: 'not_settled' };

/**
 * What a refund or a cancellation after confirmation gives back, claim by claim. Not asked of the transaction itself: it
 * stays known.
 */
export type GiveBackPolicy = (claim: Claim) => 'return' | 'keep';

/** The counter of the transaction itself: 1 while the ledger knows it and it is not free again. */
export const TRANSACTION = 'transaction.redemptions';

/** True where the transaction's id may be used again. */
export function isFree(redemption: RecordedRedemption): boolean {
  return redemption.status === 'cancelled' || redemption.status === 'expired';
}

/** True for a reservation whose time is over, whether or not that was noted yet. */
export function isOverdue(redemption: RecordedRedemption, now: number): boolean {
  return redemption.status === 'pending' && !(now < (redemption.expiresAt as number));
}
