// Seeded campaigns and contexts, aimed at the edges where an engine goes wrong: limits hit exactly, instants on both
// sides of a window's end or of a clock change, points on borders, numbers that a double cannot hold, and shoppers who
// send anything. A case is a pure function of its seed.

import { Temporal } from 'temporal-polyfill';
import {
  type AmountJson,
  amountOf,
  type CampaignJson,
  type CategoryJson,
  distanceInMetres,
  type DurationJson,
  type FeatureJson,
  isBudget,
  leavesOf,
  levelsOf,
  type PeriodJson,
  type PeriodName,
  periodLabel,
  periodWindow,
  type Position,
  readLocation,
  type ReferenceCounter,
  type RuleJson,
  readAmount,
  referenceEvaluate,
  referencePlan,
  type SubscriptionJson,
  timeFrameHolds,
  timeOfOrderHolds,
  writeAmount,
} from './reference.ts';

export type Context = Record<string, unknown>;
export interface Case {
  campaign: CampaignJson;
  context: Context;
}

/** So many consecutive seeds share a campaign, as compiling is the slow part of a case. */
export const CONTEXTS_PER_CAMPAIGN = 8;

// ---------------------------------------------------------------------------------------------------------------
// Randomness
// ---------------------------------------------------------------------------------------------------------------

class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
    // Neighbouring seeds start alike.
    for (let round = 0; round < 4; round += 1) this.next();
  }

  /** mulberry32: in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    const choice = choices[Math.floor(this.next() * choices.length)];
    if (choices.length === 0) throw new Error('nothing to pick from');
    return choice as T;
  }

  /** Each with the given probability, in their order. */
  some<T>(choices: readonly T[], probability: number): T[] {
    return choices.filter(() => this.chance(probability));
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Amounts
// ---------------------------------------------------------------------------------------------------------------

const CENT = 10n ** 16n;

/** As a number where a double holds it and prints it alike, now and then. */
function asNumberSometimes(random: Random, text: string): AmountJson {
  const number = Number(text);
  return random.chance(0.3) && readAmount(number)?.units === amountOf(text).units ? number : text;
}

function randomAmount(random: Random): AmountJson {
  const kind = random.next();
  if (kind < 0.5) return asNumberSometimes(random, writeAmount(BigInt(random.whole(0, 99_999)) * CENT, 2));
  if (kind < 0.75) return asNumberSometimes(random, String(random.whole(1, 900)));
  if (kind < 0.8) return random.pick(['0.1', '0.3', 0.1, 0.7, '1.005', '4.35', '0.10', '007.50', '10.0']);
  if (kind < 0.9) {
    const digits = (count: number): string =>
      Array.from({ length: count }, () => String(random.whole(0, 9))).join('');
    return `${random.whole(1, 9)}${digits(random.whole(0, 28))}.${digits(random.whole(1, 18))}`;
  }
  if (kind < 0.94)
    return random.pick(['0.000000000000000001', '0.000000000000000003', '1.000000000000000001']);
  if (kind < 0.97) {
    return random.pick([
      '9007199254740993',
      '999999999999999999999999999999.999999999999999999',
      9007199254740991,
    ]);
  }
  return random.pick([0, '0', '0.00']);
}

/** An amount on one side of another or on it. */
function amountNear(random: Random, units: bigint): AmountJson {
  const step = random.pick([0n, 0n, 1n, -1n, CENT, -CENT]);
  const near = units + step < 0n ? 0n : units + step;
  return asNumberSometimes(random, shortest(near, random));
}

/** All digits that count, and sometimes more zeros. */
function shortest(units: bigint, random?: Random): string {
  let digits = 18;
  while (digits > 0 && units % 10n ** BigInt(19 - digits) === 0n) digits -= 1;
  if (random?.chance(0.3) === true) digits = Math.max(digits, 2);
  const text = writeAmount(units, digits);
  // No amount has more than 30 digits before the point.
  return text.replace(/\..*/, '').length > 30 ? '9'.repeat(30) : text;
}

// ---------------------------------------------------------------------------------------------------------------
// Time
// ---------------------------------------------------------------------------------------------------------------

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ZONES = [
  'UTC',
  'Europe/Amsterdam',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/Havana',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'Asia/Amman',
  'Atlantic/Azores',
  'Antarctica/Casey',
  'Asia/Kolkata',
  'Africa/Cairo',
  'Asia/Beirut',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'America/Asuncion',
  'Antarctica/Troll',
  'America/Nuuk',
  'Pacific/Kiritimati',
  'Asia/Gaza',
  'America/Scoresbysund',
  'Europe/Dublin',
  'America/Toronto',
  'Pacific/Kwajalein',
  'Africa/Monrovia',
  'Asia/Manila',
  'America/Juneau',
  'Asia/Pyongyang',
  'Etc/GMT+5',
];

const transitionsKnown = new Map<string, number[]>();

/** The instants at which a zone's clocks changed, or will. */
function transitionsOf(zone: string, from = '2005-01-01T00:00Z', to = '2032-01-01T00:00Z'): number[] {
  const question = `${zone} ${from}`;
  const before = transitionsKnown.get(question);
  if (before !== undefined) return before;
  const found: number[] = [];
  let moment: Temporal.ZonedDateTime | null = Temporal.Instant.from(from).toZonedDateTimeISO(zone);
  const end = Temporal.Instant.from(to).epochMilliseconds;
  while (found.length < 250) {
    moment = moment.getTimeZoneTransition('next');
    if (moment === null || moment.epochMilliseconds > end) break;
    found.push(moment.epochMilliseconds);
  }
  transitionsKnown.set(question, found);
  return found;
}

/** Local mean times, dates repeated or skipped at the date line, and years that break the writing of dates. */
function farInstant(random: Random, zone: string): number {
  const old = transitionsOf(zone, '1840-01-01T00:00Z', '2005-01-01T00:00Z');
  if (old.length > 0 && random.chance(0.5)) return random.pick(old) + random.pick(STEPS);
  const first = Date.parse('0001-01-01T00:00Z');
  const last = Date.parse('9999-12-31T23:59:59.999Z');
  const edge = random.pick([0, 1, HOUR - 1, 13 * HOUR, DAY]);
  return random.pick([
    first + edge,
    last - edge,
    Date.parse('0099-12-31T23:59:59.999Z') + edge,
    Math.floor(first + random.next() * (last - first)),
    Date.UTC(2037, random.whole(0, 60), random.whole(1, 28), random.whole(0, 23)),
    Date.UTC(1970, 0, 1) - edge,
    -edge - 1,
    0,
  ]);
}

const STEPS = [
  0,
  0,
  -1,
  1,
  -MINUTE,
  MINUTE,
  -30 * MINUTE,
  30 * MINUTE,
  -HOUR,
  HOUR,
  -2 * HOUR,
  2 * HOUR,
  -DAY,
  DAY,
];

function plainInstant(random: Random): number {
  const from = Date.UTC(2025, 6);
  return from + Math.floor((random.next() * 3 * 365 * DAY) / MINUTE) * MINUTE;
}

function offsetOf(zone: string, instant: number): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}

