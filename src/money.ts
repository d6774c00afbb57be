import { Decimal } from 'decimal.js';

/**
 * An exact amount of money, without a currency: a campaign has one.
 *
 * Opaque. Ordinary amounts are held as a whole number of ten-thousandths in a JavaScript number, which is exact and
 * costs nothing; the others as a decimal.js value. Every function here takes both.
 */
export interface Amount {
  readonly [amount]: true;
}
declare const amount: unique symbol;

type Held = number | Decimal;

/** A private constructor: the host's `Decimal.set` cannot reach it, and 48 digits plus a carry fit with room. */
const Exact = Decimal.clone({ defaults: true, precision: 64, toExpNeg: -9e15, toExpPos: 9e15 });

const PATTERN = /^-?[0-9]{1,30}(?:\.[0-9]{1,18})?$/;
const LONGEST = 1 + 30 + 1 + 18;
const UNIT = 10_000;
/** Up to here an amount in units is exact, and so is the sum of two. */
const MOST_UNITS = Number.MAX_SAFE_INTEGER / 2;
/** Fifteen digits with four decimals: their units stay below `MOST_UNITS`. */
const ORDINARY = /^[0-9]{1,11}(?:\.[0-9]{1,4})?$/;
/** The first units of sixteen digits. */
const SIXTEEN_DIGITS = 1e15;

/** The expected form, for messages to developers. */
export const AMOUNT_FORM =
  'an amount: a number, or a string such as "25.00" (1 to 30 digits, up to 18 decimals)';

/**
 * Reads an amount: a string of an optional `-`, 1 to 30 ASCII digits and optionally `.` and 1 to 18 digits, or a
 * finite number whose shortest form matches that. Anything else (`"1e5"`, `" 5"`, `NaN`, `1e21`) is `undefined`.
 */
export function parseAmount(value: unknown): Amount | undefined {
  const units = readOrdinaryUnits(value);
  return asAmount(Number.isNaN(units) ? parseExactly(value) : units);
}

/** Reads an amount that must not be negative; `undefined` for a negative one too. */
export function parseNonNegativeAmount(value: unknown): Amount | undefined {
  const parsed = parseAmount(value);
  return parsed !== undefined && isAtMost(ZERO, parsed) ? parsed : undefined;
}

/**
 * Amounts by slot: for a decision, which reads a dozen and keeps none. An ordinary amount is read without allocating.
 */
export class Amounts {
  /** `NaN` for an amount that is not ordinary, and for none. */
  units = new Float64Array(16);
  private readonly decimals: (Held | undefined)[] = [];

  /** Reads an amount as {@link parseAmount} does; false for what is none. */
  read(slot: number, written: unknown): boolean {
    return this.readUsual(slot, written) || this.readOther(slot, written);
  }

  /** Reads an amount that must not be negative; false for a negative one too. */
  readNonNegative(slot: number, written: unknown): boolean {
    return this.readUsual(slot, written) || (this.readOther(slot, written) && !this.isNegative(slot));
  }

  clear(slot: number): void {
    this.units[slot] = Number.NaN;
    this.decimals[slot] = undefined;
  }

  /** False where none was read. */
  has(slot: number): boolean {
    return !Number.isNaN(this.unitsIn(slot)) || this.decimals[slot] !== undefined;
  }

  /** `undefined` where none was read. */
  get(slot: number): Amount | undefined {
    const units = this.unitsIn(slot);
    return asAmount(Number.isNaN(units) ? this.decimals[slot] : units);
  }

  /** The money law: what is in `used` is below the limit, and with what is in `added` at most the limit. */
  haveRoomFor(used: number, added: number, limit: Amount): boolean {
    const most = ordinaryUnits(limit);
    const units = this.unitsIn(used);
    const sum = units + this.unitsIn(added);
    if (units < most && sum <= most) return true;
    // Of numbers that are none neither is true.
    if (units >= most || sum > most) return false;
    const before = this.get(used);
    const more = this.get(added);
    return (
      before !== undefined && more !== undefined && isBelow(before, limit) && isSumAtMost(before, more, limit)
    );
  }

  private isNegative(slot: number): boolean {
    const value = this.get(slot);
    return value !== undefined && isBelow(value, ZERO);
  }

  private readUsual(slot: number, written: unknown): boolean {
    const units = unitsOfCents(written);
    this.units[slot] = units;
    return units >= 0;
  }

  private readOther(slot: number, written: unknown): boolean {
    const units = readOrdinaryUnits(written);
    this.units[slot] = units;
    if (!Number.isNaN(units)) return true;
    const value = parseExactly(written);
    if (typeof value === 'number') this.units[slot] = value;
    else this.decimals[slot] = value;
    return value !== undefined;
  }

  /** `NaN` for an amount that is not ordinary, and where none was read. */
  unitsIn(slot: number): number {
    return this.units[slot] as number;
  }

  /** Slots are read into only where there is room for them. */
  makeRoomFor(slots: number): void {
    if (slots <= this.units.length) return;
    const { units } = this;
    this.units = new Float64Array(2 * slots);
    this.units.set(units);
  }
}

/** The exact amount 0. */
export const ZERO: Amount = asAmount(0);

/** How outputs print an amount: a string as it was written, a number in its shortest form. */
export function writtenAmount(value: string | number): string {
  return String(value);
}

/** The nearest double. It keeps the order: where a ≤ b, so are theirs. */
export function nearestNumber(a: Amount): number {
  const x = held(a);
  return typeof x === 'number' ? x / UNIT : x.toNumber();
}

