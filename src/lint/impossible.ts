import { isoInstant } from '../time/local.ts';
import { outermost, rulesOf, type Conflict } from './conflict.ts';
import { Effort } from './effort.ts';
import { findingAt, rulesAsWitness, type Finding, type FindingKind, type Severity } from './finding.ts';
import type { Linted } from './linted.ts';
import { GUEST, holds, since } from './reading.ts';
import { everyRuleOf, isWithin, type LintRule } from './rule-tree.ts';
import { instantsOf } from './windows.ts';

/** About seconds, and less for what is asked beside that. */
const STEPS = 1_000_000;
const STEPS_BESIDE = 300_000;

/** What no redemption gets through. */
export interface Impossible {
  readonly findings: readonly Finding[];
  /** The rules that contradict one another. */
  readonly rules: ReadonlySet<LintRule>;
}

/**
 * Contradictions of a chain: rules that hold of no redemption, each by itself or several together, with every branch
 * of every group. The status is set aside, and operations other than `redeem` are not asked about: each of them
 * confirms or cancels what was redeemed or reserved first.
 */
export function findImpossible(linted: Linted): Impossible {
  const effort = new Effort(STEPS);
  const rules = new Set<LintRule>();
  const findings: Finding[] = [];
  const tell = (conflict: Conflict, culprits: readonly LintRule[]) => {
    for (const rule of culprits) rules.add(rule);
    findings.push(told('never_accepts', 'No redemption can be accepted', conflict, 'error'));
  };
  for (const rule of linted.rules) {
    const conflict = linted.refute((life) => [holds(rule, life)], effort);
    if (conflict) tell(conflict, [rule]);
  }
  for (;;) {
    const left = linted.rules.filter((rule) => !rules.has(rule));
    const conflict = linted.refute((life) => left.map((rule) => holds(rule, life)), effort);
    if (!conflict) return { findings, rules };
    tell(conflict, standingIn(conflict, linted));
  }
}

/** What was possible once, and is over at the given instant. */
export function findOver(linted: Linted, at: number): Finding[] {
  const over = framesOver(linted, at);
  if (over.some(({ severity }) => severity === 'error')) return over;
  const conflict = linted.refute(
    (life) => [since(at), ...linted.rules.map((rule) => holds(rule, life))],
    new Effort(STEPS),
  );
  if (!conflict) return over;
  const says = `From ${isoInstant(at)} on no redemption can be accepted`;
  return [...over, told('already_over', says, conflict, 'error')];
}

/** That whoever does not say who they are is always refused. */
export function findGuests(linted: Linted): Finding[] {
  const rules = linted.rules.map((rule) => holds(rule, 'first'));
  const conflict = linted.refuteIn('first', [GUEST, ...rules], new Effort(STEPS_BESIDE));
  return conflict ? [told('suspicious', 'Guests are always refused', conflict, 'info')] : [];
}

function told(kind: FindingKind, says: string, conflict: Conflict, severity: Severity): Finding {
  // Whatever contradicts itself rests on some rule.
  const rules = outermost(conflict.because) as [LintRule, ...LintRule[]];
  const at = conflict.group ?? rules[0];
  const witness = rulesAsWitness(rules);
  return findingAt(at, '', kind, `${says}: ${conflict.says(at)}.`, { severity, witness });
}

/** The rules of a conflict, or what they stand in. */
function standingIn({ because }: Conflict, { rules }: Linted): LintRule[] {
  const culprits = rulesOf(because);
  return rules.filter((rule) => culprits.some((culprit) => isWithin(culprit, rule)));
}

/** Time frames all of whose windows have ended; of one that always must hold, an error. */
function framesOver({ levels, rules }: Linted, at: number): Finding[] {
  const findings: Finding[] = [];
  for (const rule of everyRuleOf(levels)) {
    if (rule.type !== 'time_frame') continue;
    const last = instantsOf(rule).at(-1)?.end;
    // One that has no window left is told as that.
    if (last === undefined || last > at) continue;
    const severity = rules.includes(rule) ? 'error' : 'warning';
    const message = `This time frame is over since ${isoInstant(last)}.`;
    findings.push(
      findingAt(rule, '', 'already_over', message, { severity, witness: { at: isoInstant(last) } }),
    );
  }
  return findings;
}
