import { described, name, object, optional, ruleList, text, unread, zone } from './config-schema.ts';
import type { ConfigSchema, Rule } from './rule.ts';

/** The fields of a campaign that are not rules; those that are stand under their rule's type. */
export interface CampaignFields {
  readonly id: string;
  readonly time_zone?: string;
  readonly [field: string]: unknown;
}

const FIELDS = {
  $schema: optional(described(text(), 'The JSON Schema of this file, for editors.')),
  id: described(name(200), 'Names the campaign in the keys of counters.'),
  name: optional(described(text(), 'Free text for people.')),
  time_zone: optional(described(zone(), 'IANA zone of local times and calendar periods. Default: UTC.')),
  rules: optional(described(ruleList(0), 'All of them must hold.')),
  parent: optional(
    described(unread({ anyOf: [{ $ref: '#' }, { type: 'null' }] }), 'A campaign whose rules apply here too.'),
  ),
};

/**
 * The schema of a campaign: its own fields, and one for each rule that is a campaign field. What is in `rules` and
 * `parent` the compiler reads itself.
 */
export function campaignSchema(fields: readonly Rule[]): ConfigSchema<CampaignFields> {
  return object({
    ...FIELDS,
    ...Object.fromEntries(fields.map(({ type, config }) => [type, config])),
  } as never);
}
