import fc from 'fast-check';
import { csvLine } from './support/csv.ts';
import { describe, expect, it } from 'vitest';
import { csvRecordsOf, type CsvRecord } from '../../src/cli/csv-records.ts';
import { CellFault, Columns } from '../../src/cli/csv-columns.ts';

async function recordsIn(...chunks: readonly (string | Buffer)[]): Promise<CsvRecord[]> {
  const source = (async function* () {
    for (const chunk of chunks) yield await Promise.resolve(Buffer.from(chunk));
  })();
  const records: CsvRecord[] = [];
  for await (const batch of csvRecordsOf(source)) records.push(...batch);
  return records;
}

/** Cells, or `!` for a line that is none, by line. */
async function cellsIn(...chunks: readonly (string | Buffer)[]): Promise<string[]> {
  const records = await recordsIn(...chunks);
  return records.map((record) => `${record.line} ${'cells' in record ? record.cells.join('|') : '!'}`);
}

describe('the records of a CSV file', () => {
  it('are what was written, however it was cut into chunks', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', ' ', '\ufeff', ';') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    const end = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        rows,
        end,
        fc.boolean(),
        fc.boolean(),
        fc.nat(),
        async (written, eol, bom, last, cut) => {
          const text = written.map((cells) => csvLine(cells)).join(eol) + (last ? eol : '');
          const bytes = Buffer.from((bom ? '\ufeff' : '') + text);
          const at = cut % (bytes.length + 1);
          const read = await recordsIn(bytes.subarray(0, at), bytes.subarray(at));
          // Without a mark of its own a file's first cell may seem to start with one.
          const expected = written.map((cells) => cells);
          if (!bom && text.startsWith('\ufeff')) return;
          expect(read.map((record) => 'cells' in record && record.cells)).toEqual(expected);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('are known by the line on which they start; blank lines do not count', async () => {
    const text = ['a,b', '', '"1', '', '2",x', '  ', ',', '"",""', 'c,d'].join('\n');
    expect(await cellsIn(text)).toEqual(['1 a|b', '3 1\n\n2|x', '7 |', '8 |', '9 c|d']);
  });

  it.each([
    ['a quote in a cell', 'a"b,c', 'a quote that does not end'],
    ['quotes in a cell', 'a"b",c', 'a quote within a cell'],
    ['text after a quoted cell', '"a"b,c', 'a quote within a cell'],
    ['a quote that never ends', '"a,b', 'a quote that does not end'],
  ])('leave out a line with %s, and only that', async (_, wrong, found) => {
    const text = ['h,i', '1,2', wrong, '3,4', '"5","6"', '7,8'].join('\n');
    expect(await cellsIn(text)).toEqual(['1 h|i', '2 1|2', '3 !', '4 3|4', '5 5|6', '6 7|8']);
    const [, , fault] = await recordsIn(text);
    expect(fault).toEqual({
      line: 3,
      problem: `not CSV: found ${found}, expected quotes around whole cells, and doubled inside them`,
    });
  });

  it('are found again after a stray quote, with cells that have line breaks of their own', async () => {
    const text = ['5" pipe,1', '"two', 'lines",2', 'x,3', '"four', 'and', 'more",4'].join('\n');
    expect(await cellsIn(text)).toEqual(['1 !', '2 two\nlines|2', '4 x|3', '5 four\nand\nmore|4']);
  });

  it('end a cell that is open for a thousand lines, however many there are', async () => {
    const text = `"open\n${'1,2\n'.repeat(2_500)}"open\n${'3,4\n'.repeat(10)}`;
    const read = await recordsIn(...text.match(/[^]{1,700}/g)!);
    expect(read.map(({ line }) => line)).toEqual(Array.from({ length: 2_512 }, (_, i) => i + 1));
    expect(read.filter((record) => 'problem' in record).map(({ line }) => line)).toEqual([1, 2_502]);
  });

  it('come before a cell that is never closed has been read to its end', async () => {
    let sent = 0;
    const source = (async function* () {
      for (; sent < 50; sent++)
        yield await Promise.resolve(Buffer.from(sent === 0 ? '"open\n' : '1,2\n'.repeat(100)));
    })();
    for await (const batch of csvRecordsOf(source)) if (batch.length > 0) break;
    expect(sent).toBe(10);
  });

  it('keep a quoted cell of a thousand lines', async () => {
    const cell = 'x\n'.repeat(999);
    expect(await recordsIn(`"${cell}",b\nc,d`)).toEqual([
      { line: 1, cells: [cell, 'b'] },
      { line: 1_001, cells: ['c', 'd'] },
    ]);
  });

  it('leave out bytes that are not UTF-8, and only their line', async () => {
    const text = Buffer.concat([
      Buffer.from('a,b\n'),
      Buffer.from('caf\xe9,1\n', 'latin1'),
      Buffer.from('é,2'),
    ]);
    const read = await recordsIn(text);
    expect(read).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'found bytes that are not UTF-8, expected text in UTF-8' },
      { line: 3, cells: ['é', '2'] },
    ]);
  });
});

