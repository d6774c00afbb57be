import * as v from 'valibot';
import type { Area } from './area/area.ts';
import { readAreas } from './geo.ts';
import { AMOUNT_FORM, parseNonNegativeAmount, writtenAmount } from './money.ts';
import type { WrittenAmount } from './limit.ts';
import type { SchemaIssue } from './rule.ts';
import { Bare, isJsonObject, own, type JsonObject } from './snapshot.ts';
import { didYouMean } from './suggest.ts';
import { parseClock, parseDateTime, type DateTime } from './time/local.ts';
import { PERIODS, type Period, type WeekStart } from './time/period.ts';
import { isZone } from './time/zone.ts';

/**
 * The vocabulary in which rules write their config's schema: the only importer of valibot. Every message starts with
 * "expected", so that a config issue can say what was found beside it; every schema says its JSON Schema where the
 * generator could not know it.
 */

/** More broken items of one list are not looked for: nobody reads on. */
const MOST_BROKEN_ITEMS = 10_000;

/** What the generator of the JSON Schema takes in place of what it would derive. */
export interface JsonSchemaHint {
  readonly jsonSchema?: object | undefined;
  /** The schema of a list's items. */
  readonly items?: unknown;
  /** The schemas of an object's members. */
  readonly entries?: Readonly<Record<string, unknown>>;
}

type Schema<Output> = v.GenericSchema<unknown, Output>;

/** A free text. */
export const text = (): Schema<string> => v.string('expected a string');

/** True or false. */
export const flag = (): Schema<boolean> => v.boolean('expected true or false');

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
    (value) =>
      Number.isSafeInteger(value) && (value as number) >= least ? (value as number) + 0 : undefined,
    message,
    { type: 'integer', minimum: least, maximum: Number.MAX_SAFE_INTEGER },
  );
}

/** An amount of 0 or more. */
export function amount(): Schema<WrittenAmount> {
  return checked(
    (written) => {
      const value = parseNonNegativeAmount(written);
      return value === undefined ? undefined : { value, written: writtenAmount(written as string | number) };
    },
    `expected ${AMOUNT_FORM}, of 0 or more`,
    {
      anyOf: [
        { type: 'string', pattern: '^(-0{1,30}(\\.0{1,18})?|[0-9]{1,30}(\\.[0-9]{1,18})?)$' },
        { type: 'number', minimum: 0 },
      ],
    },
  );
}

/** An IANA zone that the runtime knows. */
export function zone(): Schema<string> {
  return checked(
    (value) => (typeof value === 'string' && isZone(value) ? value : undefined),
    'expected an IANA time zone, such as "Europe/Amsterdam"',
    { type: 'string', examples: ['UTC', 'Europe/Amsterdam', 'America/New_York'] },
  );
}

/** A date and time that exists: local, or exact with `Z` or an offset. */
export function dateTime(): Schema<DateTime> {
  return checked(
    (value) => (typeof value === 'string' ? parseDateTime(value) : undefined),
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
    (value) => {
      const minutes = typeof value === 'string' ? parseClock(value) : undefined;
      return minutes !== undefined && minutes <= last ? minutes : undefined;
    },
    `expected a clock time from "00:00" to "${edge === 'end' ? '24:00' : '23:59'}"`,
    { type: 'string', pattern: `^([01][0-9]|2[0-3]):[0-5][0-9]$${edge === 'end' ? '|^24:00$' : ''}` },
  );
}

/** The seven periods. */
export const period = (): Schema<Period> => oneOf(PERIODS);

/** Which day a week starts on. */
export const weekStart = (): Schema<WeekStart> => oneOf(['monday', 'sunday']);

/** A week's start has no meaning in other periods. */
export const WEEK_START_OF_WEEKS: Condition<{
  readonly period?: Period | undefined;
  readonly week_starts_on?: WeekStart | undefined;
}> = {
  keys: ['period', 'week_starts_on'],
  expected: 'no week_starts_on but with the period "weekly"',
  holds: ({ period, week_starts_on }) => week_starts_on === undefined || period === 'weekly',
};

/** A string of 1 to `most` characters (code points). */
export function name(most: number): Schema<string> {
  return checked(
    (value) => (typeof value === 'string' && value !== '' && isAtMostLong(value, most) ? value : undefined),
    `expected a string of 1 to ${most} characters`,
    { type: 'string', minLength: 1, maxLength: most },
  );
}

