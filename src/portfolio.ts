import { CampaignConfigError, kitFor, compilationOf, type CompileOptions } from './campaign.ts';
import type { RedemptionContext } from './context.ts';
import type { PlannedCounter } from './counters.ts';
import type { Decision } from './evaluate.ts';
import { IndexedPortfolio, type Index } from './portfolio/indexed-portfolio.ts';
import { NeedsIndex } from './portfolio/needs-index.ts';
import { ConfigIssues, type ConfigIssue } from './read-campaign.ts';
import { describe } from './snapshot.ts';

/** One redemption, as every campaign of a portfolio is asked about it. */
export interface PortfolioContext
  extends Omit<RedemptionContext, 'voucher' | 'granted_discount' | 'operation' | 'existing' | 'usage'> {
  /** Without one, checks that need a code or an assignment are skipped. */
  readonly voucher?: RedemptionContext['voucher'] | null | undefined;
  /**
   * What the redemption takes from the budgets, ≥ 0: the same of every campaign, or by the campaign's id. Required where a
   * budget is read.
   */
  readonly granted_discount?: string | number | Readonly<Record<string, string | number>> | null | undefined;
  /** New redemptions alone: earlier reservations know their campaign. */
  readonly operation?: 'redeem' | undefined;
  /** What the planned counters hold, by key. */
  readonly usage?: Readonly<Record<string, string | number>> | undefined;
}

/** What a plan needs of a context: not what the plan is made to load. */
export type PortfolioPlanContext = Omit<PortfolioContext, 'usage' | 'granted_discount'>;

/** How a portfolio is asked. */
export interface QualifyOptions {
  /** Ask every campaign in full, and tell why the others refuse. @defaultValue `false` */
  readonly explain?: boolean | undefined;
}

/** The counters to load before {@link Portfolio.qualify}, each once, in the order of the campaigns that read them. */
export interface PortfolioPlan {
  readonly counters: readonly Omit<PlannedCounter, 'name'>[];
}

/** The decision of the campaign with this id. */
export interface CampaignDecision {
  readonly campaign: string;
  readonly decision: Decision;
}

/** Both in the order in which the campaigns were added. */
export interface Qualification {
  /** The campaigns that would accept. */
  readonly qualified: readonly CampaignDecision[];
  /** With `explain`, all others. */
  readonly refused?: readonly CampaignDecision[];
}

/** Many campaigns, asked about one redemption at once. What each says is what its own `evaluate` says. */
export interface Portfolio {
  readonly size: number;
  has(id: string): boolean;
  /**
   * Adds a campaign, compiled or as its config. Throws a `TypeError` where there is one of its id, and a
   * `CampaignConfigError` for a config that is wrong.
   */
  add(campaign: unknown): void;
  /** Puts a campaign in the place of the one of its id. Throws a `TypeError` where there is none; else as `add`. */
  replace(campaign: unknown): void;
  /** False where there is no campaign of this id. */
  remove(id: string): boolean;
  /**
   * The counters that {@link Portfolio.qualify} needs: of the campaigns that only counters or the discount can still refuse; with
   * `explain`, of all. Throws an `InvalidContextError` for wrong host facts.
   */
  plan(context: PortfolioPlanContext, options?: QualifyOptions): PortfolioPlan;
  /**
   * The campaigns that would accept, each with what to count. Throws an `InvalidContextError` for wrong or missing host facts
   * (all of them: `/usage/<key>`, `/granted_discount/<campaign>`), and nothing else, unless a rule of the host's own does.
   */
  qualify(context: PortfolioContext, options?: QualifyOptions): Qualification;
}

/** A portfolio, or what is wrong in its campaigns: the first thousand issues, and how many more were found. */
export type PortfolioResult =
  | { readonly success: true; readonly portfolio: Portfolio }
  | { readonly success: false; readonly issues: readonly ConfigIssue[]; readonly omitted: number };

/** Config issues told one by one. */
const MOST_ISSUES = 1_000;

/**
 * Makes a portfolio of campaigns, each compiled or as its config. Throws a `CampaignConfigError` that lists everything that is
 * wrong in any of them, an id that is another's among it; paths begin with the campaign's place: `/3/rules/0/limit`.
 */
export function compilePortfolio(campaigns: Iterable<unknown>, options?: CompileOptions): Portfolio {
  const result = safeCompilePortfolio(campaigns, options);
  if (!result.success) throw new CampaignConfigError(result.issues, result.omitted);
  return result.portfolio;
}

/** Makes a portfolio, and returns what is wrong in its campaigns instead of throwing. */
export function safeCompilePortfolio(
  campaigns: Iterable<unknown>,
  options?: CompileOptions,
): PortfolioResult {
  return portfolioOver(new NeedsIndex(), campaigns, options);
}

/** The same over another index. */
export function portfolioOver(
  index: Index,
  campaigns: Iterable<unknown>,
  options?: CompileOptions,
): PortfolioResult {
  if (!isIterable(campaigns)) throw new TypeError('campaigns: expected an iterable of campaigns');
  const kit = kitFor(options);
  const portfolio = new IndexedPortfolio(kit, index);
  const issues = new ConfigIssues(MOST_ISSUES);
  let place = 0;
  for (const campaign of campaigns) {
    const at = `/${place++}`;
    const result = compilationOf(campaign, kit);
    if (!result.success) issues.pushBelow(at, result);
    else if (portfolio.has(result.chain.id)) {
      issues.add(`${at}/id`, 'an id of its own in the portfolio', describe(result.chain.id));
    } else portfolio.addCompiled(result);
  }
  if (!issues.isEmpty) return { success: false, issues: issues.first, omitted: issues.omitted };
  return { success: true, portfolio };
}

function isIterable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}
