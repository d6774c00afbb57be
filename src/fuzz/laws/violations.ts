import { catalog, keyOf } from '../../catalog.ts';
import { insist, insistSame, toldBy, type Law } from './law.ts';

const PLACES: ReadonlyMap<string, number> = new Map(catalog.map((row, i) => [keyOf(row), i]));

/** Laws of the violations of a decision. */
export const violationLaws: readonly Law[] = [
  {
    law: 'a rule tells only rows of its own',
    cost: 2,
    holds({ watched }, { context }) {
      const [first] = watched.strangersIn(context);
      insist(first === undefined, () => String(first));
    },
  },
  {
    law: 'a decision is accepted or has violations, in the order of the catalog, none twice',
    cost: 1,
    holds(_, { decision }) {
      const { status, violations, claims } = decision;
      insist(
        (status === 'accepted') === (violations.length === 0),
        () => `${status}, with ${violations.length} violations`,
      );
      insist(status === 'accepted' || claims.length === 0, () => 'refused, and claims something');
      insist(new Set(toldBy(decision)).size === violations.length, () => 'one violation stands twice');
      const places = violations.map((violation) => PLACES.get(keyOf(violation)) ?? PLACES.size);
      insistSame(
        places.toSorted((a, b) => a - b),
        places,
        'places in the catalog',
      );
    },
  },
  {
    law: 'the order of rules changes no violation',
    cost: 2,
    holds({ campaign, reordered }, { context, decision }) {
      insistSame(
        toldBy(reordered.evaluate(context)),
        toldBy(decision),
        'with the rules in the opposite order',
      );
      insistSame(
        reordered.plan(context),
        campaign.plan(context),
        'planned with the rules in the opposite order',
      );
    },
  },
];
