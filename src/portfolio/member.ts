import type { Compilation } from '../campaign.ts';
import { compileChain } from '../compile-chain.ts';
import type { CompiledChain } from '../compiled-chain.ts';
import { ConfigIssues, type Level } from '../read-campaign.ts';
import type { BoundRule } from '../rule.ts';

/** A campaign of a portfolio, as it is asked with the others. */
export class Member {
  readonly id: string;
  readonly allowsRenewals: boolean;
  /** Which of all that were ever added it was; one that replaces another has its place. */
  readonly order: number;
  /** What it is compiled from when it is first asked, in a third of the memory of what it is compiled to: most of many are not asked for long. */
  private levels: readonly Level[] | undefined;
  private compiled: CompiledChain | undefined;
  private sorted: readonly BoundRule[] | undefined = undefined;
  private own: boolean | undefined = undefined;

  constructor({ chain, levels }: Compilation, order: number) {
    this.id = chain.id;
    this.allowsRenewals = chain.allowsRenewals;
    this.order = order;
    this.levels = levels;
    this.compiled = levels === undefined ? chain : undefined;
  }

  get chain(): CompiledChain {
    return this.compiled ?? this.compile();
  }

  /** Those that limit nothing first: they can refuse before anything is loaded. */
  get rules(): readonly BoundRule[] {
    return (this.sorted ??= this.chain.rules.toSorted((a, b) => Number(a.hasLimits) - Number(b.hasLimits)));
  }

  /** Only a rule of the host's knows whom some counter counts. */
  get countsOwnSubjects(): boolean {
    return (this.own ??= this.chain.counters.some(({ subject }) => typeof subject === 'function'));
  }

  private compile(): CompiledChain {
    // What was compiled once without an issue has none.
    this.compiled = compileChain(this.levels as readonly Level[], new ConfigIssues());
    this.levels = undefined;
    return this.compiled;
  }
}
