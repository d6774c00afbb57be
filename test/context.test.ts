import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { compile, InvalidContextError } from '../src/index.ts';
import {
  box,
  campaign,
  collection,
  context,
  decide,
  decideFor,
  factsWrongIn,
  planned,
  polygon,
  shopper,
  told,
  withRules,
  type Fields,
} from './support/campaigns.ts';

const plain = compile(campaign());
const spending = compile(
  withRules({ type: 'budget', period: 'daily', limit: '500' }, { type: 'per_customer', max_redemptions: 2 }),
);
const renewable = compile(withRules({ type: 'subscription', max_redemptions: 3 }));

const unused = {
  'transaction.redemptions': 0,
  'customer.redemptions_anywhere': 0,
  'budget.daily': '0',
  'customer.redemptions': 0,
  'origin.redemptions': 0,
};

/** What is wrong where a whole context has these fields; sorted, as the order is nobody's business. */
function wrongIn(asked: typeof plain, fields: Fields): string[] {
  return pathsOf(() => asked.evaluate(context({ granted_discount: 1, usage: unused, ...fields })));
}

function pathsOf(ask: () => unknown): string[] {
  return factsWrongIn(ask)
    .map(({ path }) => path)
    .sort();
}

describe('a context', () => {
  it.each([
    [null, 'null'],
    [undefined, 'nothing'],
    ['now', '"now"'],
    [[], 'an empty list'],
    [5, '5'],
    [() => ({}), 'a function'],
  ])('that is %s is told', (value, found) => {
    const issue = { path: '', message: `expected an object, found ${found}`, found, expected: 'an object' };
    expect(factsWrongIn(() => plain.evaluate(value as never))).toEqual([issue]);
    expect(factsWrongIn(() => plain.plan(value as never))).toEqual([issue]);
  });

  it('that is empty is told all that is missing', () => {
    expect(factsWrongIn(() => spending.evaluate({} as never))).toEqual([
      {
        path: '/at',
        message:
          'expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date, found nothing',
        found: 'nothing',
        expected: 'an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date',
      },
      {
        path: '/voucher',
        message: 'expected an object with the voucher\'s "code", found nothing',
        found: 'nothing',
        expected: 'an object with the voucher\'s "code"',
      },
      {
        path: '/granted_discount',
        message: 'expected an amount of 0 or more, such as "12.99", found nothing',
        found: 'nothing',
        expected: 'an amount of 0 or more, such as "12.99"',
      },
      {
        path: '/usage/budget.daily',
        message: 'expected an amount of 0 or more, found nothing',
        found: 'nothing',
        expected: 'an amount of 0 or more',
      },
    ]);
  });

  it('that is wrong throws an error that says all of it', () => {
    const ask = () => plain.evaluate({ at: 'now', voucher: { code: '' } });
    expect(ask).toThrow(InvalidContextError);
    expect(ask).toThrow(
      'invalid context: /at: expected an instant: ISO 8601 with Z or an offset, epoch milliseconds, or a Date, ' +
        'found "now"; /voucher/code: expected a string that is not blank, found ""',
    );
    const { name, message } = new InvalidContextError([{ path: '', message: 'x', found: '', expected: '' }]);
    expect([name, message]).toEqual(['InvalidContextError', 'invalid context: the context: x']);
  });

  it('may have more in it than is read', () => {
    const more = { ...context(), usage: { ...unused, other: 'x' }, cart: [], operation: undefined };
    expect(plain.evaluate(more as never).status).toBe('accepted');
  });

  it('is read by its own properties only', () => {
    const inherited: unknown = Object.create(context({ usage: unused }));
    expect(pathsOf(() => plain.evaluate(inherited as never))).toEqual(['/at', '/voucher']);
    const voucher: unknown = Object.create({ code: 'SPRING-1' });
    expect(wrongIn(plain, { voucher })).toEqual(['/voucher/code']);
    const usage: unknown = Object.create(unused);
    expect(wrongIn(plain, { usage })).toEqual([
      '/usage/customer.redemptions_anywhere',
      '/usage/transaction.redemptions',
    ]);
  });

  it('may be of any prototype, as long as its facts are its own', () => {
    const facts = { ...context(), usage: { ...unused }, granted_discount: 1 };
    const bare = (fields: object) => Object.assign(Object.create(null) as object, fields);
    const heir = (fields: object) =>
      Object.assign(Object.create({ at: 5, usage: 5, code: 5 }) as object, fields);
    const foreign = (fields: object): unknown => runInNewContext(`(${JSON.stringify(fields)})`);
    for (const make of [bare, heir, foreign]) {
      const voucher = make(facts.voucher);
      const redemption = make({ ...shopper(), location: make({ latitude: 0, longitude: 0 }) });
      const asked = make({ ...facts, voucher, redemption, usage: make(facts.usage) });
      expect(JSON.stringify(spending.evaluate(asked as never))).toBe(
        JSON.stringify(spending.evaluate(facts)),
      );
    }
  });

  it('in a polluted process is what the host passed', () => {
    const prototype = Object.prototype as Record<string, unknown>;
    const facts = { ...context(), usage: { ...unused }, granted_discount: 1 };
    const planted = {
      ...facts,
      ...unused,
      code: 'x',
      operation: 'cancel',
      existing: { status: 'confirmed' },
    };
    try {
      Object.assign(prototype, planted);
      expect(spending.evaluate(facts).claims).toHaveLength(4);
      expect(pathsOf(() => spending.evaluate({} as never))).toEqual([
        '/at',
        '/granted_discount',
        '/usage/budget.daily',
        '/voucher',
      ]);
      expect(wrongIn(spending, { usage: {} })).toHaveLength(4);
      expect(wrongIn(spending, { voucher: {} })).toEqual(['/voucher/code']);
    } finally {
      for (const key of Object.keys(planted)) Reflect.deleteProperty(prototype, key);
    }
    expect(spending.evaluate(facts).claims).toHaveLength(4);
  });

  it('that is wrong in many ways is told all of them', () => {
    const existing = { status: 'lost', claims: [null, { name: '', key: 5, add: -1 }, {}] };
    const wrong = {
      at: '2026-11-21T18:30:00',
      voucher: { code: ' ', customer_identifier: 42 },
      operation: 'confirm',
      existing,
      granted_discount: '-1',
      usage: 'none',
    };
    expect(wrongIn(spending, wrong)).toEqual([
      '/at',
      '/existing/claims/0',
      '/existing/claims/1/add',
      '/existing/claims/1/key',
      '/existing/claims/1/name',
      '/existing/claims/2/add',
      '/existing/claims/2/key',
      '/existing/claims/2/name',
      '/existing/status',
      '/granted_discount',
      '/usage',
      '/voucher/code',
      '/voucher/customer_identifier',
    ]);
  });
});

