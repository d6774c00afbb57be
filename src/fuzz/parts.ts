import type { Operation } from '../context.ts';
import { differenceWritten, isNegative, sumWritten } from './amounts.ts';
import type { fc } from './fast-check.ts';
import { distinct } from './spread.ts';
import {
  isAmountCounter,
  wireInstant,
  type WireContext,
  type WireExisting,
  type WireOrigin,
  type WireUsage,
} from './wire-context.ts';

/** Stands for a member that is not there. */
export const ABSENT = Symbol('absent');

/** What is asked about: to decide at once, or something about a reservation. */
export interface Life {
  readonly operation?: Operation;
  readonly existing?: WireExisting;
}

/** What the redemption says of an origin, and the host knows of it. */
export interface Renewal {
  /** `origin_redemption`, as the shopper's client sent it. */
  readonly named: unknown;
  /** When the origin was redeemed, given the instant of this one. */
  readonly redeemedAt?: (at: number) => number;
  readonly original?: boolean;
  readonly customer?: string | null;
}

export const FIRST_REDEMPTION: Renewal = { named: ABSENT };

/** What a counter holds, given what is granted. */
export type Used = (discount: string) => number | string;

/** A context in the making: every part at its plainest. */
export class Draft {
  at = 0;
  code = '';
  assigned: string | null | typeof ABSENT = ABSENT;
  life: Life = {};
  renewal = FIRST_REDEMPTION;
  discount = '0';
  /** In place of an object, when it is none. */
  redemption: unknown = undefined;
  private readonly sent: Record<string, unknown> = {};
  private readonly used = new Map<string, Used>();

  send(field: string, value: unknown): void {
    if (value !== ABSENT) this.sent[field] = value;
  }

  use(counter: string, used: Used): void {
    this.used.set(counter, used);
  }

  /** The context, but for what counters hold. */
  withoutUsage(): Omit<WireContext, 'usage'> {
    const { at, code, assigned, life, renewal, discount } = this;
    this.send('origin_redemption', renewal.named);
    const redemption = this.redemption ?? this.sent;
    return {
      at: wireInstant(at),
      voucher: assigned === ABSENT ? { code } : { code, customer_identifier: assigned },
      ...(redemption !== ABSENT && { redemption }),
      granted_discount: discount,
      ...(renewal.named !== ABSENT && { origin: originOf(renewal, at) }),
      ...life,
    };
  }

  /** What these counters hold. */
  usage(names: readonly string[]): WireUsage {
    const usage: Record<string, number | string> = {};
    for (const name of names) usage[name] = (this.used.get(name) as Used)(this.discount);
    return usage;
  }
}

function originOf({ redeemedAt, original = true, customer = null }: Renewal, at: number): WireOrigin | null {
  if (!redeemedAt) return null;
  const redeemed_at = wireInstant(redeemedAt(at));
  return { redeemed_at, original, customer_identifier: customer };
}

export function nothingUsed(name: string): number | string {
  return isAmountCounter(name) ? '0' : 0;
}

/** A part of a context, and the values that it may take. */
export interface Part {
  /** A path in the context. */
  readonly name: string;
  /** What it is where nothing is said. */
  readonly plain: unknown;
  /** The plain one first, then those at which decisions turn, then others. */
  readonly values: readonly unknown[];
  /** It is drawn so many times as often as the least interesting. */
  readonly weight: number;
  /** Of which rows of the catalog it may lift violations where nothing is used; absent where that is not known. */
  readonly lifts?: RegExp | undefined;
  /** One of the values; now and then another, where there are others. */
  draw(random: fc.Random): unknown;
  write(draft: Draft, value: unknown): void;
}

interface PartTraits<Value> {
  readonly lifts?: Part['lifts'];
  readonly weight?: number;
  /** Finds other values. */
  readonly elsewhere?: (random: fc.Random) => Value;
}

/** Makes a part of its values, found when they are asked for, and of how one is put into a draft. */
export function part<Value>(
  name: string,
  plain: Value,
  others: () => readonly Value[],
  put: (draft: Draft, value: Value) => void,
  { lifts, weight = 1, elsewhere }: PartTraits<Value> = {},
): Part {
  let found: readonly Value[] | undefined;
  return {
    name,
    plain,
    get values() {
      return (found ??= distinct([plain, ...others()]));
    },
    lifts,
    weight,
    draw(random) {
      if (elsewhere && random.nextInt(0, 4) === 0) return elsewhere(random);
      return this.values[Math.floor(fraction(random) ** 2 * this.values.length)];
    },
    write(draft, value) {
      // Nothing else is ever drawn of it.
      put(draft, value as Value);
    },
  };
}

/** From 0 on, below 1. Squared, it is below a quarter as often as not: what stands first is drawn most. */
function fraction(random: fc.Random): number {
  return random.nextInt(0, FRACTIONS - 1) / FRACTIONS;
}

const FRACTIONS = 2 ** 24;

/** All of a limit but what is granted, so that this lands exactly on it; or so much more. */
export function allBut(limit: string, more = '0'): Used {
  return (discount) => {
    // Neither of them is negative: what is left has no more digits than they have.
    const used = sumWritten(differenceWritten(limit, discount) as string, more);
    return used === undefined || isNegative(used) ? '0' : used;
  };
}
