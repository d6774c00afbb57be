import type { Location } from '../rule.ts';
import { findingAt, type Finding } from './finding.ts';
import type { Linted } from './linted.ts';
import { middleOf, type Part } from './place/part.ts';
import { regionOf } from './place/region.ts';
import { haveSameClocks, isSomewhere, zoneAt } from './place/zone-at.ts';
import { everyRuleOf, type LintRule } from './rule-tree.ts';

/** Degrees: so near to another area of the campaign, and so far from it. */
const NEAR = 5;
const FAR = 15;

/** Of each rule. */
const MOST_TOLD = 5;

/** Of a chain, other areas that an area is compared with. */
const MOST_COMPARED = 200;

interface Placed {
  readonly rule: LintRule;
  readonly part: Part;
  readonly middle: Location;
}

/**
 * Areas that would lie where the campaign is, were latitude and longitude exchanged: where its other areas are, or
 * where clocks show its time. Or on land, where they are at sea. A suspicion, no proof.
 */
export function findExchanged({ levels }: Linted): Finding[] {
  const placed = [...everyRuleOf(levels)].flatMap((rule) => (rule.type === 'area' ? placedIn(rule) : []));
  const compared = placed.slice(0, MOST_COMPARED);
  const told = new Map<LintRule, number>();
  return placed.flatMap((one) => {
    const why = reasonFor(one, compared);
    const before = told.get(one.rule) ?? 0;
    if (why === undefined || before === MOST_TOLD) return [];
    told.set(one.rule, before + 1);
    const message = `Latitude and longitude may be exchanged (GeoJSON has longitude first): ${why}.`;
    const witness = { location: one.middle };
    return [findingAt(one.rule, one.part.path, 'geometry', message, { witness })];
  });
}

function placedIn(rule: LintRule): Placed[] {
  return regionOf(rule).parts.map((part) => {
    const [longitude, latitude] = middleOf(part);
    return { rule, part, middle: { latitude, longitude } };
  });
}

function reasonFor(one: Placed, compared: readonly Placed[]): string | undefined {
  const { middle, rule, part } = one;
  const { latitude, longitude } = middle;
  if (Math.abs(longitude) > 90) return undefined;
  const asWritten = zoneAt(longitude, latitude);
  const otherwise = zoneAt(latitude, longitude);
  const { zone } = rule;
  const isAtHome = isSomewhere(zone) && asWritten && haveSameClocks(asWritten, zone);
  const others = compared.filter((other) => other.part !== part);
  if (isAtHome || others.some((other) => gapBetween(middle, other.middle) < FAR)) return undefined;
  const exchanged = { latitude: longitude, longitude: latitude };
  if (others.some((other) => gapBetween(exchanged, other.middle) < NEAR)) {
    return 'exchanged, this area lies near another';
  }
  if (!otherwise) return undefined;
  if (!asWritten) return `as written this area is at sea or near a pole, exchanged in ${otherwise.name}`;
  if (!isSomewhere(zone) || !haveSameClocks(otherwise, zone)) return undefined;
  return `as written this area is in ${asWritten.name}, exchanged in ${otherwise.name}, whose clocks are those of the rule`;
}

/** Degrees, the longer of both ways. */
function gapBetween(a: Location, b: Location): number {
  return Math.max(Math.abs(a.latitude - b.latitude), Math.abs(a.longitude - b.longitude));
}