describe('at', () => {
  it.each([
    ['2026-11-21T18:30Z'],
    ['2026-11-21T18:30:00Z'],
    ['2026-11-21T18:30:00.1Z'],
    ['2026-11-21T18:30:00.123+01:00'],
    ['2026-11-21T18:30-05'],
    ['2026-11-21T18:30+0530'],
    [0],
    [-1],
    [-62_135_596_800_000],
    [253_402_300_799_999],
    [new Date(0)],
  ])('%s is an instant', (at) => {
    expect(wrongIn(plain, { at })).toEqual([]);
  });

  it.each([
    [undefined],
    [null],
    [''],
    ['now'],
    ['2026-11-21'],
    ['2026-11-21T18:30'],
    ['2026-11-21T18:30:00.1234Z'],
    ['2026-02-30T00:00Z'],
    ['2026-11-21T24:00Z'],
    ['2026-11-21T18:30+24:00'],
    ['2026-11-21 18:30Z'],
    ['2026-11-21t18:30z'],
    ['1800000000000'],
    [1.5],
    [Number.NaN],
    [Infinity],
    [-62_135_596_800_001],
    [253_402_300_800_000],
    [new Date(Number.NaN)],
    [1n],
    [{}],
    [[0]],
    [true],
  ])('%s is none', (at) => {
    expect(wrongIn(plain, { at })).toEqual(['/at']);
    expect(pathsOf(() => plain.plan(context({ at })))).toEqual(['/at']);
  });
});

