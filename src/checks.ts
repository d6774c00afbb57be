import {
  HOLDS,
  type Check,
  type Judge,
  type Judgement,
  type JudgingRule,
  type RedemptionInNumbers,
} from './rule.ts';
import { sideBySide } from './side-by-side.ts';
import type { PreparedViolation, Report } from './violation.ts';

/** What rules check beside limits. */
export interface Checks {
  /** From `start` on, those of one check after another. */
  readonly numbers: Float64Array;
  readonly start: number;
  /** For each check {@link STEP}: its judge, the thing that it is told, where its numbers end, and where its violations begin. */
  readonly steps: readonly unknown[];
  /** Up to here the steps are taken for every redemption; the others for odd ones alone. */
  readonly usual: number;
  readonly violations: Judgement['violations'];
}

export const STEP = 4;

/** Runs all checks; those that only an odd redemption can fail, where it is one. */
export function runChecks(
  all: Checks,
  redemption: RedemptionInNumbers,
  report: Report,
  isOdd: boolean,
): void {
  const end = isOdd ? all.steps.length : all.usual;
  let at = all.start;
  for (let i = 0; i < end; i += STEP) at = runCheck(all, i, at, redemption, report);
}

/** Runs the check whose step is at `i`, and whose numbers are at `at`; returns where those of the next are. */
export function runCheck(
  { numbers, steps, violations }: Checks,
  i: number,
  at: number,
  redemption: RedemptionInNumbers,
  report: Report,
): number {
  const judge = steps[i] as Judge;
  const thing = steps[i + 1];
  const end = steps[i + 2] as number;
  let verdict = judge(redemption, numbers, at, end, thing);
  if (verdict === HOLDS) return end;
  // Of a check that is a function.
  if (verdict < 0) (thing as Check)(redemption, report);
  for (let told = steps[i + 3] as number; verdict > 0; told++, verdict >>= 1)
    if ((verdict & 1) !== 0) report(violations[told] as PreparedViolation);
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
    runChecks(alone, redemption as RedemptionInNumbers, report, true);
  };
}

/** What rules check, with their numbers behind `before`. */
export function checksOf(rules: readonly Checking[], before: ArrayLike<number> = []): Checks {
  const steps: unknown[] = [];
  const violations: (PreparedViolation | undefined)[] = [];
  const runs = [before];
  let end = before.length;
  let usual = 0;
  for (const rule of rules.toSorted((a, b) => oddity(a) - oddity(b))) {
    const { check, judgement } = rule;
    if (check === undefined && judgement === undefined) continue;
    for (const run of judgement?.numbers?.() ?? []) {
      runs.push(run);
      end += run.length;
    }
    steps.push(
      judgement?.judge ?? BY_ITSELF,
      judgement ? judgement.thing?.() : check,
      end,
      violations.length,
    );
    violations.push(...(judgement?.violations ?? []));
    if (oddity(rule) === 0) usual = steps.length;
  }
  return { numbers: sideBySide(runs, end), start: before.length, steps, usual, violations };
}

/** 1 for a rule that is asked of odd redemptions alone, else 0. */
function oddity({ judgement }: Checking): number {
  return Number(judgement?.onlyOdd ?? false);
}

/** Its verdict is none: then the thing is asked. */
const BY_ITSELF: Judge = () => -1;
