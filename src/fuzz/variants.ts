import { isJsonObject, type Json, type JsonObject } from '../snapshot.ts';

/** The campaign and its parents, all active. */
export function asIfActive(config: JsonObject): JsonObject {
  const { parent } = config;
  return { ...config, status: 'active', ...(isJsonObject(parent) && { parent: asIfActive(parent) }) };
}

/** All lists of rules the other way round, those of groups and of parents too. */
export function reordered(config: JsonObject): JsonObject {
  const { rules, parent } = config;
  return {
    ...config,
    ...(Array.isArray(rules) && { rules: rules.map((rule: Json) => reorderedRule(rule)).toReversed() }),
    ...(isJsonObject(parent) && { parent: reordered(parent) }),
  };
}

function reorderedRule(rule: Json): Json {
  return isJsonObject(rule) && Array.isArray(rule['rules']) ? reordered(rule) : rule;
}

/** Rules of the chain, those in groups too, and its campaigns. */
export function rulesIn({ rules, parent }: JsonObject): number {
  const listed = (Array.isArray(rules) ? rules : []) as readonly JsonObject[];
  const here = listed.reduce((sum, rule) => sum + rulesIn(rule), 1);
  return here + (isJsonObject(parent) ? rulesIn(parent) : 0);
}
