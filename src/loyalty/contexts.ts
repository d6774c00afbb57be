/**
 * The contexts of this door as they go over the wire. What the shopper's client sent (`amount_in_cents`, `credits`,
 * `times`, `release_key`) may be anything; everything else are the host's facts. `null` for an entity says that the host
 * looked it up and there is none.
 */

/** An ISO 8601 instant with `Z` or an offset, epoch milliseconds, or a `Date`. */
export type InstantFact = string | number | Date;

interface BaseContext<Operation extends string> {
  readonly at: InstantFact;
  readonly operation: Operation;
  /** What the planned counters hold, by name: integers of 0 or more. */
  readonly usage?: Readonly<Record<string, string | number>> | undefined;
}

/** A gift card as the host stores it. */
export interface GiftCardFacts {
  readonly hash: string;
  readonly active: boolean;
  /** Whether the card takes another load. */
  readonly can_load: boolean;
  /** The first instant at which the card is expired. */
  readonly expiration_date?: InstantFact | null | undefined;
  /** Whether it is linked to a program. @defaultValue `true` */
  readonly linked?: boolean | null | undefined;
}

/** Of the config type `gift_card`. */
export interface GiftCardContext extends BaseContext<'spend' | 'load' | 'reverse'> {
  readonly card: GiftCardFacts | null;
  /** Of `spend` and `load`: an integer of 1 or more. */
  readonly amount_in_cents?: unknown;
  /** Of `reverse`: its amount, negative where it spent, and whether it is the card's newest transaction. */
  readonly transaction?: { readonly amount_in_cents: number; readonly newest: boolean } | null | undefined;
}

/** Of the config type `reward`. */
export interface RewardContext extends BaseContext<'claim'> {
  readonly contact: { readonly uuid: string } | null;
  /** `null` where the host looked it up and there is none; anything else is not read. */
  readonly reward?: unknown;
  /** The same. */
  readonly shop?: unknown;
}

/** Of the config type `credit_program`. */
export interface CreditProgramContext extends BaseContext<'receive'> {
  /** An integer; negative for a partial refund. */
  readonly credits?: unknown;
  readonly contact: { readonly uuid: string } | null;
  readonly contact_identifier?:
    | {
        readonly active: boolean;
        /** Whether it is linked to a contact. @defaultValue `true` */
        readonly linked?: boolean | null | undefined;
      }
    | null
    | undefined;
  /** Whether a credit reception is linked to it already. */
  readonly pos_transaction?: { readonly linked: boolean } | null | undefined;
  /** `null` where the host looked it up and there is none; anything else is not read. */
  readonly unit?: unknown;
  /** The same. */
  readonly shop?: unknown;
}

/** The statuses of a voucher, in any letter case. */
export type VoucherStatus = 'ACTIVE' | 'REDEEMED' | 'EXPIRED' | 'DEACTIVATED' | 'INACTIVE' | 'LOCKED';

/** Of the config type `loyalty_voucher`. */
export interface LoyaltyVoucherContext extends BaseContext<'lock' | 'redeem'> {
  readonly voucher: {
    readonly code: string;
    readonly status: VoucherStatus | Lowercase<VoucherStatus>;
    /** The first instant at which it is valid. */
    readonly activation_date?: InstantFact | null | undefined;
    /** The first instant at which it is expired. */
    readonly expiration_date?: InstantFact | null | undefined;
    /** The key of its lock. Left out, any key that was sent opens it: the host has compared them. */
    readonly release_key?: string | null | undefined;
  } | null;
  /** Of `redeem`: how often at once, an integer from 1 to 50; left out, once. */
  readonly times?: unknown;
  /** Of `redeem`: what a lock gave out. */
  readonly release_key?: unknown;
}

/** The context of one decision of this door. */
export type LoyaltyContext = GiftCardContext | RewardContext | CreditProgramContext | LoyaltyVoucherContext;

/** What a plan needs of a context: not what the plan is made to load. */
export type LoyaltyPlanContext =
  | Omit<GiftCardContext, 'usage'>
  | Omit<RewardContext, 'usage'>
  | Omit<CreditProgramContext, 'usage'>
  | Omit<LoyaltyVoucherContext, 'usage'>;
