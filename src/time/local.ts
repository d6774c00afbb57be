/**
 * Between what people write and instants. An instant is whole epoch milliseconds; a wall time is what a zone's clocks
 * show, as the epoch milliseconds at which clocks in UTC would show it.
 */
import { UTCDateMini } from '@date-fns/utc/date/mini';
import { add } from 'date-fns/add';
import type { Stretch, Zone } from './zone.ts';

const SECOND = 1_000;
export const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const MINUTES_A_WEEK = 10_080;
const WEEK = MINUTES_A_WEEK * MINUTE;

/** 0001-01-01T00:00Z and the last millisecond of 9999. */
const FIRST_INSTANT = -62_135_596_800_000;
export const LAST_INSTANT = 253_402_300_799_999;

/** The last instant a `Date` can hold. */
const DATE_LIMIT = 8.64e15;

const TO_MINUTES = '2026-11-21T18:30'.length;
const TO_SECONDS = '2026-11-21T18:30:00'.length;
const TO_TENTHS = '2026-11-21T18:30:00.0'.length;
const TO_THOUSANDTHS = '2026-11-21T18:30:00.000'.length;
const LONGEST_DATE_TIME = '2026-11-21T18:30:00.000+01:00'.length;

const CLOCK = /^(\d\d):(\d\d)$/;

/** A date-time as it was written. */
export interface DateTime {
  readonly wall: number;
  /** In milliseconds; `undefined` where none was written, and the zone must be known from elsewhere. */
  readonly offset: number | undefined;
}

/**
 * Reads `YYYY-MM-DDTHH:MM`, optionally with `:SS` and one to three fraction digits, optionally with `Z`, `±HH`,
 * `±HHMM` or `±HH:MM`. Years are 0000 to 9999. `undefined` for any other form, and for a date, clock or offset that does
 * not exist: `2026-02-30`, `24:00`, a second 60, `+24:00`.
 */
export function parseDateTime(text: string): DateTime | undefined {
  if (!scan(text)) return undefined;
  const offset = scanned[OFFSET] as number;
  return { wall: scanned[WALL] as number, offset: offset === NO_OFFSET ? undefined : offset };
}

/** What {@link scan} read last: nothing is allocated for a date-time. */
const scanned = new Float64Array(2);
const WALL = 0;
const OFFSET = 1;
/** Less than any offset is. */
const NO_OFFSET = -DAY;

/** Reads a date-time; false for what is none. */
function scan(text: string): boolean {
  const { length } = text;
  if (length < TO_MINUTES || length > LONGEST_DATE_TIME) return false;
  const end = text.charCodeAt(length - 1) === LETTER_Z ? length - 1 : endOfClock(text);
  if (end !== TO_MINUTES && end !== TO_SECONDS && (end < TO_TENTHS || end > TO_THOUSANDTHS)) return false;
  parts[SECOND_PART] = parts[FRACTION_PART] = 0;
  if (!readParts(text, end)) return false;
  const date = daysTo(parts[0] as number, parts[1] as number, parts[2] as number);
  const clock = clockOf(parts[3] as number, parts[4] as number, parts[SECOND_PART]);
  const unit = end === TO_TENTHS ? 100 : end < TO_THOUSANDTHS ? 10 : 1;
  const offset = end === length ? NO_OFFSET : offsetFrom(text, end);
  scanned[WALL] = date * DAY + clock + parts[FRACTION_PART] * unit;
  scanned[OFFSET] = offset;
  return date < NO_DATE && clock < DAY && offset < DAY;
}

/** Where a sign begins the offset; at the end where none does. */
function endOfClock(text: string): number {
  const sign = Math.max(text.lastIndexOf('+'), text.lastIndexOf('-'));
  return sign < TO_MINUTES ? text.length : sign;
}

/** The numbers that {@link readParts} read: year, month, day, hour, minute, second, and what follows the point. */
const parts = new Int32Array(7);
const SECOND_PART = 5;
const FRACTION_PART = 6;

/**
 * Reads the numbers up to `end`; false where something else stands there. One loop for all: code for each would crowd other code out of the
 * processor's cache, which costs more than the loop does.
 */
function readParts(text: string, end: number): boolean {
  let strays = 0;
  let i = 0;
  for (let part = 0; i < end; part++) {
    const next = part === FRACTION_PART ? end : 4 + 3 * part;
    let number = 0;
    for (; i < next; i++) {
      // Below 10 of a digit, greater of any other character: with 118 added only the former stays below 128.
      const digit = text.charCodeAt(i) ^ 48;
      strays |= digit + 118;
      number = (number * 10 + digit) | 0;
    }
    parts[part] = number;
    // `-`, `T`, `:` and `.`
    const mark = part < 2 ? 45 : part === 2 ? 84 : part < 5 ? 58 : 46;
    if (i < end && text.charCodeAt(i) !== mark) return false;
    i++;
  }
  return strays < 128;
}

