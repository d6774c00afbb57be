import type { ChainRule } from '../chain-rule.ts';
import { addDuration, LAST_INSTANT } from '../time/local.ts';
import { zoneOf } from '../time/zone.ts';
import type { PreparedViolation } from '../violation.ts';
import type { Asking } from './asking.ts';
import type { OpenRedemption } from './open-redemption.ts';

/** How far ahead a search looks. */
const HORIZON = { years: 5 };

/** A half-open run of instants in which nothing is violated; `end` is `Infinity` where none is known before the horizon. */
export interface ValidWindow {
  readonly start: number;
  readonly end: number;
}

/** Where waiting leads: to an instant; nowhere, for what `never` tells; or past the horizon. */
export type Wait =
  | { readonly until: number }
  | { readonly never: readonly PreparedViolation[] }
  | { readonly never: 'horizon' };

/** A violation, and the first instant at which it may be gone. */
interface Standing {
  readonly violation: PreparedViolation;
  readonly until: number;
}

/**
 * When a redemption would have no violation left, if nothing but time passed. Between two changes of a rule its answer is the
 * same, so that a rule which fails need not be asked before its next one: the search goes from change to change.
 */
export class Validity {
  private readonly redemption: OpenRedemption;
  private readonly rules: readonly ChainRule[];
  /** Only they need to be asked again. */
  private readonly changing: readonly ChainRule[];
  private readonly since: number;
  private readonly horizon: number;
  private found: Wait | undefined = undefined;

  constructor(rules: readonly ChainRule[], redemption: OpenRedemption) {
    this.redemption = redemption;
    this.rules = rules;
    this.changing = rules.filter(({ canChange }) => canChange);
    this.since = redemption.at;
    this.horizon = Math.min(addDuration(this.since, HORIZON, zoneOf('UTC')), LAST_INSTANT);
  }

  /** The first instant at which nothing is violated; or what of now never goes away; or what will not, once all of that is gone. */
  next(): Wait {
    const wait = this.first;
    if ('until' in wait) return wait;
    const lasting = this.failing(this.rules, this.since)
      .flatMap(({ told }) => told)
      .filter((violation) => this.neverLifts(violation));
    return lasting.length > 0 ? { never: lasting } : wait;
  }

  /** From the context's instant on; violations with these identities do not stand in the way. */
  waitFor(bearable: ReadonlySet<string>): Wait {
    return bearable.size === 0 ? this.first : this.waitWhile(({ identity }) => bearable.has(identity));
  }

  private get first(): Wait {
    return (this.found ??= this.waitWhile(() => false));
  }

  private waitWhile(isBearable: (violation: PreparedViolation) => boolean): Wait {
    return this.back(() => this.search(this.since, remembered(isBearable)));
  }

  private neverLifts({ identity }: PreparedViolation): boolean {
    const wait = this.waitWhile((other) => other.identity !== identity);
    return 'never' in wait && wait.never !== 'horizon';
  }

  /** The next windows of validity, the one that holds the context's instant included. */
  *windows(): Generator<ValidWindow> {
    let start = this.first;
    while ('until' in start) {
      const { until } = start;
      const end = this.back(() => this.endOf(until));
      yield { start: until, end };
      if (end === Infinity) return;
      start = this.back(() => this.search(end, () => false));
    }
  }

  private search(from: number, isBearable: (violation: PreparedViolation) => boolean): Wait {
    let asked = this.rules;
    for (let at = from; at <= this.horizon; asked = this.changing) {
      const inTheWay = this.failing(asked, at)
        .flatMap((one) => this.standing(one))
        .filter(({ violation }) => !isBearable(violation));
      if (inTheWay.length === 0) return { until: at };
      const forEver = inTheWay.filter(({ until }) => until === Infinity);
      if (forEver.length > 0) return { never: forEver.map(({ violation }) => violation) };
      // All of them must go.
      at = Math.max(...inTheWay.map(({ until }) => until));
    }
    return { never: 'horizon' };
  }

  /** What a failing rule tells. What is told in a group stands until its own rule changes, or the group does. */
  private standing({ rule, told, nested }: Asking): Standing[] {
    const until = rule.nextChange(this.redemption);
    const heard = new Set(told);
    const within = nested
      .filter((one) => !one.isTrial && one.told.length > 0)
      .flatMap((one) => this.standing(one))
      .filter(({ violation }) => heard.has(violation))
      .map((one) => ({ ...one, until: Math.min(one.until, until) }));
    const passedOn = new Set(within.map(({ violation }) => violation));
    const own = told.filter((violation) => !passedOn.has(violation));
    return [...own.map((violation) => ({ violation, until })), ...within];
  }

  private endOf(start: number): number {
    let at = start;
    do {
      this.redemption.movedTo(at);
      at = Math.min(...this.changing.map((rule) => rule.nextChange(this.redemption)));
      if (at > this.horizon) return Infinity;
    } while (this.failing(this.changing, at).length === 0);
    return at;
  }

  private failing(rules: readonly ChainRule[], at: number): Asking[] {
    const redemption = this.redemption.movedTo(at);
    return rules
      .map((rule) => redemption.follow(rule, () => undefined))
      .filter(({ answer }) => answer === 'fails');
  }

  /** Leaves the redemption at its own time. */
  private back<Found>(search: () => Found): Found {
    try {
      return search();
    } finally {
      this.redemption.movedTo(this.since);
    }
  }
}

/** Asked of the same few violations, at one instant after another. */
function remembered(isBearable: (violation: PreparedViolation) => boolean) {
  const answers = new Map<PreparedViolation, boolean>();
  return (violation: PreparedViolation): boolean => {
    const answer = answers.get(violation) ?? isBearable(violation);
    answers.set(violation, answer);
    return answer;
  };
}
