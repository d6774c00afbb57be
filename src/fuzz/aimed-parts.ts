import type { Operation } from '../context.ts';
import { aroundAmount, isNegative, unitOf } from './amounts.ts';
import type { Aims } from './campaign-aims.ts';
import { instantsAimedAt, openingOf } from './instants.ts';
import type { OwnFields } from './own-fields.ts';
import {
  ABSENT,
  allBut,
  FIRST_REDEMPTION,
  part,
  type Draft,
  type Life,
  type Part,
  type Used,
} from './parts.ts';
import { placesAimedAt } from './places.ts';
import { renewalsAimedAt } from './renewals.ts';
import {
  CATEGORIES_UNREADABLE,
  CODE,
  COSTS_NOT_AMOUNTS,
  COSTS_OF_ALL_KINDS,
  CUSTOMER,
  identifiersSent,
  LOCATIONS_FAR,
  LOCATIONS_INVALID,
  OTHER_CUSTOMER,
  REDEMPTIONS_NO_OBJECT,
  TRANSACTION,
} from './sent-values.ts';
import { distinct, spread } from './spread.ts';
import { categoriesAimedAt } from './tags.ts';
import { isAmountCounter } from './wire-context.ts';

/** Operations that contexts may ask for. */
export const OPERATIONS: readonly Operation[] = ['redeem', 'confirm', 'cancel'];

const MINUTE = 60_000;
/** Random instants lie so far from those that are aimed at. */
const MINUTES_AROUND = 400 * 24 * 60;
/** Bounds and limits of each kind that are aimed at. */
const MOST_BOUNDS = 24;

/** Every part of a context, with the values at which decisions turn, and others that a client or a host may send. */
export function partsAimed(aims: Aims, operations: readonly Operation[], fields: OwnFields): Part[] {
  return [
    timePart(aims),
    sentPart('transaction_id', TRANSACTION, () => identifiersSent(TRANSACTION), UNHELPFUL),
    sentPart('customer_identifier', CUSTOMER, () => identifiersSent(CUSTOMER, OTHER_CUSTOMER), UNHELPFUL),
    costPart(aims),
    sentPart('location', ABSENT, () => placesSent(aims), { lifts: /^location\./, weight: 3 }),
    sentPart('categories', ABSENT, () => categoriesSent(aims), { lifts: /^categories\./, weight: 3 }),
    ...Object.entries(fields).map(([field, values]) => {
      const [plain = ABSENT, ...others] = values;
      return sentPart(field, plain, () => others.map((value) => (value === undefined ? ABSENT : value)));
    }),
    discountPart(aims),
    renewalPart(aims),
    part(
      'voucher.customer_identifier',
      ABSENT,
      () => [ABSENT, CUSTOMER, OTHER_CUSTOMER, null] as const,
      (draft, customer: Draft['assigned']) => void (draft.assigned = customer),
      UNHELPFUL,
    ),
    part(
      'voucher.code',
      CODE,
      () => ['a/b%2F'],
      (draft, code) => void (draft.code = code),
      UNHELPFUL,
    ),
    // A cancellation is always accepted, but nobody means that.
    part(
      'operation',
      {},
      () => livesOf(operations),
      (draft, life) => void (draft.life = life),
      UNHELPFUL,
    ),
    part<unknown>(
      'redemption',
      undefined,
      () => REDEMPTIONS_NO_OBJECT,
      (draft, value) => void (draft.redemption = value),
      UNHELPFUL,
    ),
    ...Array.from(aims.counters, ([name, limits]) => counterPart(name, limits)),
  ];
}

/** At its plainest it is in nobody's way. */
const UNHELPFUL = { lifts: /^$/ };

function sentPart(
  field: string,
  plain: unknown,
  others: () => readonly unknown[],
  traits: Parameters<typeof part>[4] = { weight: 3 },
): Part {
  return part(`redemption.${field}`, plain, others, (draft, value) => draft.send(field, value), traits);
}

function timePart({ timing }: Aims): Part {
  const opening = openingOf(timing);
  const time: Part = part(
    'at',
    opening,
    () => instantsAimedAt(timing),
    (draft, at) => void (draft.at = at),
    {
      lifts: /^voucher\.not_valid_at_this_time$/,
      weight: 4,
      elsewhere(random) {
        const { values } = time as { readonly values: readonly number[] };
        const near = values[random.nextInt(0, values.length - 1)] as number;
        // Whole minutes: a shopper's order, not an edge.
        const minutes = Math.floor(near / MINUTE) + random.nextInt(-MINUTES_AROUND, MINUTES_AROUND);
        return Math.max(EARLIEST, Math.min(LATEST, minutes * MINUTE));
      },
    },
  );
  return time;
}

