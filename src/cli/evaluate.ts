import { InvalidContextError, type ContextIssue, type Decision } from '../index.ts';
import { isJsonObject } from '../snapshot.ts';
import { answerContexts } from './answer-contexts.ts';
import type { EvaluateRequest } from './arguments.ts';
import type { Terminal } from './output.ts';
import type { Decider } from './read-decider.ts';
import type { ExitStatus } from './status.ts';
import { describeDecision } from './text.ts';

/** Decides every context. */
export async function evaluateContexts(request: EvaluateRequest, terminal: Terminal): Promise<ExitStatus> {
  return answerContexts<Decision>(request, terminal, {
    ask: request.assumeUnused ? evaluateAssumingUnused : evaluate,
    outcomes: ['accepted', 'refused'],
    outcomeOf: ({ status }) => status,
    describe: describeDecision,
  });
}

/** The engine checks the context itself. */
function evaluate(decider: Decider, context: unknown): Decision {
  return decider.evaluate(context as never);
}

/** Reads a counter that `usage` does not give as zero; one that it gives wrongly stays wrong. */
function evaluateAssumingUnused(decider: Decider, context: unknown): Decision {
  try {
    return evaluate(decider, context);
  } catch (error) {
    if (!(error instanceof InvalidContextError) || !isJsonObject(context)) throw error;
    const usage = isJsonObject(context['usage']) ? context['usage'] : {};
    const isWrong = ({ path }: ContextIssue) =>
      !path.startsWith(COUNTERS) || Object.hasOwn(usage, counterAt(path));
    const wrong = error.issues.filter(isWrong);
    if (wrong.length > 0) throw new InvalidContextError(wrong);
    const unused = Object.fromEntries(error.issues.map(({ path }) => [counterAt(path), 0]));
    return evaluate(decider, { ...context, usage: { ...usage, ...unused } });
  }
}

const COUNTERS = '/usage/';

/** The counter that an issue's JSON pointer names. */
function counterAt(path: string): string {
  return path.slice(COUNTERS.length).replaceAll('~1', '/').replaceAll('~0', '~');
}
