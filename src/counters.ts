import { calendarOf, type Calendar, type Period, type WeekStart, type Window } from './time/period.ts';
import { isoInstant } from './time/local.ts';
import type { Zone } from './time/zone.ts';

/** What the shopper and the voucher are, as far as keys name them. */
export interface Subjects {
  readonly at: number;
  readonly transactionId: string | undefined;
  readonly customerIdentifier: string | undefined;
  readonly originRedemption: string | undefined;
  readonly voucherCode: string;
}

/** One running total that a limit reads and an accepted redemption adds to. */
export interface Counter {
  readonly name: string;
  /** Counts add 1, amounts add the granted discount. */
  readonly measures: 'count' | 'amount';
  /** Where a redemption's usage is kept while it is evaluated. */
  readonly slot: number;
  /** Who is counted: `undefined` where the shopper did not say, and then the counter is neither planned nor read. */
  readonly subjectOf: (subjects: Subjects) => string | undefined;
  /** Where the host stores the value, given the subject. */
  readonly keyOf: (subjects: Subjects, subject: string) => string;
  /** The period it counts in; absent where it counts for ever. */
  readonly calendar: Calendar | undefined;
}

/** A counter the host must load before `evaluate`. */
export interface PlannedCounter {
  readonly name: string;
  readonly key: string;
  /** The half-open period the counter sums over, as ISO instants in UTC. */
  readonly window?: WireWindow;
}

/** A half-open `[start, end)` in ISO instants. */
export interface WireWindow {
  readonly start: string;
  readonly end: string;
}

/** An addition due if the redemption is accepted; all claims of a decision are applied together or none. */
export interface Claim {
  readonly name: string;
  readonly key: string;
  /** 1 for a count; the granted discount, as it was written, for an amount. */
  readonly add: number | string;
  /** The sum must stay at or below it; `null` adds always. */
  readonly limit: number | string | null;
}

/** The counters that rules of one campaign may ask for. Asking twice for the same gives the same. */
export interface Counters {
  /** 1 when the transaction is known. */
  transaction(): Counter;
  /** Redemptions of the voucher's code. */
  voucher(): Counter;
  /** This customer's redemptions of any voucher. */
  anywhere(): Counter;
  /** Redemptions of the campaign. */
  redemptions(): Counter;
  /** Sum of the granted discounts in the period. */
  budget(period: Period, weekStart?: WeekStart): Counter;
  /** This customer's redemptions in the campaign, in the period. */
  customer(period: Period, weekStart?: WeekStart): Counter;
  /** An origin and its renewals. */
  origin(): Counter;
  /**
   * A count of a host's own rule: named `acme.visits`, keyed `campaign/<id>/acme.visits/<subject>`. Not planned where
   * the subject is `undefined`.
   */
  own(name: string, subjectOf: (subjects: Subjects) => string | undefined): Counter;
}

/** Every counter of a campaign and its ancestors, by name. */
export class CounterRegistry {
  private readonly byName = new Map<string, Counter>();

  intern(name: string, make: (slot: number) => Counter): Counter {
    const known = this.byName.get(name);
    if (known) return known;
    const counter = Object.freeze(make(this.byName.size));
    this.byName.set(name, counter);
    return counter;
  }

  all(): readonly Counter[] {
    return [...this.byName.values()];
  }
}

/**
 * In the order of their keys. It is the same for every redemption: keys differ before their subjects do, or have the
 * same subject.
 */
export function inKeyOrder(counters: readonly Counter[]): readonly Counter[] {
  const keys = new Map(counters.map((counter) => [counter, counter.keyOf(ANYONE, '')]));
  return counters.toSorted((a, b) => compare(keys.get(a) as string, keys.get(b) as string));
}

const ANYONE: Subjects = {
  at: 0,
  transactionId: undefined,
  customerIdentifier: undefined,
  originRedemption: undefined,
  voucherCode: '',
};

/** The order of JavaScript's `<`: by UTF-16 code units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** In the order of their names. */
export function inNameOrder(counters: readonly Counter[]): readonly Counter[] {
  return counters.toSorted((a, b) => compare(a.name, b.name));
}

