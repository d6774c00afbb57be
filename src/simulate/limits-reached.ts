import { limitsWithRoomOf, type ChainRule } from '../chain-rule.ts';
import type { PlannedCounter } from '../counters.ts';
import type { Span } from '../needs.ts';
import type { Addition, Counted } from './counted.ts';
import { FollowedLimit, type LimitReached, type RefusedOrder } from './followed-limit.ts';

/** Follows the limits of a campaign and its ancestors through a replay. */
export class LimitsReached {
  private readonly followed: readonly FollowedLimit[];
  private readonly byCounter = new Map<string, readonly FollowedLimit[]>();

  constructor(rules: readonly ChainRule[]) {
    this.followed = rules.flatMap(({ limits, children }) => [
      ...limits.filter(({ hasDetails }) => hasDetails).map((limit) => new FollowedLimit(limit, false)),
      ...limitsWithRoomOf(children).map((limit) => new FollowedLimit(limit, true)),
    ]);
    for (const one of this.followed) {
      const { name } = one.limit.counter;
      this.byCounter.set(name, [...this.of(name), one]);
    }
  }

  /** An order was accepted, and has been counted. `period` is the timeline's. */
  accepted(at: number, period: Span, counters: readonly PlannedCounter[], counted: Counted): void {
    for (const counter of counters) {
      for (const one of this.of(counter.name)) one.accepted(at, period, counted.held(counter));
    }
  }

  refused(order: RefusedOrder): void {
    for (const one of this.followed) one.refused(order);
  }

  /** What an order claimed at `takenAt` is given back at `at`. */
  givenBack(takenAt: number, at: number, period: Span, additions: readonly Addition[]): void {
    for (const addition of additions) {
      for (const one of this.of(addition.name)) one.givenBack(takenAt, at, period, addition);
    }
  }

  result(): LimitReached[] {
    return this.followed.map((one) => one.result());
  }

  private of(counter: string): readonly FollowedLimit[] {
    return this.byCounter.get(counter) ?? NONE;
  }
}

const NONE: readonly FollowedLimit[] = [];
