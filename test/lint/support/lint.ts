import { lint, type Finding, type FindingKind, type LintOptions } from '../../../src/lint/index.ts';
import { campaign, collection, polygon, box, type Fields } from '../../support/campaigns.ts';

/** What lint tells of an active campaign with these fields. */
export function findings(fields: Fields, options?: LintOptions): readonly Finding[] {
  return lint(campaign(fields), options).findings;
}

/** Where findings of a kind stand: a pointer, and the campaign where it is an ancestor. */
export function pathsOf(kind: FindingKind, fields: Fields, options?: LintOptions): string[] {
  return findings(fields, options)
    .filter((finding) => finding.kind === kind)
    .map(({ campaign: id, path }) => (id === 'spring' ? path : `${id}${path}`));
}

/** Whether lint says that nothing can be accepted. */
export function isImpossible(...rules: readonly unknown[]): boolean {
  return isImpossibleCampaign({ rules });
}

export function isImpossibleCampaign(fields: Fields): boolean {
  return pathsOf('never_accepts', fields).length > 0;
}

/** The one finding of a kind. */
export function findingOf(kind: FindingKind, fields: Fields, options?: LintOptions): Finding {
  const [first, ...others] = findings(fields, options).filter((finding) => finding.kind === kind);
  if (!first || others.length > 0)
    throw new Error(`expected one ${kind}, found ${JSON.stringify([first, ...others])}`);
  return first;
}

export function cost(minimum?: string, maximum?: string): Fields {
  return {
    type: 'transaction_cost',
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
  };
}

export function frame(start?: string, end?: string): Fields {
  return {
    type: 'time_frame',
    windows: [{ ...(start !== undefined && { start }), ...(end !== undefined && { end }) }],
  };
}

export function hours(start: string, end: string, more: Fields = {}): Fields {
  const { days, ...rule } = more;
  return {
    type: 'time_of_order',
    windows: [{ start, end, ...(days !== undefined && { days }) }],
    ...rule,
  };
}

export function anyOf(...rules: readonly unknown[]): Fields {
  return { type: 'any_of', rules };
}

export function allOf(...rules: readonly unknown[]): Fields {
  return { type: 'all_of', rules };
}

export function tagged(category: string, lists: { any_of?: string[]; none_of?: string[] } = {}): Fields {
  return { type: 'category', category, ...lists };
}

export function areas(...features: readonly unknown[]): Fields {
  return { type: 'area', areas: collection(...features) };
}

/** One area: the box with these edges. */
export function boxed(west: number, south: number, east: number, north: number): Fields {
  return areas(polygon([box(west, south, east, north)]));
}

export function budget(period: string, limit: string): Fields {
  return { type: 'budget', period, limit };
}

export function perCustomer(max_redemptions: number, more: Fields = {}): Fields {
  return { type: 'per_customer', max_redemptions, ...more };
}

export const NEW_CUSTOMER = { type: 'new_customer' };
