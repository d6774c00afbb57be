import type { Decision } from '../index.ts';
import { answerContexts } from './answer-contexts.ts';
import type { EvaluateRequest } from './requests.ts';
import { assumingUnused } from './assume-unused.ts';
import type { Terminal } from './output.ts';
import type { Decider } from './read-decider.ts';
import type { ExitStatus } from './status.ts';
import { describeDecision } from './text.ts';

/** Decides every context. */
export async function evaluateContexts(request: EvaluateRequest, terminal: Terminal): Promise<ExitStatus> {
  return answerContexts<Decision>(request, terminal, {
    ask: (decider: Decider, context) => {
      // The engine checks the context itself.
      const ask = (asked: unknown) => decider.evaluate(asked as never);
      return (request.assumeUnused ? assumingUnused(ask) : ask)(context);
    },
    outcomes: ['accepted', 'refused'],
    outcomeOf: ({ status }) => status,
    describe: describeDecision,
  });
}
