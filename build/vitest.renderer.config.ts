import { svelte } from '@sveltejs/vite-plugin-svelte';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');

// State classes, geometry, transports: no page. The plugin compiles the runes of .svelte.ts files.
export default defineConfig({
  root,
  plugins: [svelte()],
  resolve: { conditions: ['browser'] },
  test: {
    include: ['renderer/**/*.test.ts'],
    exclude: ['renderer/**/*.browser.test.ts'],
    environment: 'node',
    testTimeout: 20_000,
  },
});
