import { isLatitude, isLongitude } from './geo.ts';
import type { CategoryEntry, Location } from './rule.ts';
import { isJsonObject } from './snapshot.ts';

/** What the shopper's client sent. Nothing in it makes this throw: what cannot be read counts as absent. */
export class Shopper {
  private readonly sent: object;

  constructor(sent: unknown) {
    this.sent = isJsonObject(sent) ? sent : {};
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
    return readOr('unreadable', () => {
      if (!Array.isArray(value)) return 'unreadable';
      const entries: CategoryEntry[] = [];
      for (const entry of value as readonly unknown[]) {
        if (!isJsonObject(entry)) return 'unreadable';
        const name = own(entry, 'name');
        const tags = own(entry, 'tags');
        if (typeof name !== 'string' || !isListOfStrings(tags)) return 'unreadable';
        entries.push({ name, tags });
      }
      return entries;
    });
  }
}

function isListOfStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
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

/** What stands under a key of an object's own. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}
