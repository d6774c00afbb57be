import type { Format } from './requests.ts';
import type { Streams } from './output.ts';
import { printableJson } from './printable.ts';
import type { Contexts } from './read-contexts.ts';
import { describeIssues, headline, paintFor, summary, type Paint } from './text.ts';

/** In place of an answer: the context could not be used. */
export interface Broken {
  readonly status: 'error';
  readonly issues: readonly { readonly path: string; readonly message: string }[];
}

/** How an answer is told to people. */
export interface Described<Answer> {
  /** In a word. */
  readonly outcomeOf: (answer: Answer) => string;
  /** Whole lines, to stand below the headline. */
  readonly describe: (answer: Answer, paint: Paint) => string;
}

/** How many contexts had which outcome. */
export type Tally = ReadonlyMap<string, number>;

/** Turns answers into the text of a format, one at a time. */
export interface Report<Answer> {
  answer(index: number, context: unknown, answer: Answer): string;
  broken(index: number, context: unknown, broken: Broken): string;
  end(tally: Tally): string;
}

export function reportIn<Answer extends object>(
  format: Format,
  shape: Contexts['shape'],
  described: Described<Answer>,
  streams: Streams,
): Report<Answer> {
  switch (format) {
    case 'text':
      return textReport(described, streams);
    case 'ndjson':
      return objectReport(
        (_, object) => `${printableJson(object)}\n`,
        () => '',
      );
    case 'json':
      return shape === 'one'
        ? objectReport(
            (_, object) => `${printableJson(object, 2)}\n`,
            () => '',
          )
        : objectReport(jsonItem, (count) => (count === 0 ? '[]\n' : '\n]\n'));
  }
}

/** As one `JSON.stringify` of the whole list would write it, without ever holding the list. */
function jsonItem(index: number, object: object): string {
  const item = printableJson(object, 2).replaceAll('\n', '\n  ');
  return `${index === 0 ? '[' : ','}\n  ${item}`;
}

function objectReport(
  write: (index: number, object: object) => string,
  end: (count: number) => string,
): Report<object> {
  const one = (index: number, _context: unknown, object: object) => write(index, object);
  return {
    answer: one,
    broken: one,
    end: (tally) => end(countOf(tally)),
  };
}

/** Blank lines between answers, and before the summary. */
function textReport<Answer>(
  { outcomeOf, describe }: Described<Answer>,
  { stdout, stderr }: Streams,
): Report<Answer> {
  const paint = paintFor(stdout);
  // On a terminal standard error tells the issues, right below the headline.
  const isToldBelow = stdout.isTTY === true && stderr.isTTY === true;
  const item = (index: number, outcome: string, context: unknown, text: string) =>
    (index === 0 ? '' : '\n') + headline(index, outcome, context, paint) + text;
  return {
    answer: (index, context, answer) => item(index, outcomeOf(answer), context, describe(answer, paint)),
    broken: (index, context, broken) =>
      item(index, 'error', context, isToldBelow ? '' : describeIssues(broken.issues)),
    end: (tally) => (countOf(tally) === 0 ? '' : '\n') + summary(tally, paint),
  };
}

function countOf(tally: Tally): number {
  return [...tally.values()].reduce((sum, count) => sum + count, 0);
}
