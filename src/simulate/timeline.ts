import type { Span } from '../needs.ts';
import { sumOf, textOf, ZERO, type Amount } from '../money.ts';
import { isoInstant } from '../time/local.ts';
import { calendarOf, type Calendar, type Period, type Window } from '../time/period.ts';
import { zoneOf } from '../time/zone.ts';

/** The orders of one period. */
export interface Tally {
  /** First instant of the period, and first after it; ISO. */
  readonly start: string;
  readonly end: string;
  readonly accepted: number;
  readonly refused: number;
  /** Discount granted. */
  readonly granted: string;
}

interface OpenTally {
  readonly window: Window;
  accepted: number;
  refused: number;
  granted: Amount;
}

/** Orders by period, in time order. */
export class Timeline {
  private readonly calendar: Calendar;
  private readonly tallies: OpenTally[] = [];

  constructor(zone: string, period: Exclude<Period, 'total'>) {
    this.calendar = calendarOf(period, 'monday', zoneOf(zone));
  }

  periodAt(at: number): Span {
    return this.calendar.windowAt(at);
  }

  accepted(at: number, granted: Amount): void {
    const tally = this.tallyAt(at);
    tally.accepted++;
    tally.granted = sumOf(tally.granted, granted);
  }

  refused(at: number): void {
    this.tallyAt(at).refused++;
  }

  result(): Tally[] {
    return this.tallies.map(({ window, accepted, refused, granted }) => {
      const { start, end } = window;
      return { start: isoInstant(start), end: isoInstant(end), accepted, refused, granted: textOf(granted) };
    });
  }

  private tallyAt(at: number): OpenTally {
    const last = this.tallies.at(-1);
    if (last && at < last.window.end) return last;
    const tally = { window: this.calendar.windowAt(at), accepted: 0, refused: 0, granted: ZERO };
    this.tallies.push(tally);
    return tally;
  }
}
