// Tiny builders: a campaign and a context in which nothing is wrong, for a test to change the one thing it is about.

import {
  compile,
  InvalidContextError,
  safeCompile,
  type Campaign,
  type CompileOptions,
  type ConfigIssue,
  type ContextIssue,
  type Decision,
  type RedemptionContext,
} from '../../src/index.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A Saturday. */
const NOON = '2026-11-21T12:00:00Z';

/** An active campaign without rules. */
export function campaign(fields: Fields = {}): Fields {
  return { id: 'spring', status: 'active', ...fields };
}

/** An active campaign with these rules. */
export function withRules(...rules: readonly unknown[]): Fields {
  return campaign({ rules });
}

/** What the client of an identified shopper sends. */
export function shopper(fields: Fields = {}): Fields {
  return {
    transaction_id: 'order-1',
    customer_identifier: 'cus_42',
    total_transaction_cost: '50.00',
    ...fields,
  };
}

/** A context without usage. */
export function context(fields: Fields = {}): RedemptionContext {
  return { at: NOON, voucher: { code: 'SPRING-1' }, redemption: shopper(), ...fields };
}

/** A compiled campaign, or the config of one. */
type Ruling = Campaign | Fields;

function compiled(ruling: Ruling): Campaign {
  return typeof ruling['evaluate'] === 'function' ? (ruling as Campaign) : compile(ruling);
}

/** The decision on {@link context} with these fields; planned counters that `usage` does not name hold nothing. */
export function decide(ruling: Ruling, fields: Fields = {}): Decision {
  const asked = compiled(ruling);
  const question = context({ granted_discount: '1.00', ...fields });
  const unused = Object.fromEntries(asked.plan(question).counters.map(({ name }) => [name, 0]));
  return asked.evaluate({ ...question, usage: { ...unused, ...question.usage } });
}

/** The same for a shopper who sends this. */
export function decideFor(ruling: Ruling, sent: Fields, fields: Fields = {}): Decision {
  return decide(ruling, { ...fields, redemption: shopper(sent) });
}

/** The names of the rows a decision tells, in its order. */
export function told(decision: Decision): string[] {
  return decision.violations.map(({ attribute, error_code }) => `${attribute}.${error_code}`);
}

/** The counters planned for {@link context} with these fields, by name. */
export function planned(ruling: Ruling, fields: Fields = {}) {
  const { counters } = compiled(ruling).plan(context(fields));
  return new Map(counters.map((counter) => [counter.name, counter]));
}

/** The limit each claimed counter must stay within, by counter name. */
export function claimed(decision: Decision): Record<string, number | string | null> {
  return Object.fromEntries(decision.claims.map(({ name, limit }) => [name, limit]));
}

/** What is wrong in a config; empty where it compiles. */
export function issuesOf(config: unknown, options?: CompileOptions): readonly ConfigIssue[] {
  const result = safeCompile(config, options);
  return result.success ? [] : result.issues;
}

export function pathsOf(config: unknown): string[] {
  return issuesOf(config).map(({ path }) => path);
}

/** What is wrong in the host's facts; empty where `ask` throws nothing. Any other error is passed on. */
export function factsWrongIn(ask: () => unknown): readonly ContextIssue[] {
  try {
    ask();
    return [];
  } catch (error) {
    if (error instanceof InvalidContextError) return error.issues;
    throw error;
  }
}

/** A closed ring along the edges of a box. */
export function box(west: number, south: number, east: number, north: number): [number, number][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

export function polygon(rings: unknown, name?: string): Fields {
  return feature({ type: 'Polygon', coordinates: rings }, name === undefined ? {} : { name });
}

export function circle(center: unknown, radius_m: unknown, name?: string): Fields {
  return feature(
    { type: 'Point', coordinates: center },
    { radius_m, ...(name === undefined ? {} : { name }) },
  );
}

export function feature(geometry: unknown, properties: unknown = {}): Fields {
  return { type: 'Feature', properties, geometry };
}

export function collection(...features: readonly unknown[]): Fields {
  return { type: 'FeatureCollection', features };
}
