import { calendarOf, type Calendar, type Period } from '../time/period.ts';
import { isoInstant } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';
import type { Claim, PlannedCounter, WireWindow } from '../counters.ts';
import type { Found } from './facts.ts';

/** A running total or a balance, in whole numbers. */
export interface LoyaltyCounter<Attempt> {
  readonly name: string;
  /** `undefined` where the attempt has no subject to count: then it is neither planned nor read. */
  readonly keyOf: (attempt: Attempt) => string | undefined;
  /** The period it counts in; absent where it counts for ever. */
  readonly calendar?: Calendar | undefined;
}

/** A change due if the attempt is accepted; all claims of a decision are applied together or none. */
export interface LoyaltyClaim extends Claim {
  /** Negative where something is spent. */
  readonly add: number;
  readonly limit: number | null;
  /** The sum must stay at or above it: a balance never goes below zero. */
  readonly minimum?: number;
}

/** A counter as the host has to load it. */
export function plannedCounter(
  { name, calendar }: Pick<LoyaltyCounter<never>, 'name' | 'calendar'>,
  key: string,
  at: number,
): PlannedCounter {
  return calendar ? { name, key, window: windowOf(calendar, at) } : { name, key };
}

/** The window of a calendar that holds an instant, as the wire has it. */
export function windowOf(calendar: Calendar, at: number): WireWindow {
  const { start, end } = calendar.windowAt(at);
  return { start: isoInstant(start), end: isoInstant(end) };
}

/** The credits that a contact holds: one balance, whatever earns and spends it. */
export function contactCredits<A extends { readonly contact: Found<string> }>(): LoyaltyCounter<A> {
  return {
    name: 'contact.credits',
    keyOf: ({ contact }) => (contact === null ? undefined : keyOf('contact', contact, 'credits')),
  };
}

/** A period and the calendar that cuts it; `total` has none. */
export function calendarIn(period: Period, timeZone: string): Calendar | undefined {
  return period === 'total' ? undefined : calendarOf(period, 'monday', zoneOf(timeZone));
}

/** Parts are encoded so that no identifier can name another's counter. */
export function keyOf(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F')).join('/');
}
