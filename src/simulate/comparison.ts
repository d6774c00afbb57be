import type { Campaign } from '../campaign.ts';
import { keyOf } from '../catalog.ts';
import { InvalidContextError, type ContextIssue } from '../context.ts';
import type { Decision } from '../evaluate.ts';
import { isOperation } from './host.ts';
import { firstByPath, Replay, zoneNameOf, type Order, type Replayed, type ReplayOptions } from './replay.ts';
import { RowTallies, type RowWithExamples } from './row-tallies.ts';

/** Examples of each row. */
const MOST_EXAMPLES = 5;

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
  /** By the rows of the side that refuses, the most frequent first; with the first five orders of each. */
  readonly rows: readonly RowWithExamples<FlippedOrder>[];
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

/** What each side says of an order. */
export interface BothDecisions {
  readonly before: Decision | undefined;
  readonly after: Decision | undefined;
}

/** Replays the same orders through two campaigns. */
export class Comparison {
  private readonly before: Replay;
  private readonly after: Replay;
  private readonly newlyRefused = new FlipCount();
  private readonly newlyAccepted = new FlipCount();
  private orders = 0;

  /** Periods are those of the first campaign's zone on both sides. */
  constructor(before: Campaign, after: Campaign, options: ReplayOptions = {}) {
    const { period, timeZone = zoneNameOf(before) } = options;
    this.before = new Replay(before, { period, timeZone });
    this.after = new Replay(after, { period, timeZone });
  }

  /**
   * Decides an order on both sides, as {@link Replay.add} does. Throws an `InvalidContextError` for one that cannot be used on one of
   * them, and goes on with the next.
   */
  add(order: Order): BothDecisions {
    this.orders++;
    const issues: ContextIssue[] = [];
    const before = decided(() => this.before.add(order), issues);
    const after = decided(() => this.after.add(order), issues);
    if (issues.length > 0) throw new InvalidContextError(firstByPath(issues));
    if (before && after && before.status !== after.status && !isOperation(order)) {
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
  private readonly rows = new RowTallies<FlippedOrder>(MOST_EXAMPLES);

  add({ redemption, at }: Order, order: number, { violations }: Decision): void {
    this.orders++;
    this.rows.add(violations, () => ({
      order,
      // One side accepts it: it has an id.
      transaction_id: (redemption as { readonly transaction_id: string }).transaction_id,
      at: at instanceof Date ? at.toISOString() : at,
      rows: [...new Set(violations.map(keyOf))],
    }));
  }

  result(): Flips {
    return { orders: this.orders, rows: this.rows.withExamples() };
  }
}

function decided(decide: () => Decision | undefined, issues: ContextIssue[]): Decision | undefined {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    issues.push(...error.issues);
    return undefined;
  }
}
