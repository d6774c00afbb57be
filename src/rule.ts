import { catalog, keyOf, type CatalogRow, type KeyOf, type RowKey } from './catalog.ts';
import type { Counter, Counters } from './counters.ts';
import type { Limit } from './limit.ts';
import type { Amount } from './money.ts';
import type { Needs } from './needs.ts';
import type { Watch } from './chain-rule.ts';
import type { Expected, PreparedViolation, Report } from './violation.ts';

/** A tag list under a category name, as the shopper's client sent it. */
export interface CategoryEntry {
  readonly name: string;
  readonly tags: readonly string[];
}

/** Degrees, WGS 84; `latitude` in [−90, 90], `longitude` in [−180, 180]. */
export interface Location {
  readonly latitude: number;
  readonly longitude: number;
}

/** The confirmed redemption that a renewal continues. */
export interface Origin {
  /** Epoch milliseconds. */
  readonly redeemedAt: number;
}

/**
 * What is asked at this point of a redemption's life: everything; what others may have changed; only what held claims
 * do not settle; nothing, since a cancellation always holds, or since a confirmed redemption can not be touched.
 */
export type Stage = 'redeem' | 'confirm' | 'confirm what is held' | 'cancel' | 'already confirmed';

/**
 * The marks of the tags under a category's name, or-ed; `unreadable` where the categories are not a list of names with
 * tags.
 */
export type TagMarks = number | 'no entry' | 'unreadable';

/**
 * One attempt to redeem a voucher, as rules see it: read once and checked. It is good for as long as a check runs: the
 * next decision may use the same object.
 */
export interface Redemption {
  readonly stage: Stage;
  /** Epoch milliseconds. The engine never reads a clock. */
  readonly at: number;
  /** `undefined` where many campaigns are asked and there is no voucher yet. */
  readonly voucherCode: string | undefined;
  /** The customer the voucher is assigned to. */
  readonly assignedCustomer: string | undefined;
  readonly transactionId: string | undefined;
  readonly customerIdentifier: string | undefined;
  /** The transaction id of the redemption that this one says it renews. */
  readonly originRedemption: string | undefined;
  /**
   * The redemption that this one renews: an original one of the same customer, so that entry conditions are not asked
   * again. `undefined` where this is not a renewal.
   */
  readonly renewedOrigin: Origin | undefined;
  /** `undefined` where what the shopper sent is not an amount. */
  readonly cost: Amount | undefined;
  /** False where what the shopper sent is not an amount. */
  readonly isCostKnown: boolean;
  readonly location: Location | 'absent' | 'invalid';
  /** The shopper sent something that is no location. */
  readonly isLocationInvalid: boolean;
  readonly categories: readonly CategoryEntry[] | 'unreadable';
  /** What the redemption takes from the budgets; 0 where no budget is read. */
  readonly grantedDiscount: Amount;
  /** The same as the host wrote it. */
  readonly grantedDiscountWritten: string | number;
  /** What a planned counter of counts holds; `NaN`, which no limit lets pass, for one that is not planned. */
  count(counter: Counter): number;
  /** The count law: what a counter of counts holds is known, and below `limit`. */
  isBelow(counter: Counter, limit: number): boolean;
  /** The money law: what a counter of amounts holds is below `limit`, and with the granted discount at most that. */
  hasRoomFor(counter: Counter, limit: Amount): boolean;
  /** What a counter of amounts holds, as the host wrote it; `undefined` for one that is not read. */
  written(counter: Counter): string | number | undefined;
  /** Looks up what stands under a category's name, without a copy; name and tags are compared exactly. */
  marksUnder(category: string, marks: ReadonlyMap<string, number>): TagMarks;
  /** What the shopper's client sent under a key of its own: any JSON, untrusted. Own properties only. */
  field(key: string): unknown;
  /** Follows what rules read and tell, in a what-if and an explanation; `undefined` in a decision. */
  readonly watch: Watch | undefined;
}

/**
 * A config's schema: any Standard Schema (version 1) that validates synchronously. Its messages become the config
 * issues, its paths their JSON pointers.
 */
export interface ConfigSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a rule may know of its campaign while it compiles. */
export interface RuleEnv<Key extends string = string> {
  /** The id of the campaign the rule stands in; `''` where a config that is wrong is compiled for its issues. */
  readonly campaign: string;
  /** The campaign's IANA zone. */
  readonly timeZone: string;
  readonly counters: Counters;
  /** The compiled rules of a group's `rules`, in order; empty for other rules. */
  readonly children: readonly BoundRule[];
  /** Makes a violation of one of the rule's own rows, once; `count` fills the message's `%{count}`. */
  violation(key: Key, parts?: { readonly expected?: Expected; readonly count?: string }): PreparedViolation;
  /** Reports a config issue that only the campaign's zone can show. `pointer` is below the rule. */
  issue(pointer: string, expected: string, found: string): void;
}

