// The campaign of the benchmark as a careful engineer writes it by hand, for this campaign alone, on the same libraries
// used plainly: no tables, no caches, bounds parsed once. Its host facts are taken as right, without a check.

import { TZDate } from '@date-fns/tz';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { add } from 'date-fns/add';
import { format } from 'date-fns/format';
import { getISODay } from 'date-fns/getISODay';
import { startOfISOWeek } from 'date-fns/startOfISOWeek';
import { Decimal } from 'decimal.js';
import type { Claim } from '../src/index.ts';
import {
  BUDGETS,
  CAMPAIGN,
  CITY,
  FORBIDDEN_TAGS,
  FRAME,
  MAXIMUM,
  MINIMUM,
  MOST_PER_CUSTOMER,
  MOST_REDEMPTIONS,
  MOST_RENEWALS,
  RENEWAL_MONTHS,
  TAGS,
  ZONE,
  type BudgetPeriod,
} from './workload.ts';

export interface Refusal {
  readonly attribute: string;
  readonly error_code: string;
  readonly message: string;
  readonly expected?: object;
}

interface Facts {
  readonly at: string;
  readonly voucher: { readonly code: string; readonly customer_identifier?: string | null };
  readonly redemption: Readonly<Record<string, unknown>>;
  readonly granted_discount: string;
  readonly origin: { redeemed_at: string; original: boolean; customer_identifier: string } | null;
  readonly usage: Readonly<Record<string, string | number>>;
}

const START = new TZDate(FRAME.start, ZONE).getTime();
const END = new TZDate(FRAME.end, ZONE).getTime();
const CITY_POLYGON = { type: 'Polygon' as const, coordinates: CITY };
const MOST = new Decimal(MAXIMUM);
const LIMITS = Object.entries(BUDGETS).map(([period, limit]) => ({
  period: period as BudgetPeriod,
  counter: `budget.${period}`,
  limit: new Decimal(limit),
  message: `Campaign ${period === 'total' ? 'maximum' : period} budget has already been reached`,
}));
const AMOUNT = /^-?\d{1,30}(\.\d{1,18})?$/;

/** Every reason to refuse, by a campaign whose least cost is `minimum`. */
export function refusalsByHand(minimum: string = MINIMUM): (context: unknown) => Refusal[] {
  const least = new Decimal(minimum);
  return (context) => refusalsOf(context as Facts, minimum, least);
}

function refusalsOf(facts: Facts, minimum: string, least: Decimal): Refusal[] {
  const { redemption, usage, voucher } = facts;
  const refusals: Refusal[] = [];
  const refuse = (attribute: string, error_code: string, message: string, expected?: object) =>
    refusals.push({ attribute, error_code, message, ...(expected && { expected }) });

  const transaction = identifier(redemption['transaction_id']);
  if (transaction === undefined) refuse('transaction_id', 'required', 'Transaction ID is required');
  else if (Number(usage['transaction.redemptions']) >= 1) {
    refuse('transaction_id', 'must_be_unique', 'Transaction ID must be unique');
  }

  const cost = redemption['total_transaction_cost'];
  if (!(typeof cost === 'string' || typeof cost === 'number') || !AMOUNT.test(String(cost))) {
    refuse('total_transaction_cost', 'not_a_number', 'Total transaction cost must be a decimal number');
  } else {
    const amount = new Decimal(cost);
    if (amount.lt(least)) {
      const message = `Total transaction cost must be greater than or equal to the campaign minimum of ${minimum}`;
      refuse('total_transaction_cost', 'below_campaign_minimum', message, { minimum });
    }
    if (amount.gt(MOST)) {
      const message = `Total transaction cost must be less than or equal to the campaign maximum of ${MAXIMUM}`;
      refuse('total_transaction_cost', 'above_campaign_maximum', message, { maximum: MAXIMUM });
    }
  }

  const location = redemption['location'] as { latitude: unknown; longitude: unknown } | null | undefined;
  if (location === undefined || location === null) {
    refuse('location', 'required', 'Location is required to redeem this voucher');
  } else if (!isPlace(location)) {
    refuse('location', 'invalid', 'Location coordinates are not valid');
  } else if (!booleanPointInPolygon([location.longitude, location.latitude], CITY_POLYGON)) {
    const message = 'Location is outside of permitted areas';
    refuse('location', 'outside_of_permitted_areas', message, { areas: ['City'] });
  }

  const now = new TZDate(facts.at, ZONE);
  const isInFrame = now.getTime() >= START && now.getTime() < END;
  if (!isInFrame || getISODay(now) === 7 || now.getHours() < 8 || now.getHours() >= 22) {
    refuse('voucher', 'not_valid_at_this_time', 'Voucher is not valid at this time');
  }

  if (Number(usage['redemptions']) >= MOST_REDEMPTIONS) {
    const message = 'Campaign maximum number of redemptions for this campaign has been already reached';
    refuse('campaign', 'maximum_redemptions_exceeded', message);
  }
  const discount = new Decimal(facts.granted_discount);
  for (const { period, counter, limit, message } of LIMITS) {
    const used = new Decimal(usage[counter] ?? Number.NaN);
    if (used.gte(limit) || used.plus(discount).gt(limit))
      refuse('campaign', `${period}_budget_exceeded`, message);
  }

  const customer = identifier(redemption['customer_identifier']);
  const originId = identifier(redemption['origin_redemption']);
  const renewed = renewedOrigin(facts, originId, customer);
  if (customer === undefined) {
    refuse('customer', 'required', 'Customer identifier is required to redeem this voucher');
  } else {
    if (voucher.customer_identifier && voucher.customer_identifier !== customer) {
      const message = 'Customer does not match customer identifier associated with the voucher';
      refuse('customer', 'does_not_match_assigned_customer', message);
    }
    if (!renewed && Number(usage['customer.redemptions']) >= MOST_PER_CUSTOMER) {
      const message = 'Customer has already reached maximum number of redemptions';
      refuse('customer', 'per_customer_limit_exceeded', message);
    }
    if (!renewed && Number(usage['customer.redemptions_anywhere']) >= 1) {
      refuse('customer', 'new_customer_required', 'Customer needs to be a new customer');
    }
    if (renewed) {
      const end = add(new TZDate(renewed.redeemed_at, ZONE), { months: RENEWAL_MONTHS });
      if (now.getTime() >= end.getTime()) {
        refuse('customer', 'time_limit_expired', 'Customer can no longer reedem this discount');
      }
      if (Number(usage['origin.redemptions']) >= MOST_RENEWALS) {
        const message = 'Customer has already reached maximum number of redemptions';
        refuse('customer', 'redemptions_limit_exceeded', message);
      }
    } else if (originId !== undefined) {
      refuse('origin_redemption', 'not_original', 'Origin redemption can not be a re-redemption');
    }
  }

  checkCategories(redemption['categories'], refuse);
  return refusals;
}

