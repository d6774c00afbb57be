/**
 * What a time zone's clocks show, by offsets alone: `local = instant + offset`. Instants and offsets are in
 * milliseconds. Nothing here depends on the zone of the process.
 */
import { tzOffset } from '@date-fns/tz/tzOffset';

/** A half-open run of instants, `[start, end)`, through which a zone keeps one offset. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  /** In milliseconds, positive east of Greenwich. */
  readonly offset: number;
}

const HOUR = 3_600_000;

/** The last instant a `Date` can hold; the first is its negative. */
const DATE_LIMIT = 8.64e15;

/**
 * The table is filled a chunk at a time, and a chunk whose two edges have the same offset is taken to be steady.
 * That is true while every change lasts longer than a chunk. Of the zones of tz 2025b the shortest since 1940 is
 * the 6.96 days of summer that Recife had in 2000 and Gaza is to have in 2040; this chunk is 6.21 days.
 */
export const CHUNK = 2 ** 29;

/** Sixteen years of chunks. */
const CHUNKS_KEPT = 940;

/** More than there are IANA names, so only one name in many spellings of case ever drops a zone. */
const ZONES_KEPT = 1_000;

/** Longer than any IANA name; what is longer is not worth asking the runtime about. */
const LONGEST_NAME = 64;

/**
 * Runtimes also answer to two dozen abbreviations of Java's: there `BST` is Dhaka and `CST` is Chicago. Of the names
 * of three letters only these are IANA's own.
 */
const SHORT_NAMES = new Set([
  'CET',
  'EET',
  'EST',
  'GMT',
  'HST',
  'MET',
  'MST',
  'PRC',
  'ROC',
  'ROK',
  'UCT',
  'UTC',
  'WET',
]);

/** Fixed offsets, which newer runtimes take for zones, and the rules of a Unix before there were names. */
const NOT_IANA = /^(?:[^a-z]|systemv\/)/i;

const zones = new Map<string, Zone>();

/**
 * Whether `name` is an IANA name, an alias included, that the runtime knows. As everywhere in `Intl`, case is
 * ignored. Fixed offsets (`+01:00`, `-05`) are not names.
 */
export function isZone(name: string): boolean {
  return zones.has(name) || canonicalName(name) !== undefined;
}

/** The zone called `name`, shared by all who ask for it. Throws a `RangeError` unless `isZone(name)`. */
export function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known !== undefined) return known;
  const canonical = canonicalName(name);
  if (canonical === undefined) throw new RangeError('Not an IANA time zone that this runtime knows');
  const zone = new Zone(name, canonical);
  if (zones.size === ZONES_KEPT) zones.clear();
  zones.set(name, zone);
  return zone;
}

/** The one spelling by which the runtime knows a zone and its aliases. */
function canonicalName(name: string): string | undefined {
  if (name.length > LONGEST_NAME || NOT_IANA.test(name)) return undefined;
  if (name.length === 3 && !SHORT_NAMES.has(name.toUpperCase())) return undefined;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** The version of the runtime's time-zone data, such as `2025b`; `null` where the runtime does not tell, as browsers do not. */
export function timeZoneDataVersion(): string | null {
  // Intl has the data and does not name them. No answer depends on this.
  // eslint-disable-next-line no-restricted-globals
  const { process } = globalThis as { process?: { versions?: { tz?: string } } };
  return process?.versions?.tz ?? null;
}

/** A zone's clocks: a table of offsets, filled where it is asked. */
export class Zone {
  /** The name the zone was asked for by. */
  readonly name: string;
  private readonly sample: (instant: number) => number;
  private readonly chunks = new Map<number, readonly Stretch[]>();
  private last: Stretch = { start: 0, end: 0, offset: 0 };

  constructor(name: string, canonical: string) {
    this.name = name;
    // tzOffset keeps a formatter for ever for each spelling it is given, so it is given one.
    this.sample = createSampler(canonical);
  }

  /** What to add to `instant` (whole epoch milliseconds) to read the zone's clocks: `local = instant + offset`. */
  offsetAt(instant: number): number {
    const { last } = this;
    return instant >= last.start && instant < last.end ? last.offset : this.stretchAt(instant).offset;
  }

  /**
   * A stretch that holds `instant`. It may be shorter than the clocks' own: a neighbour may have the same offset.
   * Neighbours leave no gap, so `stretchAt(stretch.end)` continues one.
   */
  stretchAt(instant: number): Stretch {
    const { last } = this;
    if (instant >= last.start && instant < last.end) return last;
    const chunk = Math.floor(instant / CHUNK);
    for (const stretch of this.stretchesOf(chunk)) {
      this.last = stretch;
      if (instant < stretch.end) break;
    }
    return this.last;
  }

  private stretchesOf(chunk: number): readonly Stretch[] {
    const known = this.chunks.get(chunk);
    if (known !== undefined) return known;
    if (this.chunks.size === CHUNKS_KEPT) this.chunks.clear();
    const stretches = stretchesBetween(chunk * CHUNK, (chunk + 1) * CHUNK, this.sample);
    this.chunks.set(chunk, stretches);
    return stretches;
  }
}

/** The stretches of `[start, end)`, in order. A transition is found where the offsets at both ends of a part differ. */
function stretchesBetween(start: number, end: number, sample: (instant: number) => number): Stretch[] {
  const stretches: Stretch[] = [];
  let open = start;

  function bisect(low: number, lowOffset: number, high: number, highOffset: number): void {
    if (lowOffset === highOffset) return;
    if (high - low === 1) {
      stretches.push({ start: open, end: high, offset: lowOffset });
      open = high;
      return;
    }
    const middle = Math.floor((low + high) / 2);
    const middleOffset = sample(middle);
    bisect(low, lowOffset, middle, middleOffset);
    bisect(middle, middleOffset, high, highOffset);
  }

  const lastOffset = sample(end - 1);
  bisect(start, sample(start), end - 1, lastOffset);
  stretches.push({ start: open, end, offset: lastOffset });
  return stretches;
}

/** Reads a zone's offset from the runtime: right, but a thousand times slower than the table. */
function createSampler(name: string): (instant: number) => number {
  let signs: Intl.DateTimeFormat | undefined;
  return (instant) => {
    // A chunk may reach past what a Date can hold; the offset there is that of the edge.
    const date = new Date(Math.max(-DATE_LIMIT, Math.min(DATE_LIMIT, instant)));
    const minutes = tzOffset(name, date);
    if (Number.isNaN(minutes)) throw new RangeError(`${name} has no offset at ${instant}`);
    // Offsets with seconds come as fractions of a minute.
    const size = Math.round(Math.abs(minutes) * 60) * 1_000;
    if (size === 0 || size >= HOUR) return minutes < 0 ? -size : size;
    // tzOffset gets the sign of an offset under an hour wrong: Monrovia's -00:44:30 is positive there.
    signs ??= new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    return signs.format(date).includes('GMT-') ? -size : size;
  };
}
