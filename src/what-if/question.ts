import type { CompiledChain } from '../compiled-chain.ts';
import { distinctInOrder, identityOf, Told, type PreparedViolation, type Violation } from '../violation.ts';
import type { Asking } from './asking.ts';
import { OF_THE_SHOPPER, OpenRedemption, type Unknown } from './open-redemption.ts';
import { Validity } from './validity.ts';

/** Something that is missing, and the rules that are undetermined without it. */
export interface Missing {
  /** As the redemption names it; `granted_discount`; `usage.<name>` of a counter whose key a change has moved. */
  readonly attribute: Unknown;
  /** In the order of the campaign and its ancestors; `rule` is `null` for what is checked of every redemption. */
  readonly rules: readonly { readonly campaign: string; readonly rule: string | null }[];
}

/** A campaign asked about a redemption that may not be complete. */
export class Question {
  readonly redemption: OpenRedemption;
  /** In the catalog's order; told only if they stand in every completion. */
  readonly violations: readonly Violation[];
  /** How each rule went, in their order. */
  readonly asked: readonly Asking[];
  readonly chain: CompiledChain;
  private waiting: Validity | undefined = undefined;

  /** `unread` are the names of counters that nobody has read. Throws an `InvalidContextError` for wrong host facts. */
  constructor(chain: CompiledChain, context: unknown, unread: ReadonlySet<string>) {
    const redemption = OpenRedemption.of(chain, context, unread);
    const told = new Told();
    const isOver = redemption.stage === 'already confirmed';
    if (isOver) told.add(chain.alreadyConfirmed);
    const isAsked = !isOver && redemption.stage !== 'cancel';
    this.asked = (isAsked ? chain.everyRule : []).map((rule) =>
      redemption.follow(rule, (violation) => {
        told.add(violation);
      }),
    );
    this.chain = chain;
    this.redemption = redemption;
    this.violations = told.inOrder(redemption);
  }

  get status(): 'accepted' | 'refused' | 'undetermined' {
    if (this.violations.length > 0) return 'refused';
    return this.asked.some(({ isOpen }) => isOpen) ? 'undetermined' : 'accepted';
  }

  /** What the shopper gives first; then the discount, and counters. */
  get missing(): Missing[] {
    const lacking = new Map<Unknown, Missing['rules'][number][]>();
    for (const asked of this.asked) {
      for (const { rule, lacks } of asked.parts()) {
        const { campaign, pointer } = rule;
        for (const name of lacks) {
          const rules = lacking.get(name) ?? [];
          if (!rules.some((one) => one.campaign === campaign && one.rule === pointer))
            rules.push({ campaign, rule: pointer });
          lacking.set(name, rules);
        }
      }
    }
    return Array.from(lacking, ([attribute, rules]) => ({ attribute, rules })).toSorted(
      (a, b) => placeOf(a.attribute) - placeOf(b.attribute),
    );
  }

  /** A confirmed redemption, or a cancellation: no rule is asked. */
  get isSettled(): boolean {
    return this.asked.length === 0;
  }

  get identities(): ReadonlySet<string> {
    return new Set(this.violations.map(identityOf));
  }

  /** In the catalog's order; of those that a shopper could not tell apart, the first. */
  inOrder(violations: readonly PreparedViolation[]): readonly Violation[] {
    return distinctInOrder(violations).map(({ violation }) => violation);
  }

  /** Repairing this violation alone would leave none. */
  isSoleBlocker(violation: Violation): boolean {
    const { redemption, chain } = this;
    if (this.isSettled) return true;
    redemption.repaired = identityOf(violation);
    const isClear = chain.rules.every((rule) => redemption.follow(rule, () => undefined).answer !== 'fails');
    redemption.repaired = undefined;
    return isClear;
  }

  get validity(): Validity {
    return (this.waiting ??= new Validity(this.chain.rules, this.redemption));
  }
}

const ORDER: readonly string[] = [...OF_THE_SHOPPER, 'granted_discount'];

function placeOf(name: Unknown): number {
  const place = ORDER.indexOf(name);
  return place === -1 ? ORDER.length : place;
}
