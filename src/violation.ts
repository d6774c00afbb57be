import { catalog, type CatalogRow } from './catalog.ts';
import type { Limit } from './limit.ts';
import type { Redemption } from './rule.ts';
import { frozen, type JsonObject } from './snapshot.ts';

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

/** A violation prepared when compiling, and made when it is first told, so that telling it again costs nothing. Made by `env.violation` alone. */
export interface PreparedViolation {
  readonly violation: Violation;
  /** The row's place in the catalog; a host's own rows come after the published ones. */
  readonly row: number;
  /** Of one row, the violations of a decision are in this order: the voucher's campaign first, then rule order. */
  readonly order: number;
  /** Equal for violations that a shopper could not tell apart. */
  readonly identity: string;
  /** As a decision has it: of a limit, with how the redemption exceeded it. */
  of(redemption: Redemption): Violation;
  /** The same, told of this limit. */
  ofLimit(limit: Limit): PreparedViolation;
}

/** Tells one violation. */
export type Report = (violation: PreparedViolation) => void;

/** The published response for a refused redemption; HTTP status 422 is advised. */
export interface ErrorResponse {
  readonly error_code: 'invalid';
  readonly message: 'Redemption is invalid';
  readonly errors: readonly (CatalogRow & { readonly expected?: Expected })[];
}

const PUBLISHED_ORDER: ReadonlyMap<CatalogRow, number> = new Map(catalog.map((row, i) => [row, i]));

/**
 * The one constructor of violations. `count` fills `%{count}` of the message; `order` is the place among those of its row.
 */
export function prepareViolation(
  row: CatalogRow,
  place: { readonly campaign: string; readonly rule: string | null },
  parts: { readonly expected?: Expected; readonly count?: string } = {},
  order = 0,
): PreparedViolation {
  const { expected, count } = parts;
  return new RowViolation(row, place, order, expected && copyOf(expected), count, undefined);
}

/** Most rules are never violated: the violation is made when it is first told, and then kept. */
class RowViolation implements PreparedViolation {
  readonly row: number;
  readonly order: number;
  private readonly source: CatalogRow;
  private readonly campaign: string;
  private readonly rule: string | null;
  private readonly expected: Expected | undefined;
  private readonly count: string | undefined;
  private readonly limit: Limit | undefined;
  private made: Violation | undefined = undefined;
  private words: string | undefined = undefined;

  constructor(
    source: CatalogRow,
    place: { readonly campaign: string; readonly rule: string | null },
    order: number,
    expected: Expected | undefined,
    count: string | undefined,
    limit: Limit | undefined,
  ) {
    this.order = order;
    this.row = PUBLISHED_ORDER.get(source) ?? PUBLISHED_ORDER.size;
    this.source = source;
    this.campaign = place.campaign;
    this.rule = place.rule;
    this.expected = expected;
    this.count = count;
    this.limit = limit;
  }

  ofLimit(limit: Limit): PreparedViolation {
    const { source, campaign, rule, order, expected, count } = this;
    return new RowViolation(source, { campaign, rule }, order, expected, count, limit);
  }

  of(redemption: Redemption): Violation {
    const { violation, limit } = this;
    const used = limit?.usedBy(redemption);
    return limit === undefined || used === undefined
      ? violation
      : new LimitViolation(violation, limit, used, redemption);
  }

  get violation(): Violation {
    return this.made ?? this.make();
  }

  /** Asked only where a row was told twice. */
  get identity(): string {
    return (this.words ??= identityOf(this.violation));
  }

  private make(): Violation {
    const { source, campaign, rule, expected, count } = this;
    const { attribute, error_code } = source;
    const message = count === undefined ? source.message : source.message.replace('%{count}', () => count);
    // Decisions share it.
    if (expected) frozen(expected as JsonObject);
    this.made = Object.freeze({
      attribute,
      error_code,
      message,
      ...(expected && { expected }),
      campaign,
      rule,
    });
    return this.made;
  }
}

