import {
  explain,
  InvalidContextError,
  whatIf,
  type Campaign,
  type Change,
  type ChangedWhatIf,
  type ContextIssue,
  type Explanation,
  type WhatIf,
  type WhatIfContext,
} from '../index.ts';
import type { WhatIfRequest } from './requests.ts';
import { assumingUnused } from './assume-unused.ts';
import { columnsOf } from './fitted.ts';
import { notesOnIdle } from './idle-changes.ts';
import { inputNamed, wholeOf } from './input.ts';
import { issueLine, notJsonInLine, notJsonLine } from './issue-line.ts';
import { readJson } from './json.ts';
import type { Terminal } from './output.ts';
import { printable, printableJson } from './printable.ts';
import { readCampaign } from './read-decider.ts';
import { CommandError, UsageError, type ExitStatus } from './status.ts';
import { paintFor } from './text.ts';
import { describeExplanation, describeWhatIf } from './what-if-text.ts';

/** What is printed: exactly the answer, with the explanation where it was asked for. */
export type WhatIfAnswer = (WhatIf | ChangedWhatIf) & { readonly explanation?: Explanation };

/** Asks a campaign about one context, and again with changes. */
export async function askWhatIf(
  request: WhatIfRequest,
  { streams, out, err }: Terminal,
): Promise<ExitStatus> {
  const campaign = await readCampaign(request.campaign, streams.stdin);
  const input = inputNamed(request.context, streams.stdin);
  const read = readJson(await wholeOf(input.name, input.chunks()));
  if ('fault' in read) throw new CommandError(notJsonLine(input.name, read.fault));
  const changes = changesOf(request);
  const askWith =
    (all: readonly Change[]) =>
    (context: unknown): WhatIfAnswer =>
      answerTo(campaign, context as WhatIfContext, all, request.explain);
  const ask = request.assumeUnused ? assumingUnusedOfBoth(askWith, changes) : askWith(changes);
  const answer = orIssues(input.name, changes, ask)(read.value);
  for (const note of notesOnIdle(changes, campaign, read.value as WhatIfContext))
    await err.write(`${printable(`note: ${note}`)}\n`);
  if (request.format === 'json') await out.write(`${printableJson(answer, 2)}\n`);
  else if (request.format === 'ndjson') await out.write(`${printableJson(answer)}\n`);
  else {
    const paint = paintFor(streams.stdout);
    const columns = columnsOf(streams.stdout);
    await out.write(describeWhatIf(answer, campaign, paint, columns));
    if (answer.explanation) await out.write(describeExplanation(answer.explanation, paint, columns));
  }
  const { status } = 'changed' in answer ? answer.changed : answer;
  return status === 'accepted' ? 0 : 1;
}

function answerTo(
  campaign: Campaign,
  context: WhatIfContext,
  changes: readonly Change[],
  isExplained: boolean,
): WhatIfAnswer {
  const answer = changes.length > 0 ? whatIf(campaign, context, { changes }) : whatIf(campaign, context);
  return isExplained ? { ...answer, explanation: explain(campaign, context, { changes }) } : answer;
}

/** With changes, too: another day or customer has counters that nobody has read. */
function assumingUnusedOfBoth(
  askWith: (changes: readonly Change[]) => (context: unknown) => WhatIfAnswer,
  changes: readonly Change[],
): (context: unknown) => WhatIfAnswer {
  return (context) => {
    const answer = assumingUnused(askWith(changes))(context);
    const missing = 'changed' in answer ? answer.changed.missing : [];
    const unused = missing
      .filter(({ attribute }) => attribute.startsWith('usage.'))
      .map(({ attribute }): Change => ({ path: attribute, value: 0 }));
    return unused.length > 0 ? assumingUnused(askWith([...changes, ...unused]))(context) : answer;
  };
}

function orIssues<Answer>(
  name: string,
  changes: readonly Change[],
  ask: (context: unknown) => Answer,
): (context: unknown) => Answer {
  return (context) => {
    try {
      return ask(context);
    } catch (error) {
      if (!(error instanceof InvalidContextError)) throw error;
      throw new CommandError(...error.issues.map((issue) => issueLine(whereIs(issue, name, changes), issue)));
    }
  };
}

/** In the context's file, unless a change has touched it. */
function whereIs({ path }: ContextIssue, name: string, changes: readonly Change[]): string {
  if (path.startsWith('/changes/')) return 'the changes';
  const at = `${path.slice(1).replaceAll('/', '.')}.`;
  const isTouched = changes
    .map((change) => `${change.path}.`)
    .some((change) => at.startsWith(change) || change.startsWith(at));
  return isTouched ? `${name} with the changes` : name;
}

function changesOf({ set, unset }: WhatIfRequest): Change[] {
  return [...set.map(changeWritten), ...unset.map((path) => ({ path }))];
}

function changeWritten(written: string): Change {
  const equals = written.indexOf('=');
  if (equals < 1) throw new UsageError(`--set: found ${JSON.stringify(written)}, expected path=value`);
  const path = written.slice(0, equals);
  return { path, value: valueWritten(path, written.slice(equals + 1)) };
}

/** JSON, or else text; what begins like JSON is meant to be. A number for an identifier or an amount is text, too: `1001` is an order, and `25.00` has cents. */
function valueWritten(path: string, text: string): unknown {
  const read = readJson(Buffer.from(text));
  if ('fault' in read) {
    if (LIKE_JSON.test(text)) throw new UsageError(`--set ${path}: ${notJsonInLine(read.fault)}`);
    return text;
  }
  return typeof read.value === 'number' && !NUMBERS.test(path) ? text : read.value;
}

const LIKE_JSON = /^\s*[{["]/;
/** Where numbers are meant as numbers. */
const NUMBERS = /^(?:at$|origin\.redeemed_at$|redemption\.location\.)/;