const EARLIEST = Date.parse('0001-06-01T00:00Z');
const LATEST = Date.parse('9999-06-01T00:00Z');

function costPart({ costs }: Aims): Part {
  return part<unknown>(
    'redemption.total_transaction_cost',
    '25.00',
    () => {
      const bounds = spread(distinct(costs), MOST_BOUNDS).flatMap(aroundAmount);
      return [...bounds, ...COSTS_OF_ALL_KINDS, ...COSTS_NOT_AMOUNTS];
    },
    (draft, cost) => draft.send('total_transaction_cost', cost),
    {
      lifts: /^total_transaction_cost\./,
      weight: 3,
      elsewhere: (random) => centsWritten(random.nextInt(-100, 99_999)),
    },
  );
}

function centsWritten(cents: number): string {
  return (cents / 100).toFixed(2);
}

function placesSent({ areas, boxes }: Aims): unknown[] {
  return [...placesAimedAt(areas, boxes), ...LOCATIONS_FAR, null, ...LOCATIONS_INVALID];
}

function categoriesSent({ categories }: Aims): unknown[] {
  return [...categoriesAimedAt(categories), ...CATEGORIES_UNREADABLE];
}

function discountPart({ counters }: Aims): Part {
  return part(
    'granted_discount',
    '1.00',
    () => {
      const limits = [...counters.values()].flat().filter((limit) => typeof limit === 'string');
      const around = spread(distinct(limits), MOST_BOUNDS).flatMap(aroundAmount);
      const discounts = ['0', '0.01', '12.99', ...around, '0.000000000000000001'];
      return discounts.filter((discount) => !isNegative(discount));
    },
    (draft, discount) => void (draft.discount = discount),
    { lifts: /budget_exceeded$/, weight: 2 },
  );
}

function renewalPart({ timeLimits }: Aims): Part {
  return part(
    'origin',
    FIRST_REDEMPTION,
    () => renewalsAimedAt(timeLimits),
    (draft, renewal) => void (draft.renewal = renewal),
    // A limit of 0 lets renewals through.
    { lifts: /^customer\.per_customer_limit_exceeded$/, weight: 2 },
  );
}

function livesOf(operations: readonly Operation[]): Life[] {
  const held = { name: 'redemptions', key: 'campaign/x/redemptions', add: 1, limit: null };
  const lives: readonly Life[] = [
    { operation: 'confirm', existing: { status: 'pending', claims: [] } },
    { operation: 'confirm', existing: { status: 'pending', claims: [held] } },
    { operation: 'cancel', existing: { status: 'pending', claims: [held] } },
    { operation: 'cancel', existing: { status: 'pending', claims: [] } },
    { operation: 'confirm', existing: { status: 'confirmed', claims: [] } },
    { operation: 'cancel', existing: { status: 'confirmed', claims: [held] } },
  ];
  return lives.filter(({ operation }) => operation && operations.includes(operation));
}

/** Nothing used, and around each limit; where none is set, a few. */
function counterPart(name: string, limits: readonly (number | string)[]): Part {
  const isAmount = isAmountCounter(name);
  return part<Used>(
    `usage.${name}`,
    isAmount ? () => '0' : () => 0,
    () => {
      const some = spread(distinct(limits), MOST_BOUNDS);
      return isAmount ? some.flatMap((limit) => spentOf(String(limit))) : countsAround(some);
    },
    (draft, used) => draft.use(name, used),
    {
      ...UNHELPFUL,
      weight: limits.length === 0 ? 1 : 2,
      elsewhere(random) {
        const used = isAmount ? centsWritten(random.nextInt(0, 99_999)) : random.nextInt(0, MOST_COUNTED);
        return () => used;
      },
    },
  );
}

/** A counter holds so much at most where its limits do not say more. */
const MOST_COUNTED = 15;

function countsAround(limits: readonly (number | string)[]): Used[] {
  const counts = limits.flatMap((limit) => [-1, 0, 1].map((step) => Number(limit) + step));
  return distinct(counts.filter((count) => count >= 0 && Number.isSafeInteger(count))).map(
    (count) => () => count,
  );
}

function spentOf(limit: string): Used[] {
  const unit = unitOf(limit);
  const all = aroundAmount(limit).filter((spent) => !isNegative(spent));
  return [
    allBut(limit),
    allBut(limit, unit),
    allBut(limit, `-${unit}`),
    allBut(limit, '0.000000000000000001'),
    ...all.map((spent) => () => spent),
  ];
}
