import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '../src/index.ts';
import { keyOf } from '../src/catalog.ts';

/** The attributes of the published table: its rows are written without a separator. */
const ATTRIBUTES = [
  'base',
  'categories',
  'location',
  'voucher',
  'campaign',
  'customer',
  'origin_redemption',
  'total_transaction_cost',
  'transaction_id',
];

interface PublishedRow {
  attribute: string;
  /** Code, message and description, run together. */
  rest: string;
}

function publishedRows(): PublishedRow[] {
  const lines = readFileSync('test/support/published-redemption-catalog.txt', 'utf8').split(/\r?\n/u);
  const head = lines.indexOf('AttributeError CodeMessageDescription');
  return lines
    .slice(head + 1)
    .filter((line) => line !== '')
    .map((line) => {
      const attribute = ATTRIBUTES.find((name) => line.startsWith(name)) ?? '';
      return { attribute, rest: line.slice(attribute.length) };
    });
}

/**
 * Splits a row where the small letters of the code meet the capital of the message, and where the message meets the
 * capital of the description (`Returned if …`).
 */
function splitRow({ attribute, rest }: PublishedRow) {
  const [, error_code = '', message = ''] = /^([a-z_]+)(.+?)(?:Returned if .*)?$/u.exec(rest) ?? [];
  return { attribute, error_code, message };
}

describe('the catalog', () => {
  const published = publishedRows();

  it('has as many rows as were published', () => {
    expect(published).toHaveLength(31);
    expect(catalog).toHaveLength(31);
  });

  it.each(catalog.map((row, i) => ({ row, i, name: keyOf(row) })))(
    'has $name in its published place, to the letter',
    ({ row, i }) => {
      expect({ ...row }).toEqual(splitRow(published[i] as PublishedRow));
    },
  );

  it('leaves nothing of a published row but its description', () => {
    published.forEach(({ attribute, rest }, i) => {
      const row = catalog[i];
      expect(attribute).toBe(row?.attribute);
      expect(rest.startsWith(`${row?.error_code ?? ''}${row?.message ?? ''}`)).toBe(true);
      const description = rest.slice(`${row?.error_code ?? ''}${row?.message ?? ''}`.length);
      expect(description).toMatch(/^(?:Returned if .+)?$/u);
    });
  });

  it('keeps what the publisher misspelt', () => {
    expect(catalog.filter(({ message }) => message.includes('reedem'))).toHaveLength(1);
    expect(catalog.find(({ error_code }) => error_code === 'time_limit_expired')?.message).toBe(
      'Customer can no longer reedem this discount',
    );
  });

  it('names each row once, by attribute and code', () => {
    expect(new Set(catalog.map(keyOf)).size).toBe(31);
    expect(new Set(catalog.map(({ error_code }) => error_code)).size).toBeLessThan(31);
  });

  it('leaves a place for the bound in the two messages of the cost, and in no other', () => {
    expect(catalog.filter(({ message }) => message.includes('%{count}')).map(keyOf)).toEqual([
      'total_transaction_cost.below_campaign_minimum',
      'total_transaction_cost.above_campaign_maximum',
    ]);
  });

  it('has rows that nobody can change', () => {
    expect(catalog.every((row) => Object.isFrozen(row))).toBe(true);
    expect(() => {
      (catalog as unknown as unknown[]).push('another');
    }).toThrow(TypeError);
  });
});
