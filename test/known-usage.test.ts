import { describe, expect, it } from 'vitest';
import { knownNumber, usedUnder } from '../src/known-usage.ts';
import { PERIODS } from '../src/time/period.ts';

describe('what stands in a usage', () => {
  it('has a number whatever somebody has given all objects', () => {
    const prototype = Object.prototype as Record<string, unknown>;
    try {
      prototype['transaction.redemptions'] = 0;
      expect(knownNumber('redemptions')).not.toBe(knownNumber('transaction.redemptions'));
      expect(knownNumber('acme.visits')).toBe(-1);
    } finally {
      Reflect.deleteProperty(prototype, 'transaction.redemptions');
    }
  });

  const periods = [...PERIODS.filter((period) => period !== 'total'), 'weekly-sunday'];
  const known = [
    'transaction.redemptions',
    'customer.redemptions_anywhere',
    'voucher.redemptions',
    'redemptions',
    'origin.redemptions',
    'customer.redemptions',
    'budget.total',
    ...periods.flatMap((period) => [`budget.${period}`, `customer.redemptions.${period}`]),
  ];

  it('is found under every name of section 5, by its number, and under any other by the name of its cell', () => {
    const others = ['parent.redemptions', 'acme.visits', 'toString'];
    const usage = Object.fromEntries([...known, ...others].map((name) => [name, name]));
    for (const name of known) {
      expect(knownNumber(name)).toBeGreaterThanOrEqual(0);
      expect(usedUnder(usage, knownNumber(name), ['not looked at'], 0)).toBe(name);
    }
    expect(new Set(known.map(knownNumber)).size).toBe(known.length);
    for (const name of others) {
      expect(knownNumber(name)).toBe(-1);
      expect(usedUnder(usage, -1, ['not looked at', name], 1)).toBe(name);
    }
  });
});
