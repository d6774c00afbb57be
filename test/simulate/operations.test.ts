import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { Replay } from '../../src/simulate/index.ts';
import { campaign, withRules } from '../support/campaigns.ts';
import { order, replayed } from '../support/orders.ts';

const confirm = (id: string, fields: object = {}) => order(id, { operation: 'confirm', ...fields });
const cancel = (id: string, fields: object = {}) => order(id, { operation: 'cancel', ...fields });

describe('a cancellation in a replay', () => {
  const config = campaign({
    voucher_type: 'unique',
    max_redemptions: 1,
    rules: [
      { type: 'budget', period: 'daily', limit: '5.00' },
      { type: 'per_customer', max_redemptions: 1, period: 'monthly' },
      { type: 'new_customer' },
    ],
  });

  it('gives back all that the order claimed, its transaction too', () => {
    const { statuses, result } = replayed(config, [
      order('1'),
      order('2'),
      cancel('1'),
      order('1', { granted_discount: '4.99' }),
      order('3'),
    ]);
    expect(statuses).toEqual(['accepted', 'refused', 'accepted', 'accepted', 'refused']);
    expect(result).toMatchObject({
      orders: 4,
      accepted: 2,
      refused: 2,
      granted: '9.99',
      operations: { confirmed: 0, cancelled: 1, refused: 0, moot: 0, given_back: '5' },
    });
    expect(result.limits.map(({ name, windows }) => [name, windows[0]?.used])).toEqual([
      ['redemptions', 1],
      ['budget.daily', '4.99'],
      ['customer.redemptions.monthly', undefined],
    ]);
  });

  it('gives back to the window in which the order was counted, which may be over', () => {
    const { statuses, result } = replayed(withRules({ type: 'budget', period: 'daily', limit: '8.00' }), [
      order('1'),
      order('2', { at: '2026-11-22T12:00:00Z', granted_discount: '3.00' }),
      cancel('1', { at: '2026-11-22T13:00:00Z' }),
      order('3', { at: '2026-11-22T14:00:00Z', granted_discount: '5.01' }),
      cancel('2', { at: '2026-11-22T15:00:00Z' }),
      order('4', { at: '2026-11-22T16:00:00Z', granted_discount: '5.01' }),
    ]);
    expect(statuses).toEqual(['accepted', 'accepted', 'accepted', 'refused', 'accepted', 'accepted']);
    const [{ windows, burn_down } = { windows: [], burn_down: [] }] = result.limits;
    expect(windows.map(({ used, remaining, refused }) => [used, remaining, refused])).toEqual([
      ['0', '8.00', 0],
      ['5.01', '2.99', 1],
    ]);
    expect(burn_down.map(({ remaining }) => remaining)).toEqual(['3.00', '2.99']);
  });

  it('gives back nothing to a window that came after', () => {
    const { result } = replayed(withRules({ type: 'budget', period: 'daily', limit: '8.00' }), [
      order('1'),
      order('2', { at: '2026-11-22T12:00:00Z', granted_discount: '3.00' }),
      cancel('1', { at: '2026-11-22T13:00:00Z' }),
    ]);
    expect(result.limits[0]?.burn_down.map(({ remaining }) => remaining)).toEqual(['3.00', '5.00']);
    expect(result.limits[0]?.windows.map(({ used }) => used)).toEqual(['0', '3']);
  });

  it.each(['5.00', '0.00', '12345678901234567890.5', undefined])(
    'releases what was claimed: %s',
    (granted_discount) => {
      const replay = new Replay(
        compile({
          ...config,
          rules: [{ type: 'per_customer', max_redemptions: 3, period: 'daily' }, { type: 'new_customer' }],
          ...(granted_discount && { max_total_budget: '9'.repeat(30) }),
        }),
      );
      const claims = replay.add(order('1', { granted_discount }))?.claims.map(({ name, key, add }) => {
        return { name, key, add: typeof add === 'string' ? add.replace(/\.?0+$/, '') : add };
      });
      const releases = replay.add(cancel('1'))?.releases?.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      expect(releases).toEqual(claims);
      expect(claims?.some(({ name }) => name === 'budget.total')).toBe(Number(granted_discount) > 0);
    },
  );

  it('shows in the burn-down when it came, not before', () => {
    const { result } = replayed(campaign({ max_redemptions: 3 }), [
      order('1'),
      order('2'),
      cancel('1', { at: '2026-11-23T00:00:00Z' }),
    ]);
    expect(result.limits[0]?.burn_down).toEqual([
      { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z', remaining: 1 },
      { start: '2026-11-23T00:00:00.000Z', end: '2026-11-24T00:00:00.000Z', remaining: 2 },
    ]);
    expect(result).toMatchObject({ to: '2026-11-23T00:00:00.000Z', timeline: [{ accepted: 2 }] });
  });

  it('of nothing granted gives nothing back', () => {
    const free = order('1', { granted_discount: '0.00' });
    const { result } = replayed(withRules({ type: 'budget', period: 'total', limit: '8' }), [
      free,
      cancel('1'),
    ]);
    expect(result.operations).toMatchObject({ cancelled: 1, given_back: '0' });
    expect(result.limits[0]?.windows).toMatchObject([{ used: '0', remaining: '8' }]);
  });

  it('leaves nothing to renew', () => {
    const renewal = order('2', {}, { origin_redemption: '1' });
    const { statuses } = replayed(withRules({ type: 'subscription', max_redemptions: 2 }), [
      order('1'),
      renewal,
      cancel('2'),
      renewal,
      cancel('1'),
      order('3', {}, { origin_redemption: '1' }),
    ]);
    expect(statuses).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'refused']);
  });
});

describe('a confirmation in a replay', () => {
  it('counts nothing, and makes it too late to cancel', () => {
    const { statuses, result } = replayed(campaign({ max_redemptions: 1 }), [
      order('1'),
      confirm('1'),
      cancel('1'),
      confirm('1'),
      order('2'),
    ]);
    expect(statuses).toEqual(['accepted', 'accepted', 'refused', 'refused', 'refused']);
    expect(result).toMatchObject({
      orders: 2,
      operations: { confirmed: 1, cancelled: 0, refused: 2, moot: 0, given_back: '0' },
    });
    expect(result.refusals.map(({ error_code }) => error_code)).toEqual(['maximum_redemptions_exceeded']);
  });

  it('is moot where the replay has accepted no such order, whatever it says of itself', () => {
    const existing = { status: 'confirmed', claims: [] };
    const { statuses, result } = replayed(campaign({ status: 'draft' }), [
      order('1'),
      confirm('1', { existing }),
      cancel('2'),
      cancel('3', { redemption: null }),
    ]);
    expect(statuses).toEqual(['refused', 'moot', 'moot', 'moot']);
    expect(result).toMatchObject({ orders: 1, refused: 1, operations: { moot: 3, refused: 0 } });
  });

  it('must be usable, as an order must', () => {
    const { statuses, issues, result } = replayed(campaign(), [
      order('1'),
      confirm('1', { at: 'then', voucher: {} }),
      cancel('2', { voucher: {} }),
      cancel('1', { at: '2026-11-21T11:00:00Z' }),
    ]);
    expect(statuses).toEqual(['accepted', 'unusable', 'unusable', 'unusable']);
    expect(issues.map((issue) => issue.split(':')[0])).toEqual([
      '/at',
      '/voucher/code',
      '/voucher/code',
      '/at',
    ]);
    expect(result).toMatchObject({ orders: 4, unusable: 3, operations: { moot: 0 } });
  });
});
