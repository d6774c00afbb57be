import * as v from 'valibot';
import { readAreas, type Area } from './geo.ts';
import { AMOUNT_FORM, parseNonNegativeAmount, writtenAmount } from './money.ts';
import type { WrittenAmount } from './limit.ts';
import { didYouMean } from './suggest.ts';
import { parseClock, parseDateTime, type DateTime } from './time/local.ts';
import { PERIODS, type Period } from './time/period.ts';
import { isZone } from './time/zone.ts';

/**
 * The vocabulary in which rules write their config's schema: the only importer of valibot. Every message starts with
 * "expected", so that a config issue can say what was found beside it; every schema says its JSON Schema where the
 * generator could not know it.
 */

/** More broken items of one list, or positions of one area, are not listed: nobody reads on. */
const MOST_BROKEN_ITEMS = 100;

/** What the generator of the JSON Schema takes in place of what it would derive. */
export interface JsonSchemaHint {
  readonly jsonSchema: object;
  /** The schema of a list's items. */
  readonly items?: unknown;
}

type Schema<Output> = v.GenericSchema<unknown, Output>;

/** A free text. */
export const text = (): Schema<string> => v.string('expected a string');

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words): Schema<Words[number]> {
  const expected = `expected one of ${words.map((word) => JSON.stringify(word)).join(', ')}`;
  const message = (issue: { input: unknown }) =>
    expected + (typeof issue.input === 'string' ? didYouMean(issue.input, words) : '');
  return v.picklist(words, message);
}

/** An integer from `least` to 2^53 − 1. */
export function count(least = 0): Schema<number> {
  const message = `expected an integer of ${least} or more`;
  return checked(
    (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= least,
    (value) => value as number,
    message,
    { type: 'integer', minimum: least, maximum: Number.MAX_SAFE_INTEGER },
  );
}

/** An amount of 0 or more. */
export function amount(): Schema<WrittenAmount> {
  return checked(
    (value) => parseNonNegativeAmount(value) !== undefined,
    (value) =>
      ({ value: parseNonNegativeAmount(value), written: writtenAmount(value as string) }) as WrittenAmount,
    `expected ${AMOUNT_FORM}, of 0 or more`,
    {
      anyOf: [
        { type: 'string', pattern: '^-?[0-9]{1,30}(\\.[0-9]{1,18})?$' },
        { type: 'number', minimum: 0 },
      ],
    },
  );
}

/** An IANA zone that the runtime knows. */
export function zone(): Schema<string> {
  return checked(
    (value) => typeof value === 'string' && isZone(value),
    (value) => value as string,
    'expected an IANA time zone, such as "Europe/Amsterdam"',
    { type: 'string', examples: ['UTC', 'Europe/Amsterdam', 'America/New_York'] },
  );
}

/** A date and time that exists: local, or exact with `Z` or an offset. */
export function dateTime(): Schema<DateTime> {
  return checked(
    (value) => typeof value === 'string' && parseDateTime(value) !== undefined,
    (value) => parseDateTime(value as string) as DateTime,
    'expected a date and time that exists, such as "2026-03-01T00:00", with Z or an offset if it is exact',
    {
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}',
      examples: ['2026-03-01T00:00'],
    },
  );
}

/** Minutes since midnight of a clock time `HH:MM`; `24:00` only as an end. */
export function clock(edge: 'start' | 'end'): Schema<number> {
  const last = edge === 'end' ? 1440 : 1439;
  return checked(
    (value) => typeof value === 'string' && (parseClock(value) ?? Infinity) <= last,
    (value) => parseClock(value as string) as number,
    `expected a clock time from "00:00" to "${edge === 'end' ? '24:00' : '23:59'}"`,
    { type: 'string', pattern: `^([01][0-9]|2[0-3]):[0-5][0-9]$${edge === 'end' ? '|^24:00$' : ''}` },
  );
}

/** The seven periods. */
export const period = (): Schema<Period> => oneOf(PERIODS);

