import type { Simplifier } from './simpler.ts';
import type { WireContext } from './wire-context.ts';

/** Goes on to simpler contexts as long as something still holds of them, and there are tries left. */
export function shrunk(
  context: WireContext,
  simplifier: Simplifier,
  holds: (context: WireContext) => boolean,
  tries: number,
): WireContext {
  let smallest = context;
  let left = tries;
  for (;;) {
    let simpler: WireContext | undefined;
    for (const candidate of simplifier.simpler(smallest)) {
      if (left-- <= 0) return smallest;
      if (!holds(candidate)) continue;
      simpler = candidate;
      break;
    }
    if (simpler === undefined) return smallest;
    smallest = simpler;
  }
}
