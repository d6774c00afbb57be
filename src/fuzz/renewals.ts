import { addDuration, type Duration } from '../time/local.ts';
import type { Zone } from '../time/zone.ts';
import type { Renewal } from './parts.ts';
import { CUSTOMER, JUNK, ORIGIN, OTHER_CUSTOMER } from './sent-values.ts';

const DAY = 86_400_000;
/** The first instant that an instant may be. */
const FIRST = Date.parse('0001-01-01T00:00Z');

/** How long after the first redemption a subscription lets it be renewed. */
export interface TimeLimit {
  readonly duration: Duration;
  readonly zone: Zone;
}

/** A renewal of the customer's own, and so soon that hardly anything is against it. */
export const RENEWAL = since((at) => at - DAY);

function since(redeemedAt: (at: number) => number): Renewal {
  return { named: ORIGIN, redeemedAt: (at) => Math.max(FIRST, redeemedAt(at)), customer: CUSTOMER };
}

/**
 * Renewals at which answers turn: in time, too late, on the last millisecond and the first after it; of another's redemption, of
 * none, of one that is a renewal itself. A first redemption, the plainest, first.
 */
export function renewalsAimedAt(limits: readonly TimeLimit[]): Renewal[] {
  return [
    RENEWAL,
    since((at) => at),
    ...limits.flatMap(({ duration, zone }) =>
      [0, 1, -1].map((step) => since((at) => originExpiringAt(at + step, duration, zone))),
    ),
    since((at) => at - 40 * 365 * DAY),
    { named: ORIGIN },
    { ...RENEWAL, original: false },
    { ...RENEWAL, customer: OTHER_CUSTOMER },
    { ...RENEWAL, customer: null },
    ...JUNK.map((named) => ({ ...RENEWAL, named })),
  ];
}

/** When to have redeemed something so that its time is up at an instant; near enough where no instant is right. */
function originExpiringAt(instant: number, duration: Duration, zone: Zone): number {
  let redeemed = instant;
  // Taking a duration off does not undo adding it: months have lengths, and clocks change.
  for (let i = 0; i < 4; i++) {
    const expiry = addDuration(redeemed, duration, zone);
    if (!Number.isFinite(expiry)) return instant - DAY;
    redeemed += instant - expiry;
    if (redeemed < FIRST) return FIRST;
  }
  return redeemed;
}
