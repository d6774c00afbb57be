import { keyOf } from '../catalog.ts';
import type { ChainRule } from '../chain-rule.ts';
import { gapBetween, writtenAmount } from '../money.ts';
import type { CategoryEntry } from '../rule.ts';
import type { Json, JsonObject } from '../snapshot.ts';
import { isoInstant } from '../time/local.ts';
import { identityOf, type Violation } from '../violation.ts';
import type { Asking } from './asking.ts';
import { withChanges, type Change } from './changes.ts';
import { placesNear, type Feature } from './nearest-place.ts';
import { OpenRedemption } from './open-redemption.ts';
import type { Question } from './question.ts';

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

/** Proposals that are tried: of hundreds of tags, or places around a point, one of the first will do. */
const MOST_TRIED = 300;

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
    const others = this.identitiesBut(violation);
    const rules = this.rulesInDoubt(violation);
    let tried = 0;
    for (const fix of this.proposalsFor(violation)) {
      if (this.leaves(others, rules, fix)) return fix;
      if (++tried === MOST_TRIED) break;
    }
    return this.laterFor(others);
  }

  /** No violation but these. */
  private leaves(others: ReadonlySet<string>, rules: readonly ChainRule[], { changes }: Fix): boolean {
    const { question, context, unread } = this;
    const after = OpenRedemption.of(question.chain, withChanges(context, changes), unread);
    return rules.every((rule) =>
      after.follow(rule, () => undefined).told.every(({ identity }) => others.has(identity)),
    );
  }

  /** First those that told the violation: most proposals fail there. */
  private rulesInDoubt(violation: Violation): readonly ChainRule[] {
    const { asked, chain } = this.question;
    const telling = new Set(asked.filter((one) => tells(one, violation)).map(({ rule }) => rule));
    return [...telling, ...chain.rules.filter((rule) => !telling.has(rule))];
  }

  private laterFor(others: ReadonlySet<string>): Fix | undefined {
    const { question } = this;
    if (question.isSettled) return undefined;
    const wait = question.validity.waitFor(others);
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
        return this.costsFor(violation, 'minimum');
      case 'total_transaction_cost.above_campaign_maximum':
        return this.costsFor(violation, 'maximum');
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

  private costsFor(violation: Violation, bound: 'minimum' | 'maximum'): Fix[] {
    const cost = this.question.redemption.field('total_transaction_cost') as string | number;
    const path = 'redemption.total_transaction_cost';
    return this.configsTelling<CostConfig>(violation, 'transaction_cost').map((config) => {
      const value = writtenAmount(config[bound]);
      return { changes: [{ path, value }], by: gapBetween(value, writtenAmount(cost)) };
    });
  }

  private *placesFor(violation: Violation): Generator<Fix> {
    const { location } = this.question.redemption;
    if (typeof location === 'string') return;
    const features = this.configsTelling<AreaConfig>(violation, 'area').flatMap(
      ({ areas }) => areas.features,
    );
    for (const { latitude, longitude, distance, area } of placesNear(location, features)) {
      const changes = [{ path: 'redemption.location', value: { latitude, longitude } }];
      yield { changes, distance_m: Math.round(distance), ...(area !== undefined && { area }) };
    }
  }

  /** An entry with what every rule about the category wants; none where all that they ask is to be read. */
  private *entriesFor(violation: Violation): Generator<Fix> {
    const configs = this.configsTelling<CategoryConfig>(violation, 'category');
    const [about] = configs;
    if (about === undefined) return;
    const others = this.entries();
    const wanting = configs.filter(({ any_of, none_of }) => any_of !== undefined || none_of === undefined);
    if (wanting.length === 0) yield categoriesFix(others);
    const wanted = wanting.flatMap(({ any_of }) => (any_of ? [any_of] : []));
    for (const tags of fewestOf(wanted)) yield categoriesFix([...others, { name: about.category, tags }]);
  }

  private *tagsFor(violation: Violation): Generator<Fix> {
    const entries = this.entries();
    for (const { category, any_of = [] } of this.configsTelling<CategoryConfig>(violation, 'category')) {
      const at = entries.findIndex(({ name }) => name === category);
      for (const tag of any_of)
        yield categoriesFix(
          entries.map((entry, i) => (i === at ? { ...entry, tags: [...entry.tags, tag] } : entry)),
        );
    }
  }

  private *withoutTags(violation: Violation): Generator<Fix> {
    const entries = this.entries();
    for (const { category, none_of = [] } of this.configsTelling<CategoryConfig>(violation, 'category'))
      yield categoriesFix(
        entries.map((entry) => {
          if (entry.name !== category) return entry;
          return { ...entry, tags: entry.tags.filter((tag) => !none_of.includes(tag)) };
        }),
      );
  }

  /** None where they cannot be read: a getter may say otherwise the second time. */
  private entries(): readonly CategoryEntry[] {
    const { categories } = this.question.redemption;
    return categories === 'unreadable' ? [] : categories;
  }

  /** The configs of the rules of a type that told a violation. (A host's own rule may tell it, too.) */
  private configsTelling<Config>(violation: Violation, type: string): Config[] {
    return this.question.asked
      .flatMap((asked) => [...asked.parts()])
      .filter((asked) => asked.rule.kind.type === type && tells(asked, violation))
      .map(({ rule }) => this.configOf(rule) as unknown as Config);
  }

  private configOf({ campaign, pointer }: ChainRule): JsonObject {
    let config = this.config;
    while (config['id'] !== campaign) config = config['parent'] as JsonObject;
    const steps = (pointer as string).split('/').slice(1);
    return steps.reduce<Json>((at, step) => (at as JsonObject)[step] as Json, config) as JsonObject;
  }
}

interface CostConfig {
  readonly minimum: number | string;
  readonly maximum: number | string;
}

interface AreaConfig {
  readonly areas: { readonly features: readonly Feature[] };
}

interface CategoryConfig {
  readonly category: string;
  readonly any_of?: readonly string[];
  readonly none_of?: readonly string[];
}

function tells({ told }: Asking, violation: Violation): boolean {
  const identity = identityOf(violation);
  return told.some((one) => one.identity === identity);
}

/** One of each list, the fewest first. */
function fewestOf(lists: readonly (readonly string[])[]): string[][] {
  const choices: string[][] = [];
  for (const choice of choicesOf(lists)) {
    choices.push([...new Set(choice)]);
    if (choices.length === MOST_TRIED) break;
  }
  return choices.toSorted((a, b) => a.length - b.length);
}

function* choicesOf([first, ...others]: readonly (readonly string[])[]): Generator<string[]> {
  if (first === undefined) yield [];
  else for (const tag of first) for (const more of choicesOf(others)) yield [tag, ...more];
}

function categoriesFix(value: readonly CategoryEntry[]): Fix {
  return { changes: [{ path: 'redemption.categories', value }] };
}
