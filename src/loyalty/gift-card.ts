import { count, described, flag, optional, ruleConfig } from '../config-schema.ts';
import { FRAME, type ReadBy } from './config.ts';
import { keyOf } from './counters.ts';
import { integerSent, type Facts, type Found } from './facts.ts';
import { defineRuleSet, type Attempt } from './rule-set.ts';

const config = ruleConfig('gift_card', {
  ...FRAME,
  program_active: described(flag(), 'Whether the gift card program is active.'),
  max_amount_in_cents: optional(
    described(count(), 'The most a card may hold, inclusive, in cents. Default: no limit.'),
  ),
});

type GiftCardConfig = ReadBy<typeof config>;

type Operation = 'spend' | 'load' | 'reverse';

interface GiftCardAttempt extends Attempt<Operation> {
  readonly card: Found<Card>;
  /** The transaction to be reversed. */
  readonly transaction: Found<Transaction> | undefined;
  /** What the balance changes by, in cents; `undefined` where what was sent is malformed. */
  readonly change: number | undefined;
  /** A load, or the reversal of what was spent. */
  readonly isIncrease: boolean;
}

interface Card {
  readonly hash: string;
  readonly isActive: boolean;
  readonly isLinked: boolean;
  readonly canLoad: boolean;
  readonly expiresAt: number;
}

interface Transaction {
  /** Positive for a load, negative for what was spent. */
  readonly amount: number;
  readonly isNewest: boolean;
}

/**
 * Spending from a gift card, loading it, and reversing its newest transaction: a transaction of the opposite amount,
 * which is asked the same. Amounts are whole cents. A balance may land on 0 and on the maximum; a card is expired from
 * its expiration date on.
 */
export const giftCard = defineRuleSet<GiftCardConfig, GiftCardAttempt>({
  type: 'gift_card',
  operations: ['spend', 'load', 'reverse'],
  config,

  read(facts, base) {
    const { operation } = base;
    const card = facts.entity('card', readCard);
    const transaction = operation === 'reverse' ? facts.entity('transaction', readTransaction) : undefined;
    const change = changeOf(operation, integerSent(facts.sent('amount_in_cents'), 1), transaction);
    const isIncrease = operation === 'load' || (transaction ? transaction.amount < 0 : false);
    return { ...base, card, transaction, change, isIncrease };
  },

  rules: [
    { code: 55018, field: 'program_active', holds: (_, { program_active }) => program_active },
    {
      code: 1003,
      on: ['spend', 'load'],
      attribute: 'amount_in_cents',
      holds: ({ change }) => change !== undefined,
      expectedOf: () => ({ minimum: 1 }),
    },
    { code: 5001, holds: ({ card }) => card !== null },
    { code: 5007, holds: ({ card }) => card === null || card.isLinked },
    { code: 5006, holds: ({ card, isIncrease }) => card === null || card.canLoad || !isIncrease },
    { code: 5002, holds: ({ card, at }) => card === null || at < card.expiresAt },
    { code: 1010, holds: ({ card }) => card === null || card.isActive },
    { code: 5010, on: ['reverse'], holds: ({ transaction }) => transaction !== null },
    { code: 55025, on: ['reverse'], holds: ({ transaction }) => !transaction || transaction.isNewest },
  ],

  movements: [
    {
      counterOf: () => ({
        name: 'card.balance',
        keyOf: ({ card }) => (card ? keyOf('card', card.hash, 'balance') : undefined),
      }),
      addOf: ({ change }) => change,
      minimum: { code: 5003 },
      limit: {
        code: 5008,
        field: 'max_amount_in_cents',
        of: ({ max_amount_in_cents }) => max_amount_in_cents,
        expectedOf: ({ max_amount_in_cents }) => ({ maximum: max_amount_in_cents }),
      },
    },
  ],
});

function readCard(card: Facts): Card {
  return {
    hash: card.identifier('hash'),
    isActive: card.flag('active'),
    isLinked: card.optionalFlag('linked', true),
    canLoad: card.flag('can_load'),
    expiresAt: card.optionalInstant('expiration_date', Infinity),
  };
}

function readTransaction(transaction: Facts): Transaction {
  return { amount: transaction.nonZeroInteger('amount_in_cents'), isNewest: transaction.flag('newest') };
}

function changeOf(
  operation: Operation,
  sent: number | undefined,
  transaction: Found<Transaction> | undefined,
): number | undefined {
  if (operation === 'reverse') return transaction ? -transaction.amount : undefined;
  return sent === undefined || operation === 'load' ? sent : -sent;
}
