import type { Campaign } from '../campaign.ts';
import { keyOf } from '../catalog.ts';
import { InvalidContextError, type ContextIssue } from '../context.ts';
import type { Decision } from '../evaluate.ts';
import { Replay, type Order, type Replayed, type ReplayOptions } from './replay.ts';
import { RowTallies, type RowTally } from './row-tallies.ts';

/** Examples of each kind of flip. */
const MOST_EXAMPLES = 10;

/** An order whose verdict is another. */
export interface FlippedOrder {
  /** Its place among the orders, from 1. */
  readonly order: number;
  readonly transaction_id: string;
  readonly at: string | number;
  /** The rows that refuse it on the one side: `attribute.error_code`. */
  readonly rows: readonly string[];
}

/** Orders whose verdict flips in one direction. */
export interface Flips {
  readonly orders: number;
  /** By the rows of the side that refuses; the most frequent first. */
  readonly rows: readonly RowTally[];
  /** The first ten. */
  readonly examples: readonly FlippedOrder[];
}

/** The same orders through two campaigns, each with counters of its own. */
export interface Compared {
  readonly before: Replayed;
  readonly after: Replayed;
  /** Accepted before, refused after. */
  readonly newly_refused: Flips;
  /** Refused before, accepted after. */
  readonly newly_accepted: Flips;
}

/** Replays the same orders through two campaigns. */
export class Comparison {
  private readonly before: Replay;
  private readonly after: Replay;
  private readonly newlyRefused = new FlipCount();
  private readonly newlyAccepted = new FlipCount();
  private orders = 0;

  constructor(before: Campaign, after: Campaign, options?: ReplayOptions) {
    this.before = new Replay(before, options);
    this.after = new Replay(after, options);
  }

  /**
   * Decides an order on both sides. Throws an `InvalidContextError` for one that cannot be used on one of them, and goes on with the
   * next.
   */
  add(order: Order): { readonly before: Decision; readonly after: Decision } {
    this.orders++;
    const issues: ContextIssue[] = [];
    const before = decided(() => this.before.add(order), issues);
    const after = decided(() => this.after.add(order), issues);
    if (!before || !after) throw new InvalidContextError(issues);
    if (before.status !== after.status) {
      const [flips, refused] =
        after.status === 'refused' ? [this.newlyRefused, after] : [this.newlyAccepted, before];
      flips.add(order, this.orders, refused);
    }
    return { before, after };
  }

  /** Counts an order that could not even be read. */
  skip(): void {
    this.orders++;
    this.before.skip();
    this.after.skip();
  }

  result(): Compared {
    return {
      before: this.before.result(),
      after: this.after.result(),
      newly_refused: this.newlyRefused.result(),
      newly_accepted: this.newlyAccepted.result(),
    };
  }
}

class FlipCount {
  private orders = 0;
  private readonly rows = new RowTallies();
  private readonly examples: FlippedOrder[] = [];

  add(order: Order, place: number, { violations }: Decision): void {
    this.orders++;
    this.rows.add(violations);
    if (this.examples.length === MOST_EXAMPLES) return;
    // One side accepts it: it has an id.
    const { transaction_id } = order.redemption as { readonly transaction_id: string };
    this.examples.push({
      order: place,
      transaction_id,
      at: order.at instanceof Date ? order.at.toISOString() : order.at,
      rows: [...new Set(violations.map(keyOf))],
    });
  }

  result(): Flips {
    return { orders: this.orders, rows: this.rows.result(), examples: this.examples };
  }
}

/** What is told of both sides is told once. */
function decided(decide: () => Decision, issues: ContextIssue[]): Decision | undefined {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    for (const issue of error.issues) if (!issues.some(({ path }) => path === issue.path)) issues.push(issue);
    return undefined;
  }
}
