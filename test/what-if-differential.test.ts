// What-ifs against the reference reading of the law, on seeded cases: what is told stands in completions, and times are right to
// the millisecond: fine then, and refused at every turning point before. A failing case is told with its seed. Longer runs:
// DIFFERENTIAL_CASES=1000000.

import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  compile,
  explain,
  InvalidContextError,
  whatIf,
  type Campaign,
  type Explanation,
  type Violation,
  type WhatIf,
} from '../src/index.ts';
import { randomCase, type Context } from './support/generate.ts';
import { plain } from './support/plain.ts';
import {
  referenceContextIssues,
  referenceEvaluate,
  referencePlan,
  type CampaignJson,
} from './support/reference.ts';
import {
  randomFrom,
  timedCase,
  turningPoints,
  type TimedCampaign,
  type TimedContext,
} from './support/timed-cases.ts';

const SCALE = Number(process.env['DIFFERENTIAL_CASES'] ?? 100_000) / 100_000;
const sized = (cases: number) => Math.max(60, Math.ceil(cases * SCALE));
const COMPLETE = sized(1_200);
const OPEN = sized(800);
const TIMED = sized(350);
const SEED = Number(process.env['DIFFERENTIAL_SEED'] ?? 20_261_123);
const DAY = 86_400_000;
const FIVE_YEARS = 5 * 365 * DAY;

const compiled = new Map<unknown, Campaign>();

/** Neighbouring seeds share a campaign. */
function compiledOf(campaign: unknown): Campaign {
  const known = compiled.get(campaign) ?? compile(campaign);
  compiled.clear();
  compiled.set(campaign, known);
  return known;
}

function rows(violations: readonly { attribute: string; error_code: string }[]): string[] {
  return violations.map(({ attribute, error_code }) => `${attribute}.${error_code}`);
}

/** Whatever it is: a case may hold what JSON cannot. */
function shown(value: unknown): string {
  return inspect(value, { depth: null, breakLength: Infinity });
}

/** What may stand where the shopper has said nothing yet. */
const SENT: Readonly<Record<string, readonly unknown[]>> = {
  transaction_id: [null, 'order-9', '  ', 7, {}],
  customer_identifier: [null, 'cus_1', 'somebody', '', []],
  total_transaction_cost: [null, '0', '-1', '25.00', 1e30, '999999', 'x', 12.5],
  location: [
    null,
    'here',
    { latitude: 52, longitude: 4 },
    { latitude: 0, longitude: 0 },
    { latitude: 91, longitude: 0 },
    [],
  ],
  categories: [
    null,
    [],
    'shoes',
    [{ name: 'department', tags: ['shoes'] }],
    [{ name: 'brand', tags: ['outlet', 'bags'] }],
    [7],
  ],
};

const DISCOUNTS = ['0', '0.01', '10', '100000000'];
const COUNTED = [0, 1, 3, '1000000'];

/** A context of which no key is absent. */
function completed(
  context: Context,
  random: () => number,
): Context & { redemption: Record<string, unknown> } {
  const pick = <Item>(choices: readonly Item[]) => choices[Math.floor(random() * choices.length)] as Item;
  const { redemption } = context;
  const isObject = typeof redemption === 'object' && redemption !== null && !Array.isArray(redemption);
  const sent = Object.entries(isObject ? redemption : {}).filter(([, value]) => value !== undefined);
  const others = Object.entries(SENT).map(([name, choices]) => [name, pick(choices)]);
  return {
    ...context,
    redemption: { ...Object.fromEntries(others), ...Object.fromEntries(sent) } as Record<string, unknown>,
    granted_discount: context['granted_discount'] ?? pick(DISCOUNTS),
  };
}

/** A completion, with something in every counter that it is planned to read; what `open` is planned to read, it knows. */
function counted(campaign: Campaign, completion: Context, open: Context, random: () => number): Context {
  const namesOf = (context: Context) => campaign.plan(context as never).counters.map(({ name }) => name);
  const known = new Map<string, unknown>(Object.entries(open['usage'] ?? {}));
  const isKnown = new Set(namesOf(open));
  const usage = namesOf(completion).map((name) => {
    const holds = isKnown.has(name) ? known.get(name) : COUNTED[Math.floor(random() * COUNTED.length)];
    return [name, holds];
  });
  return { ...completion, usage: Object.fromEntries(usage) as Record<string, unknown> };
}

