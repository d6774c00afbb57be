import type { Check, CompiledRule, Judge, Judgement, RedemptionInNumbers } from './rule.ts';
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

/** Before the numbers of a check. */
const END = 0;
const VIOLATIONS = 1;
const NUMBERS = 2;

/** Runs all checks. */
export function runChecks(all: Checks, redemption: RedemptionInNumbers, report: Report): void {
  let at = all.start;
  for (let i = 0; i < all.judges.length; i += 2) at = runCheck(all, i, at, redemption, report);
}

/** Runs the check whose judge is the `i`th, and whose numbers are at `at`; returns where those of the next are. */
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
type Checking = Pick<CompiledRule, 'check' | 'judgement'>;

/** What a rule checks, by itself; `undefined` for one that only sets limits. */
export function checkOf(rule: Checking): Check | undefined {
  if (!rule.judgement) return rule.check;
  const alone = checksOf([rule]);
  return (redemption, report) => {
    // Every redemption that a rule is handed is the engine's.
    runChecks(alone, redemption as RedemptionInNumbers, report);
  };
}

/** What rules check, with their numbers behind `before`. */
export function checksOf(rules: readonly Checking[], before: readonly number[] = []): Checks {
  const judges: unknown[] = [];
  const violations: (PreparedViolation | undefined)[] = [];
  const numbers = [...before];
  for (const { check, judgement } of rules) {
    if (check === undefined && judgement === undefined) continue;
    const at = numbers.length;
    numbers.push(at, violations.length);
    // Not by spread: they may be more than a function takes arguments.
    for (const number of judgement?.numbers?.() ?? []) numbers.push(number);
    numbers[at + END] = numbers.length;
    violations.push(...(judgement?.violations ?? []));
    judges.push(judgement?.judge ?? BY_ITSELF, judgement ? judgement.thing?.() : check);
  }
  return { numbers: new Float64Array(numbers), start: before.length, judges, violations };
}

/** Its verdict is none: then the thing is asked. */
const BY_ITSELF: Judge = () => -1;
