import type { ContextIssue, HeldClaim } from './context.ts';
import { countWritten, type Counter, type Subjects } from './counters.ts';
import { usedUnder } from './known-usage.ts';
import { COST, DISCOUNT, FIRST_COUNTER, IS_AMOUNT, SUBJECTS, TRAITS, type UsageTable } from './meter.ts';
import { Amounts, unitsOfCents, type Amount } from './money.ts';
import type { Origin, RedemptionInNumbers, Stage } from './rule.ts';
import { SentRedemption } from './shopper.ts';
import { readInstant } from './time/local.ts';
import { Told, type Report } from './violation.ts';

/**
 * A redemption while it is decided: what was read of its context, and what rules told of it. One object serves one
 * decision after another (see {@link borrowRedemption}), so that a decision allocates nothing but its answer.
 */
export class ReadRedemption extends SentRedemption implements RedemptionInNumbers, Subjects {
  stage: Stage = 'redeem';
  voucherCode: string | undefined = undefined;
  assignedCustomer: string | undefined = undefined;
  renewedOrigin: Origin | undefined = undefined;
  /** The origin is an original redemption, but of another customer. */
  isRenewableByAnother = false;
  private readonly origin = { redeemedAt: Number.NaN };
  /** The claims that the reservation holds. */
  held: readonly HeldClaim[] = NOTHING_HELD;
  /** As the host passed it. */
  protected usage = NOTHING_USED;
  /** The slots of the counters that hold more than the smallest limit allows, or may: all other limits hold. */
  readonly over = { count: 0, slots: [] as number[] };
  /** What is wrong in the host's facts. */
  issues: ContextIssue[] = [];
  /** What rules told. */
  readonly told = new Told();
  private discountWritten: string | number = 0;
  private readonly instant = new Float64Array(1);
  private readonly originInstant = new Float64Array(1);
  private readonly amounts = new Amounts();
  private counts = new Float64Array(16);
  readonly watch = undefined;

  readonly report: Report = (violation) => {
    this.told.add(violation);
  };

  get at(): number {
    return this.instant[0] as number;
  }

  get cost(): Amount | undefined {
    return this.amounts.get(COST);
  }

  get isCostKnown(): boolean {
    return this.amounts.has(COST);
  }

  get costUnits(): number {
    return this.amounts.unitsIn(COST);
  }

  /** Whether it can fail what almost every redemption holds. */
  get isOdd(): boolean {
    const { assignedCustomer } = this;
    return (
      !this.isCostKnown ||
      this.isLocationInvalid ||
      (assignedCustomer !== undefined && assignedCustomer !== this.customerIdentifier)
    );
  }

  get isLocationInvalid(): boolean {
    // V8 compares what may be anything with a text slowly, and first asks for its type quickly.
    return typeof this.location === 'string' && this.location === 'invalid';
  }

  get grantedDiscount(): Amount {
    return this.amounts.get(DISCOUNT) as Amount;
  }

  get grantedDiscountWritten(): string | number {
    return this.discountWritten;
  }

  count(counter: Counter): number {
    return this.counts[counter.slot] ?? Number.NaN;
  }

  isBelow(counter: Counter, limit: number): boolean {
    // Not by `count`: a number that is returned is allocated.
    return (this.counts[counter.slot] as number) < limit;
  }

  hasRoomFor(counter: Counter, limit: Amount): boolean {
    return this.amounts.haveRoomFor(FIRST_COUNTER + counter.slot, DISCOUNT, limit);
  }

  written(counter: Counter): string | number | undefined {
    return this.usage[counter.name] as string | number | undefined;
  }

  /** False for what is no instant. */
  readAt(written: unknown): boolean {
    return readInstant(written, this.instant);
  }

  /** Apart from the rest of what was sent: it is read with the host's numbers, where all of those are read. */
  readCost(): void {
    this.amounts.read(COST, this.costSent);
  }

  /** When the origin was redeemed; false for what is no instant. */
  readRedeemedAt(written: unknown): boolean {
    return readInstant(written, this.originInstant);
  }

  /** The redemption is found to renew its origin. */
  renew(): void {
    this.origin.redeemedAt = this.originInstant[0] as number;
    this.renewedOrigin = this.origin;
  }

  /** False for what is not an amount ≥ 0. */
  readDiscount(written: unknown): boolean {
    if (!this.amounts.readNonNegative(DISCOUNT, written)) return false;
    this.discountWritten = written as string | number;
    return true;
  }

