import type { Campaign } from '../campaign.ts';
import type { Operation } from '../context.ts';
import { isJsonObject } from '../snapshot.ts';
import { parseInstant } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';
import { aimsOf, type Aims } from './campaign-aims.ts';
import { OPERATIONS, partsAimed } from './aimed-parts.ts';
import { choiceNear } from './choice-near.ts';
import { ContextSpace, namesPlannedBy, type Choice } from './context-space.ts';
import { fieldsReadBy, fieldValues, type OwnFields } from './own-fields.ts';
import { fc } from './fast-check.ts';
import { modelsOf } from './models.ts';
import { Simplifier } from './simpler.ts';
import type { WireContext } from './wire-context.ts';

/** What contexts may ask for. */
export interface ContextOptions {
  /**
   * Which operations they ask for.
   * @defaultValue all three
   */
  readonly operations?: readonly Operation[] | undefined;
  /**
   * What the shopper's client may send besides, for rules of the host's own: by the key in `redemption`, a list of values, the
   * plainest first, `undefined` for not sent. Keys that such a rule looks at are found without it; what it wants there is guessed
   * from its config.
   */
  readonly fields?: OwnFields | undefined;
}

/** How contexts are aimed. */
export interface AimedOptions extends ContextOptions {
  /** Campaigns that are asked the same: contexts are aimed at their bounds, and hold what they plan, too. */
  readonly also?: readonly Campaign[] | undefined;
}

/**
 * Contexts aimed at a campaign: half of them with hardly anything wrong, others with a good deal. What is wrong lies where decisions turn: bounds of
 * cost, discount and usage and one unit to either side; ends of windows, hours and periods and the milliseconds beside, days of
 * clock changes among them; borders, vertices, holes and places just beside; tags wanted and forbidden; assigned, other and absent
 * identifiers; renewals good and bad; and whatever a hostile client sends.
 *
 * The host's facts are always right, so that `evaluate` throws nothing. They shrink to the smallest context: fewest members, then
 * shortest JSON.
 */
export function contextsFor(campaign: Campaign, options: AimedOptions = {}): fc.Arbitrary<WireContext> {
  return new AimedContexts(spaceFor([campaign, ...(options.also ?? [])], options), campaign);
}

/** What contexts of some campaigns may be made of. */
export function spaceFor(
  campaigns: readonly [Campaign, ...Campaign[]],
  { operations = OPERATIONS, fields = {} }: ContextOptions,
): ContextSpace {
  const aims = aimsOf(campaigns);
  const namesOf = namesPlannedBy(campaigns);
  const space = new ContextSpace(partsAimed(aims, operations, fields), namesOf);
  const { hostValues } = aims;
  if (!hostValues) return space;
  const context = space.contextOf(space.plainest);
  const found = campaigns.flatMap((campaign) => fieldsReadBy(campaign, context));
  const unsaid = found.filter((key) => !Object.hasOwn(fields, key));
  if (unsaid.length === 0) return space;
  const guessed = Object.fromEntries(unsaid.map((key) => [key, fieldValues(hostValues)]));
  return new ContextSpace(partsAimed(aims, operations, { ...guessed, ...fields }), namesOf);
}

/** Counters of a campaign without parents. */
const COUNTERS: readonly string[] = [
  'transaction.redemptions',
  'voucher.redemptions',
  'customer.redemptions_anywhere',
  'redemptions',
  'origin.redemptions',
  ...['total', 'yearly', 'quarterly', 'monthly', 'weekly', 'weekly-sunday', 'daily', 'hourly'].flatMap(
    (period) => [`budget.${period}`, `customer.redemptions${period === 'total' ? '' : `.${period}`}`],
  ),
];

/** How contexts for no campaign in particular are made. */
export interface GeneralOptions extends ContextOptions {
  /**
   * The counters that usage holds.
   * @defaultValue all that a campaign without parents can have
   */
  readonly counters?: readonly string[] | undefined;
}

/** Contexts for no campaign in particular, with right facts of the host. They shrink to the smallest context. */
export function contexts({
  counters = COUNTERS,
  operations = OPERATIONS,
  fields = {},
}: GeneralOptions = {}): fc.Arbitrary<WireContext> {
  const limits = new Map(counters.map((name) => [name, name.includes('budget.') ? ['100.00'] : [1, 10]]));
  const parts = partsAimed({ ...SOMEWHERE, counters: limits }, operations, fields);
  return new AimedContexts(new ContextSpace(parts, () => counters), undefined);
}

const SOMEWHERE: Omit<Aims, 'counters'> = {
  timing: {
    needs: [],
    open: undefined,
    zones: ['Europe/Amsterdam', 'America/New_York', 'Australia/Lord_Howe'].map(zoneOf),
    calendars: [],
  },
  costs: ['20.00', '500.00'],
  areas: [],
  boxes: [{ west: 4.86, south: 52.35, east: 4.94, north: 52.39 }],
  categories: [{ category: 'department', any_of: ['shoes', 'bags'], none_of: ['outlet'] }],
  timeLimits: [{ duration: { months: 6 }, zone: zoneOf('UTC') }],
  hostValues: undefined,
};

/** Contexts of a space, near one with hardly anything wrong. */
export class AimedContexts extends fc.Arbitrary<WireContext> {
  readonly space: ContextSpace;
  /** Choices with few violations, or none: the plainest first. */
  readonly models: readonly [Choice, ...Choice[]];
  readonly simplifier: Simplifier;

  constructor(space: ContextSpace, campaign: Campaign | undefined) {
    super();
    this.space = space;
    this.models = campaign ? modelsOf(space, campaign) : [space.plainest];
    this.simplifier = new Simplifier(space, space.contextOf(this.models[0]), false);
  }

  override generate(random: fc.Random): fc.Value<WireContext> {
    const model = this.models[random.nextInt(0, this.models.length - 1)] as Choice;
    const choice = choiceNear(model, this.space, random);
    return new fc.Value(this.space.contextOf(choice), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is WireContext {
    if (!isJsonObject(value)) return false;
    const { at, voucher, usage } = value;
    return parseInstant(at) !== undefined && isJsonObject(voucher) && isJsonObject(usage);
  }

  override shrink(context: WireContext): fc.Stream<fc.Value<WireContext>> {
    return fc.stream(this.simplifier.simpler(context)).map((simpler) => new fc.Value(simpler, undefined));
  }
}
