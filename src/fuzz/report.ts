import type { CatalogRow } from '../catalog.ts';
import type { Claim } from '../counters.ts';
import type { Violation } from '../violation.ts';
import type { WireContext } from './wire-context.ts';

/** How a row was reached: with no other, only with others, or not in so many runs. */
export type Reached = 'alone' | 'together' | 'not_reached';

/** A row of a catalog that the campaign may tell, and the smallest context found on which it does. */
export interface RowReached extends Pick<CatalogRow, 'attribute' | 'error_code'> {
  readonly reached: Reached;
  /** Runs in which it was told. */
  readonly runs: number;
  /** The other rows that are told of this context, as `attribute.error_code`; the fewest that were found. */
  readonly with: readonly string[];
  /** `null` where it was not reached. */
  readonly context: WireContext | null;
  readonly violations: readonly Violation[];
}

/** The smallest context found that is accepted. */
export interface AcceptedContext {
  /** Runs that were accepted. */
  readonly runs: number;
  readonly context: WireContext;
  readonly claims: readonly Claim[];
}

/** Two rows that were told of one context. */
export interface RowPair {
  /** As `attribute.error_code`, in the order of the catalog. */
  readonly rows: readonly [string, string];
  readonly runs: number;
}

/** A law, and how often it was asked. */
export interface LawAsked {
  readonly law: string;
  readonly runs: number;
}

/** A law that does not hold: a bug, in the engine or in a rule of the host's own. */
export interface BrokenLaw {
  readonly law: string;
  /** What was found. */
  readonly message: string;
  /** The smallest context found on which it is broken. */
  readonly context: WireContext;
  /** `fuzzCampaign` with this seed and so many runs finds it again. */
  readonly replay: { readonly seed: number; readonly runs: number };
}

/** How long decisions took, by the host's clock. */
export interface DecisionTimes {
  /** Decisions that were timed. */
  readonly decisions: number;
  /** Of the slowest context, the median of several decisions. */
  readonly worst_ms: number;
  readonly context: WireContext;
}

/** What became of a campaign under many contexts. The same config, seed and runs give the same report, but for `times`. */
export interface FuzzReport {
  readonly campaign: string;
  readonly seed: number;
  readonly runs: number;
  /** Ids of campaigns of the chain that are not active: they were asked as if they were, but for `campaign.not_active`. */
  readonly assumed_active: readonly string[];
  /** `null` where none was found. */
  readonly accepted: AcceptedContext | null;
  /** In the order of the catalog, a host's own after it. */
  readonly rows: readonly RowReached[];
  /** Which rows were told of one context, in the same order. */
  readonly together: readonly RowPair[];
  readonly laws: readonly LawAsked[];
  /** Empty where all laws hold. */
  readonly broken_laws: readonly BrokenLaw[];
  /** Where the host passed a clock. */
  readonly times?: DecisionTimes;
}
