import { keyOf } from '../../catalog.ts';
import { InvalidContextError, type ContextIssue } from '../../context.ts';
import type { Decision } from '../../evaluate.ts';
import { identityOf } from '../../violation.ts';
import type { WireContext, WireUsage } from '../wire-context.ts';
import type { Asked, Deciding, Subject } from './subject.ts';

/** What must hold of every campaign and every context. */
export interface Law {
  /** As a sentence. */
  readonly law: string;
  /** Decisions and their like that it takes to ask. */
  readonly cost: number;
  /** Throws where it is broken. */
  readonly holds: (subject: Subject, asked: Asked) => void;
}

/** Tells what broke a law, unless something holds. */
export function insist(holds: boolean, broken: () => string): void {
  if (!holds) throw new LawBroken(broken());
}

/** What a law found. */
class LawBroken extends Error {
  override toString(): string {
    return this.message;
  }
}

/** The same, as JSON has it. */
export function insistSame(found: unknown, expected: unknown, what: string): void {
  insistIs(found, JSON.stringify(expected), what);
}

/** What this JSON says. */
export function insistIs(found: unknown, expected: string, what: string): void {
  const text = JSON.stringify(found);
  insist(text === expected, () => `${what}: ${text}, not ${expected}`);
}

/** What a shopper sees of the violations, in no order. */
export function toldBy(decision: Decision): string[] {
  return decision.violations.map(identityOf).sort();
}

export function rowsOf(decision: Decision): Set<string> {
  return new Set(decision.violations.map(keyOf));
}

/** No row is taken back. */
export function insistKeepsRows(before: Decision, after: Decision, why: string): void {
  const kept = rowsOf(after);
  for (const row of rowsOf(before)) insist(kept.has(row), () => `${row} is gone, because of ${why}`);
}

/** What is wrong in the host's facts, if anything. */
export function issuesOf(campaign: Deciding, context: object): readonly ContextIssue[] {
  try {
    campaign.evaluate(context as WireContext);
    return [];
  } catch (error) {
    if (error instanceof InvalidContextError) return error.issues;
    throw error;
  }
}

/** The context with other usage. */
export function withUsage(context: WireContext, usage: WireUsage): WireContext {
  return { ...context, usage };
}

export function isToRedeem({ operation = 'redeem' }: WireContext): boolean {
  return operation === 'redeem';
}