/**
 * A check as data: a function that all rules of a kind share, in all campaigns, and what it is told of this rule. The numbers of a
 * campaign's rules lie side by side, while a closure and what it holds lie anywhere: with many campaigns that is most of the time.
 */
export interface Judgement {
  readonly judge: Judge;
  /** What it may tell; `undefined` for what this rule never tells. */
  readonly violations: readonly (PreparedViolation | undefined)[];
  /** Gives what it is told, in runs: `numbers[from]` up to, but not including, `numbers[to]`. Called for each list that the rule is to lie in. */
  readonly numbers?: () => readonly ArrayLike<number>[];
  /** Gives what is no number; called then, too. */
  readonly thing?: () => unknown;
  /**
   * It tells nothing of a redemption that is not odd: whose cost is an amount, whose location is absent or a location, and whose
   * voucher is assigned to nobody else. Then it is not asked.
   */
  readonly onlyOdd?: boolean;
}

/** A redemption as judges see it. */
export interface RedemptionInNumbers extends Redemption {
  /** The cost in ten-thousandths; `NaN` where it is no ordinary amount. */
  readonly costUnits: number;
}

/**
 * Gives a verdict: {@link HOLDS}, or the sum of what it tells, 1 for the first violation, 2 for the second, 4 for the third and so on.
 * Written positively, as a {@link Check} is; called without `this`.
 */
export type Judge = (
  redemption: RedemptionInNumbers,
  numbers: Float64Array,
  from: number,
  to: number,
  thing: unknown,
) => number;

/** The verdict that tells nothing. */
export const HOLDS = 0;

/**
 * A rule of one campaign, with all work done that can be done once: what it checks, the limits that the engine checks for
 * it, or both. Keeps nothing between redemptions.
 */
export interface CompiledRule {
  /**
   * Reports every reason to refuse. Written positively (refuse unless the condition holds), so that anything unforeseen
   * refuses; returns nothing and throws nothing, though `field` gives whatever a shopper sent. Called without `this`.
   */
  readonly check?: Check | undefined;
  /** The limits it sets: checked after `check`, and kept by the claims of an accepted redemption. */
  readonly limits?: readonly Limit[];
  /** Of a group: the limits of its children that are asked of an accepted redemption. */
  readonly limitsAskedOf?: ((redemption: Redemption) => readonly Limit[]) | undefined;
  /**
   * What every redemption that it lets pass is like: of others a portfolio need not ask it. A function is called each time that
   * somebody wants to know, without `this`.
   */
  readonly needs?: Needs | (() => Needs) | undefined;
  /**
   * Of a group that lets pass only what all of its rules let pass, or what at least one of them does: it needs what
   * they need.
   */
  readonly requires?: 'all' | 'one' | undefined;
  /**
   * The first instant after `at`, in epoch milliseconds, at which the check may answer otherwise if only time passes;
   * `Infinity` for never. What-ifs go from one to the next: too early costs time, too late skips answers.
   * @defaultValue of a group, the first of its rules'; else never
   */
  readonly nextChange?: ((redemption: Redemption) => number) | undefined;
}

/** What a rule of the engine's own compiles to. */
export interface JudgingRule extends CompiledRule {
  /** In place of `check`. */
  readonly judgement?: Judgement | undefined;
}

/** Reports every reason to refuse. */
export type Check = (redemption: Redemption, report: Report) => void;

/** What a rule says of a redemption; `undetermined` only in a what-if, where it needs what nobody has said yet. */
export type Answer = 'holds' | 'fails' | 'undetermined';

/** A compiled rule in its place. */
export interface BoundRule {
  /** Checks the rule, and its limits, where its law is asked of the redemption: the one that the group was handed. */
  run(redemption: Redemption, report: Report): void;
  /** The same in a word: what it would tell is not told. */
  answer(redemption: Redemption): Answer;
  /** The first instant after `at` at which {@link answer} may differ if only time passes; `Infinity` for never. */
  nextChange(redemption: Redemption): number;
  /** The limits asked of an accepted redemption: what its claims must stay within. */
  limitsAskedOf(redemption: Redemption): readonly Limit[];
  /** False where there are none to ask of any. */
  readonly hasLimits: boolean;
}

/** A row of the published catalog by name, or a row of the host's own: its error code has a namespace (`acme.closed`). */
export type RowSource = RowKey | CatalogRow;

type RowKeyOf<Source> = Source extends string ? Source : KeyOf<Source>;

type OutputOf<Schema> = Schema extends ConfigSchema<infer Output> ? Output : never;

/** Where a rule stands: in a campaign's `rules`, as the campaign field of its name, or in every redemption. */
export type RulePlace = 'rules' | 'campaign field' | 'every redemption';

/** A kind of rule: what it is called, what it may report, how its config reads, how it compiles. */
export interface RuleDefinition<
  Type extends string,
  Rows extends readonly RowSource[],
  Schema extends ConfigSchema,
