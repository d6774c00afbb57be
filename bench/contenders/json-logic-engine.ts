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

interface JsonLogicEngine {
  readonly LogicEngine: new () => { build(logic: unknown): (facts: Facts) => readonly string[] };
}

const OPERATORS: Readonly<Record<Operator, string>> = {
  is: '===',
  'is not': '!==',
  'is not fact': '!==',
  below: '<',
  from: '>=',
  above: '>',
};

export function jsonLogicEngine(module: unknown, minimum: string): Contender<Facts> {
  const { LogicEngine } = module as JsonLogicEngine;
  const rows = conditionsOf(minimum).map((condition) => ({ if: [logicOf(condition), condition.row, ''] }));
  const told = new LogicEngine().build({ filter: [rows, { var: '' }] });
  return {
    name: 'json-logic-engine',
    remark:
      'generated code; no places, zones or decimals; no messages or codes but by an array of `if`, filtered',
    reads: 'facts',
    isAccepted: (facts) => told(facts).length === 0,
    rowsOf: (facts) => told(facts).toSorted(),
  };
}

function logicOf({ when, of }: Condition): object {
  return { [when === 'all' ? 'and' : 'or']: of.map(testLogic) };
}

function testLogic(test: Comparison | TagTest): object {
  if (isTagTest(test)) {
    const some = { some: [{ var: 'tags' }, { in: [{ var: '' }, test.anyOf] }] };
    return test.holds ? some : { '!': [some] };
  }
  const { fact, operator, operand } = test;
  return { [OPERATORS[operator]]: [{ var: fact }, operator === 'is not fact' ? { var: operand } : operand] };
}
