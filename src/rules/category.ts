import { described, list, optional, ruleConfig, text } from '../config-schema.ts';
import { defineRule, type Holds } from '../rule.ts';

/**
 * What is bought. With `any_of`, or with neither list: no entry of the category → `categories.missing_required_category`;
 * entries, but none of these tags → `categories.missing_required_tags`. With `none_of`: an entry of the category with one
 * of these tags → `categories.includes_forbidden_tags`. Both lists may fail. Names and tags are compared exactly.
 *
 * Categories that cannot be read prove nothing: `categories.missing_required_category`.
 */
export const category = defineRule({
  type: 'category',
  rows: [
    'categories.missing_required_tags',
    'categories.includes_forbidden_tags',
    'categories.missing_required_category',
  ],
  config: ruleConfig('category', {
    category: described(text(), 'The name of the category.'),
    any_of: optional(described(list(text()), 'One of these tags is needed.')),
    none_of: optional(described(list(text()), 'None of these tags may be there.')),
  }),
  retestOnConfirm: false,
  compile({ category, any_of, none_of }, env) {
    const missingCategory = env.violation('categories.missing_required_category', { expected: { category } });
    const missingTags =
      any_of && env.violation('categories.missing_required_tags', { expected: { category, any_of } });
    const forbiddenTags =
      none_of && env.violation('categories.includes_forbidden_tags', { expected: { category, none_of } });
    const isRequired = any_of !== undefined || none_of === undefined;
    let marks: ReadonlyMap<string, number> | undefined;
    const marksOfTags = () => (marks ??= marksOf(any_of, none_of));
    return {
      shortcut: {
        holds: hasTags,
        thing: () => ({ category, marks: marksOfTags(), expected: any_of ? WANTED : 0 }) satisfies Asked,
      },
      needs: isRequired
        ? () => ({ tags: any_of?.map((tag) => ({ category, tag })) ?? [{ category }] })
        : undefined,
      check(redemption, report) {
        const found = redemption.marksUnder(category, marksOfTags());
        if (found === 'unreadable') report(missingCategory);
        else if (found === 'no entry') {
          if (isRequired) report(missingCategory);
        } else {
          if (missingTags && (found & WANTED) === 0) report(missingTags);
          if (forbiddenTags && (found & FORBIDDEN) !== 0) report(forbiddenTags);
        }
      },
    };
  },
});

/** Marks of tags. */
const WANTED = 1;
const FORBIDDEN = 2;

function marksOf(
  wanted: readonly string[] = [],
  forbidden: readonly string[] = [],
): ReadonlyMap<string, number> {
  const marks = new Map(wanted.map((tag) => [tag, WANTED]));
  for (const tag of forbidden) marks.set(tag, (marks.get(tag) ?? 0) | FORBIDDEN);
  return marks;
}

/** What is asked of the tags under a category, and the marks of an entry that is as it should be. */
interface Asked {
  readonly category: string;
  readonly marks: ReadonlyMap<string, number>;
  readonly expected: number;
}

const hasTags: Holds = (redemption, _numbers, _from, _to, thing) => {
  const { category, marks, expected } = thing as Asked;
  return redemption.marksUnder(category, marks) === expected;
};
