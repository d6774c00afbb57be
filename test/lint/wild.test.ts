// What lint says of wild campaigns, against contexts that are aimed at their edges: many zones and changes of clocks,
// areas of every kind, amounts
// that no double holds, chains of four.

import { describe, expect, it } from 'vitest';
import { compile, type Campaign, type RedemptionContext } from '../../src/index.ts';
import { lint, type Finding } from '../../src/lint/index.ts';
import { campaignOfSeed, CONTEXTS_PER_CAMPAIGN, randomCase, type Context } from '../support/generate.ts';
import {
  amountOf,
  type CampaignJson,
  leavesOf,
  levelsOf,
  readAmount,
  referenceContextIssues,
} from '../support/reference.ts';
import { without } from './support/without.ts';

const CAMPAIGNS = Number(process.env['LINT_CAMPAIGNS'] ?? 70);
const SEED = Number(process.env['LINT_SEED'] ?? 5_000);

/** With every campaign of the chain active. */
function activated(campaign: CampaignJson): CampaignJson {
  const { parent, ...level } = campaign;
  return { ...level, status: 'active', ...(parent && { parent: activated(parent) }) };
}

/** Numbers on both sides of the limits of a campaign, and nothing. */
function valuesNear(campaign: CampaignJson): bigint[] {
  const limits = levelsOf(campaign).flatMap(({ campaign: level }) => [
    level.max_redemptions,
    level.max_total_budget,
    ...leavesOf(level.rules).map((rule) =>
      rule.type === 'budget' ? rule.limit : rule.type === 'per_customer' ? rule.max_redemptions : undefined,
    ),
  ]);
  const whole = limits.flatMap((limit) => (limit === undefined ? [] : [amountOf(limit).units / 10n ** 18n]));
  return [0n, ...whole.flatMap((value) => [value - 1n, value])].filter(
    (value) => value >= 0n && value < 10n ** 15n,
  );
}

/**
 * The context to redeem, with the same number in every counter: as if all that was ever redeemed were the same few
 * redemptions.
 */
function redeeming(context: Context, campaign: Campaign, value: bigint): RedemptionContext | undefined {
  const { operation: _, existing: __, ...facts } = context;
  const asked = { ...facts, granted_discount: '0' } as unknown as RedemptionContext;
  if (
    referenceContextIssues(campaign.config, { ...asked, usage: usageOf(campaign, asked, value) }).length > 0
  )
    return undefined;
  return asked;
}

function usageOf(campaign: Campaign, context: RedemptionContext, value: bigint): Record<string, string> {
  try {
    const { counters } = campaign.plan(context);
    return Object.fromEntries(
      counters.map(({ name }) => [name, name.startsWith('transaction.') ? '0' : String(value)]),
    );
  } catch {
    return {};
  }
}

function costOf(context: RedemptionContext): bigint | undefined {
  const { redemption } = context;
  if (typeof redemption !== 'object' || redemption === null) return undefined;
  return readAmount((redemption as Record<string, unknown>)['total_transaction_cost'])?.units;
}

describe('what lint says of wild campaigns holds of aimed contexts', () => {
  it('accepts nothing, refuses nothing, does not matter', () => {
    const seen: Record<string, number> = {};
    for (let number = 0; number < CAMPAIGNS; number++) {
      const seed = (SEED + number) * CONTEXTS_PER_CAMPAIGN;
      const config = activated(campaignOfSeed(seed));
      const campaign = compile(config);
      const { findings } = lint(campaign);
      for (const { kind } of findings) seen[kind] = (seen[kind] ?? 0) + 1;
      const impossible = findings.filter(({ kind }) => kind === 'never_accepts');
      const idle = findings.filter(({ kind }) => kind === 'never_matters' || kind === 'never_refuses');
      const others = impossible.length > 0 ? campaign : compile(without(config as never, idle));
      const values = valuesNear(config);
      for (let i = 0; i < CONTEXTS_PER_CAMPAIGN; i++) {
        const { context } = randomCase(seed + i);
        for (const value of values.slice(0, 6)) {
          const asked = isContext(context) ? redeeming(context, campaign, value) : undefined;
          if (asked === undefined || (costOf(asked) ?? 0n) < 0n) continue;
          const verdict = (one: Campaign) => one.evaluate({ ...asked, usage: usageOf(one, asked, value) });
          const { status } = verdict(campaign);
          seen[status] = (seen[status] ?? 0) + 1;
          const where = `seed ${seed + i}, ${JSON.stringify({ value: String(value), idle: idle.map(briefly), impossible: impossible.map(briefly) })}`;
          if (impossible.length > 0) expect(status, where).toBe('refused');
          else expect(verdict(others).status, where).toBe(status);
        }
      }
    }
    console.log('wild campaigns:', seen);
    expect(
      Math.min(...['accepted', 'refused', 'never_accepts', 'never_matters'].map((kind) => seen[kind] ?? 0)),
    ).toBeGreaterThan(2);
  });
});

function briefly({ campaign, path, message }: Finding): string {
  return `${campaign}${path}: ${message}`;
}

/** Some contexts are none. */
function isContext(context: unknown): boolean {
  return typeof context === 'object' && context !== null && !Array.isArray(context);
}
