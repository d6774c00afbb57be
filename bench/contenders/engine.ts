// The engine, by its public door.

import type { Campaign, Decision, RedemptionContext } from '../../src/index.ts';
import { compile } from '../built.ts';
import { rowNames, type Contender } from '../contender.ts';
import { CAMPAIGN } from '../workload.ts';

function campaignFrom(minimum: string): Campaign {
  const rules = CAMPAIGN.rules.map((rule) => ('minimum' in rule ? { ...rule, minimum } : rule));
  return compile({ ...CAMPAIGN, rules });
}

export function engine(minimum: string): Contender<RedemptionContext> {
  const campaign = campaignFrom(minimum);
  return {
    name: 'engine',
    remark: 'evaluate: host facts checked, every violation, claims; neither messages nor claims are read',
    reads: 'context',
    isAccepted: (context) => campaign.evaluate(context).violations.length === 0,
    rowsOf: (context) => rowNames(campaign.evaluate(context).violations),
  };
}

export function engineRead(minimum: string): Contender<RedemptionContext> {
  const campaign = campaignFrom(minimum);
  return {
    ...engine(minimum),
    name: 'engine, read',
    remark: 'evaluate, then every field of every violation and claim',
    isAccepted: (context) => isReadAccepted(campaign.evaluate(context)),
  };
}

export function enginePlanned(minimum: string): Contender<RedemptionContext> {
  const campaign = campaignFrom(minimum);
  return {
    ...engine(minimum),
    name: 'engine, plan and claims',
    remark: 'plan, evaluate, then every field of every planned counter and claim',
    isAccepted(context) {
      const planned = readCounters(campaign.plan(context).counters);
      const decision = campaign.evaluate(context);
      return readClaims(decision) > 0 && planned > 0;
    },
  };
}

function isReadAccepted(decision: Decision): boolean {
  return decision.violations.length > 0 ? readViolations(decision) < 0 : readClaims(decision) > 0;
}

/** Sums up what it reads, so that reading it is not optimised away. */
function readClaims({ claims }: Decision): number {
  let sum = 0;
  for (const { name, key, add, limit } of claims) {
    sum += name.length + key.length + String(add).length + (limit === null ? 0 : 1);
  }
  return sum;
}

function readCounters(counters: ReturnType<Campaign['plan']>['counters']): number {
  let sum = 0;
  for (const { name, key, window } of counters) sum += name.length + key.length + (window?.start.length ?? 0);
  return sum;
}

function readViolations({ violations }: Decision): number {
  let sum = 0;
  for (const { attribute, error_code, message, expected, campaign, rule, details } of violations) {
    sum += attribute.length + error_code.length + message.length + campaign.length + (rule?.length ?? 0);
    if (expected) sum += 1;
    if (details) sum += String(details.remaining).length + (details.window?.end.length ?? 0);
  }
  return sum;
}
