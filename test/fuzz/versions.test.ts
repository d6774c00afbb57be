// The host brings fast-check: the oldest versions of the range that package.json names do as well as the one the suite runs with.

import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type * as current from 'fast-check';
import { withRules } from '../support/campaigns.ts';

interface Manifest {
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const OLDEST = { 'fast-check-3': '3.13.0', 'fast-check-4': '4.0.0' } as const;

afterEach(() => {
  vi.doUnmock('fast-check');
  vi.resetModules();
});

it('the range starts where the oldest versions are', () => {
  const range = Object.values(OLDEST)
    .map((version) => `^${version}`)
    .join(' || ');
  expect(manifest.peerDependencies['fast-check']).toBe(range);
  for (const [name, version] of Object.entries(OLDEST))
    expect(manifest.devDependencies[name]).toBe(`npm:fast-check@${version}`);
});

describe.each(Object.entries(OLDEST))('with %s', (name, version) => {
  async function load() {
    const fc = name === 'fast-check-3' ? await import('fast-check-3') : await import('fast-check-4');
    vi.resetModules();
    vi.doMock('fast-check', () => fc);
    const [{ compile }, door] = [await import('../../src/index.ts'), await import('../../src/fuzz/index.ts')];
    return { fc: fc as typeof current, compile, door };
  }

  it('configs, contexts and hostile redemptions are made, and contexts shrink', async () => {
    const { fc, compile, door } = await load();
    expect(fc.__version).toBe(version);
    const cases = door.campaignConfigs().chain((config) => {
      const campaign = compile(config);
      return door.contextsFor(campaign).map((context) => ({ campaign, context }));
    });
    const property = fc.property(
      cases,
      door.contexts(),
      door.hostileRedemptions(),
      ({ campaign, context }, _, sent) => {
        campaign.evaluate(context);
        sent.redemption();
      },
    );
    fc.assert(property, { numRuns: 100 });
    expect(fc.sample(door.invalidConfigs(), 50)).toHaveLength(50);
    const campaign = compile(withRules({ type: 'transaction_cost', minimum: '20.00' }));
    const isRefused = fc.property(door.contextsFor(campaign, { operations: ['redeem'] }), (context) => {
      return campaign
        .evaluate(context)
        .violations.every(({ error_code }) => error_code !== 'below_campaign_minimum');
    });
    const { counterexample } = fc.check(isRefused, { numRuns: 500, seed: 1 });
    expect(counterexample?.[0].redemption).toEqual({ total_transaction_cost: '0' });
  });

  it('a campaign is fuzzed', async () => {
    const { door } = await load();
    const report = door.fuzzCampaign(withRules({ type: 'per_customer', max_redemptions: 2 }), { runs: 600 });
    expect(report.broken_laws).toEqual([]);
    expect(new Set(report.rows.map(({ reached }) => reached))).toEqual(new Set(['alone']));
  });
});
