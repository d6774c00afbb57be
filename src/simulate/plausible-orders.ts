import { chainOf, type Campaign } from '../campaign.ts';
import { disjoint, needsOfRules, type Span } from '../needs.ts';
import type { CategoryEntry, Location } from '../rule.ts';
import type { JsonObject } from '../snapshot.ts';
import { isoInstant, minuteOfWeek, parseInstant } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';
import { zoneNameOf, type Order } from './replay.ts';

export interface PlausibleOptions {
  /** The same seed gives the same orders. */
  readonly seed: number;
  /** How many orders. */
  readonly count: number;
  /**
   * ISO instants, epoch milliseconds or `Date`s, not more than a hundred years apart: the orders lie in `[from, to)`.
   * @defaultValue ninety days: from the start of the campaign's time frame, up to its end, or else from the start of 2026
   */
  readonly from?: string | number | Date | undefined;
  readonly to?: string | number | Date | undefined;
}

const HOUR = 3_600_000;
const NINETY_DAYS = 90 * 24 * HOUR;
const A_HUNDRED_YEARS = 36_525 * 24 * HOUR;
const START_OF_2026 = 1_767_225_600_000;
const MINUTES_A_DAY = 1_440;
/** No basket costs more, whatever a campaign asks for: what it is written with is an amount. */
const DEAREST = 1e9;
/** How busy each hour of the day is, from midnight. */
const BUSY = [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 13, 14, 12, 10, 10, 11, 13, 16, 18, 17, 13, 8, 4];
/** From Monday. */
const BUSY_DAYS = [0.9, 0.9, 1, 1.1, 1.4, 1.5, 1.2];

/**
 * Orders as a shop may have had them, in time order: busy evenings and weekends on the campaign's clocks, customers who come again,
 * places around the campaign's areas, baskets around its bounds, and now and then a mistake or a try to redeem twice. For demos, not
 * for statistics.
 *
 * Throws a `RangeError` for a stretch of time that is none or too long, or a count that is not an integer ≥ 0.
 */
export function* plausibleOrders(campaign: Campaign, options: PlausibleOptions): Generator<Order> {
  const { seed, count } = options;
  const { start, end } = stretchOf(campaign, options);
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError('expected a count: an integer of 0 or more');
  const shop = new Shop(campaign, new Random(seed), count);
  const instants = busyInstants(campaign, shop.random, count, start, end);
  let place = 0;
  for (const at of instants) yield shop.order(at, ++place);
}

/** When the orders lie. */
function stretchOf(campaign: Campaign, { from, to }: PlausibleOptions): Span {
  const [written, last] = [from, to].map((bound) => (bound === undefined ? undefined : instantIn(bound)));
  const frame = frameOf(campaign);
  const start = written ?? (last === undefined ? frame.start : last - NINETY_DAYS);
  const end = last ?? (written === undefined ? frame.end : start + NINETY_DAYS);
  if (!(start < end && end - start <= A_HUNDRED_YEARS))
    throw new RangeError('expected two instants, from before to, not more than a hundred years apart');
  return { start, end };
}

function instantIn(written: string | number | Date): number {
  return parseInstant(written) ?? Number.NaN;
}

/** Ninety days of the first time frame that all rules leave. */
function frameOf(campaign: Campaign): Span {
  const { instants = [] } = needsOfRules(chainOf(campaign).rules);
  const [first = { start: -Infinity, end: Infinity }] = disjoint(instants);
  if (first.start === -Infinity && first.end < Infinity)
    return { start: first.end - NINETY_DAYS, end: first.end };
  const start = first.start === -Infinity ? START_OF_2026 : first.start;
  return { start, end: Math.min(first.end, start + NINETY_DAYS) };
}

/** mulberry32. */
class Random {
  private state: number;

