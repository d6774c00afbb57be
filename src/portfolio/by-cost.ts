import { nearestNumber, type Amount } from '../money.ts';
import type { Needs } from '../needs.ts';

/** Between which costs each campaign applies, as the nearest doubles: rounding keeps the order of amounts. */
export class CostIndex {
  private least = new Float64Array(0);
  private most = new Float64Array(0);

  grow(capacity: number): void {
    const { least, most } = this;
    this.least = new Float64Array(capacity);
    this.least.set(least);
    this.most = new Float64Array(capacity);
    this.most.set(most);
  }

  add(slot: number, { least, most }: NonNullable<Needs['cost']> = {}): void {
    this.least[slot] = least === undefined ? -Infinity : nearestNumber(least);
    this.most[slot] = most === undefined ? Infinity : nearestNumber(most);
  }

  /**
   * Keeps those of the first `count` slots that a cost is within the bounds of; how many. A cost that is not an amount is
   * within none: whatever the campaign, its format refuses it.
   */
  keep(slots: Uint32Array, count: number, cost: Amount | undefined): number {
    const { least, most } = this;
    const value = cost === undefined ? Number.NaN : nearestNumber(cost);
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      slots[kept] = slot;
      kept += Number(value >= (least[slot] as number)) & Number(value <= (most[slot] as number));
    }
    return kept;
  }
}
