import type { Plan } from '../evaluate.ts';
import type { Details } from '../violation.ts';
import { plannedCounter, windowOf, type LoyaltyClaim, type LoyaltyCounter } from './counters.ts';
import { Facts } from './facts.ts';
import type { Attempt, Identified, LoyaltyRule, Movement, RuleSetDefinition } from './rule-set.ts';
import { inCatalogOrder, loyaltyViolation, type LoyaltyViolation } from './violation.ts';

/** The verdict on one attempt. */
export interface LoyaltyDecision {
  readonly status: 'accepted' | 'refused';
  /** Every reason to refuse, in the catalog's order; empty where accepted. */
  readonly violations: readonly LoyaltyViolation[];
  /** What must change, all or none, in this order; empty where refused. */
  readonly claims: readonly LoyaltyClaim[];
}

/** A kind of config with one config of it. */
export interface Chosen<Config extends Identified, A extends Attempt> {
  readonly definition: RuleSetDefinition<Config, A>;
  readonly config: Config;
  readonly moves: readonly Move<Config, A>[];
}

/** A movement, with what follows from the config alone. */
interface Move<Config, A extends Attempt> {
  readonly movement: Movement<Config, A>;
  readonly counter: LoyaltyCounter<A>;
  readonly limit: number | undefined;
}

/** A movement of one attempt. */
interface Change<Config, A extends Attempt> {
  readonly move: Move<Config, A>;
  readonly key: string;
  readonly used: number;
  /** `undefined` where what was sent is malformed. */
  readonly add: number | undefined;
}

/** Of every balance. */
const MINIMUM = 0;

export function compiled<Config extends Identified, A extends Attempt>(
  definition: RuleSetDefinition<Config, A>,
  config: Config,
): Chosen<Config, A> {
  const moves = definition.movements.flatMap((movement) => {
    const counter = movement.counterOf(config);
    if (!counter) return [];
    return [{ movement, counter, limit: movement.limit?.of(config) }];
  });
  return { definition, config, moves };
}

/**
 * The counters that {@link evaluate} will read for this context, sorted by name. Needs no `usage`.
 * Throws an `InvalidContextError` for wrong host facts.
 */
export function plan<Config extends Identified, A extends Attempt>(
  chosen: Chosen<Config, A>,
  context: unknown,
): Plan {
  const attempt = Facts.of(context, (facts) => readAttempt(chosen, facts));
  const counters = chosen.moves.flatMap(({ counter }) => {
    const key = counter.keyOf(attempt);
    return key === undefined ? [] : [plannedCounter(counter, key, attempt.at)];
  });
  return { counters: counters.sort((a, b) => compare(a.name, b.name)) };
}

/**
 * Decides an attempt: every violation, or what must change. The same input always gives the same answer.
 * Throws an `InvalidContextError` for wrong or missing host facts, never for what the shopper sent.
 */
export function evaluate<Config extends Identified, A extends Attempt>(
  chosen: Chosen<Config, A>,
  context: unknown,
): LoyaltyDecision {
  const { definition, config } = chosen;
  const { attempt, changes } = Facts.of(context, (facts) => {
    const read = readAttempt(chosen, facts);
    return { attempt: read, changes: changesOf(chosen, read, facts) };
  });
  const violations: LoyaltyViolation[] = [];
  for (const rule of definition.rules) {
    if (isAskedOf(rule, attempt) && !rule.holds(attempt, config))
      violations.push(told(rule, config, attempt));
  }
  for (const change of changes) violations.push(...brokenBound(change, config, attempt));
  if (violations.length > 0) return { status: 'refused', violations: inCatalogOrder(violations), claims: [] };
  const claims = changes.flatMap(claimsOf);
  return { status: 'accepted', violations: [], claims: claims.sort((a, b) => compare(a.key, b.key)) };
}

function readAttempt<Config extends Identified, A extends Attempt>(
  { definition }: Chosen<Config, A>,
  facts: Facts,
): A {
  const operation = facts.word('operation', definition.operations);
  return definition.read(facts, { at: facts.instant('at'), operation });
}

/** The movements whose counter has a key for this attempt, with what it holds: those that were planned. */
function changesOf<Config extends Identified, A extends Attempt>(
  { config, moves }: Chosen<Config, A>,
  attempt: A,
  facts: Facts,
): Change<Config, A>[] {
  const usage = facts.usage();
  if (!usage) return [];
  const changes: Change<Config, A>[] = [];
  for (const move of moves) {
    const key = move.counter.keyOf(attempt);
    if (key === undefined) continue;
    const used = usage.counted(move.counter.name);
    changes.push({ move, key, used, add: move.movement.addOf(attempt, config) });
  }
  return changes;
}

function isAskedOf<Config, A extends Attempt>({ on }: LoyaltyRule<Config, A>, { operation }: A): boolean {
  return on === undefined || on.includes(operation);
}

function told<Config extends Identified, A extends Attempt>(
  rule: LoyaltyRule<Config, A>,
  config: Config,
  attempt: A,
): LoyaltyViolation {
  const { code, attribute, field } = rule;
  const expected = rule.expectedOf?.(config);
  const details = rule.detailsOf?.(attempt, config);
  return loyaltyViolation(code, config.id, { attribute, field, expected, details });
}

/** An increase is asked the limit, a decrease the minimum, what changes nothing neither. */
function brokenBound<Config extends Identified, A extends Attempt>(
  { move: { movement, counter, limit }, used, add }: Change<Config, A>,
  config: Config,
  { at }: A,
): LoyaltyViolation[] {
  if (add === undefined || add === 0) return [];
  const [bound, value] = add > 0 ? [movement.limit, limit] : [movement.minimum, MINIMUM];
  if (bound === undefined || value === undefined) return [];
  const requested = Math.abs(add);
  // A difference of two counts is exact; a sum might not be.
  const left = add > 0 ? value - used : used - value;
  if (requested <= left) return [];
  const window = counter.calendar && { window: windowOf(counter.calendar, at) };
  const details: Details = { limit: value, used, requested, remaining: Math.max(0, left), ...window };
  const { code, field } = bound;
  return [loyaltyViolation(code, config.id, { field, expected: bound.expectedOf?.(config), details })];
}

/** A change of zero is not claimed. */
function claimsOf<Config, A extends Attempt>({ move, key, add }: Change<Config, A>): LoyaltyClaim[] {
  if (add === undefined || add === 0) return [];
  const { name } = move.counter;
  if (add > 0) return [{ name, key, add, limit: move.limit ?? null }];
  return [{ name, key, add, limit: null, minimum: MINIMUM }];
}

/** The order of JavaScript's `<`: by UTF-16 code units. No two are the same. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
