import { CampaignConfigError, compilationOf, type Compilation } from '../campaign.ts';
import type { PlannedCounter } from '../counters.ts';
import { accept, decide } from '../evaluate.ts';
import { needsOfRules, type Needs } from '../needs.ts';
import type {
  CampaignDecision,
  Portfolio,
  PortfolioContext,
  PortfolioPlan,
  PortfolioPlanContext,
  Qualification,
  QualifyOptions,
} from '../portfolio.ts';
import type { RuleKit } from '../read-campaign.ts';
import { AskedRedemption } from './asked-redemption.ts';
import { Member } from './member.ts';
import type { Question } from './needs-index.ts';

/** What finds campaigns by what they need. */
export interface Index {
  add(needs: Needs): number;
  replace(slot: number, needs: Needs): void;
  delete(slot: number): void;
  /** In ascending order. */
  slotsFor(question: Question): Iterable<number>;
}

/** A portfolio over an index. */
export class IndexedPortfolio implements Portfolio {
  private readonly kit: RuleKit;
  private readonly index: Index;
  private readonly slots = new Map<string, number>();
  private readonly members: (Member | undefined)[] = [];
  private added = 0;
  /** Members stand in the order in which they were added, until one is given the slot of another. */
  private isInOrder = true;
  /** Campaigns that know renewals. */
  private renewing = 0;
  /** Not while it is asked: a rule of the host's own may ask again. */
  private spare: AskedRedemption | undefined = undefined;

  constructor(kit: RuleKit, index: Index) {
    this.kit = kit;
    this.index = index;
  }

  get size(): number {
    return this.slots.size;
  }

  has(id: string): boolean {
    return this.slots.has(id);
  }

  add(campaign: unknown): void {
    const compilation = this.compile(campaign);
    const { id } = compilation.chain;
    if (this.has(id)) throw new TypeError(`there is a campaign ${JSON.stringify(id)} already`);
    this.addCompiled(compilation);
  }

  addCompiled(compilation: Compilation): void {
    const member = new Member(compilation, this.added++);
    const slot = this.index.add(needsOfRules(compilation.chain.rules));
    if (slot < this.members.length) this.isInOrder = false;
    this.members[slot] = member;
    this.slots.set(member.id, slot);
    if (member.allowsRenewals) this.renewing++;
  }

  replace(campaign: unknown): void {
    const compilation = this.compile(campaign);
    const { id, rules } = compilation.chain;
    const slot = this.slots.get(id);
    if (slot === undefined) throw new TypeError(`there is no campaign ${JSON.stringify(id)} to replace`);
    const before = this.members[slot] as Member;
    const member = new Member(compilation, before.order);
    this.index.replace(slot, needsOfRules(rules));
    this.members[slot] = member;
    this.renewing += Number(member.allowsRenewals) - Number(before.allowsRenewals);
  }

  remove(id: string): boolean {
    const slot = this.slots.get(id);
    if (slot === undefined) return false;
    if (this.members[slot]?.allowsRenewals) this.renewing--;
    this.index.delete(slot);
    this.members[slot] = undefined;
    this.slots.delete(id);
    return true;
  }

  plan(context: PortfolioPlanContext, { explain = false }: QualifyOptions = {}): PortfolioPlan {
    return this.asking((redemption) => {
      redemption.readForPlan(context, this.renewing > 0);
      const counters = new Map<string, PortfolioPlan['counters'][number]>();
      for (const member of explain ? this.everyone() : this.candidates(redemption)) {
        if (!explain && redemption.isRefusedBy(member)) continue;
        for (const counter of member.chain.counters) {
          const planned = counter.plannedFor(redemption);
          if (planned !== undefined && !counters.has(planned.key))
            counters.set(planned.key, nameless(planned));
        }
      }
      return { counters: [...counters.values()] };
    });
  }

  qualify(context: PortfolioContext, { explain = false }: QualifyOptions = {}): Qualification {
    return this.asking((redemption) => {
      redemption.readForQualify(context, this.renewing > 0);
      const qualification = explain ? this.explained(redemption) : { qualified: this.qualified(redemption) };
      redemption.throwIfWrong();
      return qualification;
    });
  }

  private qualified(redemption: AskedRedemption): CampaignDecision[] {
    const qualified: CampaignDecision[] = [];
    for (const member of this.candidates(redemption)) {
      if (redemption.isRefusedBy(member)) continue;
      redemption.load(member);
      if (redemption.isWrong || redemption.isRefusedNow(member)) continue;
      qualified.push({ campaign: member.id, decision: accept(member.chain, redemption) });
    }
    return qualified;
  }

  private explained(redemption: AskedRedemption): Required<Qualification> {
    const explained = { qualified: [] as CampaignDecision[], refused: [] as CampaignDecision[] };
    for (const member of this.everyone()) {
      redemption.load(member);
      if (redemption.isWrong) continue;
      const decision = decide(member.chain, redemption);
      explained[decision.status === 'accepted' ? 'qualified' : 'refused'].push({
        campaign: member.id,
        decision,
      });
    }
    return explained;
  }

  private everyone(): Member[] {
    return this.inOrder(this.members.filter((member) => member !== undefined));
  }

  private compile(campaign: unknown): Compilation {
    const result = compilationOf(campaign, this.kit);
    if (!result.success) throw new CampaignConfigError(result.issues, result.omitted);
    return result;
  }

  /** Those that have what they need, as far as the index knows. */
  private candidates(redemption: AskedRedemption): Member[] {
    return this.inOrder(Array.from(this.index.slotsFor(redemption), (slot) => this.members[slot] as Member));
  }

  private inOrder(members: Member[]): Member[] {
    return this.isInOrder ? members : members.sort((a, b) => a.order - b.order);
  }

  private asking<Answer>(ask: (redemption: AskedRedemption) => Answer): Answer {
    const redemption = this.spare ?? new AskedRedemption();
    this.spare = undefined;
    try {
      return ask(redemption);
    } finally {
      redemption.forget();
      this.spare = redemption;
    }
  }
}

/** Campaigns may call the same counter by different names: an ancestor's, its own. */
function nameless({ key, window }: PlannedCounter): PortfolioPlan['counters'][number] {
  return window ? { key, window } : { key };
}
