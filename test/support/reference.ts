// A second, independent reading of the law: slow and obvious. It shares no code and no library with the engine,
// so that a mistake has to be made twice to go unseen. Amounts and coordinates are BigInt, time is Temporal.
// It expects a valid campaign; the section numbers are those of the law of the rules.

import { Temporal } from 'temporal-polyfill';

// ---------------------------------------------------------------------------------------------------------------
// The shapes (section 2)
// ---------------------------------------------------------------------------------------------------------------

export type AmountJson = string | number;
export type PeriodName = 'total' | 'yearly' | 'quarterly' | 'monthly' | 'weekly' | 'daily' | 'hourly';

export interface PeriodJson {
  period?: PeriodName;
  week_starts_on?: 'monday' | 'sunday';
}
export interface TimeFrameJson {
  type: 'time_frame';
  time_zone?: string;
  windows: { start?: string; end?: string }[];
}
export interface TimeOfOrderJson {
  type: 'time_of_order';
  time_zone?: string;
  windows: { days?: string[]; start?: string; end?: string }[];
}
export type Position = number[];
export type GeometryJson =
  | { type: 'Point'; coordinates: Position }
  | { type: 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] };
export interface FeatureJson {
  type: 'Feature';
  properties: { name?: string; radius_m?: number; [other: string]: unknown } | null;
  geometry: GeometryJson;
  [member: string]: unknown;
}
export interface AreaJson {
  type: 'area';
  areas: { type: 'FeatureCollection'; features: FeatureJson[]; [member: string]: unknown };
}
export interface BudgetJson extends PeriodJson {
  type: 'budget';
  period: PeriodName;
  limit: AmountJson;
}
export interface TransactionCostJson {
  type: 'transaction_cost';
  minimum?: AmountJson;
  maximum?: AmountJson;
}
export interface PerCustomerJson extends PeriodJson {
  type: 'per_customer';
  max_redemptions: number;
}
export interface NewCustomerJson {
  type: 'new_customer';
}
export interface DurationJson {
  years?: number;
  months?: number;
  weeks?: number;
  days?: number;
  hours?: number;
}
export interface SubscriptionJson {
  type: 'subscription';
  time_limit?: DurationJson;
  max_redemptions?: number;
}
export interface CategoryJson {
  type: 'category';
  category: string;
  any_of?: string[];
  none_of?: string[];
}
export interface AnyOfJson {
  type: 'any_of';
  rules: RuleJson[];
}
export interface AllOfJson {
  type: 'all_of';
  rules: RuleJson[];
}
export type RuleJson = (
  | TimeFrameJson
  | TimeOfOrderJson
  | AreaJson
  | BudgetJson
  | TransactionCostJson
  | PerCustomerJson
  | NewCustomerJson
  | SubscriptionJson
  | CategoryJson
  | AnyOfJson
  | AllOfJson
) & { description?: string };

export interface CampaignJson {
  $schema?: string;
  id: string;
  name?: string;
  status?: 'draft' | 'active' | 'inactive';
  voucher_type?: 'unique' | 'generic';
  time_zone?: string;
  max_redemptions?: number;
  max_total_budget?: AmountJson;
  rules?: RuleJson[];
  parent?: CampaignJson | null;
}

export interface ReferenceWindow {
  start: string;
  end: string;
}
export interface ReferenceCounter {
  name: string;
  key: string;
  window?: ReferenceWindow;
}
export interface ReferencePlan {
  counters: ReferenceCounter[];
}
export interface ReferenceDetails {
  limit: number | string;
  used: number | string;
  requested: number | string;
  remaining: number | string;
  window?: ReferenceWindow;
}
export interface ReferenceViolation {
  attribute: string;
  error_code: string;
  message: string;
  expected?: Record<string, unknown>;
  campaign: string;
  rule: string | null;
  details?: ReferenceDetails;
}
export interface ReferenceClaim {
  name: string;
  key: string;
  add: number | string;
  limit: number | string | null;
}
export interface ReferenceDecision {
  status: 'accepted' | 'refused';
  violations: ReferenceViolation[];
  claims: ReferenceClaim[];
  releases?: unknown[];
}

// ---------------------------------------------------------------------------------------------------------------
// The published catalog: attribute, error code, message, in the published order
// ---------------------------------------------------------------------------------------------------------------

const ROWS = [
  [
    'base',
    'can_not_delete_already_confirmed',
    'Redemption was already previously confirmed and can not be updated or deleted',
  ],
  ['categories', 'missing_required_tags', 'Categories do not include any of the required tags'],
  ['categories', 'includes_forbidden_tags', 'Categories include forbidden tags'],
  ['categories', 'missing_required_category', 'Categories are missing a required category'],
  ['location', 'required', 'Location is required to redeem this voucher'],
  ['location', 'invalid', 'Location coordinates are not valid'],
  ['location', 'outside_of_permitted_areas', 'Location is outside of permitted areas'],
  ['voucher', 'not_valid_at_this_time', 'Voucher is not valid at this time'],
  ['voucher', 'unique_code_already_used', 'Voucher was already used'],
  ['campaign', 'not_active', 'Campaign is not accepting redemptions because it is not active'],
  [
    'campaign',
    'maximum_redemptions_exceeded',
    'Campaign maximum number of redemptions for this campaign has been already reached',
  ],
  ['campaign', 'budget_exceeded', 'Campaign maximum budget has already been reached'],
  ['campaign', 'total_budget_exceeded', 'Campaign maximum budget has already been reached'],
  ['campaign', 'yearly_budget_exceeded', 'Campaign yearly budget has already been reached'],
  ['campaign', 'quarterly_budget_exceeded', 'Campaign quarterly budget has already been reached'],
  ['campaign', 'monthly_budget_exceeded', 'Campaign monthly budget has already been reached'],
  ['campaign', 'weekly_budget_exceeded', 'Campaign weekly budget has already been reached'],
  ['campaign', 'daily_budget_exceeded', 'Campaign daily budget has already been reached'],
  ['campaign', 'hourly_budget_exceeded', 'Campaign hourly budget has already been reached'],
  ['customer', 'new_customer_required', 'Customer needs to be a new customer'],
  ['customer', 'per_customer_limit_exceeded', 'Customer has already reached maximum number of redemptions'],
  ['customer', 'time_limit_expired', 'Customer can no longer reedem this discount'],
  ['customer', 'redemptions_limit_exceeded', 'Customer has already reached maximum number of redemptions'],
  [
    'customer',
    'does_not_match_assigned_customer',
    'Customer does not match customer identifier associated with the voucher',
  ],
  ['customer', 'required', 'Customer identifier is required to redeem this voucher'],
  ['origin_redemption', 'not_original', 'Origin redemption can not be a re-redemption'],
  ['total_transaction_cost', 'not_a_number', 'Total transaction cost must be a decimal number'],
  [
    'total_transaction_cost',
    'below_campaign_minimum',
    'Total transaction cost must be greater than or equal to the campaign minimum of %{count}',
  ],
  [
    'total_transaction_cost',
    'above_campaign_maximum',
    'Total transaction cost must be less than or equal to the campaign maximum of %{count}',
  ],
  ['transaction_id', 'required', 'Transaction ID is required'],
  ['transaction_id', 'must_be_unique', 'Transaction ID must be unique'],
] as const;

