import { FORBIDDEN_KEYS } from '../snapshot.ts';

/** What an order is made of. */
const FACTS = ['at', 'voucher', 'redemption', 'granted_discount', 'origin', 'operation'];
/** What stands in a context beside that is another host's: a replay has its own, and does not look at it. */
const OF_ANOTHER_HOST = ['usage', 'existing'];
/** More than any fact has. */
const MOST_STEPS = 16;
const INDEX = /^(?:0|[1-9]\d{0,3})$/;

/** Where cells are text, whatever they look like: identifiers, names and amounts. */
const TEXTS =
  /^(?:voucher\.(?:code|customer_identifier)|redemption\.(?:transaction_id|customer_identifier|origin_redemption|total_transaction_cost|categories\.\d+\.(?:name|tags\.\d+))|origin\.customer_identifier|granted_discount|operation)$/;
/** Where numbers are meant as numbers. */
const NUMBERS = /^redemption\.location\.(?:latitude|longitude)$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Where whole numbers are epoch milliseconds. */
const INSTANTS = /^(?:at|origin\.redeemed_at)$/;
const MILLISECONDS = /^-?\d{1,15}$/;
const JSON_START = /^(?:[[{]|(?:true|false)$)/;

/** A line with columns, or one of cells, is of no use; why. */
export class CellFault extends Error {
  override readonly name = 'CellFault';
  readonly lines: readonly string[];

  constructor(...lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/**
 * Columns named by dotted paths into an order (`redemption.total_transaction_cost`). Where all steps below one are whole numbers
 * (`redemption.categories.0.name`), they are the places of a list, those that are filled.
 *
 * An empty cell is absent, and `null` is null. Identifiers, names and amounts are text; latitude and longitude are numbers; whole numbers
 * for an instant are epoch milliseconds. Elsewhere a list, an object, `true` and `false` are JSON, and all else is text.
 */
export class Columns {
  readonly count: number;
  private readonly read: Reader;

  /** Throws a {@link CellFault} for names that are no paths of an order, and for one that comes again. */
  constructor(names: readonly string[]) {
    const faults = names.flatMap((name, i) => faultOf(name, i, names) ?? []);
    if (faults.length > 0) throw new CellFault(...faults);
    this.count = names.length;
    this.read = readerOf(
      '',
      names
        .map((name, column) => ({ column, steps: name.split('.') }))
        .filter(({ steps: [first = ''] }) => !OF_ANOTHER_HOST.includes(first)),
    );
  }

  /** The order of a line. Throws a {@link CellFault} where cells exclude each other. */
  orderOf(cells: readonly string[]): unknown {
    return this.read(cells) ?? {};
  }
}

/** What cells say of one path; `undefined` where they say nothing. */
type Reader = (cells: readonly string[]) => unknown;

interface Column {
  readonly column: number;
  /** Those that are left of its path. */
  readonly steps: readonly string[];
}

function faultOf(name: string, i: number, names: readonly string[]): string | undefined {
  const [first = '', ...steps] = name.split('.');
  const found = `column ${i + 1}: found ${JSON.stringify(name)}, expected `;
  if (names.length === 1 && /[;\t]/.test(name)) return `${found}commas between columns`;
  const isPath = steps.length < MOST_STEPS && !steps.includes('');
  if (OF_ANOTHER_HOST.includes(first)) return undefined;
  if (!FACTS.includes(first) || !isPath) return `${found}a path that starts with ${FACTS.join(', ')}`;
  if (steps.some((step) => FORBIDDEN_KEYS.has(step))) return `${found}a path without forbidden keys`;
  return names.indexOf(name) < i ? `${found}each column once` : undefined;
}

/** Reads what stands under a path: in a column of its own, in columns of parts of it, or (in different lines) in both. */
function readerOf(path: string, columns: readonly Column[]): Reader {
  const own = columns.find(({ steps }) => steps.length === 0);
  const parts = partsOf(path, columns);
  const whole: Reader = own ? cellReader(path, own.column) : () => undefined;
  if (parts.size === 0) return whole;
  const isList = path !== '' && [...parts.keys()].every((step) => INDEX.test(step));
  const inParts = isList ? listReader(parts) : objectReader(parts);
  if (!own) return inParts;
  return (cells) => {
    const [value, together] = [whole(cells), inParts(cells)];
    if (value === undefined) return together;
    if (isNothing(together)) return value;
    throw new CellFault(`found both ${path} and a part of it, expected one of them`);
  };
}

function partsOf(path: string, columns: readonly Column[]): ReadonlyMap<string, Reader> {
  const further = columns.filter(({ steps }) => steps.length > 0);
  const names = [...new Set(further.map(({ steps }) => steps[0] as string))];
  return new Map(
    names.map((name) => {
      const below = further.filter(({ steps }) => steps[0] === name);
      const ofPart = below.map(({ column, steps }) => ({ column, steps: steps.slice(1) }));
      return [name, readerOf(path === '' ? name : `${path}.${name}`, ofPart)];
    }),
  );
}

function listReader(parts: ReadonlyMap<string, Reader>): Reader {
  const places = [...parts].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, read]) => read);
  return (cells) => places.map((read) => read(cells)).filter((value) => value !== undefined);
}

/** Nothing where there is nothing in it but lists without an entry. */
function objectReader(parts: ReadonlyMap<string, Reader>): Reader {
  const members = [...parts];
  return (cells) => {
    const object: Record<string, unknown> = {};
    let isThere = false;
    for (const [name, read] of members) {
      const value = read(cells);
      if (value === undefined) continue;
      object[name] = value;
      isThere ||= !isNothing(value);
    }
    return isThere ? object : undefined;
  };
}

function isNothing(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0);
}

function cellReader(path: string, column: number): Reader {
  const valueOf = valueReader(path);
  return (cells) => {
    const cell = cells[column] as string;
    if (cell === '') return undefined;
    return cell === 'null' ? null : valueOf(cell);
  };
}

function valueReader(path: string): (cell: string) => unknown {
  if (TEXTS.test(path)) return (cell) => cell;
  if (NUMBERS.test(path)) return (cell) => (NUMBER.test(cell) ? Number(cell) : cell);
  if (INSTANTS.test(path)) return (cell) => (MILLISECONDS.test(cell) ? Number(cell) : cell);
  return jsonOrText;
}

function jsonOrText(cell: string): unknown {
  if (!JSON_START.test(cell)) return cell;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return cell;
  }
}