/** An offset at the end of a text, from its `Z` or sign on: `Z`, `±HH`, `±HHMM` or `±HH:MM`; a day or more where it is none. */
function offsetFrom(text: string, start: number): number {
  const size = text.length - start;
  const sign = text.charCodeAt(start);
  if (sign === LETTER_Z) return 0;
  const minutes = size > 3 && text.charCodeAt(start + 3) === COLON ? start + 4 : start + 3;
  if (size !== 3 && text.length !== minutes + 2) return DAY;
  const offset = clockOf(pair(text, start + 1), size === 3 ? 0 : pair(text, minutes), 0);
  return sign === DASH && offset < DAY ? 0 - offset : offset;
}

const DASH = 45;
const COLON = 58;
const LETTER_Z = 90;

/** The number that two digits are; negative where one of them is no digit. */
function pair(text: string, at: number): number {
  // A number below 10 of a digit, a greater one of any other character: with 118 added only the former stay below 128.
  const tens = text.charCodeAt(at) ^ 48;
  const ones = text.charCodeAt(at + 1) ^ 48;
  return ((tens + 118) | (ones + 118)) < 128 ? tens * 10 + ones : -1;
}

/** The days from 1970-01-01 to a date; past every instant if there is no such date. */
function daysTo(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month)) return NO_DATE;
  // A leap day is the last of a year that starts in March.
  const yearFromMarch = month < 3 ? year - 1 : year;
  const centuries = (yearFromMarch / 100) | 0;
  const leapDays = (yearFromMarch >> 2) - centuries + (centuries >> 2);
  return yearFromMarch * 365 + leapDays + (DAYS_BEFORE_MONTH[month] as number) + day - DAYS_TO_1970;
}

function lastDayOf(year: number, month: number): number {
  if (month !== 2) return DAYS_OF_MONTH[month - 1] as number;
  return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Past the year 9999. */
const NO_DATE = 4_000_000;
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** From March on, by month. */
const DAYS_BEFORE_MONTH = [0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275];
/** From the day before 0000-03-01. */
const DAYS_TO_1970 = 719_469;

/** Milliseconds since midnight; a day or more if clocks never show this. */
function clockOf(hour: number, minute: number, second: number): number {
  const isClock = (hour | minute | second) >= 0 && hour < 24 && minute < 60 && second < 60;
  return isClock ? ((hour * 60 + minute) * 60 + second) * SECOND : DAY;
}

/**
 * Reads an exact time: a date-time with an offset or `Z`, whole epoch milliseconds, or a `Date` (of any realm), in the
 * years 0001 to 9999 of UTC. `undefined` for anything else.
 */
export function parseInstant(value: unknown): number | undefined {
  const cell = new Float64Array(1);
  return readInstant(value, cell) ? cell[0] : undefined;
}

/** The same, into a cell: a number that is returned is allocated. False for what is no instant. */
export function readInstant(value: unknown, cell: Float64Array): boolean {
  if (typeof value === 'string') {
    if (!scan(value) || scanned[OFFSET] === NO_OFFSET) return false;
    cell[0] = (scanned[WALL] as number) - (scanned[OFFSET] as number);
  } else cell[0] = typeof value === 'number' ? value : timeOf(value);
  // The addition turns -0 into 0.
  const instant = (cell[0] += 0);
  return instant >= FIRST_INSTANT && instant <= LAST_INSTANT && Math.floor(instant) === instant;
}

/** `NaN` for what is no `Date`, or an invalid one. */
function timeOf(value: unknown): number {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return Number.NaN;
  }
}

/**
 * The instant at which the clocks of `zone` show `wall`: the first, where they show it twice. A time that they skip
 * means the same time plus the length of the skip. (Temporal calls this "compatible".)
 */
export function instantOf(wall: number, zone: Zone): number {
  const stretch = stretchReaching(wall, zone);
  const instant = wall - stretch.offset;
  return instant >= stretch.start ? instant : wall - zone.offsetAt(stretch.start - 1);
}

/**
 * The first instant at which the clocks of `zone` show `wall` or anything past it. Where a day's midnight is skipped,
 * this is the instant after the skip; of a day that is skipped whole, the start of the next.
 */
