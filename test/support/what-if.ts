// What-ifs about a redemption in which nothing is wrong, for a test to change the one thing it is about.

import { compile, whatIf, type Change, type WhatIf, type WhatIfContext } from '../../src/index.ts';
import type { Fields } from './campaigns.ts';
import { plain } from './plain.ts';

/** A Saturday. */
export const SATURDAY = '2026-11-21T12:00:00Z';

export const COMPLETE = {
  transaction_id: 'order-1',
  customer_identifier: 'ann',
  total_transaction_cost: '50.00',
  location: { latitude: 52.5, longitude: 4.5 },
  categories: [{ name: 'dept', tags: ['shoes'] }],
};

/** The answer for a complete redemption with these members; `undefined` makes one unknown. Nothing is used. */
export function ask(
  config: Fields,
  redemption: Fields = {},
  fields: Fields = {},
  changes?: readonly Change[],
): WhatIf {
  const compiled = compile(config);
  const context = contextOf(redemption, fields);
  const unused = Object.fromEntries(compiled.plan(context).counters.map(({ name }) => [name, 0]));
  const asked = { ...context, usage: { ...unused, ...context.usage } };
  return plain(changes ? whatIf(compiled, asked, { changes }) : whatIf(compiled, asked));
}

/** A context without usage. */
export function contextOf(redemption: Fields, fields: Fields): WhatIfContext {
  const fieldsSent: Fields = { ...COMPLETE, ...redemption };
  const sent = Object.entries(fieldsSent).filter(([, value]) => value !== undefined);
  const context = { at: SATURDAY, voucher: { code: 'S' }, granted_discount: '5.00', ...fields };
  return { ...context, redemption: Object.fromEntries(sent) };
}

export function codes(violations: readonly { error_code: string }[]): string[] {
  return violations.map(({ error_code }) => error_code);
}
