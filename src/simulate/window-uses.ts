import type { Limit } from '../limit.ts';
import { remainingOf, writtenAmount } from '../money.ts';
import type { Span } from '../needs.ts';
import { isoInstant } from '../time/local.ts';
import type { Window } from '../time/period.ts';
import { minus, type Addition, type Held } from './counted.ts';

/** What one window of a limit came to. */
export interface WindowUsed {
  /** ISO instants; `null` for the only window of what counts for ever. */
  readonly start: string | null;
  readonly end: string | null;
  /** A count, or an amount in its shortest form. */
  readonly used: number | string;
  /** What the limit leaves, never below 0. */
  readonly remaining: number | string;
  /** Orders that the limit refused. */
  readonly refused: number;
  /** The instant of the first order that it refused, or that used it up; `null` if none did. */
  readonly reached: string | null;
}

/** What a limit left at the end of a period of the timeline in which it counted something, or of the part of it in one of its windows. */
export interface Left {
  /** ISO instants. */
  readonly start: string;
  readonly end: string;
  readonly remaining: number | string;
}

interface Use {
  /** Absent where it counts for ever. */
  readonly window: Window | undefined;
  used: Held;
  refused: number;
  reached: number | undefined;
}

/** Follows a limit that counts everybody through its windows. */
export class WindowUses {
  private readonly limit: Limit;
  /** In time order, by their first instants. */
  private readonly uses = new Map<number, Use>();
  private readonly course: { readonly start: number; readonly end: number; used: Held }[] = [];

  constructor(limit: Limit) {
    this.limit = limit;
  }

  /** The counter holds this much now. `period` is the timeline's. */
  accepted(at: number, period: Span, used: Held, isUsedUp: boolean): void {
    const use = this.useAt(at);
    use.used = used;
    if (isUsedUp) use.reached ??= at;
    this.goOn(use, period);
  }

  refused(at: number): void {
    const use = this.useAt(at);
    use.refused++;
    use.reached ??= at;
  }

  /** What was counted at `takenAt` is given back now, at `at`. */
  givenBack(takenAt: number, at: number, period: Span, { add }: Addition): void {
    const use = this.useAt(takenAt);
    use.used = minus(use.used, add);
    if (use.window === undefined || at < use.window.end) this.goOn(use, period);
  }

  windows(): WindowUsed[] {
    return Array.from(this.uses.values(), ({ window, used, refused, reached }) => ({
      start: window ? isoInstant(window.start) : null,
      end: window ? isoInstant(window.end) : null,
      used: this.told(used),
      remaining: this.remaining(used),
      refused,
      reached: reached === undefined ? null : isoInstant(reached),
    }));
  }

  burnDown(): Left[] {
    return this.course.map(({ start, end, used }) => {
      return { start: isoInstant(start), end: isoInstant(end), remaining: this.remaining(used) };
    });
  }

  private useAt(at: number): Use {
    const window = this.limit.counter.calendar?.windowAt(at);
    const start = window?.start ?? -Infinity;
    let use = this.uses.get(start);
    if (!use) this.uses.set(start, (use = { window, used: 0, refused: 0, reached: undefined }));
    return use;
  }

  private goOn({ window, used }: Use, period: Span): void {
    const start = Math.max(period.start, window?.start ?? -Infinity);
    const last = this.course.at(-1);
    if (last?.start === start) last.used = used;
    else this.course.push({ start, end: Math.min(period.end, window?.end ?? Infinity), used });
  }

  private told(used: Held): number | string {
    return this.limit.counter.measures === 'amount' ? writtenAmount(used) : used;
  }

  private remaining(used: Held): number | string {
    const { limit } = this.limit;
    if (typeof limit === 'number') return Math.max(0, limit - Number(used));
    return remainingOf(limit, writtenAmount(used));
  }
}
