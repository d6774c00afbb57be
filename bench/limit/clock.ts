// Time: the offsets that the zone has within the dates of the campaign, and arithmetic.

import { TZDate } from '@date-fns/tz';
import { tzOffset } from '@date-fns/tz/tzOffset';
import { add } from 'date-fns/add';
import { FRAME, RENEWAL_MONTHS, ZONE } from '../workload.ts';

const MS_A_MINUTE = 60_000;
export const MS_AN_HOUR = 3_600_000;
const MS_A_DAY = 86_400_000;
/** 1970-01-05. */
const A_MONDAY = 4 * MS_A_DAY;

const START = new TZDate(FRAME.start, ZONE).getTime();
const END = new TZDate(FRAME.end, ZONE).getTime();

/** Clocks change at whole hours there; the last change first. */
const OFFSETS = offsetsWithin(START, END);
const OFFSET_STARTS = Float64Array.from(OFFSETS, ({ start }) => start);
const OFFSET_SIZES = Float64Array.from(OFFSETS, ({ offset }) => offset);

function offsetsWithin(start: number, end: number): { start: number; offset: number }[] {
  const offsets: { start: number; offset: number }[] = [];
  for (let instant = start; instant < end; instant += MS_AN_HOUR) {
    const offset = tzOffset(ZONE, new Date(instant)) * MS_A_MINUTE;
    if (offset !== offsets[0]?.offset) offsets.unshift({ start: instant, offset });
  }
  return offsets;
}

/** The wall clock of an instant within the dates, as if in UTC. */
export function wallOf(instant: number): number {
  let i = 0;
  while (instant < (OFFSET_STARTS[i] as number)) i++;
  return instant + (OFFSET_SIZES[i] as number);
}

export function isWithinDates(instant: number): boolean {
  return instant >= START && instant < END;
}

export function isOpen(instant: number): boolean {
  if (!isWithinDates(instant)) return false;
  const minutes = ((wallOf(instant) - A_MONDAY) / MS_A_MINUTE) | 0;
  const clock = minutes % 1_440;
  return clock >= 480 && clock < 1_320 && ((minutes / 1_440) | 0) % 7 !== 6;
}

const CANONICAL = '2026-11-21T18:30:00.000Z'.length;

export function instantOf(written: unknown): number {
  if (typeof written === 'number') return written;
  if (typeof written !== 'string') return (written as Date).getTime();
  return written.length === CANONICAL && written.charCodeAt(23) === 90
    ? canonicalInstant(written)
    : Date.parse(written);
}

/** `2026-11-21T18:30:00.000Z`, the form that `toISOString` writes. */
function canonicalInstant(text: string): number {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  // Days since 1970-01-01, with years that begin in March.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = month > 2 ? month - 3 : month + 9;
  const days =
    365 * marchYear +
    ((marchYear / 4) | 0) -
    ((marchYear / 100) | 0) +
    ((marchYear / 400) | 0) +
    (((153 * marchMonth + 2) / 5) | 0) +
    twoDigits(text, 8) -
    719_469;
  const seconds = twoDigits(text, 11) * 3_600 + twoDigits(text, 14) * 60 + twoDigits(text, 17);
  return days * MS_A_DAY + seconds * 1_000 + twoDigits(text, 20) * 10 + text.charCodeAt(22) - 48;
}

function twoDigits(text: string, at: number): number {
  return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - 528;
}

/** Six months are 181 to 184 days, an hour of clock change apart. */
const SURELY_WITHIN = 180 * MS_A_DAY;
const SURELY_PAST = 186 * MS_A_DAY;

export function isPastTimeLimit(at: number, redeemed: number): boolean {
  const passed = at - redeemed;
  if (passed < SURELY_WITHIN) return false;
  return passed > SURELY_PAST || at >= add(new TZDate(redeemed, ZONE), { months: RENEWAL_MONTHS }).getTime();
}
