// Campaigns without what lint says of them that it never matters.

import type { Finding } from '../../../src/lint/index.ts';
import type { CampaignJson } from './small-campaigns.ts';

type Node = Record<string, unknown> & { rules?: Node[] };

/** In place of a rule that is gone from a group: one that always holds, or one that never does. */
const HOLDS = { type: 'time_of_order', windows: [{}] };
const NEVER = { type: 'budget', period: 'total', limit: '0' };

/** The campaign without all that these findings speak of. */
export function without(campaign: CampaignJson, findings: readonly Finding[]): CampaignJson {
  const changed = structuredClone(campaign) as unknown as Node;
  // The last items of lists first: the places of those before them stay.
  const inOrder = findings.toSorted((a, b) => (comparable(a.path) < comparable(b.path) ? 1 : -1));
  for (const { campaign: id, path } of inOrder) {
    let level = changed;
    while (level['id'] !== id) level = level['parent'] as Node;
    remove(level, path.split('/').slice(1), '');
  }
  closeGroups(changed);
  return changed as unknown as CampaignJson;
}

function comparable(path: string): string {
  return path.replace(/\d+/g, (number) => number.padStart(6, '0'));
}

function remove(from: Node, steps: readonly string[], path: string): void {
  const [step = '', ...rest] = steps;
  const child = from[step] as Node;
  if (rest.length > 0) {
    remove(child, rest, `${path}/${step}`);
  } else if (Array.isArray(from)) {
    from.splice(Number(step), 1);
    if (path.endsWith('none_of') && from.length === 0) from.push('a tag that nobody has');
  } else if (step === 'max_redemptions' && from['type'] !== undefined) {
    // It must be there; so large it says nothing.
    from[step] = Number.MAX_SAFE_INTEGER;
  } else {
    Reflect.deleteProperty(from, step);
  }
}

/** What stands for a group of no rules. */
function closeGroups(node: Node): void {
  for (const child of node.rules ?? []) closeGroups(child);
  if (node['type'] === 'all_of' && node.rules?.length === 0) node.rules.push(HOLDS);
  if (node['type'] === 'any_of' && node.rules?.length === 0) node.rules.push(NEVER);
  if (typeof node['parent'] === 'object' && node['parent'] !== null) closeGroups(node['parent'] as Node);
}
