/** How many numbers a slab has, unless one list is longer. */
const SLAB = 8_192;
let slab = new Float64Array(0);
let used = 0;

/**
 * Runs of numbers, `length` in all, one after another in one list. Lists that are made one after another lie in one slab: with many
 * campaigns the processor takes longer to find out where a page of memory is than to compute. A slab is kept as long as one of its
 * lists is.
 */
export function sideBySide(runs: readonly ArrayLike<number>[], length: number): Float64Array {
  if (used + length > slab.length) {
    slab = new Float64Array(Math.max(SLAB, length));
    used = 0;
  }
  const all = slab.subarray(used, used + length);
  for (const run of runs) {
    slab.set(run, used);
    used += run.length;
  }
  return all;
}
