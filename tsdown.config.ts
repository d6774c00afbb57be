import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';
import ts from 'typescript';

const common = {
  tsconfig: 'tsconfig.core.json',
  platform: 'neutral',
  target: 'es2022',
  fixedExtension: false,
  hash: false,
  failOnWarn: true,
  checks: { pluginTimings: false },
  plugins: [withoutHints()],
  // V8 reads a module's constants from memory each time: written in line they save a sixth of a decision.
  inputOptions: { optimization: { inlineConst: { mode: 'all', pass: 3 } } },
  // Nothing of another package is copied into ours, neither code nor types, but what is named below.
  deps: { onlyBundle: [] },
} satisfies UserConfig;

/** What only the JSON Schema tells, by the functions that take it last. It is made of the sources: what runs does without. */
const forTheSchemaAlone: Readonly<Record<string, number>> = { checked: 3, unread: 1 };

/** What wraps a schema in what only the JSON Schema tells. */
const wrappers = ['described', 'hinted'];

function withoutHints() {
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

/**
 * What has no CommonJS of its own is copied into ours, with its licence: not every test runner and bundler can require a
 * module.
 */
const copied = ['flatbush', 'flatqueue', 'leven', 'robust-predicates'];

function licence(name: string): string {
  const [file] = readdirSync(`node_modules/${name}`).filter((entry) => /^licen[cs]e$/iu.test(entry));
  return `/*!\n${name}\n\n${readFileSync(`node_modules/${name}/${String(file)}`, 'utf8').trim()}\n*/`;
}

/** What package.json's `exports` name. */
const doors = {
  index: 'src/index.ts',
  'ledger/index': 'src/ledger/index.ts',
  'ledger/postgres/index': 'src/ledger/postgres/index.ts',
  'lint/index': 'src/lint/index.ts',
  'loyalty/index': 'src/loyalty/index.ts',
  'fuzz/index': 'src/fuzz/index.ts',
  'simulate/index': 'src/simulate/index.ts',
};

export default defineConfig([
  {
    ...common,
    entry: { ...doors, 'cli/index': 'src/cli/index.ts' },
    format: 'esm',
    dts: { entry: Object.values(doors) },
    deps: { ...common.deps, neverBundle: [/^node:/u] },
  },
  {
    ...common,
    entry: doors,
    format: 'cjs',
    deps: { alwaysBundle: copied, onlyBundle: copied, neverBundle: [/^node:/u] },
    banner: { js: copied.map(licence).join('\n') },
    dts: true,
    clean: false,
  },
]);
