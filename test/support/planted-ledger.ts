// A ledger in plain BigInt that shares nothing with the engine's, and can be told to have one bug of the field.

import type { Claim } from '../../src/index.ts';
import {
  SweptWindowError,
  type Applied,
  type Entry,
  type GiveBackPolicy,
  type Ledger,
  type LedgerClaim,
  type Question,
  type Reading,
  type RecordedRedemption,
  type RecordStatus,
  type Settled,
} from '../../src/ledger/index.ts';

/** Each is caught by the contract; without one this ledger keeps it. */
export const plantedBugs = [
  // The five of the field that everybody meets.
  'reads, then writes',
  'ignores the row count',
  'releases twice',
  'takes windows from the host zone',
  'counts a retry again',
  // And others.
  'adds in floats',
  'refuses to land on the limit',
  'asks no limit of reservations',
  'counts what fits, and then stops',
  'lets a limit-free claim pass by',
  'keeps the first limit',
  'does not hold what is reserved',
  'confirms what is over',
  'expires a millisecond early',
  'expires what was confirmed',
  'never frees a transaction',
  'frees what was given back',
  'gives everything back',
  'gives back twice',
  'takes any request for the same',
  'takes no request for the same',
  'folds case',
  'cuts long keys',
  'normalizes Unicode',
  'ends keys at NUL',
  'sweeps what is not over',
  'counts in swept windows',
  'reads swept windows as empty',
  'forgets what a record claimed',
] as const;

export type PlantedBug = (typeof plantedBugs)[number];

const SCALE = 10n ** 18n;
const NOT_SETTLED: Settled = { outcome: 'not_settled' };

interface Stored {
  request: string;
  redemption: RecordedRedemption;
}

export class PlantedLedger implements Ledger {
  private readonly counters = new Map<string, { value: bigint; end: number; limit: bigint | null }>();
  private readonly redemptions = new Map<string, Stored>();
  private readonly bug: PlantedBug | undefined;
  private sweptBefore = -Infinity;

  constructor(bug?: PlantedBug) {
    this.bug = bug;
  }

  async read({ transactionId, request, counters }: Question): Promise<Reading> {
    await turn();
    const held = counters.map((counter) => {
      if (this.isSwept(counter.window) && !this.has('reads swept windows as empty'))
        throw new SweptWindowError(counter.key);
      return [counter.name, written(this.held(this.keyOf(counter, Date.parse(counter.window?.start ?? ''))))];
    });
    const stored = transactionId === undefined ? undefined : this.redemptions.get(this.fold(transactionId));
    const sameRequest = this.has('takes any request for the same')
      ? true
      : stored?.request === request && !this.has('takes no request for the same');
    return {
      usage: Object.fromEntries(held) as Record<string, string>,
      known: stored && { redemption: stored.redemption, sameRequest },
    };
  }

  commit(entry: Entry): Promise<Applied> {
    return this.apply(entry, 'redeem', undefined);
  }

  reserve(entry: Entry, expiresAt: number): Promise<Applied> {
    return this.apply(entry, 'reserve', expiresAt);
  }

  async confirm(transactionId: string, now: number): Promise<Settled> {
    await turn();
    const stored = this.redemptions.get(this.fold(transactionId));
    if (!stored || !this.isHeld(stored, now, 'confirms what is over')) return NOT_SETTLED;
    return this.move(stored, 'confirmed');
  }

  async cancel(transactionId: string, now: number): Promise<Settled> {
    await turn();
    const stored = this.redemptions.get(this.fold(transactionId));
    const isAgain = stored?.redemption.status === 'cancelled' && this.has('releases twice');
    if (!stored || !(isAgain || this.isHeld(stored, now))) return NOT_SETTLED;
    if (!this.has('does not hold what is reserved')) this.subtract(stored, () => true);
    return this.move(stored, 'cancelled');
  }

  async giveBack(transactionId: string, policy: GiveBackPolicy): Promise<Settled> {
    await turn();
    const stored = this.redemptions.get(this.fold(transactionId));
    const status = stored?.redemption.status;
    const isAgain = status === 'given_back' && this.has('gives back twice');
    if (!stored || !(status === 'confirmed' || isAgain)) return NOT_SETTLED;
    const all = this.has('gives everything back');
    this.subtract(stored, (claim) =>
      isTransaction(claim) ? this.has('frees what was given back') : all || policy(claim) === 'return',
    );
    return this.move(stored, 'given_back');
  }

  async expire(now: number, transactionId?: string): Promise<number> {
    await turn();
    const asked = transactionId === undefined ? [...this.redemptions.keys()] : [this.fold(transactionId)];
    const edge = this.has('expires a millisecond early') ? now + 1 : now;
    const due = asked
      .map((id) => this.redemptions.get(id))
      .filter((stored) => stored !== undefined)
      .filter(({ redemption: { status, expiresAt } }) => {
        const isOpen =
          status === 'pending' || (status === 'confirmed' && this.has('expires what was confirmed'));
        return isOpen && expiresAt !== undefined && expiresAt <= edge;
      });
    for (const stored of due) {
      if (!this.has('does not hold what is reserved')) this.subtract(stored, () => true);
      this.move(stored, 'expired');
    }
    return due.length;
  }

  async sweep(before: number): Promise<number> {
    await turn();
    this.sweptBefore = before;
    const edge = this.has('sweeps what is not over') ? before + 1 : before;
    const over = [...this.counters].filter(([, { end }]) => end <= edge);
    for (const [key] of over) this.counters.delete(key);
    return over.length;
  }

