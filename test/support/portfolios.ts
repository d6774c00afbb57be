// Portfolios and contexts for them, and the same questions put to each campaign by itself.

import fc from 'fast-check';
import * as v from 'valibot';
import {
  compile,
  countLimit,
  defineRule,
  type Campaign,
  type CompileOptions,
  type Decision,
  type PortfolioContext,
  type Qualification,
  type RedemptionContext,
} from '../../src/index.ts';
import { campaigns, contextsFor, type AmountJson, type CampaignJson, type Context } from './arbitraries.ts';

/** Rules of a host's own: one that says nothing of what it needs, one that does, one that counts. */
export const options: CompileOptions = {
  rules: [
    defineRule({
      type: 'acme_even',
      rows: [{ attribute: 'transaction', error_code: 'acme.odd', message: 'Transaction is odd' }],
      config: v.strictObject({ type: v.literal('acme_even') }),
      retestOnConfirm: false,
      compile(_, env) {
        const odd = env.violation('transaction.acme.odd');
        return {
          check: ({ transactionId }, report) => {
            if (transactionId?.endsWith('1')) report(odd);
          },
        };
      },
    }),
    defineRule({
      type: 'acme_since',
      rows: ['voucher.not_valid_at_this_time'],
      config: v.strictObject({ type: v.literal('acme_since'), instant: v.number() }),
      retestOnConfirm: false,
      compile({ instant }, env) {
        const tooEarly = env.violation('voucher.not_valid_at_this_time');
        return {
          needs: { instants: [{ start: instant, end: Infinity }] },
          check: ({ at }, report) => {
            if (!(at >= instant)) report(tooEarly);
          },
        };
      },
    }),
    defineRule({
      type: 'acme_visits',
      rows: [{ attribute: 'customer', error_code: 'acme.often', message: 'Customer comes too often' }],
      config: v.strictObject({ type: v.literal('acme_visits'), most: v.number() }),
      retestOnConfirm: true,
      compile({ most }, env) {
        const often = env.violation('customer.acme.often');
        const visits = env.counters.own('acme.visits', ({ customerIdentifier }) => customerIdentifier);
        return { limits: [countLimit(visits, most, { exceeded: often })] };
      },
    }),
  ],
};

const ownRules = fc.oneof(
  fc.constant({ type: 'acme_even' }),
  fc
    .integer({ min: -300, max: 300 })
    .map((days) => ({ type: 'acme_since', instant: Date.UTC(2026, 5, 1) + days * 86_400_000 })),
  fc.constantFrom(0, 1, 3).map((most) => ({ type: 'acme_visits', most })),
);

/** A campaign of which there may be many: its id says nothing. */
export const members: fc.Arbitrary<CampaignJson> = fc
  .tuple(campaigns, fc.option(ownRules, { freq: 3, nil: undefined }))
  .map(([campaign, rule]) => (rule ? { ...campaign, rules: [...campaign.rules, rule] } : campaign));

/** The same with an id of its own; ancestors keep theirs, and are shared by name. */
export function named(campaign: CampaignJson, id: string): CampaignJson {
  return { ...campaign, id };
}

export interface Asked {
  /** Without usage. */
  readonly context: PortfolioContext;
  /** What counters hold, by the names that campaigns call them. */
  readonly usedByName: Context['usage'];
  readonly explain: boolean;
}

/** Contexts aimed at some campaigns of many. */
export function askedOf(all: readonly CampaignJson[]): fc.Arbitrary<Asked> {
  return fc
    .tuple(fc.nat(all.length - 1), fc.nat(all.length - 1))
    .chain(([a, b]) =>
      fc.record({
        context: contextsFor(withoutOwn(all[a]!), ['redeem'], withoutOwn(all[b]!)),
        hasVoucher: fc.boolean(),
        discounts: fc.option(
          fc.array(fc.constantFrom<AmountJson>('0', '5.00', 12, '100000'), { minLength: 1 }),
        ),
        explain: fc.boolean(),
      }),
    )
    .map(({ context, hasVoucher, discounts, explain }) => {
      const { usage: usedByName, voucher, operation: _, existing: __, granted_discount, ...rest } = context;
      const byCampaign = discounts?.length ?? 0;
      const discount =
        discounts === null
          ? granted_discount
          : Object.fromEntries(all.map(({ id }, i) => [id, discounts[i % byCampaign] as AmountJson]));
      const asked = { ...rest, ...(hasVoucher && { voucher }), granted_discount: discount };
      return { context: asked, usedByName, explain };
    });
}

/** Aims know the engine's rules alone. */
function withoutOwn(campaign: CampaignJson): CampaignJson {
  return { ...campaign, rules: campaign.rules.filter(({ type }) => !type.startsWith('acme_')) };
}

/** The context with usage by key: of one key the same, whatever a campaign calls it. */
export function withUsage(all: readonly CampaignJson[], { context, usedByName }: Asked) {
  const usage: Record<string, AmountJson> = {};
  for (const campaign of all) {
    for (const { name, key } of compiled(campaign).plan(alone(campaign, context)).counters) {
      usage[key] ??= usedByName[name] ?? 0;
    }
  }
  return { ...context, usage };
}

const known = new WeakMap<CampaignJson, Campaign>();

function compiled(campaign: CampaignJson): Campaign {
  const before = known.get(campaign) ?? compile(campaign, options);
  known.set(campaign, before);
  return before;
}

/** What the context of a portfolio is to one campaign of it. */
function alone(campaign: CampaignJson, context: PortfolioContext): RedemptionContext {
  const { voucher, granted_discount: discount, usage: _, ...rest } = context;
  return {
    ...rest,
    voucher: voucher ?? { code: 'none' },
    granted_discount: typeof discount === 'object' && discount !== null ? discount[campaign.id] : discount,
  };
}

/** Without a code nobody asks whether it is unique. */
function withoutCodes(campaign: CampaignJson): CampaignJson {
  const { voucher_type: _, parent, ...rest } = campaign;
  return { ...rest, ...(parent && { parent: withoutCodes(parent) }) };
}

/** What each campaign by itself decides, with the usage its plan asks for. */
function decideAlone(campaign: CampaignJson, context: PortfolioContext): Decision {
  const asked = context.voucher ? compiled(campaign) : compile(withoutCodes(campaign), options);
  const question = alone(campaign, context);
  const usage = asked.plan(question).counters.map(({ name, key }) => [name, context.usage?.[key]]);
  return asked.evaluate({ ...question, usage: Object.fromEntries(usage) as Record<string, AmountJson> });
}

/** The answer of a portfolio, worked out one campaign after another. */
export function qualifyEach(
  all: readonly CampaignJson[],
  context: PortfolioContext,
  explain = false,
): Qualification {
  const decisions = all.map((campaign) => ({
    campaign: campaign.id,
    decision: JSON.parse(JSON.stringify(decideAlone(campaign, context))) as Decision,
  }));
  const qualified = decisions.filter(({ decision }) => decision.status === 'accepted');
  const refused = decisions.filter(({ decision }) => decision.status === 'refused');
  return explain ? { qualified, refused } : { qualified };
}
