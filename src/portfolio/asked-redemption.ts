import { runCheck, STEP } from '../checks.ts';
import type { Counter } from '../counters.ts';
import { run } from '../evaluate.ts';
import type { Amount } from '../money.ts';
import { DISCOUNT_EXPECTED, fail, readForMany, throwIfWrong, USED_EXPECTED } from '../read-context.ts';
import { NOTHING_USED, ReadRedemption, type Usage } from '../redemption.ts';
import type { Origin } from '../rule.ts';
import { isJsonObject, own, plainObject, pointerStep } from '../snapshot.ts';
import type { Report } from '../violation.ts';
import type { Member } from './member.ts';

/**
 * One redemption, asked about by one campaign after another. Until a campaign's counters are loaded, it notes whether a
 * check looks at one, or at the discount: what the check tells before, it tells whatever they hold.
 */
export class AskedRedemption extends ReadRedemption {
  private isLoaded = false;
  /** How often the campaign's checks looked at what is not loaded: in all, and before the one that runs. */
  private looks = 0;
  private looksBefore = 0;
  private isRefused = false;
  /** The redemption that this one renews, where a campaign knows renewals. */
  private knownOrigin: Origin | undefined = undefined;
  private discount: unknown = undefined;
  /** What counters hold that are not a campaign's own, by name. */
  private readonly sharedUsed = new Map<string, unknown>();
  private readonly wrong = new Set<string>();

  private readonly note: Report = () => {
    if (this.looks === this.looksBefore) this.isRefused = true;
  };

  /** Reads all of a context but its usage and discount: enough to plan. Throws an `InvalidContextError`. */
  readForPlan(context: unknown, knowsRenewals: boolean): void {
    this.readFacts(context, knowsRenewals);
    throwIfWrong(this);
  }

  /**
   * Reads a context. Throws an `InvalidContextError` where it cannot be said which campaigns come into question, or what
   * they count; a discount that is wrong is kept, beside what is found missing when campaigns look for it.
   */
  readForQualify(context: unknown, knowsRenewals: boolean): void {
    const { granted_discount, usage } = this.readFacts(context, knowsRenewals);
    const used = usage === undefined ? NOTHING_USED : plainObject(usage);
    if (used === undefined) this.tell('/usage', 'an object of counters by key', usage);
    else this.usage = used as Usage;
    const isSure = this.issues.length === 0;
    this.discount = granted_discount ?? undefined;
    if (!isJsonObject(this.discount)) this.readDiscountAt('/granted_discount', this.discount, false);
    if (!isSure) throwIfWrong(this);
  }

  /** Whether a campaign refuses whatever its counters hold and whatever is granted. */
  isRefusedBy(member: Member): boolean {
    const { chain, rules } = member;
    this.unload(chain.allowsRenewals);
    if (chain.hasFixedLimits && this.namesWhomLimitsCount && !member.countsOwnSubjects) {
      const { tables } = chain;
      const end = this.isOdd ? tables.steps.length : tables.usual;
      for (let i = 0, at = tables.start; i < end; i += STEP) {
        this.looksBefore = this.looks;
        at = runCheck(tables, i, at, this, this.note);
        if (this.isRefused) return true;
      }
    } else {
      for (const rule of rules) {
        this.looksBefore = this.looks;
        rule.run(this, this.note);
        if (this.isRefused) return true;
      }
    }
    return false;
  }

  /** Loads the discount and what a campaign counts. What is wrong or missing is kept. */
  load({ id, chain }: Member): void {
    this.renewedOrigin = chain.allowsRenewals ? this.knownOrigin : undefined;
    this.isLoaded = true;
    this.told.count = 0;
    this.loadDiscount(id, chain.readsAmounts);
    this.over.count = 0;
    this.roomFor(chain.counters.length);
    const limited = chain.hasFixedLimits ? chain.metersOf(this.renewedOrigin !== undefined) : undefined;
    for (const [i, counter] of chain.counters.entries()) {
      this.loadUsed(counter, counter.isOfCampaign ? this.usedOf(counter) : this.sharedUsedOf(counter));
      if (limited?.[i]?.limit?.holds(this) === false) this.over.slots[this.over.count++] = counter.slot;
    }
  }

  get isWrong(): boolean {
    return this.issues.length > 0;
  }

