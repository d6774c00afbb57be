// A year's catalogue of campaigns, and shoppers' contexts for it, made from a seed. An assumption, not data: see README.md.

import type { PortfolioContext } from '../src/index.ts';
import { randomFrom } from './workload.ts';

type Random = () => number;
type Position = [longitude: number, latitude: number];

export interface CatalogueCampaign {
  readonly id: string;
  readonly rules: readonly object[];
  readonly [field: string]: unknown;
}

/** What a context does not say: it is said for each campaign, or loaded. */
export type Shopping = PortfolioContext & { readonly at: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR_START = Date.UTC(2026, 0, 1);

/** Cities in a grid over Europe, each with a zone of its longitude. */
const CITIES = Array.from({ length: 40 }, (_, i) => {
  const longitude = -6 + (i % 8) * 4;
  const latitude = 40 + Math.floor(i / 8) * 4;
  const zone = ['Europe/London', 'Europe/Amsterdam', 'Europe/Warsaw', 'Europe/Helsinki'][
    (i % 8) >> 1
  ] as string;
  return { longitude, latitude, zone };
});

const TAGS = Array.from({ length: 60 }, (_, i) => `tag-${i}`);
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

/** `size` campaigns. */
export function catalogue(size: number, seed: number): CatalogueCampaign[] {
  const random = randomFrom(seed);
  return Array.from({ length: size }, (_, i) => campaign(`campaign-${i}`, random));
}

function campaign(id: string, random: Random): CatalogueCampaign {
  const city = pick(CITIES, random);
  return {
    id,
    status: 'active',
    time_zone: city.zone,
    max_total_budget: '1000.00',
    rules: [
      timeFrame(random),
      ...weekly(random),
      ...area(city, random),
      ...cost(random),
      ...category(random),
      ...(random() < 0.3 ? [{ type: 'per_customer', max_redemptions: 3 }] : []),
    ],
  };
}

/** Of 30 % a few days, of 50 % weeks, of 20 % months. */
function timeFrame(random: Random): object {
  const kind = random();
  const days = kind < 0.3 ? 1 + random() * 6 : kind < 0.8 ? 7 + random() * 38 : 45 + random() * 320;
  const start = YEAR_START + Math.floor((random() * (365 - days) * DAY) / (15 * MINUTE)) * 15 * MINUTE;
  const local = (instant: number) => new Date(instant).toISOString().slice(0, 16);
  return {
    type: 'time_frame',
    windows: [{ start: local(start), end: local(start + Math.ceil(days) * DAY) }],
  };
}

/** 40 % always, 35 % in opening hours on weekdays, 25 % for happy hours. */
function weekly(random: Random): object[] {
  const kind = random();
  if (kind < 0.4) return [];
  const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
  if (kind < 0.75) {
    const window = { days: WEEKDAYS, start: clock(whole(7, 10, random)), end: clock(whole(17, 22, random)) };
    return [{ type: 'time_of_order', windows: [window] }];
  }
  const start = whole(8, 20, random);
  return [
    {
      type: 'time_of_order',
      windows: [{ start: clock(start), end: clock(start + whole(2, 4, random) - 1) }],
    },
  ];
}

/** 35 % anywhere, 45 % in a city (1 to 10 km), 20 % in a region (20 to 80 km). */
function area(city: { longitude: number; latitude: number }, random: Random): object[] {
  const kind = random();
  if (kind < 0.35) return [];
  const isCity = kind < 0.8;
  const radius = (isCity ? 1 + random() * 9 : 20 + random() * 60) / 111;
  const vertices = isCity ? whole(16, 64, random) : whole(64, 200, random);
  const centre: Position = [city.longitude + (random() - 0.5) * 0.1, city.latitude + (random() - 0.5) * 0.1];
  const geometry = { type: 'Polygon', coordinates: [ring(centre, radius, vertices, random() * 6)] };
  const features = [{ type: 'Feature', properties: { name: 'Here' }, geometry }];
  return [{ type: 'area', areas: { type: 'FeatureCollection', features } }];
}

/** Wavy: at every angle between 0.85 and 1.15 of its radius. */
function ring([longitude, latitude]: Position, radius: number, vertices: number, turn: number): Position[] {
  const round = (degrees: number) => Number(degrees.toFixed(6));
  const positions = Array.from({ length: vertices }, (_, i): Position => {
    const angle = (i / vertices) * 2 * Math.PI;
    const reach = radius * (1 + 0.15 * Math.sin(5 * angle + turn));
    return [round(longitude + 1.5 * reach * Math.cos(angle)), round(latitude + reach * Math.sin(angle))];
  });
  return [...positions, positions[0] as Position];
}

/** 70 % a minimum of 10 to 200, 20 % a maximum of 200 to 1,000. */
function cost(random: Random): object[] {
  const minimum = random() < 0.7 ? { minimum: `${whole(1, 20, random) * 10}.00` } : {};
  const maximum = random() < 0.2 ? { maximum: `${whole(2, 10, random) * 100}.00` } : {};
  const bounds = { ...minimum, ...maximum };
  return Object.keys(bounds).length > 0 ? [{ type: 'transaction_cost', ...bounds }] : [];
}

/** 60 % ask for one of one to five tags, some of which are wanted far more often than others. */
function category(random: Random): object[] {
  if (random() >= 0.6) return [];
  const tags = Array.from({ length: whole(1, 5, random) }, () => tag(random));
  return [{ type: 'category', category: 'department', any_of: [...new Set(tags)] }];
}

/** Zipf: the n-th tag a n-th as often as the first. */
function tag(random: Random): string {
  let left = random() * HARMONIC;
  return TAGS.find((_, i) => (left -= 1 / (i + 1)) <= 0) ?? (TAGS[0] as string);
}

const HARMONIC = TAGS.reduce((sum, _, i) => sum + 1 / (i + 1), 0);

/** `size` contexts, `from` an instant on, over `span` milliseconds, by day. */
export function contexts(size: number, seed: number, from: number, span: number): Shopping[] {
  const random = randomFrom(seed ^ 0x5bd1e995);
  const instants = Array.from({ length: size }, () => from + Math.floor(random() * span)).sort(
    (a, b) => a - b,
  );
  return instants.map((instant, i) => context(i, byDay(instant), random));
}

/** Between 07 and 23 o'clock in Amsterdam. */
function byDay(instant: number): number {
  const hour = (Math.floor(instant / HOUR) + 1) % 24;
  return hour < 7 ? instant + (7 - hour) * HOUR : instant;
}

function context(number: number, at: number, random: Random): Shopping {
  const city = pick(CITIES, random);
  const near = () => (random() + random() + random() - 1.5) * 0.08;
  const amount = 35 * Math.exp((random() + random() + random() - 1.5) * 1.6);
  return {
    at,
    voucher: { code: `CODE-${number}` },
    redemption: {
      transaction_id: `order-${number}`,
      customer_identifier: `customer-${whole(1, 5_000, random)}`,
      total_transaction_cost: amount.toFixed(2),
      location: { longitude: city.longitude + 1.5 * near(), latitude: city.latitude + near() },
      categories: [
        { name: 'department', tags: Array.from({ length: whole(1, 3, random) }, () => tag(random)) },
      ],
    },
    granted_discount: '5.00',
  };
}

/** What the counters of keys hold: of 3 % of the budgets all, of the others something; of all else nothing. */
export function usageOf(keys: readonly string[]): Record<string, string | number> {
  return Object.fromEntries(keys.map((key) => [key, usedOf(key)]));
}

export function usedOf(key: string): string | number {
  const budget = /^campaign\/campaign-(\d+)\/budget/.exec(key);
  if (budget === null) return 0;
  const spent = (Math.imul(Number(budget[1]), 0x9e3779b1) >>> 0) % 100;
  return spent < 3 ? '1000.00' : `${spent * 9}.00`;
}

function whole(low: number, high: number, random: Random): number {
  return low + Math.floor(random() * (high - low + 1));
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
