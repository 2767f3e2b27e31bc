import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../App.svelte';
import { createScriptedConnection } from '../../testing/scripted-client';

test('a folder that is dropped on the empty studio becomes a project, and its import begins', async () => {
  location.hash = '';
  const connection = createScriptedConnection({ closed: true, photos: [] });
  connection.pathOf = (file) => `/home/you/Pictures/${file.name}`;
  await render(App, { connection });
  await expect.element(page.getByRole('heading', { level: 1 })).toBeVisible();
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([], 'Runway 2026'));
  window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
  const sheet = page.getByRole('dialog', { name: 'New project' });
  await expect.element(sheet.getByRole('textbox', { name: 'Name' })).toHaveValue('Runway 2026');
  await userEvent.click(sheet.getByRole('button', { name: 'Create project' }));
  const wizard = page.getByRole('dialog', { name: 'Import photos' });
  await expect.element(wizard.getByRole('button', { name: /^Import \d/ })).toBeVisible();
});