/** a ≤ b. */
export function isAtMost(a: Amount, b: Amount): boolean {
  const x = held(a);
  const y = held(b);
  return typeof x === 'number' && typeof y === 'number' ? x <= y : exact(x).lte(exact(y));
}

/** a < b. */
export function isBelow(a: Amount, b: Amount): boolean {
  return !isAtMost(b, a);
}

/** a + b ≤ limit, exactly. */
export function isSumAtMost(a: Amount, b: Amount, limit: Amount): boolean {
  const x = held(a);
  const y = held(b);
  const z = held(limit);
  if (typeof x === 'number' && typeof y === 'number' && typeof z === 'number') return x + y <= z;
  return exact(x).plus(exact(y)).lte(exact(z));
}

/** a + b, exactly. */
export function sumOf(a: Amount, b: Amount): Amount {
  const x = held(a);
  const y = held(b);
  if (typeof x === 'number' && typeof y === 'number' && Math.abs(x + y) <= MOST_UNITS) return asAmount(x + y);
  return asAmount(exact(x).plus(exact(y)));
}

/** a − b, exactly. */
export function differenceOf(a: Amount, b: Amount): Amount {
  const x = held(a);
  const y = held(b);
  if (typeof x === 'number' && typeof y === 'number' && Math.abs(x - y) <= MOST_UNITS) return asAmount(x - y);
  return asAmount(exact(x).minus(exact(y)));
}

/** An amount in its shortest form: `"12.5"`, `"0.3"`, `"1000"`. */
export function textOf(a: Amount): string {
  return exact(held(a)).toFixed();
}

/** True of an amount that is 0, however many zeros were written. */
export function isZeroAsWritten(written: string): boolean {
  return !/[1-9]/.test(written);
}

/**
 * What is left of a limit, never below 0, with as many decimals as the finest of them was written with.
 * All must be amounts as {@link writtenAmount} prints them.
 */
export function remainingOf(limit: string, ...taken: readonly string[]): string {
  const left = taken.reduce((sum, amount) => sum.minus(amount), new Exact(limit));
  return Exact.max(left, 0).toFixed(Math.max(...[limit, ...taken].map(decimalsOf)));
}

/** |a − b|, with as many decimals as the finer of the two was written with. */
export function gapBetween(a: string, b: string): string {
  return new Exact(a)
    .minus(b)
    .abs()
    .toFixed(Math.max(decimalsOf(a), decimalsOf(b)));
}

/** The units of an amount that is held as a plain number; `NaN` for another. */
export function ordinaryUnits(a: Amount): number {
  const units = held(a);
  return typeof units === 'number' ? units : Number.NaN;
}

/** The units of an amount with two decimals, one or none, and up to nine digits before them, as most are; −1 for any other, right or wrong. */
export function unitsOfCents(written: unknown): number {
  if (typeof written !== 'string') return -1;
  const { length } = written;
  let point = length - 3;
  let tenths = 0;
  let hundredths = 0;
  // Numbers, not names: V8 reads a module's constants from memory each time.
  if (point > 0 && written.charCodeAt(point) === 46) {
    tenths = written.charCodeAt(point + 1) ^ 48;
    hundredths = written.charCodeAt(point + 2) ^ 48;
  } else if (length > 2 && written.charCodeAt(length - 2) === 46) {
    point = length - 2;
    tenths = written.charCodeAt(length - 1) ^ 48;
  } else point = length;
  if (point === 0 || point > 9) return -1;
  // Of a digit a sum below 128, of any other character one with a higher bit: one look at the end is faster than one at each.
  let strays = (tenths + 118) | (hundredths + 118);
  let whole = 0;
  for (let i = 0; i < point; i++) {
    const digit = written.charCodeAt(i) ^ 48;
    strays |= digit + 118;
    whole = (whole * 10 + digit) | 0;
  }
  return strays < 128 ? whole * 10_000 + (tenths * 10 + hundredths) * 100 : -1;
}

/** Units of an ordinary amount: of a text of up to eleven digits and four decimals, or of a number like that. `NaN` for all else. */
function readOrdinaryUnits(value: unknown): number {
  const number = typeof value === 'string' && ORDINARY.test(value) ? Number(value) : value;
  if (typeof number !== 'number') return Number.NaN;
  // Fifteen digits tell every double apart. So where a whole number of units of up to fifteen digits, divided, gives the number, no
  // shorter decimal does, and the shortest form has four decimals at most.
  const units = Math.round(number * UNIT);
  return units / UNIT === number && Math.abs(units) < SIXTEEN_DIGITS ? units : Number.NaN;
}

function parseExactly(value: unknown): Held | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text.length > LONGEST || !PATTERN.test(text)) return undefined;
  const decimal = new Exact(text);
  const units = decimal.times(UNIT);
  return units.isInteger() && units.abs().lte(MOST_UNITS) ? units.toNumber() : decimal;
}

function decimalsOf(written: string): number {
  const point = written.indexOf('.');
  return point === -1 ? 0 : written.length - point - 1;
}

function exact(value: Held): Decimal {
  return typeof value === 'number' ? new Exact(value).div(UNIT) : value;
}

function held(value: Amount): Held {
  return value as unknown as Held;
}

function asAmount(value: Held): Amount;
function asAmount(value: Held | undefined): Amount | undefined;
function asAmount(value: Held | undefined): Amount | undefined {
  return value as unknown as Amount | undefined;
}
