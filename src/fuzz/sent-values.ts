import { ABSENT } from './parts.ts';

/** What every context has where nothing is said: names that a reader understands. */
export const CODE = 'CODE-1';
export const CUSTOMER = 'ann';
export const OTHER_CUSTOMER = 'bob';
export const TRANSACTION = 'order-1';
export const ORIGIN = 'order-0';

/** JSON that is no identifier, nor anything else that a rule wants. */
export const JUNK: readonly unknown[] = [
  null,
  '',
  ' ',
  7,
  -1.5,
  true,
  {},
  [],
  ['order-1'],
  { id: 'ann' },
  'ü'.repeat(40),
];

/** What a client may send as an identifier: compared exactly, never trimmed. */
export function identifiersSent(plain: string, ...others: readonly string[]): unknown[] {
  return [plain, ABSENT, ...others, `${plain} `, plain.toUpperCase(), 'a/b%2F', ...JUNK];
}

/** Costs that are not amounts, whatever a language makes of them. */
export const COSTS_NOT_AMOUNTS: readonly unknown[] = [
  ABSENT,
  '',
  ' 5',
  '5 ',
  '+5',
  '1e5',
  '0x10',
  '1_000',
  '1,50',
  '5.',
  '.5',
  '٣',
  'NaN',
  '0.0000000000000000001',
  '1'.repeat(31),
  1e21,
  1e-7,
  ...JUNK.filter((value) => typeof value !== 'number'),
];

/** Amounts that bounds do not name. */
export const COSTS_OF_ALL_KINDS: readonly unknown[] = [
  '25.00',
  '0',
  '-0.01',
  '-0',
  '007.50',
  10,
  0.1,
  '0.30',
  '9007199254740993',
  '999999999999999999999999999999.999999999999999999',
];

/** Places that are none. */
export const LOCATIONS_INVALID: readonly unknown[] = [
  'here',
  {},
  [4.9, 52.4],
  { latitude: 52.4 },
  { latitude: '52.4', longitude: '4.9' },
  { latitude: 90.000001, longitude: 0 },
  { latitude: 0, longitude: -180.000001 },
  { latitude: null, longitude: 0 },
  7,
  true,
];

/** Corners of the map, and its middle. */
export const LOCATIONS_FAR: readonly unknown[] = [
  { latitude: 0, longitude: 0 },
  { latitude: 90, longitude: 0 },
  { latitude: -90, longitude: 180 },
  { latitude: 0, longitude: -180 },
];

/** Categories that cannot be read, or that say nothing. */
export const CATEGORIES_UNREADABLE: readonly unknown[] = [
  null,
  'shoes',
  {},
  [null],
  ['shoes'],
  [{ name: 'department' }],
  [{ name: 7, tags: [] }],
  [{ name: 'department', tags: 'shoes' }],
  [{ name: 'department', tags: [null] }],
];

/** In place of the object. */
export const REDEMPTIONS_NO_OBJECT: readonly unknown[] = [ABSENT, null, 'redeem', 7, [], [{}]];
