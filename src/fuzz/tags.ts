import type { CategoryEntry } from '../rule.ts';
import { distinctValues, spread } from './spread.ts';

/** Of more rules some are aimed at. */
const MOST_RULES = 24;

/** What a rule says of a category. */
export interface CategoryConfig {
  readonly category: string;
  readonly any_of?: readonly string[];
  readonly none_of?: readonly string[];
}

/**
 * Categories at which answers turn: with what every rule wants, and then, rule by rule, with everything but that, with a tag too
 * few or too many, by itself, among others, and twice. What every rule wants first.
 */
export function categoriesAimedAt(rules: readonly CategoryConfig[]): CategoryEntry[][] {
  const some = spread(rules, MOST_RULES);
  const all = rules
    .filter(isWanting)
    .reduce<CategoryEntry[]>((entries, rule) => withEntry(entries, entryFor(rule, rules)), []);
  const varied = some.flatMap((rule) => {
    const { category, any_of: wanted = [], none_of: forbidden = [] } = rule;
    const others = all.filter(({ name }) => name !== category);
    const mine = all.find(({ name }) => name === category)?.tags ?? [];
    const entries = [
      ...wanted.map((tag) => [tag]),
      ...forbidden.map((tag) => [...mine, tag]),
      ...forbidden.map((tag) => [tag]),
      [],
      [UNKNOWN_TAG],
    ];
    const some = spread(entries, MOST_RULES).map((tags) => ({ name: category, tags }));
    const twice = [...all, { name: category, tags: spread(forbidden, 1) }];
    return [others, twice, ...some.flatMap((entry) => [[...others, entry], [entry]])];
  });
  const more = [...all, { name: UNKNOWN_TAG, tags: [UNKNOWN_TAG] }];
  return distinctValues([all, [], more, more.toReversed(), ...varied]);
}

const UNKNOWN_TAG = 'another';

/** An entry of the category is needed. */
function isWanting({ any_of, none_of }: CategoryConfig): boolean {
  return any_of !== undefined || none_of === undefined;
}

/** With a wanted tag that no rule of this category forbids, if there is one. */
function entryFor(
  { category, any_of: wanted = [] }: CategoryConfig,
  rules: readonly CategoryConfig[],
): CategoryEntry {
  const forbidden = new Set(
    rules.flatMap((rule) => (rule.category === category ? (rule.none_of ?? []) : [])),
  );
  const [first] = wanted;
  const tag = wanted.find((one) => !forbidden.has(one)) ?? first;
  return { name: category, tags: tag === undefined ? [] : [tag] };
}

function withEntry(entries: readonly CategoryEntry[], { name, tags }: CategoryEntry): CategoryEntry[] {
  const before = entries.find((entry) => entry.name === name);
  const others = entries.filter((entry) => entry.name !== name);
  return [...others, { name, tags: [...new Set([...(before?.tags ?? []), ...tags])] }];
}
