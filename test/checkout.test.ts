// The checkout of examples/checkout: the whole life of a redemption over HTTP, and whatever else a client may send.

import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { buildCheckout } from '../examples/checkout/app.ts';
import { vouchers } from '../examples/checkout/vouchers.ts';
import { inMemoryLedger, LedgerUnavailableError, type Ledger } from '../src/ledger/index.ts';

const NOON = Date.parse('2026-11-21T12:00:00Z');
let now = NOON;
let app: FastifyInstance;

function checkout(ledger: Ledger = inMemoryLedger()): Promise<FastifyInstance> {
  return buildCheckout({ vouchers, ledger, now: () => new Date(now) });
}

beforeEach(async () => {
  now = NOON;
  app = await checkout();
});

function order(transaction_id: string, changes: object = {}) {
  return {
    voucher_code: 'FLASH',
    redemption: { transaction_id, total_transaction_cost: '50.00', ...changes },
  };
}

async function post(url: string, payload: object | string, headers: Record<string, string> = {}) {
  const response = await app.inject({
    method: 'POST',
    url,
    payload,
    headers: typeof payload === 'string' ? { 'content-type': 'application/json', ...headers } : headers,
  });
  return {
    status: response.statusCode,
    body: response.json<Record<string, unknown>>(),
    headers: response.headers,
  };
}

