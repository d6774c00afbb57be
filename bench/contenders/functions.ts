// The same campaign as one function: by a careful engineer (HAND), and optimised for it alone (LIMIT).

import type { RedemptionContext } from '../../src/index.ts';
import { limitRefusalsByRuns } from '../built-limit.ts';
import { claimsByHand, refusalsByHand, type Refusal } from '../by-hand.ts';
import { rowNames, type Contender } from '../contender.ts';
import { limitClaims, limitRefusals } from '../limit.ts';

export function hand(minimum: string): Contender<RedemptionContext> {
  const remark = 'by hand on date-fns, decimal.js and turf, used plainly; host facts unchecked, no claims';
  return contenderOf('HAND', remark, refusalsByHand(minimum));
}

export function handWithClaims(minimum: string): Contender<RedemptionContext> {
  const refusals = refusalsByHand(minimum);
  return {
    ...contenderOf('HAND with claims', 'HAND, then the claims with their keys', refusals),
    isAccepted: (context) => refusals(context).length === 0 && claimsByHand(context).length > 0,
  };
}

export function limit(minimum: string): Contender<RedemptionContext> {
  const remark = 'optimised by hand for this one campaign; host facts unchecked, no details, no claims';
  return contenderOf('LIMIT', remark, limitRefusals(minimum));
}

export function limitByRuns(minimum: string): Contender<RedemptionContext> {
  const remark = 'LIMIT, with a ray that skips what lies wholly above or below it, built as the engine is';
  return contenderOf('LIMIT of fewer edges', remark, limitRefusalsByRuns(minimum));
}

export function limitWithClaims(minimum: string): Contender<RedemptionContext> {
  const refusals = limitRefusals(minimum);
  return {
    ...contenderOf('LIMIT with claims', 'LIMIT, then the claims with their keys', refusals),
    isAccepted: (context) => refusals(context).length === 0 && limitClaims(context).length > 0,
  };
}

function contenderOf(
  name: string,
  remark: string,
  refusals: (context: RedemptionContext) => readonly Refusal[],
): Contender<RedemptionContext> {
  return {
    name,
    remark,
    reads: 'context',
    isAccepted: (context) => refusals(context).length === 0,
    rowsOf: (context) => rowNames(refusals(context)),
  };
}
