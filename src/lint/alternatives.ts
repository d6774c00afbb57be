import { pointerStep, type JsonObject } from '../snapshot.ts';
import type { Formula, Tagged } from './formula.ts';
import type { LintRule } from './rule-tree.ts';
import { common, outside, spansOf, type Spans } from './time/spans.ts';
import { windowsOf, type Opening } from './windows.ts';

/** One of several things in a rule of which any one is enough, or which are all forbidden. */
export interface Alternative {
  /** JSON pointer below the rule. */
  readonly part: string;
  /** What redemptions are like of which the verdict rests on it. */
  readonly isLike: Formula;
  readonly says: string;
}

/** Each is told in return whether it is left out: then it is no help to the others. The last one comes first. */
type Alternatives = Generator<Alternative, void, boolean>;

/** More are not compared with one another. */
const MOST_COMPARED = 200;

/** The alternatives in a rule, where there are several. */
export function* alternativesOf(rule: LintRule): Alternatives {
  switch (rule.type) {
    case 'time_frame':
    case 'time_of_order':
      yield* windowsIn(rule);
      break;
    case 'category':
      yield* tagsIn(rule, 'any_of', 'Nobody can use this tag');
      yield* tagsIn(rule, 'none_of', 'This tag is forbidden already');
  }
}

function* windowsIn(rule: LintRule): Alternatives {
  const windows = windowsOf(rule);
  if (windows.length < 2 || windows.length > MOST_COMPARED) return;
  const isGone = new Set<number>();
  for (let i = windows.length - 1; i >= 0; i--) {
    const { spans, whole } = windows[i] as Opening;
    // What a clock change has emptied is told as that.
    if (spans.length === 0) continue;
    const others = spansOf(windows.flatMap((one, j) => (j === i || isGone.has(j) ? [] : one.spans)));
    const alone = common(spans, outside(others, whole));
    const isLike = { fact: timeFact(rule, alone), rule };
    const says = 'Without this window nothing would be different';
    if (yield { part: `/windows${pointerStep(i)}`, isLike, says }) isGone.add(i);
  }
}

function timeFact({ type, zone }: LintRule, spans: Spans) {
  return type === 'time_frame'
    ? ({ topic: 'time', instants: spans } as const)
    : ({ topic: 'time', zone: zone.name, minutes: spans } as const);
}

function* tagsIn(rule: LintRule, list: 'any_of' | 'none_of', says: string): Alternatives {
  const { category, none_of, [list]: tags } = rule.config as CategoryConfig & JsonObject;
  if (!tags || tags.length < 2 || tags.length > MOST_COMPARED) return;
  const fact = (tagged: Tagged): Formula => ({
    fact: { topic: 'categories', category, tags: tagged },
    rule,
  });
  const forbidden = list === 'any_of' && none_of ? [fact({ none: none_of })] : [];
  for (const [i, tag] of [...tags.entries()].toReversed()) {
    yield { part: `/${list}${pointerStep(i)}`, isLike: { all: [fact({ some: [tag] }), ...forbidden] }, says };
  }
}

interface CategoryConfig {
  readonly category: string;
  readonly any_of?: readonly string[];
  readonly none_of?: readonly string[];
}
