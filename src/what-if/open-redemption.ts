import type { ChainRule, Watch } from '../chain-rule.ts';
import type { Counter, Subjects } from '../counters.ts';
import type { CompiledChain } from '../compiled-chain.ts';
import type { Limit } from '../limit.ts';
import { isAtMost, isBelow, ZERO, type Amount } from '../money.ts';
import { factsOf, readFacts, readNumbers, readsCounters, throwIfWrong } from '../read-context.ts';
import { ReadRedemption } from '../redemption.ts';
import type {
  Answer,
  CategoryEntry,
  Location,
  Origin,
  RedemptionInNumbers,
  Stage,
  TagMarks,
} from '../rule.ts';
import { isJsonObject } from '../snapshot.ts';
import { isoInstant } from '../time/local.ts';
import type { PreparedViolation, Report } from '../violation.ts';
import { Asking } from './asking.ts';

/** What a shopper may not have given yet, by the names the wire has for it. */
export const OF_THE_SHOPPER = [
  'transaction_id',
  'customer_identifier',
  'total_transaction_cost',
  'location',
  'categories',
] as const;

type OfTheShopper = (typeof OF_THE_SHOPPER)[number];

/** Something that is not known yet; `usage.<name>` of a counter that nobody has read. */
export type Unknown = OfTheShopper | 'granted_discount' | `usage.${string}`;

/**
 * A redemption of which some may not be known yet, and which can be moved to a later time. It follows what rules read: what
 * one tells stands only if it looked at nothing unknown, for then it tells the same whatever completes the redemption.
 */
export class OpenRedemption implements RedemptionInNumbers, Subjects, Watch {
  /** The violation, by its identity, that is taken to be repaired. */
  repaired: string | undefined = undefined;
  readonly watch = this;
  /** What is told of limits reads used amounts here. */
  private readonly read: ReadRedemption;
  private readonly since: number;
  /** The same, or later. */
  private now: number;
  private readonly unknown: ReadonlySet<Unknown>;
  private readonly unreadCounters: ReadonlySet<string>;
  private asking: Asking | undefined = undefined;
  /** What the check that runs looked at and nobody knows. */
  private lacks = new Set<Unknown>();

  private constructor(read: ReadRedemption, unknown: ReadonlySet<Unknown>, unread: ReadonlySet<string>) {
    this.read = read;
    this.since = this.now = read.at;
    this.unknown = unknown;
    this.unreadCounters = unread;
  }

  /**
   * Reads a context. `unread` are the names of counters that its usage does not tell of. Throws an `InvalidContextError` that
   * lists every wrong and every missing host's fact.
   */
  static of(chain: CompiledChain, context: unknown, unread: ReadonlySet<string>): OpenRedemption {
    const read = new ReadRedemption();
    const { granted_discount, usage, ...facts } = factsOf(context);
    readFacts(chain, facts, read);
    const unknown = new Set<Unknown>(OF_THE_SHOPPER.filter((name) => read.field(name) === undefined));
    if (granted_discount === undefined) unknown.add('granted_discount');
    const discount = granted_discount === undefined ? 0 : granted_discount;
    readNumbers(chain, { granted_discount: discount, usage: withNothingUsedOf(unread, usage) }, read);
    throwIfWrong(read);
    return new OpenRedemption(read, unknown, unread);
  }

  /** The same, as it is at another time. */
  movedTo(at: number): this {
    this.now = at;
    return this;
  }

  /** Epoch milliseconds: of the context, or later. */
  get at(): number {
    return this.note('at', this.now);
  }

  get stage(): Stage {
    return this.read.stage;
  }

  get voucherCode(): string | undefined {
    return this.note('voucher.code', this.read.voucherCode);
  }

  get assignedCustomer(): string | undefined {
    return this.note('voucher.customer_identifier', this.read.assignedCustomer);
  }

  get transactionId(): string | undefined {
    return this.ask('transaction_id', this.read.transactionId);
  }

  get customerIdentifier(): string | undefined {
    return this.ask('customer_identifier', this.read.customerIdentifier);
  }

  get originRedemption(): string | undefined {
    this.note('origin_redemption', this.read.field('origin_redemption'));
    return this.read.originRedemption;
  }

