import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { pixelPaths } from '../../../electron/contract/pixels';
import App from '../../App.svelte';
import { eventually } from '../../testing/eventually';
import { createScriptedConnection } from '../../testing/scripted-client';
import { inventPhotos } from '../../testing/scripted-images';

/** Photos with names of 120 letters and no place to break a line, none of which can be shown. */
const long = inventPhotos(24).map((photo, index) => ({ ...photo, name: `${'W'.repeat(116)}${index}.jpg` }));
const unreadable = () => 'data:,';

test('long names of photos that cannot be shown widen neither the check nor the details, and push nothing out of reach', async () => {
  sessionStorage.clear();
  location.hash = '#/library';
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
  const { container } = await render(App, { connection: createScriptedConnection({ photos: long }, unreadable) });
  container.style.height = '100vh';
  await eventually(() => expect(document.querySelector('#cell-0 img')).not.toBeNull());
  await userEvent.click(document.querySelector('#cell-0')!);
  const details = page.getByRole('complementary', { name: 'Details' });
  for (const part of [details.getByRole('heading', { level: 2 }), details.getByRole('button', { name: /Exclude/ })]) {
    await expect.element(part).toBeVisible();
    const { height, bottom } = part.element().getBoundingClientRect();
    expect(height).toBeGreaterThan(15);
    expect(bottom).toBeLessThanOrEqual(innerHeight);
  }
  await userEvent.click(page.getByRole('button', { name: 'Import photos' }).first());
  const sheet = page.getByRole('dialog', { name: 'Import photos' });
  await userEvent.click(sheet.getByRole('button', { name: 'Add this folder' }));
  await userEvent.click(sheet.getByRole('button', { name: 'Check' }));
  await eventually(() => expect(sheet.element().querySelectorAll('.failed')).toHaveLength(12));
  const body = sheet.element().querySelector('.body')!;
  expect(body.scrollWidth).toBeLessThanOrEqual(body.clientWidth);
});

test('Escape closes the wizard in every step, though the button that led there is gone', async () => {
  sessionStorage.clear();
  location.hash = '#/library';
  await render(App, { connection: createScriptedConnection() });
  await userEvent.click(page.getByRole('button', { name: 'Import photos' }).first());
  const sheet = page.getByRole('dialog', { name: 'Import photos' });
  await userEvent.click(sheet.getByRole('button', { name: 'Add this folder' }));
  await userEvent.click(sheet.getByRole('button', { name: 'Check' }));
  await expect.element(sheet.getByText('Formats')).toBeVisible();
  expect(document.activeElement).toBe(document.body);
  await userEvent.keyboard('{Escape}');
  await expect.element(sheet).not.toBeInTheDocument();
});

test('of the examples those are shown that can be, and where none can nothing claims to show any', async () => {
  sessionStorage.clear();
  location.hash = '#/library';
  const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><rect width="3" height="4" fill="gray"/></svg>')}`;
  let readable = (path: string) => path !== pixelPaths.thumbnail('1'.padStart(64, '0'));
  const address = (path: string) => (readable(path) ? grey : 'data:,');
  await render(App, { connection: createScriptedConnection({ photos: inventPhotos(24) }, address) });
  await userEvent.click(page.getByRole('button', { name: 'Import photos' }).first());
  const sheet = page.getByRole('dialog', { name: 'Import photos' });
  await userEvent.click(sheet.getByRole('button', { name: 'Add this folder' }));
  await userEvent.click(sheet.getByRole('button', { name: 'Check' }));
  const shown = () =>
    [...sheet.element().querySelectorAll('img')].filter((image) => image.getBoundingClientRect().width > 0);
  await eventually(() => expect(shown()).toHaveLength(11));
  await expect.element(sheet.getByText('For example')).toBeVisible();
  await userEvent.click(sheet.getByRole('button', { name: 'Back' }));
  readable = () => false;
  await userEvent.click(sheet.getByRole('button', { name: 'Check' }));
  await eventually(() => expect(sheet.element().querySelectorAll('.failed')).toHaveLength(12));
  await expect.element(sheet.getByText('For example')).not.toBeVisible();
});
