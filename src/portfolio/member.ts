import type { CompiledChain } from '../compiled-chain.ts';
import { needsOfRules, type Needs } from '../needs.ts';
import type { BoundRule } from '../rule.ts';

/** A campaign of a portfolio, as it is asked with the others. */
export class Member {
  readonly id: string;
  readonly chain: CompiledChain;
  /** Which of all that were ever added it was; one that replaces another has its place. */
  readonly order: number;
  private sorted: readonly BoundRule[] | undefined = undefined;
  private own: boolean | undefined = undefined;

  constructor(chain: CompiledChain, order: number) {
    this.id = chain.id;
    this.chain = chain;
    this.order = order;
  }

  /** Those that limit nothing first: they can refuse before anything is loaded. */
  get rules(): readonly BoundRule[] {
    return (this.sorted ??= this.chain.rules.toSorted((a, b) => Number(a.hasLimits) - Number(b.hasLimits)));
  }

  /** Only a rule of the host's knows whom some counter counts. */
  get countsOwnSubjects(): boolean {
    return (this.own ??= this.chain.counters.some(({ subject }) => typeof subject === 'function'));
  }

  get needs(): Needs {
    return needsOfRules(this.chain.rules);
  }
}
