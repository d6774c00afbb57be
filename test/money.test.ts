import { array, assert, bigInt, constantFrom, integer, oneof, property, record, tuple } from 'fast-check';
import { Decimal } from 'decimal.js';
import { describe, expect, it, vi } from 'vitest';
import {
  Amounts,
  differenceOf,
  isAtMost,
  isBelow,
  isSumAtMost,
  isZeroAsWritten,
  ordinaryUnits,
  parseAmount,
  parseNonNegativeAmount,
  remainingOf,
  sumOf,
  textOf,
  unitsOfCents,
  writtenAmount,
  ZERO,
  type Amount,
} from '../src/money.ts';

function amountOf(value: unknown): Amount {
  const amount = parseAmount(value);
  if (amount === undefined) throw new Error(`${String(value)} is not an amount`);
  return amount;
}

/** Held as a plain number. */
function isOrdinary(a: Amount): boolean {
  return !Number.isNaN(ordinaryUnits(a));
}

function isEqual(a: unknown, b: unknown): boolean {
  return isAtMost(amountOf(a), amountOf(b)) && isAtMost(amountOf(b), amountOf(a));
}

describe('reading an amount', () => {
  it.each([
    ['1', '1.000000000000000000'],
    ['1.10', 1.1],
    ['-1.10', -1.1],
    ['0', '-0.00'],
    [0, -0],
    ['000000000000000000000000000001', 1],
    ['99999999999', 99_999_999_999],
    ['100000000000', 100_000_000_000],
    ['100000000001', 100_000_000_001],
    ['450359962737.0495', 450_359_962_737.0495],
    ['9007199254740993', '9007199254740993.0'],
    [1e20, '100000000000000000000'],
    [123_456_789_012_345_680_000, '123456789012345680000'],
    [0.000001, '0.000001'],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
    [-Number.MAX_SAFE_INTEGER, '-9007199254740991'],
  ])('%j is %j', (a, b) => {
    expect(isEqual(a, b)).toBe(true);
  });

  it.each([
    ['9'.repeat(30), true],
    ['9'.repeat(31), false],
    [`-${'9'.repeat(30)}`, true],
    [`-${'9'.repeat(31)}`, false],
    [`1.${'9'.repeat(18)}`, true],
    [`1.${'9'.repeat(19)}`, false],
    [`1.${'0'.repeat(18)}`, true],
    [`1.${'0'.repeat(19)}`, false],
    [`-${'9'.repeat(30)}.${'9'.repeat(18)}`, true],
    [`${'0'.repeat(30)}1`, false],
    ['', false],
    ['-', false],
    ['.', false],
    ['-.', false],
    ['-.5', false],
    ['.5', false],
    ['5.', false],
    ['-5.', false],
    ['5.5.5', false],
    ['5-5', false],
    ['5-', false],
    ['--5', false],
    ['+5', false],
    [' 5', false],
    ['5 ', false],
    ['5\n', false],
    ['5e1', false],
    ['5E1', false],
    ['0x5', false],
    ['5_0', false],
    ['5,0', false],
    ['5/0', false],
    ['5:0', false],
    ['٥', false],
    ['NaN', false],
    ['Infinity', false],
    ['1e1000000000', false],
    ['5 '.repeat(20), false],
    [Number.NaN, false],
    [Infinity, false],
    [-Infinity, false],
    [1e21, false],
    [999_999_999_999_999_900_000, true],
    [-1e21, false],
    [1e-7, false],
    [0.000001, true],
    [1.5e-7, false],
    [Number.MAX_VALUE, false],
    [Number.MIN_VALUE, false],
    [true, false],
    [null, false],
    [undefined, false],
    [5n, false],
    [[5], false],
    [{}, false],
    [Symbol('5'), false],
    [Object('5'), false],
    [new Decimal(5), false],
  ])('%s is an amount: %s', (value, is) => {
    expect(parseAmount(value) !== undefined).toBe(is);
  });

  it.each([
    [0, true],
    ['-0', true],
    ['-0.000000000000000000', true],
    ['0.000000000000000001', true],
    ['-0.000000000000000001', false],
    ['-0.0001', false],
    [-1, false],
    ['-', false],
  ])('%j is an amount of 0 or more: %s', (value, is) => {
    expect(parseNonNegativeAmount(value) !== undefined).toBe(is);
  });

  it('of an ordinary size is held as a plain number', () => {
    for (const value of [
      '0',
      '129.90',
      '9999999.9999',
      '99999999999',
      0.1,
      1e11,
      129.9,
      '450359962737.0495',
    ]) {
      expect([value, isOrdinary(amountOf(value))]).toEqual([value, true]);
    }
    for (const value of ['0.00001', '450359962737.0496', '9007199254740993', 1e20]) {
      expect([value, isOrdinary(amountOf(value))]).toEqual([value, false]);
    }
  });
});

