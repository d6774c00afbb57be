import type { Conflict } from './conflict.ts';
import type { Effort } from './effort.ts';
import type { AskedOf, Topic } from './formula.ts';
import { Categories } from './topics/categories.ts';
import { Costs } from './topics/costs.ts';
import { Counters } from './topics/counters.ts';
import { Customers } from './topics/customers.ts';
import { Places, Proofs } from './topics/places.ts';
import type { Scopes } from './topics/scopes.ts';
import { Times } from './topics/times.ts';

interface Topics {
  time: Times;
  cost: Costs;
  place: Places;
  categories: Categories;
  customer: Customers;
  counters: Counters;
}

interface AnyTopic {
  with(asked: readonly never[]): Topics[Topic] | Conflict;
}

/** Topics in which a conflict takes a search. */
const TAKE_SEARCH = ['time', 'place'] as const;

/** What a redemption is assumed to be like. Never changed: assuming more gives others. */
export class Assumptions {
  private readonly topics: Readonly<Topics>;
  /** Those in which no conflict has been looked for since something was assumed. */
  private readonly unsettled: readonly (typeof TAKE_SEARCH)[number][];

  private constructor(topics: Topics, unsettled: readonly (typeof TAKE_SEARCH)[number][]) {
    this.topics = topics;
    this.unsettled = unsettled;
  }

  static none(scopes: Scopes): Assumptions {
    const topics = {
      time: Times.any,
      cost: Costs.any,
      place: new Places(new Proofs()),
      categories: Categories.any,
      customer: Customers.any,
      counters: new Counters(scopes),
    };
    return new Assumptions(topics, []);
  }

  /** With some facts more, or the conflict that they are seen at once to bring. */
  with(asked: readonly AskedOf<Topic>[]): Assumptions | Conflict {
    const topics = { ...this.topics };
    for (const topic of new Set(asked.map(({ fact }) => fact.topic))) {
      const ofTopic = asked.filter(({ fact }) => fact.topic === topic);
      // Facts of a topic are what that topic takes.
      const next = (topics[topic] as AnyTopic).with(ofTopic as unknown as readonly never[]);
      if ('says' in next) return next;
      topics[topic] = next as never;
    }
    const unsettled = TAKE_SEARCH.filter(
      (topic) => topics[topic] !== this.topics[topic] || this.unsettled.includes(topic),
    );
    return new Assumptions(topics, unsettled);
  }

  /** The same, after a search for conflicts; or one. */
  settled(effort: Effort): Assumptions | Conflict {
    for (const topic of this.unsettled) {
      const conflict = this.topics[topic].conflict(effort);
      if (conflict) return conflict;
    }
    return this.unsettled.length === 0 ? this : new Assumptions(this.topics, []);
  }
}
