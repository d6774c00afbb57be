import { isTagTest, conditionsOf, type Condition, type Operator } from '../conditions.ts';
import type { Contender } from '../contender.ts';
import type { Facts } from '../facts.ts';

interface JsonRulesEngine {
  readonly Engine: new (
    rules: readonly object[],
  ) => {
    addOperator(name: string, holds: (tags: readonly string[], anyOf: readonly string[]) => boolean): void;
    run(facts: Facts): Promise<{ readonly events: readonly { readonly type: string }[] }>;
  };
}

const OPERATORS: Readonly<Record<Operator, string>> = {
  is: 'equal',
  'is not': 'notEqual',
  'is not fact': 'notEqual',
  below: 'lessThan',
  from: 'greaterThanInclusive',
  above: 'greaterThan',
};

export function jsonRulesEngine(module: unknown, minimum: string): Contender<Facts> {
  const { Engine } = module as JsonRulesEngine;
  const engine = new Engine(conditionsOf(minimum).map(ruleOf));
  engine.addOperator('sharesTag', (tags, anyOf) => tags.some((tag) => anyOf.includes(tag)));
  engine.addOperator('sharesNoTag', (tags, anyOf) => !tags.some((tag) => anyOf.includes(tag)));
  return {
    name: 'json-rules-engine',
    remark: 'places, zones, decimals, sums and tag lists only by host code; asynchronous only',
    reads: 'facts',
    isAccepted: async (facts) => (await engine.run(facts)).events.length === 0,
    rowsOf: async (facts) => (await engine.run(facts)).events.map(({ type }) => type).toSorted(),
  };
}

function ruleOf({ row, when, of }: Condition): object {
  const conditions = of.map((test) => {
    if (isTagTest(test)) {
      return { fact: 'tags', operator: test.holds ? 'sharesTag' : 'sharesNoTag', value: test.anyOf };
    }
    const { fact, operator, operand } = test;
    const value = operator === 'is not fact' ? { fact: operand } : operand;
    return { fact, operator: OPERATORS[operator], value };
  });
  return { conditions: { [when]: conditions }, event: { type: row } };
}