  get renewedOrigin(): Origin | undefined {
    const { renewedOrigin } = this.read;
    if (!this.isRenewalKnown) this.lacks.add('customer_identifier');
    this.note('is_renewal', renewedOrigin !== undefined);
    return renewedOrigin && this.followed(renewedOrigin);
  }

  private followed({ redeemedAt }: Origin): Origin {
    const note = () => this.note('origin.redeemed_at', redeemedAt);
    return {
      get redeemedAt() {
        return note();
      },
    };
  }

  get cost(): Amount | undefined {
    return this.ask('total_transaction_cost', this.read.cost);
  }

  get costUnits(): number {
    return this.ask('total_transaction_cost', this.read.costUnits);
  }

  get isCostKnown(): boolean {
    return this.cost !== undefined;
  }

  get location(): Location | 'absent' | 'invalid' {
    return this.ask('location', this.read.location);
  }

  /** What is not sent is not invalid, and nobody needs to send it for that. */
  get isLocationInvalid(): boolean {
    this.noteSent('location');
    return this.read.isLocationInvalid;
  }

  get categories(): readonly CategoryEntry[] | 'unreadable' {
    return this.ask('categories', this.read.categories);
  }

  get grantedDiscount(): Amount {
    this.ask('granted_discount', this.read.grantedDiscountWritten);
    return this.read.grantedDiscount;
  }

  get grantedDiscountWritten(): string | number {
    return this.ask('granted_discount', this.read.grantedDiscountWritten);
  }

  marksUnder(category: string, marks: ReadonlyMap<string, number>): TagMarks {
    return this.ask('categories', this.read.marksUnder(category, marks));
  }

  field(key: string): unknown {
    const sent = this.read.field(key);
    return isOfTheShopper(key) ? this.ask(key, sent) : this.note(`redemption.${key}`, sent);
  }

  count(counter: Counter): number {
    if (counter.subjectOf(this) === undefined) return Number.NaN;
    if (this.isUnspent(counter)) return 0;
    if (this.isUnread(counter)) this.lacks.add(`usage.${counter.name}`);
    return this.noteCount(counter);
  }

  isBelow(counter: Counter, limit: number): boolean {
    if (counter.subjectOf(this) === undefined) return false;
    if (this.isUnspent(counter)) return 0 < limit;
    // Of a counter that nobody has read, 0 is the least.
    const isBelowLimit = this.noteCount(counter) < limit;
    if (isBelowLimit && this.isUnread(counter)) this.lacks.add(`usage.${counter.name}`);
    return isBelowLimit;
  }

  hasRoomFor(counter: Counter, limit: Amount): boolean {
    const { read } = this;
    const isUnspent = this.isUnspent(counter);
    if (!isUnspent) this.noteUsed(counter);
    // An unknown discount, and an amount that nobody has read, are 0 here: the least that they can be.
    const hasRoom = isUnspent
      ? isBelow(ZERO, limit) && isAtMost(read.grantedDiscount, limit)
      : read.hasRoomFor(counter, limit);
    if (hasRoom) {
      this.ask('granted_discount', read.grantedDiscountWritten);
      if (!isUnspent && this.isUnread(counter)) this.lacks.add(`usage.${counter.name}`);
    }
    return hasRoom;
  }

  written(counter: Counter): string | number | undefined {
    if (this.isUnspent(counter)) return 0;
    this.noteUsed(counter);
    if (!this.isUnread(counter)) return this.read.written(counter);
    this.lacks.add(`usage.${counter.name}`);
    return undefined;
  }

  /** It is planned, and somebody has read what it holds. */
  isKnown(counter: Counter): boolean {
    return counter.subjectOf(this) !== undefined && !this.isUnread(counter);
  }

  private isUnread(counter: Counter): boolean {
    return this.unreadCounters.has(counter.name);
  }

  isUnknown(name: Unknown): boolean {
    return this.unknown.has(name);
  }

  run(rule: ChainRule, report: Report): void {
    this.tellGroup(this.follow(rule, report));
  }

  answer(rule: ChainRule): Answer {
    const asked = this.follow(rule, () => undefined);
    asked.isTrial = true;
    this.tellGroup(asked);
    return asked.answer;
  }