  /** Throws an `InvalidContextError` where something wrong was kept. */
  throwIfWrong(): void {
    throwIfWrong(this);
  }

  /** Whether a campaign that was loaded, and did not refuse before, refuses now. */
  isRefusedNow({ chain }: Member): boolean {
    if (this.looks > 0 || this.over.count > 0) run(chain, this);
    return this.told.count > 0;
  }

  override forget(): void {
    super.forget();
    this.knownOrigin = this.discount = undefined;
    this.sharedUsed.clear();
    this.wrong.clear();
  }

  override get grantedDiscount(): Amount {
    if (!this.isLoaded) this.looks++;
    return super.grantedDiscount;
  }

  override get grantedDiscountWritten(): string | number {
    if (!this.isLoaded) this.looks++;
    return super.grantedDiscountWritten;
  }

  override count(counter: Counter): number {
    if (this.isLoaded) return super.count(counter);
    if (counter.subjectOf(this) === undefined) return this.isOfNoVoucher(counter) ? 0 : Number.NaN;
    this.looks++;
    return 0;
  }

  override isBelow(counter: Counter, limit: number): boolean {
    return this.isLoaded ? super.isBelow(counter, limit) : this.count(counter) < limit;
  }

  override hasRoomFor(counter: Counter, limit: Amount): boolean {
    if (this.isLoaded) return super.hasRoomFor(counter, limit);
    this.looks++;
    return true;
  }

  override written(counter: Counter): string | number {
    if (this.isLoaded) return this.usedOf(counter) as string | number;
    this.looks++;
    return 0;
  }

  /** Limits refuse without being loaded where nobody is named whom they count. */
  private get namesWhomLimitsCount(): boolean {
    return this.transactionId !== undefined && this.customerIdentifier !== undefined;
  }

  private unload(allowsRenewals: boolean): void {
    this.renewedOrigin = allowsRenewals ? this.knownOrigin : undefined;
    this.isLoaded = false;
    this.isRefused = false;
    this.looks = 0;
  }

  private readFacts(context: unknown, knowsRenewals: boolean) {
    const facts = readForMany(knowsRenewals, context, this);
    this.knownOrigin = this.renewedOrigin;
    return facts;
  }

  private readDiscountAt(path: string, written: unknown, isRequired: boolean): void {
    if (!this.readDiscount(written ?? (isRequired ? undefined : 0)))
      this.tell(path, DISCOUNT_EXPECTED, written);
  }

  private loadDiscount(campaign: string, isRead: boolean): void {
    const { discount } = this;
    if (isJsonObject(discount)) {
      const path = `/granted_discount${pointerStep(campaign)}`;
      this.readDiscountAt(path, own(discount, campaign) ?? undefined, isRead);
    } else if (discount === undefined && isRead) this.tell('/granted_discount', DISCOUNT_EXPECTED, undefined);
  }

  private loadUsed(counter: Counter, written: unknown): void {
    if (counter.subjectOf(this) === undefined) this.loadNothing(counter);
    else if (!this.readUsed(counter, written)) {
      this.tell(
        `/usage${pointerStep(counter.keyFor(this) as string)}`,
        USED_EXPECTED[counter.measures],
        written,
      );
    }
  }

  private loadNothing(counter: Counter): void {
    if (this.isOfNoVoucher(counter)) this.readUsed(counter, 0);
    else this.readNothing(counter);
  }

  /** Without a voucher, nobody asks how often its code was redeemed. */
  private isOfNoVoucher({ name }: Counter): boolean {
    return this.voucherCode === undefined && name === 'voucher.redemptions';
  }

  /** As the host wrote it. */
  private usedOf(counter: Counter): unknown {
    const key = counter.keyFor(this);
    return key === undefined ? undefined : this.usage[key];
  }

  /** The same whatever the campaign: looked up once. */
  private sharedUsedOf(counter: Counter): unknown {
    const { name } = counter;
    if (!this.sharedUsed.has(name)) this.sharedUsed.set(name, this.usedOf(counter));
    return this.sharedUsed.get(name);
  }

  /** Campaigns may look for the same: it is told once. */
  private tell(path: string, expected: string, value: unknown): void {
    if (this.wrong.has(path)) return;
    this.wrong.add(path);
    fail(this, path, expected, value);
  }
}
