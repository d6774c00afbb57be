import { runChecks } from './checks.ts';
import { AcceptedDecision, NO_VIOLATIONS } from './claims.ts';
import type { CompiledChain, Tables } from './compiled-chain.ts';
import type { HeldClaim } from './context.ts';
import type { Claim, PlannedCounter } from './counters.ts';
import { Limit } from './limit.ts';
import { metersOf, type Meter } from './meter.ts';
import { readForEvaluate, readForPlan, readsCounters } from './read-context.ts';
import { borrowRedemption, giveBack, type ReadRedemption } from './redemption.ts';
import type { Violation } from './violation.ts';

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
  const redemption = borrowRedemption();
  try {
    readForPlan(chain, context, redemption);
    return { counters: readsCounters(redemption.stage) ? plannedCounters(chain, redemption) : [] };
  } finally {
    giveBack(redemption);
  }
}

/**
 * Decides a redemption: every violation, or what to count. The same input always gives the same answer.
 * Throws an `InvalidContextError` for wrong or missing host facts, never for what the shopper sent.
 */
export function evaluate(chain: CompiledChain, context: unknown): Decision {
  const redemption = borrowRedemption();
  try {
    readForEvaluate(chain, context, redemption);
    return decide(chain, redemption);
  } finally {
    giveBack(redemption);
  }
}

/** Decides a redemption that has been read. */
export function decide(chain: CompiledChain, redemption: ReadRedemption): Decision {
  const { stage } = redemption;
  if (stage === 'cancel') {
    return { status: 'accepted', violations: NO_VIOLATIONS, claims: NO_CLAIMS, releases: redemption.held };
  }
  if (stage === 'already confirmed') redemption.report(chain.alreadyConfirmed);
  else run(chain, redemption);
  if (redemption.told.count > 0) {
    return { status: 'refused', violations: redemption.told.inOrder(redemption), claims: NO_CLAIMS };
  }
  if (!readsCounters(stage)) return { status: 'accepted', violations: NO_VIOLATIONS, claims: NO_CLAIMS };
  return accept(chain, redemption);
}

/** The decision on a redemption that no rule refuses. */
export function accept(chain: CompiledChain, redemption: ReadRedemption): Decision {
  return new AcceptedDecision(metersFor(chain, redemption), redemption);
}

const NO_CLAIMS: readonly Claim[] = Object.freeze([]);

function plannedCounters(chain: CompiledChain, redemption: ReadRedemption): PlannedCounter[] {
  const counters: PlannedCounter[] = [];
  for (const counter of chain.planned) {
    const planned = counter.plannedFor(redemption);
    if (planned !== undefined) counters.push(planned);
  }
  return counters;
}

/** Asks the rules. Only limits of counters that hold too much need to be asked: violations know their order themselves. */
export function run(chain: CompiledChain, redemption: ReadRedemption): void {
  const { report, over } = redemption;
  if (redemption.stage !== 'redeem' || !chain.hasFixedLimits) {
    for (const rule of chain.rules) rule.run(redemption, report);
    return;
  }
  const { tables } = chain;
  runChecks(tables, redemption, report, redemption.isOdd);
  for (let i = 0; i < over.count; i++) {
    const limits = tables.limits[over.slots[i] as number] as Tables['limits'][number];
    if (limits instanceof Limit) limits.check(redemption, report);
    else for (const limit of limits) limit.check(redemption, report);
  }
}

function metersFor(chain: CompiledChain, redemption: ReadRedemption): readonly Meter[] {
  if (chain.hasFixedLimits) return chain.metersOf(redemption.renewedOrigin !== undefined);
  return metersOf(
    chain.counters,
    chain.rules.flatMap((rule) => rule.limitsAskedOf(redemption)),
  );
}
