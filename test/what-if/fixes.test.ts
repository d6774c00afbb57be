// What would help: the smallest change, tried on the rules.

import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { compile, defineRule, whatIf, type Fix } from '../../src/index.ts';
import { campaign, circle, collection, polygon, box, withRules, type Fields } from '../support/campaigns.ts';
import { ask, codes, contextOf } from '../support/what-if.ts';

const path = 'redemption.categories';
const category = (fields: Fields) => ({ type: 'category', category: 'dept', ...fields });

function fixOf(config: Fields, redemption: Fields, code: string): Fix | undefined {
  return ask(config, redemption).violations.find(({ error_code }) => error_code === code)?.fix;
}

describe('a category that is missing', () => {
  const entry = (...tags: string[]) => [{ name: 'dept', tags }];

  it('comes with the tags that every rule about it wants, as few as will do', () => {
    const wants = (...lists: string[][]) => withRules(...lists.map((any_of) => category({ any_of })));
    const fixFor = (config: Fields) => fixOf(config, { categories: [] }, 'missing_required_category');
    expect(fixFor(wants(['a'], ['b']))).toEqual({ changes: [{ path, value: entry('a', 'b') }] });
    expect(fixFor(wants(['a', 'b'], ['c', 'b'])), 'one for both').toEqual({
      changes: [{ path, value: entry('b') }],
    });
    expect(fixFor(withRules(category({}), category({ any_of: ['a'] })))).toEqual({
      changes: [{ path, value: entry('a') }],
    });
    const parent = campaign({ id: 'brand', rules: [category({ any_of: ['b'], none_of: ['a'] })] });
    expect(fixFor({ ...withRules(category({ any_of: ['a', 'c'] })), parent })).toEqual({
      changes: [{ path, value: entry('c', 'b') }],
    });
  });

  it('is only to be readable where the rule forbids tags alone', () => {
    const config = withRules(category({ none_of: ['outlet'] }));
    expect(fixOf(config, { categories: 'shoes' }, 'missing_required_category')).toEqual({
      changes: [{ path, value: [] }],
    });
  });
});

describe('a permitted place', () => {
  const here = { location: { latitude: 52.5, longitude: 3.9 } };

  it('is found where the nearest borders are of no use', () => {
    // Holes outside of their shell: nobody is permitted on their borders.
    const holes = Array.from({ length: 4 }, (_, i) => box(3.91 + i / 100, 52.4, 3.915 + i / 100, 52.6));
    const config = withRules({
      type: 'area',
      areas: collection(polygon([box(4, 52, 5, 53), ...holes], 'Here')),
    });
    expect(fixOf(config, here, 'outside_of_permitted_areas')).toMatchObject({
      area: 'Here',
      distance_m: expect.closeTo(6_769, -1) as number,
    });
  });

  it('is the nearest of more borders than anyone looks at closely', () => {
    const stalls = Array.from({ length: 40 }, (_, i) =>
      circle([4 + ((i * 7) % 40) / 100, 52.5], 100, `Stall ${i}`),
    );
    const fix = fixOf(
      withRules({ type: 'area', areas: collection(...stalls) }),
      here,
      'outside_of_permitted_areas',
    );
    expect(fix).toMatchObject({ area: 'Stall 0', distance_m: 6_669 });
  });

  it('is the end of an edge that leads far round the globe', () => {
    const shell = [
      [-65, -31],
      [-25, -89.5],
      [-30, -40],
      [-65, -31],
    ];
    const config = withRules({ type: 'area', areas: collection(polygon([shell], 'South')) });
    const fix = fixOf(config, { location: { latitude: -34, longitude: 180 } }, 'outside_of_permitted_areas');
    expect(fix?.changes[0]?.value).toEqual({ latitude: -89.5, longitude: -25 });
  });

  it('leaves other areas as they are', () => {
    const areas = (west: number, name: string) => ({
      type: 'area',
      areas: collection(polygon([box(west, 52, west + 1, 53)], name)),
    });
    const apart = ask(withRules(areas(4, 'A'), areas(6, 'B')), {
      location: { latitude: 52.5, longitude: 6.5 },
    });
    expect(codes(apart.violations)).toEqual(['outside_of_permitted_areas']);
    expect(apart.violations[0], 'who is in B cannot go to A').not.toHaveProperty('fix');
  });
});

describe('a rule of a host’s own', () => {
  it('may tell the rows of the catalog in its own way: nobody knows what helps', () => {
    const rows = [
      'total_transaction_cost.below_campaign_minimum',
      'total_transaction_cost.above_campaign_maximum',
      'location.outside_of_permitted_areas',
      'categories.missing_required_category',
      'categories.missing_required_tags',
      'categories.includes_forbidden_tags',
    ] as const;
    const moody = defineRule({
      type: 'acme_moody',
      rows,
      config: v.strictObject({ type: v.literal('acme_moody'), areas: v.string() }),
      retestOnConfirm: false,
      compile: (_, env) => ({
        check(_redemption, report) {
          for (const row of rows) report(env.violation(row));
        },
      }),
    });
    const compiled = compile(withRules({ type: 'acme_moody', areas: 'anywhere' }), { rules: [moody] });
    const usage = { 'transaction.redemptions': 0, 'customer.redemptions_anywhere': 0 };
    for (const location of [null, { latitude: 52, longitude: 4 }]) {
      const { violations } = whatIf(compiled, contextOf({ location }, { usage }));
      expect(violations).toHaveLength(rows.length);
      for (const violation of violations) expect(violation).not.toHaveProperty('fix');
    }
  });
});
