import { InvalidContextError, type Campaign } from '../index.ts';
import type { EvaluateRequest, PlanRequest } from './arguments.ts';
import { inputNamed } from './input.ts';
import { issueLine } from './issue-line.ts';
import { describeFault } from './json-fault.ts';
import { ReaderGone, type Terminal } from './output.ts';
import { printable } from './printable.ts';
import { Progress } from './progress.ts';
import { readCampaign } from './read-campaign.ts';
import { readContexts, type PlacedContext } from './read-contexts.ts';
import { reportIn, type Broken, type Entry } from './report.ts';
import type { ExitStatus } from './status.ts';
import type { Paint } from './text.ts';

/** What a command asks about each context. */
export interface Question<Answer extends object> {
  /** Throws an {@link InvalidContextError} for wrong host facts. */
  ask(campaign: Campaign, context: unknown): Answer;
  /** The words that {@link outcomeOf} may say, in the order of the summary. */
  readonly outcomes: readonly string[];
  outcomeOf(answer: Answer): string;
  /** The answer for people: whole lines, below the headline. */
  describe(answer: Answer, paint: Paint): string;
}

/** Asks a question about every context, one after the other, and writes each answer where its context stood. */
export async function answerContexts<Answer extends object>(
  request: EvaluateRequest | PlanRequest,
  terminal: Terminal,
  question: Question<Answer>,
): Promise<ExitStatus> {
  const { stdin } = terminal.streams;
  const campaign = await readCampaign(inputNamed(request.campaign, stdin));
  const { shape, batches } = await readContexts(inputNamed(request.contexts, stdin));
  const format = request.format ?? (shape === 'lines' ? 'ndjson' : 'text');
  const report = reportIn(format, shape, question, terminal.streams.stdout);
  const progress = new Progress(terminal.streams);
  const tally = new Map([...question.outcomes, 'error'].map((outcome) => [outcome, 0]));
  let index = 0;
  try {
    for await (const batch of batches) {
      for (const placed of batch) {
        const { entry, text, problems } = answerOne(campaign, placed, index++);
        const outcome = 'broken' in entry ? 'error' : question.outcomeOf(entry.answer);
        tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
        await terminal.out.write(text);
        if (problems.length > 0) await tell(problems);
      }
      await terminal.out.flush();
      progress.show(index);
    }
    await terminal.out.write(report.end(tally));
    await terminal.out.flush();
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  } finally {
    progress.clear();
  }
  return statusOf(tally);
}