/** Wall time as if it were UTC, written without seconds where there are none. */
function localText(wall: number): string {
  const text = new Date(wall).toISOString().slice(0, -1);
  if (!text.endsWith('.000')) return text;
  return text.endsWith(':00.000') ? text.slice(0, 16) : text.slice(0, 19);
}

function withOffset(random: Random, instant: number): string {
  if (random.chance(0.5)) return `${localText(instant)}Z`;
  const minutes = random.pick([0, 60, -180, 330, 345, 765, -570, 840]);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = two(Math.floor(Math.abs(minutes) / 60));
  const rest = two(Math.abs(minutes) % 60);
  const sign = minutes < 0 ? '-' : '+';
  const colon = random.chance(0.7) ? ':' : '';
  const short = rest === '00' && random.chance(0.3);
  return `${localText(instant + minutes * MINUTE)}${sign}${hours}${short ? '' : `${colon}${rest}`}`;
}

function isExact(text: string): boolean {
  return /Z$|[+-]\d\d(:?\d\d)?$/.test(text.slice(10));
}

function configInstant(text: string, zone: string): number {
  return isExact(text)
    ? Temporal.Instant.from(text).epochMilliseconds
    : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

// ---------------------------------------------------------------------------------------------------------------
// Campaigns
// ---------------------------------------------------------------------------------------------------------------

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const PERIODS: PeriodName[] = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'];
const CATEGORY_NAMES = ['department', 'brand', 'toString', 'Ünïcode'];
const TAGS = ['shoes', 'outlet', 'bags', 'constructor', 'Shoes', 'été', 'length'];
const IDS = [
  'spring',
  'a/b',
  '100%',
  'a%2Fb',
  '  padded ',
  'ünï',
  '😀',
  '..',
  'campaign',
  '\ud800',
  'x'.repeat(199),
];
const CENTRES: Position[] = [
  [4, 52],
  [0, 0],
  [-58, -34],
  [178, -17],
  [-179, 65],
  [25, 89],
];

interface Surroundings {
  zone: string;
  centre: Position;
}

/** Windows of a time frame; a start that is not before its end would be a config issue. */
function randomFrame(random: Random, zone: string): { start?: string; end?: string } {
  const transitions = transitionsOf(zone);
  for (;;) {
    let first = plainInstant(random) - 300 * DAY;
    let last = first + random.pick([HOUR, DAY, 90 * DAY, 900 * DAY, 900 * DAY]);
    if (transitions.length > 0 && random.chance(0.3)) {
      const transition = random.pick(transitions);
      first = transition + random.pick([-2, -1, 0, 0, 1]) * 15 * MINUTE;
      last = first + random.pick([15 * MINUTE, 30 * MINUTE, HOUR, DAY, 200 * DAY]);
    }
    if (random.chance(0.1)) last += random.whole(1, 999);
    // Wall times by the offset before, so that skipped and repeated ones occur.
    const offset = offsetOf(zone, first - HOUR);
    const write = (instant: number): string =>
      random.chance(0.7) ? localText(instant + offset) : withOffset(random, instant);
    const start = random.chance(0.85) ? write(first) : undefined;
    const end = start === undefined || random.chance(0.7) ? write(last) : undefined;
    if (start !== undefined && end !== undefined && (isExact(start) || isExact(end))) {
      if (configInstant(start, zone) >= configInstant(end, zone)) continue;
    }
    return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
  }
}

function randomOrderWindow(random: Random): { days?: string[]; start?: string; end?: string } {
  const clock = (): string =>
    `${String(random.whole(0, 23)).padStart(2, '0')}:${random.pick(['00', '00', '30', '59', '01'])}`;
  const days = random.chance(0.5) ? [] : random.some(DAYS, 0.5);
  if (random.chance(0.1)) days.reverse();
  const start = random.pick([undefined, clock(), clock(), '00:00', '02:30']);
  const end = random.pick([
    undefined,
    clock(),
    clock(),
    '24:00',
    '00:00',
    start === '24:00' ? undefined : start,
  ]);
  return {
    ...(days.length === 0 ? {} : { days }),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  };
}

/** On a grid of eighths (rarely much finer), so that differences of coordinates are exact. */
function gridPosition(random: Random, [x = 0, y = 0]: Position): Position {
  const eighths = (): number => random.whole(-6, 6) / 8;
  const position = [Math.max(-180, Math.min(180, x + eighths())), Math.max(-90, Math.min(90, y + eighths()))];
  if (random.chance(0.03)) position.push(random.whole(0, 99));
  return position;
}

function randomRing(random: Random, centre: Position): Position[] {
  const closed = (ring: Position[]): Position[] => [...ring, [...(ring[0] ?? [])]];
  if (random.chance(0.05)) {
    // Far corners: an edge may span 180 degrees of longitude, and no more.
    const west = random.pick([-180, -90, 0]);
    const { south, north } = random.pick([
      { south: -90, north: 90 },
      { south: 0, north: 90 },
      { south: -90, north: 45 },
    ]);
    return closed([
      [west, south],
      [west + 180, south],
      [west + 180, north],
      [west, north],
    ]);
  }
  if (random.chance(0.05)) {
    // No grid: nothing is exact here, nor will a random point be near a border.
    const [x = 0, y = 0] = centre;
    const near = (value: number, bound: number): number =>
      Math.max(-bound, Math.min(bound, value + random.next() - 0.5));
    return closed(Array.from({ length: random.whole(3, 30) }, () => [near(x, 180), near(y, 90)]));
  }
  if (random.chance(0.4)) {
    const [west = 0, south = 0] = gridPosition(random, centre);
    const [east = 0, north = 0] = gridPosition(random, centre);
    const ring = [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ];
    return closed(random.chance(0.5) ? ring : ring.reverse());
  }
  return closed(Array.from({ length: random.whole(3, 7) }, () => gridPosition(random, centre)));
}

function randomPolygon(random: Random, centre: Position): Position[][] {
  return [
    randomRing(random, centre),
    ...Array.from({ length: random.pick([0, 0, 1, 2]) }, () => randomRing(random, centre)),
  ];
}

function randomFeature(random: Random, centre: Position): FeatureJson {
  const name = random.pick([undefined, 'Centre', 'North', '']);
  const kind = random.next();
  const named = name === undefined || name === '' ? {} : { name };
  const properties =
    kind >= 0.8
      ? { ...named, radius_m: random.pick([1, 250.5, 1000, 25_000, 100_000, 3_000_000]) }
      : random.pick([named, named, Object.keys(named).length === 0 ? null : { ...named, colour: 'red' }]);
  const foreign = random.chance(0.1) ? { bbox: [0, 0, 0, 0], id: 7, title: 'foreign' } : {};
  if (kind < 0.55) {
    return {
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates: randomPolygon(random, centre) },
      ...foreign,
    };
  }
  if (kind < 0.8) {
    const coordinates = Array.from({ length: random.whole(1, 3) }, () => randomPolygon(random, centre));
    return { type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates }, ...foreign };
  }
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: gridPosition(random, centre) },
    ...foreign,
  };
}

