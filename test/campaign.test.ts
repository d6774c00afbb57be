import { describe, expect, it } from 'vitest';
import {
  CampaignConfigError,
  compile,
  InvalidContextError,
  safeCompile,
  type Campaign,
  type ConfigIssue,
} from '../src/index.ts';
import {
  box,
  campaign,
  collection,
  context,
  decide,
  feature,
  issuesOf,
  pathsOf,
  polygon,
  told,
  withRules,
  type Fields,
} from './support/campaigns.ts';

const always = { type: 'time_of_order', windows: [{}] };

/** Every issue there is, listed or not. */
function countIssues(config: unknown): number {
  const result = safeCompile(config);
  return result.success ? 0 : result.issues.length + result.omitted;
}

describe('a compiled campaign', () => {
  it('has its id, and a frozen copy of its config as it was written', () => {
    const config = { id: 'spring', rules: [{ ...always, description: 'always' }], max_total_budget: 5 };
    const spring = compile(config);
    expect(spring.id).toBe('spring');
    expect(JSON.stringify(spring.config)).toBe(JSON.stringify(config));
    config.rules.push(always as never);
    expect(spring.config['rules']).toHaveLength(1);
    expect(Object.isFrozen(spring)).toBe(true);
    expect(() => Object.assign(spring.config, { status: 'active' })).toThrow(TypeError);
  });

  it('does not change with the config it was compiled from', () => {
    const rule = { type: 'transaction_cost', minimum: '10' };
    const config = { id: 'spring', status: 'active', rules: [rule] };
    const spring = compile(config);
    rule.minimum = '1000';
    config.status = 'inactive';
    expect(decide(spring).status).toBe('accepted');
  });

  it('says so where its methods are called on something else', () => {
    const spring = compile(campaign());
    for (const other of [undefined, {}, { ...spring }] as Campaign[]) {
      expect(() => spring.evaluate.call(other, context())).toThrow(/compiled campaign: call its methods/);
      expect(() => spring.plan.call(other, context())).toThrow(/compiled campaign: call its methods/);
    }
  });

  it('needs no more than an id, and is a draft in UTC without rules', () => {
    const draft = compile({ id: 'x' });
    expect(told(decide(draft))).toEqual(['campaign.not_active']);
    const daily = compile(withRules({ type: 'budget', period: 'daily', limit: 1 }));
    expect(daily.plan(context({ at: '2026-11-21T23:59Z' })).counters[0]?.key).toContain('2026-11-21');
  });

  it('may say what it is for, and by which schema', () => {
    const described = {
      $schema: './campaign.schema.json',
      name: 'Spring!',
      rules: [{ ...always, description: '' }],
    };
    expect(issuesOf(campaign(described))).toEqual([]);
  });

  it('may be a list of no rules, and have no parent', () => {
    expect(issuesOf(campaign({ rules: [], parent: null }))).toEqual([]);
    expect(issuesOf(campaign({ rules: undefined, parent: undefined, status: undefined }))).toEqual([]);
    expect(told(decide(campaign({ rules: [], parent: null })))).toEqual([]);
  });

  it('can be compiled twice, side by side', () => {
    const [one, other] = [
      compile(campaign({ max_redemptions: 1 })),
      compile(campaign({ max_redemptions: 2 })),
    ];
    const usage = { redemptions: 1 };
    expect([decide(one, { usage }).status, decide(other, { usage }).status]).toEqual(['refused', 'accepted']);
  });
});

