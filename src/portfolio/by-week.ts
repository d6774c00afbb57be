import type { Needs, Span } from '../needs.ts';
import { minuteOfWeek } from '../time/local.ts';
import { zoneOf, type Zone } from '../time/zone.ts';

/** The hours of a week, in words of 32 bits. */
const WORDS = 6;
/** In place of an hour of the week that has not been looked up. */
const UNKNOWN = -1;

/** In which hours of the week each campaign is open, by the clocks of its zone. */
export class WeekIndex {
  /** By slot: the number of its zone; 0 where any time will do, which has the first hour alone. */
  private zone = new Uint16Array(0);
  /** By slot: a bit for each hour of the week. */
  private open = new Uint32Array(0);
  private readonly zones: (Zone | undefined)[] = [undefined];
  /** By zone: the hour of the week at the instant asked about. */
  private hours = new Int16Array(1);

  grow(capacity: number): void {
    const { zone, open } = this;
    this.zone = new Uint16Array(capacity);
    this.zone.set(zone);
    this.open = new Uint32Array(capacity * WORDS);
    this.open.set(open);
  }

  add(slot: number, week: Needs['week']): void {
    if (week === undefined) {
      this.open[slot * WORDS] = 1;
      return;
    }
    this.zone[slot] = this.numberOf(zoneOf(week.zone));
    for (const minutes of week.minutes) this.addHours(slot * WORDS, minutes);
  }

  delete(slot: number): void {
    this.zone[slot] = 0;
    this.open.fill(0, slot * WORDS, (slot + 1) * WORDS);
  }

  /** Keeps those of the first `count` slots that are open at an instant; how many. */
  keep(slots: Uint32Array, count: number, at: number): number {
    const { zone, open } = this;
    const hours = this.hours.fill(UNKNOWN);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      const itsZone = zone[slot] as number;
      let hour = hours[itsZone] as number;
      if (hour === UNKNOWN) hours[itsZone] = hour = this.hourIn(itsZone, at);
      slots[kept] = slot;
      kept += ((open[slot * WORDS + (hour >> 5)] as number) >>> (hour & 31)) & 1;
    }
    return kept;
  }

  /** Where any time will do it is always the first hour of the week. */
  private hourIn(zone: number, at: number): number {
    const known = this.zones[zone];
    return known === undefined ? 0 : Math.floor(minuteOfWeek(at, known) / 60);
  }

  private addHours(base: number, { start, end }: Span): void {
    for (let hour = Math.floor(start / 60); hour * 60 < end; hour++) {
      const word = base + (hour >> 5);
      this.open[word] = (this.open[word] as number) | (1 << (hour & 31));
    }
  }

  private numberOf(zone: Zone): number {
    const known = this.zones.indexOf(zone);
    if (known !== -1) return known;
    this.hours = new Int16Array(this.zones.push(zone));
    return this.zones.length - 1;
  }
}
