import { described, name, optional, text } from '../config-schema.ts';
import type { ConfigSchema } from '../rule.ts';

/** What a schema reads. */
export type ReadBy<Schema> = Schema extends ConfigSchema<infer Config> ? Config : never;

/** What every config of this door may say, beside its `type` and `description`. */
export const FRAME = {
  $schema: optional(described(text(), 'The JSON Schema of this file, for editors.')),
  id: described(name(200), 'Names it in decisions and in the keys of counters.'),
  name: optional(described(text(), 'Free text for people.')),
};
