import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../../App.svelte';
import { eventually } from '../../testing/eventually';
import { createScriptedConnection } from '../../testing/scripted-client';

test('the photo in the details has its place before its pixels are there', async () => {
  location.hash = '#/library';
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
  // Answered, with nothing in it: as a picture is that is still being made.
  const { container } = await render(App, { connection: createScriptedConnection({}, () => 'data:image/png,') });
  container.style.height = '100vh';
  await eventually(() => expect(document.querySelector('#cell-0')).not.toBeNull());
  await userEvent.click(document.querySelector('#cell-0')!);
  const photo = await eventually(() => {
    const found = document.querySelector<HTMLElement>('aside .photo');
    expect(found).not.toBeNull();
    return found!;
  });
  const { width, height } = photo.getBoundingClientRect();
  expect(width / height).toBeCloseTo(424 / 640, 2);
  expect(height).toBeGreaterThan(200);
});
