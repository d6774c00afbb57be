// How the time of a decision grows: every size is timed in turn, all of them in a round.

import type { Pace, Timings } from '../timing.ts';
import type { Attempt } from '../workload.ts';

/** Times one curve. */
export type CurveOf = (attempts: readonly Attempt[], pace: Pace) => Promise<Curve>;

export interface Curve {
  /** The name of its chart, without its ending. */
  readonly name: string;
  readonly title: string;
  readonly along: string;
  readonly series: readonly Series[];
}

export interface Series {
  readonly name: string;
  readonly points: readonly { readonly size: number; readonly nanoseconds: number }[];
  /** What the last size takes, of what the first one takes. */
  readonly growth: number;
}

/** The runners are named by their sizes, after a prefix. */
export function seriesOf(name: string, prefix: string, sizes: readonly number[], timings: Timings): Series {
  const points = sizes.map((size) => ({ size, nanoseconds: timings.of(`${prefix}${size}`).median }));
  const growth = timings.ratio(`${prefix}${sizes.at(-1) ?? 0}`, `${prefix}${sizes[0] ?? 0}`).median;
  return { name, points, growth };
}
