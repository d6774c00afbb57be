import type { Campaign } from '../campaign.ts';
import { isIdentifier } from '../shopper.ts';
import { isJsonObject, own } from '../snapshot.ts';
import { Draft, nothingUsed, type Part } from './parts.ts';
import { distinct } from './spread.ts';
import { isAmountCounter, type WireContext } from './wire-context.ts';

/** One value for each part, in the order of the parts. */
export type Choice = readonly unknown[];

/** All that contexts may be made of. */
export class ContextSpace {
  readonly parts: readonly Part[];
  /** Places of parts, each as often as it weighs. */
  readonly lots: readonly number[];
  private readonly namesOf: (context: Omit<WireContext, 'usage'>) => readonly string[];

  constructor(parts: readonly Part[], namesOf: ContextSpace['namesOf']) {
    this.parts = parts;
    this.lots = parts.flatMap(({ weight }, i) => Array<number>(weight).fill(i));
    this.namesOf = namesOf;
  }

  /** Every part at its plainest. */
  get plainest(): Choice {
    return this.parts.map(({ plain }) => plain);
  }

  contextOf(choice: Choice): WireContext {
    const draft = new Draft();
    this.parts.forEach((part, i) => part.write(draft, choice[i]));
    const context = draft.withoutUsage();
    return consistent({ ...context, usage: draft.usage(this.namesOf(context)) });
  }

  /** The context after a change: usage again has what is planned, and no more. What nobody has said holds nothing. */
  withPlannedUsage({ usage, ...context }: WireContext): WireContext {
    const names = this.namesOf(context);
    const planned = Object.fromEntries(names.map((name) => [name, usage[name] ?? nothingUsed(name)]));
    return consistent({ ...context, usage: planned });
  }

  /** Something is summed up, so that what is granted must be known. */
  readsDiscount(context: WireContext): boolean {
    return this.namesOf(context).some(isAmountCounter);
  }
}

/** A store has counted nothing under a first redemption as an origin: nobody can have renewed it yet. */
function consistent(context: WireContext): WireContext {
  const { redemption, usage } = context;
  const early = Object.keys(usage).filter((name) => usage[name] !== 0 && ORIGIN_COUNTER.test(name));
  if (early.length === 0) return context;
  const named = isJsonObject(redemption) ? own(redemption, 'origin_redemption') : undefined;
  if (isIdentifier(named)) return context;
  return { ...context, usage: { ...usage, ...Object.fromEntries(early.map((name) => [name, 0])) } };
}

const ORIGIN_COUNTER = /(?:^|\.)origin\.redemptions$/;

/** The counters that some campaigns plan for a context, each once. */
export function namesPlannedBy(
  campaigns: readonly Campaign[],
): (context: Omit<WireContext, 'usage'>) => readonly string[] {
  return (context) => {
    const names = campaigns.flatMap((campaign) => namesPlanned(campaign, context));
    return campaigns.length === 1 ? names : distinct(names);
  };
}

function namesPlanned(campaign: Campaign, context: Omit<WireContext, 'usage'>): string[] {
  try {
    return campaign.plan(context).counters.map(({ name }) => name);
  } catch {
    // A host's rule may throw: that is for whoever asks about this context to find.
    return [];
  }
}
