/**
 * Compares the clocks of this package with Temporal's around clock changes. The oracle shares no code with what it
 * checks: a transition, an offset, a start of day and the reading of a wall time are all `temporal-polyfill`'s.
 */
import { Temporal } from 'temporal-polyfill';
import { addDuration, firstInstantOf, instantOf, minuteOfWeek, type Duration } from '../../src/time/local.ts';
import {
  calendarOf,
  PERIODS,
  type Calendar,
  type Period,
  type WeekStart,
  type Window,
} from '../../src/time/period.ts';
import { zoneOf, type Zone } from '../../src/time/zone.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is compared. A test of the sweep itself replaces a member with a wrong one. */
export interface Clockwork {
  zoneOf(name: string): Zone;
  instantOf(wall: number, zone: Zone): number;
  firstInstantOf(wall: number, zone: Zone): number;
  addDuration(instant: number, duration: Duration, zone: Zone): number;
  minuteOfWeek(instant: number, zone: Zone): number;
  calendarOf(period: Exclude<Period, 'total'>, weekStart: WeekStart, zone: Zone): Pick<Calendar, 'windowAt'>;
}

export const OURS: Clockwork = { zoneOf, instantOf, firstInstantOf, addDuration, minuteOfWeek, calendarOf };

export interface Tally {
  transitions: number;
  /** Comparisons by what was compared. */
  readonly cases: Record<string, number>;
  mismatches: number;
  /** The first few, in words. */
  readonly examples: string[];
}

export function newTally(): Tally {
  return { transitions: 0, cases: {}, mismatches: 0, examples: [] };
}

export function casesOf(tally: Tally): number {
  return Object.values(tally.cases).reduce((sum, count) => sum + count, 0);
}

/** Every instant in `[from, until)` at which a zone's offset changes, by Temporal's account. */
export function transitionsOf(zone: string, from: number, until: number): number[] {
  const found: number[] = [];
  let next = zoned(from - 1, zone).getTimeZoneTransition('next');
  while (next !== null && next.epochMilliseconds < until) {
    found.push(next.epochMilliseconds);
    next = next.getTimeZoneTransition('next');
  }
  return found;
}

/** A zone in which no window is cut by a clock change that `transitions` leaves out. */
export interface Swept {
  readonly name: string;
  /** All of the zone's in the years around those to check, in order. */
  readonly transitions: readonly number[];
}

/** Checks the day of `transition` and the days either side. */
export function sweepTransition(
  swept: Swept,
  transition: number,
  tally: Tally,
  clockwork: Clockwork = OURS,
): void {
  tally.transitions += 1;
  const oracle = oracleOf(swept);
  const before = oracle.offset(transition - 1);
  const after = oracle.offset(transition);
  const dates = datesAround(transition, swept.name);

  checkWalls(swept.name, transition, before, after, tally, clockwork);
  checkDurations(swept.name, transition, tally, clockwork);
  for (const instant of [transition - 1, transition]) {
    checkInstant(instant, oracle, swept.name, tally, clockwork);
    checkPeriods(instant, oracle, swept.name, tally, clockwork);
  }
  for (const date of dates) {
    const start = oracle.startOf(date);
    const end = oracle.startOf(date.add({ days: 1 }));
    const zone = clockwork.zoneOf(swept.name);
    check(
      tally,
      'start of day',
      start,
      clockwork.firstInstantOf(wallOf(date.toPlainDateTime()), zone),
      swept.name,
      start,
    );
    // A date that is skipped whole has no instant to ask about.
    for (const instant of start < end ? [start, end - 1] : []) {
      checkPeriods(instant, oracle, swept.name, tally, clockwork);
    }
    // Every hour of a day on which the clocks change, a few of the days either side.
    const step = start <= transition && transition <= end ? HOUR : 5 * HOUR;
    for (let instant = start; instant < end; instant += step) {
      checkInstant(instant, oracle, swept.name, tally, clockwork);
    }
  }
}

/** Checks a zone where no clock changes. */
export function sweepInstant(swept: Swept, instant: number, tally: Tally, clockwork: Clockwork = OURS): void {
  const oracle = oracleOf(swept);
  checkInstant(instant, oracle, swept.name, tally, clockwork);
  checkPeriods(instant, oracle, swept.name, tally, clockwork);
}

