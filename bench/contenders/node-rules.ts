import { isTagTest, conditionsOf, type Comparison, type Condition, type TagTest } from '../conditions.ts';
import type { Contender } from '../contender.ts';
import type { Facts } from '../facts.ts';

interface Flow {
  when(holds: boolean): void;
  next(): void;
}

interface NodeRules {
  readonly RuleEngine: new (
    rules: readonly object[],
    options: { ignoreFactChanges: boolean },
  ) => {
    execute(facts: Facts, done: (result: { readonly matchPath: readonly string[] }) => void): void;
  };
}

export function nodeRules(module: unknown, minimum: string): Contender<Facts> {
  const { RuleEngine } = module as NodeRules;
  const engine = new RuleEngine(conditionsOf(minimum).map(ruleOf), { ignoreFactChanges: true });
  const told = (facts: Facts) =>
    new Promise<readonly string[]>((resolve) => {
      engine.execute(facts, ({ matchPath }) => resolve(matchPath));
    });
  return {
    name: 'node-rules',
    remark: 'conditions are JavaScript, so nothing is out of reach, nor is a rule data; asynchronous only',
    reads: 'facts',
    isAccepted: async (facts) => (await told(facts)).length === 0,
    rowsOf: async (facts) => (await told(facts)).toSorted(),
  };
}

function ruleOf({ row, when, of }: Condition): object {
  const tests = of.map(testOf);
  const holds =
    when === 'all'
      ? (facts: Facts) => tests.every((test) => test(facts))
      : (facts: Facts) => tests.some((test) => test(facts));
  return {
    name: row,
    condition: (flow: Flow, facts: Facts) => flow.when(holds(facts)),
    consequence: (flow: Flow) => flow.next(),
  };
}

function testOf(test: Comparison | TagTest): (facts: Facts) => boolean {
  if (isTagTest(test)) return ({ tags }) => tags.some((tag) => test.anyOf.includes(tag)) === test.holds;
  const { fact, operator, operand } = test;
  switch (operator) {
    case 'is':
      return (facts) => facts[fact] === operand;
    case 'is not':
      return (facts) => facts[fact] !== operand;
    case 'below':
      return (facts) => facts[fact] < operand;
    case 'from':
      return (facts) => facts[fact] >= operand;
    case 'above':
      return (facts) => facts[fact] > operand;
    case 'is not fact':
      return (facts) => facts[fact] !== facts[operand as keyof Facts];
  }
}
