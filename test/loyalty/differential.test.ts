// The engine and a second reading of the law agree, on cases of every kind of config.

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileLoyalty, type LoyaltyDecision } from '../../src/loyalty/index.ts';
import { attempts, type Attempt } from '../support/loyalty-arbitraries.ts';
import { referenceDecision, referencePlan, type ReferenceDecision } from '../support/loyalty-reference.ts';

const CASES = Number(process.env['DIFFERENTIAL_CASES'] ?? 100_000) / 4;
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 12);

/** As the reference tells it. */
function summary({ status, violations, claims }: LoyaltyDecision): ReferenceDecision {
  const told = violations.map(({ code, attribute }) =>
    code === 1003 ? `${code} ${attribute}` : String(code),
  );
  return { status, told: told.sort(), claims: [...claims] };
}

function expected({ config, context }: Attempt): ReferenceDecision {
  const decision = referenceDecision(config, context);
  return { ...decision, told: decision.told.sort() };
}

/** How often each outcome was met: a run that meets none proves nothing. */
function compare(kind: string, decide: (attempt: Attempt) => ReferenceDecision): Map<string, number> {
  const met = new Map<string, number>();
  fc.assert(
    fc.property(attempts[kind]!, (attempt) => {
      const decision = decide(attempt);
      expect(decision).toEqual(expected(attempt));
      for (const one of decision.told.length > 0 ? decision.told : ['accepted'])
        met.set(one, (met.get(one) ?? 0) + 1);
    }),
    { numRuns: CASES, seed: SEED },
  );
  return met;
}

function engine({ config, context }: Attempt): ReferenceDecision {
  const rules = compileLoyalty(config);
  expect(rules.plan(context as never)).toEqual(referencePlan(config, context));
  return summary(rules.evaluate(context as never));
}

/** The codes of the kind, as the law has them. */
const CODES: Readonly<Record<string, readonly string[]>> = {
  gift_card: [
    '55018',
    '1003 amount_in_cents',
    '5001',
    '5003',
    '5007',
    '5006',
    '5008',
    '5002',
    '1010',
    '55025',
    '5010',
  ],
  reward: ['55018', '55031', '6003', '1017', '1019', '1018', '1008', '1052'],
  credit_program: [
    '55018',
    '1003 credits',
    '55031',
    '1015',
    '60007',
    '1017',
    '1027',
    '6001',
    '1008',
    '60003',
    '60004',
    '60011',
  ],
  loyalty_voucher: [
    '1003 times',
    '1003 release_key',
    '80004',
    '80005',
    '80006',
    '80012',
    '80014',
    '80017',
    '80019',
    '80020',
  ],
};

describe.each(Object.keys(attempts))('a %s', (kind) => {
  it('is decided and planned as the reference decides and plans, and every code is met', () => {
    const met = compare(kind, engine);
    for (const code of ['accepted', ...CODES[kind]!])
      expect(met.get(code) ?? 0, code).toBeGreaterThan(CASES / 500);
    expect(met.size).toBe(CODES[kind]!.length + 1);
  });
});

describe('the comparison', () => {
  const without = (code: string) => (attempt: Attempt) => {
    const decision = engine(attempt);
    const told = decision.told.filter((one) => one !== code);
    return { ...decision, told };
  };

  it.each(Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [kind, code] as const)))(
    'of %s catches an engine that never tells %s',
    (kind, code) => {
      expect(() => compare(kind, without(code))).toThrow();
    },
  );

  it('catches an engine that refuses what lands on the maximum', () => {
    expect(() =>
      compare('gift_card', ({ config, context }) => {
        const most = config['max_amount_in_cents'];
        const lower =
          typeof most === 'number' && most > 0 ? { ...config, max_amount_in_cents: most - 1 } : config;
        return engine({ config: lower, context });
      }),
    ).toThrow();
  });

  it('catches an engine that claims without a minimum', () => {
    expect(() =>
      compare('reward', (attempt) => {
        const decision = engine(attempt);
        return { ...decision, claims: decision.claims.map(({ minimum: _, ...claim }) => claim) };
      }),
    ).toThrow();
  });
});
