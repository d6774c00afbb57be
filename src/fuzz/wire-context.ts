import type { HeldClaim, Operation } from '../context.ts';

/**
 * A context as JSON has it, so that one on which something fails can be saved to a file and given to the command. The host's
 * facts in it are right, and usage holds what the plan names.
 */
export interface WireContext {
  /** An ISO instant in UTC, as short as it can be: `2026-11-27T00:00Z`. */
  readonly at: string;
  readonly voucher: { readonly code: string; readonly customer_identifier?: string | null };
  /** What the shopper's client sent: any JSON. */
  readonly redemption?: unknown;
  readonly granted_discount?: string;
  readonly origin?: WireOrigin | null;
  readonly operation?: Operation;
  readonly existing?: WireExisting;
  readonly usage: WireUsage;
}

export interface WireOrigin {
  readonly redeemed_at: string;
  readonly original: boolean;
  readonly customer_identifier: string | null;
}

export interface WireExisting {
  readonly status: 'pending' | 'confirmed';
  readonly claims: readonly HeldClaim[];
}

/** What counters hold, by name. */
export type WireUsage = Readonly<Record<string, number | string>>;

/** Without seconds or milliseconds that are zero. */
export function wireInstant(instant: number): string {
  const text = new Date(instant).toISOString();
  if (instant % 60_000 === 0) return `${text.slice(0, -':00.000Z'.length)}Z`;
  return instant % 1_000 === 0 ? `${text.slice(0, -'.000Z'.length)}Z` : text;
}

/** Budgets sum amounts; all else is counted. */
export function isAmountCounter(name: string): boolean {
  return /(?:^|\.)budget\./.test(name);
}
