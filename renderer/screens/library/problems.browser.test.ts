import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { say, sayInEnglish } from '../../../electron/contract/said';
import App from '../../App.svelte';
import { eventually } from '../../testing/eventually';
import { createScriptedConnection } from '../../testing/scripted-client';

test('what could not be imported is listed with whole sentences, and gone once the list is cleared', async () => {
  sessionStorage.clear();
  location.hash = '#/library';
  const connection = createScriptedConnection();
  const path = '/home/you/Pictures/Private';
  const said = say('file.notPermitted', { path });
  const at = '2026-11-24T08:30:00.000Z';
  connection.studio.problems = [{ path, code: 'not-permitted', message: sayInEnglish(said), said, at }];
  // Only the window's own reading of the list tells it that there is none left.
  connection.studio.changed = () => undefined;
  await render(App, { connection });
  await userEvent.click(page.getByRole('button', { name: 'Show', exact: true }));
  await expect.element(page.getByText('No permission for Private. Change its permissions')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Clear the list' }));
  await eventually(() => expect(document.body.textContent).not.toContain('could not be imported'));
});
