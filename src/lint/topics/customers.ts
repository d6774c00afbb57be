import { union, type Because, type Conflict } from '../conflict.ts';
import type { AskedOf } from '../formula.ts';
import { among } from './among.ts';

/** Whether the customer is to be known. */
export class Customers {
  static readonly any = new Customers(undefined, undefined);
  private readonly known: Because | undefined;
  private readonly guest: Because | undefined;

  private constructor(known: Because | undefined, guest: Because | undefined) {
    this.known = known;
    this.guest = guest;
  }

  with(asked: readonly AskedOf<'customer'>[]): Customers | Conflict {
    const known = this.known ?? asked.find(({ fact }) => fact.isKnown)?.because;
    const guest = this.guest ?? asked.find(({ fact }) => !fact.isKnown)?.because;
    if (!known || !guest) return new Customers(known, guest);
    const because = union(known, guest);
    return { because, says: (from) => among(because, from, 'the customer must be known') };
  }
}
