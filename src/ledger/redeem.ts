import type { Campaign, Decision, Plan, RedemptionContext } from '../index.ts';
import { parseInstant } from '../time/local.ts';
import { LedgerUnavailableError } from './failures.ts';
import {
  isFree,
  isOverdue,
  type Entry,
  type GiveBackPolicy,
  type Ledger,
  type LedgerClaim,
  type RecordedRedemption,
  type Settled,
} from './ledger.ts';
import { requestOf, transactionIdOf } from './request.ts';

/** A context to redeem: what the ledger reads itself is left out. */
export type LedgerContext = Omit<RedemptionContext, 'usage' | 'operation' | 'existing'>;

/** A context to confirm or cancel: `redemption.transaction_id` says which. */
export type SettleContext = Omit<LedgerContext, 'granted_discount' | 'origin'>;

/** The verdict, counted. */
export interface Accepted {
  readonly status: 'accepted';
  /** Of a repeated request, the first answer. */
  readonly decision: Decision;
  readonly redemption: RecordedRedemption;
  /** True where the ledger had this transaction with this request already, so that nothing was counted now. */
  readonly repeated: boolean;
}

/** Nothing was counted. */
export interface Refused {
  readonly status: 'refused';
  readonly decision: Decision;
}

/** What became of {@link redeem} or {@link reserve}. */
export type Redeemed = Accepted | Refused;

/**
 * What became of {@link confirm}, {@link cancel} or {@link giveBack}. `not_found`: this campaign has no such redemption.
 * `not_settled`: it is in a state that this cannot change: expired, cancelled, or (for `giveBack`) not confirmed.
 */
export type Resolved =
  | Redeemed
  | { readonly status: 'not_found' }
  | { readonly status: 'not_settled'; readonly redemption: RecordedRedemption };

/** How hard to try. */
export interface Attempts {
  /**
   * How often to read and decide again when others are faster or a result is unknown: an integer of 1 or more; anything
   * else is a `RangeError`.
   *
   * @defaultValue 20
   */
  readonly attempts?: number | undefined;
}

/** How long a reservation holds. */
export interface Hold extends Attempts {
  /** Time to live in milliseconds, from the context's `at`: an integer > 0. A hold lasts `[at, at + ttl)`. */
  readonly ttl: number;
}

const ATTEMPTS = 20;

/**
 * Decides a redemption and counts it: plan, read, evaluate, apply all claims or none. Where others were faster it reads and
 * evaluates again, so that the loser gets the exact violation.
 *
 * Looked up by transaction id before any limit: a transaction that comes again with the same request gets its first answer;
 * with another request `transaction_id.must_be_unique`. Refusals are not remembered. Safe to repeat after any failure.
 *
 * Throws an `InvalidContextError` for wrong host facts, a `LedgerUnavailableError` where the ledger cannot answer or others
 * were faster at every attempt, a `SweptWindowError` where `at` lies in a window that was swept.
 */
export function redeem(
  campaign: Campaign,
  ledger: Ledger,
  context: LedgerContext,
  { attempts = ATTEMPTS }: Attempts = {},
): Promise<Redeemed> {
  return count(campaign, ledger, context, 'redeem', attempts, (entry) => ledger.commit(entry));
}

/**
 * Like {@link redeem}, but holds the claims until the context's `at` plus `ttl`; then {@link confirm} or {@link cancel} it.
 * A hold never stands in the way of its own confirmation or of a repeated request. Throws a `RangeError` for a `ttl` that
 * is not an integer > 0.
 */
export async function reserve(
  campaign: Campaign,
  ledger: Ledger,
  context: LedgerContext,
  { ttl, attempts = ATTEMPTS }: Hold,
): Promise<Redeemed> {
  if (!Number.isSafeInteger(ttl) || ttl <= 0) {
    throw new RangeError(`ttl: expected milliseconds, an integer above 0, found ${ttl}`);
  }
  return count(campaign, ledger, context, 'reserve', attempts, (entry) =>
    ledger.reserve(entry, entry.at + ttl),
  );
}

