import type { Needs, Span } from '../needs.ts';
import type { JsonObject } from '../snapshot.ts';
import { instantOf, parseClock, parseDateTime, type DateTime } from '../time/local.ts';
import type { LintRule } from './rule-tree.ts';
import { spansOf, type Spans } from './time/spans.ts';
import { ALL_TIME, WHOLE_WEEK } from './time/when.ts';

/** The days on which weekly windows start, as they are written. */
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MINUTES_A_DAY = 1_440;

/** One window of a time rule: when it is open, of all that there is. */
export interface Opening {
  /** Instants, or minutes of the week. */
  readonly spans: Spans;
  readonly whole: Span;
}

/** A window of a `time_frame`, as it is written. */
export interface Frame {
  readonly start: DateTime | undefined;
  readonly end: DateTime | undefined;
}

/** A window of a `time_of_order`, with its defaults; an end that is not after the start is on the next day. */
export interface Weekly {
  readonly days: readonly number[];
  /** Minutes since midnight. */
  readonly start: number;
  readonly end: number;
}

/** What time rules need is all that they ask. */
type TimeNeeds = Required<{ readonly [Key in 'instants' | 'week']: NonNullable<Needs[Key]> }>;

/** The instants that a `time_frame` holds, as the engine reads them. */
export function instantsOf({ compiled }: LintRule): Spans {
  return spansOf((compiled.needs as TimeNeeds).instants);
}

/** The minutes of the week that a `time_of_order` holds, and the zone of their clock. */
export function weekOf({ compiled }: LintRule): { readonly zone: string; readonly minutes: Spans } {
  const { zone, minutes } = (compiled.needs as TimeNeeds).week;
  return { zone, minutes: spansOf(minutes) };
}

/** The windows of a time rule, in order. */
export function windowsOf(rule: LintRule): readonly Opening[] {
  if (rule.type === 'time_of_order') return weeklyOf(rule).map(openingOf);
  return framesOf(rule).map(({ start, end }) => {
    const span = { start: instantIn(rule, start, -Infinity), end: instantIn(rule, end, Infinity) };
    return { spans: spansOf([span]), whole: ALL_TIME };
  });
}

export function framesOf(rule: LintRule): readonly Frame[] {
  return listIn(rule).map(({ start, end }) => ({ start: dateTime(start), end: dateTime(end) }));
}

export function weeklyOf(rule: LintRule): readonly Weekly[] {
  return listIn(rule).map(({ days, start, end }) => {
    const from = clock(start, 0);
    const to = clock(end, MINUTES_A_DAY);
    const listed = (days ?? DAYS) as readonly string[];
    return {
      days: listed.map((day) => DAYS.indexOf(day)),
      start: from,
      end: from < to ? to : to + MINUTES_A_DAY,
    };
  });
}

function openingOf({ days, start, end }: Weekly): Opening {
  const spans = days.flatMap((day) => {
    const [from, to] = [day * MINUTES_A_DAY + start, day * MINUTES_A_DAY + end];
    if (to <= WHOLE_WEEK.end) return [{ start: from, end: to }];
    return [
      { start: from, end: WHOLE_WEEK.end },
      { start: 0, end: to - WHOLE_WEEK.end },
    ];
  });
  return { spans: spansOf(spans), whole: WHOLE_WEEK };
}

function listIn({ config }: LintRule): readonly JsonObject[] {
  return (config as JsonObject)['windows'] as readonly JsonObject[];
}

export function instantIn({ zone }: LintRule, time: DateTime | undefined, open: number): number {
  if (time === undefined) return open;
  return time.offset === undefined ? instantOf(time.wall, zone) : time.wall - time.offset;
}

function dateTime(written: unknown): DateTime | undefined {
  return typeof written === 'string' ? parseDateTime(written) : undefined;
}

function clock(written: unknown, missing: number): number {
  return typeof written === 'string' ? (parseClock(written) as number) : missing;
}
