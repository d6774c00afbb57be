/**
 * Shewchuk's bound of the error, (3 + 16 ε) ε with ε = 2^−53, rounded up (*Adaptive Precision Floating-Point Arithmetic and
 * Fast Robust Geometric Predicates*, section 4.2, stage A). It holds where nothing underflows.
 */
const ROUNDING = 2 ** -51;

/** Of coordinates nearer to 0, and not 0, the product of two differences may underflow. */
const DUST = 2 ** -400;

/**
 * On which side of the line from a to b the point c lies: above 0 on the left, below 0 on the right, and 0 where
 * floating-point arithmetic is not certain. Where it is, the robust predicate under turf says the same.
 */
export function sideOfLine(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const determinant = left - right;
  // The bound is of the sum of both sizes. Where the signs differ, the determinant is that sum, and certain anyway.
  return Math.abs(determinant) > ROUNDING * Math.abs(left + right) ? determinant : 0;
}

/** Whether a coordinate is too small for the bound of {@link sideOfLine}. */
export function isDust(coordinate: number): boolean {
  return coordinate < DUST && coordinate > -DUST && coordinate !== 0;
}
