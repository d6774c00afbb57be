import { registry } from '../../rules/index.ts';
import { fc } from '../fast-check.ts';
import { configsOf, ruleConfigs, type RuleConfig } from './rules.ts';
import { zones } from './values.ts';

/** The config of a campaign. */
export interface CampaignConfig {
  readonly id: string;
  readonly time_zone: string;
  readonly rules: readonly RuleConfig[];
  readonly parent?: CampaignConfig;
  readonly [field: string]: unknown;
}

/** With what keys and terminals must not take for their own. */
const IDS = ['spring', 'a/b', '100%', 'ünï😀'];

/** Rules of the campaign itself, and of each of its parents. */
const MOST_RULES = 5;
const MOST_RULES_OF_PARENTS = 2;

/**
 * Configs of campaigns without an issue: every kind of rule and field, groups in groups, every period, zones with all kinds of clock
 * changes, areas with holes, in several parts and round ones, subscriptions, none to two parents. Nearly all are active.
 */
export function campaignConfigs(): fc.Arbitrary<CampaignConfig> {
  const [own, parents, roots] = [levels(0), levels(1), levels(2)];
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: own },
    { weight: 2, arbitrary: fc.tuple(own, parents).map(([campaign, parent]) => ({ ...campaign, parent })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(own, parents, roots)
        .map(([campaign, parent, root]) => ({ ...campaign, parent: { ...parent, parent: root } })),
    },
  );
}

function levels(depth: number): fc.Arbitrary<CampaignConfig> {
  const fields = registry.filter((rule) => rule.place === 'campaign field').map(({ type }) => type);
  const renewals = registry.filter((rule) => rule.allowsRenewals).map(({ type }) => configsOf(type));
  return fc
    .record({
      id: fc.constantFrom(...IDS).map((id) => id + String(depth)),
      time_zone: zones,
      fields: fc.tuple(...fields.map((type) => configsOf(type).map((value) => [type, value] as const))),
      rules: fc.array(ruleConfigs(), { maxLength: depth === 0 ? MOST_RULES : MOST_RULES_OF_PARENTS }),
      renewal: fc.option(fc.oneof(...renewals) as fc.Arbitrary<RuleConfig>, { freq: 2 }),
    })
    .map(({ id, time_zone, fields, rules, renewal }) => ({
      id,
      time_zone,
      ...Object.fromEntries(fields.filter(([, value]) => value !== undefined)),
      rules: renewal ? [...rules, renewal] : rules,
    }));
}