describe('a config with an issue', () => {
  it('is thrown by compile, with every issue', () => {
    const config = { id: 5, status: 'actve', rules: 'none' };
    const ask = () => compile(config);
    expect(ask).toThrow(CampaignConfigError);
    try {
      ask();
    } catch (error) {
      const { name, message, issues, omitted } = error as CampaignConfigError;
      expect(name).toBe('CampaignConfigError');
      expect(omitted).toBe(0);
      expect(issues).toEqual(issuesOf(config));
      expect(message).toBe(
        [
          'invalid campaign',
          '/id: expected a string of 1 to 200 characters, found 5',
          '/rules: expected a list of rules, found "none"',
          '/status: expected one of "draft", "active", "inactive" (did you mean "active"?), found "actve"',
        ].join('\n  '),
      );
    }
    expect(ask).not.toThrow(InvalidContextError);
  });

  it('is said to be the campaign itself where it is', () => {
    expect(() => compile(null)).toThrow('invalid campaign\n  the campaign: expected an object, found null');
    expect(new CampaignConfigError([], 0).message).toBe('invalid campaign');
  });

  it.each([
    [null, 'an object', 'null'],
    [undefined, 'a JSON value', 'nothing'],
    ['{}', 'an object', '"{}"'],
    [5, 'an object', '5'],
    [true, 'an object', 'true'],
    [[], 'an object', 'an empty list'],
    [[{ id: 'x' }], 'an object', 'a list'],
    [() => ({ id: 'x' }), 'a JSON value', 'a function'],
    [5n, 'a JSON value', 'a bigint'],
    [Symbol('x'), 'a JSON value', 'a symbol'],
  ])('that is %s', (config, expected, found) => {
    expect(issuesOf(config)).toEqual([
      { path: '', message: `expected ${expected}, found ${found}`, expected, found },
    ]);
  });

  it.each([
    ['an empty one', {}, '/id'],
    ['no id', { id: undefined }, '/id'],
    ['an empty id', { id: '' }, '/id'],
    ['a number for an id', { id: 42 }, '/id'],
    ['null for an id', { id: null }, '/id'],
    ['a number for a name', campaign({ name: 5 }), '/name'],
    ['null for a name', campaign({ name: null }), '/name'],
    ['null for a schema', campaign({ $schema: null }), '/$schema'],
    ['an unknown zone', campaign({ time_zone: 'Europe/Atlantis' }), '/time_zone'],
    ['a fixed offset', campaign({ time_zone: '+01:00' }), '/time_zone'],
    ['an empty zone', campaign({ time_zone: '' }), '/time_zone'],
    ['null for a zone', campaign({ time_zone: null }), '/time_zone'],
    ['null for a status', campaign({ status: null }), '/status'],
    ['null for a voucher type', campaign({ voucher_type: null }), '/voucher_type'],
    ['null for a limit', campaign({ max_redemptions: null }), '/max_redemptions'],
    ['null for a budget', campaign({ max_total_budget: null }), '/max_total_budget'],
    ['null for rules', campaign({ rules: null }), '/rules'],
    ['an object for rules', campaign({ rules: {} }), '/rules'],
    ['a text for a parent', campaign({ parent: 'year' }), '/parent'],
    ['false for a parent', campaign({ parent: false }), '/parent'],
    ['a list for a parent', campaign({ parent: [] }), '/parent'],
    ['a parent without an id', campaign({ parent: {} }), '/parent/id'],
    ['a rule that is null', withRules(null), '/rules/0'],
    ['a rule that is undefined', withRules(always, undefined), '/rules/1'],
    ['a rule that is a text', withRules('new_customer'), '/rules/0'],
    ['a rule that is a list', withRules([always]), '/rules/0'],
    ['a rule without a type', withRules({ windows: [{}] }), '/rules/0/type'],
    ['a rule of an unknown type', withRules({ type: 'weather' }), '/rules/0/type'],
    ['a rule of a type that objects have', withRules({ type: 'constructor' }), '/rules/0/type'],
    ['a rule of a type that every redemption has', withRules({ type: 'transaction_id' }), '/rules/0/type'],
    ['a rule of a type in a list', withRules({ type: ['new_customer'] }), '/rules/0/type'],
    ['a description of null', withRules({ ...always, description: null }), '/rules/0/description'],
    ['an unknown key', campaign({ limit: 5 }), '/limit'],
    ['a key of the wire in another style', campaign({ maxRedemptions: 5 }), '/maxRedemptions'],
    ['a key that objects have', campaign({ toString: 1 }), '/toString'],
    ['a key with a slash', campaign({ 'a/b~c': 1 }), '/a~1b~0c'],
    ['a key that is empty', campaign({ '': 1 }), '/'],
    ['an unknown key of null', campaign({ extra: null }), '/extra'],
  ])('that has %s', (_, config, path) => {
    expect(pathsOf(config)).toEqual([path]);
  });

  it('tells what was expected of a rule', () => {
    expect(issuesOf(withRules(null, { type: 5 }, { type: 'new_custommer' }))).toEqual([
      {
        path: '/rules/0',
        message: 'expected a rule: an object with a "type", found null',
        found: 'null',
        expected: 'a rule: an object with a "type"',
      },
      expect.objectContaining({ path: '/rules/1/type', found: '5' }),
      {
        path: '/rules/2/type',
        message:
          'expected a type of rule: time_frame, time_of_order, area, budget, transaction_cost, per_customer, ' +
          'new_customer, subscription, category, any_of, all_of (did you mean "new_customer"?), found "new_custommer"',
        found: '"new_custommer"',
        expected:
          'a type of rule: time_frame, time_of_order, area, budget, transaction_cost, per_customer, ' +
          'new_customer, subscription, category, any_of, all_of (did you mean "new_customer"?)',
      },
    ]);
  });

  it('guesses what an unknown key means', () => {
    const keys =
      '$schema, id, name, time_zone, rules, parent, status, max_redemptions, max_total_budget, voucher_type';
    expect(issuesOf(campaign({ max_redemption: 5, timezone: 'UTC', colour: 'red' }))).toEqual([
      {
        path: '/max_redemption',
        message: `expected only the keys ${keys} (did you mean "max_redemptions"?), found the key "max_redemption"`,
        found: 'the key "max_redemption"',
        expected: `only the keys ${keys} (did you mean "max_redemptions"?)`,
      },
      {
        path: '/timezone',
        message: `expected only the keys ${keys} (did you mean "time_zone"?), found the key "timezone"`,
        found: 'the key "timezone"',
        expected: `only the keys ${keys} (did you mean "time_zone"?)`,
      },
      {
        path: '/colour',
        message: `expected only the keys ${keys}, found the key "colour"`,
        found: 'the key "colour"',
        expected: `only the keys ${keys}`,
      },
    ]);
  });

  it('says what a key that is not there should have been', () => {
    expect(issuesOf({})).toEqual([
      {
        path: '/id',
        message: 'expected a string of 1 to 200 characters, found nothing',
        found: 'nothing',
        expected: 'a string of 1 to 200 characters',
      },
    ]);
  });

  it('tells all of them at once, at every level', () => {
    const config = {
      id: '',
      statuss: 'active',
      time_zone: 'Mars',
      max_redemptions: -1,
      extra: 1,
      rules: [
        { type: 'transaction_cost', minimum: 'x', maximum: 5, colour: 1, size: 2 },
        {
          type: 'any_of',
          rules: [{ type: 'budgett' }, { type: 'time_frame', windows: [{}, { end: 'soon' }] }],
        },
        { type: 'area', areas: collection(polygon([box(0, 0, 200, 1)])) },
        { type: 'category', any_of: [], none_of: ['a', 5] },
      ],
      parent: {
        id: 'year',
        rules: [null],
        parent: { id: 'year', voucher_type: 'both', rules: [{ type: 'per_customer' }] },
      },
    };
    expect(pathsOf(config).sort()).toEqual([
      '/extra',
      '/id',
      '/max_redemptions',
      '/parent/parent/id',
      '/parent/parent/rules/0/max_redemptions',
      '/parent/parent/voucher_type',
      '/parent/rules/0',
      '/rules/0/colour',
      '/rules/0/minimum',
      '/rules/0/size',
      '/rules/1/rules/0/type',
      '/rules/1/rules/1/windows/0',
      '/rules/1/rules/1/windows/1/end',
      '/rules/2/areas/features/0/geometry/coordinates/0/1/0',
      '/rules/2/areas/features/0/geometry/coordinates/0/2/0',
      '/rules/3/any_of',
      '/rules/3/category',
      '/rules/3/none_of/1',
      '/statuss',
      '/time_zone',
    ]);
  });
});

