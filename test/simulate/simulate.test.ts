import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.ts';
import { simulate, type Order } from '../../src/simulate/index.ts';
import { campaign } from '../support/campaigns.ts';
import { order } from '../support/orders.ts';

describe('simulate', () => {
  it('takes orders however they come, and tells which cannot be used', async () => {
    async function* late() {
      await Promise.resolve();
      yield order('1');
      yield null as unknown as Order;
      yield order('1');
    }
    const told: [number, string][] = [];
    const onUnusable = (place: number, issues: readonly { path: string }[]) =>
      told.push([place, issues[0]?.path ?? '']);
    const compiled = compile(campaign());
    expect(await simulate(compiled, late(), { onUnusable })).toMatchObject({
      accepted: 1,
      refused: 1,
      unusable: 1,
    });
    expect(told).toEqual([[2, '']]);
    expect(await simulate(compiled, [order('1'), null as unknown as Order])).toMatchObject({
      orders: 2,
      unusable: 1,
    });
  });

  it('lets a host’s own mistakes through', async () => {
    function* broken(): Generator<Order> {
      yield order('1');
      throw new RangeError('no more');
    }
    await expect(simulate(compile(campaign()), broken())).rejects.toThrow(new RangeError('no more'));
    const trap = new Proxy(
      {},
      {
        get: (_, key) => {
          if (key === 'at') throw new RangeError('trap');
          return undefined;
        },
      },
    );
    const compiled = compile(campaign());
    await expect(simulate(compiled, [trap as Order])).rejects.toThrow('trap');
    await expect(simulate(compiled, [trap as Order], { against: compiled })).rejects.toThrow('trap');
  });
});