/** The rows as `attribute.error_code`, in catalog order. */
export const REFERENCE_ROWS: readonly string[] = ROWS.map(([attribute, code]) => `${attribute}.${code}`);
export const REFERENCE_CATALOG = ROWS.map(([attribute, error_code, message]) => ({
  attribute,
  error_code,
  message,
}));

// ---------------------------------------------------------------------------------------------------------------
// Reading values that may be anything (section 2: own properties only)
// ---------------------------------------------------------------------------------------------------------------

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function isRecord(value: unknown): value is object {
  return isObject(value) && !Array.isArray(value);
}

function own(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

function absent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

/** Section 3, Identifier: "a string that JavaScript's `trim` does not leave empty, compared exactly". */
function isIdentifier(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** Section 3: "From the shopper, anything else counts as absent." */
function shopperIdentifier(value: unknown): string | undefined {
  return isIdentifier(value) ? value : undefined;
}

// ---------------------------------------------------------------------------------------------------------------
// Amounts (section 3)
// ---------------------------------------------------------------------------------------------------------------

/** An exact amount: `units` is the amount times 10^18, as no amount has more than 18 fraction digits. */
export interface Amount {
  units: bigint;
  fractionDigits: number;
  text: string;
}

const AMOUNT = /^(-?)([0-9]{1,30})(?:\.([0-9]{1,18}))?$/;

export function readAmount(value: unknown): Amount | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  const match = AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, sign, whole, fraction = ''] = match;
  const magnitude = BigInt(`${whole ?? ''}${fraction.padEnd(18, '0')}`);
  return { units: sign === '-' ? -magnitude : magnitude, fractionDigits: fraction.length, text };
}

/** An amount that is known to be one: of a campaign, or of a host whose facts were found right. */
export function amountOf(value: unknown): Amount {
  const amount = readAmount(value);
  if (amount === undefined) throw new Error(`not an amount: ${String(value)}`);
  return amount;
}

export function writeAmount(units: bigint, fractionDigits: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(19, '0');
  const whole = digits.slice(0, -18);
  const fraction = digits.slice(-18, digits.length - 18 + fractionDigits);
  return `${units < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

// ---------------------------------------------------------------------------------------------------------------
// Time (section 3)
// ---------------------------------------------------------------------------------------------------------------

const HOUR = 3_600_000;

/** Zone questions are slow and repeat themselves. */
function remembering<T>(answer: (zone: string, question: string | number) => T): typeof answer {
  const known = new Map<string, T>();
  return (zone, question) => {
    const key = `${zone} ${question}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size > 20_000) known.clear();
    const found = answer(zone, question);
    known.set(key, found);
    return found;
  };
}

const zonedOf = remembering((zone, instant) =>
  Temporal.Instant.fromEpochMilliseconds(Number(instant)).toZonedDateTimeISO(zone),
);

function offsetAt(zone: string, instant: number): number {
  return zonedOf(zone, instant).offsetNanoseconds / 1e6;
}

/** "a day starts at the first instant of the local date (where the clocks skip midnight, the first instant after)". */
const startOfDate = remembering(
  (zone, date) => Temporal.PlainDate.from(String(date)).toZonedDateTime(zone).epochMilliseconds,
);

function start(zone: string, date: Temporal.PlainDate): number {
  return startOfDate(zone, date.toString());
}

/**
 * The day whose window holds the instant. Where clocks set back across midnight repeat a date after its successor has
 * begun, the successor goes on: windows never overlap.
 */
function dayOf(zone: string, instant: number): Temporal.PlainDate {
  let date = zonedOf(zone, instant).toPlainDate();
  while (instant >= start(zone, date.add({ days: 1 }))) date = date.add({ days: 1 });
  return date;
}

export interface PeriodWindow {
  id: string;
  start: number;
  end: number;
}

/** Sections 3 and 5: calendar periods, half-open, and how they are written in keys. */
export function periodWindow(period: string, zone: string, at: number): PeriodWindow {
  if (period === 'hourly') return hourWindow(zone, at);
  const day = dayOf(zone, at);
  const year = String(day.year).padStart(4, '0');
  const two = (value: number): string => String(value).padStart(2, '0');
  const between = (id: string, first: Temporal.PlainDate, next: Temporal.PlainDate): PeriodWindow => ({
    id,
    start: start(zone, first),
    end: start(zone, next),
  });
  switch (period) {
    case 'yearly': {
      const first = day.with({ month: 1, day: 1 });
      return between(year, first, first.add({ years: 1 }));
    }
    case 'quarterly': {
      // "Quarters start in January, April, July, October."
      const quarter = Math.ceil(day.month / 3);
      const first = day.with({ month: quarter * 3 - 2, day: 1 });
      return between(`${year}-Q${quarter}`, first, first.add({ months: 3 }));
    }
    case 'monthly': {
      const first = day.with({ day: 1 });
      return between(`${year}-${two(day.month)}`, first, first.add({ months: 1 }));
    }
    case 'weekly':
    case 'weekly-sunday': {
      // Temporal counts Monday 1 to Sunday 7.
      const daysSinceFirst = period === 'weekly' ? day.dayOfWeek - 1 : day.dayOfWeek % 7;
      const first = day.subtract({ days: daysSinceFirst });
      return between(
        `${String(first.year).padStart(4, '0')}-${two(first.month)}-${two(first.day)}`,
        first,
        first.add({ days: 7 }),
      );
    }
    case 'daily':
      return between(`${year}-${two(day.month)}-${two(day.day)}`, day, day.add({ days: 1 }));
    default:
      throw new Error(`no such period: ${period}`);
  }
}