  constructor(seed: number) {
    // Seeds of more than 32 bits are seeds of their own, too.
    this.state = (seed ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1)) >>> 0;
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  isOnceIn(times: number): boolean {
    return this.next() * times < 1;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  /** Around 0, mostly within 2. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }
}

/** In time order, without keeping them: each is drawn knowing how many are still to come. */
function* busyInstants(campaign: Campaign, random: Random, count: number, start: number, end: number) {
  const zone = zoneOf(zoneNameOf(campaign));
  const hours = Math.ceil((end - start) / HOUR);
  const weights = Array.from({ length: hours }, (_, hour) => {
    const minute = minuteOfWeek(start + hour * HOUR, zone);
    const share = Math.min(1, (end - start) / HOUR - hour);
    return busyAt(minute) * share;
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let hour = 0;
  let before = 0;
  let share = 0;
  for (let left = count; left > 0; left--) {
    share = 1 - (1 - share) * Math.pow(1 - random.next(), 1 / left);
    const busy = share * total;
    while (hour < hours - 1 && before + (weights[hour] as number) <= busy)
      before += weights[hour++] as number;
    const within = Math.min(1, (busy - before) / (weights[hour] as number));
    yield Math.min(end - 1, Math.floor(start + (hour + within) * HOUR));
  }
}

function busyAt(minute: number): number {
  const day = Math.floor(minute / MINUTES_A_DAY);
  return (BUSY[Math.floor((minute % MINUTES_A_DAY) / 60)] as number) * (BUSY_DAYS[day] as number);
}

/** Who buys what, where. */
class Shop {
  readonly random: Random;
  private readonly campaign: Campaign;
  private readonly customers: number;
  private readonly rules: readonly JsonObject[];
  private readonly around: readonly Location[];
  private readonly typicalCost: number;
  private readonly isUnique: boolean;
  private readonly origins: { readonly id: string; readonly customer: string; readonly code: string }[] = [];

  constructor(campaign: Campaign, random: Random, count: number) {
    this.campaign = campaign;
    this.random = random;
    this.customers = Math.max(1, Math.ceil(count / 4));
    this.rules = allRules(campaign.config);
    this.around = centresOf(campaign);
    this.typicalCost = this.typical();
    this.isUnique = campaign.config['voucher_type'] === 'unique';
  }

  order(at: number, place: number): Order {
    const { random } = this;
    const isAgain = place > 1 && random.isOnceIn(200);
    const id = `order-${isAgain ? place - 1 : place}`;
    const cost = Math.max(1, this.typicalCost * Math.exp(0.5 * random.normal())).toFixed(2);
    const renewed = this.renewed();
    const customer = renewed?.customer ?? this.customer();
    const code = renewed?.code ?? this.code();
    if (customer !== undefined) this.remember({ id, customer, code });
    const redemption = {
      transaction_id: id,
      ...(customer !== undefined && { customer_identifier: customer }),
      total_transaction_cost: random.isOnceIn(500) ? `${cost} EUR` : cost,
      ...(this.around.length > 0 && !random.isOnceIn(50) && { location: this.place() }),
      ...(this.categories().length > 0 && { categories: this.categories() }),
      ...(renewed && { origin_redemption: renewed.id }),
    };
    const granted_discount = (Math.round(Number(cost) * 10) / 100).toFixed(2);
    return { at: isoInstant(at), voucher: { code }, redemption, granted_discount };
  }

  private customer(): string | undefined {
    const { random } = this;
    if (random.isOnceIn(40)) return undefined;
    // Some come often, most once or twice.
    return `cus_${Math.floor(this.customers * random.next() ** 1.7)}`;
  }

  private code(): string {
    const name = this.campaign.id.toUpperCase();
    return this.isUnique ? `${name}-${this.random.below(this.customers * 2)}` : name;
  }

  private place(): Location {
    const { random, around } = this;
    const centre = around[random.below(around.length)] as Location;
    return {
      latitude: round(clamp(centre.latitude + 0.02 * random.normal(), 90)),
      longitude: round(clamp(centre.longitude + 0.03 * random.normal(), 180)),
    };
  }

  private categories(): CategoryEntry[] {
    const { random } = this;
    return this.ofType('category').map((rule) => {
      const [wanted, unwanted] = [texts(rule['any_of']), texts(rule['none_of'])];
      const tags = [
        ...(wanted.length > 0 && !random.isOnceIn(4)
          ? [wanted[random.below(wanted.length)] as string]
          : ['other']),
        ...(unwanted.length > 0 && random.isOnceIn(10)
          ? [unwanted[random.below(unwanted.length)] as string]
          : []),
      ];
      return { name: rule['category'] as string, tags };
    });
  }

  private renewed() {
    const { random, origins } = this;
    if (origins.length === 0 || !random.isOnceIn(3)) return undefined;
    return origins[random.below(origins.length)];
  }

  private remember(origin: (typeof this.origins)[number]): void {
    if (this.ofType('subscription').length === 0) return;
    this.origins.push(origin);
    // A few hundred are enough to renew.
    if (this.origins.length > 300) this.origins.shift();
  }

  private typical(): number {
    const bounds = this.ofType('transaction_cost').map(({ minimum, maximum }) => {
      if (minimum !== undefined) return Number(minimum) * 1.6;
      return Number(maximum) * 0.6;
    });
    return Math.min(Math.max(...bounds, 0) || 45, DEAREST);
  }

  private ofType(type: string): readonly JsonObject[] {
    return this.rules.filter((rule) => rule['type'] === type);
  }
}

/** Those of a campaign and its ancestors, in groups too. */
function allRules(config: JsonObject): JsonObject[] {
  const own = (config['rules'] ?? []) as readonly JsonObject[];
  const nested = own.flatMap((rule) => (rule['rules'] === undefined ? [rule] : allRules(rule)));
  const { parent } = config;
  return [...nested, ...(parent === undefined || parent === null ? [] : allRules(parent as JsonObject))];
}

/** Of the boxes that orders must lie in. */
function centresOf(campaign: Campaign): Location[] {
  const boxes = chainOf(campaign).rules.flatMap(({ needs }) => needs?.boxes ?? []);
  return boxes.map(({ west, south, east, north }) => {
    return { latitude: (south + north) / 2, longitude: (west + east) / 2 };
  });
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

function clamp(degrees: number, most: number): number {
  return Math.max(-most, Math.min(most, degrees));
}

/** To about a metre. */
function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}
