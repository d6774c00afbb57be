import { calendarOf, type Calendar, type Period, type WeekStart, type Window } from './time/period.ts';
import { isoInstant } from './time/local.ts';
import type { Zone } from './time/zone.ts';

/** What the shopper and the voucher are, as far as keys name them. */
export interface Subjects {
  readonly at: number;
  readonly transactionId: string | undefined;
  readonly customerIdentifier: string | undefined;
  readonly originRedemption: string | undefined;
  /** `undefined` where many campaigns are asked and there is no voucher yet. */
  readonly voucherCode: string | undefined;
}

/** Who a counter counts, and so whose name stands in its key. */
export type Subject = 'everybody' | 'transaction' | 'customer' | 'voucher' | 'origin';

/** Whom a counter of a host's own counts. */
export type OwnSubject = (subjects: Subjects) => string | undefined;

/** What a counter is made of. Its key is `head`, the subject's name, `tail` and the period's window. */
interface CounterParts {
  readonly measures: 'count' | 'amount';
  readonly subject: Subject | OwnSubject;
  readonly head: string;
  readonly tail?: string;
  readonly calendar?: Calendar | undefined;
}

/** One running total that a limit reads and an accepted redemption adds to. */
export class Counter {
  readonly name: string;
  /** Counts add 1, amounts add the granted discount. */
  readonly measures: 'count' | 'amount';
  /** Where a redemption's usage is kept while it is evaluated. */
  readonly slot: number;
  /** The period it counts in; absent where it counts for ever. */
  readonly calendar: Calendar | undefined;
  /** False where the same is counted whatever the campaign. */
  readonly isOfCampaign: boolean;
  readonly subject: Subject | OwnSubject;
  private readonly head: string;
  private readonly tail: string;
  /** What was planned last: most redemptions fall into the windows of those before. */
  private lastPlanned: PlannedCounter | undefined = undefined;
  private lastWindow: Window | undefined = undefined;

  constructor(name: string, slot: number, { measures, subject, head, tail = '', calendar }: CounterParts) {
    this.name = name;
    this.slot = slot;
    this.measures = measures;
    this.calendar = calendar;
    this.isOfCampaign = head.startsWith(CAMPAIGN);
    this.subject = subject;
    this.head = head;
    this.tail = tail;
  }

  /** Who is counted: `undefined` where the shopper did not say, and then the counter is neither planned nor read. */
  subjectOf(subjects: Subjects): string | undefined {
    switch (this.subject) {
      case 'everybody':
        return '';
      case 'transaction':
        return subjects.transactionId;
      case 'customer':
        return subjects.customerIdentifier;
      case 'voucher':
        return subjects.voucherCode;
      case 'origin':
        return subjects.originRedemption ?? subjects.transactionId;
      default:
        return this.subject(subjects);
    }
  }

  /** Where the host stores the value, and the window it sums over; `undefined` where the subject is. */
  plannedFor(subjects: Subjects): PlannedCounter | undefined {
    const subject = this.subjectOf(subjects);
    if (subject === undefined) return undefined;
    const window = this.calendar?.windowAt(subjects.at);
    if (this.subject !== 'everybody') return this.planned(subject, window);
    if (this.lastPlanned === undefined || this.lastWindow !== window) {
      this.lastPlanned = Object.freeze(this.planned('', window));
      this.lastWindow = window;
    }
    return this.lastPlanned;
  }

  /** The key alone. */
  keyFor(subjects: Subjects): string | undefined {
    if (this.subject === 'everybody') return this.plannedFor(subjects)?.key;
    const subject = this.subjectOf(subjects);
    if (subject === undefined) return undefined;
    return this.head + encodePart(subject) + this.tail + (this.calendar?.windowAt(subjects.at).id ?? '');
  }

  /** The key without what changes from redemption to redemption: keys keep its order. */
  get keyOfNobody(): string {
    return this.head + this.tail;
  }

