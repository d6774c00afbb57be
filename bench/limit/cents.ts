// Money as whole cents, and NaN for what is no amount in cents. Characters are numbers here, not names: V8 reads a module's
// constants from memory each time.

import { Decimal } from 'decimal.js';

/** So many characters of digits are exact in cents. */
const MOST_CHARACTERS = 13;
export const AMOUNT = /^-?\d{1,30}(\.\d{1,18})?$/;

export function centsOf(written: unknown): number {
  if (typeof written === 'string') return centsWritten(written);
  if (typeof written !== 'number') return Number.NaN;
  return Number.isInteger(written) && Math.abs(written) < 1e13
    ? written * 100
    : centsWritten(String(written));
}

function centsWritten(text: string): number {
  const length = text.length;
  if (length > MOST_CHARACTERS) return Number.NaN;
  let units = 0;
  let i = 0;
  for (; i < length; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) break;
    units = units * 10 + digit;
  }
  if (i === 0) return Number.NaN;
  if (i === length) return units * 100;
  if (text.charCodeAt(i) !== 46) return Number.NaN;
  const decimals = length - i - 1;
  if (decimals !== 1 && decimals !== 2) return Number.NaN;
  const tenths = text.charCodeAt(i + 1) - 48;
  const hundredths = decimals === 2 ? text.charCodeAt(i + 2) - 48 : 0;
  if (tenths < 0 || tenths > 9 || hundredths < 0 || hundredths > 9) return Number.NaN;
  return units * 100 + tenths * 10 + hundredths;
}

/** The money law; `discount` is `granted` in cents. */
export function isSpent(used: unknown, discount: number, granted: unknown, limit: number): boolean {
  const cents = centsOf(used);
  if (cents < limit && cents + discount <= limit) return false;
  if (cents >= limit || cents + discount > limit) return true;
  const exactly = new Decimal(used as string);
  return (
    exactly.gte(limit / 100) ||
    exactly
      .plus(granted as string)
      .times(100)
      .gt(limit)
  );
}

export function inCents(amount: string): number {
  return Math.round(Number(amount) * 100);
}