/** "An hour is a stretch of instants with one local date, one local hour and one UTC offset." */
function hourWindow(zone: string, at: number): PeriodWindow {
  const offset = offsetAt(zone, at);
  const local = zonedOf(zone, at);
  let from = Math.floor((at + offset) / HOUR) * HOUR - offset;
  let to = from + HOUR;
  const sameOffset = (instant: number): boolean => offsetAt(zone, instant) === offset;
  if (!sameOffset(from)) {
    let before = from;
    from = at;
    while (from - before > 1) {
      const middle = Math.floor((before + from) / 2);
      if (sameOffset(middle)) from = middle;
      else before = middle;
    }
  }
  if (!sameOffset(to - 1)) {
    let last = at;
    while (to - last > 1) {
      const middle = Math.floor((last + to) / 2);
      if (sameOffset(middle)) last = middle;
      else to = middle;
    }
  }
  const date = local.toPlainDate();
  const day = `${String(date.year).padStart(4, '0')}-${date.toString().slice(-5)}`;
  return { id: `${day}T${String(local.hour).padStart(2, '0')}${local.offset}`, start: from, end: to };
}

const DATE_TIME =
  /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,3}))?)?(?:(Z)|([+-])([0-9]{2})(?::?([0-9]{2}))?)?$/;

interface DateTime {
  local: Temporal.PlainDateTime;
  /** Milliseconds east of UTC; undefined for a local date-time. */
  offset: number | undefined;
}

function readDateTime(text: string): DateTime | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const field = (index: number): number => Number(match[index] ?? 0);
  let local: Temporal.PlainDateTime;
  if (field(6) > 59) return undefined;
  try {
    local = Temporal.PlainDateTime.from(
      {
        year: field(1),
        month: field(2),
        day: field(3),
        hour: field(4),
        minute: field(5),
        second: field(6),
        millisecond: Number((match[7] ?? '').padEnd(3, '0')),
      },
      { overflow: 'reject' },
    );
  } catch {
    return undefined;
  }
  if (match[8] === 'Z') return { local, offset: 0 };
  if (match[9] === undefined) return { local, offset: undefined };
  if (field(10) > 23 || field(11) > 59) return undefined;
  return { local, offset: (match[9] === '-' ? -1 : 1) * (field(10) * 60 + field(11)) * 60_000 };
}

function utcOf(local: Temporal.PlainDateTime): number {
  return local.toZonedDateTime('UTC').epochMilliseconds;
}

const FIRST_INSTANT = utcOf(Temporal.PlainDateTime.from('0001-01-01T00:00'));
const AFTER_LAST_INSTANT = utcOf(Temporal.PlainDateTime.from({ year: 10_000, month: 1, day: 1 }));

/** Section 2, `at`: "An ISO 8601 string with `Z` or an offset […], epoch milliseconds, or a `Date`". */
export function readInstant(value: unknown): number | undefined {
  let instant: number;
  if (typeof value === 'string') {
    const read = readDateTime(value);
    if (read?.offset === undefined) return undefined;
    instant = utcOf(read.local) - read.offset;
  } else if (typeof value === 'number') {
    instant = value;
  } else if (value instanceof Date) {
    instant = value.getTime();
  } else {
    return undefined;
  }
  return Number.isInteger(instant) && instant >= FIRST_INSTANT && instant < AFTER_LAST_INSTANT
    ? instant
    : undefined;
}

/** Section 3: "read in the rule's `time_zone`, else the campaign's […] With an offset or `Z` it is exact." */
const configInstant = remembering((zone, text) => {
  const read = readDateTime(String(text));
  if (read === undefined) throw new Error(`not a date-time: ${text}`);
  if (read.offset !== undefined) return utcOf(read.local) - read.offset;
  return read.local.toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
});

/**
 * Section 3, Duration: years and months first, then weeks and days, wall time kept, then exact hours. This is how
 * Temporal adds. A limit beyond the calendar's end never comes.
 */