describe('the id of a campaign', () => {
  it.each([
    ['x'.repeat(1), true],
    ['x'.repeat(199), true],
    ['x'.repeat(200), true],
    ['x'.repeat(201), false],
    ['😀'.repeat(200), true],
    ['😀'.repeat(201), false],
    [`${'😀'.repeat(199)}x`, true],
    [`${'😀'.repeat(199)}xy`, false],
    ['é'.repeat(200), true],
    ['\u0301'.repeat(201), false],
    ['\ud800'.repeat(200), true],
    [' ', true],
    ['', false],
    ['x'.repeat(400), false],
    ['x'.repeat(10_000_000), false],
  ])('has 1 to 200 characters (%#)', (id, isAllowed) => {
    expect(pathsOf({ id })).toEqual(isAllowed ? [] : ['/id']);
  });
});

describe('a chain of parents', () => {
  function chainOf(levels: number, fields: Fields = {}): Fields {
    let chain: Fields | null = null;
    for (let level = levels; level > 0; level--) {
      chain = { id: `level-${level}`, status: 'active', ...fields, parent: chain };
    }
    return chain ?? {};
  }

  it.each([
    [7, []],
    [8, []],
    [9, ['/parent'.repeat(8)]],
    [30, ['/parent'.repeat(8)]],
  ])('of %i campaigns has issues at %j', (levels, paths) => {
    expect(pathsOf(chainOf(levels))).toEqual(paths);
  });

  it('says how long it may be', () => {
    expect(issuesOf(chainOf(9))).toMatchObject([
      { expected: 'at most 8 campaigns in a chain of parents', found: 'another parent' },
    ]);
  });

  it('of eight decides at all levels', () => {
    const decision = decide(chainOf(8, { max_redemptions: 1 }), { usage: { redemptions: 0 } });
    expect(decision.claims.filter(({ limit, add }) => limit === 1 && add === 1)).toHaveLength(9);
    const name = `${'parent.'.repeat(7)}redemptions`;
    expect(decide(chainOf(8, { max_redemptions: 1 }), { usage: { [name]: 1 } }).violations).toMatchObject([
      { campaign: 'level-8', rule: '/max_redemptions' },
    ]);
  });

  it('repeats no id', () => {
    const config = { id: 'a', parent: { id: 'b', parent: { id: 'a', parent: { id: 'b' } } } };
    expect(issuesOf(config)).toEqual([
      {
        path: '/parent/parent/id',
        message: 'expected an id of its own in the chain of parents, found "a"',
        found: '"a"',
        expected: 'an id of its own in the chain of parents',
      },
      expect.objectContaining({ path: '/parent/parent/parent/id', found: '"b"' }),
    ]);
    expect(pathsOf({ id: 'a', status: 'x', parent: { id: 'a', name: 5 } }).sort()).toEqual([
      '/parent/id',
      '/parent/name',
      '/status',
    ]);
    expect(pathsOf({ id: 'a', parent: { id: 'A', parent: { id: 'a ' } } })).toEqual([]);
  });

  it('without ids repeats none', () => {
    expect(pathsOf({ parent: { parent: { id: '/parent' } } })).toEqual(['/id', '/parent/id']);
    expect(pathsOf({ id: 5, parent: { id: 5 } })).toEqual(['/id', '/parent/id']);
  });

  it('that is a cycle is refused', () => {
    const cycle: Record<string, unknown> = { id: 'a' };
    cycle['parent'] = cycle;
    expect(pathsOf(cycle)).toContain('/parent'.repeat(8));
  });

  it('reads no more below a parent that is wrong', () => {
    expect(pathsOf(campaign({ parent: 5 }))).toEqual(['/parent']);
    expect(pathsOf(campaign({ parent: { id: 'b', parent: 'c' } }))).toEqual(['/parent/parent']);
  });
});

