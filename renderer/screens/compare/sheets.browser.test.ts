import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { RunSummary } from '../../../electron/contract/training';
import App from '../../App.svelte';
import { datasetOf } from '../../testing/frozen-dataset';
import { createScriptedConnection } from '../../testing/scripted-client';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"><rect width="3" height="3" fill="gray"/></svg>')}`;
const run = {
  id: 'run-1',
  dataset: 'looks-1',
  preset: 'better',
  engine: 'onnx',
  device: 'cpu',
  imageSize: 64,
  step: 4200,
  totalSteps: 6000,
  state: 'stopped',
  createdAt: '2026-11-24T08:40:00Z',
  finishedAt: null,
  message: null,
} as RunSummary;

test('the sheets keep their heads where they are when a look is opened beside them', async () => {
  sessionStorage.clear();
  location.hash = '#/compare/run-1';
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
  const connection = createScriptedConnection({ datasets: [datasetOf('looks-1')], runs: [run] }, () => grey);
  const { container } = await render(App, { connection });
  container.style.height = '100vh';
  const generated = page.getByRole('region', { name: 'Generated' });
  const head = generated.getByRole('heading', { name: /Generated/ });
  await expect.element(head).toBeVisible();
  const { top } = head.element().getBoundingClientRect();
  const look = generated.getByRole('listitem').first();
  // There is nothing to open before it is drawn.
  await expect.poll(() => look.element().querySelector('img')).not.toBeNull();
  await userEvent.click(look.getByRole('button').first());
  await expect.element(page.getByRole('button', { name: /Breed/ })).toBeVisible();
  expect(head.element().getBoundingClientRect().top).toBe(top);
});
