import * as v from 'valibot';
import { describe, expectTypeOf, it } from 'vitest';
import {
  catalog,
  compile,
  countLimit,
  defineRule,
  safeCompile,
  toErrorResponse,
  type Attribute,
  type Campaign,
  type Claim,
  type CompileResult,
  type ConfigIssue,
  type ConfigSchema,
  type Decision,
  type HeldClaim,
  type ErrorCode,
  type PlanContext,
  type Redemption,
  type RedemptionContext,
  type RowKey,
  type Rule,
  type Violation,
} from '../src/index.ts';

declare const campaign: Campaign;
declare const context: RedemptionContext;
declare const anything: ConfigSchema;

const definition = {
  type: 'acme_x',
  config: anything,
  retestOnConfirm: false,
} as const;

describe('a row', () => {
  it('of the catalog is known by name', () => {
    expectTypeOf<'customer.required'>().toExtend<RowKey>();
    expectTypeOf<'customer.requird'>().not.toExtend<RowKey>();
    expectTypeOf<'budget.required'>().not.toExtend<RowKey>();
    expectTypeOf<'origin_redemption'>().toExtend<Attribute>();
    expectTypeOf<'not_original'>().toExtend<ErrorCode>();
    expectTypeOf(catalog[0].message).toEqualTypeOf<string>();
    expectTypeOf(catalog[0].error_code).toEqualTypeOf<'can_not_delete_already_confirmed'>();
  });

  it('of the catalog cannot be changed', () => {
    // @ts-expect-error a published message is the publisher's
    catalog[0].message = 'Mine';
    expectTypeOf(catalog).not.toHaveProperty('push');
    expectTypeOf(catalog).toHaveProperty('length').toEqualTypeOf<31>();
  });

  it('that is misspelt does not compile', () => {
    defineRule({
      ...definition,
      // @ts-expect-error no such row
      rows: ['customer.requird'],
      compile: () => ({ check: () => undefined }),
    });
    defineRule({
      ...definition,
      // @ts-expect-error an error code alone is not a row
      rows: ['required'],
      compile: () => ({ check: () => undefined }),
    });
  });

  it('that a rule does not own cannot be prepared by it', () => {
    defineRule({
      ...definition,
      rows: ['customer.required', { attribute: 'shop', error_code: 'acme.closed', message: 'Closed' }],
      compile(_, env) {
        type Own = Parameters<(typeof env)['violation']>[0];
        expectTypeOf<Own>().toEqualTypeOf<'customer.required' | 'shop.acme.closed'>();
        env.violation('customer.required');
        env.violation('shop.acme.closed');
        // @ts-expect-error a published row, but not this rule's
        env.violation('location.required');
        // @ts-expect-error its own row, misspelt
        env.violation('shop.acme.close');
        return { check: () => undefined };
      },
    });
    defineRule({
      ...definition,
      rows: [],
      compile(_, env) {
        // @ts-expect-error it owns none
        env.violation('customer.required');
        return { check: () => undefined };
      },
    });
  });

  it('is told only as it was prepared', () => {
    defineRule({
      ...definition,
      rows: ['customer.required'],
      compile(_, env) {
        const required = env.violation('customer.required');
        return {
          check(_redemption, report) {
            report(required);
            report(required.ofLimit(countLimit(env.counters.redemptions(), 1, { exceeded: required })));
            // @ts-expect-error not by name
            report('customer.required');
            // @ts-expect-error not as a row
            report({ attribute: 'customer', error_code: 'required', message: '' });
            // @ts-expect-error not with details of its own
            report(required, { limit: 1, used: 1, requested: 1, remaining: 0 });
          },
        };
      },
    });
  });
});

describe('a rule', () => {
  it('compiles what its schema reads', () => {
    const channel = defineRule({
      ...definition,
      type: 'acme_channel',
      rows: [],
      config: v.strictObject({
        type: v.literal('acme_channel'),
        channels: v.array(v.picklist(['web', 'app'])),
        most: v.optional(v.number(), 5),
        note: v.optional(v.string()),
        since: v.pipe(
          v.string(),
          v.transform((text) => new Date(text)),
        ),
      }),
      compile(config) {
        expectTypeOf(config.type).toEqualTypeOf<'acme_channel'>();
        expectTypeOf(config.channels).toEqualTypeOf<('web' | 'app')[]>();
        expectTypeOf(config.most).toEqualTypeOf<number>();
        expectTypeOf(config.note).toEqualTypeOf<string | undefined>();
        expectTypeOf(config.since).toEqualTypeOf<Date>();
        expectTypeOf(config).not.toHaveProperty('colour');
        return { check: () => undefined };
      },
    });
    expectTypeOf(channel).toExtend<Rule>();
    expectTypeOf(channel.type).toEqualTypeOf<'acme_channel'>();
    compile({}, { rules: [channel] });
  });

  it('checks a redemption that it cannot change', () => {
    defineRule({
      ...definition,
      rows: [],
      compile: () => ({
        check(redemption) {
          expectTypeOf(redemption).toEqualTypeOf<Redemption>();
          expectTypeOf(redemption.at).toEqualTypeOf<number>();
          expectTypeOf(redemption.customerIdentifier).toEqualTypeOf<string | undefined>();
          expectTypeOf(redemption.field('anything')).toBeUnknown();
          // @ts-expect-error it was read once, and stays
          redemption.at = 0;
        },
      }),
    });
  });

  it('may have nothing to check, and must say when it is asked again', () => {
    defineRule({ ...definition, rows: [], compile: () => ({}) });
    // @ts-expect-error nothing about confirmation
    defineRule({ type: 'acme_x', config: anything, rows: [], compile: () => ({ check: () => undefined }) });
    defineRule({
      ...definition,
      rows: [],
      // @ts-expect-error always or never
      retestOnConfirm: 'sometimes',
      compile: () => ({ check: () => undefined }),
    });
  });
});