/** `undefined` where a host's fact is wrong: that is not what these tests are about. */
function unlessWrong<Answer>(ask: () => Answer): Answer | undefined {
  try {
    return ask();
  } catch (error) {
    if (error instanceof InvalidContextError) return undefined;
    throw error;
  }
}

function asking(
  seeds: number,
  ask: (campaign: CampaignJson, context: Context, random: () => number, seed: number) => void,
) {
  for (let seed = SEED; seed < SEED + seeds; seed++) {
    const { campaign, context } = randomCase(seed);
    if (typeof context === 'object') ask(campaign, context, randomFrom(seed), seed);
  }
}

describe('a what-if of a complete redemption', () => {
  it('has exactly the violations of a decision', () => {
    let refused = 0;
    asking(COMPLETE, (campaign, context, random, seed) => {
      const full = completed(context, random);
      const engine = compiledOf(campaign);
      const decision = unlessWrong(() => engine.evaluate(full as never));
      if (!decision) return;
      const { violations, status } = plain(decision);
      // Rule by rule nothing but violations is looked for, which takes a tenth of the time.
      const answer: Explanation | WhatIf =
        seed % 20 === 0 ? whatIf(engine, full as never, { upcoming: 1 }) : explain(engine, full as never);
      const told = plain(answer.violations).map((violation) => {
        const { sole_blocker: _, fix: __, ...others } = violation as WhatIf['violations'][number];
        return others;
      });
      expect(told, `seed ${seed}`).toEqual(violations);
      expect(answer.status, `seed ${seed}`).toBe(status);
      expect(answer.missing, `seed ${seed}`).toEqual([]);
      if (status === 'refused') refused++;
    });
    expect(refused).toBeGreaterThan(COMPLETE / 5);
  });
});

describe('a what-if of what is known so far', () => {
  it('tells only what stands in every completion, and never accepts what one refuses', () => {
    const asked = { undetermined: 0, refused: 0, accepted: 0 };
    let compared = 0;
    asking(OPEN, (campaign, context, random, seed) => {
      const full = completed(context, random);
      const { granted_discount, ...host } = full;
      const redemption = Object.entries(full.redemption).filter(
        ([name]) => !(name in SENT) || random() < 0.6,
      );
      const open: Context = {
        ...host,
        redemption: Object.fromEntries(redemption),
        ...(random() < 0.6 && { granted_discount }),
      };
      const engine = compiledOf(campaign);
      const answer = unlessWrong(() => explain(engine, open as never));
      if (!answer) return;
      asked[answer.status]++;
      const told = rows(answer.violations);
      const completions = [full, ...[1, 2, 3].map(() => completed(open, random))];
      for (const one of completions) {
        const completion = counted(engine, one, open, random);
        // The discount that was left out may have been a wrong one.
        if (referenceContextIssues(campaign, completion).length > 0) continue;
        compared++;
        const of = `seed ${seed}: ${shown(completion)}`;
        const refusals = rows(referenceEvaluate(campaign, completion).violations);
        expect(refusals, of).toEqual(expect.arrayContaining(told));
        // A place that nobody needs is not asked for; one that is none is refused all the same.
        if (answer.status === 'accepted')
          expect(
            refusals.filter((row) => row !== 'location.invalid'),
            of,
          ).toEqual([]);
      }
    });
    expect(compared).toBeGreaterThan(OPEN);
    expect(asked.undetermined).toBeGreaterThan(OPEN / 10);
    expect(asked.refused).toBeGreaterThan(OPEN / 10);
  });
});

/** The reference's refusals at other times, where other periods hold nothing. */
class Later {
  private readonly campaign: TimedCampaign;
  private readonly context: TimedContext;
  private readonly keys: ReadonlyMap<string, string>;

  constructor(campaign: TimedCampaign, context: TimedContext) {
    this.campaign = campaign;
    this.context = context;
    this.keys = new Map(referencePlan(campaign, context).counters.map(({ name, key }) => [name, key]));
  }

