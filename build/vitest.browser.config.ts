import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Set by tools/check.mjs: the Chromium that the end-to-end tests use too. */
const executablePath = process.env['STUDIO_E2E_CHROMIUM'] ?? '';
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

// Components in a real browser, driven by a real pointer and a real keyboard, on a scripted studio.
export default defineConfig({
  root: join(import.meta.dirname, '..'),
  plugins: [svelte()],
  optimizeDeps: { include: ['chart.js', 'zod'] },
  test: {
    include: ['renderer/**/*.browser.test.ts'],
    testTimeout: 30_000,
    // What a person waits for comes within a second; a machine that trains meanwhile takes longer.
    expect: { poll: { timeout: 15_000 } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args: isRoot ? ['--no-sandbox'] : [] } }),
      viewport: { width: 1280, height: 800 },
      instances: [{ browser: 'chromium' }],
    },
  },
});
