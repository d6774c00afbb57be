import { union, type Because, type Conflict } from '../conflict.ts';
import type { AskedOf, Tagged } from '../formula.ts';
import { among } from './among.ts';

interface Wanted {
  readonly tags: readonly string[];
  readonly because: Because;
}

/** What the entries of one category are to be. */
class Entries {
  there: Because | undefined = undefined;
  absent: Because | undefined = undefined;
  /** Of each list, one tag. */
  readonly wanted: Wanted[];
  readonly forbidden: Map<string, Because>;
  private readonly name: string;

  constructor(name: string, known?: Entries) {
    this.name = name;
    this.there = known?.there;
    this.absent = known?.absent;
    this.wanted = [...(known?.wanted ?? [])];
    this.forbidden = new Map(known?.forbidden);
  }

  add(tagged: Tagged, because: Because): void {
    if ('none' in tagged) {
      for (const tag of tagged.none) if (!this.forbidden.has(tag)) this.forbidden.set(tag, because);
    } else if ('isThere' in tagged && !tagged.isThere) {
      this.absent ??= because;
    } else {
      this.there ??= because;
      if ('some' in tagged) this.wanted.push({ tags: tagged.some, because });
    }
  }

  conflict(): Conflict | undefined {
    const { there, absent, wanted, forbidden } = this;
    const category = JSON.stringify(this.name);
    if (there && absent) return conflict(union(there, absent), `category ${category} must be there`);
    for (const { tags, because } of wanted) {
      const forbidding = tags.map((tag) => forbidden.get(tag));
      if (!forbidding.every((one) => one !== undefined)) continue;
      return conflict(union(because, ...forbidding), `every wanted tag of category ${category} is forbidden`);
    }
    return undefined;
  }
}

/**
 * What the categories are to be. A shopper may send any entries with any tags, so nothing stands in the way of a
 * wanted tag but what forbids it.
 */
export class Categories {
  static readonly any = new Categories(new Map(), undefined, undefined);
  private readonly byName: ReadonlyMap<string, Entries>;
  private readonly readable: Because | undefined;
  private readonly unreadable: Because | undefined;

  private constructor(
    byName: ReadonlyMap<string, Entries>,
    readable: Because | undefined,
    unreadable: Because | undefined,
  ) {
    this.byName = byName;
    this.readable = readable;
    this.unreadable = unreadable;
  }

  with(asked: readonly AskedOf<'categories'>[]): Categories | Conflict {
    let { readable, unreadable } = this;
    const changed = new Map<string, Entries>();
    for (const { fact, because } of asked) {
      if ('areReadable' in fact && !fact.areReadable) unreadable ??= because;
      else readable ??= because;
      if (!('tags' in fact)) continue;
      const { category } = fact;
      let entries = changed.get(category);
      if (!entries) changed.set(category, (entries = new Entries(category, this.byName.get(category))));
      entries.add(fact.tags, because);
    }
    if (readable && unreadable) return conflict(union(readable, unreadable), 'categories must be readable');
    for (const entries of changed.values()) {
      const found = entries.conflict();
      if (found) return found;
    }
    return new Categories(new Map([...this.byName, ...changed]), readable, unreadable);
  }
}

function conflict(because: Because, says: string): Conflict {
  return { because, says: (from) => among(because, from, says) };
}