function checkCategories(
  sent: unknown,
  refuse: (attribute: string, code: string, message: string, expected?: object) => void,
): void {
  const entries = (sent ?? []) as { name: string; tags: string[] }[];
  const tags = entries.filter(({ name }) => name === 'department').map((entry) => entry.tags);
  if (tags.length === 0) {
    const message = 'Categories are missing a required category';
    refuse('categories', 'missing_required_category', message, { category: 'department' });
  } else if (!tags.flat().some((tag) => TAGS.includes(tag))) {
    const message = 'Categories do not include any of the required tags';
    refuse('categories', 'missing_required_tags', message, { category: 'department', any_of: TAGS });
  }
  if (tags.flat().some((tag) => FORBIDDEN_TAGS.includes(tag))) {
    const expected = { category: 'department', none_of: FORBIDDEN_TAGS };
    refuse('categories', 'includes_forbidden_tags', 'Categories include forbidden tags', expected);
  }
}

/** What to count for an accepted redemption: keys with the periods that the instant lies in. */
export function claimsByHand(context: unknown): Claim[] {
  const facts = context as Facts;
  const { redemption } = facts;
  const customer = String(redemption['customer_identifier']);
  const transaction = String(redemption['transaction_id']);
  const originId = identifier(redemption['origin_redemption']);
  const isRenewal = renewedOrigin(facts, originId, customer) !== undefined;
  const now = new TZDate(facts.at, ZONE);
  const home = `campaign/${CAMPAIGN.id}`;
  const windows: Record<BudgetPeriod, string> = {
    total: '',
    yearly: format(now, '/yyyy'),
    quarterly: format(now, "/yyyy-'Q'Q"),
    monthly: format(now, '/yyyy-MM'),
    weekly: format(startOfISOWeek(now), '/yyyy-MM-dd'),
    daily: format(now, '/yyyy-MM-dd'),
    hourly: format(now, "/yyyy-MM-dd'T'HHxxx"),
  };
  const counts: Claim[] = [
    { name: 'transaction.redemptions', key: `transaction/${encode(transaction)}`, add: 1, limit: 1 },
    {
      name: 'customer.redemptions_anywhere',
      key: `customer/${encode(customer)}/redemptions`,
      add: 1,
      limit: isRenewal ? null : 1,
    },
    {
      name: 'customer.redemptions',
      key: `${home}/customer/${encode(customer)}/redemptions`,
      add: 1,
      limit: isRenewal ? null : MOST_PER_CUSTOMER,
    },
    {
      name: 'origin.redemptions',
      key: `${home}/origin/${encode(originId ?? transaction)}/redemptions`,
      add: 1,
      limit: MOST_RENEWALS,
    },
    { name: 'redemptions', key: `${home}/redemptions`, add: 1, limit: MOST_REDEMPTIONS },
  ];
  const budgets = LIMITS.map(({ period, counter }) => ({
    name: counter,
    key: `${home}/budget/${period}${windows[period]}`,
    add: facts.granted_discount,
    limit: BUDGETS[period],
  }));
  return [...counts, ...budgets].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function renewedOrigin(
  { origin }: Facts,
  originId: string | undefined,
  customer: string | undefined,
): Facts['origin'] | undefined {
  const isRenewal = originId !== undefined && origin?.original && origin.customer_identifier === customer;
  return isRenewal ? origin : undefined;
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function isPlace(place: {
  latitude: unknown;
  longitude: unknown;
}): place is { latitude: number; longitude: number } {
  const { latitude, longitude } = place;
  return (
    typeof latitude === 'number' &&
    typeof longitude === 'number' &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180
  );
}

function encode(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}