  refusals(at: number): string[] {
    const later = { ...this.context, at };
    const usage = referencePlan(this.campaign, later).counters.map(({ name, key }) => {
      return [name, this.keys.get(name) === key ? this.context.usage[name] : 0];
    });
    const counted = { ...later, usage: Object.fromEntries(usage) as Record<string, unknown> };
    return rows(referenceEvaluate(this.campaign, counted).violations);
  }

  isFine(at: number): boolean {
    return this.refusals(at).length === 0;
  }
}

const MOST_ASKED = 40;
const NEAR = 9 * DAY;

/** Turning points between two instants, those next to them first, and instants that are none. */
function instantsBetween(
  campaign: TimedCampaign,
  context: TimedContext,
  from: number,
  to: number,
  random: () => number,
) {
  const spans =
    to - from <= 2 * NEAR
      ? [[from, to]]
      : [
          [from, from + NEAR],
          [to - NEAR, to],
        ];
  const points = spans.flatMap(([start = 0, end = 0]) => turningPoints(campaign, context, start, end));
  const shuffled = points.map((at) => ({ at, order: random() })).toSorted((a, b) => a.order - b.order);
  const chosen = [...points.slice(0, 3), ...points.slice(-3), ...shuffled.map(({ at }) => at)];
  const others = Array.from({ length: 5 }, () => Math.floor(from + random() * (to - from)));
  return [from + 1, to - 1, ...others, ...chosen.slice(0, MOST_ASKED)].filter((at) => at > from && at < to);
}

/** What is wrong with the times of an answer; nothing if nothing is. */
function wrongTimes(
  campaign: TimedCampaign,
  context: TimedContext,
  answer: WhatIf,
  random: () => number,
): string | undefined {
  const later = new Later(campaign, context);
  const { at } = context;
  const text = (instant: number) => new Date(instant).toISOString();
  const between = (from: number, to: number) => instantsBetween(campaign, context, from, to, random);
  const fineBetween = (from: number, to: number) =>
    between(from, to).find((instant) => later.isFine(instant));
  const { next_valid_at: next, next_valid_reason: reason, upcoming, status } = answer;

  if (status === 'refused') {
    const until = typeof next === 'string' ? Date.parse(next) : Math.min(at + FIVE_YEARS, LAST_INSTANT);
    if (until <= at) return 'not after the context';
    const early = fineBetween(at, until);
    if (early !== undefined) return `fine at ${text(early)}, before ${next}`;
    if (typeof next === 'string' && !later.isFine(until)) return `refused at ${next}`;
    if (next === null) {
      const wrong = wrongReason(reason, later, at, between(at, until));
      if (wrong !== undefined) return wrong;
    } else if (upcoming[0]?.start !== next) return 'the first window is not the next';
  }
  for (const [i, { start, end }] of upcoming.entries()) {
    const before = i === 0 ? at : Date.parse(upcoming[i - 1]?.end ?? '');
    const [from, to] = [Date.parse(start), end === null ? at + FIVE_YEARS : Date.parse(end)];
    if (!later.isFine(from)) return `refused at ${start}, where a window starts`;
    const refused = between(from, Math.min(to, LAST_INSTANT)).find((instant) => !later.isFine(instant));
    if (refused !== undefined) return `refused at ${text(refused)}, in a window`;
    if (end !== null && later.isFine(to)) return `fine at ${end}, where a window ends`;
    const early = from > before ? fineBetween(before, from) : undefined;
    if (early !== undefined) return `fine at ${text(early)}, before a window`;
  }
  return undefined;
}

/** What waiting never lifts; or else what comes, or comes again, before all else is gone. Both are told in the end. */
function wrongReason(
  reason: WhatIf['next_valid_reason'],
  later: Later,
  at: number,
  instants: readonly number[],
): string | undefined {
  if (reason === 'horizon') return undefined;
  const told = rows(reason as readonly Violation[]);
  if (told.length === 0) return 'no reason';
  const end = later.refusals(Math.max(...instants));
  const isLasting = (row: string) =>
    [at, ...instants].every((instant) => later.refusals(instant).includes(row));
  const lasting = told.filter(isLasting);
  const lifted = told.find((row) => !end.includes(row) || (lasting.length > 0 && !lasting.includes(row)));
  return lifted && `${lifted} is lifted`;
}

