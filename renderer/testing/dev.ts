import '@fontsource-variable/inter/wght.css';
import '../tokens.css';
import '../app.css';
import '../controls.css';
import { mount } from 'svelte';
import { say, sayInEnglish } from '../../electron/contract/said';
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
  if (stage === 'many') Object.assign(options, manyRuns());
  const connection = createScriptedConnection(options);
  if (stage === 'full' || stage === 'many') await connection.client.run('annotations.acceptAll', { minScore: 0.8 });
  mount(App, { target: document.getElementById('app')!, props: { connection } });
}

/** Ten runs of a dataset with a long name, in every state. */
function manyRuns(): Pick<ScriptedOptions, 'datasets' | 'runs'> {
  const name = 'Autumn-Winter-2026-ready-to-wear-backstage-and-runway-final-selection';
  const states = ['interrupted', 'failed', 'stopped', 'paused', 'finished'] as const;
  const dataset = {
    name,
    createdAt: '2026-11-24T09:00:00Z',
    category: 'outfit',
    imageSize: 64,
    framing: 'pad',
  } as const;
  return {
    datasets: [{ ...dataset, count: 812, train: 731, validation: 81, contentHash: '7'.repeat(64) }],
    runs: Array.from({ length: 10 }, (_, index) => {
      const state = states[index % states.length]!;
      const failure = say('file.diskFull', { path: '/home/someone/Collections/Autumn/runs/run-9/metrics.jsonl' });
      const failed = state === 'failed' ? { message: sayInEnglish(failure), messageSaid: failure } : { message: null };
      return {
        id: `run-${10 - index}`,
        dataset: name,
        preset: index % 3 ? 'better' : 'article',
        engine: 'onnx',
        device: 'cpu',
        imageSize: 64,
        step: 4200 - 400 * index,
        totalSteps: state === 'finished' ? 4200 - 400 * index : 6000,
        state,
        createdAt: '2026-11-24T08:40:00Z',
        finishedAt: null,
        ...failed,
      };
    }),
  };
}

void open();
