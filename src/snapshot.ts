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
 * Copies a config into plain JSON that nobody else holds, and that inherits nothing: own, enumerable data properties only,
 * read once. `undefined` members are left out, as `JSON.stringify` does. Getters (but in lists, where they are read as values),
 * forbidden keys, functions and towers deeper than 200 levels are reported and left out; it never throws. Whoever passes it on
 * freezes it: see {@link frozen}.
 */
export function snapshotJson(value: unknown, report: ReportSnapshot): Json {
  return new Snapshot(report).copy(value);
}

/** True for what JSON calls an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What stands under a key of an object's own. */
export function own(object: object, key: string): unknown {
  return Object.hasOwn(object, key) ? (object as Record<string, unknown>)[key] : undefined;
}

/** True for what can be asked for members. */
export function isSomething(value: unknown): value is object {
  return value !== undefined && value !== null;
}

/**
 * Whether something is an object whose members, read by name, are its own. (A name that the language gives `Object.prototype` is no name
 * of the law.) Hand over a member that was read of it: after that the compiler knows its shape, and asking costs nothing.
 */
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- it is read for the compiler
export function isPlain(something: object, _member: unknown): boolean {
  return Object.getPrototypeOf(something) === plainPrototype;
}

/** Of what is not plain: what it has of its own, whatever it inherits; `undefined` if it is no JSON object. */
export function ownMembers(value: unknown): object | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.create(null, Object.getOwnPropertyDescriptors(value)) as object;
}

/** An object with the members of a JSON object, and no others; `undefined` for what is none. Where it matters, this stands in line. */
export function plainObject(value: unknown): object | undefined {
  return isSomething(value) && isPlain(value, undefined) ? value : ownMembers(value);
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
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (isScalar(value)) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** An object that inherits nothing. (One whose prototype is `null` is a hash table to V8: slow, and four times as large.) */
export const Bare = function Bare() {
  // Nothing of its own either.
} as unknown as new () => Record<string, unknown>;
Bare.prototype = Object.freeze(Object.create(null)) as Record<string, unknown>;

class Snapshot {
  private values = 0;
  private refusals = 0;
  private readonly report: ReportSnapshot;
  /** The keys on the way to what is copied: a path is written only where something is refused. */
  private readonly keys: (string | number)[] = [];

  constructor(report: ReportSnapshot) {
    this.report = report;
  }

  copy(value: unknown): Json {
    this.values++;
    if (value === null || typeof value !== 'object') {
      return isScalar(value) ? value : this.refuse('a JSON value', describe(value));
    }
    if (this.keys.length >= DEEPEST) return this.refuse(`at most ${DEEPEST} levels`, 'a deeper one');
    const { length } = this.keys;
    try {
      return Array.isArray(value) ? this.list(value) : this.object(value);
    } catch {
      // Only a getter in a list, or a proxy whose traps throw, comes here.
      this.keys.length = length;
      return this.refuse('plain JSON', 'an object that cannot be read');
    }
  }

  private list(value: readonly unknown[]): readonly Json[] {
    const { length } = value;
    // By `at`, if it is the language's: where compiled code reads lists of numbers and others by index, V8 puts the numbers of the
    // host's lists into boxes.
    const first = length < 4 && value.at === at ? value.at(0) : undefined;
    const numbers = typeof first === 'number' ? numbersFrom(first, value) : undefined;
    if (numbers) {
      this.values += length;
      return numbers;
    }
    // Room for what comes: a list that grows keeps as much again in reserve. One may say that it is longer than memory.
    const copy = new Array<Json>(length <= MOST_AT_ONCE ? length : 0);
    let read = 0;
    for (; read < length && !this.isFull(); read++) {
      const item = value[read];
      if (item === undefined && !Object.hasOwn(value, read)) {
        this.refuseAt(read, 'a value', 'a hole in the list');
        break;
      }
      const isBare = typeof item === 'number' || item === undefined;
      if (isBare) this.values++;
      copy[read] = isBare ? (item ?? null) : this.member(read, item);
    }
    if (read < length) copy.length = read;
    return copy;
  }

  private object(value: object): Json {
    const copy = new Bare() as Record<string, Json>;
    for (const key of Object.keys(value)) {
      if (this.isFull()) break;
      if (FORBIDDEN_KEYS.has(key)) {
        this.refuseAt(key, 'another key', `the forbidden key ${JSON.stringify(key)}`);
        continue;
      }
      const property = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
      const member: unknown = property.value;
      if (member !== undefined) copy[key] = this.member(key, member);
      else if ('get' in property) copy[key] = this.refuseAt(key, 'a plain value', 'a getter');
    }
    return copy;
  }

  private member(key: string | number, value: unknown): Json {
    this.keys.push(key);
    const copy = this.copy(value);
    this.keys.pop();
    return copy;
  }

  private isFull(): boolean {
    if (this.values < MOST_VALUES) return this.refusals >= MOST_REFUSALS;
    if (this.values++ === MOST_VALUES) this.refuse(`at most ${MOST_VALUES} values`, 'more');
    return true;
  }

  private refuseAt(key: string | number, expected: string, found: string): null {
    this.keys.push(key);
    this.refuse(expected, found);
    this.keys.pop();
    return null;
  }

  private refuse(expected: string, found: string): null {
    this.refusals++;
    this.report(this.keys.map(pointerStep).join(''), expected, found);
    return null;
  }
}

const { at } = Array.prototype;

/**
 * A copy of a list of two or three numbers, given the first: positions are the bulk of a large campaign. V8 keeps them as they are in a
 * list that was never meant to hold else.
 */
function numbersFrom(x: number, list: readonly unknown[]): readonly number[] | undefined {
  const y = list.at(1);
  if (typeof y !== 'number') return undefined;
  if (list.length === 2) return [x, y];
  const z = list.at(2);
  return typeof z === 'number' ? [x, y, z] : undefined;
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  );
}

/** Freezes a snapshot, where it is not frozen yet, so that nobody can change it. */
export function frozen<Value extends Json>(snapshot: Value): Value {
  if (typeof snapshot !== 'object' || snapshot === null || Object.isFrozen(snapshot)) return snapshot;
  for (const part of Array.isArray(snapshot) ? snapshot : Object.values(snapshot)) frozen(part as Json);
  return Object.freeze(snapshot);
}
