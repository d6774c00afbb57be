// Whatever stands in an order: it is decided, or it cannot be used and says why, and the next one goes on.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError } from '../../src/index.ts';
import { Comparison, Replay, type Order } from '../../src/simulate/index.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { order, rich } from '../support/orders.ts';

const junk = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    true,
    0,
    -1,
    1e30,
    '',
    ' ',
    '1',
    '5.00',
    'x',
    '__proto__',
    'redeem',
    'confirm',
    'cancel',
  ),
  fc.constantFrom({}, [], { code: 'SPRING' }, { code: 5 }, { transaction_id: '1' }, { transaction_id: {} }),
  fc.object({ maxDepth: 2, maxKeys: 3 }),
);

const ids = fc.constantFrom('1', '2', '3');
const sent = fc.record(
  {
    transaction_id: fc.oneof({ weight: 4, arbitrary: ids }, junk),
    customer_identifier: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('ann', 'bob') }, junk),
    origin_redemption: fc.oneof(ids, junk),
    total_transaction_cost: fc.oneof({ weight: 4, arbitrary: fc.constant('50') }, junk),
    location: junk,
    categories: junk,
  },
  { requiredKeys: ['transaction_id', 'customer_identifier', 'total_transaction_cost'] },
);
const fields = fc.record(
  {
    at: fc.oneof({ weight: 6, arbitrary: fc.constantFrom(0, 1, 86_400_000) }, junk),
    voucher: fc.oneof({ weight: 6, arbitrary: fc.constant({ code: 'SPRING' }) }, junk),
    redemption: fc.oneof({ weight: 6, arbitrary: sent }, junk),
    granted_discount: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('5.00', '0') }, junk),
    origin: junk,
    operation: fc.oneof({ weight: 4, arbitrary: fc.constantFrom('confirm', 'cancel') }, junk),
    existing: junk,
    usage: junk,
  },
  { requiredKeys: ['at', 'voucher', 'redemption', 'granted_discount'] },
);
const orders = fc.array(fc.oneof({ weight: 9, arbitrary: fields }, junk), { maxLength: 12 });

const campaigns = [
  withRules(
    { type: 'subscription', time_limit: { days: 1 }, max_redemptions: 2 },
    { type: 'budget', period: 'daily', limit: '12' },
  ),
  campaign({ max_redemptions: 3 }),
  rich,
].map((config) => compile(config));

describe('an order of any kind', () => {
  it('is decided or cannot be used, and is counted once', () => {
    fc.assert(
      fc.property(fc.constantFrom(...campaigns), orders, (compiled, all) => {
        const replays = [new Replay(compiled), new Comparison(compiled, campaigns[0]!)];
        const issues = replays.map((replay) =>
          all.map((one) => {
            try {
              replay.add(one as Order);
              return 0;
            } catch (error) {
              if (!(error instanceof InvalidContextError)) throw error;
              return error.issues.length;
            }
          }),
        );
        const result = (replays[0] as Replay).result();
        const { confirmed, cancelled, refused, moot } = result.operations;
        expect(result.orders + confirmed + cancelled + refused + moot).toBe(all.length);
        expect(result.unusable).toBe(issues[0]!.filter((count) => count > 0).length);
        for (const { windows } of result.limits)
          for (const { used, remaining } of windows) {
            expect(Number(used)).toBeGreaterThanOrEqual(0);
            expect(Number(remaining)).toBeGreaterThanOrEqual(0);
          }
      }),
      { numRuns: 600 },
    );
  });

  it('changes nothing of what it was given', () => {
    const frozen = Object.freeze({ ...order('1'), voucher: Object.freeze({ code: 'S' }) });
    const before = JSON.stringify(frozen);
    const replay = new Replay(campaigns[0]!);
    replay.add(frozen);
    expect(JSON.stringify(frozen)).toBe(before);
  });
});
