import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loyaltyCatalog, perCallCodes, type LoyaltyRow } from '../../src/loyalty/index.ts';

/** The published page, a row a line: digits, and then a message, which never starts with one. */
function publishedRows(): { code: number; message: string }[] {
  const lines = readFileSync('test/support/published-loyalty-catalog.txt', 'utf8').split(/\r?\n/u);
  return lines
    .slice(lines.indexOf('Message') + 1)
    .filter((line) => line !== '')
    .map((line) => {
      const [, code = '', message = ''] = /^(\d+)(\D.*)$/u.exec(line) ?? [];
      return { code: Number(code), message };
    });
}

/** No call of the platform lists these: nothing but their wording is known. */
const WORDING = [
  1010, 1013, 1034, 1041, 1048, 1102, 1103, 1114, 5007, 6007, 7002, 7010, 7011, 7015, 55004, 55005, 55007,
  55012, 55016, 55017, 55018, 55020, 60009, 60011, 60018, 60019,
];

const rows: readonly LoyaltyRow[] = loyaltyCatalog;
const numeric = (a: number, b: number) => a - b;

describe('the loyalty catalog', () => {
  const published = publishedRows();

  it('has as many rows as were published', () => {
    expect(published).toHaveLength(60);
    expect(loyaltyCatalog).toHaveLength(60);
  });

  it.each(rows.map((row, i) => ({ row, i, code: row.code })))(
    'has $code in its published place, to the letter',
    ({ row, i }) => {
      expect({ code: row.code, message: row.message }).toEqual(published[i]);
    },
  );

  it('has the Dutch and the English part of the seven bilingual messages apart', () => {
    const bilingual = rows.filter(({ message }) => message.includes('|'));
    expect(bilingual.map(({ code }) => code).sort(numeric)).toEqual(
      [1010, 1017, 5002, 5003, 5006, 5007, 5008].sort(numeric),
    );
    for (const { message, messages } of bilingual) expect(message).toBe(`${messages?.nl} | ${messages?.en}`);
    expect(rows.filter(({ messages }) => messages)).toEqual(bilingual);
    expect(rows.find(({ code }) => code === 5003)?.messages).toEqual({
      nl: 'Het bedrag op de kaart is niet toereikend.',
      en: 'Insufficient amount on giftcard.',
    });
  });

  it('says of each code whether a call lists it, or only its wording is known', () => {
    const wording = rows.filter(({ trigger }) => trigger === 'wording');
    expect(wording.map(({ code }) => code).sort(numeric)).toEqual(WORDING.sort(numeric));
  });

  it('has as many codes of each class as were read', () => {
    const classes = Object.fromEntries(
      [...new Set(rows.map((row) => row.class))].map((kind) => [
        kind,
        rows.filter((row) => row.class === kind).length,
      ]),
    );
    expect(classes).toEqual({
      rule: 9,
      state_gate: 8,
      not_found: 21,
      conflict: 10,
      input: 5,
      scope: 5,
      quota: 2,
    });
  });

  it('takes 60000 for a quota: no voucher that is used up has it', () => {
    expect(rows.find(({ code }) => code === 60000)).toMatchObject({ class: 'quota', attribute: 'account' });
  });

  it('names every code once, by number and by name', () => {
    const all: readonly LoyaltyRow[] = [...loyaltyCatalog, ...perCallCodes];
    expect(new Set(all.map(({ code }) => code)).size).toBe(78);
    expect(new Set(all.map(({ error_code }) => error_code)).size).toBe(78);
    for (const { attribute, error_code } of all)
      expect(`${attribute} ${error_code}`).toMatch(/^[a-z0-9_]+ [a-z0-9_]+$/u);
  });

  it('has rows that nobody can change', () => {
    for (const row of [...rows, ...perCallCodes]) expect(Object.isFrozen(row)).toBe(true);
    for (const { messages } of rows) expect(Object.isFrozen(messages)).toBe(true);
    expect(() => (loyaltyCatalog as unknown as unknown[]).push('another')).toThrow(TypeError);
  });
});

describe('the codes outside the page', () => {
  it('are those that calls list and the page has not, and are marked so', () => {
    expect(perCallCodes.map(({ code }) => code)).toEqual([
      1000, 1052, 1053, 1100, 3000, 5010, 80002, 80003, 80004, 80005, 80006, 80008, 80012, 80014, 80017,
      80019, 80020, 80300,
    ]);
    expect(new Set(perCallCodes.map(({ listed, trigger }) => `${listed} ${trigger}`))).toEqual(
      new Set(['per_call documented']),
    );
    expect(new Set(rows.map(({ listed }) => listed))).toEqual(new Set(['published']));
  });
});
