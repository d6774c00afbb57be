// The workload of the benchmark: one campaign of ten rules and contexts for it, made from a seed. What each context must
// be told is known from how it was made, without any of the libraries that are compared.

import type { RedemptionContext } from '../src/index.ts';

export const SEED = 20_261_122;
const SIZE = 10_000;

/** A context, and the rows (attribute and code) that its decision must tell, sorted. */
export interface Attempt {
  readonly context: RedemptionContext;
  readonly rows: readonly string[];
  /** A cost, a budget or a place lies exactly on its bound. */
  readonly isOnLimit: boolean;
}

export const ZONE = 'Europe/Amsterdam';
export const TAGS = [
  'shoes',
  'boots',
  'sandals',
  'sneakers',
  'socks',
  'bags',
  'belts',
  'hats',
  'scarves',
  'gloves',
  'coats',
  'shirts',
];
export const FORBIDDEN_TAGS = ['outlet', 'gift-card'];

/** The discount that may be granted in each period. */
export const BUDGETS = {
  total: '2000000.00',
  yearly: '1000000.00',
  quarterly: '300000.00',
  monthly: '120000.00',
  weekly: '30000.00',
  daily: '5000.00',
  hourly: '600.00',
} as const;
export type BudgetPeriod = keyof typeof BUDGETS;
const PERIODS = Object.keys(BUDGETS) as BudgetPeriod[];

export const MINIMUM = '20.00';
export const MAXIMUM = '500.00';
export const MOST_REDEMPTIONS = 1_000_000;
export const MOST_PER_CUSTOMER = 5;
export const MOST_RENEWALS = 12;
export const RENEWAL_MONTHS = 6;

export type Position = [longitude: number, latitude: number];
export type Ring = Position[];

const CENTRE: Position = [4.9, 52.37];

/** A wavy ring: at every angle between 0.85 and 1.15 of its radius. */
export function ring(vertices: number, radius: number): Ring {
  const positions = Array.from({ length: vertices }, (_, i): Position => {
    const angle = (i / vertices) * 2 * Math.PI;
    return at(angle, radius * (1 + 0.15 * Math.sin(5 * angle)));
  });
  return [...positions, positions[0] as Position];
}

function at(angle: number, radius: number): Position {
  const round = (degrees: number) => Number(degrees.toFixed(6));
  // A degree of longitude is shorter there.
  return [round(CENTRE[0] + 1.6 * radius * Math.cos(angle)), round(CENTRE[1] + radius * Math.sin(angle))];
}

export const SHELL_RADIUS = 0.1;
export const HOLE_RADIUS = 0.03;

/** A polygon of a hundred vertices with a hole of twenty. */
export const CITY = [ring(100, SHELL_RADIUS), ring(20, HOLE_RADIUS)];

export const FRAME = { start: '2026-03-01T00:00', end: '2027-05-01T00:00' };

export const CAMPAIGN = {
  id: 'city-sale',
  status: 'active',
  time_zone: ZONE,
  max_redemptions: MOST_REDEMPTIONS,
  rules: [
    { type: 'time_frame', windows: [FRAME] },
    {
      type: 'time_of_order',
      windows: [
        {
          days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
          start: '08:00',
          end: '22:00',
        },
      ],
    },
    {
      type: 'area',
      areas: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { name: 'City' },
            geometry: { type: 'Polygon', coordinates: CITY },
          },
        ],
      },
    },
    ...PERIODS.map((period) => ({ type: 'budget', period, limit: BUDGETS[period] })),
    { type: 'transaction_cost', minimum: MINIMUM, maximum: MAXIMUM },
    { type: 'per_customer', max_redemptions: MOST_PER_CUSTOMER },
    { type: 'new_customer' },
    { type: 'subscription', time_limit: { months: RENEWAL_MONTHS }, max_redemptions: MOST_RENEWALS },
    { type: 'category', category: 'department', any_of: TAGS, none_of: FORBIDDEN_TAGS },
  ],
};