function randomLimit(random: Random): number {
  return random.pick([0, 1, 1, 2, 2, 3, 3, 5, 10, 10_000, Number.MAX_SAFE_INTEGER]);
}

function randomPeriod(random: Random): PeriodJson & { period: PeriodName } {
  const period = random.pick(PERIODS);
  if (period !== 'weekly' || random.chance(0.4)) return { period };
  return { period, week_starts_on: random.pick(['sunday', 'sunday', 'monday']) };
}

function randomDuration(random: Random): DurationJson {
  if (random.chance(0.02)) return { years: Number.MAX_SAFE_INTEGER };
  const parts: DurationJson = random.pick([
    { months: random.whole(1, 14) },
    { years: 1 },
    { years: random.whole(0, 2), months: 1, days: random.whole(0, 40) },
    { weeks: random.whole(1, 6) },
    { days: random.whole(1, 40) },
    { days: 1, hours: random.whole(0, 30) },
    { hours: random.whole(1, 72) },
    { weeks: 1, days: 1, hours: 1 },
  ]);
  return parts;
}

const LEAF_TYPES = [
  'time_frame',
  'time_of_order',
  'area',
  'budget',
  'budget',
  'budget',
  'transaction_cost',
  'per_customer',
  'new_customer',
  'category',
] as const;

function randomRule(random: Random, around: Surroundings, depth: number): RuleJson {
  if (depth < 3 && random.chance(depth === 0 ? 0.15 : 0.25)) {
    const rules = Array.from({ length: random.whole(1, 3) }, () => randomRule(random, around, depth + 1));
    return { type: random.chance(depth === 0 ? 0.8 : 0.4) ? 'any_of' : 'all_of', rules };
  }
  const rule = randomLeaf(random, around);
  return random.chance(0.05) ? { ...rule, description: 'why not' } : rule;
}

function randomLeaf(random: Random, around: Surroundings): RuleJson {
  const zone = random.chance(0.3) ? random.pick(ZONES) : undefined;
  const ownZone = zone === undefined ? {} : { time_zone: zone };
  const windows = random.pick([1, 1, 2, 3]);
  const type = random.pick(LEAF_TYPES);
  switch (type) {
    case 'time_frame':
      return {
        type,
        ...ownZone,
        windows: Array.from({ length: windows }, () => randomFrame(random, zone ?? around.zone)),
      };
    case 'time_of_order':
      return { type, ...ownZone, windows: Array.from({ length: windows }, () => randomOrderWindow(random)) };
    case 'area':
      return {
        type,
        areas: {
          type: 'FeatureCollection',
          features: Array.from({ length: random.whole(1, 3) }, () => randomFeature(random, around.centre)),
          ...(random.chance(0.05) ? { bbox: [10, 10, 11, 11] } : {}),
        },
      };
    case 'budget':
      return { type, ...randomPeriod(random), limit: randomAmount(random) };
    case 'transaction_cost': {
      const bounds = [randomAmount(random), random.chance(0.1) ? '20.00' : randomAmount(random)];
      bounds.sort((a, b) => (amountOf(a).units < amountOf(b).units ? -1 : 1));
      const [minimum = 0, maximum = 0] = bounds;
      return random.pick([
        { type, minimum },
        { type, maximum },
        { type, minimum, maximum },
        { type, minimum, maximum: minimum },
      ]);
    }
    case 'per_customer':
      return {
        type,
        max_redemptions: randomLimit(random),
        ...(random.chance(0.5) ? {} : randomPeriod(random)),
      };
    case 'new_customer':
      return { type };
    case 'category': {
      const category = random.pick(CATEGORY_NAMES);
      const tags = (): string[] => [random.pick(TAGS), ...random.some(TAGS, 0.2)];
      const distinct = (list: string[]): string[] => [...new Set(list)];
      return random.pick([
        { type, category },
        { type, category, any_of: distinct(tags()) },
        { type, category, none_of: distinct(tags()) },
        { type, category, any_of: distinct(tags()), none_of: distinct(tags()) },
      ]);
    }
  }
}

