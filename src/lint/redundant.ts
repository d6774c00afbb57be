import { ZERO } from '../money.ts';
import { pointerStep } from '../snapshot.ts';
import { outermost, type Conflict } from './conflict.ts';
import { alternativesOf } from './alternatives.ts';
import { Effort } from './effort.ts';
import { findingAt, listOf, rulesAsWitness, type Finding, type Witness } from './finding.ts';
import { topicsOf, type Formula, type Topic } from './formula.ts';
import type { Linted } from './linted.ts';
import type { Part } from './place/part.ts';
import { haveNothingInCommon } from './place/proofs.ts';
import { regionOf, type Region } from './place/region.ts';
import { above, below, costOfShops, exceeded, fails, holds, type Life } from './reading.ts';
import { isWithin, placeIn, type LintRule } from './rule-tree.ts';

/** About seconds. */
const STEPS = 1_000_000;

type FormulasOf = (life: Life) => readonly Formula[];

/** What is known where a rule is asked: these hold, and those do not. */
interface Around {
  readonly holding: readonly LintRule[];
  readonly failing: readonly LintRule[];
}

const ANYWHERE: Around = { holding: [], failing: [] };

/**
 * What could be left out of a chain without changing any verdict: rules and parts of rules that refuse nothing, or
 * nothing that others do not refuse as well, and branches that let nothing pass that others do not. Each is proved,
 * given that those which were found before are gone: of two that say the same, the later one is told.
 */
export function findRedundant(linted: Linted, toldAlready: ReadonlySet<LintRule>): Finding[] {
  return new Redundancy(linted, toldAlready).find();
}

class Redundancy {
  private readonly linted: Linted;
  private readonly effort = new Effort(STEPS);
  private readonly readings = new Readings();
  private readonly findings: Finding[] = [];
  private readonly gone: Set<LintRule>;

  constructor(linted: Linted, toldAlready: ReadonlySet<LintRule>) {
    this.linted = linted;
    this.gone = new Set(toldAlready);
  }

  find(): Finding[] {
    // What an ancestor asks is measured by its own ancestors alone: it has other descendants.
    for (const { rules } of this.linted.levels.toReversed()) {
      for (const rule of rules.toReversed()) {
        if (this.gone.has(rule)) continue;
        const holding = this.linted.rules.filter(
          (other) => other !== rule && other.level >= rule.level && !this.gone.has(other),
        );
        this.lookAt(rule, { holding, failing: [] });
      }
    }
    return this.findings.toReversed();
  }

  /** A rule that must hold together with those around it. */
  private lookAt(rule: LintRule, around: Around): void {
    if (this.refusesNothing(rule, (life) => [fails(rule, life)], '')) return;
    if (this.mattersNot(rule, around, (life) => [fails(rule, life)], '')) return;
    this.lookInto(rule, around);
  }

  private lookInto(rule: LintRule, around: Around): void {
    switch (rule.type) {
      case 'transaction_cost':
        this.lookAtBound(rule, around, '/minimum', below(rule));
        this.lookAtBound(rule, around, '/maximum', above(rule));
        break;
      case 'per_customer':
      case 'subscription':
        this.lookAtLimit(rule, around);
        break;
      case 'any_of':
        this.lookAtBranches(rule, around);
        break;
      case 'all_of':
        this.lookAtMembers(rule, around);
        break;
      case 'area':
        this.lookAtFeatures(rule, around);
        break;
      default:
        this.lookAtAlternatives(rule, around);
    }
  }

  private lookAtBound(rule: LintRule, around: Around, part: string, beyond: readonly Formula[]): void {
    if (beyond.length === 0) return;
    const refused = () => beyond;
    if (!this.refusesNothing(rule, refused, part)) this.mattersNot(rule, around, refused, part);
  }

  /** Without its limit, such a rule still asks who the customer is. */
  private lookAtLimit(rule: LintRule, around: Around): void {
    if (rule.compiled.limits.length === 0) return;
    const isOver: FormulasOf = (life) => [{ any: exceeded(rule, life), rule }];
    this.mattersNot(rule, around, isOver, '/max_redemptions');
  }

  private lookAtMembers(rule: LintRule, around: Around): void {
    for (const child of rule.children.toReversed()) {
      if (this.gone.has(child)) continue;
      const siblings = rule.children.filter((other) => other !== child && !this.gone.has(other));
      this.lookAt(child, { ...around, holding: [...around.holding, ...siblings] });
    }
  }

  private lookAtBranches(rule: LintRule, around: Around): void {
    for (const branch of rule.children.toReversed()) {
      const others = rule.children.filter((other) => other !== branch && !this.gone.has(other));
      if (this.gone.has(branch) || this.isDead(branch, around)) continue;
      const beside = { ...around, failing: [...around.failing, ...others] };
      if (others.length > 0 && this.addsNothing(branch, beside)) continue;
      this.lookInto(branch, beside);
    }
  }

  private isDead(branch: LintRule, around: Around): boolean {
    const conflict = this.refute(around, (life) => [holds(branch, life)]);
    return this.tell(branch, '', conflict, (says) => `This branch never holds: ${says}`);
  }

  private addsNothing(branch: LintRule, beside: Around): boolean {
    const conflict = this.refute(beside, (life) => [holds(branch, life)]);
    return this.tell(branch, '', conflict, (_, others) => `Whenever this branch holds, so does ${others}`);
  }

