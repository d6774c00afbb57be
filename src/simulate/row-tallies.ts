import { keyOf } from '../catalog.ts';
import type { Violation } from '../violation.ts';

/** A row, and the orders that it refused, alone or with others. */
export interface RowTally {
  readonly attribute: string;
  readonly error_code: string;
  readonly orders: number;
}

/** Orders by the rows that refused them. */
export class RowTallies {
  private readonly rows = new Map<string, { attribute: string; error_code: string; orders: number }>();

  /** The violations of one order: two of one row, of two rules, count once. */
  add(violations: readonly Violation[]): void {
    for (const [key, { attribute, error_code }] of new Map(violations.map((one) => [keyOf(one), one]))) {
      const row = this.rows.get(key);
      if (row) row.orders++;
      else this.rows.set(key, { attribute, error_code, orders: 1 });
    }
  }

  /** The most frequent first; of equals, by name. */
  result(): RowTally[] {
    return Array.from(this.rows, ([key, row]) => ({ key, row: { ...row } }))
      .toSorted((a, b) => b.row.orders - a.row.orders || (a.key < b.key ? -1 : 1))
      .map(({ row }) => row);
  }
}
