// Functions and classes of a chunk become constants. V8 takes any other name of a module for one that may be assigned
// anew: wherever it is called, it is read from memory and compared with the function that V8 knows.

import ts from 'typescript';
import { ofCode } from './of-code.ts';

export function namesAsConstants() {
  return { name: 'names-as-constants', renderChunk: ofCode(withConstants) };
}

/** Functions come first, as they do where they are declared: what stands before them may call them. */
export function withConstants(code: string): string {
  const imports: string[] = [];
  const functions: string[] = [];
  const others: string[] = [];
  for (const statement of ts.createSourceFile('chunk.js', code, ts.ScriptTarget.Latest, true).statements) {
    if (ts.isImportDeclaration(statement)) imports.push(statement.getFullText());
    else if (ts.isFunctionDeclaration(statement)) functions.push(functionAsConstant(statement));
    else if (isClass(statement)) others.push(classAsConstant(statement));
    else others.push(statement.getFullText());
  }
  return [...imports, ...functions, ...others].join('');
}

function functionAsConstant(declaration: ts.FunctionDeclaration): string {
  return `${commentsBefore(declaration)}const ${declaration.name?.text} = ${asExpression(declaration)};`;
}

/** An arrow where that does the same: it is shorter. */
function asExpression(declaration: ts.FunctionDeclaration): string {
  const { asteriskToken, body, modifiers = [], parameters } = declaration;
  if (asteriskToken || !body || [...parameters, body].some(readsItsCall)) return declaration.getText();
  const list = parameters.map((parameter) => parameter.getText()).join(', ');
  return [...modifiers.map((modifier) => modifier.getText()), `(${list}) => ${body.getText()}`].join(' ');
}

/** Whether it uses `this`, `arguments` or `new.target`, which an arrow takes from around it. */
function readsItsCall(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isMetaProperty(node)) return true;
  if (ts.isIdentifier(node) && node.text === 'arguments') return true;
  const hasItsOwn = ts.isClassLike(node) || (ts.isFunctionLike(node) && !ts.isArrowFunction(node));
  return !hasItsOwn && ts.forEachChild(node, (child) => readsItsCall(child) || undefined) === true;
}

/** The bundler declares classes as variables. */
function isClass(statement: ts.Statement): statement is ts.VariableStatement {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(
      ({ initializer }) => initializer !== undefined && ts.isClassExpression(initializer),
    )
  );
}

function classAsConstant(statement: ts.VariableStatement): string {
  return commentsBefore(statement) + statement.getText().replace(/^(?:var|let)\b/u, 'const');
}

function commentsBefore(node: ts.Node): string {
  return node.getFullText().slice(0, node.getLeadingTriviaWidth());
}
