import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { join } from 'node:path';
import type { Plugin } from 'vite';

const root = join(import.meta.dirname, '..');
const at = (...parts: string[]) => join(root, ...parts);

// CommonJS for Node 18 and Chromium 114: the oldest Electron that the tests run in (docs/decisions/0002).
const cjs = { format: 'cjs' as const, entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' };

/** Vite's server hands styles to the page as inline style sheets, which the page's own policy refuses. */
const developmentPolicy: Plugin = {
  name: 'studio-development-policy',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace(/<meta\s+http-equiv="Content-Security-Policy"[\s\S]*?\/>/, ''),
};

export default defineConfig({
  main: {
    root,
    build: {
      outDir: at('out/main'),
      target: 'node18',
      externalizeDeps: true,
      rolldownOptions: {
        input: {
          index: at('electron/main/index.ts'),
          worker: at('electron/main/worker-entry.ts'),
          web: at('electron/web/index.ts'),
          cli: at('electron/cli/index.ts'),
          images: at('electron/workers/images/index.ts'),
          detect: at('electron/workers/detect/index.ts'),
          train: at('electron/workers/train/index.ts'),
        },
        output: cjs,
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: at('out/preload'),
      target: 'node18',
      externalizeDeps: false,
      rolldownOptions: { input: { index: at('electron/preload/index.ts') }, output: cjs },
    },
  },
  renderer: {
    root: at('renderer'),
    base: './',
    plugins: [svelte(), developmentPolicy],
    // The contract lies beside the renderer, not below it.
    server: { fs: { allow: [root] } },
    build: {
      target: 'chrome114',
      outDir: at('out/renderer'),
      emptyOutDir: true,
      rolldownOptions: { input: at('renderer/index.html') },
    },
  },
});
