import { setImmediate } from 'node:timers/promises';
import { TZDateMini } from '@date-fns/tz';
import { startOfDay } from 'date-fns/startOfDay';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { CHUNK } from '../../src/time/zone.ts';
import {
  casesOf,
  newTally,
  OURS,
  sweepInstant,
  sweepTransition,
  transitionsOf,
  type Clockwork,
  type Swept,
  type Tally,
} from './sweep.ts';

const DAY = 86_400_000;
const KNOWN_FROM = Date.UTC(1970, 0, 1);
const SWEEP_FROM = Date.UTC(2012, 0, 1);
const SWEEP_UNTIL = Date.UTC(2038, 0, 1);
const KNOWN_UNTIL = Date.UTC(2039, 0, 1);
/** Before 2012 one clock change in so many is looked at. */
const STRIDE = 8;

const names = Intl.supportedValuesOf('timeZone');
const regions = [...new Set(names.map((name) => name.split('/')[0] ?? name))];

function sweptZone(name: string): Swept {
  return { name, transitions: transitionsOf(name, KNOWN_FROM, KNOWN_UNTIL) };
}

function sweepZone(swept: Swept, tally: Tally, clockwork: Clockwork = OURS): void {
  for (const [place, transition] of swept.transitions.entries()) {
    if (transition >= SWEEP_UNTIL || (transition < SWEEP_FROM && place % STRIDE !== 0)) continue;
    sweepTransition(swept, transition, tally, clockwork);
  }
  for (const instant of [SWEEP_FROM, Date.UTC(2026, 10, 21, 18, 30), SWEEP_UNTIL]) {
    sweepInstant(swept, instant, tally, clockwork);
  }
}

describe('every clock change of every zone', () => {
  const total = newTally();
  let shortest = Infinity;

  it.each(regions)('%s agrees with Temporal from 2012 to 2037', { timeout: 120_000 }, async (region) => {
    const tally = newTally();
    for (const name of names.filter((one) => one.split('/')[0] === region)) {
      const swept = sweptZone(name);
      sweepZone(swept, tally);
      // Vitest must hear from its worker now and then.
      await setImmediate();
      const { transitions } = swept;
      for (const [place, transition] of transitions.entries()) {
        shortest = Math.min(shortest, transition - (transitions[place - 1] ?? -Infinity));
      }
    }
    expect(tally.examples).toEqual([]);
    expect(tally.mismatches).toBe(0);

    total.transitions += tally.transitions;
    for (const [kind, count] of Object.entries(tally.cases))
      total.cases[kind] = (total.cases[kind] ?? 0) + count;
  });

  it('is told apart from the next: no two since 1970 lie within one chunk of the table', () => {
    expect(shortest).toBeGreaterThan(CHUNK);
  });

  afterAll(() => {
    const host = process.env['TZ'] ?? 'as the machine has it';
    console.log(
      `zone sweep (host zone ${host}): ${names.length} zones, ${total.transitions} clock changes, ` +
        `${casesOf(total)} comparisons with Temporal; shortest stretch ${(shortest / DAY).toFixed(2)} days\n`,
      total.cases,
    );
  });
});

describe('the zone of the host', () => {
  const before = process.env['TZ'];
  const havana = sweptZone('America/Havana');
  const gaza = sweptZone('Asia/Gaza');
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  it.each(['UTC', 'America/Havana', 'Asia/Kolkata', 'Pacific/Apia', 'Europe/Berlin', 'America/St_Johns'])(
    'makes no difference: %s',
    (host) => {
      process.env['TZ'] = host;
      const tally = newTally();
      for (const swept of [havana, gaza]) sweepZone(swept, tally);
      expect(tally.examples).toEqual([]);
      expect(casesOf(tally)).toBeGreaterThan(10_000);
    },
  );
});

describe('the sweep itself', () => {
  const zones = ['Asia/Amman', 'America/Havana', 'Australia/Lord_Howe'].map(sweptZone);

  it.each<[what: string, wrong: Partial<Clockwork>]>([
    [
      'takes the wall time of midnight for the start of the day',
      { firstInstantOf: (wall, zone) => OURS.instantOf(wall, zone) },
    ],
    [
      'starts days as TZDate does',
      {
        firstInstantOf: (wall, zone) =>
          startOfDay(new TZDateMini(wall - zone.offsetAt(wall), zone.name)).getTime(),
      },
    ],
    ['adds a day as 24 hours', { addDuration: (instant, { days = 0 }) => instant + days * DAY }],
    [
      'forgets that a clock change cuts an hour',
      {
        calendarOf: (period, weekStart, zone) => ({
          windowAt: (instant) => {
            const window = OURS.calendarOf(period, weekStart, zone).windowAt(instant);
            return period === 'hourly' ? { ...window, end: window.start + 3_600_000 } : window;
          },
        }),
      },
    ],
  ])('finds a clockwork that %s', (_, wrong) => {
    const tally = newTally();
    for (const swept of zones) sweepZone(swept, tally, { ...OURS, ...wrong });
    expect(tally.mismatches).toBeGreaterThan(0);
    expect(tally.examples.length).toBeGreaterThan(0);
  });
});
