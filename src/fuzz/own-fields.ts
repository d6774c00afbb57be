import { SHOPPER_FIELDS } from '../shopper.ts';
import type { Campaign } from '../campaign.ts';
import type { Json } from '../snapshot.ts';
import { JUNK } from './sent-values.ts';
import { distinctValues, spread } from './spread.ts';
import type { WireContext } from './wire-context.ts';

/** Values of the host's own under keys of `redemption`: of each the plainest first, `undefined` for not sent. */
export type OwnFields = Readonly<Record<string, readonly unknown[]>>;

const MOST_VALUES = 24;

/** What a host's rule may want under a key, from what its config says, and what it surely does not want. */
export function fieldValues(hostValues: readonly Json[]): unknown[] {
  const values = spread(distinctValues(hostValues), MOST_VALUES);
  return [undefined, ...values, ...values.map((value) => [value]), ...JUNK];
}

/** The keys under which rules look for what the shopper's client sent, but for those of the law. */
export function fieldsReadBy(campaign: Campaign, context: WireContext): string[] {
  const looked = new Set<string>();
  const redemption = new Proxy(
    { ...(context.redemption as object) },
    {
      getOwnPropertyDescriptor(target, key) {
        looked.add(String(key));
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    },
  );
  try {
    campaign.evaluate({ ...context, redemption });
  } catch {
    // A host's rule may throw: what it has read is known.
  }
  return [...looked].filter((key) => !FIELDS.has(key));
}

const FIELDS = new Set<string>(SHOPPER_FIELDS);
