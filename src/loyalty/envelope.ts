import {
  allRows,
  rowOf,
  type Bilingual,
  type LoyaltyClass,
  type LoyaltyCode,
  type LoyaltyRow,
} from './catalog.ts';

/** What the platform answers with: the HTTP status is 400 too. */
export interface Envelope {
  readonly message: string;
  readonly code: LoyaltyCode;
  readonly status_code: 400;
}

/** An envelope, and what it could not say. */
export interface Enveloped<Violation> {
  /** `null` where nothing was violated, or nothing that has a code. */
  readonly envelope: Envelope | null;
  /** The other violations, in the order of the decision. */
  readonly left_out: readonly Violation[];
}

/** How an envelope is chosen and worded. */
export interface EnvelopeOptions {
  /** Codes that go before all others, the first of them first; the others follow in {@link defaultPrecedence}. */
  readonly precedence?: readonly LoyaltyCode[] | undefined;
  /** One part of a message that is published in Dutch and English. Left out, the message is to the letter. */
  readonly locale?: keyof Bilingual | undefined;
}

/** What was violated, by number; `null` where there is no number for it. */
export interface Coded {
  readonly code: LoyaltyCode | null;
}

/** Rules about time. */
const TIME: ReadonlySet<LoyaltyCode> = new Set([5002, 80006, 80300]);
/** Rules about what a balance holds, or may hold. */
const BALANCE: ReadonlySet<LoyaltyCode> = new Set([1017, 5003, 1015, 5008]);

const CLASSES: Readonly<Record<Exclude<LoyaltyClass, 'rule'>, number>> = {
  input: 0,
  not_found: 1,
  scope: 2,
  state_gate: 3,
  conflict: 5,
  quota: 5,
};

/**
 * Which of several codes is answered, unless told otherwise: the platform does not say. Input, then what is not there,
 * scope, state gates, time, then use (conflicts, quotas and the other rules), last balances; within each, the
 * catalog's order, the codes outside the published page after it.
 */
export const defaultPrecedence: readonly LoyaltyCode[] = Object.freeze(
  allRows.toSorted((a, b) => rankOf(a) - rankOf(b)).map(({ code }) => code),
);

function rankOf({ code, class: kind }: LoyaltyRow<LoyaltyCode>): number {
  if (kind !== 'rule') return CLASSES[kind];
  if (TIME.has(code)) return 4;
  return BALANCE.has(code) ? 6 : 5;
}

/**
 * The one answer that the platform would give: it knows no list of errors. What else was violated is in `left_out`.
 * Takes the decision of this door, what `fromRedemption` made of a voucher's, and violations of the host's own finding.
 */
export function toEnvelope<Violation extends Coded>(
  decision: { readonly violations: readonly Violation[] },
  { precedence = [], locale }: EnvelopeOptions = {},
): Enveloped<Violation> {
  const { violations } = decision;
  const order = [...precedence, ...defaultPrecedence];
  const code = order.find((one) => violations.some((violation) => violation.code === one));
  if (code === undefined) return { envelope: null, left_out: violations };
  const { message, messages } = rowOf(code);
  const told = violations.findIndex((violation) => violation.code === code);
  return {
    envelope: { message: locale && messages ? messages[locale] : message, code, status_code: 400 },
    left_out: violations.filter((_, i) => i !== told),
  };
}
