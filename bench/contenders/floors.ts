// Floors: what it costs only to check the shape of a context, without deciding anything.

import type { Floor } from '../contender.ts';
import { BUDGETS } from '../workload.ts';

const AMOUNT = '^[0-9]{1,30}(\\.[0-9]{1,18})?$';
const INSTANT = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$';
const COUNTS = [
  'transaction.redemptions',
  'customer.redemptions_anywhere',
  'customer.redemptions',
  'origin.redemptions',
  'redemptions',
];
const AMOUNTS = Object.keys(BUDGETS).map((period) => `budget.${period}`);
const REMARK = 'the types and forms of the host facts alone: decides nothing';

interface Ajv {
  readonly Ajv: new (options: {
    allErrors: boolean;
  }) => {
    compile(schema: object): (context: unknown) => boolean;
  };
}

export function ajvFloor(module: unknown): Floor {
  const { Ajv } = module as Ajv;
  const amount = { type: 'string', pattern: AMOUNT };
  const count = { type: 'integer', minimum: 0 };
  const check = new Ajv({ allErrors: true }).compile({
    type: 'object',
    required: ['at', 'voucher', 'redemption', 'granted_discount', 'usage'],
    properties: {
      at: { type: 'string', pattern: INSTANT },
      voucher: {
        type: 'object',
        required: ['code'],
        properties: { code: { type: 'string', minLength: 1 }, customer_identifier: { type: 'string' } },
      },
      redemption: { type: 'object' },
      granted_discount: amount,
      origin: {
        anyOf: [
          { type: 'null' },
          {
            type: 'object',
            required: ['redeemed_at', 'original'],
            properties: {
              redeemed_at: { type: 'string', pattern: INSTANT },
              original: { type: 'boolean' },
              customer_identifier: { type: 'string' },
            },
          },
        ],
      },
      usage: {
        type: 'object',
        required: [...COUNTS, ...AMOUNTS],
        properties: Object.fromEntries([
          ...COUNTS.map((name): [string, object] => [name, count]),
          ...AMOUNTS.map((name): [string, object] => [name, amount]),
        ]),
      },
    },
  });
  return {
    name: 'ajv',
    remark: `${REMARK}; generated code`,
    reads: 'context',
    isValid: check,
  };
}

interface ZodType {
  regex(pattern: RegExp): ZodType;
  min(least: number): ZodType;
  int(): ZodType;
  optional(): ZodType;
  nullable(): ZodType;
  safeParse(value: unknown): { readonly success: boolean };
}

interface Zod {
  readonly z: {
    string(): ZodType;
    number(): ZodType;
    boolean(): ZodType;
    unknown(): ZodType;
    object(shape: Readonly<Record<string, ZodType>>): ZodType;
    record(key: ZodType, value: ZodType): ZodType;
  };
}

export function zodFloor(module: unknown): Floor {
  const { z } = module as Zod;
  const amount = z.string().regex(new RegExp(AMOUNT));
  const instant = z.string().regex(new RegExp(INSTANT));
  const count = z.number().int().min(0);
  const schema = z.object({
    at: instant,
    voucher: z.object({ code: z.string().min(1), customer_identifier: z.string().optional() }),
    redemption: z.record(z.string(), z.unknown()),
    granted_discount: amount,
    origin: z
      .object({ redeemed_at: instant, original: z.boolean(), customer_identifier: z.string().optional() })
      .nullable(),
    usage: z.object(
      Object.fromEntries([
        ...COUNTS.map((name) => [name, count] as const),
        ...AMOUNTS.map((name) => [name, amount] as const),
      ]),
    ),
  });
  return {
    name: 'zod',
    remark: `${REMARK}; makes a copy`,
    reads: 'context',
    isValid: (context) => schema.safeParse(context).success,
  };
}
