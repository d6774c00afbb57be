// What-ifs against the reference reading of the law, on seeded cases: what is told stands in completions, and the next valid time is
// right to the millisecond. A failing case is told with its seed.

import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError, whatIf, type WhatIf } from '../src/index.ts';
import { campaignOfSeed, randomCase, type Context } from './support/generate.ts';
import { plain } from './support/plain.ts';
import { readInstant, referenceEvaluate, referencePlan, type CampaignJson } from './support/reference.ts';

const SCALE = Math.min(1, Number(process.env['DIFFERENTIAL_CASES'] ?? 100_000) / 20_000);
const CASES = Math.ceil(3_000 * SCALE);
const TIMED = Math.ceil(3_000 * SCALE);
const SEED = 20_261_123;
const FIVE_YEARS = 5 * 365 * 86_400_000;
const UNKNOWNS = [
  'transaction_id',
  'customer_identifier',
  'total_transaction_cost',
  'location',
  'categories',
];

type Ask = (campaign: CampaignJson, context: unknown) => WhatIf;
const asked = new Map<CampaignJson, ReturnType<typeof compile>>();
const engine: Ask = (campaign, context) => {
  let compiled = asked.get(campaign);
  if (!compiled) asked.set(campaign, (compiled = compile(campaign)));
  return plain(whatIf(compiled, context as never, { upcoming: 2 }));
};

function rows(violations: readonly { attribute: string; error_code: string }[]): string[] {
  return violations.map(({ attribute, error_code }) => `${attribute}.${error_code}`);
}

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** With every unknown known: what is absent is known to be. */
function completed(context: Context): Context & { redemption: Record<string, unknown> } {
  const { redemption } = context;
  const isObject = typeof redemption === 'object' && redemption !== null && !Array.isArray(redemption);
  const nothing = Object.fromEntries(UNKNOWNS.map((name) => [name, null]));
  const sent = Object.entries(isObject ? redemption : {}).filter(([, value]) => value !== undefined);
  return {
    ...context,
    redemption: { ...nothing, ...Object.fromEntries(sent) },
    granted_discount: context['granted_discount'] ?? '0',
  };
}

/** The reference's decision at another time, with what other periods hold unspent. */
function laterOn(campaign: CampaignJson, context: Context, at: number) {
  const keys = new Map(referencePlan(campaign, context).counters.map(({ name, key }) => [name, key]));
  const later = { ...context, at };
  const usage = Object.fromEntries(
    referencePlan(campaign, later).counters.map(({ name, key }) => {
      const held = (context['usage'] as Record<string, unknown>)[name];
      return [name, keys.get(name) === key ? held : 0];
    }),
  );
  return rows(referenceEvaluate(campaign, { ...later, usage }).violations);
}

function usable(seed: number): { campaign: CampaignJson; context: ReturnType<typeof completed> } | undefined {
  const { campaign, context } = randomCase(seed);
  if (typeof context !== 'object') return undefined;
  const full = completed(context);
  try {
    engine(campaign, full);
    return { campaign, context: full };
  } catch (error) {
    if (error instanceof InvalidContextError) return undefined;
    throw error;
  }
}

/** Of a campaign, the rules in which time matters. */
function timedRules(rules: readonly Record<string, unknown>[] = []): Record<string, unknown>[] {
  const kept = ['time_frame', 'time_of_order', 'budget', 'per_customer', 'subscription'];
  return rules.flatMap((rule) => {
    const nested = timedRules(rule['rules'] as Record<string, unknown>[] | undefined);
    if (nested.length > 0) return [{ ...rule, rules: nested }];
    return kept.includes(rule['type'] as string) ? [rule] : [];
  });
}

function timed(campaign: CampaignJson): CampaignJson {
  const { max_redemptions: _, max_total_budget: __, voucher_type: ___, parent, ...rest } = campaign;
  const rules = timedRules(campaign.rules as never);
  return {
    ...rest,
    status: 'active',
    rules: rules as never,
    ...(parent ? { parent: timed(parent) } : {}),
  };
}

/** A case whose shopper does everything right, with half of the periods spent. */
function timedCase(seed: number, random: () => number) {
  const campaign = plain(timed(campaignOfSeed(seed)));
  const { context } = randomCase(seed);
  if (typeof context !== 'object' || readInstant(context['at']) === undefined) return undefined;
  const sent = context['redemption'];
  const renewal = typeof sent === 'object' && sent !== null && !Array.isArray(sent) ? sent : {};
  const asked: Context = {
    at: context['at'],
    origin: context['origin'],
    voucher: { code: 'V' },
    redemption: {
      categories: null,
      location: null,
      ...renewal,
      transaction_id: 't',
      customer_identifier: 'c',
      total_transaction_cost: '10',
    },
    granted_discount: '1',
  };
  try {
    const usage = referencePlan(campaign, asked).counters.map(({ name, window }) => {
      return [name, window && random() < 0.5 ? '100000000' : 0];
    });
    asked['usage'] = Object.fromEntries(usage);
    engine(campaign, asked);
    return { campaign, context: asked };
  } catch (error) {
    if (error instanceof InvalidContextError) return undefined;
    throw error;
  }
}

