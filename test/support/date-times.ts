// Another reading of date-times, by a regular expression and Date.UTC: slower, and plain to see. And texts to try both on.

import fc from 'fast-check';
import type { DateTime } from '../../src/time/local.ts';

const DATE_TIME =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(Z|[+-](\d\d)(?::?(\d\d))?)?$/;

export function dateTimeByPattern(text: string): DateTime | undefined {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const second = Number(parts[6] ?? 0);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const clock = ((hour * 60 + minute) * 60 + second) * 1_000;
  const wall = date.getTime() + clock + Number((parts[7] ?? '').padEnd(3, '0'));
  const zone = parts[8];
  if (zone === undefined) return { wall, offset: undefined };
  if (zone === 'Z') return { wall, offset: 0 };
  const [hours, minutes] = [Number(parts[9]), Number(parts[10] ?? 0)];
  if (hours > 23 || minutes > 59) return undefined;
  const size = (hours * 60 + minutes) * 60_000;
  return { wall, offset: zone.startsWith('-') && size > 0 ? -size : size };
}

/** Mostly such as there are. */
function digits(size: number, least: number, most: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      { weight: 30, arbitrary: fc.integer({ min: least, max: most }) },
      { weight: 2, arbitrary: fc.constantFrom(least, most) },
      { weight: 1, arbitrary: fc.constantFrom(0, most + 1) },
    )
    .map((number) => String(number).padStart(size, '0'));
}

/** Date-times of every form, nearly all of dates and clocks there are. */
const dateTimes: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof(digits(4, 0, 9_999), fc.constantFrom('0000', '0004', '1900', '2000', '2024', '2100')),
    digits(2, 1, 12),
    digits(2, 1, 31),
    digits(2, 0, 23),
    digits(2, 0, 59),
    fc.oneof(
      fc.constant(''),
      digits(2, 0, 59).map((text) => `:${text}`),
    ),
    fc.constantFrom('', '', '.0', '.05', '.987', '.9999', '.'),
    fc.oneof(
      fc.constantFrom('', 'Z', 'Z', 'z', '+00', '-00:00', '+0', '+01:0', '-01:', '+010', '+24:00', '+23:60'),
      fc
        .tuple(fc.constantFrom('+', '-'), digits(2, 0, 23), fc.constantFrom('', ':'), digits(2, 0, 59))
        .map((parts) => parts.join('')),
    ),
  )
  .map(([year, month, day, hour, minute, second, fraction, offset]) => {
    return `${year}-${month}-${day}T${hour}:${minute}${second}${second && fraction}${offset}`;
  });

/** The same with a character changed, left out, put in or doubled, or with none. */
export const mutatedDateTimes: fc.Arbitrary<string> = fc
  .tuple(
    dateTimes,
    fc.constantFrom('keep', 'keep', 'change', 'drop', 'insert', 'double', 'cut'),
    fc.nat(40),
    fc.constantFrom(...Array.from('0123456789-+:.TZtz /;\u0000\u0660\uFF10')),
  )
  .map(([text, mutation, at, character]) => {
    const i = at % (text.length + 1);
    const [before, after] = [text.slice(0, i), text.slice(i)];
    switch (mutation) {
      case 'change':
        return before + character + after.slice(1);
      case 'drop':
        return before + after.slice(1);
      case 'insert':
        return before + character + after;
      case 'double':
        return before + after.slice(0, 1) + after;
      case 'cut':
        return before;
      default:
        return text;
    }
  });
