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
  readonly minimum: number | undefined;
}

/** A movement of one attempt. */
interface Change<Config, A extends Attempt> extends Move<Config, A> {
  readonly key: string;
  readonly used: number;
  readonly add: number | undefined;
}

export function compiled<Config extends Identified, A extends Attempt>(
  definition: RuleSetDefinition<Config, A>,
  config: Config,
): Chosen<Config, A> {
  const moves = definition.movements.flatMap((movement) => {
    const counter = movement.counterOf(config);
    if (!counter) return [];
    return [{ movement, counter, limit: movement.limit?.of(config), minimum: movement.minimum?.of(config) }];
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
  const counters = keyedMoves(chosen, attempt).map(({ counter, key }) =>
    plannedCounter(counter, key, attempt.at),
  );
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
  const violations = [
    ...definition.rules.flatMap((rule) => brokenRule(rule, config, attempt)),
    ...changes.flatMap((change) => brokenBound(change, config, attempt)),
  ];
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

/** The movements whose counter has a key for this attempt: those that are planned, read and claimed. */
function keyedMoves<Config extends Identified, A extends Attempt>({ moves }: Chosen<Config, A>, attempt: A) {
  return moves.flatMap((move) => {
    const key = move.counter.keyOf(attempt);
    return key === undefined ? [] : [{ ...move, key }];
  });
}

function changesOf<Config extends Identified, A extends Attempt>(
  chosen: Chosen<Config, A>,
  attempt: A,
  facts: Facts,
): Change<Config, A>[] {
  const usage = facts.usage();
  if (!usage) return [];
  return keyedMoves(chosen, attempt).map((move) => ({
    ...move,
    used: usage.counted(move.counter.name),
    add: move.movement.addOf(attempt, chosen.config),
  }));
}

function brokenRule<Config extends Identified, A extends Attempt>(
  rule: LoyaltyRule<Config, A>,
  config: Config,
  attempt: A,
): LoyaltyViolation[] {
  const { code, on, attribute, field } = rule;
  if ((on && !on.includes(attempt.operation)) || rule.holds(attempt, config)) return [];
  const expected = rule.expectedOf?.(config);
  const details = rule.detailsOf?.(attempt, config);
  return [loyaltyViolation(code, config.id, { attribute, field, expected, details })];
}

/** An increase is asked the limit, a decrease the minimum, what changes nothing neither. */
function brokenBound<Config extends Identified, A extends Attempt>(
  { movement, counter, used, add, limit, minimum }: Change<Config, A>,
  config: Config,
  { at }: A,
): LoyaltyViolation[] {
  if (add === undefined || add === 0) return [];
  const [bound, value] = add > 0 ? [movement.limit, limit] : [movement.minimum, minimum];
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
function claimsOf<Config, A extends Attempt>(change: Change<Config, A>): LoyaltyClaim[] {
  const { counter, key, add, limit, minimum } = change;
  if (add === undefined || add === 0) return [];
  const claim = { name: counter.name, key, add };
  if (add > 0) return [{ ...claim, limit: limit ?? null }];
  return [{ ...claim, limit: null, ...(minimum !== undefined && { minimum }) }];
}

/** The order of JavaScript's `<`: by UTF-16 code units. No two are the same. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
