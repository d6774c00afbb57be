// What the proofs' parent asks of its client processes, and what they answer.

import { compile, type Campaign } from '../../../src/index.ts';
import type { LedgerContext } from '../../../src/ledger/index.ts';
import type { Random } from './random.ts';

export interface Job {
  readonly url: string;
  readonly schema: string;
  readonly store: 'postgres' | 'naive';
  readonly seed: number;
  /** Begins the ids of this client's transactions. */
  readonly client: string;
  readonly connections: number;
  /** How many redemptions to attempt; without end until it is killed where `undefined`. */
  readonly attempts?: number;
  readonly limits: Limits;
  /** Slots of the campaign's counters. */
  readonly slots: number;
  /** Reservations, confirmations and cancellations among the redemptions, each repeated until it is answered. */
  readonly mixed: boolean;
}

/** Three limits that bind at once, and how many customers and days share them. */
export interface Limits {
  readonly cap: number;
  readonly dailyBudget: number;
  readonly perCustomer: number;
  readonly customers: number;
  readonly days: number;
}

/** A client's answer: what it was told for good, or that it is done. */
export type Told = { readonly acknowledged: readonly Acknowledged[] } | { readonly done: Tally };

export interface Acknowledged {
  readonly id: string;
  readonly status: 'confirmed' | 'cancelled';
}

export interface Tally {
  accepted: number;
  repeated: number;
  refused: number;
  /** Errors that were answered by trying again. */
  retried: number;
  /** Errors that must not be: their messages. */
  errors: string[];
  /** A sample, in milliseconds. */
  latencies: number[];
}

/** Full loads bind every limit: about half of all attempts are refused, by each of the three. */
export function limitsFor(attempts: number): Limits {
  return {
    cap: Math.floor(attempts * 0.45),
    days: 5,
    dailyBudget: Math.floor(attempts / 5) * 3,
    perCustomer: 3,
    customers: Math.ceil(attempts / 5),
  };
}

export function campaignOf({ cap, dailyBudget, perCustomer }: Limits): Campaign {
  return compile({
    id: 'proof',
    status: 'active',
    time_zone: 'Europe/Amsterdam',
    max_redemptions: cap,
    rules: [
      { type: 'budget', period: 'daily', limit: dailyBudget },
      { type: 'per_customer', max_redemptions: perCustomer },
    ],
  });
}

export function contextOf(random: Random, id: string, { customers, days }: Limits): LedgerContext {
  return {
    // Twice as many come on the first day: its budget is spent before the cap is reached.
    at: Date.UTC(2026, 10, 21 + (random.below(days + 1) % days), 9) + random.below(1_000),
    voucher: { code: 'PROOF' },
    redemption: {
      transaction_id: id,
      customer_identifier: `cus_${random.below(customers)}`,
      total_transaction_cost: '50.00',
    },
    granted_discount: (5 + random.below(300) / 100).toFixed(2),
  };
}
