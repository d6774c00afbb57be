// What a replay must come to, by a program that shares nothing with it: the reference reading of the law, one object of sums by key, and
// BigInt. Keeps everything, and is slow.

import {
  amountOf,
  levelsOf,
  referenceEvaluate,
  referencePlan,
  writeAmount,
  type ReferenceClaim,
} from './reference.ts';

export interface PlainSum {
  accepted: number;
  refused: number;
  unusable: number;
  granted: string;
  rows: Record<string, number>;
  /** By counter, in time order, what windows hold of those that count everybody. */
  windows: Record<string, { start: string | null; used: string }[]>;
  operations: { confirmed: number; cancelled: number; refused: number; moot: number; given_back: string };
}

type Json = Record<string, unknown>;

/** An accepted order. */
interface Taken {
  at: string;
  code: unknown;
  customer: unknown;
  original: boolean;
  claims: readonly ReferenceClaim[];
  granted: bigint;
  isConfirmed: boolean;
}

const UNITS = 10n ** 18n;
const OF_SOMEBODY = /(?:customer|voucher|origin|transaction)\./;

export function plainSum(campaign: unknown, orders: readonly Json[]): PlainSum {
  const sums: Record<string, bigint> = {};
  const taken = new Map<unknown, Taken>();
  const windows = new Map<string, { name: string; start: string | null }>();
  const tally = { accepted: 0, refused: 0, unusable: 0 };
  const operations = { confirmed: 0, cancelled: 0, refused: 0, moot: 0 };
  const rows: Record<string, number> = {};
  let granted = 0n;
  let givenBack = 0n;
  let last = -Infinity;

  const settle = (order: Json): void => {
    const { transaction_id: id } = order['redemption'] as Json;
    const known = taken.get(id);
    if (!known) operations.moot++;
    else if (known.isConfirmed) operations.refused++;
    else if (order['operation'] === 'confirm') {
      known.isConfirmed = true;
      operations.confirmed++;
    } else {
      for (const { key, add } of known.claims) sums[key] = (sums[key] ?? 0n) - amountOf(add).units;
      givenBack += known.granted;
      taken.delete(id);
      operations.cancelled++;
    }
  };

  const redeem = (order: Json): void => {
    const asked = isSubscription(campaign) ? { ...order, origin: originOf(order, taken) } : order;
    const { counters } = referencePlan(campaign, asked);
    for (const { name, key, window } of counters)
      if (!OF_SOMEBODY.test(name)) windows.set(key, { name, start: window?.start ?? null });
    const usage = Object.fromEntries(
      counters.map(({ name, key }) => {
        const held = sums[key] ?? 0n;
        return [name, name.includes('budget.') ? writeAmount(held, 18) : Number(held / UNITS)];
      }),
    );
    const { status, violations, claims } = referenceEvaluate(campaign, { ...asked, usage });
    if (status === 'refused') {
      tally.refused++;
      for (const row of new Set(violations.map((one) => `${one.attribute}.${one.error_code}`)))
        rows[row] = (rows[row] ?? 0) + 1;
      return;
    }
    tally.accepted++;
    const discount = amountOf(order['granted_discount']).units;
    granted += discount;
    for (const { key, add } of claims) sums[key] = (sums[key] ?? 0n) + amountOf(add).units;
    const sent = order['redemption'] as Json;
    taken.set(sent['transaction_id'], {
      at: order['at'] as string,
      code: (order['voucher'] as Json)['code'],
      customer: sent['customer_identifier'],
      original: sent['origin_redemption'] === undefined,
      claims,
      granted: discount,
      isConfirmed: false,
    });
  };

  for (const order of orders) {
    const at = Date.parse(order['at'] as string);
    if (Number.isNaN(at) || at < last) tally.unusable++;
    else {
      last = at;
      if (order['operation'] === undefined) redeem(order);
      else settle(order);
    }
  }
  const held: PlainSum['windows'] = {};
  for (const [key, { name, start }] of windows)
    if ((sums[key] ?? 0n) > 0n) (held[name] ??= []).push({ start, used: shortest(sums[key] ?? 0n) });
  return {
    ...tally,
    granted: shortest(granted),
    rows,
    windows: held,
    operations: { ...operations, given_back: shortest(givenBack) },
  };
}

function isSubscription(campaign: unknown): boolean {
  return levelsOf(campaign).some(({ campaign: { rules = [] } }) =>
    rules.some(({ type }) => type === 'subscription'),
  );
}

/** The order that a renewal names, if it was accepted for the same code. */
function originOf(order: Json, taken: ReadonlyMap<unknown, Taken>): unknown {
  if (order['origin'] !== undefined) return order['origin'];
  const found = taken.get((order['redemption'] as Json)['origin_redemption']);
  if (!found || found.code !== (order['voucher'] as Json)['code']) return null;
  return { redeemed_at: found.at, original: found.original, customer_identifier: found.customer ?? null };
}

function shortest(units: bigint): string {
  const text = writeAmount(units, 18);
  return text.replace(/\.?0+$/, '') || '0';
}
