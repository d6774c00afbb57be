import { count, described, flag, oneOf, optional, ruleConfig, withDefault } from '../config-schema.ts';
import { FRAME, type ReadBy } from './config.ts';
import { contactCredits } from './counters.ts';
import { integerSent, type Facts, type Found } from './facts.ts';
import { defineRuleSet, type Attempt } from './rule-set.ts';

const config = ruleConfig('credit_program', {
  ...FRAME,
  max_amount: optional(described(count(), 'The most credits, inclusive. Default: no limit.')),
  cap: withDefault(
    described(
      oneOf(['per_reception', 'balance']),
      'What max_amount caps: each reception, or the balance that it leads to. Default: balance.',
    ),
    'balance',
  ),
  program_active: withDefault(
    described(flag(), 'Whether the loyalty program is active. Default: true.'),
    true,
  ),
});

type CreditProgramConfig = ReadBy<typeof config>;

interface CreditAttempt extends Attempt<'receive'> {
  /** Negative for a partial refund; `undefined` where what was sent is malformed. */
  readonly credits: number | undefined;
  /** The contact's uuid. */
  readonly contact: Found<string>;
  readonly identifier: Found<Identifier> | undefined;
  readonly posTransaction: Found<PosTransaction> | undefined;
  readonly isUnitFound: boolean;
  readonly isShopFound: boolean;
}

interface Identifier {
  readonly isActive: boolean;
  readonly isLinked: boolean;
}

interface PosTransaction {
  readonly isLinked: boolean;
}

/**
 * A reception of credits. No more than the maximum (landing on it is accepted), once for each POS transaction, and by an
 * identifier that is active and linked. A negative one is a partial refund: it is not asked the maximum, and takes no
 * more than the balance holds.
 */
export const creditProgram = defineRuleSet<CreditProgramConfig, CreditAttempt>({
  type: 'credit_program',
  operations: ['receive'],
  config,

  read: (facts, base) => ({
    ...base,
    credits: integerSent(facts.sent('credits'), Number.MIN_SAFE_INTEGER),
    contact: facts.entity('contact', (contact) => contact.identifier('uuid')),
    identifier: facts.optionalEntity('contact_identifier', readIdentifier),
    posTransaction: facts.optionalEntity('pos_transaction', (pos) => ({ isLinked: pos.flag('linked') })),
    isUnitFound: facts.isFound('unit'),
    isShopFound: facts.isFound('shop'),
  }),

  rules: [
    { code: 55018, field: 'program_active', holds: (_, { program_active }) => program_active },
    { code: 1003, attribute: 'credits', holds: ({ credits }) => credits !== undefined },
    { code: 55031, holds: ({ contact }) => contact !== null },
    {
      code: 1015,
      field: 'max_amount',
      holds: ({ credits = 0 }, config) => credits <= mostPerReception(config),
      expectedOf: ({ max_amount }) => ({ maximum: max_amount }),
      detailsOf: ({ credits = 0 }, config) => {
        const most = mostPerReception(config);
        return { limit: most, used: 0, requested: credits, remaining: most };
      },
    },
    { code: 60007, holds: ({ isUnitFound }) => isUnitFound },
    { code: 1027, holds: ({ posTransaction }) => posTransaction !== null },
    { code: 6001, holds: ({ posTransaction }) => !posTransaction || !posTransaction.isLinked },
    { code: 1008, holds: ({ isShopFound }) => isShopFound },
    { code: 60003, holds: ({ identifier }) => identifier !== null },
    { code: 60004, holds: ({ identifier }) => !identifier || identifier.isActive },
    { code: 60011, holds: ({ identifier }) => !identifier || identifier.isLinked },
  ],

  movements: [
    {
      counterOf: contactCredits,
      addOf: ({ credits }) => credits,
      minimum: { code: 1017 },
      limit: {
        code: 1015,
        field: 'max_amount',
        of: ({ cap, max_amount }) => (cap === 'balance' ? max_amount : undefined),
        expectedOf: ({ max_amount }) => ({ maximum: max_amount }),
      },
    },
  ],
});

function readIdentifier(identifier: Facts): Identifier {
  return { isActive: identifier.flag('active'), isLinked: identifier.optionalFlag('linked', true) };
}

function mostPerReception({ cap, max_amount = Infinity }: CreditProgramConfig): number {
  return cap === 'per_reception' ? max_amount : Infinity;
}