/**
 * Makes a reservation final. Asks again only what held claims do not settle: whether the campaign is still active. Repeated,
 * it gets its first answer; a redemption that was redeemed at once is refused with `base.can_not_delete_already_confirmed`.
 */
export function confirm(
  campaign: Campaign,
  ledger: Ledger,
  context: SettleContext,
  { attempts = ATTEMPTS }: Attempts = {},
): Promise<Resolved> {
  return settle(campaign, ledger, context, attempts, {
    operation: 'confirm',
    isDone: ({ status, operation }) => status === 'confirmed' && operation === 'reserve',
    apply: (id, now) => ledger.confirm(id, now),
  });
}

/**
 * Ends a reservation and returns what it holds, once. Repeated, it gets its first answer; a confirmed redemption is refused
 * with `base.can_not_delete_already_confirmed` (see {@link giveBack}).
 */
export function cancel(
  campaign: Campaign,
  ledger: Ledger,
  context: SettleContext,
  { attempts = ATTEMPTS }: Attempts = {},
): Promise<Resolved> {
  return settle(campaign, ledger, context, attempts, {
    operation: 'cancel',
    isDone: ({ status }) => status === 'cancelled',
    apply: (id, now) => ledger.cancel(id, now),
  });
}

/**
 * After a refund: gives back of a confirmed redemption what the policy returns, once. The transaction stays known, so its id
 * is not used again. `not_settled` where it is not confirmed; repeated, it changes nothing and is `accepted` again.
 */
export async function giveBack(
  ledger: Ledger,
  transactionId: string,
  policy: GiveBackPolicy,
  { attempts = ATTEMPTS }: Attempts = {},
): Promise<
  | { readonly status: 'given_back'; readonly redemption: RecordedRedemption; readonly repeated: boolean }
  | Exclude<Resolved, Redeemed>
> {
  for (let left = checked(attempts); left > 0; left--) {
    const settled = await orUnknown(ledger.giveBack(transactionId, policy), left);
    if (settled?.outcome === 'settled') {
      return { status: 'given_back', redemption: settled.redemption, repeated: false };
    }
    const { known } = await ledger.read({ transactionId, request: '', counters: [] });
    if (!known) return { status: 'not_found' };
    const { redemption } = known;
    if (redemption.status === 'given_back') return { status: 'given_back', redemption, repeated: true };
    if (redemption.status !== 'confirmed') return { status: 'not_settled', redemption };
  }
  throw new LedgerUnavailableError('contention', 'no');
}

/** Ends every reservation whose time is over at `now` (an instant as in a context) and returns what they held. */
export function expire(ledger: Ledger, now: RedemptionContext['at']): Promise<number> {
  const instant = parseInstant(now);
  if (instant === undefined) throw new TypeError(`now: expected an instant, found ${String(now)}`);
  return ledger.expire(instant);
}

async function count(
  campaign: Campaign,
  ledger: Ledger,
  context: LedgerContext,
  operation: 'redeem' | 'reserve',
  attempts: number,
  apply: (entry: Entry) => ReturnType<Ledger['commit']>,
): Promise<Redeemed> {
  const asked = { ...context, operation: 'redeem', existing: undefined } as const;
  const plan = campaign.plan(asked);
  const at = parseInstant(context.at) as number;
  const transactionId = transactionIdOf(context.redemption);
  const request = requestOf(operation, campaign.id, context);
  let mayFree = true;

  for (let left = checked(attempts); left > 0; left--) {
    const { known, usage } = await ledger.read({ transactionId, request, counters: plan.counters });
    if (known && isOverdue(known.redemption, at)) {
      await ledger.expire(at, known.redemption.transactionId);
      continue;
    }
    if (known?.sameRequest && !isFree(known.redemption)) return firstAnswer(known.redemption);

    const decision = campaign.evaluate({ ...asked, usage });
    if (decision.status === 'refused') {
      // A hold whose time is over refuses nobody, whether or not somebody has swept it away.
      const frees = mayFree && isOverLimit(decision) && (await ledger.expire(at)) > 0;
      mayFree = false;
      if (frees) continue;
      return { status: 'refused', decision };
    }
    const claims = inWindows(decision, plan);
    // Without an id the engine refuses.
    const entry = { transactionId: transactionId as string, campaign: campaign.id, request, at, claims };
    const applied = await orUnknown(apply(entry), left);
    if (applied?.outcome === 'applied') {
      return { status: 'accepted', decision, redemption: applied.redemption, repeated: false };
    }
  }
  throw new LedgerUnavailableError('contention', 'no');
}