function randomSubscription(random: Random): SubscriptionJson {
  const timeLimit = { time_limit: randomDuration(random) };
  const limit = { max_redemptions: random.whole(1, 3) };
  return {
    type: 'subscription',
    ...random.pick<Partial<SubscriptionJson>>([timeLimit, limit, { ...timeLimit, ...limit }]),
  };
}

function randomLevel(random: Random, around: Surroundings, depth: number, ancestors: number): CampaignJson {
  const zone = random.chance(0.6) ? around.zone : random.pick(ZONES);
  const here = { zone, centre: around.centre };
  const count = depth === 0 ? random.pick([0, 1, 1, 2, 2, 3, 3, 4, 5, 8]) : random.pick([0, 0, 1, 2]);
  const rules = Array.from({ length: count }, () => randomRule(random, here, 0));
  // Groups hold no subscription, and a campaign holds one.
  if (random.chance(0.22) && rules.length < 8) {
    rules.splice(random.whole(0, rules.length), 0, randomSubscription(random));
  }
  const status = random.chance(0.94) ? 'active' : random.pick(['draft', 'inactive', undefined] as const);
  return {
    ...(random.chance(0.03) ? { $schema: './campaign.schema.json', name: 'Free text' } : {}),
    id: `${random.pick(IDS)}${depth === 0 ? '' : depth}`,
    ...(status === undefined ? {} : { status }),
    ...random.pick([{}, {}, {}, { voucher_type: 'generic' as const }, { voucher_type: 'unique' as const }]),
    ...(zone === 'UTC' && random.chance(0.5) ? {} : { time_zone: zone }),
    ...(random.chance(0.3) ? { max_redemptions: randomLimit(random) } : {}),
    ...(random.chance(0.25) ? { max_total_budget: randomAmount(random) } : {}),
    ...(rules.length === 0 && random.chance(0.5) ? {} : { rules }),
    ...(depth < ancestors
      ? { parent: randomLevel(random, around, depth + 1, ancestors) }
      : random.chance(0.1)
        ? { parent: null }
        : {}),
  };
}

function randomCampaign(random: Random): CampaignJson {
  const around = { zone: random.pick(ZONES), centre: random.pick(CENTRES) };
  return randomLevel(random, around, 0, random.pick([0, 0, 0, 0, 0, 0, 1, 1, 2, 3]));
}

// ---------------------------------------------------------------------------------------------------------------
// Contexts
// ---------------------------------------------------------------------------------------------------------------

interface Leaf {
  rule: RuleJson;
  zone: string;
  prefix: string;
}

const leavesKnown = new WeakMap<CampaignJson, Leaf[]>();

function everyLeaf(campaign: CampaignJson): Leaf[] {
  const before = leavesKnown.get(campaign);
  if (before !== undefined) return before;
  const leaves = levelsOf(campaign).flatMap(({ campaign: one, zone, prefix }) =>
    leavesOf(one.rules).map((rule) => ({ rule, zone, prefix })),
  );
  leavesKnown.set(campaign, leaves);
  return leaves;
}

function randomInstant(random: Random, campaign: CampaignJson): number {
  const leaves = everyLeaf(campaign);
  const kind = random.next();
  const step = random.pick(STEPS);
  if (random.chance(0.04)) return farInstant(random, random.pick(levelsOf(campaign)).zone);
  if (kind < 0.3) {
    const transitions = transitionsOf(random.pick(levelsOf(campaign)).zone);
    if (transitions.length > 0) return random.pick(transitions) + step;
  }
  if (kind < 0.55) {
    const edges = leaves.flatMap(({ rule, zone }) =>
      rule.type === 'time_frame'
        ? rule.windows.flatMap(({ start, end }) =>
            [start, end].flatMap((text) =>
              text === undefined ? [] : { text, zone: rule.time_zone ?? zone },
            ),
          )
        : [],
    );
    if (edges.length > 0) {
      const { text, zone } = random.pick(edges);
      return configInstant(text, zone) + step;
    }
  }
  const instant = plainInstant(random);
  if (kind < 0.75) {
    const edges = leaves.flatMap(({ rule, zone }) =>
      rule.type === 'time_of_order'
        ? rule.windows.flatMap(({ start = '00:00', end = '24:00' }) =>
            [start, end].map((clock) => ({ clock, zone: rule.time_zone ?? zone })),
          )
        : [],
    );
    if (edges.length > 0) {
      const { clock, zone } = random.pick(edges);
      const date = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
      const edge = (clock === '24:00' ? date.add({ days: 1 }) : date)
        .toPlainDateTime(clock === '24:00' ? '00:00' : clock)
        .toZonedDateTime(zone);
      return edge.epochMilliseconds + random.pick([0, -1, 1, -MINUTE, 12 * HOUR]);
    }
  }
  if (kind < 0.9) {
    const { zone } = random.pick(levelsOf(campaign));
    const window = periodWindow(
      random.pick(['yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly']),
      zone,
      instant,
    );
    return random.pick([window.start, window.end]) + random.pick([0, -1, 1]);
  }
  return instant + random.whole(0, 59_999);
}

function timeRulesHold(campaign: CampaignJson, at: number): boolean {
  return levelsOf(campaign).every(({ campaign: one, zone }) =>
    (one.rules ?? []).every((rule) => {
      if (rule.type === 'time_frame') return timeFrameHolds(rule, rule.time_zone ?? zone, at);
      if (rule.type === 'time_of_order') return timeOfOrderHolds(rule, rule.time_zone ?? zone, at);
      return true;
    }),
  );
}

function writeInstant(random: Random, instant: number): unknown {
  const kind = random.next();
  if (kind < 0.7) return withOffset(random, instant);
  return kind < 0.9 ? instant : new Date(instant);
}

