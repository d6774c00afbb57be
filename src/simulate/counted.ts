import type { Claim, PlannedCounter } from '../counters.ts';
import {
  differenceOf,
  nearestNumber,
  ordinaryUnits,
  parseAmount,
  sumOf,
  textOf,
  type Amount,
} from '../money.ts';

/** A count, or an amount. */
export type Held = number | string;

/** What is added to a counter, or taken from it: a count's numbers are numbers, amounts are as they were written. */
export type Addition = Pick<Claim, 'name' | 'add'>;

/**
 * What the counters of a replay hold. Time goes on, so that of each counter one window at most is open: what the one before held is let
 * go. Memory is bounded by those whom counters count for ever, and those of one window.
 */
export class Counted {
  private readonly open = new Map<string, Open>();

  /** What a plan asks for, by name; `isKnown` says what was asked of the transaction. */
  usageOf(counters: readonly PlannedCounter[], isKnown: boolean): Record<string, Held> {
    const usage: Record<string, Held> = {};
    for (const counter of counters) {
      const { name } = counter;
      usage[name] = name === TRANSACTION ? Number(isKnown) : this.held(counter);
    }
    return usage;
  }

  /** Counts what was accepted. Windows that are over by then are let go. */
  add(claims: readonly Addition[], counters: readonly PlannedCounter[]): void {
    for (const { name, add } of claims) {
      if (name === TRANSACTION) continue;
      const counter = named(name, counters);
      const { held } = this.opened(counter);
      // The counter's key has been looked up before: its hash is known.
      held.set(counter.key, plus(held.get(counter.key) ?? 0, add));
    }
  }

  /** Takes away what was counted, where its window is still open. */
  giveBack(additions: readonly Addition[], counters: readonly PlannedCounter[]): void {
    for (const { name, add } of additions) {
      const counter = named(name, counters);
      const open = this.openOf(counter);
      if (open) open.held.set(counter.key, minus(open.held.get(counter.key) as Held, add));
    }
  }

  /** What a counter holds. */
  held(counter: PlannedCounter): Held {
    return this.openOf(counter)?.held.get(counter.key) ?? 0;
  }

  private opened(counter: PlannedCounter): Open {
    const known = this.openOf(counter);
    if (known) return known;
    const open = { end: counter.window?.end, held: new Map<string, Held>() };
    this.open.set(counter.name, open);
    return open;
  }

  private openOf({ name, window }: PlannedCounter): Open | undefined {
    const open = this.open.get(name);
    return open && open.end === window?.end ? open : undefined;
  }
}

/** The window of a counter that was added to last. */
interface Open {
  readonly end: string | undefined;
  readonly held: Map<string, Held>;
}

const TRANSACTION = 'transaction.redemptions';

/** What is claimed was planned. */
function named(name: string, counters: readonly PlannedCounter[]): PlannedCounter {
  return counters.find((counter) => counter.name === name) as PlannedCounter;
}

/** What a counter holds with an addition. */
function plus(held: Held, add: Claim['add']): Held {
  return typeof add === 'number' ? Number(held) + add : written(sumOf(amountOf(held), amountOf(add)));
}

/** What a counter holds without an addition. */
export function minus(held: Held, add: Claim['add']): Held {
  return typeof add === 'number' ? Number(held) - add : written(differenceOf(amountOf(held), amountOf(add)));
}

/** Of what was read before. */
export function amountOf(held: Held): Amount {
  return parseAmount(held) as Amount;
}

/** An ordinary amount as a number, whose shortest form it is: made and read in a fraction of the time. */
function written(amount: Amount): Held {
  return Number.isNaN(ordinaryUnits(amount)) ? textOf(amount) : nearestNumber(amount);
}
