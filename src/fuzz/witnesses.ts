import { keyOf, type CatalogRow } from '../catalog.ts';
import type { Decision } from '../evaluate.ts';
import type { Violation } from '../violation.ts';
import type { Deciding } from './laws/subject.ts';
import type { AcceptedContext, RowPair, RowReached } from './report.ts';
import { descended, shrunk } from './shrink.ts';
import { isSmaller, type Simplifier, type Size } from './simpler.ts';
import type { WireContext } from './wire-context.ts';

/** A row, and the best context for it so far. */
interface Target {
  readonly row: CatalogRow;
  readonly key: string;
  /** Who tells it: the campaign as it is, or as if it were active. */
  readonly campaign: Deciding;
  runs: number;
  best: Found | undefined;
}

interface Found {
  readonly context: WireContext;
  readonly size: Size;
  /** Rows that are told, this one among them. */
  readonly told: number;
}

/** Gathers what contexts show of a campaign: which rows are reached, which together, and what is accepted. */
export class Witnesses {
  private readonly simplifier: Simplifier;
  private readonly campaign: Deciding;
  private readonly targets: readonly Target[];
  private readonly pairs = new Map<string, Map<string, number>>();
  private acceptedRuns = 0;
  private smallestAccepted: Found | undefined;

  /** `asWritten` decides for the row of a status that is not active. */
  constructor(rows: readonly CatalogRow[], simplifier: Simplifier, campaign: Deciding, asWritten: Deciding) {
    this.simplifier = simplifier;
    this.campaign = campaign;
    this.targets = rows.map((row) => {
      const key = keyOf(row);
      return { row, key, campaign: key === NOT_ACTIVE ? asWritten : campaign, runs: 0, best: undefined };
    });
  }

  add(context: WireContext, decision: Decision): void {
    const told = rowsOf(decision);
    if (isAccepted(context, decision)) {
      this.acceptedRuns++;
      this.smallestAccepted = this.betterOf(this.smallestAccepted, context, 0);
    }
    for (const target of this.targets) {
      const rows = target.campaign === this.campaign ? told : rowsOf(decisionOf(target.campaign, context));
      if (!rows.includes(target.key)) continue;
      target.runs++;
      target.best = this.betterOf(target.best, context, rows.length);
    }
    this.count(told);
  }

  accepted(tries: number): AcceptedContext | null {
    if (!this.smallestAccepted) return null;
    const isStillAccepted = (candidate: WireContext) =>
      isAccepted(candidate, decisionOf(this.campaign, candidate));
    const context = shrunk(this.smallestAccepted.context, this.simplifier, isStillAccepted, tries);
    return {
      runs: this.acceptedRuns,
      context,
      claims: plain(decisionOf(this.campaign, context)?.claims ?? []),
    };
  }

  reached(simplifier: Simplifier, tries: number): RowReached[] {
    return this.targets.map((target) => rowReached(target, simplifier, tries));
  }

  together(): RowPair[] {
    const order = this.targets.map(({ key }) => key);
    return order.flatMap((a, i) =>
      order.slice(i + 1).flatMap((b): RowPair[] => {
        const runs = this.pairs.get(a)?.get(b);
        return runs === undefined ? [] : [{ rows: [a, b], runs }];
      }),
    );
  }

  /** Fewer rows told, then smaller. */
  private betterOf(before: Found | undefined, context: WireContext, told: number): Found {
    if (before && before.told < told) return before;
    const size = this.simplifier.sizeOf(context);
    if (before && before.told === told && !isSmaller(size, before.size)) return before;
    return { context, size, told };
  }

  /** Rows come in the order of the catalog. */
  private count(told: readonly string[]): void {
    for (const [i, a] of told.entries()) {
      const others = this.pairs.get(a) ?? new Map<string, number>();
      this.pairs.set(a, others);
      for (const b of told.slice(i + 1)) others.set(b, (others.get(b) ?? 0) + 1);
    }
  }
}

/** Told by the campaign as it is written alone: for all else it is taken to be active. */
const NOT_ACTIVE = 'campaign.not_active';

function rowReached(
  { row, key, campaign, runs, best }: Target,
  simplifier: Simplifier,
  tries: number,
): RowReached {
  const { attribute, error_code } = row;
  if (!best)
    return { attribute, error_code, reached: 'not_reached', runs, with: [], context: null, violations: [] };
  let fewest = best.told;
  const isStillTold = (candidate: WireContext) => {
    const told = rowsOf(decisionOf(campaign, candidate));
    if (!told.includes(key) || told.length > fewest) return false;
    fewest = told.length;
    return true;
  };
  const hasFewer = (candidate: WireContext) => {
    const before = fewest;
    return isStillTold(candidate) && fewest < before;
  };
  const nearest = descended(best.context, (context) => simplifier.nearerToUsual(context), hasFewer, tries);
  const context = shrunk(nearest, simplifier, isStillTold, tries);
  const violations = decisionOf(campaign, context)?.violations ?? [];
  const others = [...new Set(violations.map(keyOf))].filter((other) => other !== key);
  return {
    attribute,
    error_code,
    reached: others.length === 0 ? 'alone' : 'together',
    runs,
    with: others,
    context,
    violations: plain<readonly Violation[]>(violations),
  };
}

/** Where a host's rule throws there is no decision. */
function decisionOf(campaign: Deciding, context: WireContext): Decision | undefined {
  try {
    return campaign.evaluate(context);
  } catch {
    return undefined;
  }
}

/** A cancellation is always accepted, and a confirmation of what is held nearly so: only what is redeemed counts. */
export function isAccepted({ operation }: WireContext, decision: Decision | undefined): boolean {
  return operation === undefined && decision?.status === 'accepted';
}

function rowsOf(decision: Decision | undefined): string[] {
  return [...new Set((decision?.violations ?? []).map(keyOf))];
}

/** As JSON has it: nothing is left to be made. */
function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
