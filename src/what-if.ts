import { chainOf, type Campaign } from './campaign.ts';
import type { RedemptionContext } from './context.ts';
import type { CompiledChain } from './compiled-chain.ts';
import { writtenAmount } from './money.ts';
import { describe, type JsonObject } from './snapshot.ts';
import { isoInstant } from './time/local.ts';
import { identityOf, type Violation } from './violation.ts';
import { countersMovedBy, withChanges, type Change } from './what-if/changes.ts';
import { Fixes, type Fix } from './what-if/fixes.ts';
import { headroomOf, tightestOf, type Headroom } from './what-if/headroom.ts';
import { Question, type Missing } from './what-if/question.ts';

/** A redemption of which some may not be known yet: keys that are absent are unknown, `null` is known to be absent. */
export type WhatIfContext = Omit<RedemptionContext, 'usage'> & Partial<Pick<RedemptionContext, 'usage'>>;

export interface WhatIfOptions {
  /** The same question is asked again with these. */
  readonly changes?: readonly Change[] | undefined;
  /**
   * How many of the next windows of validity are told.
   * @defaultValue 5
   */
  readonly upcoming?: number | undefined;
}

/** A violation that stands whatever completes the redemption. */
export interface WhatIfViolation extends Violation {
  /** Repairing this one alone would leave none. */
  readonly sole_blocker: boolean;
  /** What the shopper can do about it. */
  readonly fix?: Fix;
}

/** A half-open window in which nothing is violated, as ISO instants. */
export interface UpcomingWindow {
  readonly start: string;
  /** `null` where nothing is known to end it within five years. */
  readonly end: string | null;
}

/** The answer to a what-if. */
export interface WhatIf {
  readonly status: 'accepted' | 'refused' | 'undetermined';
  readonly violations: readonly WhatIfViolation[];
  /** A what-if claims nothing. */
  readonly claims: readonly [];
  /** What is needed and not known yet. */
  readonly missing: readonly Missing[];
  /** Of every limit of the campaign and its ancestors. */
  readonly headroom: readonly Headroom[];
  /** The limit that the fewest more redemptions like this one fit under. */
  readonly tightest: Headroom | null;
  /**
   * Only of a refused one: the first instant after `at` at which no violation would be left if only time passed. Not before: others
   * may spend meanwhile. `null` where waiting does not help.
   */
  readonly next_valid_at?: string | null;
  /** Why `next_valid_at` is `null`: the violations that waiting never lifts, or `horizon`, five years. */
  readonly next_valid_reason?: readonly Violation[] | 'horizon';
  /** The next windows without a violation; the one that holds `at` starts there. */
  readonly upcoming: readonly UpcomingWindow[];
}

/** The same question with changes applied, and what they change. */
export interface ChangedWhatIf extends WhatIf {
  readonly changed: WhatIf;
  readonly difference: {
    /** Violations that the changes lift. */
    readonly lifted: readonly Violation[];
    /** Violations that the changes bring. */
    readonly added: readonly Violation[];
  };
}

/**
 * Asks before checkout is complete: the rules of {@link Campaign.evaluate}, on what is known so far. A violation is told only if
 * it stands in every completion; while nothing is violated and something needed is missing, the answer is `undetermined`.
 *
 * Throws an `InvalidContextError` for wrong host facts, counters that `plan` names for this context among them, and for
 * changes whose path leads nowhere; a `TypeError` for a number of windows that is none.
 */
export function whatIf(
  campaign: Campaign,
  context: WhatIfContext,
  options: WhatIfOptions & { readonly changes: readonly Change[] },
): ChangedWhatIf;
export function whatIf(campaign: Campaign, context: WhatIfContext, options?: WhatIfOptions): WhatIf;
export function whatIf(
  campaign: Campaign,
  context: WhatIfContext,
  { changes, upcoming = MOST_UPCOMING }: WhatIfOptions = {},
): WhatIf | ChangedWhatIf {
  const chain = chainOf(campaign);
  const { config } = campaign;
  if (!(Number.isSafeInteger(upcoming) && upcoming >= 0))
    throw new TypeError(`upcoming: found ${describe(upcoming)}, expected an integer of 0 or more`);
  const answer = ask({ chain, config, context, unread: NONE, upcoming });
  if (changes === undefined) return answer;
  const after = withChanges(context, changes);
  const unread = countersMovedBy(chain, changes, context, after);
  const changed = ask({ chain, config, context: after, unread, upcoming });
  const difference = {
    lifted: violationsOnlyIn(answer, changed),
    added: violationsOnlyIn(changed, answer),
  };
  return { ...answer, changed, difference };
}

const MOST_UPCOMING = 5;
const NONE: ReadonlySet<string> = new Set();

interface Asked {
  readonly chain: CompiledChain;
  readonly config: JsonObject;
  readonly context: unknown;
  /** Names of counters that nobody has read. */
  readonly unread: ReadonlySet<string>;
  readonly upcoming: number;
}

function ask({ chain, config, context, unread, upcoming }: Asked): WhatIf {
  const question = new Question(chain, context, unread);
  const { status, redemption } = question;
  const fixes = new Fixes(question, config, context, unread);
  const headroom = redemption.readsCounters ? headroomOf(chain.rules, redemption) : [];
  return {
    status,
    violations: question.violations.map((violation) => told(violation, question, fixes)),
    claims: [],
    missing: question.missing,
    headroom,
    tightest: tightestOf(headroom, writtenAmount(redemption.grantedDiscountWritten)),
    ...(status === 'refused' && nextValid(question)),
    upcoming: upcomingOf(question, upcoming),
  };
}

function told(violation: Violation, question: Question, fixes: Fixes): WhatIfViolation {
  const { attribute, error_code, message, expected, campaign, rule, details } = violation;
  const fix = fixes.for(violation);
  return {
    attribute,
    error_code,
    message,
    ...(expected && { expected }),
    campaign,
    rule,
    ...(details && { details }),
    sole_blocker: question.isSoleBlocker(violation),
    ...(fix && { fix }),
  };
}

function nextValid(question: Question): Pick<WhatIf, 'next_valid_at' | 'next_valid_reason'> {
  if (question.isSettled) return { next_valid_at: null, next_valid_reason: question.violations };
  const wait = question.validity.next();
  if ('until' in wait) return { next_valid_at: isoInstant(wait.until) };
  const reason = wait.never === 'horizon' ? wait.never : question.inOrder(wait.never);
  return { next_valid_at: null, next_valid_reason: reason };
}

function upcomingOf(question: Question, most: number): UpcomingWindow[] {
  const upcoming: UpcomingWindow[] = [];
  if (question.isSettled || most === 0) return upcoming;
  for (const { start, end } of question.validity.windows()) {
    upcoming.push({ start: isoInstant(start), end: end === Infinity ? null : isoInstant(end) });
    if (upcoming.length === most) break;
  }
  return upcoming;
}

function violationsOnlyIn({ violations }: WhatIf, other: WhatIf): Violation[] {
  const others = new Set(other.violations.map(identityOf));
  return violations.filter((violation) => !others.has(identityOf(violation)));
}
