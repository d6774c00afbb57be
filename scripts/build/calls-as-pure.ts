// Calls that make a chunk's constants are marked as pure, so that bundlers leave out the constants that nobody reads.
// They are: package.json says that our modules have no side effects, and nothing but these constants is told of the calls.

import ts from 'typescript';
import { ofCode } from './of-code.ts';

export function callsAsPure() {
  return { name: 'calls-as-pure', renderChunk: ofCode(withPureCalls) };
}

const MARK = '/* @__PURE__ */ ';

export function withPureCalls(code: string): string {
  const places = new Set<number>();
  for (const statement of ts.createSourceFile('chunk.js', code, ts.ScriptTarget.Latest, true).statements) {
    if (ts.isVariableStatement(statement)) addCalls(statement, places);
  }
  // From the last to the first, so that places stay what they are.
  return [...places]
    .toSorted((a, b) => b - a)
    .reduce((text, place) => text.slice(0, place) + MARK + text.slice(place), code);
}

/** Adds where the calls start that are made as the module is loaded: those in functions are made later. */
function addCalls(node: ts.Node, places: Set<number>): void {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) places.add(node.getStart());
  ts.forEachChild(node, (child) => {
    addCalls(child, places);
  });
}
