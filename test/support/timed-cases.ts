// Seeded campaigns in which time decides, contexts at their edges, and the instants at which the answer may turn: read from
// the config with Temporal, so that an engine's own idea of them is not asked.

import { Temporal } from 'temporal-polyfill';
import { readInstant, referencePlan } from './reference.ts';

export interface TimedRule {
  readonly type: string;
  readonly rules?: readonly TimedRule[];
  readonly [key: string]: unknown;
}

export interface TimedCampaign {
  readonly id: string;
  readonly status: string;
  readonly time_zone: string;
  readonly rules: readonly TimedRule[];
  readonly parent?: TimedCampaign;
}

export interface TimedContext {
  readonly at: number;
  readonly redemption: Readonly<Record<string, unknown>>;
  readonly usage: Readonly<Record<string, unknown>>;
  readonly [fact: string]: unknown;
}

export interface TimedCase {
  readonly campaign: TimedCampaign;
  readonly context: TimedContext;
}

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
  'Asia/Beirut',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'Antarctica/Troll',
  'Pacific/Chatham',
  'Asia/Kathmandu',
  'America/Nuuk',
];
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const PERIODS = ['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'];

/** mulberry32: in [0, 1). */
export function randomFrom(seed: number): () => number {
  let state = Math.imul(seed, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A case is a pure function of its seed. */
export function timedCase(seed: number): TimedCase {
  return new Maker(randomFrom(seed)).case();
}

class Maker {
  private readonly next: () => number;
  private at = 0;

  constructor(next: () => number) {
    this.next = next;
  }

  case(): TimedCase {
    const zone = this.pick(ZONES);
    this.at = this.instantNearAChange(zone);
    const campaign = this.campaign(zone, 0);
    const origin = this.chance(0.8)
      ? {
          redeemed_at: this.at - this.pick([0, 1, DAY, 2 * DAY, 40 * DAY]),
          original: true,
          customer_identifier: 'c',
        }
      : null;
    const asked = {
      at: this.at,
      voucher: { code: 'V' },
      redemption: {
        transaction_id: 't',
        customer_identifier: 'c',
        total_transaction_cost: '10',
        location: null,
        categories: null,
        ...(this.chance(0.3) && { origin_redemption: 'o' }),
      },
      granted_discount: this.pick(['1', '1', '1', '1', '0', '5', '5.01']),
      origin,
    };
    const spent = this.pick([0.3, 0.7, 1]);
    const usage = referencePlan(campaign, asked).counters.map(({ name, window }) => {
      const isSpent = window === undefined ? this.chance(0.03) : this.chance(spent);
      return [name, isSpent ? '5' : '0'];
    });
    return { campaign, context: { ...asked, usage: Object.fromEntries(usage) as Record<string, string> } };
  }

  private campaign(zone: string, level: number): TimedCampaign {
    const rules = this.many([1, 1, 2, 2, 3], () => this.rule(zone, 0));
    const subscription = {
      type: 'subscription',
      time_limit: this.pick([{ days: 2 }, { months: 1 }, { hours: 25 }]),
    };
    return {
      id: `level-${level}`,
      status: 'active',
      time_zone: zone,
      rules: this.chance(0.15) ? [...rules, subscription] : rules,
      ...(level < 2 && this.chance(0.3) && { parent: this.campaign(this.pick(ZONES), level + 1) }),
    };
  }

  private rule(zone: string, depth: number): TimedRule {
    const kinds = ['time_frame', 'time_of_order', 'time_of_order', 'budget', 'budget', 'per_customer'];
    const type = this.pick(
      depth < 2 ? [...kinds, 'any_of', ...(depth > 0 ? ['all_of', 'all_of'] : [])] : kinds,
    );
    const own = this.chance(0.2) ? this.pick(ZONES) : undefined;
    const period = this.pick(PERIODS);
    const week = period === 'weekly' && this.chance(0.5) ? { week_starts_on: 'sunday' } : {};
    switch (type) {
      case 'time_frame':
        return {
          type,
          ...(own && { time_zone: own }),
          windows: this.many([1, 1, 2], () => this.frame(own ?? zone)),
        };
      case 'time_of_order':
        return { type, ...(own && { time_zone: own }), windows: this.many([1, 1, 2], () => this.hours()) };
      case 'budget':
        return { type, period, ...week, limit: this.pick(['5', '5', '5.00', '0']) };
      case 'per_customer':
        return { type, period, ...week, max_redemptions: this.pick([1, 2, 5, 5, 0]) };
      default:
        return { type, rules: this.many([1, 2, 2, 3], () => this.rule(zone, depth + 1)) };
    }
  }

  private frame(zone: string): Record<string, string> {
    const around = () =>
      this.at +
      this.pick([
        0,
        1,
        -1,
        MINUTE,
        this.within(5 * DAY),
        this.within(500 * DAY),
        this.within(5.2 * 365 * DAY),
      ]);
    const [first, last] = [around(), around()].toSorted((a, b) => a - b) as [number, number];
    const write = (instant: number) => {
      if (this.chance(0.5)) return new Date(instant).toISOString();
      return zonedAt(instant, zone).toPlainDateTime().toString();
    };
    const [start, end] = [write(first), write(last + 1)];
    // What is local may lie in a skip: then a window of one bound is never empty.
    if (this.chance(0.5) || !isInOrder(start, end, zone)) return this.chance(0.7) ? { start } : { end };
    return { start, end };
  }

  private hours(): Record<string, unknown> {
    const clock = () =>
      `${String(Math.floor(this.next() * 24)).padStart(2, '0')}:${this.pick(['00', '30', '59', '01'])}`;
    const [start, end] = [
      this.pick([undefined, clock(), '02:30', '00:00']),
      this.pick([undefined, clock(), '24:00', '00:00']),
    ];
    const days = this.chance(0.6) ? DAYS.filter(() => this.chance(0.3)) : [];
    return { ...(days.length > 0 && { days }), ...(start && { start }), ...(end && { end }) };
  }

  private instantNearAChange(zone: string): number {
    const from = Date.UTC(2010, 0) + Math.floor(this.next() * 20 * 365) * DAY;
    const change = zonedAt(from, zone).getTimeZoneTransition('next');
    const base = change && this.chance(0.5) ? change.epochMilliseconds : from;
    return (
      base +
      this.pick([
        0,
        0,
        1,
        -1,
        MINUTE,
        -MINUTE,
        HOUR,
        -HOUR,
        -DAY,
        this.within(3 * DAY),
        -this.within(9 * DAY),
      ])
    );
  }

  private within(span: number): number {
    return Math.floor((2 * this.next() - 0.7) * span);
  }

  private many<Item>(counts: readonly number[], make: () => Item): Item[] {
    return Array.from({ length: this.pick(counts) }, make);
  }

  private pick<Item>(choices: readonly Item[]): Item {
    return choices[Math.floor(this.next() * choices.length)] as Item;
  }

  private chance(probability: number): boolean {
    return this.next() < probability;
  }
}

function zonedAt(instant: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
}

function isInOrder(start: string, end: string, zone: string): boolean {
  const isExact = (text: string) => text.endsWith('Z');
  return isExact(start) === isExact(end) ? start < end : boundOf(start, zone) < boundOf(end, zone);
}

function boundOf(text: string, zone: string): number {
  return readInstant(text) ?? Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
}

/** Every instant after `from`, and up to `to`, at which a campaign's answer about a context may turn. */
export function turningPoints(
  campaign: TimedCampaign,
  { origin }: TimedContext,
  from: number,
  to: number,
): number[] {
  const found = new Set<number>();
  const add = (instant: number) => {
    if (instant > from && instant <= to) found.add(instant);
  };
  const addClocks = (zone: string, clocks: readonly string[]) => {
    for (const date of datesBetween(zone, from, to))
      for (const clock of clocks)
        for (const disambiguation of ['earlier', 'later'] as const)
          add(wallTime(date, clock).toZonedDateTime(zone, { disambiguation }).epochMilliseconds);
    for (const change of changesBetween(zone, from, to)) add(change);
  };
  const visit = (rule: TimedRule, home: string): void => {
    const zone = (rule['time_zone'] as string | undefined) ?? home;
    const windows = (rule['windows'] ?? []) as readonly Record<string, string>[];
    for (const nested of rule.rules ?? []) visit(nested, home);
    if (rule.type === 'time_frame')
      for (const { start, end } of windows)
        for (const text of [start, end]) if (text) add(boundOf(text, zone));
    if (rule.type === 'time_of_order')
      addClocks(
        zone,
        windows.flatMap(({ start = '00:00', end = '24:00' }) => [start, end, '00:00']),
      );
    if (rule['period'] === 'hourly')
      for (let at = Math.floor(from / HOUR) * HOUR; at <= from + 3 * HOUR; at += 15 * MINUTE) add(at);
    else if (rule['period'] !== undefined) addClocks(home, ['00:00']);
    const limit = rule['time_limit'] as Temporal.DurationLike | undefined;
    const redeemed = (origin as { redeemed_at: number } | null)?.redeemed_at;
    if (limit && redeemed !== undefined) add(zonedAt(redeemed, home).add(limit).epochMilliseconds);
  };
  for (let level: TimedCampaign | undefined = campaign; level; level = level.parent)
    for (const rule of level.rules) visit(rule, level.time_zone);
  return [...found].toSorted((a, b) => a - b);
}

function wallTime(date: Temporal.PlainDate, clock: string): Temporal.PlainDateTime {
  return clock === '24:00' ? date.add({ days: 1 }).toPlainDateTime() : date.toPlainDateTime(clock);
}

function* datesBetween(zone: string, from: number, to: number): Generator<Temporal.PlainDate> {
  const last = zonedAt(to, zone).toPlainDate();
  for (
    let date = zonedAt(from, zone).toPlainDate().subtract({ days: 1 });
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  )
    yield date;
}

function* changesBetween(zone: string, from: number, to: number): Generator<number> {
  let change = zonedAt(from, zone).getTimeZoneTransition('next');
  for (; change && change.epochMilliseconds <= to; change = change.getTimeZoneTransition('next'))
    yield change.epochMilliseconds;
}