/** Points where a test of "inside" goes wrong, and some where none does. */
function randomPlace(random: Random, campaign: CampaignJson): { latitude: number; longitude: number } {
  const features = everyLeaf(campaign).flatMap(({ rule }) =>
    rule.type === 'area' ? rule.areas.features : [],
  );
  const clamp = (value: number, bound: number): number => Math.max(-bound, Math.min(bound, value));
  const place = (x: number, y: number): { latitude: number; longitude: number } => ({
    latitude: clamp(y, 90),
    longitude: clamp(x, 180),
  });
  const anywhere = (): { latitude: number; longitude: number } =>
    place(random.whole(-180 * 8, 180 * 8) / 8, random.whole(-90 * 8, 90 * 8) / 8);
  if (features.length === 0) return anywhere();
  const { geometry, properties } = random.pick(features);
  if (geometry.type === 'Point') {
    const [x = 0, y = 0] = geometry.coordinates;
    if (random.chance(0.3)) return place(x, y);
    // Along a meridian, nearly the radius away. On a border proper, doubles may decide either way.
    const degrees = (((properties?.radius_m ?? 0) / 6_371_008.8) * 180) / Math.PI;
    const near = place(x, y + degrees * random.pick([-1, 1]) * random.pick([0.999_99, 1.000_01, 0.5, 1.5]));
    return onRadiusBorder(campaign, near) ? place(x, y) : near;
  }
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const ring = random.pick(random.pick(polygons));
  const index = random.whole(0, ring.length - 2);
  const [ax = 0, ay = 0] = ring[index] ?? [];
  const [bx = 0, by = 0] = ring[index + 1] ?? [];
  if (![ax, ay, bx, by].every((value) => Number.isInteger(value * 8))) {
    const near = place(ax + random.next() - 0.5, ay + random.next() - 0.5);
    return onRadiusBorder(campaign, near) ? anywhere() : near;
  }
  const kind = random.next();
  const along = random.pick([0, 0.25, 0.5, 0.5, 0.75]);
  const [x, y] =
    kind < 0.7 ? [ax + (bx - ax) * along, ay + (by - ay) * along] : gridPosition(random, [ax, ay]);
  const nudge = random.pick([0, 0, 0, 2 ** -20, -(2 ** -20), 2 ** -40, -(2 ** -40)]);
  const aimed = random.chance(0.5) ? place((x ?? 0) + nudge, y ?? 0) : place(x ?? 0, (y ?? 0) + nudge);
  if (onRadiusBorder(campaign, aimed)) return anywhere();
  return random.chance(0.05) ? anywhere() : aimed;
}

function onRadiusBorder(campaign: CampaignJson, place: { latitude: number; longitude: number }): boolean {
  return everyLeaf(campaign).some(
    ({ rule }) =>
      rule.type === 'area' &&
      rule.areas.features.some(({ geometry, properties }) => {
        if (geometry.type !== 'Point') return false;
        const [longitude = 0, latitude = 0] = geometry.coordinates;
        const distance = distanceInMetres({ latitude, longitude }, place);
        return Math.abs(distance - (properties?.radius_m ?? 0)) < 1e-6;
      }),
  );
}

function randomCost(random: Random, campaign: CampaignJson, friendly: boolean): AmountJson {
  const minimums: bigint[] = [];
  const maximums: bigint[] = [];
  for (const { rule } of everyLeaf(campaign)) {
    if (rule.type !== 'transaction_cost') continue;
    if (rule.minimum !== undefined) minimums.push(amountOf(rule.minimum).units);
    if (rule.maximum !== undefined) maximums.push(amountOf(rule.maximum).units);
  }
  const bounds = [...minimums, ...maximums];
  if (bounds.length === 0) return random.chance(0.05) ? '-3.50' : randomAmount(random);
  if (!friendly) return amountNear(random, random.pick(bounds));
  const least = minimums.reduce((a, b) => (a > b ? a : b), 0n);
  const most = maximums.reduce((a, b) => (a < b ? a : b), maximums[0] ?? least + 100n * CENT);
  return asNumberSometimes(random, shortest(random.pick([least, most, (least + most) / 2n]), random));
}

function randomCategories(random: Random, campaign: CampaignJson, friendly: boolean): unknown {
  const rules = everyLeaf(campaign)
    .map(({ rule }) => rule)
    .filter((rule): rule is CategoryJson => rule.type === 'category');
  if (rules.length === 0 && random.chance(0.7)) return random.pick([undefined, null, []]);
  if (!friendly && random.chance(0.3)) return random.pick([undefined, null, []]);
  const forbidden = (name: string): string[] =>
    rules.flatMap((rule) => (rule.category === name ? (rule.none_of ?? []) : []));
  const entries = rules.map(({ category, any_of: anyOf }) => {
    const wanted = anyOf ?? [random.pick(TAGS)];
    const good = wanted.filter((tag) => !forbidden(category).includes(tag));
    const tags =
      friendly && good.length > 0
        ? [random.pick(good)]
        : random.some([...wanted, ...forbidden(category)], 0.5);
    return { name: friendly || random.chance(0.8) ? category : random.pick(CATEGORY_NAMES), tags };
  });
  if (random.chance(0.2)) entries.push({ name: random.pick(CATEGORY_NAMES), tags: random.some(TAGS, 0.2) });
  if (random.chance(0.03)) return [...entries, random.pick<unknown>([null, 'shoes', { name: 'department' }])];
  return entries;
}

/** The limits that a campaign sets on each counter, by counter name. */
function limitsOf(campaign: CampaignJson): Map<string, AmountJson[]> {
  const limits = new Map<string, AmountJson[]>();
  const add = (name: string, limit: AmountJson): void => {
    limits.set(name, [...(limits.get(name) ?? []), limit]);
  };
  for (const { campaign: one, prefix } of levelsOf(campaign)) {
    if (one.voucher_type === 'unique') add('voucher.redemptions', 1);
    if (one.max_redemptions !== undefined) add(`${prefix}redemptions`, one.max_redemptions);
    if (one.max_total_budget !== undefined) add(`${prefix}budget.total`, one.max_total_budget);
  }
  for (const { rule, prefix } of everyLeaf(campaign)) {
    if (rule.type === 'budget') add(`${prefix}budget.${periodLabel(rule)}`, rule.limit);
    if (rule.type === 'new_customer') add('customer.redemptions_anywhere', 1);
    if (rule.type === 'subscription' && rule.max_redemptions !== undefined) {
      add(`${prefix}origin.redemptions`, rule.max_redemptions);
    }
    if (rule.type === 'per_customer') {
      const label = periodLabel(rule);
      add(`${prefix}customer.redemptions${label === 'total' ? '' : `.${label}`}`, rule.max_redemptions);
    }
  }
  return limits;
}

