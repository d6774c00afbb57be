import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { generatedFiles } from '../scripts/generate-docs.ts';
import { campaignJsonSchema, loyaltyJsonSchema } from '../scripts/json-schema.ts';
import { safeCompile } from '../src/index.ts';
import { safeCompileLoyalty } from '../src/loyalty/index.ts';
import { ruleSets } from '../src/loyalty/registry.ts';
import { registry } from '../src/rules/index.ts';

const validate = new Ajv({ allErrors: true, strict: false }).compile(campaignJsonSchema());
const campaigns = readdirSync('examples/campaigns').map((file) => ({
  file,
  config: JSON.parse(readFileSync(`examples/campaigns/${file}`, 'utf8')) as Record<string, unknown>,
}));

describe('the generated files', () => {
  test.each(Object.entries(generatedFiles()))('%s is what `npm run docs` makes', (path, text) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

describe('the JSON Schema of a campaign', () => {
  test('there are examples to validate', () => {
    expect(campaigns.length).toBeGreaterThanOrEqual(8);
  });

  test.each(campaigns)('$file is valid', ({ config }) => {
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
  });

  test('describes every rule and every field, so that an editor can explain them', () => {
    const { properties, $defs } = campaignJsonSchema() as {
      properties: Record<string, { description?: string }>;
      $defs: Record<string, { properties?: Record<string, { description?: string; const?: string }> }>;
    };
    for (const [field, schema] of Object.entries(properties)) expect(schema.description, field).toBeTruthy();
    for (const { type, place } of registry) {
      if (place === 'campaign field') expect(properties).toHaveProperty(type);
      if (place !== 'rules') continue;
      const fields = Object.entries($defs[type]?.properties ?? {});
      expect(fields.length, type).toBeGreaterThan(0);
      for (const [field, schema] of fields) {
        expect(field === 'type' ? schema.const : schema.description, `${type}.${field}`).toBeTruthy();
      }
    }
  });

  test.each([
    ['no id', { status: 'active' }],
    ['an unknown status', { id: 'x', status: 'actve' }],
    ['an unknown key', { id: 'x', max_redemption: 1 }],
    ['a null limit', { id: 'x', max_redemptions: null }],
    ['a negative count', { id: 'x', max_redemptions: -1 }],
    ['an amount with an exponent', { id: 'x', max_total_budget: '1e5' }],
    ['an unknown rule', { id: 'x', rules: [{ type: 'budgett' }] }],
    ['an unknown key of a rule', { id: 'x', rules: [{ type: 'new_customer', days: 3 }] }],
    ['an empty list of windows', { id: 'x', rules: [{ type: 'time_frame', windows: [] }] }],
    ['an empty group', { id: 'x', rules: [{ type: 'any_of', rules: [] }] }],
    [
      'a repeated day',
      { id: 'x', rules: [{ type: 'time_of_order', windows: [{ days: ['monday', 'monday'] }] }] },
    ],
    ['a clock of 25:00', { id: 'x', rules: [{ type: 'time_of_order', windows: [{ end: '25:00' }] }] }],
    ['a broken rule in a group', { id: 'x', rules: [{ type: 'any_of', rules: [{ type: 'budget' }] }] }],
    ['a broken parent', { id: 'x', parent: { id: '' } }],
  ])('refuses %s, as compiling does', (_, config) => {
    expect(validate(config)).toBe(false);
    expect(safeCompile(config).success).toBe(false);
  });

  test.each([
    ['the shortest campaign', { id: 'x' }],
    ['no parent', { id: 'x', parent: null }],
    ['amounts as numbers', { id: 'x', rules: [{ type: 'transaction_cost', minimum: 20, maximum: '20.5' }] }],
    [
      'nested groups',
      {
        id: 'x',
        rules: [{ type: 'any_of', rules: [{ type: 'all_of', rules: [{ type: 'new_customer' }] }] }],
      },
    ],
  ])('takes %s, as compiling does', (_, config) => {
    expect(validate(config), JSON.stringify(validate.errors)).toBe(true);
    expect(safeCompile(config).success).toBe(true);
  });
});

describe('the JSON Schema of a loyalty config', () => {
  const validateLoyalty = new Ajv({ allErrors: true, strict: false }).compile(loyaltyJsonSchema());
  const configs = readdirSync('examples/loyalty/configs').map((file) => ({
    file,
    config: JSON.parse(readFileSync(`examples/loyalty/configs/${file}`, 'utf8')) as Record<string, unknown>,
  }));

  test('there is an example of every type', () => {
    const types = new Set(configs.map(({ config }) => config['type']));
    expect([...types].sort()).toEqual(ruleSets.map(({ type }) => type).sort());
  });

  test.each(configs)('$file is valid', ({ config }) => {
    expect(validateLoyalty(config), JSON.stringify(validateLoyalty.errors)).toBe(true);
  });

  test('describes every field, so that an editor can explain it', () => {
    const { $defs } = loyaltyJsonSchema() as {
      $defs: Record<string, { properties: Record<string, { description?: string; const?: string }> }>;
    };
    for (const { type } of ruleSets) {
      for (const [field, schema] of Object.entries($defs[type]!.properties)) {
        expect(field === 'type' ? schema.const : schema.description, `${type}.${field}`).toBeTruthy();
      }
    }
  });

  test.each([
    ['no type', { id: 'x' }],
    ['an unknown type', { type: 'giftcard', id: 'x' }],
    ['no id', { type: 'credit_program' }],
    ['an unknown key', { type: 'credit_program', id: 'x', maximum: 5 }],
    ['a null limit', { type: 'credit_program', id: 'x', max_amount: null }],
    ['a flag as text', { type: 'gift_card', id: 'x', program_active: 'yes' }],
    [
      'an amount with decimals',
      { type: 'gift_card', id: 'x', program_active: true, max_amount_in_cents: 0.5 },
    ],
    ['an unknown cap', { type: 'credit_program', id: 'x', cap: 'reception' }],
    [
      'an unknown period',
      { type: 'reward', id: 'x', required_credits: 1, is_active: true, claim_period: 'dayly' },
    ],
  ])('refuses %s, as compiling does', (_, config) => {
    expect(validateLoyalty(config)).toBe(false);
    expect(safeCompileLoyalty(config).success).toBe(false);
  });
});
