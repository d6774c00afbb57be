import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import {
  defaultPrecedence,
  fromRedemption,
  loyaltyCatalog,
  perCallCodes,
  toEnvelope,
  violationOf,
  type LoyaltyCode,
} from '../../src/loyalty/index.ts';
import { card, decide, giftCard, NOON, reward } from '../support/loyalty.ts';
import { plain } from '../support/plain.ts';

const violated = (...codes: LoyaltyCode[]) => ({ violations: codes.map((code) => violationOf(code)) });
const answered = (codes: LoyaltyCode[], precedence?: LoyaltyCode[]) =>
  toEnvelope(violated(...codes), { precedence }).envelope?.code;

describe('the envelope', () => {
  it('is what the platform answers: one code, its message, and 400', () => {
    const decision = decide(giftCard(), {
      operation: 'load',
      card: { ...card, can_load: false },
      amount_in_cents: 5,
    });
    expect(toEnvelope(decision)).toEqual({
      envelope: {
        message: 'Deze giftcard kan niet opgewaardeerd worden. | This giftcard cannot be incremented.',
        code: 5006,
        status_code: 400,
      },
      left_out: [],
    });
  });

  it('says what it left out, in the order of the decision', () => {
    const decision = decide(reward({ stock: 0, is_active: false }), {
      usage: { 'contact.credits': 0, 'reward.claims': 0 },
    });
    const { envelope, left_out } = toEnvelope(decision);
    expect(decision.violations.map(({ code }) => code)).toEqual([1017, 1018, 1052]);
    expect(envelope?.code).toBe(1052);
    expect(left_out).toEqual(decision.violations.slice(0, 2));
  });

  it('is none where nothing was violated', () => {
    expect(toEnvelope(decide(giftCard()))).toEqual({ envelope: null, left_out: [] });
  });

  it('leaves a second violation with the same code out', () => {
    const twice = { violations: [violationOf(1003, 'times'), violationOf(1003, 'release_key')] };
    expect(toEnvelope(twice)).toMatchObject({
      envelope: { code: 1003 },
      left_out: [{ attribute: 'release_key' }],
    });
  });

  it.each([
    ['nl', 'Het bedrag op de kaart is verlopen.'],
    ['en', 'This giftcard has expired.'],
    [undefined, 'Het bedrag op de kaart is verlopen. | This giftcard has expired.'],
  ] as const)('is worded in the locale %s where the message is published in two', (locale, message) => {
    const decision = decide(giftCard(), { card: { ...card, expiration_date: NOON } });
    expect(toEnvelope(decision, { locale }).envelope?.message).toBe(message);
  });

  it('is worded as published where there is one language only', () => {
    expect(toEnvelope(violated(1019), { locale: 'nl' }).envelope?.message).toBe(
      'You have reached your claim limit on this reward.',
    );
  });
});

describe('precedence', () => {
  it('has every code once', () => {
    const all = [...loyaltyCatalog, ...perCallCodes].map(({ code }) => code);
    expect([...defaultPrecedence].sort()).toEqual([...all].sort());
    expect(Object.isFrozen(defaultPrecedence)).toBe(true);
  });

  it('is input, not found, scope, state gate, time, use, balance', () => {
    const ladder: LoyaltyCode[] = [1003, 5001, 7015, 1010, 5002, 1018, 5003];
    for (let i = 0; i < ladder.length; i++) expect(answered(ladder.slice(i).reverse())).toBe(ladder[i]);
    expect(answered([6001, 5002])).toBe(5002);
    expect(answered([60000, 1015])).toBe(60000);
    expect(answered([80019, 80005])).toBe(80005);
    expect(answered([80006, 80020])).toBe(80020);
  });

  it('takes within a class the order of the catalog', () => {
    expect(answered([1018, 1019])).toBe(1019);
    expect(answered([5003, 1017])).toBe(1017);
  });

  it('is overridden by a list, which need not be whole', () => {
    expect(answered([1003, 5003, 5002], [5003])).toBe(5003);
    expect(answered([1003, 5003, 5002], [55025, 5002, 5003])).toBe(5002);
    expect(answered([1003, 5003], [1018])).toBe(1003);
    expect(answered([1003, 5003], [])).toBe(1003);
  });

  it('lets the host raise what no engine can know', () => {
    const decision = decide(giftCard({ program_active: false }));
    const violations = [...decision.violations, violationOf(7015)];
    expect(violationOf(7015)).toEqual({
      attribute: 'shop',
      error_code: 'shop_without_access_to_giftcard_program',
      code: 7015,
      message: 'Shop does not have access to Giftcard Program.',
    });
    expect(toEnvelope({ violations })).toMatchObject({
      envelope: { code: 7015 },
      left_out: [{ code: 55018 }],
    });
  });
});

