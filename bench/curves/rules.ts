import { runnerOfStep, timeInTurns } from '../timing.ts';
import { campaignOfRules, isAccepted } from '../variants.ts';
import { seriesOf, type CurveOf } from './curve.ts';

const RULES = [1, 3, 10, 30, 100];

export const curveOfRules: CurveOf = async (attempts, pace) => {
  // Without the subscription nothing is a renewal.
  const first = attempts.filter((attempt) => isAccepted(attempt) && attempt.context.origin === null);
  const contexts = first.map(({ context }) => context);
  const runners = RULES.map((size) => {
    const campaign = campaignOfRules(size);
    return runnerOfStep(`${size}`, contexts, (context) => campaign.evaluate(context).violations.length === 0);
  });
  const timings = await timeInTurns(runners, pace);
  return {
    name: 'rules',
    title: 'Time of a decision by the number of rules',
    along: 'rules, all of which hold',
    series: [seriesOf('engine', '', RULES, timings)],
  };
};
