import { InvalidContextError, type ContextIssue } from '../index.ts';
import { isJsonObject } from '../snapshot.ts';

/** The same question, with counters that `usage` does not give read as zero; one that it gives wrongly stays wrong. */
export function assumingUnused<Answer>(ask: (context: unknown) => Answer): (context: unknown) => Answer {
  return (context) => {
    try {
      return ask(context);
    } catch (error) {
      if (!(error instanceof InvalidContextError) || !isJsonObject(context)) throw error;
      const usage = isJsonObject(context['usage']) ? context['usage'] : {};
      const isWrong = ({ path }: ContextIssue) =>
        !path.startsWith(COUNTERS) || Object.hasOwn(usage, counterAt(path));
      const wrong = error.issues.filter(isWrong);
      if (wrong.length > 0) throw new InvalidContextError(wrong);
      const unused = Object.fromEntries(error.issues.map(({ path }) => [counterAt(path), 0]));
      return ask({ ...context, usage: { ...usage, ...unused } });
    }
  };
}

const COUNTERS = '/usage/';

/** The counter that an issue's JSON pointer names. */
function counterAt(path: string): string {
  return path.slice(COUNTERS.length).replaceAll('~1', '/').replaceAll('~0', '~');
}