describe('the rules of a campaign', () => {
  const rules = (count: number) => new Array<unknown>(count).fill(always);
  const group = (...nested: unknown[]) => ({ type: 'any_of', rules: nested });

  it.each([
    [rules(999), []],
    [rules(1_000), []],
    [rules(1_001), ['/rules']],
    [[...rules(500), group(...rules(498))], []],
    [[...rules(500), group(...rules(499))], []],
    [[...rules(500), group(...rules(500))], ['/rules']],
    [[group(...rules(332)), group(...rules(332)), group(group(...rules(332)))], []],
    [[group(...rules(332)), group(...rules(333)), group(group(...rules(332)))], ['/rules']],
  ])('are at most 1,000, nested ones counted (%#)', (list, paths) => {
    expect(pathsOf(campaign({ rules: list }))).toEqual(paths);
  });

  it('that are too many are told so', () => {
    expect(issuesOf(campaign({ rules: rules(1_001) }))).toMatchObject([
      { path: '/rules', expected: 'at most 1000 rules in a campaign' },
    ]);
  });

  it('are counted campaign by campaign', () => {
    const parent = { id: 'year', status: 'active', rules: rules(1_000) };
    expect(pathsOf(campaign({ rules: rules(1_000), parent }))).toEqual([]);
    expect(pathsOf(campaign({ parent: { ...parent, rules: rules(1_001) } }))).toEqual(['/parent/rules']);
    expect(told(decide(campaign({ rules: rules(1_000), parent })))).toEqual([]);
  });
});

