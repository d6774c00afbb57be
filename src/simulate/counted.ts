import type { Claim, PlannedCounter, WireWindow } from '../counters.ts';
import { parseAmount, sumOf, textOf, ZERO, type Amount } from '../money.ts';

/** Transactions in one half of the memory. */
const REMEMBERED = 500_000;

/**
 * What the counters of a replay hold. Bounded by customers, codes and the windows that are open: what a window held is let go when it is
 * over, and of transactions the last half a million, at least, are known.
 */
export class Counted {
  private readonly counts = new Map<string, number>();
  private readonly sums = new Map<string, Sum>();
  /** Keys of counters by the end of their window. */
  private readonly open = new Map<number, Set<string>>();
  private readonly ends = new WeakMap<WireWindow, number>();
  private recent = new Set<string>();
  private older = new Set<string>();

  /** What a plan asks for, by name. */
  usageOf(counters: readonly PlannedCounter[]): Record<string, number | string> {
    const usage: Record<string, number | string> = {};
    for (const { name, key } of counters) {
      usage[name] = name === TRANSACTION ? Number(this.isKnown(key)) : this.held(key);
    }
    return usage;
  }

  /** Counts what was accepted. */
  apply(claims: readonly Claim[], counters: readonly PlannedCounter[]): void {
    for (const { name, key, add } of claims) {
      if (name === TRANSACTION) this.remember(key);
      else if (typeof add === 'number') this.counts.set(key, (this.counts.get(key) ?? 0) + add);
      else this.add(key, parseAmount(add) as Amount);
    }
    for (const { key, window } of counters) if (window) this.keepOpen(window, key);
  }

  /** Lets go of windows that are over. */
  moveTo(at: number): void {
    for (const [end, keys] of this.open) {
      if (end > at) continue;
      for (const key of keys) {
        this.counts.delete(key);
        this.sums.delete(key);
      }
      this.open.delete(end);
    }
  }

  /** A count; an amount in its shortest form. */
  held(key: string): number | string {
    return this.sums.get(key)?.text ?? this.counts.get(key) ?? 0;
  }

  /** The value of a sum that somebody has added to. */
  sum(key: string): Amount {
    return (this.sums.get(key) as Sum).value;
  }

  private isKnown(transaction: string): boolean {
    return this.recent.has(transaction) || this.older.has(transaction);
  }

  private add(key: string, amount: Amount): void {
    const value = sumOf(this.sums.get(key)?.value ?? ZERO, amount);
    this.sums.set(key, { value, text: textOf(value) });
  }

  private remember(key: string): void {
    if (this.recent.size === REMEMBERED) {
      this.older = this.recent;
      this.recent = new Set();
    }
    this.recent.add(key);
  }

  private keepOpen(window: WireWindow, key: string): void {
    let end = this.ends.get(window);
    if (end === undefined) this.ends.set(window, (end = Date.parse(window.end)));
    const keys = this.open.get(end);
    if (keys) keys.add(key);
    else this.open.set(end, new Set([key]));
  }
}

/** A sum is read more often than it grows. */
interface Sum {
  readonly value: Amount;
  readonly text: string;
}

const TRANSACTION = 'transaction.redemptions';
