import { InvalidContextError } from '../index.ts';
import type { EvaluateRequest, PlanRequest } from './requests.ts';
import { inputNamed } from './input.ts';
import { issueLine, notJsonInLine, type Issue } from './issue-line.ts';
import { ReaderGone, type Terminal } from './output.ts';
import { printable } from './printable.ts';
import { Progress } from './progress.ts';
import { readContexts, type PlacedContext } from './read-contexts.ts';
import { readDecider, type Decider } from './read-decider.ts';
import { reportIn, type Described, type Report, type Tally } from './report.ts';
import type { ExitStatus } from './status.ts';

/** What a command asks about each context. */
export interface Question<Answer extends object> extends Described<Answer> {
  /** Throws an {@link InvalidContextError} for wrong host facts. */
  ask(decider: Decider, context: unknown): Answer;
  /** The words that {@link outcomeOf} may say, in the order of the summary. */
  readonly outcomes: readonly string[];
}

/** Asks a question about every context, one after the other, and writes each answer where its context stood. */
export async function answerContexts<Answer extends object>(
  request: EvaluateRequest | PlanRequest,
  { streams, out, err }: Terminal,
  question: Question<Answer>,
): Promise<ExitStatus> {
  const decider = await readDecider(inputNamed(request.campaign, streams.stdin));
  const { shape, batches } = await readContexts(inputNamed(request.contexts, streams.stdin));
  const format = request.format ?? (shape === 'lines' ? 'ndjson' : 'text');
  const report = reportIn(format, shape, question, streams);
  const progress = new Progress(streams);
  const tally = new Map([...question.outcomes, 'error'].map((outcome) => [outcome, 0]));
  let index = 0;
  try {
    for await (const batch of batches) {
      for (const placed of batch) {
        const { outcome, text, problems } = answerTo(question, report, decider, placed, index++);
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
        await out.write(text);
        if (problems.length === 0) continue;
        // On a terminal the problems come right below the context they belong to.
        await out.flush();
        progress.clear();
        for (const problem of problems) await err.write(`${printable(problem)}\n`);
        await err.flush();
      }
      await out.flush();
      progress.show(index);
    }
    await out.write(report.end(tally));
    await out.flush();
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  } finally {
    progress.clear();
  }
  return statusOf(tally);
}

function statusOf(tally: Tally): ExitStatus {
  if (tally.get('error')) return 2;
  return tally.get('refused') ? 1 : 0;
}

interface Answered {
  readonly outcome: string;
  /** For standard output. */
  readonly text: string;
  /** Lines for standard error. */
  readonly problems: readonly string[];
}

function answerTo<Answer extends object>(
  question: Question<Answer>,
  report: Report<Answer>,
  decider: Decider,
  placed: PlacedContext,
  index: number,
): Answered {
  if ('fault' in placed) {
    const message = notJsonInLine(placed.fault);
    const text = report.broken(index, undefined, { status: 'error', issues: [{ path: '', message }] });
    return { outcome: 'error', text, problems: [`${placed.where}: ${message}`] };
  }
  const { context, where, pointer } = placed;
  try {
    const answer = question.ask(decider, context);
    return { outcome: question.outcomeOf(answer), text: report.answer(index, context, answer), problems: [] };
  } catch (error) {
    const issues = issuesOf(error);
    const told = issues.map(({ path, message }) => ({ path, message }));
    return {
      outcome: 'error',
      text: report.broken(index, context, { status: 'error', issues: told }),
      problems: issues.map((issue) => issueLine(where, { ...issue, path: pointer + issue.path })),
    };
  }
}

function issuesOf(error: unknown): readonly (Issue & { readonly message: string })[] {
  if (error instanceof InvalidContextError) return error.issues;
  // A cancellation gives back the claims it was given, and they may be deeper than can be written.
  if (!(error instanceof RangeError && error.message.includes('call stack'))) throw error;
  const [found, expected] = ['one too deep to write', 'a context of fewer levels'];
  return [{ path: '', found, expected, message: `expected ${expected}, found ${found}` }];
}
