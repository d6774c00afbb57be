import { count, described, flag, optional, period, ruleConfig, withDefault, zone } from '../config-schema.ts';
import { FRAME, type ReadBy } from './config.ts';
import { calendarIn, contactCredits, keyOf, type LoyaltyCounter } from './counters.ts';
import type { Found } from './facts.ts';
import { defineRuleSet, type Attempt } from './rule-set.ts';

const config = ruleConfig(
  'reward',
  {
    ...FRAME,
    required_credits: described(count(), 'What a claim costs, in credits.'),
    is_active: described(flag(), 'Whether the reward can be claimed.'),
    stock: optional(described(count(), 'How many there are to claim in all. Default: no limit.')),
    claim_limit: optional(
      described(count(), 'How many one contact may claim in claim_period. Default: no limit.'),
    ),
    claim_period: optional(described(period(), 'What claim_limit is for. Default: total, for ever.')),
    time_zone: optional(described(zone(), 'IANA zone in which claim_period is cut. Default: UTC.')),
    program_active: withDefault(
      described(flag(), 'Whether the loyalty program is active. Default: true.'),
      true,
    ),
  },
  {
    keys: ['claim_limit', 'claim_period'],
    expected: 'no claim_period but with a claim_limit',
    holds: ({ claim_limit, claim_period }) => claim_period === undefined || claim_limit !== undefined,
  },
);

type RewardConfig = ReadBy<typeof config>;

interface RewardAttempt extends Attempt<'claim'> {
  /** The contact's uuid. */
  readonly contact: Found<string>;
  readonly isRewardFound: boolean;
  readonly isShopFound: boolean;
}

/**
 * A claim of a reward. The contact must have the credits (landing on 0 is accepted) and claims left; the reward must be
 * active and in stock.
 */
export const reward = defineRuleSet<RewardConfig, RewardAttempt>({
  type: 'reward',
  operations: ['claim'],
  config,

  read: (facts, base) => ({
    ...base,
    contact: facts.entity('contact', (contact) => contact.identifier('uuid')),
    isRewardFound: facts.isFound('reward'),
    isShopFound: facts.isFound('shop'),
  }),

  rules: [
    { code: 55018, field: 'program_active', holds: (_, { program_active }) => program_active },
    { code: 55031, holds: ({ contact }) => contact !== null },
    { code: 6003, holds: ({ isRewardFound }) => isRewardFound },
    { code: 1008, holds: ({ isShopFound }) => isShopFound },
    { code: 1052, field: 'is_active', holds: (_, { is_active }) => is_active },
  ],

  movements: [
    {
      counterOf: contactCredits,
      addOf: (_, { required_credits }) => -required_credits,
      minimum: {
        code: 1017,
        field: 'required_credits',
        expectedOf: ({ required_credits }) => ({ minimum: required_credits }),
      },
    },
    {
      counterOf: claimsOfReward,
      addOf: () => 1,
      limit: { code: 1018, field: 'stock', of: ({ stock }) => stock },
    },
    {
      counterOf: claimsOfContact,
      addOf: () => 1,
      limit: { code: 1019, field: 'claim_limit', of: ({ claim_limit }) => claim_limit },
    },
  ],
});

function claimsOfReward({ id, stock }: RewardConfig): LoyaltyCounter<RewardAttempt> | undefined {
  if (stock === undefined) return undefined;
  return { name: 'reward.claims', keyOf: () => keyOf('reward', id, 'claims') };
}

function claimsOfContact(config: RewardConfig): LoyaltyCounter<RewardAttempt> | undefined {
  const { id, claim_limit, claim_period = 'total', time_zone = 'UTC' } = config;
  if (claim_limit === undefined) return undefined;
  const calendar = calendarIn(claim_period, time_zone);
  return {
    name: 'contact.claims',
    calendar,
    keyOf({ at, contact }) {
      if (contact === null) return undefined;
      const window = calendar ? [claim_period, calendar.windowAt(at).id] : [];
      return keyOf('reward', id, 'contact', contact, 'claims', ...window);
    },
  };
}