/** GeoJSON, with everything that is wrong in it at its own path. */
export function areas(): Schema<readonly Area[]> {
  const read = step<readonly Area[]>((dataset) => {
    dataset.value = readAreas(dataset.value, (pointer, expected, found) => {
      tell(dataset, `expected ${expected}, found ${found}`, pointer.split('/').slice(1));
    });
  });
  return hinted(read, { jsonSchema: { type: 'object', ...GEOJSON } });
}

/** A list of at least one item. */
export function list<Output>(item: Schema<Output>): Schema<readonly Output[]> {
  return listWith(item, false);
}

/** A list of at least one item, none of them twice. */
export function listOfDistinct<Output>(item: Schema<Output>): Schema<readonly Output[]> {
  return listWith(item, true);
}

function listWith<Output>(schema: Schema<Output>, isDistinct: boolean): Schema<readonly Output[]> {
  const read = step<readonly Output[]>((dataset, settings) => {
    const items = dataset.value;
    if (!Array.isArray(items) || items.length === 0) {
      tell(dataset, 'expected a list of at least one item');
      return;
    }
    const outputs = isDistinct ? new Set<unknown>() : undefined;
    let broken = 0;
    dataset.value = items.map((item: unknown, i) => {
      if (broken >= MOST_BROKEN_ITEMS) return undefined;
      const result = run(schema, item, settings);
      if (result.issues) broken += tellNested(dataset, i, result.issues);
      else if (outputs?.has(result.value)) {
        broken++;
        tell(dataset, 'expected no item twice', [i]);
      } else outputs?.add(result.value);
      return result.value;
    });
  });
  return hinted(read, {
    jsonSchema: { type: 'array', minItems: 1, ...(isDistinct && { uniqueItems: true }) },
    items: schema,
  });
}

