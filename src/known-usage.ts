import type { Usage } from './redemption.ts';

/** Counters that many campaigns read: each at the place that is its number in {@link usedUnder}. */
const KNOWN: readonly string[] = [
  'transaction.redemptions',
  'customer.redemptions_anywhere',
  'voucher.redemptions',
  'redemptions',
  'origin.redemptions',
  'customer.redemptions',
  'customer.redemptions.yearly',
  'customer.redemptions.quarterly',
  'customer.redemptions.monthly',
  'customer.redemptions.weekly',
  'customer.redemptions.weekly-sunday',
  'customer.redemptions.daily',
  'customer.redemptions.hourly',
  'budget.total',
  'budget.yearly',
  'budget.quarterly',
  'budget.monthly',
  'budget.weekly',
  'budget.weekly-sunday',
  'budget.daily',
  'budget.hourly',
];

/** The number of a counter that many campaigns read; −1 for any other. */
export function knownNumber(name: string): number {
  return KNOWN.indexOf(name);
}

/**
 * What stands in a usage under the name of a cell, given its number. V8 remembers where a member lies whose name stands in the code;
 * looking one up by a name that it is handed takes three times as long.
 */
export function usedUnder(usage: Usage, known: number, names: readonly string[], cell: number): unknown {
  switch (known) {
    case 0:
      return usage['transaction.redemptions'];
    case 1:
      return usage['customer.redemptions_anywhere'];
    case 2:
      return usage['voucher.redemptions'];
    case 3:
      return usage['redemptions'];
    case 4:
      return usage['origin.redemptions'];
    case 5:
      return usage['customer.redemptions'];
    case 6:
      return usage['customer.redemptions.yearly'];
    case 7:
      return usage['customer.redemptions.quarterly'];
    case 8:
      return usage['customer.redemptions.monthly'];
    case 9:
      return usage['customer.redemptions.weekly'];
    case 10:
      return usage['customer.redemptions.weekly-sunday'];
    case 11:
      return usage['customer.redemptions.daily'];
    case 12:
      return usage['customer.redemptions.hourly'];
    case 13:
      return usage['budget.total'];
    case 14:
      return usage['budget.yearly'];
    case 15:
      return usage['budget.quarterly'];
    case 16:
      return usage['budget.monthly'];
    case 17:
      return usage['budget.weekly'];
    case 18:
      return usage['budget.weekly-sunday'];
    case 19:
      return usage['budget.daily'];
    case 20:
      return usage['budget.hourly'];
    default:
      return usage[names[cell] as string];
  }
}