function checkWalls(
  name: string,
  transition: number,
  before: number,
  after: number,
  tally: Tally,
  clockwork: Clockwork,
): void {
  const zone = clockwork.zoneOf(name);
  const low = transition + Math.min(before, after);
  const high = transition + Math.max(before, after);
  const middle = Math.floor((low + high) / 2);
  for (const wall of [
    low - DAY,
    low - HOUR,
    low - 1,
    low,
    low + 1,
    middle,
    high - 1,
    high,
    high + HOUR,
    high + DAY,
  ]) {
    const local = plainOf(wall);
    const first = local.toZonedDateTime(name, { disambiguation: 'compatible' });
    check(tally, 'wall time', first.epochMilliseconds, clockwork.instantOf(wall, zone), name, wall);
    const shown = first.toPlainDateTime().equals(local);
    const reached = shown ? first.epochMilliseconds : transition;
    check(
      tally,
      'first instant at or past a wall time',
      reached,
      clockwork.firstInstantOf(wall, zone),
      name,
      wall,
    );
  }
}

const STEPS: readonly (readonly [back: number, duration: Duration])[] = [
  [DAY - 30 * MINUTE, { days: 1 }],
  [DAY, { days: 1, hours: 0 }],
  [7 * DAY + HOUR, { weeks: 1 }],
  [30 * DAY, { months: 1, days: 1 }],
  [365 * DAY - HOUR, { years: 1, hours: 3 }],
  [5 * HOUR + 1, { hours: 5 }],
  [-30 * MINUTE, { hours: 25 }],
];

function checkDurations(name: string, transition: number, tally: Tally, clockwork: Clockwork): void {
  const zone = clockwork.zoneOf(name);
  for (const [back, duration] of STEPS) {
    const from = transition - back;
    const sum = zoned(from, name).add(duration).epochMilliseconds;
    check(
      tally,
      `instant plus ${JSON.stringify(duration)}`,
      sum,
      clockwork.addDuration(from, duration, zone),
      name,
      from,
    );
  }
}

function checkInstant(
  instant: number,
  oracle: Oracle,
  name: string,
  tally: Tally,
  clockwork: Clockwork,
): void {
  const zone = clockwork.zoneOf(name);
  const moment = zoned(instant, name);
  const local = moment.toPlainDateTime();
  check(tally, 'offset', moment.offsetNanoseconds / 1e6, zone.offsetAt(instant), name, instant);
  const minute = (local.dayOfWeek - 1) * 1_440 + local.hour * 60 + local.minute;
  check(tally, 'minute of the week', minute, clockwork.minuteOfWeek(instant, zone), name, instant);
  checkWindow(
    tally,
    'hour',
    oracle.hour(instant, local, moment.offset),
    clockwork.calendarOf('hourly', 'monday', zone),
    name,
    instant,
  );
}

function checkPeriods(
  instant: number,
  oracle: Oracle,
  name: string,
  tally: Tally,
  clockwork: Clockwork,
): void {
  const zone = clockwork.zoneOf(name);
  for (const period of PERIODS) {
    if (period === 'total' || period === 'hourly') continue;
    for (const weekStart of period === 'weekly' ? (['monday', 'sunday'] as const) : (['monday'] as const)) {
      const expected = oracle.period(period, weekStart, instant);
      const kind = period === 'weekly' ? `weekly window from ${weekStart}` : `${period} window`;
      checkWindow(tally, kind, expected, clockwork.calendarOf(period, weekStart, zone), name, instant);
    }
  }
}

function checkWindow(
  tally: Tally,
  kind: string,
  expected: Window,
  calendar: Pick<Calendar, 'windowAt'>,
  name: string,
  instant: number,
): void {
  for (const at of [instant, expected.start, expected.end - 1]) {
    const window = calendar.windowAt(at);
    const same = window.start === expected.start && window.end === expected.end && window.id === expected.id;
    check(tally, kind, true, same, name, at, () => `${textOf(expected)}, found ${textOf(window)}`);
  }
}

function check(
  tally: Tally,
  kind: string,
  expected: unknown,
  found: unknown,
  name: string,
  at: number,
  words: () => string = () => `expected ${String(expected)}, found ${String(found)}`,
): void {
  tally.cases[kind] = (tally.cases[kind] ?? 0) + 1;
  if (Object.is(expected, found)) return;
  tally.mismatches += 1;
  if (tally.examples.length < 10)
    tally.examples.push(`${kind} in ${name} at ${new Date(at).toISOString()}: ${words()}`);
}

interface Oracle {
  offset(instant: number): number;
  startOf(date: Temporal.PlainDate): number;
  hour(instant: number, local: Temporal.PlainDateTime, offset: string): Window;
  period(period: DatePeriod, weekStart: WeekStart, instant: number): Window;
}

type DatePeriod = Exclude<Period, 'total' | 'hourly'>;

const oracles = new WeakMap<Swept, Oracle>();

function oracleOf(swept: Swept): Oracle {
  let oracle = oracles.get(swept);
  if (oracle === undefined) oracles.set(swept, (oracle = createOracle(swept)));
  return oracle;
}

