import { describe, expect, it } from 'vitest';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext, runInThisContext } from 'node:vm';
import {
  describe as inWords,
  isJsonObject,
  isPlain,
  lookForPollution,
  own,
  ownMembers,
  plainObject,
  pointerStep,
  frozen,
  snapshotJson,
  type Json,
} from '../src/snapshot.ts';

type Issue = readonly [path: string, expected: string, found: string];

function snapshot(value: unknown): { copy: unknown; issues: Issue[] } {
  const issues: Issue[] = [];
  const copy = snapshotJson(value, (...issue) => issues.push(issue));
  return { copy, issues };
}

function issuesOf(value: unknown): Issue[] {
  return snapshot(value).issues;
}

function nest(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
}

describe('a snapshot', () => {
  it('is a deep copy of plain JSON', () => {
    const config = { a: [1, 'two', true, null, { b: {} }], c: { d: [] }, '': { '/~': 0 } };
    const { copy, issues } = snapshot(config);
    expect(issues).toEqual([]);
    expect(JSON.stringify(copy)).toBe(JSON.stringify(config));
    config.a.push(5);
    config.c.d = [1] as never;
    expect(JSON.stringify(copy)).toBe('{"a":[1,"two",true,null,{"b":{}}],"c":{"d":[]},"":{"/~":0}}');
  });

  it('copies lists of numbers and of more than numbers alike', () => {
    const lists = [[], [1], [1, 2.5], [1, 'two'], [1, 2, 3], [1, 2, 'three'], [1, 2, 3, 4]];
    expect(snapshot(lists)).toEqual({ copy: lists, issues: [] });
  });

  it('reads what lists have of their own, whatever they call `at`', () => {
    class Odd extends Array<number> {
      override at(): number {
        return 7;
      }
    }
    const own = Object.assign([1, 2], { at: () => 7 });
    const bare = Object.setPrototypeOf([1, 2, 3], null) as number[];
    expect(snapshot([own, Odd.of(1, 2), bare])).toEqual({
      copy: [
        [1, 2],
        [1, 2],
        [1, 2, 3],
      ],
      issues: [],
    });
  });

  it('leaves the numbers of the host where they are: V8 may move them into boxes where compiled code reads them', () => {
    setFlagsFromString('--allow-natives-syntax');
    const holdsNumbers = runInThisContext('(list) => %HasDoubleElements(list)') as (list: unknown) => boolean;
    const places = Array.from({ length: 20_000 }, (_, i) => [i + 0.5, 1.5]);
    const heights = places.map(([x, y]) => [x, y, 0.5]);
    // What the same code meets beside them.
    const others = [['one', 'two'], [1, 'two'], [1, 2, 'three'], [1, 2], Object.freeze([1, 2]), [[1]]];
    const copies = places.map((place, i) => snapshot([place, heights[i], others]).copy);
    expect(copies[7]).toEqual([[7.5, 1.5], [7.5, 1.5, 0.5], others]);
    expect([...places, ...heights].filter((list) => !holdsNumbers(list))).toEqual([]);
  });

  it('can be frozen to the last level', () => {
    const { copy } = snapshot({ a: [{ b: [] }] });
    const list = (frozen(copy as Json) as unknown as { a: { b: unknown[] }[] }).a;
    for (const part of [copy, list, list[0], list[0]?.b]) expect(Object.isFrozen(part)).toBe(true);
  });

  it('inherits nothing', () => {
    const { copy } = snapshot({ a: {} });
    for (const object of [copy, (copy as { a: unknown }).a] as object[]) {
      const prototype = Object.getPrototypeOf(object) as object;
      expect(Object.getPrototypeOf(prototype)).toBeNull();
      expect(Reflect.ownKeys(prototype)).toEqual([]);
      expect(Object.isFrozen(prototype)).toBe(true);
    }
  });

  it('leaves out what JSON leaves out', () => {
    const value = { a: undefined, b: [undefined], [Symbol('c')]: 1 };
    Object.defineProperty(value, 'd', { value: 1, enumerable: false });
    const { copy, issues } = snapshot(value);
    expect(JSON.stringify(copy)).toBe('{"b":[null]}');
    expect(Object.keys(copy as object)).toEqual(['b']);
    expect(issues).toEqual([]);
  });

  it('leaves out what is inherited', () => {
    const value = Object.assign(Object.create({ status: 'active' }) as object, { id: 'x' });
    class Campaign {
      readonly id = 'x';
      get status() {
        return 'active';
      }
    }
    for (const source of [value, new Campaign()]) {
      const { copy, issues } = snapshot(source);
      expect(issues).toEqual([]);
      expect({ ...(copy as object) }).toEqual({ id: 'x' });
    }
  });

  it.each([[0], [-1.5], ['text'], [''], [true], [null], [[]], [{}]])('of %j is the same', (value) => {
    const { copy, issues } = snapshot(value);
    expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
    expect(issues).toEqual([]);
  });

  it('reads each property once', () => {
    let reads = 0;
    const counting = new Proxy(
      { a: 1 },
      {
        getOwnPropertyDescriptor(target, key) {
          if (key === 'a') reads++;
          return Reflect.getOwnPropertyDescriptor(target, key);
        },
      },
    );
    expect(issuesOf(counting)).toEqual([]);
    // Object.keys asks once whether it is enumerable.
    expect(reads).toBeLessThanOrEqual(2);
  });
});

