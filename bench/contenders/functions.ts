// The same campaign as one function: by a careful engineer (HAND), and optimised for it alone (LIMIT).

import type { RedemptionContext } from '../../src/index.ts';
import { claimsByHand, refusalsByHand } from '../by-hand.ts';
import { rowNames, type Contender } from '../contender.ts';
import { limitClaims, limitRefusals } from '../limit.ts';
import { isInCityByRuns } from '../limit/city.ts';

export function hand(minimum: string): Contender<RedemptionContext> {
  const refusals = refusalsByHand(minimum);
  return {
    name: 'HAND',
    remark: 'by hand on date-fns, decimal.js and turf, used plainly; host facts unchecked, no claims',
    reads: 'context',
    isAccepted: (context) => refusals(context).length === 0,
    rowsOf: (context) => rowNames(refusals(context)),
  };
}

export function handWithClaims(minimum: string): Contender<RedemptionContext> {
  const refusals = refusalsByHand(minimum);
  return {
    ...hand(minimum),
    name: 'HAND with claims',
    remark: 'HAND, then the claims with their keys',
    isAccepted: (context) => refusals(context).length === 0 && claimsByHand(context).length > 0,
  };
}

export function limit(minimum: string): Contender<RedemptionContext> {
  const refusals = limitRefusals(minimum);
  return {
    name: 'LIMIT',
    remark: 'optimised by hand for this one campaign; host facts unchecked, no details, no claims',
    reads: 'context',
    isAccepted: (context) => refusals(context).length === 0,
    rowsOf: (context) => rowNames(refusals(context)),
  };
}

export function limitByRuns(minimum: string): Contender<RedemptionContext> {
  const refusals = limitRefusals(minimum, isInCityByRuns);
  return {
    name: 'LIMIT of fewer edges',
    remark: 'LIMIT, with a ray that skips what lies wholly above or below it',
    reads: 'context',
    isAccepted: (context) => refusals(context).length === 0,
    rowsOf: (context) => rowNames(refusals(context)),
  };
}

export function limitWithClaims(minimum: string): Contender<RedemptionContext> {
  const refusals = limitRefusals(minimum);
  return {
    ...limit(minimum),
    name: 'LIMIT with claims',
    remark: 'LIMIT, then the claims with their keys',
    isAccepted: (context) => refusals(context).length === 0 && limitClaims(context).length > 0,
  };
}
