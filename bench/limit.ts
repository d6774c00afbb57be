// The campaign of the benchmark as fast as a function for this one campaign can be made by hand: what a general engine is
// measured against. Every bound is a constant, amounts are whole cents, the polygon is two arrays of numbers, the clock
// is arithmetic, and what is told was made beforehand. What is rare (an amount past cents, a place on a border, a time
// limit within days of its end) is left to the libraries, so it is right there, too. Host facts are taken as right.

import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import { startOfISOWeek } from 'date-fns/startOfISOWeek';
import { Decimal } from 'decimal.js';
import { catalog, type Claim, type RedemptionContext } from '../src/index.ts';
import type { Refusal } from './by-hand.ts';
import { AMOUNT, centsOf, inCents, isSpent } from './limit/cents.ts';
import { isInCity, isInCityByRuns } from './limit/city.ts';
import { instantOf, isOpen, isPastTimeLimit, MS_AN_HOUR, wallOf } from './limit/clock.ts';
import {
  BUDGETS,
  CAMPAIGN,
  FORBIDDEN_TAGS,
  MAXIMUM,
  MINIMUM,
  MOST_PER_CUSTOMER,
  MOST_REDEMPTIONS,
  MOST_RENEWALS,
  TAGS,
  ZONE,
} from './workload.ts';

const MOST = inCents(MAXIMUM);
const TOTAL = inCents(BUDGETS.total);
const YEAR = inCents(BUDGETS.yearly);
const QUARTER = inCents(BUDGETS.quarterly);
const MONTH = inCents(BUDGETS.monthly);
const WEEK = inCents(BUDGETS.weekly);
const DAY = inCents(BUDGETS.daily);
const HOUR = inCents(BUDGETS.hourly);

export type Usage = Readonly<Record<string, string | number>>;

export interface Sent {
  readonly transaction_id: unknown;
  readonly customer_identifier: unknown;
  readonly origin_redemption: unknown;
  readonly total_transaction_cost: unknown;
  readonly location: unknown;
  readonly categories: unknown;
}

// ---------------------------------------------------------------------------------------------------------------
// What may be told: a bit for each row, in the catalog's order. A decision's violations are the bits that are set.
// ---------------------------------------------------------------------------------------------------------------

const ROWS = [
  ['categories', 'missing_required_tags'],
  ['categories', 'includes_forbidden_tags'],
  ['categories', 'missing_required_category'],
  ['location', 'required'],
  ['location', 'invalid'],
  ['location', 'outside_of_permitted_areas'],
  ['voucher', 'not_valid_at_this_time'],
  ['campaign', 'maximum_redemptions_exceeded'],
  ['campaign', 'total_budget_exceeded'],
  ['campaign', 'yearly_budget_exceeded'],
  ['campaign', 'quarterly_budget_exceeded'],
  ['campaign', 'monthly_budget_exceeded'],
  ['campaign', 'weekly_budget_exceeded'],
  ['campaign', 'daily_budget_exceeded'],
  ['campaign', 'hourly_budget_exceeded'],
  ['customer', 'new_customer_required'],
  ['customer', 'per_customer_limit_exceeded'],
  ['customer', 'time_limit_expired'],
  ['customer', 'redemptions_limit_exceeded'],
  ['customer', 'does_not_match_assigned_customer'],
  ['customer', 'required'],
  ['origin_redemption', 'not_original'],
  ['total_transaction_cost', 'not_a_number'],
  ['total_transaction_cost', 'below_campaign_minimum'],
  ['total_transaction_cost', 'above_campaign_maximum'],
  ['transaction_id', 'required'],
  ['transaction_id', 'must_be_unique'],
] as const;

