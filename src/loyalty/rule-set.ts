import type { Plan } from '../evaluate.ts';
import type { ConfigSchema } from '../rule.ts';
import type { Details, Expected } from '../violation.ts';
import type { LoyaltyCode } from './catalog.ts';
import type { LoyaltyCounter } from './counters.ts';
import { compiled, evaluate, plan, type LoyaltyDecision } from './evaluate.ts';
import type { Facts } from './facts.ts';

/** What is asked: one operation at one time. A rule set adds the facts that its rules look at. */
export interface Attempt<Operation extends string = string> {
  /** Epoch milliseconds. The engine never reads a clock. */
  readonly at: number;
  readonly operation: Operation;
}

/** What every config has. */
export interface Identified {
  readonly id: string;
}

/** One code, and the condition under which it is not told. */
export interface LoyaltyRule<Config, A extends Attempt> {
  readonly code: LoyaltyCode;
  /** The operations it is asked of; all where none are named. */
  readonly on?: readonly A['operation'][];
  /** Where it is not the row's: the input that code 1003 is about. */
  readonly attribute?: string;
  /** The config's field it is about. */
  readonly field?: keyof Config & string;
  /**
   * Written positively, so that anything unforeseen refuses. Holds where what it looks at is not there: another rule
   * tells that.
   */
  holds(attempt: A, config: Config): boolean;
  /** What the shopper may know of it. */
  expectedOf?(config: Config): Expected;
  /** For the operator's eyes; of a limit. */
  detailsOf?(attempt: A, config: Config): Details;
}

/** A bound on what a movement leaves behind. Landing exactly on it is accepted. */
export interface Bound<Config> {
  readonly code: LoyaltyCode;
  /** The config's field that sets it. */
  readonly field?: keyof Config & string;
  /** What the shopper may know of it. */
  expectedOf?(config: Config): Expected;
}

/**
 * What an accepted attempt does to a counter. The same bounds refuse an attempt and stand in the claim of an accepted
 * one, so that what is decided and what is written cannot disagree.
 */
export interface Movement<Config, A extends Attempt> {
  /** `undefined` where this config counts nothing. */
  counterOf(config: Config): LoyaltyCounter<A> | undefined;
  /** `undefined` where the input to it is malformed: a rule tells that. */
  addOf(attempt: A, config: Config): number | undefined;
  /** The most it may leave, where this config sets it; asked of an increase. */
  readonly limit?: Bound<Config> & { of(config: Config): number | undefined };
  /** What takes from a balance leaves 0 or more; asked of a decrease. */
  readonly minimum?: Bound<Config>;
}

/** A kind of config, and everything that is asked of it. */
export interface RuleSetDefinition<Config extends Identified, A extends Attempt> {
  readonly type: string;
  readonly operations: readonly [A['operation'], ...A['operation'][]];
  readonly config: ConfigSchema<Config>;
  /** Reads what the rules look at. What is wrong in the host's facts, `facts` gathers. */
  read(facts: Facts, base: Attempt<A['operation']>): A;
  readonly rules: readonly LoyaltyRule<Config, A>[];
  readonly movements: readonly Movement<Config, A>[];
}

/** A kind of config, whatever its fields. */
export interface RuleSet {
  readonly type: string;
  readonly config: ConfigSchema;
  /** The codes it may tell. */
  readonly codes: ReadonlySet<LoyaltyCode>;
  /** Takes what the schema has read. */
  compile(config: unknown): CompiledRuleSet;
}

/** The rules of one config, ready to decide. */
export interface CompiledRuleSet {
  readonly id: string;
  plan(context: unknown): Plan;
  evaluate(context: unknown): LoyaltyDecision;
}

/** Defines a kind of config. */
export function defineRuleSet<Config extends Identified, A extends Attempt>(
  definition: RuleSetDefinition<Config, A>,
): RuleSet {
  const { type, config, rules, movements } = definition;
  const bounds = movements.flatMap(({ limit, minimum }) => [limit, minimum]);
  const told = [...rules, ...bounds].filter((one) => one !== undefined);
  return Object.freeze({
    type,
    config,
    codes: new Set(told.map(({ code }) => code)),
    compile(read: unknown) {
      // The schema's output is what the rules take: both types come from the one definition.
      const chosen = compiled(definition, read as Config);
      return {
        id: chosen.config.id,
        plan: (context: unknown) => plan(chosen, context),
        evaluate: (context: unknown) => evaluate(chosen, context),
      };
    },
  });
}
