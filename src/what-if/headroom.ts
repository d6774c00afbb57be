import { limitsWithRoomOf, type ChainRule } from '../chain-rule.ts';
import { wireWindow, type WireWindow } from '../counters.ts';
import type { Limit } from '../limit.ts';
import { remainingOf, writtenAmount } from '../money.ts';
import type { OpenRedemption } from './open-redemption.ts';

/** How much a limit leaves. Counts are numbers, amounts strings. */
export interface Headroom {
  /** Of the counter. */
  readonly name: string;
  readonly campaign: string;
  /** JSON pointer of the rule or field that sets the limit, in that campaign's config. */
  readonly rule: string | null;
  readonly limit: number | string;
  /** `null` while it is not known whom the counter counts, or what it holds. */
  readonly used: number | string | null;
  /** What is left after this redemption, never below 0; `null` while it is not known. */
  readonly remaining: number | string | null;
  /** The period the limit counts in; absent where it counts for ever. */
  readonly window?: WireWindow;
}

/** Of every limit of some rules, in their order; those in groups too. */
export function headroomOf(rules: readonly ChainRule[], redemption: OpenRedemption): Headroom[] {
  return limitsWithRoomOf(rules).map((limit) => headroomUnder(limit, redemption));
}

/**
 * The limit that the fewest more redemptions like this one fit under; of equals, the one with the smaller share left, then
 * the first. `null` where nothing is known of any.
 */
export function tightestOf(headroom: readonly Headroom[], discount: string): Headroom | null {
  const known = headroom.filter(({ remaining }) => remaining !== null);
  const [tightest] = known.toSorted(
    (a, b) => fittingIn(a, discount) - fittingIn(b, discount) || shareLeft(a) - shareLeft(b),
  );
  return tightest ?? null;
}

function headroomUnder(limit: Limit, redemption: OpenRedemption): Headroom {
  const { counter } = limit;
  const used = redemption.isKnown(counter) ? (limit.usedBy(redemption) as number | string) : null;
  return {
    name: counter.name,
    campaign: limit.place.campaign,
    rule: limit.place.rule,
    limit: limit.limit,
    used,
    remaining: used === null ? null : remainingUnder(limit.limit, used, redemption),
    ...(counter.calendar && { window: wireWindow(counter.calendar.windowAt(redemption.at)) }),
  };
}

function remainingUnder(
  limit: number | string,
  used: number | string,
  redemption: OpenRedemption,
): number | string | null {
  if (typeof limit === 'number') return Math.max(0, limit - Number(used) - 1);
  if (redemption.isUnknown('granted_discount')) return null;
  return remainingOf(limit, String(used), writtenAmount(redemption.grantedDiscountWritten));
}

/** So many more redemptions like this one; in the order of numbers only, so that the nearest doubles do. */
function fittingIn({ limit, remaining }: Headroom, discount: string): number {
  if (typeof limit === 'number') return Number(remaining);
  return Number(remaining) === 0 ? 0 : Math.floor(Number(remaining) / Number(discount));
}

function shareLeft({ limit, remaining }: Headroom): number {
  return Number(limit) === 0 ? 0 : Number(remaining) / Number(limit);
}
