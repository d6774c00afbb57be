import type { Claim, PlannedCounter } from '../index.ts';
import {
  differenceOf,
  isSumAtMost,
  isZeroAsWritten,
  parseAmount,
  sumOf,
  textOf,
  ZERO,
  type Amount,
} from '../money.ts';
import { parseInstant } from '../time/local.ts';
import { SweptWindowError } from './failures.ts';
import {
  isFree,
  isOverdue,
  TRANSACTION,
  type Applied,
  type Entry,
  type GiveBackPolicy,
  type Known,
  type Ledger,
  type LedgerClaim,
  type Question,
  type Reading,
  type RecordedRedemption,
  type RecordStatus,
  type Settled,
} from './ledger.ts';

interface StoredCounter {
  value: Amount;
  /** When its window ends; `undefined` where it counts for ever. */
  readonly end: number | undefined;
}

interface StoredRedemption {
  readonly request: string;
  redemption: RecordedRedemption;
}

const NOT_SETTLED: Settled = Object.freeze({ outcome: 'not_settled' });
const LOST_RACE: Applied = Object.freeze({ outcome: 'lost_race' });

/**
 * A ledger in this process's memory: for tests, demos and simulation, or for one process that may forget. Every method runs
 * in one turn of the event loop, so nothing comes between its reading and its writing. It holds what it was given until
 * {@link Ledger.sweep}, and redemptions for ever: they are what makes a repeated transaction known.
 */
export function inMemoryLedger(): Ledger {
  return new InMemoryLedger();
}

class InMemoryLedger implements Ledger {
  private readonly counters = new Map<string, StoredCounter>();
  private readonly redemptions = new Map<string, StoredRedemption>();
  /** The ids of those that are pending: what `expire` looks through. */
  private readonly pending = new Set<string>();
  private sweptBefore = Number.NEGATIVE_INFINITY;

  read({ transactionId, request, counters }: Question): Promise<Reading> {
    return settled(() => {
      const usage = Object.fromEntries(counters.map((counter) => [counter.name, this.held(counter)]));
      return { usage, known: transactionId === undefined ? undefined : this.known(transactionId, request) };
    });
  }

  commit(entry: Entry): Promise<Applied> {
    return settled(() => this.apply(entry, 'redeem', 'confirmed', undefined));
  }

  reserve(entry: Entry, expiresAt: number): Promise<Applied> {
    return settled(() => this.apply(entry, 'reserve', 'pending', expiresAt));
  }

  confirm(transactionId: string, now: number): Promise<Settled> {
    return settled(() =>
      this.isHeld(transactionId, now) ? this.move(transactionId, 'confirmed') : NOT_SETTLED,
    );
  }

  cancel(transactionId: string, now: number): Promise<Settled> {
    return settled(() =>
      this.isHeld(transactionId, now) ? this.release(transactionId, 'cancelled') : NOT_SETTLED,
    );
  }

  giveBack(transactionId: string, policy: GiveBackPolicy): Promise<Settled> {
    return settled(() => {
      const stored = this.redemptions.get(transactionId);
      if (stored?.redemption.status !== 'confirmed') return NOT_SETTLED;
      const returned = stored.redemption.claims.filter(
        (claim) => claim.name !== TRANSACTION && policy(claim) === 'return',
      );
      this.subtract(returned);
      return this.move(transactionId, 'given_back');
    });
  }

  expire(now: number, transactionId?: string): Promise<number> {
    return settled(() => {
      const asked = transactionId === undefined ? [...this.pending] : [transactionId];
      const due = asked.filter((id) => this.isPending(id) && isOverdue(this.stored(id).redemption, now));
      for (const id of due) this.release(id, 'expired');
      return due.length;
    });
  }

  sweep(before: number): Promise<number> {
    return settled(() => {
      this.sweptBefore = Math.max(this.sweptBefore, before);
      const over = [...this.counters].filter(([, { end }]) => end !== undefined && end <= before);
      for (const [key] of over) this.counters.delete(key);
      return over.length;
    });
  }

  private held({ key, window }: PlannedCounter): string {
    if (this.isSwept(endOf(window))) throw new SweptWindowError(key);
    return textOf(this.counters.get(key)?.value ?? ZERO);
  }

  private known(transactionId: string, request: string): Known | undefined {
    const stored = this.redemptions.get(transactionId);
    return stored && { redemption: stored.redemption, sameRequest: stored.request === request };
  }

  private apply(
    { transactionId, campaign, request, at, claims }: Entry,
    operation: 'redeem' | 'reserve',
    status: 'confirmed' | 'pending',
    expiresAt: number | undefined,
  ): Applied {
    const known = this.redemptions.get(transactionId);
    if (known && !isFree(known.redemption)) return LOST_RACE;
    if (!claims.every((claim) => this.fits(claim))) return LOST_RACE;
    for (const { key, add, window } of claims) this.add(key, amountOf(add), endOf(window));
    const redemption: RecordedRedemption = {
      transactionId,
      campaign,
      status,
      operation,
      at,
      expiresAt,
      claims: claims.map(({ name, key, add, limit }) => ({ name, key, add, limit })),
    };
    this.redemptions.set(transactionId, { request, redemption });
    if (status === 'pending') this.pending.add(transactionId);
    return { outcome: 'applied', redemption };
  }

  private fits({ key, add, limit, window }: LedgerClaim): boolean {
    if (this.isSwept(endOf(window))) return false;
    return (
      limit === null || isSumAtMost(this.counters.get(key)?.value ?? ZERO, amountOf(add), amountOf(limit))
    );
  }

  private add(key: string, amount: Amount, end: number | undefined): void {
    const counter = this.counters.get(key);
    if (counter) counter.value = sumOf(counter.value, amount);
    else this.counters.set(key, { value: amount, end });
  }

  private subtract(claims: readonly Claim[]): void {
    for (const { key, add } of claims) {
      const counter = this.counters.get(key);
      // What was swept is not counted any more.
      if (!counter) continue;
      counter.value = differenceOf(counter.value, amountOf(add));
      if (isZeroAsWritten(textOf(counter.value))) this.counters.delete(key);
    }
  }

  private release(transactionId: string, status: 'cancelled' | 'expired'): Settled {
    this.subtract(this.stored(transactionId).redemption.claims);
    return this.move(transactionId, status);
  }

  private move(transactionId: string, status: RecordStatus): Settled {
    const stored = this.stored(transactionId);
    stored.redemption = { ...stored.redemption, status };
    this.pending.delete(transactionId);
    return { outcome: 'settled', redemption: stored.redemption };
  }

  private isHeld(transactionId: string, now: number): boolean {
    return this.isPending(transactionId) && !isOverdue(this.stored(transactionId).redemption, now);
  }

  private isPending(transactionId: string): boolean {
    return this.pending.has(transactionId);
  }

  private stored(transactionId: string): StoredRedemption {
    return this.redemptions.get(transactionId) as StoredRedemption;
  }

  private isSwept(end: number | undefined): boolean {
    return end !== undefined && end <= this.sweptBefore;
  }
}

/** A promise of what is done in this very turn. */
function settled<Result>(step: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(step());
  });
}

function amountOf(written: number | string): Amount {
  const amount = parseAmount(written);
  if (amount === undefined) throw new TypeError(`expected an amount, found ${JSON.stringify(written)}`);
  return amount;
}

function endOf(window: PlannedCounter['window']): number | undefined {
  return window && parseInstant(window.end);
}