const NO_WANTED_TAG = 1 << 0;
const FORBIDDEN_TAG = 1 << 1;
const NO_DEPARTMENT = 1 << 2;
export const NO_PLACE = 1 << 3;
export const INVALID_PLACE = 1 << 4;
export const OUTSIDE = 1 << 5;
const CLOSED = 1 << 6;
const ALL_REDEEMED = 1 << 7;
const TOTAL_SPENT = 1 << 8;
const YEAR_SPENT = 1 << 9;
const QUARTER_SPENT = 1 << 10;
const MONTH_SPENT = 1 << 11;
const WEEK_SPENT = 1 << 12;
const DAY_SPENT = 1 << 13;
const HOUR_SPENT = 1 << 14;
const NOT_NEW = 1 << 15;
const TOO_OFTEN = 1 << 16;
const TOO_LATE = 1 << 17;
const TOO_MANY_RENEWALS = 1 << 18;
const ASSIGNED_TO_ANOTHER = 1 << 19;
const NO_CUSTOMER = 1 << 20;
const NOT_ORIGINAL = 1 << 21;
const NO_COST = 1 << 22;
const BELOW = 1 << 23;
const ABOVE = 1 << 24;
const NO_TRANSACTION = 1 << 25;
const KNOWN_TRANSACTION = 1 << 26;

const EXPECTED: Readonly<Record<string, object>> = {
  missing_required_tags: { category: 'department', any_of: TAGS },
  includes_forbidden_tags: { category: 'department', none_of: FORBIDDEN_TAGS },
  missing_required_category: { category: 'department' },
  outside_of_permitted_areas: { areas: ['City'] },
  above_campaign_maximum: { maximum: MAXIMUM },
};

function violationsOfRows(minimum: string): readonly Refusal[] {
  return ROWS.map(([attribute, error_code]) => {
    const row = catalog.find((one) => one.attribute === attribute && one.error_code === error_code);
    if (!row) throw new Error(`the catalog has no row ${attribute}.${error_code}`);
    const isMinimum = error_code === 'below_campaign_minimum';
    const message = row.message.replace('%{count}', isMinimum ? minimum : MAXIMUM);
    const expected = isMinimum ? { minimum } : EXPECTED[error_code];
    return Object.freeze({ attribute, error_code, message, ...(expected && { expected }) });
  });
}

/** Lists of violations kept for the sets of rows met so far. */
const MOST_LISTS = 4_096;

// ---------------------------------------------------------------------------------------------------------------

const TAG_ROWS: ReadonlyMap<unknown, number> = new Map([
  ...TAGS.map((tag) => [tag, NO_WANTED_TAG] as const),
  ...FORBIDDEN_TAGS.map((tag) => [tag, FORBIDDEN_TAG] as const),
]);

function categoryRows(sent: unknown): number {
  if (sent === undefined || sent === null || !Array.isArray(sent)) return NO_DEPARTMENT;
  let isThere = false;
  let found = 0;
  for (const entry of sent as { name: unknown; tags: unknown }[]) {
    if (typeof entry !== 'object' || (entry as object | null) === null) return NO_DEPARTMENT;
    const { name, tags } = entry;
    if (typeof name !== 'string' || !Array.isArray(tags)) return NO_DEPARTMENT;
    const isDepartment = name === 'department';
    if (isDepartment) isThere = true;
    for (const tag of tags as unknown[]) {
      if (typeof tag !== 'string') return NO_DEPARTMENT;
      if (isDepartment) found |= TAG_ROWS.get(tag) ?? 0;
    }
  }
  return isThere ? found ^ NO_WANTED_TAG : NO_DEPARTMENT;
}

/** From `!` to `~`. */
const FIRST_VISIBLE = 33;
const LAST_ASCII = 126;

export function isIdentifier(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const first = value.charCodeAt(0);
  return (first >= FIRST_VISIBLE && first <= LAST_ASCII) || value.trim() !== '';
}

export type IsInCity = typeof isInCity;

export function placeRows(location: unknown, isIn: IsInCity): number {
  if (location === undefined || location === null) return NO_PLACE;
  const { latitude, longitude } = location as { latitude: unknown; longitude: unknown };
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return INVALID_PLACE;
  const isPlace = latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180;
  if (!isPlace) return INVALID_PLACE;
  return isIn(longitude, latitude) ? 0 : OUTSIDE;
}

function budgetRows(usage: Usage, granted: unknown): number {
  const discount = centsOf(granted);
  return (
    (isSpent(usage['budget.total'], discount, granted, TOTAL) ? TOTAL_SPENT : 0) |
    (isSpent(usage['budget.yearly'], discount, granted, YEAR) ? YEAR_SPENT : 0) |
    (isSpent(usage['budget.quarterly'], discount, granted, QUARTER) ? QUARTER_SPENT : 0) |
    (isSpent(usage['budget.monthly'], discount, granted, MONTH) ? MONTH_SPENT : 0) |
    (isSpent(usage['budget.weekly'], discount, granted, WEEK) ? WEEK_SPENT : 0) |
    (isSpent(usage['budget.daily'], discount, granted, DAY) ? DAY_SPENT : 0) |
    (isSpent(usage['budget.hourly'], discount, granted, HOUR) ? HOUR_SPENT : 0)
  );
}