describe('an amount that is written short', () => {
  const wholes = ['0', '7', '10', '99', '1234', '1234567', '99999999999', '100000000000', '999999999999'];
  const fractions = ['', '.0', '.5', '.05', '.50', '.005', '.125', '.0005', '.9999', '.00005', '.99999'];

  it('is the same as written in full', () => {
    for (const whole of wholes) {
      for (const fraction of fractions) {
        for (const sign of ['', '-']) {
          const short = `${sign}${whole}${fraction}`;
          const full = `${sign}${whole}.${fraction.slice(1).padEnd(18, '0')}`;
          expect([short, isEqual(short, full)]).toEqual([short, true]);
          expect([short, isEqual(short, `${full.slice(0, -1)}1`)]).toEqual([short, false]);
          expect([short, isZeroAsWritten(short)]).toEqual([short, Number(short) === 0]);
        }
      }
    }
  });

  it.each([
    ['99999999999', true],
    ['450359962737', true],
    ['450359962738', false],
    ['999999999999', false],
    [99_999_999_999, true],
    [450_359_962_737, true],
    [450_359_962_738, false],
    [999_999_999_999, false],
    ['9999999.9999', true],
    ['9999999.99999', false],
  ])('%j is a plain number where sums of it stay exact: %s', (written, is) => {
    const amount = amountOf(written);
    expect(isOrdinary(amount)).toBe(is);
    const step = amountOf('0.0001');
    expect(isSumAtMost(amount, step, amount)).toBe(false);
    expect(isSumAtMost(amount, amountOf('-0.0001'), amount)).toBe(true);
    expect(isSumAtMost(amount, ZERO, amount)).toBe(true);
  });
});

