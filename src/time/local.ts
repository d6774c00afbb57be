/**
 * Between what people write and instants. An instant is whole epoch milliseconds; a wall time is what a zone's clocks
 * show, as the epoch milliseconds at which clocks in UTC would show it.
 */
import { UTCDateMini } from '@date-fns/utc/date/mini';
import { add } from 'date-fns/add';
import type { Stretch, Zone } from './zone.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const YEARS_400 = 146_097 * DAY;
const MINUTES_A_WEEK = 10_080;

/** 0001-01-01T00:00Z and the last millisecond of 9999. */
const FIRST_INSTANT = -62_135_596_800_000;
const LAST_INSTANT = 253_402_300_799_999;

/** The last instant a `Date` can hold. */
const DATE_LIMIT = 8.64e15;

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-](\d\d)(?::?(\d\d))?)?$/;
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
  if (text.length > LONGEST_DATE_TIME) return undefined;
  const parts = DATE_TIME.exec(text);
  if (parts === null) return undefined;
  const date = midnightOf(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  const clock = clockOf(Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0));
  if (date === undefined || clock === undefined) return undefined;
  const wall = date + clock + Number((parts[7] ?? '').padEnd(3, '0'));
  const zone = parts[8];
  if (zone === undefined) return { wall, offset: undefined };
  if (zone === 'Z') return { wall, offset: 0 };
  const offset = clockOf(Number(parts[9]), Number(parts[10] ?? 0), 0);
  if (offset === undefined) return undefined;
  return { wall, offset: zone.startsWith('-') ? 0 - offset : offset };
}

/** The start of a date as a wall time; `undefined` if there is no such date. */
function midnightOf(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1) return undefined;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; 400 years on, the calendar is the same.
  const midnight = Date.UTC(year + 400, month - 1, day);
  const lastOfMonth = Date.UTC(year + 400, month, 0);
  return midnight <= lastOfMonth ? midnight - YEARS_400 : undefined;
}

/** Milliseconds since midnight, `undefined` if clocks never show this. */
function clockOf(hour: number, minute: number, second: number): number | undefined {
  return hour < 24 && minute < 60 && second < 60
    ? hour * HOUR + minute * MINUTE + second * SECOND
    : undefined;
}

/**
 * Reads an exact time: a date-time with an offset or `Z`, whole epoch milliseconds, or a `Date` (of any realm), in the
 * years 0001 to 9999 of UTC. `undefined` for anything else.
 */
export function parseInstant(value: unknown): number | undefined {
  const instant = instantWritten(value);
  // Written so that NaN is refused; the addition turns -0 into 0.
  return instant !== undefined && instant >= FIRST_INSTANT && instant <= LAST_INSTANT
    ? instant + 0
    : undefined;
}

function instantWritten(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  if (typeof value === 'string') {
    const written = parseDateTime(value);
    return written?.offset === undefined ? undefined : written.wall - written.offset;
  }
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
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
  // 1970-01-01 was a Thursday.
  const minutes = Math.floor((instant + zone.offsetAt(instant) + 3 * DAY) / MINUTE);
  return ((minutes % MINUTES_A_WEEK) + MINUTES_A_WEEK) % MINUTES_A_WEEK;
}

/** `2026-11-21T17:30:00.000Z`; a year past 9999 or before 0000 is written with a sign and six digits. */
export function isoInstant(instant: number): string {
  return new Date(instant).toISOString();
}
