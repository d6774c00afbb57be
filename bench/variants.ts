// Other campaigns and other contexts than those of the workload, made from them so that it is known what is accepted.

import type { Campaign, RedemptionContext } from '../src/index.ts';
import { compile } from './built.ts';
import {
  BUDGETS,
  CAMPAIGN,
  CITY,
  HOLE_RADIUS,
  MAXIMUM,
  MINIMUM,
  randomFrom,
  ring,
  SEED,
  sentAgain,
  SHELL_RADIUS,
  TAGS,
  type Attempt,
  type Ring,
} from './workload.ts';

// ---------------------------------------------------------------------------------------------------------------
// Campaigns
// ---------------------------------------------------------------------------------------------------------------

/** All on the clock of Amsterdam, so that the same contexts suit them. */
const ZONES = [
  'Europe/Amsterdam',
  'Europe/Berlin',
  'Europe/Brussels',
  'Europe/Madrid',
  'Europe/Paris',
  'Europe/Rome',
  'Europe/Vienna',
];

/** Configs like the campaign of the workload, in which every rule has other values. */
export function variedConfigs(count: number, seed = SEED): object[] {
  const random = randomFrom(seed);
  const between = (least: number, most: number) => least + random() * (most - least);
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1));
  return Array.from({ length: count }, (_, index) => {
    const rings = [
      ring(whole(80, 120), between(0.98, 1.02) * SHELL_RADIUS),
      ring(whole(16, 24), between(0.95, 1) * HOLE_RADIUS),
    ];
    const rules = CAMPAIGN.rules.map((rule) => {
      switch (rule.type) {
        case 'time_frame':
          return { ...rule, windows: [{ start: `2026-02-${whole(10, 27)}T00:00`, end: '2027-05-01T00:00' }] };
        case 'time_of_order':
          return { ...rule, windows: [{ days: WEEKDAYS, start: `07:${whole(30, 59)}`, end: '22:00' }] };
        case 'area':
          return { ...rule, areas: areasOf(rings) };
        case 'budget':
          return { ...rule, limit: `${whole(1, 1_000) + Number((rule as { limit: string }).limit)}.00` };
        case 'transaction_cost':
          return { ...rule, minimum: `${whole(15, 20)}.${whole(10, 99)}`, maximum: `${whole(490, 510)}.00` };
        case 'per_customer':
          return { ...rule, max_redemptions: whole(4, 6) };
        case 'subscription':
          return { ...rule, time_limit: { months: whole(5, 7) }, max_redemptions: whole(11, 13) };
        case 'category':
          return { ...rule, any_of: [...TAGS, `tag-${index}`], none_of: ['outlet', `not-${index}`] };
        default:
          return rule;
      }
    });
    return { ...CAMPAIGN, id: `sale-${index}`, time_zone: ZONES[index % ZONES.length], rules };
  });
}

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function areasOf(coordinates: readonly Ring[]): object {
  return {
    type: 'FeatureCollection',
    features: [{ type: 'Feature', properties: { name: 'City' }, geometry: { type: 'Polygon', coordinates } }],
  };
}

/** A campaign of as many rules, of kinds in turn, all of which hold for what the workload's campaign accepts. */
export function campaignOfRules(count: number): Campaign {
  const kinds = CAMPAIGN.rules.filter(({ type }) => type !== 'subscription' && type !== 'new_customer');
  const rules = Array.from({ length: count }, (_, index) => kinds[(index * STRIDE) % kinds.length]);
  return compile({ ...CAMPAIGN, rules });
}

/** Prime to the number of kinds, so that each is met once a turn. */
const STRIDE = 5;

/** One polygon of as many vertices. */
export function polygonOf(vertices: number): { coordinates: Ring[]; campaign: Campaign } {
  const coordinates = [ring(vertices, SHELL_RADIUS)];
  const rules = [{ type: 'area', areas: areasOf(coordinates) }];
  return { coordinates, campaign: compile({ id: 'area', status: 'active', rules }) };
}

// ---------------------------------------------------------------------------------------------------------------
// Contexts
// ---------------------------------------------------------------------------------------------------------------

type Sent = Readonly<Record<string, unknown>>;

function changed(attempt: Attempt, change: (context: RedemptionContext) => object): Attempt {
  return { ...attempt, context: sentAgain({ ...attempt.context, ...change(attempt.context) }) };
}

/** Instants as epoch milliseconds instead of text. */
export function withEpochs(attempts: readonly Attempt[]): Attempt[] {
  return attempts.map((attempt) =>
    changed(attempt, ({ at, origin }) => ({
      at: Date.parse(at as string),
      origin: origin && { ...origin, redeemed_at: Date.parse(origin.redeemed_at as string) },
    })),
  );
}

/** The place moved onto the border, a vertex of the shell or of the hole: what was accepted still is. */
export function onBorder(attempts: readonly Attempt[]): Attempt[] {
  const vertices = CITY.flat();
  return attempts.filter(isAccepted).map((attempt, index) => {
    const [longitude, latitude] = vertices[(index * 7) % vertices.length] as [number, number];
    return placed(attempt, { latitude, longitude });
  });
}

export function placed(attempt: Attempt, location: object): Attempt {
  return changed(attempt, ({ redemption }) => ({ redemption: { ...(redemption as Sent), location } }));
}

export function isAccepted({ rows }: Attempt): boolean {
  return rows.length === 0;
}

// ---------------------------------------------------------------------------------------------------------------
// Amounts of 30 digits and 18 decimals: bounds, costs and what is used all raised by the same, so that nothing changes
// ---------------------------------------------------------------------------------------------------------------

/** `12.5` → `100000000000000000000000000012.500000000000000000`. */
function raised(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `1${whole.padStart(29, '0')}.${decimals.padEnd(18, '0')}`;
}

function withLongDecimals(amount: string): string {
  const [whole = '', decimals = ''] = amount.split('.');
  return `${whole}.${decimals.padEnd(18, '0')}`;
}

export function campaignOfLongAmounts(): Campaign {
  const rules = CAMPAIGN.rules.map((rule) => {
    if (rule.type === 'transaction_cost')
      return { ...rule, minimum: raised(MINIMUM), maximum: raised(MAXIMUM) };
    return 'period' in rule ? { ...rule, limit: raised(BUDGETS[rule.period]) } : rule;
  });
  return compile({ ...CAMPAIGN, rules });
}

const ORDINARY = /^\d+(\.\d+)?$/;

export function withLongAmounts(attempts: readonly Attempt[]): Attempt[] {
  return attempts.map((attempt) =>
    changed(attempt, ({ redemption, usage = {}, granted_discount }) => {
      const sent = redemption as Sent;
      const cost = sent['total_transaction_cost'];
      const isAmount = typeof cost === 'string' && ORDINARY.test(cost);
      const used = Object.entries(usage).map(([name, value]) => {
        return [name, name.startsWith('budget.') ? raised(String(value)) : value] as const;
      });
      return {
        redemption: { ...sent, total_transaction_cost: isAmount ? raised(cost) : cost },
        granted_discount: withLongDecimals(String(granted_discount)),
        usage: Object.fromEntries(used),
      };
    }),
  );
}
