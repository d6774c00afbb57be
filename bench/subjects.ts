// What is timed in one run of turns: the contenders on the workload, and the engine on what could slow it down.

import type { Campaign } from '../src/index.ts';
import { compile } from './built.ts';
import { rowNames, type Contender } from './contender.ts';
import { engine, enginePlanned, engineRead } from './contenders/engine.ts';
import { hand, handWithClaims, limit, limitByRuns, limitWithClaims } from './contenders/functions.ts';
import { acceptedOf, callEach, runnerOf, runnerOfStep, type Runner } from './timing.ts';
import {
  campaignOfLongAmounts,
  isAccepted,
  onBorder,
  variedConfigs,
  withEpochs,
  withLongAmounts,
} from './variants.ts';
import { CAMPAIGN, MINIMUM, shuffled, type Attempt } from './workload.ts';

const asEngine = engine(MINIMUM);
const asHand = hand(MINIMUM);
const asLimit = limit(MINIMUM);

/** The engine and the two functions. */
export const OWN: readonly Contender[] = [
  asEngine,
  engineRead(MINIMUM),
  enginePlanned(MINIMUM),
  asLimit,
  limitByRuns(MINIMUM),
  limitWithClaims(MINIMUM),
  asHand,
  handWithClaims(MINIMUM),
];

/** Campaigns that take turns, one context after another. */
const MANY_CAMPAIGNS = 1_000;

/** Every name that {@link ownRunners} times. */
export const NAMES = {
  engine: 'engine',
  read: 'engine, read',
  planned: 'engine, plan and claims',
  hand: 'HAND',
  handWithClaims: 'HAND with claims',
  limit: 'LIMIT',
  limitByRuns: 'LIMIT of fewer edges',
  limitWithClaims: 'LIMIT with claims',
  engineShuffled: 'engine, shuffled',
  handShuffled: 'HAND, shuffled',
  limitShuffled: 'LIMIT, shuffled',
  engineEpochs: 'engine, epochs',
  limitEpochs: 'LIMIT, epochs',
  oneCampaign: 'engine, one varied campaign',
  manyCampaigns: 'engine, the next of many campaigns',
  acceptedOnly: 'engine, accepted only',
  longAmounts: 'engine, long amounts',
  onBorder: 'engine, on a border',
  compile: 'compile',
  parse: 'JSON.parse',
} as const;

export function ownRunners(attempts: readonly Attempt[], seed: number): Runner[] {
  const inNoOrder = shuffled(attempts, seed);
  const epochs = withEpochs(attempts);
  const borders = onBorder(attempts);
  const here = compile(CAMPAIGN);
  for (const some of [inNoOrder, epochs, borders]) checkTold(here, some);
  const configs = variedConfigs(MANY_CAMPAIGNS, seed);
  const campaigns = configs.map((config) => compile(config));
  const texts = configs.map((config) => JSON.stringify(config));
  return [
    ...OWN.map((contender) => runnerOf(contender, attempts)),
    named(NAMES.engineShuffled, runnerOf(asEngine, inNoOrder)),
    named(NAMES.handShuffled, runnerOf(asHand, inNoOrder)),
    named(NAMES.limitShuffled, runnerOf(asLimit, inNoOrder)),
    named(NAMES.engineEpochs, runnerOf(asEngine, epochs)),
    named(NAMES.limitEpochs, runnerOf(asLimit, epochs)),
    turningRunner(NAMES.oneCampaign, campaigns.slice(0, 1), attempts),
    turningRunner(NAMES.manyCampaigns, campaigns, attempts),
    named(NAMES.acceptedOnly, runnerOf(asEngine, attempts.filter(isAccepted))),
    longAmountsRunner(attempts),
    named(NAMES.onBorder, runnerOf(asEngine, borders)),
    runnerOfStep(NAMES.compile, configs, (config) => compile(config).id !== ''),
    runnerOfStep(NAMES.parse, texts, (text) => JSON.parse(text) !== null),
  ];
}

function named(name: string, runner: Runner): Runner {
  return { ...runner, name };
}

/** One context after another, each against the next campaign. */
function turningRunner(name: string, campaigns: readonly Campaign[], attempts: readonly Attempt[]): Runner {
  const contexts = attempts.map(({ context }) => context);
  const decide = (index: number) => {
    const campaign = campaigns[index % campaigns.length] as Campaign;
    return campaign.evaluate(contexts[index] as (typeof contexts)[number]).violations.length === 0;
  };
  // What the campaigns decide when each is asked for all of its contexts before the next: they keep nothing.
  const decided = new Array<boolean>(contexts.length);
  for (let first = 0; first < campaigns.length; first++) {
    for (let index = first; index < contexts.length; index += campaigns.length)
      decided[index] = decide(index);
  }
  return {
    name,
    size: contexts.length,
    run: callEach(contexts, (_, index) => decide(index)),
    expected: (from, to) => decided.slice(from, to).filter(Boolean).length,
  };
}

function longAmountsRunner(attempts: readonly Attempt[]): Runner {
  const campaign = campaignOfLongAmounts();
  const long = withLongAmounts(attempts);
  checkTold(campaign, long);
  const contexts = long.map(({ context }) => context);
  const run = callEach(contexts, (context) => campaign.evaluate(context).violations.length === 0);
  return { name: NAMES.longAmounts, size: contexts.length, run, expected: acceptedOf(attempts) };
}

/** Throws unless the campaign tells what is expected of it. */
function checkTold(campaign: Campaign, attempts: readonly Attempt[]): void {
  attempts.forEach(({ context, rows }, index) => {
    const told = rowNames(campaign.evaluate(context).violations).join(', ');
    if (told !== rows.join(', ')) throw new Error(`context ${index}: [${told}], not [${rows.join(', ')}]`);
  });
}
