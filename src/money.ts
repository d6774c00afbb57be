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
const SCALE = 4;
const UNIT = 10_000;
/** Up to here an amount in units is exact, and so is the sum of two. */
const MOST_UNITS = Number.MAX_SAFE_INTEGER / 2;
/** Eleven digits in ten-thousandths stay below `MOST_UNITS`. */
const ORDINARY_LENGTH = 11;
const MOST_ORDINARY = 1e11;

/** The expected form, for messages to developers. */
export const AMOUNT_FORM =
  'an amount: a number, or a string such as "25.00" (1 to 30 digits, up to 18 decimals)';

/**
 * Reads an amount: a string of an optional `-`, 1 to 30 ASCII digits and optionally `.` and 1 to 18 digits, or a
 * finite number whose shortest form matches that. Anything else (`"1e5"`, `" 5"`, `NaN`, `1e21`) is `undefined`.
 */
export function parseAmount(value: unknown): Amount | undefined {
  if (typeof value === 'string') return asAmount(ordinaryUnits(value) ?? parseExactly(value));
  if (typeof value !== 'number') return undefined;
  if (Number.isInteger(value) && Math.abs(value) <= MOST_ORDINARY) return asAmount(value * UNIT);
  return asAmount(parseExactly(String(value)));
}

/** Reads an amount that must not be negative; `undefined` for a negative one too. */
export function parseNonNegativeAmount(value: unknown): Amount | undefined {
  const parsed = parseAmount(value);
  return parsed !== undefined && isAtMost(ZERO, parsed) ? parsed : undefined;
}

/** The exact amount 0. */
export const ZERO: Amount = asAmount(0);

/** How outputs print an amount: a string as it was written, a number in its shortest form. */
export function writtenAmount(value: string | number): string {
  return String(value);
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

/** a = 0, however many zeros were written. */
export function isZero(a: Amount): boolean {
  const x = held(a);
  return typeof x === 'number' ? x === 0 : x.isZero();
}

/**
 * What is left of a limit, never below 0, with as many decimals as the finer of the two was written with.
 * Both must be amounts as {@link writtenAmount} prints them.
 */
export function remainingOf(limit: string, used: string): string {
  const left = new Exact(limit).minus(used);
  return Exact.max(left, 0).toFixed(Math.max(decimalsOf(limit), decimalsOf(used)));
}

/** True where an amount is held as a plain number: for the tests that show the fast path is taken. */
export function isOrdinary(a: Amount): boolean {
  return typeof held(a) === 'number';
}

/** Units of an amount of up to eleven characters and four decimals; `undefined` for any other text. */
function ordinaryUnits(text: string): number | undefined {
  const length = text.length;
  if (length > ORDINARY_LENGTH) return undefined;
  const first = text.charCodeAt(0) === MINUS ? 1 : 0;
  let units = 0;
  let point = length;
  for (let i = first; i < length; i++) {
    const digit = text.charCodeAt(i) - DIGIT_0;
    if (digit >= 0 && digit <= 9) units = units * 10 + digit;
    else if (digit === POINT - DIGIT_0 && point === length) point = i;
    else return undefined;
  }
  const decimals = point === length ? 0 : length - point - 1;
  if (point === first || point === length - 1 || decimals > SCALE) return undefined;
  const scaled = units * (POWERS[SCALE - decimals] as number);
  return first === 1 ? -scaled : scaled;
}

const MINUS = 45;
const POINT = 46;
const DIGIT_0 = 48;
const POWERS = [1, 10, 100, 1_000, 10_000];

function parseExactly(text: string): Held | undefined {
  if (text.length > LONGEST || !PATTERN.test(text)) return undefined;
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