/** mulberry32: the same numbers from the same seed, everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Contexts in bursts: so many within three minutes, then on to another day. */
const BURST = 50;

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  weekday: 'short',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** By plain Intl; bursts keep clear of the bounds, which are whole hours. */
function isOpen(instant: number): boolean {
  const parts = Object.fromEntries(clock.formatToParts(instant).map(({ type, value }) => [type, value]));
  const hour = Number(parts['hour']);
  return parts['weekday'] !== 'Sun' && hour >= 8 && hour < 22;
}

/** The nights on which the clocks change, Amsterdam time. */
const CLOCK_CHANGES = ['2026-03-29T01:00Z', '2026-10-25T00:00Z', '2026-10-25T01:00Z', '2027-03-28T00:58Z'];

/** Starts of bursts, rising: in opening hours, but for some outside the dates, on clock changes, or at any hour. */
function burstStarts(count: number, random: () => number): { start: number; isOpen: boolean }[] {
  const from = Date.UTC(2026, 2, 2);
  const span = Date.UTC(2027, 3, 29) - from;
  const bursts = Array.from({ length: count }, (_, i) => {
    const kind = i % 100;
    if (kind < 4) return { start: Date.UTC(2027, 5, 1 + i), isOpen: false };
    if (kind < 7) return { start: Date.parse(CLOCK_CHANGES[(kind + i) % 4] ?? ''), isOpen: false };
    for (;;) {
      const day = from + Math.floor((random() * span) / DAY) * DAY;
      // At most 55 minutes past, so that a burst stays within its hour.
      const start = day + Math.floor(random() * 24) * HOUR + Math.floor(random() * 56) * MINUTE;
      if (kind < 12 || isOpen(start)) return { start, isOpen: isOpen(start) };
    }
  });
  return bursts.toSorted((a, b) => a.start - b.start);
}

/** A context before it is written: what a fault changes. */
interface Draft {
  readonly random: () => number;
  readonly at: number;
  /** The rows of the draft's faults. */
  readonly rows: Set<string>;
  readonly renews: boolean;
  transaction: string | undefined;
  customer: string | undefined;
  assigned: string | undefined;
  origin: { redeemed_at: string; original: boolean; customer_identifier: string } | null;
  cost: unknown;
  place: unknown;
  categories: { name: string; tags: string[] }[];
  discountCents: number;
  /** What is left of each budget before the redemption, in cents. */
  readonly left: Record<BudgetPeriod, number>;
  known: number;
  redemptions: number;
  ofCustomer: number;
  anywhere: number;
  ofOrigin: number;
}

type Fault = (draft: Draft) => string | undefined;

const CUSTOMER_FAULTS: Fault[] = [
  (draft) => {
    draft.customer = undefined;
    return 'customer.required';
  },
  (draft) => {
    draft.assigned = 'cus_of_another';
    return 'customer.does_not_match_assigned_customer';
  },
  (draft) => {
    if (draft.renews) {
      draft.ofOrigin = MOST_RENEWALS;
      return 'customer.redemptions_limit_exceeded';
    }
    draft.ofCustomer = MOST_PER_CUSTOMER;
    return 'customer.per_customer_limit_exceeded';
  },
  (draft) => {
    if (draft.renews && draft.origin) {
      draft.origin.redeemed_at = new Date(draft.at - (190 + 100 * draft.random()) * DAY).toISOString();
      return 'customer.time_limit_expired';
    }
    draft.anywhere = 1 + Math.floor(9 * draft.random());
    return 'customer.new_customer_required';
  },
  (draft) => {
    if (!draft.renews) return undefined;
    // No renewal, so it is asked what a first redemption is asked.
    draft.ofCustomer = 0;
    draft.anywhere = 0;
    if (draft.random() < 0.5) draft.origin = null;
    else if (draft.origin) draft.origin.original = false;
    return 'origin_redemption.not_original';
  },
];

const LOCATION_FAULTS: Fault[] = [
  (draft) => {
    draft.place = undefined;
    return 'location.required';
  },
  (draft) => {
    draft.place =
      draft.random() < 0.5 ? { latitude: 152.37, longitude: 4.9 } : { latitude: '52.37', longitude: 4.9 };
    return 'location.invalid';
  },
  ...[0, 1, 2].map(
    (where): Fault =>
      (draft) => {
        const angle = 2 * Math.PI * draft.random();
        // In the hole, near the border within the box, far away.
        const radius =
          [0.8 * HOLE_RADIUS * draft.random(), 1.2 * SHELL_RADIUS, 30 * SHELL_RADIUS][where] ?? 0;
        draft.place = placeAt(at(angle, radius));
        return 'location.outside_of_permitted_areas';
      },
  ),
];

