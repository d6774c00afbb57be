import type { Simplifier } from './simpler.ts';
import type { WireContext } from './wire-context.ts';

/** Goes on to simpler contexts as long as something still holds of them, and there are tries left. */
export function shrunk(
  context: WireContext,
  simplifier: Simplifier,
  holds: (context: WireContext) => boolean,
  tries: number,
): WireContext {
  return descended(context, (from) => simplifier.simpler(from), holds, tries);
}

/** Goes from context to context, to the first of the next ones of which something holds, until there is none. */
export function descended(
  context: WireContext,
  next: (context: WireContext) => Iterable<WireContext>,
  holds: (context: WireContext) => boolean,
  tries: number,
): WireContext {
  let reached = context;
  let left = tries;
  for (;;) {
    let further: WireContext | undefined;
    for (const candidate of next(reached)) {
      if (left-- <= 0) return reached;
      if (!holds(candidate)) continue;
      further = candidate;
      break;
    }
    if (further === undefined) return reached;
    reached = further;
  }
}