  /**
   * Reads the discount, the cost, and what counters hold, with the question whether that is within the limits: together two fifths of
   * all work. False where one of the host's is not written as most are, right or wrong. One loop for all: code for each would crowd
   * other code out of the processor's cache. Nothing in it is called, so V8 keeps what it knows.
   */
  readUsualNumbers(table: UsageTable, discount: unknown, usage: Usage): boolean {
    const { names, codes, numbers } = table;
    const { amounts, counts, over, costSent } = this.readyFor(table, usage);
    const { units } = amounts;
    const lacking = this.lacking();
    let isCostUsual = true;
    let cell = DISCOUNT;
    if (typeof discount !== 'string') {
      // Many write it as a number, and the rest as most do.
      if (!this.readDiscount(discount) || !(amounts.unitsIn(DISCOUNT) >= 0)) return false;
      cell = COST;
    }
    for (; cell < codes.length; cell++) {
      const code = codes[cell] as number;
      const limit = numbers[cell] as number;
      const slot = cell - FIRST_COUNTER;
      if ((code & lacking) !== 0) {
        // Nobody knows what it holds, unless it is of somebody whom only the counter knows.
        if ((code & (SUBJECTS.own | IS_AMOUNT)) !== 0) return false;
        counts[slot] = Number.NaN;
        over.slots[over.count++] = slot;
        continue;
      }
      const used =
        cell === DISCOUNT
          ? discount
          : cell === COST
            ? costSent
            : usedUnder(usage, code >> TRAITS, names, cell);
      if ((code & IS_AMOUNT) !== 0) {
        const amount = unitsOfCents(used);
        if (amount >= 0) {
          units[cell] = amount;
          if (!(amount < limit && amount + (units[DISCOUNT] as number) <= limit))
            over.slots[over.count++] = slot;
        } else if (cell === COST) isCostUsual = false;
        else return false;
      } else {
        if (typeof used !== 'number') return false;
        const count = used | 0;
        if (count !== used || count < 0) return false;
        counts[slot] = count;
        if (!(count < limit)) over.slots[over.count++] = slot;
      }
    }
    this.discountWritten = discount as string | number;
    if (!isCostUsual) this.readCost();
    return true;
  }

  /** Reads what counters hold; false where one of them is not a count, or an amount, of 0 or more. */
  readUsage(table: UsageTable, usage: Usage): boolean {
    const { names, codes, counters, numbers } = table;
    const { amounts, counts, over } = this.readyFor(table, usage);
    const lacking = this.lacking();
    let isRight = true;
    for (const counter of counters) {
      const { slot } = counter;
      const cell = FIRST_COUNTER + slot;
      const code = codes[cell] as number;
      // What is not planned is not touched.
      if ((code & lacking) !== 0 && !this.names(counter)) this.readNothing(counter);
      else if (!this.readUsed(counter, usedUnder(usage, code >> TRAITS, names, cell))) isRight = false;
      const isAmount = (code & IS_AMOUNT) !== 0;
      const used = isAmount ? amounts.unitsIn(cell) : (counts[slot] as number);
      const added = isAmount ? amounts.unitsIn(DISCOUNT) : 0;
      const limit = numbers[cell] as number;
      if (!(used < limit && used + added <= limit)) over.slots[over.count++] = slot;
    }
    return isRight;
  }

  private readyFor({ codes }: UsageTable, usage: Usage): this {
    this.usage = usage;
    this.over.count = 0;
    // Not of the counters, which the usual way does not look at: campaigns with the same share the codes.
    return this.roomFor(codes.length - FIRST_COUNTER);
  }

  /** Whether somebody is named whom a counter counts. A host's own function is not asked about facts that are wrong. */
  names(counter: Counter): boolean {
    if (typeof counter.subject === 'function' && this.issues.length > 0) return false;
    return counter.subjectOf(this) !== undefined;
  }

  /** Bits of the subjects whom nobody named. */
  private lacking(): number {
    const isNoTransaction = this.transactionId === undefined;
    return (
      SUBJECTS.own |
      (isNoTransaction ? SUBJECTS.transaction : 0) |
      (isNoTransaction && this.originRedemption === undefined ? SUBJECTS.origin : 0) |
      (this.customerIdentifier === undefined ? SUBJECTS.customer : 0) |
      (this.voucherCode === undefined ? SUBJECTS.voucher : 0)
    );
  }

  /** Of counters that are not planned nobody knows what they hold. */
  readNoUsage({ counters }: UsageTable): void {
    this.roomFor(counters.length);
    for (const counter of counters) this.readNothing(counter);
    this.usage = NOTHING_USED;
  }

  /** Reads what one counter holds, as {@link readUsage} does. There is room for it. */
  protected readUsed({ measures, slot }: Counter, written: unknown): boolean {
    if (measures === 'amount') return this.amounts.readNonNegative(FIRST_COUNTER + slot, written);
    const count = countWritten(written);
    this.counts[slot] = count;
    return count >= 0;
  }

  /** Of a counter that is not planned nobody knows what it holds. */
  protected readNothing({ slot }: Counter): void {
    this.amounts.clear(FIRST_COUNTER + slot);
    this.counts[slot] = Number.NaN;
  }

  /** Lets go of what was passed, which nobody here may keep. */
  override forget(): void {
    super.forget();
    this.usage = NOTHING_USED;
    this.held = NOTHING_HELD;
    this.renewedOrigin = undefined;
    this.isRenewableByAnother = false;
    this.voucherCode = this.assignedCustomer = undefined;
    this.told.count = 0;
    if (this.issues.length > 0) this.issues = [];
  }

  protected roomFor(counters: number): this {
    if (counters > this.counts.length) this.counts = new Float64Array(2 * counters);
    this.amounts.makeRoomFor(FIRST_COUNTER + counters);
    return this;
  }
}

/** What a host says that counters hold. */
export type Usage = Readonly<Record<string, unknown>>;

const NOTHING_HELD: readonly HeldClaim[] = [];
/** Without a prototype: what is not there is not inherited either. */
export const NOTHING_USED = Object.freeze(Object.create(null)) as Usage;

let spare: ReadRedemption | undefined;

/** A redemption to read into, until it is given back. A decision made during another's gets one of its own. */
export function borrowRedemption(): ReadRedemption {
  const redemption = spare ?? new ReadRedemption();
  spare = undefined;
  return redemption;
}

export function giveBack(redemption: ReadRedemption): void {
  redemption.forget();
  spare = redemption;
}
