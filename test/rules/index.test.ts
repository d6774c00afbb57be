import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalog } from '../../src/index.ts';
import { registry } from '../../src/rules/index.ts';

const rules = readdirSync('src/rules').filter((file) => file !== 'index.ts');

it('registers each rule of the folder once', () => {
  expect(registry).toHaveLength(rules.length);
  expect(new Set(registry.map(({ type }) => type)).size).toBe(rules.length);
});

it('has a test beside each rule', () => {
  const tests = new Set(readdirSync('test/rules'));
  expect(rules.filter((file) => !tests.has(file.replace('.ts', '.test.ts')))).toEqual([]);
});

it('can report every published row but the one of confirmed redemptions, which no rule decides', () => {
  const owned = new Set(registry.flatMap(({ rows }) => [...rows.keys()]));
  const orphans = catalog
    .map(({ attribute, error_code }) => `${attribute}.${error_code}`)
    .filter((key) => !owned.has(key));
  expect(orphans).toEqual(['base.can_not_delete_already_confirmed']);
  expect(owned.size).toBe(catalog.length - 1);
});

it('asks again on confirmation what the law lists, and nothing else', () => {
  const asked = registry.filter(({ retestOnConfirm }) => retestOnConfirm !== false).map(({ type }) => type);
  expect(asked.sort()).toEqual([
    'all_of',
    'any_of',
    'budget',
    'max_redemptions',
    'max_total_budget',
    'new_customer',
    'per_customer',
    'status',
    'subscription',
    'voucher_type',
  ]);
  // Groups pass the question on: a host's rule in one may have to be asked.
  const evenIfHeld = registry.filter((rule) => rule.retestOnConfirm === 'even_if_held');
  expect(evenIfHeld.map(({ type }) => type)).toEqual(['status', 'any_of', 'all_of']);
});
