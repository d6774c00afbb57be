// A checkout backend: validate, redeem, reserve, confirm, cancel, refund. Every verdict is the engine's, every count the ledger's.

import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyServerOptions } from 'fastify';
import { Counter, Histogram, Registry } from 'prom-client';
import {
  notFoundView,
  publicView,
  whatIf,
  type Campaign,
  type Decision,
  type WhatIf,
} from 'redemption-rules';
import {
  cancel,
  confirm,
  giveBack,
  LedgerUnavailableError,
  redeem,
  reserve,
  type Ledger,
  type LedgerContext,
} from 'redemption-rules/ledger';

/** What a voucher code stands for. Looking it up is yours; here it is a `Map`. */
export interface Voucher {
  readonly campaign: Campaign;
  /** What it takes off: computing the discount is yours; here it is fixed. */
  readonly discount: string;
  readonly customer_identifier?: string;
}

export interface Checkout {
  readonly vouchers: ReadonlyMap<string, Voucher>;
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly logger?: FastifyServerOptions['logger'];
}

const HOLD = 15 * 60_000;
/** What a shop's own front end sends is far smaller. */
const LARGEST_BODY = 32 * 1_024;

interface Asked {
  readonly voucher_code: string;
  readonly redemption?: object;
}

const asked = {
  type: 'object',
  required: ['voucher_code'],
  properties: {
    voucher_code: { type: 'string', minLength: 1, maxLength: 200 },
    redemption: {
      type: 'object',
      description: 'What the shopper’s client sends; judged by the engine, whatever is in it.',
    },
  },
} as const;
const named = { type: 'object', properties: { transaction_id: { type: 'string', minLength: 1 } } } as const;
const problem = { type: 'object', properties: { error: { type: 'string' } } } as const;
const notFound = {
  type: 'object',
  description: 'No such voucher: or one whose code must not be guessed.',
  properties: { ...problem.properties, error_code: { const: 'not_found' }, message: { type: 'string' } },
} as const;
const refusal = {
  type: 'object',
  description: 'Every reason to refuse, of the published catalog.',
  properties: {
    error_code: { const: 'invalid' },
    message: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          attribute: { type: 'string' },
          error_code: { type: 'string' },
          message: { type: 'string' },
          expected: { type: 'object', additionalProperties: true },
        },
      },
    },
  },
} as const;
const verdict = {
  type: 'object',
  properties: {
    status: { type: 'string' },
    transaction_id: { type: 'string' },
    expires_at: { type: 'string' },
  },
} as const;
const answers = { 200: verdict, 404: notFound, 409: problem, 422: refusal, 503: problem } as const;

/** Of a what-if: also what is missing, what would help, and when. */
const times = {
  next_valid_at: { type: ['string', 'null'] },
  upcoming: { type: 'array', items: { type: 'object', additionalProperties: true } },
} as const;
const { errors } = refusal.properties;
const fixable = { ...errors.items.properties, fix: { type: 'object', additionalProperties: true } } as const;
const validations = {
  ...answers,
  200: {
    type: 'object',
    properties: {
      status: { type: 'string' },
      missing: { type: 'array', items: { type: 'string' } },
      ...times,
    },
  },
  422: {
    ...refusal,
    properties: {
      ...refusal.properties,
      errors: { ...errors, items: { ...errors.items, properties: fixable } },
      ...times,
    },
  },
} as const;