const LAST_INSTANT = 253_402_300_799_999;

function timesOf({ campaign, context }: ReturnType<typeof timedCase>): WhatIf {
  return plain(whatIf(compiledOf(campaign), context as never, { upcoming: 3 }));
}

describe('the next valid times', () => {
  it('are those at which the reference finds nothing wrong, and no others', () => {
    const found = { times: 0, never: 0, horizon: 0, windows: 0 };
    for (let seed = SEED; seed < SEED + TIMED; seed++) {
      const { campaign, context } = timedCase(seed);
      const answer = timesOf({ campaign, context });
      found.windows += answer.upcoming.length;
      if (typeof answer.next_valid_at === 'string') found.times++;
      else if (answer.status === 'refused')
        found[answer.next_valid_reason === 'horizon' ? 'horizon' : 'never']++;
      const of = `seed ${seed}: ${shown({ campaign, context, answer })}`;
      expect(wrongTimes(campaign, context, answer, randomFrom(seed)), of).toBeUndefined();
    }
    expect(found.times).toBeGreaterThan(TIMED / 10);
    expect(found.never).toBeGreaterThan(TIMED / 10);
    expect(found.windows).toBeGreaterThan(TIMED / 2);
  });

  const later = (answer: WhatIf, by: number) => moved(answer.next_valid_at, by);
  it.each<[string, (answer: WhatIf) => Partial<WhatIf>]>([
    ['a millisecond early', (answer) => ({ next_valid_at: later(answer, -1) })],
    ['a millisecond late', (answer) => ({ next_valid_at: later(answer, 1) })],
    ['an hour late', (answer) => ({ next_valid_at: later(answer, 3_600_000) })],
    ['never', () => ({ next_valid_at: null, next_valid_reason: 'horizon' })],
    ['without its first window', ({ upcoming }) => ({ upcoming: upcoming.slice(1) })],
    ['without its second window', ({ upcoming }) => ({ upcoming: upcoming.toSpliced(1, 1) })],
    [
      'with a window that ends a millisecond late',
      ({ upcoming: [first, ...others] }) => ({
        upcoming: first ? [{ ...first, end: moved(first.end, 1) }, ...others] : [],
      }),
    ],
    [
      'with a window that ends a millisecond early',
      ({ upcoming: [first, ...others] }) => ({
        upcoming: first ? [{ ...first, end: moved(first.end, -1) }, ...others] : [],
      }),
    ],
  ])('are found wrong where one is %s', (_, broken) => {
    expect(
      isFoundAmong(
        200,
        ({ next_valid_at, upcoming }) => typeof next_valid_at === 'string' && upcoming.length === 3,
        broken,
      ),
    ).toBe(true);
  });

  it.each<[string, (answer: WhatIf) => Partial<WhatIf>]>([
    ['none', () => ({ next_valid_reason: [] })],
    ['all that is wrong now', ({ violations }) => ({ next_valid_reason: violations })],
  ])('are found wrong where the reason for none is %s', (_, broken) => {
    const isNever = ({ next_valid_reason: reason, violations }: WhatIf) =>
      Array.isArray(reason) && reason.length < violations.length;
    expect(isFoundAmong(600, isNever, broken)).toBe(true);
  });
});

function isFoundAmong(
  cases: number,
  isMeant: (answer: WhatIf) => boolean,
  broken: (answer: WhatIf) => Partial<WhatIf>,
): boolean {
  for (let seed = SEED; seed < SEED + cases; seed++) {
    const { campaign, context } = timedCase(seed);
    const answer = timesOf({ campaign, context });
    if (!isMeant(answer)) continue;
    if (wrongTimes(campaign, context, { ...answer, ...broken(answer) }, randomFrom(seed)) !== undefined)
      return true;
  }
  return false;
}

function moved(instant: string | null | undefined, by: number): string {
  return new Date(Date.parse(String(instant)) + by).toISOString();
}