describe('a campaign', () => {
  it('is compiled from anything', () => {
    expectTypeOf(compile).parameter(0).toBeUnknown();
    expectTypeOf(compile).returns.toEqualTypeOf<Campaign>();
    expectTypeOf(safeCompile).returns.toEqualTypeOf<CompileResult>();
    const result = safeCompile(null);
    if (result.success) {
      expectTypeOf(result.campaign).toEqualTypeOf<Campaign>();
      expectTypeOf(result).not.toHaveProperty('issues');
    } else {
      expectTypeOf(result.issues).toEqualTypeOf<readonly ConfigIssue[]>();
      expectTypeOf(result.omitted).toEqualTypeOf<number>();
      expectTypeOf(result).not.toHaveProperty('campaign');
    }
  });

  it('cannot be changed', () => {
    // @ts-expect-error it is frozen
    campaign.id = 'other';
  });

  it('plans without what the plan is made to load', () => {
    expectTypeOf<PlanContext>().not.toHaveProperty('usage');
    expectTypeOf<PlanContext>().not.toHaveProperty('granted_discount');
    campaign.plan({ at: 0, voucher: { code: 'A' } });
    // @ts-expect-error the time is needed
    campaign.plan({ voucher: { code: 'A' } });
    const [counter] = campaign.plan(context).counters;
    expectTypeOf(counter?.window?.start).toEqualTypeOf<string | undefined>();
  });

  it('is asked about a context of the host’s facts', () => {
    campaign.evaluate({ at: new Date(0), voucher: { code: 'A' }, redemption: 'anything at all' });
    campaign.evaluate({
      at: '2026-11-21T00:00Z',
      voucher: { code: 'A', customer_identifier: null },
      usage: { a: 1, b: '2' },
    });
    // @ts-expect-error the voucher is needed
    campaign.evaluate({ at: 0 });
    // @ts-expect-error the code is needed
    campaign.evaluate({ at: 0, voucher: {} });
    // @ts-expect-error no such operation
    campaign.evaluate({ at: 0, voucher: { code: 'A' }, operation: 'undo' });
    // @ts-expect-error a count is no flag
    campaign.evaluate({ at: 0, voucher: { code: 'A' }, usage: { a: true } });
    campaign.evaluate({
      at: 0,
      voucher: { code: 'A' },
      // @ts-expect-error an origin is original, or not
      origin: { redeemed_at: 0, original: 'yes', customer_identifier: null },
    });
  });
});

describe('a decision', () => {
  it('is what goes over the wire', () => {
    const decision = campaign.evaluate(context);
    expectTypeOf(decision).toEqualTypeOf<Decision>();
    expectTypeOf(decision.status).toEqualTypeOf<'accepted' | 'refused'>();
    expectTypeOf(decision.violations).toEqualTypeOf<readonly Violation[]>();
    expectTypeOf(decision.claims).toEqualTypeOf<readonly Claim[]>();
    expectTypeOf(decision.releases).toEqualTypeOf<readonly HeldClaim[] | undefined>();
    expectTypeOf<Violation['rule']>().toEqualTypeOf<string | null>();
    expectTypeOf<Violation['attribute']>().toEqualTypeOf<string>();
    expectTypeOf<Claim>().toEqualTypeOf<{
      readonly name: string;
      readonly key: string;
      readonly add: number | string;
      readonly limit: number | string | null;
    }>();
    expectTypeOf(decision.claims).not.toHaveProperty('push');
  });

  it('gives a held claim back as it was', () => {
    const { claims } = campaign.evaluate(context);
    campaign.evaluate({ ...context, operation: 'cancel', existing: { status: 'pending', claims } });
  });

  it('is answered in the published shape', () => {
    const response = toErrorResponse(campaign.evaluate(context));
    expectTypeOf(response.error_code).toEqualTypeOf<'invalid'>();
    expectTypeOf(response.message).toEqualTypeOf<'Redemption is invalid'>();
    type Told = (typeof response.errors)[number];
    expectTypeOf<Told>().not.toHaveProperty('details');
    expectTypeOf<Told>().not.toHaveProperty('campaign');
    expectTypeOf<Told>().not.toHaveProperty('rule');
  });
});