function randomCount(random: Random, limits: AmountJson[], friendly: boolean): unknown {
  const least = limits.length === 0 ? 5 : Math.min(...limits.map(Number));
  const safe = (value: number): number => Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, value));
  const limit = limits.length === 0 ? 5 : Number(random.pick(limits));
  const value = friendly
    ? safe(least - random.pick([1, 1, 2, 1000]))
    : safe(limit + random.pick([-1, -1, 0, 0, 1, 100])) * random.pick([1, 1, 1, 1, 1, 1, 1, 1, 4, 1e30]);
  return random.chance(0.2) ? `${random.chance(0.1) ? '00' : ''}${value}` : value;
}

function randomSpent(random: Random, limits: AmountJson[], granted: bigint, friendly: boolean): AmountJson {
  const exact = limits.map((limit) => amountOf(limit).units);
  const least = exact.reduce((a, b) => (a < b ? a : b), exact[0] ?? 0n);
  if (friendly) {
    const room = least - granted;
    if (room <= 0n) return 0;
    return asNumberSometimes(random, shortest(random.pick([room, room - 1n, 0n, room / 2n]), random));
  }
  const limit = random.pick(exact.length === 0 ? [least] : exact);
  return amountNear(random, random.pick([limit, limit - granted, limit - granted, limit * 2n]));
}

function fillUsage(
  random: Random,
  campaign: CampaignJson,
  counters: ReferenceCounter[],
  granted: unknown,
  friendly: boolean,
): Context {
  const limits = limitsOf(campaign);
  const usage: Context = {};
  for (const { name } of counters) {
    const here = limits.get(name) ?? [];
    const kind = friendly || random.chance(0.8);
    if (isBudget(name)) {
      usage[name] = randomSpent(random, here, readAmount(granted)?.units ?? 0n, kind);
    } else if (name === 'transaction.redemptions') {
      usage[name] = random.chance(friendly ? 0 : 0.1) ? random.pick([1, '1', 2]) : random.pick([0, 0, '0']);
    } else {
      usage[name] = randomCount(random, here, kind);
    }
  }
  if (random.chance(0.05)) usage['some.other.counter'] = random.pick<unknown>([null, 'x', -1]);
  return usage;
}

const IDENTIFIERS = [
  'cus_42',
  'cus_7',
  ' cus_42',
  'a/b',
  '%2F',
  '100%',
  '😀',
  '\udc00',
  'Cus_42',
  '__proto__',
];

const HOSTILE: unknown[] = [
  null,
  undefined,
  true,
  0,
  -0,
  -1,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e21,
  1e-7,
  1e308,
  5e-324,
  '',
  ' ',
  '\u00a0\ufeff',
  ' 5',
  '5 ',
  '5.',
  '.5',
  '+5',
  '-5',
  '-0',
  '1e5',
  '1e1000000000',
  '0x10',
  '1_000',
  '1,5',
  '٣',
  '5\n',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  '1'.repeat(31),
  '1'.repeat(30),
  `0.${'1'.repeat(19)}`,
  `0.${'1'.repeat(18)}`,
  '9'.repeat(10_000),
  [],
  [[]],
  ['5'],
  [5],
  {},
  { length: 3 },
  { valueOf: 5, toString: 'x' },
  { '0': 'a' },
  { latitude: '52', longitude: '4' },
  { latitude: 91, longitude: 0 },
  { latitude: 90, longitude: 180 },
  { latitude: -90, longitude: -180 },
  { latitude: -90.000_001, longitude: 0 },
  { latitude: 0, longitude: 180.000_001 },
  { latitude: Number.NaN, longitude: 0 },
  { latitude: 0, longitude: Number.POSITIVE_INFINITY },
  { latitude: 52 },
  { lat: 52, lng: 4 },
  [52, 4],
  Object.create({ latitude: 52, longitude: 4 }) as unknown,
  JSON.parse('{"__proto__":{"latitude":52,"longitude":4}}') as unknown,
  JSON.parse('[{"__proto__":{"name":"department","tags":["shoes"]}}]') as unknown,
  [{ name: 'department', tags: 'shoes' }],
  [{ name: 'department', tags: [5] }],
  [{ name: 5, tags: [] }],
  [{ name: 'department', tags: ['shoes'] }, null],
  [{ name: 'department', tags: ['shoes'], extra: 1 }],
  { name: 'department', tags: ['shoes'] },
  Array.from({ length: 3000 }, () => ({ name: 'department', tags: ['bags'] })),
  Array.from({ length: 5000 }, () => 0),
  [{ name: 'department', tags: Array.from({ length: 5000 }, (_, index) => String(index)) }],
  new Date(0),
  10n,
  Symbol('shopper'),
  () => 5,
];

const FIELDS = [
  'transaction_id',
  'customer_identifier',
  'total_transaction_cost',
  'location',
  'categories',
  'origin_redemption',
];

const HOSTILE_REDEMPTIONS: unknown[] = [
  null,
  undefined,
  5,
  'redeem me',
  [],
  [{ transaction_id: 'x' }],
  true,
  {},
  JSON.parse('{"__proto__":{"transaction_id":"x","customer_identifier":"cus_42"}}') as unknown,
  Object.create({ transaction_id: 'x', total_transaction_cost: '5' }) as unknown,
  JSON.parse(
    '{"constructor":{"prototype":{}},"toString":1,"transaction_id":"t","total_transaction_cost":1}',
  ) as unknown,
];

