// The conformance kit lets sound ledgers pass and catches each planted bug. PostgreSQL passes it in postgres.test.ts.

import { describe, expect, it } from 'vitest';
import { inMemoryLedger, LedgerContractError, runLedgerContract } from '../../src/ledger/index.ts';
import { PlantedLedger, plantedBugs, type PlantedBug } from '../support/planted-ledger.ts';

/** The clauses that must fail for the five bugs the field knows best; others may fail with them. */
const caughtBy: Partial<Record<PlantedBug, readonly string[]>> = {
  'reads, then writes': [
    'one more than the limit at the same time: the limit is kept, and no more lose than must',
    'who loses a race gets the exact violation',
  ],
  'ignores the row count': [
    'a claim may land on its limit and not pass it',
    'all claims are counted or none',
  ],
  'releases twice': ['a cancelled reservation returns what it held, once, and frees its transaction'],
  'takes windows from the host zone': ['a window is what its key says, not the day of some clock'],
  'counts a retry again': [
    'a transaction counts once, and remembers what was asked first',
    'of one transaction at the same time, one counts',
  ],
};

describe('the contract', () => {
  it('is kept by the ledger in memory', async () => {
    const { kept } = await runLedgerContract(inMemoryLedger);
    expect(kept.length).toBeGreaterThan(20);
  });

  it('is kept by another sound ledger', async () => {
    const { kept } = await runLedgerContract(() => new PlantedLedger());
    expect(kept).toStrictEqual((await runLedgerContract(inMemoryLedger)).kept);
  });

  it.each(plantedBugs)('catches a ledger that %s', async (bug) => {
    const failure: unknown = await runLedgerContract(() => new PlantedLedger(bug)).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(LedgerContractError);
    const { failures, message } = failure as LedgerContractError;
    expect(failures.map(({ clause }) => clause)).toEqual(expect.arrayContaining([...(caughtBy[bug] ?? [])]));
    for (const { clause, reason } of failures) expect(message).toContain(`${clause}: ${reason}`);
  });

  it('catches a ledger that cannot be made', async () => {
    const broken = () => Promise.reject(new Error('no database'));
    await expect(runLedgerContract(broken)).rejects.toThrow('no database');
  });
});
