import type { ChainRule } from './chain-rule.ts';
import { runChecks, type Checks } from './checks.ts';
import { catalog, type CatalogRow } from './catalog.ts';
import { AcceptedDecision } from './claims.ts';
import type { HeldClaim } from './context.ts';
import type { Claim, Counter, PlannedCounter } from './counters.ts';
import type { Limit } from './limit.ts';
import { metersOf, type Meter, type UsageTable } from './meter.ts';
import { readForEvaluate, readForPlan, readsCounters } from './read-context.ts';
import { borrowRedemption, giveBack, type ReadRedemption } from './redemption.ts';
import { prepareViolation, type PreparedViolation, type Violation } from './violation.ts';

/** A campaign and its ancestors, ready to decide: data only, frozen, safe to share. */
export interface CompiledChain {
  readonly id: string;
  /** The voucher's campaign first, then its ancestors; the checks of each level before its rules. */
  readonly rules: readonly ChainRule[];
  /** With those that always hold. */
  readonly everyRule: readonly ChainRule[];
  /** What they check beside limits. */
  readonly checks: Checks;
  /** In the order of their keys. */
  readonly counters: readonly Counter[];
  /** The same in the order of their names. */
  readonly planned: readonly Counter[];
  /** Some counter sums amounts. */
  readonly readsAmounts: boolean;
  readonly allowsRenewals: boolean;
  readonly usage: UsageTable;
  /** By the slots of counters, the limits on each; absent where a rule asks limits only of some redemptions. */
  readonly limitsBySlot: readonly (readonly Limit[])[] | undefined;
  /** In the order of keys, what claims must stay within; absent where a rule asks limits only of some redemptions. */
  readonly meters: { readonly first: readonly Meter[]; readonly renewal: readonly Meter[] } | undefined;
  readonly alreadyConfirmed: PreparedViolation;
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

const NO_VIOLATIONS: readonly Violation[] = Object.freeze([]);
const NO_CLAIMS: readonly Claim[] = Object.freeze([]);

function plannedCounters(chain: CompiledChain, redemption: ReadRedemption): PlannedCounter[] {
  const counters: PlannedCounter[] = [];
  for (const counter of chain.planned) {
    const planned = counter.plannedFor(redemption);
    if (planned !== undefined) counters.push(planned);
  }
  return counters;
}

/** Only limits of counters that hold too much need to be asked: violations know their order themselves. */
function run({ rules, checks, limitsBySlot }: CompiledChain, redemption: ReadRedemption): void {
  const { report, over } = redemption;
  if (redemption.stage !== 'redeem' || limitsBySlot === undefined) {
    for (const rule of rules) rule.run(redemption, report);
    return;
  }
  runChecks(checks, redemption, report);
  for (let i = 0; i < over.count; i++) {
    for (const limit of limitsBySlot[over.slots[i] as number] as readonly Limit[])
      limit.check(redemption, report);
  }
}

function metersFor({ meters, counters, rules }: CompiledChain, redemption: ReadRedemption): readonly Meter[] {
  if (meters !== undefined) return redemption.renewedOrigin === undefined ? meters.first : meters.renewal;
  return metersOf(
    counters,
    rules.flatMap((rule) => rule.limitsAskedOf(redemption)),
  );
}

/** Section 9 tells this one alone, and no rule owns it. */
export function prepareAlreadyConfirmed(campaign: string): PreparedViolation {
  // The type holds the row to its place.
  const row: CatalogRow<'base', 'can_not_delete_already_confirmed'> = catalog[0];
  return prepareViolation(row, { campaign, rule: null });
}