  private lookAtAlternatives(rule: LintRule, around: Around): void {
    const alternatives = alternativesOf(rule);
    let isGone = false;
    for (let next = alternatives.next(); !next.done; next = alternatives.next(isGone)) {
      const { part, says, isLike } = next.value;
      const conflict = this.refute(around, () => [isLike]);
      isGone = this.tell(rule, part, conflict, () => says);
    }
  }

  /** Areas of which no place is in any of another rule's. */
  private lookAtFeatures(rule: LintRule, { holding }: Around): void {
    const others = holding.filter(({ type }) => type === 'area');
    const features = regionOf(rule).byFeature();
    if (others.length === 0 || features.length === 1) return;
    for (const [feature, parts] of [...features.entries()].toReversed()) {
      const other = others.find((one) => !parts.some((part) => this.mayMeet(part, regionOf(one))));
      if (!other) continue;
      const conflict = { because: new Set([rule, other]), says: () => '' };
      const says = `Nobody can use this area: it has no place in common with ${placeIn(other, rule)}`;
      this.tell(rule, `/areas/features${pointerStep(feature)}`, conflict, () => says);
    }
  }

  private mayMeet(part: Part, region: Region): boolean {
    const { effort } = this;
    return region.someNear(part, (other) => !effort.spend(1) || !haveNothingInCommon(part, other, effort));
  }

  private refusesNothing(rule: LintRule, refused: FormulasOf, part: string): boolean {
    const conflict = this.refute(ANYWHERE, refused);
    if (!conflict) return false;
    const message = refusesNothingSays(rule, conflict);
    this.findings.push(findingAt(rule, part, 'never_refuses', message, witnessOf(conflict, rule)));
    if (part === '') this.gone.add(rule);
    return true;
  }

  private mattersNot(rule: LintRule, around: Around, refused: FormulasOf, part: string): boolean {
    return this.tell(rule, part, this.refute(around, refused), (_, others) => {
      const limit = this.refute(around, (life) => [{ any: exceeded(rule, life), rule }]);
      return rule.compiled.limits.length > 0 && limit
        ? `This limit never binds: ${limit.says(rule)}`
        : `Whatever this refuses is refused anyway, by ${others}`;
    });
  }

  private tell(
    rule: LintRule,
    part: string,
    conflict: Conflict | undefined,
    message: (says: string, others: string) => string,
  ): boolean {
    if (!conflict) return false;
    const others = listOf(othersOf(conflict, rule), rule);
    const says = `${message(conflict.says(rule), others)}.`;
    this.findings.push(findingAt(rule, part, 'never_matters', says, witnessOf(conflict, rule)));
    // Without a part of it, neither a rule nor what it stands in is what it was.
    for (const one of this.linted.aroundAndItself(rule)) this.gone.add(one);
    return true;
  }

  /** Proves that nothing is like that, given what is known around; only what is of the same topics can help. */
  private refute({ holding, failing }: Around, asked: FormulasOf): Conflict | undefined {
    if (!this.effort.spend(holding.length)) return undefined;
    return this.linted.refute((life) => {
      const formulas = asked(life);
      const topics = new Set(formulas.flatMap((formula) => [...topicsOf(formula)]));
      const given: Formula[] = [costOfShops(ZERO)];
      const keep = ({ formula, topics: its }: Reading) => {
        if (its.some((topic) => topics.has(topic))) given.push(formula);
      };
      for (const rule of holding) keep(this.readings.holds(rule, life));
      for (const rule of failing) keep(this.readings.fails(rule, life));
      return [...given, ...formulas];
    }, this.effort);
  }
}

interface Reading {
  readonly formula: Formula;
  readonly topics: readonly Topic[];
}

/** Formulas of rules, each made once. */
class Readings {
  readonly holds = readOnce(holds);
  readonly fails = readOnce(fails);
}

function readOnce(read: (rule: LintRule, life: Life) => Formula) {
  const known = { first: new Map<LintRule, Reading>(), renewal: new Map<LintRule, Reading>() };
  return (rule: LintRule, life: Life): Reading => {
    let reading = known[life].get(rule);
    if (!reading) {
      const formula = read(rule, life);
      known[life].set(rule, (reading = { formula, topics: [...topicsOf(formula)] }));
    }
    return reading;
  };
}

function othersOf({ because }: Conflict, rule: LintRule): LintRule[] {
  return outermost(because).filter((other) => !isWithin(other, rule));
}

function witnessOf(conflict: Conflict, rule: LintRule): { readonly witness?: Witness } {
  const others = othersOf(conflict, rule);
  return others.length === 0 ? {} : { witness: rulesAsWitness(others) };
}

function refusesNothingSays(rule: LintRule, conflict: Conflict): string {
  switch (rule.type) {
    case 'transaction_cost':
      return 'No cost is below a minimum of 0.';
    case 'time_frame':
      return 'Its windows are always open.';
    case 'time_of_order':
      return 'Its windows are open all week.';
    default: {
      const branches = outermost(conflict.because);
      const one = branches.length > 1 ? 'one of ' : '';
      return `It refuses nothing: ${one}${listOf(branches, rule)} always holds.`;
    }
  }
}
