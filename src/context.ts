import type { Claim, Counter, Subjects } from './counters.ts';
import { parseAmount, parseNonNegativeAmount, ZERO, type Amount } from './money.ts';
import type { CategoryEntry, Location, Origin, Redemption, Stage } from './rule.ts';
import { describe, isJsonObject, own, pointerStep } from './snapshot.ts';
import { isIdentifier, Shopper } from './shopper.ts';
import { parseInstant } from './time/local.ts';

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

/** What of a campaign decides which facts are needed. */
export interface ContextNeeds {
  readonly counters: readonly Counter[];
  readonly allowsRenewals: boolean;
}

/** A context, read once: the redemption as rules see it, and what is asked of it. */
export interface ReadContext {
  readonly redemption: ReadRedemption;
  /** The claims that the reservation holds. */
  readonly held: readonly HeldClaim[];
}

/** True where the stage reads counters, and so plans and claims them. */
export function readsCounters(stage: Stage): boolean {
  return stage === 'redeem' || stage === 'confirm';
}

/** Reads all of a context but its usage and discount: enough to plan. Throws an {@link InvalidContextError}. */
export function readForPlan(needs: ContextNeeds, context: unknown): ReadContext {
  return new ContextReader(needs, context).read(false);
}

/** Reads a whole context. Throws an {@link InvalidContextError} that lists every wrong and every missing fact. */
export function readForEvaluate(needs: ContextNeeds, context: unknown): ReadContext {
  return new ContextReader(needs, context).read(true);
}

/** The redemption as rules see it. */
export class ReadRedemption implements Redemption, Subjects {
  readonly stage: Stage;
  readonly at: number;
  readonly voucherCode: string;
  readonly assignedCustomer: string | undefined;
  readonly transactionId: string | undefined;
  readonly customerIdentifier: string | undefined;
  readonly originRedemption: string | undefined;
  readonly cost: Amount | undefined;
  readonly location: Location | 'absent' | 'invalid';
  renewedOrigin: Origin | undefined = undefined;
  grantedDiscount: Amount = ZERO;
  grantedDiscountWritten: string | number = 0;
  private readonly shopper: Shopper;
  private readonly used: (number | Amount)[] = [];
  private readonly usedWritten: (string | number)[] = [];
  private readCategories: readonly CategoryEntry[] | 'unreadable' | undefined = undefined;

  constructor(
    stage: Stage,
    at: number,
    voucherCode: string,
    assignedCustomer: string | undefined,
    shopper: Shopper,
  ) {
    this.stage = stage;
    this.at = at;
    this.voucherCode = voucherCode;
    this.assignedCustomer = assignedCustomer;
    this.shopper = shopper;
    this.transactionId = shopper.identifier('transaction_id');
    this.customerIdentifier = shopper.identifier('customer_identifier');
    this.originRedemption = shopper.identifier('origin_redemption');
    this.cost = parseAmount(shopper.field('total_transaction_cost'));
    this.location = shopper.location();
  }

  get categories(): readonly CategoryEntry[] | 'unreadable' {
    return (this.readCategories ??= this.shopper.categories());
  }

  count(counter: Counter): number {
    const used = this.used[counter.slot];
    return typeof used === 'number' ? used : Number.NaN;
  }

  amount(counter: Counter): Amount {
    return this.used[counter.slot] as Amount;
  }

  written(counter: Counter): string | number {
    return this.usedWritten[counter.slot] as string | number;
  }

  field(key: string): unknown {
    return this.shopper.field(key);
  }

  setUsed(counter: Counter, value: number | Amount, written: string | number): void {
    this.used[counter.slot] = value;
    this.usedWritten[counter.slot] = written;
  }
}

/** Of held claims no more issues are told than somebody could read. */
const MOST_ISSUES = 1_000;

const OPERATIONS: readonly unknown[] = ['redeem', 'confirm', 'cancel'] satisfies Operation[];

class ContextReader {
  private readonly issues: ContextIssue[] = [];
  private readonly needs: ContextNeeds;
  private readonly context: object;

  constructor(needs: ContextNeeds, context: unknown) {
    if (!isJsonObject(context)) this.fail('', 'an object', context);
    this.needs = needs;
    this.context = isJsonObject(context) ? context : {};
    this.throwIfWrong();
  }

  read(wholly: boolean): ReadContext {
    const at = this.instant('/at', own(this.context, 'at'));
    const voucher = this.voucher();
    const { stage, held } = this.life();
    const shopper = new Shopper(own(this.context, 'redemption'));
    const redemption = new ReadRedemption(stage, at, voucher.code, voucher.customer, shopper);
    this.readOrigin(redemption);
    if (wholly) this.readDiscount(redemption);
    if (wholly) this.readUsage(redemption);
    this.throwIfWrong();
    return { redemption, held };
  }

  private instant(path: string, value: unknown): number {
    const instant = parseInstant(value);
    if (instant !== undefined) return instant;
    this.fail(path, 'an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date', value);
    return 0;
  }

  private voucher(): { code: string; customer: string | undefined } {
    const voucher = own(this.context, 'voucher');
    if (!isJsonObject(voucher)) {
      this.fail('/voucher', 'an object with the voucher\'s "code"', voucher);
      return { code: '', customer: undefined };
    }
    return {
      code: this.identifier('/voucher/code', own(voucher, 'code')),
      customer: this.optionalIdentifier('/voucher/customer_identifier', own(voucher, 'customer_identifier')),
    };
  }

