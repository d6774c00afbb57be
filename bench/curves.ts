// How the time of a decision grows with the campaign. Each curve is timed in turns of its own, all its sizes in a round.

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { runnerOfStep, timeInTurns, type Pace, type Runner, type Timings } from './timing.ts';
import { campaignOfRules, isAccepted, placed, polygonOf } from './variants.ts';
import type { Attempt } from './workload.ts';

export interface Curve {
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

const RULES = [1, 3, 10, 30, 100];
const VERTICES = [10, 100, 1_000, 10_000];

export async function curveOfRules(attempts: readonly Attempt[], pace: Pace): Promise<Curve> {
  // Without the subscription nothing is a renewal.
  const first = attempts.filter((attempt) => isAccepted(attempt) && attempt.context.origin === null);
  const contexts = first.map(({ context }) => context);
  const runners = RULES.map((size): Runner => {
    const campaign = campaignOfRules(size);
    return runnerOfStep(`${size}`, contexts, (context) => campaign.evaluate(context).status === 'accepted');
  });
  const timings = await timeInTurns(runners, pace);
  return {
    title: 'Time of a decision by the number of rules',
    along: 'rules, all of which hold',
    series: [seriesOf('engine', '', RULES, timings)],
  };
}

const TURF = 'turf ';

export async function curveOfVertices(attempts: readonly Attempt[], pace: Pace): Promise<Curve> {
  const sent = attempts.filter(isAccepted).map((attempt, index) => placed(attempt, placeOf(index)));
  const contexts = sent.map(({ context }) => context);
  const points = sent
    .map((_, index) => placeOf(index))
    .map(({ longitude, latitude }) => [longitude, latitude]);
  const runners = VERTICES.flatMap((size): Runner[] => {
    const { coordinates, campaign } = polygonOf(size);
    const polygon = { type: 'Polygon' as const, coordinates };
    const contains = (point: number[]) => booleanPointInPolygon(point, polygon);
    const inside = points.map(contains);
    const expected = (from: number, to: number) => inside.slice(from, to).filter(Boolean).length;
    const evaluate = (context: (typeof contexts)[number]) => campaign.evaluate(context).status === 'accepted';
    return [
      { ...runnerOfStep(`${size}`, contexts, evaluate), expected },
      { ...runnerOfStep(`${TURF}${size}`, points, contains), expected },
    ];
  });
  const timings = await timeInTurns(runners, pace);
  return {
    title: 'Time by the vertices of a polygon',
    along: 'vertices of one area',
    series: [
      seriesOf('engine, a decision', '', VERTICES, timings),
      seriesOf('turf alone', TURF, VERTICES, timings),
    ],
  };
}

/** Spread evenly over the box of the area: about half of them inside. */
function placeOf(index: number): { longitude: number; latitude: number } {
  const fraction = (irrational: number) => ((index + 1) * irrational) % 1;
  return {
    longitude: 4.9 + 0.37 * (fraction(Math.SQRT2) - 0.5),
    latitude: 52.37 + 0.23 * (fraction(Math.sqrt(3)) - 0.5),
  };
}

function seriesOf(name: string, prefix: string, sizes: readonly number[], timings: Timings): Series {
  const points = sizes.map((size) => ({ size, nanoseconds: timings.of(`${prefix}${size}`).median }));
  const growth = timings.ratio(`${prefix}${sizes.at(-1) ?? 0}`, `${prefix}${sizes[0] ?? 0}`).median;
  return { name, points, growth };
}
