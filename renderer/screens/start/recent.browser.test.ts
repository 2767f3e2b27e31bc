import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../App.svelte';
import { createScriptedConnection } from '../../testing/scripted-client';

// Photos that cannot be read say so when the window that showed them has gone already.
const complaints = vi.spyOn(console, 'warn');
afterEach(() => expect(complaints).not.toHaveBeenCalled());
afterAll(() => complaints.mockRestore());

test('a recent project shows what is in it and what is next, and opens at a click', async () => {
  location.hash = '';
  await render(App, { connection: createScriptedConnection({ closed: true }) });
  const review = page.getByRole('button', { name: /Street style, Milan/ });
  await expect.element(review).toHaveTextContent('1,204 photos · 41 to review');
  await expect.element(page.getByRole('button', { name: /Spring collection/ })).toHaveTextContent('832 photos · 3 trainings'); // prettier-ignore
  expect(review.element().querySelectorAll('img')).toHaveLength(12);
  await userEvent.click(review);
  await expect.element(page.getByRole('navigation')).toBeVisible();
});

test('a project that is away says where it was looked for, and can be taken off the list', async () => {
  location.hash = '';
  const connection = createScriptedConnection({ closed: true });
  await render(App, { connection });
  await expect.element(page.getByText('Not found in /media/archive')).toBeVisible();
  await userEvent.click(page.getByRole('button', { name: 'Take off the list' }));
  await expect.element(page.getByText('Not found in /media/archive')).not.toBeInTheDocument();
  await expect.poll(() => connection.studio.recent.map(({ isThere }) => isThere)).toEqual([true, true]);
});

test('a studio without projects shows the five steps, each with pictures that are there', async () => {
  location.hash = '';
  await render(App, { connection: createScriptedConnection({ closed: true, recent: [] }) });
  const steps = page.getByRole('region', { name: 'From photos to looks, in five steps' });
  await expect.element(steps).toBeVisible();
  const names = ['Library', 'Review', 'Dataset', 'Train', 'Compare'];
  for (const name of names) await expect.element(steps.getByRole('heading', { name })).toBeVisible();
  const pictures = [...steps.element().querySelectorAll('img')];
  await expect.poll(() => pictures.filter(({ naturalWidth }) => naturalWidth > 0)).toHaveLength(12);
  // Every look is a part of a strip that is there, each another part.
  const looks = [...steps.element().querySelectorAll<HTMLElement>('[style*="background-image"]')];
  expect(looks).toHaveLength(18);
  const places = looks.map(({ style }) => `${style.backgroundImage} ${style.backgroundPosition}`);
  // The first three of the crops are seen twice: alone, and beside the looks.
  expect(new Set(places).size).toBe(15);
});
