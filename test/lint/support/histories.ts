// What counters hold after some redemptions: as counting leaves them, so that whatever counts more is never behind.

import fc from 'fast-check';
import type { Campaign } from '../../../src/index.ts';
import { levelsOf, type CampaignJson, type SmallContext } from './small-campaigns.ts';

/**
 * In which windows of the redemption that is asked about an earlier one fell; each holds those before it, but for
 * weeks.
 */
const AGES = [
  ['hourly', 'daily', 'weekly', 'monthly'],
  ['daily', 'weekly', 'monthly'],
  ['weekly', 'monthly'],
  ['weekly'],
  ['monthly'],
  [],
];

interface Past {
  readonly isOfHome: boolean;
  readonly isAnns: boolean;
  readonly isOfOrigin: boolean;
  readonly discount: number;
  /** Where two levels have other clocks, their windows are others. */
  readonly age: readonly string[];
  readonly otherAge: readonly string[];
}

export interface History {
  readonly past: readonly Past[];
  readonly elsewhere: number;
  readonly discount: number;
}

const age = fc.constantFrom(...AGES);

export const history: fc.Arbitrary<History> = fc.record({
  past: fc.array(
    fc.record({
      isOfHome: fc.boolean(),
      isAnns: fc.boolean(),
      isOfOrigin: fc.boolean(),
      discount: fc.constantFrom(0, 3, 5, 10),
      age,
      otherAge: age,
    }),
    { maxLength: 5 },
  ),
  elsewhere: fc.nat(1),
  discount: fc.constantFrom(0, 2, 5, 10),
});

/** The usage that a campaign reads of a context. */
export function usageAfter(
  { past, elsewhere }: History,
  config: CampaignJson,
  campaign: Campaign,
  context: SmallContext,
): Record<string, number> {
  const [home, parent] = levelsOf(config);
  const haveSameClocks = (home?.['time_zone'] ?? 'UTC') === (parent?.['time_zone'] ?? 'UTC');
  const isRenewal = (context.redemption as { origin_redemption?: string }).origin_redemption !== undefined;
  const valueOf = (name: string): number => {
    const isParents = name.startsWith('parent.');
    const own = isParents ? name.slice('parent.'.length) : name;
    const counted = past.filter(({ isOfHome }) => isOfHome || isParents);
    const agesOf = (one: Past) => (isParents && !haveSameClocks ? one.otherAge : one.age);
    const isIn = (period: string) => (one: Past) => period === 'total' || agesOf(one).includes(period);
    const [, period = 'total'] = /^(?:budget|customer\.redemptions)\.(.*)$/.exec(own) ?? [];
    if (own === 'redemptions') return counted.length;
    if (own === 'customer.redemptions_anywhere')
      return past.filter(({ isAnns }) => isAnns).length + elsewhere;
    if (own.startsWith('customer.redemptions'))
      return counted.filter(({ isAnns }) => isAnns).filter(isIn(period)).length;
    if (own.startsWith('budget.'))
      return counted.filter(isIn(period)).reduce((sum, { discount }) => sum + discount, 0);
    if (own === 'origin.redemptions')
      return isRenewal ? counted.filter((one) => one.isAnns && one.isOfOrigin).length : 0;
    return 0;
  };
  return Object.fromEntries(campaign.plan(context).counters.map(({ name }) => [name, valueOf(name)]));
}
