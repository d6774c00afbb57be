import type { RowKey } from '../catalog.ts';
import type { Violation } from '../violation.ts';
import type { LoyaltyCode } from './catalog.ts';

/** How well a code says what was violated. */
export type Mapping = 'exact' | 'near' | 'unmapped';

/** A voucher's violation, and the numeric code for it. */
export interface MappedViolation extends Violation {
  /** `null` where there is no code for it. */
  readonly code: LoyaltyCode | null;
  readonly mapping: Mapping;
}

/** A voucher's decision with numeric codes. */
export interface MappedDecision<Status> {
  readonly status: Status;
  readonly violations: readonly MappedViolation[];
}

/** What the numeric answer is about; the decision does not say it. */
export interface MappingOptions {
  /**
   * What was asked of the platform: to redeem a voucher, to claim a reward, or to receive credits.
   * @defaultValue `'voucher'`
   */
  readonly as?: 'voucher' | 'reward' | 'credit_reception' | undefined;
  /**
   * Why the voucher was not valid at this time, where the host knows: `expired` for one that is past its last window,
   * `not_yet_active` for one that is before its first. An hour of the day has no code.
   */
  readonly not_valid?: 'expired' | 'not_yet_active' | undefined;
}

type Subject = NonNullable<MappingOptions['as']>;
type Known = readonly [code: LoyaltyCode, mapping: 'exact' | 'near'];

/** The same whatever was asked. */
const ALWAYS: Partial<Record<string, Known>> = {
  'voucher.unique_code_already_used': [80005, 'exact'],
  'customer.required': [1003, 'near'],
  'location.required': [1003, 'near'],
  'location.invalid': [1003, 'near'],
  'total_transaction_cost.not_a_number': [1003, 'near'],
  'transaction_id.required': [1003, 'near'],
} satisfies Partial<Record<RowKey, Known>>;

const AS: Readonly<Record<Subject, Partial<Record<string, Known>>>> = {
  voucher: { 'campaign.not_active': [80020, 'near'] },
  reward: {
    'campaign.not_active': [1052, 'near'],
    'campaign.maximum_redemptions_exceeded': [1018, 'near'],
    'customer.per_customer_limit_exceeded': [1019, 'near'],
    'customer.redemptions_limit_exceeded': [1019, 'near'],
  },
  credit_reception: { 'transaction_id.must_be_unique': [6001, 'near'] },
} satisfies Record<Subject, Partial<Record<RowKey, Known>>>;

const NOT_VALID: Readonly<Record<NonNullable<MappingOptions['not_valid']>, Known>> = {
  expired: [80006, 'near'],
  not_yet_active: [80014, 'near'],
};

/**
 * The decision on a voucher with numeric codes, for `toEnvelope`. Most violations of a voucher have no code: they stay
 * `unmapped`, and no other code stands in for them. The mapping is this engine's reading; the platform has none.
 */
export function fromRedemption<Status>(
  { status, violations }: { readonly status: Status; readonly violations: readonly Violation[] },
  options: MappingOptions = {},
): MappedDecision<Status> {
  return { status, violations: violations.map((violation) => mapped(violation, options)) };
}

function mapped(violation: Violation, { as = 'voucher', not_valid }: MappingOptions): MappedViolation {
  const key = `${violation.attribute}.${violation.error_code}`;
  const reason = key === 'voucher.not_valid_at_this_time' && not_valid ? NOT_VALID[not_valid] : undefined;
  const [code, mapping] = reason ?? AS[as][key] ?? ALWAYS[key] ?? [null, 'unmapped'];
  // Of a limit's violation a copy by spread lacks them.
  const { details } = violation;
  return { ...violation, ...(details && { details }), code, mapping };
}
