import type { Claim, Subjects } from './counters.ts';
import type { Decision } from './evaluate.ts';
import type { Meter } from './meter.ts';
import { isZeroAsWritten, writtenAmount } from './money.ts';
import type { Redemption } from './rule.ts';
import type { Violation } from './violation.ts';

/** A redemption that may be counted. Its claims are made when they are looked at; what they say was read before. */
export class AcceptedDecision implements Decision {
  readonly status = 'accepted';
  readonly violations: readonly Violation[] = NO_VIOLATIONS;
  readonly #meters: readonly Meter[];
  readonly #at: number;
  readonly #voucherCode: string | undefined;
  readonly #transactionId: string | undefined;
  readonly #customerIdentifier: string | undefined;
  readonly #originRedemption: string | undefined;
  readonly #discount: string | number;
  #claims: readonly Claim[] | undefined = undefined;

  constructor(meters: readonly Meter[], redemption: Subjects & Redemption) {
    this.#meters = meters;
    this.#at = redemption.at;
    this.#voucherCode = redemption.voucherCode;
    this.#transactionId = redemption.transactionId;
    this.#customerIdentifier = redemption.customerIdentifier;
    this.#originRedemption = redemption.originRedemption;
    this.#discount = redemption.grantedDiscountWritten;
  }

  get claims(): readonly Claim[] {
    return (this.#claims ??= this.#madeClaims());
  }

  toJSON(): Decision {
    return { status: this.status, violations: this.violations, claims: this.claims };
  }

  /** Every planned counter is claimed, and no other; an addition of zero is not. In the order of their keys. */
  #madeClaims(): Claim[] {
    const subjects: Subjects = {
      at: this.#at,
      voucherCode: this.#voucherCode,
      transactionId: this.#transactionId,
      customerIdentifier: this.#customerIdentifier,
      originRedemption: this.#originRedemption,
    };
    const discount = writtenAmount(this.#discount);
    const grantsNothing = isZeroAsWritten(discount);
    const claims: Claim[] = [];
    for (const { counter, limit } of this.#meters) {
      const { measures } = counter;
      if (measures === 'amount' && grantsNothing) continue;
      const planned = counter.plannedFor(subjects);
      if (planned === undefined) continue;
      const { name, key } = planned;
      const add = measures === 'count' ? 1 : discount;
      claims.push({ name, key, add, limit: limit?.limit ?? null });
    }
    return claims;
  }
}

export const NO_VIOLATIONS: readonly Violation[] = Object.freeze([]);
