import { keyOf } from '../catalog.ts';
import type { Violation } from '../violation.ts';

/** A row, and the orders that it refused, alone or with others. */
export interface RowTally {
  readonly attribute: string;
  readonly error_code: string;
  readonly orders: number;
}

/** A row, and the first orders that it refused. */
export type RowWithExamples<Example> = RowTally & { readonly examples: readonly Example[] };

interface OpenRow<Example> {
  readonly attribute: string;
  readonly error_code: string;
  orders: number;
  readonly examples: Example[];
}

/** Orders by the rows that refused them. */
export class RowTallies<Example = never> {
  private readonly rows = new Map<string, OpenRow<Example>>();
  private readonly mostExamples: number;

  constructor(mostExamples = 0) {
    this.mostExamples = mostExamples;
  }

  /** The violations of one order: two of one row, of two rules, count once. */
  add(violations: readonly Violation[], example?: () => Example): void {
    for (const row of new Set(violations.map((violation) => this.rowOf(violation)))) {
      row.orders++;
      if (example && row.examples.length < this.mostExamples) row.examples.push(example());
    }
  }

  /** The most frequent first; of equals, by name. */
  result(): RowTally[] {
    return this.inOrder().map(({ attribute, error_code, orders }) => ({ attribute, error_code, orders }));
  }

  withExamples(): RowWithExamples<Example>[] {
    return this.inOrder().map((row) => ({ ...row, examples: [...row.examples] }));
  }

  private rowOf(violation: Violation): OpenRow<Example> {
    const key = keyOf(violation);
    let row = this.rows.get(key);
    if (!row) {
      const { attribute, error_code } = violation;
      this.rows.set(key, (row = { attribute, error_code, orders: 0, examples: [] }));
    }
    return row;
  }

  private inOrder(): OpenRow<Example>[] {
    return [...this.rows]
      .toSorted(([key, a], [other, b]) => b.orders - a.orders || (key < other ? -1 : 1))
      .map(([, row]) => row);
  }
}
