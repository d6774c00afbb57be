import { differenceOf, parseAmount, sumOf, textOf, type Amount } from '../money.ts';

/** The finest place that an amount can have. */
const FINEST = 18;
/** Amounts of money have cents, even where a bound was written without them. */
const CENTS = 2;

/** What is added to `a`, in the shortest form; `undefined` where the sum has more digits than an amount may. */
export function sumWritten(a: string, b: string): string | undefined {
  return writtenIfAmount(sumOf(amountWritten(a), amountWritten(b)));
}

/** `a` less `b`, in the shortest form; `undefined` as in {@link sumWritten}. */
export function differenceWritten(a: string, b: string): string | undefined {
  return writtenIfAmount(differenceOf(amountWritten(a), amountWritten(b)));
}

/** The bound itself, then one unit of its last place (a cent, at least) and of the finest place less and more. */
export function aroundAmount(bound: string): string[] {
  const units = [unitOf(bound), decimalUnit(FINEST)];
  const around = units.flatMap((unit) => [differenceWritten(bound, unit), sumWritten(bound, unit)]);
  return [bound, ...around].filter((amount) => amount !== undefined);
}

/** One unit of the last place of an amount, a cent at most. */
export function unitOf(written: string): string {
  const point = written.indexOf('.');
  return decimalUnit(point === -1 ? CENTS : Math.max(CENTS, written.length - point - 1));
}

export function isNegative(written: string): boolean {
  return written.startsWith('-') && /[1-9]/.test(written);
}

function decimalUnit(places: number): string {
  return `0.${'0'.repeat(places - 1)}1`;
}

function writtenIfAmount(amount: Amount): string | undefined {
  const text = textOf(amount);
  return parseAmount(text) === undefined ? undefined : text;
}

function amountWritten(text: string): Amount {
  return parseAmount(text) as Amount;
}
