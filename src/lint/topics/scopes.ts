import type { Counter } from '../../counters.ts';
import type { LintLevel } from '../rule-tree.ts';

/** What a counter counts, read from its name. */
interface Scope {
  readonly level: number;
  readonly what: string;
  /** `total` where it counts for ever. */
  readonly period: string;
}

/** Counters without a period, each with the wider ones of the same level that count whatever it counts. */
const WIDER: ReadonlyMap<string, readonly string[]> = new Map([
  ['redemptions', ['redemptions']],
  ['customer.redemptions', ['customer.redemptions', 'redemptions']],
  // The renewals of an origin are of one customer.
  ['origin.redemptions', ['origin.redemptions', 'customer.redemptions', 'redemptions']],
  ['budget', ['budget']],
]);

/** The periods whose windows hold every window of a period whole: no week lies within a month. */
const LONGER: Readonly<Record<string, readonly string[]>> = {
  hourly: ['hourly', 'daily', 'weekly', 'weekly-sunday', 'monthly', 'quarterly', 'yearly'],
  daily: ['daily', 'weekly', 'weekly-sunday', 'monthly', 'quarterly', 'yearly'],
  weekly: ['weekly'],
  'weekly-sunday': ['weekly-sunday'],
  monthly: ['monthly', 'quarterly', 'yearly'],
  quarterly: ['quarterly', 'yearly'],
  yearly: ['yearly'],
};

const ANYWHERE = 'customer.redemptions_anywhere';

/** Which counters of a chain count nothing but what others count, too. */
export class Scopes {
  private readonly levels: readonly LintLevel[];

  constructor(levels: readonly LintLevel[]) {
    this.levels = levels;
  }

  /**
   * Whether all that `part` counts, `whole` counts as well: of the same campaign or an ancestor, whose counters sum
   * over their descendants; in a window that holds the other, cut by the same clocks; of everybody, where the other
   * counts one customer.
   */
  isPartOf(part: Counter, whole: Counter): boolean {
    if (part.name === whole.name) return true;
    const [a, b] = [scopeOf(part.name), scopeOf(whole.name)];
    if (b.what === ANYWHERE) return a.what === 'customer.redemptions' || a.what === 'origin.redemptions';
    if (b.level < a.level || !WIDER.get(a.what)?.includes(b.what)) return false;
    if (b.period === 'total') return true;
    const isCutAlike = this.levels[a.level]?.zone === this.levels[b.level]?.zone;
    return isCutAlike && (LONGER[a.period]?.includes(b.period) ?? false);
  }
}

function scopeOf(name: string): Scope {
  const own = name.replace(/^(?:parent\.)+/, '');
  const [, what = own, period = 'total'] = /^(budget|customer\.redemptions)\.(.+)$/.exec(own) ?? [];
  return { level: (name.length - own.length) / 'parent.'.length, what, period };
}
