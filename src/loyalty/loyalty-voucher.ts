import { count, described, flag, ruleConfig } from '../config-schema.ts';
import { isIdentifier } from '../shopper.ts';
import { FRAME, type ReadBy } from './config.ts';
import { keyOf } from './counters.ts';
import { integerSent, type Facts, type Found } from './facts.ts';
import { defineRuleSet, type Attempt } from './rule-set.ts';

const config = ruleConfig('loyalty_voucher', {
  ...FRAME,
  promotion_active: described(flag(), 'Whether the promotion accepts redemptions.'),
  redemptions_per_voucher: described(count(), 'How often one voucher may be redeemed.'),
});

type LoyaltyVoucherConfig = ReadBy<typeof config>;

/** The platform takes no more at once. */
const MOST_TIMES = 50;

const STATUSES = ['ACTIVE', 'REDEEMED', 'EXPIRED', 'DEACTIVATED', 'INACTIVE', 'LOCKED'] as const;

interface VoucherAttempt extends Attempt<'lock' | 'redeem'> {
  readonly voucher: Found<Voucher>;
  /** How often it is redeemed at once; `undefined` where what was sent is malformed. */
  readonly times: number | undefined;
  /** What was sent to open a lock: `null` for nothing, `undefined` where it is malformed. */
  readonly releaseKey: string | null | undefined;
}

interface Voucher {
  readonly code: string;
  readonly status: (typeof STATUSES)[number];
  readonly activatesAt: number;
  readonly expiresAt: number;
  /** The key of its lock, where the host leaves it to the engine to compare. */
  readonly releaseKey: string | undefined;
}

/**
 * Locking and redeeming a voucher of a loyalty promotion, once or several times. It is valid from its activation date
 * until before its expiration date; redeeming its last redemptions is accepted. A lock asks only what the platform
 * lists for it, and counts nothing.
 */
export const loyaltyVoucher = defineRuleSet<LoyaltyVoucherConfig, VoucherAttempt>({
  type: 'loyalty_voucher',
  operations: ['lock', 'redeem'],
  config,

  read: (facts, base) => ({
    ...base,
    voucher: facts.entity('voucher', readVoucher),
    times: timesOf(facts.sent('times')),
    releaseKey: releaseKeyOf(facts.sent('release_key')),
  }),

  rules: [
    {
      code: 1003,
      on: ['redeem'],
      attribute: 'times',
      holds: ({ times }) => times !== undefined,
      expectedOf: () => ({ minimum: 1, maximum: MOST_TIMES }),
    },
    {
      code: 1003,
      on: ['redeem'],
      attribute: 'release_key',
      holds: ({ releaseKey }) => releaseKey !== undefined,
    },
    { code: 80004, holds: ({ voucher }) => voucher !== null },
    { code: 80005, holds: ({ voucher }) => voucher?.status !== 'REDEEMED' },
    {
      code: 80006,
      holds: ({ at, voucher }) => !voucher || (voucher.status !== 'EXPIRED' && at < voucher.expiresAt),
    },
    { code: 80012, holds: ({ voucher }) => voucher?.status !== 'DEACTIVATED' },
    {
      code: 80014,
      on: ['redeem'],
      holds: ({ at, voucher }) => !voucher || (voucher.status !== 'INACTIVE' && at >= voucher.activatesAt),
    },
    { code: 80017, holds: isUnlocked },
    {
      code: 80020,
      on: ['redeem'],
      field: 'promotion_active',
      holds: (_, { promotion_active }) => promotion_active,
    },
  ],

  movements: [
    {
      counterOf: () => ({ name: 'voucher.redemptions', keyOf: redemptionsKey }),
      addOf: ({ times }) => times,
      limit: {
        code: 80019,
        field: 'redemptions_per_voucher',
        of: ({ redemptions_per_voucher }) => redemptions_per_voucher,
      },
    },
  ],
});

function readVoucher(voucher: Facts): Voucher {
  return {
    code: voucher.identifier('code'),
    status: voucher.word('status', STATUSES, (written) => written.toUpperCase()),
    activatesAt: voucher.optionalInstant('activation_date', -Infinity),
    expiresAt: voucher.optionalInstant('expiration_date', Infinity),
    releaseKey: voucher.optionalIdentifier('release_key'),
  };
}

function timesOf(sent: unknown): number | undefined {
  return sent === undefined || sent === null ? 1 : integerSent(sent, 1, MOST_TIMES);
}

function releaseKeyOf(sent: unknown): string | null | undefined {
  if (sent === undefined || sent === null) return null;
  return isIdentifier(sent) ? sent : undefined;
}

/** Only redeeming opens a lock; a key that cannot be read is told as such. */
function isUnlocked({ operation, voucher, releaseKey }: VoucherAttempt): boolean {
  if (voucher?.status !== 'LOCKED') return true;
  if (operation === 'lock' || releaseKey === null) return false;
  return releaseKey === undefined || voucher.releaseKey === undefined || releaseKey === voucher.releaseKey;
}

/** The voucher's own counter, the same that a campaign's unique codes read. */
function redemptionsKey({ operation, voucher }: VoucherAttempt): string | undefined {
  return voucher && operation === 'redeem' ? keyOf('voucher', voucher.code, 'redemptions') : undefined;
}
