import { catalog, type CatalogRow } from './catalog.ts';
import type { ChainRule } from './chain-rule.ts';
import { checksOf, type Checks } from './checks.ts';
import { inKeyOrder, inNameOrder, type Counter } from './counters.ts';
import type { Limit } from './limit.ts';
import { cellsOf, metersOf, mostByCell, type Meter, type UsageTable } from './meter.ts';
import { prepareViolation, type PreparedViolation } from './violation.ts';

/** A list with a part for each slot. */
type BySlot<Part> = readonly Part[];

/** What decisions look at, in one place: memory far apart costs more than arithmetic. */
export interface Tables extends UsageTable, Checks {
  /** The limits on each counter, where they are fixed: one alone, or a list. */
  readonly limits: BySlot<Limit | readonly Limit[]>;
}

/**
 * A campaign and its ancestors, ready to decide; safe to share. What only some redemptions ask for is made when the first does:
 * most of many campaigns are never asked.
 */
export class CompiledChain {
  readonly id: string;
  /** With those that always hold. The voucher's campaign first, then its ancestors; the checks of each level before its rules. */
  readonly everyRule: readonly ChainRule[];
  /** Those that can refuse. */
  readonly rules: readonly ChainRule[];
  readonly allowsRenewals: boolean;
  /** Some counter sums amounts. */
  readonly readsAmounts: boolean;
  /** False where a rule asks limits only of some redemptions. */
  readonly hasFixedLimits: boolean;
  private readonly slots: BySlot<Counter>;
  private made: Tables | undefined = undefined;
  private keyOrder: readonly Counter[] | undefined = undefined;
  private nameOrder: readonly Counter[] | undefined = undefined;
  private first: readonly Meter[] | undefined = undefined;
  private renewal: readonly Meter[] | undefined = undefined;

  /** The counters are in the order of their slots. */
  constructor(
    id: string,
    everyRule: readonly ChainRule[],
    counters: BySlot<Counter>,
    allowsRenewals: boolean,
  ) {
    this.id = id;
    this.everyRule = everyRule;
    this.rules = everyRule.filter(({ canRefuse }) => canRefuse);
    this.allowsRenewals = allowsRenewals;
    this.readsAmounts = counters.some(({ measures }) => measures === 'amount');
    this.hasFixedLimits = this.rules.every(({ hasFixedLimits }) => hasFixedLimits);
    this.slots = counters;
  }

  get tables(): Tables {
    return this.made ?? this.makeTables();
  }

  /** In the order of their keys. */
  get counters(): readonly Counter[] {
    return (this.keyOrder ??= inKeyOrder(this.slots));
  }

  /** In the order of their names. */
  get planned(): readonly Counter[] {
    return (this.nameOrder ??= inNameOrder(this.slots));
  }

  /** In the order of keys, what claims must stay within, where limits are fixed. */
  metersOf(isRenewal: boolean): readonly Meter[] {
    if (isRenewal) return (this.renewal ??= metersOf(this.counters, this.limitsOn(true)));
    return (this.first ??= metersOf(this.counters, this.limitsOn(false)));
  }

  get alreadyConfirmed(): PreparedViolation {
    // Section 9 tells this one alone, and no rule owns it. The type holds the row to its place.
    const row: CatalogRow<'base', 'can_not_delete_already_confirmed'> = catalog[0];
    return prepareViolation(row, { campaign: this.id, rule: null });
  }

  private makeTables(): Tables {
    const { numbers, start, steps, usual, violations } = checksOf(
      this.hasFixedLimits ? this.rules : [],
      mostByCell(this.slots, this.limitsOn(false)),
    );
    const limits = limitsBySlot(this.slots, this.rules);
    const { names, codes } = cellsOf(this.slots);
    this.made = {
      numbers,
      names,
      codes,
      steps,
      usual,
      start,
      limits,
      violations,
      counters: this.slots,
    };
    return this.made;
  }

  private limitsOn(isRenewal: boolean): readonly Limit[] {
    if (!this.hasFixedLimits) return [];
    return this.rules.flatMap(({ limits }) => limits.filter((limit) => limit.boundsClaimOf(isRenewal)));
  }
}

function limitsBySlot(counters: BySlot<Counter>, rules: readonly ChainRule[]): Tables['limits'] {
  const bySlot = counters.map((): Limit[] => []);
  for (const { limits } of rules) for (const limit of limits) bySlot[limit.counter.slot]?.push(limit);
  return bySlot.map((limits) => (limits.length === 1 ? (limits[0] as Limit) : limits));
}
