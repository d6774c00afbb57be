import { isJsonObject } from '../snapshot.ts';
import { parseInstant } from '../time/local.ts';
import { parseAmount } from '../money.ts';
import { wireInstant } from './wire-context.ts';

const MINUTE = 60_000;
const UNITS_OF_TIME = [86_400_000, 3_600_000, MINUTE, 1_000];
/** A digit more of a degree is a tenth of a metre at six. */
const DEGREE_DIGITS = 6;
/** A text that is longer is halved; a shorter one is a name. */
const LONG_TEXT = 20;

// What these give may be simpler or not: who asks looks.

/** Towards 0 by half of what is left, so that a limit is found in few steps. */
export function* simplerCounts(count: number): Generator<number> {
  for (let step = count; step >= 1; step = Math.floor(step / 2)) yield count - step;
}

/** Fewer digits, and less: `0`, whole units, fewer decimals. What is no amount is simplified as JSON. */
export function* simplerAmounts(value: unknown): Generator {
  if (parseAmount(value) === undefined) {
    yield* simplerJson(value);
    return;
  }
  const text = String(value);
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
  const sign = text.startsWith('-') ? '-' : '';
  yield '0';
  yield `${sign}1`;
  for (let digits = 0; digits < decimals.length; digits++) {
    const kept = decimals.slice(0, digits);
    yield sign + amountText(BigInt(whole + kept), digits);
    yield sign + amountText(BigInt(whole + kept) + 1n, digits);
  }
  for (let step = BigInt(whole); step >= 1n; step /= 2n)
    yield sign + amountText(BigInt(whole) - step, 0) + (decimals && `.${decimals}`);
}

function amountText(units: bigint, decimals: number): string {
  const digits = String(units).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** Plain ones, and a minute before each; then the start of the day, the hour and so on, or the end. */
export function* simplerInstants(written: string, plain: readonly number[]): Generator<string> {
  for (const instant of plain) yield wireInstant(instant);
  for (const instant of plain) yield wireInstant(instant - MINUTE);
  const instant = parseInstant(written) as number;
  for (const unit of UNITS_OF_TIME) {
    const start = Math.floor(instant / unit) * unit;
    yield wireInstant(start);
    yield wireInstant(start + unit);
  }
}

/** Towards another instant by half of the way and less, in whole days, hours and so on. */
export function* nearerInstants(written: string, other: string): Generator<string> {
  const [from, to] = [parseInstant(written) as number, parseInstant(other) as number];
  for (const unit of UNITS_OF_TIME) {
    for (let step = to - from; Math.abs(step) >= unit; step = Math.trunc(step / 2))
      yield wireInstant(Math.floor((from + step) / unit) * unit);
  }
  yield* simplerInstants(written, []);
}

/** Fewer digits. What is no place is simplified as JSON. */
export function* simplerPlaces(value: unknown): Generator {
  const { latitude, longitude } = isJsonObject(value) ? value : {};
  if (typeof latitude !== 'number' || typeof longitude !== 'number') {
    yield* simplerJson(value);
    return;
  }
  for (let digits = 0; digits <= DEGREE_DIGITS; digits++) {
    const [y, x] = [Number(latitude.toFixed(digits)), Number(longitude.toFixed(digits))];
    yield { latitude: y, longitude: x };
    yield { latitude: y, longitude };
    yield { latitude, longitude: x };
  }
}

/** Fewer entries, fewer tags. */
export function* simplerCategories(value: unknown): Generator {
  yield* simplerJson(value);
  if (!Array.isArray(value)) return;
  for (const [i, entry] of (value as readonly unknown[]).entries()) {
    if (!isJsonObject(entry)) continue;
    const { tags } = entry;
    if (!Array.isArray(tags)) continue;
    for (let j = 0; j < tags.length; j++)
      yield (value as unknown[]).with(i, { ...entry, tags: tags.toSpliced(j, 1) });
  }
}

/** The same kind of JSON, with less in it. */
export function* simplerJson(value: unknown): Generator {
  if (typeof value === 'string') {
    yield '';
    if (value.length > LONG_TEXT) yield value.slice(0, value.length / 2);
  } else if (typeof value === 'number') {
    yield 0;
    yield Math.trunc(value);
  } else if (Array.isArray(value)) {
    yield [];
    for (let i = 0; i < value.length; i++) yield value.toSpliced(i, 1);
  } else if (isJsonObject(value)) {
    yield {};
    for (const key of Object.keys(value)) {
      const { [key]: _, ...others } = value;
      yield others;
    }
  }
}
