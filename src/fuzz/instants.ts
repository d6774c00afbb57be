import type { Needs, Span } from '../needs.ts';
import { minuteOfWeek, nextClockAmong } from '../time/local.ts';
import type { Calendar } from '../time/period.ts';
import { zoneOf, type Zone } from '../time/zone.ts';
import { distinct, spread } from './spread.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Where time is open, contexts stand here: the core reads no clock. */
const REFERENCE = Date.UTC(2026, 0, 1);

/** The first instant and the last that an instant may be. */
const FIRST = Date.parse('0001-01-01T00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** So many of each kind are aimed at; of longer lists some, evenly spread. */
const MOST_ANCHORS = 6;
const MOST_FRAMES = 32;
const MOST_WEEK_EDGES = 14;
const MOST_INSTANTS = 480;

/** Clock changes are looked for this long, and this many of each zone. */
const YEARS_OF_CHANGES = 2;
const CHANGES = 2;

/** What of campaigns is about time. */
export interface Timing {
  /** What each rule needs. */
  readonly needs: readonly Needs[];
  /** When all of them may hold. */
  readonly open: readonly Span[] | undefined;
  readonly zones: readonly Zone[];
  readonly calendars: readonly Calendar[];
}

/** Where a context stands in time when nothing is said: where the campaign may accept. */
export function openingOf(timing: Timing): number {
  return anchorsOf(timing.open ?? [], framesOf(timing))[0];
}

/**
 * Instants at which answers turn, each with the milliseconds before and after it: ends of windows, hours of the week, of days
 * on which clocks change too, ends of periods. The plainest first.
 */
export function instantsAimedAt(timing: Timing): number[] {
  const frames = framesOf(timing);
  const anchors = distinct(anchorsOf(timing.open ?? [], frames));
  const changes = distinct(
    anchors.flatMap((anchor) => timing.zones.flatMap((zone) => clockChanges(zone, anchor))),
  );
  const starts = [...anchors, ...changes.map((change) => change - DAY)];
  const edges = [
    ...timing.needs.flatMap(({ week }) => (week ? weekEdges(week, starts) : [])),
    ...timing.calendars.flatMap((calendar) => starts.flatMap((start) => periodEdges(calendar, start))),
    ...changes.flatMap((change) => [
      change,
      change - HOUR,
      change + HOUR,
      change - HOUR / 2,
      change + HOUR / 2,
    ]),
  ];
  const plain = distinct([...anchors, ...frames]);
  const some = spread(distinct(edges).filter(isInYears), MOST_INSTANTS / 3 - plain.length);
  const all = [...plain, ...plain.flatMap(besides), ...some, ...some.flatMap(besides)];
  return distinct(all).filter(isInYears);
}

function besides(edge: number): number[] {
  return [edge - 1, edge + 1];
}

function framesOf({ needs }: Timing): readonly number[] {
  const edges = edgesOf(needs.flatMap(({ instants = [] }) => instants));
  return spread(edges.filter(isInYears), MOST_FRAMES);
}

function isInYears(instant: number): boolean {
  return instant >= FIRST && instant <= LAST;
}

function edgesOf(spans: readonly Span[]): number[] {
  return distinct(spans.flatMap(({ start, end }) => [start, end])).filter(Number.isFinite);
}

/** Around these, weekly hours and periods are tried: one in each stretch of time in which the campaign may accept. */
function anchorsOf(open: readonly Span[], frames: readonly number[]): [number, ...number[]] {
  const isOpenAt = (instant: number) =>
    open.length === 0 || open.some(({ start, end }) => start <= instant && instant < end);
  const starts = open.map(({ start, end }) => (Number.isFinite(start) ? start : end - 30 * DAY));
  const anchors = [REFERENCE, ...starts.map((start) => Math.max(FIRST, start))].filter(isOpenAt);
  const [first = REFERENCE, ...others] = [...spread(anchors, MOST_ANCHORS), ...frames.slice(0, 1)].filter(
    isInYears,
  );
  return [first, ...others];
}

function clockChanges(zone: Zone, from: number): number[] {
  const changes: number[] = [];
  const until = from + YEARS_OF_CHANGES * 366 * DAY;
  let stretch = zone.stretchAt(from);
  while (stretch.end < until && changes.length < CHANGES) {
    const next = zone.stretchAt(stretch.end);
    if (next.offset !== stretch.offset) changes.push(next.start);
    stretch = next;
  }
  return changes;
}

function weekEdges({ zone, minutes }: NonNullable<Needs['week']>, starts: readonly number[]): number[] {
  const clocks = zoneOf(zone);
  const edges = spread(distinct(minutes.flatMap(({ start, end }) => [start, end])), MOST_WEEK_EDGES);
  return starts.flatMap((start) => edges.map((minute) => nextShowing(minute % (7 * 24 * 60), start, clocks)));
}

/** The next instant, or this one, at which the clocks show a minute of the week; where they skip it, the skip. */
function nextShowing(minute: number, from: number, zone: Zone): number {
  let instant = from - 1;
  // A clock change may come first, and again a week later.
  for (let i = 0; i < 4; i++) {
    instant = nextClockAmong([minute], instant, zone);
    if (minuteOfWeek(instant, zone) === minute) break;
  }
  return instant;
}

function periodEdges(calendar: Calendar, instant: number): number[] {
  const { start, end } = calendar.windowAt(Math.max(FIRST, instant));
  return [start, end];
}
