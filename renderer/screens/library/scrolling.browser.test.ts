import '../../tokens.css';
import '../../app.css';
import '../../controls.css';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import App from '../../App.svelte';
import { eventually } from '../../testing/eventually';
import { createScriptedConnection } from '../../testing/scripted-client';
import { inventPhotos } from '../../testing/scripted-images';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><rect width="3" height="4" fill="gray"/></svg>')}`;
const grid = () => document.querySelector<HTMLElement>('[role="listbox"]')!;
const cells = () => [...grid().querySelectorAll('[role="option"]')];
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

/** Cells of which some part is in view. */
function inView(): Element[] {
  const { top, bottom } = grid().getBoundingClientRect();
  return cells().filter((cell) => {
    const box = cell.getBoundingClientRect();
    return box.bottom > top && box.top < bottom;
  });
}

beforeEach(async () => {
  sessionStorage.clear();
  location.hash = '#/library';
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
  const connection = createScriptedConnection({ photos: inventPhotos(4000) }, () => grey);
  const { container } = await render(App, { connection });
  container.style.height = '100vh';
  await eventually(() => expect(document.querySelector('#cell-0 img')).not.toBeNull());
});

test('a scroll uses the same few elements again, and each shows its own photo', async () => {
  const elements = new Set<Element>();
  for (let step = 0; step < 40; step++) {
    grid().scrollTop += 120;
    await frame();
    await frame();
    for (const cell of cells()) elements.add(cell);
  }
  expect(elements.size).toBeLessThan(70);
  await eventually(() => expect(inView().every((cell) => cell.querySelector('img'))).toBe(true));
  for (const cell of inView()) {
    const place = Number(cell.id.slice('cell-'.length));
    expect(cell.getAttribute('aria-posinset')).toBe(String(place + 1));
    expect(cell.querySelector('img')!.alt).toBe(`look_${String(place + 1).padStart(4, '0')}.jpg`);
  }
});

test('a photo that arrives is drawn into a layer of its own; a thousand layers are too many', async () => {
  const layered = () => cells().filter((cell) => getComputedStyle(cell).willChange === 'transform').length;
  expect(layered()).toBe(cells().length);
  const size = document.querySelector<HTMLInputElement>('input.size')!;
  size.value = size.min;
  size.dispatchEvent(new Event('input', { bubbles: true }));
  document.documentElement.style.height = document.body.style.height = '3000px';
  document.querySelector<HTMLElement>('.window')!.style.height = '3000px';
  await eventually(() => expect(cells().length).toBeGreaterThan(200));
  expect(layered()).toBe(0);
});

test('no photo is asked for while whole screens pass in every frame; where it rests all are there', async () => {
  let photos = 0;
  const watch = new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node instanceof Element) photos += node.querySelectorAll('img').length;
  });
  // Frames of the usual length, however long this machine takes for one.
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const race = async (frames: number) => {
    for (let step = 0; step < frames; step++) {
      grid().scrollTop += 3000;
      await frame();
      vi.advanceTimersByTime(16);
    }
  };
  await race(3);
  watch.observe(grid(), { childList: true, subtree: true });
  await race(10);
  expect(photos).toBe(0);
  watch.disconnect();
  vi.advanceTimersByTime(1000);
  vi.useRealTimers();
  await eventually(() => expect(inView().every((cell) => cell.querySelector('img'))).toBe(true));
});

test('a single jump shows its photos at once', async () => {
  grid().scrollTop = 30_000;
  await eventually(() => expect(inView().every((cell) => cell.querySelector('img'))).toBe(true));
});
