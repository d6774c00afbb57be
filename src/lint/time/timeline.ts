import type { Span } from '../../needs.ts';
import type { Zone } from '../../time/zone.ts';
import type { Effort } from '../effort.ts';

/** A half-open run of instants through which a zone keeps one offset. */
interface Run {
  readonly start: number;
  readonly offset: number;
}

/** About 35 years. */
const BLOCK = 2 ** 40;
/** What it costs to read one from the runtime. */
const STEPS_OF_BLOCK = 20_000;

/** From here on clocks follow rules for ever: what the time-zone database lists one by one ends in 2087. */
const RULED_FROM = Date.UTC(2101);

/**
 * A rule says when in a year clocks change, and a year is told by its first day of the week and by whether it is a
 * leap year. So what the clocks of some zones do together in any year, and from one to the next, they do in the 28
 * years from 2101 on, in which no leap year is left out; and one for what reaches into the next.
 */
const RULES_SEEN = Date.UTC(2130);

/** The Gregorian calendar, days of the week included, comes again after 400 years; so do rules. */
const CYCLE = 146_097 * 86_400_000;
const CYCLE_END = RULED_FROM + CYCLE;

/**
 * An instant at which all clocks show the same as at the given one, as far as weeks and offsets go; and how far it
 * was moved.
 */
export function folded(instant: number): { readonly instant: number; readonly moved: number } {
  if (instant < CYCLE_END) return { instant, moved: 0 };
  const moved = Math.floor((instant - RULED_FROM) / CYCLE) * CYCLE;
  return { instant: instant - moved, moved };
}

/** As much of a run of instants as there is something new in. */
export function newIn({ start, end }: Span): Span {
  const seen = start <= RULED_FROM ? RULES_SEEN : start + CYCLE;
  return { start, end: Math.min(end, seen) };
}

/** The end of the cycle that {@link folded} moves instants into. */
export const LAST_FOLDED = CYCLE_END;

/** The runs of a zone's clocks: from the table that the engine asks, kept once they were read. */
export class Timeline {
  private static readonly known = new WeakMap<Zone, Timeline>();
  private readonly zone: Zone;
  private readonly blocks = new Map<number, readonly Run[]>();

  static of(zone: Zone): Timeline {
    let timeline = Timeline.known.get(zone);
    if (!timeline) Timeline.known.set(zone, (timeline = new Timeline(zone)));
    return timeline;
  }

  private constructor(zone: Zone) {
    this.zone = zone;
  }

  /**
   * The offset at an instant before {@link LAST_FOLDED}, and an instant up to which it stays, or `undefined` where
   * that is too much work.
   */
  runAt(instant: number, effort: Effort): { readonly offset: number; readonly end: number } | undefined {
    const number = Math.floor(instant / BLOCK);
    if (!effort.spendOnce(`${this.zone.name} ${number}`, STEPS_OF_BLOCK)) return undefined;
    const runs = this.runsOf(number);
    let [low, high] = [0, runs.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((runs[middle] as Run).start <= instant) low = middle;
      else high = middle - 1;
    }
    return { offset: (runs[low] as Run).offset, end: runs[low + 1]?.start ?? (number + 1) * BLOCK };
  }

  private runsOf(number: number): readonly Run[] {
    const known = this.blocks.get(number);
    if (known) return known;
    const runs: Run[] = [];
    const end = (number + 1) * BLOCK;
    for (let start = number * BLOCK; start < end; ) {
      const stretch = this.zone.stretchAt(start);
      if (runs.at(-1)?.offset !== stretch.offset) runs.push({ start, offset: stretch.offset });
      start = stretch.end;
    }
    this.blocks.set(number, runs);
    return runs;
  }
}
