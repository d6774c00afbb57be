// Replays test/cases/*.json: each a campaign with what the law says of it, in no language but JSON, so that another
// implementation can replay them too. What is expected of what-ifs was found by brute force, in another language.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  compile,
  InvalidContextError,
  safeCompile,
  whatIf,
  type Decision,
  type RedemptionContext,
  type UpcomingWindow,
  type Violation,
} from '../src/index.ts';

interface Case {
  readonly name: string;
  /** The sentence of the law that decides, in short. */
  readonly law: string;
  readonly campaign: unknown;
  readonly context?: unknown;
  /** One of these says what is expected. Paths come in any order. */
  readonly decision?: Decision;
  readonly what_if?: WhatIfInShort;
  readonly plan?: unknown;
  /** Of the context where there is one, else of the campaign. */
  readonly issue_paths?: readonly string[];
}

/** Rows by name, in any order; the next five windows. */
interface WhatIfInShort {
  readonly status: string;
  readonly violations: readonly string[];
  readonly missing: readonly string[];
  readonly next_valid_at?: string | null;
  readonly next_valid_reason?: 'horizon' | readonly string[];
  readonly upcoming: readonly UpcomingWindow[];
}

const folder = new URL('cases/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
const cases = new Map(files.map((file) => [file, read(file)]));

describe.each([...cases])('%s', (_file, list) => {
  for (const one of list) {
    it(one.name, () => {
      expect(answer(one)).toStrictEqual(expected(one));
    });
  }
});

describe('the cases', () => {
  it('are many, and each has a name of its own and says which law decides', () => {
    const all = [...cases.values()].flat();
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter(({ name, law }) => name === '' || law === '')).toStrictEqual([]);
    for (const list of cases.values()) expect(new Set(list.map(({ name }) => name)).size).toBe(list.length);
  });

  it('reach all rows of the catalog', () => {
    const told = [...cases.values()].flat().flatMap(({ decision }) => decision?.violations ?? []);
    expect(new Set(told.map(({ attribute, error_code }) => `${attribute}.${error_code}`)).size).toBe(31);
  });
});

function answer({ campaign, context, plan, decision, what_if }: Case): unknown {
  if (context === undefined) {
    const result = safeCompile(campaign);
    return result.success ? [] : sorted(result.issues.map(({ path }) => path));
  }
  const compiled = compile(campaign);
  if (plan) return overTheWire(compiled.plan(context as RedemptionContext));
  if (what_if) return inShort(whatIf(compiled, context as RedemptionContext));
  if (decision) return overTheWire(compiled.evaluate(context as RedemptionContext));
  return issuesOf(() => compiled.evaluate(context as RedemptionContext));
}

function expected({ decision, plan, what_if, issue_paths }: Case): unknown {
  return decision ?? plan ?? what_if ?? sorted(issue_paths ?? []);
}

function inShort({
  status,
  violations,
  missing,
  upcoming,
  ...times
}: ReturnType<typeof whatIf>): WhatIfInShort {
  const { next_valid_at, next_valid_reason: reason } = times;
  return {
    status,
    violations: rows(violations),
    missing: missing.map(({ attribute }) => attribute),
    ...(next_valid_at !== undefined && { next_valid_at }),
    ...(reason !== undefined && { next_valid_reason: reason === 'horizon' ? reason : rows(reason) }),
    upcoming,
  };
}

function rows(violations: readonly Violation[]): string[] {
  return sorted(violations.map(({ attribute, error_code }) => `${attribute}.${error_code}`));
}

function issuesOf(evaluate: () => unknown): string[] {
  try {
    evaluate();
    return [];
  } catch (error) {
    if (error instanceof InvalidContextError) return sorted(error.issues.map(({ path }) => path));
    throw error;
  }
}

function sorted(paths: readonly string[]): string[] {
  return [...paths].sort();
}

/** As it arrives in another process: the cases are about JSON. */
function overTheWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function read(file: string): Case[] {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Case[];
}
