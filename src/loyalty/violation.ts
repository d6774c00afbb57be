import type { Details, Expected, Violation } from '../violation.ts';
import { allRows, rowOf, type LoyaltyCode } from './catalog.ts';

/** One reason to refuse: as for a voucher, and its number. */
export interface LoyaltyViolation extends Violation {
  readonly code: LoyaltyCode;
}

/** What a violation says beyond its row. */
export interface Told {
  /** Where it is not the row's: the input that code 1003 is about. */
  readonly attribute?: string | undefined;
  readonly expected?: Expected | undefined;
  /** The config's field it is about; `undefined` where it is about none. */
  readonly field?: string | undefined;
  readonly details?: Details | undefined;
}

/** A reason that the host knows and no engine could. */
export type HostViolation = Pick<LoyaltyViolation, 'attribute' | 'error_code' | 'code' | 'message'>;

/**
 * A violation of the host's own finding, to stand beside those of a decision: a shop without access (7015), a passcode
 * that is not there (13010), or anything else of the catalog.
 *
 * @example
 * toEnvelope({ violations: [...decision.violations, violationOf(7015)] });
 */
export function violationOf(code: LoyaltyCode, attribute?: string): HostViolation {
  const row = rowOf(code);
  return { attribute: attribute ?? row.attribute, error_code: row.error_code, code, message: row.message };
}

/** The one constructor of violations of a rule set. `id` is its config's. */
export function loyaltyViolation(code: LoyaltyCode, id: string, told: Told): LoyaltyViolation {
  const { attribute, expected, field, details } = told;
  return {
    ...violationOf(code, attribute),
    ...(expected && { expected }),
    campaign: id,
    rule: field === undefined ? null : `/${field}`,
    ...(details && { details }),
  };
}

const PLACES: ReadonlyMap<LoyaltyCode, number> = new Map(allRows.map(({ code }, i) => [code, i]));

/** In published order, the codes outside the page after it; within a code, as they were told. */
export function inCatalogOrder<Coded extends { readonly code: LoyaltyCode }>(
  violations: readonly Coded[],
): Coded[] {
  const placeOf = ({ code }: Coded) => PLACES.get(code) as number;
  return violations.toSorted((a, b) => placeOf(a) - placeOf(b));
}