/** The counters of one level: `level` 0 is the voucher's campaign, 1 its parent, and so on. */
export function countersOf(registry: CounterRegistry, campaign: string, zone: Zone, level: number): Counters {
  const prefix = 'parent.'.repeat(level);
  const home = `campaign/${encodePart(campaign)}`;

  const count = (
    name: string,
    subjectOf: Counter['subjectOf'],
    keyOf: Counter['keyOf'],
    calendar?: Calendar,
  ) => registry.intern(name, (slot) => ({ name, measures: 'count', slot, subjectOf, keyOf, calendar }));

  return Object.freeze({
    transaction: () =>
      count('transaction.redemptions', transactionOf, (_, id) => `transaction/${encodePart(id)}`),
    voucher: () =>
      count('voucher.redemptions', voucherOf, (_, code) => `voucher/${encodePart(code)}/redemptions`),
    anywhere: () =>
      count('customer.redemptions_anywhere', customerOf, (_, id) => `customer/${encodePart(id)}/redemptions`),
    redemptions: () =>
      count(
        `${prefix}redemptions`,
        () => campaign,
        () => `${home}/redemptions`,
      ),
    origin: () =>
      count(
        `${prefix}origin.redemptions`,
        originOf,
        (_, id) => `${home}/origin/${encodePart(id)}/redemptions`,
      ),
    own(name: string, subjectOf: Counter['subjectOf']) {
      if (!OWN_NAME.test(name))
        throw new TypeError(`a counter of your own needs a namespace, as in acme.${name}`);
      return count(`${prefix}${name}`, subjectOf, (_, id) => `${home}/${encodePart(name)}/${encodePart(id)}`);
    },

    customer(period: Period, weekStart: WeekStart = 'monday') {
      const calendar = calendarFor(period, weekStart, zone);
      const word = periodWord(period, weekStart);
      const name = `${prefix}customer.redemptions${calendar ? `.${word}` : ''}`;
      const key: Counter['keyOf'] = ({ at }, id) =>
        `${home}/customer/${encodePart(id)}/redemptions${calendar ? `/${word}/${calendar.windowAt(at).id}` : ''}`;
      return count(name, customerOf, key, calendar);
    },

    budget(period: Period, weekStart: WeekStart = 'monday') {
      const calendar = calendarFor(period, weekStart, zone);
      const word = periodWord(period, weekStart);
      const name = `${prefix}budget.${word}`;
      const keyOf: Counter['keyOf'] = ({ at }) =>
        `${home}/budget/${word}${calendar ? `/${calendar.windowAt(at).id}` : ''}`;
      return registry.intern(name, (slot) => {
        return { name, measures: 'amount', slot, subjectOf: () => campaign, keyOf, calendar };
      });
    },
  });
}

/** A window as the wire has it: made once, since most redemptions fall into the windows of those before. */
export function wireWindow(window: Window): WireWindow {
  let wire = wireWindows.get(window);
  if (!wire) {
    wire = Object.freeze({ start: isoInstant(window.start), end: isoInstant(window.end) });
    wireWindows.set(window, wire);
  }
  return wire;
}

const wireWindows = new WeakMap<Window, WireWindow>();

/** A namespace that is none of the engine's own first words. */
const OWN_NAME = /^(?!(?:budget|customer|origin|parent|redemptions|transaction|voucher)\.)[^.]+\../;

const transactionOf: Counter['subjectOf'] = (subjects) => subjects.transactionId;
const customerOf: Counter['subjectOf'] = (subjects) => subjects.customerIdentifier;
const voucherOf: Counter['subjectOf'] = (subjects) => subjects.voucherCode;
const originOf: Counter['subjectOf'] = (subjects) => subjects.originRedemption ?? subjects.transactionId;

function calendarFor(period: Period, weekStart: WeekStart, zone: Zone): Calendar | undefined {
  return period === 'total' ? undefined : calendarOf(period, weekStart, zone);
}

/** A Sunday week is a period of its own in names and keys. */
function periodWord(period: Period, weekStart: WeekStart): string {
  return period === 'weekly' && weekStart === 'sunday' ? 'weekly-sunday' : period;
}

/** Encoded so that no identifier can name another's counter. */
function encodePart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F');
}
