import type { Amount } from '../money.ts';

/** Orders in one half of the memory. */
const A_MILLION = 1_000_000;

/** Of an accepted order, enough to say again what it claimed, and whether another may renew it. */
export interface AcceptedOrder {
  readonly at: number;
  readonly code: string;
  readonly customer: string | undefined;
  /** The redemption that it renewed. */
  readonly origin: string | undefined;
  readonly granted: Amount;
  isConfirmed: boolean;
}

/** The last accepted orders by their transaction ids: a million at least, two at most. */
export class AcceptedOrders {
  private recent = new Map<string, AcceptedOrder>();
  private older = new Map<string, AcceptedOrder>();
  private readonly half: number;

  constructor(half = A_MILLION) {
    this.half = half;
  }

  find(id: string): AcceptedOrder | undefined {
    return this.recent.get(id) ?? this.older.get(id);
  }

  remember(id: string, order: AcceptedOrder): void {
    if (this.recent.size === this.half) {
      this.older = this.recent;
      this.recent = new Map();
    }
    this.recent.set(id, order);
  }

  forget(id: string): void {
    this.recent.delete(id);
    this.older.delete(id);
  }
}
