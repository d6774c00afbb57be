import type { ChainRule } from './chain-rule.ts';
import type { Check, Holds, RedemptionInNumbers } from './rule.ts';
import type { Report } from './violation.ts';

/** What the rules of a campaign check beside limits. */
export interface Checks {
  /** From `start` on for each check: where its numbers end, and its numbers. */
  readonly numbers: Float64Array;
  readonly start: number;
  /** For each check two: what its shortcut asks ({@link Holds}), and the thing that it is told. */
  readonly shortcuts: readonly unknown[];
  readonly checks: readonly Check[];
}

/** Runs what rules check beside limits, where its shortcut does not hold. */
export function runChecks(all: Checks, redemption: RedemptionInNumbers, report: Report): void {
  const { numbers, shortcuts } = all;
  let from = all.start;
  for (let i = 0; i < shortcuts.length; i += 2) {
    const to = (numbers[from] as number) | 0;
    const holds = shortcuts[i] as Holds;
    if (!holds(redemption, numbers, from + 1, to, shortcuts[i + 1])) check(all, i >> 1, redemption, report);
    from = to;
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
  const shortcuts: unknown[] = [];
  const numbers = [...before];
  for (const { check, shortcut } of rules) {
    if (check === undefined) continue;
    const from = numbers.length;
    numbers.push(from);
    for (const number of shortcut?.numbers ?? []) numbers.push(number);
    numbers[from] = numbers.length;
    checks.push(check);
    shortcuts.push(shortcut?.holds ?? NEVER_SURE, shortcut?.thing?.());
  }
  return { numbers: new Float64Array(numbers), start: before.length, shortcuts, checks };
}

const NEVER_SURE: Holds = () => false;
