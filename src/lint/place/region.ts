import { BoxIndex } from '../../area/box-index.ts';
import type { Position } from '../../area/ring.ts';
import { pointerStep, type JsonObject } from '../../snapshot.ts';
import type { LintRule } from '../rule-tree.ts';
import { HAIR } from './edges.ts';
import { CirclePart, PolygonPart, type Part } from './part.ts';

/** The places of an area rule: those of its parts. */
export class Region {
  readonly parts: readonly Part[];
  private readonly owners: readonly Part[];
  private readonly boxes: BoxIndex;

  constructor(parts: readonly Part[]) {
    const boxes = parts.flatMap((part) => part.boxes.map((box) => ({ part, box })));
    this.parts = parts;
    this.owners = boxes.map(({ part }) => part);
    this.boxes = new BoxIndex(boxes.map(({ box }) => box));
  }

  /** The parts of each feature. */
  byFeature(): readonly (readonly Part[])[] {
    const features: Part[][] = [];
    for (const part of this.parts) (features[part.feature] ??= []).push(part);
    return features;
  }

  /** Whether `test` holds for one of the parts that may have a place in common with another. */
  someNear(other: Part, test: (part: Part) => boolean): boolean {
    return other.boxes.some((box) =>
      this.boxes.someNear(box, HAIR, (number) => test(this.owners[number] as Part)),
    );
  }
}

/** A feature of a campaign's areas, as GeoJSON has it. */
export interface Feature {
  readonly properties?: { readonly name?: string | null; readonly radius_m?: number } | null;
  readonly geometry:
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] }
    | { readonly type: 'Point'; readonly coordinates: Position };
}

const regions = new WeakMap<LintRule, Region>();

/** The places of an area rule. */
export function regionOf(rule: LintRule): Region {
  let region = regions.get(rule);
  if (!region) regions.set(rule, (region = new Region(featuresOf(rule).flatMap(partsOf))));
  return region;
}

export function featuresOf({ config }: LintRule): readonly Feature[] {
  const { areas } = config as JsonObject;
  return (areas as JsonObject)['features'] as unknown as readonly Feature[];
}

function partsOf({ geometry, properties }: Feature, number: number): Part[] {
  const path = `/areas/features${pointerStep(number)}`;
  const coordinates = `${path}/geometry/coordinates`;
  switch (geometry.type) {
    case 'Polygon':
      return [new PolygonPart(path, number, geometry.coordinates, coordinates)];
    case 'MultiPolygon':
      return geometry.coordinates.map(
        (rings, i) => new PolygonPart(coordinates + pointerStep(i), number, rings),
      );
    case 'Point':
      return [new CirclePart(path, number, geometry.coordinates, properties?.radius_m as number)];
  }
}
