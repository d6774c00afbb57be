import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { runnerOfStep, timeInTurns, type Runner } from '../timing.ts';
import { isAccepted, placed, polygonOf } from '../variants.ts';
import { seriesOf, type CurveOf } from './curve.ts';

const VERTICES = [10, 100, 1_000, 10_000];
const TURF = 'turf ';

export const curveOfVertices: CurveOf = async (attempts, pace) => {
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
    const evaluate = (context: (typeof contexts)[number]) =>
      campaign.evaluate(context).violations.length === 0;
    return [
      { ...runnerOfStep(`${size}`, contexts, evaluate), expected },
      { ...runnerOfStep(`${TURF}${size}`, points, contains), expected },
    ];
  });
  const timings = await timeInTurns(runners, pace);
  return {
    name: 'vertices',
    title: 'Time by the vertices of a polygon',
    along: 'vertices of one area',
    series: [
      seriesOf('engine, a decision', '', VERTICES, timings),
      seriesOf('turf alone', TURF, VERTICES, timings),
    ],
  };
};

/** Spread evenly over the box of the area: about half of them inside. */
function placeOf(index: number): { longitude: number; latitude: number } {
  const fraction = (irrational: number) => ((index + 1) * irrational) % 1;
  return {
    longitude: 4.9 + 0.37 * (fraction(Math.SQRT2) - 0.5),
    latitude: 52.37 + 0.23 * (fraction(Math.sqrt(3)) - 0.5),
  };
}
