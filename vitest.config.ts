import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

function source(file: string): string {
  return fileURLToPath(new URL(`src/${file}`, import.meta.url));
}

export default defineConfig({
  resolve: {
    // As in tsconfig.json: examples import the package by its name.
    alias: [
      { find: /^redemption-rules\/lint$/u, replacement: source('lint/index.ts') },
      { find: /^redemption-rules\/loyalty$/u, replacement: source('loyalty/index.ts') },
      { find: /^redemption-rules\/fuzz$/u, replacement: source('fuzz/index.ts') },
      { find: /^redemption-rules\/simulate$/u, replacement: source('simulate/index.ts') },
      { find: /^redemption-rules$/u, replacement: source('index.ts') },
      { find: /^redemption-rules\/ledger$/u, replacement: source('ledger/index.ts') },
      { find: /^redemption-rules\/ledger\/postgres$/u, replacement: source('ledger/postgres/index.ts') },
    ],
  },
  test: {
    // The second is a host's own, as an example.
    include: ['test/**/*.test.ts', 'examples/property-tests/*.test.ts'],
    testTimeout: 60_000,
    // Vitest would leave one core for itself, which has next to nothing to do.
    maxWorkers: '100%',
    typecheck: {
      include: ['test/**/*.test-d.ts'],
      tsconfig: 'tsconfig.json',
    },
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // The command is tested as a process of its own, which coverage does not see.
      exclude: ['src/cli/**'],
      reporter: ['text-summary', 'html'],
      thresholds: { statements: 100, branches: 100, functions: 100, lines: 100 },
    },
  },
});
