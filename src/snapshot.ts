/** Deeper than any campaign can be; a cycle, or a hostile tower, ends here. */
const DEEPEST = 200;
/** Values (objects, lists, texts, numbers) in one campaign, ancestors included. */
const MOST_VALUES = 10_000_000;
/** Refusals after which nobody reads on: a value that holds itself twice has more than memory does. */
const MOST_REFUSALS = 1_000;
/** Items of a list that are made room for before they are read. */
const MOST_AT_ONCE = 10_000;
export const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** What stands in a config: plain JSON, in objects without a prototype. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Told of each thing that is not plain JSON: where, what was expected, what was found. */
export type ReportSnapshot = (path: string, expected: string, found: string) => void;

/**
 * Copies a config into plain frozen JSON that nobody can change or pollute: own, enumerable data properties only,
 * read once. `undefined` members are left out, as `JSON.stringify` does. Getters, forbidden keys, functions and
 * towers deeper than 200 levels are reported and left out; it never throws.
 */
export function snapshotJson(value: unknown, report: ReportSnapshot): Json {
  return new Snapshot(report).copy(value, '', 0);
}

/** True for what JSON calls an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands under a key of an object's own. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/**
 * Whether an object's members, read by name, are its own. (A name that the language gives `Object.prototype` is no name of
 * the law.) Ask after reading: then the compiler knows the object's shape, and the question costs nothing.
 */
export function isPlain(object: object): boolean {
  return Object.getPrototypeOf(object) === plainPrototype;
}

/** Of an object that is not plain, what it has of its own, whatever it inherits. */
export function ownMembers(object: object): object {
  return Object.create(null, Object.getOwnPropertyDescriptors(object)) as object;
}

/** `undefined`, which no object has, while somebody has given all objects a member. */
let plainPrototype: object | undefined = Object.prototype;

/** To be called before a context is read: while all objects inherit something, none is plain. */
export function lookForPollution(): void {
  plainPrototype = isPolluted() ? undefined : Object.prototype;
}

function isPolluted(): boolean {
  // The only loop that sees what is inherited.
  for (const _ in EMPTY) return true;
  return false;
}

const EMPTY = {};

/** A step of a JSON pointer. */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number' || !NEEDS_ESCAPE.test(key)) return `/${key}`;
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

const NEEDS_ESCAPE = /[~/]/;

/** A value in a few words, for messages to developers. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object'
    ? 'an object'
    : typeof value === 'number'
      ? String(value)
      : `a ${typeof value}`;
}

/** An object that inherits nothing. (One whose prototype is `null` is a hash table to V8: slow, and four times as large.) */
const Bare = function Bare() {
  // Nothing of its own either.
} as unknown as new () => Record<string, Json>;
Bare.prototype = Object.freeze(Object.create(null)) as Record<string, Json>;

class Snapshot {
  private values = 0;
  private refusals = 0;
  private readonly report: ReportSnapshot;

  constructor(report: ReportSnapshot) {
    this.report = report;
  }

  copy(value: unknown, path: string, depth: number): Json {
    this.values++;
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return value;
    if (typeof value !== 'object') return this.refuse(path, 'a JSON value', describe(value));
    if (depth >= DEEPEST) return this.refuse(path, `at most ${DEEPEST} levels`, 'a deeper one');
    try {
      return Object.freeze(
        Array.isArray(value) ? this.list(value, path, depth) : this.object(value, path, depth),
      );
    } catch {
      // Only a proxy whose traps throw comes here.
      return this.refuse(path, 'plain JSON', 'an object that cannot be read');
    }
  }

  private list(value: readonly unknown[], path: string, depth: number): Json[] {
    const { length } = value;
    // Room for what comes: a list that grows keeps as much again in reserve. One may say that it is longer than memory.
    const copy = new Array<Json>(length <= MOST_AT_ONCE ? length : 0);
    let read = 0;
    for (; read < length && !this.isFull(path); read++) {
      const property = Object.getOwnPropertyDescriptor(value, read);
      if (!property) {
        this.refuse(path + pointerStep(read), 'a value', 'a hole in the list');
        break;
      }
      copy[read] = this.member(property, path, read, depth) ?? null;
    }
    if (read < length) copy.length = read;
    return copy;
  }

  private object(value: object, path: string, depth: number): Json {
    const copy: Record<string, Json> = new Bare();
    for (const key of Object.keys(value)) {
      if (this.isFull(path)) break;
      if (FORBIDDEN_KEYS.has(key)) {
        this.refuse(path + pointerStep(key), 'another key', `the forbidden key ${JSON.stringify(key)}`);
        continue;
      }
      const property = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
      const member = this.member(property, path, key, depth);
      if (member !== undefined) copy[key] = member;
    }
    return copy;
  }

  private member(
    property: PropertyDescriptor,
    path: string,
    key: string | number,
    depth: number,
  ): Json | undefined {
    const value: unknown = property.value;
    if (value === undefined && !('get' in property)) return undefined;
    // Positions are the bulk of a large campaign: no path is built for a number.
    if (typeof value === 'number') return this.copy(value, path, depth);
    const at = path + pointerStep(key);
    return value === undefined
      ? this.refuse(at, 'a plain value', 'a getter')
      : this.copy(value, at, depth + 1);
  }

  private isFull(path: string): boolean {
    if (this.values < MOST_VALUES) return this.refusals >= MOST_REFUSALS;
    if (this.values++ === MOST_VALUES) this.refuse(path, `at most ${MOST_VALUES} values`, 'more');
    return true;
  }

  private refuse(path: string, expected: string, found: string): null {
    this.refusals++;
    this.report(path, expected, found);
    return null;
  }
}
