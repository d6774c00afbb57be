import { chainOf, compile, isCompiled, type Campaign, type CompileOptions } from '../campaign.ts';
import { describe } from '../snapshot.ts';
import { parseInstant } from '../time/local.ts';
import { findClockChanges } from './clock-changes.ts';
import { findExchanged } from './exchanged.ts';
import type { Finding } from './finding.ts';
import { findGuests, findImpossible, findOver } from './impossible.ts';
import { Linted } from './linted.ts';
import { findOddities } from './oddities.ts';
import { findRedundant } from './redundant.ts';
import { levelsOf } from './rule-tree.ts';
import { findShapes } from './shapes.ts';

export interface LintOptions extends CompileOptions {
  /**
   * When the campaign is to be launched, or looked at: an instant as in a context. Tells what is over by then, and
   * the clock changes after it.
   */
  readonly at?: string | number | Date | undefined;
}

/** What lint tells. */
export interface LintReport {
  /** Contradictions first; each sort in the order of the chain. Empty for a campaign with which nothing is wrong. */
  readonly findings: readonly Finding[];
}

/**
 * What is wrong with a campaign, or odd, before launch: contradictions, rules that never matter, windows that a clock
 * change skips, areas that are not what they seem. Takes a compiled campaign, or its config. The same campaign always
 * has the same findings.
 *
 * Whatever is said to be so never or always is proved; what cannot be proved, or would take too much work, is not
 * said.
 *
 * Throws a `CampaignConfigError` for a config that is wrong, and a `TypeError` for an `at` that is no instant.
 */
export function lint(campaign: unknown, options: LintOptions = {}): LintReport {
  const compiled = isCompiled(campaign) ? campaign : compile(campaign, options);
  return { findings: findingsOf(compiled, instantOf(options.at)) };
}

/**
 * The same of several campaigns, in order; and which of them have the same id, and so the same counters. What is
 * found in an ancestor that they share is told once.
 */
export function lintTogether(campaigns: readonly unknown[], options: LintOptions = {}): LintReport {
  const at = instantOf(options.at);
  const compiled = campaigns.map((one) => (isCompiled(one) ? one : compile(one, options)));
  const ids = new Set<string>();
  const findings = new Map<string, Finding>();
  for (const campaign of compiled) {
    const repeated = ids.has(campaign.id) ? [repeatedId(campaign)] : [];
    ids.add(campaign.id);
    for (const finding of [...findingsOf(campaign, at), ...repeated]) {
      const text = JSON.stringify(finding);
      if (!findings.has(text)) findings.set(text, finding);
    }
  }
  return { findings: [...findings.values()] };
}

function findingsOf(campaign: Campaign, at: number | undefined): Finding[] {
  const chain = chainOf(campaign);
  const linted = new Linted(levelsOf(chain, campaign.config), chain.allowsRenewals, at);
  const impossible = findImpossible(linted);
  const isPossible = impossible.findings.length === 0;
  const oddities = findOddities(linted);
  const told = new Set([...impossible.rules, ...oddities.useless]);
  return [
    ...impossible.findings,
    ...(isPossible && at !== undefined ? findOver(linted, at) : []),
    ...findRedundant(linted, told),
    ...findClockChanges(linted),
    ...findShapes(linted),
    ...findExchanged(linted),
    ...oddities.findings,
    ...(isPossible ? findGuests(linted) : []),
  ];
}

function repeatedId({ id }: Campaign): Finding {
  const message = 'Another campaign has the same id: they share their counters.';
  return { kind: 'suspicious', severity: 'warning', campaign: id, path: '/id', message };
}

function instantOf(at: LintOptions['at']): number | undefined {
  if (at === undefined) return undefined;
  const instant = parseInstant(at);
  if (instant === undefined) throw new TypeError(`at: expected an instant, found ${describe(at)}`);
  return instant;
}
