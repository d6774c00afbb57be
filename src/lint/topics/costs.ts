import { isBelow, textOf, type Amount } from '../../money.ts';
import { union, type Because, type Conflict } from '../conflict.ts';
import type { AskedOf, Bound } from '../formula.ts';
import { among } from './among.ts';

type Kept = Bound & { readonly because: Because };

/** What the cost is to be: at least the largest minimum, at most the smallest maximum. */
export class Costs {
  static readonly any = new Costs(undefined, undefined);
  private readonly least: Kept | undefined;
  private readonly most: Kept | undefined;

  private constructor(least: Kept | undefined, most: Kept | undefined) {
    this.least = least;
    this.most = most;
  }

  with(asked: readonly AskedOf<'cost'>[]): Costs | Conflict {
    let { least, most } = this;
    for (const { fact, because } of asked) {
      if ('atLeast' in fact) {
        const bound = { ...fact.atLeast, because };
        if (isNarrower(bound, least, (a, b) => isBelow(b, a))) least = bound;
      } else {
        const bound = { ...fact.atMost, because };
        if (isNarrower(bound, most, isBelow)) most = bound;
      }
    }
    return conflictOf(least, most) ?? new Costs(least, most);
  }
}

function conflictOf(least: Kept | undefined, most: Kept | undefined): Conflict | undefined {
  // Between any two amounts there are others, as far as is looked at here.
  if (!least || !most || isBelow(least.value, most.value)) return undefined;
  if (!isBelow(most.value, least.value) && least.isIncluded && most.isIncluded) return undefined;
  const because = union(least.because, most.because);
  const low = `${least.isIncluded ? 'at least' : 'above'} ${textOf(least.value)}`;
  const high = `${most.isIncluded ? 'at most' : 'below'} ${textOf(most.value)}`;
  return { because, says: (from) => among(because, from, `no cost is ${low} and ${high}`) };
}

function isNarrower(
  bound: Bound,
  known: Bound | undefined,
  isBeyond: (a: Amount, b: Amount) => boolean,
): boolean {
  if (known === undefined || isBeyond(bound.value, known.value)) return true;
  return !isBeyond(known.value, bound.value) && known.isIncluded && !bound.isIncluded;
}