describe('issues beyond the hundredth', () => {
  it.each([
    [99, 99, 0],
    [100, 100, 0],
    [101, 100, 1],
    [1_000, 100, 900],
  ])('of %i broken rules are counted', (broken, listed, omitted) => {
    const result = safeCompile(campaign({ rules: new Array(broken).fill(5) }));
    expect(result).toMatchObject({ success: false, omitted });
    expect(result.success || result.issues).toHaveLength(listed);
  });

  it.each([
    ['windows', { type: 'time_of_order' }],
    ['any_of', { type: 'category', category: 'a' }],
  ])('of 101 broken %s are counted as well', (key, rule) => {
    expect(countIssues(withRules({ ...rule, [key]: new Array(101).fill(5) }))).toBe(101);
  });

  it('of 101 unknown keys are counted as well', () => {
    const unknown = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`key-${i}`, i]));
    expect(countIssues(campaign(unknown))).toBe(101);
  });

  it('stand in the message as a number', () => {
    expect(() => compile(campaign({ rules: new Array(101).fill(5) }))).toThrow('  and 1 more');
    expect(() => compile(campaign({ rules: new Array(100).fill(5) }))).not.toThrow(' more');
    const ask = () => compile(campaign({ rules: new Array(102).fill(5) }));
    expect(ask).toThrow('  and 2 more');
    try {
      ask();
    } catch (error) {
      expect((error as CampaignConfigError).omitted).toBe(2);
      expect((error as CampaignConfigError).message.split('\n')).toHaveLength(102);
    }
  });
});

