import { union, type Because, type Conflict } from '../conflict.ts';
import type { Effort } from '../effort.ts';
import type { AskedOf } from '../formula.ts';
import { haveNothingTogether } from '../place/cells.ts';
import { covers, haveNothingInCommon, isWithoutPlace } from '../place/proofs.ts';
import type { Part } from '../place/part.ts';
import type { Region } from '../place/region.ts';
import { among } from './among.ts';

type Asked = { readonly region: Region; readonly because: Because };
/** The parts of a region that a place may still be in. */
type Open = { readonly region: Region; readonly parts: ReadonlySet<Part>; readonly because: Because };

/** What was proved of two parts, once for a run: `undefined` where it was not asked yet. */
export class Proofs {
  private readonly apart = new Map<Part, Map<Part, boolean>>();
  private readonly empty = new Map<Part, boolean>();

  areApart(a: Part, b: Part, effort: Effort): boolean {
    let ofPart = this.apart.get(a);
    if (!ofPart) this.apart.set(a, (ofPart = new Map<Part, boolean>()));
    let known = ofPart.get(b);
    if (known === undefined) ofPart.set(b, (known = effort.spend(1) && haveNothingInCommon(a, b, effort)));
    return known;
  }

  isEmpty(part: Part, effort: Effort): boolean {
    let known = this.empty.get(part);
    if (known === undefined) {
      known = part.shape === 'polygon' && isWithoutPlace(part, effort);
      this.empty.set(part, known);
    }
    return known;
  }
}

/** Where a redemption is to be. */
export class Places {
  private readonly proofs: Proofs;
  private readonly inside: readonly Asked[];
  private readonly outside: readonly Asked[];
  private readonly absent: Because | undefined;

  constructor(
    proofs: Proofs,
    inside: readonly Asked[] = [],
    outside: readonly Asked[] = [],
    absent?: Because,
  ) {
    this.proofs = proofs;
    this.inside = inside;
    this.outside = outside;
    this.absent = absent;
  }

  with(asked: readonly AskedOf<'place'>[]): Places | Conflict {
    const inside = [...this.inside];
    const outside = [...this.outside];
    let { absent } = this;
    for (const { fact, because } of asked) {
      if ('inside' in fact) inside.push({ region: fact.inside, because });
      else if ('outside' in fact) outside.push({ region: fact.outside, because });
      else absent ??= because;
    }
    const [first] = inside;
    if (!first || !absent) return new Places(this.proofs, inside, outside, absent);
    return conflict(union(first.because, absent), 'a location is needed', 'a location is needed');
  }

  /** That there is no such place, where that is found out. */
  conflict(effort: Effort): Conflict | undefined {
    const open = this.inside.map((asked) => this.openIn(asked, effort));
    return narrowed(open, this.proofs, effort);
  }

  private openIn({ region, because }: Asked, effort: Effort): Open {
    const { proofs, outside } = this;
    const left = new Set<Part>();
    const covering = new Set<Asked>();
    for (const part of region.parts) {
      if (proofs.isEmpty(part, effort)) continue;
      const cover = outside.find((asked) => asked.region === region || isCovered(part, asked.region, effort));
      if (cover) covering.add(cover);
      else left.add(part);
    }
    return { region, parts: left, because: union(because, ...[...covering].map((asked) => asked.because)) };
  }
}

function isCovered(part: Part, region: Region, effort: Effort): boolean {
  return region.someNear(part, (other) => effort.spend(1) && covers(other, part, effort));
}

/**
 * Leaves out, again and again, parts that have nothing in common with what another region has left; then tries the
 * parts of one region, one after the other.
 */
function narrowed(open: readonly Open[], proofs: Proofs, effort: Effort): Conflict | undefined {
  let regions = open;
  let isChanged = true;
  while (isChanged) {
    isChanged = false;
    for (const a of regions) {
      if (a.parts.size === 0) return conflict(a.because);
    }
    for (let i = 0; i < regions.length; i++) {
      for (const b of regions) {
        const a = regions[i] as Open;
        if (a === b || !effort.spend(1)) continue;
        const parts = new Set([...a.parts].filter((part) => meets(part, b, proofs, effort)));
        if (parts.size === a.parts.size) continue;
        regions = regions.with(i, { region: a.region, parts, because: union(a.because, b.because) });
        isChanged = true;
      }
    }
  }
  return tried(regions, proofs, effort);
}

function meets(part: Part, { region, parts }: Open, proofs: Proofs, effort: Effort): boolean {
  return region.someNear(part, (other) => parts.has(other) && !proofs.areApart(part, other, effort));
}

/** Any two regions have parts that meet; of three that need not be the same parts. */
function tried(regions: readonly Open[], proofs: Proofs, effort: Effort): Conflict | undefined {
  const undecided = regions.filter(({ parts }) => parts.size > 1);
  const [region] = undecided.toSorted((a, b) => a.parts.size - b.parts.size);
  if (regions.length < 3) return undefined;
  if (!region) {
    const parts = regions.flatMap((one) => [...one.parts]);
    if (!haveNothingTogether(parts, effort)) return undefined;
    return conflict(union(...regions.map(({ because }) => because)));
  }
  const reasons: Because[] = [];
  for (const part of region.parts) {
    if (!effort.spend(1)) return undefined;
    const found = narrowed(
      regions.map((one) => (one === region ? { ...region, parts: new Set([part]) } : one)),
      proofs,
      effort,
    );
    if (!found) return undefined;
    reasons.push(found.because);
  }
  return conflict(union(region.because, ...reasons));
}

function conflict(
  because: Because,
  ofOne = 'no place is within it',
  ofSeveral = 'no place is within all',
): Conflict {
  return { because, says: (from) => among(because, from, ofOne, ofSeveral) };
}
