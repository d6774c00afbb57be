import type { Box } from '../area/box-index.ts';
import type { Location } from '../rule.ts';
import { Effort } from './effort.ts';
import { findingAt, type Finding } from './finding.ts';
import type { Linted } from './linted.ts';
import { commonPlace } from './place/common-place.ts';
import { Edges } from './place/edges.ts';
import type { Part, PolygonPart } from './place/part.ts';
import { covers, isWithoutPlace } from './place/proofs.ts';
import { regionOf, type Region } from './place/region.ts';
import { isFlat, selfContact } from './place/ring-contact.ts';
import { isWholeWorld } from './place/world.ts';
import { keyOfRing, repeatsAmong } from './place/same.ts';
import { everyRuleOf, type LintRule } from './rule-tree.ts';

/** Of each area rule, about a second. */
const STEPS = 1_000_000;

/** Of each rule, findings of a sort. */
const MOST_TOLD = 20;

/** What looks wrong in the geometry of areas. All of it is legal: the law says what it means. */
export function findShapes({ levels }: Linted): Finding[] {
  return [...everyRuleOf(levels)].flatMap((rule) => (rule.type === 'area' ? findingsOf(rule) : []));
}

function findingsOf(rule: LintRule): Finding[] {
  const effort = new Effort(STEPS);
  const region = regionOf(rule);
  const told = region.parts.flatMap((part) =>
    part.shape === 'polygon' ? ofPolygon(part, effort) : ofCircle(part),
  );
  const repeats = repeatsAmong(region.parts);
  const repeated = [...repeats].map(([{ path }, { path: first }]) => {
    return { path, says: `This is the same area as ${first.slice(1)}.` };
  });
  const overlaps = overlapsIn(region, repeats, effort);
  const findings = [told, repeated, overlaps].flatMap((sort) => atMost(MOST_TOLD, sort, rule));
  if (!isWholeWorld(region)) return findings;
  const message = 'No place is outside of these areas: all that is asked is a location.';
  return [findingAt(rule, '/areas', 'never_refuses', message), ...findings];
}

/** What is told of a part of a rule. */
interface Told {
  /** JSON pointer below the rule. */
  readonly path: string;
  readonly says: string;
  readonly location?: Location | undefined;
}

function atMost(most: number, told: readonly Told[], rule: LintRule): Finding[] {
  const findings = told.slice(0, most).map(({ path, says, location }) => {
    return findingAt(rule, path, 'geometry', says, location ? { witness: { location } } : {});
  });
  if (told.length <= most) return findings;
  const message = 'There are more findings like the last one.';
  return [...findings, findingAt(rule, '/areas', 'geometry', message)];
}

function ofCircle({ path, radius }: Extract<Part, { readonly shape: 'circle' }>): Told[] {
  if (radius >= 1) return [];
  const says = `A radius of ${radius} m is less than anybody's location is known to.`;
  return [{ path: `${path}/properties/radius_m`, says }];
}

function ofPolygon(part: PolygonPart, effort: Effort): Told[] {
  const told: Told[] = [];
  for (const [i, ring] of part.rings.entries()) {
    const path = part.pathOf(i);
    const edges = new Edges([ring]);
    if (isFlat(edges)) {
      told.push({ path, says: 'All positions of this ring lie on one line: there is nothing inside.' });
      continue;
    }
    const location = selfContact(edges, effort);
    if (location) {
      const says = `This ring meets itself at ${placeText(location)}: what lies inside an even number of times is outside.`;
      told.push({ path, says, location });
    }
    if (i > 0) told.push(...ofHole(part, i));
  }
  return [...told, ...ofEmpty(part, effort)];
}

/** A hole that takes away nothing, or not all that it seems to. */
function ofHole(part: PolygonPart, number: number): Told[] {
  const { rings, shell } = part;
  const outside = rings[number]?.find(([x, y]) => shell.certainty(x, y) === 'outside');
  if (!outside) return [];
  const [longitude, latitude] = outside;
  const location = { latitude, longitude };
  const says = `This hole is not within its shell: ${placeText(location)} is outside.`;
  return [{ path: part.pathOf(number), says, location }];
}

function ofEmpty(part: PolygonPart, effort: Effort): Told[] {
  const { path, rings } = part;
  if (rings.length === 1) return [];
  const [shell, ...holes] = rings.map(keyOfRing);
  if (holes.some((hole) => hole === shell))
    return [{ path, says: 'A hole takes away all of this area but its border.' }];
  return isWithoutPlace(part, effort) ? [{ path, says: 'A hole takes away all of this area.' }] : [];
}

/** Of each part, one that it overlaps; no more of them than are told, and one. */
function overlapsIn(region: Region, leftOut: ReadonlyMap<Part, Part>, effort: Effort): Told[] {
  const earlier = new Set<Part>();
  const overlaps: Told[] = [];
  for (const part of region.parts) {
    if (overlaps.length > MOST_TOLD) break;
    if (leftOut.has(part)) continue;
    let told: Told | undefined;
    region.someNear(part, (other) => {
      if (earlier.has(other)) told = overlapOf(part, other, effort);
      return told !== undefined || !effort.spend(1);
    });
    if (told) overlaps.push(told);
    earlier.add(part);
  }
  return overlaps;
}

function overlapOf(part: Part, other: Part, effort: Effort): Told | undefined {
  const { path } = part;
  if (!part.boxes.some((box) => other.boxes.some((another) => haveInsideInCommon(box, another))))
    return undefined;
  const where = other.path.slice(1);
  if (covers(other, part, effort)) return { path, says: `This area lies within ${where}.` };
  const location = commonPlace(part, other, effort);
  if (!location) return undefined;
  return { path, says: `This area overlaps ${where}, at ${placeText(location)}.`, location };
}

/** Neighbours share an edge of their boxes, and nothing inside. */
function haveInsideInCommon(a: Box, b: Box): boolean {
  return a.west < b.east && b.west < a.east && a.south < b.north && b.south < a.north;
}

function placeText({ latitude, longitude }: Location): string {
  return `longitude ${longitude}, latitude ${latitude}`;
}