describe('a hostile config', () => {
  const HOSTILE = { timeout: 15_000 };

  function fail(): never {
    throw new Error('never read me');
  }

  function isTold(config: unknown): readonly ConfigIssue[] {
    const issues = issuesOf(config);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.length).toBeLessThanOrEqual(100);
    return issues;
  }

  it.each([['__proto__'], ['constructor'], ['prototype']])('may not have a key %s, at any level', (key) => {
    const text = `{"id":"x","${key}":{"status":"active"},
      "rules":[{"type":"new_customer","${key}":1},
        {"type":"area","areas":{"type":"FeatureCollection","${key}":1,"features":[
          {"type":"Feature","properties":{"${key}":1},"geometry":
            {"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}}],
      "parent":{"id":"y","${key}":null}}`;
    expect(issuesOf(JSON.parse(text)).map(({ path, found }) => [path, found])).toEqual(
      [
        `/${key}`,
        `/rules/0/${key}`,
        `/rules/1/areas/${key}`,
        `/rules/1/areas/features/0/properties/${key}`,
        `/parent/${key}`,
      ].map((path) => [path, `the forbidden key "${key}"`]),
    );
  });

  it('does not count what it inherits', () => {
    const inherited = Object.create({ id: 'x', status: 'active' }) as object;
    expect(pathsOf(inherited)).toEqual(['/id']);
    const rule = Object.create({ type: 'new_customer' }) as object;
    expect(pathsOf(withRules(rule))).toEqual(['/rules/0/type']);
  });

  it('has getters that are not run', () => {
    let ran = false;
    const config = Object.defineProperty({ status: 'active' }, 'id', {
      enumerable: true,
      get() {
        ran = true;
        return 'x';
      },
    });
    expect(issuesOf(config)).toMatchObject([{ path: '/id', expected: 'a plain value', found: 'a getter' }]);
    expect(ran).toBe(false);
  });

  it('is a proxy that throws', () => {
    const traps = {
      ownKeys: fail,
      get: fail,
      has: fail,
      getOwnPropertyDescriptor: fail,
      getPrototypeOf: fail,
    };
    expect(pathsOf(new Proxy({}, traps))).toEqual(['']);
    expect(pathsOf(withRules(always, new Proxy({}, traps)))).toEqual(['/rules/1']);
    expect(pathsOf(campaign({ rules: new Proxy([], traps) }))).toEqual(['/rules']);
    expect(pathsOf(campaign({ parent: new Proxy({}, traps) }))).toEqual(['/parent']);
  });

  it.each([
    ['functions', () => 1, 'a function'],
    ['bigints', 5n, 'a bigint'],
    ['symbols', Symbol('s'), 'a symbol'],
  ])('has %s where values belong', (_, value, found) => {
    const config = campaign({ id: value, max_redemptions: value, rules: [value, { type: value }] });
    expect(issuesOf(config).map((issue) => [issue.path, issue.found])).toEqual([
      ['/id', found],
      ['/max_redemptions', found],
      ['/rules/0', found],
      ['/rules/1/type', found],
    ]);
  });

  it.each([[Number.NaN], [Infinity], [-Infinity]])('has %d where numbers belong', (value) => {
    const config = campaign({
      max_redemptions: value,
      max_total_budget: value,
      rules: [
        { type: 'transaction_cost', minimum: value, maximum: value },
        { type: 'budget', period: 'daily', limit: value },
        { type: 'subscription', time_limit: { days: value } },
        { type: 'area', areas: collection(polygon([[[value, value], ...box(0, 0, 1, 1)]])) },
      ],
    });
    expect(pathsOf(config)).toHaveLength(8);
  });

  it('has -0, which is 0', () => {
    const config = campaign({ max_redemptions: -0, max_total_budget: -0 });
    expect(decide(config).violations.map(({ details }) => details?.limit)).toEqual([0, '0']);
  });

  it('is a tower of 100,000 levels', HOSTILE, () => {
    for (const step of [
      (inner: unknown) => ({ id: 'x', parent: inner }),
      (inner: unknown) => [inner],
      (inner: unknown) => ({ type: 'any_of', rules: [inner] }),
    ]) {
      let tower: unknown = {};
      for (let level = 0; level < 100_000; level++) tower = step(tower);
      isTold(tower);
      isTold(withRules(tower));
      isTold(campaign({ parent: tower }));
      isTold(withRules({ type: 'area', areas: collection(polygon(tower)) }));
    }
    isTold(JSON.parse(`${'{"parent":'.repeat(100_000)}1${'}'.repeat(100_000)}`));
  });

  it('holds itself', HOSTILE, () => {
    const object: Record<string, unknown> = { id: 'x' };
    Object.assign(object, { parent: object, rules: [object, object], a: object, b: object });
    isTold(object);
    const group: Record<string, unknown> = { type: 'any_of' };
    group['rules'] = [group, group];
    isTold(withRules(group));
    const ring: unknown[] = [];
    ring.push(ring, ring, ring, ring);
    isTold(withRules({ type: 'area', areas: collection(polygon(ring)) }));
  });

  it('has lists of four billion holes', HOSTILE, () => {
    const holes = new Array(4_000_000_000);
    expect(pathsOf(campaign({ rules: holes }))).toContain('/rules/0');
    for (const config of [
      holes,
      withRules({ type: 'any_of', rules: holes }),
      withRules({ type: 'time_frame', windows: holes }),
      withRules({ type: 'time_of_order', windows: [{ days: holes }] }),
      withRules({ type: 'category', category: 'a', any_of: holes }),
      withRules({ type: 'area', areas: { type: 'FeatureCollection', features: holes } }),
      withRules({ type: 'area', areas: collection(polygon(holes), polygon([holes]), polygon([[holes]])) }),
    ]) {
      isTold(config);
    }
  });

  const MILLION = 1_000_000;

  it.each([
    ['windows of numbers', { type: 'time_frame', windows: new Array(MILLION).fill(5) }],
    ['windows that are empty', { type: 'time_frame', windows: new Array(MILLION).fill({}) }],
    ['windows upside down', { type: 'time_frame', windows: new Array(MILLION).fill(upsideDown()) }],
    [
      'windows of broken clocks',
      { type: 'time_of_order', windows: new Array(MILLION).fill({ start: '25:00' }) },
    ],
    ['days', { type: 'time_of_order', windows: [{ days: new Array(MILLION).fill('monday') }] }],
    ['broken days', { type: 'time_of_order', windows: [{ days: new Array(MILLION).fill('moonday') }] }],
    ['broken tags', { type: 'category', category: 'a', any_of: new Array(MILLION).fill(5) }],
    ['broken rules', { type: 'any_of', rules: new Array(MILLION).fill(5) }],
    ['broken features', { type: 'area', areas: collection(...new Array<unknown>(100_000).fill(5)) }],
    ['broken rings', { type: 'area', areas: collection(polygon(new Array(MILLION).fill(5))) }],
    ['broken polygons', { type: 'area', areas: collection(islands(new Array(MILLION).fill(5))) }],
    ['broken positions', { type: 'area', areas: collection(polygon([new Array(MILLION).fill(5)])) }],
  ])('has a million %s', HOSTILE, (_, rule) => {
    const { length } = isTold(withRules(rule));
    expect(length).toBeGreaterThan(0);
  });

  function islands(coordinates: unknown) {
    return feature({ type: 'MultiPolygon', coordinates });
  }

  function upsideDown() {
    return { start: '2026-02-01T00:00', end: '2026-01-01T00:00' };
  }

  it('has a million unknown keys', HOSTILE, () => {
    isTold(campaign(Object.fromEntries(Array.from({ length: 500_000 }, (_, i) => [`key-${i}`, i]))));
  });

  it('has a million forbidden keys', HOSTILE, () => {
    const forbidden: unknown = JSON.parse('{"__proto__":1}');
    isTold(campaign({ rules: new Array(MILLION).fill(forbidden) }));
  });

  it('has texts of ten million characters, and says so in few words', HOSTILE, () => {
    const long = 'x'.repeat(10_000_000);
    const digits = '9'.repeat(10_000_000);
    const config = campaign({
      id: long,
      status: long,
      time_zone: long,
      max_total_budget: digits,
      rules: [
        { type: long },
        { type: 'time_frame', windows: [{ start: digits }], time_zone: long },
        { type: 'time_of_order', windows: [{ start: digits, days: [long] }] },
        { type: 'budget', period: long, limit: digits },
        { type: 'area', areas: { type: long } },
        { type: 'area', areas: collection({ type: long }) },
      ],
    });
    const issues = isTold(config);
    expect(issues).toHaveLength(13);
    for (const { message } of issues) expect(message.length).toBeLessThan(400);
    expect(issuesOf(campaign({ [long]: 1 }))).toHaveLength(1);
    expect(issuesOf(campaign({ name: long, rules: [{ type: 'category', category: long }] }))).toEqual([]);
  });

  it('may say ", found" anywhere', () => {
    const key = 'a, found b';
    expect(issuesOf(campaign({ [key]: 1, status: key }))).toMatchObject([
      { path: '/status', found: `"${key}"`, expected: 'one of "draft", "active", "inactive"' },
      { path: `/${key}`, found: `the key "${key}"` },
    ]);
    expect(issuesOf(withRules({ type: 'area', areas: { type: key } }))).toMatchObject([
      { path: '/rules/0/areas/type', found: `"${key}"`, expected: 'a GeoJSON "FeatureCollection"' },
    ]);
  });
});

