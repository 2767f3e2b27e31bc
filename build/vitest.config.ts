import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');

export default defineConfig({
  root,
  test: {
    include: [
      'electron/**/*.test.ts',
      'resources/**/*.test.ts',
      'build/**/*.test.ts',
      'tools/**/*.test.ts',
      'bench/**/*.test.ts',
    ],
    // Minutes long, by hand: vitest.long.config.ts.
    exclude: [...configDefaults.exclude, '**/*.long.test.ts'],
    // ONNX Runtime and SQLite are native: a process each, never a thread.
    pool: 'forks',
    // Left alone, it takes one of two cores, which is idle while a test waits for a process.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
