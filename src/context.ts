import type { Claim } from './counters.ts';

/** What the caller asks: to decide and count at once, or to confirm or cancel an earlier reservation. */
export type Operation = 'redeem' | 'confirm' | 'cancel';

/**
 * The context of one decision, as it goes over the wire. `redemption` is the shopper's: untrusted, anything may stand
 * in it. Everything else is the host's: facts that must be there and right.
 */
export interface RedemptionContext {
  /** An ISO 8601 instant with `Z` or an offset, epoch milliseconds, or a `Date`. */
  readonly at: string | number | Date;
  readonly voucher: { readonly code: string; readonly customer_identifier?: string | null | undefined };
  readonly redemption?: unknown;
  /** What this redemption takes from the budgets, ≥ 0. Required where a budget is read. */
  readonly granted_discount?: string | number | null | undefined;
  /** The redemption that `redemption.origin_redemption` names, or `null`. Read where a subscription is. */
  readonly origin?: OriginFacts | null | undefined;
  /** @defaultValue `'redeem'` */
  readonly operation?: Operation | undefined;
  /** The reservation that `confirm` and `cancel` speak of. */
  readonly existing?: ExistingFacts | undefined;
  /** What the planned counters hold, by name. */
  readonly usage?: Readonly<Record<string, string | number>> | undefined;
}

/** A confirmed redemption of this voucher code in this campaign. */
export interface OriginFacts {
  readonly redeemed_at: string | number | Date;
  /** False for one that is itself a renewal. */
  readonly original: boolean;
  readonly customer_identifier?: string | null | undefined;
}

/** A claim that was applied: what a cancellation has to subtract. */
export type HeldClaim = Pick<Claim, 'name' | 'key' | 'add'> & Partial<Claim>;

/** A reservation, and the claims it holds: none where pending ones hold nothing. */
export interface ExistingFacts {
  readonly status: 'pending' | 'confirmed';
  readonly claims?: readonly HeldClaim[] | undefined;
}

/** One wrong or missing fact: a JSON pointer into the context, what was found and what is expected. */
export interface ContextIssue {
  readonly path: string;
  readonly message: string;
  readonly found: string;
  readonly expected: string;
}

/** The host's facts are wrong or missing: all of them are in `issues`. Never thrown for what the shopper sent. */
export class InvalidContextError extends Error {
  override readonly name = 'InvalidContextError';
  readonly issues: readonly ContextIssue[];

  constructor(issues: readonly ContextIssue[]) {
    super(
      `invalid context: ${issues.map((issue) => `${issue.path || 'the context'}: ${issue.message}`).join('; ')}`,
    );
    this.issues = issues;
  }
}
