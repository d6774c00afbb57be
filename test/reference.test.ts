// The reference reading is only worth something if it reads right: cases worked out by hand, each with the sentence of
// the law that decides it, below, at and above every bound.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CampaignJson,
  periodWindow,
  type Position,
  REFERENCE_CATALOG,
  readAmount,
  readInstant,
  referenceContextIssues,
  referenceEvaluate,
  referencePlan,
  type RuleJson,
  writeAmount,
} from './support/reference.ts';

type Json = Record<string, unknown>;

const SHOPPER = { transaction_id: 'order-1', customer_identifier: 'cus_42', total_transaction_cost: '50.00' };

function campaignWith(rules: RuleJson[], more: Partial<CampaignJson> = {}): CampaignJson {
  return { id: 'spring', status: 'active', rules, ...more };
}

/** A right context for the campaign: every planned counter is zero unless told otherwise. */
function contextFor(campaign: CampaignJson, redemption: Json = {}, more: Json = {}, usage: Json = {}): Json {
  const context: Json = {
    at: '2026-11-21T18:30:00Z',
    voucher: { code: 'SPRING-1' },
    redemption: { ...SHOPPER, ...redemption },
    granted_discount: '5.00',
    ...more,
  };
  const zeros = Object.fromEntries(referencePlan(campaign, context).counters.map(({ name }) => [name, 0]));
  return { ...context, usage: { ...zeros, ...usage } };
}

/** The rows that a redemption violates, as `attribute.error_code`. */
function rows(campaign: CampaignJson, redemption: Json = {}, more: Json = {}, usage: Json = {}): string[] {
  const context = contextFor(campaign, redemption, more, usage);
  expect(referenceContextIssues(campaign, context)).toEqual([]);
  return referenceEvaluate(campaign, context).violations.map(
    ({ attribute, error_code: code }) => `${attribute}.${code}`,
  );
}

function at(rule: RuleJson, instant: string, more: Partial<CampaignJson> = {}): 'holds' | 'refuses' {
  const found = rows(campaignWith([rule], more), {}, { at: instant });
  if (found.length === 0) return 'holds';
  expect(found).toEqual(['voucher.not_valid_at_this_time']);
  return 'refuses';
}

function window(period: string, zone: string, instant: string): [id: string, start: string, end: string] {
  const { id, start, end } = periodWindow(period, zone, Date.parse(instant));
  return [id, new Date(start).toISOString(), new Date(end).toISOString()];
}

describe('the catalog', () => {
  it('is the published one: 31 rows in the published order, to the letter', () => {
    const page = readFileSync(new URL('./support/published-redemption-catalog.txt', import.meta.url), 'utf8');
    const lines = page.split('\n');
    const published = lines
      .slice(lines.indexOf('AttributeError CodeMessageDescription') + 1)
      .filter((line) => line !== '');
    expect(published).toHaveLength(31);
    expect(REFERENCE_CATALOG).toHaveLength(31);
    REFERENCE_CATALOG.forEach(({ attribute, error_code: code, message }, index) => {
      const rest = published[index]?.slice(`${attribute}${code}${message}`.length) ?? '';
      expect(published[index]).toBe(`${attribute}${code}${message}${rest}`);
      // What follows a message is nothing, or the description of when it is returned.
      expect(rest).toMatch(/^(Returned if .*)?$/);
    });
  });
});

describe('section 3, amounts', () => {
  it.each([
    '0',
    '-0',
    '007.50',
    '129.90',
    '-3.50',
    '9'.repeat(30),
    `0.${'1'.repeat(18)}`,
    0.1,
    0,
    -0,
    12,
    1e20,
  ])('%s is one', (value) => {
    expect(readAmount(value)).toBeDefined();
  });
  it.each<[unknown]>([
    ['1e5'],
    ['0x10'],
    [' 5'],
    ['1_000'],
    ['5.'],
    ['.5'],
    ['+5'],
    ['5\n'],
    ['٣'],
    [''],
    ['NaN'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1e21],
    [1e-7],
    ['9'.repeat(31)],
    [`0.${'1'.repeat(19)}`],
    [null],
    [['5']],
    [{}],
    [5n],
  ])('%s is none', (value) => {
    expect(readAmount(value)).toBeUndefined();
  });
  it('are exact and written with the digits asked for', () => {
    expect(readAmount('0.1')?.units).toBe(100_000_000_000_000_000n);
    expect(readAmount('-1.000000000000000001')?.units).toBe(-1_000_000_000_000_000_001n);
    expect(writeAmount(190n * 10n ** 18n, 2)).toBe('190.00');
    expect(writeAmount(0n, 0)).toBe('0');
    expect(writeAmount(-5n * 10n ** 17n, 1)).toBe('-0.5');
  });
});

