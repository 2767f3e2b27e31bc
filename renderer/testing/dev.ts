import '@fontsource-variable/inter/wght.css';
import '../tokens.css';
import '../app.css';
import '../controls.css';
import { mount } from 'svelte';
import App from '../App.svelte';
import { createScriptedConnection } from './scripted-client';
import type { ScriptedPhoto } from './scripted-images';
import type { ScriptedOptions } from './scripted-studio';

/** The window on a scripted studio, for looking at it. `?stage=` says how far the project has come. */
async function open(): Promise<void> {
  const query = new URLSearchParams(location.search);
  const stage = query.get('stage') ?? 'full';
  const theme = query.get('theme') as 'light' | 'dark' | null;
  const language = query.get('language') as 'en' | 'zh' | null;
  const seed = await fetch('/seed.json').then(
    (answer) => (answer.ok ? (answer.json() as Promise<ScriptedPhoto[]>) : undefined),
    () => undefined,
  );
  const options: ScriptedOptions = {
    closed: stage === 'closed',
    settings: { ...(theme ? { theme } : {}), ...(language ? { language } : {}) },
    ...(stage === 'empty' ? { photos: [] } : seed ? { photos: seed } : {}),
  };
  if (stage === 'full') {
    const dataset = { name: 'looks-1', createdAt: '2026-11-24T09:00:00Z', category: 'outfit', imageSize: 64 } as const;
    options.datasets = [
      {
        ...dataset,
        framing: 'pad',
        count: 812,
        train: 731,
        validation: 81,
        contentHash: '4be1c0ffee00'.padEnd(64, '7'),
      },
    ];
    const run = { dataset: 'looks-1', engine: 'onnx', device: 'cpu', imageSize: 64, message: null } as const;
    options.runs = [
      {
        ...run,
        id: 'run-2',
        preset: 'better',
        step: 4200,
        totalSteps: 6000,
        state: 'stopped',
        createdAt: '2026-11-24T08:40:00Z',
        finishedAt: '2026-11-24T09:05:00Z',
      },
      {
        ...run,
        id: 'run-1',
        preset: 'article',
        step: 2000,
        totalSteps: 2000,
        state: 'finished',
        createdAt: '2026-11-23T20:11:00Z',
        finishedAt: '2026-11-23T20:31:00Z',
      },
    ];
  }
  const connection = createScriptedConnection(options);
  if (stage === 'full') await connection.client.run('annotations.acceptAll', { minScore: 0.8 });
  mount(App, { target: document.getElementById('app')!, props: { connection } });
}

void open();
