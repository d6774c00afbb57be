import { InvalidContextError, type ContextIssue } from '../context.ts';
import { plan } from '../evaluate.ts';
import type { CompiledChain } from '../compiled-chain.ts';
import { describe, FORBIDDEN_KEYS, isJsonObject } from '../snapshot.ts';
import { didYouMean } from '../suggest.ts';

/** A change of a context. */
export interface Change {
  /**
   * Where, by dots: `redemption.total_transaction_cost`, `redemption.categories.0.tags`, `at`. After `usage.` the rest is
   * one name: `usage.budget.daily`.
   */
  readonly path: string;
  /** Any JSON. Absent: what stands there is taken away, and so unknown where the shopper or the discount is asked. */
  readonly value?: unknown;
}

const FACTS = ['at', 'voucher', 'redemption', 'granted_discount', 'origin', 'existing', 'operation', 'usage'];

/**
 * A context with changes applied, in their order; the context itself stays as it is. Throws an `InvalidContextError` for paths
 * that lead nowhere.
 */
export function withChanges(context: unknown, changes: readonly Change[]): unknown {
  const issues = issuesOf(changes);
  if (issues.length > 0) throw new InvalidContextError(issues);
  return changes.reduce((before, { path, value }) => withValue(before, stepsOf(path), value), context);
}

function issuesOf(changes: unknown): ContextIssue[] {
  if (!Array.isArray(changes)) return [issueOf('/changes', 'a list of changes', changes)];
  return changes.flatMap((change: unknown, i) => {
    if (!isJsonObject(change))
      return issueOf(`/changes/${i}`, 'a change: an object with "path" and "value"', change);
    const { path } = change;
    const fault = faultIn(stepsOf(path));
    return fault === undefined ? [] : issueOf(`/changes/${i}/path`, fault, path);
  });
}

function issueOf(path: string, expected: string, value: unknown): ContextIssue {
  const found = describe(value);
  return { path, message: `expected ${expected}, found ${found}`, found, expected };
}

/** The counters whose keys the changes move: what the context's usage says of them is of another key. */
export function countersMovedBy(
  chain: CompiledChain,
  changes: readonly Change[],
  before: unknown,
  after: unknown,
): ReadonlySet<string> {
  const keys = new Map(plan(chain, before).counters.map(({ name, key }) => [name, key]));
  const said = countersSaidBy(changes);
  const moved = plan(chain, after).counters.filter(
    ({ name, key }) => keys.get(name) !== key && !said.has(name),
  );
  return new Set(moved.map(({ name }) => name));
}

/** The names of the counters of which changes say, in the end, what they hold. */
function countersSaidBy(changes: readonly Change[]): ReadonlySet<string> {
  let said = new Set<string>();
  for (const { path, value } of changes) {
    const [fact, name] = stepsOf(path);
    if (fact !== 'usage') continue;
    if (name === undefined) said = new Set(isJsonObject(value) ? Object.keys(value) : []);
    else if (value === undefined) said.delete(name);
    else said.add(name);
  }
  return said;
}

const USAGE = 'usage.';

function stepsOf(path: unknown): readonly string[] {
  if (typeof path !== 'string') return [];
  return path.startsWith(USAGE) ? ['usage', path.slice(USAGE.length)] : path.split('.');
}

function faultIn(steps: readonly string[]): string | undefined {
  const [fact = ''] = steps;
  if (!FACTS.includes(fact)) return `a path that starts with ${FACTS.join(', ')}${didYouMean(fact, FACTS)}`;
  if (steps.includes('')) return 'a path without empty steps';
  return steps.some((step) => FORBIDDEN_KEYS.has(step)) ? 'a path without forbidden keys' : undefined;
}

function withValue(holder: unknown, [step, ...further]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  // There is nothing to take away.
  if (value === undefined && !(Array.isArray(holder) || isJsonObject(holder))) return holder;
  if (INDEX.test(step) && (Array.isArray(holder) || holder === undefined || holder === null)) {
    const items: unknown[] = Array.from((holder ?? []) as readonly unknown[]);
    const i = Number(step);
    items.splice(i, 1, ...present(withValue(items[i], further, value)));
    return items;
  }
  const members = isJsonObject(holder) ? membersOf(holder) : new Map<string, unknown>();
  const changed = withValue(members.get(step), further, value);
  if (changed === undefined) members.delete(step);
  else members.set(step, changed);
  return Object.fromEntries(members);
}

const INDEX = /^[0-9]{1,9}$/;

function present(value: unknown): unknown[] {
  return value === undefined ? [] : [value];
}

/** A getter of the shopper's may throw: then there is nothing. */
function membersOf(holder: object): Map<string, unknown> {
  const members = new Map<string, unknown>();
  for (const key of Object.keys(holder)) {
    try {
      members.set(key, (holder as Record<string, unknown>)[key]);
    } catch {
      continue;
    }
  }
  return members;
}