/** What is wrong with the answer about time; nothing if nothing is. */
function wrongTime(
  campaign: CampaignJson,
  context: Context,
  answer: WhatIf,
  random: () => number,
): string | undefined {
  const at = readInstant(context['at']) as number;
  const { next_valid_at, next_valid_reason } = answer;
  const isFine = (instant: number) => laterOn(campaign, context, instant).length === 0;
  if (typeof next_valid_at === 'string') {
    const next = Date.parse(next_valid_at);
    if (next <= at) return 'not after the context';
    if (!isFine(next)) return `refused at ${next_valid_at}`;
    const hours = Array.from(
      { length: 5 },
      () => Math.ceil((at + random() * (next - at)) / 3_600_000) * 3_600_000,
    );
    const between = Array.from({ length: 5 }, () => Math.floor(at + random() * (next - at)));
    const early = [next - 1, at + 1, ...hours, ...between].find(
      (time) => time > at && time < next && isFine(time),
    );
    return early === undefined
      ? undefined
      : `fine at ${new Date(early).toISOString()}, before ${next_valid_at}`;
  }
  if (next_valid_reason !== 'horizon' && next_valid_reason?.length === 0) return 'no reason';
  const spans = [FIVE_YEARS, FIVE_YEARS / 50];
  const probes = spans.flatMap((span) =>
    Array.from({ length: 5 }, () => Math.floor(at + 1 + random() * span)),
  );
  const fine = probes.find((time) => time < 253_402_300_799_999 && isFine(time));
  return fine === undefined ? undefined : `null, but fine at ${new Date(fine).toISOString()}`;
}

describe('a what-if of a complete redemption', () => {
  it('has exactly the violations of a decision', () => {
    let refused = 0;
    for (let seed = SEED; seed < SEED + CASES; seed++) {
      const one = usable(seed);
      if (!one) continue;
      const { campaign, context } = one;
      const answer = engine(campaign, context);
      const decision = plain(compile(campaign).evaluate(context as never));
      const told = answer.violations.map(({ sole_blocker: _, fix: __, ...violation }) => violation);
      expect(told, `seed ${seed}`).toEqual(decision.violations);
      expect(answer.status, `seed ${seed}`).toBe(decision.status);
      expect(answer.missing, `seed ${seed}`).toEqual([]);
      if (answer.status === 'refused') refused++;
    }
    expect(refused).toBeGreaterThan(CASES / 5);
  });
});

describe('a what-if of what is known so far', () => {
  it('tells only what stands in the completion, and never accepts what that refuses', () => {
    const random = randomFrom(SEED);
    let undetermined = 0;
    for (let seed = SEED; seed < SEED + CASES; seed++) {
      const one = usable(seed);
      if (!one) continue;
      const { campaign, context } = one;
      const redemption = Object.entries(context.redemption).filter(
        ([name]) => !UNKNOWNS.includes(name) || random() < 0.6,
      );
      const { granted_discount, ...others } = context;
      const part = {
        ...others,
        redemption: Object.fromEntries(redemption),
        ...(random() < 0.6 && { granted_discount }),
      };
      const answer = engine(campaign, part);
      const told = rows(referenceEvaluate(campaign, context).violations);
      for (const row of rows(answer.violations)) expect(told, `seed ${seed}: ${row}`).toContain(row);
      // A place that nobody needs is not asked for; one that is none is refused all the same.
      if (answer.status === 'accepted')
        expect(
          told.filter((row) => row !== 'location.invalid'),
          `seed ${seed}`,
        ).toEqual([]);
      if (answer.status === 'undetermined') undetermined++;
    }
    expect(undetermined).toBeGreaterThan(CASES / 10);
  });
});

describe('the next valid time', () => {
  it('is the first at which the reference finds nothing wrong', () => {
    const random = randomFrom(SEED);
    const found = { times: 0, never: 0, horizon: 0 };
    for (let seed = SEED; seed < SEED + TIMED; seed++) {
      const one = timedCase(seed, random);
      if (!one) continue;
      const { campaign, context } = one;
      const answer = engine(campaign, context);
      if (answer.status !== 'refused') continue;
      if (typeof answer.next_valid_at === 'string') found.times++;
      else found[answer.next_valid_reason === 'horizon' ? 'horizon' : 'never']++;
      expect(wrongTime(campaign, context, answer, random), `seed ${seed}`).toBeUndefined();
      expect(answer.upcoming[0]?.start, `seed ${seed}`).toBe(answer.next_valid_at ?? undefined);
    }
    expect(found.times).toBeGreaterThan(TIMED / 20);
    expect(found.never).toBeGreaterThan(TIMED / 20);
    expect(found.horizon).toBeGreaterThan(0);
  });

  it.each<[string, (answer: WhatIf) => WhatIf]>([
    [
      'a millisecond early',
      ({ next_valid_at, ...answer }) => ({ ...answer, next_valid_at: moved(next_valid_at, -1) }),
    ],
    [
      'an hour late',
      ({ next_valid_at, ...answer }) => ({ ...answer, next_valid_at: moved(next_valid_at, 3_600_000) }),
    ],
    ['never', (answer) => ({ ...answer, next_valid_at: null, next_valid_reason: 'horizon' })],
  ])('is found wrong where it is %s', (_, broken) => {
    const random = randomFrom(SEED);
    let isFound = false;
    for (let seed = SEED; seed < SEED + 400 && !isFound; seed++) {
      const one = timedCase(seed, random);
      if (!one) continue;
      const answer = engine(one.campaign, one.context);
      if (typeof answer.next_valid_at !== 'string') continue;
      isFound = wrongTime(one.campaign, one.context, broken(answer), random) !== undefined;
    }
    expect(isFound).toBe(true);
  });
});

function moved(instant: string | null | undefined, by: number): string {
  return new Date(Date.parse(String(instant)) + by).toISOString();
}
