import { isLatitude, isLongitude } from './geo.ts';
import type { CategoryEntry, Location, TagMarks } from './rule.ts';
import { isJsonObject, isPlain, isSomething, own, ownMembers, plainObject } from './snapshot.ts';

/** What is read of what the shopper's client sent; anything may stand under these names. */
export const SHOPPER_FIELDS = [
  'transaction_id',
  'customer_identifier',
  'total_transaction_cost',
  'location',
  'categories',
  'origin_redemption',
] as const;

type Sent = { readonly [Field in (typeof SHOPPER_FIELDS)[number]]?: unknown };

/**
 * What the shopper's client sent. Nothing in it makes this throw: what cannot be read counts as absent. One object reads
 * one redemption after another, so that reading allocates nothing.
 */
export class SentRedemption {
  transactionId: string | undefined = undefined;
  customerIdentifier: string | undefined = undefined;
  originRedemption: string | undefined = undefined;
  /** Anything. */
  protected costSent: unknown = undefined;
  location: Location | 'absent' | 'invalid' = 'absent';
  private sent: unknown = undefined;
  private sentCategories: unknown = undefined;
  private readonly place = { latitude: Number.NaN, longitude: Number.NaN };

  readSent(sent: unknown): void {
    this.sent = sent;
    try {
      this.readMembers(plainObject(sent) ?? NOTHING);
    } catch {
      // Getters and proxies can throw; JSON cannot.
      this.readMembers(this.membersOneByOne());
    }
  }

  /** Lets go of what was sent. */
  forget(): void {
    this.sent = this.sentCategories = this.costSent = undefined;
  }

  /** What stands under a key of its own. */
  field(key: string, unreadable?: unknown): unknown {
    const { sent } = this;
    try {
      return isJsonObject(sent) ? own(sent, key) : undefined;
    } catch {
      return unreadable;
    }
  }

  /** The marks of the tags under a category's name. */
  marksUnder(category: string, marks: ReadonlyMap<string, number>): TagMarks {
    const { sentCategories } = this;
    if (sentCategories === undefined || sentCategories === null) return 'no entry';
    try {
      return marksOf(sentCategories, category, marks);
    } catch {
      return 'unreadable';
    }
  }

  /** The categories, copied; `unreadable` where they are not a list of names with tags. */
  get categories(): readonly CategoryEntry[] | 'unreadable' {
    const { sentCategories } = this;
    if (sentCategories === undefined || sentCategories === null) return [];
    try {
      return listOf(sentCategories, readEntry) ?? 'unreadable';
    } catch {
      return 'unreadable';
    }
  }

  private readMembers(sent: Sent): void {
    this.transactionId = identifierOf(sent.transaction_id);
    this.customerIdentifier = identifierOf(sent.customer_identifier);
    this.originRedemption = identifierOf(sent.origin_redemption);
    this.costSent = sent.total_transaction_cost;
    this.location = this.locationOf(sent.location);
    this.sentCategories = sent.categories;
  }

  private membersOneByOne(): Sent {
    return {
      transaction_id: this.field('transaction_id'),
      customer_identifier: this.field('customer_identifier'),
      origin_redemption: this.field('origin_redemption'),
      total_transaction_cost: this.field('total_transaction_cost'),
      location: copyOfLocation(this.field('location')),
      // No list where they cannot be read: absent categories would satisfy a rule that forbids some.
      categories: this.field('categories', ''),
    };
  }

  private locationOf(sent: unknown): Location | 'absent' | 'invalid' {
    if (sent === undefined || sent === null) return 'absent';
    const own = isPlain(sent, (sent as SentLocation).latitude) ? sent : ownMembers(sent);
    const { latitude, longitude }: SentLocation = own ?? NOTHING;
    if (!isLatitude(latitude) || !isLongitude(longitude)) return 'invalid';
    this.place.latitude = latitude;
    this.place.longitude = longitude;
    return this.place;
  }
}

/** Inherits nothing either, whatever somebody has given all objects. */
const NOTHING = Object.freeze(Object.create(null)) as object;

interface SentLocation {
  readonly latitude?: unknown;
  readonly longitude?: unknown;
}

/** A location whose members can be read without throwing; `''`, which is none, where they cannot. */
function copyOfLocation(sent: unknown): unknown {
  try {
    if (!isJsonObject(sent)) return sent;
    return { latitude: own(sent, 'latitude'), longitude: own(sent, 'longitude') };
  } catch {
    return '';
  }
}

/**
 * Reads the whole list, since one entry that cannot be read spoils it: without copying, for that is most of the work.
 * By index, and no further than the first that cannot: a list may have an iterator of its own, and more holes than
 * anyone could count.
 */
function marksOf(list: unknown, category: string, marks: ReadonlyMap<string, number>): TagMarks {
  if (!Array.isArray(list)) return 'unreadable';
  let isThere = false;
  let found = 0;
  for (let i = 0; i < list.length; i++) {
    const entry: unknown = list[i];
    const own = isSomething(entry) && isPlain(entry, (entry as SentEntry).name) ? entry : ownMembers(entry);
    const { name, tags }: SentEntry = own ?? NOTHING;
    if (typeof name !== 'string' || !Array.isArray(tags)) return 'unreadable';
    const isOfCategory = name === category;
    if (isOfCategory) isThere = true;
    for (let j = 0; j < tags.length; j++) {
      const tag: unknown = tags[j];
      if (typeof tag !== 'string') return 'unreadable';
      if (isOfCategory) found |= marks.get(tag) ?? 0;
    }
  }
  return isThere ? found : 'no entry';
}

interface SentEntry {
  readonly name?: unknown;
  readonly tags?: unknown;
}

function readEntry(entry: unknown): CategoryEntry | undefined {
  const { name, tags }: SentEntry = plainObject(entry) ?? NOTHING;
  const texts = listOf(tags, (tag) => (typeof tag === 'string' ? tag : undefined));
  return typeof name === 'string' && texts ? { name, tags: texts } : undefined;
}

/** A copy of a list all of whose items can be read. */
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

function identifierOf(value: unknown): string | undefined {
  return isIdentifier(value) ? value : undefined;
}

/** A name that `trim` does not leave empty. */
export function isIdentifier(value: unknown): value is string {
  if (typeof value !== 'string' || value === '') return false;
  const first = value.charCodeAt(0);
  return (first > SPACE && first < DELETE) || value.trim() !== '';
}

/** Between them, no character is white space. */
const SPACE = 32;
const DELETE = 127;