/** Counts are numbers, or digits. */
function isReached(count: unknown, limit: number): boolean {
  return (typeof count === 'number' ? count : Number(count)) >= limit;
}

export function isRenewal({ origin }: RedemptionContext, sent: Sent): boolean {
  return (
    origin !== undefined &&
    origin !== null &&
    origin.original &&
    origin.customer_identifier === sent.customer_identifier &&
    isIdentifier(sent.origin_redemption)
  );
}

function customerRows(context: RedemptionContext, sent: Sent, usage: Usage, at: number): number {
  const customer = sent.customer_identifier;
  if (!isIdentifier(customer)) return NO_CUSTOMER;
  const assigned = context.voucher.customer_identifier;
  let rows = 0;
  if (assigned !== undefined && assigned !== null && assigned !== customer) rows |= ASSIGNED_TO_ANOTHER;
  if (isRenewal(context, sent)) {
    if (isPastTimeLimit(at, instantOf(context.origin?.redeemed_at))) rows |= TOO_LATE;
    if (isReached(usage['origin.redemptions'], MOST_RENEWALS)) rows |= TOO_MANY_RENEWALS;
    return rows;
  }
  if (isIdentifier(sent.origin_redemption)) rows |= NOT_ORIGINAL;
  if (isReached(usage['customer.redemptions'], MOST_PER_CUSTOMER)) rows |= TOO_OFTEN;
  if (isReached(usage['customer.redemptions_anywhere'], 1)) rows |= NOT_NEW;
  return rows;
}

/** Every reason to refuse, in the catalog's order. The lists are shared, and frozen. */
export function limitRefusals(
  minimum: string = MINIMUM,
  isIn: IsInCity = isInCity,
): (context: RedemptionContext) => readonly Refusal[] {
  const least = inCents(minimum);
  const violations = violationsOfRows(minimum);
  const lists = new Map<number, readonly Refusal[]>();
  const accepted: readonly Refusal[] = Object.freeze([]);

  function costRows(written: unknown): number {
    const cost = centsOf(written);
    if (cost >= least) return cost <= MOST ? 0 : ABOVE;
    if (cost < least) return BELOW;
    if (typeof written !== 'string' && typeof written !== 'number') return NO_COST;
    if (!AMOUNT.test(String(written))) return NO_COST;
    const exactly = new Decimal(written);
    return (exactly.lt(minimum) ? BELOW : 0) | (exactly.gt(MAXIMUM) ? ABOVE : 0);
  }

  function listOf(rows: number): readonly Refusal[] {
    if (lists.size === MOST_LISTS) lists.clear();
    const list = Object.freeze(violations.filter((_, row) => (rows & (1 << row)) !== 0));
    lists.set(rows, list);
    return list;
  }

  return (context) => {
    const sent = context.redemption as Sent;
    const usage = context.usage as Usage;
    const at = instantOf(context.at);
    let rows = costRows(sent.total_transaction_cost);
    if (!isIdentifier(sent.transaction_id)) rows |= NO_TRANSACTION;
    else if (isReached(usage['transaction.redemptions'], 1)) rows |= KNOWN_TRANSACTION;
    if (!isOpen(at)) rows |= CLOSED;
    if (isReached(usage['redemptions'], MOST_REDEMPTIONS)) rows |= ALL_REDEEMED;
    rows |= placeRows(sent.location, isIn);
    rows |= budgetRows(usage, context.granted_discount);
    rows |= customerRows(context, sent, usage, at);
    rows |= categoryRows(sent.categories);
    return rows === 0 ? accepted : (lists.get(rows) ?? listOf(rows));
  };
}

/** The same by a ray that skips what lies wholly above or below it. */
export function limitRefusalsByRuns(minimum: string): (context: RedemptionContext) => readonly Refusal[] {
  return limitRefusals(minimum, isInCityByRuns);
}

