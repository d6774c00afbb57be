import type { ChainRule } from './chain-rule.ts';
import type { Check, Holds, RedemptionInNumbers } from './rule.ts';
import type { Report } from './violation.ts';

/** Where one check's shortcut finds its numbers. */
interface Step {
  readonly holds: Holds;
  readonly from: number;
  readonly to: number;
}

/** What the rules of a campaign check beside limits. */
export interface Checks {
  /** One list for all campaigns whose rules are of the same kinds, with as many numbers: it stays close to the processor. */
  readonly steps: readonly Step[];
  readonly numbers: Float64Array;
  readonly things: readonly unknown[];
  readonly checks: readonly Check[];
}

/** Runs what rules check beside limits, where its shortcut does not hold. */
export function runChecks(all: Checks, redemption: RedemptionInNumbers, report: Report): void {
  const { steps, numbers, things } = all;
  for (let i = 0; i < steps.length; i++) {
    const { holds, from, to } = steps[i] as Step;
    if (!holds(redemption, numbers, from, to, things[i])) check(all, i, redemption, report);
  }
}

function check({ checks }: Checks, i: number, redemption: RedemptionInNumbers, report: Report): void {
  // Not as a member of the list, which would be its `this`.
  const run = checks[i] as Check;
  run(redemption, report);
}

/** The checks of rules, and their numbers behind `before`. */
export function checksOf(rules: readonly ChainRule[], before: readonly number[]): Checks {
  const checks: Check[] = [];
  const steps: Step[] = [];
  const things: unknown[] = [];
  const numbers = [...before];
  for (const { check, shortcut } of rules) {
    if (check === undefined) continue;
    const from = numbers.length;
    for (const number of shortcut?.numbers ?? []) numbers.push(number);
    checks.push(check);
    things.push(shortcut?.thing);
    steps.push({ holds: shortcut?.holds ?? NEVER_SURE, from, to: numbers.length });
  }
  return { steps: shared(steps), numbers: new Float64Array(numbers), things, checks };
}

const NEVER_SURE: Holds = () => false;

/** Campaigns differ in few ways as to the kinds of their rules. */
const MOST_KEPT = 100;
const kept: (readonly Step[])[] = [];

/** The same list for the same steps; of many lists, the last ones. */
function shared(steps: readonly Step[]): readonly Step[] {
  const same = kept.find((known) => known.length === steps.length && known.every(isStepOf, steps));
  if (same) return same;
  if (kept.push(steps) > MOST_KEPT) kept.shift();
  return steps;
}

function isStepOf(this: readonly Step[], { holds, from, to }: Step, i: number): boolean {
  const step = this[i] as Step;
  return step.holds === holds && step.from === from && step.to === to;
}