function addDuration(zone: string, instant: number, duration: DurationJson): number {
  try {
    return zonedOf(zone, instant).add(duration).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

function isoWindow(window: PeriodWindow): ReferenceWindow {
  return { start: new Date(window.start).toISOString(), end: new Date(window.end).toISOString() };
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

function clockMilliseconds(clock: string): number {
  const [hours, minutes] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Section 4, `time_of_order`. */
export function timeOfOrderHolds(rule: TimeOfOrderJson, zone: string, at: number): boolean {
  const local = zonedOf(zone, at);
  const clock = ((local.hour * 60 + local.minute) * 60 + local.second) * 1000 + local.millisecond;
  const today = local.dayOfWeek - 1;
  const yesterday = (today + 6) % 7;
  return rule.windows.some((window) => {
    const listed = (day: number): boolean => (window.days ?? DAYS).includes(DAYS[day] ?? '');
    const from = clockMilliseconds(window.start ?? '00:00');
    const to = clockMilliseconds(window.end ?? '24:00');
    if (from < to) return listed(today) && from <= clock && clock < to;
    return (listed(today) && clock >= from) || (listed(yesterday) && clock < to);
  });
}

/** Section 4, `time_frame`: "some window holds `at`; a missing `start` or `end` is open". */
export function timeFrameHolds(rule: TimeFrameJson, zone: string, at: number): boolean {
  return rule.windows.some(
    (window) =>
      (window.start === undefined || configInstant(zone, window.start) <= at) &&
      (window.end === undefined || at < configInstant(zone, window.end)),
  );
}

// ---------------------------------------------------------------------------------------------------------------
// Places (sections 3 and 6)
// ---------------------------------------------------------------------------------------------------------------

export interface Place {
  latitude: number;
  longitude: number;
}

/** Section 3: "an object whose `latitude` is a finite number in [−90, 90] and `longitude` in [−180, 180]". */
export function readLocation(value: unknown): Place | undefined {
  const latitude = own(value, 'latitude');
  const longitude = own(value, 'longitude');
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined;
  if (!(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180)) return undefined;
  return { latitude, longitude };
}

const unitsKnown = new Map<number, bigint>();

/** Every finite double is a whole number of 2^-1074, so comparing in that unit is exact. */
function units(value: number): bigint {
  const before = unitsKnown.get(value);
  if (before !== undefined) return before;
  let doublings = 0;
  let whole = value;
  while (!Number.isInteger(whole)) {
    whole *= 2;
    doublings += 1;
  }
  const found = BigInt(whole) << BigInt(1074 - doublings);
  if (unitsKnown.size > 100_000) unitsKnown.clear();
  unitsKnown.set(value, found);
  return found;
}

type Side = 'inside' | 'border' | 'outside';

/** One ring by the even-odd rule, exactly. */
function sideOfRing(ring: Position[], place: Place): Side {
  const px = units(place.longitude);
  const py = units(place.latitude);
  let inside = false;
  for (let index = 0; index + 1 < ring.length; index += 1) {
    const [ax, ay] = (ring[index] ?? []).slice(0, 2).map(units) as [bigint, bigint];
    const [bx, by] = (ring[index + 1] ?? []).slice(0, 2).map(units) as [bigint, bigint];
    const cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
    const inBox =
      (ax <= px || bx <= px) && (px <= ax || px <= bx) && (ay <= py || by <= py) && (py <= ay || py <= by);
    if (cross === 0n && inBox) return 'border';
    // An edge counts when it crosses the point's latitude; its lower end belongs to it, its upper end does not.
    if (ay <= py !== by <= py) {
      const crossesEastOfThePoint = by > ay ? cross > 0n : cross < 0n;
      if (crossesEastOfThePoint) inside = !inside;
    }
  }
  return inside ? 'inside' : 'outside';
}

/** Section 6: "in or on the shell and not strictly inside a hole, ring by ring, each by the even-odd rule". */
function polygonHolds(rings: Position[][], place: Place): boolean {
  const [shell = [], ...holes] = rings;
  if (sideOfRing(shell, place) === 'outside') return false;
  return !holes.some((hole) => sideOfRing(hole, place) === 'inside');
}

/** Section 6: "great-circle distance on a sphere of radius 6,371,008.8 m". */
export function distanceInMetres(a: Place, b: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const dLatitude = radians(b.latitude - a.latitude);
  const dLongitude = radians(b.longitude - a.longitude);
  const h =
    Math.sin(dLatitude / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLongitude / 2) ** 2;
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)));
}

function featureHolds(feature: FeatureJson, place: Place): boolean {
  const { geometry } = feature;
  switch (geometry.type) {
    case 'Polygon':
      return polygonHolds(geometry.coordinates, place);
    case 'MultiPolygon':
      return geometry.coordinates.some((rings) => polygonHolds(rings, place));
    case 'Point': {
      const [longitude = Number.NaN, latitude = Number.NaN] = geometry.coordinates;
      return distanceInMetres({ latitude, longitude }, place) <= (feature.properties?.radius_m ?? Number.NaN);
    }
  }
}

// ---------------------------------------------------------------------------------------------------------------
// The campaign and its ancestors (section 10)
// ---------------------------------------------------------------------------------------------------------------

export interface Level {
  campaign: CampaignJson;
  /** "one `parent.` per level" */
  prefix: string;
  zone: string;
}

export function levelsOf(config: unknown): Level[] {
  const levels: Level[] = [];
  let campaign = config as CampaignJson | null | undefined;
  for (let depth = 0; !absent(campaign); depth += 1) {
    levels.push({ campaign, prefix: 'parent.'.repeat(depth), zone: campaign.time_zone ?? 'UTC' });
    campaign = campaign.parent;
  }
  return levels;
}

/** Every rule of a level, nested ones too, groups left out. */
export function leavesOf(rules: RuleJson[] | undefined): RuleJson[] {
  return (rules ?? []).flatMap((rule) =>
    rule.type === 'any_of' || rule.type === 'all_of' ? leavesOf(rule.rules) : [rule],
  );
}

function chainHasSubscription(levels: Level[]): boolean {
  return levels.some(({ campaign }) => (campaign.rules ?? []).some((rule) => rule.type === 'subscription'));
}

/** Section 5: "A Sunday week is its own period in names and keys". */
export function periodLabel(rule: PeriodJson): string {
  return rule.period === 'weekly' && rule.week_starts_on === 'sunday'
    ? 'weekly-sunday'
    : (rule.period ?? 'total');
}

// ---------------------------------------------------------------------------------------------------------------
// The context (sections 1, 2, 7, 9)
// ---------------------------------------------------------------------------------------------------------------

interface Origin {
  redeemedAt: number;
  original: boolean;
  customer: unknown;
}

interface Facts {
  at: number;
  code: string;
  assignedCustomer: string | undefined;
  operation: 'redeem' | 'confirm' | 'cancel';
  existing: { status: 'pending' | 'confirmed'; claims: unknown[] } | undefined;
  transaction: string | undefined;
  customer: string | undefined;
  originRedemption: string | undefined;
  cost: unknown;
  location: unknown;
  categories: unknown;
  granted: unknown;
  origin: Origin | undefined;
  usage: unknown;
}

const OPERATIONS = ['redeem', 'confirm', 'cancel'];

function operationOf(context: unknown): Facts['operation'] {
  return (own(context, 'operation') ?? 'redeem') as Facts['operation'];
}

function readFacts(context: unknown): Facts {
  const voucher = own(context, 'voucher');
  const redemption = own(context, 'redemption');
  const origin = own(context, 'origin');
  const operation = operationOf(context);
  const assigned = own(voucher, 'customer_identifier');
  return {
    at: readInstant(own(context, 'at')) ?? 0,
    code: String(own(voucher, 'code')),
    assignedCustomer: absent(assigned) ? undefined : (assigned as string),
    operation,
    existing: operation === 'redeem' ? undefined : (own(context, 'existing') as Facts['existing']),
    transaction: shopperIdentifier(own(redemption, 'transaction_id')),
    customer: shopperIdentifier(own(redemption, 'customer_identifier')),
    originRedemption: shopperIdentifier(own(redemption, 'origin_redemption')),
    cost: own(redemption, 'total_transaction_cost'),
    location: own(redemption, 'location'),
    categories: own(redemption, 'categories'),
    granted: own(context, 'granted_discount'),
    origin: absent(origin)
      ? undefined
      : {
          redeemedAt: readInstant(own(origin, 'redeemed_at')) ?? Number.NaN,
          original: own(origin, 'original') === true,
          customer: own(origin, 'customer_identifier'),
        },
    usage: own(context, 'usage'),
  };
}

/**
 * Section 9: what is decided without reading a counter: a cancel, whatever is asked of a confirmed redemption, and the
 * confirm of one that holds claims.
 */
function readsCounters(facts: Facts): boolean {
  if (facts.operation === 'redeem') return true;
  if (facts.operation === 'cancel' || facts.existing?.status === 'confirmed') return false;
  return facts.existing?.claims.length === 0;
}

/** Section 7: "when a campaign of the chain has a subscription rule and `origin` is as said above". */
function isRenewal(levels: Level[], facts: Facts): boolean {
  return (
    chainHasSubscription(levels) &&
    facts.originRedemption !== undefined &&
    facts.customer !== undefined &&
    facts.origin?.original === true &&
    facts.origin.customer === facts.customer
  );
}

// ---------------------------------------------------------------------------------------------------------------
// Counters (section 5)
// ---------------------------------------------------------------------------------------------------------------

interface Counter {
  name: string;
  key: string;
  window?: PeriodWindow;
}

/** "Parts of a key are percent-encoded (`%`, `/`)". */
function part(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('/', '%2F');
}

/** "Planned, hence read, hence required in `usage`". Sorted by name. */
function plannedCounters(levels: Level[], facts: Facts): Counter[] {
  if (!readsCounters(facts)) return [];
  const planned = new Map<string, Counter>();
  const plan = (name: string, key: string, window?: PeriodWindow): void => {
    planned.set(name, window === undefined ? { name, key } : { name, key, window });
  };

  if (facts.transaction !== undefined) {
    plan('transaction.redemptions', `transaction/${part(facts.transaction)}`);
  }
  if (facts.customer !== undefined) {
    plan('customer.redemptions_anywhere', `customer/${part(facts.customer)}/redemptions`);
  }
  for (const { campaign, prefix, zone } of levels) {
    const campaignKey = `campaign/${part(campaign.id)}`;
    if (campaign.voucher_type === 'unique') {
      plan('voucher.redemptions', `voucher/${part(facts.code)}/redemptions`);
    }
    if (campaign.max_redemptions !== undefined) {
      plan(`${prefix}redemptions`, `${campaignKey}/redemptions`);
    }
    if (campaign.max_total_budget !== undefined) {
      plan(`${prefix}budget.total`, `${campaignKey}/budget/total`);
    }
    for (const rule of leavesOf(campaign.rules)) {
      if (rule.type === 'budget') {
        const label = periodLabel(rule);
        if (label === 'total') {
          plan(`${prefix}budget.total`, `${campaignKey}/budget/total`);
        } else {
          const window = periodWindow(label, zone, facts.at);
          plan(`${prefix}budget.${label}`, `${campaignKey}/budget/${label}/${window.id}`, window);
        }
      }
      if (rule.type === 'per_customer' && facts.customer !== undefined) {
        const label = periodLabel(rule);
        const customerKey = `${campaignKey}/customer/${part(facts.customer)}/redemptions`;
        if (label === 'total') {
          plan(`${prefix}customer.redemptions`, customerKey);
        } else {
          const window = periodWindow(label, zone, facts.at);
          plan(`${prefix}customer.redemptions.${label}`, `${customerKey}/${label}/${window.id}`, window);
        }
      }
      if (rule.type === 'subscription' && rule.max_redemptions !== undefined) {
        // "keyed by `origin_redemption`, or by the transaction itself when there is none"
        const origin = facts.originRedemption ?? facts.transaction;
        if (origin !== undefined) {
          plan(`${prefix}origin.redemptions`, `${campaignKey}/origin/${part(origin)}/redemptions`);
        }
      }
    }
  }
  return [...planned.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function isBudget(name: string): boolean {
  return name.replace(/^(parent\.)*/, '').startsWith('budget.');
}

// ---------------------------------------------------------------------------------------------------------------
// The checks (sections 4, 7, 10)
// ---------------------------------------------------------------------------------------------------------------

interface Finding {
  row: string;
  campaign: string;
  rule: string | null;
  count?: string;
  expected?: Record<string, unknown>;
  details?: ReferenceDetails;
}

/** A limit that was compared with a counter in this decision. */
interface Asked {
  counter: string;
  limit: number | AmountJson;
}

interface Verdict {
  findings: Finding[];
  asked: Asked[];
}

const HOLDS: Verdict = { findings: [], asked: [] };

function together(verdicts: Verdict[]): Verdict {
  return {
    findings: verdicts.flatMap((verdict) => verdict.findings),
    asked: verdicts.flatMap((verdict) => verdict.asked),
  };
}

class Evaluation {
  readonly levels: Level[];
  readonly facts: Facts;
  readonly renewal: boolean;
  readonly counters: Counter[];
  /** Section 9: a confirm asks again only what others may have changed. */
  readonly again: boolean;

  constructor(levels: Level[], facts: Facts) {
    this.levels = levels;
    this.facts = facts;
    this.renewal = isRenewal(levels, facts);
    this.counters = plannedCounters(levels, facts);
    this.again = facts.operation === 'confirm';
  }

  get voucherCampaign(): string {
    return this.levels[0]?.campaign.id ?? '';
  }

  counter(name: string): Counter | undefined {
    return this.counters.find((counter) => counter.name === name);
  }

  /** "Refused when `count ≥ limit`." A counter that is not planned is not read. */
  countLaw(
    name: string,
    limit: number,
    finding: Pick<Finding, 'row' | 'campaign' | 'rule'>,
    withDetails: boolean,
  ): Verdict {
    const counter = this.counter(name);
    if (counter === undefined) return HOLDS;
    const asked = [{ counter: name, limit }];
    const used = BigInt(own(this.facts.usage, name) as number | string);
    if (used < BigInt(limit)) return { findings: [], asked };
    if (!withDetails) return { findings: [finding], asked };
    const left = BigInt(limit) - used;
    const details: ReferenceDetails = {
      limit,
      used: Number(used),
      requested: 1,
      remaining: left < 0n ? 0 : Number(left),
      ...(counter.window === undefined ? {} : { window: isoWindow(counter.window) }),
    };
    return { findings: [{ ...finding, details }], asked };
  }

  /** "Refused when `used ≥ limit` or `used + granted_discount > limit`." */
  moneyLaw(
    name: string,
    limitJson: AmountJson,
    finding: Pick<Finding, 'row' | 'campaign' | 'rule'>,
  ): Verdict {
    const counter = this.counter(name);
    if (counter === undefined) return HOLDS;
    const asked = [{ counter: name, limit: limitJson }];
    const limit = amountOf(limitJson);
    const used = amountOf(own(this.facts.usage, name));
    const granted = amountOf(this.facts.granted);
    if (!(used.units >= limit.units || used.units + granted.units > limit.units))
      return { findings: [], asked };
    const left = limit.units - used.units;
    const details: ReferenceDetails = {
      limit: limit.text,
      used: used.text,
      requested: granted.text,
      remaining: writeAmount(left < 0n ? 0n : left, Math.max(limit.fractionDigits, used.fractionDigits)),
      ...(counter.window === undefined ? {} : { window: isoWindow(counter.window) }),
    };
    return { findings: [{ ...finding, details }], asked };
  }

  /** The checks of transaction id, cost format, location format and assignment. */
  everyRedemption(): Verdict {
    const { facts } = this;
    const found = (row: string): Verdict => ({
      findings: [{ row, campaign: this.voucherCampaign, rule: null }],
      asked: [],
    });
    // "not transaction id", yet its claim is due and has its limit.
    if (this.again) return { findings: [], asked: [{ counter: 'transaction.redemptions', limit: 1 }] };

    const verdicts: Verdict[] = [];
    if (facts.transaction === undefined) verdicts.push(found('transaction_id.required'));
    verdicts.push(
      this.countLaw(
        'transaction.redemptions',
        1,
        { row: 'transaction_id.must_be_unique', campaign: this.voucherCampaign, rule: null },
        false,
      ),
    );
    if (readAmount(facts.cost) === undefined) verdicts.push(found('total_transaction_cost.not_a_number'));
    if (!absent(facts.location) && readLocation(facts.location) === undefined) {
      verdicts.push(found('location.invalid'));
    }
    if (facts.assignedCustomer !== undefined) {
      if (facts.customer === undefined) verdicts.push(found('customer.required'));
      else if (facts.customer !== facts.assignedCustomer) {
        verdicts.push(found('customer.does_not_match_assigned_customer'));
      }
    }
    return together(verdicts);
  }

  status({ campaign }: Level): Verdict {
    if (campaign.status === 'active') return HOLDS;
    return { findings: [{ row: 'campaign.not_active', campaign: campaign.id, rule: '/status' }], asked: [] };
  }

  campaignFields(level: Level): Verdict {
    const { campaign, prefix } = level;
    const verdicts: Verdict[] = [this.status(level)];
    if (campaign.max_redemptions !== undefined) {
      verdicts.push(
        this.countLaw(
          `${prefix}redemptions`,
          campaign.max_redemptions,
          { row: 'campaign.maximum_redemptions_exceeded', campaign: campaign.id, rule: '/max_redemptions' },
          true,
        ),
      );
    }
    if (campaign.max_total_budget !== undefined) {
      verdicts.push(
        this.moneyLaw(`${prefix}budget.total`, campaign.max_total_budget, {
          row: 'campaign.budget_exceeded',
          campaign: campaign.id,
          rule: '/max_total_budget',
        }),
      );
    }
    if (campaign.voucher_type === 'unique' && !this.renewal) {
      verdicts.push(
        this.countLaw(
          'voucher.redemptions',
          1,
          { row: 'voucher.unique_code_already_used', campaign: campaign.id, rule: '/voucher_type' },
          false,
        ),
      );
    }
    return together(verdicts);
  }

  rule(level: Level, rule: RuleJson, pointer: string): Verdict {
    const { facts } = this;
    const { campaign, prefix } = level;
    const at = (row: string): Pick<Finding, 'row' | 'campaign' | 'rule'> => ({
      row,
      campaign: campaign.id,
      rule: pointer,
    });
    const found = (row: string, more: Partial<Finding> = {}): Verdict => ({
      findings: [{ ...at(row), ...more }],
      asked: [],
    });

    switch (rule.type) {
      case 'time_frame':
        if (this.again || timeFrameHolds(rule, rule.time_zone ?? level.zone, facts.at)) return HOLDS;
        return found('voucher.not_valid_at_this_time');

      case 'time_of_order':
        if (this.again || timeOfOrderHolds(rule, rule.time_zone ?? level.zone, facts.at)) return HOLDS;
        return found('voucher.not_valid_at_this_time');

      case 'area': {
        if (this.again) return HOLDS;
        if (absent(facts.location)) return found('location.required');
        const place = readLocation(facts.location);
        // "invalid → (already reported)"
        if (place === undefined) return HOLDS;
        const { features } = rule.areas;
        if (features.some((feature) => featureHolds(feature, place))) return HOLDS;
        const areas = features
          .map((feature) => feature.properties?.name)
          .filter((name) => name !== undefined);
        return found('location.outside_of_permitted_areas', { expected: { areas } });
      }

      case 'budget':
        return this.moneyLaw(
          `${prefix}budget.${periodLabel(rule)}`,
          rule.limit,
          at(`campaign.${rule.period}_budget_exceeded`),
        );

      case 'transaction_cost': {
        const cost = readAmount(facts.cost);
        // "then bounds are not looked at"
        if (this.again || cost === undefined) return HOLDS;
        const verdicts: Verdict[] = [];
        if (rule.minimum !== undefined) {
          const minimum = amountOf(rule.minimum);
          if (cost.units < minimum.units) {
            verdicts.push(
              found('total_transaction_cost.below_campaign_minimum', {
                count: minimum.text,
                expected: { minimum: minimum.text },
              }),
            );
          }
        }
        if (rule.maximum !== undefined) {
          const maximum = amountOf(rule.maximum);
          if (cost.units > maximum.units) {
            verdicts.push(
              found('total_transaction_cost.above_campaign_maximum', {
                count: maximum.text,
                expected: { maximum: maximum.text },
              }),
            );
          }
        }
        return together(verdicts);
      }

      case 'per_customer': {
        if (facts.customer === undefined) return found('customer.required');
        if (this.renewal) return HOLDS;
        const label = periodLabel(rule);
        return this.countLaw(
          `${prefix}customer.redemptions${label === 'total' ? '' : `.${label}`}`,
          rule.max_redemptions,
          at('customer.per_customer_limit_exceeded'),
          true,
        );
      }

      case 'new_customer':
        if (facts.customer === undefined) return found('customer.required');
        if (this.renewal) return HOLDS;
        return this.countLaw('customer.redemptions_anywhere', 1, at('customer.new_customer_required'), false);

      case 'subscription': {
        if (facts.customer === undefined) return found('customer.required');
        if (facts.originRedemption === undefined) {
          // "asks nothing more of it"; but the rule reads the counter, so the claim has its limit (section 5).
          const limit = rule.max_redemptions;
          const asked = limit === undefined ? [] : [{ counter: `${prefix}origin.redemptions`, limit }];
          return { findings: [], asked };
        }
        if (!this.renewal || facts.origin === undefined) return found('origin_redemption.not_original');
        const verdicts: Verdict[] = [];
        if (
          rule.time_limit !== undefined &&
          facts.at >= addDuration(level.zone, facts.origin.redeemedAt, rule.time_limit)
        ) {
          verdicts.push(found('customer.time_limit_expired'));
        }
        if (rule.max_redemptions !== undefined) {
          verdicts.push(
            this.countLaw(
              `${prefix}origin.redemptions`,
              rule.max_redemptions,
              at('customer.redemptions_limit_exceeded'),
              true,
            ),
          );
        }
        return together(verdicts);
      }

      case 'category':
        return this.again
          ? HOLDS
          : together(this.category(rule).map(([row, expected]) => found(row, { expected })));

      case 'any_of': {
        // "holds when one branch has no violation; else all violations of all branches are reported"; the limits that
        // count for the claims are those of "the first that holds".
        const branches = rule.rules.map((branch, index) =>
          this.rule(level, branch, `${pointer}/rules/${index}`),
        );
        const holding = branches.find((branch) => branch.findings.length === 0);
        return holding ?? together(branches);
      }

      case 'all_of':
        return together(
          rule.rules.map((branch, index) => this.rule(level, branch, `${pointer}/rules/${index}`)),
        );
    }
  }

  category(rule: CategoryJson): [row: string, expected: Record<string, unknown>][] {
    const { category, any_of: anyOf, none_of: noneOf } = rule;
    const missing: [string, Record<string, unknown>] = ['categories.missing_required_category', { category }];
    const categories = readCategories(this.facts.categories);
    // "what cannot be read proves nothing"
    if (categories === undefined) return [missing];
    const entries = categories.filter((entry) => entry.name === category);
    const tags = entries.flatMap((entry) => entry.tags);
    const found: [string, Record<string, unknown>][] = [];
    if (anyOf !== undefined || noneOf === undefined) {
      if (entries.length === 0) found.push(missing);
      else if (anyOf !== undefined && !anyOf.some((tag) => tags.includes(tag))) {
        found.push(['categories.missing_required_tags', { category, any_of: anyOf }]);
      }
    }
    if (noneOf?.some((tag) => tags.includes(tag)) === true) {
      found.push(['categories.includes_forbidden_tags', { category, none_of: noneOf }]);
    }
    return found;
  }

  /** All of section 4 for the voucher's campaign and its ancestors: "All levels must hold." */
  everything(): Verdict {
    return together([
      this.everyRedemption(),
      ...this.levels.flatMap((level) => [
        this.campaignFields(level),
        ...(level.campaign.rules ?? []).map((rule, index) => this.rule(level, rule, `/rules/${index}`)),
      ]),
    ]);
  }

  /** Section 5, claims of an accepted redemption, by key. */
  claims(asked: Asked[]): ReferenceClaim[] {
    const claims: ReferenceClaim[] = [];
    for (const { name, key } of this.counters) {
      const limits = asked.filter((one) => one.counter === name).map((one) => one.limit);
      if (isBudget(name)) {
        const add = amountOf(this.facts.granted);
        // "an addition of zero is not claimed"
        if (add.units === 0n) continue;
        const smallest = limits
          .map(amountOf)
          .reduce<Amount | null>(
            (least, limit) => (least === null || limit.units < least.units ? limit : least),
            null,
          );
        claims.push({ name, key, add: add.text, limit: smallest?.text ?? null });
      } else {
        claims.push({
          name,
          key,
          add: 1,
          limit: limits.length === 0 ? null : Math.min(...limits.map(Number)),
        });
      }
    }
    return claims.sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

interface CategoryEntry {
  name: string;
  tags: string[];
}

/** "`categories` absent or `null` = none. There, but not a list of `{ "name": string, "tags": string[] }`" → undefined. */
function readCategories(value: unknown): CategoryEntry[] | undefined {
  if (absent(value)) return [];
  if (!Array.isArray(value)) return undefined;
  const entries: CategoryEntry[] = [];
  for (const entry of value as unknown[]) {
    const name = own(entry, 'name');
    const tags = own(entry, 'tags');
    if (typeof name !== 'string' || !Array.isArray(tags)) return undefined;
    if (!tags.every((tag) => typeof tag === 'string')) return undefined;
    entries.push({ name, tags });
  }
  return entries;
}

/** Section 2: the catalog's order, no repeats, messages to the letter. */
function violationsOf(findings: Finding[]): ReferenceViolation[] {
  const violations: ReferenceViolation[] = [];
  const seen = new Set<string>();
  ROWS.forEach(([attribute, error_code, template], index) => {
    for (const finding of findings) {
      if (finding.row !== REFERENCE_ROWS[index]) continue;
      const message = template.replace('%{count}', () => finding.count ?? '');
      const identity = JSON.stringify([attribute, error_code, message, finding.expected]);
      if (seen.has(identity)) continue;
      seen.add(identity);
      violations.push({
        attribute,
        error_code,
        message,
        ...(finding.expected === undefined ? {} : { expected: finding.expected }),
        campaign: finding.campaign,
        rule: finding.rule,
        ...(finding.details === undefined ? {} : { details: finding.details }),
      });
    }
  });
  const known = findings.every((finding) => REFERENCE_ROWS.includes(finding.row));
  if (!known) throw new Error('a finding names no row of the catalog');
  return violations;
}

// ---------------------------------------------------------------------------------------------------------------
// The two questions, and whether they may be asked
// ---------------------------------------------------------------------------------------------------------------

export function referencePlan(config: unknown, context: unknown): ReferencePlan {
  return {
    counters: plannedCounters(levelsOf(config), readFacts(context)).map(({ name, key, window }) => ({
      name,
      key,
      ...(window === undefined ? {} : { window: isoWindow(window) }),
    })),
  };
}

export function referenceEvaluate(config: unknown, context: unknown): ReferenceDecision {
  const evaluation = new Evaluation(levelsOf(config), readFacts(context));
  const { facts } = evaluation;

  // Section 9, in its own order.
  if (facts.existing?.status === 'confirmed') {
    const row = 'base.can_not_delete_already_confirmed';
    const findings = [{ row, campaign: evaluation.voucherCampaign, rule: null }];
    return { status: 'refused', violations: violationsOf(findings), claims: [] };
  }
  if (facts.operation === 'cancel') {
    return { status: 'accepted', violations: [], claims: [], releases: facts.existing?.claims ?? [] };
  }
  const holdsClaims = facts.operation === 'confirm' && !readsCounters(facts);
  const verdict = holdsClaims
    ? together(evaluation.levels.map((level) => evaluation.status(level)))
    : evaluation.everything();

  // "A refused decision claims nothing."
  if (verdict.findings.length > 0) {
    return { status: 'refused', violations: violationsOf(verdict.findings), claims: [] };
  }
  return { status: 'accepted', violations: [], claims: evaluation.claims(verdict.asked) };
}

/** The host facts that are missing or wrong, as sorted JSON pointers into the context (sections 1, 2, 7, 9). */
export function referenceContextIssues(config: unknown, context: unknown): string[] {
  if (!isRecord(context)) return [''];
  const issues: string[] = [];
  const levels = levelsOf(config);

  if (readInstant(own(context, 'at')) === undefined) issues.push('/at');

  const voucher = own(context, 'voucher');
  if (!isRecord(voucher)) {
    issues.push('/voucher');
  } else {
    if (!isIdentifier(own(voucher, 'code'))) issues.push('/voucher/code');
    const assigned = own(voucher, 'customer_identifier');
    if (!absent(assigned) && !isIdentifier(assigned)) issues.push('/voucher/customer_identifier');
  }

  const operation = own(context, 'operation');
  if (operation !== undefined && !OPERATIONS.includes(operation as string)) issues.push('/operation');
  if (operation === 'confirm' || operation === 'cancel')
    issues.push(...existingIssues(own(context, 'existing')));

  // What is read cannot be known before these are right.
  const known = !issues.some((issue) => issue.startsWith('/operation') || issue.startsWith('/existing'));
  const facts = readFacts(context);
  const planned = known ? plannedCounters(levels, facts) : [];

  const granted = own(context, 'granted_discount');
  if (absent(granted)) {
    if (planned.some((counter) => isBudget(counter.name))) issues.push('/granted_discount');
  } else if (!isAmountFact(granted)) {
    issues.push('/granted_discount');
  }

  const isRead = known && readsCounters(facts) && facts.originRedemption !== undefined;
  if (isRead && chainHasSubscription(levels)) {
    issues.push(...originIssues(own(context, 'origin')));
  }

  // Left out, each counter is missing; there, but no record of counters, it is one wrong fact.
  if (planned.length > 0 && facts.usage !== undefined && !isRecord(facts.usage))
    return [...issues, '/usage'].sort();
  for (const { name } of planned) {
    const value = own(facts.usage, name);
    if (!(isBudget(name) ? isAmountFact(value) : isCountFact(value))) issues.push(`/usage/${name}`);
  }
  return issues.sort();
}

/** "budgets amounts ≥ 0" */
function isAmountFact(value: unknown): boolean {
  const amount = readAmount(value);
  return amount !== undefined && amount.units >= 0n;
}

/** "counts are integers ≥ 0 (as numbers or digit strings)" */
function isCountFact(value: unknown): boolean {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0;
  return typeof value === 'string' && /^[0-9]+$/.test(value);
}

function existingIssues(existing: unknown): string[] {
  if (!isRecord(existing)) return ['/existing'];
  const issues: string[] = [];
  const status = own(existing, 'status');
  if (status !== 'pending' && status !== 'confirmed') issues.push('/existing/status');
  const claims = own(existing, 'claims');
  // Nothing is read from the claims of a confirmed one, so a host may leave them out.
  if (claims === undefined && status === 'confirmed') return issues;
  if (!Array.isArray(claims)) return [...issues, '/existing/claims'];
  claims.forEach((claim: unknown, index) => {
    const path = `/existing/claims/${index}`;
    if (!isRecord(claim)) {
      issues.push(path);
      return;
    }
    if (!isIdentifier(own(claim, 'name'))) issues.push(`${path}/name`);
    if (!isIdentifier(own(claim, 'key'))) issues.push(`${path}/key`);
    if (!isAmountFact(own(claim, 'add'))) issues.push(`${path}/add`);
  });
  return issues;
}

function originIssues(origin: unknown): string[] {
  if (absent(origin)) return [];
  if (!isRecord(origin)) return ['/origin'];
  const issues: string[] = [];
  if (readInstant(own(origin, 'redeemed_at')) === undefined) issues.push('/origin/redeemed_at');
  if (typeof own(origin, 'original') !== 'boolean') issues.push('/origin/original');
  const customer = own(origin, 'customer_identifier');
  if (!absent(customer) && !isIdentifier(customer)) issues.push('/origin/customer_identifier');
  return issues;
}
