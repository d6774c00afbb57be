import { checkOf } from './checks.ts';
import type { Limit } from './limit.ts';
import { needsIn, type Needs } from './needs.ts';
import type {
  Answer,
  BoundRule,
  Check,
  CompiledRule,
  Judgement,
  JudgingRule,
  Redemption,
  Rule,
  Stage,
} from './rule.ts';
import type { Report } from './violation.ts';

/** Follows what rules read and tell. */
export interface Watch {
  /** Runs a rule where it is asked at all, and keeps what it reads. */
  run(rule: ChainRule, report: Report): void;
  /** What the rule would tell, in a word. */
  answer(rule: ChainRule): Answer;
  /** The first instant at which a limit on what is used so far may let more pass. */
  nextRoom(limit: Limit): number;
}

/** Where a rule stands. */
interface Site {
  readonly campaign: string;
  /** JSON pointer in the campaign's config; `null` for what is checked of every redemption. */
  readonly pointer: string | null;
  /** Of a group. */
  readonly children: readonly ChainRule[];
}

/** A compiled rule in its place: it is run only where its law is asked. */
export class ChainRule implements BoundRule, Site {
  readonly kind: Rule;
  readonly campaign: string;
  readonly pointer: string | null;
  readonly children: readonly ChainRule[];
  readonly check: CompiledRule['check'];
  readonly judgement: Judgement | undefined;
  readonly limits: readonly Limit[];
  readonly requires: CompiledRule['requires'];
  private alone: Check | undefined = undefined;
  private readonly needed: CompiledRule['needs'];
  private readonly ofGroup: CompiledRule['limitsAskedOf'];
  private readonly changeOfCheck: CompiledRule['nextChange'];

  constructor(
    kind: Rule,
    { campaign, pointer, children }: Site,
    { check, judgement, limits = NO_LIMITS, limitsAskedOf, needs, requires, nextChange }: JudgingRule,
  ) {
    this.kind = kind;
    this.campaign = campaign;
    this.pointer = pointer;
    this.children = children;
    this.check = check;
    this.judgement = judgement;
    this.limits = limits;
    this.needed = needs;
    this.requires = requires;
    this.ofGroup = limitsAskedOf;
    this.changeOfCheck = nextChange;
  }

  get needs(): Needs | undefined {
    return needsIn(this.needed);
  }

  get hasFixedLimits(): boolean {
    return this.ofGroup === undefined;
  }

  get hasLimits(): boolean {
    return this.limits.length > 0 || !this.hasFixedLimits;
  }

  /** False for a rule that always holds, and bounds no claim. */
  get canRefuse(): boolean {
    return this.check !== undefined || this.judgement !== undefined || this.hasLimits;
  }

  /** False for a rule that never answers otherwise because time passes. */
  get canChange(): boolean {
    return (
      this.changeOfCheck !== undefined ||
      this.limits.some(({ counter }) => counter.calendar !== undefined) ||
      this.children.some((child) => child.canChange)
    );
  }

  run(redemption: Redemption, report: Report): void {
    const { watch } = redemption;
    if (watch !== undefined) watch.run(this, report);
    else if (this.isAskedAt(redemption.stage)) {
      const { ownCheck } = this;
      ownCheck?.(redemption, report);
      for (const limit of this.limits) limit.check(redemption, report);
    }
  }

  /** What it checks, without the other rules. */
  get ownCheck(): Check | undefined {
    return (this.alone ??= checkOf(this));
  }

  answer(redemption: Redemption): Answer {
    const { watch } = redemption;
    if (watch !== undefined) return watch.answer(this);
    let violations = 0;
    this.run(redemption, () => violations++);
    return violations === 0 ? 'holds' : 'fails';
  }

  nextChange(redemption: Redemption): number {
    const { changeOfCheck, limits, children } = this;
    const changes = changeOfCheck
      ? [changeOfCheck(redemption)]
      : children.map((child) => child.nextChange(redemption));
    const { watch, at } = redemption;
    const rooms = limits.map(
      (limit) => watch?.nextRoom(limit) ?? limit.counter.calendar?.windowAt(at).end ?? Infinity,
    );
    return Math.min(...changes, ...rooms);
  }

  limitsAskedOf(redemption: Redemption): readonly Limit[] {
    const { ofGroup } = this;
    if (ofGroup) return ofGroup(redemption);
    return this.limits.filter((limit) => limit.boundsClaimOf(redemption.renewedOrigin !== undefined));
  }

  /** Whether its law is asked at this point of a redemption's life. */
  isAskedAt(stage: Stage): boolean {
    const { retestOnConfirm } = this.kind;
    if (stage === 'redeem') return true;
    return stage === 'confirm' ? retestOnConfirm !== false : retestOnConfirm === 'even_if_held';
  }
}

/** The limits of some rules, in their order, those in groups too, that have room to speak of: not what may happen once. */
export function limitsWithRoomOf(rules: readonly ChainRule[]): Limit[] {
  return rules.flatMap(({ limits, children }) => [
    ...limits.filter(({ hasDetails }) => hasDetails),
    ...limitsWithRoomOf(children),
  ]);
}

// Not frozen: V8 makes an iterator for each pass over a frozen list.
const NO_LIMITS: readonly Limit[] = [];
