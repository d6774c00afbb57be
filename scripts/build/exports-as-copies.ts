// A chunk exports copies of its constants. V8 keeps what a module exports in cells of memory, and looks into them at each use, in the
// module itself, too; what it does not export it knows by heart.

import ts from 'typescript';
import { ofCode } from './of-code.ts';

export function exportsAsCopies() {
  return { name: 'exports-as-copies', renderChunk: ofCode(withCopies) };
}

export function withCopies(code: string): string {
  const { statements } = ts.createSourceFile('chunk.js', code, ts.ScriptTarget.Latest, true);
  const constants = new Set(statements.flatMap(constantsIn));
  return statements.map((statement) => exportOfCopies(statement, constants)).join('');
}

function constantsIn(statement: ts.Statement): string[] {
  if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const))
    return [];
  return statement.declarationList.declarations.map(({ name }) => name.getText());
}

/** What may change is no constant, and is exported as it is. */
function exportOfCopies(statement: ts.Statement, constants: ReadonlySet<string>): string {
  const text = statement.getFullText();
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier) return text;
  const { exportClause } = statement;
  if (!exportClause || !ts.isNamedExports(exportClause)) return text;
  const copies: string[] = [];
  const exported = exportClause.elements.map(({ propertyName, name }) => {
    const own = (propertyName ?? name).text;
    if (!constants.has(own)) return `${own} as ${name.text}`;
    copies.push(`\nconst ${own}$copy = ${own};`);
    return `${own}$copy as ${name.text}`;
  });
  return `${copies.join('')}\nexport { ${exported.join(', ')} };`;
}