describe('the voucher', () => {
  it.each([
    [undefined, ['/voucher']],
    [null, ['/voucher']],
    ['SPRING-1', ['/voucher']],
    [[], ['/voucher']],
    [{}, ['/voucher/code']],
    [{ code: null }, ['/voucher/code']],
    [{ code: 5 }, ['/voucher/code']],
    [{ code: '' }, ['/voucher/code']],
    [{ code: '\u3000' }, ['/voucher/code']],
    [{ code: 'A', customer_identifier: '' }, ['/voucher/customer_identifier']],
    [{ code: 'A', customer_identifier: 0 }, ['/voucher/customer_identifier']],
    [{ code: 'A', customer_identifier: false }, ['/voucher/customer_identifier']],
    [{ code: 'A', customer_identifier: null }, []],
    [{ code: 'A', customer_identifier: undefined }, []],
    [{ code: ' A ' }, []],
  ])('%j is wrong at %j', (voucher, paths) => {
    expect(wrongIn(plain, { voucher })).toEqual(paths);
    expect(pathsOf(() => plain.plan(context({ voucher })))).toEqual(paths);
  });
});

describe('usage', () => {
  it.each([[undefined], [{}]])('that is missing (%j) is told counter by counter', (usage) => {
    expect(wrongIn(spending, { usage })).toEqual([
      '/usage/budget.daily',
      '/usage/customer.redemptions',
      '/usage/customer.redemptions_anywhere',
      '/usage/transaction.redemptions',
    ]);
  });

  it.each([[null], ['none'], [[0]], [0]])('that is %j is no object', (usage) => {
    expect(factsWrongIn(() => spending.evaluate(context({ granted_discount: 1, usage })))).toMatchObject([
      { path: '/usage', expected: 'an object of counters by name' },
    ]);
  });

  it.each([[0], [1], ['0'], ['007'], [Number.MAX_SAFE_INTEGER], [1e300], ['9'.repeat(40)]])(
    'of %j is a count',
    (count) => {
      expect(wrongIn(plain, { usage: { ...unused, 'customer.redemptions_anywhere': count } })).toEqual([]);
    },
  );

  it.each([
    [undefined],
    [null],
    [-1],
    [0.5],
    [Number.NaN],
    [Infinity],
    [''],
    [' 1'],
    ['1 '],
    ['-1'],
    ['+1'],
    ['1.0'],
    ['1e3'],
    ['٣'],
    [true],
    [1n],
    [[1]],
    [{}],
  ])('of %s is no count, and never zero', (count) => {
    const usage = { ...unused, 'customer.redemptions_anywhere': count };
    expect(factsWrongIn(() => plain.evaluate(context({ usage })))).toMatchObject([
      { path: '/usage/customer.redemptions_anywhere', expected: 'a count: an integer of 0 or more' },
    ]);
  });

  it.each([[undefined], [null], ['-0.01'], [-1], ['1e3'], [''], [Number.NaN], ['5.'], [1e21], [true], [[]]])(
    'of %s is no amount, and never zero',
    (amount) => {
      const usage = { ...unused, 'budget.daily': amount };
      expect(factsWrongIn(() => spending.evaluate(context({ granted_discount: 1, usage })))).toMatchObject([
        { path: '/usage/budget.daily', expected: 'an amount of 0 or more' },
      ]);
    },
  );

  it('is not asked for what is not planned', () => {
    const usage = { 'budget.daily': 0 };
    expect(wrongIn(spending, { redemption: {}, usage })).toEqual([]);
    expect(wrongIn(spending, { redemption: {}, usage: { ...usage, 'customer.redemptions': 'x' } })).toEqual(
      [],
    );
  });

  it('is told by the name of the counter, in a pointer', () => {
    const parent = { id: 'year', status: 'active', max_redemptions: 1 };
    expect(wrongIn(compile(campaign({ parent })), {})).toEqual(['/usage/parent.redemptions']);
  });
});