const COST_FAULTS: Fault[] = [
  (draft) => {
    draft.cost = written(draft, Math.floor(1_999 * draft.random()));
    return 'total_transaction_cost.below_campaign_minimum';
  },
  (draft) => {
    draft.cost = written(draft, 50_001 + Math.floor(90_000 * draft.random()));
    return 'total_transaction_cost.above_campaign_maximum';
  },
  (draft) => {
    draft.cost = ['12,50', '', 'NaN', '1e3', null, '0x20'][Math.floor(6 * draft.random())];
    return 'total_transaction_cost.not_a_number';
  },
];

const CATEGORY_FAULTS: Fault[] = [
  (draft) => {
    draft.categories = draft.categories.filter(({ name }) => name !== 'department');
    return 'categories.missing_required_category';
  },
  (draft) => {
    for (const entry of draft.categories) entry.tags = ['lamps', 'tables', 'chairs'];
    return 'categories.missing_required_tags';
  },
  (draft) => {
    for (const entry of draft.categories) entry.tags.push('outlet');
    return 'categories.includes_forbidden_tags';
  },
];

const BUDGET_FAULTS = PERIODS.map(
  (period): Fault =>
    (draft) => {
      // Spent, or a cent short.
      draft.left[period] = draft.random() < 0.3 ? 0 : draft.discountCents - 1;
      return `campaign.${period}_budget_exceeded`;
    },
);

const OTHER_FAULTS: Fault[] = [
  (draft) => {
    draft.redemptions = MOST_REDEMPTIONS;
    return 'campaign.maximum_redemptions_exceeded';
  },
  (draft) => {
    draft.transaction = undefined;
    return 'transaction_id.required';
  },
  (draft) => {
    draft.known = 1;
    return 'transaction_id.must_be_unique';
  },
];

/** A context has at most one fault of each family, so that none hides another; budgets hide none. */
const FAMILIES = [
  CUSTOMER_FAULTS,
  LOCATION_FAULTS,
  COST_FAULTS,
  CATEGORY_FAULTS,
  BUDGET_FAULTS,
  BUDGET_FAULTS,
  OTHER_FAULTS,
];

function placeAt([longitude, latitude]: Position): object {
  return { latitude, longitude };
}

/** `129.90`, now and then without its last zeros. */
function written({ random }: Pick<Draft, 'random'>, cents: number): string {
  const text = (cents / 100).toFixed(2);
  return random() < 0.4 ? String(Number(text)) : text;
}

function draftOf(index: number, at_: number, random: () => number): Draft {
  const renews = random() < 0.15;
  const customer = `cus_${Math.floor(random() * 5_000)}`;
  const angle = 2 * Math.PI * random();
  const inside = 1.2 * HOLE_RADIUS + random() * (0.8 * SHELL_RADIUS - 1.2 * HOLE_RADIUS);
  const costCents = 2_001 + Math.floor(47_998 * random());
  const discountCents = 1 + Math.floor(costCents * 0.2 * random());
  const left = PERIODS.map((period) => [
    period,
    discountCents + 1 + Math.floor(random() * (Number(BUDGETS[period]) * 100 - discountCents - 1)),
  ]);
  const tag = TAGS[Math.floor(random() * TAGS.length)] ?? '';
  return {
    random,
    at: at_,
    rows: new Set(),
    renews,
    transaction: `order-${index}`,
    customer,
    assigned: random() < 0.2 ? customer : undefined,
    origin: renews
      ? {
          redeemed_at: new Date(at_ - Math.floor((1 + 170 * random()) * DAY)).toISOString(),
          original: true,
          customer_identifier: customer,
        }
      : null,
    cost: written({ random }, costCents),
    place: placeAt(at(angle, inside)),
    categories: [
      { name: 'brand', tags: ['acme'] },
      { name: 'department', tags: random() < 0.5 ? [tag] : ['lamps', tag] },
    ],
    discountCents,
    left: Object.fromEntries(left) as Record<BudgetPeriod, number>,
    known: 0,
    redemptions: Math.floor(random() * MOST_REDEMPTIONS),
    ofCustomer: renews ? Math.floor(10 * random()) : Math.floor(random() * MOST_PER_CUSTOMER),
    anywhere: renews ? 1 + Math.floor(10 * random()) : 0,
    ofOrigin: renews ? 1 + Math.floor(random() * (MOST_RENEWALS - 1)) : 0,
  };
}

