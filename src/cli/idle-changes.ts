import type { Campaign, Change, WhatIfContext } from '../index.ts';
import { SHOPPER_FIELDS } from '../shopper.ts';
import { didYouMean } from '../suggest.ts';
import { withChanges } from '../what-if/changes.ts';

/** What of each fact is looked at. The command knows no rules of a host's own. */
const LOOKED_AT: Readonly<Record<string, readonly string[]>> = {
  voucher: ['code', 'customer_identifier'],
  redemption: SHOPPER_FIELDS,
  origin: ['redeemed_at', 'original', 'customer_identifier'],
  existing: ['status', 'claims'],
};

/** A line for each change that nobody looks at, most likely a slip of the pen. */
export function notesOnIdle(
  changes: readonly Change[],
  campaign: Campaign,
  context: WhatIfContext,
): string[] {
  const planned = () =>
    campaign.plan(withChanges(context, changes) as never).counters.map(({ name }) => name);
  return changes.flatMap(({ path }) => {
    const [fact = '', ...steps] = path.split('.');
    const step = fact === 'usage' ? steps.join('.') : steps[0];
    const known = fact === 'usage' ? planned() : LOOKED_AT[fact];
    if (step === undefined || known === undefined || known.includes(step)) return [];
    const expected = known.map((name) => `${fact}.${name}`);
    return `${path} changes nothing: nobody looks at it, but at ${expected.join(', ')}${didYouMean(path, expected)}`;
  });
}