function randomOrigin(
  random: Random,
  campaign: CampaignJson,
  at: number,
  customer: unknown,
  friendly: boolean,
): unknown {
  const subscriptions = everyLeaf(campaign).filter(({ rule }) => rule.type === 'subscription');
  if (!friendly && random.chance(0.1)) return null;
  let redeemedAt = at - random.pick([0, 1, HOUR, DAY, 20 * DAY]);
  if (subscriptions.length > 0 && random.chance(0.8)) {
    const { rule, zone } = random.pick(subscriptions);
    const limit = (rule as SubscriptionJson).time_limit;
    // Taking a duration off does not undo adding it at the ends of months; both sides of the edge are near enough.
    if (limit !== undefined && limit.years !== Number.MAX_SAFE_INTEGER) {
      redeemedAt =
        Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).subtract(limit)
          .epochMilliseconds +
        (friendly ? random.pick([1, 1, HOUR, DAY]) : random.pick([0, 0, 1, -1, DAY, -DAY, HOUR, -HOUR]));
    }
  }
  return {
    redeemed_at: writeInstant(random, redeemedAt),
    original: friendly || random.chance(0.8),
    customer_identifier: friendly || random.chance(0.8) ? customer : random.pick(IDENTIFIERS),
  };
}

function attempt(random: Random, campaign: CampaignJson, friendly: boolean): Context {
  let at = randomInstant(random, campaign);
  if (friendly) {
    for (let tries = 0; tries < 12 && !timeRulesHold(campaign, at); tries += 1)
      at = randomInstant(random, campaign);
  }
  const levels = levelsOf(campaign);
  const subscribed = levels.some((level) =>
    (level.campaign.rules ?? []).some((rule) => rule.type === 'subscription'),
  );
  const areas = everyLeaf(campaign).some(({ rule }) => rule.type === 'area');
  const customer = random.chance(friendly ? 0.95 : 0.85)
    ? random.chance(0.7)
      ? 'cus_42'
      : random.pick(IDENTIFIERS)
    : undefined;
  const assigned = random.chance(0.2)
    ? friendly || random.chance(0.5)
      ? (customer ?? null)
      : random.pick(IDENTIFIERS)
    : random.pick([null, undefined]);
  const redemption: Context = {};
  const give = (key: string, value: unknown): void => {
    if (value !== undefined) redemption[key] = value;
  };
  give('transaction_id', random.chance(friendly ? 1 : 0.95) ? `order/${random.whole(1, 99)}%` : undefined);
  give('customer_identifier', customer);
  give('total_transaction_cost', randomCost(random, campaign, friendly));
  if (areas ? random.chance(friendly ? 1 : 0.9) : random.chance(0.2))
    give('location', randomPlace(random, campaign));
  give('categories', randomCategories(random, campaign, friendly));

  const context: Context = { at: writeInstant(random, at), redemption };
  context['voucher'] = { code: random.pick(['SPRING-1', 'a/b%', ' x ']), customer_identifier: assigned };
  if (subscribed ? random.chance(0.6) : random.chance(0.05)) {
    give('origin_redemption', random.pick(['order-1', 'a/b', 'order/1%']));
    context['origin'] = randomOrigin(random, campaign, at, customer ?? 'cus_42', friendly);
    if (!friendly && random.chance(0.1)) delete context['origin'];
    // Without a subscription nobody looks.
    if (!subscribed && random.chance(0.5))
      context['origin'] = random.pick<unknown>([5, 'x', { original: 'yes' }]);
  } else if (random.chance(0.05)) {
    context['origin'] = random.pick<unknown>([null, 5, { redeemed_at: 'x' }]);
  }

  const operation = random.next();
  if (operation < 0.4) context['operation'] = 'redeem';
  if (operation >= 0.8) {
    const claims = [
      { name: 'redemptions', key: 'campaign/x/redemptions', add: 1, limit: null },
      { name: 'transaction.redemptions', key: 'transaction/t', add: 1, limit: 1 },
    ];
    context['operation'] = operation < 0.92 ? 'confirm' : 'cancel';
    context['existing'] = {
      status: random.chance(0.85) ? 'pending' : 'confirmed',
      claims: random.pick([[], [], claims, [{ name: 'budget.daily', key: 'k', add: '5.00', limit: '7' }]]),
    };
  } else if (random.chance(0.03)) {
    context['existing'] = random.pick<unknown>([5, null, { status: 'confirmed', claims: [] }]);
  }

  if (!friendly && random.chance(0.3)) {
    if (random.chance(0.2)) context['redemption'] = random.pick(HOSTILE_REDEMPTIONS);
    else redemption[random.pick(FIELDS)] = random.pick(HOSTILE);
    if (redemptionOnRadiusBorder(campaign, context)) delete redemption['location'];
  }

  const { counters } = referencePlan(campaign, context);
  const granted = random.chance(0.1)
    ? random.pick<AmountJson>([0, '0', '0.00', '-0'])
    : randomGranted(random, campaign, friendly);
  if (counters.some((counter) => isBudget(counter.name)) || random.chance(0.3))
    context['granted_discount'] = granted;
  else if (random.chance(0.1)) context['granted_discount'] = null;
  if (counters.length > 0 || random.chance(0.5)) {
    context['usage'] = fillUsage(random, campaign, counters, granted, friendly);
  }
  return context;
}

function redemptionOnRadiusBorder(campaign: CampaignJson, context: Context): boolean {
  const redemption = context['redemption'];
  if (typeof redemption !== 'object' || redemption === null) return false;
  const place = readLocation((redemption as Context)['location']);
  return place !== undefined && onRadiusBorder(campaign, place);
}

function randomGranted(random: Random, campaign: CampaignJson, friendly: boolean): AmountJson {
  const limits = [...limitsOf(campaign)].flatMap(([name, values]) => (isBudget(name) ? values : []));
  if (limits.length === 0 || random.chance(0.1)) return randomAmount(random);
  const exact = limits.map((limit) => amountOf(limit).units);
  const least = exact.reduce((a, b) => (a < b ? a : b), exact[0] ?? 0n);
  if (!friendly && random.chance(0.2)) return amountNear(random, random.pick(exact));
  return asNumberSometimes(
    random,
    shortest(random.pick([least, least / 2n, least / 3n, 1n, least / 10n]), random),
  );
}

// ---------------------------------------------------------------------------------------------------------------
// Host facts that are wrong
// ---------------------------------------------------------------------------------------------------------------

