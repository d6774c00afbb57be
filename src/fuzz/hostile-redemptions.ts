import { SHOPPER_FIELDS } from '../shopper.ts';
import { fc } from './fast-check.ts';

/** What a shopper sent: made anew for each use, as a trap springs on whoever looks at it. */
export interface Sent {
  redemption(): unknown;
  /** For a counterexample. */
  [fc.toStringMethod](): string;
}

/**
 * Whatever may stand in `redemption`, of a hostile client or of a host that parses it by itself: any JSON, any value of the language under
 * the names of the law, and traps: getters and proxies that throw, cycles, lists that never end.
 *
 * @example
 * fc.property(contextsFor(campaign), hostileRedemptions(), (context, sent) => {
 *   campaign.evaluate({ ...context, redemption: sent.redemption() });
 * });
 */
export function hostileRedemptions(): fc.Arbitrary<Sent> {
  return fc.oneof(
    { weight: 9, arbitrary: untrusted().map((value) => sent(() => value, fc.stringify(value))) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...Object.entries(traps)).map(([name, make]) => sent(make, name)),
    },
  );
}

function sent(redemption: () => unknown, text: string): Sent {
  return { redemption, [fc.toStringMethod]: () => text };
}

function untrusted(): fc.Arbitrary<unknown> {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  const withFields = (values: fc.Arbitrary<unknown>) =>
    fc.record(Object.fromEntries(SHOPPER_FIELDS.map((field) => [field, values])), { requiredKeys: [] });
  const nearlyAmounts = fc
    .array(fc.constantFrom('1', '0', '.', '-', 'e'), { maxLength: 12 })
    .map((characters) => characters.join(''));
  return fc.oneof(
    { weight: 3, arbitrary: withFields(anything) },
    { weight: 3, arbitrary: withFields(fc.jsonValue()) },
    {
      weight: 2,
      arbitrary: fc.record({
        location: fc.record({ latitude: fc.double(), longitude: fc.double() }),
        total_transaction_cost: fc.oneof(fc.double(), nearlyAmounts),
        categories: fc.array(fc.oneof(fc.record({ name: fc.string(), tags: anything }), anything)),
      }),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: anything },
  );
}

const fail = (): never => {
  throw new Error('a trap');
};

function trap(): object {
  return new Proxy({}, { get: fail, getOwnPropertyDescriptor: fail, has: fail, ownKeys: fail });
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function everywhere(value: unknown): object {
  return Object.fromEntries(SHOPPER_FIELDS.map((field) => [field, value]));
}

function cycle(): object {
  const object = {};
  return Object.assign(object, everywhere(object));
}

function withIterator(list: unknown[]): unknown[] {
  return Object.assign(list, { [Symbol.iterator]: fail });
}

/** A tag when it is looked at first, a trap ever after. */
function changing(): unknown[] {
  let looks = 0;
  return Object.defineProperty(['shoes'], 0, { get: () => (looks++ === 0 ? 'shoes' : fail()) });
}

/** What no JSON text gives, but an object in the process can be. */
export const traps: Readonly<Record<string, () => unknown>> = {
  'a proxy that throws': trap,
  'a revoked proxy': revoked,
  'getters that throw': () =>
    Object.defineProperties({}, Object.fromEntries(SHOPPER_FIELDS.map((field) => [field, { get: fail }]))),
  'proxies that throw': () => everywhere(trap()),
  'proxies that throw in categories': () => ({ categories: [trap()] }),
  'revoked proxies': () => everywhere(revoked()),
  'a revoked proxy in categories': () => ({ categories: [revoked()] }),
  'a revoked proxy for tags': () => ({ categories: [{ name: 'department', tags: revoked() }] }),
  'categories whose iterator throws': () => ({
    categories: withIterator([{ name: 'department', tags: [] }]),
  }),
  'tags whose iterator throws': () => ({
    categories: [{ name: 'department', tags: withIterator(['shoes']) }],
  }),
  'tags that change': () => ({ categories: [{ name: 'department', tags: changing() }] }),
  'sparse tags': () => ({ categories: [{ name: 'department', tags: new Array(4_294_967_295) }] }),
  'a cycle': cycle,
};
