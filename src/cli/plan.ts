import type { Plan } from '../index.ts';
import { answerContexts } from './answer-contexts.ts';
import type { PlanRequest } from './requests.ts';
import type { Terminal } from './output.ts';
import type { ExitStatus } from './status.ts';
import { describePlan } from './text.ts';

/** Plans the counters of every context. */
export async function planContexts(request: PlanRequest, terminal: Terminal): Promise<ExitStatus> {
  return answerContexts<Plan>(request, terminal, {
    // The engine checks the context itself.
    ask: (decider, context) => decider.plan(context as never),
    outcomes: ['planned'],
    outcomeOf: () => 'planned',
    describe: describePlan,
  });
}
