import type { Needs } from '../needs.ts';
import type { Redemption } from '../rule.ts';
import { CostIndex } from './by-cost.ts';
import { PlaceIndex } from './by-place.ts';
import { TagIndex } from './by-tags.ts';
import { TimeIndex } from './by-time.ts';
import { WeekIndex } from './by-week.ts';

/** What of a redemption an index is asked by. */
export type Question = Pick<Redemption, 'at' | 'location' | 'cost' | 'categories'>;

const FIRST_CAPACITY = 32;

/**
 * Which slots have what they need in a redemption. What is live and near is known as sets of slots; of those in both, hour, cost and
 * tags are looked up in columns, cheapest first. Nothing that a slot needs is missed; that all is there is for rules to say.
 */
export class NeedsIndex {
  private readonly time = new TimeIndex();
  private readonly place = new PlaceIndex();
  private readonly week = new WeekIndex();
  private readonly cost = new CostIndex();
  private readonly tags = new TagIndex();
  /** By slot: what the place index is to be told when it goes. */
  private readonly boxes: Needs['boxes'][] = [];
  private readonly free: number[] = [];
  private found = new Uint32Array(0);

  /** The slot it is given: a free one, where there is one. */
  add(needs: Needs): number {
    const slot = this.free.pop() ?? this.boxes.length;
    if (slot === this.found.length) this.grow(Math.max(FIRST_CAPACITY, slot * 2));
    this.fill(slot, needs);
    return slot;
  }

  replace(slot: number, needs: Needs): void {
    this.empty(slot);
    this.fill(slot, needs);
  }

  delete(slot: number): void {
    this.empty(slot);
    this.free.push(slot);
  }

  /** The slots that have all they need, in ascending order. Valid until the next question. */
  slotsFor({ at, location, cost, categories }: Question): Uint32Array {
    const { found } = this;
    let count = this.findLiveAndNear(at, location);
    count = this.tags.keep(found, count, categories);
    count = this.cost.keep(found, count, cost);
    count = this.week.keep(found, count, at);
    return found.subarray(0, count);
  }

  private findLiveAndNear(at: number, location: Question['location']): number {
    const { found } = this;
    const live = this.time.liveAt(at).words;
    const near = this.place.holding(location).words;
    let count = 0;
    for (let word = 0; word < live.length; word++) {
      for (let bits = (live[word] as number) & (near[word] as number); bits !== 0; bits &= bits - 1) {
        found[count++] = word * 32 + 31 - Math.clz32(bits & -bits);
      }
    }
    return count;
  }

  private fill(slot: number, needs: Needs): void {
    const { instants, week, boxes, cost, tags } = needs;
    this.boxes[slot] = boxes;
    this.time.add(slot, instants);
    this.place.add(slot, boxes);
    this.week.add(slot, week);
    this.cost.add(slot, cost);
    this.tags.add(slot, tags);
  }

  private empty(slot: number): void {
    this.time.delete(slot);
    this.place.delete(slot, this.boxes[slot]);
    this.week.delete(slot);
    this.boxes[slot] = undefined;
  }

  private grow(capacity: number): void {
    this.found = new Uint32Array(capacity);
    for (const index of [this.time, this.place, this.week, this.cost, this.tags]) index.grow(capacity);
  }
}