/** Equal for violations that a shopper could not tell apart. */
export function identityOf({ attribute, error_code, message, expected }: Violation): string {
  return JSON.stringify([attribute, error_code, message, expected]);
}

/** Nobody else may change it. */
function copyOf<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  const members = Object.entries(value).map(([key, member]) => [key, copyOf(member) as unknown] as const);
  return Object.fromEntries(members) as Value;
}

/** A violation of a limit. Its details are for the operator alone, and made when they are looked at. */
class LimitViolation implements Violation {
  readonly attribute: string;
  readonly error_code: string;
  readonly message: string;
  declare readonly expected?: Expected;
  readonly campaign: string;
  readonly rule: string | null;
  readonly #limit: Limit;
  readonly #used: number | string;
  readonly #discount: number | string;
  readonly #at: number;

  constructor(violation: Violation, limit: Limit, used: number | string, redemption: Redemption) {
    this.attribute = violation.attribute;
    this.error_code = violation.error_code;
    this.message = violation.message;
    if (violation.expected) this.expected = violation.expected;
    this.campaign = violation.campaign;
    this.rule = violation.rule;
    this.#limit = limit;
    this.#used = used;
    this.#discount = redemption.grantedDiscountWritten;
    this.#at = redemption.at;
  }

  get details(): Details {
    return this.#limit.details(this.#used, this.#discount, this.#at);
  }

  toJSON(): Violation {
    const { attribute, error_code, message, expected, campaign, rule, details } = this;
    return { attribute, error_code, message, ...(expected && { expected }), campaign, rule, details };
  }
}

/** What rules told of one redemption after another: kept in a row, so that telling allocates nothing. */
export class Told {
  count = 0;
  private readonly violations: PreparedViolation[] = [];

  /** In its place, while they are few: moving some beats sorting all. */
  add(told: PreparedViolation): void {
    const { violations } = this;
    let to = this.count++;
    if (to < FEW) {
      for (; to > 0 && byPlace(violations[to - 1] as PreparedViolation, told) > 0; to--) {
        violations[to] = violations[to - 1] as PreparedViolation;
      }
    }
    violations[to] = told;
  }

  /** The violations of a decision, as {@link distinctInOrder} has them. */
  inOrder(redemption: Redemption): Violation[] {
    const { violations, count } = this;
    if (count > FEW) return this.manyInOrder(redemption);
    // As long as all that was told: a list that grows keeps room for many more.
    const inOrder = new Array<Violation>(count);
    let length = 0;
    for (let i = 0; i < count; i++) {
      if (!this.isRepeated(i)) inOrder[length++] = (violations[i] as PreparedViolation).of(redemption);
    }
    // One by one: setting its length is a call of V8's runtime.
    while (inOrder.length > length) inOrder.pop();
    return inOrder;
  }

  private manyInOrder(redemption: Redemption): Violation[] {
    return distinctInOrder(this.violations.slice(0, this.count)).map((told) => told.of(redemption));
  }

  /** Only violations of one row can be the same. */
  private isRepeated(index: number): boolean {
    const { violations } = this;
    const told = violations[index] as PreparedViolation;
    for (let i = index - 1; i >= 0; i--) {
      const before = violations[i] as PreparedViolation;
      if (before.row !== told.row) return false;
      if (before.identity === told.identity) return true;
    }
    return false;
  }
}

/** In a decision. */
const FEW = 32;

/**
 * In the catalog's order and, within a row, in theirs, then as they were told. Of those with the same attribute, code, message and
 * `expected`, the first stays.
 */
export function distinctInOrder(told: readonly PreparedViolation[]): PreparedViolation[] {
  const byIdentity = new Map<string, PreparedViolation>();
  for (const violation of told.toSorted(byPlace)) {
    if (!byIdentity.has(violation.identity)) byIdentity.set(violation.identity, violation);
  }
  return [...byIdentity.values()];
}

function byPlace(a: PreparedViolation, b: PreparedViolation): number {
  return a.row - b.row || a.order - b.order;
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