  private async apply(
    entry: Entry,
    operation: 'redeem' | 'reserve',
    expiresAt: number | undefined,
  ): Promise<Applied> {
    await turn();
    const { claims, at, campaign, request, transactionId } = entry;
    const id = this.fold(transactionId);
    const isTaken = () => {
      const status = this.redemptions.get(id)?.redemption.status;
      const isFree = status === undefined || status === 'cancelled' || status === 'expired';
      if (status === 'given_back' && this.has('frees what was given back')) return false;
      return !isFree || (status !== undefined && this.has('never frees a transaction'));
    };
    const isRetried = this.has('counts a retry again');
    const counted = isRetried ? claims.filter((claim) => !isTransaction(claim)) : claims;
    if (isTaken() && !isRetried) return { outcome: 'lost_race' };
    const before = counted.map((claim) => this.held(this.keyOf(claim, at)));
    if (this.has('reads, then writes')) await turn();

    const fits = (claim: LedgerClaim, i: number) =>
      (operation === 'reserve' && this.has('asks no limit of reservations')) ||
      this.fits(claim, before[i]!, at);
    const stopsLate = this.has('counts what fits, and then stops');
    const ignores = this.has('ignores the row count');
    if (!stopsLate && !ignores && !counted.every(fits)) return { outcome: 'lost_race' };
    if (!(operation === 'reserve' && this.has('does not hold what is reserved'))) {
      for (const [i, claim] of counted.entries()) {
        if (fits(claim, i)) this.add(claim, at, before[i]!);
        else if (stopsLate) return { outcome: 'lost_race' };
      }
    }
    const kept = this.has('forgets what a record claimed') ? [] : claims;
    const status = operation === 'redeem' ? 'confirmed' : 'pending';
    const own = kept.map(({ name, key, add, limit }) => ({ name, key, add, limit }));
    const redemption = { transactionId, campaign, status, operation, at, expiresAt, claims: own } as const;
    this.redemptions.set(id, { request, redemption });
    return { outcome: 'applied', redemption };
  }

  private fits(claim: LedgerClaim, held: bigint, at: number): boolean {
    if (this.isSwept(claim.window) && !this.has('counts in swept windows')) return false;
    const first = this.counters.get(this.keyOf(claim, at))?.limit ?? null;
    const limit =
      this.has('keeps the first limit') && first !== null
        ? first
        : claim.limit === null
          ? null
          : units(claim.limit);
    if (limit === null) return true;
    return this.has('refuses to land on the limit') && !isTransaction(claim)
      ? held + units(claim.add) < limit
      : held + units(claim.add) <= limit;
  }

  private add(claim: LedgerClaim, at: number, before: bigint): void {
    if (claim.limit === null && this.has('lets a limit-free claim pass by')) return;
    const key = this.keyOf(claim, at);
    const value = this.has('reads, then writes')
      ? before + units(claim.add)
      : this.has('adds in floats')
        ? units(String(Number(written(this.held(key))) + Number(claim.add)))
        : this.held(key) + units(claim.add);
    const end = claim.window ? Date.parse(claim.window.end) : Infinity;
    const limit = this.counters.get(key)?.limit ?? (claim.limit === null ? null : units(claim.limit));
    this.counters.set(key, { value, end, limit });
  }

  private subtract({ redemption: { claims, at } }: Stored, isReturned: (claim: Claim) => boolean): void {
    for (const claim of claims.filter(isReturned)) {
      const counter = this.counters.get(this.keyOf(claim, at));
      if (counter) counter.value -= units(claim.add);
    }
  }

  private move(stored: Stored, status: RecordStatus): Settled {
    stored.redemption = { ...stored.redemption, status };
    return { outcome: 'settled', redemption: stored.redemption };
  }

  private isHeld({ redemption: { status, expiresAt } }: Stored, now: number, bug?: PlantedBug): boolean {
    return status === 'pending' && (now < expiresAt! || (bug !== undefined && this.has(bug)));
  }

  private held(key: string): bigint {
    return this.counters.get(key)?.value ?? 0n;
  }

  private keyOf({ key, window }: Pick<LedgerClaim, 'key' | 'window'>, at: number): string {
    if (window === undefined || !this.has('takes windows from the host zone')) return this.fold(key);
    return `${key.slice(0, key.lastIndexOf('/'))}/${new Date(at).toDateString()}`;
  }

  private fold(text: string): string {
    if (this.has('folds case')) return text.toLowerCase();
    if (this.has('cuts long keys')) return text.slice(0, 255);
    if (this.has('normalizes Unicode')) return text.normalize();
    return this.has('ends keys at NUL') ? text.split('\u0000')[0]! : text;
  }

  private isSwept(window: LedgerClaim['window']): boolean {
    return window !== undefined && Date.parse(window.end) <= this.sweptBefore;
  }

  private has(bug: PlantedBug): boolean {
    return this.bug === bug;
  }
}

function isTransaction({ name }: Claim): boolean {
  return name === 'transaction.redemptions';
}

/** Whatever a store waits for, somebody else may come first. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function units(amount: number | string): bigint {
  const [whole = '', decimals = ''] = String(amount).split('.');
  return BigInt(whole) * SCALE + BigInt(decimals.slice(0, 18).padEnd(18, '0'));
}

function written(value: bigint): string {
  const decimals = String(value % SCALE)
    .padStart(18, '0')
    .replace(/0+$/, '');
  return decimals === '' ? String(value / SCALE) : `${value / SCALE}.${decimals}`;
}
