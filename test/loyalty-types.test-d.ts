import { describe, expectTypeOf, it } from 'vitest';
import { compile, type Decision } from '../src/index.ts';
import {
  compileLoyalty,
  fromRedemption,
  loyaltyCatalog,
  perCallCodes,
  safeCompileLoyalty,
  toEnvelope,
  violationOf,
  type LoyaltyClaim,
  type LoyaltyCode,
  type LoyaltyDecision,
  type LoyaltyRules,
  type LoyaltyViolation,
  type PublishedCode,
} from '../src/loyalty/index.ts';

declare const rules: LoyaltyRules;
declare const decision: LoyaltyDecision;

describe('a code', () => {
  it('is one of the lists', () => {
    expectTypeOf<5002>().toExtend<PublishedCode>();
    expectTypeOf<80005>().not.toExtend<PublishedCode>();
    expectTypeOf<80005>().toExtend<LoyaltyCode>();
    expectTypeOf<4711>().not.toExtend<LoyaltyCode>();
    expectTypeOf(loyaltyCatalog).toHaveProperty('length').toEqualTypeOf<60>();
    expectTypeOf(perCallCodes).toHaveProperty('length').toEqualTypeOf<18>();
    expectTypeOf(loyaltyCatalog[0].code).toEqualTypeOf<7002>();
  });

  it('that there is not does not compile', () => {
    violationOf(7015);
    // @ts-expect-error no such code
    violationOf(7016);
    toEnvelope(decision, { precedence: [5003, 80005], locale: 'nl' });
    // @ts-expect-error no such code
    toEnvelope(decision, { precedence: [1] });
    // @ts-expect-error no such language
    toEnvelope(decision, { locale: 'de' });
  });
});

describe('a loyalty config', () => {
  it('is compiled from anything', () => {
    expectTypeOf(compileLoyalty).parameter(0).toBeUnknown();
    const result = safeCompileLoyalty(null);
    if (result.success) expectTypeOf(result.rules).toEqualTypeOf<LoyaltyRules>();
    else expectTypeOf(result).not.toHaveProperty('rules');
  });

  it('is asked about contexts of its kinds', () => {
    const card = { hash: 'c-1', active: true, can_load: true };
    rules.evaluate({ at: 0, operation: 'spend', card, amount_in_cents: 'whatever was sent' });
    rules.evaluate({ at: 0, operation: 'claim', contact: null });
    rules.plan({ at: new Date(0), operation: 'receive', contact: { uuid: 'ann' } });
    rules.plan({ at: '2026-11-21T00:00Z', operation: 'lock', voucher: { code: 'A', status: 'active' } });
    // @ts-expect-error no such operation
    rules.evaluate({ at: 0, operation: 'steal', card });
    // @ts-expect-error a card says whether it can be loaded
    rules.evaluate({ at: 0, operation: 'spend', card: { hash: 'c-1', active: true } });
    // @ts-expect-error the time is needed
    rules.evaluate({ operation: 'claim', contact: null });
  });
});

describe('a decision', () => {
  it('has the shape of a voucher’s, with numbers', () => {
    expectTypeOf<LoyaltyDecision>().toExtend<Decision>();
    expectTypeOf<LoyaltyViolation['code']>().toEqualTypeOf<LoyaltyCode>();
    expectTypeOf<LoyaltyClaim['minimum']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<LoyaltyClaim['add']>().toEqualTypeOf<number>();
  });

  it('gives an envelope, and of what was left out everything', () => {
    const { envelope, left_out } = toEnvelope(decision);
    expectTypeOf(envelope?.status_code).toEqualTypeOf<400 | undefined>();
    expectTypeOf(left_out).toEqualTypeOf<readonly LoyaltyViolation[]>();
  });

  it('on a voucher has numbers where there are any', () => {
    const mapped = fromRedemption(compile({}).evaluate({ at: 0, voucher: { code: 'A' } }), { as: 'reward' });
    expectTypeOf(mapped.status).toEqualTypeOf<'accepted' | 'refused'>();
    expectTypeOf(mapped.violations[0]?.code).toEqualTypeOf<LoyaltyCode | null | undefined>();
    toEnvelope(mapped);
    // @ts-expect-error a reason is one of two
    fromRedemption(decision, { not_valid: 'too late' });
  });
});
