// What only the JSON Schema tells is left out: the schema is made of the sources, and what runs does without.

import ts from 'typescript';

/** How many arguments the functions have that take it last. */
const forTheSchemaAlone: Readonly<Record<string, number>> = { checked: 3, unread: 1 };

/** Functions that wrap a schema in it. */
const wrappers = ['described', 'hinted'];

export function withoutHints() {
  return {
    name: 'without-hints',
    transform(code: string, id: string) {
      if (!/src.(?:[a-z-]+-schema|rules.[a-z-]+|loyalty.[a-z-]+)\.ts$/u.test(id)) return undefined;
      const source = ts.createSourceFile(id, code, ts.ScriptTarget.Latest, true);
      const cuts: [from: number, to: number][] = [];
      const visit = (node: ts.Node): void => {
        if (!ts.isCallExpression(node)) ts.forEachChild(node, visit);
        else if (wrappers.includes(node.expression.getText())) {
          const [schema] = node.arguments as unknown as [ts.Expression];
          cuts.push([node.getStart(), schema.getStart()], [schema.end, node.end]);
          visit(schema);
        } else if (node.arguments.length === forTheSchemaAlone[node.expression.getText()]) {
          const last = node.arguments.at(-1) as ts.Expression;
          cuts.push([node.arguments.at(-2)?.end ?? last.getStart(), last.end]);
          node.arguments.slice(0, -1).forEach(visit);
        } else ts.forEachChild(node, visit);
      };
      visit(source);
      // From the last to the first, so that places stay what they are.
      return cuts
        .toSorted(([a], [b]) => b - a)
        .reduce((text, [from, to]) => text.slice(0, from) + text.slice(to), code);
    },
  };
}
