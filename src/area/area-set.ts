import { ringsOf, type Area } from './area.ts';
import { BoxIndex } from './box-index.ts';
import { certaintyIn, type Ring } from './ring.ts';
import { IS_HOLE, numberAt, SIZE, type Certainty, type Place } from './ring-numbers.ts';

/** Up to as many areas, asking each in turn is as fast as looking for those whose boxes hold the point. */
const FEW_AREAS = 8;

/** The areas of one rule. */
export class AreaSet {
  /** Of few areas, all of them polygons. */
  private readonly few: readonly Ring[] | undefined;
  private readonly areas: readonly Area[];
  private readonly index: BoxIndex | undefined;
  /** The area of each box of the index. */
  private readonly owners: readonly Area[];

  constructor(areas: readonly Area[]) {
    const isMany = areas.length > FEW_AREAS;
    const boxes = isMany ? areas.flatMap((area) => area.boxes.map((box) => ({ area, box }))) : [];
    this.few = isMany ? undefined : ringsOf(areas);
    this.areas = areas;
    this.owners = boxes.map(({ area }) => area);
    this.index = boxes.length > 0 ? new BoxIndex(boxes.map(({ box }) => box)) : undefined;
  }

  /** The numbers of the rings of few polygons, which are to lie side by side; none of many areas, and of circles. */
  get numbers(): readonly Float64Array[] {
    return (this.few ?? []).map(({ numbers }) => numbers);
  }

  /** Whether some area contains the point. */
  contains(longitude: number, latitude: number): boolean {
    if (this.index) {
      return this.index.some(longitude, latitude, (box) =>
        (this.owners[box] as Area).contains(longitude, latitude),
      );
    }
    for (const area of this.areas) if (area.contains(longitude, latitude)) return true;
    return false;
  }
}

/**
 * Where a place is as to the polygons whose rings lie side by side: inside where it is strictly in a shell and in none of its holes.
 * Of no rings nothing is certain.
 */
export function certaintyAmong(numbers: Float64Array, from: number, to: number, place: Place): Certainty {
  let isUncertain = from === to;
  /** Of the polygon whose rings are being read. */
  let certainty: Certainty = 'outside';
  for (let ring = from; ring < to; ring += numberAt(numbers, ring + SIZE)) {
    const isHole = numberAt(numbers, ring + IS_HOLE) === 1;
    if (isHole) {
      if (certainty !== 'inside') continue;
    } else {
      if (certainty === 'inside') break;
      if (certainty === 'uncertain') isUncertain = true;
    }
    // Called here alone: what is written in line twice takes twice the room in the processor's cache.
    const ofRing = certaintyIn(numbers, ring, place);
    if (!isHole) certainty = ofRing;
    else if (ofRing !== 'outside') certainty = ofRing === 'inside' ? 'outside' : 'uncertain';
  }
  return certainty === 'outside' && isUncertain ? 'uncertain' : certainty;
}