describe('the granted discount', () => {
  it.each([[undefined], [null]])('(%j) is missing where a budget is read, and only there', (discount) => {
    expect(wrongIn(spending, { granted_discount: discount })).toEqual(['/granted_discount']);
    expect(wrongIn(plain, { granted_discount: discount })).toEqual([]);
  });

  it.each([['-0.01'], [-1], ['1e3'], [''], [Number.NaN], [true], [[]], [{}]])(
    '%j is wrong wherever it is given',
    (discount) => {
      expect(wrongIn(spending, { granted_discount: discount })).toEqual(['/granted_discount']);
      expect(wrongIn(plain, { granted_discount: discount })).toEqual(['/granted_discount']);
      const cancel = { operation: 'cancel', existing: { status: 'pending', claims: [] } };
      expect(wrongIn(spending, { ...cancel, granted_discount: discount })).toEqual(['/granted_discount']);
    },
  );

  it.each([['0'], [0], ['12.990'], [0.1], ['9'.repeat(30)]])('%j is right', (granted_discount) => {
    expect(wrongIn(spending, { granted_discount })).toEqual([]);
  });

  it('is not needed to plan', () => {
    expect(factsWrongIn(() => spending.plan(context({ granted_discount: 'x', usage: 'x' })))).toEqual([]);
  });
});

describe('the operation', () => {
  it.each([['undo'], ['Redeem'], [''], [null], [5], [['redeem']]])('%j is none', (operation) => {
    expect(factsWrongIn(() => plain.evaluate(context({ operation, usage: unused })))).toMatchObject([
      { path: '/operation', expected: '"redeem", "confirm" or "cancel"' },
    ]);
  });

  it('that is wrong is told beside the usage that redeem would need', () => {
    expect(wrongIn(plain, { operation: 'undo', usage: {} })).toEqual([
      '/operation',
      '/usage/customer.redemptions_anywhere',
      '/usage/transaction.redemptions',
    ]);
  });

  it.each([
    [undefined, ['/existing']],
    [null, ['/existing']],
    ['pending', ['/existing']],
    [[], ['/existing']],
    [{}, ['/existing/claims', '/existing/status']],
    [{ status: 'pending' }, ['/existing/claims']],
    [{ status: 'pending', claims: null }, ['/existing/claims']],
    [{ status: 'pending', claims: {} }, ['/existing/claims']],
    [{ status: 'Pending', claims: [] }, ['/existing/status']],
    [{ status: 'confirmed' }, []],
    [{ status: 'confirmed', claims: null }, ['/existing/claims']],
    [{ status: 'confirmed', claims: [5] }, ['/existing/claims/0']],
    [{ status: 'pending', claims: [[]] }, ['/existing/claims/0']],
    [{ status: 'pending', claims: [{ name: 'a', key: 'b' }] }, ['/existing/claims/0/add']],
    [{ status: 'pending', claims: [{ name: 'a', key: 'b', add: '-1' }] }, ['/existing/claims/0/add']],
    [{ status: 'pending', claims: [{ name: 'a', key: ' ', add: 1 }] }, ['/existing/claims/0/key']],
    [{ status: 'pending', claims: [{ key: 'b', add: '1.50' }] }, ['/existing/claims/0/name']],
    [{ status: 'pending', claims: [{ name: 'a', key: 'b', add: 1, limit: 1 }] }, []],
  ])('confirm and cancel of %j are wrong at %j', (existing, paths) => {
    for (const operation of ['confirm', 'cancel']) {
      expect(wrongIn(plain, { operation, existing })).toEqual(paths);
      const asked = context({ operation, existing });
      expect(pathsOf(() => plain.plan(asked))).toEqual(paths);
    }
  });

  it('confirm and cancel of holes are wrong at each', () => {
    const existing = { status: 'pending', claims: new Array(2) };
    expect(wrongIn(plain, { operation: 'cancel', existing })).toEqual([
      '/existing/claims/0',
      '/existing/claims/1',
    ]);
  });

  it('redeem does not look at what exists', () => {
    expect(wrongIn(plain, { operation: 'redeem', existing: 'wrong' })).toEqual([]);
  });

  it('cancel needs neither usage nor a discount', () => {
    const existing = { status: 'pending', claims: [] };
    const cancel = { operation: 'cancel', existing, granted_discount: undefined, usage: undefined };
    expect(wrongIn(spending, cancel)).toEqual([]);
    expect(wrongIn(spending, { ...cancel, usage: 5 })).toEqual(['/usage']);
  });
});