/** Which day a week starts on. */
export const weekStart = (): Schema<'monday' | 'sunday'> => oneOf(['monday', 'sunday']);

/** A string of 1 to `most` characters (code points). */
export function name(most: number): Schema<string> {
  return checked(
    (value) => typeof value === 'string' && value !== '' && isAtMostLong(value, most),
    (value) => value as string,
    `expected a string of 1 to ${most} characters`,
    { type: 'string', minLength: 1, maxLength: most },
  );
}

/** GeoJSON, with everything that is wrong in it at its own path. */
export function areas(): Schema<readonly Area[]> {
  const read = v.rawTransform<unknown, readonly Area[]>(({ dataset, addIssue, NEVER }) => {
    const issues: { message: string; path: never }[] = [];
    const result = readAreas(dataset.value, (pointer, expected, found) => {
      const path = pathOf(pointer, dataset.value) as never;
      if (issues.length < MOST_BROKEN_ITEMS)
        issues.push({ message: `expected ${expected}, found ${found}`, path });
    });
    issues.forEach(addIssue);
    return issues.length === 0 ? result : NEVER;
  });
  return v.pipe(
    v.unknown(),
    read,
    hint({ type: 'object', description: 'A GeoJSON FeatureCollection', ...GEOJSON }),
  );
}

/** A list of at least one item. */
export function list<Output>(item: Schema<Output>): Schema<readonly Output[]> {
  const read = v.rawTransform<unknown, readonly Output[]>(({ dataset, addIssue, NEVER }) => {
    const items = dataset.value;
    if (!Array.isArray(items) || items.length === 0) {
      addIssue({ message: 'expected a list of at least one item' });
      return NEVER;
    }
    const outputs: Output[] = [];
    let broken = 0;
    for (let i = 0; i < items.length && broken < MOST_BROKEN_ITEMS; i++) {
      const result = v.safeParse(item, items[i]);
      if (result.success) outputs.push(result.output);
      else broken++;
      for (const issue of result.issues ?? []) {
        const path = [step(items, i, items[i]), ...(issue.path ?? [])];
        addIssue({ message: issue.message, path: path as never });
      }
    }
    return broken === 0 ? outputs : NEVER;
  });
  return v.pipe(v.unknown(), read, hint({ type: 'array', minItems: 1 }, { items: item }));
}

/** A list of at least one item, none of them twice. */
export function listOfDistinct<Output>(item: Schema<Output>): Schema<readonly Output[]> {
  const check = v.rawCheck<readonly Output[]>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    dataset.value.forEach((value, i, values) => {
      if (values.indexOf(value) < i) {
        addIssue({ message: 'expected no item twice', path: [step(values, i, value)] as never });
      }
    });
  });
  return v.pipe(list(item), check, hint({ type: 'array', minItems: 1, uniqueItems: true }, { items: item }));
}

/** The configs of rules, at least `least`. What is in them, the compiler reads. */
export function ruleList(least: 0 | 1): Schema<readonly unknown[]> {
  return checked(
    (value) => Array.isArray(value) && value.length >= least,
    (value) => value as unknown[],
    `expected a list of ${least === 1 ? 'at least one rule' : 'rules'}`,
    { type: 'array', minItems: least, items: { $ref: '#/$defs/rule' } },
  );
}

/** May be left out. */
export function optional<Output>(schema: Schema<Output>): v.OptionalSchema<Schema<Output>, undefined> {
  return v.optional(schema);
}

/** May be left out, and is then the default. */
export function withDefault<Output>(schema: Schema<Output>, value: Output): Schema<Output> {
  return v.optional(schema, () => value as never);
}

/** An object of these keys and no others. */
export function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  const keys = Object.keys(entries);
  return v.strictObject(entries, (issue) => {
    if (issue.expected !== 'never')
      return issue.expected === 'Object' ? 'expected an object' : 'expected a value';
    const key = String(issue.path?.at(-1)?.key);
    return `expected only the keys ${keys.join(', ')}${didYouMean(key, keys)}, found the key ${JSON.stringify(key)}`;
  });
}

