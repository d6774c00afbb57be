import { createContext, Script } from 'node:vm';
import { rolldown } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';

const campaign = {
  id: 'lunch',
  status: 'active',
  time_zone: 'Europe/Amsterdam',
  rules: [
    { type: 'time_of_order', windows: [{ start: '11:00', end: '14:00' }] },
    { type: 'budget', period: 'daily', limit: '500.00' },
    { type: 'transaction_cost', minimum: '20.00' },
    {
      type: 'area',
      areas: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { name: 'Centre' },
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [4.86, 52.35],
                  [4.94, 52.35],
                  [4.94, 52.39],
                  [4.86, 52.39],
                  [4.86, 52.35],
                ],
              ],
            },
          },
        ],
      },
    },
  ],
};

const context = {
  at: '2026-11-21T11:30:00Z',
  voucher: { code: 'LUNCH' },
  redemption: {
    transaction_id: 'order-1',
    total_transaction_cost: '20.00',
    location: { latitude: 52.3702, longitude: 4.8952 },
  },
  granted_discount: '5.00',
  usage: { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0, 'budget.daily': '495.00' },
};

const tooCheap = { ...context, redemption: { ...context.redemption, total_transaction_cost: '19.99' } };

/** A door as a page's classic script would load it. */
async function bundleForBrowser(input: string): Promise<string> {
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', name: 'redemptionRules' });
  await bundle.close();
  expect(output).toHaveLength(1);
  return output[0].code;
}

describe('the core door in a browser', () => {
  let code = '';
  beforeAll(async () => {
    code = await bundleForBrowser('src/index.ts');
  });

  it('is one script that asks for no module', () => {
    expect(code).not.toMatch(/\bnode:/u);
    expect(code).not.toMatch(/\brequire\b/u);
    expect(code).not.toMatch(/\bimport\s*\(/u);
  });

  it('decides where there is nothing but ECMAScript and Intl', () => {
    const page = createContext(Object.create(null) as object);
    new Script('delete globalThis.console').runInContext(page);
    const hostGlobals = new Script(`
      ['process', 'Buffer', 'require', 'module', 'console', 'setTimeout', 'URL', 'TextEncoder',
        'structuredClone', 'performance', 'crypto', 'fetch'].filter((name) => name in globalThis).join()
    `).runInContext(page) as string;
    expect(hostGlobals).toBe('');

    new Script(code).runInContext(page);
    const decide = (question: unknown): unknown =>
      JSON.parse(
        new Script(`JSON.stringify(
          redemptionRules.compile(${JSON.stringify(campaign)}).evaluate(${JSON.stringify(question)}))`).runInContext(
          page,
        ) as string,
      );

    expect(decide(context)).toMatchObject({ status: 'accepted', violations: [] });
    expect(decide(tooCheap)).toMatchObject({
      status: 'refused',
      violations: [{ attribute: 'total_transaction_cost', error_code: 'below_campaign_minimum' }],
      claims: [],
    });
  });
});

describe('the ledger door in a browser', () => {
  it('keeps its contract where there is nothing but ECMAScript and Intl', async () => {
    const page = createContext(Object.create(null) as object);
    new Script('delete globalThis.console').runInContext(page);
    new Script(await bundleForBrowser('src/ledger/index.ts')).runInContext(page);
    const contract = new Script('redemptionRules.runLedgerContract(redemptionRules.inMemoryLedger)');
    const { kept } = await (contract.runInContext(page) as Promise<{ kept: string[] }>);
    expect(kept.length).toBeGreaterThan(20);
  });
});