describe('what is not plain JSON', () => {
  it.each([
    [undefined, 'nothing'],
    [() => 1, 'a function'],
    [Symbol('a'), 'a symbol'],
    [5n, 'a bigint'],
  ])('%s is refused, wherever it stands', (value, found) => {
    expect(issuesOf(value)).toEqual([['', 'a JSON value', found]]);
    if (value === undefined) return;
    expect(issuesOf({ a: { b: value } })).toEqual([['/a/b', 'a JSON value', found]]);
    expect(issuesOf([0, [value]])).toEqual([['/1/0', 'a JSON value', found]]);
  });

  it('is refused all at once, and the rest copied', () => {
    const { copy, issues } = snapshot({ a: () => 1, b: 2, c: [3n, 4], 'd/e': { '~': Symbol('f') } });
    expect(issues.map(([path]) => path)).toEqual(['/a', '/c/0', '/d~1e/~0']);
    expect(JSON.stringify(copy)).toBe('{"a":null,"b":2,"c":[null,4],"d/e":{"~":null}}');
  });

  it.each([['__proto__'], ['constructor'], ['prototype']])('the key %s is refused at any level', (key) => {
    const value: unknown = JSON.parse(`{"${key}":{"status":"active"},"a":[{"${key}":1,"b":2}]}`);
    const { copy, issues } = snapshot(value);
    expect(issues).toEqual([
      [`/${key}`, 'another key', `the forbidden key "${key}"`],
      [`/a/0/${key}`, 'another key', `the forbidden key "${key}"`],
    ]);
    expect(JSON.stringify(copy)).toBe('{"a":[{"b":2}]}');
  });

  it('in getters is refused, and not run', () => {
    let ran = false;
    const value = {
      get b() {
        ran = true;
        return 1;
      },
      set c(_: unknown) {
        ran = true;
      },
    };
    expect(issuesOf(value)).toEqual([
      ['/b', 'a plain value', 'a getter'],
      ['/c', 'a plain value', 'a getter'],
    ]);
    expect(ran).toBe(false);
  });

  it('in getters of lists is read once', () => {
    let reads = 0;
    const list = Object.defineProperty([0, 0], 0, { get: () => ++reads });
    expect(snapshot({ list })).toMatchObject({ copy: { list: [1, 0] }, issues: [] });
    const thrower = Object.defineProperty([0], 0, { get: () => fail() });
    expect(issuesOf({ a: [{ b: thrower }], c: 1n })).toEqual([
      ['/a/0/b', 'plain JSON', 'an object that cannot be read'],
      ['/c', 'a JSON value', 'a bigint'],
    ]);
  });

  it.each([
    ['ownKeys', { ownKeys: () => fail() }],
    ['getOwnPropertyDescriptor', { getOwnPropertyDescriptor: () => fail() }],
  ])('a proxy whose %s throws is refused', (_, handler) => {
    const thrower = new Proxy({ a: 1 }, handler);
    expect(issuesOf(thrower)).toEqual([['', 'plain JSON', 'an object that cannot be read']]);
    const list = new Proxy([1], { ...handler, get: () => fail() });
    expect(issuesOf({ list, other: 1n })).toEqual([
      ['/list', 'plain JSON', 'an object that cannot be read'],
      ['/other', 'a JSON value', 'a bigint'],
    ]);
  });

  it('a proxy that is revoked is refused', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(issuesOf([proxy])).toEqual([['/0', 'plain JSON', 'an object that cannot be read']]);
  });

  function fail(): never {
    throw new Error('never read');
  }
});

