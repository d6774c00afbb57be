import type { Usage } from './redemption.ts';

/** The number of a counter that many campaigns read; −1 for any other. */
export function knownNumber(name: string): number {
  // It inherits nothing, whatever somebody has given all objects.
  const usage = { __proto__: null, [name]: 0 } as Usage;
  for (let known = 0; known <= LAST_KNOWN; known++) if (usedUnder(usage, known, '') === 0) return known;
  return -1;
}

const LAST_KNOWN = 20;

/**
 * What stands in a usage under a name, given its number. V8 remembers where a member lies whose name stands in the code; looking one
 * up by a name that it is handed takes three times as long.
 */
export function usedUnder(usage: Usage, known: number, name: string): unknown {
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
      return usage[name];
  }
}
