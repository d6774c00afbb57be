import { dateTime, described, list, object, optional, ruleConfig, zone } from '../config-schema.ts';
import { isInSpan, spansIn } from '../needs.ts';
import { defineEngineRule, HOLDS, type Judge, type RuleEnv } from '../rule.ts';
import { instantOf, type DateTime } from '../time/local.ts';
import { zoneOf, type Zone } from '../time/zone.ts';

const timeWindow = object(
  {
    start: optional(described(dateTime(), 'First instant of the window; missing: open.')),
    end: optional(described(dateTime(), 'First instant after the window; missing: open.')),
  },
  {
    keys: ['start', 'end'],
    expected: 'a start, an end, or both',
    holds: ({ start, end }) => start !== undefined || end !== undefined,
  },
  {
    keys: ['start', 'end'],
    expected: 'a start before the end',
    holds: ({ start, end }) =>
      !(start && end && sameKind(start, end)) || instantAsWritten(start) < instantAsWritten(end),
  },
);

/**
 * When a voucher may be redeemed: some window `[start, end)` holds `at`; a missing bound is open. Else
 * `voucher.not_valid_at_this_time`.
 *
 * A local bound is read in the rule's `time_zone`, else the campaign's: one that the clocks skip is moved on by the
 * length of the skip, one that occurs twice is the first.
 */
export const timeFrame = defineEngineRule({
  type: 'time_frame',
  rows: ['voucher.not_valid_at_this_time'],
  config: ruleConfig('time_frame', {
    time_zone: optional(described(zone(), "Zone of local dates. Default: the campaign's.")),
    windows: described(list(timeWindow), 'Any one of these windows is enough.'),
  }),
  retestOnConfirm: false,
  compile({ windows, time_zone }, env) {
    const zone = zoneOf(time_zone ?? env.timeZone);
    const notValid = env.violation('voucher.not_valid_at_this_time');
    const frames = framesOf(windows, zone, env);
    return {
      needs: () => ({ instants: spansIn(frames) }),
      judgement: { judge: ofTime, violations: [notValid], numbers: () => [frames] },
      nextChange: ({ at }) => Math.min(...frames.filter((bound) => bound > at)),
    };
  },
});

const NOT_VALID = 1;

/** The numbers are the starts and ends of windows. */
const ofTime: Judge = ({ at }, numbers, from, to) => (isInSpan(at, numbers, from, to) ? HOLDS : NOT_VALID);

/** Start, end, start, end, … */
function framesOf(windows: readonly Written[], zone: Zone, env: RuleEnv): number[] {
  const frames: number[] = [];
  for (const [i, { start, end }] of windows.entries()) {
    const first = start ? instantIn(zone, start) : -Infinity;
    const last = end ? instantIn(zone, end) : Infinity;
    if (start && end && !sameKind(start, end) && !(first < last)) {
      env.issue(`/windows/${i}/end`, 'a start before the end', 'an end that is not after it');
    }
    frames.push(first, last);
  }
  return frames;
}

/** A window as it was written. */
interface Written {
  readonly start?: DateTime | undefined;
  readonly end?: DateTime | undefined;
}

/** Both local or both exact: comparable as written. */
function sameKind(a: DateTime, b: DateTime): boolean {
  return (a.offset === undefined) === (b.offset === undefined);
}

function instantAsWritten({ wall, offset = 0 }: DateTime): number {
  return wall - offset;
}

function instantIn(zone: Zone, time: DateTime): number {
  return time.offset === undefined ? instantOf(time.wall, zone) : instantAsWritten(time);
}