const BAD_INSTANTS: unknown[] = [
  undefined,
  null,
  '',
  '2026-11-21',
  '2026-11-21T18:30:00',
  '2026-02-30T00:00Z',
  '2026-11-21T24:00Z',
  '2026-11-21T18:30:60Z',
  '2026-11-21T18:30:00.1234Z',
  '2026-11-21 18:30Z',
  ' 2026-11-21T18:30Z',
  '2026-11-21T18:30Z\n',
  '2026-11-21t18:30z',
  '2026-11-21T18:30+25:00',
  '2026-11-21T18:30[Europe/Amsterdam]',
  '0000-12-31T23:59Z',
  '1795290000000',
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  8.64e15 + 1,
  253_402_300_800_000,
  -62_135_596_800_001,
  new Date(Number.NaN),
  true,
  {},
  [1_795_290_000_000],
  10n,
];
const BAD_IDENTIFIERS: unknown[] = ['', ' ', '\u00a0', 5, true, {}, [], ['x']];
const BAD_COUNTS: unknown[] = [
  undefined,
  null,
  -1,
  1.5,
  '1.0',
  '-1',
  '1e3',
  '',
  ' 1',
  '0x1',
  true,
  [],
  [1],
  {},
  Number.NaN,
  1n,
];
const BAD_AMOUNTS: unknown[] = [
  null,
  undefined,
  '-0.01',
  -1,
  '1e5',
  ' 5',
  '5.',
  '',
  'abc',
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e21,
  1e-7,
  true,
  ['5'],
  {},
  '1'.repeat(31),
  5n,
];

function breakHostFact(random: Random, campaign: CampaignJson, context: Context): void {
  const operation = context['operation'];
  const existing = context['existing'] as Context | undefined;
  const usage = context['usage'] as Context | undefined;
  const put = (target: Context, key: string, value: unknown): void => {
    if (value === undefined) delete target[key];
    else target[key] = value;
  };
  const faults: (() => void)[] = [
    () => put(context, 'at', random.pick(BAD_INSTANTS)),
    () => put(context, 'voucher', random.pick<unknown>([undefined, null, 'SPRING-1', 5, []])),
    () => {
      context['voucher'] = { code: random.pick(BAD_IDENTIFIERS) };
    },
    () => {
      context['voucher'] = {
        code: random.pick<unknown>(['x', undefined]),
        customer_identifier: random.pick(BAD_IDENTIFIERS),
      };
    },
    () => put(context, 'operation', random.pick<unknown>(['refund', '', 5, 'Redeem', {}, ['redeem']])),
    () => put(context, 'granted_discount', random.pick(BAD_AMOUNTS)),
  ];
  if (operation === 'confirm' || operation === 'cancel') {
    faults.push(
      () => put(context, 'existing', random.pick<unknown>([undefined, null, 5, []])),
      () => put(existing ?? {}, 'status', random.pick<unknown>([undefined, 'done', null, 5])),
      () => put(existing ?? {}, 'claims', random.pick<unknown>([undefined, null, {}, 'x', 5])),
      () =>
        put(existing ?? {}, 'claims', [
          random.pick<unknown>([
            null,
            5,
            [],
            {},
            { name: 'redemptions', key: 'k' },
            { name: '', key: 5, add: 1, limit: null },
            {
              name: 'budget.total',
              key: 'k',
              add: random.pick(['x', '-1', -1, null, Number.NaN]),
              limit: null,
            },
          ]),
        ]),
    );
  }
  const { counters } = referencePlan(campaign, context);
  if (counters.length > 0 && usage !== undefined) {
    const breakCounters = (): void => {
      for (const { name } of counters) {
        if (random.chance(0.5)) put(usage, name, random.pick(isBudget(name) ? BAD_AMOUNTS : BAD_COUNTS));
      }
    };
    faults.push(
      breakCounters,
      breakCounters,
      () => delete context['usage'],
      () => put(context, 'usage', random.pick<unknown>([null, [], 5, 'x', Object.create(usage)])),
      () => {
        breakCounters();
        put(context, 'at', random.pick(BAD_INSTANTS));
        put(context, 'granted_discount', random.pick(BAD_AMOUNTS));
      },
    );
  }
  const { origin } = context;
  if (typeof origin === 'object' && origin !== null) {
    faults.push(
      () => put(context, 'origin', random.pick<unknown>([5, 'x', [], true])),
      () => put(origin as Context, 'redeemed_at', random.pick(BAD_INSTANTS)),
      () => put(origin as Context, 'original', random.pick<unknown>([undefined, null, 'true', 1])),
      () => put(origin as Context, 'customer_identifier', random.pick(BAD_IDENTIFIERS)),
    );
  }
  random.pick(faults)();
}

// ---------------------------------------------------------------------------------------------------------------
// Cases
// ---------------------------------------------------------------------------------------------------------------

function randomContext(random: Random, campaign: CampaignJson): Context {
  const friendly = random.chance(0.7);
  let context = attempt(random, campaign, friendly);
  for (let tries = 0; friendly && tries < 2; tries += 1) {
    if (referenceEvaluate(campaign, context).status === 'accepted') break;
    context = attempt(random, campaign, friendly);
  }
  if (random.chance(0.03)) breakHostFact(random, campaign, context);
  if (random.chance(0.0005))
    return random.pick<unknown>([null, undefined, [], 5, 'x', () => context]) as Context;
  return context;
}

let lastCampaign: { seed: number; campaign: CampaignJson } | undefined;

/** The campaign that a seed and its neighbours share: the same object for consecutive seeds. */
export function campaignOfSeed(seed: number): CampaignJson {
  const campaignSeed = Math.floor(seed / CONTEXTS_PER_CAMPAIGN);
  if (lastCampaign?.seed !== campaignSeed) {
    lastCampaign = { seed: campaignSeed, campaign: randomCampaign(new Random(campaignSeed)) };
  }
  return lastCampaign.campaign;
}

export function randomCase(seed: number): Case {
  const campaign = campaignOfSeed(seed);
  return { campaign, context: randomContext(new Random(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995), campaign) };
}
