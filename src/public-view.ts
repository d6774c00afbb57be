import { catalog, keyOf, type RowKey } from './catalog.ts';
import type { Decision } from './evaluate.ts';
import { describe } from './snapshot.ts';
import { didYouMean } from './suggest.ts';
import { toErrorResponse, type ErrorResponse } from './violation.ts';
import type { Fix } from './what-if/fixes.ts';
import type { Unknown } from './what-if/open-redemption.ts';
import type { UpcomingWindow, WhatIf } from './what-if.ts';

/** What a shopper may know. */
export interface PublicPolicy {
  /**
   * Rows that would let someone guess codes: an answer with one of them looks like that to a code that does not exist, whatever
   * else is wrong. A host's own rows by `attribute.error_code`.
   * @defaultValue `['customer.does_not_match_assigned_customer', 'voucher.unique_code_already_used']`
   */
  readonly conceal?: readonly (RowKey | OwnRowKey)[] | undefined;
}

/** The error codes of a host's own rows have a namespace. */
type OwnRowKey = `${string}.${string}.${string}`;

/** The answer for a code that does not exist, and for one that is concealed. */
export interface NotFoundView {
  readonly status: 'refused';
  readonly error_code: 'not_found';
  readonly message: 'Voucher not found';
}

/** Of a what-if: when. */
interface PublicTimes {
  readonly next_valid_at?: string | null;
  readonly upcoming?: readonly UpcomingWindow[];
}

export interface AcceptedView extends PublicTimes {
  readonly status: 'accepted';
}

export interface UndeterminedView extends PublicTimes {
  readonly status: 'undetermined';
  /** What the shopper has not given yet; empty where only the host can go on. */
  readonly missing: readonly ShoppersUnknown[];
}

type ShoppersUnknown = Exclude<Unknown, 'granted_discount' | `usage.${string}`>;

/** The published response, with what the shopper can do about each error. */
export interface RefusedView extends Omit<ErrorResponse, 'errors'>, PublicTimes {
  readonly status: 'refused';
  readonly errors: readonly (ErrorResponse['errors'][number] & { readonly fix?: Fix })[];
}

export type PublicView = AcceptedView | UndeterminedView | RefusedView | NotFoundView;

/** What a host sends for a code that does not exist: the same as for one that is concealed. */
export const notFoundView: NotFoundView = Object.freeze({
  status: 'refused',
  error_code: 'not_found',
  message: 'Voucher not found',
});

const GUESSED_FROM: readonly RowKey[] = [
  'customer.does_not_match_assigned_customer',
  'voucher.unique_code_already_used',
];

/**
 * A decision, or the answer to a what-if, for the shopper: without claims, campaigns, rules, details and headroom. One with a row
 * that the policy conceals is {@link notFoundView}, without `errors`. Of an answer with changes it is the answer as it is; the
 * `changed` one has a view of its own.
 *
 * Throws a `TypeError` for a policy that names a row which is not there: it would conceal nothing.
 */
export function publicView(
  decision: Decision | WhatIf,
  { conceal = GUESSED_FROM }: PublicPolicy = {},
): PublicView {
  const concealed = rowsNamed(conceal);
  if (decision.violations.some((violation) => concealed.includes(keyOf(violation)))) return notFoundView;
  const times = 'upcoming' in decision ? timesOf(decision) : {};
  switch (decision.status) {
    case 'accepted':
      return { status: 'accepted', ...times };
    case 'undetermined':
      return { status: 'undetermined', missing: shoppersOf(decision), ...times };
    case 'refused':
      return { status: 'refused', ...refusal(decision), ...times };
  }
}

function rowsNamed(conceal: unknown): readonly string[] {
  if (!Array.isArray(conceal))
    throw new TypeError(`conceal: found ${describe(conceal)}, expected a list of rows`);
  return conceal.map((row: unknown) => {
    if (typeof row === 'string' && (PUBLISHED.includes(row) || OWN_ROW.test(row))) return row;
    const meant = typeof row === 'string' ? didYouMean(row, PUBLISHED) : '';
    throw new TypeError(
      `conceal: found ${describe(row)}, expected a row of the catalog, or of your own${meant}`,
    );
  });
}

const PUBLISHED: readonly string[] = catalog.map(keyOf);
const OWN_ROW = /^[^.]+\.[^.]+\../;

function timesOf({ next_valid_at, upcoming }: WhatIf): PublicTimes {
  return { ...(next_valid_at !== undefined && { next_valid_at }), upcoming };
}

function refusal(decision: Decision | WhatIf): Omit<RefusedView, 'status'> {
  const response = toErrorResponse(decision);
  const errors = response.errors.map((error, i) => {
    const violation = decision.violations[i] as WhatIf['violations'][number];
    return { ...error, ...(violation.fix && { fix: violation.fix }) };
  });
  return { ...response, errors };
}

function shoppersOf({ missing }: WhatIf): ShoppersUnknown[] {
  return missing
    .map(({ attribute }) => attribute)
    .filter((name): name is ShoppersUnknown => name !== 'granted_discount' && !name.startsWith('usage.'));
}
