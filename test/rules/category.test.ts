import { describe, expect, it } from 'vitest';
import { decideFor, issuesOf, told, withRules, type Fields } from '../support/campaigns.ts';

const MISSING_CATEGORY = ['categories.missing_required_category'];
const MISSING_TAGS = ['categories.missing_required_tags'];
const FORBIDDEN = ['categories.includes_forbidden_tags'];

function decideCategories(categories: unknown, lists: Fields) {
  return decideFor(withRules({ type: 'category', category: 'department', ...lists }), { categories });
}

const shoes = { name: 'department', tags: ['shoes'] };
const outlet = { name: 'department', tags: ['outlet'] };
const brand = { name: 'brand', tags: ['shoes', 'outlet'] };

describe('a category', () => {
  it.each([
    [undefined, MISSING_CATEGORY],
    [null, MISSING_CATEGORY],
    [[], MISSING_CATEGORY],
    [[brand], MISSING_CATEGORY],
    [[{ name: 'Department', tags: [] }], MISSING_CATEGORY],
    [[{ name: 'department ', tags: [] }], MISSING_CATEGORY],
    [[{ name: 'department', tags: [] }], []],
    [[brand, shoes], []],
  ])('without lists only has to be there: %j tells %j', (categories, rows) => {
    expect(told(decideCategories(categories, {}))).toEqual(rows);
  });

  it.each([
    [undefined, MISSING_CATEGORY],
    [null, MISSING_CATEGORY],
    [[], MISSING_CATEGORY],
    [[brand], MISSING_CATEGORY],
    [[{ name: 'department', tags: [] }], MISSING_TAGS],
    [[outlet], MISSING_TAGS],
    [[outlet, brand], MISSING_TAGS],
    [[{ name: 'department', tags: ['Shoes'] }], MISSING_TAGS],
    [[{ name: 'department', tags: ['shoes '] }], MISSING_TAGS],
    [[shoes], []],
    [[outlet, shoes], []],
    [[{ name: 'department', tags: ['outlet', 'bags'] }], []],
  ])('with any_of needs one of these tags: %j tells %j', (categories, rows) => {
    expect(told(decideCategories(categories, { any_of: ['shoes', 'bags'] }))).toEqual(rows);
  });

  it.each([
    [undefined, []],
    [null, []],
    [[], []],
    [[brand], []],
    [[{ name: 'department', tags: [] }], []],
    [[shoes], []],
    [[{ name: 'department', tags: ['Outlet'] }], []],
    [[outlet], FORBIDDEN],
    [[shoes, outlet], FORBIDDEN],
    [[{ name: 'department', tags: ['shoes', 'outlet'] }], FORBIDDEN],
  ])('with none_of has none of these tags, absence included: %j tells %j', (categories, rows) => {
    expect(told(decideCategories(categories, { none_of: ['outlet', 'gift'] }))).toEqual(rows);
  });

  it.each([
    [[], MISSING_CATEGORY],
    [[shoes], []],
    [[outlet], [...MISSING_TAGS, ...FORBIDDEN]],
    [[shoes, outlet], FORBIDDEN],
    [[{ name: 'department', tags: ['bags'] }], MISSING_TAGS],
  ])('with both lists may fail both: %j tells %j', (categories, rows) => {
    expect(told(decideCategories(categories, { any_of: ['shoes'], none_of: ['outlet'] }))).toEqual(rows);
  });

  it('with one tag in both lists can never hold', () => {
    const both = { any_of: ['shoes'], none_of: ['shoes'] };
    expect(told(decideCategories([shoes], both))).toEqual(FORBIDDEN);
    expect(told(decideCategories([], both))).toEqual(MISSING_CATEGORY);
  });

  it('tells what the shopper can act on', () => {
    const lists = { any_of: ['shoes', 'bags'], none_of: ['outlet'] };
    expect(decideCategories([outlet], lists).violations).toEqual([
      {
        attribute: 'categories',
        error_code: 'missing_required_tags',
        message: 'Categories do not include any of the required tags',
        expected: { category: 'department', any_of: ['shoes', 'bags'] },
        campaign: 'spring',
        rule: '/rules/0',
      },
      {
        attribute: 'categories',
        error_code: 'includes_forbidden_tags',
        message: 'Categories include forbidden tags',
        expected: { category: 'department', none_of: ['outlet'] },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
    expect(decideCategories([], lists).violations).toEqual([
      {
        attribute: 'categories',
        error_code: 'missing_required_category',
        message: 'Categories are missing a required category',
        expected: { category: 'department' },
        campaign: 'spring',
        rule: '/rules/0',
      },
    ]);
  });
});

describe('categories that cannot be read', () => {
  it.each([
    ['a text', 'department'],
    ['a number', 5],
    ['false', false],
    ['an object', { name: 'department', tags: ['shoes'] }],
    ['a list-like object', { 0: shoes, length: 1 }],
    ['an entry that is a text', [shoes, 'department']],
    ['an entry that is null', [shoes, null]],
    ['an entry that is a list', [shoes, ['department', ['shoes']]]],
    ['an entry that is a list with names', [shoes, Object.assign([], shoes)]],
    ['an entry without a name', [shoes, { tags: [] }]],
    ['an entry with a number for a name', [shoes, { name: 5, tags: [] }]],
    ['an entry without tags', [shoes, { name: 'brand' }]],
    ['an entry whose tags are null', [shoes, { name: 'brand', tags: null }]],
    ['an entry whose tags are a text', [shoes, { name: 'brand', tags: 'shoes' }]],
    ['an entry with a number among its tags', [shoes, { name: 'brand', tags: ['shoes', 5] }]],
    ['an entry whose name is inherited', [shoes, Object.create(shoes)]],
    ['a hole', [shoes, , shoes]],
    ['a hole among the tags', [{ name: 'department', tags: ['shoes', , 'bags'] }]],
    ['only holes for tags', [{ name: 'department', tags: new Array<string>(2) }]],
  ])('(%s) prove nothing', (_, categories) => {
    for (const lists of [{}, { any_of: ['shoes'] }, { none_of: ['outlet'] }]) {
      expect(decideCategories(categories, lists).violations).toMatchObject([
        { error_code: 'missing_required_category', expected: { category: 'department' } },
      ]);
    }
  });

  it('fail every category rule, and no other', () => {
    const config = withRules(
      { type: 'category', category: 'department' },
      { type: 'category', category: 'brand', none_of: ['x'] },
      { type: 'transaction_cost', minimum: '1' },
    );
    expect(decideFor(config, { categories: 'none' }).violations).toMatchObject([
      { rule: '/rules/0', expected: { category: 'department' } },
      { rule: '/rules/1', expected: { category: 'brand' } },
    ]);
    expect(told(decideFor(withRules(), { categories: 'none' }))).toEqual([]);
  });
});

describe('many category rules', () => {
  it('are all asked, and told in rule order within a row', () => {
    const config = withRules(
      { type: 'category', category: 'a', none_of: ['x'] },
      { type: 'category', category: 'b', any_of: ['y'] },
      { type: 'category', category: 'c', any_of: ['z'] },
      { type: 'category', category: 'd' },
    );
    const categories = [
      { name: 'a', tags: ['x'] },
      { name: 'b', tags: [] },
      { name: 'c', tags: [] },
    ];
    expect(
      decideFor(config, { categories }).violations.map(({ error_code, rule }) => [error_code, rule]),
    ).toEqual([
      ['missing_required_tags', '/rules/1'],
      ['missing_required_tags', '/rules/2'],
      ['includes_forbidden_tags', '/rules/0'],
      ['missing_required_category', '/rules/3'],
    ]);
  });

  it('are not asked again when a reservation is confirmed', () => {
    const confirm = { operation: 'confirm', existing: { status: 'pending', claims: [] } };
    const config = withRules({ type: 'category', category: 'department' });
    expect(told(decideFor(config, { categories: 5 }, confirm))).toEqual([]);
  });
});

describe('the config of a category', () => {
  it('may name a tag twice, and one tag in both lists', () => {
    const rule = { type: 'category', category: '', any_of: ['a', 'a'], none_of: ['a', ''] };
    expect(issuesOf(withRules(rule))).toEqual([]);
  });

  it.each([
    [{}, '/rules/0/category'],
    [{ category: 5 }, '/rules/0/category'],
    [{ category: null }, '/rules/0/category'],
    [{ category: 'a', any_of: [] }, '/rules/0/any_of'],
    [{ category: 'a', none_of: [] }, '/rules/0/none_of'],
    [{ category: 'a', any_of: 'shoes' }, '/rules/0/any_of'],
    [{ category: 'a', any_of: null }, '/rules/0/any_of'],
    [{ category: 'a', any_of: ['shoes', 5] }, '/rules/0/any_of/1'],
    [{ category: 'a', none_of: [null] }, '/rules/0/none_of/0'],
    [{ category: 'a', all_of: ['shoes'] }, '/rules/0/all_of'],
    [{ category: 'a', tags: ['shoes'] }, '/rules/0/tags'],
  ])('%j is an issue at %s', (rule, path) => {
    expect(issuesOf(withRules({ type: 'category', ...rule }))).toMatchObject([{ path }]);
  });
});
