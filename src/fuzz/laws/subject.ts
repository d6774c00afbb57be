import type { Campaign } from '../../campaign.ts';
import type { Decision } from '../../evaluate.ts';
import type { WatchedCampaign } from '../watched-campaign.ts';
import type { WireContext } from '../wire-context.ts';

/** What plans and decides. */
export type Deciding = Pick<Campaign, 'plan' | 'evaluate'>;

/** A campaign that laws are asked of, in all the forms in which they ask it. */
export interface Subject {
  readonly campaign: Deciding;
  /** Compiled anew, from the same config. */
  readonly again: Deciding;
  /** Its rules in the opposite order, those in groups and of its parents too. */
  readonly reordered: Deciding;
  readonly watched: WatchedCampaign;
  /** By the engine, for what takes nothing else. */
  readonly compiled: Campaign;
  /** Asked in between. */
  readonly other: WireContext;
}

/** One context, and what came of it. */
export interface Asked {
  readonly context: WireContext;
  /** The context as JSON, from before anybody was asked. */
  readonly text: string;
  readonly decision: Decision;
  /** The decision as JSON. */
  readonly answer: string;
  /** A number that differs from context to context. */
  readonly run: number;
}
