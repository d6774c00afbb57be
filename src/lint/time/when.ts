import type { Span } from '../../needs.ts';
import { LAST_INSTANT } from '../../time/local.ts';
import { zoneOf } from '../../time/zone.ts';
import type { Effort } from '../effort.ts';
import { common, outside, type Spans } from './spans.ts';
import { folded, LAST_FOLDED, newIn, Timeline } from './timeline.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const WEEK = 7 * DAY;

/** All time that vouchers are redeemed in: from 1970 to the last instant that the engine takes. */
export const ALL_TIME: Span = { start: 0, end: LAST_INSTANT + 1 };
/** The minutes of a week, from Monday 00:00. */
export const WHOLE_WEEK: Span = { start: 0, end: 10_080 };

/** A set of instants: some runs of them, as far as the clocks of some zones show some minutes of the week. */
export class When {
  static readonly always = new When([ALL_TIME], new Map());
  readonly spans: Spans;
  /** By the name of a zone. */
  readonly weeks: ReadonlyMap<string, Spans>;

  private constructor(spans: Spans, weeks: ReadonlyMap<string, Spans>) {
    this.spans = spans;
    this.weeks = weeks;
  }

  within(spans: Spans): When {
    return new When(common(this.spans, spans), this.weeks);
  }

  inWeek(zone: string, minutes: Spans): When {
    const known = this.weeks.get(zone);
    const both = known ? common(known, minutes) : minutes;
    return new When(this.spans, new Map([...this.weeks, [zone, both]]));
  }

  /**
   * An instant of it; `undefined` where there is none, by a look at every run of instants through which no clock is
   * changed; `'unknown'` where that is too much work.
   */
  some(effort: Effort): number | undefined | 'unknown' {
    const { spans, weeks } = this;
    for (const minutes of weeks.values()) if (minutes.length === 0) return undefined;
    if (weeks.size === 0) return spans[0]?.start;
    const search = new Search(weeks, effort);
    for (const span of spans) {
      const found = search.someIn(span);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** Looks for instants at which the clocks of all zones show what they are to show. */
class Search {
  private readonly effort: Effort;
  private readonly clocks: readonly { readonly timeline: Timeline; readonly minutes: Spans }[];
  /** By the offsets of the zones: when in a week of UTC that is. */
  private readonly patterns = new Map<string, Spans>();

  constructor(weeks: ReadonlyMap<string, Spans>, effort: Effort) {
    this.effort = effort;
    this.clocks = Array.from(weeks, ([zone, minutes]) => ({ timeline: Timeline.of(zoneOf(zone)), minutes }));
  }

  someIn(span: Span): number | undefined | 'unknown' {
    const { start, end } = newIn(span);
    for (let at = start; at < end; ) {
      const { instant, moved } = folded(at);
      const step = this.step(instant, Math.min(end - moved, LAST_FOLDED));
      if (step === undefined) return 'unknown';
      if (step.found !== undefined) return step.found + moved;
      at = step.end + moved;
    }
    return undefined;
  }

  /** Looks from an instant on to where some clock is changed. */
  private step(start: number, most: number): { found: number | undefined; end: number } | undefined {
    const { clocks, effort } = this;
    const offsets: number[] = [];
    let end = most;
    for (const { timeline } of clocks) {
      const run = effort.spend(1) ? timeline.runAt(start, effort) : undefined;
      if (run === undefined) return undefined;
      offsets.push(run.offset);
      end = Math.min(end, run.end);
    }
    const pattern = this.patternAt(offsets);
    return pattern && { found: firstIn(pattern, start, end), end };
  }

  private patternAt(offsets: readonly number[]): Spans | undefined {
    const key = offsets.join();
    const known = this.patterns.get(key);
    if (known) return known;
    if (!this.effort.spend(this.clocks.reduce((sum, { minutes }) => sum + minutes.length, 0)))
      return undefined;
    const pattern = this.clocks
      .map(({ minutes }, i) => inUtc(minutes, offsets[i] as number))
      .reduce((both, spans) => common(both, spans));
    this.patterns.set(key, pattern);
    return pattern;
  }
}

/** Minutes of the week of a clock, as milliseconds of the week of UTC. */
function inUtc(minutes: Spans, offset: number): Spans {
  const moved = minutes.flatMap(({ start, end }) => {
    const from = modulo(start * MINUTE - offset, WEEK);
    const to = from + (end - start) * MINUTE;
    if (to <= WEEK) return [{ start: from, end: to }];
    return [
      { start: from, end: WEEK },
      { start: 0, end: to - WEEK },
    ];
  });
  return moved.toSorted((a, b) => a.start - b.start);
}

/** The first instant of a run that falls into some milliseconds of the week of UTC. */
function firstIn(pattern: Spans, start: number, end: number): number | undefined {
  // 1970-01-01 was a Thursday.
  const ofWeek = modulo(start + 3 * DAY, WEEK);
  for (const week of [0, WEEK]) {
    for (const span of pattern) {
      if (span.end + week <= ofWeek) continue;
      const at = start + Math.max(0, span.start + week - ofWeek);
      return at < end ? at : undefined;
    }
  }
  return undefined;
}

function modulo(value: number, length: number): number {
  return value - Math.floor(value / length) * length;
}

/** All instants but these. */
export function exceptInstants(spans: Spans): Spans {
  return outside(spans, ALL_TIME);
}

/** All minutes of the week but these. */
export function exceptMinutes(minutes: Spans): Spans {
  return outside(minutes, WHOLE_WEEK);
}
