import type { RedemptionContext } from '../src/index.ts';
import { factsOf } from './facts.ts';
import type { Attempt } from './workload.ts';

/** What is decided about: the context as it came, or facts that somebody made of it beforehand. */
export type Reads = 'context' | 'facts';

/** One way to decide the campaign of the benchmark. */
export interface Contender<Input = unknown> {
  readonly name: string;
  /** What it does not do, cannot express, or was given. */
  readonly remark: string;
  readonly reads: Reads;
  /** What is timed. */
  isAccepted(input: Input): boolean | Promise<boolean>;
  /** The rows that it tells, sorted: what is compared. */
  rowsOf(input: Input): readonly string[] | Promise<readonly string[]>;
}

/** Makes a contender whose campaign asks for so much at least: the right amount, or a wrong one to be noticed. */
export type ContenderOf = (minimum: string) => Contender;

/** One that only checks the shape of a context. */
export interface Floor<Input = unknown> {
  readonly name: string;
  readonly remark: string;
  readonly reads: Reads;
  isValid(input: Input): boolean;
}

/** `attribute.error_code` of each, sorted. */
export function rowNames(violations: readonly { attribute: string; error_code: string }[]): string[] {
  return violations.map(({ attribute, error_code }) => `${attribute}.${error_code}`).toSorted();
}

/** Contenders that read the same share the objects, and so the memory. */
const facts = new WeakMap<RedemptionContext, unknown>();

export function inputOf({ context }: Attempt, reads: Reads): unknown {
  if (reads === 'context') return context;
  let made = facts.get(context);
  if (!made) facts.set(context, (made = factsOf(context)));
  return made;
}
