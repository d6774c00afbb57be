// npm run bench:portfolio [-- --quick]: which of many campaigns apply, against asking each. See README.md beside this file.

import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import {
  compile,
  type Campaign,
  type Portfolio,
  type PortfolioContext,
  type RedemptionContext,
} from '../src/index.ts';
import type { Index } from '../src/portfolio/indexed-portfolio.ts';
import { NeedsIndex, type Question } from '../src/portfolio/needs-index.ts';
import * as built from './built.ts';
import { catalogue, contexts, usedOf } from './catalogue.ts';
import { Everyone, portfolioOf, withUsage } from './portfolios.ts';
import { randomFrom } from './workload.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string', default: '20261122' },
    sizes: { type: 'string', default: '1000,10000,100000' },
  },
});
const quick = options.quick;
const seed = Number(options.seed);
const sizes = quick ? [1_000, 10_000] : options.sizes.split(',').map(Number);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const JUNE = Date.UTC(2026, 5, 2, 8);

/** Counts what an index finds. */
class Counted implements Index {
  found = 0;
  private readonly index = new NeedsIndex();

  add(needs: Parameters<Index['add']>[0]): number {
    return this.index.add(needs);
  }
  replace(): void {}
  delete(): void {}
  slotsFor(question: Question): Uint32Array {
    const slots = this.index.slotsFor(question);
    this.found += slots.length;
    return slots;
  }
}

function run(size: number): void {
  const texts = catalogue(size, seed).map((campaign) => JSON.stringify(campaign));
  const configs = texts.map((text) => JSON.parse(text) as unknown);
  console.log(`\n${integer(size)} campaigns, ${integer(texts.join('').length / size)} bytes of JSON each`);
  tellMade('portfolio, from configs', size, () => built.compilePortfolio(configs));
  const compiled = tellMade('compile', size, () => configs.map((config) => built.compile(config)));
  tellMade('portfolio, compiled', size, () => built.compilePortfolio(compiled));

  // Of the sources: the index alone is no door of the build.
  const campaigns = configs.map((config) => compile(config));
  const portfolio = portfolioOf(new NeedsIndex(), campaigns);
  const everyone = portfolioOf(new Everyone(), campaigns);

  const within = (from: number, span: number) =>
    withUsage(contexts(quick ? 40 : 200, seed, from, span), portfolio);
  const forward = within(Date.UTC(2026, 0, 10), 340 * DAY);
  const orders = {
    'within an hour': within(JUNE, HOUR),
    'within a day': within(JUNE, DAY),
    'forward through a year': forward,
    'a year, shuffled': shuffled(forward),
  };
  checkAgreement(portfolio, everyone, campaigns, orders['within a day'], size);
  tellCandidates(campaigns, orders['within a day']);
  for (const [order, asked] of Object.entries(orders)) compare(order, asked, portfolio, everyone);
  compareWithEach(campaigns, orders['within a day'], portfolio);
}

/** The same campaigns qualify with and without the index, and by themselves. */
function checkAgreement(
  portfolio: Portfolio,
  everyone: Portfolio,
  campaigns: readonly Campaign[],
  asked: readonly PortfolioContext[],
  size: number,
): void {
  const some = asked.slice(0, Math.max(4, Math.floor(2_000_000 / size)));
  let qualified = 0;
  for (const [i, context] of some.entries()) {
    const ids = idsOf(portfolio, context);
    qualified += ids.length;
    if (ids.join() !== idsOf(everyone, context).join())
      throw new Error(`context ${i}: the index finds others`);
    if (i >= 4) continue;
    const alone = campaigns.filter((campaign) => accepts(campaign, context)).map(({ id }) => id);
    if (ids.join() !== alone.join()) throw new Error(`context ${i}: campaigns by themselves say otherwise`);
  }
  const each = qualified / some.length;
  print(
    'agreement',
    `all of ${some.length} contexts`,
    `${integer(each)} qualify, ${((100 * each) / size).toFixed(2)} %`,
  );
}

function idsOf(portfolio: Portfolio, context: PortfolioContext): string[] {
  return portfolio.qualify(context).qualified.map(({ campaign }) => campaign);
}

/** Asks one campaign by itself. */
function accepts(campaign: Campaign, context: PortfolioContext): boolean {
  return (
    campaign.evaluate({ ...(context as RedemptionContext), usage: usageByName(campaign.id) }).status ===
    'accepted'
  );
}

const usages = new Map<string, Record<string, string | number>>();