describe('section 2, instants', () => {
  it.each<[unknown, string]>([
    ['2026-11-21T18:30:00Z', '2026-11-21T18:30:00.000Z'],
    ['2026-11-21T18:30Z', '2026-11-21T18:30:00.000Z'],
    ['2026-11-21T18:30:00.5+01:00', '2026-11-21T17:30:00.500Z'],
    ['2026-11-21T18:30-0330', '2026-11-21T22:00:00.000Z'],
    ['2026-11-21T18:30+01', '2026-11-21T17:30:00.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [new Date(1), '1970-01-01T00:00:00.001Z'],
    ['0001-01-01T00:00Z', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (value, iso) => {
    expect(new Date(readInstant(value) ?? Number.NaN).toISOString()).toBe(iso);
  });
  it.each<[unknown]>([
    ['2026-11-21T18:30'],
    ['2026-02-30T00:00Z'],
    ['2026-11-21T24:00Z'],
    ['2026-11-21T18:30:60Z'],
    ['2026-11-21T18:30:00.1234Z'],
    ['2026-11-21'],
    ['0001-01-01T00:00+00:01'],
    ['9999-12-31T23:59-00:01'],
    [1.5],
    [Number.NaN],
    [null],
    [new Date(Number.NaN)],
  ])('%s is none', (value) => {
    expect(readInstant(value)).toBeUndefined();
  });
});

describe('section 3, calendar periods', () => {
  const instant = '2026-11-21T18:30:00Z';
  it.each([
    ['yearly', '2026', '2025-12-31T23:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['quarterly', '2026-Q4', '2026-09-30T22:00:00.000Z', '2026-12-31T23:00:00.000Z'],
    ['monthly', '2026-11', '2026-10-31T23:00:00.000Z', '2026-11-30T23:00:00.000Z'],
    ['weekly', '2026-11-16', '2026-11-15T23:00:00.000Z', '2026-11-22T23:00:00.000Z'],
    ['weekly-sunday', '2026-11-15', '2026-11-14T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['daily', '2026-11-21', '2026-11-20T23:00:00.000Z', '2026-11-21T23:00:00.000Z'],
    ['hourly', '2026-11-21T19+01:00', '2026-11-21T18:00:00.000Z', '2026-11-21T19:00:00.000Z'],
  ])('%s in Amsterdam is %s', (period, ...expected) => {
    expect(window(period, 'Europe/Amsterdam', instant)).toEqual(expected);
  });

  it('are half-open: the end belongs to the next one', () => {
    expect(window('daily', 'Europe/Amsterdam', '2026-11-21T22:59:59.999Z')[0]).toBe('2026-11-21');
    expect(window('daily', 'Europe/Amsterdam', '2026-11-21T23:00:00.000Z')[0]).toBe('2026-11-22');
  });
  it('of a Sunday begin a week that Monday does not', () => {
    expect(window('weekly', 'UTC', '2026-11-22T12:00:00Z')[0]).toBe('2026-11-16');
    expect(window('weekly-sunday', 'UTC', '2026-11-22T12:00:00Z')[0]).toBe('2026-11-22');
    expect(window('weekly', 'UTC', '2026-11-23T00:00:00Z')[0]).toBe('2026-11-23');
  });
  it('"a day can last 23, 24 or 25 hours"', () => {
    const hours = (day: string): number => {
      const [, start, end] = window('daily', 'Europe/Amsterdam', `${day}T12:00:00Z`);
      return (Date.parse(end) - Date.parse(start)) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-03-30'), hours('2026-10-25')]).toEqual([23, 24, 25]);
  });
  it('"where the clocks skip midnight, the first instant after the skip"', () => {
    // Havana, 8 March 2026: 00:00 becomes 01:00.
    expect(window('daily', 'America/Havana', '2026-03-08T05:00:00Z')).toEqual([
      '2026-03-08',
      '2026-03-08T05:00:00.000Z',
      '2026-03-09T04:00:00.000Z',
    ]);
    expect(window('daily', 'America/Havana', '2026-03-08T04:59:59.999Z')[0]).toBe('2026-03-07');
  });
  it('a date that a zone left out has no instants', () => {
    expect(window('daily', 'Pacific/Apia', '2011-12-30T09:59:59.999Z')).toEqual([
      '2011-12-29',
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ]);
    expect(window('daily', 'Pacific/Apia', '2011-12-30T10:00:00.000Z')[0]).toBe('2011-12-31');
  });
  it('a date repeated after its successor has begun belongs to the successor', () => {
    // St John's, 7 November 2010: at 00:01 the clocks went back to 23:01 of the sixth.
    const [id, start, end] = window('daily', 'America/St_Johns', '2010-11-07T02:45:00Z');
    expect([id, start, end]).toEqual(['2010-11-07', '2010-11-07T02:30:00.000Z', '2010-11-08T03:30:00.000Z']);
    expect(window('daily', 'America/St_Johns', '2010-11-07T02:29:59.999Z')[2]).toBe(start);
  });
  it('"a repeated hour is two hours"', () => {
    expect(window('hourly', 'Europe/Amsterdam', '2026-10-25T00:59:59.999Z')).toEqual([
      '2026-10-25T02+02:00',
      '2026-10-25T00:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
    ]);
    expect(window('hourly', 'Europe/Amsterdam', '2026-10-25T01:00:00Z')).toEqual([
      '2026-10-25T02+01:00',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });
  it('clocks that move half an hour leave half hours', () => {
    // Lord Howe, 5 April 2026: at 02:00 +11 the clocks go back to 01:30 +10:30.
    expect(window('hourly', 'Australia/Lord_Howe', '2026-04-04T15:00:00Z')).toEqual([
      '2026-04-05T01+10:30',
      '2026-04-04T15:00:00.000Z',
      '2026-04-04T15:30:00.000Z',
    ]);
    // 4 October 2026: at 02:00 +10:30 they go forward to 02:30 +11.
    expect(window('hourly', 'Australia/Lord_Howe', '2026-10-03T15:30:00Z')).toEqual([
      '2026-10-04T02+11:00',
      '2026-10-03T15:30:00.000Z',
      '2026-10-03T16:00:00.000Z',
    ]);
  });
  it('hours begin where the local hour does', () => {
    expect(window('hourly', 'Asia/Kathmandu', '2026-11-21T18:14:59.999Z')[0]).toBe('2026-11-21T23+05:45');
    expect(window('hourly', 'Asia/Kathmandu', '2026-11-21T18:15:00Z')[0]).toBe('2026-11-22T00+05:45');
  });
});

describe('section 4, time_frame', () => {
  const frame = (start?: string, end?: string, zone?: string): RuleJson => ({
    type: 'time_frame',
    windows: [{ ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) }],
    ...(zone === undefined ? {} : { time_zone: zone }),
  });
  it('is half-open', () => {
    const rule = frame('2026-03-01T00:00', '2026-06-01T00:00');
    expect(at(rule, '2026-02-28T23:59:59.999Z')).toBe('refuses');
    expect(at(rule, '2026-03-01T00:00:00Z')).toBe('holds');
    expect(at(rule, '2026-05-31T23:59:59.999Z')).toBe('holds');
    expect(at(rule, '2026-06-01T00:00:00Z')).toBe('refuses');
  });
  it('"a missing start or end is open"', () => {
    expect(at(frame(undefined, '2026-06-01T00:00Z'), '0001-01-01T00:00Z')).toBe('holds');
    expect(at(frame('2026-06-01T00:00Z'), '9999-12-31T23:59Z')).toBe('holds');
  });
  it('some window is enough', () => {
    const rule: RuleJson = {
      type: 'time_frame',
      windows: [{ end: '2026-01-01T00:00' }, { start: '2026-06-01T00:00' }],
    };
    expect(at(rule, '2025-12-31T23:59:59.999Z')).toBe('holds');
    expect(at(rule, '2026-03-01T00:00:00Z')).toBe('refuses');
    expect(at(rule, '2026-06-01T00:00:00Z')).toBe('holds');
  });
  it("is read in the rule's zone, else the campaign's", () => {
    const tokyo = frame('2026-03-01T00:00', undefined, 'Asia/Tokyo');
    expect(at(tokyo, '2026-02-28T14:59:59.999Z', { time_zone: 'Europe/Amsterdam' })).toBe('refuses');
    expect(at(tokyo, '2026-02-28T15:00:00Z', { time_zone: 'Europe/Amsterdam' })).toBe('holds');
    expect(at(frame('2026-03-01T00:00'), '2026-02-28T23:00:00Z', { time_zone: 'Europe/Amsterdam' })).toBe(
      'holds',
    );
  });
  it('"one that the clocks skip means the same wall time plus the length of the skip"', () => {
    const rule = frame('2026-03-29T02:30');
    expect(at(rule, '2026-03-29T01:29:59.999Z', { time_zone: 'Europe/Amsterdam' })).toBe('refuses');
    expect(at(rule, '2026-03-29T01:30:00Z', { time_zone: 'Europe/Amsterdam' })).toBe('holds');
  });
  it('"one that occurs twice means the first"', () => {
    const rule = frame('2026-10-25T02:30');
    expect(at(rule, '2026-10-25T00:29:59.999Z', { time_zone: 'Europe/Amsterdam' })).toBe('refuses');
    expect(at(rule, '2026-10-25T00:30:00Z', { time_zone: 'Europe/Amsterdam' })).toBe('holds');
  });
  it('"one emptied by a clock change is legal" and never holds', () => {
    const rule = frame('2026-03-29T02:30', '2026-03-29T03:30');
    expect(at(rule, '2026-03-29T01:30:00Z', { time_zone: 'Europe/Amsterdam' })).toBe('refuses');
  });
});

describe('section 4, time_of_order', () => {
  const order = (...windows: { days?: string[]; start?: string; end?: string }[]): RuleJson => ({
    type: 'time_of_order',
    windows,
  });
  // 20 November 2026 is a Friday.
  it('within a day: "a listed day and start ≤ clock < end"', () => {
    const rule = order({ days: ['friday'], start: '09:00', end: '17:00' });
    expect(at(rule, '2026-11-20T08:59:59.999Z')).toBe('refuses');
    expect(at(rule, '2026-11-20T09:00:00Z')).toBe('holds');
    expect(at(rule, '2026-11-20T16:59:59.999Z')).toBe('holds');
    expect(at(rule, '2026-11-20T17:00:00Z')).toBe('refuses');
    expect(at(rule, '2026-11-21T12:00:00Z')).toBe('refuses');
  });
  it('"the window runs past midnight and belongs to the day it starts on"', () => {
    const rule = order({ days: ['friday'], start: '17:00', end: '02:00' });
    expect(at(rule, '2026-11-20T01:59:59.999Z')).toBe('refuses');
    expect(at(rule, '2026-11-20T16:59:59.999Z')).toBe('refuses');
    expect(at(rule, '2026-11-20T17:00:00Z')).toBe('holds');
    expect(at(rule, '2026-11-21T00:00:00Z')).toBe('holds');
    expect(at(rule, '2026-11-21T01:59:59.999Z')).toBe('holds');
    expect(at(rule, '2026-11-21T02:00:00Z')).toBe('refuses');
    expect(at(rule, '2026-11-21T17:00:00Z')).toBe('refuses');
  });
  it('the night after Sunday is Monday morning', () => {
    const rule = order({ days: ['sunday'], start: '22:00', end: '06:00' });
    expect(at(rule, '2026-11-23T05:59:59.999Z')).toBe('holds');
    expect(at(rule, '2026-11-22T05:59:59.999Z')).toBe('refuses');
  });
  it('equal clocks are a whole day from that clock', () => {
    const rule = order({ days: ['friday'], start: '10:00', end: '10:00' });
    expect(at(rule, '2026-11-20T09:59:59.999Z')).toBe('refuses');
    expect(at(rule, '2026-11-20T10:00:00Z')).toBe('holds');
    expect(at(rule, '2026-11-21T09:59:59.999Z')).toBe('holds');
    expect(at(rule, '2026-11-21T10:00:00Z')).toBe('refuses');
  });
  it('"`{}` is always"; a missing end is 24:00, and 24:00 is the end of the day', () => {
    expect(at(order({}), '2026-11-20T23:59:59.999Z')).toBe('holds');
    for (const rule of [
      order({ days: ['friday'], start: '20:00' }),
      order({ days: ['friday'], start: '20:00', end: '24:00' }),
    ]) {
      expect(at(rule, '2026-11-20T23:59:59.999Z')).toBe('holds');
      expect(at(rule, '2026-11-21T00:00:00Z')).toBe('refuses');
    }
    expect(at(order({ days: ['friday'], end: '08:00' }), '2026-11-20T00:00:00Z')).toBe('holds');
  });
  it('is the wall clock: a repeated hour holds twice', () => {
    const rule: RuleJson = {
      ...order({ start: '02:00', end: '03:00' }),
      time_zone: 'Europe/Amsterdam',
    } as RuleJson;
    expect(at(rule, '2026-10-25T00:30:00Z')).toBe('holds');
    expect(at(rule, '2026-10-25T01:30:00Z')).toBe('holds');
    expect(at(rule, '2026-10-25T02:00:00Z')).toBe('refuses');
  });
});

describe('section 6, areas', () => {
  const square = (west: number, south: number, size: number): Position[] => [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ];
  const area = (coordinates: Position[][], name?: string): RuleJson => ({
    type: 'area',
    areas: {
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: name === undefined ? null : { name },
          geometry: { type: 'Polygon', coordinates },
        },
      ],
    },
  });
  const there = (rule: RuleJson, longitude: number, latitude: number): boolean => {
    const found = rows(campaignWith([rule]), { location: { latitude, longitude } });
    if (found.length > 0) expect(found).toEqual(['location.outside_of_permitted_areas']);
    return found.length === 0;
  };

  it('borders and corners belong to the area', () => {
    const rule = area([square(0, 0, 4)]);
    for (const [x, y] of [
      [2, 2],
      [0, 0],
      [4, 4],
      [4, 0],
      [2, 0],
      [0, 2],
      [4, 1.5],
      [1.5, 4],
    ] as const) {
      expect(there(rule, x, y)).toBe(true);
    }
    for (const [x, y] of [
      [-(2 ** -40), 0],
      [4 + 2 ** -40, 2],
      [2, 4 + 2 ** -40],
      [2, -(2 ** -40)],
      [5, 4],
      [-1, 0],
    ] as const) {
      expect(there(rule, x, y)).toBe(false);
    }
  });
  it('"not strictly inside a hole": the border of a hole belongs to the area', () => {
    const rule = area([square(0, 0, 4), square(1, 1, 2)]);
    expect(there(rule, 2, 2)).toBe(false);
    expect(there(rule, 1, 1)).toBe(true);
    expect(there(rule, 1, 2)).toBe(true);
    expect(there(rule, 1 + 2 ** -40, 2)).toBe(false);
  });
  it('ring by ring: two holes that overlap do not fill each other', () => {
    const rule = area([square(0, 0, 8), square(1, 1, 4), square(2, 2, 4)]);
    expect(there(rule, 3, 3)).toBe(false);
    // On the border of one hole, inside the other.
    expect(there(rule, 2, 3)).toBe(false);
  });
  it('"each by the even-odd rule": what a ring crosses twice is outside', () => {
    // A pentagram: its middle is wound around twice.
    const star = area([
      [
        [0, 4],
        [3, -4],
        [-4, 1],
        [4, 1],
        [-3, -4],
        [0, 4],
      ],
    ]);
    expect(there(star, 0, 0)).toBe(false);
    expect(there(star, 0, 3)).toBe(true);
    expect(there(star, 0, 1)).toBe(true);
  });
  it('a slanted border is exact', () => {
    const rule = area([
      [
        [0, 0],
        [3, 1],
        [0, 1],
        [0, 0],
      ],
    ]);
    expect(there(rule, 1.5, 0.5)).toBe(true);
    expect(there(rule, 0.75, 0.25)).toBe(true);
    expect(there(rule, 0.75, 0.25 - 2 ** -50)).toBe(false);
  });
  it('a point with a radius, inclusive', () => {
    const rule: RuleJson = {
      type: 'area',
      areas: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { radius_m: 111_195 },
            geometry: { type: 'Point', coordinates: [0, 0] },
          },
        ],
      },
    };
    // One degree of a meridian is 111,195.08 m on the sphere of the law.
    expect(there(rule, 0, 0)).toBe(true);
    expect(there(rule, 0, 0.999_99)).toBe(true);
    expect(there(rule, 0, 1)).toBe(false);
  });
  it('required, invalid, outside, with the names of the areas', () => {
    const campaign = campaignWith([area([square(0, 0, 4)], 'Centre')]);
    expect(rows(campaign)).toEqual(['location.required']);
    expect(rows(campaign, { location: null })).toEqual(['location.required']);
    expect(rows(campaign, { location: { latitude: '1', longitude: 1 } })).toEqual(['location.invalid']);
    expect(rows(campaignWith([]), { location: [1, 1] })).toEqual(['location.invalid']);
    const outside = contextFor(campaign, { location: { latitude: 9, longitude: 9 } });
    expect(referenceEvaluate(campaign, outside).violations).toEqual([
      {
        attribute: 'location',
        error_code: 'outside_of_permitted_areas',
        message: 'Location is outside of permitted areas',
        expected: { areas: ['Centre'] },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });
  it('the ends of the ranges of a location', () => {
    const free = campaignWith([]);
    expect(rows(free, { location: { latitude: 90, longitude: -180 } })).toEqual([]);
    expect(rows(free, { location: { latitude: 90.000_001, longitude: 0 } })).toEqual(['location.invalid']);
    expect(rows(free, { location: { latitude: 0, longitude: -180.000_001 } })).toEqual(['location.invalid']);
  });
});

describe('section 4, what every redemption is asked', () => {
  const campaign = campaignWith([]);
  it('a transaction id', () => {
    expect(rows(campaign, { transaction_id: ' ' })).toEqual(['transaction_id.required']);
    expect(rows(campaign, { transaction_id: 5 })).toEqual(['transaction_id.required']);
    expect(rows(campaign, {}, {}, { 'transaction.redemptions': 1 })).toEqual([
      'transaction_id.must_be_unique',
    ]);
  });
  it('a cost, then bounds are looked at', () => {
    const bounded = campaignWith([{ type: 'transaction_cost', minimum: '20.00', maximum: 500 }]);
    expect(rows(bounded, { total_transaction_cost: '1e5' })).toEqual(['total_transaction_cost.not_a_number']);
    expect(rows(bounded, { total_transaction_cost: '19.999999999999999999' })).toEqual([
      'total_transaction_cost.below_campaign_minimum',
    ]);
    expect(rows(bounded, { total_transaction_cost: 20 })).toEqual([]);
    expect(rows(bounded, { total_transaction_cost: '500.000000000000000000' })).toEqual([]);
    const above = contextFor(bounded, { total_transaction_cost: '500.000000000000000001' });
    expect(referenceEvaluate(bounded, above).violations).toEqual([
      {
        attribute: 'total_transaction_cost',
        error_code: 'above_campaign_maximum',
        message: 'Total transaction cost must be less than or equal to the campaign maximum of 500',
        expected: { maximum: '500' },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });
  it('the assigned customer', () => {
    const assigned = { voucher: { code: 'x', customer_identifier: 'cus_1' } };
    expect(rows(campaign, { customer_identifier: null }, assigned)).toEqual(['customer.required']);
    expect(rows(campaign, { customer_identifier: 'cus_1 ' }, assigned)).toEqual([
      'customer.does_not_match_assigned_customer',
    ]);
    expect(rows(campaign, { customer_identifier: 'cus_1' }, assigned)).toEqual([]);
  });
  it('an active campaign; "draft" is what a campaign without a status is', () => {
    expect(rows({ id: 'x' })).toEqual(['campaign.not_active']);
    expect(rows({ id: 'x', status: 'inactive' })).toEqual(['campaign.not_active']);
  });
});

describe('section 4, the count law: "refused when count ≥ limit"', () => {
  it.each([
    [
      'max_redemptions',
      campaignWith([], { max_redemptions: 3 }),
      'redemptions',
      'campaign.maximum_redemptions_exceeded',
      3,
    ],
    [
      'per_customer',
      campaignWith([{ type: 'per_customer', max_redemptions: 3 }]),
      'customer.redemptions',
      'customer.per_customer_limit_exceeded',
      3,
    ],
    [
      'per_customer of a period',
      campaignWith([
        { type: 'per_customer', max_redemptions: 3, period: 'weekly', week_starts_on: 'sunday' },
      ]),
      'customer.redemptions.weekly-sunday',
      'customer.per_customer_limit_exceeded',
      3,
    ],
    [
      'new_customer',
      campaignWith([{ type: 'new_customer' }]),
      'customer.redemptions_anywhere',
      'customer.new_customer_required',
      1,
    ],
    [
      'unique code',
      campaignWith([], { voucher_type: 'unique' }),
      'voucher.redemptions',
      'voucher.unique_code_already_used',
      1,
    ],
  ] as const)('%s', (_name, campaign, counter, row, limit) => {
    expect(rows(campaign, {}, {}, { [counter]: limit - 1 })).toEqual([]);
    expect(rows(campaign, {}, {}, { [counter]: limit })).toEqual([row]);
    expect(rows(campaign, {}, {}, { [counter]: String(limit + 1) })).toEqual([row]);
  });
  it('"0 is a real limit that refuses everything"', () => {
    expect(rows(campaignWith([], { max_redemptions: 0 }))).toEqual(['campaign.maximum_redemptions_exceeded']);
  });
  it('a rule about the customer needs one', () => {
    const campaign = campaignWith([{ type: 'per_customer', max_redemptions: 1 }, { type: 'new_customer' }]);
    expect(rows(campaign, { customer_identifier: '' })).toEqual(['customer.required']);
  });
});

describe('section 4, the money law', () => {
  const campaign = campaignWith([{ type: 'budget', period: 'daily', limit: '500.00' }]);
  const spent = (used: unknown, granted: unknown): string[] =>
    rows(campaign, {}, { granted_discount: granted }, { 'budget.daily': used });
  it('"landing exactly on the limit is accepted"', () => {
    expect(spent('494.99', '5.00')).toEqual([]);
    expect(spent('495.00', '5.00')).toEqual([]);
    expect(spent('495.000000000000000001', '5.00')).toEqual(['campaign.daily_budget_exceeded']);
    expect(spent('495.00', '5.000000000000000001')).toEqual(['campaign.daily_budget_exceeded']);
  });
  it('"refused when used ≥ limit", a discount of nothing too', () => {
    expect(spent('499.999999999999999999', 0)).toEqual([]);
    expect(spent(500, 0)).toEqual(['campaign.daily_budget_exceeded']);
    expect(spent('500.01', '0')).toEqual(['campaign.daily_budget_exceeded']);
  });
  it.each(['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'daily', 'hourly'] as const)(
    'the %s budget has its own row',
    (period) => {
      const one = campaignWith([{ type: 'budget', period, limit: 1 }]);
      expect(rows(one)).toEqual([`campaign.${period}_budget_exceeded`]);
    },
  );
  it('the details are exact, with the larger number of fraction digits, never below zero', () => {
    const context = contextFor(campaign, {}, { granted_discount: 200.5 }, { 'budget.daily': '310.125' });
    expect(referenceEvaluate(campaign, context).violations[0]?.details).toEqual({
      limit: '500.00',
      used: '310.125',
      requested: '200.5',
      remaining: '189.875',
      window: { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
    });
    const over = contextFor(campaign, {}, {}, { 'budget.daily': 501 });
    expect(referenceEvaluate(campaign, over).violations[0]?.details).toMatchObject({
      used: '501',
      remaining: '0.00',
    });
  });
});

describe('section 4, category', () => {
  const shoes = (rule: { any_of?: string[]; none_of?: string[] }): CampaignJson =>
    campaignWith([{ type: 'category', category: 'department', ...rule }]);
  const department = (...tags: string[]): Json => ({ categories: [{ name: 'department', tags }] });
  it('any_of', () => {
    const campaign = shoes({ any_of: ['shoes', 'bags'] });
    expect(rows(campaign)).toEqual(['categories.missing_required_category']);
    expect(rows(campaign, { categories: null })).toEqual(['categories.missing_required_category']);
    expect(rows(campaign, department('hats'))).toEqual(['categories.missing_required_tags']);
    expect(rows(campaign, department('Shoes'))).toEqual(['categories.missing_required_tags']);
    expect(rows(campaign, department('hats', 'bags'))).toEqual([]);
  });
  it('none_of: "absence satisfies it"', () => {
    const campaign = shoes({ none_of: ['outlet'] });
    expect(rows(campaign)).toEqual([]);
    expect(rows(campaign, department('shoes'))).toEqual([]);
    expect(rows(campaign, department('shoes', 'outlet'))).toEqual(['categories.includes_forbidden_tags']);
    expect(rows(campaign, { categories: [{ name: 'brand', tags: ['outlet'] }] })).toEqual([]);
  });
  it('neither list asks for the category', () => {
    expect(rows(shoes({}))).toEqual(['categories.missing_required_category']);
    expect(rows(shoes({}), department())).toEqual([]);
  });
  it('"both lists may be given and both may fail"', () => {
    const campaign = shoes({ any_of: ['shoes'], none_of: ['outlet'] });
    expect(rows(campaign, department('outlet'))).toEqual([
      'categories.missing_required_tags',
      'categories.includes_forbidden_tags',
    ]);
  });
  it('"what cannot be read proves nothing"', () => {
    for (const categories of [
      'shoes',
      {},
      [null],
      [{ name: 'department', tags: 'x' }],
      [{ name: 'department', tags: [1] }],
    ]) {
      expect(rows(shoes({ none_of: ['outlet'] }), { categories })).toEqual([
        'categories.missing_required_category',
      ]);
    }
  });
});

describe('section 4, any_of and all_of', () => {
  const cost = (minimum: string): RuleJson => ({ type: 'transaction_cost', minimum });
  it('"holds when one branch has no violation; else all violations of all branches are reported"', () => {
    const group: RuleJson = {
      type: 'any_of',
      rules: [cost('60'), { type: 'all_of', rules: [cost('70'), cost('10')] }],
    };
    expect(rows(campaignWith([group]), { total_transaction_cost: 70 })).toEqual([]);
    const both = contextFor(campaignWith([group]));
    expect(
      referenceEvaluate(campaignWith([group]), both).violations.map(({ rule, expected }) => [rule, expected]),
    ).toEqual([
      ['/rules/0/rules/0', { minimum: '60' }],
      ['/rules/0/rules/1/rules/0', { minimum: '70' }],
    ]);
  });
});

describe('section 7, subscription', () => {
  const limited = campaignWith(
    [
      { type: 'subscription', time_limit: { months: 1, hours: 2 }, max_redemptions: 3 },
      { type: 'per_customer', max_redemptions: 1 },
      { type: 'new_customer' },
    ],
    { voucher_type: 'unique', time_zone: 'Europe/Amsterdam' },
  );
  const renewal = { origin_redemption: 'order-0' };
  const origin = (more: Json = {}): Json => ({
    origin: { redeemed_at: '2026-10-21T16:30:00Z', original: true, customer_identifier: 'cus_42', ...more },
  });
  const used = { 'voucher.redemptions': 1, 'customer.redemptions': 1, 'customer.redemptions_anywhere': 1 };

  it('a renewal is not asked the entry conditions again', () => {
    expect(rows(limited, renewal, origin({ redeemed_at: '2026-11-20T00:00Z' }), used)).toEqual([]);
    expect(rows(limited, {}, {}, used)).toEqual([
      'voucher.unique_code_already_used',
      'customer.new_customer_required',
      'customer.per_customer_limit_exceeded',
    ]);
  });
  it('is no renewal unless original and of the same customer', () => {
    for (const wrong of [{ original: false }, { customer_identifier: 'cus_43' }]) {
      expect(rows(limited, renewal, origin(wrong))).toEqual(['origin_redemption.not_original']);
    }
    expect(rows(limited, renewal, { origin: null })).toEqual(['origin_redemption.not_original']);
    expect(rows(limited, { ...renewal, customer_identifier: null }, origin())).toEqual(['customer.required']);
  });
  it('"at ≥ origin.redeemed_at + time_limit": wall time kept over a clock change, then exact hours', () => {
    // 18:30 summer time on 21 October, plus a month is 18:30 winter time, plus two hours is 19:30Z.
    const late = (instant: string): string[] => rows(limited, renewal, { ...origin(), at: instant });
    expect(late('2026-11-21T19:29:59.999Z')).toEqual([]);
    expect(late('2026-11-21T19:30:00Z')).toEqual(['customer.time_limit_expired']);
  });
  it('clamps to the last day of a month', () => {
    const monthly = campaignWith([{ type: 'subscription', time_limit: { months: 1 } }]);
    const late = (instant: string): string[] =>
      rows(monthly, renewal, { ...origin({ redeemed_at: '2026-01-31T12:00Z' }), at: instant });
    expect(late('2026-02-28T11:59:59.999Z')).toEqual([]);
    expect(late('2026-02-28T12:00:00Z')).toEqual(['customer.time_limit_expired']);
  });
  it('the counter of the origin', () => {
    const near = origin({ redeemed_at: '2026-11-20T00:00Z' });
    expect(rows(limited, renewal, near, { 'origin.redemptions': 2 })).toEqual([]);
    expect(rows(limited, renewal, near, { 'origin.redemptions': 3 })).toEqual([
      'customer.redemptions_limit_exceeded',
    ]);
    const keys = (redemption: Json): (string | undefined)[] =>
      referencePlan(limited, contextFor(limited, redemption))
        .counters.filter(({ name }) => name === 'origin.redemptions')
        .map(({ key }) => key);
    expect(keys(renewal)).toEqual(['campaign/spring/origin/order-0/redemptions']);
    expect(keys({})).toEqual(['campaign/spring/origin/order-1/redemptions']);
  });
  it('without a subscription rule an origin means nothing', () => {
    const plain = campaignWith([{ type: 'new_customer' }]);
    expect(rows(plain, renewal, origin(), used)).toEqual(['customer.new_customer_required']);
    expect(rows(plain, renewal, { origin: 'nonsense' })).toEqual([]);
  });
});

describe('section 5, plans and claims', () => {
  const parent: CampaignJson = {
    id: 'all/year',
    status: 'active',
    time_zone: 'Asia/Tokyo',
    rules: [{ type: 'budget', period: 'daily', limit: '9000' }],
  };
  const campaign = campaignWith(
    [
      { type: 'budget', period: 'daily', limit: '500.00' },
      { type: 'budget', period: 'daily', limit: 400 },
      { type: 'per_customer', max_redemptions: 2 },
    ],
    { max_redemptions: 10, voucher_type: 'unique', parent },
  );
  it('plans by name, with windows, encoded parts and a prefix for each level', () => {
    const context = contextFor(campaign, { transaction_id: 'a/b%2F', customer_identifier: '50%' });
    expect(referencePlan(campaign, context).counters).toEqual([
      {
        name: 'budget.daily',
        key: 'campaign/spring/budget/daily/2026-11-21',
        window: { start: '2026-11-21T00:00:00.000Z', end: '2026-11-22T00:00:00.000Z' },
      },
      { name: 'customer.redemptions', key: 'campaign/spring/customer/50%25/redemptions' },
      { name: 'customer.redemptions_anywhere', key: 'customer/50%25/redemptions' },
      {
        name: 'parent.budget.daily',
        key: 'campaign/all%2Fyear/budget/daily/2026-11-22',
        window: { start: '2026-11-21T15:00:00.000Z', end: '2026-11-22T15:00:00.000Z' },
      },
      { name: 'redemptions', key: 'campaign/spring/redemptions' },
      { name: 'transaction.redemptions', key: 'transaction/a%2Fb%252F' },
      { name: 'voucher.redemptions', key: 'voucher/SPRING-1/redemptions' },
    ]);
  });
  it('claims every planned counter, by key, with the smallest limit as it was written', () => {
    const context = contextFor(campaign);
    expect(referenceEvaluate(campaign, context)).toEqual({
      status: 'accepted',
      violations: [],
      claims: [
        {
          name: 'parent.budget.daily',
          key: 'campaign/all%2Fyear/budget/daily/2026-11-22',
          add: '5.00',
          limit: '9000',
        },
        { name: 'budget.daily', key: 'campaign/spring/budget/daily/2026-11-21', add: '5.00', limit: '400' },
        {
          name: 'customer.redemptions',
          key: 'campaign/spring/customer/cus_42/redemptions',
          add: 1,
          limit: 2,
        },
        { name: 'redemptions', key: 'campaign/spring/redemptions', add: 1, limit: 10 },
        { name: 'customer.redemptions_anywhere', key: 'customer/cus_42/redemptions', add: 1, limit: null },
        { name: 'transaction.redemptions', key: 'transaction/order-1', add: 1, limit: 1 },
        { name: 'voucher.redemptions', key: 'voucher/SPRING-1/redemptions', add: 1, limit: 1 },
      ],
    });
  });
  it('"an addition of zero is not claimed"', () => {
    const claims = referenceEvaluate(campaign, contextFor(campaign, {}, { granted_discount: '0.00' })).claims;
    expect(claims.some(({ name }) => name.includes('budget'))).toBe(false);
    expect(claims).toHaveLength(5);
  });
  it('a counter whose identifier the shopper did not give is not planned', () => {
    const context = contextFor(campaign, { transaction_id: null, customer_identifier: undefined });
    expect(referencePlan(campaign, context).counters.map(({ name }) => name)).toEqual([
      'budget.daily',
      'parent.budget.daily',
      'redemptions',
      'voucher.redemptions',
    ]);
  });
  it('in any_of, only the first branch that holds limits the claim', () => {
    const budget = (limit: string): RuleJson => ({ type: 'budget', period: 'total', limit });
    const limitOf = (rules: RuleJson[]): unknown => {
      const one = campaignWith([{ type: 'any_of', rules }]);
      return referenceEvaluate(one, contextFor(one)).claims.find(({ name }) => name === 'budget.total')
        ?.limit;
    };
    expect(limitOf([budget('10'), budget('7')])).toBe('10');
    expect(limitOf([budget('4'), budget('7')])).toBe('7');
    expect(limitOf([{ type: 'transaction_cost', minimum: 1 }, budget('7')])).toBe(null);
  });
});

describe('section 2, order and repeats', () => {
  it('the catalog decides the order; within a row the voucher’s campaign, then rule order; no repeats', () => {
    const parent: CampaignJson = { id: 'parent', rules: [{ type: 'transaction_cost', minimum: '60' }] };
    const campaign: CampaignJson = {
      id: 'child',
      rules: [
        { type: 'transaction_cost', minimum: '80' },
        { type: 'transaction_cost', minimum: '60' },
        { type: 'transaction_cost', minimum: '60.0' },
        { type: 'new_customer' },
      ],
      parent,
    };
    const decision = referenceEvaluate(
      campaign,
      contextFor(campaign, {}, {}, { 'customer.redemptions_anywhere': 1, 'transaction.redemptions': 1 }),
    );
    expect(decision.violations.map((one) => [one.error_code, one.campaign, one.rule])).toEqual([
      ['not_active', 'child', '/status'],
      ['new_customer_required', 'child', '/rules/3'],
      ['below_campaign_minimum', 'child', '/rules/0'],
      ['below_campaign_minimum', 'child', '/rules/1'],
      ['below_campaign_minimum', 'child', '/rules/2'],
      ['must_be_unique', 'child', null],
    ]);
    expect(decision.claims).toEqual([]);
  });
});

describe('section 9, the life of a redemption', () => {
  const campaign = campaignWith(
    [
      { type: 'time_frame', windows: [{ end: '2020-01-01T00:00' }] },
      { type: 'transaction_cost', minimum: 1000 },
      { type: 'per_customer', max_redemptions: 2 },
    ],
    { max_redemptions: 3 },
  );
  const held = [{ name: 'redemptions', key: 'campaign/spring/redemptions', add: 1, limit: 3 }];
  const life = (operation: string, status: string, claims: unknown[]): Json => ({
    operation,
    existing: { status, claims },
  });
  it('what is confirmed stays', () => {
    for (const operation of ['confirm', 'cancel']) {
      expect(rows({ ...campaign, status: 'draft' }, {}, life(operation, 'confirmed', held))).toEqual([
        'base.can_not_delete_already_confirmed',
      ]);
    }
  });
  it('a cancel releases what is held', () => {
    const context = contextFor(campaign, {}, life('cancel', 'pending', held));
    expect(referencePlan(campaign, context).counters).toEqual([]);
    expect(referenceEvaluate(campaign, context)).toEqual({
      status: 'accepted',
      violations: [],
      claims: [],
      releases: held,
    });
  });
  it('the confirm of a reservation that holds claims asks for the status only', () => {
    const context = contextFor(campaign, {}, life('confirm', 'pending', held));
    expect(referenceEvaluate(campaign, context)).toEqual({ status: 'accepted', violations: [], claims: [] });
    expect(rows({ ...campaign, status: 'draft' }, {}, life('confirm', 'pending', held))).toEqual([
      'campaign.not_active',
    ]);
  });
  it('the confirm of one that holds none asks what others may have changed', () => {
    const confirm = life('confirm', 'pending', []);
    expect(
      rows(campaign, { total_transaction_cost: 'x', location: 5 }, confirm, { 'transaction.redemptions': 1 }),
    ).toEqual([]);
    expect(rows(campaign, {}, confirm, { redemptions: 3, 'customer.redemptions': 2 })).toEqual([
      'campaign.maximum_redemptions_exceeded',
      'customer.per_customer_limit_exceeded',
    ]);
    expect(
      referenceEvaluate(campaign, contextFor(campaign, {}, confirm)).claims.map(({ name, limit }) => [
        name,
        limit,
      ]),
    ).toEqual([
      ['customer.redemptions', 2],
      ['redemptions', 3],
      ['customer.redemptions_anywhere', null],
      ['transaction.redemptions', 1],
    ]);
  });
});

describe('section 1, host facts', () => {
  const campaign = campaignWith([
    { type: 'budget', period: 'daily', limit: 5 },
    { type: 'subscription', max_redemptions: 2 },
  ]);
  const right = contextFor(campaign, { origin_redemption: 'order-0' });
  const issues = (changes: Json): string[] => referenceContextIssues(campaign, { ...right, ...changes });
  it('are found wrong all at once', () => {
    expect(issues({})).toEqual([]);
    expect(issues({ at: 'now', voucher: {}, granted_discount: null })).toEqual([
      '/at',
      '/granted_discount',
      '/voucher/code',
    ]);
    expect(issues({ usage: undefined })).toEqual([
      '/usage/budget.daily',
      '/usage/customer.redemptions_anywhere',
      '/usage/origin.redemptions',
      '/usage/transaction.redemptions',
    ]);
    expect(
      issues({ usage: { ...(right['usage'] as Json), 'budget.daily': '-1', 'origin.redemptions': '1.0' } }),
    ).toEqual(['/usage/budget.daily', '/usage/origin.redemptions']);
    expect(issues({ operation: 'refund' })).toEqual(['/operation']);
    expect(issues({ operation: 'cancel' })).toEqual(['/existing']);
    expect(issues({ origin: { redeemed_at: 1.5, original: 1, customer_identifier: '' } })).toEqual([
      '/origin/customer_identifier',
      '/origin/original',
      '/origin/redeemed_at',
    ]);
  });
  it('a discount is asked for only where a budget is planned, and checked wherever it is given', () => {
    const free = campaignWith([]);
    const context = contextFor(free, {}, { granted_discount: undefined });
    expect(referenceContextIssues(free, context)).toEqual([]);
    expect(referenceContextIssues(free, { ...context, granted_discount: '-0.01' })).toEqual([
      '/granted_discount',
    ]);
  });
});
