import type { Decision } from '../evaluate.ts';
import type { Law } from './laws/law.ts';
import type { Asked, Subject } from './laws/subject.ts';
import type { BrokenLaw, LawAsked } from './report.ts';
import { shrunk } from './shrink.ts';
import type { Simplifier } from './simpler.ts';
import type { WireContext } from './wire-context.ts';

/** A law on trial. */
interface Case {
  readonly law: Law;
  /** Of so many runs it is asked about one. */
  readonly every: number;
  runs: number;
  broken: { readonly context: WireContext; readonly run: number; readonly message: string } | undefined;
}

/** For each decision that a law takes it waits so many runs: laws take about as long as all else. */
const RUNS_BY_COST = 2;
/** Rules of which a decision takes no longer than what is around it. */
const FEW_RULES = 32;

/** Asks laws about contexts, the cheap ones about most, and keeps the first context on which each is broken. */
export class LawCourt {
  private readonly subject: Subject;
  private readonly cases: readonly Case[];

  /** Of a campaign of so many rules. */
  constructor(subject: Subject, laws: readonly Law[], rules: number) {
    this.subject = subject;
    const weight = Math.max(1, rules / FEW_RULES);
    this.cases = laws.map((law) => ({
      law,
      every: Math.round(law.cost * RUNS_BY_COST * weight),
      runs: 0,
      broken: undefined,
    }));
  }

  ask(asked: Asked): void {
    for (const one of this.cases) {
      if (one.broken || asked.run % one.every !== 0) continue;
      one.runs++;
      const message = this.breach(one.law, asked);
      if (message !== undefined) one.broken = { context: asked.context, run: asked.run, message };
    }
  }

  /** Nothing could be decided: what was thrown breaks the first law. */
  thrown(context: WireContext, run: number, error: unknown): void {
    const [first] = this.cases as readonly [Case];
    first.broken ??= { context, run, message: String(error) };
  }

  asked(): LawAsked[] {
    return this.cases.map(({ law: { law }, runs }) => ({ law, runs }));
  }

  broken(seed: number, simplifier: Simplifier, tries: number): BrokenLaw[] {
    return this.cases.flatMap(({ law, broken }) => {
      if (!broken) return [];
      const { run } = broken;
      const breachOf = (context: WireContext) => this.breachOf(law, context, run);
      const smallest = shrunk(
        broken.context,
        simplifier,
        (context) => breachOf(context) !== undefined,
        tries,
      );
      // A rule that keeps something between decisions may not do it again.
      const message = breachOf(smallest);
      const { context, message: told } = message === undefined ? broken : { context: smallest, message };
      return [{ law: law.law, message: told, context, replay: { seed, runs: run + 1 } }];
    });
  }

  private breachOf(law: Law, context: WireContext, run: number): string | undefined {
    const text = JSON.stringify(context);
    let decision: Decision;
    try {
      decision = this.subject.campaign.evaluate(context);
    } catch (error) {
      return law === this.cases[0]?.law ? String(error) : undefined;
    }
    return this.breach(law, { context, text, decision, answer: JSON.stringify(decision), run });
  }

  private breach(law: Law, asked: Asked): string | undefined {
    try {
      law.holds(this.subject, asked);
      return undefined;
    } catch (error) {
      return String(error);
    }
  }
}
