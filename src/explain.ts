import { chainOf, type Campaign } from './campaign.ts';
import { isoInstant } from './time/local.ts';
import { snapshotJson, type Json } from './snapshot.ts';
import { timeZoneDataVersion } from './time/zone.ts';
import { identityOf, type Violation } from './violation.ts';
import type { WhatIfContext, WhatIfOptions } from './what-if.ts';
import type { Asking } from './what-if/asking.ts';
import { countersMovedBy, withChanges } from './what-if/changes.ts';
import { Question, type Missing } from './what-if/question.ts';

/** Something that a rule read. */
export type FactRead =
  | { readonly fact: string; readonly value: unknown }
  /** Nobody knows it yet. */
  | { readonly fact: string; readonly unknown: true };

/** How one rule went. */
export interface RuleExplanation {
  readonly campaign: string;
  /** JSON pointer in that campaign's config; `null` for what is checked of every redemption. */
  readonly rule: string | null;
  /** The kind of rule, or the campaign field. */
  readonly type: string;
  /**
   * `skipped`: not asked at this point of the redemption's life, or a branch of an `any_of` after the first that holds.
   */
  readonly answer: 'pass' | 'fail' | 'undetermined' | 'skipped';
  /** In the order in which they were read; what the shopper sent as it was sent, as far as JSON can say it. */
  readonly facts: readonly FactRead[];
  readonly violations: readonly Violation[];
  /** Of a group: the rules in it. */
  readonly rules?: readonly RuleExplanation[];
}

/** Why a redemption is accepted, refused or undetermined, rule by rule. */
export interface Explanation {
  readonly status: 'accepted' | 'refused' | 'undetermined';
  /** The instant asked about. */
  readonly at: string;
  /** The version of the time-zone data that the runtime has, such as `2025b`; `null` where it does not tell. */
  readonly time_zone_data: string | null;
  /** In the catalog's order, those of all rules. */
  readonly violations: readonly Violation[];
  readonly missing: readonly Missing[];
  /** Every rule, in order: the voucher's campaign first, then its ancestors. */
  readonly rules: readonly RuleExplanation[];
}

/**
 * Runs every rule as {@link whatIf} does, and tells how each went and what it read. Of a confirmed redemption, and of a cancellation,
 * every rule is skipped.
 *
 * With `changes`, of the changed redemption. Throws an `InvalidContextError` for wrong host facts, and for changes whose path
 * leads nowhere.
 */
export function explain(
  campaign: Campaign,
  context: WhatIfContext,
  { changes = [] }: Pick<WhatIfOptions, 'changes'> = {},
): Explanation {
  const chain = chainOf(campaign);
  const changed = withChanges(context, changes);
  const question = new Question(chain, changed, countersMovedBy(chain, changes, context, changed));
  return {
    status: question.status,
    at: question.redemption.instant,
    time_zone_data: timeZoneDataVersion(),
    violations: question.violations,
    missing: question.missing,
    rules: question.isSettled ? chain.everyRule.map(skipped) : explanationsOf(question.asked),
  };
}

/** Many rules read the same facts: one copy is enough for all. */
function explanationsOf(asked: readonly Asking[]): RuleExplanation[] {
  const copies = new Map<unknown, Json>();
  const copyOf = (value: unknown) => {
    const copy = copies.get(value) ?? snapshotJson(value, () => undefined);
    copies.set(value, copy);
    return copy;
  };
  return asked.map((one) => explanationOf(one, copyOf));
}

/** The host's own objects stay the host's. */
type Copy = (value: unknown) => Json;

function explanationOf(asked: Asking, copyOf: Copy): RuleExplanation {
  const { rule, told, reads } = asked;
  const { campaign, pointer, children } = rule;
  const nested = children.map((child) => {
    // A group may have asked for the answer first: what it asked last counts.
    const last = asked.nested.findLast((one) => one.rule === child);
    return last ? explanationOf(last, copyOf) : skipped(child);
  });
  return {
    campaign,
    rule: pointer,
    type: rule.kind.type,
    answer: asked.isSkipped ? 'skipped' : ANSWERS[asked.answer],
    facts: Array.from(reads, ([fact, value]) => factRead(fact, value, copyOf)),
    violations: [...new Map(told.map(({ violation }) => [identityOf(violation), violation])).values()],
    ...(rule.kind.isGroup && { rules: nested }),
  };
}

function factRead(fact: string, value: unknown, copyOf: Copy): FactRead {
  if (value === undefined) return { fact, unknown: true };
  return { fact, value: INSTANTS.has(fact) ? isoInstant(value as number) : copyOf(value) };
}

const INSTANTS: ReadonlySet<string> = new Set(['at', 'origin.redeemed_at']);

const ANSWERS = { holds: 'pass', fails: 'fail', undetermined: 'undetermined' } as const;

function skipped(rule: Asking['rule']): RuleExplanation {
  const { campaign, pointer, children } = rule;
  return {
    campaign,
    rule: pointer,
    type: rule.kind.type,
    answer: 'skipped',
    facts: [],
    violations: [],
    ...(rule.kind.isGroup && { rules: children.map(skipped) }),
  };
}