describe('a voucher’s decision with numeric codes', () => {
  const violation = (key: string) => {
    const [attribute = '', error_code = ''] = key.split('.');
    return { attribute, error_code, message: 'M', campaign: 'spring', rule: null };
  };
  const mappedAs = (key: string, options = {}) => {
    const { violations } = fromRedemption({ status: 'refused', violations: [violation(key)] }, options);
    return violations.map(({ code, mapping }) => [code, mapping]);
  };

  it.each([
    ['voucher.unique_code_already_used', {}, 80005, 'exact'],
    ['voucher.not_valid_at_this_time', {}, null, 'unmapped'],
    ['voucher.not_valid_at_this_time', { not_valid: 'expired' }, 80006, 'near'],
    ['voucher.not_valid_at_this_time', { not_valid: 'not_yet_active' }, 80014, 'near'],
    ['campaign.not_active', {}, 80020, 'near'],
    ['campaign.not_active', { as: 'voucher', not_valid: 'expired' }, 80020, 'near'],
    ['campaign.not_active', { as: 'reward' }, 1052, 'near'],
    ['campaign.not_active', { as: 'credit_reception' }, null, 'unmapped'],
    ['campaign.maximum_redemptions_exceeded', {}, null, 'unmapped'],
    ['campaign.maximum_redemptions_exceeded', { as: 'reward' }, 1018, 'near'],
    ['customer.per_customer_limit_exceeded', {}, null, 'unmapped'],
    ['customer.per_customer_limit_exceeded', { as: 'reward' }, 1019, 'near'],
    ['customer.redemptions_limit_exceeded', { as: 'reward' }, 1019, 'near'],
    ['customer.redemptions_limit_exceeded', { as: 'credit_reception' }, null, 'unmapped'],
    ['customer.required', {}, 1003, 'near'],
    ['location.required', {}, 1003, 'near'],
    ['location.invalid', {}, 1003, 'near'],
    ['transaction_id.required', {}, 1003, 'near'],
    ['total_transaction_cost.not_a_number', { as: 'reward' }, 1003, 'near'],
    ['transaction_id.must_be_unique', {}, null, 'unmapped'],
    ['transaction_id.must_be_unique', { as: 'credit_reception' }, 6001, 'near'],
    ['base.can_not_delete_already_confirmed', {}, null, 'unmapped'],
    ['customer.does_not_match_assigned_customer', {}, null, 'unmapped'],
    ['customer.new_customer_required', {}, null, 'unmapped'],
    ['campaign.daily_budget_exceeded', {}, null, 'unmapped'],
    ['categories.missing_required_tags', {}, null, 'unmapped'],
    ['location.outside_of_permitted_areas', {}, null, 'unmapped'],
    ['total_transaction_cost.below_campaign_minimum', {}, null, 'unmapped'],
    ['origin_redemption.not_original', {}, null, 'unmapped'],
    ['channel.acme.wrong_channel', {}, null, 'unmapped'],
  ])('has for %s %j the code %s: %s', (key, options, code, mapping) => {
    expect(mappedAs(key, options)).toEqual([[code, mapping]]);
  });

  it('keeps what stood in the way of a voucher’s limit', () => {
    const campaign = compile({ id: 'spring', status: 'active', max_redemptions: 5 });
    const decision = campaign.evaluate({
      at: NOON,
      voucher: { code: 'SPRING-1' },
      redemption: { transaction_id: 'order-1', total_transaction_cost: 5 },
      usage: { 'transaction.redemptions': 0, redemptions: 5 },
    });
    expect(fromRedemption(decision).violations.map(({ details }) => details)).toEqual([
      { limit: 5, used: 5, requested: 1, remaining: 0 },
    ]);
  });

  it('keeps everything that was said, and goes into an envelope', () => {
    const campaign = compile({ id: 'spring', status: 'active', voucher_type: 'unique', max_redemptions: 1 });
    const decision = campaign.evaluate({
      at: NOON,
      voucher: { code: 'A' },
      redemption: { transaction_id: 'order-1', total_transaction_cost: '5' },
      usage: { 'transaction.redemptions': 0, 'voucher.redemptions': 1, redemptions: 1 },
    });
    const mapped = fromRedemption(decision);
    expect(mapped.status).toBe('refused');
    expect(mapped.violations).toEqual([
      { ...plain(decision.violations[0]), code: 80005, mapping: 'exact' },
      { ...plain(decision.violations[1]), code: null, mapping: 'unmapped' },
    ]);
    expect(toEnvelope(mapped)).toEqual({
      envelope: { code: 80005, message: 'The voucher has already been redeemed.', status_code: 400 },
      left_out: [mapped.violations[1]],
    });
  });

  it('has no envelope where nothing has a code', () => {
    const mapped = fromRedemption({
      status: 'refused',
      violations: [violation('customer.new_customer_required')],
    });
    expect(toEnvelope(mapped)).toEqual({ envelope: null, left_out: mapped.violations });
  });
});
