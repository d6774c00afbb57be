import { disjoint, type Span } from '../../needs.ts';

/** Sets of numbers as half-open runs, in order and apart from one another. */
export type Spans = readonly Span[];

/** The same numbers in order, each once; a run that ends before it starts has none. */
export function spansOf(spans: Iterable<Span>): Spans {
  return disjoint([...spans].filter(({ start, end }) => start < end));
}

/** The numbers that are in both. */
export function common(a: Spans, b: Spans): Spans {
  const both: Span[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as Span, b[j] as Span];
    const span = { start: Math.max(x.start, y.start), end: Math.min(x.end, y.end) };
    if (span.start < span.end) both.push(span);
    if (x.end < y.end) i++;
    else j++;
  }
  return both;
}

/** The numbers of a run that are not in the set. */
export function outside(spans: Spans, { start, end }: Span): Spans {
  const gaps: Span[] = [];
  let from = start;
  for (const span of spans) {
    if (from < span.start) gaps.push({ start: from, end: Math.min(span.start, end) });
    from = Math.max(from, span.end);
    if (from >= end) break;
  }
  if (from < end) gaps.push({ start: from, end });
  return gaps.filter((gap) => gap.start < gap.end);
}
