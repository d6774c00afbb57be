import Flatbush from 'flatbush';

/** Degrees; its edges belong to it. */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Boxes, of which those that hold a point are found without looking at the others. */
export class BoxIndex {
  private readonly tree: Flatbush;

  /** Of at least one box. */
  constructor(boxes: readonly Box[]) {
    this.tree = new Flatbush(boxes.length);
    for (const { west, south, east, north } of boxes) this.tree.add(west, south, east, north);
    this.tree.finish();
  }

  /** Whether `test` holds for one of the boxes, by number, that hold the point. Asks no further once it does. */
  some(longitude: number, latitude: number, test: (box: number) => boolean): boolean {
    return this.tree.collides(longitude, latitude, longitude, latitude, test);
  }

  /** The same of the boxes that come as near as `hair` to another. */
  someNear({ west, south, east, north }: Box, hair: number, test: (box: number) => boolean): boolean {
    return this.tree.collides(west - hair, south - hair, east + hair, north + hair, test);
  }
}
