import { compile, type CompileOptions } from '../campaign.ts';
import type { Decision } from '../evaluate.ts';
import type { JsonObject } from '../snapshot.ts';
import { levelsOf } from './campaign-aims.ts';
import { AimedContexts, spaceFor, type ContextOptions } from './contexts.ts';
import { LawCourt } from './law-court.ts';
import { laws } from './laws/index.ts';
import type { Deciding } from './laws/subject.ts';
import type { FuzzReport } from './report.ts';
import { Simplifier } from './simpler.ts';
import { Stopwatch } from './stopwatch.ts';
import { asIfActive, reordered, rulesIn } from './variants.ts';
import { Walk } from './walk.ts';
import { WatchedCampaign } from './watched-campaign.ts';
import type { WireContext } from './wire-context.ts';
import { isAccepted, Witnesses } from './witnesses.ts';

/** How a campaign is fuzzed. */
export interface FuzzOptions extends CompileOptions, Pick<ContextOptions, 'fields'> {
  /**
   * Contexts that it is asked about.
   * @defaultValue 20000
   */
  readonly runs?: number | undefined;
  /**
   * An integer: the same one gives the same report.
   * @defaultValue 1
   */
  readonly seed?: number | undefined;
  /** A clock in milliseconds, to time decisions by: the door reads none. */
  readonly now?: (() => number) | undefined;
  /** Called now and then with the runs that are done. */
  readonly onProgress?: ((runs: number) => void) | undefined;
}

/** Compiles what laws are asked of; tests plant bugs here. */
export type CompileDeciding = (config: unknown) => Deciding;

const DEFAULT_RUNS = 20_000;
/** Runs between two looks at what was found. */
const BATCH = 100;
/** Decisions that may be spent on making one context smaller, of a campaign of few rules; of more rules, fewer. */
const MOST_TRIES = 4_000;
const LEAST_TRIES = 300;
const TRIES_BY_RULES = 200_000;

/**
 * Asks a campaign about many contexts that are aimed at it, and reports for every row that it may tell the smallest context that
 * triggers it alone, the smallest that is accepted, which rows come together, and laws that are broken: each of these is a bug, in
 * the engine or in a rule of the host's own. Campaigns of the chain that are not active are asked as if they were.
 *
 * Nothing that is not found is proved impossible. Throws a `CampaignConfigError` for a config that is wrong, a `RangeError` for runs
 * that are not an integer of 1 or more or a seed that is no integer, and nothing else, whatever a rule of the host's own does.
 */
export function fuzzCampaign(config: unknown, options: FuzzOptions = {}): FuzzReport {
  const { rules = [] } = options;
  return fuzz(config, (one) => compile(one, { rules }), options);
}

/** The same, of what else compiles it. */
export function fuzz(config: unknown, compileDeciding: CompileDeciding, options: FuzzOptions): FuzzReport {
  const { runs = DEFAULT_RUNS, seed = 1 } = options;
  if (!Number.isSafeInteger(runs) || runs < 1)
    throw new RangeError(`runs: expected an integer of 1 or more, found ${runs}`);
  if (!Number.isSafeInteger(seed)) throw new RangeError(`seed: expected an integer, found ${seed}`);
  const fuzzing = new Fuzzing(config, compileDeciding, options);
  fuzzing.run(runs, seed);
  return fuzzing.report(runs, seed);
}

class Fuzzing {
  /** The config in which every campaign is active. */
  private readonly active: JsonObject;
  private readonly inactive: readonly string[];
  private readonly campaign: Deciding;
  private readonly contexts: AimedContexts;
  private readonly witnesses: Witnesses;
  private readonly court: LawCourt;
  private readonly stopwatch: Stopwatch | undefined;
  private readonly onProgress: FuzzOptions['onProgress'];

  constructor(config: unknown, compileDeciding: CompileDeciding, options: FuzzOptions) {
    const { rules = [], fields, now, onProgress } = options;
    const written = compile(config, { rules });
    const isInactive = ({ status }: JsonObject) => status !== 'active';
    this.inactive = levelsOf(written.config)
      .filter(isInactive)
      .map(({ id }) => id as string);
    const isActive = this.inactive.length === 0;
    const compiled = isActive ? written : compile(asIfActive(written.config), { rules });
    this.active = compiled.config;
    this.campaign = compileDeciding(this.active);
    this.contexts = new AimedContexts(spaceFor([compiled], { fields }), compiled);
    const { space, models, simplifier } = this.contexts;
    const watched = new WatchedCampaign(this.active, rules);
    const { rows } = isActive ? watched : new WatchedCampaign(written.config, rules);
    const asWritten = isActive ? this.campaign : compileDeciding(written.config);
    this.witnesses = new Witnesses(rows, simplifier, this.campaign, asWritten);
    const subject = {
      campaign: this.campaign,
      again: compileDeciding(this.active),
      reordered: compileDeciding(reordered(this.active)),
      watched,
      compiled,
      other: space.contextOf(models[0]),
    };
    this.court = new LawCourt(subject, laws, rulesIn(this.active));
    this.stopwatch = now && new Stopwatch(this.campaign, now);
    this.onProgress = onProgress;
  }

  run(runs: number, seed: number): void {
    const { space, models } = this.contexts;
    const walk = new Walk(space, models);
    for (let done = 0; done < runs; done += BATCH) {
      const choices = walk.next(Math.min(BATCH, runs - done), seedOf(seed, done));
      for (const [i, choice] of choices.entries()) {
        if (this.isAcceptedIn(done + i, space.contextOf(choice))) walk.keep(choice);
      }
      this.onProgress?.(done + choices.length);
    }
  }

  /** Asks about one context, and keeps what it shows. */
  private isAcceptedIn(run: number, context: WireContext): boolean {
    const { campaign, court, stopwatch, witnesses } = this;
    const text = JSON.stringify(context);
    let decision: Decision;
    try {
      decision = stopwatch ? stopwatch.evaluate(context) : campaign.evaluate(context);
    } catch (error) {
      court.thrown(context, run, error);
      return false;
    }
    witnesses.add(context, decision);
    court.ask({ context, text, decision, answer: JSON.stringify(decision), run });
    return isAccepted(context, decision);
  }

  report(runs: number, seed: number): FuzzReport {
    const { active, contexts, court, witnesses } = this;
    const tries = Math.max(LEAST_TRIES, Math.min(MOST_TRIES, Math.floor(TRIES_BY_RULES / rulesIn(active))));
    const accepted = witnesses.accepted(tries);
    // Where something is accepted, all else is told as what differs from it.
    const usual = accepted ? new Simplifier(contexts.space, accepted.context, true) : contexts.simplifier;
    const times = this.stopwatch?.times();
    return {
      campaign: active['id'] as string,
      seed,
      runs,
      assumed_active: this.inactive,
      accepted,
      rows: witnesses.reached(usual, tries),
      together: witnesses.together(),
      laws: court.asked(),
      broken_laws: court.broken(seed, usual, tries),
      ...(times && { times }),
    };
  }
}

/** Far from one another for every batch of every seed. */
function seedOf(seed: number, batch: number): number {
  return Math.imul(seed, 0x9e3779b1) ^ Math.imul(batch + 1, 0x85ebca6b);
}
