import { pointerStep } from '../snapshot.ts';
import { addDuration, instantOf, isoInstant, type DateTime } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';
import { enumerated, findingAt, type Finding } from './finding.ts';
import type { Linted } from './linted.ts';
import { everyRuleOf, type LintRule } from './rule-tree.ts';
import { changesIn, secondInstantOf, type ClockChange } from './time/clock-change.ts';
import { common, type Spans } from './time/spans.ts';
import { ALL_TIME } from './time/when.ts';
import { framesOf, instantIn, instantsOf, weeklyOf, type Frame, type Weekly } from './windows.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** How far ahead they are told. */
const AHEAD = { years: 3 };

/** From when on, where neither the campaign nor anybody else says. */
const LAUNCH = Date.UTC(2026);

/** Windows that a change of the clocks skips, cuts short, empties or opens twice, with the dates. */
export function findClockChanges(linted: Linted): Finding[] {
  const looked = lookedAt(linted);
  return [...everyRuleOf(linted.levels)].flatMap((rule) => {
    switch (rule.type) {
      case 'time_frame':
        return framesOf(rule).flatMap((frame, i) => ofFrame(rule, frame, i, linted.at ?? -Infinity));
      case 'time_of_order':
        return ofWeek(rule, changesIn(rule.zone, looked));
      default:
        return [];
    }
  });
}

/** The time in which the campaign is open, or as much of it as one plans for. */
function lookedAt({ rules, at }: Linted): Spans {
  const open = rules
    .filter(({ type }) => type === 'time_frame')
    .reduce<Spans>((all, rule) => common(all, instantsOf(rule)), [ALL_TIME]);
  const [first] = open;
  const last = open.at(-1);
  if (!first || !last) return [];
  const launch = first.start === ALL_TIME.start ? Math.min(LAUNCH, last.end - DAY) : first.start;
  const start = at ?? launch;
  return common(open, [{ start, end: addDuration(start, AHEAD, zoneOf('UTC')) }]);
}

function ofFrame(rule: LintRule, frame: Frame, number: number, since: number): Finding[] {
  const part = `/windows${pointerStep(number)}`;
  const [start, end] = [instantIn(rule, frame.start, -Infinity), instantIn(rule, frame.end, Infinity)];
  if (end < since) return [];
  if (start >= end) {
    const at = isoInstant(end);
    const message = `A clock change leaves nothing of this window: its start is ${isoInstant(start)}, its end ${at}.`;
    return [findingAt(rule, part, 'clock_change', message, { witness: { at } })];
  }
  return [
    ...ofBound(rule, `${part}/start`, frame.start, since),
    ...ofBound(rule, `${part}/end`, frame.end, since),
  ];
}

function ofBound(rule: LintRule, part: string, bound: DateTime | undefined, since: number): Finding[] {
  if (bound === undefined || bound.offset !== undefined) return [];
  const { zone } = rule;
  const first = instantOf(bound.wall, zone);
  if (first < since) return [];
  const shown = first + zone.offsetAt(first);
  const second = secondInstantOf(bound.wall, first, zone);
  const tell = (message: string) => [
    findingAt(rule, part, 'clock_change', message, { witness: { at: isoInstant(first) } }),
  ];
  if (shown !== bound.wall) {
    return tell(
      `The clocks of ${zone.name} skip this time; it is read as ${local(shown)} (${isoInstant(first)}).`,
    );
  }
  if (second === undefined) return [];
  return tell(
    `The clocks of ${zone.name} show this time twice; it is read as the first (${isoInstant(first)}), not ${isoInstant(second)}.`,
  );
}

/** What changes do to the weekly windows of a rule. */
function ofWeek(rule: LintRule, changes: readonly ClockChange[]): Finding[] {
  return weeklyOf(rule).flatMap((window, i) => {
    const touched = changes.flatMap((change) => touchesOf(window, change));
    return (['skips', 'cuts', 'repeats'] as const).flatMap((how) => {
      const dates = touched.filter((touch) => touch.how === how);
      const [first] = dates;
      if (!first) return [];
      const days = enumerated([...new Set(dates.map(({ date }) => date))]);
      const message = `On ${days} ${saysOf(first, rule)}.`;
      const witness = { at: isoInstant(first.change.at) };
      return [findingAt(rule, `/windows${pointerStep(i)}`, 'clock_change', message, { witness })];
    });
  });
}

interface Touch {
  readonly how: 'skips' | 'cuts' | 'repeats';
  readonly change: ClockChange;
  /** On which the window starts. */
  readonly date: string;
  readonly minutes: number;
}

/**
 * What a change does to a window: of one that holds all that is skipped or shown twice, and more than twice as much,
 * nothing that anybody would not expect of a clock.
 */
function touchesOf({ days, start, end }: Weekly, change: ClockChange): Touch[] {
  const touches: Touch[] = [];
  const firstDay = Math.floor((change.start - end * MINUTE) / DAY);
  for (let day = firstDay; day * DAY <= change.end; day++) {
    // 1970-01-01 was a Thursday.
    if (!days.includes((((day + 3) % 7) + 7) % 7)) continue;
    const window = { start: day * DAY + start * MINUTE, end: day * DAY + end * MINUTE };
    const [touched] = common([window], [change]);
    if (!touched) continue;
    const size = touched.end - touched.start;
    const isWhole = size === window.end - window.start;
    const isCut = isInside(window.start, change) || isInside(window.end, change);
    if (!isCut && 2 * size < window.end - window.start) continue;
    const how = !change.isSkip ? 'repeats' : isWhole ? 'skips' : 'cuts';
    touches.push({ how, change, date: local(day * DAY).slice(0, 10), minutes: size / MINUTE });
  }
  return touches;
}

function isInside(wall: number, { start, end }: ClockChange): boolean {
  return start < wall && wall < end;
}

function saysOf({ how, change, minutes }: Touch, { zone }: LintRule): string {
  const stretch = `${clock(change.start)} to ${clock(change.end)}`;
  switch (how) {
    case 'skips':
      return `the clocks of ${zone.name} skip this window, with ${stretch}`;
    case 'cuts':
      return `the clocks of ${zone.name} skip ${stretch}, and ${minutes} minutes of this window`;
    case 'repeats':
      return `the clocks of ${zone.name} show ${stretch} twice, and ${minutes} minutes of this window`;
  }
}

/** A wall time as it is written in a config. */
function local(wall: number): string {
  return isoInstant(wall)
    .slice(0, -1)
    .replace(/(?::00)?\.000$/, '');
}

function clock(wall: number): string {
  return local(wall).slice(11);
}
