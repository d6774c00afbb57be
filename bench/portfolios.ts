// Portfolios to be timed against one another.

import type { Campaign, Portfolio, PortfolioContext } from '../src/index.ts';
import { portfolioOver } from '../src/portfolio.ts';
import type { Index } from '../src/portfolio/indexed-portfolio.ts';
import { usageOf, type Shopping } from './catalogue.ts';

/** Finds every campaign, so that each is asked: until its first failure. */
export class Everyone implements Index {
  private count = 0;

  add(): number {
    return this.count++;
  }
  replace(): void {}
  delete(): void {}
  slotsFor(): number[] {
    return Array.from({ length: this.count }, (_, slot) => slot);
  }
}

export function portfolioOf(index: Index, campaigns: readonly Campaign[]): Portfolio {
  const result = portfolioOver(index, campaigns);
  if (!result.success) throw new Error('the catalogue is wrong');
  return result.portfolio;
}

/** What the plan of each context asks for, as a store would give it. */
export function withUsage(some: readonly Shopping[], portfolio: Portfolio): PortfolioContext[] {
  return some.map((context) => ({
    ...context,
    usage: usageOf(portfolio.plan(context).counters.map(({ key }) => key)),
  }));
}
