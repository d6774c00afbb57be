import {
  clock,
  described,
  list,
  listOfDistinct,
  object,
  oneOf,
  optional,
  ruleConfig,
  zone,
} from '../config-schema.ts';
import { disjoint, isInSpan, spansIn, type Span } from '../needs.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';
import { MINUTE, nextClockAmong, timeOfWeek } from '../time/local.ts';
import { zoneOf, type Zone } from '../time/zone.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const MINUTES_PER_DAY = 24 * 60;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

/**
 * On which weekdays and at which clock times a voucher may be redeemed: some window holds the wall clock of `at` in the
 * rule's `time_zone`, else the campaign's. Else `voucher.not_valid_at_this_time`.
 *
 * `start ≤ clock < end`. Where `start ≥ end` the window runs past midnight and belongs to the day it starts on.
 * Missing: `days` every day, `start` `00:00`, `end` `24:00`.
 */
export const timeOfOrder = defineEngineRule({
  type: 'time_of_order',
  rows: ['voucher.not_valid_at_this_time'],
  config: ruleConfig('time_of_order', {
    time_zone: optional(described(zone(), "Zone of the clock. Default: the campaign's.")),
    windows: described(
      list(
        object({
          days: optional(
            described(listOfDistinct(oneOf(DAYS)), 'Days the window starts on. Default: every day.'),
          ),
          start: optional(described(clock('start'), 'First minute, HH:MM. Default: 00:00.')),
          end: optional(
            described(
              clock('end'),
              'First minute after it, HH:MM or 24:00; at or before the start: on the next day.',
            ),
          ),
        }),
      ),
      'Any one of these windows is enough.',
    ),
  }),
  retestOnConfirm: false,
  compile({ windows, time_zone }, env) {
    const zone = zoneOf(time_zone ?? env.timeZone);
    const notValid = env.violation('voucher.not_valid_at_this_time');
    const open: number[] = [];
    for (const { days = DAYS, start = 0, end = MINUTES_PER_DAY } of windows)
      for (const day of days) addWindow(open, DAYS.indexOf(day), start, end);
    let edges: readonly number[] | undefined;
    return {
      needs: () => ({ week: { zone: zone.name, minutes: spansIn(open) } }),
      judgement: { judge: ofClock, violations: [notValid], numbers: () => [open], thing: () => zone },
      nextChange: ({ at }) => nextClockAmong((edges ??= edgesOfWeek(spansIn(open))), at, zone),
    };
  },
});

const NOT_VALID = 1;

/** The numbers are the starts and ends of stretches of the week, in minutes; the thing is their zone. */
const ofClock: Judge = ({ at }, numbers, from, to, zone) => {
  return isInSpan(timeOfWeek(at, zone as Zone) / MINUTE, numbers, from, to) ? HOLDS : NOT_VALID;
};

/** The minutes of the week at which a window opens or closes; none where the windows leave no gap. */
function edgesOfWeek(stretches: readonly Span[]): readonly number[] {
  const open = disjoint(stretches);
  const isAlways = open.length === 1 && open[0]?.start === 0 && open[0].end === MINUTES_PER_WEEK;
  return isAlways ? [] : open.flatMap(({ start, end }) => [start, end]);
}

/** Adds a window that starts on one day, as minutes of the week; the one over Sunday's midnight in two parts. */
function addWindow(open: number[], day: number, startClock: number, endClock: number): void {
  const start = day * MINUTES_PER_DAY + startClock;
  const end = day * MINUTES_PER_DAY + endClock + (startClock < endClock ? 0 : MINUTES_PER_DAY);
  open.push(start, Math.min(end, MINUTES_PER_WEEK));
  if (end > MINUTES_PER_WEEK) open.push(0, end - MINUTES_PER_WEEK);
}
