import { catalog, keyOf, type CatalogRow } from './catalog.ts';

/** What the shopper may know of a violation and can act on; absent where there is nothing to know. */
export type Expected = Readonly<Record<string, unknown>>;

/** What stood in a violated limit's way: for the operator's eyes only. Counts are numbers, amounts strings. */
export interface Details {
  readonly limit: number | string;
  readonly used: number | string;
  readonly requested: number | string;
  /** Never below 0. */
  readonly remaining: number | string;
  /** The period the limit counts in, as ISO instants; absent where it counts for ever. */
  readonly window?: { readonly start: string; readonly end: string };
}

/** One reason why a redemption is refused. */
export interface Violation extends CatalogRow {
  readonly expected?: Expected;
  /** The campaign whose rule is violated: the voucher's, or an ancestor. */
  readonly campaign: string;
  /** JSON pointer of the rule or field in that campaign's config; `null` for what is checked of every voucher. */
  readonly rule: string | null;
  readonly details?: Details;
}

/** A violation made when compiling, so that telling it costs nothing. Made by `env.violation` alone. */
export interface PreparedViolation {
  readonly violation: Violation;
  /** The row's place in the catalog; a host's own rows come after the published ones. */
  readonly row: number;
  /** Equal for violations that a shopper could not tell apart. */
  readonly identity: string;
}

/** Tells one violation; `details` where a limit is violated. */
export type Report = (prepared: PreparedViolation, details?: Details) => void;

/** A violation as it was told. */
export interface Told {
  readonly prepared: PreparedViolation;
  readonly details: Details | undefined;
}

/** The published response for a refused redemption; HTTP status 422 is advised. */
export interface ErrorResponse {
  readonly error_code: 'invalid';
  readonly message: 'Redemption is invalid';
  readonly errors: readonly (CatalogRow & { readonly expected?: Expected })[];
}

const PUBLISHED_ORDER: ReadonlyMap<string, number> = new Map(catalog.map((row, i) => [keyOf(row), i]));

/**
 * The one constructor of violations. `count` fills `%{count}` of the message.
 */
export function prepareViolation(
  row: CatalogRow,
  place: { readonly campaign: string; readonly rule: string | null },
  parts: { readonly expected?: Expected; readonly count?: string } = {},
): PreparedViolation {
  const { attribute, error_code } = row;
  const { expected, count } = parts;
  const message = count === undefined ? row.message : row.message.replace('%{count}', () => count);
  return Object.freeze({
    violation: Object.freeze({
      attribute,
      error_code,
      message,
      ...(expected && { expected: deepFrozen(expected) }),
      campaign: place.campaign,
      rule: place.rule,
    }),
    row: PUBLISHED_ORDER.get(keyOf(row)) ?? PUBLISHED_ORDER.size,
    identity: JSON.stringify([attribute, error_code, message, expected]),
  });
}

/** A frozen copy: decisions share it. */
function deepFrozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(deepFrozen)) as Value;
  const members = Object.entries(value).map(([key, member]) => [key, deepFrozen(member) as unknown] as const);
  return Object.freeze(Object.fromEntries(members)) as Value;
}

/**
 * The violations of a decision: in the catalog's order and, within a row, as they were told (the voucher's campaign
 * first, then rule order). Of those with the same attribute, code, message and `expected`, the first stays.
 */
export function orderedViolations(told: readonly Told[]): Violation[] {
  const seen = new Set<string>();
  return told
    .toSorted((a, b) => a.prepared.row - b.prepared.row)
    .filter(({ prepared }) => !seen.has(prepared.identity) && seen.add(prepared.identity))
    .map(({ prepared: { violation }, details }) => (details ? { ...violation, details } : violation));
}

/**
 * The published response for a decision: what the shopper's client may see. Campaign, rule and details stay behind.
 */
export function toErrorResponse(decision: { readonly violations: readonly Violation[] }): ErrorResponse {
  return {
    error_code: 'invalid',
    message: 'Redemption is invalid',
    errors: decision.violations.map(({ attribute, error_code, message, expected }) => ({
      attribute,
      error_code,
      message,
      ...(expected && { expected }),
    })),
  };
}