describe('the origin', () => {
  const renewal = { redemption: shopper({ origin_redemption: 'order-0' }) };
  const origin = { redeemed_at: '2026-11-01T00:00Z', original: true, customer_identifier: 'cus_42' };

  it.each([
    [undefined, []],
    [null, []],
    [origin, []],
    [{ ...origin, customer_identifier: null }, []],
    [{ ...origin, customer_identifier: undefined }, []],
    [{ ...origin, original: false }, []],
    ['order-0', ['/origin']],
    [[], ['/origin']],
    [{}, ['/origin/original', '/origin/redeemed_at']],
    [{ ...origin, redeemed_at: '2026-11-01' }, ['/origin/redeemed_at']],
    [{ ...origin, redeemed_at: null }, ['/origin/redeemed_at']],
    [{ ...origin, original: 'yes' }, ['/origin/original']],
    [{ ...origin, original: 1 }, ['/origin/original']],
    [{ ...origin, original: null }, ['/origin/original']],
    [{ ...origin, customer_identifier: '' }, ['/origin/customer_identifier']],
    [{ ...origin, customer_identifier: 42 }, ['/origin/customer_identifier']],
  ])('%j is wrong at %j, where a subscription reads it', (facts, paths) => {
    expect(wrongIn(renewable, { ...renewal, origin: facts })).toEqual(paths);
    const asked = context({ ...renewal, origin: facts });
    expect(pathsOf(() => renewable.plan(asked))).toEqual(paths);
  });

  it('is not looked at where there is no subscription', () => {
    expect(wrongIn(plain, { ...renewal, origin: 'wrong' })).toEqual([]);
  });

  it.each([[undefined], [null], [''], [5]])('is not looked at where the shopper names %j', (named) => {
    const redemption = shopper({ origin_redemption: named });
    expect(wrongIn(renewable, { redemption, origin: 'wrong' })).toEqual([]);
  });

  it('is looked at where a subscription of an ancestor reads it', () => {
    const rules = [{ type: 'subscription', max_redemptions: 3 }];
    const heir = compile(campaign({ parent: { id: 'year', status: 'active', rules } }));
    const usage = { ...unused, 'parent.origin.redemptions': 0 };
    expect(wrongIn(heir, { ...renewal, origin: 5, usage })).toEqual(['/origin']);
  });

  it.each([
    ['cancel', 'pending', []],
    ['cancel', 'confirmed', []],
    ['confirm', 'confirmed', []],
    ['confirm', 'pending', [{ name: 'redemptions', key: 'campaign/spring/redemptions', add: 1, limit: 5 }]],
  ])('is not looked at where nothing is read: %s of a %s one', (operation, status, claims) => {
    const existing = { status, claims };
    expect(wrongIn(renewable, { ...renewal, origin: 'wrong', operation, existing })).toEqual([]);
  });

  it('is looked at where a confirmation asks again', () => {
    const existing = { status: 'pending', claims: [] };
    const confirm = { ...renewal, origin: 'wrong', operation: 'confirm', existing };
    expect(wrongIn(renewable, confirm)).toEqual(['/origin']);
  });
});