export function firstInstantOf(wall: number, zone: Zone): number {
  const stretch = stretchReaching(wall, zone);
  return Math.max(stretch.start, wall - stretch.offset);
}

/** The first stretch before whose end the clocks get to `wall`, or past it. */
function stretchReaching(wall: number, zone: Zone): Stretch {
  // No clock is a day or more away from UTC, so a day earlier `wall` still lies ahead.
  let stretch = zone.stretchAt(wall - DAY);
  while (wall - stretch.offset >= stretch.end) stretch = zone.stretchAt(stretch.end);
  return stretch;
}

/** Whole numbers, 0 or more; what is absent is 0. */
export interface Duration {
  readonly years?: number | undefined;
  readonly months?: number | undefined;
  readonly weeks?: number | undefined;
  readonly days?: number | undefined;
  readonly hours?: number | undefined;
}

/**
 * `instant` plus `duration`, as `Temporal.ZonedDateTime` adds: years and months first, clamped to the month's last day,
 * then weeks and days, all of these keeping the wall time (as `instantOf` reads it), then exact hours. `Infinity` for
 * what lies past the last instant of a `Date`.
 */
export function addDuration(instant: number, duration: Duration, zone: Zone): number {
  const { years = 0, months = 0, weeks = 0, days = 0, hours = 0 } = duration;
  let sum = instant;
  // Hours alone must not read the clocks: from the second 02:30 of an autumn night they would lead back to the first.
  if (years !== 0 || months !== 0 || weeks !== 0 || days !== 0) {
    const wall = add(new UTCDateMini(instant + zone.offsetAt(instant)), {
      years,
      months,
      weeks,
      days,
    }).getTime();
    sum = Number.isNaN(wall) ? Infinity : instantOf(wall, zone);
  }
  sum += hours * HOUR;
  return sum <= DATE_LIMIT ? sum : Infinity;
}

/**
 * What a duration is at least and at most, in milliseconds, from whatever instant in whatever zone: no month has under 28
 * days or over 31, and no clock is a day or more away from UTC.
 */
export function boundsOf(duration: Duration): { readonly least: number; readonly most: number } {
  const { years = 0, months = 0, weeks = 0, days = 0, hours = 0 } = duration;
  const calendarMonths = years * 12 + months;
  const exact = (weeks * 7 + days) * DAY + hours * HOUR;
  return {
    least: calendarMonths * 28 * DAY + exact - 2 * DAY,
    most: calendarMonths * 31 * DAY + exact + 2 * DAY,
  };
}

/** Reads `HH:MM` as minutes since midnight. `24:00`, the end of a day, is 1440; what never stands on a clock, `undefined`. */
export function parseClock(text: string): number | undefined {
  const parts = CLOCK.exec(text);
  if (parts === null) return undefined;
  const hour = Number(parts[1]);
  const minute = Number(parts[2]);
  if (hour === 24 && minute === 0) return 1_440;
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}

/** The wall clock as whole minutes since Monday 00:00: 0 to 10079. */
export function minuteOfWeek(instant: number, zone: Zone): number {
  return Math.floor(timeOfWeek(instant, zone) / MINUTE);
}

/** The wall clock in milliseconds since Monday 00:00. */
export function timeOfWeek(instant: number, zone: Zone): number {
  // 1970-01-01 was a Thursday.
  const time = instant + zone.offsetAt(instant) + 3 * DAY;
  // A remainder of numbers this large would take longer than all the rest.
  return time - Math.floor(time / WEEK) * WEEK;
}

/**
 * The first instant after `instant` at which the clocks may show one of these minutes of the week (0 to 10080, in order),
 * or are put forward or back; `Infinity` for no minutes. May be too early, never too late.
 */
export function nextClockAmong(minutes: readonly number[], instant: number, zone: Zone): number {
  const [first] = minutes;
  if (first === undefined) return Infinity;
  const { end } = zone.stretchAt(instant);
  const ofWeek = timeOfWeek(instant, zone);
  const next = firstAfter(ofWeek / MINUTE, minutes) ?? first + MINUTES_A_WEEK;
  return Math.min(instant + next * MINUTE - ofWeek, end);
}

/** Of numbers in order; `undefined` where none is greater. */
function firstAfter(bound: number, ordered: readonly number[]): number | undefined {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle] as number) > bound) high = middle;
    else low = middle + 1;
  }
  return ordered[low];
}

/** `2026-11-21T17:30:00.000Z`; a year past 9999 or before 0000 is written with a sign and six digits. */
export function isoInstant(instant: number): string {
  return new Date(instant).toISOString();
}
