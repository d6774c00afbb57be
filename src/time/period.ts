/**
 * Calendar periods, cut in a zone. A window is one concrete period: half-open, `[start, end)`. The windows of a calendar
 * leave no gap and never overlap.
 */
import { UTCDateMini } from '@date-fns/utc/date/mini';
import { add } from 'date-fns/add';
import { startOfDay } from 'date-fns/startOfDay';
import { startOfMonth } from 'date-fns/startOfMonth';
import { startOfQuarter } from 'date-fns/startOfQuarter';
import { startOfWeek } from 'date-fns/startOfWeek';
import { startOfYear } from 'date-fns/startOfYear';
import { firstInstantOf } from './local.ts';
import type { Zone } from './zone.ts';

export const PERIODS = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'] as const;
export type Period = (typeof PERIODS)[number];
export type WeekStart = 'monday' | 'sunday';

type CalendarPeriod = Exclude<Period, 'total'>;
type DatePeriod = Exclude<CalendarPeriod, 'hourly'>;

export interface Window {
  /** The first instant, in epoch milliseconds. */
  readonly start: number;
  /** The first instant after the window. */
  readonly end: number;
  /** `2026`, `2026-Q4`, `2026-11`, `2026-11-16` (a week, by its first date), `2026-11-21` or `2026-11-21T18+01:00`. */
  readonly id: string;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** A leap year of dates. */
const WINDOWS_KEPT = 366;

/** Dates here are wall times held as if in UTC, so that no clock change touches them. */
interface Cut {
  readonly startOf: (wall: Date, weekStart: WeekStart) => Date;
  readonly length: {
    readonly years?: number;
    readonly months?: number;
    readonly weeks?: number;
    readonly days?: number;
  };
  readonly idOf: (start: Date) => string;
}

const CUTS: { readonly [period in DatePeriod]: Cut } = {
  yearly: { startOf: (wall) => startOfYear(wall), length: { years: 1 }, idOf: yearOf },
  quarterly: {
    startOf: (wall) => startOfQuarter(wall),
    length: { months: 3 },
    idOf: (start) => `${yearOf(start)}-Q${start.getUTCMonth() / 3 + 1}`,
  },
  monthly: { startOf: (wall) => startOfMonth(wall), length: { months: 1 }, idOf: monthOf },
  weekly: {
    startOf: (wall, weekStart) => startOfWeek(wall, { weekStartsOn: weekStart === 'sunday' ? 0 : 1 }),
    length: { weeks: 1 },
    idOf: dateOf,
  },
  daily: { startOf: (wall) => startOfDay(wall), length: { days: 1 }, idOf: dateOf },
};

/** Held weakly, so that a zone's calendars live as long as the zone. */
const calendars = new WeakMap<Zone, Map<string, Calendar>>();

/** The calendar of a period in a zone, shared by all who ask for it. `weekStart` matters to weeks alone. */
export function calendarOf(period: CalendarPeriod, weekStart: WeekStart, zone: Zone): Calendar {
  let ofZone = calendars.get(zone);
  if (ofZone === undefined) calendars.set(zone, (ofZone = new Map<string, Calendar>()));
  const key = period === 'weekly' ? `${period}-${weekStart}` : period;
  let calendar = ofZone.get(key);
  if (calendar === undefined) {
    calendar =
      period === 'hourly'
        ? new Calendar(zone, HOUR, (instant) => hourAt(instant, zone))
        : new Calendar(zone, DAY, (instant) => periodAt(instant, CUTS[period], weekStart, zone));
    ofZone.set(key, calendar);
  }
  return calendar;
}

/**
 * The windows of a period in a zone. Most questions are about the window of the question before; most others, about a
 * window asked for earlier. Those are kept by the local date, or by the hour of it, that led to them.
 */
export class Calendar {
  private readonly zone: Zone;
  private readonly unit: number;
  private readonly find: (instant: number) => Window;
  private readonly kept = new Map<number, Window>();
  private last: Window = { start: 0, end: 0, id: '' };

  constructor(zone: Zone, unit: number, find: (instant: number) => Window) {
    this.zone = zone;
    this.unit = unit;
    this.find = find;
  }

  /** The window that holds `instant`, which is in the years 0001 to 9999. */
  windowAt(instant: number): Window {
    const { last, zone, kept } = this;
    if (holds(last, instant)) return last;
    const local = Math.floor((instant + zone.offsetAt(instant)) / this.unit);
    const known = kept.get(local);
    // Around a clock change one local date or hour can lead to two windows.
    if (known !== undefined && holds(known, instant)) return (this.last = known);
    if (kept.size === WINDOWS_KEPT) kept.clear();
    const found = Object.freeze(this.find(instant));
    kept.set(local, found);
    return (this.last = found);
  }
}

function holds(window: Window, instant: number): boolean {
  return instant >= window.start && instant < window.end;
}

/**
 * A period lasts from the first instant of its first date, or past it, to the same of the next period. So where clocks
 * go back across midnight, the part of a date that comes again after its successor has begun belongs to the successor.
 */
function periodAt(instant: number, { startOf, length, idOf }: Cut, weekStart: WeekStart, zone: Zone): Window {
  let first = startOf(new UTCDateMini(instant + zone.offsetAt(instant)), weekStart);
  let next = add(first, length);
  let end = firstInstantOf(next.getTime(), zone);
  while (end <= instant) {
    first = next;
    next = add(first, length);
    end = firstInstantOf(next.getTime(), zone);
  }
  return { start: firstInstantOf(first.getTime(), zone), end, id: idOf(first) };
}

/** An hour has one date, one hour of the clock and one offset: a clock change inside it cuts it in two. */
function hourAt(instant: number, zone: Zone): Window {
  const stretch = zone.stretchAt(instant);
  const { offset } = stretch;
  const wall = Math.floor((instant + offset) / HOUR) * HOUR;
  let { start, end } = stretch;
  while (start > wall - offset && zone.offsetAt(start - 1) === offset)
    start = zone.stretchAt(start - 1).start;
  while (end < wall - offset + HOUR && zone.offsetAt(end) === offset) end = zone.stretchAt(end).end;
  const local = new UTCDateMini(wall);
  return {
    start: Math.max(start, wall - offset),
    end: Math.min(end, wall - offset + HOUR),
    id: `${dateOf(local)}T${digits(local.getUTCHours(), 2)}${offsetText(offset)}`,
  };
}

function yearOf(date: Date): string {
  return digits(date.getUTCFullYear(), 4);
}

function monthOf(date: Date): string {
  return `${yearOf(date)}-${digits(date.getUTCMonth() + 1, 2)}`;
}

function dateOf(date: Date): string {
  return `${monthOf(date)}-${digits(date.getUTCDate(), 2)}`;
}

/** `+01:00`; seconds only where an offset has them, as before clocks were set by the hour. */
function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const minutes = Math.floor(size / MINUTE);
  const seconds = (size % MINUTE) / 1_000;
  const text = `${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60), 2)}:${digits(minutes % 60, 2)}`;
  return seconds === 0 ? text : `${text}:${digits(seconds, 2)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
