import { disjoint, type Span } from '../needs.ts';
import { SlotSet } from './slot-set.ts';

const HOUR = 3_600_000;

/** Open bounds lie at these slices, which no instant reaches; differences of slices are integers of 32 bits. */
const LAST_SLICE = 2 ** 29;
const FIRST_SLICE = -LAST_SLICE;

/** How long it takes to look up the changes of a slice, and to make one of them, in slots that are scanned meanwhile. */
const LOOKUP_COST = 16;
const CHANGE_COST = 4;

/**
 * Which campaigns are live in the hour of an instant. Time is cut into slices of an hour, and the set of one slice is kept: to
 * move on to the next ones, only the slots that change on the way are looked at; to jump, every slot, which takes a nanosecond
 * or two for each.
 */
export class TimeIndex {
  private readonly live = new SlotSet();
  /** The slice that `live` is of. */
  private slice: number | undefined = undefined;
  /** By slot: its first and its last live slice. */
  private first = new Int32Array(0);
  private last = new Int32Array(0);
  /** First and last slices, in turn, of slots with more spans than one. */
  private readonly several = new Map<number, readonly number[]>();
  /** By slice: the slots that it may make live, or no longer live. */
  private readonly changes = new Map<number, number[]>();
  private changeCount = 0;

  grow(capacity: number): void {
    const { first, last } = this;
    this.live.grow(capacity);
    this.first = new Int32Array(capacity).fill(LAST_SLICE);
    this.first.set(first);
    this.last = new Int32Array(capacity).fill(FIRST_SLICE);
    this.last.set(last);
  }

  /** Without `instants`: always. */
  add(slot: number, instants: readonly Span[] = [{ start: -Infinity, end: Infinity }]): void {
    const slices: number[] = [];
    for (const { start, end } of disjoint(instants))
      if (start < end) slices.push(sliceOf(start), lastSliceBefore(end));
    if (slices.length > 0) {
      this.first[slot] = slices[0] as number;
      this.last[slot] = slices[slices.length - 1] as number;
    }
    if (slices.length > 2) this.several.set(slot, slices);
    for (const slice of changesOf(slices)) {
      const changing = this.changes.get(slice);
      if (changing) changing.push(slot);
      else this.changes.set(slice, [slot]);
      this.changeCount++;
    }
    if (this.slice !== undefined) this.live.put(slot, this.isLive(slot, this.slice));
  }

  delete(slot: number): void {
    const hull = [this.first[slot] as number, this.last[slot] as number];
    const slices = this.several.get(slot) ?? ((hull[0] as number) <= (hull[1] as number) ? hull : []);
    for (const slice of changesOf(slices)) {
      const changing = this.changes.get(slice) as number[];
      changing.splice(changing.indexOf(slot), 1);
      this.changeCount--;
      if (changing.length === 0) this.changes.delete(slice);
    }
    this.several.delete(slot);
    this.first[slot] = LAST_SLICE;
    this.last[slot] = FIRST_SLICE;
    this.live.put(slot, false);
  }

  /** Valid until the next question. */
  liveAt(at: number): SlotSet {
    const slice = sliceOf(at);
    if (slice !== this.slice) this.moveTo(slice);
    return this.live;
  }

  private moveTo(slice: number): void {
    const before = this.slice;
    this.slice = slice;
    if (before === undefined || this.isFar(Math.abs(slice - before))) {
      this.scan(slice);
      return;
    }
    const end = Math.max(slice, before);
    for (let passed = Math.min(slice, before) + 1; passed <= end; passed++) {
      const changing = this.changes.get(passed);
      if (changing) for (const slot of changing) this.live.put(slot, this.isLive(slot, slice));
    }
  }

  /** Whether it takes longer to pass so many slices than to look at every slot. */
  private isFar(slices: number): boolean {
    const changesASlice = this.changeCount / Math.max(1, this.changes.size);
    return slices * (LOOKUP_COST + CHANGE_COST * changesASlice) > this.first.length;
  }

  private scan(slice: number): void {
    const { first, last } = this;
    const { words } = this.live;
    for (let word = 0, slot = 0; word < words.length; word++) {
      let bits = 0;
      for (let bit = 0; bit < 32; bit++, slot++) {
        // Both differences are negative where the slot is live: their common sign is its bit.
        const fromFirst = (first[slot] as number) - 1 - slice;
        const toLast = slice - 1 - (last[slot] as number);
        bits |= ((fromFirst & toLast) >>> 31) << bit;
      }
      words[word] = bits;
    }
    for (const slot of this.several.keys()) this.live.put(slot, this.isLive(slot, slice));
  }

  private isLive(slot: number, slice: number): boolean {
    if (!((this.first[slot] as number) <= slice && slice <= (this.last[slot] as number))) return false;
    const slices = this.several.get(slot);
    return slices === undefined || holds(slices, slice);
  }
}

/** Whether one of the stretches, in order, holds a slice: by bisection. */
function holds(slices: readonly number[], slice: number): boolean {
  let low = 0;
  let high = slices.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((slices[2 * middle + 1] as number) < slice) low = middle + 1;
    else high = middle;
  }
  return (slices[2 * low] as number) <= slice;
}

/** The slices at whose beginning something changes, each once: each first one, and the one after each last one. */
function changesOf(slices: readonly number[]): Iterable<number> {
  const changes: number[] = [];
  for (let i = 0; i < slices.length; i += 2) {
    const first = slices[i] as number;
    const last = slices[i + 1] as number;
    if (first > FIRST_SLICE) changes.push(first);
    if (last < LAST_SLICE) changes.push(last + 1);
  }
  // Two spans may meet in an hour.
  return slices.length > 2 ? new Set(changes) : changes;
}

function sliceOf(instant: number): number {
  return Math.max(FIRST_SLICE, Math.min(LAST_SLICE, Math.floor(instant / HOUR)));
}

function lastSliceBefore(end: number): number {
  return Math.max(FIRST_SLICE, Math.min(LAST_SLICE, Math.ceil(end / HOUR) - 1));
}