// ---------------------------------------------------------------------------------------------------------------
// Claims: the keys of the budgets are the same for an hour, so they are kept by the hour
// ---------------------------------------------------------------------------------------------------------------

const HOME = `campaign/${CAMPAIGN.id}`;
const REDEMPTIONS_CLAIM: Claim = Object.freeze({
  name: 'redemptions',
  key: `${HOME}/redemptions`,
  add: 1,
  limit: MOST_REDEMPTIONS,
});

interface BudgetKeys {
  readonly yearly: string;
  readonly quarterly: string;
  readonly monthly: string;
  readonly weekly: string;
  readonly daily: string;
  readonly hourly: string;
}

/** What is accepted lies in opening hours, and none of those comes twice: its clock names an hour. */
const keysOfHours = new Map<number, BudgetKeys>();

function budgetKeys(at: number): BudgetKeys {
  const hour = Math.floor(wallOf(at) / MS_AN_HOUR);
  let keys = keysOfHours.get(hour);
  if (!keys) keysOfHours.set(hour, (keys = makeBudgetKeys(at)));
  return keys;
}

function makeBudgetKeys(at: number): BudgetKeys {
  const local = new TZDate(at, ZONE);
  const key = (period: string, window: string) => `${HOME}/budget/${period}/${window}`;
  return {
    yearly: key('yearly', format(local, 'yyyy')),
    quarterly: key('quarterly', format(local, "yyyy-'Q'Q")),
    monthly: key('monthly', format(local, 'yyyy-MM')),
    weekly: key('weekly', format(startOfISOWeek(local), 'yyyy-MM-dd')),
    daily: key('daily', format(local, 'yyyy-MM-dd')),
    hourly: key('hourly', format(local, "yyyy-MM-dd'T'HHxxx")),
  };
}

/** What to count for an accepted redemption, in the order of the keys. */
export function limitClaims(context: RedemptionContext): Claim[] {
  const sent = context.redemption as Sent;
  const renews = isRenewal(context, sent);
  const transaction = encode(sent.transaction_id as string);
  const customer = encode(sent.customer_identifier as string);
  const origin = isIdentifier(sent.origin_redemption) ? encode(sent.origin_redemption) : transaction;
  const granted = context.granted_discount;
  const spent = String(granted);
  const keys = budgetKeys(instantOf(context.at));
  const claims: Claim[] = [
    { name: 'budget.daily', key: keys.daily, add: spent, limit: BUDGETS.daily },
    { name: 'budget.hourly', key: keys.hourly, add: spent, limit: BUDGETS.hourly },
    { name: 'budget.monthly', key: keys.monthly, add: spent, limit: BUDGETS.monthly },
    { name: 'budget.quarterly', key: keys.quarterly, add: spent, limit: BUDGETS.quarterly },
    { name: 'budget.total', key: `${HOME}/budget/total`, add: spent, limit: BUDGETS.total },
    { name: 'budget.weekly', key: keys.weekly, add: spent, limit: BUDGETS.weekly },
    { name: 'budget.yearly', key: keys.yearly, add: spent, limit: BUDGETS.yearly },
    {
      name: 'customer.redemptions',
      key: `${HOME}/customer/${customer}/redemptions`,
      add: 1,
      limit: renews ? null : MOST_PER_CUSTOMER,
    },
    {
      name: 'origin.redemptions',
      key: `${HOME}/origin/${origin}/redemptions`,
      add: 1,
      limit: MOST_RENEWALS,
    },
    REDEMPTIONS_CLAIM,
    {
      name: 'customer.redemptions_anywhere',
      key: `customer/${customer}/redemptions`,
      add: 1,
      limit: renews ? null : 1,
    },
    { name: 'transaction.redemptions', key: `transaction/${transaction}`, add: 1, limit: 1 },
  ];
  const discount = centsOf(granted);
  const isNothing = discount === 0 || (Number.isNaN(discount) && Number(granted) === 0);
  return isNothing ? claims.slice(BUDGET_CLAIMS) : claims;
}

/** The first of the claims. */
const BUDGET_CLAIMS = 7;

function encode(part: string): string {
  return part.includes('%') || part.includes('/') ? part.replaceAll('%', '%25').replaceAll('/', '%2F') : part;
}
