import { createContext, Script } from 'node:vm';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';

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

const giftCard = { type: 'gift_card', id: 'winter', program_active: true };

const spending = {
  at: '2026-11-21T11:30:00Z',
  operation: 'spend',
  card: { hash: 'c-1', active: true, can_load: true },
  amount_in_cents: 500,
  usage: { 'card.balance': 499 },
};

/** A door as a page's classic script would load it. */
async function bundleForBrowser(input: string): Promise<string> {
  const bundle = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'iife', name: 'redemptionRules' });
  await bundle.close();
  expect(output).toHaveLength(1);
  return output[0].code;
}

/** A page in which there is nothing but ECMAScript and Intl, after the script. */
function pageWith(code: string) {
  const page = createContext(Object.create(null) as object);
  new Script('delete globalThis.console').runInContext(page);
  const hostGlobals = new Script(`
    ['process', 'Buffer', 'require', 'module', 'console', 'setTimeout', 'URL', 'TextEncoder',
      'structuredClone', 'performance', 'crypto', 'fetch'].filter((name) => name in globalThis).join()
  `).runInContext(page) as string;
  expect(hostGlobals).toBe('');
  new Script(code).runInContext(page);
  return (expression: string): unknown =>
    JSON.parse(new Script(`JSON.stringify(${expression})`).runInContext(page) as string);
}

describe.each(['src/index.ts', 'src/loyalty/index.ts', 'src/simulate/index.ts'])(
  'the door %s in a browser',
  (input) => {
    it('is one script that asks for no module', async () => {
      const code = await bundleForBrowser(input);
      expect(code).not.toMatch(/\bnode:/u);
      expect(code).not.toMatch(/\brequire\b/u);
      expect(code).not.toMatch(/\bimport\s*\(/u);
    });
  },
);

describe('where there is nothing but ECMAScript and Intl', () => {
  it('the core door decides', async () => {
    const evaluate = pageWith(await bundleForBrowser('src/index.ts'));
    const decide = (question: unknown): unknown =>
      evaluate(`redemptionRules.compile(${JSON.stringify(campaign)}).evaluate(${JSON.stringify(question)})`);

    expect(decide(context)).toMatchObject({ status: 'accepted', violations: [] });
    expect(decide(tooCheap)).toMatchObject({
      status: 'refused',
      violations: [{ attribute: 'total_transaction_cost', error_code: 'below_campaign_minimum' }],
      claims: [],
    });
  });

  it('the loyalty door answers', async () => {
    const evaluate = pageWith(await bundleForBrowser('src/loyalty/index.ts'));
    const rules = `redemptionRules.compileLoyalty(${JSON.stringify(giftCard)})`;
    const decided = `${rules}.evaluate(${JSON.stringify(spending)})`;
    expect(evaluate(`redemptionRules.toEnvelope(${decided})`)).toMatchObject({
      envelope: { code: 5003, status_code: 400 },
      left_out: [],
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
