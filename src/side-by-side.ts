/** Runs of numbers, one after another in one list. */
export function sideBySide(runs: readonly ArrayLike<number>[]): Float64Array {
  const all = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const run of runs) {
    all.set(run, at);
    at += run.length;
  }
  return all;
}
