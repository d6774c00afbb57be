import { chainOf, type Campaign } from '../campaign.ts';
import { catalog, keyOf, type CatalogRow } from '../catalog.ts';
import type { Choice, ContextSpace } from './context-space.ts';
import type { Part } from './parts.ts';
import { RENEWAL } from './renewals.ts';
import type { WireContext } from './wire-context.ts';

/** Rounds through all parts. */
const MOST_ROUNDS = 3;
/** Of each part, the plainest so many: edges, but not what lies a millisecond beside them. */
const MOST_TRIED = 120;

/** What rules of the engine mean by a row is known here; what a host's rule means by another is not. */
const KNOWN: ReadonlySet<string> = new Set(catalog.map(keyOf));

/** Choices around which contexts lie: a first redemption and, where a campaign allows them, a renewal. */
export function modelsOf(space: ContextSpace, campaign: Campaign): readonly [Choice, ...Choice[]] {
  const first = modelOf(space, campaign);
  if (!chainOf(campaign).allowsRenewals) return [first];
  const origin = space.parts.findIndex(({ name }) => name === 'origin');
  return [first, first.with(origin, RENEWAL)];
}

/**
 * A choice whose context a campaign has little or nothing against: from the plainest on, part by part, the value with the fewest
 * violations, of equal ones the plainest.
 */
function modelOf(space: ContextSpace, campaign: Campaign): Choice {
  let best = space.plainest;
  let told = violationsOf(campaign, space.contextOf(best));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = told.length;
    for (const [i, part] of space.parts.entries()) {
      // Its values are found only where they are looked at.
      for (const value of mayLift(part, told) ? part.values.slice(0, MOST_TRIED) : []) {
        if (!mayLift(part, told)) break;
        const other = best.with(i, value);
        const violations = violationsOf(campaign, space.contextOf(other));
        if (violations.length < told.length) [best, told] = [other, violations];
      }
    }
    if (told.length === 0 || told.length === before) break;
  }
  return best;
}

function mayLift({ lifts }: Part, told: readonly CatalogRow[]): boolean {
  return told.map(keyOf).some((row) => lifts === undefined || !KNOWN.has(row) || lifts.test(row));
}

function violationsOf(campaign: Campaign, context: WireContext): readonly CatalogRow[] {
  try {
    return campaign.evaluate(context).violations;
  } catch {
    // A host's rule threw: nothing could be worse.
    return THROWN;
  }
}

const THROWN: readonly CatalogRow[] = Array<CatalogRow>(10_000).fill({
  attribute: 'campaign',
  error_code: 'fuzz.thrown',
  message: '',
});