describe('a tower', () => {
  it.each([
    ['of objects', (inner: unknown) => ({ a: inner })],
    ['of lists', (inner: unknown) => [inner]],
  ])('%s stands up to 200 levels', (_, wrap) => {
    expect(issuesOf(nest(199, wrap))).toEqual([]);
    expect(issuesOf(nest(200, wrap))).toEqual([]);
    expect(issuesOf(nest(201, wrap))).toMatchObject([
      [expect.any(String), 'at most 200 levels', 'a deeper one'],
    ]);
    expect(issuesOf(nest(100_000, wrap))).toHaveLength(1);
  });

  it('of text is parsed, and refused', () => {
    const text = `${'[['.repeat(50_000)}${']]'.repeat(50_000)}`;
    expect(issuesOf(JSON.parse(text))).toMatchObject([
      [expect.any(String), 'at most 200 levels', 'a deeper one'],
    ]);
  });

  it('that ends in itself is refused', () => {
    const object: Record<string, unknown> = {};
    object['a'] = object;
    const list: unknown[] = [];
    list.push(list);
    expect(issuesOf(object).length).toBeGreaterThan(0);
    expect(issuesOf(list).length).toBeGreaterThan(0);
  });

  it('that branches into itself is refused before long', { timeout: 20_000 }, () => {
    const object: Record<string, unknown> = {};
    object['a'] = object;
    object['b'] = object;
    expect(issuesOf(object).length).toBeGreaterThan(0);
    const list: unknown[] = [];
    list.push(list, list);
    expect(issuesOf(list).length).toBeGreaterThan(0);
  });

  it('that stands twice in a campaign is not a cycle', () => {
    const window = { start: '10:00' };
    expect(issuesOf({ a: window, b: [window, window] })).toEqual([]);
  });
});

describe('a huge config', () => {
  it('that is a list of holes is refused at the first hole', () => {
    expect(issuesOf({ rules: new Array(4_000_000_000) })).toEqual([
      ['/rules/0', 'a value', 'a hole in the list'],
    ]);
    const sparse: unknown[] = [1];
    sparse[2] = 3;
    expect(issuesOf(sparse)).toEqual([['/1', 'a value', 'a hole in the list']]);
  });

  it('is refused at ten million values, once', () => {
    // What lies about its length is as long as it says.
    const endless = (unit: unknown) =>
      new Proxy([], {
        get: (target, key) => (key === 'length' ? Infinity : (Reflect.get(target, key) as unknown)),
        getOwnPropertyDescriptor: () => ({
          value: unit,
          configurable: true,
          enumerable: true,
          writable: true,
        }),
      });
    const { copy, issues } = snapshot({ a: endless(1), b: [1, [2]], c: 5 });
    expect(issues).toEqual([['/a', 'at most 10000000 values', 'more']]);
    expect((copy as { a: unknown[] }).a.length).toBeLessThan(10_000_000);
  });

  it('may be a text of ten million characters', () => {
    expect(snapshot('x'.repeat(10_000_000)).copy).toHaveLength(10_000_000);
  });
});