function createOracle({ name, transitions }: Swept): Oracle {
  const starts = new Map<string, number>();

  function startOf(date: Temporal.PlainDate): number {
    const key = date.toString();
    let start = starts.get(key);
    if (start === undefined) starts.set(key, (start = date.toZonedDateTime(name).epochMilliseconds));
    return start;
  }

  function hour(instant: number, local: Temporal.PlainDateTime, offset: string): Window {
    const into = local.minute * MINUTE + local.second * SECOND + local.millisecond;
    const previous = transitions.findLast((transition) => transition <= instant) ?? -Infinity;
    const next = transitions.find((transition) => transition > instant) ?? Infinity;
    return {
      start: Math.max(previous, instant - into),
      end: Math.min(next, instant - into + HOUR),
      id: `${local.toString().slice(0, 13)}${offset}`,
    };
  }

  function period(period: DatePeriod, weekStart: WeekStart, instant: number): Window {
    const date = zoned(instant, name).toPlainDate();
    // The period before, this and the one after: whichever holds the instant, even if the date has come back.
    for (const shift of [0, 1, -1]) {
      const [first, next, id] = remembered(period, weekStart, date, shift);
      const start = startOf(first);
      const end = startOf(next);
      if (start <= instant && instant < end) return { start, end, id };
    }
    throw new Error(`No ${period} window of ${name} holds ${instant}`);
  }

  return {
    offset: (instant) => zoned(instant, name).offsetNanoseconds / 1e6,
    startOf,
    hour,
    period,
  };
}

type DatesOfPeriod = readonly [first: Temporal.PlainDate, next: Temporal.PlainDate, id: string];

/** Many zones change on the same dates, and the oracle's calendar is slow. */
const datesOfPeriods = new Map<string, DatesOfPeriod>();

function remembered(
  period: DatePeriod,
  weekStart: WeekStart,
  date: Temporal.PlainDate,
  shift: number,
): DatesOfPeriod {
  const key = `${period} ${weekStart} ${date.toString()} ${shift}`;
  let dates = datesOfPeriods.get(key);
  if (dates === undefined) datesOfPeriods.set(key, (dates = periodOf(period, weekStart, date, shift)));
  return dates;
}

function periodOf(
  period: DatePeriod,
  weekStart: WeekStart,
  date: Temporal.PlainDate,
  shift: number,
): DatesOfPeriod {
  switch (period) {
    case 'yearly': {
      const first = date.with({ month: 1, day: 1 }).add({ years: shift });
      return [first, first.add({ years: 1 }), first.toString().slice(0, 4)];
    }
    case 'quarterly': {
      const quarter = Math.ceil(date.month / 3);
      const first = date.with({ month: quarter * 3 - 2, day: 1 }).add({ months: 3 * shift });
      return [
        first,
        first.add({ months: 3 }),
        `${first.toString().slice(0, 4)}-Q${Math.ceil(first.month / 3)}`,
      ];
    }
    case 'monthly': {
      const first = date.with({ day: 1 }).add({ months: shift });
      return [first, first.add({ months: 1 }), first.toString().slice(0, 7)];
    }
    case 'weekly': {
      const days = weekStart === 'monday' ? date.dayOfWeek - 1 : date.dayOfWeek % 7;
      const first = date.subtract({ days }).add({ weeks: shift });
      return [first, first.add({ weeks: 1 }), first.toString()];
    }
    case 'daily': {
      const first = date.add({ days: shift });
      return [first, first.add({ days: 1 }), first.toString()];
    }
  }
}

/** The dates the clocks show just before and at the transition, those between, and one either side. */
function datesAround(transition: number, name: string): Temporal.PlainDate[] {
  const shown = [zoned(transition - 1, name).toPlainDate(), zoned(transition, name).toPlainDate()];
  shown.sort((one, other) => Temporal.PlainDate.compare(one, other));
  const last = shown[1]!.add({ days: 1 });
  const dates: Temporal.PlainDate[] = [];
  for (let date = shown[0]!.subtract({ days: 1 }); Temporal.PlainDate.compare(date, last) <= 0; ) {
    dates.push(date);
    date = date.add({ days: 1 });
  }
  return dates;
}

function zoned(instant: number, name: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(name);
}

function plainOf(wall: number): Temporal.PlainDateTime {
  return zoned(wall, 'UTC').toPlainDateTime();
}

function wallOf(local: Temporal.PlainDateTime): number {
  return local.toZonedDateTime('UTC').epochMilliseconds;
}

function textOf({ start, end, id }: Window): string {
  return `${id} [${new Date(start).toISOString()}, ${new Date(end).toISOString()})`;
}
