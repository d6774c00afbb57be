// Replays test/loyalty/cases/*.json: each a config with what the law says of it, in no language but JSON, so that
// another implementation can replay them too. Of a decision the codes stand there in order, and the claims.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { InvalidContextError } from '../../src/index.ts';
import {
  compileLoyalty,
  safeCompileLoyalty,
  toEnvelope,
  type Envelope,
  type LoyaltyClaim,
} from '../../src/loyalty/index.ts';
import { ruleSets } from '../../src/loyalty/registry.ts';

interface Case {
  readonly name: string;
  /** The sentence of the law that decides, in short. */
  readonly law: string;
  readonly config: unknown;
  readonly context?: unknown;
  readonly decision?: {
    readonly status: string;
    readonly codes: readonly number[];
    readonly claims: readonly LoyaltyClaim[];
  };
  /** Beside a decision: what the platform would answer. */
  readonly envelope?: Envelope;
  readonly plan?: unknown;
  /** Of the context where there is one, else of the config. In the order of the alphabet. */
  readonly issue_paths?: readonly string[];
}

const folder = new URL('cases/', import.meta.url);
const cases = new Map(
  readdirSync(folder).map((file) => [
    file,
    JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case[],
  ]),
);

describe.each([...cases])('%s', (_file, list) => {
  for (const one of list) {
    it(one.name, () => {
      expect(answer(one)).toStrictEqual(one.decision ?? one.plan ?? one.issue_paths);
      if (one.envelope) expect(toEnvelope(decide(one)).envelope).toStrictEqual(one.envelope);
    });
  }
});

describe('the cases', () => {
  const all = [...cases.values()].flat();

  it('are many, and each has a name of its own and says which law decides', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ name, law }) => name === '' || law === '')).toStrictEqual([]);
    for (const list of cases.values()) expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
  });

  it('reach every code that the engine raises', () => {
    const told = new Set(all.flatMap(({ decision }) => decision?.codes ?? []));
    const raised = new Set<number>(ruleSets.flatMap(({ codes }) => [...codes]));
    expect([...told].sort()).toStrictEqual([...raised].sort());
  });
});

function answer(one: Case): unknown {
  const { config, context, plan, decision } = one;
  if (context === undefined) {
    const result = safeCompileLoyalty(config);
    return result.success ? [] : result.issues.map(({ path }) => path).sort();
  }
  if (plan) return overTheWire(compileLoyalty(config).plan(context as never));
  if (!decision) return issuesOf(() => decide(one));
  const { status, violations, claims } = decide(one);
  return overTheWire({ status, codes: violations.map(({ code }) => code), claims });
}

function decide({ config, context }: Case) {
  return compileLoyalty(config).evaluate(context as never);
}

function issuesOf(evaluate: () => unknown): string[] {
  try {
    evaluate();
    return [];
  } catch (error) {
    if (error instanceof InvalidContextError) return error.issues.map(({ path }) => path).sort();
    throw error;
  }
}

/** As it arrives in another process: the cases are about JSON. */
function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
