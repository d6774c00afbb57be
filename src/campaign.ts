import { compileChain } from './compile-chain.ts';
import type { RedemptionContext } from './context.ts';
import { evaluate, plan, type Decision, type Plan } from './evaluate.ts';
import type { CompiledChain } from './compiled-chain.ts';
import {
  CampaignReader,
  ConfigIssues,
  kitOf,
  type ConfigIssue,
  type Level,
  type RuleKit,
} from './read-campaign.ts';
import type { Rule } from './rule.ts';
import { registry } from './rules/index.ts';
import { frozen, snapshotJson, type JsonObject } from './snapshot.ts';

const ENGINE = kitOf(registry);

/** A campaign's config is wrong. `issues` holds the first hundred, `omitted` counts the others. */
export class CampaignConfigError extends Error {
  override readonly name = 'CampaignConfigError';
  readonly issues: readonly ConfigIssue[];
  readonly omitted: number;

  constructor(issues: readonly ConfigIssue[], omitted: number) {
    const more = omitted > 0 ? [`and ${omitted} more`] : [];
    const lines = issues.map((issue) => `${issue.path || 'the campaign'}: ${issue.message}`);
    super(['invalid campaign', ...lines, ...more].join('\n  '));
    this.issues = issues;
    this.omitted = omitted;
  }
}

/** How a campaign is compiled. */
export interface CompileOptions {
  /** Kinds of rules of the host's own, beside the engine's; see {@link defineRule}. */
  readonly rules?: readonly Rule[] | undefined;
}

/**
 * A campaign ready to decide: immutable, without state between calls, safe to share. Its methods are called on it: on anything else, and on
 * nothing, they throw a `TypeError`.
 */
export interface Campaign {
  readonly id: string;
  /** The config it was compiled from: a frozen copy. */
  readonly config: JsonObject;
  /** The counters to load before {@link Campaign.evaluate}: name, key and, for a period, its window. */
  plan(context: PlanContext): Plan;
  /**
   * Every violation, or what to count. Throws an `InvalidContextError` for wrong host facts, and nothing else, unless a
   * rule of the host's own does.
   */
  evaluate(context: RedemptionContext): Decision;
}

/** What a plan needs of a context: not what the plan is made to load. */
export type PlanContext = Omit<RedemptionContext, 'usage' | 'granted_discount'>;

/** A campaign, or what is wrong in its config: the first hundred issues, and how many more were found (of a
 * config that is wrong in thousands of places, not all are looked for). */
export type CompileResult =
  | { readonly success: true; readonly campaign: Campaign }
  | { readonly success: false; readonly issues: readonly ConfigIssue[]; readonly omitted: number };

/** Compiles a campaign's config. Throws a {@link CampaignConfigError} that lists everything that is wrong in it. */
export function compile(config: unknown, options?: CompileOptions): Campaign {
  const result = safeCompile(config, options);
  if (!result.success) throw new CampaignConfigError(result.issues, result.omitted);
  return result.campaign;
}

/**
 * Compiles a campaign's config, and returns what is wrong in it instead of throwing. Throws only for the host's
 * mistake: a `TypeError` where two kinds of rules share a type.
 */
export function safeCompile(config: unknown, options?: CompileOptions): CompileResult {
  const result = readConfig(config, kitFor(options));
  if (!result.success) return result;
  return { success: true, campaign: new DecidingCampaign(result.chain, result.config) };
}

/** A campaign and what it was compiled to. */
class DecidingCampaign implements Campaign {
  readonly id: string;
  readonly #config: JsonObject;
  readonly #chain: CompiledChain;

  constructor(chain: CompiledChain, config: JsonObject) {
    this.id = chain.id;
    this.#config = config;
    this.#chain = chain;
    Object.freeze(this);
  }

  get config(): JsonObject {
    return frozen(this.#config);
  }

  plan(context: PlanContext): Plan {
    return plan(DecidingCampaign.chainOf(this), context);
  }

  evaluate(context: RedemptionContext): Decision {
    return evaluate(DecidingCampaign.chainOf(this), context);
  }

  static isOne(value: unknown): value is DecidingCampaign {
    return typeof value === 'object' && value !== null && #chain in value;
  }

  /** Of anything, without looking first: every decision asks. */
  static chainOf(campaign: unknown): CompiledChain {
    try {
      return (campaign as DecidingCampaign).#chain;
    } catch {
      throw new TypeError('expected a compiled campaign: call its methods on it');
    }
  }
}

/** The kinds of rules that campaigns compiled with these options may use. */
export function kitFor({ rules }: CompileOptions = {}): RuleKit {
  return rules?.length ? kitOf([...registry, ...rules]) : ENGINE;
}

type Failure = Extract<CompileResult, { readonly success: false }>;

/** A campaign as it was compiled; where no kinds of rules but the engine's own are known, what it can be compiled from again. */
export interface Compilation {
  readonly success: true;
  readonly chain: CompiledChain;
  readonly levels?: readonly Level[] | undefined;
}
type ReadConfig = (Compilation & { readonly config: JsonObject }) | Failure;

/** What a campaign was compiled to. Throws a `TypeError` for anything that `compile` did not make. */
export function chainOf(campaign: Campaign): CompiledChain {
  return DecidingCampaign.chainOf(campaign);
}

/** Whether something is a campaign that `compile` has made. */
export function isCompiled(campaign: unknown): campaign is Campaign {
  return DecidingCampaign.isOne(campaign);
}

/** What a campaign was compiled to, or its config compiles to. */
export function compilationOf(campaign: unknown, kit: RuleKit): Compilation | Failure {
  return isCompiled(campaign) ? { success: true, chain: chainOf(campaign) } : readConfig(campaign, kit);
}

function readConfig(config: unknown, kit: RuleKit): ReadConfig {
  const issues = new ConfigIssues();
  const snapshot = snapshotJson(config, (path, expected, found) => {
    issues.refuse(path, expected, found);
  });
  // The engine's own rules change nothing, so freezing waits until somebody looks.
  if (kit !== ENGINE) frozen(snapshot);
  const levels = new CampaignReader(kit, issues).readChain(snapshot);
  const chain = compileChain(levels, issues);
  if (!issues.isEmpty) return { success: false, issues: issues.first, omitted: issues.omitted };
  // Without issues the snapshot is a campaign, hence an object.
  return {
    success: true,
    chain,
    levels: kit === ENGINE ? levels : undefined,
    config: snapshot as JsonObject,
  };
}
