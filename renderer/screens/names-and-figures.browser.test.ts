import '../tokens.css';
import '../app.css';
import '../controls.css';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { DatasetSummary } from '../../electron/contract/api/datasets';
import type { RunSummary } from '../../electron/contract/training';
import App from '../App.svelte';
import { eventually } from '../testing/eventually';
import { datasetOf } from '../testing/frozen-dataset';
import { createScriptedConnection } from '../testing/scripted-client';
import { inventPhotos } from '../testing/scripted-images';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><rect width="3" height="4" fill="gray"/></svg>')}`;
/** As long as a dataset's name may be, with nowhere to break a line in English, and twice as wide in Chinese. */
const longNames = ['W'.repeat(80), '秋冬成衣'.repeat(20)];

function runOf(id: string, dataset: string, state: RunSummary['state'], step: number): RunSummary {
  return {
    id,
    dataset,
    preset: 'better',
    engine: 'onnx',
    device: 'cpu',
    imageSize: 64,
    step,
    totalSteps: 6000,
    state,
    createdAt: '2026-11-24T08:40:00Z',
    finishedAt: null,
    message: null,
  } as RunSummary;
}

async function open(hash: string, datasets: readonly DatasetSummary[], runs: readonly RunSummary[]): Promise<void> {
  location.hash = hash;
  const options = { photos: inventPhotos(60), datasets: [...datasets], runs: [...runs], tickMs: 1 };
  const connection = createScriptedConnection(options, () => grey);
  await connection.client.run('annotations.acceptAll', { minScore: 0.5 });
  const { container } = await render(App, { connection });
  container.style.height = '100vh';
}

beforeEach(() => {
  sessionStorage.clear();
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
});

// A room that was left while it was read asks nothing of what has gone.
const complaints = vi.spyOn(console, 'warn');
afterEach(() => expect(complaints).not.toHaveBeenCalled());
afterAll(() => complaints.mockRestore());

/** What a person could not see or press: it begins or ends outside the window, and no scroller brings it there. */
function outside(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll('main button, main select, main input, main h2, main p, main span')) {
    const { left, right, width } = element.getBoundingClientRect();
    if (width === 0 || (left >= -1 && right <= innerWidth + 1)) continue;
    let above = element.parentElement;
    while (above && above.tagName !== 'MAIN' && getComputedStyle(above).overflowX === 'visible')
      above = above.parentElement;
    // Cut off with three dots, which is how a long name is meant to end.
    if (above && above.tagName !== 'MAIN' && getComputedStyle(above).textOverflow === 'ellipsis') continue;
    found.push(
      `${element.tagName} ${element.textContent.trim().slice(0, 24)} ${Math.round(left)}-${Math.round(right)}`,
    );
  }
  return found;
}

const rooms = ['#/dataset', '#/train', '#/train/run-1', '#/compare/run-1'];
for (const [place, name] of longNames.entries())
  test.each(rooms)(
    `a dataset's name of 80 ${place === 0 ? 'letters' : 'characters'} pushes nothing out of %s`,
    async (room) => {
      await open(
        room,
        [datasetOf(name), datasetOf('looks-1')],
        [runOf('run-1', name, 'stopped', 4200), runOf('run-2', 'looks-1', 'finished', 6000)],
      );
      await eventually(() => expect(document.querySelector('main')?.textContent).toContain(name.slice(0, 8)));
      if (room === '#/dataset') {
        await page
          .getByRole('button', { name: new RegExp(name.slice(0, 8)) })
          .first()
          .click();
        await expect.element(page.getByRole('heading', { name })).toBeVisible();
      }
      expect(outside()).toEqual([]);
    },
  );

test('a run that broke off shows the early figure that it has, and offers to be measured', async () => {
  await open('#/train/run-1', [datasetOf('looks-1')], [runOf('run-1', 'looks-1', 'interrupted', 471)]);
  await expect.element(page.getByText(/early, from 128 photos/)).toBeVisible();
  await expect.element(page.getByRole('img', { name: 'Distance to the photos' })).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Measure now' })).toBeEnabled();
});

test('an address that names a run of another project opens the room all the same', async () => {
  await open('#/train/run-9', [datasetOf('looks-1')], [runOf('run-1', 'looks-1', 'stopped', 4200)]);
  await expect.element(page.getByRole('button', { name: 'Start training' })).toBeVisible();
  await expect.element(page.getByText('The training could not be read')).not.toBeInTheDocument();
});

test('a training that was begun is found again by a window that reloads, also after its end', async () => {
  await open('#/train', [datasetOf('looks-1')], [runOf('run-1', 'looks-1', 'stopped', 4200)]);
  await page.getByRole('button', { name: 'Start training' }).click();
  await eventually(() => expect(location.hash).toBe('#/train/run-2'));
});

test('a run that was stopped is not said to be done', async () => {
  await open('#/train/run-1', [datasetOf('looks-1')], [runOf('run-1', 'looks-1', 'stopped', 4200)]);
  await expect.element(page.getByRole('status').filter({ hasText: 'Ended at step 4,200' })).toBeVisible();
});

test('a paused training says what memory it holds until that is freed; it stays what is next', async () => {
  await open('#/train', [datasetOf('looks-1')], []);
  await page.getByRole('button', { name: 'Start training' }).click();
  await page.getByRole('button', { name: 'Pause' }).click();
  const memory = page.getByText('1.3 GB');
  await expect.element(memory).toBeVisible();
  await page.getByRole('button', { name: 'Free its memory' }).click();
  await expect.element(page.getByRole('button', { name: 'Free its memory' })).not.toBeInTheDocument();
  await expect.element(memory).not.toBeInTheDocument();
  await expect
    .element(page.getByRole('link', { name: /Train.*unfinished.*Next: go on with the training/ }))
    .toBeVisible();
});
