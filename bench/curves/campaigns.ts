import { compile } from '../../src/index.ts';
import { NeedsIndex } from '../../src/portfolio/needs-index.ts';
import { catalogue, contexts } from '../catalogue.ts';
import { Everyone, portfolioOf, withUsage } from '../portfolios.ts';
import { runnerOfStep, timeInTurns, type Runner } from '../timing.ts';
import { SEED } from '../workload.ts';
import { seriesOf, type CurveOf } from './curve.ts';

const CAMPAIGNS = [10, 100, 1_000, 10_000];
const EACH = 'each ';
const CONTEXTS = 100;
const DAY = 86_400_000;
const JUNE = Date.UTC(2026, 5, 2, 8);

export const curveOfCampaigns: CurveOf = async (_attempts, pace) => {
  const campaigns = catalogue(Math.max(...CAMPAIGNS), SEED).map((config) => compile(config));
  const runners = CAMPAIGNS.flatMap((size): Runner[] => {
    const some = campaigns.slice(0, size);
    const portfolio = portfolioOf(new NeedsIndex(), some);
    const everyone = portfolioOf(new Everyone(), some);
    const asked = withUsage(contexts(CONTEXTS, SEED, JUNE, DAY), portfolio).map((context) => {
      return { context, qualified: everyone.qualify(context).qualified.length };
    });
    return [
      runnerOfStep(`${size}`, asked, ({ context, qualified }) => {
        return portfolio.qualify(context).qualified.length === qualified;
      }),
      runnerOfStep(`${EACH}${size}`, asked, ({ context, qualified }) => {
        return everyone.qualify(context).qualified.length === qualified;
      }),
    ];
  });
  const timings = await timeInTurns(runners, pace);
  return {
    name: 'campaigns',
    title: 'Time to find those that qualify, by the number of campaigns',
    along: 'campaigns of a year',
    series: [
      seriesOf('qualify', '', CAMPAIGNS, timings),
      seriesOf('each until its first failure', EACH, CAMPAIGNS, timings),
    ],
  };
};
