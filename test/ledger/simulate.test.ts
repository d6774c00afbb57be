// The simulation, at a small size: `npm run ledger:proof -- simulate` runs ten thousand seeds.

import { describe, expect, it } from 'vitest';
import { newTally, simulate, SimulationFailure } from '../support/ledger-proof/simulate.ts';
import { PlantedLedger, type PlantedBug } from '../support/planted-ledger.ts';

const SEEDS = 60;
const STEPS = 300;

describe('the simulation', () => {
  it(`finds nothing in ${SEEDS} seeds of ${STEPS} steps, and goes everywhere`, async () => {
    const tally = newTally();
    for (let seed = 0; seed < SEEDS; seed++) await simulate({ seed, steps: STEPS }, tally);
    for (const [what, times] of Object.entries(tally)) expect(times, what).toBeGreaterThan(SEEDS);
    expect(tally.milliseconds).toBeGreaterThan(365 * 86_400_000);
  });

  it('does the same for the same seed', async () => {
    for (const seed of [4, 5]) {
      expect(await simulate({ seed, steps: STEPS })).toStrictEqual(await simulate({ seed, steps: STEPS }));
    }
  });

  it('finds nothing in a sound ledger that waits', async () => {
    for (const seed of [0, 1]) await simulate({ seed, steps: STEPS, makeLedger: () => new PlantedLedger() });
  });

  it.each<PlantedBug>([
    'reads, then writes',
    'ignores the row count',
    'releases twice',
    'counts a retry again',
    'takes windows from the host zone',
    'does not hold what is reserved',
    'expires what was confirmed',
    'gives back twice',
    'frees what was given back',
    'lets a limit-free claim pass by',
    'forgets what a record claimed',
  ])('catches a ledger that %s, and says how to see it again', async (bug) => {
    const failure = await firstFailure(bug);
    expect(failure).toBeInstanceOf(SimulationFailure);
    const { message } = failure as SimulationFailure;
    const [, seed, steps] = /--seed (\d+) --steps (\d+)/.exec(message) ?? [];
    const again = simulate({
      seed: Number(seed),
      steps: Number(steps),
      makeLedger: () => new PlantedLedger(bug),
    });
    await expect(again).rejects.toThrow(message);
  });
});

async function firstFailure(bug: PlantedBug): Promise<unknown> {
  for (let seed = 0; seed < SEEDS; seed++) {
    try {
      await simulate({ seed, steps: STEPS, makeLedger: () => new PlantedLedger(bug) });
    } catch (error) {
      return error;
    }
  }
  return undefined;
}
