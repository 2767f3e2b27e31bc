import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// Tests that take minutes, by hand before a release: `npx vitest run --config build/vitest.long.config.ts`.
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  test: { include: ['electron/**/*.long.test.ts'], pool: 'forks', hookTimeout: 120_000, fileParallelism: false },
});
