import type { Position } from '../../area/ring.ts';
import type { Part } from './part.ts';

/** The parts that are the same as an earlier one, each with the first of them. */
export function repeatsAmong(parts: readonly Part[]): Map<Part, Part> {
  const alike = new Map<string, Part[]>();
  for (const part of parts) {
    // Most are told apart without looking at their vertices.
    const key = outlineOf(part);
    const known = alike.get(key);
    if (known) known.push(part);
    else alike.set(key, [part]);
  }
  const repeats = new Map<Part, Part>();
  for (const group of alike.values()) {
    if (group.length === 1) continue;
    const first = new Map<string, Part>();
    for (const part of group) {
      const key = keyOfPart(part);
      const known = first.get(key);
      if (known) repeats.set(part, known);
      else first.set(key, part);
    }
  }
  return repeats;
}

function outlineOf(part: Part): string {
  if (part.shape === 'circle') return keyOfPart(part);
  const { west, south, east, north } = part.shell.box;
  return [west, south, east, north, part.holes.length].join();
}

/**
 * A text that two parts share where they are the same place, written with the same vertices: from whichever, and in
 * whichever direction.
 */
function keyOfPart(part: Part): string {
  if (part.shape === 'circle') return `${part.longitude} ${part.latitude} ${part.radius}`;
  const [shell, ...holes] = part.rings.map(keyOfRing);
  return [shell, ...holes.toSorted()].join(';');
}

export function keyOfRing(ring: readonly Position[]): string {
  const vertices = ring
    .map(([x, y]) => `${x + 0} ${y + 0}`)
    .filter((vertex, i, all) => vertex !== all[i - 1]);
  // The last is the first.
  vertices.pop();
  const least = vertices.reduce((best, vertex, i) => (vertex < (vertices[best] as string) ? i : best), 0);
  const forward = [...vertices.slice(least), ...vertices.slice(0, least)];
  const backward = [...forward.slice(0, 1), ...forward.slice(1).toReversed()];
  const [a, b] = [forward.join(), backward.join()];
  return a < b ? a : b;
}