describe('a polluted process', () => {
  const prototype = Object.prototype as Record<string, unknown>;
  const config = campaign({
    rules: [
      { type: 'transaction_cost', maximum: '500' },
      { type: 'time_frame', windows: [{ start: '2026-01-01T00:00' }] },
      always,
      { type: 'budget', period: 'daily', limit: 5 },
      { type: 'subscription', max_redemptions: 5 },
      { type: 'per_customer', max_redemptions: 5 },
      { type: 'category', category: 'a', none_of: ['b'] },
      { type: 'area', areas: collection(polygon([box(0, 0, 1, 1)])) },
    ],
  });

  function whilePolluted<Answer>(planted: Fields, ask: () => Answer): Answer {
    try {
      Object.assign(prototype, planted);
      return ask();
    } finally {
      for (const key of Object.keys(planted)) Reflect.deleteProperty(prototype, key);
    }
  }

  it.each([
    [{ minimum: '1000' }],
    [{ end: '2020-01-01T00:00' }],
    [{ days: ['monday'], start: '23:00' }],
    [{ time_limit: { hours: 1 } }],
    [{ period: 'hourly', week_starts_on: 'sunday' }],
    [{ any_of: ['c'] }],
    [{ status: 'inactive', max_redemptions: 0, max_total_budget: 0, voucher_type: 'unique' }],
    [{ time_zone: 'Asia/Tokyo' }],
    [{ parent: { id: 'evil', status: 'inactive' } }],
    [{ name: 'evil', radius_m: 5, bbox: [0, 0, 0, 0] }],
    [{ anything: 'at all' }],
    [{ description: 5 }],
  ])('by %j compiles and decides as if it were clean', (planted) => {
    const sent = { redemption: { transaction_id: 't', total_transaction_cost: '600' } };
    const clean = decide(config, sent);
    expect(whilePolluted(planted, () => issuesOf(config))).toEqual([]);
    expect(whilePolluted(planted, () => JSON.stringify(decide(config, sent)))).toBe(JSON.stringify(clean));
    const compiled = compile(config);
    expect(whilePolluted(planted, () => JSON.stringify(decide(compiled, sent)))).toBe(JSON.stringify(clean));
  });

  it('by the keys of a campaign does not make one of nothing', () => {
    const planted = { id: 'evil', type: 'new_customer', category: 'a', limit: 5, areas: collection() };
    expect(whilePolluted(planted, () => pathsOf({}))).toEqual(['/id']);
    expect(whilePolluted(planted, () => pathsOf(withRules({})))).toEqual(['/rules/0/type']);
  });
});

describe('an issue that only compiling shows', () => {
  it('is told of a rule in a group that is wrong itself', () => {
    const windows = [{ start: '2027-01-01T00:00Z', end: '2026-01-01T00:00' }];
    const group = { type: 'any_of', oops: 1, rules: [{ type: 'time_frame', windows }] };
    expect(issuesOf(withRules(group)).map(({ path }) => path)).toEqual([
      '/rules/0/oops',
      '/rules/0/rules/0/windows/0/end',
    ]);
  });
});