/** Moves a draft without a fault in that respect exactly onto a bound. */
function putOnLimit(draft: Draft): void {
  const kind = Math.floor(4 * draft.random());
  if (kind === 0) draft.cost = written(draft, 2_000);
  else if (kind === 1) draft.cost = written(draft, 50_000);
  else if (kind === 2) draft.place = placeAt(CITY[0]?.[Math.floor(100 * draft.random())] ?? CENTRE);
  else draft.left[PERIODS[Math.floor(7 * draft.random())] ?? 'total'] = draft.discountCents;
}

function contextOf(draft: Draft, index: number): RedemptionContext {
  const used = PERIODS.map((period): [string, string] => {
    const cents = Math.round(Number(BUDGETS[period]) * 100) - draft.left[period];
    return [`budget.${period}`, written(draft, cents)];
  });
  return {
    at: new Date(draft.at).toISOString(),
    voucher: { code: `CITY-${index % 2_000}`, customer_identifier: draft.assigned },
    redemption: {
      transaction_id: draft.transaction,
      customer_identifier: draft.customer,
      total_transaction_cost: draft.cost,
      location: draft.place,
      categories: draft.categories,
      origin_redemption: draft.renews ? `order-${index - 1}` : undefined,
    },
    granted_discount: written(draft, draft.discountCents),
    origin: draft.origin,
    usage: {
      'transaction.redemptions': draft.known,
      'customer.redemptions_anywhere': draft.anywhere,
      'customer.redemptions': draft.ofCustomer,
      'origin.redemptions': draft.ofOrigin,
      redemptions: draft.redemptions,
      ...Object.fromEntries(used),
    },
  };
}

/** Attempts in the order of their instants, about half of them without a fault, each one through JSON. */
export function workload(size = SIZE, seed = SEED): Attempt[] {
  const random = randomFrom(seed);
  const bursts = burstStarts(Math.ceil(size / BURST), random);
  return Array.from({ length: size }, (_, index): Attempt => {
    const burst = bursts[Math.floor(index / BURST)] ?? { start: 0, isOpen: false };
    const instant = burst.start + Math.floor((((index % BURST) + random()) / BURST) * 3 * MINUTE);
    const draft = draftOf(index, instant, random);
    if (!burst.isOpen) draft.rows.add('voucher.not_valid_at_this_time');

    const isSound = random() < 0.56;
    const isOnLimit = isSound && random() < 0.1;
    if (isOnLimit) putOnLimit(draft);
    const families = [...FAMILIES];
    for (let faults = isSound ? 0 : 1 + Math.floor(3 * random()); faults > 0; faults--) {
      const [family = []] = families.splice(Math.floor(random() * families.length), 1);
      const row = family[Math.floor(random() * family.length)]?.(draft);
      if (row !== undefined) draft.rows.add(row);
    }
    const context = sentAgain(contextOf(draft, index));
    return { context, rows: [...draft.rows].toSorted(), isOnLimit };
  });
}

/** The same attempts in no order, and in memory in the order in which they are met. */
export function shuffled(attempts: readonly Attempt[], seed = SEED): Attempt[] {
  const random = randomFrom(seed);
  return attempts
    .map((attempt) => ({ attempt, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ attempt }) => ({ ...attempt, context: sentAgain(attempt.context) }));
}

/** A copy as it comes off the wire. */
export function sentAgain(context: unknown): RedemptionContext {
  return JSON.parse(JSON.stringify(context)) as RedemptionContext;
}
