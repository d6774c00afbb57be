import { describe, expect, it } from 'vitest';
import { InvalidContextError } from '../../src/index.ts';
import { compileLoyalty } from '../../src/loyalty/index.ts';
import type { Fields } from '../support/campaigns.ts';
import {
  card,
  contextOf,
  creditProgram,
  giftCard,
  loyaltyVoucher,
  reward,
  voucher,
} from '../support/loyalty.ts';

function wrong(ask: () => unknown): Record<string, string> {
  try {
    ask();
    return {};
  } catch (error) {
    if (!(error instanceof InvalidContextError)) throw error;
    return Object.fromEntries(error.issues.map(({ path, expected }) => [path, expected]));
  }
}

/** Where the facts are wrong, by path. A plan reads all of them but the usage. */
function wrongFacts(config: Fields, fields: Fields): string[] {
  const rules = compileLoyalty(config);
  const context = contextOf(config, fields) as never;
  const paths = Object.keys(wrong(() => rules.evaluate(context)));
  expect(Object.keys(wrong(() => rules.plan(context)))).toEqual(
    paths.filter((path) => !path.startsWith('/usage')),
  );
  return paths;
}

describe('the facts of a context', () => {
  it.each([[null], [undefined], ['spend'], [5], [[]]])('are an object: not %j', (context) => {
    const rules = compileLoyalty(giftCard());
    for (const ask of [() => rules.plan(context as never), () => rules.evaluate(context as never)]) {
      expect(wrong(ask)).toEqual({ '': 'an object' });
    }
  });

  it('are all told at once, with what was found', () => {
    const rules = compileLoyalty(giftCard());
    let thrown: unknown;
    try {
      rules.evaluate({
        operation: 'lod',
        card: { hash: ' ', active: 1 },
        usage: { 'card.balance': -1 },
      } as never);
    } catch (error) {
      thrown = error;
    }
    expect((thrown as InvalidContextError).issues.map(({ path, message }) => `${path} ${message}`)).toEqual([
      '/operation expected one of "spend", "load", "reverse" (did you mean "load"?), found "lod"',
      '/at expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date, found nothing',
      '/card/hash expected a string that is not blank, found " "',
      '/card/active expected true or false, found 1',
      '/card/can_load expected true or false, found nothing',
      '/usage/card.balance expected an integer of 0 or more, found -1',
    ]);
  });

  it.each([
    [{ at: '2026-11-21' }, '/at'],
    [{ at: '2026-11-21T12:00' }, '/at'],
    [{ at: null }, '/at'],
    [{ operation: undefined }, '/operation'],
    [{ operation: 'claim' }, '/operation'],
    [{ operation: ['spend'] }, '/operation'],
    [{ card: undefined }, '/card'],
    [{ card: 'c-1' }, '/card'],
    [{ card: [] }, '/card'],
    [{ card: { ...card, hash: 5 } }, '/card/hash'],
    [{ card: { ...card, active: null } }, '/card/active'],
    [{ card: { ...card, can_load: 'no' } }, '/card/can_load'],
    [{ card: { ...card, linked: 0 } }, '/card/linked'],
    [{ card: { ...card, expiration_date: '2026-11-21' } }, '/card/expiration_date'],
    [{ operation: 'reverse' }, '/transaction'],
    [
      { operation: 'reverse', transaction: { amount_in_cents: 0, newest: true } },
      '/transaction/amount_in_cents',
    ],
    [
      { operation: 'reverse', transaction: { amount_in_cents: '5', newest: true } },
      '/transaction/amount_in_cents',
    ],
    [{ operation: 'reverse', transaction: { amount_in_cents: 5 } }, '/transaction/newest'],
    [{ usage: null }, '/usage'],
    [{ usage: [] }, '/usage'],
    [{ usage: undefined }, '/usage/card.balance'],
    [{ usage: {} }, '/usage/card.balance'],
    [{ usage: { 'card.balance': '5.00' } }, '/usage/card.balance'],
    [{ usage: { 'card.balance': 5.5 } }, '/usage/card.balance'],
    [{ usage: { 'card.balance': '' } }, '/usage/card.balance'],
    [{ usage: { 'card.balance': NaN } }, '/usage/card.balance'],
    [{ usage: { 'card.balance': Infinity } }, '/usage/card.balance'],
    [{ usage: { 'card.balance': '1'.repeat(41) } }, '/usage/card.balance'],
    [{ usage: { 'card.balance': true } }, '/usage/card.balance'],
    [{ usage: Object.create({ 'card.balance': 500 }) as unknown }, '/usage/card.balance'],
  ])('of a gift card: %j', (fields, path) => {
    expect(wrongFacts(giftCard(), fields)).toEqual([path]);
  });

  it.each([
    [reward(), { contact: undefined }, '/contact'],
    [reward(), { contact: { uuid: '' } }, '/contact/uuid'],
    [reward({ stock: 1 }), { usage: { 'contact.credits': 100 } }, '/usage/reward.claims'],
    [creditProgram(), { contact: {} }, '/contact/uuid'],
    [creditProgram(), { contact_identifier: 'id' }, '/contact_identifier'],
    [creditProgram(), { contact_identifier: {} }, '/contact_identifier/active'],
    [creditProgram(), { contact_identifier: { active: true, linked: 'no' } }, '/contact_identifier/linked'],
    [creditProgram(), { pos_transaction: {} }, '/pos_transaction/linked'],
    [loyaltyVoucher(), { voucher: undefined }, '/voucher'],
    [loyaltyVoucher(), { voucher: { ...voucher, code: '\t' } }, '/voucher/code'],
    [loyaltyVoucher(), { voucher: { ...voucher, status: 'USED' } }, '/voucher/status'],
    [loyaltyVoucher(), { voucher: { code: 'V-1' } }, '/voucher/status'],
    [loyaltyVoucher(), { voucher: { ...voucher, activation_date: 'soon' } }, '/voucher/activation_date'],
    [loyaltyVoucher(), { voucher: { ...voucher, expiration_date: 0.5 } }, '/voucher/expiration_date'],
    [loyaltyVoucher(), { voucher: { ...voucher, release_key: 5 } }, '/voucher/release_key'],
  ])('of %j: %j', (config, fields, path) => {
    expect(wrongFacts(config, fields)).toEqual([path]);
  });

  it('may be written in more than one way', () => {
    const rules = compileLoyalty(giftCard());
    const expected = rules.evaluate(contextOf(giftCard()) as never);
    for (const fields of [
      { at: new Date('2026-11-21T12:00:00Z') },
      { at: 1_795_262_400_000 },
      { at: '2026-11-21T13:00:00+01:00' },
      { usage: { 'card.balance': '500' } },
      { usage: { 'card.balance': '0000500', other: 'ignored' } },
      { card: { ...card, linked: null, expiration_date: null, colour: 'ignored' } },
      { unknown: 'ignored' },
    ]) {
      expect(rules.evaluate(contextOf(giftCard(), fields) as never)).toEqual(expected);
    }
  });

  it('are not asked for what decides nothing', () => {
    expect(wrongFacts(giftCard(), { transaction: 'wrong' })).toEqual([]);
    expect(wrongFacts(reward(), { usage: { 'contact.credits': 100, 'reward.claims': 'wrong' } })).toEqual([]);
  });
});
