import { keyOf } from '../catalog.ts';
import { gapBetween, writtenAmount } from '../money.ts';
import type { CategoryEntry } from '../rule.ts';
import { isJsonObject, type Json, type JsonObject } from '../snapshot.ts';
import { isoInstant } from '../time/local.ts';
import { identityOf, type Violation } from '../violation.ts';
import { withChanges, type Change } from './changes.ts';
import { placesNear } from './nearest-place.ts';
import { Question } from './question.ts';

/** The smallest change that lifts a violation, and brings no other. */
export interface Fix {
  /** What to change: `changes` of a what-if. */
  readonly changes: readonly Change[];
  /** Of a cost: by how much. */
  readonly by?: string;
  /** Of a place: how far away it is, in metres. */
  readonly distance_m?: number;
  /** The name of the area that it is in; absent where the area has none. */
  readonly area?: string;
}

/** Proposals that are tried: of a hundred tags, or places around a point, one of the first will do. */
const MOST_TRIED = 100;

/** Finds fixes for the violations of a question, each verified by asking again. */
export class Fixes {
  private readonly question: Question;
  private readonly config: JsonObject;
  private readonly context: unknown;
  private readonly unread: ReadonlySet<string>;

  constructor(question: Question, config: JsonObject, context: unknown, unread: ReadonlySet<string>) {
    this.question = question;
    this.config = config;
    this.context = context;
    this.unread = unread;
  }

  /** What the shopper can do about a violation: change the order, or come again; `undefined` where nothing helps. */
  for(violation: Violation): Fix | undefined {
    let tried = 0;
    for (const fix of this.proposalsFor(violation)) {
      if (this.lifts(fix, violation)) return fix;
      if (++tried === MOST_TRIED) break;
    }
    return this.laterFor(violation);
  }

  private lifts({ changes }: Fix, violation: Violation): boolean {
    const { question, context, unread } = this;
    const after = new Question(question.chain, withChanges(context, changes), unread);
    const others = this.identitiesBut(violation);
    return after.violations.every((one) => others.has(identityOf(one)));
  }

  private laterFor(violation: Violation): Fix | undefined {
    const { question } = this;
    if (question.isSettled) return undefined;
    const others = this.identitiesBut(violation);
    const wait = question.validity.waitFor(({ identity }) => others.has(identity));
    return 'until' in wait ? { changes: [{ path: 'at', value: isoInstant(wait.until) }] } : undefined;
  }

  private identitiesBut(violation: Violation): ReadonlySet<string> {
    const others = new Set(this.question.identities);
    others.delete(identityOf(violation));
    return others;
  }

  private proposalsFor(violation: Violation): Iterable<Fix> {
    switch (keyOf(violation)) {
      case 'total_transaction_cost.below_campaign_minimum':
        return this.costOf(violation.expected?.['minimum']);
      case 'total_transaction_cost.above_campaign_maximum':
        return this.costOf(violation.expected?.['maximum']);
      case 'location.outside_of_permitted_areas':
        return this.placesFor(violation);
      case 'categories.missing_required_category':
        return this.entriesFor(violation);
      case 'categories.missing_required_tags':
        return this.tagsFor(violation);
      case 'categories.includes_forbidden_tags':
        return this.withoutTags(violation);
      default:
        return [];
    }
  }

  private costOf(bound: unknown): Fix[] {
    const cost = this.question.redemption.field('total_transaction_cost') as string | number;
    const path = 'redemption.total_transaction_cost';
    return [{ changes: [{ path, value: bound }], by: gapBetween(String(bound), writtenAmount(cost)) }];
  }

  private *placesFor(violation: Violation): Generator<Fix> {
    const { location } = this.question.redemption;
    const { areas } = this.configOf(violation);
    if (typeof location === 'string' || !isJsonObject(areas)) return;
    for (const { latitude, longitude, distance, area } of placesNear(location, areas)) {
      const changes = [{ path: 'redemption.location', value: { latitude, longitude } }];
      yield { changes, distance_m: Math.round(distance), ...(area !== undefined && { area }) };
    }
  }

  private *entriesFor(violation: Violation): Generator<Fix> {
    const { category, any_of } = this.configOf(violation);
    const { categories } = this.question.redemption;
    const others = categories === 'unreadable' ? [] : categories;
    const wanted = Array.isArray(any_of) ? (any_of as readonly string[]).map((tag) => [tag]) : [[]];
    for (const tags of wanted) yield categoriesFix([...others, { name: category as string, tags }]);
  }

  private *tagsFor(violation: Violation): Generator<Fix> {
    const { category, any_of } = violation.expected as { category: string; any_of: readonly string[] };
    const entries = this.entries();
    const at = entries.findIndex(({ name }) => name === category);
    for (const tag of any_of)
      yield categoriesFix(
        entries.map((entry, i) => (i === at ? { ...entry, tags: [...entry.tags, tag] } : entry)),
      );
  }

  private *withoutTags(violation: Violation): Generator<Fix> {
    const { category, none_of } = violation.expected as { category: string; none_of: readonly string[] };
    yield categoriesFix(
      this.entries().map((entry) => {
        if (entry.name !== category) return entry;
        return { ...entry, tags: entry.tags.filter((tag) => !none_of.includes(tag)) };
      }),
    );
  }

  /** Where tags were looked at, the categories could be read. */
  private entries(): readonly CategoryEntry[] {
    return this.question.redemption.categories as readonly CategoryEntry[];
  }

  /** The config of the rule that told a violation. */
  private configOf({ campaign, rule }: Violation): JsonObject {
    let config = this.config;
    while (config['id'] !== campaign) config = config['parent'] as JsonObject;
    const steps = (rule as string).split('/').slice(1);
    return steps.reduce<Json>((at, step) => (at as JsonObject)[step] as Json, config) as JsonObject;
  }
}

function categoriesFix(value: readonly CategoryEntry[]): Fix {
  return { changes: [{ path: 'redemption.categories', value }] };
}
