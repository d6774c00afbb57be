// Decisions as plain values: what they make only when it is looked at stands in getters, which no comparison of objects
// sees.

/** As the wire has it. */
export function plain<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

/** What a reader finds who reads every member by its name, `undefined` and all: nothing that JSON would lose is lost. */
export function spelledOut(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(spelledOut);
  return Object.fromEntries(
    namesIn(value).map((name) => [name, spelledOut((value as Record<string, unknown>)[name])]),
  );
}

function namesIn(value: object): string[] {
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (prototype === null || prototype === Object.prototype) return Object.keys(value);
  const members = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  return [...Object.keys(value), ...members.filter(([, member]) => 'get' in member).map(([name]) => name)];
}