/** A rule's config: `type`, a free-text `description`, and the rule's own keys. */
export function ruleConfig<const Type extends string, const Entries extends v.ObjectEntries>(
  type: Type,
  entries: Entries,
) {
  return object({
    type: v.literal(type, `expected ${JSON.stringify(type)}`),
    description: v.optional(described(text(), 'Free text for people.')),
    ...entries,
  });
}

/**
 * A condition across keys, asked wherever those keys themselves are right. The issue stands at the last of them.
 */
export function across<Output, const Keys extends readonly (keyof Output & string)[]>(
  schema: Schema<Output>,
  keys: Keys,
  holds: (config: Pick<Output, Keys[number]>) => boolean,
  expected: string,
): Schema<Output> {
  const check = v.rawCheck<Output>(({ dataset, addIssue }) => {
    const config = dataset.value as Output;
    const brokenKeys = new Set((dataset.issues ?? []).map((issue) => issue.path?.[0]?.key));
    if (typeof config !== 'object' || config === null || keys.some((key) => brokenKeys.has(key))) return;
    const key = keys.findLast((candidate) => config[candidate] !== undefined) ?? keys[0];
    if (holds(config)) return;
    const path = key === undefined || config[key] === undefined ? [] : [step(config, key, config[key])];
    addIssue({ message: `expected ${expected}`, path: path as never });
  });
  return v.pipe(schema, check);
}

/** With a sentence for whoever writes a campaign in an editor. */
export function described<S extends v.GenericSchema>(schema: S, sentence: string): S {
  return v.pipe(schema, v.description(sentence)) as unknown as S;
}

/** Anything: the compiler reads it. */
export function unread(jsonSchema: object): Schema<unknown> {
  return v.pipe(v.unknown(), hint(jsonSchema));
}

/** A check that has no config. */
export function nothing(): Schema<undefined> {
  return v.undefined('expected nothing');
}

function checked<Output>(
  isRight: (value: unknown) => boolean,
  read: (value: unknown) => Output,
  message: string,
  jsonSchema: object,
): Schema<Output> {
  return v.pipe(v.unknown(), v.check(isRight, message), v.transform(read), hint(jsonSchema));
}

function hint<Output>(jsonSchema: object, nested: Pick<JsonSchemaHint, 'items'> = {}) {
  return v.metadata<Output, JsonSchemaHint & Record<string, unknown>>({ jsonSchema, ...nested });
}

function step(input: unknown, key: string | number, value: unknown) {
  return { type: 'unknown', origin: 'value', input, key, value };
}

function pathOf(pointer: string, root: unknown): unknown[] | undefined {
  const keys = pointer.split('/').slice(1);
  return keys.length === 0 ? undefined : keys.map((key) => step(root, key, undefined));
}

function isAtMostLong(value: string, most: number): boolean {
  // A code point takes one or two units: no need to walk through a long one.
  return value.length <= most || (value.length <= 2 * most && Array.from(value).length <= most);
}

const GEOJSON = {
  required: ['type', 'features'],
  properties: {
    type: { const: 'FeatureCollection' },
    features: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['type', 'geometry'],
        properties: {
          type: { const: 'Feature' },
          properties: {
            type: ['object', 'null'],
            properties: {
              name: { type: ['string', 'null'], description: 'The name of the area, told to the shopper.' },
              radius_m: {
                type: 'number',
                exclusiveMinimum: 0,
                description: 'Of a Point: metres, inclusive.',
              },
            },
          },
          geometry: {
            type: 'object',
            required: ['type', 'coordinates'],
            properties: {
              type: { enum: ['Polygon', 'MultiPolygon', 'Point'] },
              coordinates: { type: 'array', description: 'Positions are [longitude, latitude].' },
            },
          },
        },
      },
    },
  },
};