> {
  /** `type` in a campaign's `rules`; snake_case. */
  readonly type: Type;
  /** The rows it may report. Reporting another does not compile. */
  readonly rows: Rows;
  /** The schema of its config, `type` included; `description` is read for it. Unknown keys should be issues. */
  readonly config: Schema;
  /**
   * Whether confirming a reservation asks again, because others may have changed the answer meanwhile; `even_if_held`
   * where the claims that the reservation holds do not settle it either.
   */
  readonly retestOnConfirm: boolean | 'even_if_held';
  /** Its config's `rules` are rules too. */
  readonly isGroup?: boolean;
  compile(config: OutputOf<Schema>, env: RuleEnv<RowKeyOf<Rows[number]>>): CompiledRule;
}

/** A kind of rule of the engine's own. */
interface EngineRuleDefinition<
  Type extends string,
  Rows extends readonly RowSource[],
  Schema extends ConfigSchema,
> extends RuleDefinition<Type, Rows, Schema> {
  compile(config: OutputOf<Schema>, env: RuleEnv<RowKeyOf<Rows[number]>>): JudgingRule;
}

/** What only the engine's own rules are. */
export interface EngineRuleTraits {
  /** @defaultValue `'rules'` */
  readonly place?: RulePlace;
  /** Lets a redemption be a renewal. At most one in a campaign, directly in its `rules`. */
  readonly allowsRenewals?: boolean;
  /** Of a group: it knows what to make of an undetermined rule. Another is undetermined with it. */
  readonly isThreeValued?: boolean;
}

/** A kind of rule, whatever its config. */
export interface Rule {
  readonly type: string;
  readonly place: RulePlace;
  /** The rows it may report, by name. */
  readonly rows: ReadonlyMap<string, CatalogRow>;
  readonly config: ConfigSchema;
  readonly retestOnConfirm: boolean | 'even_if_held';
  readonly isGroup: boolean;
  readonly allowsRenewals: boolean;
  readonly isThreeValued: boolean;
  compile(config: unknown, env: RuleEnv): JudgingRule;
}

const PUBLISHED_ROWS: ReadonlyMap<string, CatalogRow> = new Map(catalog.map((row) => [keyOf(row), row]));

/**
 * Defines a kind of rule. A host's own rule has the same shape as the engine's, is passed to
 * `compile(config, { rules: [mine] })` and obeys the same laws.
 *
 * Throws a `TypeError` for a definition that is wrong: an unknown published row, or a row of the host's own whose error
 * code has no namespace.
 *
 * @example
 * const channel = defineRule({
 *   type: 'acme_channel',
 *   rows: [{ attribute: 'channel', error_code: 'acme.wrong_channel', message: 'For another channel' }],
 *   config: v.strictObject({ type: v.literal('acme_channel'), channel: v.string() }),
 *   retestOnConfirm: false,
 *   compile({ channel }, env) {
 *     const wrong = env.violation('channel.acme.wrong_channel', { expected: { channel } });
 *     return { check: (redemption, report) => { if (redemption.field('channel') !== channel) report(wrong); } };
 *   },
 * });
 */
export function defineRule<
  const Type extends string,
  const Rows extends readonly RowSource[],
  Schema extends ConfigSchema,
>(definition: RuleDefinition<Type, Rows, Schema>): Rule & { readonly type: Type } {
  return defineEngineRule(definition);
}

/** Defines a rule of the engine's own, which may judge, and be a campaign field or asked of every redemption. */
export function defineEngineRule<
  const Type extends string,
  const Rows extends readonly RowSource[],
  Schema extends ConfigSchema,
>(
  definition: EngineRuleDefinition<Type, Rows, Schema>,
  { place = 'rules', allowsRenewals = false, isThreeValued = false }: EngineRuleTraits = {},
): Rule & { readonly type: Type } {
  const { type, config, retestOnConfirm, isGroup = false } = definition;
  const rows = new Map(definition.rows.map((source) => rowOf(type, source)).map((row) => [keyOf(row), row]));
  return Object.freeze({
    type,
    place,
    rows,
    config,
    retestOnConfirm,
    isGroup,
    allowsRenewals,
    isThreeValued,
    // The schema's output is what `compile` takes: both types come from the one definition.
    compile: (read: unknown, env: RuleEnv) => definition.compile(read as OutputOf<Schema>, env),
  });
}

function rowOf(type: string, source: RowSource): CatalogRow {
  if (typeof source === 'string') {
    const row = PUBLISHED_ROWS.get(source);
    if (!row) throw new TypeError(`rule ${type}: the catalog has no row ${source}`);
    return row;
  }
  if (!/^[^.]+\../.test(source.error_code)) {
    throw new TypeError(
      `rule ${type}: the error code ${source.error_code} needs a namespace, as in acme.${source.error_code}`,
    );
  }
  return Object.freeze({ ...source });
}