describe('what the shopper sends', () => {
  const strict = compile(
    withRules(
      { type: 'category', category: 'department', any_of: ['shoes'], none_of: ['outlet'] },
      { type: 'area', areas: collection(polygon([box(0, 0, 1, 1)])) },
      { type: 'transaction_cost', minimum: '1' },
      { type: 'per_customer', max_redemptions: 5 },
      { type: 'subscription', max_redemptions: 5 },
    ),
  );
  const missing = [
    'categories.missing_required_category',
    'location.required',
    'customer.required',
    'total_transaction_cost.not_a_number',
    'transaction_id.required',
  ];

  it.each([
    [undefined],
    [null],
    ['redeem me'],
    [5],
    [true],
    [Symbol('s')],
    [1n],
    [[]],
    [[shopper()]],
    [{}],
    [() => shopper()],
    [Object.assign(() => 1, shopper())],
    [Object.create(shopper())],
    [new Date()],
    [new Map([['transaction_id', 'order-1']])],
    [new Proxy([], {})],
  ])('and is no object (%s) is read as an empty one', (redemption) => {
    expect(told(decide(strict, { redemption }))).toEqual(missing);
  });

  it('by a prototype is not read, and a key __proto__ is a key', () => {
    const parsed: unknown = JSON.parse(`{"__proto__":${JSON.stringify(shopper())},"constructor":1}`);
    expect(told(decide(strict, { redemption: parsed }))).toEqual(missing);
  });

  it('in a polluted process is only what the shopper sent', () => {
    const prototype = Object.prototype as Record<string, unknown>;
    const planted = { ...shopper(), location: { latitude: 0, longitude: 0 }, origin: 5, operation: 'cancel' };
    try {
      Object.assign(prototype, planted);
      for (const redemption of [{}, undefined, null, 'nothing', []]) {
        expect(told(decide(strict, { redemption }))).toEqual(missing);
      }
    } finally {
      for (const key of Object.keys(planted)) Reflect.deleteProperty(prototype, key);
    }
  });

  function thrower(): never {
    throw new Error('never read me');
  }

  it('in getters that throw counts as absent', () => {
    const redemption = {};
    const keys = ['transaction_id', 'customer_identifier', 'total_transaction_cost', 'location'];
    for (const key of [...keys, 'categories', 'origin_redemption']) {
      Object.defineProperty(redemption, key, { get: thrower, enumerable: true });
    }
    expect(told(decide(strict, { redemption }))).toEqual(missing);
  });

  it('in categories that throw is there: a rule that forbids some does not hold', () => {
    const forbidding = compile(withRules({ type: 'category', category: 'department', none_of: ['x'] }));
    const redemption = Object.defineProperty(shopper(), 'categories', { get: thrower, enumerable: true });
    expect(told(decide(forbidding, { redemption }))).toEqual(['categories.missing_required_category']);
    expect(told(decideFor(forbidding, { categories: undefined }))).toEqual([]);
  });

  it('in a proxy that throws counts as absent', () => {
    const traps = {
      get: thrower,
      has: thrower,
      ownKeys: thrower,
      getPrototypeOf: thrower,
      getOwnPropertyDescriptor: thrower,
    };
    expect(told(decide(strict, { redemption: new Proxy({}, traps) }))).toEqual(missing);
    const late = new Proxy(shopper(), { get: thrower });
    expect(told(decide(strict, { redemption: late }))).toEqual(missing);
  });

  it('in a revoked proxy counts as absent, or as what cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(told(decide(strict, { redemption: proxy }))).toEqual(missing);
    expect(told(decideFor(strict, { location: proxy, categories: proxy, transaction_id: proxy }))).toEqual([
      'categories.missing_required_category',
      'location.invalid',
      'transaction_id.required',
    ]);
    expect(told(decideFor(strict, { categories: [{ name: 'department', tags: proxy }] }))).toContain(
      'categories.missing_required_category',
    );
  });

  it('as a location that throws is invalid', () => {
    const location = Object.defineProperty({ longitude: 0 }, 'latitude', { get: thrower, enumerable: true });
    expect(told(decideFor(strict, { location }))).toContain('location.invalid');
  });

  it.each([
    ['a getter for the entry', Object.defineProperty([], 0, { get: thrower, enumerable: true })],
    ['a getter for the name', [Object.defineProperty({ tags: [] }, 'name', { get: thrower })]],
    ['a getter for the tags', [Object.defineProperty({ name: 'a' }, 'tags', { get: thrower })]],
    ['a getter for a tag', [{ name: 'a', tags: Object.defineProperty([], 0, { get: thrower }) }]],
    ['a proxy for the list', new Proxy([], { get: thrower })],
    ['a proxy for the tags', [{ name: 'a', tags: new Proxy([], { get: thrower }) }]],
  ])('as categories with %s that throws cannot be read', (_, categories) => {
    expect(told(decideFor(strict, { categories }))[0]).toBe('categories.missing_required_category');
  });

  it('as tags that throw when read again is read once', () => {
    let reads = 0;
    const tags = Object.defineProperty([], 0, {
      get: () => (reads++ === 0 ? 'shoes' : thrower()),
      enumerable: true,
    });
    const sent = { categories: [{ name: 'department', tags }], location: { latitude: 0, longitude: 0 } };
    expect(told(decideFor(strict, sent))).toEqual([]);
  });

  it('as lists with an iterator of their own is read as lists', () => {
    const tags = Object.assign(['shoes'], { [Symbol.iterator]: thrower });
    const categories = Object.assign([{ name: 'department', tags }], {
      *[Symbol.iterator]() {
        for (;;) yield { name: 'brand', tags: [] };
      },
    });
    const location = { latitude: 0, longitude: 0 };
    expect(told(decideFor(strict, { categories, location }))).toEqual([]);
  });

  it.each([
    ['a list of four billion holes', new Array(4_000_000_000)],
    ['tags of four billion holes', [{ name: 'department', tags: new Array(4_000_000_000) }]],
    ['a million entries and a number', [...new Array<object>(1_000_000).fill({ name: 'a', tags: [] }), 5]],
    [
      'a million tags and a number',
      [{ name: 'department', tags: [...new Array<string>(1_000_000).fill('a'), 5] }],
    ],
    ['a tower of lists', JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown],
  ])('as %s cannot be read, and is not read for long', { timeout: 10_000 }, (_, categories) => {
    expect(told(decideFor(strict, { categories }))[0]).toBe('categories.missing_required_category');
  });

  it('as a million entries of a million tags is read', { timeout: 10_000 }, () => {
    const tags = new Array<string>(1_000_000).fill('a').concat('shoes');
    const entries = new Array<object>(1_000_000).fill({ name: 'brand', tags: [] });
    const categories = [...entries, { name: 'department', tags }];
    expect(told(decideFor(strict, { categories, location: { latitude: 0, longitude: 0 } }))).toEqual([]);
  });

  it('as an identifier of ten million characters is one', () => {
    const transaction_id = 'x'.repeat(10_000_000);
    expect(
      planned(strict, { redemption: shopper({ transaction_id }) }).get('transaction.redemptions')?.key,
    ).toBe(`transaction/${transaction_id}`);
  });

  it('as an identifier that holds anything but blanks is kept exactly', () => {
    for (const id of ['0', 'null', '\0', ' a\n', '\ud800', '👩‍👩‍👧', '/../', '__proto__']) {
      const redemption = shopper({ customer_identifier: id });
      const key = planned(strict, { redemption }).get('customer.redemptions_anywhere')?.key;
      expect(key).toBe(`customer/${id.replaceAll('/', '%2F')}/redemptions`);
    }
  });

  it('in other keys is not looked at', () => {
    const location = { latitude: 0, longitude: 0 };
    const categories = [{ name: 'department', tags: ['shoes'], more: thrower }];
    const sent = Object.defineProperty(shopper({ location, categories }), 'extra', { get: thrower });
    expect(told(decide(strict, { redemption: sent }))).toEqual([]);
  });

  it('may be frozen to the last level', () => {
    const tags = Object.freeze(['shoes']);
    const categories = Object.freeze([Object.freeze({ name: 'department', tags })]);
    const location = Object.freeze({ latitude: 0, longitude: 0 });
    const redemption = Object.freeze(shopper({ categories, location }));
    expect(told(decide(strict, Object.freeze({ redemption })))).toEqual([]);
  });
});
