import { ringsOf, type Area } from './area.ts';
import { BoxIndex } from './box-index.ts';
import { certaintyIn, Ring } from './ring.ts';
import { IS_HOLE, numberAt, SIZE, type Place } from './ring-numbers.ts';

/** Up to as many areas, asking each in turn is as fast as looking for those whose boxes hold the point. */
const FEW_AREAS = 8;

/** The areas of one rule. */
export class AreaSet {
  /** Of few areas, all of them polygons. */
  private readonly few: readonly Ring[] | undefined;
  private together: Float64Array | undefined = undefined;
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

  /** The rings of few polygons, side by side, made when they are first asked for; `undefined` of many areas, and of circles. */
  get rings(): Float64Array | undefined {
    return (this.together ??= this.few && Ring.together(this.few));
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

/** Whether a point is certain to lie in a polygon of which {@link AreaSet.rings} are told: strictly inside, and in no hole. */
export function isSurelyInside(rings: Float64Array, place: Place): boolean {
  for (let ring = 0; ring < rings.length; ) {
    let isInside = certaintyIn(rings, ring, place) === 'inside';
    ring += numberAt(rings, ring + SIZE);
    for (; ring < rings.length && rings[ring + IS_HOLE] === 1; ring += numberAt(rings, ring + SIZE)) {
      isInside &&= certaintyIn(rings, ring, place) === 'outside';
    }
    if (isInside) return true;
  }
  return false;
}
