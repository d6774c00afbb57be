import { setFlagsFromString } from 'node:v8';
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

interface Entity {
  readonly type: string;
  readonly id: string;
}

type Answer =
  | {
      readonly type: 'success';
      readonly response: {
        readonly decision: 'allow' | 'deny';
        readonly diagnostics: { readonly reason: readonly string[]; readonly errors: readonly unknown[] };
      };
    }
  | { readonly type: 'failure'; readonly errors: readonly unknown[] };

interface CedarWasm {
  preparsePolicySet(
    id: string,
    policies: { readonly staticPolicies: Readonly<Record<string, string>> },
  ): { readonly type: 'success' | 'failure' };
  statefulIsAuthorized(call: {
    readonly principal: Entity;
    readonly action: Entity;
    readonly resource: Entity;
    readonly context: Facts;
    readonly entities: readonly never[];
    readonly preparsedPolicySetId: string;
  }): Answer;
}

const OPERATORS: Readonly<Record<Operator, string>> = {
  is: '==',
  'is not': '!=',
  'is not fact': '!=',
  below: '<',
  from: '>=',
  above: '>',
};

const PERMIT = 'permit';
const principal = { type: 'Customer', id: 'customer' };
const action = { type: 'Action', id: 'redeem' };
const resource = { type: 'Campaign', id: 'campaign' };

export function cedarWasm(module: unknown, minimum: string): Contender<Facts> {
  // V8 of Node 20 ends the process ("unreachable code", in its deoptimizer) when code that such a call is inlined into is
  // deoptimized. One call of 160 µs does not notice that it is not inlined.
  setFlagsFromString('--no-turbo-inline-js-wasm-calls');
  const cedar = module as CedarWasm;
  const preparsedPolicySetId = `at least ${minimum}`;
  const forbidding = conditionsOf(minimum).map((condition) => [condition.row, policyOf(condition)] as const);
  const staticPolicies = {
    [PERMIT]: 'permit(principal, action, resource);',
    ...Object.fromEntries(forbidding),
  };
  const parsed = cedar.preparsePolicySet(preparsedPolicySetId, { staticPolicies });
  if (parsed.type !== 'success') throw new Error(`cedar-wasm: ${JSON.stringify(parsed)}`);
  const ask = (context: Facts) => {
    const call = { principal, action, resource, context, entities: [], preparsedPolicySetId };
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type === 'failure' || answer.response.diagnostics.errors.length > 0) {
      throw new Error(`cedar-wasm: ${JSON.stringify(answer)}`);
    }
    return answer.response;
  };
  return {
    name: 'cedar-wasm',
    remark:
      'one `forbid` a row, parsed beforehand; no places, iteration, zones, decimals to add up, values or order of reasons',
    reads: 'facts',
    isAccepted: (facts) => ask(facts).decision === 'allow',
    rowsOf: (facts) =>
      ask(facts)
        .diagnostics.reason.filter((policy) => policy !== PERMIT)
        .toSorted(),
  };
}

function policyOf({ when, of }: Condition): string {
  const condition = of.map(testPolicy).join(when === 'all' ? ' && ' : ' || ');
  return `forbid(principal, action, resource) when { ${condition} };`;
}

function testPolicy(test: Comparison | TagTest): string {
  if (isTagTest(test)) {
    return `${test.holds ? '' : '!'}context.tags.containsAny(${JSON.stringify(test.anyOf)})`;
  }
  const { fact, operator, operand } = test;
  const right = operator === 'is not fact' ? `context.${operand}` : JSON.stringify(operand);
  return `context.${fact} ${OPERATORS[operator]} ${right}`;
}
