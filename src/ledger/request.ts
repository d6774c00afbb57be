import type { RedemptionContext } from '../index.ts';
import { parseAmount, textOf } from '../money.ts';
import { isJsonObject, own } from '../snapshot.ts';

/** Deeper than any request is; what lies below is not compared. */
const DEEPEST = 64;

/**
 * What is asked, in words that are equal for equal requests: the operation, the campaign, the voucher's code, what the
 * shopper sent and the granted discount. Not what a retry changes: the time, the usage, facts that the host looks up.
 */
export function requestOf(
  operation: 'redeem' | 'reserve',
  campaign: string,
  context: Pick<RedemptionContext, 'voucher' | 'redemption' | 'granted_discount'>,
): string {
  const { voucher, redemption, granted_discount } = context;
  const discount = parseAmount(granted_discount);
  const parts = [operation, campaign, voucher.code, discount === undefined ? null : textOf(discount)];
  return JSON.stringify(parts) + readOr('unreadable', () => canonical(redemption, 0));
}

/** The transaction's id, as the engine reads it: a string that is not blank, else none. */
export function transactionIdOf(redemption: unknown): string | undefined {
  const id = readOr(undefined, () =>
    isJsonObject(redemption) ? own(redemption, 'transaction_id') : undefined,
  );
  return typeof id === 'string' && id.trim() !== '' ? id : undefined;
}

/** JSON with its keys in order. */
function canonical(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth === DEEPEST) return '…';
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join()}]`;
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(own(value, key), depth + 1)}`);
  return `{${members.join()}}`;
}

/** Getters and proxies can throw; JSON cannot. */
function readOr<Value>(otherwise: Value, read: () => Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
