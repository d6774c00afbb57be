import type { Span } from '../../needs.ts';
import type { Zone } from '../../time/zone.ts';
import type { Spans } from './spans.ts';

/** A change of a zone's clocks, and the wall times that they skip or show twice: half-open, as if in UTC. */
export interface ClockChange extends Span {
  /** The first instant after it. */
  readonly at: number;
  readonly isSkip: boolean;
}

/** The changes of a zone's clocks in some runs of instants, their ends included. */
export function changesIn(zone: Zone, spans: Spans): ClockChange[] {
  const changes: ClockChange[] = [];
  for (const { start, end } of spans) {
    let { offset, ...stretch } = zone.stretchAt(start - 1);
    while (stretch.end <= end) {
      const next = zone.stretchAt(stretch.end);
      if (next.offset !== offset) changes.push(changeAt(next.start, offset, next.offset));
      ({ offset, ...stretch } = next);
    }
  }
  return changes;
}

function changeAt(at: number, before: number, after: number): ClockChange {
  return {
    at,
    isSkip: after > before,
    start: at + Math.min(before, after),
    end: at + Math.max(before, after),
  };
}

/**
 * The second instant at which a zone's clocks show what they show at the first; `undefined` where they show it once.
 */
export function secondInstantOf(wall: number, first: number, zone: Zone): number | undefined {
  for (const { at, isSkip, start, end } of changesIn(zone, [{ start: first + 1, end: first + 86_400_000 }])) {
    if (!isSkip && start <= wall && wall < end) return wall - zone.offsetAt(at);
  }
  return undefined;
}
