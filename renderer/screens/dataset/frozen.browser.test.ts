import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../App.svelte';
import { datasetOf } from '../../testing/frozen-dataset';
import { createScriptedConnection } from '../../testing/scripted-client';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="3"><rect width="3" height="3" fill="gray"/></svg>')}`;

test('where no photo has a box, the newest frozen dataset is what there is to see, and nothing offers to freeze', async () => {
  sessionStorage.clear();
  location.hash = '#/dataset';
  const newest = { ...datasetOf('looks-2'), createdAt: '2026-11-25T09:00:00Z' };
  const options = { photos: [], datasets: [datasetOf('looks-1'), newest] };
  await render(App, { connection: createScriptedConnection(options, () => grey) });
  await expect.element(page.getByRole('heading', { name: 'looks-2' })).toBeVisible();
  const sheet = page.getByRole('region', { name: 'Contact sheet' });
  await expect.element(sheet.getByRole('img').first()).toBeVisible();
  await expect.element(page.getByRole('button', { name: /^looks-2/ })).toHaveAttribute('aria-pressed', 'true');
  await expect.element(page.getByRole('button', { name: 'Freeze dataset' })).not.toBeInTheDocument();
  await page.getByRole('button', { name: /^looks-1/ }).click();
  await expect.element(page.getByRole('heading', { name: 'looks-1' })).toBeVisible();
});
