import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../App.svelte';
import { rooms } from '../../state/rooms';
import { eventually } from '../../testing/eventually';
import { createScriptedConnection } from '../../testing/scripted-client';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><rect width="3" height="4" fill="gray"/></svg>')}`;

beforeEach(async () => {
  // How another test left the library.
  sessionStorage.clear();
  location.hash = '#/library';
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
  const { container } = await render(App, { connection: createScriptedConnection({}, () => grey) });
  container.style.height = '100vh';
  await eventually(() => expect(document.querySelector('main [role="option"]')).not.toBeNull());
});

const error = page.getByRole('alert');

/** Buttons, links and fields in view that something else lies on. */
function covered(): string[] {
  const controls = [
    ...document.querySelectorAll<HTMLElement>(
      'header :is(button, a), main :is(button, a, input:not([type=range]), select)',
    ),
  ];
  return controls.flatMap((control) => {
    const { x, y, width, height } = control.getBoundingClientRect();
    const at = [x + width / 2, y + height / 2] as const;
    if (width === 0 || at[0] < 0 || at[0] > innerWidth || at[1] < 0 || at[1] > innerHeight) return [];
    const onTop = document.elementFromPoint(...at);
    const isFree = control.contains(onTop) || onTop?.contains(control) || onTop?.closest('label')?.contains(control);
    return isFree ? [] : [`${control.outerHTML.slice(0, 80)} under ${onTop?.outerHTML.slice(0, 80) ?? 'nothing'}`];
  });
}

test('what went wrong stands below the room, over nothing in any room', async () => {
  location.hash = '#/review/9999';
  await expect.element(error).toBeVisible();
  for (const room of rooms) {
    location.hash = `#/${room}`;
    await expect.element(page.getByRole('link', { name: new RegExp(`^${room}`, 'i') })).toHaveAttribute('aria-current');
    await eventually(() => expect(document.querySelector('main')).not.toBeNull());
    const notice = error.element().getBoundingClientRect();
    expect(document.querySelector('main')!.getBoundingClientRect().bottom).toBeLessThanOrEqual(notice.top);
    expect(covered()).toEqual([]);
  }
  await userEvent.click(page.getByRole('button', { name: 'Dismiss' }));
  await expect.element(error).not.toBeInTheDocument();
});

test('what was done is said in the strip at the bottom, with its way back, and moves nothing', async () => {
  const before = document.querySelector('main')!.getBoundingClientRect().height;
  await userEvent.click(document.querySelector('#cell-0')!);
  await userEvent.keyboard('x');
  const undo = page.getByRole('contentinfo').getByRole('button', { name: 'Undo' });
  await expect.element(undo).toBeVisible();
  expect(document.querySelector('main')!.getBoundingClientRect().height).toBe(before);
  expect(covered()).toEqual([]);
  await userEvent.click(undo);
  await expect.element(undo).not.toBeInTheDocument();
});

test('an error under an open sheet can be read and dismissed', async () => {
  await userEvent.click(page.getByRole('button', { name: 'Import photos' }));
  await expect.element(page.getByRole('dialog')).toBeVisible();
  location.hash = '#/review/9999';
  await expect.element(error).toBeVisible();
  const sheet = page.getByRole('dialog').element().getBoundingClientRect();
  expect(sheet.bottom).toBeLessThanOrEqual(error.element().getBoundingClientRect().top);
  await userEvent.click(page.getByRole('button', { name: 'Dismiss' }));
  await expect.element(error).not.toBeInTheDocument();
});