describe('comparing amounts', () => {
  it('is exact where numbers are not', () => {
    expect(isAtMost(amountOf('9007199254740993'), amountOf('9007199254740992'))).toBe(false);
    expect(isBelow(amountOf('9007199254740992'), amountOf('9007199254740993'))).toBe(true);
    expect(isBelow(amountOf('1'), amountOf('1.000000000000000001'))).toBe(true);
    expect(isBelow(amountOf('1'), amountOf('1'))).toBe(false);
    expect(isSumAtMost(amountOf(0.1), amountOf(0.2), amountOf(0.3))).toBe(true);
  });

  it('knows zero however it is written', () => {
    for (const zero of ['0', '-0', '0.0000', '0.000000000000000000', '000', 0, -0]) {
      expect(isZeroAsWritten(writtenAmount(zero))).toBe(true);
    }
    for (const value of ['0.0001', '0.000000000000000001', '-1', '10', 1e20, 1e-6]) {
      expect(isZeroAsWritten(writtenAmount(value))).toBe(false);
    }
  });

  it('does not hear of the host’s own decimals', () => {
    const { precision } = Decimal;
    try {
      Decimal.set({ precision: 2, toExpPos: 0 });
      expect(isAtMost(amountOf('1000000000000.00001'), amountOf('1000000000000'))).toBe(false);
      expect(remainingOf('1000000000000.00001', '1')).toBe('999999999999.00001');
    } finally {
      Decimal.set({ precision, toExpPos: 21 });
    }
  });

  // In units of 10^-18 a BigInt is every amount.
  const ATTO = 18;
  const written = record({
    digits: tuple(
      constantFrom(1n, 99n, 10n ** 11n, 2n ** 53n, 10n ** 30n),
      bigInt(-3n, 3n),
      bigInt(0n, 10n ** 30n - 1n),
      integer({ min: 0, max: 2 }),
    ).map(([near, off, any, which]) => {
      const whole = which === 0 ? any : which === 1 ? near + off : any % 1000n;
      return (whole < 0n ? -whole : whole) % 10n ** 30n;
    }),
    decimals: array(integer({ min: 0, max: 9 }), { maxLength: ATTO }),
    isNegative: constantFrom(true, false, false),
  }).map(({ digits, decimals, isNegative }) => {
    const fraction = decimals.join('');
    const text = `${isNegative ? '-' : ''}${digits}${fraction && `.${fraction}`}`;
    const size = BigInt(`${digits}${fraction.padEnd(ATTO, '0')}`);
    return { text, exact: isNegative ? -size : size };
  });

  it('agrees with integers', () => {
    assert(
      property(written, written, written, (a, b, limit) => {
        const [x, y, z] = [amountOf(a.text), amountOf(b.text), amountOf(limit.text)];
        expect(isAtMost(x, y)).toBe(a.exact <= b.exact);
        expect(isBelow(x, y)).toBe(a.exact < b.exact);
        expect(isAtMost(x, x)).toBe(true);
        expect(isZeroAsWritten(a.text)).toBe(a.exact === 0n);
        expect(isSumAtMost(x, y, z)).toBe(a.exact + b.exact <= limit.exact);
      }),
      { numRuns: 2_000 },
    );
  });

  const sizes = oneof(written, ordinary());

  it('in slots agrees with amounts read one by one, whatever was in the slots before', () => {
    const amounts = new Amounts();
    const got = vi.spyOn(amounts, 'get');
    assert(
      property(sizes, sizes, sizes, ({ text: used }, { text: added }, { text: limit }) => {
        for (const [x, y] of [[used, added] as const, [Number(used), Number(added)] as const]) {
          expect(amounts.read(0, x)).toBe(parseAmount(x) !== undefined);
          expect(amounts.readNonNegative(1, y)).toBe(parseNonNegativeAmount(y) !== undefined);
          const [before, more, most] = [amounts.get(0), amounts.get(1), amountOf(limit)];
          expect(before).toEqual(parseAmount(x));
          if (before === undefined || parseNonNegativeAmount(y) === undefined) continue;
          expect(more).toEqual(parseAmount(y));
          const hasRoom = isBelow(before, most) && isSumAtMost(before, amountOf(y), most);
          expect(amounts.haveRoomFor(0, 1, most)).toBe(hasRoom);
          got.mockClear();
          amounts.haveRoomFor(0, 1, most);
          // What is ordinary is not asked for as an exact value.
          if ([before, amountOf(y), most].every(isOrdinary)) expect(got).not.toHaveBeenCalled();
        }
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['9.99', true],
    ['10', true],
    ['10.01', false],
  ])('of 10 is left, and nothing exact is asked for, where %s is added: %j', (added, hasRoom) => {
    const amounts = new Amounts();
    const got = vi.spyOn(amounts, 'get');
    amounts.read(0, '0');
    amounts.read(1, added);
    expect(amounts.haveRoomFor(0, 1, amountOf('10'))).toBe(hasRoom);
    expect(amounts.haveRoomFor(1, 0, amountOf('10'))).toBe(added === '9.99');
    expect(got).not.toHaveBeenCalled();
  });

  it('in slots are none where none could be read, or the slot was cleared', () => {
    const amounts = new Amounts();
    const rights = ['1', 1.5, '9'.repeat(30), 1e20];
    for (const right of rights) {
      for (const wrong of [undefined, null, '', '1e5', Number.NaN, {}]) {
        expect(amounts.read(3, right)).toBe(true);
        expect(amounts.get(3)).toBeDefined();
        expect(amounts.read(3, wrong)).toBe(false);
        expect(amounts.get(3)).toBeUndefined();
        expect(amounts.haveRoomFor(3, 3, amountOf('9'.repeat(30)))).toBe(false);
      }
      amounts.read(3, right);
      amounts.clear(3);
      expect(amounts.get(3)).toBeUndefined();
      expect(amounts.haveRoomFor(3, 3, amountOf(1e20))).toBe(false);
    }
    for (const negative of ['-1', -1, `-${'9'.repeat(30)}`]) {
      expect(amounts.readNonNegative(4, negative)).toBe(false);
    }
  });

  it('in slots keep what was read when there is to be room for more', () => {
    const amounts = new Amounts();
    amounts.read(0, '12.50');
    amounts.read(1, '9'.repeat(30));
    for (const slots of [2, 16, 17, 100]) {
      amounts.makeRoomFor(slots);
      expect(amounts.get(0)).toEqual(amountOf('12.50'));
      expect(amounts.get(1)).toEqual(amountOf('9'.repeat(30)));
      expect(amounts.read(slots - 1, slots === 2 ? '9'.repeat(30) : '1')).toBe(true);
      expect(amounts.get(slots - 1)).toBeDefined();
    }
  });

  it('is of plain numbers wherever a number or a text has up to eleven digits, four of them decimals', () => {
    assert(
      property(ordinary(), ({ text }) => {
        expect(isOrdinary(amountOf(text))).toBe(true);
        expect(isOrdinary(amountOf(Number(text)))).toBe(true);
        expect(isEqual(text, Number(text))).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is read at one go where it has up to nine digits and then up to two decimals, and nothing else is', () => {
    const text = array(constantFrom(...Array.from('01234567890123456789012..-+ e/:°İ٣０')), {
      maxLength: 13,
    }).map((all) => all.join(''));
    let taken = 0;
    const check = (some: string) => {
      const isTaken = /^[0-9]{1,9}(?:\.[0-9]{1,2})?$/.test(some);
      if (isTaken) taken++;
      const units = isTaken ? Math.round(Number(some) * 10_000) : -1;
      expect([some, unitsOfCents(some)]).toEqual([some, units]);
    };
    assert(property(text, check), { numRuns: 20_000 });
    assert(property(ordinary(), (one) => check(one.text)));
    for (const some of [
      '7',
      '12',
      '12345678',
      '0.5',
      '1.25',
      '123456789',
      '999999999.9',
      '999999999.99',
      '00.00',
    ])
      check(some);
    for (const stray of ['/', ':', '°', 'İ', '０'])
      for (const none of [`${stray}1.25`, `1${stray}.25`, `1.${stray}5`, `1.2${stray}`, `1.${stray}`])
        check(none);
    for (const none of [
      '',
      '.',
      '.5',
      '.25',
      '5.',
      '1234567890',
      '1234567890.1',
      '9999999999.99',
      '1.234',
      '1,25',
    ])
      check(none);
    for (const none of [12, null, undefined, ['1.25'], Object('1.25')]) expect(unitsOfCents(none)).toBe(-1);
    expect(taken).toBeGreaterThan(500);
  });

  it('leaves what integers leave', () => {
    assert(
      property(written, written, (limit, used) => {
        const left = remainingOf(limit.text, used.text);
        const decimals = Math.max(...[limit, used].map(({ text }) => (text.split('.')[1] ?? '').length));
        const exact = limit.exact > used.exact ? limit.exact - used.exact : 0n;
        const [whole = '', fraction = ''] = left.split('.');
        expect(fraction).toHaveLength(decimals);
        expect(BigInt(`${whole}${fraction.padEnd(ATTO, '0')}`)).toBe(exact);
      }),
      { numRuns: 2_000 },
    );
  });
});

/** An amount in ten-thousandths of up to eleven digits, as one may write it. */
function ordinary() {
  return tuple(integer({ min: 0, max: 99_999_999_999 }), integer({ min: 0, max: 4 })).map(
    ([units, decimals]) => {
      const text = (units / 10 ** decimals).toFixed(decimals);
      return { text, exact: BigInt(units) * 10n ** BigInt(18 - decimals) };
    },
  );
}

describe('what remains of a limit', () => {
  it.each([
    ['100.00', '95.5', '4.50'],
    ['100', '95.125', '4.875'],
    ['100.00', '100', '0.00'],
    ['100', '100.01', '0.00'],
    ['0', '0', '0'],
    ['-0', '0', '0'],
    ['0', '-0', '0'],
    ['0.000000000000000001', '0', '0.000000000000000001'],
    ['9'.repeat(30), '0.000000000000000001', `${'9'.repeat(29)}8.${'9'.repeat(18)}`],
  ])('of %s after %s is %s', (limit, used, left) => {
    expect(remainingOf(limit, used)).toBe(left);
  });
});

it('prints an amount as it was written, a number in its shortest form', () => {
  expect(['007.50', 7.5, 0.1, 1e20, -0].map(writtenAmount)).toEqual([
    '007.50',
    '7.5',
    '0.1',
    '100000000000000000000',
    '0',
  ]);
});

describe('sums and differences', () => {
  it.each([
    ['0.1', '0.2', '0.3', '-0.1'],
    ['1', '1.00', '2', '0'],
    ['450359962737.0495', '0.0001', '450359962737.0496', '450359962737.0494'],
    ['450359962737.0496', '0.0001', '450359962737.0497', '450359962737.0495'],
    ['-450359962737.0495', '0.0001', '-450359962737.0494', '-450359962737.0496'],
    ['-450359962737.0495', '-0.0001', '-450359962737.0496', '-450359962737.0494'],
    ['9007199254740993', 0.000001, '9007199254740993.000001', '9007199254740992.999999'],
    [
      '9'.repeat(30),
      '0.000000000000000001',
      `${'9'.repeat(30)}.000000000000000001`,
      `${'9'.repeat(29)}8.${'9'.repeat(18)}`,
    ],
  ])('%s and %s: %s and %s', (a, b, sum, difference) => {
    expect(textOf(sumOf(amountOf(a), amountOf(b)))).toBe(sum);
    expect(textOf(differenceOf(amountOf(a), amountOf(b)))).toBe(difference);
  });

  it('agree with whole numbers of the smallest unit', () => {
    const units = bigInt(-(10n ** 36n), 10n ** 36n);
    assert(
      property(tuple(units, units), ([a, b]) => {
        const [x, y] = [amountOf(decimalText(a)), amountOf(decimalText(b))];
        expect(isEqual(textOf(sumOf(x, y)), decimalText(a + b))).toBe(true);
        expect(isEqual(textOf(differenceOf(x, y)), decimalText(a - b))).toBe(true);
        expect(isEqual(textOf(differenceOf(sumOf(x, y), amountOf(decimalText(a + b)))), 0)).toBe(true);
      }),
      { seed: 5, numRuns: 2_000 },
    );
  });
});

/** A number of 10⁻¹⁸ as an amount. */
function decimalText(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(19, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -18)}.${digits.slice(-18)}`;
}
describe('amounts by slot', () => {
  it('stay what they are when more room is made', () => {
    const amounts = new Amounts();
    amounts.read(0, '50.00');
    amounts.makeRoomFor(100);
    expect(amounts.get(0)).toEqual(parseAmount('50.00'));
  });
});
