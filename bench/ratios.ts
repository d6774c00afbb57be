// The ratios that matter, each of two things timed in the same rounds, with the goal that the project has set itself.

import { NAMES } from './subjects.ts';
import type { Spread, Timings } from './timing.ts';

export interface Ratio {
  readonly what: string;
  readonly of: string;
  readonly to: string;
  /** Why it is looked at. */
  readonly says: string;
  readonly goal?: { readonly atMost: number } | { readonly atLeast: number };
}

const RATIOS: readonly Ratio[] = [
  {
    what: 'engine / LIMIT',
    of: NAMES.engine,
    to: NAMES.limit,
    says: 'any campaign, checked host facts, against one function for this one',
    goal: { atMost: 1 },
  },
  {
    what: 'engine / LIMIT of fewer edges',
    of: NAMES.engine,
    to: NAMES.limitByRuns,
    says: 'the same, against the best function that we know',
  },
  {
    what: 'HAND / engine',
    of: NAMES.hand,
    to: NAMES.engine,
    says: 'what writing it by hand costs',
    goal: { atLeast: 30 },
  },
  {
    what: 'plan + evaluate + claims / evaluate',
    of: NAMES.planned,
    to: NAMES.engine,
    says: 'all that a checkout asks for',
    goal: { atMost: 3 },
  },
  {
    what: 'evaluate, all fields read / evaluate',
    of: NAMES.read,
    to: NAMES.engine,
    says: 'messages, details and claims are made when they are read',
  },
  {
    what: 'engine, all fields read / LIMIT with claims',
    of: NAMES.read,
    to: NAMES.limitWithClaims,
    says: 'the same with the claims on both sides',
  },
  {
    what: 'HAND with claims / engine, all fields read',
    of: NAMES.handWithClaims,
    to: NAMES.read,
    says: 'the same',
  },
  {
    what: 'engine: shuffled / in time order',
    of: NAMES.engineShuffled,
    to: NAMES.engine,
    says: 'no cliff where time jumps',
    goal: { atMost: 1.3 },
  },
  {
    what: 'LIMIT: shuffled / in time order',
    of: NAMES.limitShuffled,
    to: NAMES.limit,
    says: 'what disorder costs the processor anyway',
  },
  {
    what: 'engine: the next of 1,000 campaigns / one',
    of: NAMES.manyCampaigns,
    to: NAMES.oneCampaign,
    says: 'no cliff with many campaigns',
    goal: { atMost: 1.5 },
  },
  {
    what: 'engine: instants as text / as epoch milliseconds',
    of: NAMES.engine,
    to: NAMES.engineEpochs,
    says: 'what reading ISO text costs',
  },
  {
    what: 'LIMIT: instants as text / as epoch milliseconds',
    of: NAMES.limit,
    to: NAMES.limitEpochs,
    says: 'the same',
  },
  {
    what: 'engine: amounts of 30 digits and 18 decimals / ordinary',
    of: NAMES.longAmounts,
    to: NAMES.engine,
    says: 'the slow path of money: above 1 shows that there is a fast one',
  },
  {
    what: 'engine: on a border / anywhere, accepted only',
    of: NAMES.onBorder,
    to: NAMES.acceptedOnly,
    says: 'the slow path of places',
  },
  {
    what: 'compile / JSON.parse of the same text',
    of: NAMES.compile,
    to: NAMES.parse,
    says: 'its zone known',
    goal: { atMost: 10 },
  },
];

export interface MeasuredRatio extends Ratio {
  readonly spread: Spread;
}

export function ratiosOf(timings: Timings): MeasuredRatio[] {
  return RATIOS.map((ratio) => ({ ...ratio, spread: timings.ratio(ratio.of, ratio.to) }));
}

export function isReached({ goal, spread: { median } }: MeasuredRatio): boolean {
  if (!goal) return true;
  return 'atMost' in goal ? median <= goal.atMost : median >= goal.atLeast;
}
