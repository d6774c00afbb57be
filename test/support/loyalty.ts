// Tiny builders for the loyalty door: configs and contexts in which nothing is wrong, for a test to change one thing.

import { compileLoyalty, safeCompileLoyalty, type LoyaltyDecision } from '../../src/loyalty/index.ts';
import type { Fields } from './campaigns.ts';

/** A Saturday. */
export const NOON = '2026-11-21T12:00:00Z';

export function giftCard(fields: Fields = {}): Fields {
  return { type: 'gift_card', id: 'winter', program_active: true, ...fields };
}

export function reward(fields: Fields = {}): Fields {
  return { type: 'reward', id: 'mug', required_credits: 100, is_active: true, ...fields };
}

export function creditProgram(fields: Fields = {}): Fields {
  return { type: 'credit_program', id: 'points', cap: 'balance', ...fields };
}

export function loyaltyVoucher(fields: Fields = {}): Fields {
  return {
    type: 'loyalty_voucher',
    id: 'ten-off',
    promotion_active: true,
    redemptions_per_voucher: 1,
    ...fields,
  };
}

export const card = { hash: 'c-1', active: true, can_load: true };
export const voucher = { code: 'V-1', status: 'ACTIVE' };

const CONTEXTS: Readonly<Record<string, Fields>> = {
  gift_card: { at: NOON, operation: 'spend', card, amount_in_cents: 500, usage: { 'card.balance': 500 } },
  reward: {
    at: NOON,
    operation: 'claim',
    contact: { uuid: 'ann' },
    usage: { 'contact.credits': 100, 'reward.claims': 0, 'contact.claims': 0 },
  },
  credit_program: {
    at: NOON,
    operation: 'receive',
    contact: { uuid: 'ann' },
    credits: 10,
    usage: { 'contact.credits': 0 },
  },
  loyalty_voucher: { at: NOON, operation: 'redeem', voucher, usage: { 'voucher.redemptions': 0 } },
};

/** The context in which a config of this kind accepts, with these fields changed. */
export function contextOf(config: Fields, fields: Fields = {}): Fields {
  return { ...CONTEXTS[String(config['type'])], ...fields };
}

/** The decision on {@link contextOf}. */
export function decide(config: Fields, fields: Fields = {}): LoyaltyDecision {
  return compileLoyalty(config).evaluate(contextOf(config, fields) as never);
}

/** The codes of the violations; empty where accepted. */
export function codes(config: Fields, fields: Fields = {}): number[] {
  const { status, violations } = decide(config, fields);
  if ((status === 'accepted') !== (violations.length === 0))
    throw new Error(`${status} with ${violations.length}`);
  return violations.map(({ code }) => code);
}

/** JSON pointers of what is wrong in a config, with what was expected there. */
export function issuesOf(config: unknown): Record<string, string> {
  const result = safeCompileLoyalty(config);
  if (result.success) return {};
  return Object.fromEntries(result.issues.map(({ path, expected }) => [path, expected]));
}