interface Settling {
  readonly operation: 'confirm' | 'cancel';
  readonly isDone: (redemption: RecordedRedemption) => boolean;
  readonly apply: (transactionId: string, now: number) => Promise<Settled>;
}

async function settle(
  campaign: Campaign,
  ledger: Ledger,
  context: SettleContext,
  attempts: number,
  { operation, isDone, apply }: Settling,
): Promise<Resolved> {
  // Wrong facts are told before anything is looked up.
  campaign.plan({ ...context, operation, existing: { status: 'confirmed' } });
  const now = parseInstant(context.at) as number;
  const transactionId = transactionIdOf(context.redemption);

  for (let left = checked(attempts); left > 0; left--) {
    const { known } = await ledger.read({ transactionId, request: '', counters: [] });
    if (known?.redemption.campaign !== campaign.id) return { status: 'not_found' };
    const { redemption } = known;
    if (isOverdue(redemption, now)) {
      await ledger.expire(now, redemption.transactionId);
      continue;
    }
    if (isDone(redemption)) {
      const decision = firstOf(operation, redemption);
      return { status: 'accepted', decision, redemption, repeated: true };
    }
    if (isFree(redemption)) return { status: 'not_settled', redemption };
    const status = redemption.status === 'pending' ? 'pending' : 'confirmed';
    const existing = { status, claims: redemption.claims } as const;
    const decision = campaign.evaluate({ ...context, operation, existing });
    if (decision.status === 'refused') return { status: 'refused', decision };
    const settled = await orUnknown(apply(redemption.transactionId, now), left);
    if (settled?.outcome === 'settled') {
      return { status: 'accepted', decision, redemption: settled.redemption, repeated: false };
    }
  }
  throw new LedgerUnavailableError('contention', 'no');
}

function checked(attempts: number): number {
  if (Number.isSafeInteger(attempts) && attempts >= 1) return attempts;
  throw new RangeError(`attempts: expected an integer of 1 or more, found ${attempts}`);
}

/** What an earlier confirmation or cancellation answered. */
function firstOf(operation: 'confirm' | 'cancel', { claims }: RecordedRedemption): Decision {
  const decision = { status: 'accepted', violations: [], claims: [] } as const;
  return operation === 'confirm' ? decision : { ...decision, releases: claims };
}

function firstAnswer(redemption: RecordedRedemption): Accepted {
  const decision = { status: 'accepted', violations: [], claims: redemption.claims } as const;
  return { status: 'accepted', decision, redemption, repeated: true };
}

function isOverLimit(decision: Decision): boolean {
  return decision.violations.some(({ details }) => details !== undefined);
}

function inWindows({ claims }: Decision, { counters }: Plan): readonly LedgerClaim[] {
  const windows = new Map(counters.map(({ key, window }) => [key, window]));
  return claims.map(({ name, key, add, limit }) => ({ name, key, add, limit, window: windows.get(key) }));
}

/**
 * `undefined` where nobody knows whether the change was made: the next reading tells, by the transaction's id. Nobody is
 * left to read after the last attempt.
 */
async function orUnknown<Result>(change: Promise<Result>, attemptsLeft: number): Promise<Result | undefined> {
  try {
    return await change;
  } catch (error) {
    if (error instanceof LedgerUnavailableError && error.applied === 'unknown' && attemptsLeft > 1) {
      return undefined;
    }
    throw error;
  }
}
