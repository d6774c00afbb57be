// A fast wrong answer is worth nothing: before anything is timed, every contender must tell the rows that are known from
// how a context was made, on every context, and each must be one that would be noticed if it were wrong by a cent.

import { compile } from './built.ts';
import { claimsByHand, refusalsByHand } from './by-hand.ts';
import { inputOf, type ContenderOf, type Floor } from './contender.ts';
import { engine } from './contenders/engine.ts';
import { hand, limit, limitByRuns } from './contenders/functions.ts';
import { limitClaims, limitRefusals } from './limit.ts';
import { CAMPAIGN, MINIMUM, type Attempt } from './workload.ts';

const WRONG_MINIMUM = '20.01';

/** Throws at the first context on which a contender tells other rows, and where a wrong limit goes unnoticed. */
async function checkRows(contenderOf: ContenderOf, attempts: readonly Attempt[]): Promise<void> {
  const right = await firstDifference(contenderOf, MINIMUM, attempts);
  if (right) throw new Error(right);
  const wrong = await firstDifference(contenderOf, WRONG_MINIMUM, attempts);
  if (!wrong) {
    throw new Error(`${contenderOf(MINIMUM).name}: a minimum of ${WRONG_MINIMUM} goes unnoticed`);
  }
}

async function firstDifference(
  contenderOf: ContenderOf,
  minimum: string,
  attempts: readonly Attempt[],
): Promise<string | undefined> {
  const contender = contenderOf(minimum);
  for (const [index, attempt] of attempts.entries()) {
    const told = (await contender.rowsOf(inputOf(attempt, contender.reads))).join(', ');
    const expected = attempt.rows.join(', ');
    if (told !== expected) {
      return `context ${index}: ${contender.name} tells [${told}], by construction it is [${expected}]`;
    }
  }
  return undefined;
}

/** Throws unless a floor takes every context, and refuses one without its usage. */
function checkFloor(floor: Floor, attempts: readonly Attempt[]): void {
  attempts.forEach((attempt, index) => {
    if (!floor.isValid(inputOf(attempt, floor.reads)))
      throw new Error(`context ${index}: ${floor.name} refuses it`);
  });
  const [first] = attempts as [Attempt];
  const broken = { ...first, context: { ...first.context, usage: {} } };
  if (floor.isValid(inputOf(broken, floor.reads)))
    throw new Error(`${floor.name} misses that usage is missing`);
}

/** Throws unless the engine and the two functions give the same messages, `expected` and claims. */
function checkTexts(attempts: readonly Attempt[]): void {
  const campaign = compile(CAMPAIGN);
  const byHand = refusalsByHand();
  const limit = limitRefusals();
  attempts.forEach(({ context }, index) => {
    const { status, violations, claims } = campaign.evaluate(context);
    const isAccepted = violations.length === 0;
    const same = (what: string, engine: string, other: string) => {
      if (engine === other) return;
      throw new Error(`context ${index}: ${what} differ\nengine: ${engine}\nother:  ${other}`);
    };
    same('status and violations', status, isAccepted ? 'accepted' : 'refused');
    same('violations by hand', shown(violations), shown(byHand(context)));
    same('violations of LIMIT', shown(violations), shown(limit(context)));
    const claimed = JSON.stringify(claims);
    same('claims by hand', claimed, JSON.stringify(isAccepted ? claimsByHand(context) : []));
    same('claims of LIMIT', claimed, JSON.stringify(isAccepted ? limitClaims(context) : []));
  });
}

/** What a shopper sees of violations, in no order. */
function shown(
  violations: readonly { attribute: string; error_code: string; message: string; expected?: unknown }[],
): string {
  return violations
    .map(({ attribute, error_code, message, expected }) =>
      JSON.stringify([attribute, error_code, message, expected]),
    )
    .toSorted()
    .join('\n');
}

/** Of all verdicts: changes only when a verdict or the workload does. */
function checksumOf(attempts: readonly Attempt[]): string {
  let hash = 0x811c9dc5;
  for (const { rows } of attempts) {
    for (const character of `${rows.join()}\n`) {
      hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
    }
  }
  return hash.toString(16).padStart(8, '0');
}

/** Throws unless all contenders agree on every attempt; says what was compared. */
export async function agree(
  attempts: readonly Attempt[],
  { deciding, floors }: { readonly deciding: readonly ContenderOf[]; readonly floors: readonly Floor[] },
): Promise<string[]> {
  checkTexts(attempts);
  const all: ContenderOf[] = [engine, hand, limit, limitByRuns, ...deciding];
  for (const contenderOf of all) await checkRows(contenderOf, attempts);
  for (const floor of floors) checkFloor(floor, attempts);

  const times = new Map<string, number>();
  for (const { rows } of attempts) for (const row of rows) times.set(row, (times.get(row) ?? 0) + 1);
  const share = (holds: (attempt: Attempt) => boolean) =>
    `${((100 * attempts.filter(holds).length) / attempts.length).toFixed(1)} %`;
  const names = all.map((contenderOf) => contenderOf(MINIMUM).name).join(', ');
  return [
    `same rows on all ${attempts.length.toLocaleString('en')} contexts (checksum ${checksumOf(attempts)}): ${names}, and by construction; each notices a minimum of ${WRONG_MINIMUM} instead of ${MINIMUM}`,
    `${share(({ rows }) => rows.length === 0)} accepted, ${share(({ isOnLimit }) => isOnLimit)} exactly on a limit; ${times.size} rows, each told ${Math.min(...times.values())} to ${Math.max(...times.values())} times`,
  ];
}
