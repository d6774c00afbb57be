import type { Check, Judge, Judgement, JudgingRule, RedemptionInNumbers } from './rule.ts';
import { sideBySide } from './side-by-side.ts';
import type { PreparedViolation, Report } from './violation.ts';

/** What rules check beside limits. */
export interface Checks {
  /** From `start` on for each check: where its numbers end, where its violations begin, and its numbers. */
  readonly numbers: Float64Array;
  readonly start: number;
  /** For each check two: its judge, and the thing that it is told; of a check that is a function, {@link BY_ITSELF} and that. */
  readonly judges: readonly unknown[];
  readonly violations: Judgement['violations'];
}

/** What stands before the numbers of a check, and how much. */
const END = 0;
const VIOLATIONS = 1;
const NUMBERS = 2;

/** Runs all checks. */
export function runChecks(all: Checks, redemption: RedemptionInNumbers, report: Report): void {
  let at = all.start;
  for (let i = 0; i < all.judges.length; i += 2) at = runCheck(all, i, at, redemption, report);
}

/** Runs the check whose judge stands at `i`, and whose numbers at `at`; returns where those of the next stand. */
export function runCheck(
  { numbers, judges, violations }: Checks,
  i: number,
  at: number,
  redemption: RedemptionInNumbers,
  report: Report,
): number {
  const end = (numbers[at + END] as number) | 0;
  const judge = judges[i] as Judge;
  const thing = judges[i + 1];
  const verdict = judge(redemption, numbers, at + NUMBERS, end, thing);
  if (verdict < 0) (thing as Check)(redemption, report);
  for (let told = numbers[at + VIOLATIONS] as number, rest = verdict; rest > 0; told++, rest >>= 1)
    if ((rest & 1) !== 0) report(violations[told] as PreparedViolation);
  return end;
}

/** A rule, as to what it checks. */
type Checking = Pick<JudgingRule, 'check' | 'judgement'>;

/** What a rule checks, by itself; `undefined` for one that only sets limits. */
export function checkOf(rule: Checking): Check | undefined {
  if (!rule.judgement) return rule.check;
  const alone = checksOf([rule]);
  return (redemption, report) => {
    // A group hands on what it was handed.
    runChecks(alone, redemption as RedemptionInNumbers, report);
  };
}

/** What rules check, with their numbers behind `before`. */
export function checksOf(rules: readonly Checking[], before: ArrayLike<number> = []): Checks {
  const judges: unknown[] = [];
  const violations: (PreparedViolation | undefined)[] = [];
  const runs = [before];
  let end = before.length;
  for (const { check, judgement } of rules) {
    if (check === undefined && judgement === undefined) continue;
    const numbers = judgement?.numbers?.() ?? [];
    end += numbers.reduce((sum, { length }) => sum + length, NUMBERS);
    runs.push([end, violations.length]);
    for (const run of numbers) runs.push(run);
    violations.push(...(judgement?.violations ?? []));
    judges.push(judgement?.judge ?? BY_ITSELF, judgement ? judgement.thing?.() : check);
  }
  return { numbers: sideBySide(runs, end), start: before.length, judges, violations };
}

/** Its verdict is none: then the thing is asked. */
const BY_ITSELF: Judge = () => -1;