describe('the columns of a CSV file', () => {
  const read = (line: Record<string, string>) => new Columns(Object.keys(line)).orderOf(Object.values(line));

  it('are paths; an empty cell is absent, and so is what has no other', () => {
    const line = {
      at: '2026-11-21T12:00:00Z',
      'voucher.code': 'S',
      'voucher.customer_identifier': '',
      'redemption.location.latitude': '',
      'redemption.location.longitude': '',
      'origin.original': '',
    };
    expect(read(line)).toEqual({ at: '2026-11-21T12:00:00Z', voucher: { code: 'S' } });
    expect(read({ at: '' })).toEqual({});
  });

  it('of identifiers and amounts are text, whatever it looks like', () => {
    for (const cell of ['007', '1e5', 'true', '[1]', '{"a":1}', '-0', ' 5 ', 'NaN', '12,50'])
      for (const path of [
        'voucher.code',
        'voucher.customer_identifier',
        'redemption.transaction_id',
        'redemption.customer_identifier',
        'redemption.total_transaction_cost',
        'redemption.origin_redemption',
        'origin.customer_identifier',
        'granted_discount',
        'operation',
      ])
        expect(read({ [path]: cell }), path).toEqual(
          path.split('.').reduceRight<unknown>((value, step) => ({ [step]: value }), cell),
        );
    expect(read({ 'redemption.customer_identifier': 'null', granted_discount: 'null' })).toEqual({
      redemption: { customer_identifier: null },
      granted_discount: null,
    });
  });

  it('of places are numbers, if they are any', () => {
    const place = (cell: string) =>
      (read({ 'redemption.location.latitude': cell }) as { redemption: { location: { latitude: unknown } } })
        .redemption.location.latitude;
    expect(['52.37', '-0.5', '5', '1e1', '0x10', ' 5', '5.', '52,3', 'Infinity', '+5'].map(place)).toEqual([
      52.37,
      -0.5,
      5,
      10,
      '0x10',
      ' 5',
      '5.',
      '52,3',
      'Infinity',
      '+5',
    ]);
  });

  it('of instants may be epoch milliseconds', () => {
    expect(read({ at: '1793534400000', 'origin.redeemed_at': '-5' })).toEqual({
      at: 1_793_534_400_000,
      origin: { redeemed_at: -5 },
    });
    expect(read({ at: '1793534400000.5' })).toEqual({ at: '1793534400000.5' });
  });

  it('of anything else may be JSON', () => {
    expect(
      read({
        'redemption.categories': '[{"name":"a","tags":["b"]}]',
        'redemption.location': '{"latitude":1,"longitude":2}',
        'origin.original': 'true',
        'redemption.channel': '[web',
        'redemption.note': 'trueish',
        'redemption.size': '42',
      }),
    ).toEqual({
      redemption: {
        categories: [{ name: 'a', tags: ['b'] }],
        location: { latitude: 1, longitude: 2 },
        channel: '[web',
        note: 'trueish',
        size: '42',
      },
      origin: { original: true },
    });
  });

  it('with numbers for steps are lists, of what is filled', () => {
    const columns = new Columns([
      'redemption.transaction_id',
      'redemption.categories.10.name',
      'redemption.categories.0.name',
      'redemption.categories.0.tags.0',
      'redemption.categories.0.tags.1',
      'redemption.categories.10.tags',
    ]);
    const categories = (...cells: string[]) =>
      (columns.orderOf(['1', ...cells]) as { redemption: { categories: unknown } }).redemption.categories;
    expect(categories('b', 'true', '', 'y', '["[1]"]')).toEqual([
      { name: 'true', tags: ['y'] },
      { name: 'b', tags: ['[1]'] },
    ]);
    expect(categories('', 'a', '', '', '')).toEqual([{ name: 'a', tags: [] }]);
    expect(categories('', '', '', '', '')).toEqual([]);
    expect(columns.orderOf(['', '', '', '', '', ''])).toEqual({});
  });

  it('with other steps beside numbers are objects', () => {
    expect(read({ 'redemption.x.0': 'a', 'redemption.x.y': 'b', 'redemption.z.01': 'c' })).toEqual({
      redemption: { x: { 0: 'a', y: 'b' }, z: { '01': 'c' } },
    });
  });

  it('may name the whole and its parts, of which a line has one', () => {
    for (const names of [
      ['redemption.location', 'redemption.location.latitude'],
      ['redemption.location.latitude', 'redemption.location'],
    ]) {
      const columns = new Columns(names);
      const line = (whole: string, part: string) =>
        columns.orderOf(names[0] === 'redemption.location' ? [whole, part] : [part, whole]);
      expect(line('null', '')).toEqual({ redemption: { location: null } });
      expect(line('', '5')).toEqual({ redemption: { location: { latitude: 5 } } });
      expect(() => line('null', '5')).toThrow(
        new CellFault('found both redemption.location and a part of it, expected one of them'),
      );
    }
    const lists = new Columns(['redemption.categories', 'redemption.categories.0.name']);
    expect(lists.orderOf(['[]', ''])).toEqual({});
    expect(lists.orderOf(['null', ''])).toEqual({ redemption: { categories: null } });
  });

  it('of another host are not looked at', () => {
    const columns = new Columns(['at', 'usage.budget.daily', 'existing.status', 'existing', 'voucher.code']);
    expect(columns.count).toBe(5);
    expect(columns.orderOf(['0', '12.50', 'pending', '7', 'A'])).toEqual({ at: 0, voucher: { code: 'A' } });
  });

  it('are refused where they are no paths of an order, all at once', () => {
    const faults = (...names: string[]): readonly string[] => {
      try {
        return [`none: ${new Columns(names).count}`];
      } catch (error) {
        return (error as CellFault).lines;
      }
    };
    const expected =
      'expected a path that starts with at, voucher, redemption, granted_discount, origin, operation';
    expect(faults('at', 'cost', 'at', 'used.budget', '', 'redemption..x')).toEqual([
      `column 2: found "cost", ${expected}`,
      'column 3: found "at", expected each column once',
      `column 4: found "used.budget", ${expected}`,
      `column 5: found "", ${expected}`,
      `column 6: found "redemption..x", ${expected}`,
    ]);
    for (const name of ['__proto__', 'constructor', 'prototype'].map((key) => `redemption.${key}.x`))
      expect(faults(name)).toEqual([
        `column 1: found ${JSON.stringify(name)}, expected a path without forbidden keys`,
      ]);
    expect(faults(`redemption${'.x'.repeat(15)}`)).toEqual(['none: 1']);
    expect(faults(`redemption${'.x'.repeat(100_000)}`)).toHaveLength(1);
    for (const name of ['at;voucher.code', 'at\tvoucher.code'])
      expect(faults(name)).toEqual([
        `column 1: found ${JSON.stringify(name)}, expected commas between columns`,
      ]);
  });
});
