/**
 * Who may import whom: the table of docs/ARCHITECTURE.md, checked by the lint rule beside it.
 * A file belongs to the longest matching folder. `folders` lists what it may import besides its own folder,
 * `packages` which npm packages and Node modules (a trailing * matches any ending).
 */
export const layers = {
  'electron/contract': { folders: [], packages: ['zod'] },
  'electron/ml': { folders: ['electron/contract'], packages: [] },
  'electron/storage': { folders: ['electron/contract'], packages: ['node:*', 'sharp'] },
  'electron/core': {
    folders: ['electron/contract', 'electron/ml', 'electron/storage'],
    packages: ['node:*'],
  },
  'electron/core/database.ts': {
    folders: ['electron/contract', 'electron/core'],
    packages: ['node:*', '@photostructure/sqlite'],
  },
  'electron/workers': {
    folders: ['electron/contract', 'electron/ml', 'electron/storage'],
    packages: ['node:*'],
  },
  'electron/workers/images': {
    folders: ['electron/contract', 'electron/ml', 'electron/storage', 'electron/workers/host', 'resources/samples'],
    packages: ['node:*', 'sharp'],
  },
  'electron/workers/detect': {
    folders: ['electron/contract', 'electron/ml', 'electron/storage', 'electron/workers/host'],
    packages: ['node:*', 'onnxruntime-node'],
  },
  'electron/workers/train': {
    folders: [
      'electron/contract',
      'electron/ml',
      'electron/storage',
      'electron/workers/host',
      'electron/workers/train/tensorflow',
    ],
    packages: ['node:*', 'onnxruntime-node'],
  },
  'electron/workers/train/tensorflow': {
    folders: ['electron/contract', 'electron/ml', 'electron/workers/train'],
    packages: ['node:*', '@tensorflow/*'],
  },
  // The shell speaks the window's languages.
  'electron/main': {
    folders: ['electron/contract', 'electron/core', 'renderer/text'],
    packages: ['node:*', 'electron'],
  },
  'electron/preload': { folders: ['electron/contract'], packages: ['electron'] },
  'electron/web': { folders: ['electron/contract', 'electron/core'], packages: ['node:*', 'ws'] },
  'electron/cli': {
    folders: ['electron/contract', 'electron/core', 'electron/web'],
    packages: ['node:*', 'commander'],
  },
  'electron/testing': {
    folders: [
      'electron/contract',
      'electron/ml',
      'electron/storage',
      'electron/core',
      'electron/workers',
      'electron/web',
    ],
    packages: ['node:*', 'sharp', 'onnxruntime-node', 'vite', 'vitest'],
  },
  'resources/samples': { folders: ['electron/ml'], packages: [] },
  'renderer/api': { folders: ['electron/contract'], packages: [] },
  'renderer/components': {
    folders: ['electron/contract'],
    packages: ['svelte', 'svelte/*', '@lucide/svelte', '@lucide/svelte/*', 'chart.js'],
  },
  'renderer/editor': {
    folders: ['electron/contract', 'renderer/components'],
    packages: ['svelte', 'svelte/*', '@lucide/svelte', '@lucide/svelte/*'],
  },
  'renderer/testing': {
    folders: ['electron/contract', 'renderer'],
    packages: ['svelte', '@fontsource-variable/*', 'vitest'],
  },
  'renderer/text': { folders: ['electron/contract'], packages: [] },
  'renderer/state': {
    folders: ['electron/contract', 'renderer/api', 'renderer/text'],
    packages: ['svelte', 'svelte/*'],
  },
  'renderer/screens': {
    folders: ['electron/contract', 'renderer/state', 'renderer/editor', 'renderer/components', 'renderer/text'],
    packages: ['svelte', 'svelte/*', '@lucide/svelte', '@lucide/svelte/*'],
  },
  renderer: {
    folders: [
      'electron/contract',
      'renderer/api',
      'renderer/state',
      'renderer/editor',
      'renderer/screens',
      'renderer/components',
      'renderer/text',
    ],
    packages: ['svelte', 'svelte/*', '@fontsource-variable/*', '@lucide/svelte', '@lucide/svelte/*'],
  },
};
