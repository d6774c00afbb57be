import type { Campaign } from '../campaign.ts';
import { InvalidContextError, type ContextIssue } from '../context.ts';
import { Comparison, type Compared } from './comparison.ts';
import { Replay, type Order, type Replayed, type ReplayOptions } from './replay.ts';

export interface SimulateOptions extends ReplayOptions {
  /** Replay the same orders through this campaign, too, and tell what differs. */
  readonly against?: Campaign | undefined;
  /** Told of each order that cannot be used; it is left out. `order` counts from 1. */
  readonly onUnusable?: ((order: number, issues: readonly ContextIssue[]) => void) | undefined;
}

/**
 * Replays past orders through a campaign, with counters in memory, and tells what became of them. Orders come in time order, of any
 * number; they are not kept.
 */
export function simulate(
  campaign: Campaign,
  orders: Iterable<Order> | AsyncIterable<Order>,
  options: SimulateOptions & { readonly against: Campaign },
): Promise<Compared>;
export function simulate(
  campaign: Campaign,
  orders: Iterable<Order> | AsyncIterable<Order>,
  options?: SimulateOptions,
): Promise<Replayed | Compared>;
export async function simulate(
  campaign: Campaign,
  orders: Iterable<Order> | AsyncIterable<Order>,
  { against, onUnusable, ...options }: SimulateOptions = {},
): Promise<Replayed | Compared> {
  const replay = against ? new Comparison(campaign, against, options) : new Replay(campaign, options);
  let place = 0;
  for await (const order of orders) {
    place++;
    try {
      replay.add(order);
    } catch (error) {
      if (!(error instanceof InvalidContextError)) throw error;
      onUnusable?.(place, error.issues);
    }
  }
  return replay.result();
}
