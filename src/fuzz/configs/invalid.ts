import { FORBIDDEN_KEYS } from '../../snapshot.ts';
import { fc, mostly } from '../fast-check.ts';
import { campaignConfigs, type CampaignConfig } from './campaigns.ts';
import type { RuleConfig } from './rules.ts';
import { hugeRule, wrongFields, wrongRules } from './wrong-parts.ts';

/** A config that does not compile, and one thing that is wrong in it. */
export interface InvalidConfig {
  readonly config: unknown;
  /** JSON pointer of an issue; there may be others. */
  readonly path: string;
}

/** Breaks one thing in a config; `pick` is any number, to pick a place by. */
type Break = (config: CampaignConfig, pick: number) => InvalidConfig;

/** As many as a campaign may have, and one more. */
const TOO_MANY_RULES = 1_001;
const TOO_MANY_LEVELS = 9;
const TOO_MANY_GROUPS = 9;
const FORBIDDEN = [...FORBIDDEN_KEYS];

/** What is no campaign at all. */
const NO_CAMPAIGNS: readonly unknown[] = [null, 'spring-sale', 7, [], true];

const breaks: readonly Break[] = [
  ...wrongFields.map(
    ([key, value]): Break =>
      (config, pick) =>
        ofSomeLevel(config, pick, (level) => {
          return { config: { ...level, [key]: value }, path: `/${key}` };
        }),
  ),
  ...wrongRules.map(
    ([rule, path]): Break =>
      (config, pick) =>
        withRule(config, pick, rule, path),
  ),
  ...wrongRules.slice(0, 3).map(
    ([rule, path]): Break =>
      (config, pick) => {
        // A broken rule in a group is told as well.
        return withRule(
          config,
          pick,
          { type: 'any_of', rules: [{ type: 'new_customer' }, rule] },
          `/rules/1${path}`,
        );
      },
  ),
  (config, pick) => ofSomeLevel(config, pick, ({ id: _, ...level }) => ({ config: level, path: '/id' })),
  (config, pick) => {
    const key = FORBIDDEN[pick % FORBIDDEN.length] as string;
    // By assignment, `__proto__` would be the prototype.
    const config_ = Object.defineProperty({ ...config }, key, { value: {}, enumerable: true });
    return { config: config_, path: `/${key}` };
  },
  (config) => ({ config: { ...config, parent: { id: config.id } }, path: '/parent/id' }),
  (config, pick) => ({ config: { ...config, parent: NO_CAMPAIGNS[1 + (pick % 4)] }, path: '/parent' }),
  (_, pick) => ({ config: NO_CAMPAIGNS[pick % NO_CAMPAIGNS.length], path: '' }),
  (config) => {
    const subscription = { type: 'subscription', max_redemptions: 2 };
    const rules = config.rules.filter(({ type }) => type !== 'subscription');
    return {
      config: { ...config, rules: [...rules, subscription, subscription] },
      path: `/rules/${rules.length + 1}`,
    };
  },
  (config) => ({
    config: { ...config, rules: Array(TOO_MANY_RULES).fill({ type: 'new_customer' }) },
    path: '/rules',
  }),
  (config) => ({ config: tower(config), path: '/parent'.repeat(TOO_MANY_LEVELS - 1) }),
  (config, pick) => withRule(config, pick, nested(TOO_MANY_GROUPS), '/rules/0'.repeat(TOO_MANY_GROUPS - 1)),
];

const withTooManyPositions: Break = (config, pick) => withRule(config, pick, ...hugeRule);

/**
 * Configs that do not compile: a valid one in which one thing is broken, at a place that is told. Every kind of config issue is among them.
 * They shrink to the smallest config with the same thing wrong.
 */
export function invalidConfigs(): fc.Arbitrary<InvalidConfig> {
  return fc
    .record({
      config: campaignConfigs(),
      broken: mostly(1_000, fc.constantFrom(...breaks), fc.constant(withTooManyPositions)),
      pick: fc.nat(1_000),
    })
    .map(({ config, broken, pick }) => broken(config, pick));
}

/** Breaks the campaign, or one of its parents. */
function ofSomeLevel(
  config: CampaignConfig,
  pick: number,
  broken: (level: CampaignConfig) => InvalidConfig,
): InvalidConfig {
  if (!config.parent || pick % 2 === 0) return broken(config);
  const parent = ofSomeLevel(config.parent, Math.floor(pick / 2), broken);
  return { config: { ...config, parent: parent.config }, path: `/parent${parent.path}` };
}

/** With a rule more, somewhere among the others. */
function withRule(config: CampaignConfig, pick: number, rule: unknown, path: string): InvalidConfig {
  return ofSomeLevel(config, pick, (level) => {
    const place = pick % (level.rules.length + 1);
    return {
      config: { ...level, rules: level.rules.toSpliced(place, 0, rule as RuleConfig) },
      path: `/rules/${place}${path}`,
    };
  });
}

function tower({ parent: _, ...config }: CampaignConfig): unknown {
  return Array.from({ length: TOO_MANY_LEVELS }, (__, i) => i).reduceRight<unknown>(
    (parent, i) => ({ ...config, id: `${config.id}-${i}`, ...(parent !== undefined && { parent }) }),
    undefined,
  );
}

function nested(groups: number): unknown {
  return groups === 0 ? { type: 'new_customer' } : { type: 'all_of', rules: [nested(groups - 1)] };
}