describe('the checkout', () => {
  it('redeems once, and gives the same answer to the same request', async () => {
    const first = await post('/redemptions', order('order-1'));
    expect(first).toMatchObject({ status: 200, body: { status: 'accepted', transaction_id: 'order-1' } });
    const again = await post('/redemptions', order('order-1'));
    expect(again.body).toStrictEqual(first.body);
    expect(await post('/redemptions', order('order-1', { total_transaction_cost: '60.00' }))).toMatchObject({
      status: 422,
      body: { errors: [{ attribute: 'transaction_id', error_code: 'must_be_unique' }] },
    });
  });

  it('tells every reason in the published response, and nothing of the operator', async () => {
    const { status, body } = await post('/redemptions', order('', { total_transaction_cost: '19.99' }));
    expect(status).toBe(422);
    expect(body).toStrictEqual({
      error_code: 'invalid',
      message: 'Redemption is invalid',
      errors: [
        {
          attribute: 'total_transaction_cost',
          error_code: 'below_campaign_minimum',
          message: 'Total transaction cost must be greater than or equal to the campaign minimum of 20.00',
          expected: { minimum: '20.00' },
        },
        { attribute: 'transaction_id', error_code: 'required', message: 'Transaction ID is required' },
      ],
    });
  });

  it('validates without counting', async () => {
    for (let i = 0; i < 3; i++) expect((await post('/validate', order('order-1'))).status).toBe(200);
    expect((await post('/validate', order('order-1', { total_transaction_cost: '1.00' }))).status).toBe(422);
    expect((await post('/reservations/order-1/confirm', order('order-1'))).status).toBe(404);
  });

  it('validates a cart that is not complete, and tells what is missing and what would help', async () => {
    const { transaction_id: _, ...known } = order('x').redemption;
    const cart = (redemption: object) => ({ ...order('x'), redemption });
    expect(await post('/validate', cart(known))).toMatchObject({
      status: 200,
      body: { status: 'undetermined', missing: ['transaction_id'] },
    });
    expect(await post('/validate', cart({ ...known, total_transaction_cost: '16.50' }))).toMatchObject({
      status: 422,
      body: {
        errors: [
          {
            error_code: 'below_campaign_minimum',
            fix: { changes: [{ path: 'redemption.total_transaction_cost', value: '20.00' }], by: '3.50' },
          },
        ],
        next_valid_at: null,
      },
    });
  });

  it('answers for a used code, and for somebody else’s, as for one that does not exist', async () => {
    const ask = async (url: string, code: string, id: string, customer_identifier: string) => {
      const { status, body } = await post(url, { ...order(id, { customer_identifier }), voucher_code: code });
      return { status, body };
    };
    const nowhere = { status: 404, body: { error_code: 'not_found', message: 'Voucher not found' } };
    expect(await ask('/redemptions', 'NO-SUCH-CODE', 'order-1', 'ada')).toEqual(nowhere);
    expect(await ask('/redemptions', 'WELCOME-ADA', 'order-1', 'bob')).toEqual(nowhere);
    expect(await ask('/validate', 'WELCOME-ADA', 'order-1', 'bob')).toEqual(nowhere);
    expect(await ask('/redemptions', 'WELCOME-ADA', 'order-1', 'ada')).toMatchObject({ status: 200 });
    expect(await ask('/redemptions', 'WELCOME-ADA', 'order-2', 'ada')).toEqual(nowhere);
    expect(await ask('/validate', 'WELCOME-ADA', 'order-2', 'ada')).toEqual(nowhere);
    const metrics = await app.inject({ url: '/metrics' });
    for (const reason of ['customer.does_not_match_assigned_customer', 'voucher.unique_code_already_used'])
      expect(metrics.body, 'the operator knows').toContain(`outcome="${reason}"`);
  });

  it('reserves, confirms, and refunds', async () => {
    const held = await post('/reservations', order('order-1'));
    expect(held.body).toStrictEqual({
      status: 'accepted',
      transaction_id: 'order-1',
      expires_at: '2026-11-21T12:15:00.000Z',
    });
    for (let i = 0; i < 2; i++)
      expect((await post('/reservations/order-1/confirm', order('x'))).status).toBe(200);
    expect(await post('/reservations/order-1/cancel', order('x'))).toMatchObject({
      status: 422,
      body: { errors: [{ error_code: 'can_not_delete_already_confirmed' }] },
    });
    for (let i = 0; i < 2; i++) {
      expect(await post('/redemptions/order-1/refund', order('x'))).toMatchObject({
        body: { status: 'given_back' },
      });
    }
    expect((await post('/redemptions/order-2/refund', order('x'))).status).toBe(404);
  });

  it('cancels, and is too late for what has expired', async () => {
    await post('/reservations', order('order-1'));
    expect((await post('/redemptions/order-1/refund', order('x'))).status).toBe(409);
    expect((await post('/reservations/order-1/cancel', order('x'))).status).toBe(200);
    await post('/reservations', order('order-2'));
    now += 15 * 60_000;
    expect(await post('/reservations/order-2/confirm', order('x'))).toMatchObject({
      status: 409,
      body: { error: 'it is expired' },
    });
  });

  it('asks to try again while the ledger is unavailable', async () => {
    const broken: Ledger = {
      ...inMemoryLedger(),
      read: () => Promise.reject(new LedgerUnavailableError('pool_exhausted', 'no')),
    };
    app = await checkout(broken);
    expect(await post('/redemptions', order('order-1'))).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
    });
    app = await checkout({ ...broken, read: () => Promise.reject(new Error('secret')) });
    expect(await post('/redemptions', order('order-1'))).toMatchObject({
      status: 500,
      body: { error: 'internal error' },
    });
  });

  it.each([
    ['what is no JSON', '{"voucher_code":', 400],
    ['an empty body', '', 400],
    ['a list', '[]', 400],
    ['no code', '{}', 400],
    ['a code that is too long', JSON.stringify({ voucher_code: 'x'.repeat(201) }), 400],
    ['a redemption that is no object', '{"voucher_code":"FLASH","redemption":7}', 400],
    ['a polluting body', '{"voucher_code":"FLASH","__proto__":{"polluted":1}}', 400],
    ['a polluting constructor', '{"voucher_code":"FLASH","constructor":{"prototype":{"polluted":1}}}', 400],
    [
      'an oversized body',
      JSON.stringify({ voucher_code: 'FLASH', redemption: { note: 'x'.repeat(40_000) } }),
      413,
    ],
    ['an unknown code', '{"voucher_code":"NOPE"}', 404],
    ['nothing that was redeemed', '{"voucher_code":"FLASH"}', 422],
    [
      'hostile values',
      '{"voucher_code":"FLASH","redemption":{"transaction_id":{"a":1},"location":[],"total_transaction_cost":1e999}}',
      422,
    ],
    ['a tower', `{"voucher_code":"FLASH","redemption":{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}}`, 422],
  ])('answers %s with a 4xx', async (_, payload, expected) => {
    expect((await post('/redemptions', payload)).status).toBe(expected);
    expect('polluted' in {}).toBe(false);
  });

  it('answers other content types with 415', async () => {
    expect((await post('/redemptions', '<xml/>', { 'content-type': 'text/xml' })).status).toBe(415);
  });

  it('describes itself and counts what it answers', async () => {
    await post('/redemptions', order('order-1'));
    await post('/redemptions', order('order-2', { total_transaction_cost: '1.00' }));
    const metrics = (await app.inject('/metrics')).body;
    expect(metrics).toContain('checkout_outcomes_total{operation="redeem",outcome="accepted"} 1');
    expect(metrics).toContain('outcome="total_transaction_cost.below_campaign_minimum"} 1');
    expect(metrics).toContain('checkout_request_seconds_count{route="/redemptions",status="422"} 1');
    const { openapi, paths } = (await app.inject('/openapi.json')).json<{ openapi: string; paths: object }>();
    expect(openapi).toMatch(/^3\./);
    expect(Object.keys(paths)).toStrictEqual([
      '/validate',
      '/redemptions',
      '/reservations',
      '/reservations/{transaction_id}/confirm',
      '/reservations/{transaction_id}/cancel',
      '/redemptions/{transaction_id}/refund',
    ]);
  });
});
