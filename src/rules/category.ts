import { described, list, optional, ruleConfig, text } from '../config-schema.ts';
import { defineEngineRule, HOLDS, type Judge } from '../rule.ts';

/**
 * What is bought. With `any_of`, or with neither list: no entry of the category → `categories.missing_required_category`;
 * entries, but none of these tags → `categories.missing_required_tags`. With `none_of`: an entry of the category with one
 * of these tags → `categories.includes_forbidden_tags`. Both lists may fail. Names and tags are compared exactly.
 *
 * Categories that cannot be read prove nothing: `categories.missing_required_category`.
 */
export const category = defineEngineRule({
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
    const missingCategory = env.violation('categories.missing_required_category', {
      expected: { category },
    });
    const missingTags =
      any_of && env.violation('categories.missing_required_tags', { expected: { category, any_of } });
    const forbiddenTags =
      none_of && env.violation('categories.includes_forbidden_tags', { expected: { category, none_of } });
    const isRequired = any_of !== undefined || none_of === undefined;
    return {
      judgement: {
        judge: ofTags,
        violations: [missingCategory, missingTags, forbiddenTags],
        thing: () =>
          ({
            category,
            isRequired,
            marks: marksOf(any_of, none_of),
            wanted: any_of ? WANTED : 0,
          }) satisfies Asked,
      },
      needs: isRequired
        ? () => ({ tags: any_of?.map((tag) => ({ category, tag })) ?? [{ category }] })
        : undefined,
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

/** What is asked of the tags under a category. */
interface Asked {
  readonly category: string;
  readonly isRequired: boolean;
  readonly marks: ReadonlyMap<string, number>;
  /** {@link WANTED}, or 0 where no tag is. */
  readonly wanted: number;
}

const MISSING_CATEGORY = 1;
const MISSING_TAGS = 2;
const FORBIDDEN_TAGS = 4;

/** The thing is what is asked. */
const ofTags: Judge = (redemption, _numbers, _from, _to, thing) => {
  const { category, isRequired, marks, wanted } = thing as Asked;
  const found = redemption.marksUnder(category, marks);
  if (found === wanted) return HOLDS;
  if (found === 'unreadable') return MISSING_CATEGORY;
  if (found === 'no entry') return isRequired ? MISSING_CATEGORY : HOLDS;
  let told: number = HOLDS;
  if ((found & wanted) !== wanted) told |= MISSING_TAGS;
  if ((found & FORBIDDEN) !== 0) told |= FORBIDDEN_TAGS;
  return told;
};