  nextRoom({ counter }: Limit): number {
    const { calendar } = counter;
    return calendar === undefined || this.isUnspent(counter) ? Infinity : calendar.windowAt(this.since).end;
  }

  /** Runs a rule of a chain, and says how it went. */
  follow(rule: ChainRule, report: Report): Asking {
    const outer = this.asking;
    const outerLacks = this.lacks;
    const asked = new Asking(rule, !rule.isAskedAt(this.stage));
    outer?.nested.push(asked);
    this.asking = asked;
    try {
      if (!asked.isSkipped) this.runParts(rule, asked, report);
    } finally {
      this.asking = outer;
      this.lacks = outerLacks;
    }
    return asked;
  }

  /** A group that does not know what to make of an undetermined rule is undetermined with it. */
  private tellGroup(asked: Asking): void {
    const group = this.asking;
    if (group === undefined || group.rule.kind.isThreeValued) return;
    for (const name of asked.allLacks()) this.lacks.add(name);
  }

  private runParts(rule: ChainRule, asked: Asking, report: Report): void {
    const { ownCheck, limits } = rule;
    if (ownCheck) this.runPart(asked, report, (tell) => ownCheck(this, tell));
    for (const limit of limits) this.runPart(asked, report, (tell) => this.checkLimit(limit, tell));
  }

  /** What a part tells after a look at something unknown is not told: nobody knows. */
  private runPart(asked: Asking, report: Report, part: (tell: Report) => void): void {
    this.lacks = new Set();
    const told: PreparedViolation[] = [];
    part((violation) => {
      told.push(violation);
    });
    for (const name of this.lacks) asked.lacks.add(name);
    if (this.lacks.size > 0) return;
    for (const violation of told) {
      if (this.repaired !== undefined && violation.identity === this.repaired) continue;
      asked.told.push(violation);
      report(violation);
    }
  }

  /** An entry condition, or a limit of renewals, tells nothing while nobody knows whether this is a renewal. */
  private checkLimit(limit: Limit, tell: Report): void {
    if (limit.askedOf === 'every redemption' || this.isRenewalKnown) limit.check(this, tell);
    else if (!limit.holds(this)) this.lacks.add('customer_identifier');
  }

  private get isRenewalKnown(): boolean {
    return !(this.unknown.has('customer_identifier') && this.read.isRenewableByAnother);
  }

  /** Past the period of the context's instant: no other is asked for, since the redemption only moves to later times. */
  private isUnspent({ calendar }: Counter): boolean {
    return calendar !== undefined && this.now >= calendar.windowAt(this.since).end;
  }

  private noteCount(counter: Counter): number {
    this.noteUsed(counter);
    return this.read.count(counter);
  }

  private noteUsed(counter: Counter): void {
    const name: Unknown = `usage.${counter.name}`;
    if (this.isUnread(counter)) this.asking?.reads.set(name, undefined);
    else this.note(name, this.read.written(counter));
  }

  private ask<Value>(name: Unknown, value: Value): Value {
    if (this.unknown.has(name)) this.lacks.add(name);
    if (isOfTheShopper(name)) this.noteSent(name);
    else this.asking?.reads.set(name, this.unknown.has(name) ? undefined : value);
    return value;
  }

  /** As it was sent: what the engine made of it, the answers tell. */
  private noteSent(name: OfTheShopper): void {
    this.asking?.reads.set(name, this.read.field(name));
  }

  private note<Value>(name: string, value: Value): Value {
    this.asking?.reads.set(name, value ?? null);
    return value;
  }

  /** When it is, as the wire has it. */
  get instant(): string {
    return isoInstant(this.now);
  }

  /** Counters are read, and so limits asked, at this point of its life. */
  get readsCounters(): boolean {
    return readsCounters(this.stage);
  }
}

function isOfTheShopper(name: string): name is OfTheShopper {
  return (OF_THE_SHOPPER as readonly string[]).includes(name);
}

/** Counters that nobody has read are read as nothing, and known to be unread. */
function withNothingUsedOf(unread: ReadonlySet<string>, usage: unknown): unknown {
  if (unread.size === 0 || (usage !== undefined && !isJsonObject(usage))) return usage;
  const nothing = Object.fromEntries(Array.from(unread, (name) => [name, 0]));
  return Object.assign(Object.create(null), usage, nothing);
}
