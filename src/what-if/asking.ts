import type { ChainRule } from '../chain-rule.ts';
import type { Answer } from '../rule.ts';
import type { PreparedViolation } from '../violation.ts';
import type { Unknown } from './open-redemption.ts';

/** One rule being asked, with what came of it. */
export class Asking {
  readonly rule: ChainRule;
  /** Its law is not asked at this point of the redemption's life. */
  readonly isSkipped: boolean;
  /** A group only wanted to know the answer: what is unknown to the rule need not be so to the group. */
  isTrial = false;
  /** By name, as the context has it; `undefined` for what nobody knows. */
  readonly reads = new Map<string, unknown>();
  /** What it needs and nobody knows. */
  readonly lacks = new Set<Unknown>();
  readonly told: PreparedViolation[] = [];
  /** The rules of a group, as they were asked: one may have been asked twice. */
  readonly nested: Asking[] = [];

  constructor(rule: ChainRule, isSkipped: boolean) {
    this.rule = rule;
    this.isSkipped = isSkipped;
  }

  /** Something in it is not decided. */
  get isOpen(): boolean {
    return this.lacks.size > 0 || this.nested.some(({ isTrial, isOpen }) => !isTrial && isOpen);
  }

  get answer(): Answer {
    if (this.told.length > 0) return 'fails';
    return this.isOpen ? 'undetermined' : 'holds';
  }

  /** It and what was asked in it, where that is part of its answer. */
  *parts(): Generator<Asking> {
    yield this;
    for (const nested of this.nested) if (!nested.isTrial) yield* nested.parts();
  }

  *allLacks(): Generator<Unknown> {
    for (const { lacks } of this.parts()) yield* lacks;
  }
}