  private life(): { stage: Stage; held: readonly HeldClaim[] } {
    const operation = own(this.context, 'operation');
    if (operation === undefined || operation === 'redeem') return { stage: 'redeem', held: [] };
    if (!OPERATIONS.includes(operation)) {
      this.fail('/operation', '"redeem", "confirm" or "cancel"', operation);
      return { stage: 'redeem', held: [] };
    }
    const existing = own(this.context, 'existing');
    if (!isJsonObject(existing)) {
      this.fail('/existing', 'the reservation: an object with "status" and "claims"', existing);
      return { stage: 'cancel', held: [] };
    }
    const status = own(existing, 'status');
    const claims = own(existing, 'claims');
    // What a confirmed redemption claimed is not asked; but what is said of it must be right.
    const held = status === 'confirmed' && claims === undefined ? [] : this.heldClaims(claims);
    if (status === 'confirmed') return { stage: 'already confirmed', held };
    if (status !== 'pending') this.fail('/existing/status', '"pending" or "confirmed"', status);
    if (operation === 'cancel') return { stage: 'cancel', held };
    return { stage: held.length > 0 ? 'confirm what is held' : 'confirm', held };
  }

  private heldClaims(claims: unknown): readonly HeldClaim[] {
    if (!Array.isArray(claims)) {
      this.fail('/existing/claims', 'the list of claims that the reservation holds', claims);
      return [];
    }
    // By index: a hole is no claim.
    for (let i = 0; i < claims.length && this.issues.length < MOST_ISSUES; i++) {
      this.checkClaim(`/existing/claims/${i}`, claims[i]);
    }
    return claims as readonly HeldClaim[];
  }

  private checkClaim(path: string, claim: unknown): void {
    if (!isJsonObject(claim)) {
      this.fail(path, 'a claim: an object with "name", "key" and "add"', claim);
      return;
    }
    this.identifier(`${path}/name`, own(claim, 'name'));
    this.identifier(`${path}/key`, own(claim, 'key'));
    const add = own(claim, 'add');
    if (parseNonNegativeAmount(add) === undefined) this.fail(`${path}/add`, 'an amount of 0 or more', add);
  }

  private readOrigin(redemption: ReadRedemption): void {
    if (!this.needs.allowsRenewals || !readsCounters(redemption.stage)) return;
    if (redemption.originRedemption === undefined) return;
    const origin = own(this.context, 'origin');
    if (origin === undefined || origin === null) return;
    if (!isJsonObject(origin)) {
      this.fail(
        '/origin',
        'an object with "redeemed_at", "original" and "customer_identifier", or null',
        origin,
      );
      return;
    }
    const redeemedAt = this.instant('/origin/redeemed_at', own(origin, 'redeemed_at'));
    const original = own(origin, 'original');
    if (typeof original !== 'boolean') this.fail('/origin/original', 'true or false', original);
    const path = '/origin/customer_identifier';
    const customerIdentifier = this.optionalIdentifier(path, own(origin, 'customer_identifier'));
    const isSameCustomer =
      customerIdentifier !== undefined && customerIdentifier === redemption.customerIdentifier;
    if (original === true && isSameCustomer) redemption.renewedOrigin = { redeemedAt };
  }

  private readDiscount(redemption: ReadRedemption): void {
    const isRead =
      readsCounters(redemption.stage) && this.needs.counters.some((counter) => counter.measures === 'amount');
    const written = own(this.context, 'granted_discount') ?? undefined;
    if (written === undefined && !isRead) return;
    const discount = parseNonNegativeAmount(written);
    if (discount === undefined) {
      this.fail('/granted_discount', 'an amount of 0 or more, such as "12.99"', written);
      return;
    }
    redemption.grantedDiscount = discount;
    redemption.grantedDiscountWritten = written as string | number;
  }

  private readUsage(redemption: ReadRedemption): void {
    const usage = own(this.context, 'usage');
    if (usage !== undefined && !isJsonObject(usage)) {
      this.fail('/usage', 'an object of counters by name', usage);
      return;
    }
    if (!readsCounters(redemption.stage)) return;
    for (const counter of this.needs.counters) {
      if (counter.subjectOf(redemption) === undefined) continue;
      const written = usage && own(usage, counter.name);
      const value = counter.measures === 'count' ? parseCount(written) : parseNonNegativeAmount(written);
      if (value === undefined) {
        const expected =
          counter.measures === 'count' ? 'a count: an integer of 0 or more' : 'an amount of 0 or more';
        this.fail(`/usage${pointerStep(counter.name)}`, expected, written);
      } else redemption.setUsed(counter, value, written as string | number);
    }
  }

  private identifier(path: string, value: unknown): string {
    if (isIdentifier(value)) return value;
    this.fail(path, 'a string that is not blank', value);
    return '';
  }

  private optionalIdentifier(path: string, value: unknown): string | undefined {
    return value === undefined || value === null ? undefined : this.identifier(path, value);
  }

  private fail(path: string, expected: string, value: unknown): void {
    const found = describe(value);
    this.issues.push({ path, message: `expected ${expected}, found ${found}`, found, expected });
  }

  private throwIfWrong(): void {
    if (this.issues.length > 0) throw new InvalidContextError(this.issues);
  }
}

/** An integer ≥ 0, as a number or as digits. `+ 0` because JSON has no −0. */
function parseCount(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value + 0 : undefined;
  return typeof value === 'string' && /^[0-9]{1,40}$/.test(value) ? Number(value) : undefined;
}