describe('a value in words', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [false, 'false'],
    [0, '0'],
    [-1.5, '-1.5'],
    [Number.NaN, 'NaN'],
    ['', '""'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    ['x'.repeat(60), `"${'x'.repeat(60)}"`],
    ['x'.repeat(61), `"${'x'.repeat(57)}…"`],
    [[], 'an empty list'],
    [[1], 'a list'],
    [{}, 'an object'],
    [() => 1, 'a function'],
    [1n, 'a bigint'],
    [Symbol('s'), 'a symbol'],
  ])('%s is %s', (value, words) => {
    expect(inWords(value)).toBe(words);
  });
});

it.each([
  ['limit', '/limit'],
  [3, '/3'],
  ['', '/'],
  ['a/b', '/a~1b'],
  ['a~b', '/a~0b'],
  ['~1', '/~01'],
])('the key %j is the step %s', (key, step) => {
  expect(pointerStep(key)).toBe(step);
});

it.each([
  [{}, true],
  [Object.create(null), true],
  [new Date(0), true],
  [[], false],
  [null, false],
  ['{}', false],
  [() => 1, false],
])('%s is an object of JSON: %s', (value, is) => {
  expect(isJsonObject(value)).toBe(is);
});

it('what is own is not inherited', () => {
  expect(own({ a: 1 }, 'a')).toBe(1);
  expect(own(Object.create({ a: 1 }) as object, 'a')).toBeUndefined();
  expect(own({}, 'toString')).toBeUndefined();
});

describe('an object whose members are all its own', () => {
  class Point {
    readonly x = 1;
    get y(): number {
      return 2;
    }
  }

  it.each([
    ['a literal', {}, true],
    ['of JSON', JSON.parse('{"__proto__":{"a":1}}'), true],
    ['without a prototype', Object.create(null), false],
    ['of another realm', runInNewContext('({ a: 1 })'), false],
    ['an heir', Object.create({ a: 1 }), false],
    ['an heir of nothing much', Object.create({}), false],
    ['of a class', new Point(), false],
  ])('%s is plain: %s', (_, value: object, is) => {
    lookForPollution();
    expect(isPlain(value, undefined)).toBe(is);
    expect(plainObject(value) === value).toBe(is);
  });

  it('is read by what it has, whatever it inherits', () => {
    const heir = Object.assign(Object.create({ a: 1, b: 2 }) as object, { b: 3 });
    for (const [value, members] of [
      [heir, { b: 3 }],
      [new Point(), { x: 1 }],
      [Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
      [runInNewContext('({ a: 1 })') as object, { a: 1 }],
      [Object.defineProperty({}, 'a', { get: () => 5, enumerable: true }), { a: 5 }],
    ] as const) {
      const copy = plainObject(value);
      expect({ ...copy }).toEqual(members);
      expect('toString' in (ownMembers(value) as object)).toBe(false);
    }
  });

  it.each([undefined, null, true, 0, 'code', Symbol('code'), [], [{}], () => ({})])(
    'is not made of %s',
    (value) => {
      lookForPollution();
      expect(plainObject(value)).toBeUndefined();
    },
  );

  it('is none while all objects inherit something', () => {
    const prototype = Object.prototype as Record<string, unknown>;
    try {
      prototype['at'] = 5;
      lookForPollution();
      expect(isPlain({}, undefined)).toBe(false);
      expect('at' in (plainObject({ b: 1 }) as object)).toBe(false);
    } finally {
      Reflect.deleteProperty(prototype, 'at');
      lookForPollution();
    }
    expect(isPlain({}, undefined)).toBe(true);
  });
});
