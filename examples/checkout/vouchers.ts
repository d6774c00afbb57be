import { compile } from 'redemption-rules';
import type { Voucher } from './app.ts';

const flash = compile({
  id: 'flash',
  status: 'active',
  time_zone: 'Europe/Amsterdam',
  max_redemptions: 100_000,
  rules: [
    { type: 'transaction_cost', minimum: '20.00' },
    { type: 'budget', period: 'daily', limit: '250000.00' },
  ],
});

const welcome = compile({
  id: 'welcome',
  status: 'active',
  voucher_type: 'unique',
  rules: [{ type: 'per_customer', max_redemptions: 1 }],
});

/** A table of yours, in a real shop. */
export const vouchers: ReadonlyMap<string, Voucher> = new Map([
  ['FLASH', { campaign: flash, discount: '5.00' }],
  ['WELCOME-ADA', { campaign: welcome, discount: '10.00', customer_identifier: 'ada' }],
]);
