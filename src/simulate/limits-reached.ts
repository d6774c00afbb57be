import { limitsWithRoomOf, type ChainRule } from '../chain-rule.ts';
import { wireWindow, type Claim } from '../counters.ts';
import type { Limit } from '../limit.ts';
import { isAtMost, type Amount } from '../money.ts';
import { isoInstant } from '../time/local.ts';
import type { Violation } from '../violation.ts';
import type { Counted } from './counted.ts';

/** What one window of a limit came to hold. */
export interface WindowUsed {
  /** ISO instants; `null` for the only window of what counts for ever. */
  readonly start: string | null;
  readonly end: string | null;
  /** A count, or an amount in its shortest form. */
  readonly used: number | string;
}

/** A limit of the campaign or an ancestor, and what became of it. */
export interface LimitReached {
  /** Of its counter. */
  readonly name: string;
  readonly campaign: string;
  /** JSON pointer in that campaign's config. */
  readonly rule: string | null;
  readonly limit: number | string;
  /** Orders that it refused. */
  readonly refused: number;
  /** The instant of the first order that it refused, or that used it up; `null` if none did. */
  readonly first_reached: string | null;
  /** In time order; empty for what counts each customer or each origin for itself. */
  readonly windows: readonly WindowUsed[];
}

/** Follows the limits of a campaign through a replay. */
export class LimitsReached {
  private readonly followed: readonly Followed[];

  constructor(rules: readonly ChainRule[]) {
    this.followed = limitsWithRoomOf(rules).map((limit) => new Followed(limit));
  }

  accepted(at: number, claims: readonly Claim[], counted: Counted): void {
    for (const one of this.followed) one.accepted(at, claims, counted);
  }

  refused(at: number, violations: readonly Violation[]): void {
    for (const violation of violations) {
      for (const one of this.followed) if (one.isOf(violation)) one.refusedAt(at);
    }
  }

  result(): LimitReached[] {
    return this.followed.map((one) => one.result());
  }
}

class Followed {
  private readonly limit: Limit;
  private readonly isOfEverybody: boolean;
  private refused = 0;
  private first: number | undefined = undefined;
  private readonly windows = new Map<string, WindowUsed>();

  constructor(limit: Limit) {
    this.limit = limit;
    this.isOfEverybody = limit.counter.subject === 'everybody';
  }

  accepted(at: number, claims: readonly Claim[], counted: Counted): void {
    const { counter, value } = this.limit;
    const claim = claims.find(({ name }) => name === counter.name);
    // Nothing was granted, so nothing is claimed; or nobody is named whom it counts.
    if (!claim) return;
    const isUsedUp =
      counter.measures === 'amount'
        ? isAtMost(value as Amount, counted.sum(claim.key))
        : Number(counted.held(claim.key)) >= (value as number);
    if (isUsedUp) this.first ??= at;
    if (!this.isOfEverybody) return;
    const window = counter.calendar && wireWindow(counter.calendar.windowAt(at));
    const { start = null, end = null } = window ?? {};
    this.windows.set(claim.key, { start, end, used: counted.held(claim.key) });
  }

  isOf({ campaign, rule, attribute, error_code }: Violation): boolean {
    const { place } = this.limit;
    return (
      place.campaign === campaign &&
      place.rule === rule &&
      place.attribute === attribute &&
      place.error_code === error_code
    );
  }

  refusedAt(at: number): void {
    this.refused++;
    this.first ??= at;
  }

  result(): LimitReached {
    const { counter, limit, place } = this.limit;
    return {
      name: counter.name,
      campaign: place.campaign,
      rule: place.rule,
      limit,
      refused: this.refused,
      first_reached: this.first === undefined ? null : isoInstant(this.first),
      windows: [...this.windows.values()],
    };
  }
}
