import {
  isTagTest,
  conditionsOf,
  type Comparison,
  type Condition,
  type Operator,
  type TagTest,
} from '../conditions.ts';
import type { Contender } from '../contender.ts';
import type { Facts } from '../facts.ts';

interface ZenModule {
  readonly ZenEngine: new () => {
    createDecision(content: object): {
      evaluate(facts: Facts): Promise<{ readonly result: readonly { readonly row: string }[] }>;
    };
  };
}

const OPERATORS: Readonly<Record<Operator, string>> = {
  is: '==',
  'is not': '!=',
  'is not fact': '!=',
  below: '<',
  from: '>=',
  above: '>',
};

export function zenEngine(module: unknown, minimum: string): Contender<Facts> {
  const { ZenEngine } = (module as { default?: ZenModule }).default ?? (module as ZenModule);
  const decision = new ZenEngine().createDecision(decisionOf(conditionsOf(minimum)));
  return {
    name: 'zen-engine',
    remark:
      'decision table; no places but by spelling out edges or in a function node; exact decimals and zones it has',
    reads: 'facts',
    isAccepted: async (facts) => (await decision.evaluate(facts)).result.length === 0,
    rowsOf: async (facts) => (await decision.evaluate(facts)).result.map(({ row }) => row).toSorted(),
  };
}

/** A decision table of one column that collects every row that holds. */
function decisionOf(conditions: readonly Condition[]): object {
  const rules = conditions.map((condition, index) => ({
    _id: `rule-${index}`,
    when: expressionOf(condition),
    row: JSON.stringify(condition.row),
  }));
  return {
    contentType: 'application/vnd.gorules.decision',
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode' },
      {
        id: 'table',
        name: 'table',
        type: 'decisionTableNode',
        content: {
          hitPolicy: 'collect',
          inputs: [{ id: 'when', name: 'when' }],
          outputs: [{ id: 'row', name: 'row', field: 'row' }],
          rules,
        },
      },
      { id: 'out', name: 'out', type: 'outputNode' },
    ],
    edges: [
      { id: 'in-table', sourceId: 'in', targetId: 'table' },
      { id: 'table-out', sourceId: 'table', targetId: 'out' },
    ],
  };
}

function expressionOf({ when, of }: Condition): string {
  return of.map(testExpression).join(when === 'all' ? ' and ' : ' or ');
}

function testExpression(test: Comparison | TagTest): string {
  if (isTagTest(test)) {
    return `${test.holds ? 'some' : 'none'}(tags, # in ${JSON.stringify(test.anyOf)})`;
  }
  const { fact, operator, operand } = test;
  const right = operator === 'is not fact' ? operand : JSON.stringify(operand);
  return `${fact} ${OPERATORS[operator]} ${right}`;
}
