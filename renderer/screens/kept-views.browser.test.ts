import '../tokens.css';
import '../app.css';
import '../controls.css';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { cleanup, render } from 'vitest-browser-svelte';
import App from '../App.svelte';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import { inventPhotos } from '../testing/scripted-images';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><rect width="3" height="4" fill="gray"/></svg>')}`;

async function open(): Promise<void> {
  const connection = createScriptedConnection({ photos: inventPhotos(600) }, () => grey);
  await connection.client.run('annotations.acceptAll', { minScore: 0.8 });
  const { container } = await render(App, { connection });
  container.style.height = '100vh';
}

/** As a browser does it: the page hears that it goes, and only what the session keeps is there afterwards. */
async function reload(): Promise<void> {
  window.dispatchEvent(new Event('pagehide'));
  const kept = { ...sessionStorage } as Record<string, string>;
  const hash = location.hash;
  await cleanup();
  sessionStorage.clear();
  for (const [key, value] of Object.entries(kept)) sessionStorage.setItem(key, value);
  location.hash = hash;
  await open();
}

beforeEach(() => {
  sessionStorage.clear();
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
});

const grid = () => document.querySelector<HTMLElement>('[role="listbox"]')!;
const names = () => [...grid().querySelectorAll('img')].map((image) => image.alt);
const settled = () => eventually(() => expect(grid().querySelectorAll('img').length).toBeGreaterThan(10));

test('filter, order, size, scroll place and the chosen photo survive a reload', async () => {
  location.hash = '#/library';
  await open();
  await eventually(() => expect(document.querySelector('#cell-0 img')).not.toBeNull());
  await userEvent.click(page.getByRole('button', { name: /^Outfit/ }));
  await userEvent.selectOptions(page.getByLabelText('Order'), 'score');
  await page.getByLabelText('Size of the thumbnails').fill('120');
  await eventually(() => expect(names().length).toBeGreaterThan(10));
  grid().scrollTop = 1500;
  await eventually(() => expect(document.querySelector('#cell-60 img')).not.toBeNull());
  await userEvent.click(document.querySelector('#cell-60')!);
  await settled();
  const before = { names: names(), top: grid().scrollTop };

  await reload();
  await eventually(() => expect(names()).toEqual(before.names));
  expect(grid().scrollTop).toBe(before.top);
  await expect.element(page.getByRole('button', { name: /^Outfit/ })).toHaveAttribute('aria-pressed', 'true');
  await expect.element(page.getByLabelText('Order')).toHaveValue('score');
  expect(document.querySelector('#cell-60')!.getAttribute('aria-selected')).toBe('true');
  await expect.element(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
});

test('another filter begins at its first photo', async () => {
  location.hash = '#/library';
  await open();
  await eventually(() => expect(document.querySelector('#cell-0 img')).not.toBeNull());
  grid().scrollTop = 3000;
  await eventually(() => expect(document.querySelector('#cell-0')).toBeNull());
  await userEvent.click(page.getByRole('button', { name: /^Outfit/ }));
  await eventually(() => expect(document.querySelector('#cell-0 img')).not.toBeNull());
  expect(grid().scrollTop).toBe(0);
});

test('photos of another size leave the same photo at the top', async () => {
  location.hash = '#/library';
  await open();
  await eventually(() => expect(document.querySelector('#cell-0 img')).not.toBeNull());
  const atTop = () => {
    const { left, top } = grid().getBoundingClientRect();
    return document.elementFromPoint(left + 40, top + 40)!.closest('[role="option"]')!.id;
  };
  // A row that is the first of its row at either size.
  grid().scrollTop = document.querySelector('#cell-0')!.getBoundingClientRect().height * 20;
  await eventually(() => expect(atTop()).not.toBe('cell-0'));
  const before = Number(atTop().slice(5));
  await page.getByLabelText('Size of the thumbnails').fill('120');
  await eventually(() => expect(Math.abs(Number(atTop().slice(5)) - before)).toBeLessThan(10));
});

test('the review goes on in its queue, at its photo', async () => {
  location.hash = '#/review';
  await open();
  await userEvent.click(page.getByRole('button', { name: 'Reviewed', exact: true }));
  const shown = () => document.querySelector('[role="application"] img')?.getAttribute('alt');
  await eventually(() => expect(shown()).toBeTruthy());
  for (let step = 0; step < 130; step++) await userEvent.keyboard('j');
  const place = () => {
    const frames = document.querySelector<HTMLElement>('[aria-current="true"]')!;
    return frames.style.transform;
  };
  await eventually(() =>
    expect(document.querySelector('[aria-current="true"]')!.getAttribute('aria-label')).toBe(shown()),
  );
  const before = { name: shown(), place: place() };
  await reload();
  await eventually(() => expect(shown()).toBe(before.name));
  expect(place()).toBe(before.place);
  // And on the next visit of the room, which names no photo.
  location.hash = '#/library';
  await eventually(() => expect(document.querySelector('#cell-0')).not.toBeNull());
  location.hash = '#/review';
  await eventually(() => expect(shown()).toBe(before.name));
});
