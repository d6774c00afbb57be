/** The only importer of fast-check, a peer: the host brings the version that its own tests use. */
import * as fc from 'fast-check';

export { fc };

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;

/** An object of these members; as `JSON.parse` makes it, with a prototype. */
export function object<Of extends Fields>(required: Of): fc.Arbitrary<Members<Of>> {
  return objectWith(required, {});
}

/** The same, with others that may be left out. */
export function objectWith<Required extends Fields, Optional extends Fields>(
  required: Required,
  optional: Optional,
): fc.Arbitrary<Members<Required> & Partial<Members<Optional>>> {
  return fc.record(
    { ...required, ...optional },
    { requiredKeys: Object.keys(required), noNullPrototype: true },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Members<Required> & Partial<Members<Optional>>>;
}

type Members<Of extends Fields> = {
  readonly [Key in keyof Of]: Of[Key] extends fc.Arbitrary<infer Value> ? Value : never;
};

/** A list of at least one. */
export function listOf<Item>(items: fc.Arbitrary<Item>, maxLength: number): fc.Arbitrary<Item[]> {
  return fc.array(items, { minLength: 1, maxLength });
}

/** One of two, the first so many times as often; shrinks to the first. */
export function mostly<Value>(
  weight: number,
  often: fc.Arbitrary<Value>,
  seldom: fc.Arbitrary<Value>,
): fc.Arbitrary<Value> {
  return fc.oneof({ withCrossShrink: true }, { weight, arbitrary: often }, { weight: 1, arbitrary: seldom });
}
