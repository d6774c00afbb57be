import { isLatitude, isLongitude } from './geo.ts';
import type { CategoryEntry, Location } from './rule.ts';
import { isJsonObject, own } from './snapshot.ts';

/** What the shopper's client sent. Nothing in it makes this throw: what cannot be read counts as absent. */
export class Shopper {
  private readonly sent: object;

  constructor(sent: unknown) {
    this.sent = readOr({}, () => (isJsonObject(sent) ? sent : {}));
  }

  field(key: string): unknown {
    try {
      return own(this.sent, key);
    } catch {
      return undefined;
    }
  }

  identifier(key: string): string | undefined {
    const value = this.field(key);
    return isIdentifier(value) ? value : undefined;
  }

  location(): Location | 'absent' | 'invalid' {
    const value = this.field('location');
    if (value === undefined || value === null) return 'absent';
    return readOr('invalid', () => {
      if (typeof value !== 'object') return 'invalid';
      const latitude = own(value, 'latitude');
      const longitude = own(value, 'longitude');
      return isLatitude(latitude) && isLongitude(longitude) ? { latitude, longitude } : 'invalid';
    });
  }

  categories(): readonly CategoryEntry[] | 'unreadable' {
    const value = this.field('categories');
    if (value === undefined || value === null) return [];
    return readOr('unreadable', () => listOf(value, readEntry) ?? 'unreadable');
  }
}

function readEntry(entry: unknown): CategoryEntry | undefined {
  if (!isJsonObject(entry)) return undefined;
  const name = own(entry, 'name');
  const tags = listOf(own(entry, 'tags'), (tag) => (typeof tag === 'string' ? tag : undefined));
  return typeof name === 'string' && tags ? { name, tags } : undefined;
}

/**
 * A copy of a list all of whose items can be read. By index, and no further than the first that cannot: a list may
 * have an iterator of its own, and more holes than anyone could count.
 */
function listOf<Item>(
  value: unknown,
  read: (item: unknown) => Item | undefined,
): readonly Item[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const items: Item[] = [];
  for (let i = 0; i < value.length; i++) {
    const item = read(value[i]);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}

/** Getters and proxies can throw; JSON cannot. */
function readOr<Value>(otherwise: Value, read: () => Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

/** A name that `trim` does not leave empty. */
export function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
