import type { Area } from './area.ts';
import { BoxIndex } from './box-index.ts';

/** Up to as many areas, asking each in turn is as fast as looking for those whose boxes hold the point. */
const FEW_AREAS = 8;

/** The areas of one rule. */
export class AreaSet {
  private readonly areas: readonly Area[];
  private readonly index: BoxIndex | undefined;
  /** The area of each box of the index. */
  private readonly owners: readonly Area[];

  constructor(areas: readonly Area[]) {
    const boxes =
      areas.length > FEW_AREAS ? areas.flatMap((area) => area.boxes.map((box) => ({ area, box }))) : [];
    this.areas = areas;
    this.owners = boxes.map(({ area }) => area);
    this.index = boxes.length > 0 ? new BoxIndex(boxes.map(({ box }) => box)) : undefined;
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
