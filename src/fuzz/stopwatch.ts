import type { Decision } from '../evaluate.ts';
import type { Deciding } from './laws/subject.ts';
import type { DecisionTimes } from './report.ts';
import type { WireContext } from './wire-context.ts';

/** Contexts that are timed again: of a single decision, most is chance. */
const MOST_KEPT = 8;
const REPEATS = 25;

/** Times decisions by a clock of the host's. */
export class Stopwatch {
  private readonly campaign: Deciding;
  private readonly now: () => number;
  private decisions = 0;
  private slowest: { readonly context: WireContext; readonly took: number }[] = [];

  /** Of a clock in milliseconds. */
  constructor(campaign: Deciding, now: () => number) {
    this.campaign = campaign;
    this.now = now;
  }

  evaluate(context: WireContext): Decision {
    const start = this.now();
    const decision = this.campaign.evaluate(context);
    const took = this.now() - start;
    this.decisions++;
    this.slowest.push({ context, took });
    this.slowest = this.slowest.toSorted((a, b) => b.took - a.took).slice(0, MOST_KEPT);
    return decision;
  }

  /** The slowest of those that took longest, each by the median of several decisions; nothing where none was made. */
  times(): DecisionTimes | undefined {
    const again = this.slowest.map(({ context }) => ({ context, took: this.median(context) }));
    const [worst] = again.toSorted((a, b) => b.took - a.took);
    return worst && { decisions: this.decisions, worst_ms: worst.took, context: worst.context };
  }

  private median(context: WireContext): number {
    const times = Array.from({ length: REPEATS }, () => {
      const start = this.now();
      this.campaign.evaluate(context);
      return this.now() - start;
    });
    return times.toSorted((a, b) => a - b)[Math.floor(REPEATS / 2)] as number;
  }
}
