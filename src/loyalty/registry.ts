import { creditProgram } from './credit-program.ts';
import { giftCard } from './gift-card.ts';
import { loyaltyVoucher } from './loyalty-voucher.ts';
import { reward } from './reward.ts';
import type { RuleSet } from './rule-set.ts';

/** Every kind of config of this door. */
export const ruleSets: readonly RuleSet[] = [giftCard, reward, creditProgram, loyaltyVoucher];