/** Made once a campaign, so that asking each is not slowed down by it: what customers have redeemed is nothing anyway. */
function usageByName(id: string): Record<string, string | number> {
  let usage = usages.get(id);
  if (usage === undefined) {
    usage = {
      'transaction.redemptions': 0,
      'customer.redemptions_anywhere': 0,
      'customer.redemptions': 0,
      'budget.total': usedOf(`campaign/${id}/budget/total`),
    };
    usages.set(id, usage);
  }
  return usage;
}

function tellCandidates(campaigns: readonly Campaign[], asked: readonly PortfolioContext[]): void {
  const index = new Counted();
  const portfolio = portfolioOf(index, campaigns);
  const unused = asked.map((context) => {
    const usage = Object.fromEntries(Object.keys(context.usage ?? {}).map((key) => [key, 0]));
    return portfolio.qualify({ ...context, usage }).qualified.length;
  });
  const candidates = index.found / asked.length;
  const accepting = unused.reduce((sum, count) => sum + count, 0) / asked.length;
  print(
    'candidates of the index',
    `${integer(candidates)} a context`,
    `${(candidates / accepting).toFixed(2)} for each that would accept, counters unused`,
  );
}

// ---------------------------------------------------------------------------------------------------------------
// Time: the two take turns, so that what slows the machine down slows both
// ---------------------------------------------------------------------------------------------------------------

function compare(
  order: string,
  asked: readonly PortfolioContext[],
  portfolio: Portfolio,
  everyone: Portfolio,
): void {
  const times: [number, number, number][] = [];
  // Of a hundred thousand campaigns a few contexts are enough to know how long asking each takes.
  const step = Math.ceil((asked.length * everyone.size) / (quick ? 100_000 : 400_000));
  const some = asked.filter((_, i) => i % step === 0);
  for (let round = 0; round <= (quick ? 3 : 7); round++) {
    const indexed = timeOf(asked, (context) => portfolio.qualify(context));
    const linear = timeOf(some, (context) => everyone.qualify(context));
    const planning = timeOf(asked, (context) => portfolio.plan(context));
    if (round > 0) times.push([indexed, linear, planning]);
  }
  const column = (i: 0 | 1 | 2) => median(times.map((row) => row[i]));
  const ratios = times.map(([indexed, linear]) => linear / indexed);
  print(
    order,
    `qualify ${micro(column(0))}, plan ${micro(column(2))}`,
    `until the first failure ${micro(column(1))}: ${median(ratios).toFixed(1)} × (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`,
  );
}

function compareWithEach(
  campaigns: readonly Campaign[],
  asked: readonly PortfolioContext[],
  portfolio: Portfolio,
): void {
  const few = asked.slice(0, Math.max(1, Math.floor(200_000 / campaigns.length)));
  const each = timeOf(few, (context) => campaigns.filter((campaign) => accepts(campaign, context)));
  const indexed = timeOf(few, (context) => portfolio.qualify(context));
  print(
    'within a day',
    `qualify ${micro(indexed)}`,
    `evaluate of each ${micro(each)}: ${(each / indexed).toFixed(1)} ×`,
  );
}

/** Nanoseconds a context. */
function timeOf(asked: readonly PortfolioContext[], ask: (context: PortfolioContext) => unknown): number {
  const start = process.hrtime.bigint();
  for (const context of asked) ask(context);
  return Number(process.hrtime.bigint() - start) / asked.length;
}

/** What is done once cannot take turns: time passed, and that of all processors, which a busy machine does not lengthen. */
function tellMade<Value>(what: string, size: number, make: () => Value): Value {
  const before = heapUsed();
  const began = process.cpuUsage();
  const start = performance.now();
  const value = make();
  const passed = performance.now() - start;
  const { user, system } = process.cpuUsage(began);
  print(
    what,
    `${integer((passed * 1e3) / size)} µs each, ${seconds(passed * 1e6)}`,
    `${integer((heapUsed() - before) / size)} bytes each; ${seconds((user + system) * 1e3)} of all processors`,
  );
  return value;
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  const random = randomFrom(seed);
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function micro(nanoseconds: number): string {
  return `${(nanoseconds / 1e3).toFixed(1)} µs`;
}

function seconds(nanoseconds: number): string {
  return `${(nanoseconds / 1e9).toFixed(2)} s`;
}

function integer(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function print(...cells: readonly string[]): void {
  const widths = [26, 44, 0];
  console.log(`  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')}`.trimEnd());
}

console.log(`seed ${seed}${quick ? ' (quick)' : ''}`);
console.log(`Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown CPU'} x ${cpus().length}`);
for (const size of sizes) run(size);
