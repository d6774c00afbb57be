import { describe, expect, it } from 'vitest';
import { ZERO } from '../../src/money.ts';
import { AcceptedOrders } from '../../src/simulate/accepted-orders.ts';
import { Counted } from '../../src/simulate/counted.ts';

const accepted = {
  at: 0,
  code: 'c',
  customer: undefined,
  origin: undefined,
  granted: ZERO,
  isConfirmed: false,
};

describe('what a replay remembers', () => {
  it('is as many of the last accepted orders as asked at least, and twice as many at most', () => {
    const orders = new AcceptedOrders(100);
    for (let id = 0; id < 201; id++) orders.remember(`${id}`, accepted);
    const known = (id: number) => orders.find(`${id}`) !== undefined;
    expect([200, 100, 99, 0, 201].map(known)).toEqual([true, true, false, false, false]);
    orders.forget('100');
    orders.forget('200');
    expect([100, 200, 199].map(known)).toEqual([false, false, true]);
  });

  it('is every transaction of a million orders', () => {
    const orders = new AcceptedOrders();
    for (let id = 0; id < 1_000_000; id++) orders.remember(`${id}`, accepted);
    expect(orders.find('0')).toBe(accepted);
  });

  it('is a transaction in one place only', () => {
    const counted = new Counted();
    const transaction = { name: 'transaction.redemptions', key: 'transaction/1' };
    counted.add([{ name: transaction.name, add: 1 }], [transaction]);
    expect(counted.held(transaction)).toBe(0);
    expect(counted.usageOf([transaction], true)).toEqual({ 'transaction.redemptions': 1 });
  });

  it('is no window that is over, once another has been counted in', () => {
    const counted = new Counted();
    const planned = (name: string) => (day: number) => ({
      name,
      key: `${name}/${day}`,
      window: { start: `2026-11-${day}T00:00:00.000Z`, end: `2026-11-${day + 1}T00:00:00.000Z` },
    });
    const [budget, customer] = [planned('budget.daily'), planned('customer.redemptions.daily')] as const;
    counted.add(
      [
        { name: 'budget.daily', add: '5.00' },
        { name: 'customer.redemptions.daily', add: 1 },
      ],
      [budget(21), customer(21)],
    );
    const held = () => [budget(21), customer(21), budget(22)].map((counter) => counted.held(counter));
    expect(counted.usageOf([budget(22)], false)).toEqual({ 'budget.daily': 0 });
    expect(held()).toEqual([5, 1, 0]);
    counted.add([{ name: 'budget.daily', add: '0.30' }], [budget(22)]);
    expect(held()).toEqual([0, 1, 0.3]);
    counted.giveBack([{ name: 'budget.daily', add: '5.00' }], [budget(21)]);
    counted.giveBack([{ name: 'budget.daily', add: '0.1' }], [budget(22)]);
    expect(held()).toEqual([0, 1, 0.2]);
  });
});
