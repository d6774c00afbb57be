import type { Limit } from '../../limit.ts';
import { isAtMost, isBelow, ZERO, type Amount } from '../../money.ts';
import { union, type Because, type Conflict } from '../conflict.ts';
import type { AskedOf } from '../formula.ts';
import { among } from './among.ts';
import type { Scopes } from './scopes.ts';

interface Kept {
  readonly limit: Limit;
  readonly because: Because;
}

/** By the name of their counter. */
type Limits = ReadonlyMap<string, Kept>;

/**
 * What counters are to hold: less than some limits, and what exceeds others. They may hold nothing, so only a limit
 * of 0 is in its own way; and they hold what was counted, so what counts more is never behind what counts less.
 */
export class Counters {
  private readonly scopes: Scopes;
  /** Of each counter, the smallest limit that is kept, and the largest that is exceeded. */
  private readonly within: Limits;
  private readonly beyond: Limits;

  constructor(scopes: Scopes, within: Limits = new Map(), beyond: Limits = new Map()) {
    this.scopes = scopes;
    this.within = within;
    this.beyond = beyond;
  }

  with(asked: readonly AskedOf<'counters'>[]): Counters | Conflict {
    const within = new Map(this.within);
    const beyond = new Map(this.beyond);
    for (const { fact, because } of asked) {
      const { limit, isExceeded } = fact;
      if (!isExceeded && isZero(limit)) {
        return { because, says: (from) => among(because, from, 'a limit of 0 lets nothing pass') };
      }
      const limits = isExceeded ? beyond : within;
      const known = limits.get(limit.counter.name)?.limit;
      const isKnown = known && (isExceeded ? isAtMostOf(limit, known) : isAtMostOf(known, limit));
      if (!isKnown) limits.set(limit.counter.name, { limit, because });
    }
    return this.conflictBetween(within, beyond) ?? new Counters(this.scopes, within, beyond);
  }

  private conflictBetween(within: Limits, beyond: Limits): Conflict | undefined {
    for (const exceeded of beyond.values()) {
      for (const kept of within.values())
        if (this.isBehind(exceeded.limit, kept.limit)) return conflictOf(exceeded, kept);
    }
    return undefined;
  }

  /** Whether one limit cannot be exceeded while the other is kept. */
  private isBehind(exceeded: Limit, kept: Limit): boolean {
    return isAtMostOf(kept, exceeded) && this.scopes.isPartOf(exceeded.counter, kept.counter);
  }
}

function conflictOf(exceeded: Kept, kept: Kept): Conflict {
  const because = union(exceeded.because, kept.because);
  const says = `${exceeded.limit.limit} of ${nameOf(exceeded)} is not exceeded while ${kept.limit.limit} of ${nameOf(kept)} is kept`;
  return { because, says: (from) => among(because, from, says) };
}

function nameOf({ limit }: Kept): string {
  return limit.counter.name;
}

function isAtMostOf({ value: a, counter }: Limit, { value: b, counter: other }: Limit): boolean {
  if (counter.measures !== other.measures) return false;
  return counter.measures === 'count' ? a <= b : isAtMost(a as Amount, b as Amount);
}

function isZero({ value, counter }: Limit): boolean {
  return counter.measures === 'count' ? value === 0 : !isBelow(ZERO, value as Amount);
}
