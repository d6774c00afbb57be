import { isAtMost, parseAmount, type Amount } from '../../money.ts';
import { registry } from '../../rules/index.ts';
import { fc, listOf, mostly, object, objectWith } from '../fast-check.ts';
import { areas } from './areas.ts';
import { amounts, CATEGORIES, counts, durations, periods, TAGS, type AmountJson } from './values.ts';
import { timeFrames, timesOfOrder } from './windows.ts';

/** The config of a rule in `rules`. */
export interface RuleConfig {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** The kinds of rules of the engine. One without an arbitrary below does not compile. */
export type RuleType = (typeof registry)[number]['type'];

/** Configs of one kind of rule; of a campaign field, its values. `rules` are the rules of a group. */
type Configs = (rules: fc.Arbitrary<RuleConfig>) => fc.Arbitrary<unknown>;

/** For checks that have no config. */
const unconfigured: Configs = () => fc.constant(undefined);

const kindOf = <const Type extends RuleType>(type: Type) => fc.constant(type);

const transactionCosts = fc
  .tuple(fc.tuple(amounts, amounts), fc.constantFrom('both', 'minimum', 'maximum'))
  .map(([bounds, given]) => {
    const [minimum, maximum] = inOrder(bounds);
    return {
      type: 'transaction_cost',
      ...(given !== 'maximum' && { minimum }),
      ...(given !== 'minimum' && { maximum }),
    };
  });

function inOrder([a, b]: readonly [AmountJson, AmountJson]): readonly [AmountJson, AmountJson] {
  return isAtMost(parseAmount(a) as Amount, parseAmount(b) as Amount) ? [a, b] : [b, a];
}

const renewals = fc.integer({ min: 1, max: 3 });

const kinds: { readonly [Type in RuleType]: Configs } = {
  transaction_id: unconfigured,
  cost_format: unconfigured,
  location_format: unconfigured,
  assigned_customer: unconfigured,

  status: () => mostly(25, fc.constant('active'), fc.constantFrom('draft', 'inactive', undefined)),
  max_redemptions: () => fc.option(counts, { nil: undefined, freq: 2 }),
  max_total_budget: () => fc.option(amounts, { nil: undefined, freq: 2 }),
  voucher_type: () => fc.constantFrom(undefined, 'generic', 'unique'),

  time_frame: () => timeFrames,
  time_of_order: () => timesOfOrder,
  area: () => areas,
  budget: () => fc.tuple(periods, amounts).map(([period, limit]) => ({ type: 'budget', ...period, limit })),
  transaction_cost: () => transactionCosts,
  per_customer: () =>
    fc
      .tuple(counts, fc.option(periods, { freq: 2 }))
      .map(([most, period]) => ({ type: 'per_customer', max_redemptions: most, ...period })),
  new_customer: () => object({ type: kindOf('new_customer') }),
  subscription: () =>
    fc.oneof(
      object({ type: kindOf('subscription'), time_limit: durations }),
      object({ type: kindOf('subscription'), max_redemptions: renewals }),
      object({ type: kindOf('subscription'), time_limit: durations, max_redemptions: renewals }),
    ),
  category: () =>
    objectWith(
      { type: kindOf('category'), category: fc.constantFrom(...CATEGORIES) },
      { any_of: listOf(fc.constantFrom(...TAGS), 3), none_of: listOf(fc.constantFrom(...TAGS), 2) },
    ),
  any_of: (rules) => object({ type: kindOf('any_of'), rules: listOf(rules, 3) }),
  all_of: (rules) => object({ type: kindOf('all_of'), rules: listOf(rules, 3) }),
};

/** Configs of one kind of rule, without an issue; of a campaign field its values, `undefined` for none. */
export function configsOf(
  type: RuleType,
  rules: fc.Arbitrary<RuleConfig> = ruleConfigs(),
): fc.Arbitrary<unknown> {
  return kinds[type](rules);
}

/** Groups in one another. */
const NESTED_GROUPS = 2;

/** Configs of rules of every kind, groups of them included, but of those that allow renewals: of these a campaign has one. */
export function ruleConfigs(groupsAllowed = NESTED_GROUPS): fc.Arbitrary<RuleConfig> {
  const inRules = registry.filter((rule) => rule.place === 'rules' && !rule.allowsRenewals);
  const plain = inRules.filter((rule) => !rule.isGroup);
  if (groupsAllowed === 0) return oneOfKinds(plain, fc.constant({ type: 'new_customer' }));
  return oneOfKinds([...plain, ...plain, ...inRules], ruleConfigs(groupsAllowed - 1));
}

function oneOfKinds(
  of: readonly (typeof registry)[number][],
  inner: fc.Arbitrary<RuleConfig>,
): fc.Arbitrary<RuleConfig> {
  return fc.oneof(...of.map(({ type }) => configsOf(type, inner))) as fc.Arbitrary<RuleConfig>;
}
