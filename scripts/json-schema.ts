import { getDescription, getMetadata } from 'valibot';
import { campaignSchema } from '../src/campaign-schema.ts';
import type { JsonSchemaHint } from '../src/config-schema.ts';
import { ruleSets } from '../src/loyalty/registry.ts';
import { registry } from '../src/rules/index.ts';

type JsonSchema = Record<string, unknown>;

/** The JSON Schema of a campaign, derived from the registry: for editors, and for those who check before compiling. */
export function campaignJsonSchema(): JsonSchema {
  const campaign = jsonSchemaOf(campaignSchema(registry.filter(isField)) as unknown as Kind);
  const rules = registry.filter(({ place }) => place === 'rules');
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Voucher campaign',
    description:
      'A campaign of redemption-rules. All of its rules must hold for a redemption to be accepted.',
    ...campaign,
    $defs: {
      rule: { anyOf: rules.map(({ type }) => ({ $ref: `#/$defs/${type}` })) },
      ...Object.fromEntries(rules.map(({ type, config }) => [type, jsonSchemaOf(config as unknown as Kind)])),
    },
  };
}

/** The JSON Schema of a loyalty config, derived from the kinds of config that there are. */
export function loyaltyJsonSchema(): JsonSchema {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Loyalty config',
    description:
      'A gift card program, a reward, a credit program or a promotion of vouchers, for redemption-rules.',
    type: 'object',
    required: ['type'],
    oneOf: ruleSets.map(({ type }) => ({ $ref: `#/$defs/${type}` })),
    $defs: Object.fromEntries(
      ruleSets.map(({ type, config }) => [type, jsonSchemaOf(config as unknown as Kind)]),
    ),
  };
}

function isField({ place }: { place: string }): boolean {
  return place === 'campaign field';
}

/** The few kinds of schema that `src/config-schema.ts` makes; `wrapped`, `options`, … as valibot names their parts. */
interface Kind {
  readonly type: string;
  readonly wrapped?: Kind;
  readonly default?: unknown;
  readonly options?: readonly string[];
  readonly literal?: string;
}

function jsonSchemaOf(schema: Kind): JsonSchema {
  const { jsonSchema, items, entries } = getMetadata(schema as never) as JsonSchemaHint;
  const description = getDescription(schema as never);
  return {
    ...(jsonSchema ?? (entries ? objectOf(entries as Readonly<Record<string, Kind>>) : derived(schema))),
    ...(items !== undefined && { items: jsonSchemaOf(items as Kind) }),
    ...(description !== undefined && { description }),
  };
}

function derived(schema: Kind): JsonSchema {
  switch (schema.type) {
    case 'string':
      return { type: 'string' };
    case 'boolean':
      return { type: 'boolean' };
    case 'literal':
      return { const: schema.literal };
    case 'picklist':
      return { enum: schema.options };
    case 'optional':
      return jsonSchemaOf(schema.wrapped as Kind);
    default:
      throw new TypeError(
        `no JSON Schema for the kind ${schema.type}: give it a hint in src/config-schema.ts`,
      );
  }
}

function objectOf(entries: Readonly<Record<string, Kind>>): JsonSchema {
  const required = Object.keys(entries).filter((key) => entries[key]?.type !== 'optional');
  const properties = Object.entries(entries).map(([key, schema]) => [key, jsonSchemaOf(schema)]);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  };
}