/** The configs of rules, at least `least`. What is in them, the compiler reads: of this reading nothing is kept. */
export function ruleList(least: 0 | 1): Schema<readonly unknown[]> {
  return checked(
    (value) => (Array.isArray(value) && value.length >= least ? [] : undefined),
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

type Members = Readonly<Record<string, v.GenericSchema>>;

/** What an object's schema reads: members that may be left out are optional. */
type ConfigOf<Entries extends Members> = {
  readonly [Key in keyof Entries as undefined extends v.InferOutput<Entries[Key]>
    ? never
    : Key]: v.InferOutput<Entries[Key]>;
} & {
  readonly [Key in keyof Entries as undefined extends v.InferOutput<Entries[Key]>
    ? Key
    : never]?: v.InferOutput<Entries[Key]>;
};

/** What must hold across keys of an object; asked wherever those keys themselves are right. */
export interface Condition<Config> {
  /** The issue stands at the last of them that is there. */
  readonly keys: readonly (keyof Config & string)[];
  readonly expected: string;
  readonly holds: (config: Config) => boolean;
}

/** An object of these keys, its own, and no others. */
export function object<const Entries extends Members>(
  entries: Entries,
  ...conditions: readonly Condition<ConfigOf<Entries>>[]
): Schema<ConfigOf<Entries>> {
  type Config = ConfigOf<Entries>;
  const keys = Object.keys(entries);
  const members = keys.map((key) => {
    const schema = entries[key] as v.GenericSchema;
    const mayBeLeftOut = isLeftOut(schema);
    return { key: key as keyof Config, mayBeLeftOut, schema: mayBeLeftOut ? schema.wrapped : schema };
  });
  const read = step<Config>((dataset, settings) => {
    const input = dataset.value;
    if (!isJsonObject(input)) {
      tell(dataset, 'expected an object');
      return;
    }
    const config = new Bare() as unknown as Config;
    let broken: Set<unknown> | undefined;
    for (const { key, schema, mayBeLeftOut } of members) {
      const value = own(input, key as string);
      if (value === undefined && mayBeLeftOut) continue;
      const result = run(schema, value, settings);
      if (result.issues) {
        tellNested(dataset, key as string, result.issues);
        broken = (broken ?? new Set()).add(key);
      } else config[key] = result.value as Config[keyof Config];
    }
    tellUnknownKeys(dataset, input, keys);
    for (const { keys: across, expected, holds } of conditions) {
      if (broken && across.some((key) => broken.has(key))) continue;
      if (holds(config)) continue;
      const last = across.findLast((key) => config[key] !== undefined);
      tell(dataset, `expected ${expected}`, last === undefined ? [] : [last]);
    }
    dataset.value = config;
  });
  return hinted(read, { entries });
}

/** It is nothing where it is left out, so that nobody needs to ask. */
function isLeftOut(schema: v.GenericSchema): schema is v.OptionalSchema<v.GenericSchema, unknown> {
  return (
    schema.type === 'optional' && (schema as v.OptionalSchema<v.GenericSchema, unknown>).default === undefined
  );
}

/** A rule's config: its `type`, the free-text `description` that every rule may carry, and its own keys. */
export function ruleConfig<const Entries extends Members>(
  type: string,
  entries: Entries,
  ...conditions: readonly Condition<ConfigOf<Entries>>[]
): Schema<ConfigOf<Entries>> {
  const frame = {
    type: v.literal(type, `expected ${JSON.stringify(type)}`),
    description: optional(described(text(), 'Free text for people.')),
  };
  return object(
    { ...frame, ...entries },
    ...(conditions as readonly Condition<object>[] as never[]),
  ) as unknown as Schema<ConfigOf<Entries>>;
}

function tellUnknownKeys(dataset: Dataset, input: JsonObject, keys: readonly string[]): void {
  let told = 0;
  for (const key of Object.keys(input)) {
    if (keys.includes(key)) continue;
    if (told++ === MOST_BROKEN_ITEMS) return;
    const expected = `expected only the keys ${keys.join(', ')}${didYouMean(key, keys)}`;
    tell(dataset, `${expected}, found the key ${JSON.stringify(key)}`, [key]);
  }
}

/** Passes on the issues of a member, below its key; how many there were. */
function tellNested(dataset: Dataset, key: string | number, issues: readonly SchemaIssue[]): number {
  for (const { message, path } of issues) tell(dataset, message, [key, ...(path ?? [])]);
  return issues.length;
}

/** With a sentence for whoever writes a campaign in an editor; the build has the schema alone. */
export function described<S extends v.GenericSchema>(schema: S, sentence: string): S {
  return v.pipe(schema, v.description(sentence)) as unknown as S;
}

/** Anything: the compiler reads it. */
export function unread(jsonSchema?: object): Schema<unknown> {
  return hinted(v.unknown(), { jsonSchema });
}

/** A check that has no config. */
export function nothing(): Schema<undefined> {
  return v.undefined('expected nothing');
}

/** A value is right if `read` makes something of it; `undefined` is an issue. */
function checked<Output>(
  read: (value: unknown) => Output | undefined,
  message: string,
  jsonSchema?: object,
): Schema<Output> {
  const check = step<Output>((dataset) => {
    const output = read(dataset.value);
    if (output === undefined) tell(dataset, message);
    else dataset.value = output;
  });
  return hinted(check, { jsonSchema });
}

/** What a schema is given, then what it has read, or what is wrong there: valibot's dataset. */
interface Dataset {
  value: unknown;
  typed?: boolean;
  issues?: SchemaIssue[];
}

/**
 * A schema of one step. Each of valibot's own steps makes some objects for each value, and reading a hundred thousand campaigns
 * is mostly that.
 */
function step<Output>(read: (dataset: Dataset, settings: Settings) => void): Schema<Output> {
  const run = (dataset: Dataset, settings: Settings): Dataset => {
    read(dataset, settings);
    dataset.typed = dataset.issues === undefined;
    return dataset;
  };
  return v._standardSchema({ ...v.unknown(), '~run': run as never }) as unknown as Schema<Output>;
}

type Settings = Parameters<v.GenericSchema['~run']>[1];

function run(schema: v.GenericSchema, value: unknown, settings: Settings): Dataset {
  return schema['~run']({ value }, settings) as Dataset;
}

function tell(dataset: Dataset, message: string, path?: SchemaIssue['path']): void {
  (dataset.issues ??= []).push({ message, path });
}

/** What the JSON Schema is made of; the build has the schema alone. */
function hinted<S extends v.GenericSchema>(schema: S, hints: JsonSchemaHint): S {
  return v.pipe(schema, v.metadata({ ...hints })) as unknown as S;
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
