import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const hostZoneAndClock = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length!=1]",
    message: 'The core reads no clock and no host time zone: construct a Date from one instant.',
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: 'The core reads no clock.',
  },
];

const hostGlobals = [
  'process',
  'performance',
  'Buffer',
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'setImmediate',
  'setInterval',
  'setTimeout',
].map((name) => ({ name, message: 'The core depends on nothing but ECMAScript and Intl.' }));

export default defineConfig(
  { ignores: ['dist/', 'coverage/', 'node_modules/'] },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      'no-eval': 'error',
      'prefer-const': 'error',
      'require-atomic-updates': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // `const { left, ...rest }` is how a key is left out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Numbers read the same in a template as anywhere else.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => report(row)` is the plainest way to write a callback that returns nothing.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli/**', 'src/ledger/postgres/**'],
    rules: {
      'no-restricted-globals': ['error', ...hostGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The core reads no clock.' },
        { object: 'Math', property: 'random', message: 'The same input always gives the same answer.' },
      ],
      'no-restricted-syntax': ['error', ...hostZoneAndClock],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // A test that meets `undefined` fails there and then.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Generators break contexts by taking keys away.
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['test/**/*.test-d.ts'],
    rules: {
      // The title of the test says why its line does not compile.
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': false }],
    },
  },
);
