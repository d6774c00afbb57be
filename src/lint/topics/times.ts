import { union, type Conflict } from '../conflict.ts';
import type { Effort } from '../effort.ts';
import type { AskedOf } from '../formula.ts';
import { When } from '../time/when.ts';
import { among } from './among.ts';

type Asked = AskedOf<'time'>;

/** When a redemption is to be. */
export class Times {
  static readonly any = new Times(When.always, []);
  private readonly when: When;
  private readonly asked: readonly Asked[];

  private constructor(when: When, asked: readonly Asked[]) {
    this.when = when;
    this.asked = asked;
  }

  with(asked: readonly Asked[]): Times {
    return new Times(asked.reduce(narrowed, this.when), [...this.asked, ...asked]);
  }

  /** That there is no such instant, where that is found out. */
  conflict(effort: Effort): Conflict | undefined {
    if (!isNever(this.when, effort)) return undefined;
    const because = union(...this.needed(effort).map((one) => one.because));
    return { because, says: (from) => among(because, from, 'it holds at no time', 'at no time do all hold') };
  }

  /**
   * What is enough for it: without any part of that there are instants, or it was not found out. Large parts are left
   * out first.
   */
  private needed(effort: Effort): readonly Asked[] {
    let needed = this.asked;
    for (let size = needed.length; size > 1; ) {
      size = Math.ceil(size / 2);
      for (let i = 0; i < needed.length; ) {
        const others = [...needed.slice(0, i), ...needed.slice(i + size)];
        if (effort.spend(others.length) && isNever(others.reduce(narrowed, When.always), effort))
          needed = others;
        else i += size;
      }
    }
    return needed;
  }
}

function isNever(when: When, effort: Effort): boolean {
  return effort.spend(1) && when.some(effort) === undefined;
}

function narrowed(when: When, { fact }: Asked): When {
  return 'instants' in fact ? when.within(fact.instants) : when.inWeek(fact.zone, fact.minutes);
}
