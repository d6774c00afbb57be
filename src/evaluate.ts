import { catalog, type CatalogRow } from './catalog.ts';
import {
  readForEvaluate,
  readForPlan,
  readsCounters,
  type HeldClaim,
  type ReadRedemption,
} from './context.ts';
import { wireWindow, type Claim, type Counter, type PlannedCounter } from './counters.ts';
import type { Limit } from './limit.ts';
import { isBelow, isZero, writtenAmount, type Amount } from './money.ts';
import type { BoundRule } from './rule.ts';
import { orderedViolations, prepareViolation, type Report, type Told, type Violation } from './violation.ts';

/** A campaign and its ancestors, ready to decide: data only, frozen, safe to share. */
export interface CompiledChain {
  readonly id: string;
  /** The voucher's campaign first, then its ancestors; the checks of each level before its rules. */
  readonly rules: readonly BoundRule[];
  /** In the order of their keys. */
  readonly counters: readonly Counter[];
  /** The same in the order of their names. */
  readonly planned: readonly Counter[];
  readonly allowsRenewals: boolean;
}

/** The counters to load before evaluating, sorted by name. */
export interface Plan {
  readonly counters: readonly PlannedCounter[];
}

/** The verdict on one redemption. */
export interface Decision {
  readonly status: 'accepted' | 'refused';
  /** Every reason to refuse, in the catalog's order; empty where accepted. */
  readonly violations: readonly Violation[];
  /** What must be counted, all or none, in this order; empty where refused. */
  readonly claims: readonly Claim[];
  /** Of a cancellation: the held claims, to be subtracted. */
  readonly releases?: readonly HeldClaim[];
}

/**
 * The counters that {@link evaluate} will read for this context. Needs no `usage` and no `granted_discount`.
 * Throws an `InvalidContextError` for wrong host facts.
 */
export function plan(chain: CompiledChain, context: unknown): Plan {
  const { redemption } = readForPlan(chain, context);
  if (!readsCounters(redemption.stage)) return { counters: [] };
  const counters = chain.planned.flatMap((counter): PlannedCounter[] => {
    const { name, calendar } = counter;
    const key = keyOf(counter, redemption);
    if (key === undefined) return [];
    return [calendar ? { name, key, window: wireWindow(calendar.windowAt(redemption.at)) } : { name, key }];
  });
  return { counters };
}

/**
 * Decides a redemption: every violation, or what to count. The same input always gives the same answer.
 * Throws an `InvalidContextError` for wrong or missing host facts, never for what the shopper sent.
 */
export function evaluate(chain: CompiledChain, context: unknown): Decision {
  const { redemption, held } = readForEvaluate(chain, context);
  switch (redemption.stage) {
    case 'already confirmed':
      return refused([{ prepared: alreadyConfirmed(chain.id), details: undefined }]);
    case 'cancel':
      return { status: 'accepted', violations: [], claims: [], releases: held };
    default: {
      const told: Told[] = [];
      const report: Report = (prepared, details) => told.push({ prepared, details });
      for (const rule of chain.rules) rule.run(redemption, report);
      if (told.length > 0) return refused(told);
      const claims = readsCounters(redemption.stage) ? claimsOf(chain, redemption) : [];
      return { status: 'accepted', violations: [], claims };
    }
  }
}

function refused(told: readonly Told[]): Decision {
  return { status: 'refused', violations: orderedViolations(told), claims: [] };
}

function alreadyConfirmed(campaign: string) {
  // The type holds the row to its place: section 9 tells this one alone, and no rule owns it.
  const row: CatalogRow<'base', 'can_not_delete_already_confirmed'> = catalog[0];
  return prepareViolation(row, { campaign, rule: null });
}

/** `undefined` where the counter's subject is: then it is neither planned nor claimed. */
function keyOf(counter: Counter, redemption: ReadRedemption): string | undefined {
  const subject = counter.subjectOf(redemption);
  return subject === undefined ? undefined : counter.keyOf(redemption, subject);
}

/** Every planned counter is claimed, and no other; an addition of zero is not. In the order of their keys. */
function claimsOf(chain: CompiledChain, redemption: ReadRedemption): Claim[] {
  const limits = smallestLimits(chain, redemption);
  const grantsNothing = isZero(redemption.grantedDiscount);
  const claims: Claim[] = [];
  for (const counter of chain.counters) {
    const { name, measures, slot } = counter;
    const key = keyOf(counter, redemption);
    if (key === undefined || (measures === 'amount' && grantsNothing)) continue;
    const add = measures === 'count' ? 1 : writtenAmount(redemption.grantedDiscountWritten);
    claims.push({ name, key, add, limit: limits[slot]?.limit ?? null });
  }
  return claims;
}

/** By slot, the smallest limit that was asked of the redemption; of equal ones the first. */
function smallestLimits(chain: CompiledChain, redemption: ReadRedemption): (Limit | undefined)[] {
  const smallest: (Limit | undefined)[] = [];
  for (const rule of chain.rules) {
    for (const limit of rule.limitsAskedOf(redemption)) {
      const known = smallest[limit.counter.slot];
      if (!known || isSmaller(limit.value, known.value)) smallest[limit.counter.slot] = limit;
    }
  }
  return smallest;
}

function isSmaller(a: number | Amount, b: number | Amount): boolean {
  return typeof a === 'number' && typeof b === 'number' ? a < b : isBelow(a as Amount, b as Amount);
}
