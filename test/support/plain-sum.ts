// What a replay must come to, by a program that shares nothing with it: the reference reading of the law, one object of sums by key, and
// BigInt. Keeps everything, and is slow.

import { amountOf, referenceEvaluate, referencePlan, writeAmount } from './reference.ts';

export interface PlainSum {
  accepted: number;
  refused: number;
  unusable: number;
  granted: string;
  rows: Record<string, number>;
  held: Record<string, string>;
}

const UNITS = 10n ** 18n;

export function plainSum(campaign: unknown, orders: readonly Record<string, unknown>[]): PlainSum {
  const sums: Record<string, bigint> = {};
  const sum: PlainSum = { accepted: 0, refused: 0, unusable: 0, granted: '0', rows: {}, held: {} };
  let granted = 0n;
  let last = -Infinity;
  for (const order of orders) {
    const at = Date.parse(order['at'] as string);
    if (Number.isNaN(at) || at < last) {
      sum.unusable++;
      continue;
    }
    last = at;
    const { counters } = referencePlan(campaign, order);
    const isAmount = (name: string) => name.includes('budget.');
    const usage = Object.fromEntries(
      counters.map(({ name, key }) => {
        const held = sums[key] ?? 0n;
        return [name, isAmount(name) ? writeAmount(held, 18) : Number(held / UNITS)];
      }),
    );
    const { status, violations, claims } = referenceEvaluate(campaign, { ...order, usage });
    if (status === 'refused') {
      sum.refused++;
      for (const row of new Set(violations.map((one) => `${one.attribute}.${one.error_code}`)))
        sum.rows[row] = (sum.rows[row] ?? 0) + 1;
      continue;
    }
    sum.accepted++;
    granted += amountOf(order['granted_discount']).units;
    for (const { key, add } of claims) sums[key] = (sums[key] ?? 0n) + amountOf(add).units;
  }
  sum.granted = shortest(granted);
  for (const [key, value] of Object.entries(sums)) sum.held[key] = shortest(value);
  return sum;
}

function shortest(units: bigint): string {
  return writeAmount(units, 18).replace(/\.?0+$/, '') || '0';
}
