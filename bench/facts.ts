// What the peers are given: what none of them can compute (places, clocks, exact amounts, renewals), made from a context
// before they are asked, by the code of the function optimised by hand, hence as cheaply as a host could.

import type { RedemptionContext } from '../src/index.ts';
import {
  INVALID_PLACE,
  isIdentifier,
  isRenewal,
  NO_PLACE,
  OUTSIDE,
  placeRows,
  type Sent,
  type Usage,
} from './limit.ts';
import { centsOf } from './limit/cents.ts';
import { isInCityByRuns } from './limit/city.ts';
import { instantOf, isPastTimeLimit, isWithinDates, wallOf } from './limit/clock.ts';

/** Scalars and one list of strings; amounts are cents; who is absent is `''`. */
export interface Facts {
  readonly is_within_dates: boolean;
  /** Monday is 1; 0 outside the dates. */
  readonly weekday: number;
  /** Since midnight. */
  readonly minute: number;
  readonly at: number;
  readonly transaction_id: string;
  readonly customer: string;
  readonly assigned: string;
  readonly origin_redemption: string;
  readonly is_renewal: boolean;
  /** Past the time limit of its origin. */
  readonly is_expired: boolean;
  readonly cost_is_amount: boolean;
  readonly cost: number;
  readonly place: 'absent' | 'invalid' | 'outside' | 'inside';
  readonly has_department: boolean;
  readonly tags: readonly string[];
  readonly known: number;
  readonly anywhere: number;
  readonly of_customer: number;
  readonly of_origin: number;
  readonly redemptions: number;
  readonly used_total: number;
  readonly used_yearly: number;
  readonly used_quarterly: number;
  readonly used_monthly: number;
  readonly used_weekly: number;
  readonly used_daily: number;
  readonly used_hourly: number;
  /** What would be used after this redemption. */
  readonly sum_total: number;
  readonly sum_yearly: number;
  readonly sum_quarterly: number;
  readonly sum_monthly: number;
  readonly sum_weekly: number;
  readonly sum_daily: number;
  readonly sum_hourly: number;
}

const MINUTE = 60_000;
/** 1970-01-05. */
const A_MONDAY = 4 * 1_440 * MINUTE;

export function factsOf(context: RedemptionContext): Facts {
  const sent = context.redemption as Sent;
  const usage = context.usage as Usage;
  const at = instantOf(context.at);
  const is_within_dates = isWithinDates(at);
  const minutes = is_within_dates ? Math.floor((wallOf(at) - A_MONDAY) / MINUTE) : 0;
  const is_renewal = isRenewal(context, sent);
  const cost = centsOf(sent.total_transaction_cost);
  const discount = centsOf(context.granted_discount);
  const department = departmentOf(sent.categories);
  const used_total = centsOf(usage['budget.total']);
  const used_yearly = centsOf(usage['budget.yearly']);
  const used_quarterly = centsOf(usage['budget.quarterly']);
  const used_monthly = centsOf(usage['budget.monthly']);
  const used_weekly = centsOf(usage['budget.weekly']);
  const used_daily = centsOf(usage['budget.daily']);
  const used_hourly = centsOf(usage['budget.hourly']);
  return {
    is_within_dates,
    weekday: is_within_dates ? (Math.floor(minutes / 1_440) % 7) + 1 : 0,
    minute: minutes % 1_440,
    at,
    transaction_id: identifier(sent.transaction_id),
    customer: identifier(sent.customer_identifier),
    assigned: context.voucher.customer_identifier ?? '',
    origin_redemption: identifier(sent.origin_redemption),
    is_renewal,
    is_expired: is_renewal && isPastTimeLimit(at, instantOf(context.origin?.redeemed_at)),
    cost_is_amount: !Number.isNaN(cost),
    cost: Number.isNaN(cost) ? 0 : cost,
    place: placeOf(sent.location),
    has_department: department !== undefined,
    tags: department ?? [],
    known: Number(usage['transaction.redemptions']),
    anywhere: Number(usage['customer.redemptions_anywhere']),
    of_customer: Number(usage['customer.redemptions']),
    of_origin: Number(usage['origin.redemptions']),
    redemptions: Number(usage['redemptions']),
    used_total,
    used_yearly,
    used_quarterly,
    used_monthly,
    used_weekly,
    used_daily,
    used_hourly,
    sum_total: used_total + discount,
    sum_yearly: used_yearly + discount,
    sum_quarterly: used_quarterly + discount,
    sum_monthly: used_monthly + discount,
    sum_weekly: used_weekly + discount,
    sum_daily: used_daily + discount,
    sum_hourly: used_hourly + discount,
  };
}

function identifier(value: unknown): string {
  return isIdentifier(value) ? value : '';
}

function placeOf(location: unknown): Facts['place'] {
  switch (placeRows(location, isInCityByRuns)) {
    case NO_PLACE:
      return 'absent';
    case INVALID_PLACE:
      return 'invalid';
    case OUTSIDE:
      return 'outside';
    default:
      return 'inside';
  }
}

function departmentOf(categories: unknown): readonly string[] | undefined {
  const entries = (categories ?? []) as readonly { name: string; tags: readonly string[] }[];
  let tags: readonly string[] | undefined;
  for (const entry of entries) {
    if (entry.name === 'department') tags = tags ? [...tags, ...entry.tags] : entry.tags;
  }
  return tags;
}