/** The backend as a fastify application, not listening yet. */
export async function buildCheckout({
  vouchers,
  ledger,
  now,
  logger = false,
}: Checkout): Promise<FastifyInstance> {
  const app = fastify({ logger, bodyLimit: LARGEST_BODY, routerOptions: { maxParamLength: 500 } });
  const metrics = new Registry();
  const outcomes = new Counter({
    name: 'checkout_outcomes_total',
    help: 'Verdicts by operation and reason.',
    labelNames: ['operation', 'outcome'],
    registers: [metrics],
  });
  const seconds = new Histogram({
    name: 'checkout_request_seconds',
    help: 'Time to answer.',
    labelNames: ['route', 'status'],
    registers: [metrics],
  });
  await app.register(swagger, { openapi: { info: { title: 'Checkout', version: '1.0.0' } } });

  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    seconds.observe({ route, status: reply.statusCode }, reply.elapsedTime / 1_000);
    done();
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error instanceof LedgerUnavailableError) {
      request.log.warn({ reason: error.reason, applied: error.applied }, 'the ledger is unavailable');
      return reply
        .code(503)
        .header('retry-after', '1')
        .send({ error: 'try again with the same transaction id' });
    }
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error(error);
    return reply.code(status).send({ error: status >= 500 ? 'internal error' : error.message });
  });

  /** What the shopper sent, with what this host knows. */
  function contextOf(
    { voucher_code: code, redemption }: Asked,
    { discount, customer_identifier }: Voucher,
  ): LedgerContext {
    return { at: now(), voucher: { code, customer_identifier }, redemption, granted_discount: discount };
  }

  function tell(
    reply: FastifyReply,
    operation: string,
    decision: Decision | WhatIf,
    more: object = {},
  ): FastifyReply {
    const { status, violations } = decision;
    const reasons = violations.map(({ attribute, error_code }) => `${attribute}.${error_code}`);
    for (const outcome of reasons.length > 0 ? reasons : [status]) outcomes.inc({ operation, outcome });
    reply.log.info({ operation, reasons }, status);
    const view = publicView(decision);
    if (view.status !== 'refused') return reply.send({ ...view, ...more });
    return reply.code(view.error_code === 'not_found' ? 404 : 422).send(view);
  }

  function post(
    url: string,
    summary: string,
    answer: (
      body: Asked,
      voucher: Voucher,
      reply: FastifyReply,
      transactionId: string,
    ) => Promise<FastifyReply>,
    response: object = answers,
  ): void {
    const params = url.includes(':') ? { params: named } : {};
    const schema = { summary, body: asked, ...params, response };
    app.post<{ Body: Asked; Params: { transaction_id: string } }>(
      url,
      { schema },
      async ({ body, params: of }, reply) => {
        const voucher = vouchers.get(body.voucher_code);
        if (!voucher) return reply.code(404).send(notFoundView);
        return answer(body, voucher, reply, of.transaction_id);
      },
    );
  }

  post(
    '/validate',
    'Would this be accepted, as far as the cart is known? Counts nothing, promises nothing.',
    async (body, voucher, reply) => {
      const context = contextOf(body, voucher);
      const { counters } = voucher.campaign.plan(context);
      const { usage } = await ledger.read({ transactionId: undefined, request: '', counters });
      return tell(reply, 'validate', whatIf(voucher.campaign, { ...context, usage }));
    },
    validations,
  );

  post('/redemptions', 'Redeem at once.', async (body, voucher, reply) => {
    const outcome = await redeem(voucher.campaign, ledger, contextOf(body, voucher));
    if (outcome.status === 'refused') return tell(reply, 'redeem', outcome.decision);
    return tell(reply, 'redeem', outcome.decision, { transaction_id: outcome.redemption.transactionId });
  });

  post('/reservations', 'Hold a redemption for 15 minutes.', async (body, voucher, reply) => {
    const outcome = await reserve(voucher.campaign, ledger, contextOf(body, voucher), { ttl: HOLD });
    if (outcome.status === 'refused') return tell(reply, 'reserve', outcome.decision);
    const { transactionId, expiresAt } = outcome.redemption;
    const expires_at = expiresAt === undefined ? undefined : new Date(expiresAt).toISOString();
    return tell(reply, 'reserve', outcome.decision, { transaction_id: transactionId, expires_at });
  });

  for (const [name, settle] of [
    ['confirm', confirm],
    ['cancel', cancel],
  ] as const) {
    const summary = `${name === 'confirm' ? 'Make a reservation final' : 'End a reservation'}. Safe to repeat.`;
    post(`/reservations/:transaction_id/${name}`, summary, async (body, voucher, reply, transaction_id) => {
      const context = contextOf({ ...body, redemption: { transaction_id } }, voucher);
      const outcome = await settle(voucher.campaign, ledger, context);
      if (outcome.status === 'not_found') return reply.code(404).send({ error: 'no such reservation' });
      if (outcome.status === 'not_settled')
        return reply.code(409).send({ error: `it is ${outcome.redemption.status}` });
      return tell(reply, name, outcome.decision, { transaction_id });
    });
  }

  post(
    '/redemptions/:transaction_id/refund',
    'Give a redemption back: its count, not its budget.',
    async (_, __, reply, id) => {
      const outcome = await giveBack(ledger, id, ({ name }) =>
        name.includes('budget.') ? 'keep' : 'return',
      );
      if (outcome.status === 'not_found') return reply.code(404).send({ error: 'no such redemption' });
      if (outcome.status === 'not_settled')
        return reply.code(409).send({ error: `it is ${outcome.redemption.status}` });
      outcomes.inc({ operation: 'refund', outcome: 'accepted' });
      return reply.send({ status: 'given_back', transaction_id: id });
    },
  );

  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
  app.get('/metrics', { schema: { hide: true } }, async (_, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  return app;
}