  private planned(subject: string, window: Window | undefined): PlannedCounter {
    const key = this.head + encodePart(subject) + this.tail;
    return window
      ? { name: this.name, key: key + window.id, window: wireWindow(window) }
      : { name: this.name, key };
  }
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
  own(name: string, subjectOf: OwnSubject): Counter;
}

/** Every counter of a campaign and its ancestors, by name. */
export class CounterRegistry {
  private readonly byName = new Map<string, Counter>();

  intern(name: string, parts: CounterParts): Counter {
    const known = this.byName.get(name);
    if (known) return known;
    const counter = new Counter(name, this.byName.size, parts);
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
  return counters.toSorted((a, b) => compare(a.keyOfNobody, b.keyOfNobody));
}

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
  const home = CAMPAIGN + encodePart(campaign);

  const count = (name: string, subject: Subject | OwnSubject, head: string, tail = '', calendar?: Calendar) =>
    registry.intern(name, { measures: 'count', subject, head, tail, calendar });

  return Object.freeze({
    transaction: () => count('transaction.redemptions', 'transaction', 'transaction/'),
    voucher: () => count('voucher.redemptions', 'voucher', 'voucher/', '/redemptions'),
    anywhere: () => count('customer.redemptions_anywhere', 'customer', 'customer/', '/redemptions'),
    redemptions: () => count(`${prefix}redemptions`, 'everybody', `${home}/redemptions`),
    origin: () => count(`${prefix}origin.redemptions`, 'origin', `${home}/origin/`, '/redemptions'),
    own(name: string, subjectOf: OwnSubject) {
      if (!OWN_NAME.test(name))
        throw new TypeError(`a counter of your own needs a namespace, as in acme.${name}`);
      return count(`${prefix}${name}`, subjectOf, `${home}/${encodePart(name)}/`);
    },

    customer(period: Period, weekStart: WeekStart = 'monday') {
      const calendar = calendarFor(period, weekStart, zone);
      const word = periodWord(period, weekStart);
      const name = `${prefix}customer.redemptions${calendar ? `.${word}` : ''}`;
      const tail = `/redemptions${calendar ? `/${word}/` : ''}`;
      return count(name, 'customer', `${home}/customer/`, tail, calendar);
    },

    budget(period: Period, weekStart: WeekStart = 'monday') {
      const calendar = calendarFor(period, weekStart, zone);
      const word = periodWord(period, weekStart);
      const head = `${home}/budget/${word}${calendar ? '/' : ''}`;
      return registry.intern(`${prefix}budget.${word}`, {
        measures: 'amount',
        subject: 'everybody',
        head,
        calendar,
      });
    },
  });
}

/** How the keys of a campaign's counters begin. */
const CAMPAIGN = 'campaign/';

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

function calendarFor(period: Period, weekStart: WeekStart, zone: Zone): Calendar | undefined {
  return period === 'total' ? undefined : calendarOf(period, weekStart, zone);
}

/** A Sunday week is a period of its own in names and keys. */
function periodWord(period: Period, weekStart: WeekStart): string {
  return period === 'weekly' && weekStart === 'sunday' ? 'weekly-sunday' : period;
}

/** Encoded so that no identifier can name another's counter. */
function encodePart(part: string): string {
  return NEEDS_CODE.test(part) ? part.replaceAll('%', '%25').replaceAll('/', '%2F') : part;
}

const NEEDS_CODE = /[%/]/;

/** An integer ≥ 0, as a number or as digits; `NaN` for anything else. `+ 0` because JSON has no −0. */
export function countWritten(value: unknown): number {
  if (typeof value === 'number') {
    const small = value | 0;
    if (small === value) return small >= 0 ? small : Number.NaN;
    return value >= 0 && Math.floor(value) === value && value < Infinity ? value + 0 : Number.NaN;
  }
  return typeof value === 'string' && DIGITS.test(value) ? Number(value) : Number.NaN;
}

const DIGITS = /^[0-9]{1,40}$/;
